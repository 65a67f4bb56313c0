"""Prevalence, persistence and exit of decoupling, by stratum, from joint draws.

Decoupled is a state-year in which a promise is unmet: practice below the anchor while an article
that promises the right binds. Only bound state-years count. Persistence is the share of decoupled
state-years that are so again a year later, among those still bound; exit is the share that are
not. Intervals hold the doubt about practice; the state-years are all there are, no sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures.rank import INTERVAL

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
LEAST_AT_RISK = 30


@dataclass(frozen=True)
class Unmet:
    """Joint draws of whether a promise is unmet.

    Attributes
    ----------
    ccode, year
        Shape (N,), one bound state-year each.
    below
        Shape (D, N): whether practice lies below the anchor in the draw.
    """

    ccode: NDArray[np.int32]
    year: NDArray[np.int32]
    below: Flags


def rates(unmet: Unmet, stratum: Sequence[str | None]) -> pl.DataFrame:
    """Return one row per stratum, sorted, and one for ``all``.

    Parameters
    ----------
    unmet
        The bound state-years.
    stratum
        The stratum of each, None where it is not known; then it counts in ``all`` alone.

    Returns
    -------
    Columns stratum, states, state_years; prevalence, persistence and exit, each with ``_low`` and
    ``_high`` (90 %); at_risk, the mean number of decoupled state-years that are bound a year later.
    Persistence and exit are null where fewer than 30 are at risk.

    Raises
    ------
    DataError
        When the strata do not fit the state-years.
    """
    if len(stratum) != unmet.ccode.size:
        raise DataError(
            f"{len(stratum)} strata for {unmet.ccode.size} state-years",
            where="rates of decoupling",
            allowed="one per state-year",
        )
    now, later = _pairs(unmet.ccode, unmet.year)
    labels = np.array([name or "" for name in stratum], dtype=object)
    names = sorted({str(name) for name in labels if name})
    rows = [_row(unmet, name, labels == name, now, later) for name in names]
    everyone = np.ones(labels.size, dtype=np.bool_)
    return pl.DataFrame([*rows, _row(unmet, "all", everyone, now, later)], infer_schema_length=None)


def _pairs(ccode: NDArray[np.int32], year: NDArray[np.int32]) -> tuple[Rows, Rows]:
    """Return positions of state-years whose next year is there too, and of that next year."""
    at = {pair: i for i, pair in enumerate(zip(ccode.tolist(), year.tolist(), strict=True))}
    found = [(i, at[code, when + 1]) for (code, when), i in at.items() if (code, when + 1) in at]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _row(unmet: Unmet, name: str, mine: Flags, now: Rows, later: Rows) -> dict[str, object]:
    inside = mine[now]
    before, after = unmet.below[:, now[inside]], unmet.below[:, later[inside]]
    at_risk = before.sum(axis=1)
    stayed = (before & after).sum(axis=1) / np.maximum(at_risk, 1)
    told = at_risk.mean() >= LEAST_AT_RISK
    return {
        "stratum": name,
        "states": int(np.unique(unmet.ccode[mine]).size),
        "state_years": int(mine.sum()),
        **_summary("prevalence", unmet.below[:, mine].mean(axis=1), True),
        "at_risk": round(float(at_risk.mean()), 1),
        **_summary("persistence", stayed, told),
        **_summary("exit", 1 - stayed, told),
    }


def _summary(name: str, draws: Floats, told: bool | np.bool_) -> dict[str, float | None]:
    if not told:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    low, high = np.quantile(draws, INTERVAL)
    return {name: float(draws.mean()), f"{name}_low": float(low), f"{name}_high": float(high)}
