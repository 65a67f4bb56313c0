"""Evidence as the latent model takes it: soft values by sequence, and the covariates of moves.

A sequence is a run of a state's years without a gap. Values are those observed in the year itself:
what stands over from an earlier year is the model's business, not the coder's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.evidence import Evidence
from rightful.spiral.items import items
from rightful.spiral.language import Leaf
from rightful.spiral.leaves import NO, YES, answer
from rightful.spiral.panel import NULL, Panel

Floats = NDArray[np.float64]
# How loud a proxy speaks, and a search that found nothing: it is the same search every year.
PROXY: Final = 0.5
UNSEEN: Final = 0.25
# Concessions are asked for over a window of years, and so they are given.
WINDOWED: Final = ("C1", "C2")
# What a value does not exclude entirely: no coder is sure of anything.
SLIP: Final = 0.02
COVARIATES: Final = ("pressure_x_vulnerability", "organized_opposition", "political_opportunity")


@dataclass(frozen=True)
class Sequences:
    """Where each state-year stands.

    Attributes
    ----------
    sequence, place
        Shape (N,): which sequence a row of the panel is in, and which year of it.
    lengths
        Shape (S,), int32.
    """

    sequence: NDArray[np.int64]
    place: NDArray[np.int64]
    lengths: NDArray[np.int32]

    def spread(self, values: NDArray[np.generic], empty: float) -> NDArray[np.generic]:
        """Return values (N, ...) as (S, T, ...), ``empty`` behind a sequence's end."""
        shape = (self.lengths.size, int(self.lengths.max()), *values.shape[1:])
        whole = np.full(shape, empty, dtype=values.dtype)
        whole[self.sequence, self.place] = values
        return whole


def sequences(panel: Panel) -> Sequences:
    """Return the runs of years without a gap."""
    starts = ~panel.follows()
    sequence = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    place = np.arange(starts.size) - first[sequence]
    return Sequences(sequence, place, np.bincount(sequence).astype(np.int32))


def soft_evidence(
    panel: Panel, cells: pl.DataFrame, prior: EmissionPrior, where: Sequences
) -> Evidence:
    """Return the evidence of every sequence on the items of a reading.

    Parameters
    ----------
    panel
        The state-years, with the values chosen.
    cells
        The same values with their doubt: ccode, year, item, value, confidence, proxy.
    """
    width = int(prior.categories.max())
    likelihood = np.ones((panel.year.size, len(prior.items), width), dtype=np.float32)
    weight = np.ones((panel.year.size, len(prior.items)), dtype=np.float32)
    for j, item in enumerate(prior.items):
        size = int(prior.categories[j])
        if item == "L":
            likelihood[:, j, :size] = _law(panel)
        elif item == "H":
            likelihood[:, j, :size] = _habit(panel)
        else:
            mine = cells.filter(pl.col("item") == item)
            told, loud = _item(panel, _standing(mine, item) if item in WINDOWED else mine, size)
            likelihood[:, j, :size] = told
            weight[:, j] = loud
    return Evidence(
        where.spread(likelihood, 1.0).astype(np.float32),
        where.spread(weight, 1.0).astype(np.float32),
        where.lengths,
        prior.items,
    )


def covariates(panel: Panel, opportunity: pl.DataFrame, where: Sequences) -> Floats:
    """Return what moves depend on, (S, T, 3), NaN where missing, in the order of ``COVARIATES``.

    Material pressure stands for pressure times vulnerability: no record in hand tells how
    vulnerable a state is to it. ``opportunity`` is ccode, year, ``mean``.
    """
    pressure, opposition = (_known(panel.item(name)) for name in ("P", "DO"))
    years = pl.DataFrame({"ccode": panel.ccode, "year": panel.year})
    held = years.join(opportunity, on=["ccode", "year"], how="left", maintain_order="left")
    open_ = held["mean"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return where.spread(np.stack([pressure, opposition, open_], axis=1), np.nan).astype(np.float64)


def _known(values: NDArray[np.int8]) -> Floats:
    return np.where(values == NULL, np.nan, values.astype(np.float64))


def _item(panel: Panel, mine: pl.DataFrame, size: int) -> tuple[Floats, Floats]:
    """Return an item's likelihoods (N, size), all ones where nothing speaks, and weights (N,)."""
    years = pl.DataFrame({"ccode": panel.ccode, "year": panel.year})
    told = years.join(mine, on=["ccode", "year"], how="left", maintain_order="left")
    value = told["value"].fill_null(NULL).to_numpy()
    sure = told["confidence"].fill_null(1.0).clip(1 / size, 1 - SLIP).to_numpy()
    others = (1 - sure) / (size - 1)
    says = np.where(value[:, None] == np.arange(size), sure[:, None], others[:, None])
    proxy, unseen = (told[name].fill_null(value=False).to_numpy() for name in ("proxy", "unseen"))
    loud = np.where(proxy, PROXY, np.where(unseen, UNSEEN, 1.0))
    return np.where(value[:, None] == NULL, 1.0, says), loud


def _standing(mine: pl.DataFrame, item: str) -> pl.DataFrame:
    """Return what was seen in the year or stands from before: the most of the window."""
    window = pl.DataFrame({"later": range(items()[item].stands_for + 1)}, {"later": pl.Int32})
    return (
        mine.join(window, how="cross")
        .with_columns(year=pl.col("year") + pl.col("later"))
        .sort("value", "confidence", descending=True)
        .group_by("ccode", "year")
        .first()
    )


def _law(panel: Panel) -> Floats:
    """Return likelihoods of none, treaty, treaty and law at home, complaint procedure; (N, 4)."""
    treaty, home, complaint = (panel.item(name) for name in ("LT", "LH", "LC"))
    open_ = np.ones((panel.year.size, 4))
    open_[treaty == 0, 1:] = SLIP
    open_[treaty >= 1, 0] = SLIP
    bound = treaty >= 1
    open_[bound & (complaint >= 1), :3] = SLIP
    open_[bound & (complaint == 0), 3] = SLIP
    undecided = bound & (complaint < 1)
    open_[undecided & (home >= 1), 1] = SLIP
    open_[undecided & (home == 0), 2] = SLIP
    return open_


def _habit(panel: Panel) -> Floats:
    """Return likelihoods of no, not yet five years, yes; (N, 3)."""
    rare = answer(panel, Leaf("V", 0, at_least=False, mode="for", years=1))
    long = answer(panel, Leaf("V", 0, at_least=False, mode="for", years=5))
    calm = answer(panel, Leaf("P", 0, at_least=False, mode="for", years=5))
    told = np.ones((panel.year.size, 3))
    told[rare == NO, 1:] = SLIP
    told[rare == YES, 0] = SLIP
    told[(rare == YES) & ((long == NO) | (calm == NO)), 2] = SLIP
    told[(long == YES) & (calm == YES), 1] = SLIP
    return told
