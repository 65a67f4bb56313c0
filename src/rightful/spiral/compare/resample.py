"""States resampled whole: the interval of a share, of a difference of shares, of slopes.

A state's years resemble each other; drawn one by one they would count as more than they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.spiral.compare.answer import Estimate, Floats, Z, nothing

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
DRAWS: Final = 1000
ENDS: Final = (0.025, 0.975)
# With fewer states a bootstrap of states promises more than it keeps.
FEWEST_STATES: Final = 10
BOOTSTRAP: Final = "95 %, states resampled whole"
_RIDGE: Final = 1e-9
_EXPLAINED: Final = 1e-6


def weights(states: int, draws: int, seed: int) -> Floats:
    """Return how often each state comes in each draw, shape (draws, states)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(states, np.full(states, 1 / states), draws).astype(np.float64)


def ends(draws: Floats) -> tuple[float, float] | None:
    """Return the ends of the middle 95 %; None where over half of the draws are no numbers."""
    known = draws[np.isfinite(draws)]
    if known.size < max(2, draws.size / 2):
        return None
    low, high = np.quantile(known, ENDS)
    return float(low), float(high)


def share(hit: Flags, tried: Flags, state: Ints, what: str, seed: int = 1) -> Estimate:
    """Return the share of ``hit`` among ``tried``, each of shape (N,).

    The interval is never narrower than Wilson's: of no hit at all a bootstrap would make none.
    """
    sums = _sums([hit & tried, tried], state, tried)
    states, n = sums.shape[0], int(tried.sum())
    if states < FEWEST_STATES:
        return nothing(f"{what}: {n} state-years in {states} states", states, n)
    value = float(sums[:, 0].sum() / n)
    drawn = weights(states, DRAWS, seed) @ sums
    ratio = drawn[:, 0] / np.maximum(drawn[:, 1], 1e-12)
    low, high = ends(ratio) or (0.0, 1.0)
    least, most = wilson(value, n)
    text = f"{BOOTSTRAP}; no narrower than Wilson's"
    return Estimate(value, min(low, least), max(high, most), text, states, n)


def wilson(value: float, n: int) -> tuple[float, float]:
    """Return the ends of Wilson's interval of a share of n."""
    middle = value + Z**2 / (2 * n)
    reach = Z * np.sqrt(value * (1 - value) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    return float(max(0.0, (middle - reach) / scale)), float(min(1.0, (middle + reach) / scale))


def difference(
    first: tuple[Flags, Flags], second: tuple[Flags, Flags], state: Ints, what: str, seed: int = 1
) -> Estimate:
    """Return the difference of two shares, each a pair (hit, tried) of shape (N,)."""
    (hit, tried), (other, asked) = first, second
    seen = tried | asked
    sums = _sums([hit & tried, tried, other & asked, asked], state, seen)
    n = int(seen.sum())
    sides = [int((sums[:, at] > 0).sum()) for at in (1, 3)]
    if min(sides) < FEWEST_STATES:
        told = f"{what}: {sides[0]} states on one side, {sides[1]} on the other"
        return nothing(told, sums.shape[0], n)
    total = sums.sum(axis=0)
    value = float(total[0] / total[1] - total[2] / total[3])
    drawn = weights(sums.shape[0], DRAWS, seed) @ sums
    with np.errstate(divide="ignore", invalid="ignore"):
        draws = drawn[:, 0] / drawn[:, 1] - drawn[:, 2] / drawn[:, 3]
    low, high = ends(draws) or (-1.0, 1.0)
    # Newcombe's way of setting two of Wilson's intervals together.
    one, two = float(total[0] / total[1]), float(total[2] / total[3])
    least, most = wilson(one, int(total[1]))
    floor, ceiling = wilson(two, int(total[3]))
    low = min(low, value - float(np.hypot(one - least, ceiling - two)))
    high = max(high, value + float(np.hypot(most - one, two - floor)))
    text = f"{BOOTSTRAP}; no narrower than Newcombe's"
    return Estimate(value, low, high, text, sums.shape[0], n)


def _sums(columns: list[Flags], state: Ints, rows: Flags) -> Floats:
    """Return sums by state of the rows, shape (states, columns)."""
    _, place = np.unique(state[rows], return_inverse=True)
    size = int(place.max()) + 1 if place.size else 0
    found = [np.bincount(place, weights=one[rows], minlength=size) for one in columns]
    return np.stack(found, axis=1).astype(np.float64)


@dataclass(frozen=True)
class Slopes:
    """Slopes of a linear regression.

    Attributes
    ----------
    value
        Shape (K,): mean over the posterior draws.
    draws
        Shape (R, K): posterior draws and resampled states together.
    states, n
        What they rest on.
    """

    value: Floats
    draws: Floats
    states: int
    n: int


def slopes(
    y: Floats, x: list[Floats], state: Ints, seed: int = 1, resamples: int = DRAWS
) -> Slopes:
    """Return the slopes of ``y`` on ``x``.

    Parameters
    ----------
    y
        Shape (N,), or (D, N) posterior draws.
    x
        Regressors, each (N,) or (D, N); a constant is the caller's.
    state
        Shape (N,): resampled whole.

    Notes
    -----
    Each posterior draw is fitted by itself and gets its own resamples of states, so that the
    spread of ``Slopes.draws`` holds the doubt of the measurement and that of the sample. Rows with
    a value that is no number are left out. A regressor that the others explain whole has NaN.
    """
    columns = [np.atleast_2d(one) for one in (*x, y)]
    usable = np.all([np.isfinite(one).all(axis=0) for one in columns], axis=0)
    codes, place = np.unique(state[usable], return_inverse=True)
    size, depth = len(x), max(one.shape[0] for one in columns)
    if codes.size < 2:
        return Slopes(np.full(size, np.nan), np.full((1, size), np.nan), codes.size, place.size)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(codes.size))
    sorted_ = [one[:, usable][:, order] for one in columns]
    each = max(1, resamples // depth)
    drawn = weights(codes.size, depth * each, seed).reshape(depth, each, codes.size)
    values, found = np.empty((depth, size)), np.empty((depth, each, size))
    for d in range(depth):
        rows = np.stack([one[min(d, one.shape[0] - 1)] for one in sorted_], axis=1)
        products = np.add.reduceat(rows[:, :, None] * rows[:, None, :], starts, axis=0)
        values[d] = _solved(products.sum(axis=0)[None])[0]
        found[d] = _solved(np.tensordot(drawn[d], products, axes=1))
    return Slopes(values.mean(axis=0), found.reshape(-1, size), codes.size, place.size)


def _solved(products: Floats) -> Floats:
    """Return the coefficients of D regressions from (D, K + 1, K + 1) products, shape (D, K)."""
    inner, outer = products[:, :-1, :-1], products[:, :-1, -1:]
    size = inner.shape[1]
    # A decade that a draw leaves out has no column left; a tiny ridge keeps the rest solvable.
    scale = _RIDGE * np.trace(inner, axis1=1, axis2=2)[:, None, None] / size
    inverse = np.linalg.inv(inner + scale * np.eye(size))
    solved: Floats = (inverse @ outer)[:, :, 0]
    own, left = np.diagonal(inner, 0, 1, 2), 1 / np.diagonal(inverse, 0, 1, 2)
    return np.where(left > _EXPLAINED * own, solved, np.nan)


def slope(found: Slopes, at: int = 0, posterior: bool = True) -> Estimate:
    """Return one slope as an estimate."""
    value, draws = float(found.value[at]), found.draws[:, at]
    told = ends(draws)
    if told is None or not np.isfinite(value):
        return nothing("nothing varies that could tell", found.states, found.n)
    text = f"{BOOTSTRAP}, over posterior draws of practice" if posterior else BOOTSTRAP
    return Estimate(value, *told, text, found.states, found.n)


def too_few(on: Flags, off: Flags, state: Ints, least: int, least_states: int) -> str:
    """Return why a comparison of two kinds of state-years is not made; empty where it is."""
    sizes = [int(on.sum()), int(off.sum())]
    states = [int(np.unique(state[one]).size) for one in (on, off)]
    if min(sizes) >= least and min(states) >= least_states:
        return ""
    return (
        f"{sizes[0]} state-years in {states[0]} states against {sizes[1]} in {states[1]}; "
        f"{least} in {least_states} on each side are asked for"
    )
