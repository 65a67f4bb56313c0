"""How strong would a hidden confounder have to be? Robustness values and benchmark bounds.

The confounder is any that enters linearly beside the regressors (cinelli2020). What it could do to
the estimate follows from two shares: of the treatment's and of the outcome's variance that nothing
else explains. What it could do to the error is scaled from the clustered error: that assumes that
it would shrink clustered and plain errors alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rightful.core.errors import DataError
from rightful.estimation.combine import LEVEL, Combined
from rightful.estimation.design import Sample
from rightful.estimation.linear import linear
from rightful.estimation.weighted_sums import outcomes
from rightful.estimation.within import absorb, residualize

Floats = NDArray[np.float64]
TIMES: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is left of an estimate beside a confounder so many times as strong as a control.

    Attributes
    ----------
    control, times
        The control, and how many times as strong.
    treatment, outcome
        Shares, 0 to 1, of the variance left of treatment and outcome that it would explain.
    estimate, low, high
        The estimate then, moved towards zero and perhaps past it, with its 95 % interval.
    """

    control: str
    times: int
    treatment: float
    outcome: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Confounding:
    """How an estimate stands against a hidden confounder.

    Attributes
    ----------
    found
        The estimate, its clustered error, the posterior carried.
    partial_r2
        Share of the outcome's remaining variance that the treatment explains; also the share of
        the treatment's that a confounder must explain to undo the estimate if it explains all of
        the outcome's.
    robustness
        The share of both that, explained by a confounder, makes the estimate zero.
    robustness_clear
        The share of both that makes it no longer clear of zero (p >= .05).
    dof
        Rows less regressors and effects.
    widened
        The clustered error by the plain one: 1 where rows of one state say as much as others.
    benchmarks
        By the strongest control; empty without controls. Strengths that no confounder can have,
        since it would explain all of the treatment, are left out.
    """

    found: Combined
    partial_r2: float
    robustness: float
    robustness_clear: float
    dof: int
    widened: float
    benchmarks: tuple[Benchmark, ...]


def confounding(sample: Sample) -> Confounding:
    """Return how the treatment's coefficient stands, the design's effects absorbed.

    Raises
    ------
    DataError
        When rows, less regressors and effects, leave no degree of freedom.
    """
    design = sample.design
    found, _ = linear(sample, state_effects=design.state_effects, year_effects=design.year_effects)
    plain = _plain(sample)
    error = float(np.mean(plain.errors[:, 0] ** 2) ** 0.5)
    widened = found.std_error / error
    f = abs(found.estimate) / (error * plain.dof**0.5)
    critical = float(special.stdtrit(found.dof, 0.5 + LEVEL / 2)) * widened
    return Confounding(
        found,
        f**2 / (1 + f**2),
        robustness_value(f, 0.0),
        robustness_value(f, critical / (plain.dof - 1) ** 0.5),
        plain.dof,
        widened,
        _strongest(sample.terms[1:], plain, found, error),
    )


def robustness_value(f: float, critical: float) -> float:
    """Return the share of both variances that takes Cohen's f below ``critical``, both 0 or more.

    A confounder that explains as much of the treatment as of the outcome, the estimate then zero
    (``critical`` 0) or not clear of it: Student's t at the level by the root of one degree of
    freedom fewer.
    """
    left = f - critical
    if left <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:
        return (f**2 - critical**2) / (1 + f**2)
    return float(0.5 * ((left**4 + 4 * left**2) ** 0.5 - left**2))


def bounded(treatment: float, outcome: float, times: int) -> tuple[float, float] | None:
    """Return a confounder's shares of treatment and outcome, ``times`` as strong as a control.

    ``treatment`` and ``outcome`` are the control's partial R2 with both, 0 to 1 (cinelli2020,
    section 4.4); None where the confounder would explain all of the treatment.
    """
    of_treatment = times * treatment / (1 - treatment)
    shared = times * treatment**2 / ((1 - times * treatment) * (1 - treatment))
    if of_treatment >= 1 or not 0 <= shared < 1:
        return None
    reach = (times**0.5 + shared**0.5) / (1 - shared) ** 0.5
    return of_treatment, min(reach**2 * outcome / (1 - outcome), 1.0)


@dataclass(frozen=True)
class _Plain:
    """Least squares with plain errors: D outcomes, K regressors.

    ``errors`` and ``r2``, shape (D, K): plain errors, and each regressor's partial R2 with the
    outcome; ``with_treatment``, shape (K - 1,): that of each control with the treatment.
    """

    errors: Floats
    r2: Floats
    with_treatment: Floats
    dof: int


def _plain(sample: Sample) -> _Plain:
    design = sample.design
    unit = sample.unit if design.state_effects else None
    effects = absorb(unit, sample.time if design.year_effects else None, sample.y.size)
    dof = sample.y.size - sample.x.shape[1] - effects.share.shape[0] - effects.root.shape[1]
    if dof < 2:
        raise DataError(
            f"{sample.y.size} rows leave {max(dof, 0)} degrees of freedom",
            where=f"confounding of {design.treatment} on {design.outcome}",
            allowed="2 or more",
            next_step="absorb less, or widen the sample",
        )
    y = residualize(effects, np.ascontiguousarray(outcomes(sample).T))
    x = residualize(effects, sample.x)
    errors, shares, controls = [], [], []
    for place, mine in enumerate(y.T):
        if sample.lagged_draws is not None:
            own = sample.lagged_draws[place].astype(np.float64)[:, None]
            x[:, 1] = residualize(effects, own)[:, 0]
        error, share = _one(mine, x, dof)
        errors.append(error)
        shares.append(share)
        if place == 0 or sample.lagged_draws is not None:
            controls.append(_one(x[:, 0], x[:, 1:], dof)[1])
    return _Plain(np.stack(errors), np.stack(shares), np.mean(controls, axis=0), dof)


def _one(y: Floats, x: Floats, dof: int) -> tuple[Floats, Floats]:
    """Return each regressor's plain error and its partial R2 with y."""
    inverse = np.linalg.inv(x.T @ x)
    coef = inverse @ (x.T @ y)
    rest = float(np.sum((y - x @ coef) ** 2))
    own = coef**2 / np.diag(inverse)
    return np.sqrt(np.diag(inverse) * rest / dof), own / (own + rest)


def _strongest(
    controls: tuple[str, ...], plain: _Plain, found: Combined, error: float
) -> tuple[Benchmark, ...]:
    """Return the bounds by the control that moves the estimate most, taken once."""
    shares = zip(controls, plain.with_treatment, plain.r2[:, 1:].mean(axis=0), strict=True)
    told = [
        tuple(
            _benchmark(name, times, both, plain.dof, found, error)
            for times in TIMES
            if (both := bounded(float(treatment), float(outcome), times)) is not None
        )
        for name, treatment, outcome in shares
    ]
    return max(told, key=lambda one: _moved(found, one), default=())


def _moved(found: Combined, one: tuple[Benchmark, ...]) -> float:
    return abs(found.estimate - one[0].estimate) if one else float("inf")


def _benchmark(
    control: str,
    times: int,
    shares: tuple[float, float],
    dof: int,
    found: Combined,
    error: float,
) -> Benchmark:
    treatment, outcome = shares
    bias = error * dof**0.5 * (outcome * treatment / (1 - treatment)) ** 0.5
    estimate = float(np.sign(found.estimate)) * (abs(found.estimate) - bias)
    left = ((1 - outcome) / (1 - treatment) * dof / (dof - 1)) ** 0.5
    reach = float(special.stdtrit(found.dof, 0.5 + LEVEL / 2)) * found.std_error * left
    return Benchmark(
        control, times, treatment, outcome, estimate, estimate - reach, estimate + reach
    )
