"""The active search: every kind of contradiction of one state, from the record handed in."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from rightful.discourse.contradictions.innocent import Background
from rightful.discourse.contradictions.marks import of_words
from rightful.discourse.contradictions.promise_followup import MOVES, REGISTER, promise_followup
from rightful.discourse.contradictions.rank import ranked
from rightful.discourse.contradictions.types import Found
from rightful.discourse.contradictions.verdict import Setting
from rightful.discourse.contradictions.word_deed import DEEDS, PRACTICE, word_deed
from rightful.discourse.contradictions.word_law import LAW, word_law
from rightful.discourse.contradictions.word_word import word_word
from rightful.discourse.contradictions.words import words


def _empty(schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True)
class Facts:
    """What is known of one state beside its words; each frame may be empty."""

    law: pl.DataFrame = field(default_factory=lambda: _empty(LAW))
    register: pl.DataFrame = field(default_factory=lambda: _empty(REGISTER))
    practice: pl.DataFrame = field(default_factory=lambda: _empty(PRACTICE))
    moves: pl.DataFrame = field(default_factory=lambda: _empty(MOVES))
    deeds: pl.DataFrame = field(default_factory=lambda: _empty(DEEDS))
    background: Background = field(default_factory=Background)
    names: dict[int, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def search(coded: pl.DataFrame, ccode: int, facts: Facts, right: str | None = None) -> Found:
    """Return what contradicts what in the record of a state, ranked; kept promises apart.

    Parameters
    ----------
    coded
        Coded statements (columns of ``CODED``, with or without ``topics``) of any states; those
        of the state and about it are used.
    right
        Only what touches this right.

    Raises
    ------
    DataError
        When a frame lacks a column.
    """
    marks = of_words(words(coded, ccode))
    setting = _setting(facts, ccode)
    follow = promise_followup(
        marks, facts.register, facts.practice, facts.moves, facts.deeds, setting
    )
    found = [
        *word_word(marks, setting),
        *word_law(marks, facts.law, setting),
        *word_deed(marks, facts.practice, facts.deeds, setting, facts.law),
        *follow.contradictions,
    ]
    # Two patterns may find one pair: the stronger speaks for it.
    best = {}
    for one in sorted(found, key=lambda one: (one.strength, one.pattern)):
        best[one.id] = one
    kept, open_ones = follow.kept, follow.cannot_tell
    if right is not None:
        best = {key: one for key, one in best.items() if right in one.rights}
        kept = tuple(one for one in kept if one.right == right)
        open_ones = tuple(one for one in open_ones if one.right == right)
    return Found(ranked(best.values()), kept, open_ones)


def _setting(facts: Facts, ccode: int) -> Setting:
    known = facts.practice.drop_nulls("worst")
    return Setting(
        ccode=ccode,
        names=facts.names,
        texts=facts.texts,
        background=facts.background,
        widespread={
            (row["right"], row["year"]): row["worst"] for row in known.iter_rows(named=True)
        },
        non_derogable=frozenset(facts.law.filter(pl.col("non_derogable"))["right"].unique()),
    )
