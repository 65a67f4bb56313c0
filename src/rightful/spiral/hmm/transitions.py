"""Which moves a reading allows, how often they are expected, what their log-odds depend on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError, UnknownName
from rightful.core.names import suggest

TABLES: Final = ("orthodox", "revised")
KINDS: Final = ("step", "regression", "backlash", "jump")


@dataclass(frozen=True)
class TransitionPrior:
    """Gaussian priors of the log-odds of M moves against staying, on F features.

    A move into year t + 1 depends on the covariates of year t, so on what was there before it.

    Attributes
    ----------
    name, phases, covariates
        Name of the table, K labels, P names; F = 1 + 2 P (intercept, values, missing or not).
    origin, destination
        (M,) phases of each move, by origin; staying is always allowed and has no entry.
    kind
        M words of ``KINDS``.
    mean, sd
        (M, F) of the coefficients.
    block, leaves
        (K,) and (M,) which phases may absorb, and which moves leave them for good.
    epsilon
        Yearly hazard of leaving below which the block is called absorbing.
    """

    name: str
    phases: tuple[str, ...]
    covariates: tuple[str, ...]
    origin: NDArray[np.int64]
    destination: NDArray[np.int64]
    kind: tuple[str, ...]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    block: NDArray[np.bool_]
    leaves: NDArray[np.bool_]
    epsilon: float

    def __post_init__(self) -> None:
        twice = len({*zip(self.origin.tolist(), self.destination.tolist(), strict=True)})
        stays = (self.origin == self.destination).any()
        if (np.diff(self.origin) < 0).any() or twice != len(self.origin) or stays:
            raise DataError(
                "moves are not listed by origin, each once",
                where=f"table of moves {self.name}",
                allowed="rows sorted by origin, destination another phase",
                next_step="sort the rows; staying needs no row",
            )

    @property
    def first(self) -> NDArray[np.int64]:
        """(K + 1,) where the moves of each origin begin."""
        return np.searchsorted(self.origin, np.arange(len(self.phases) + 1))


def load_transitions(table: str) -> TransitionPrior:
    """Return the moves of ``tables/hmm/transitions_<table>.toml``.

    Raises
    ------
    UnknownName
        When there is no such table.
    """
    if table not in TABLES:
        raise UnknownName("table of moves", table, suggest(table, TABLES), options=TABLES)
    name = f"transitions_{table}.toml"
    folder = resources.files("rightful.spiral") / "tables" / "hmm"
    return parsed(tomllib.loads((folder / name).read_text(encoding="utf-8")), name)


def parsed(raw: dict[str, Any], where: str) -> TransitionPrior:
    """Return the moves that a table says; ``where`` is named in errors."""
    phases = tuple(raw["phases"])
    rows = sorted(raw["move"], key=lambda row: phases.index(_known(row["from"], phases, where)))
    covariates = tuple(raw["covariates"])
    origin = np.array([phases.index(row["from"]) for row in rows])
    destination = np.array([phases.index(_known(row["to"], phases, where)) for row in rows])
    chance = np.array([float(row["chance"]) for row in rows])
    left = np.bincount(origin, chance, len(phases))
    if (chance <= 0.0).any() or (left >= 1.0).any():
        raise DataError(
            "chances of moving leave no chance of staying",
            where=where,
            allowed="each above 0, their sum below 1 by origin",
            next_step="lower the chances of " + phases[int(left.argmax())],
        )
    mean = np.zeros((len(rows), 1 + 2 * len(covariates)))
    mean[:, 0] = np.log(chance / (1.0 - left[origin]))
    spreads = raw["spread"]
    sd = np.full(mean.shape, float(spreads["covariate"]))
    sd[:, 0] = [float(spreads[_known(row["kind"], KINDS, where)]) for row in rows]
    sd[:, 1 + len(covariates) :] = float(spreads["missing"])
    absorbing = raw["absorbing"]
    block = np.array([phase in absorbing["block"] for phase in phases])
    up = np.array([phase in absorbing["leaves_to"] for phase in phases])
    leaves = block[origin] & up[destination]
    # Whether the block is ever left is the open question: its prior must reach nearly zero.
    sd[leaves, 0] = float(spreads["leaving"])
    return TransitionPrior(
        name=raw["name"],
        phases=phases,
        covariates=covariates,
        origin=origin,
        destination=destination,
        kind=tuple(row["kind"] for row in rows),
        mean=mean,
        sd=sd,
        block=block,
        leaves=leaves,
        epsilon=float(absorbing["epsilon"]),
    )


def _known(name: str, options: tuple[str, ...], where: str) -> str:
    if name not in options:
        raise UnknownName("word", name, suggest(name, options), options=options, where=where)
    return name
