"""Joint draws of the ordinal IRT model, and what is read off them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from rightful.core.errors import DataError
from rightful.measures._convergence import Diagnostics
from rightful.measures._layout import CutTable, FloatArray
from rightful.measures._ordinal_data import IntArray, Item, ModelData
from rightful.measures._sampling import Draws, Moves
from rightful.measures._specification import Specification

Draws32 = NDArray[np.float32]


@dataclass(frozen=True)
class FitReport:
    """How a fit went: worst diagnostics over every reported parameter, and the sampler's pace."""

    chains: int
    draws_per_chain: int
    transitions_per_draw: int
    rhat_max: float
    ess_bulk_min: float
    ess_tail_min: float
    acceptance: float
    gradients_per_transition: float
    worst: str


@dataclass(frozen=True)
class IRTPosterior:
    """Joint draws; D draws (chain after chain), N state-years, J items, C cutpoints.

    Higher theta is more respect. P(y <= k) = logistic(cut_k - sign * beta * theta).
    theta: (D, N). beta: (D, J), positive. cuts: (D, C) on the scale of beta * theta.
    sigma: (D,), SD of one year's innovation. walk_sd: (D, J), SD of one year's change of a yearly
    item's cutpoints. cut_item, cut_year (-1: fixed), cut_k: (C,). state_index, year: (N,).
    """

    items: tuple[Item, ...]
    specification: Specification
    state_index: IntArray
    year: IntArray
    theta: Draws32
    beta: FloatArray
    cuts: FloatArray
    sigma: FloatArray
    walk_sd: FloatArray
    cut_item: IntArray
    cut_year: IntArray
    cut_k: IntArray
    seed: int
    report: FitReport


@dataclass(frozen=True)
class Reported:
    """Draws (M, D, ...) on the scale on which they are reported."""

    theta: Draws32
    beta: FloatArray
    cuts: FloatArray
    sigma: FloatArray
    walk_sd: FloatArray


def reported(draws: Draws, data: ModelData, cuts: CutTable, spec: Specification) -> Reported:
    """Natural parameters, standardised in every draw to the specification's reference years.

    The draws' theta is standardised in place: it is the one array too large to hold twice.
    """
    j = len(data.items)
    beta = np.exp(draws.raw[:, :, :j])
    natural = natural_cuts(draws.raw[:, :, j:], cuts.k)
    if spec.reference_years is None:
        return Reported(draws.theta, beta, natural, draws.sigma, draws.walk_sd)
    among = reference_rows(data.year, spec.reference_years)
    reference = draws.theta[:, :, among].astype(np.float64)
    centre, spread = reference.mean(axis=2), reference.std(axis=2)
    theta = draws.theta
    theta -= centre[:, :, None].astype(np.float32)
    theta /= spread[:, :, None].astype(np.float32)
    sign = np.array([float(item.sign) for item in data.items])
    # beta theta = (beta spread) theta* + beta centre: the cutpoints take up the constant.
    natural = natural - ((sign * beta) * centre[:, :, None])[:, :, cuts.item]
    return Reported(theta, beta * spread[:, :, None], natural, draws.sigma / spread, draws.walk_sd)


def natural_cuts(raw: FloatArray, k: IntArray) -> FloatArray:
    """Cutpoints from (first, log gaps); raw (..., C)."""
    cuts = raw.copy()
    for rank in range(1, int(k.max()) + 1):
        at = np.flatnonzero(k == rank)
        cuts[..., at] = cuts[..., at - 1] + np.exp(raw[..., at])
    return cuts


def reference_rows(year: IntArray, reference_years: tuple[int, int]) -> IntArray:
    """Rows of the reference set. Raises DataError when there are fewer than two."""
    first, last = reference_years
    rows = np.flatnonzero((year >= first) & (year <= last))
    if rows.size < 2:
        raise DataError(
            f"the reference years {first}-{last} hold {rows.size} state-years",
            where="scale of theta",
            allowed=f"years within {year.min()}-{year.max()}",
            next_step="choose reference_years inside the panel",
        )
    return rows


def parameter_name(index: int, data: ModelData, cuts: CutTable) -> str:
    """Name of a parameter in the order theta, beta, cuts, sigma, walk SDs."""
    n, j, c = data.year.size, len(data.items), cuts.k.size
    if index < n:
        return f"theta[state {data.state_index[index]}, {data.year[index]}]"
    if index < n + j:
        return f"beta[{data.items[index - n].name}]"
    if index < n + j + c:
        at = index - n - j
        when = "" if cuts.year[at] < 0 else f", {cuts.year[at]}"
        return f"cut[{data.items[cuts.item[at]].name}{when}, {cuts.k[at]}]"
    if index == n + j + c:
        return "sigma"
    return f"walk_sd[number {index - n - j - c - 1}]"


def report_of(
    found: Diagnostics, sigma: FloatArray, moves: list[Moves], stride: int, worst: str
) -> FitReport:
    """Summarise a fit; sigma (M, D) tells its shape."""
    return FitReport(
        chains=sigma.shape[0],
        draws_per_chain=sigma.shape[1],
        transitions_per_draw=stride,
        rhat_max=float(found.rhat.max()),
        ess_bulk_min=float(found.ess_bulk.min()),
        ess_tail_min=float(found.ess_tail.min()),
        acceptance=float(np.mean([part.accepted.mean() for part in moves])),
        gradients_per_transition=float(np.mean([part.steps.mean() for part in moves])) + 1.0,
        worst=worst,
    )


def item_index(posterior: IRTPosterior, item: str) -> int:
    """Index of an item by name, case-insensitively. Raises DataError when unknown."""
    names = [known.name.casefold() for known in posterior.items]
    if item.casefold() not in names:
        known = ", ".join(one.name for one in posterior.items)
        raise DataError(f"no item is called {item!r}", allowed=known)
    return names.index(item.casefold())


def cut_index(posterior: IRTPosterior, item: str, year: int, k: int) -> int:
    """Column of an item's cutpoint k at a year's standard; a fixed item has one standard.

    Raises DataError when the item was not rated in that year.
    """
    j = item_index(posterior, item)
    mine = (posterior.cut_item == j) & (posterior.cut_k == k)
    fixed = posterior.cut_year < 0
    found = np.flatnonzero(mine & (fixed | (posterior.cut_year == year)))
    if not found.size:
        years = posterior.cut_year[mine]
        allowed = f"years rated in {years.min()}-{years.max()}" if years.size else "a smaller k"
        raise DataError(f"{item} has no cutpoint {k} in {year}", allowed=allowed)
    return int(found[0])


def has_standard(posterior: IRTPosterior, item: str, year: int) -> bool:
    """Say whether an item had a standard in a year: always when fixed, else when rated in it."""
    mine = posterior.cut_item == item_index(posterior, item)
    years = posterior.cut_year[mine]
    return bool(np.any((years < 0) | (years == year)))


def _worst(posterior: IRTPosterior, item: str, year: int) -> tuple[int, int, int]:
    """Item index, sign, and column of the cutpoint that bounds the worst category."""
    j = item_index(posterior, item)
    spec = posterior.items[j]
    k = 0 if spec.sign > 0 else spec.categories - 2
    return j, spec.sign, cut_index(posterior, item, year, k)


def anchor(posterior: IRTPosterior, item: str, year: int) -> FloatArray:
    """(D,) theta at which the item's worst category is as likely as not, at a year's standard."""
    j, sign, column = _worst(posterior, item, year)
    value: FloatArray = sign * posterior.cuts[:, column] / posterior.beta[:, j]
    return value


def worst_category_probability(
    posterior: IRTPosterior, item: str, year: int, rows: IntArray | None = None
) -> Draws32:
    """(D, rows) probability of the item's worst rating at a year's standard, for each state-year.

    rows: panel rows, all when None. A judgement of any year's practice by one year's standard.
    """
    j, sign, column = _worst(posterior, item, year)
    theta = posterior.theta if rows is None else posterior.theta[:, rows]
    cut = (sign * posterior.cuts[:, column]).astype(np.float32)
    beta = posterior.beta[:, j].astype(np.float32)
    chance: Draws32 = expit(cut[:, None] - beta[:, None] * theta)
    return chance


def thin(posterior: IRTPosterior, draws: int = 200) -> IRTPosterior:
    """The same posterior by `draws` evenly spaced joint draws (all, when it has no more)."""
    if draws < 1:
        raise DataError(f"cannot keep {draws} draws", allowed="1 or more")
    size = posterior.sigma.size
    keep = np.unique(np.linspace(0, size - 1, min(draws, size)).round().astype(np.int64))
    return replace(
        posterior,
        theta=posterior.theta[keep],
        beta=posterior.beta[keep],
        cuts=posterior.cuts[keep],
        sigma=posterior.sigma[keep],
        walk_sd=posterior.walk_sd[keep],
    )
