"""Instruments, procedures and articles: what there is to promise and which right it touches.

The tables are our own (``tables/instruments.csv``, ``tables/articles.csv``): facts of public
record, one row each with its authority, no article's text. How to read them: ``docs/promises.md``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rightful.core.names import RIGHTS, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable

KINDS: Final = ("treaty", "protocol", "procedure")
OBLIGATIONS: Final = ("forbids", "guarantees", "defines", "procedure")
# Only these scopes protect everyone against the state; the rest protect a group or bind a person.
EVERYONE: Final = "general"
SCOPES: Final = (
    EVERYONE,
    "children",
    "women",
    "migrants",
    "disabled",
    "refugees",
    "minorities",
    "race",
    "genocide",
    "death_penalty",
    "individual",
)

_INSTRUMENTS: Final = (
    Variable("instrument", "Short name of the instrument or procedure", "key"),
    Variable("name", "What it is called in full, shortened", "text"),
    Variable("kind", "treaty, protocol or procedure", "text"),
    Variable("parent", "Instrument it supplements", "text"),
    Variable("system", "Organization: UN, ILO, CoE, OAS or AU", "text"),
    Variable("adopted", "Day of adoption", "date"),
    Variable("adopted_year", "Year of adoption", "integer", note="Null for procedures."),
    Variable(
        "in_force",
        "Day of general entry into force",
        "date",
        note="Null only where neither the deposits nor a page of record give it.",
    ),
    Variable(
        "in_force_authority",
        "computed (from the deposits), page (of record), or both",
        "text",
    ),
    Variable(
        "in_force_rule",
        "Wait between a state's deposit and the day it is bound",
        "text",
        note="day30, day90, month1, month3, month12, first_after_day60, first_after_month3, "
        "deposit (same day), declaration (same day).",
    ),
    Variable("first_rule", "Wait between the last needed deposit and entry into force", "text"),
    Variable("deposits_needed", "Deposits needed for entry into force", "integer"),
    Variable("rule_article", "Article that sets the waits", "text"),
    Variable(
        "rule_authority",
        "text (read in hand), page (of record), table (shown by dates), family",
        "text",
        note="family: inferred from sister conventions with the same final clauses. "
        "Empty: stands in, see note.",
    ),
    Variable("body", "Who monitors it", "text"),
    Variable("core", "1 for the nine core treaties", "flag", values={0: "no", 1: "core"}),
    Variable("known_until", "Last day to which the tables speak about its parties", "date"),
    Variable(
        "former_states",
        "1 where a table lists states that are no more",
        "flag",
        values={0: "current parties only", 1: "former states too"},
        note="Null where no table dates the parties.",
    ),
    Variable("note", "What a reader must know", "text"),
)
_ARTICLES: Final = (
    Variable("instrument", "Instrument or procedure", "key"),
    Variable("article", "Article, as numbered in the instrument", "key"),
    Variable("right", "Right it touches", "key"),
    Variable("scope", "Whom it protects, or whom it binds (individual)", "key"),
    Variable("obligation", "forbids, guarantees, defines or procedure", "text"),
    Variable(
        "basis",
        "express in the article, or composite",
        "text",
        note="composite: courts and committees read the right out of several articles together.",
    ),
    Variable("checked", "text where the article was read in hand, else empty", "text"),
)


@cache
def instruments() -> Table:
    """Return instruments, protocols and procedures, one row each, in the order of the table."""
    dates = ("adopted", "in_force", "known_until")
    frame = read_table("instruments").with_columns(
        pl.col(dates).str.to_date(strict=True),
        pl.col("adopted_year", "deposits_needed", "core", "former_states").cast(pl.Int64),
    )
    return Table(_ordered(frame, _INSTRUMENTS), ("instrument",), _INSTRUMENTS, "instruments")


@cache
def articles() -> Table:
    """Return articles and the rights they touch, one row per article, right and scope."""
    key = ("instrument", "article", "right", "scope")
    return Table(_ordered(read_table("articles"), _ARTICLES), key, _ARTICLES, "articles")


@cache
def instrument_names() -> tuple[str, ...]:
    """Return the short names of all instruments and procedures, in the order of the table."""
    return tuple(instruments().frame["instrument"])


def instrument_of(name: str) -> str:
    """Return the short name that ``name`` means, whatever its case.

    Raises
    ------
    UnknownName
        With suggestions, when nothing matches.
    """
    return resolve(name, instrument_names(), "instrument")


@cache
def forbids(right: str, express: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (instrument, article) pairs that forbid the state to violate ``right`` of anyone.

    Articles for one group only (children, migrants ...) and articles that bind individuals
    (the Rome Statute) are left out. With ``express`` the composite readings are left out too.

    Raises
    ------
    UnknownName
        When the right is not known.
    """
    return _pairs(right, ("forbids",), express)


@cache
def protects(right: str, express: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (instrument, article) pairs that forbid violations of ``right`` or guarantee it.

    Raises
    ------
    UnknownName
        When the right is not known.
    """
    return _pairs(right, ("forbids", "guarantees"), express)


def _pairs(right: str, obligations: tuple[str, ...], express: bool) -> tuple[tuple[str, str], ...]:
    known = resolve(right, RIGHTS, "right")
    rows = articles().frame.filter(
        pl.col("right") == known,
        pl.col("scope") == EVERYONE,
        pl.col("obligation").is_in(obligations),
    )
    if express:
        rows = rows.filter(pl.col("basis") == "express")
    pairs = rows.select("instrument", "article").rows()
    return tuple((str(instrument), str(article)) for instrument, article in pairs)


def read_table(stem: str) -> pl.DataFrame:
    """Return one of the package's own CSV tables, every column as text, empty as null."""
    source = files("rightful.record").joinpath("tables", f"{stem}.csv")
    return pl.read_csv(source.read_bytes(), infer_schema=False)


def _ordered(frame: pl.DataFrame, variables: tuple[Variable, ...]) -> pl.DataFrame:
    return frame.select(variable.name for variable in variables)
