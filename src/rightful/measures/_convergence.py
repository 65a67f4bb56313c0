"""Have the chains converged: rank-normalised split R-hat, bulk and tail effective sample sizes.

Definitions of [vehtari2021rhat], computed for many parameters at once.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.fft
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
    scores = normal_scores(split)
    middle = np.median(split, axis=(1, 2), keepdims=True)
    folded = normal_scores(np.abs(split - middle))
    rhat = np.maximum(_rhat(scores), _rhat(folded))
    # Quantiles are those of the unsplit draws; an odd middle draw belongs to no half.
    flat = np.asarray(draws, dtype=np.float64).reshape(-1, draws.shape[2])
    limits = np.quantile(flat, TAIL, axis=0)
    tails = [effective_size((split <= limit[:, None, None]).astype(float)) for limit in limits]
    return rhat, effective_size(scores), np.minimum(tails[0], tails[1])


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
    flat = split.reshape(split.shape[0], -1)
    size = flat.shape[1]
    mean_rank = np.arange(2 * size - 1) / 2.0 + 1.0
    table = ndtri((mean_rank - 0.375) / (size + 0.25))
    out = np.empty_like(flat)
    _scores_by_rank(np.argsort(flat, axis=1), flat, table, out)
    return out.reshape(split.shape)


def _rhat(x: FloatArray) -> FloatArray:
    n = x.shape[2]
    between = n * x.mean(axis=2).var(axis=1, ddof=1)
    within = x.var(axis=2, ddof=1).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: FloatArray = np.sqrt((between / within + n - 1) / n)
    return ratio


def effective_size(x: FloatArray) -> FloatArray:
    """Effective sample size of x (P, M, N) by Geyer's initial monotone sequence; (P,)."""
    _, m, n = x.shape
    rho = _autocorrelation(x)
    pairs = rho[:, : n // 2 * 2].reshape(len(rho), -1, 2).sum(axis=2)
    # The published recursion looks at pairs while their second lag is at most n - 2.
    last = max((n - 3) // 2, 0)
    stops = pairs[:, 1 : last + 1] < 0.0
    stop = np.where(stops.any(axis=1), stops.argmax(axis=1) + 1, max(last, 1))
    stop = np.where(pairs[:, 0] > 0.0, stop, 0)
    falling = np.minimum.accumulate(pairs, axis=1)
    used = np.arange(pairs.shape[1]) < stop[:, None]
    even = rho[np.arange(len(rho)), 2 * stop]
    # A sequence that ended by a negative pair counts that pair's first lag only when positive.
    ended = stops.any(axis=1) | (stop == 0)
    even = np.where(ended, np.maximum(even, 0.0), even)
    tau = -1.0 + 2.0 * np.where(used, falling, 0.0).sum(axis=1) + even
    tau = np.maximum(tau, 1.0 / np.log10(m * n))
    still = np.isnan(rho[:, 1])
    sizes: FloatArray = np.where(still, np.nan, m * n / tau)
    return sizes


def _autocorrelation(x: FloatArray) -> FloatArray:
    """Autocorrelation (P, N) against the variance that also counts the chains' disagreement."""
    _, m, n = x.shape
    means = x.mean(axis=2)
    away = x - means[:, :, None]
    length = scipy.fft.next_fast_len(2 * n, real=True)
    power = np.abs(scipy.fft.rfft(away, length, axis=2)) ** 2
    covariance = scipy.fft.irfft(power.mean(axis=1), length, axis=1)[:, :n] / n
    within = covariance[:, :1] * n / (n - 1.0)
    total = within * (n - 1.0) / n
    if m > 1:
        total = total + means.var(axis=1, ddof=1)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        rho: FloatArray = 1.0 - (within - covariance) / total
    rho[:, 0] = np.where(total[:, 0] > 0.0, 1.0, np.nan)
    return rho
