"""The definition of a reading as a prior: what each item looks like in each phase, and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError, UnknownName
from rightful.core.names import suggest

READINGS: Final = ("as_reported", "orthodox_1999", "revised")


@dataclass(frozen=True)
class EmissionPrior:
    """Dirichlet priors of K phases and J items with at most C values, and their order.

    Attributes
    ----------
    reading, phases, items
        Name of the reading, K labels, J names.
    transitions
        Name of the table of moves that goes with the reading.
    categories
        (J,) number of values of each item.
    mean
        (K, J, C) expected probabilities, 0 beyond an item's values, above 0 elsewhere.
    strength
        (K, J) the prior's worth in years of imagined evidence, > 0.
    weight
        (J,) in [0, 1]: how loudly an item speaks, whoever observed it.
    level
        (J, K) place of a phase in the item's order, from least to most; -1 where it has none.
    margin
        (J,) >= 0: least distance of one level from the next, in log-odds of "at least c, being at
        least c - 1", for every c.
    initial_mean, initial_strength
        (K,) and worth in sequences: Dirichlet prior of the first year's phase.

    Raises
    ------
    DataError
        When two phases are told apart by no item with a margin: labels could be swapped.
    """

    reading: str
    phases: tuple[str, ...]
    items: tuple[str, ...]
    transitions: str
    categories: NDArray[np.int64]
    mean: NDArray[np.float64]
    strength: NDArray[np.float64]
    weight: NDArray[np.float64]
    level: NDArray[np.int64]
    margin: NDArray[np.float64]
    initial_mean: NDArray[np.float64]
    initial_strength: float

    def __post_init__(self) -> None:
        _check_means(self)
        _check_identified(self)


def load_emissions(reading: str) -> EmissionPrior:
    """Return the prior of a reading from ``tables/hmm/emissions_<reading>.toml``.

    Raises
    ------
    UnknownName
        When there is no such reading.
    DataError
        When the table leaves a pair of phase and item unsaid, or says it twice.
    """
    if reading not in READINGS:
        raise UnknownName("reading", reading, suggest(reading, READINGS), options=READINGS)
    name = f"emissions_{reading}.toml"
    folder = resources.files("rightful.spiral") / "tables" / "hmm"
    return parsed(tomllib.loads((folder / name).read_text(encoding="utf-8")), name)


def parsed(raw: dict[str, Any], where: str) -> EmissionPrior:
    """Return the prior that a table says; ``where`` is named in errors."""
    phases = tuple(raw["phases"])
    items = raw["item"]
    shape = (len(phases), len(items))
    width = max(len(item["values"]) for item in items)
    mean, strength = np.zeros((*shape, width)), np.zeros(shape)
    level = np.full((len(items), len(phases)), -1)
    for j, item in enumerate(items):
        _fill(mean, strength, j, item, phases, raw["strength"], where)
        for place, group in enumerate(item.get("order", [])):
            for phase in group:
                level[j, _index(phase, phases, where)] = place
    start = np.array([raw["initial"]["mean"][phase] for phase in phases])
    return EmissionPrior(
        reading=raw["reading"],
        phases=phases,
        items=tuple(item["name"] for item in items),
        transitions=raw["transitions"],
        categories=np.array([len(item["values"]) for item in items]),
        mean=mean,
        strength=strength,
        weight=np.array([float(item.get("weight", 1.0)) for item in items]),
        level=level,
        margin=np.array([float(item.get("margin", 0.0)) for item in items]),
        initial_mean=start / start.sum(),
        initial_strength=float(raw["initial"]["worth"]),
    )


def _fill(
    mean: NDArray[np.float64],
    strength: NDArray[np.float64],
    j: int,
    item: dict[str, Any],
    phases: tuple[str, ...],
    words: dict[str, float],
    where: str,
) -> None:
    place = f"{where}, item {item['name']}"
    for pattern in item["pattern"]:
        told = np.array(pattern["mean"], float)
        if len(told) != len(item["values"]) or abs(told.sum() - 1.0) > 1e-6:
            raise DataError(
                f"{pattern['mean']} are not probabilities of {len(item['values'])} values",
                where=place,
                allowed="one number above 0 per value, with sum 1",
                next_step="correct the pattern",
            )
        for phase in pattern["phases"]:
            k = _index(phase, phases, place)
            if strength[k, j]:
                raise DataError(
                    f"phase {phase} has two patterns",
                    where=place,
                    allowed="one pattern per phase",
                    next_step="take the phase out of one of them",
                )
            mean[k, j, : len(told)] = told
            strength[k, j] = words[pattern["strength"]]
    unsaid = [phase for phase, told in zip(phases, strength[:, j], strict=True) if not told]
    if unsaid:
        raise DataError(
            f"no pattern for phases {', '.join(unsaid)}",
            where=place,
            allowed="one pattern per phase",
            next_step="say what the item looks like there, if only as a hint",
        )


def _index(phase: str, phases: tuple[str, ...], where: str) -> int:
    if phase not in phases:
        raise UnknownName("phase", phase, suggest(phase, phases), options=phases, where=where)
    return phases.index(phase)


def _check_means(prior: EmissionPrior) -> None:
    inside = np.arange(prior.mean.shape[2]) < prior.categories[:, None]
    fine = (prior.mean > 0.0) == inside[None]
    if not fine.all() or not (prior.strength > 0.0).all():
        k, j = (int(i) for i in np.argwhere(~fine.all(axis=2) | (prior.strength <= 0.0))[0])
        raise DataError(
            "a prior that makes a value impossible, or is worth nothing",
            where=f"reading {prior.reading}, item {prior.items[j]}, phase {prior.phases[k]}",
            allowed="means above 0 for every value of the item, strength above 0",
            next_step="give rare values .01 rather than 0: coders err",
        )


def _check_identified(prior: EmissionPrior) -> None:
    """Two phases in different levels of an order with a margin cannot change places."""
    for a, first in enumerate(prior.phases):
        for b in range(a):
            la, lb = prior.level[:, a], prior.level[:, b]
            apart = (la >= 0) & (lb >= 0) & (la != lb) & (prior.margin > 0.0)
            if not apart.any():
                raise DataError(
                    f"nothing keeps phases {prior.phases[b]} and {first} apart",
                    where=f"reading {prior.reading}",
                    allowed="every two phases on different levels of an order with a margin",
                    next_step="add the pair to the order of an item that defines it",
                )
