"""Train the shipped weights anew: gold and silver codes and their passages, and made-up ones."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.discourse.coder.targets import NOBODY
from rightful.record.statements import statements
from rightful.record.store import Store
from rightful.study.coding.draw import population
from rightful.study.coding.evaluation import write_weights
from rightful.study.coding.fit import Training
from rightful.study.coding.gold import gold_units
from rightful.study.coding.gold_beside import gold_codes, sample_statements
from rightful.study.coding.made_up import codebook_examples, made_up
from rightful.study.coding.sample import passage_of

# Whose unmarked passages help to learn words: the General Debate, which is free of copyright.
FREE: Final = "ungdc:"
# How far two coders agreed (docs/coder-reliability.md); all other acts are used.
PROVISIONAL: Final = ("evade", "invoke", "promote")


def train_shipped(store: Store, out: Path, version: str) -> tuple[Training, pl.DataFrame]:
    """Fit the weights on the training split and write them; measure them on the split held out.

    Parameters
    ----------
    store
        A store with every corpus of statements.
    out
        Where ``weights.json`` goes.

    Raises
    ------
    DataError
        When the store lacks a passage that was coded.
    """
    said = statements(store)
    units = pl.concat([gold_units().select(_UNIT), silver_units()])
    lessons = [made_up("train"), codebook_examples()]
    codes = pl.concat(
        [
            gold_codes(_table("gold"), units),
            gold_codes(_table("silver"), units),
            *(coded for _, coded in lessons),
        ]
    )
    passages = sample_statements(coded_passages(said, units))
    judged = units.filter(pl.col("split") == "held").select("statement")
    apart = said.join(judged, on="statement", how="semi").select("document").drop_nulls()
    # What judges must not teach, not even by the words of its document.
    weak = said.filter(pl.col("statement").str.starts_with(FREE)).join(
        apart, on="document", how="anti"
    )
    return write_weights(
        codes,
        pl.concat([passages, *(plain for plain, _ in lessons)]),
        NOBODY,
        out,
        version=version,
        weak=weak,
        standings=standings(),
    )


_UNIT: Final = ("unit", "statement", "split")


def silver_units() -> pl.DataFrame:
    """Return the units coded once, for training alone: ``unit``, ``statement``, ``split``."""
    return _table("silver_units").select("unit", "statement", split=pl.lit("train"))


def standings() -> dict[str, str]:
    """Return how far coders agreed on each act: ``used`` or ``provisional``."""
    return {act: "provisional" if act in PROVISIONAL else "used" for act in SPEECH_ACTS}


def coded_passages(said: pl.DataFrame, units: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the passages as coders saw them: masked, cut, with their context.

    Raises
    ------
    DataError
        When a passage is not among the statements.
    """
    people = population(said)
    at = {name: i for i, name in enumerate(people["statement"])}
    missing = [name for name in units["statement"] if name not in at]
    if missing:
        raise DataError(
            f"{len(missing)} coded passages are not at hand, first {missing[0]}",
            where="training of the coder",
            next_step="pull every corpus: rightful pull --from DIR",
        )
    found = [
        passage_of(people, at, at[name], unit, "", 1.0, split)
        for unit, name, split in units.select(_UNIT).iter_rows()
    ]
    return [
        {
            "statement": one.statement,
            "forum": one.forum,
            "speaker_role": one.role,
            "text": one.text,
            "context": one.context,
        }
        for one in found
    ]


def _table(name: str) -> pl.DataFrame:
    raw = (files("rightful.discourse") / "tables" / f"{name}.csv").read_bytes()
    return pl.read_csv(raw, infer_schema_length=None)
