"""Agreement of coders: Krippendorff's alpha with its interval, Gwet's AC1 for rare categories.

Alpha is computed from coincidences (Krippendorff, "Computing Krippendorff's Alpha-Reliability",
2011), AC1 after Gwet ("Computing inter-rater reliability and its variance in the presence of high
agreement", 2008). Both take any number of coders and missing codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rightful.core.coding import STANDINGS
from rightful.core.errors import DataError, UsageError

Array = npt.NDArray[np.float64]

LEVELS: Final = ("nominal", "ordinal", "interval")
USED: Final = 0.80
PROVISIONAL: Final = 0.667
DRAWS: Final = 1000
SHARE: Final = 0.95
_AT_ONCE: Final = 4_000_000  # numbers held at once while resampling


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of coders on one scale.

    Attributes
    ----------
    estimate, low, high
        Alpha and the ends of its interval; nan where all codes are one value, so that nothing
        tells agreement from a coder who never looks.
    units
        Units with two codes or more.
    """

    estimate: float
    low: float
    high: float
    units: int


def alpha(codes: Array, level: str = "nominal") -> float:
    """Return Krippendorff's alpha; nan where all codes are one value or no unit has two.

    Parameters
    ----------
    codes
        Coders by units, nan where a coder gave no code.
    level
        ``nominal``, ``ordinal`` or ``interval``.

    Raises
    ------
    DataError
        When the array is not two-dimensional.
    UsageError
        When the level is not known.
    """
    by_unit, values = _coincidences(_checked(codes), level)
    return float(_alphas(by_unit.sum(axis=0)[None], values, level)[0])


def alpha_with_interval(
    codes: Array, level: str = "nominal", *, seed: int, draws: int = DRAWS, share: float = SHARE
) -> Agreement:
    """Return alpha with a bootstrap interval: units are drawn anew, with replacement.

    Replicates in which all codes are one value leave alpha undefined and are left out of the
    quantiles; where they are more than half, the interval is nan.
    """
    by_unit, values = _coincidences(_checked(codes), level)
    units = len(by_unit)
    point = float(_alphas(by_unit.sum(axis=0)[None], values, level)[0])
    if not units or np.isnan(point):
        return Agreement(point, np.nan, np.nan, units)
    random = np.random.default_rng(seed)
    flat = by_unit.reshape(units, -1)
    step = max(1, _AT_ONCE // max(flat.shape))
    found: list[Array] = []
    for start in range(0, draws, step):
        size = min(step, draws - start)
        times = random.multinomial(units, np.full(units, 1 / units), size=size)
        together = (times @ flat).reshape(size, len(values), len(values))
        found.append(_alphas(together, values, level))
    known = np.concatenate(found)
    known = known[~np.isnan(known)]
    if len(known) * 2 < draws:
        return Agreement(point, np.nan, np.nan, units)
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return Agreement(point, float(low), float(high), units)


def gwet_ac1(codes: Array, categories: int) -> float:
    """Return Gwet's AC1: agreement beyond chance where categories are rare; nan without pairs.

    Parameters
    ----------
    codes
        Coders by units, nan where a coder gave no code.
    categories
        How many categories the scale has, met or not; two or more.

    Raises
    ------
    UsageError
        When there are fewer than two categories, or fewer than were met.
    """
    given = _checked(codes)
    values = np.unique(given[~np.isnan(given)])
    if categories < max(2, len(values)):
        raise UsageError(
            f"a scale of {categories} categories cannot hold the {len(values)} values met",
            where="AC1",
            allowed="two categories or more, all values among them",
        )
    counts = _counts(given, values)
    coded = counts.sum(axis=1)
    counts, coded = counts[coded > 0], coded[coded > 0]
    pairs = coded > 1
    if not pairs.any():
        return float("nan")
    r, n = counts[pairs], coded[pairs]
    agreed = float(((r * (r - 1)).sum(axis=1) / (n * (n - 1))).mean())
    share = (counts / coded[:, None]).mean(axis=0)
    by_chance = float((share * (1 - share)).sum() / (categories - 1))
    return (agreed - by_chance) / (1 - by_chance)


def raw_agreement(codes: Array) -> float:
    """Return the share of pairs of codes of one unit that are equal; nan without pairs."""
    by_unit, values = _coincidences(_checked(codes), "nominal")
    total = by_unit.sum()
    if not total:
        return float("nan")
    # A unit's coincidences sum to its codes; pairs weigh alike within a unit.
    sums = by_unit.sum(axis=(1, 2))
    return float((by_unit[:, range(len(values)), range(len(values))].sum(axis=1) / sums).mean())


def standing(estimate: float) -> str:
    """Return how an act may be used at this alpha: ``used``, ``provisional`` or ``dropped``.

    An alpha that cannot be computed is no licence: ``dropped``.
    """
    used, provisional, dropped = STANDINGS
    if np.isnan(estimate) or estimate < PROVISIONAL:
        return dropped
    return used if estimate >= USED else provisional


def _checked(codes: Array) -> Array:
    given = np.asarray(codes, dtype=np.float64)
    if given.ndim != 2:
        raise DataError(
            f"codes must be coders by units, got an array of {given.ndim} dimensions",
            where="agreement of coders",
        )
    return given


def _coincidences(codes: Array, level: str) -> tuple[Array, Array]:
    """Return, per unit with two codes or more, how often each pair of values meets; the values.

    Shapes (units, values, values) and (values,). A unit's pairs weigh 1 / (codes - 1).
    """
    if level not in LEVELS:
        raise UsageError(f"no level is called {level!r}", allowed=", ".join(LEVELS))
    paired = codes[:, (~np.isnan(codes)).sum(axis=0) > 1]
    values = np.unique(paired[~np.isnan(paired)])
    counts = _counts(paired, values)
    pairs = counts[:, :, None] * counts[:, None, :]
    own = np.arange(counts.shape[1])
    pairs[:, own, own] -= counts
    weight = np.maximum(counts.sum(axis=1) - 1, 1)
    return pairs / weight[:, None, None], values


def _counts(codes: Array, values: Array) -> Array:
    """Return how many coders gave each value to each unit, (units, values)."""
    return np.asarray((codes[:, :, None] == values).sum(axis=0), dtype=np.float64)


def _alphas(together: Array, values: Array, level: str) -> Array:
    """Return alpha of each matrix of coincidences; ``together`` is (many, values, values)."""
    if not len(values):
        return np.full(len(together), np.nan)
    met = together.sum(axis=2)
    total = met.sum(axis=1)
    apart = _distances(met, values, level)
    observed = (together * apart).sum(axis=(1, 2))
    by_chance = (met[:, :, None] * met[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = (total - 1) * observed / by_chance
    return np.where(by_chance > 0, 1 - ratio, np.nan)


def _distances(met: Array, values: Array, level: str) -> Array:
    """Return squared distances of values, (many or 1, values, values); ordinal ones need ranks."""
    if level == "nominal":
        return (1 - np.eye(len(values)))[None]
    if level == "interval":
        return np.asarray((values[:, None] - values[None, :]) ** 2)[None]
    # Ordinal: how many codes lie between two values, half of each end counted.
    up_to = np.cumsum(met, axis=1) - met / 2
    return np.asarray((up_to[:, :, None] - up_to[:, None, :]) ** 2)
