"""Draws from the model's own prior and ratings drawn from known parameters."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from rightful.core.errors import DataError
from rightful.measures._layout import CutTable, FloatArray, Layout, layout
from rightful.measures._ordinal_data import Item, ModelData, Ratings, model_data
from rightful.measures._specification import GammaPrior, InnovationPrior, Specification

MOST_TRIES = 100_000

MADE_UP_ITEMS = (
    Item("three", 3, 1, "yearly"),
    Item("five", 5, -1, "yearly"),
    Item("event", 2, -1, "fixed"),
    Item("four", 4, 1, "fixed"),
)


@dataclass(frozen=True)
class Truth:
    """Known parameters: theta (N,), beta (J,), cuts (C,), sigma, walk_sd (J,)."""

    theta: FloatArray
    beta: FloatArray
    cuts: FloatArray
    sigma: float
    walk_sd: FloatArray


def draw_truth(data: ModelData, spec: Specification, rng: np.random.Generator) -> Truth:
    """One draw from the prior, for the panel and rated years of data.

    Whole paths of cutpoints are drawn until ordered, as the ordered prior demands; meant for
    small models. Raises DataError when no ordered path is found.
    """
    arrays, table = layout(data, spec)
    n_items = len(data.items)
    beta = _draw_beta(spec, n_items, rng)
    sigma = _draw_sigma(spec.innovation, rng)
    cuts, walk_sd = np.empty(table.k.size), np.full(n_items, spec.cut_walk_sd)
    for j in range(n_items):
        columns = np.flatnonzero(table.item == j)
        cuts[columns], walk_sd[j] = _draw_cuts(j, arrays, spec, rng)
    return Truth(
        draw_theta(data.starts, sigma, spec.innovation_df, rng), beta, cuts, sigma, walk_sd
    )


def draw_theta(
    starts: NDArray[np.bool_], sigma: float, df: float, rng: np.random.Generator
) -> FloatArray:
    """(N,) random walks with innovations of df degrees of freedom; chains start at N(0, 1)."""
    theta = rng.standard_normal(starts.size)
    innovation = theta.copy() if np.isinf(df) else rng.standard_t(df, starts.size)
    for i in np.flatnonzero(~starts):
        theta[i] = theta[i - 1] + sigma * innovation[i]
    return theta


def draw_ratings(
    truth: Truth, data: ModelData, spec: Specification, rng: np.random.Generator
) -> ModelData:
    """The same state-years and items rated anew by the model with these parameters."""
    _, table = layout(data, spec)
    first = first_cut_of_rating(data, table)
    sign = np.array([float(item.sign) for item in data.items])
    categories = np.array([item.categories for item in data.items])[data.item_index]
    eta = (sign * truth.beta)[data.item_index] * truth.theta[data.row]
    category = np.zeros(eta.size, dtype=np.int64)
    u = rng.random(eta.size)
    for k in range(int(categories.max()) - 1):
        has = categories > k + 1
        category[has] += u[has] > expit(truth.cuts[first[has] + k] - eta[has])
    return replace(data, category=category)


def first_cut_of_rating(data: ModelData, table: CutTable) -> NDArray[np.int64]:
    """(R,) column of each rating's first cutpoint."""
    fixed = np.array(
        [bool((table.year[table.item == j] < 0).all()) for j in range(len(data.items))]
    )
    year = np.where(fixed[data.item_index], -1, data.year[data.row])
    lowest = np.flatnonzero(table.k == 0)
    span = int(data.year.max()) + 2
    keys = table.item[lowest] * span + table.year[lowest] + 1
    found = np.searchsorted(keys, data.item_index * span + year + 1)
    first: NDArray[np.int64] = lowest[found]
    return first


def _draw_beta(spec: Specification, n: int, rng: np.random.Generator) -> FloatArray:
    prior = spec.discrimination
    if isinstance(prior, GammaPrior):
        return rng.gamma(prior.shape, 1.0 / prior.rate, n)
    return np.exp(prior.mean + prior.sd * rng.standard_normal(n))


def _draw_sigma(prior: InnovationPrior, rng: np.random.Generator) -> float:
    for _ in range(MOST_TRIES):
        # u^(1 / (power + 1)) has density proportional to sigma^power on (0, 1).
        sigma = prior.upper * rng.random() ** (1.0 / (prior.power + 1.0))
        if rng.random() < np.exp(-0.5 * (sigma / prior.scale) ** 2):
            return float(sigma)
    raise DataError("the innovation prior leaves no room below its bound")


def _draw_cuts(
    j: int, arrays: Layout, spec: Specification, rng: np.random.Generator
) -> tuple[FloatArray, float]:
    """Ordered cutpoint paths of item j, and its walk SD, by rejection."""
    sets = np.flatnonzero(arrays.set_item == j)
    n = int(arrays.cut_offset[sets[0] + 1] - arrays.cut_offset[sets[0]])
    for _ in range(MOST_TRIES):
        walk_sd = spec.cut_walk_sd * np.exp(spec.cut_walk_log_sd * rng.standard_normal())
        scale = np.sqrt(arrays.set_elapsed[sets])[:, None] * walk_sd
        steps = rng.standard_normal((sets.size, n)) * scale
        steps[0] = spec.cut_first_sd * rng.standard_normal(n)
        path = steps.cumsum(axis=0)
        if (np.diff(path, axis=1) > 0).all():
            return path.reshape(-1), float(walk_sd)
    raise DataError(
        f"no ordered path of {sets.size} years by {n} cutpoints in {MOST_TRIES} tries",
        next_step="use fewer categories or years when drawing from the prior",
    )


def made_up_panel(
    rng: np.random.Generator,
    states: int = 6,
    years: int = 5,
    items: tuple[Item, ...] = MADE_UP_ITEMS,
    share_rated: float = 0.8,
) -> ModelData:
    """A panel with holes: state 1 has a gap year, ratings are missing at random."""
    state, year = (a.ravel() for a in np.mgrid[0:states, 2000 : 2000 + years])
    keep = ~((state == 1) & (year == 2002))
    state, year = state[keep], year[keep]
    rows, item = (a.ravel() for a in np.mgrid[0 : state.size, 0 : len(items)])
    rated = rng.random(rows.size) < share_rated
    rows, item = rows[rated], item[rated]
    category = np.zeros(rows.size, dtype=np.int64)
    for j, one in enumerate(items):
        mine = item == j
        category[mine] = np.arange(int(mine.sum())) % one.categories
    ratings = Ratings(state[rows], year[rows], item, category)
    return model_data(items, ratings, state, year)


def plausible_truth(data: ModelData, spec: Specification, rng: np.random.Generator) -> Truth:
    """Parameters well inside the prior, standards drifting slowly upward."""
    _, table = layout(data, spec)
    spread = np.array([one.categories for one in data.items])[table.item]
    cuts = (table.k - (spread - 2) / 2.0) * 1.5
    cuts = cuts + np.where(table.year < 0, 0.0, 0.05 * (table.year - 2000))
    theta = draw_theta(data.starts, 0.3, spec.innovation_df, rng)
    n = len(data.items)
    return Truth(theta, np.linspace(1.5, 2.5, n), cuts, 0.3, np.full(n, spec.cut_walk_sd))


def simulated(
    states: int, years: int, spec: Specification, seed: int, items: tuple[Item, ...] = MADE_UP_ITEMS
) -> tuple[ModelData, Truth]:
    """Ratings drawn from plausible parameters."""
    rng = np.random.default_rng(seed)
    data = made_up_panel(rng, states, years, items, 0.95)
    truth = plausible_truth(data, spec, rng)
    return draw_ratings(truth, data, spec, rng), truth
