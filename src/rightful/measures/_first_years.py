"""Move a chain's first years together, away from the years after them or towards them, compiled.

What a state was when its record begins may be either like what followed or like its first ratings:
two peaks that Hamiltonian moves cross badly. Only the start's prior, the innovation after those
years and their own ratings decide, so that many moves cost little.
"""

import math

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout
from rightful.measures._likelihood import exponential, log_unit

TRIES = 3
MOST_YEARS = 8
SHORTEST, LONGEST = 0.5, 8.0  # scale of a move, in sigmas


@compiled
def move_first_years(point: Point, layout: Layout, tail: float, slope: Slope,
                     rng: np.random.Generator) -> None:  # fmt: skip
    """Offer every chain that goes on some moves. Expects and leaves slope unfolded at the point."""
    high = np.empty_like(slope.cut)
    for m in range(high.shape[0]):
        for c in range(LANES):
            high[m, c] = exponential(slope.cut[m, c])
    move, ratio = np.empty(LANES), np.empty(LANES)
    for i in range(layout.starts.size):
        if not layout.starts[i]:
            continue
        for _ in range(TRIES):
            years = _some_years(rng)
            if _goes_on(i, years, layout):
                _offer(i, years, point, layout, tail, slope, high, move, ratio, rng)


@compiled
def _some_years(rng: np.random.Generator) -> int:
    """1 in half the cases, 2 in half the rest, and so on."""
    years = 1
    while years < MOST_YEARS and rng.random() < 0.5:
        years += 1
    return years


@compiled
def _goes_on(i: int, years: int, layout: Layout) -> bool:
    """Whether a chain that starts here has a year after its first years."""
    if i + years >= layout.starts.size:
        return False
    return not layout.starts[i + 1 : i + years + 1].any()


@compiled
def _offer(i: int, years: int, point: Point, layout: Layout, tail: float, slope: Slope,
           high: FloatArray, move: FloatArray, ratio: FloatArray,
           rng: np.random.Generator) -> None:  # fmt: skip
    """Propose a move of the first years in every lane and decide."""
    for c in range(LANES):
        scale = SHORTEST * math.exp(math.log(LONGEST / SHORTEST) * rng.random())
        move[c] = scale * rng.standard_normal()
        sigma = math.exp(point.log_sigma[c])
        now = slope.phi[i, c]
        step = slope.phi[i + years, c] - slope.phi[i + years - 1, c]
        gain = 0.5 * sigma * sigma * (now * now - (now + move[c]) ** 2)
        spread = (1.0 + tail * step * step) / (1.0 + tail * (step - move[c]) ** 2)
        ratio[c] = math.exp(gain) * spread ** (0.5 / tail + 0.5)
    for t in range(i, i + years):
        _times_chances(t, move, layout, slope, high, ratio)
    for c in range(LANES):
        if rng.random() < ratio[c]:
            for t in range(i, i + years):
                slope.phi[t, c] += move[c]
            _take_first_years(i, years, c, move[c], point, layout)


@compiled
def _times_chances(t: int, move: FloatArray, layout: Layout, slope: Slope, high: FloatArray,
                   ratio: FloatArray) -> None:  # fmt: skip
    """Multiply ratio by that of the chances of a state-year's ratings, moved to not."""
    for r in range(layout.row_start[t], layout.row_start[t + 1]):
        g = layout.row_group[r]
        s, y = layout.group_set[g], layout.group_category[g]
        first, j = layout.cut_offset[s], layout.set_item[s]
        has_low = y > 0
        has_high = y < layout.cut_offset[s + 1] - first
        for c in range(LANES):
            beta = slope.beta[j, c]
            old = exponential(beta * slope.phi[t, c])
            new = exponential(beta * (slope.phi[t, c] + move[c]))
            factor = 1.0
            # Chances are E (eh - el) / ((E + eh) (E + el)); at an end one of the two is missing.
            if has_low:
                el = high[first + y - 1, c]
                factor *= new * (old + el) / (old * (new + el))
            if has_high:
                eh = high[first + y, c]
                factor *= (old + eh) / (new + eh)
            ratio[c] *= factor


@compiled
def _take_first_years(i: int, years: int, c: int, by: float, point: Point, layout: Layout) -> None:
    """Move the first years by so many sigmas; later levels stay."""
    x = point.log_sigma[c]
    lift = by * math.exp(x - log_unit(x, layout))
    t = i
    while t < point.path.shape[0] and (t == i or not layout.starts[t]):
        point.path[t, c] += lift if t < i + years else lift - by
        t += 1
