"""Data and specification flattened into the arrays that the compiled kernels walk through."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures._ordinal_data import IntArray, ModelData
from rightful.measures._specification import GammaPrior, Specification

FloatArray = NDArray[np.float64]

START_SIGMA = 0.3  # before any draw has told better


class Layout(NamedTuple):
    """Ratings in groups of equal cutpoint set and category; G groups, S sets, C cutpoints.

    A set is the cutpoints of one item in one rated year (or of one fixed item).
    """

    starts: NDArray[np.bool_]  # (N,) a latent chain begins here
    row: NDArray[np.uint32]  # (R,) panel row of each rating, in group order
    group_start: IntArray  # (G + 1,)
    group_set: IntArray  # (G,)
    group_category: IntArray  # (G,)
    row_start: IntArray  # (N + 1,) ratings of each panel row, in row_group
    row_group: IntArray  # (R,) their groups, in row order
    set_item: IntArray  # (S,)
    set_elapsed: FloatArray  # (S,) years since the item's previous set, 0 for its first
    cut_offset: IntArray  # (S + 1,)
    sign: FloatArray  # (J,)
    pivot: FloatArray  # (J,) theta / unit from which an item's first cutpoints are measured
    scale: float  # a typical sigma
    share: float  # how far the unit of levels follows sigma, 0 to 1; see `_lanes`


class Priors(NamedTuple):
    """Prior terms in the form the kernels use."""

    # log p(log beta) = a lb - r exp(lb) - q (lb - m)^2 / 2, for gamma and log-normal alike
    beta_linear: float
    beta_rate: float
    beta_precision: float
    beta_mean: float
    # log p(log sigma) = a x - w exp(2x) / 2, x below the bound
    sigma_linear: float
    sigma_precision: float
    log_sigma_max: float
    # p(step) of an innovation in units of sigma: (1 + tail step^2)^-(1 / tail + 1) / 2; 0 is normal
    tail: float
    first_precision: float
    log_walk_mean: float
    log_walk_sd: float
    learn_walk: bool


@dataclass(frozen=True)
class CutTable:
    """What each of the C cutpoints is: its item, year (-1 when fixed) and rank k, all (C,)."""

    item: IntArray
    year: IntArray
    k: IntArray


def priors(spec: Specification) -> Priors:
    """The specification's priors as coefficients."""
    beta = spec.discrimination
    if isinstance(beta, GammaPrior):
        a, r, q, m = beta.shape, beta.rate, 0.0, 0.0
    else:
        a, r, q, m = 0.0, 0.0, 1.0 / beta.sd**2, beta.mean
    innovation = spec.innovation
    return Priors(
        a, r, q, m,
        sigma_linear=innovation.power + 1.0,
        sigma_precision=1.0 / innovation.scale**2,
        log_sigma_max=float(np.log(innovation.upper)),
        tail=1.0 / spec.innovation_df,
        first_precision=1.0 / spec.cut_first_sd**2,
        log_walk_mean=float(np.log(spec.cut_walk_sd)),
        log_walk_sd=spec.cut_walk_log_sd or 1.0,
        learn_walk=spec.cut_walk_log_sd > 0.0,
    )  # fmt: skip


def layout(data: ModelData, spec: Specification) -> tuple[Layout, CutTable]:
    """Group the ratings. Raises DataError when named yearly items are not in the data."""
    yearly = _yearly(data, spec)
    set_year = np.where(yearly[data.item_index], data.year[data.row], -1)
    keys = np.stack((data.item_index, set_year), axis=1)
    sets, rating_set = np.unique(keys, axis=0, return_inverse=True)
    rating_set = rating_set.reshape(-1)
    categories = np.array([item.categories for item in data.items], dtype=np.int64)
    cuts_in_set = categories[sets[:, 0]] - 1
    offset = np.concatenate(([0], np.cumsum(cuts_in_set)))
    order = np.lexsort((data.row, data.category, rating_set))
    group_key = rating_set[order] * int(categories.max()) + data.category[order]
    bounds = np.flatnonzero(np.diff(group_key, prepend=-1))
    group_of = np.repeat(np.arange(bounds.size), np.diff(np.append(bounds, order.size)))
    first = order[bounds]
    elapsed = np.zeros(len(sets))
    again = np.flatnonzero(sets[1:, 0] == sets[:-1, 0]) + 1
    elapsed[again] = sets[again, 1] - sets[again - 1, 1]
    arrays = Layout(
        starts=data.starts,
        row=data.row[order].astype(np.uint32),
        group_start=np.append(bounds, order.size),
        group_set=rating_set[first],
        group_category=data.category[first],
        row_start=np.concatenate(([0], np.cumsum(np.bincount(data.row, minlength=data.year.size)))),
        row_group=group_of[np.argsort(data.row[order], kind="stable")],
        set_item=np.ascontiguousarray(sets[:, 0]),
        set_elapsed=elapsed,
        cut_offset=offset,
        sign=np.array([float(item.sign) for item in data.items]),
        pivot=np.zeros(len(data.items)),
        scale=START_SIGMA,
        share=1.0,
    )
    return arrays, _cut_table(sets, cuts_in_set)


def _cut_table(sets: IntArray, cuts_in_set: IntArray) -> CutTable:
    k = np.concatenate([np.arange(n, dtype=np.int64) for n in cuts_in_set])
    return CutTable(np.repeat(sets[:, 0], cuts_in_set), np.repeat(sets[:, 1], cuts_in_set), k)


def _yearly(data: ModelData, spec: Specification) -> NDArray[np.bool_]:
    """(J,) whether each item's cutpoints move."""
    if spec.standard == "constant":
        return np.zeros(len(data.items), dtype=np.bool_)
    if spec.yearly_items is None:
        return np.array([item.standard == "yearly" for item in data.items])
    wanted = {name.casefold() for name in spec.yearly_items}
    yearly = np.array([item.name.casefold() in wanted for item in data.items])
    if not yearly.any():
        raise DataError(
            f"none of the items is one whose standard {spec.name} lets move",
            allowed=", ".join(sorted(wanted)),
            next_step="name the items as published, or set yearly_items=None",
        )
    return yearly
