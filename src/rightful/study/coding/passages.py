"""Passages as the coders of the gold sample had them, with names: cut, with what was asked before.

The coder is measured on what the gold coders saw: no more of a long passage, and the same words
before it. Names stay, since the coder finds states by them.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.discourse.reliability.alpha import alpha, standing
from rightful.study.coding.draw import population
from rightful.study.coding.gold import GOLD
from rightful.study.coding.sample import LONGEST, context_of, cut_at_sentence

# Beside the columns of a statement; ``group`` is forum and role, ``whole`` the unit of sampling.
PLACED = ("group", "region", "decade", "whole")


def gold_table() -> pl.DataFrame:
    """Return the gold codes, columns as ``gold.GOLD``; a unit and act without a row is a 0."""
    table = files("rightful.discourse") / "tables" / "gold.csv"
    return pl.read_csv(table.read_bytes(), schema=GOLD)


def shown_passages(statements: pl.DataFrame) -> pl.DataFrame:
    """Return all passages that could be drawn, as a coder of the gold sample would see them.

    Returns
    -------
    Columns ``STATEMENTS`` (text cut), ``context``, ``group``, ``region``, ``decade``, ``whole``
    (the document: a speech, a report, one state's review in a session).
    """
    people = population(statements)
    texts = people["text"].to_list()
    place = {name: row for row, name in enumerate(people["statement"])}
    return people.with_columns(
        whole="document",
        text=pl.Series([cut_at_sentence(text, LONGEST) for text in texts], dtype=pl.String),
        context=pl.Series(
            [_before(row, place, texts) for row in people.iter_rows(named=True)], dtype=pl.String
        ),
    ).select(*STATEMENTS, "context", *PLACED)


def _before(row: dict[str, Any], place: dict[str, int], texts: list[str]) -> str | None:
    """Return what coders were shown before a passage; the rule is ``sample.passage_of``'s."""
    if row["group"] != "upr_under_review":
        return None
    named = place.get(row["answers"]) if row["addressee"] is not None else None
    asked = row["before"] if named is None else [named]
    return context_of(row["text"], [texts[spoken] for spoken in asked])


def gold_passages(shown: pl.DataFrame, units: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the units beside their passages, and the units whose text is not at hand.

    Parameters
    ----------
    shown
        From ``shown_passages``.
    units
        Columns unit, statement, stratum, weight, split.

    Raises
    ------
    DataError
        When no unit has a text.
    """
    placed = units.drop("shown", strict=False).join(
        shown, on="statement", how="inner", maintain_order="left"
    )
    lost = units.join(placed, on="unit", how="anti")["unit"].to_list()
    if placed.is_empty():
        raise DataError(
            f"none of {units.height} coded passages has a text",
            where="gold passages",
            next_step="pull the corpora of statements",
        )
    return placed, tuple(lost)


def gold_marks(units: pl.DataFrame, gold: pl.DataFrame, column: str = "code") -> pl.DataFrame:
    """Return one row per unit: ``unit`` and, for each act, whether it is coded (0 or 1).

    Parameters
    ----------
    column
        ``code``, or ``coder_a`` and ``coder_b`` for one coder's word. No row is a 0; a dispute that
        nobody decided is null.
    """
    wide = gold.pivot(on="act", index="unit", values=column, aggregate_function="first")
    told = gold.select("unit", "act").unique()
    marks = units.select("unit").join(wide, on="unit", how="left", maintain_order="left")
    return marks.select("unit", *(_mark(act, marks, told) for act in SPEECH_ACTS))


def _mark(act: str, marks: pl.DataFrame, told: pl.DataFrame) -> pl.Expr:
    if act not in marks.columns:
        return pl.lit(0, dtype=pl.Int8).alias(act)
    open_units = told.filter(pl.col("act") == act)["unit"].implode()
    return (
        pl.when(pl.col("unit").is_in(open_units)).then(pl.col(act)).otherwise(0).cast(pl.Int8)
    ).alias(act)


def act_standings(units: pl.DataFrame, gold: pl.DataFrame) -> dict[str, tuple[float, str]]:
    """Return Krippendorff's alpha of the two coders and the standing that follows, per act."""
    one, other = (gold_marks(units, gold, f"coder_{name}") for name in "ab")
    found = {}
    for act in SPEECH_ACTS:
        pair = pl.DataFrame({"a": one[act], "b": other[act]}).drop_nulls()
        value = alpha(pair.cast(pl.Float64).to_numpy().T)
        found[act] = (value, standing(value))
    return found
