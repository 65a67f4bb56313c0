"""Grids over stacked rows: several treaties or rights a state, errors clustered by state.

Rows are as they enter: lags are made before. Effects of units and of periods are absorbed; a
nuisance column that they leave nothing of is dropped, the treatment never is: without it, the cell
has no estimate and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.estimation.batched import fit_draws
from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.grid import BOTH, OBSERVED, ROWS, Grid
from rightful.estimation.within import Effects, absorb, ols, residualize

Floats = NDArray[np.float64]
Draws = Mapping[str, NDArray[np.float32] | None]
NOTHING: Final = 1e-6  # of a column's own size


@dataclass(frozen=True, slots=True)
class Stack:
    """What is estimated from stacked rows.

    Attributes
    ----------
    outcome, treatment, controls
        Columns; ``outcome`` is read where the draws are None.
    unit, period
        Columns of whole numbers: what unit effects and year effects absorb.
    groups
        Column of whole numbers whose dummies always enter (the treaty); empty: none.
    measure
        Name of the measure in the rows.
    cluster
        Column of whole numbers; every unit lies in one.
    """

    outcome: str
    treatment: str
    controls: tuple[str, ...]
    unit: str
    period: str
    groups: str
    measure: str
    cluster: str = "ccode"


def stacked(frame: pl.DataFrame, asked: Stack, outcomes: Draws | None = None) -> Grid:
    """Return every cell: standards x year effects x unit effects.

    Parameters
    ----------
    frame
        Rows with the columns of ``asked``; rows with a null or NaN in one are left out.
    outcomes
        Standard -> draws, shape (D, rows of the frame); None: the column, observed.
    """
    told = outcomes or {OBSERVED: None}
    rows: list[tuple[object, ...]] = []
    why: list[str] = []
    for standard, years, units in product(told, BOTH, BOTH):
        cell = (asked.treatment, asked.outcome, asked.measure, standard, years, units, False)
        found = one_cell(frame, asked, told[standard], years=years, units=units)
        if isinstance(found, str):
            rows.append((*cell, *[None] * 6))
            why.append(f"{asked.measure}, {standard}: {found}")
        else:
            rows.append((*cell, found.fit.estimate, found.fit.std_error, found.fit.p, *found.size))
    return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), tuple(why))


@dataclass(frozen=True, slots=True)
class Cell:
    """One estimate: the treatment's, and rows, states and years it rests on."""

    fit: Combined
    size: tuple[int, int, int]


def one_cell(
    frame: pl.DataFrame,
    asked: Stack,
    draws: NDArray[np.float32] | None,
    *,
    years: bool,
    units: bool,
) -> Cell | str:
    """Return one cell, or why it has no estimate."""
    named = (asked.treatment, *asked.controls, *(() if draws is not None else (asked.outcome,)))
    named_keys = (asked.cluster, asked.unit, asked.period, asked.groups or asked.period)
    keys = [pl.col(name).alias(f"key_{at}") for at, name in enumerate(named_keys)]
    numbers = frame.select(pl.col(named).cast(pl.Float64))
    values = numbers.to_numpy()
    held = frame.select(keys)
    whole = held.select(pl.all_horizontal(pl.all().is_not_null())).to_series().to_numpy()
    kept = np.flatnonzero(np.isfinite(values).all(axis=1) & whole)
    if kept.size == 0:
        return "no rows have everything"
    key = held.to_numpy()[kept].astype(np.int64)
    order = np.lexsort((key[:, 2], key[:, 1], key[:, 0]))
    kept, key = kept[order], key[order]
    cluster, unit = _codes(key[:, 0]), _codes(key[:, 1])
    if unit.size and np.any(np.diff(unit) < 0):
        unit = _codes(cluster * (unit.max() + 1) + unit)
    if np.unique(cluster).size < 2:
        return "fewer than two states"
    effects = absorb(unit if units else None, key[:, 2] if years else None, kept.size)
    x = values[kept, : 1 + len(asked.controls)]
    if asked.groups:
        x = np.hstack([x, _dummies(key[:, 3])])
    free = _free(effects, x)
    if 0 not in free:
        return "effects and controls leave nothing of the treatment"
    x = x[:, free]
    year = key[:, 2] if "year" not in frame.columns else frame["year"].to_numpy()[kept]
    size = (kept.size, np.unique(cluster).size, np.unique(year).size)
    if draws is None:
        y = values[kept, -1]
        if np.ptp(y) == 0:
            return "the outcome does not vary"
        fit = ols(y, x, effects, cluster)
        found = single(float(fit.coef[0]), float(fit.std_error[0]), float(fit.dof[0]))
        return Cell(found, size)
    mine = np.ascontiguousarray(draws[:, kept], dtype=np.float32)
    fits = fit_draws(mine, x, effects, cluster)
    return Cell(rubin(fits.coef[:, 0], fits.cov[:, 0, 0], float(fits.dof[0])), size)


def renamed(found: Grid, **columns: str) -> Grid:
    """Return a grid with columns set to one value."""
    rows = found.rows.with_columns(pl.lit(value).alias(name) for name, value in columns.items())
    return replace(found, rows=rows.select(*ROWS))


def joined(*parts: Grid) -> Grid:
    """Return several grids as one."""
    rows = pl.concat([part.rows for part in parts])
    return Grid(rows, tuple(why for part in parts for why in part.unanswered))


def _codes(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _dummies(values: NDArray[np.int64]) -> Floats:
    codes = _codes(values)
    return np.eye(int(codes.max()) + 1)[codes][:, 1:]


def _free(effects: Effects, x: Floats) -> list[int]:
    """Return columns that are not made of effects and of those before them; the first comes last.

    So a treatment that controls explain whole is found out, and never a control in its place.
    """
    size = np.sqrt((x**2).mean(axis=0)).clip(1e-300)
    within = residualize(effects, x) / size
    order = [*range(1, x.shape[1]), 0]
    basis: list[Floats] = []
    free: list[int] = []
    for column in order:
        left = within[:, column].copy()
        for _ in range(2):
            for held in basis:
                left -= held * (held @ left)
        length = float(np.linalg.norm(left))
        if length > NOTHING * np.sqrt(x.shape[0]):
            basis.append(left / length)
            free.append(column)
    return sorted(free)
