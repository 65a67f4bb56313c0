"""The specification curve: one effect over measure x standard x sample x controls x estimator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design, sample
from rightful.estimation.estimate import estimator
from rightful.estimation.grid import LEVEL, Grid, grid

CHOICES: Final = ("measure", "standard", "sample", "controls", "estimator")
CURVE: Final = {
    **dict.fromkeys(CHOICES, pl.String),
    "estimate": pl.Float64,
    "std_error": pl.Float64,
    "p": pl.Float64,
    "n": pl.Int64,
    "states": pl.Int64,
    "years": pl.Int64,
}
# State effects, year effects, lagged outcome -> how a reader calls the estimator.
LINEAR: Final = {
    (True, True, False): "two-way",
    (True, False, False): "state effects",
    (False, True, False): "year effects",
    (False, False, False): "pooled",
    (True, True, True): "two-way, lagged",
    (True, False, True): "state effects, lagged",
    (False, True, True): "year effects, lagged",
    (False, False, True): "pooled, lagged",
}
Outcomes = Mapping[str, Posterior | None]


@dataclass(frozen=True)
class Curve:
    """All specifications of one effect.

    Attributes
    ----------
    rows
        Columns as ``CURVE``; null estimates where a specification cannot be estimated.
    unanswered
        Which those are, and why.
    """

    rows: pl.DataFrame
    unanswered: tuple[str, ...]


def curve(
    frame: pl.DataFrame,
    design: Design,
    measures: Mapping[str, Outcomes],
    samples: Mapping[str, str],
    controls: Mapping[str, tuple[str, ...]],
    plug_ins: Sequence[str] = (),
    seed: int = 1,
    told: Callable[[float, str], None] = lambda _part, _name: None,
) -> Curve:
    """Estimate the design's treatment in every specification.

    Parameters
    ----------
    measures
        Name -> what ``grid`` takes as outcomes: standard -> draws, or ``observed`` -> None, where
        the measure's name is then its column.
    samples
        Name -> a condition in SQL that holds besides the design's own; empty: none.
    controls
        Name -> columns, in place of the design's own.
    plug_ins
        Estimators beside the linear ones, by file name.
    """
    rows: list[tuple[object, ...]] = []
    why: list[str] = []
    asked = list(product(measures, samples, controls))
    for at, (measure, group, held) in enumerate(asked):
        told(at / len(asked), f"{measure}, {group}")
        outcomes = measures[measure]
        observed = None in outcomes.values()
        mine = replace(
            design,
            outcome=measure if observed else design.outcome,
            where=_and(design.where, samples[group]),
            controls=controls[held],
        )
        found = _linear(frame, mine, outcomes, measure)
        rows += [(measure, row[0], group, held, *row[1:]) for row in found.rows.rows()]
        why += [f"{group}, {held}: {line}" for line in found.unanswered]
        for standard, name in product(outcomes, plug_ins):
            row, missing = _plug_in(frame, mine, outcomes[standard], name, seed)
            rows.append((measure, standard, group, held, name.replace("_", " "), *row))
            why += [f"{measure}, {standard}, {group}, {held}: {line}" for line in missing]
    return Curve(pl.DataFrame(rows, schema=CURVE, orient="row"), tuple(why))


def shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Return how specifications divide, overall and at each choice.

    Returns
    -------
    Columns choice, level, specifications, estimated, positive (share above zero), clear_positive,
    clear_negative (shares with p below ``grid.LEVEL`` and that sign), median (of the estimates).
    """
    whole = rows.with_columns(all=pl.lit("all"))
    clear = pl.col("p") < LEVEL
    parts = [
        whole.group_by(pl.col(choice).alias("level"), maintain_order=True).agg(
            pl.lit(choice).alias("choice"),
            pl.len().alias("specifications"),
            pl.col("estimate").count().alias("estimated"),
            (pl.col("estimate") > 0).mean().alias("positive"),
            (clear & (pl.col("estimate") > 0)).drop_nulls().mean().alias("clear_positive"),
            (clear & (pl.col("estimate") < 0)).drop_nulls().mean().alias("clear_negative"),
            pl.col("estimate").median().alias("median"),
        )
        for choice in ("all", *CHOICES)
    ]
    return pl.concat(parts).select("choice", "level", pl.exclude("choice", "level"))


def _linear(frame: pl.DataFrame, design: Design, outcomes: Outcomes, measure: str) -> Grid:
    """Return the grid's cells as (standard, estimator, estimate, ..., years)."""
    found = grid(frame, design, outcomes, measure, standards=tuple(outcomes))
    named = pl.struct("state_effects", "year_effects", "lagged").map_elements(
        lambda cell: LINEAR[cell["state_effects"], cell["year_effects"], cell["lagged"]],
        return_dtype=pl.String,
    )
    kept = ("estimate", "std_error", "p", "n", "states", "years")
    return Grid(found.rows.select("standard", named.alias("estimator"), *kept), found.unanswered)


def _plug_in(
    frame: pl.DataFrame, design: Design, outcome: Posterior | None, name: str, seed: int
) -> tuple[tuple[object, ...], tuple[str, ...]]:
    try:
        found = estimator(name).estimate(sample(frame, design, outcome), seed)
    except DataError as error:
        return (None,) * 6, (f"{name}: {'; '.join(error.details) or error.what}",)
    except np.linalg.LinAlgError:
        return (None,) * 6, (f"{name}: a matrix is singular",)
    numbers = (found.estimate, found.std_error, found.p, found.n, found.states, found.years)
    return numbers, ()


def _and(first: str, second: str) -> str:
    return f"({first}) AND ({second})" if first and second else first or second
