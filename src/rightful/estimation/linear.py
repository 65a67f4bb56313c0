"""The linear model of a sample: one outcome, or every draw of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation._problems import identification
from rightful.estimation.batched import fit_draws
from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import Sample
from rightful.estimation.within import absorb, ols

FEW: Final = 10  # states, below which residuals may cancel within every one of them
ROUNDING: Final = 1e-7  # of the outcome's spread
NICKELL: Final = (
    "lagged outcome beside state effects: biased where states have few years (nickell1981)"
)


def linear(
    sample: Sample, *, state_effects: bool, year_effects: bool
) -> tuple[Combined, tuple[str, ...]]:
    """Return the treatment's coefficient and notes on how its error was made.

    Draws of the outcome, where the sample has them, are all fitted and combined; the lagged
    outcome is then drawn jointly with the outcome.

    Raises
    ------
    DataError
        When effects that the design does not have leave nothing of a regressor.
    """
    key = (sample.unit if state_effects else None, sample.time if year_effects else None)
    asked = (sample.design.state_effects, sample.design.year_effects)
    if (state_effects, year_effects) != asked:
        must_identify(sample, *key)
    effects = absorb(*key, sample.y.size)
    nickell = (NICKELL,) if sample.design.lagged_outcome and state_effects else ()
    if sample.draws is None:
        fit = ols(sample.y, sample.x, effects, sample.unit)
        combined = single(float(fit.coef[0]), float(fit.std_error[0]), float(fit.dof[0]))
        _beyond_rounding(sample, combined)
        return combined, (_error(fit.correction, fit.clusters), *nickell)
    x, own = sample.x, None
    if sample.lagged_draws is not None:
        x, own = np.delete(sample.x, 1, axis=1), sample.lagged_draws
    fits = fit_draws(sample.draws, x, effects, sample.unit, own=own)
    combined = rubin(fits.coef[:, 0], fits.cov[:, 0, 0], float(fits.dof[0]))
    _beyond_rounding(sample, combined)
    drawn = f"{sample.draws.shape[0]} posterior draws of the outcome combined by Rubin's rules"
    return combined, (_error(fits.correction, sample.states.size), drawn, *nickell)


def _beyond_rounding(sample: Sample, combined: Combined) -> None:
    """Raise where few states leave an error of mere rounding, which would pass for certainty."""
    size = combined.std_error * float(sample.x[:, 0].std())
    if sample.states.size < FEW and size < ROUNDING * float(sample.y.std()):
        raise DataError(
            f"no error can be told: residuals of {sample.states.size} states add up to nothing",
            where="clustered errors",
            allowed="more states than regressors that fit them whole",
            next_step="widen the sample, or name fewer controls",
        )


def must_identify(
    sample: Sample, unit: NDArray[np.int64] | None, time: NDArray[np.int64] | None
) -> None:
    """Raise where effects, or regressors before it, leave nothing of a regressor.

    Raises
    ------
    DataError
        Naming each.
    """
    found = tuple(identification(sample.terms, sample.x, unit, time))
    if found:
        raise DataError(
            "the regressors are not identified",
            where=f"design of {sample.design.treatment} on {sample.design.outcome}",
            allowed=found[0].allowed,
            next_step=found[0].next_step,
            details=tuple(f"{one.kind}: {one.what}" for one in found),
        )


def _error(correction: str, clusters: int) -> str:
    return f"errors clustered by state ({correction}, {clusters} clusters)"
