"""Labels and what changes at their thresholds: is a state treated otherwise for its label alone?

The label is a step of a scale with few values (Freedom House's status, by the mean of its two
ratings), so states just either side of a cut are never alike. The jump is a local linear estimate
with an honest interval after Kolesár and Rothe ("Inference in regression discontinuity designs with
a discrete running variable", AER 108, 2018): the true curve may bend, its second derivative up to a
bound, and the interval holds the worst that such a bend can do. The bound is read off the data away
from the cut, and the interval's width says so; most often nothing can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from rightful.discourse.diffusion.intervals import SHARE, Finding, Floats, verdict_of

REACH: Final = 1.5  # rating points either side: three support points
FEWEST_POINTS: Final = 2
FEWEST_STATES: Final = 20


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump at a cut: estimate, honest interval, and what it rests on.

    Attributes
    ----------
    bias
        The worst that a bend within ``bend`` can add.
    bend
        Bound on the second derivative, per squared rating point.
    points
        Support points used, below and above.
    """

    estimate: float | None
    low: float | None
    high: float | None
    bias: float | None
    bend: float | None
    points: tuple[int, int]
    n: int
    states: int


def jump(
    running: Floats,
    outcome: Floats,
    state: NDArray[np.int64],
    cut: float,
    bend: float | None = None,
    reach: float = REACH,
    share: float = SHARE,
) -> Jump:
    """Return the jump of ``outcome`` where ``running`` passes ``cut`` upwards.

    Parameters
    ----------
    running
        The scale's value, N.
    outcome
        N values; rows with a missing one are left out.
    state
        Errors are clustered by it.
    bend
        Bound on the second derivative; without it, read off the data either side.
    share
        Of intervals that shall hold the jump.
    """
    usable = np.isfinite(running) & np.isfinite(outcome)
    x, y, group = running[usable] - cut, outcome[usable], state[usable]
    bound = _bend(x, y) if bend is None else bend
    near = np.abs(x) <= reach
    x, y, group = x[near], y[near], group[near]
    points = (np.unique(x[x < 0]).size, np.unique(x[x >= 0]).size)
    states = np.unique(group).size
    if min(points) < FEWEST_POINTS or states < FEWEST_STATES or bound is None:
        return Jump(None, None, None, None, bound, points, y.size, states)
    above = (x >= 0).astype(np.float64)
    design = np.column_stack([above, np.ones_like(x), x, x * above])
    solve = np.linalg.pinv(design)
    weights = solve[0]  # the jump is this weighted sum of outcomes
    fitted = solve @ y
    residual = y - design @ fitted
    scores = np.bincount(np.unique(group, return_inverse=True)[1], weights=weights * residual)
    error = float(np.sqrt((scores**2).sum() * states / (states - 1)))
    bias = float(bound / 2 * (np.abs(weights) * x**2).sum())
    reach_of = _half_width(bias, error, share)
    estimate = float(fitted[0])
    return Jump(estimate, estimate - reach_of, estimate + reach_of, bias, bound, points, y.size,
                states)  # fmt: skip


def placebo_cuts(running: Floats, cuts: tuple[float, ...]) -> tuple[float, ...]:
    """Return the middles between values of the scale that are no cut."""
    values = np.unique(running[np.isfinite(running)])
    between = (values[1:] + values[:-1]) / 2
    return tuple(float(one) for one in between if not np.isclose(one, cuts).any())


def at_label(
    outcome_name: str,
    cut_name: str,
    running: Floats,
    outcome: Floats,
    before: Floats,
    state: NDArray[np.int64],
    cut: float,
    others: tuple[float, ...] = (),
) -> Finding:
    """Say whether an outcome jumps at a label's cut.

    Parameters
    ----------
    before
        The same outcome the year before the label: it must not jump.
    others
        The other cuts of the scale; between cuts nothing should jump.
    """
    found = jump(running, outcome, state, cut)
    balance = jump(running, before, state, cut)
    placebos = _placebos(running, outcome, state, (cut, *others))
    false = sum(verdict_of(one.low, one.high) != "cannot tell" for one in placebos)
    tried = sum(one.estimate is not None for one in placebos)
    verdict = verdict_of(found.low, found.high)
    why = ""
    if found.estimate is None:
        why = f"{found.points[0]} and {found.points[1]} values of the scale, {found.states} states"
    elif verdict == "cannot tell":
        why = "the interval, with the worst bend of the curve in it, holds zero"
    elif verdict_of(balance.low, balance.high) != "cannot tell":
        verdict, why = "cannot tell", "the outcome jumps already before the label is given"
    elif false:
        verdict, why = "cannot tell", f"it jumps at {false} of {tried} places that are no cut, too"
    said = {
        "yes": f"Just past the cut of {cut_name}, {outcome_name} is higher.",
        "no": f"Just past the cut of {cut_name}, {outcome_name} is lower.",
    }.get(verdict, f"Whether {outcome_name} changes at {cut_name}, the record cannot tell.")
    return Finding(
        question=f"does {outcome_name} change at {cut_name}?",
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        unit=f"jump; bend of up to {found.bend or 0:.2g} a squared point, bias up to "
        f"{found.bias or 0:.2g}; {false} of {tried} placebo cuts jump",
        n=found.n,
        clusters=found.states,
        verdict=verdict,
        said=said,
        why=why,
    )


def _placebos(
    running: Floats, outcome: Floats, state: NDArray[np.int64], cuts: tuple[float, ...]
) -> list[Jump]:
    """Return the jumps between cuts; what lies beyond a cut is left out, for it may jump there.

    All intervals together are of 95 %, so that by chance one stands out in one case of twenty.
    """
    places = placebo_cuts(running, cuts)
    share = 1 - (1 - SHARE) / max(len(places), 1)
    segment = np.digitize(running, sorted(cuts))
    found = []
    for one in places:
        here = segment == np.digitize(one, sorted(cuts))
        found.append(jump(running[here], outcome[here], state[here], one, share=share))
    return found


def _bend(x: Floats, y: Floats) -> float | None:
    """Return the greatest second derivative of a square fitted to either side."""
    found = []
    for side in (x < 0, x >= 0):
        if np.unique(x[side]).size > FEWEST_POINTS:
            found.append(abs(2 * float(np.polyfit(x[side], y[side], 2)[0])))
    return max(found) if found else None


def _half_width(bias: float, error: float, share: float) -> float:
    """Return the half width that covers with ``share`` for any bias up to ``bias``."""
    if error <= 0:
        return bias
    return error * float(np.sqrt(stats.ncx2.ppf(share, 1, (bias / error) ** 2)))
