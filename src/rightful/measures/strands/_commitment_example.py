"""A made-up register: states of known readiness meet instruments year by year and act, or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import expit

FloatArray = NDArray[np.float64]

# Instrument -> (opened, parent, log-odds of signing or more, of being bound, after a signature).
MADE_UP: Final = {
    "ICCPR": (1980, "", -1.6, -3.2, -1.2),
    "CEDAW": (1984, "", -1.4, -2.8, -1.0),
    "CAT": (1987, "", -1.8, -3.0, -1.4),
    "CRC": (1990, "", -1.0, -2.2, -0.6),
    "CRPD": (1995, "", -1.5, -2.8, -1.2),
    "ICCPR-OP1": (1980, "ICCPR", -2.0, -2.6, -1.4),
    "ICCPR-OP2": (1990, "ICCPR", -2.4, -3.0, -1.6),
    "OP-CEDAW": (1995, "CEDAW", -2.0, -2.6, -1.4),
    "ROME": (1996, "", -1.8, -2.8, -1.4),
    "CAT-22": (1987, "CAT", -2.6, -2.6, -2.6),
}
SLOPE: Final = 1.3
PACE: Final = 0.15
_RESERVED: Final = -1.5
_ACTS: Final = {
    "state_id": pl.String,
    "instrument": pl.String,
    "act": pl.String,
    "year": pl.Int64,
    "precision": pl.String,
    "articles": pl.String,
    "authority": pl.String,
}


@dataclass(frozen=True)
class MadeUp:
    """A made-up record and the truth behind it.

    Attributes
    ----------
    record
        The frames that the measure needs.
    ccode, year, readiness
        (N,) every state-year and its true latent commitment, unscaled.
    """

    record: dict[str, pl.DataFrame]
    ccode: NDArray[np.int64]
    year: NDArray[np.int64]
    readiness: FloatArray


def made_up(states: int, seed: int, first: int = 1980, last: int = 2010) -> MadeUp:
    """Draw walks of readiness, and acts from the model's own hazards; every fifth is born later."""
    rng = np.random.default_rng(seed)
    births = [first + 11 * (number % 5 == 4) for number in range(states)]
    lives: list[tuple[int, int, float]] = []
    acts: list[tuple[object, ...]] = []
    for number, birth in enumerate(births):
        years = np.arange(birth, last + 1)
        steps = rng.standard_normal(years.size) * np.where(years == birth, 1.0, PACE)
        walk = steps.cumsum()
        lives += [(number + 1, int(y), float(t)) for y, t in zip(years, walk, strict=True)]
        acts += _acts_of(f"state-{number + 1:03}", years, walk, rng)
    ccode, year, readiness = (np.array(column) for column in zip(*lives, strict=True))
    return MadeUp(_record(acts, births, last), ccode, year, readiness)


def example_record() -> dict[str, pl.DataFrame]:
    """Return the register of twenty made-up states over sixteen years."""
    return made_up(states=20, seed=1, first=1990, last=2005).record


def _acts_of(
    state_id: str, years: NDArray[np.int64], walk: FloatArray, rng: np.random.Generator
) -> list[tuple[object, ...]]:
    acts: list[tuple[object, ...]] = []
    signed: set[str] = set()
    bound: set[str] = set()
    for year, level in zip(years, walk, strict=True):
        for name, (opened, parent, sign, bind, after) in MADE_UP.items():
            if year < opened or name in bound or (parent and parent not in bound):
                continue
            draw = rng.random()
            chance = expit((after if name in signed else bind) + SLOPE * level)
            if draw < chance:
                bound.add(name)
                act = "procedure_accepted" if name == "CAT-22" else "ratification"
                acts.append((state_id, name, act, int(year), "day", None, "table"))
                if not parent and rng.random() < expit(_RESERVED - SLOPE * level):
                    acts.append((state_id, name, "reservation", None, "none", "2", "table"))
            elif name not in signed and draw < expit(sign + SLOPE * level):
                signed.add(name)
                acts.append((state_id, name, "signature", int(year), "day", None, "table"))
    return acts


def _record(
    acts: list[tuple[object, ...]], births: list[int], last: int
) -> dict[str, pl.DataFrame]:
    end = date(last, 12, 31)
    obligations = {
        "state_id": pl.String,
        "instrument": pl.String,
        "bound_from": pl.Date,
        "bound_until": pl.Date,
        "known_until": pl.Date,
        "carried_from": pl.String,
    }
    return {
        "facts/acts": pl.DataFrame(acts, schema=_ACTS, orient="row"),
        "facts/obligations": pl.DataFrame(schema=obligations),
        "facts/instruments": pl.DataFrame(
            {
                "instrument": list(MADE_UP),
                "parent": [parent or None for _, parent, *_ in MADE_UP.values()],
                "system": ["UN"] * len(MADE_UP),
                "known_until": [end] * len(MADE_UP),
                "former_states": [1] * len(MADE_UP),
            }
        ),
        "facts/states": pl.DataFrame(
            {
                "state_id": [f"state-{i + 1:03}" for i in range(len(births))],
                "ccode": list(range(1, len(births) + 1)),
                "start": [date(birth, 1, 1) for birth in births],
                "end": [None] * len(births),
            },
            schema_overrides={"end": pl.Date},
        ),
        "facts/authorities": pl.DataFrame({"authority": ["table"], "as_of": [end]}),
        "facts/memberships": pl.DataFrame(
            {"ccode": [1], "body": ["CoE"], "first_year": [min(births)], "last_year": [last]}
        ),
    }
