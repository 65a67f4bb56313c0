"""Who is whose peer: a table of ties, and the weights of peers among the rows of a sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError

if TYPE_CHECKING:
    from rightful.estimation.design import Sample

COLUMNS: Final = ("state", "peer", "weight")


@dataclass(frozen=True, eq=False)
class Ties:
    """A table of ties.

    Attributes
    ----------
    name
        What ties them, in words: ``alliances``.
    rows
        Columns ``state``, ``peer`` (keys of units), ``weight`` (0 or more) and, where ties change,
        ``year``. A tie counts in one direction: that of the state which looks to the peer.
    """

    name: str
    rows: pl.DataFrame = field(repr=False)

    def __post_init__(self) -> None:
        names = self.rows.columns
        numbers = [name for name in COLUMNS if name in names and self.rows[name].dtype.is_numeric()]
        key = [name for name in ("state", "peer", "year") if name in names]
        wrong = (
            (len(numbers) < len(COLUMNS), f"columns {', '.join(names)}"),
            (len(numbers) == 3 and self.rows.null_count().row(0) != (0,) * len(names), "nulls"),
            (
                len(numbers) == 3 and _bad(self.rows),
                "weights",
            ),
            (self.rows.select(key).is_duplicated().any(), "repeated pairs"),
        )
        for is_wrong, what in wrong:
            if is_wrong:
                raise DataError(
                    f"ties cannot be read: {what}",
                    where=f"ties: {self.name}",
                    allowed="numbers state, peer, weight (0 or more), and year where ties change; "
                    "each pair once",
                    next_step="mend the table",
                )


def _bad(rows: pl.DataFrame) -> bool:
    weight = pl.col("weight").cast(pl.Float64)
    return rows.filter(~(weight.is_finite() & (weight >= 0))).height > 0


def peer_weights(sample: Sample, ago: int = 0) -> Any:
    """Return each row's weights of its peers' rows ``ago`` years before, (N, N), sparse (CSR).

    Weights of a row sum to 1; a row without peers in the sample has none. A state is never its own
    peer, nor that of its own past.

    Raises
    ------
    DataError
        When the design does not say who is whose peer, or nobody has one.
    """
    from scipy import sparse

    design = sample.design
    rows = pl.DataFrame(
        {
            "row": np.arange(sample.y.size),
            "state": sample.states[sample.unit],
            "year": sample.years[sample.time],
        }
    )
    theirs = rows.select(peer_row="row", peer="state", year=pl.col("year") + ago)
    if sample.group is not None:
        group = pl.Series("group", sample.group)
        pairs = rows.with_columns(group).join(theirs.with_columns(group), on=["year", "group"])
        pairs = pairs.with_columns(weight=pl.lit(1.0))
    elif isinstance(design.peers, Ties):
        ties = design.peers.rows.cast({"state": pl.Int64, "peer": pl.Int64})
        if "year" in ties.columns:
            ties = ties.cast({"year": pl.Int64})
        on = ["state", *(["year"] if "year" in ties.columns else [])]
        pairs = rows.join(ties, on=on).join(theirs, on=["peer", "year"])
    else:
        raise DataError(
            "the design does not say who is whose peer",
            where=f"peers of {design.outcome}",
            allowed="a column of groups, or ties",
            next_step="name `peers` in the design",
        )
    pairs = pairs.filter(pl.col("state") != pl.col("peer"), pl.col("weight") > 0)
    if pairs.is_empty():
        raise DataError(
            "no row of the sample has a peer in it",
            where=f"peers of {design.outcome}",
            allowed="groups of two states or more, or ties between states of the sample",
            next_step="take wider groups, or other ties",
        )
    pairs = pairs.with_columns(share=pl.col("weight") / pl.col("weight").sum().over("row"))
    places = (pairs["row"].to_numpy(), pairs["peer_row"].to_numpy())
    n = sample.y.size
    return sparse.csr_array((pairs["share"].to_numpy(), places), shape=(n, n))
