"""How much of the quarrel over treaties is measurement: the estimate's spread over choices.

One treaty effect is estimated in every cell of standard x year effects x estimator x right, on the
same rows of a right; the variance of the cells' estimates (and of their z) is shared out among the
choices, by themselves (first) and with all that they do together with others (total).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.core.names import STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design, Sample, sample
from rightful.estimation.grid import BOTH, LEVEL
from rightful.estimation.within import absorb, ols

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Estimator -> whether states' effects are absorbed, whether last year's outcome is held.
ESTIMATORS: Final = {
    "pooled": (False, False),
    "effects of states": (True, False),
    "lagged outcome": (False, True),
}
FACTORS: Final = ("standard", "year effects", "estimator", "right")
# A lagged outcome leaves the effect of one year, the others that of a level: shares of estimates
# are told without it too. The quarrel over signs is one of z.
QUANTITIES: Final = ("estimate", "estimate without lagged outcome", "z")
INTERVAL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Pair:
    """A treaty and the right it is judged by.

    Attributes
    ----------
    name
        As the table calls it.
    treaty, family
        A column of the frame; a family of rights.
    sensitivity
        How far the right threatens the hold on power, 0 to 1.
    where
        The rows, as ``Design.where``.
    """

    name: str
    treaty: str
    family: str
    sensitivity: float
    where: str


@dataclass(frozen=True)
class Decomposed:
    """The cells and whose doing their spread is.

    Attributes
    ----------
    cells
        ``standard, year_effects, estimator, right, sensitivity, estimate, std_error, z, p, n,
        states``: one row a cell, at the posterior mean.
    shares
        ``quantity, factor, first, first_low, first_high, total, total_low, total_high``: shares of
        the variance over cells, 90 % intervals over replicates.
    signs
        ``factor, level, cells, better, worse, unclear``: clear signs (p < .05) by level.
    replicates
        How many: each has its own posterior draw and its own states, drawn with replacement.
    """

    cells: pl.DataFrame
    shares: pl.DataFrame
    signs: pl.DataFrame
    replicates: int


def decompose(
    frame: pl.DataFrame,
    pairs: Sequence[Pair],
    practice: Mapping[str, Mapping[str, Posterior]],
    controls: tuple[str, ...],
    replicates: int,
    seed: int,
    standards: Sequence[str] = STANDARDS,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Decomposed:
    """Estimate all cells, once at the posterior mean and once a replicate.

    Raises
    ------
    DataError
        When a family is not known under every standard asked for, or fewer than two pairs are
        given.
    """
    if len(pairs) < 2 or any(set(standards) - set(practice[one.family]) for one in pairs):
        raise DataError(
            "the cells would not be crossed",
            where="decomposition",
            allowed=f"two pairs or more, of families known under {', '.join(standards)}",
            next_step="leave families of one standard out, or ask for one standard",
        )
    samples = [
        [_sample(frame, one, practice[one.family][name], controls) for one in pairs]
        for name in standards
    ]
    whole = _estimates(samples, None, np.random.default_rng(seed))
    drawn = []
    rng = np.random.default_rng(seed)
    for at in range(replicates):
        drawn.append(_estimates(samples, at, rng))
        told(at + 1, replicates)
    cells = _cells(samples, pairs, standards, whole)
    return Decomposed(cells, _shares(whole, drawn), _signs(cells), replicates)


def variance_shares(values: Floats) -> tuple[Floats, Floats]:
    """Return each axis's share of the variance of a full table, by itself and in all."""
    total = float(values.var())
    axes = range(values.ndim)
    if total == 0:
        return np.zeros(values.ndim), np.zeros(values.ndim)
    others = [tuple(a for a in axes if a != axis) for axis in axes]
    first = np.array([values.mean(axis=rest).var() / total for rest in others])
    rest = np.array([1 - values.mean(axis=axis).var() / total for axis in axes])
    return first, rest


def _sample(
    frame: pl.DataFrame, one: Pair, posterior: Posterior, controls: tuple[str, ...]
) -> Sample:
    design = Design(
        "practice_drawn",
        one.treaty,
        controls,
        lagged_outcome=True,
        where=one.where,
        singletons="leave_out",
    )
    return sample(frame, design, posterior)


def _estimates(samples: list[list[Sample]], draw: int | None, rng: np.random.Generator) -> Floats:
    """Return estimate and error, shape (standards, 2, estimators, pairs, 2)."""
    out = np.empty((len(samples), 2, len(ESTIMATORS), len(samples[0]), 2))
    for p in range(len(samples[0])):
        rows, unit = _rows(samples[0][p], draw, rng)
        for s, of_standard in enumerate(samples):
            mine = of_standard[p]
            y, x = _outcome(mine, draw)
            for e, (states, lagged) in enumerate(ESTIMATORS.values()):
                regressors = x if lagged else np.delete(x, 1, axis=1)
                for t, years in enumerate(BOTH):
                    effects = absorb(
                        unit if states else None, mine.time[rows] if years else None, rows.size
                    )
                    fit = ols(y[rows], regressors[rows], effects, unit, "CR1")
                    out[s, t, e, p] = fit.coef[0], fit.std_error[0]
    return out


def _rows(mine: Sample, draw: int | None, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Return rows of states drawn with replacement, and their new numbers; all rows for None."""
    if draw is None:
        return np.arange(mine.y.size), mine.unit
    starts = np.searchsorted(mine.unit, np.arange(mine.states.size + 1))
    chosen = rng.integers(0, mine.states.size, mine.states.size)
    parts = [np.arange(starts[g], starts[g + 1]) for g in chosen]
    sizes = [part.size for part in parts]
    return np.concatenate(parts), np.repeat(np.arange(chosen.size), sizes)


def _outcome(mine: Sample, draw: int | None) -> tuple[Floats, Floats]:
    if draw is None or mine.draws is None or mine.lagged_draws is None:
        return mine.y, mine.x
    at = draw % mine.draws.shape[0]
    x = mine.x.copy()
    x[:, 1] = mine.lagged_draws[at]
    return mine.draws[at].astype(np.float64), x


def _quantity(table: Floats, name: str) -> Floats:
    if name == "z":
        return table[..., 0] / table[..., 1]
    levels = [at for at, (_, lagged) in enumerate(ESTIMATORS.values()) if not lagged]
    estimates = table[..., 0]
    return estimates if name == "estimate" else estimates[:, :, levels]


def _shares(whole: Floats, drawn: list[Floats]) -> pl.DataFrame:
    rows = []
    tails = [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2]
    for quantity in QUANTITIES:
        first, total = variance_shares(_quantity(whole, quantity))
        each = np.array([variance_shares(_quantity(one, quantity)) for one in drawn])
        none = np.full((2, 2, len(FACTORS)), np.nan)
        low, high = np.quantile(each, tails, axis=0) if drawn else none
        for at, factor in enumerate(FACTORS):
            if whole.shape[at] > 1:
                of_first = (first[at], low[0, at], high[0, at])
                rows.append((quantity, factor, *of_first, total[at], low[1, at], high[1, at]))
    names = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    return pl.DataFrame(rows, schema=["quantity", "factor", *names], orient="row").with_columns(
        pl.col(names).cast(pl.Float64)
    )


def _cells(
    samples: list[list[Sample]], pairs: Sequence[Pair], standards: Sequence[str], whole: Floats
) -> pl.DataFrame:
    from scipy import special

    rows = []
    for s, standard in enumerate(standards):
        for t, years in enumerate(BOTH):
            for e, estimator in enumerate(ESTIMATORS):
                for p, one in enumerate(pairs):
                    estimate, error = (float(value) for value in whole[s, t, e, p])
                    mine = samples[s][p]
                    z = estimate / error
                    tail = float(2 * special.stdtr(mine.states.size - 1, -abs(z)))
                    head = (standard, years, estimator, one.name, one.sensitivity)
                    size = (int(mine.y.size), int(mine.states.size))
                    rows.append((*head, estimate, error, z, tail, *size))
    names = ["standard", "year_effects", "estimator", "right", "sensitivity"]
    numbers = ["estimate", "std_error", "z", "p", "n", "states"]
    return pl.DataFrame(rows, schema=[*names, *numbers], orient="row")


def _signs(cells: pl.DataFrame) -> pl.DataFrame:
    clear = pl.col("p") < LEVEL
    parts = []
    for factor in FACTORS:
        told = cells.group_by(level=pl.col(factor.replace(" ", "_")).cast(pl.String)).agg(
            cells=pl.len(),
            better=(clear & (pl.col("estimate") > 0)).sum(),
            worse=(clear & (pl.col("estimate") < 0)).sum(),
            unclear=(~clear).sum(),
        )
        parts.append(told.sort("level").select(pl.lit(factor).alias("factor"), pl.all()))
    return pl.concat(parts)
