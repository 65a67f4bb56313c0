"""The tables that the search runs on: patterns, weights, innocent readings, topics, phrases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rightful.core.coding import KINDS as ACT_KINDS
from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.discourse.contradictions.types import KINDS

BY: Final = ("self", "other", "law", "practice", "deed")
MATCHES: Final = ("same", "same_named", "any", "general", "topic", "matter", "narrow", "instrument")
ORDERS: Final = ("any", "first_earlier", "second_earlier")
FORUM_RULES: Final = ("any", "other_forum", "other_audience", "review", "not_review")
# What is no act of speech and yet stands on a side.
OTHER_ACTS: Final = (
    "asked",
    "accepted",
    "noted",
    "pledged",
    "vote_against",
    "signature",
    "article",
    "refused",
    "not_party",
    "practice",
    "practice_later",
    "breach",
    "keeps",
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which two acts pull apart, and how much at most: one row of the table of patterns.

    ``match`` says what the sides share: ``same`` right, ``same_named`` (never human rights in
    general), ``any`` (the same, or one of them in general), ``general`` (both in general, or the
    same), ``topic`` (the same right, and most topics or a treaty), ``matter`` (the same named
    right, or a topic narrower than a right), ``narrow`` (such a topic), ``instrument`` (the same
    treaty). ``forum`` asks for another forum or audience, or that the first is (not) said of a
    state under review.
    ``window`` and ``half_life`` are in years, 0 for none. ``surest`` is the least probability that
    the coder must give each side: acts that it confuses with harmless ones ask for more.
    """

    id: str
    kind: str
    first_by: str
    first: tuple[str, ...]
    second_by: str
    second: tuple[str, ...]
    match: str
    order: str
    forum: str
    window: float
    half_life: float
    base: float
    surest: float
    unless: str | None
    why: str
    innocent: str


def table(stem: str) -> pl.DataFrame:
    """Return one of the package's tables of discourse, every column as text, empty as null."""
    source = files("rightful.discourse").joinpath("tables", f"{stem}.csv")
    return pl.read_csv(source.read_bytes(), infer_schema=False)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns, checked.

    Raises
    ------
    DataError
        When a row names an act, a match or an order that there is not.
    """
    return tuple(_pattern(row) for row in table("contradiction_patterns").iter_rows(named=True))


def patterns_of(kind: str) -> tuple[Pattern, ...]:
    """Return the patterns of one kind."""
    return tuple(pattern for pattern in patterns() if pattern.kind == kind)


def _pattern(row: dict[str, str]) -> Pattern:
    found = Pattern(
        id=row["id"],
        kind=row["kind"],
        first_by=row["first_by"],
        first=tuple(row["first_act"].split("|")),
        second_by=row["second_by"],
        second=tuple(row["second_act"].split("|")),
        match=row["match"],
        order=row["order"],
        forum=row["forum"],
        window=float(row["window"]),
        half_life=float(row["half_life"]),
        base=float(row["base"]),
        surest=float(row["surest"]),
        unless=row["unless"],
        why=row["why"],
        innocent=row["innocent"],
    )
    check_pattern(found)
    return found


def check_pattern(pattern: Pattern) -> None:
    """Refuse a pattern that names what there is not.

    Raises
    ------
    DataError
        Naming the pattern and what is allowed.
    """
    acts = {*SPEECH_ACTS, *OTHER_ACTS, *_with_kinds()}
    asked = {*pattern.first, *pattern.second, *([pattern.unless] if pattern.unless else [])}
    wrong = [
        told
        for told, held, allowed in (
            ("kind", {pattern.kind}, set(KINDS)),
            ("by", {pattern.first_by, pattern.second_by}, set(BY)),
            ("act", asked, acts),
            ("match", {pattern.match}, set(MATCHES)),
            ("order", {pattern.order}, set(ORDERS)),
            ("forum", {pattern.forum}, set(FORUM_RULES)),
        )
        if not held <= allowed
    ]
    numbers = 0 < pattern.base <= 1 and 0 <= pattern.surest < 1
    if wrong or not numbers or pattern.window < 0 or pattern.half_life < 0:
        raise DataError(
            f"a pattern of contradictions cannot be used: {', '.join(wrong) or 'its numbers'}",
            where=f"contradiction_patterns.csv, {pattern.id}",
            allowed="acts of the codebook; base in (0, 1]; surest below 1; the rest from 0",
            next_step="correct the row",
        )


def _with_kinds() -> set[str]:
    return {f"{act}:{kind}" for act, kinds in ACT_KINDS.items() for kind in kinds}


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return part -> case -> value, of ``contradiction_strength.csv``."""
    out: dict[str, dict[str, float]] = {}
    for row in table("contradiction_strength").iter_rows(named=True):
        out.setdefault(row["part"], {})[row["case"]] = float(row["value"])
    return out


@cache
def readings() -> dict[str, tuple[float, str]]:
    """Return reading -> weight and text, of ``innocent_readings.csv``."""
    rows = table("innocent_readings").iter_rows(named=True)
    return {row["id"]: (float(row["weight"]), row["text"]) for row in rows}


@cache
def right_words() -> dict[str, str]:
    """Return right -> how a sentence names it."""
    return dict(table("right_words").select("right", "words").iter_rows())


@cache
def act_phrases() -> dict[str, str]:
    """Return act -> phrase with places for right, target and count."""
    return dict(table("act_phrases").select("act", "phrase").iter_rows())


@cache
def read_by_hand() -> dict[tuple[str, str], str]:
    """Return (statement, act) -> right, of passages that were read by hand for their act."""
    rows = table("paraphrases").drop_nulls("act").select("statement", "act", "right").iter_rows()
    return {(statement, act): right for statement, act, right in rows}


@cache
def hand_made() -> dict[str, str]:
    """Return statement -> a paraphrase written by hand."""
    return dict(table("paraphrases").select("statement", "paraphrase").iter_rows())


@cache
def deeds() -> pl.DataFrame:
    """Return facts on record in our own words, one row each; ``right`` is one of ours.

    Columns ccode (Int32), id, date, right, topics (list), effect, what, authority, seen, follows.
    """
    frame = table("deeds").with_columns(pl.col("ccode").cast(pl.Int32))
    listed = pl.col("topics").fill_null("").str.split(";")
    return frame.with_columns(
        topics=listed.list.eval(pl.element().filter(pl.element() != "")),
    )


@cache
def non_derogable() -> frozenset[tuple[str, str]]:
    """Return (instrument, article) that no emergency suspends."""
    rows = table("non_derogable").select("instrument", "article").iter_rows()
    return frozenset((str(instrument), str(article)) for instrument, article in rows)
