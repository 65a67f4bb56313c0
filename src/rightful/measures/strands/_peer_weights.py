"""Who is whose peer in a year: weights from shared organizations, region and alliance.

A weight matrix is (N, N): row i holds the weights of i's peers, zero on the diagonal. Rows are not
normalized here; ``peer_mean`` divides by the weights of the peers that are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Full and associate members sit together; an observer watches, and an unknown status is no tie.
MEMBER: Final = (1, 2)
# The Correlates of War numbers go by region; each region starts at its number.
REGION_STARTS: Final = (2, 200, 400, 600, 700, 900)
REGIONS: Final = ("Americas", "Europe", "Africa", "Middle East", "Asia", "Oceania")
PROMISES: Final = ("defense", "offense", "neutral", "nonagg", "consul")


@dataclass(frozen=True)
class Peers:
    """Weights of one year: ``ccode`` (N,) ascending, ``weights`` (N, N), zero diagonal."""

    ccode: Codes
    weights: Floats

    def __post_init__(self) -> None:
        n = self.ccode.size
        if self.weights.shape != (n, n) or np.diagonal(self.weights).any():
            raise DataError(
                f"weights {self.weights.shape} for {n} states, or a state is its own peer",
                where="peers",
                allowed="shape (states, states), zero on the diagonal",
            )


def region_of(ccodes: Codes) -> Codes:
    """Return the place in ``REGIONS`` of each Correlates of War code, shape (N,)."""
    return np.searchsorted(np.array(REGION_STARTS), ccodes, side="right").astype(np.int64) - 1


def by_region(ccodes: Codes) -> Peers:
    """Weigh every other state of the same region 1."""
    region = region_of(ccodes)
    return _without_self(ccodes, (region[:, None] == region[None, :]).astype(np.float64))


def by_organizations(memberships: pl.DataFrame) -> Peers:
    """Weigh every other state by the number of organizations that both are members of.

    Parameters
    ----------
    memberships
        Columns ccode, igo, status (1 full, 2 associate, 3 observer, null unknown) of one year.
    """
    states, state = _places(memberships["ccode"])
    names = memberships["igo"].unique().sort()
    place = dict(zip(names.to_list(), range(names.len()), strict=True))
    inside = memberships["status"].is_in(MEMBER).fill_null(value=False).to_numpy()
    sits = np.zeros((states.size, names.len()))
    column = np.array([place[name] for name in memberships["igo"]], dtype=np.int64)
    sits[state[inside], column[inside]] = 1.0
    return _without_self(states, sits @ sits.T)


def by_alliance(ccodes: Codes, promises: pl.DataFrame) -> Peers:
    """Weigh 1 every other state with which a promise of alliance holds, in either direction.

    Parameters
    ----------
    ccodes
        Shape (N,), ascending: the states of the year.
    promises
        Columns ccode1, ccode2 and the five promises (0 or 1) of one year.
    """
    held = promises.filter(pl.sum_horizontal(list(PROMISES)) > 0)
    known = held.filter(pl.all_horizontal(pl.col("ccode1", "ccode2").is_in(ccodes.tolist())))
    first = np.searchsorted(ccodes, known["ccode1"].to_numpy())
    second = np.searchsorted(ccodes, known["ccode2"].to_numpy())
    weights = np.zeros((ccodes.size, ccodes.size))
    weights[first, second] = weights[second, first] = 1.0
    return _without_self(ccodes, weights)


def peer_mean(peers: Peers, values: Floats) -> tuple[Floats, NDArray[np.int32]]:
    """Return the weighted mean of the peers' values, and how many peers it rests on.

    Parameters
    ----------
    values
        Shape (N, D), NaN where a state's value is not known: such a state is no one's peer.

    Returns
    -------
    (N, D), NaN where a state has no known peer; and (N,).
    """
    known = ~np.isnan(values).any(axis=1)
    weights = peers.weights[:, known]
    total = weights.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = (weights @ values[known]) / total[:, None]
    mean[total == 0] = np.nan
    return mean, (weights > 0).sum(axis=1).astype(np.int32)


def _without_self(ccodes: Codes, weights: Floats) -> Peers:
    np.fill_diagonal(weights, 0.0)
    return Peers(ccodes, weights)


def _places(column: pl.Series) -> tuple[Codes, Codes]:
    states, place = np.unique(column.to_numpy().astype(np.int64), return_inverse=True)
    return states, place.astype(np.int64)
