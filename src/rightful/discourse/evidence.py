"""From coded acts to evidence items per state, right and year, with the coder's doubt.

``tables/act_items.csv`` says which act feeds which item. An item is 1 where an act of its kind was
heard, 2 where it was heard again (of S1: or both acts were). It is 0 where a criticism on that
right was put to the state in that year, it answered on that right, and it is at least ``CLEAR``
likely that no answer carries such an act. Otherwise there is no row: nobody looked, there was no
opportunity, or the coder cannot tell. S2, the same norm avowed before two audiences, is 1 where
both heard it; nothing is said of it otherwise.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rightful.core.statement import AUDIENCE

EVIDENCE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "ccode": pl.Int32,
    "year": pl.Int32,
    "right": pl.String,
    "item": pl.String,
    "value": pl.Int8,
    "p_heard": pl.Float64,
    "p_again": pl.Float64,
    "statements": pl.List(pl.String),
    "criticisms": pl.Int32,
}
CRITICISM: Final = ("shame", "recommend")
GENERAL: Final = "unspecified"
AVOWED: Final = "S1"
BOTH_AUDIENCES: Final = "S2"
# How sure it must be that nothing was heard for silence to be a finding.
CLEAR: Final = 0.75
REMEDY: Final = (
    r"(?i)\b(?:prosecut|convict|sentenced|brought to justice|compensat|reparation|redress"
    r"|remed(?:y|ies)|disciplin|punished|dismissed|investigat"
    r"|complaints? (?:\w+ ){0,3}(?:received|handled|examined|answered|resolved))"
)
_KEY: Final = ["ccode", "year", "right"]


@cache
def act_items() -> pl.DataFrame:
    """Return which act, of which kind and place, feeds which item."""
    raw = (files("rightful.discourse") / "tables" / "act_items.csv").read_bytes()
    return pl.read_csv(raw, schema_overrides={"in_answer": pl.Boolean, "remedy": pl.Boolean})


def criticisms(coded: pl.DataFrame) -> pl.DataFrame:
    """Return the criticism put to states: ccode, year, right, act, p_put, number, statements.

    ``act`` is ``shame`` or ``recommend``; ``p_put`` is P(at least one), each passage taken as
    independent. A statement without a right counts for ``unspecified``.
    """
    put = _by_right(coded).filter(
        pl.col("act").is_in(list(CRITICISM)),
        pl.col("target").is_not_null(),
        pl.col("year").is_not_null(),
        # Of a speaker without a code, a union or a holy see, the speech is criticism all the same.
        pl.col("ccode").is_null() | (pl.col("target") != pl.col("ccode")),
    )
    return (
        put.sort("statement")
        .group_by(pl.col("target").alias("ccode"), "year", "right", "act", maintain_order=True)
        .agg(
            p_put=1 - (1 - pl.col("probability")).product(),
            number=pl.col("statement").n_unique().cast(pl.Int32),
            statements=pl.col("statement").unique(maintain_order=True),
        )
        .sort("ccode", "year", "right", "act")
    )


def remedy_column(texts: pl.Series) -> pl.Series:
    """Return whether passages speak of prosecution, redress or complaints; null without text."""
    return texts.str.contains(REMEDY).rename("remedy")


def evidence(coded: pl.DataFrame, chances: pl.DataFrame) -> pl.DataFrame:
    """Return evidence items, columns as ``EVIDENCE``, sorted.

    Parameters
    ----------
    coded
        Coded acts of all states (``core.coding.CODED``) with ``remedy``, whether the passage speaks
        of prosecution, redress or complaints. A statement without a right counts for
        ``unspecified``.
    chances
        Every statement: ccode, year, answers, remedy, ``rights`` that it names, and a probability
        per act.

    Notes
    -----
    ``p_heard`` and ``p_again`` are P(at least one) and P(at least two), each passage taken as
    independent: of the acts heard, and in rows of value 0 of all that was said on the right.
    """
    said = _by_right(coded.drop_nulls(["ccode", "year"]))
    heard = _heard(said)
    silent = _silent(said, heard, _by_right(chances.drop_nulls(["ccode", "year", "answers"])))
    both = _both_audiences(heard)
    whole = pl.concat([heard.drop("audiences"), silent, both], how="diagonal")
    counted = whole.join(_criticisms(said), on=_KEY, how="left")
    return counted.select(
        pl.col(name).fill_null(0).cast(kind) if name == "criticisms" else pl.col(name).cast(kind)
        for name, kind in EVIDENCE.items()
    ).sort("ccode", "year", "right", "item")


def _by_right(coded: pl.DataFrame) -> pl.DataFrame:
    """Return a row per act and right."""
    none = pl.col("rights").is_null() | (pl.col("rights").list.len() == 0)
    rights = pl.when(none).then(pl.lit([GENERAL])).otherwise(pl.col("rights"))
    return coded.with_columns(right=rights).explode("right")


def _heard(said: pl.DataFrame) -> pl.DataFrame:
    """Return the items for which an act was heard."""
    rules = act_items().drop("label")
    joined = said.join(rules, on="act", how="inner", suffix="_asked")
    fits = (
        (pl.col("kind_asked").is_null() | (pl.col("kind") == pl.col("kind_asked")))
        & (~pl.col("in_answer") | pl.col("answers").is_not_null())
        & (~pl.col("remedy_asked") | pl.col("remedy").fill_null(value=False))
    )
    passages = (
        joined.filter(fits.fill_null(value=False))
        # A passage that carries two acts of an item was heard once, and the likelier one counts; to
        # recognize a norm and to invoke it are two.
        .with_columns(
            apart=pl.when(pl.col("item") == AVOWED).then("act").otherwise(pl.lit("")),
            audience=pl.col("forum").replace_strict(AUDIENCE, default="foreign"),
        )
        .sort("probability", "act", descending=[True, False])
        .group_by(*_KEY, "item", "statement", "apart", maintain_order=True)
        .agg(pl.col("probability", "audience").first())
        .sort(*_KEY, "item", "statement", "apart")
    )
    p = pl.col("probability")
    none = (1 - p).product()
    odds = (p / (1 - p.clip(upper_bound=1 - 1e-9))).sum()
    return passages.group_by(*_KEY, "item", maintain_order=True).agg(
        value=pl.when(pl.len() >= 2).then(2).otherwise(1).cast(pl.Int8),
        p_heard=1 - none,
        p_again=(1 - none * (1 + odds)).clip(0, 1),
        statements=pl.col("statement").unique(maintain_order=True),
        audiences=pl.col("audience").unique(),
    )


def _criticisms(said: pl.DataFrame) -> pl.DataFrame:
    """Return how many criticisms on a right were put to a state in a year."""
    return (
        said.filter(
            pl.col("act").is_in(list(CRITICISM)),
            pl.col("target").is_not_null(),
            pl.col("target") != pl.col("ccode"),
        )
        .group_by(pl.col("target").alias("state"), "year", "right")
        .agg(criticisms=pl.col("statement").n_unique().cast(pl.Int32))
        .rename({"state": "ccode"})
    )


def _silent(said: pl.DataFrame, heard: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Return zeros: criticised on a right, answering on it, and hardly a chance of such an act."""
    asked = _criticisms(said).select(_KEY)
    parts = []
    for (item,), rules in act_items().group_by("item", maintain_order=True):
        none = pl.lit(1.0)
        for rule in rules.iter_rows(named=True):
            fits = pl.lit(value=True)
            if rule["remedy"]:
                fits &= pl.col("remedy").fill_null(value=False)
            none *= 1 - pl.when(fits).then(pl.col(rule["act"]).fill_null(0.5)).otherwise(0.0)
        chance = 1 - none.product()
        held = answers.group_by(_KEY).agg(p_heard=chance)
        clear = held.filter(pl.col("p_heard") <= 1 - CLEAR).with_columns(item=pl.lit(item))
        parts.append(clear.join(asked, on=_KEY, how="semi"))
    zeros = pl.concat(parts).join(heard, on=[*_KEY, "item"], how="anti")
    return zeros.with_columns(value=pl.lit(0, pl.Int8))


def _both_audiences(heard: pl.DataFrame) -> pl.DataFrame:
    """Return S2 where two audiences heard the same norm avowed in the year."""
    avowed = heard.filter(pl.col("item") == AVOWED, pl.col("audiences").list.len() == 2)
    return avowed.select(
        *_KEY, item=pl.lit(BOTH_AUDIENCES), value=pl.lit(1, pl.Int8), statements="statements"
    )
