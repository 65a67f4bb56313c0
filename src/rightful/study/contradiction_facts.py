"""What the search for contradictions needs beside words: law, register, practice, deeds, seats."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import polars as pl

from rightful.core.names import CORE_TREATIES, RIGHTS_BY_FAMILY
from rightful.discourse.contradictions.innocent import Background, turnovers_of
from rightful.discourse.contradictions.promise_followup import MOVES, REGISTER
from rightful.discourse.contradictions.rules import deeds, non_derogable, weights
from rightful.discourse.contradictions.search import Facts
from rightful.discourse.contradictions.word_deed import DEEDS, PRACTICE
from rightful.discourse.contradictions.word_law import LAW
from rightful.discourse.contradictions.words import GENERAL
from rightful.record import commitments, instruments, states
from rightful.record.baseline import Baseline
from rightful.record.rights import every_duty
from rightful.record.seats import seats
from rightful.record.store import Store
from rightful.reports.series import main_standard
from rightful.study.promises import UNIVERSAL
from rightful.study.strands import table_of

# The duty to respect and ensure: what human rights in general are owed under.
DUTY = (("ICCPR", "2"), ("ICESCR", "2"))
# By these, persons may complain or a body may visit: the procedures that bite.
COMPLAINTS = ("ICCPR-OP1", "CAT-22", "OPCAT", "OP-CEDAW", "ICESCR-OP", "OP-CRPD", "CPED-31")
DEPOSITS = "Register of acts of commitment"
ESTIMATES = "Baseline of rightful"


def facts_of(shelf: Baseline, store: Store, state_id: str, ccode: int) -> Facts:
    """Return what is known of a state beside its words."""
    return Facts(
        law=law(state_id),
        register=register(state_id),
        practice=practice(shelf, ccode),
        moves=moves(shelf, ccode),
        deeds=deeds_of(store, ccode),
        background=Background(seats().filter(pl.col("ccode") == ccode), turnovers_of(ccode)),
        names=state_names(),
    )


@cache
def state_names() -> dict[int, str]:
    """Return ccode -> the last name under that code."""
    spells = sorted(states.all_states(), key=lambda spell: spell.start)
    return {spell.ccode: spell.name for spell in spells if spell.ccode is not None}


def law(state_id: str) -> pl.DataFrame:
    """Return what bound a state, what it refused and what it was no party to: ``LAW``."""
    spans = commitments.obligations().frame.filter(pl.col("state_id") == state_id)
    held = {row["instrument"]: row for row in spans.sort("bound_from").iter_rows(named=True)}
    every = instruments.instruments().frame
    known = {row["instrument"]: row for row in every.iter_rows(named=True)}
    rows = [*_articles(spans, state_id), *_refused(held, known), *_not_party(held, known)]
    return pl.DataFrame(rows, schema=LAW, orient="row")


Row = tuple[str, str | None, str, str, date, date | None, date | None, bool, bool, str, int]


def _articles(spans: pl.DataFrame, state_id: str) -> list[Row]:
    general = [(instrument, article, GENERAL) for instrument, article in DUTY]
    duties = [*every_duty().select("instrument", "article", "right").iter_rows(), *general]
    by_instrument: dict[str, list[tuple[str, str]]] = {}
    for instrument, article, right in sorted(set(duties)):
        by_instrument.setdefault(instrument, []).append((article, right))
    reserved = _reserved(state_id)
    return [
        (
            span["instrument"],
            article,
            right,
            "article",
            span["bound_from"],
            span["bound_until"],
            span["known_until"],
            (span["instrument"], article) in reserved,
            (span["instrument"], article) in non_derogable(),
            DEPOSITS,
            _rank(span["instrument"], article),
        )
        for span in spans.iter_rows(named=True)
        for article, right in by_instrument.get(span["instrument"], [])
    ]


def _rank(instrument: str, article: str | None) -> int:
    """Return which article to name first: one that no emergency suspends, then the Covenants."""
    first = ("ICCPR", "ICESCR", *CORE_TREATIES)
    place = first.index(instrument) if instrument in first else len(first)
    return place if (instrument, article) not in non_derogable() else place - len(first)


def _reserved(state_id: str) -> set[tuple[str, str]]:
    named = (
        commitments.acts()
        .frame.filter((pl.col("state_id") == state_id) & (pl.col("act") == "reservation"))
        .drop_nulls("articles")
        .select("instrument", pl.col("articles").str.split(";"))
        .explode("articles")
    )
    return {(str(instrument), str(article)) for instrument, article in named.iter_rows()}


Span = dict[str, dict[str, object]]


def _refused(held: dict[str, dict[str, object]], known: dict[str, dict[str, object]]) -> list[Row]:
    """Return procedures open to a party of the parent and not accepted, with their time."""
    rows: list[Row] = []
    for name in COMPLAINTS:
        one = known[name]
        parent = held.get(str(one["parent"]))
        if parent is None or one["known_until"] is None:
            continue
        opened = _later(_day(parent["bound_from"]), _opened(name, known))
        until = _day(held[name]["bound_from"]) if name in held else None
        if opened is not None and (until is None or opened < until):
            rights = (*rights_of(str(one["parent"])), GENERAL)
            rows += [
                (
                    name,
                    None,
                    right,
                    "refused",
                    opened,
                    until,
                    _day(one["known_until"]),
                    False,
                    False,
                    DEPOSITS,
                    COMPLAINTS.index(name),
                )
                for right in rights
            ]
    return rows


def _not_party(
    held: dict[str, dict[str, object]], known: dict[str, dict[str, object]]
) -> list[Row]:
    """Return universal instruments whose parties are dated, with the time without this state."""
    rows: list[Row] = []
    for name, one in known.items():
        opened = _opened(name, known)
        if one["system"] not in UNIVERSAL or one["known_until"] is None or opened is None:
            continue
        until = _day(held[name]["bound_from"]) if name in held else None
        if until is None or opened < until:
            own = rights_of(name)
            right = own[0] if len(own) == 1 else GENERAL
            rows.append(
                (
                    name,
                    None,
                    right,
                    "not_party",
                    opened,
                    until,
                    _day(one["known_until"]),
                    False,
                    False,
                    DEPOSITS,
                    0,
                )
            )
    return rows


def _opened(name: str, known: dict[str, dict[str, object]]) -> date | None:
    """Return when an instrument entered into force, or its parent did for a procedure."""
    own = _day(known[name]["in_force"])
    parent = known[name]["parent"]
    if own is None and known[name]["kind"] == "procedure" and parent is not None:
        return _day(known[str(parent)]["in_force"])
    return own


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _later(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return max(days) if days else None


@cache
def rights_of(instrument: str) -> tuple[str, ...]:
    """Return the rights that an instrument promises; a procedure's are those of its parent."""
    own = every_duty().filter(pl.col("instrument") == instrument)["right"].unique().to_list()
    if own:
        return tuple(sorted(own))
    row = instruments.instruments().frame.row(
        by_predicate=pl.col("instrument") == instrument, named=True
    )
    return rights_of(row["parent"]) if row["parent"] else ()


def register(state_id: str) -> pl.DataFrame:
    """Return what a state did about each universal instrument whose parties are dated."""
    every = instruments.instruments().frame.filter(
        pl.col("system").is_in(UNIVERSAL), pl.col("known_until").is_not_null()
    )
    mine = pl.col("state_id") == state_id
    # An act known by its year alone was done by the last day of it.
    by_then = pl.coalesce("date", pl.date("year", 12, 31)).alias("date")
    done = commitments.acts().frame.filter(mine).select("instrument", "act", by_then)
    # What binds by another's act (a predecessor's) is joined as well.
    bound = (
        commitments.obligations()
        .frame.filter(mine)
        .select("instrument", act=pl.lit("succession"), date="bound_from")
        .join(done.filter(pl.col("act") != "signature"), on="instrument", how="anti")
    )
    told = {name: list(rights_of(name)) for name in every["instrument"]}
    return (
        every.select("instrument", "known_until")
        .join(pl.concat([done, bound]), on="instrument", how="left")
        .with_columns(
            document=pl.lit(DEPOSITS),
            rights=pl.col("instrument").replace_strict(
                told, default=[], return_dtype=pl.List(pl.String)
            ),
        )
        .select(list(REGISTER))
    )


def practice(shelf: Baseline, ccode: int) -> pl.DataFrame:
    """Return each right's probabilities by year, at the standard shown first: ``PRACTICE``."""
    mine = shelf.frame("estimates", pl.col("ccode") == ccode, pl.col("right") != "all")
    by_family = shelf.recipe["families"]
    parts = [
        mine.filter(
            (pl.col("family") == family)
            & (pl.col("standard") == main_standard(by_family[family]["diagnostics"]))
        )
        for family in by_family
    ]
    return (
        pl.concat([mine.clear(), *parts])
        .select(
            "right",
            "year",
            below=pl.col("below_anchor").cast(pl.Float64),
            worst=pl.col("p_worst").cast(pl.Float64),
            document=pl.lit(ESTIMATES),
        )
        .select(list(PRACTICE))
    )


def moves(shelf: Baseline, ccode: int) -> pl.DataFrame:
    """Return how practice moved over one follow-up, the family's for each right: ``MOVES``."""
    years = int(weights()["followup"]["years"])
    rows = []
    for family in shelf.recipe["families"]:
        which = main_standard(shelf.recipe["families"][family]["diagnostics"])
        mine = shelf.frame(
            "draws",
            pl.col("family") == family,
            pl.col("standard") == which,
            pl.col("ccode") == ccode,
        )
        level = {
            row["year"]: row["mean"] + row["step"] * np.asarray(row["draws"], dtype=np.float32)
            for row in mine.iter_rows(named=True)
        }
        for year, before in level.items():
            after = level.get(year + years)
            if after is not None:
                up, down = float((after > before).mean()), float((after < before).mean())
                rows += [(right, year, up, down) for right in RIGHTS_BY_FAMILY[family]]
    return pl.DataFrame(rows, schema=MOVES, orient="row")


def deeds_of(store: Store, ccode: int) -> pl.DataFrame:
    """Return acts on record of a state: our own table, and protests met with force where pulled."""
    own = deeds().filter(pl.col("ccode") == ccode).select(list(DEEDS))
    counted = table_of(store, "protests")
    return own if counted is None else pl.concat([own, _protests(counted, ccode)])


def _protests(counted: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return one deed a year in which protesters were killed or shot at, with the number."""
    mine = counted.filter((pl.col("ccode") == ccode) & (pl.col("killings") == 1))
    by_year = mine.group_by("year").agg(number=pl.len()).sort("year")
    rows = [
        (
            f"protests-{ccode}-{year}-{right}",
            str(year),
            right,
            ["demonstrations"],
            "breach",
            f"met {number} protest{'s' if number > 1 else ''} with killings, by the count of "
            "Mass Mobilization",
            "Clark and Regan, Mass Mobilization",
            "seen",
        )
        for year, number in by_year.select("year", "number").iter_rows()
        for right in ("assembly_association", "killing")
    ]
    return pl.DataFrame(rows, schema=DEEDS, orient="row")
