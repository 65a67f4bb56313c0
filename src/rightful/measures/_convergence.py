"""Have the chains converged: rank-normalised split R-hat, bulk and tail effective sample sizes.

Definitions of [vehtari2021rhat], computed for many parameters at once.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rightful.core.errors import ConvergenceError, DataError
from rightful.measures._compiled import compiled

FloatArray = NDArray[np.float64]

PARAMETERS_AT_ONCE = 256
THREADS = 2
TAIL = (0.05, 0.95)
WORST_SHOWN = 5
MIN_DRAWS = 8


@dataclass(frozen=True)
class Diagnostics:
    """One value a parameter, all (P,); NaN for a parameter that never moved."""

    rhat: FloatArray
    ess_bulk: FloatArray
    ess_tail: FloatArray


def diagnose(draws: NDArray[np.floating]) -> Diagnostics:
    """R-hat and effective sample sizes of draws (chains, draws, parameters).

    Raises DataError for fewer than 8 draws a chain or for draws that are not finite.
    """
    if draws.ndim != 3 or draws.shape[1] < MIN_DRAWS:
        raise DataError(
            f"draws have shape {draws.shape}",
            allowed=f"(chains, draws, parameters) with at least {MIN_DRAWS} draws a chain",
        )
    blocks = range(0, draws.shape[2], PARAMETERS_AT_ONCE)
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(lambda at: _block(draws[:, :, at : at + PARAMETERS_AT_ONCE]), blocks))
    if not parts:
        empty = np.empty(0)
        return Diagnostics(empty, empty, empty)
    rhat, bulk, tail = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Diagnostics(rhat, bulk, tail)


def check(
    draws: NDArray[np.floating],
    names: Callable[[int], str] | Sequence[str],
    rhat_max: float = 1.01,
    ess_min: float = 400.0,
) -> Diagnostics:
    """Diagnose draws (chains, draws, parameters) and pass them on only when they may be used.

    Raises ConvergenceError naming the worst parameters.
    """
    found = diagnose(draws)
    gate(found, names, rhat_max, ess_min)
    return found


def gate(
    found: Diagnostics,
    names: Callable[[int], str] | Sequence[str],
    rhat_max: float = 1.01,
    ess_min: float = 400.0,
) -> None:
    """Raise ConvergenceError when a parameter's R-hat or effective sample size is out of bounds."""
    least = np.minimum(found.ess_bulk, found.ess_tail)
    # Written so that NaN fails: a parameter that never moved has not been sampled.
    bad = ~((found.rhat <= rhat_max) & (least >= ess_min))
    if not bad.any():
        return
    badness = np.where(bad, np.nan_to_num((found.rhat - 1.0) + 1.0 / least, nan=np.inf), -np.inf)
    worst = np.argsort(badness)[::-1][: min(WORST_SHOWN, int(bad.sum()))]
    call = names if callable(names) else names.__getitem__
    listed = "; ".join(
        f"{call(int(p))} (R-hat {found.rhat[p]:.3f}, ESS bulk {found.ess_bulk[p]:.0f}, "
        f"tail {found.ess_tail[p]:.0f})"
        for p in worst
    )
    raise ConvergenceError(
        f"{int(bad.sum())} of {bad.size} parameters have not converged, worst: {listed}",
        allowed=f"R-hat <= {rhat_max:g} and ESS >= {ess_min:g}",
        next_step="draw more or another seed; if it recurs, simplify the model named here",
    )


def _block(draws: NDArray[np.floating]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Diagnostics of a block, parameters moved to the front: (P, chains * 2, draws // 2)."""
    half = draws.shape[1] // 2
    halves = np.concatenate((draws[:, :half], draws[:, -half:]), axis=0)
    split = np.ascontiguousarray(np.moveaxis(halves, 2, 0), dtype=np.float64)
    if not np.isfinite(split).all():
        raise DataError("draws hold NaN or infinity", next_step="look for a prior that is improper")
    flat = split.reshape(split.shape[0], -1)
    order = np.argsort(flat, axis=1)
    middle = np.take_along_axis(flat, order[:, flat.shape[1] // 2 - 1 :][:, :2], axis=1)
    scores = _normal_scores(split, order)
    folded = normal_scores(np.abs(split - middle.mean(axis=1)[:, None, None]))
    rhat = np.maximum(_rhat(scores), _rhat(folded))
    limits = _limits(draws, flat, order)
    tails = [effective_size((split <= limit[:, None, None]).astype(float)) for limit in limits]
    return rhat, effective_size(scores), np.minimum(tails[0], tails[1])


def _limits(
    draws: NDArray[np.floating], flat: FloatArray, order: NDArray[np.int64]
) -> list[FloatArray]:
    """The tail quantiles of each parameter, two (P,): those of the unsplit draws."""
    if draws.shape[1] % 2:
        # An odd middle draw belongs to no half.
        unsplit = np.asarray(draws, dtype=np.float64).reshape(-1, draws.shape[2])
        return list(np.quantile(unsplit, TAIL, axis=0))
    found = []
    for share in TAIL:
        at = share * (flat.shape[1] - 1)
        low = int(at)
        around = np.take_along_axis(flat, order[:, low : low + 2], axis=1)
        found.append(around[:, 0] + (at - low) * (around[:, 1] - around[:, 0]))
    return found


@compiled
def _scores_by_rank(order: NDArray[np.int64], values: FloatArray, table: FloatArray,
                    out: FloatArray) -> None:  # fmt: skip
    """Normal scores of ranks, tied values sharing their mean rank; table is by twice the rank."""
    n = values.shape[1]
    for p in range(values.shape[0]):
        first = 0
        while first < n:
            last = first
            while last + 1 < n and values[p, order[p, last + 1]] == values[p, order[p, first]]:
                last += 1
            score = table[first + last]
            for i in range(first, last + 1):
                out[p, order[p, i]] = score
            first = last + 1


def normal_scores(split: FloatArray) -> FloatArray:
    """Replace values (P, M, N) by normal scores of their ranks over the chains together."""
    return _normal_scores(split, np.argsort(split.reshape(split.shape[0], -1), axis=1))


def _normal_scores(split: FloatArray, order: NDArray[np.int64]) -> FloatArray:
    flat = split.reshape(split.shape[0], -1)
    size = flat.shape[1]
    mean_rank = np.arange(2 * size - 1) / 2.0 + 1.0
    table = ndtri((mean_rank - 0.375) / (size + 0.25))
    out = np.empty_like(flat)
    _scores_by_rank(order, flat, table, out)
    return out.reshape(split.shape)


def _rhat(x: FloatArray) -> FloatArray:
    n = x.shape[2]
    between = n * x.mean(axis=2).var(axis=1, ddof=1)
    within = x.var(axis=2, ddof=1).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: FloatArray = np.sqrt((between / within + n - 1) / n)
    return ratio


def effective_size(x: FloatArray) -> FloatArray:
    """Effective sample size of x (P, M, N) by Geyer's initial monotone sequence; (P,).

    NaN for what never moved. Lags are computed one by one until the sequence ends, which for most
    parameters is soon.
    """
    out = np.empty(x.shape[0])
    _effective_sizes(np.ascontiguousarray(x, dtype=np.float64), out)
    return out


@compiled
def _effective_sizes(x: FloatArray, out: FloatArray) -> None:
    m, n = x.shape[1], x.shape[2]
    away = np.empty((m, n))
    for p in range(x.shape[0]):
        variance = _centre(x[p], away)
        within = _covariance(away, 0)
        total = within + variance
        out[p] = _effective(away, within * n / (n - 1.0), total) if total > 0.0 else np.nan


@compiled
def _centre(x: FloatArray, away: FloatArray) -> float:
    """Fill away with x less its chains' means; returns the variance of these means."""
    m, n = x.shape
    means = np.empty(m)
    for k in range(m):
        means[k] = np.sum(x[k]) / n
        for i in range(n):
            away[k, i] = x[k, i] - means[k]
    if m == 1:
        return 0.0
    variance: float = np.sum((means - np.sum(means) / m) ** 2) / (m - 1.0)
    return variance


@compiled
def _covariance(away: FloatArray, lag: int) -> float:
    """Autocovariance at a lag, the mean over chains."""
    m, n = away.shape
    total = 0.0
    for k in range(m):
        row = away[k]
        for i in range(n - lag):
            total += row[i] * row[i + lag]
    mean: float = total / (m * n)
    return mean


@compiled
def _correlation(away: FloatArray, lag: int, within: float, total: float) -> float:
    """Autocorrelation against the variance that also counts the chains' disagreement."""
    if lag == 0:
        return 1.0
    return 1.0 - (within - _covariance(away, lag)) / total


@compiled
def _effective(away: FloatArray, within: float, total: float) -> float:
    m, n = away.shape
    # The published recursion looks at pairs while their second lag is at most n - 2.
    last = max((n - 3) // 2, 0)
    least = 1.0 + _correlation(away, 1, within, total)
    summed = 0.0
    stop = 0
    ended = True
    even = 1.0
    if least > 0.0:
        summed = least
        stop = 1
        ended = False
        while True:
            even = _correlation(away, 2 * stop, within, total)
            if stop > last:
                break
            pair = even + _correlation(away, 2 * stop + 1, within, total)
            if pair < 0.0:
                ended = True
                break
            if stop == last:
                break
            least = min(least, pair)
            summed += least
            stop += 1
    # A sequence that ended by a negative pair counts that pair's first lag only when positive.
    if ended:
        even = max(even, 0.0)
    tau = max(-1.0 + 2.0 * summed + even, 1.0 / math.log10(m * n))
    size: float = m * n / tau
    return size
