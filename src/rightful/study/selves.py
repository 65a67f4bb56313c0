"""Whose dossier it is: a legal person as it lives, or one of the selves it has laid down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from rightful.core.answer import StateRecord
from rightful.record import states
from rightful.study.lives import life_of


@dataclass(frozen=True)
class Self:
    """A spell, and the days it is asked about.

    A person that lives is asked about from its birth, whatever it was called; a former self from
    its first to its last day. ``earlier_name`` is what the same person was called before.
    """

    spell: states.State
    start: date
    end: date | None
    earlier_name: str | None
    later_name: str | None


def self_of(spell: states.State) -> Self:
    """Return the self that a spell stands for."""
    own = [one for one in states.all_states() if one.state_id == spell.state_id]
    at = own.index(spell)
    if spell.end is None:
        return Self(spell, own[0].start, None, None, None)
    before = own[at - 1].name if at else None
    after = own[at + 1].name if at + 1 < len(own) else None
    return Self(spell, spell.start, spell.end, before, after)


def years_of(asked: Self) -> pl.DataFrame:
    """Return ccode and year of the state-years in which the self was alive."""
    lived = life_of(asked.spell.state_id)
    if asked.end is None:
        return lived
    return lived.filter(pl.col("year").is_between(asked.start.year, asked.end.year))


def state_record(asked: Self) -> StateRecord:
    """Return who is spoken of, in the words of reports."""
    spell = asked.spell
    return StateRecord(
        name=spell.name,
        ccode=spell.ccode,
        gwcode=spell.gwcode,
        iso3=spell.iso3,
        born=asked.start,
        died=asked.end,
        notes=(spell.note,) if spell.note else (),
        continued_as=asked.later_name,
    )
