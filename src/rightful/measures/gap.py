"""The gap of a fitted family: promise unmet and the standardized difference, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures.decoupling import (
    Reference,
    any_below_anchor,
    below_anchor,
    promise_unmet,
    reference,
    standardized_difference,
)
from rightful.measures.practice import Practice, margin_draws
from rightful.measures.rank import summarize

# Long enough to hold the spread of both, closed so that a new year does not move old numbers.
REFERENCE_YEARS = (1977, 2019)
REFERENCE_SET = "all state-years 1977-2019 with both measures"


@dataclass(frozen=True)
class References:
    """How practice and commitment were standardized, per right (``all`` is the family)."""

    practice: dict[str, Reference]
    commitment: dict[str, Reference]


def gap_estimates(practice: Practice, depth: pl.DataFrame) -> tuple[pl.DataFrame, References]:
    """Return the gap for the family and each of its rights.

    Parameters
    ----------
    practice
        The fitted family under one standard.
    depth
        Columns ccode, year, right, commitment, binds; every state-year of ``practice`` and every
        right, ``all`` included.

    Returns
    -------
    Columns ccode, year, family, right, standard, commitment, binds, below_anchor, promise_unmet,
    decoupling_mean, decoupling_sd, decoupling_low, decoupling_high; and the references.
    """
    rights = sorted(practice.margins)
    margins = {right: margin_draws(practice, right) for right in rights}
    held = {right: _aligned(practice, depth, right) for right in (*rights, "all")}
    references = _references(practice, margins, held)
    parts = []
    for right in (*rights, "all"):
        commitment, binds, _ = held[right]
        draws = practice.posterior.draws if right == "all" else margins[right]
        below, unmet = _unmet(right, rights, margins, held, binds)
        unmet = np.where(_told(right, rights, held), unmet, np.nan)
        difference = summarize(
            standardized_difference(
                draws, commitment, references.practice[right], references.commitment[right]
            )
        )
        parts.append(
            pl.DataFrame(
                {
                    "ccode": practice.posterior.ccode,
                    "year": practice.posterior.year,
                    "commitment": commitment,
                    "below_anchor": below,
                    "promise_unmet": unmet,
                    "decoupling_mean": difference.mean,
                    "decoupling_sd": difference.sd,
                    "decoupling_low": difference.low,
                    "decoupling_high": difference.high,
                }
            ).with_columns(
                pl.selectors.float().fill_nan(None),
                family=pl.lit(practice.family),
                right=pl.lit(right),
                standard=pl.lit(practice.standard),
            )
        )
    known = depth.select(pl.col("ccode", "year").cast(pl.Int32), pl.col("right"), pl.col("binds"))
    return pl.concat(parts).join(known, on=["ccode", "year", "right"], how="left"), references


Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Held = dict[str, tuple[Floats, Flags, Flags]]  # commitment, binds, whether that is known
Margins = dict[str, NDArray[np.float32]]


def _unmet(
    right: str, rights: list[str], margins: Margins, held: Held, binds: Flags
) -> tuple[Floats, Floats]:
    if right != "all":
        below = below_anchor(margins[right])
        return below, promise_unmet(below, binds)
    every = [margins[each] for each in rights]
    anything = np.ones((len(rights), every[0].shape[1]), dtype=np.bool_)
    bound = np.stack([held[each][1] for each in rights])
    return any_below_anchor(every, anything), any_below_anchor(every, bound)


def _told(right: str, rights: list[str], held: Held) -> Flags:
    """Whether the register says, for the right or for each right of the family, what binds."""
    asked = rights if right == "all" else [right]
    return np.asarray(np.stack([held[each][2] for each in asked]).all(axis=0), dtype=np.bool_)


def _aligned(practice: Practice, depth: pl.DataFrame, right: str) -> tuple[Floats, Flags, Flags]:
    wanted = pl.DataFrame(
        {"ccode": practice.posterior.ccode, "year": practice.posterior.year}
    ).with_row_index("order")
    of_right = depth.filter(pl.col("right") == right).with_columns(
        pl.col("ccode").cast(pl.Int32), pl.col("year").cast(pl.Int32)
    )
    joined = wanted.join(of_right, on=["ccode", "year"], how="left").sort("order")
    missing = joined["right"].null_count()
    if missing or joined.height != wanted.height:
        raise DataError(
            f"{missing} state-years have no commitment on {right}",
            where="the gap",
            allowed="one row per state-year of practice",
            next_step="pass the depth of every state-year: 0 where nothing binds, null if unknown",
        )
    return (
        joined["commitment"].fill_null(float("nan")).to_numpy().astype(np.float64),
        joined["binds"].fill_null(False).to_numpy().astype(np.bool_),
        joined["binds"].is_not_null().to_numpy().astype(np.bool_),
    )


def _references(practice: Practice, margins: Margins, held: Held) -> References:
    first, last = REFERENCE_YEARS
    inside = (practice.posterior.year >= first) & (practice.posterior.year <= last)
    if not inside.any():
        raise DataError(
            "no state-year lies in the reference set of the standardized difference",
            where=practice.family,
            allowed=REFERENCE_SET,
            next_step="fit a panel that covers these years",
        )
    of_practice = {
        right: reference(draws.mean(axis=0, dtype=np.float64)[inside], REFERENCE_SET)
        for right, draws in {**margins, "all": practice.posterior.draws}.items()
    }
    of_commitment = {
        right: reference(commitment[inside], REFERENCE_SET)
        for right, (commitment, _, _) in held.items()
    }
    return References(of_practice, of_commitment)
