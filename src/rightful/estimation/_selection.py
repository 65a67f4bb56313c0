"""Who takes the treatment and what follows, in two steps: a probit, then its residual as a control.

The errors of both equations are taken as jointly normal. The residual of the probit then carries
what the treatment shares with the outcome's error (heckman1978, maddala1983).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rightful.core.errors import DataError
from rightful.estimation.requirements import refused, statsmodels
from rightful.estimation.weighted_sums import by_state
from rightful.estimation.within import Effects, residualize

Floats = NDArray[np.float64]
NAME: Final = "selection"
LEFT: Final = 1e-6  # share of the residual's variance that the regressors must leave


@dataclass(frozen=True)
class Choice:
    """The probit of the treatment on P columns, a constant first: N rows of G states.

    Attributes
    ----------
    coef
        Shape (P,).
    residual, slope
        Shape (N,): the generalized residual, and its derivative by the index (never above 0).
    columns
        Shape (N, P).
    influence
        Shape (G, P): each state's part of the deviation of the coefficients.
    """

    coef: Floats
    residual: Floats
    slope: Floats
    columns: Floats
    influence: Floats


@dataclass(frozen=True)
class Outcome:
    """The outcome on treatment, regressors and the residual: D outcomes.

    Attributes
    ----------
    coef, variance
        Shape (D,): the treatment's coefficient and its variance clustered by state, with the doubt
        about the probit in it.
    hidden, hidden_variance
        The same of the residual's coefficient: covariance of the two errors.
    rho
        Shape (D,): correlation of the two errors.
    left
        Share of the residual's variance that treatment and regressors leave.
    """

    coef: Floats
    variance: Floats
    hidden: Floats
    hidden_variance: Floats
    rho: Floats
    left: float


def choice(treated: Floats, columns: Floats, unit: NDArray[np.int64], states: int) -> Choice:
    """Fit the probit; treated (N,) is 0 or 1, columns (N, P) begin with a constant.

    Raises
    ------
    DataError
        When the columns tell rows apart without fail, so that there is no fit.
    UsageError
        When the extra ``estimation`` is not installed.
    """
    sm = statsmodels("api", NAME)
    separated = statsmodels("tools.sm_exceptions", NAME).PerfectSeparationError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = sm.Probit(treated, columns).fit(disp=0, maxiter=100, tol=1e-12)
        except (np.linalg.LinAlgError, separated) as error:
            raise _closed() from error
    coef = np.asarray(fit.params, dtype=np.float64)
    sign, index = 2 * treated - 1, columns @ coef
    if not fit.mle_retvals["converged"]:
        raise _closed()
    along = sign * index
    residual = sign * np.exp(-0.5 * along**2 - special.log_ndtr(along)) / np.sqrt(2 * np.pi)
    slope = -residual * (residual + index)
    bread = np.linalg.inv(-(columns * slope[:, None]).T @ columns)
    influence = by_state(columns * residual[:, None], unit, states) @ bread
    return Choice(coef, residual, slope, columns, influence)


def strength(chosen: Choice, count: int) -> float:
    """Return the clustered F of the probit's last ``count`` columns."""
    slopes, moves = chosen.coef[-count:], chosen.influence[:, -count:]
    states = moves.shape[0]
    cov = states / (states - 1) * moves.T @ moves
    return float(slopes @ np.linalg.solve(cov, slopes)) / count


def outcome(
    y: Floats,
    x: Floats,
    chosen: Choice,
    effects: Effects,
    unit: NDArray[np.int64],
    scale: float,
) -> Outcome:
    """Fit outcomes, shape (D, N), on x, (N, K), treatment first, and the probit's residual.

    Both steps are one set of moments, so that the error of the second knows of the first
    (murphy1985); ``scale`` is the small-sample factor of the variance.

    Raises
    ------
    DataError
        When the regressors leave nothing of the probit's residual.
    """
    states = chosen.influence.shape[0]
    within = residualize(effects, np.column_stack([x, chosen.residual]))
    y_within = residualize(effects, y.T).T
    regressors, residual = within[:, :-1], within[:, -1]
    rest = residual - regressors @ np.linalg.lstsq(regressors, residual, rcond=None)[0]
    left = float(rest @ rest) / float(residual @ residual)
    if left < LEFT:
        raise DataError(
            "nothing is left of the probit's residual beside treatment and regressors",
            where=f"estimator {NAME}",
            allowed="an instrument, or regressors by which the chance of treatment bends",
            next_step="name an instrument in the design",
        )
    last = within.shape[1] - 1
    inverse = np.linalg.inv(within.T @ within)
    found = []
    for row in y_within:
        coef = inverse @ (within.T @ row)
        errors = row - within @ coef
        # How the second step's moments move with the probit's coefficients.
        moved = -coef[-1] * within.T @ (chosen.slope[:, None] * chosen.columns)
        moved[last] += (errors * chosen.slope) @ chosen.columns
        scores = by_state(within * errors[:, None], unit, states)
        influence = (scores + chosen.influence @ moved.T) @ inverse[:, [0, last]]
        spread = float(errors @ errors) / errors.size - coef[-1] ** 2 * float(chosen.slope.mean())
        variance = scale * np.sum(influence**2, axis=0)
        rho = coef[-1] / spread**0.5
        found.append((coef[0], variance[0], coef[-1], variance[1], rho))
    coefs, variances, hidden, hidden_variances, rhos = np.array(found).T
    return Outcome(coefs, variances, hidden, hidden_variances, rhos, left)


def _closed() -> DataError:
    return refused(
        NAME,
        "the probit tells some or all treated rows from the others without fail",
        "rows whose treatment was open",
        "name fewer columns, or other years",
    )
