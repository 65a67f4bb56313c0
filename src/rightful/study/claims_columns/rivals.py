"""Where a state votes in the General Assembly, and how many of its rivals a treaty binds.

No list of rivalries is in hand. A rival is a state of the same region whose ideal point in the
General Assembly lies more than a SD of all states of the year away; the region's others are not.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.record.commitments import binding
from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE: Final = "ideal_points"
APART: Final = 1.0  # SD of the year's ideal points
CORE: Final = ("ICERD", "ICCPR", "ICESCR", "CEDAW", "CAT", "CRC", "ICMW", "CPED", "CRPD")
NAMES: Final = tuple(f"{who}_{name.lower()}" for who in ("rivals", "others") for name in CORE)
Floats = NDArray[np.float64]


class Rivals(Columns):
    """Ideal points; the share of rivals, and of the region's others, that core treaties bind."""

    sources: ClassVar = dict.fromkeys(("ideal_point", *NAMES), SOURCE)

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``ideal_point``; ``rivals_X`` and ``others_X`` (0 to 1), X a core treaty.

        Bonds are those at the year's end.

        Null where the state has no ideal point, or nobody of that kind.
        """
        held = table_of(at.store, SOURCE)
        if held is None:
            return at.spine.select(KEY)
        points = held.select(pl.col(KEY).cast(pl.Int32), "ideal_point").drop_nulls()
        rows = at.spine.drop_nulls("region").join(points, on=KEY).sort("year", "ccode")
        held = binding(int(rows["year"].min()), int(rows["year"].max()))  # type: ignore[arg-type]
        for name in CORE:
            mine = held.filter(pl.col("instrument") == name)
            bound = mine.select(pl.col(KEY).cast(pl.Int32), pl.lit(1.0).alias(name)).unique()
            rows = rows.join(bound, on=KEY, how="left", maintain_order="left")
        parts = [shares(year) for _, year in rows.group_by("year", maintain_order=True)]
        return pl.concat(parts).with_columns(pl.col(KEY).cast(pl.Int32))


def shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``ideal_point`` and the columns ``NAMES`` of one year.

    ``rows`` has ``ccode``, ``year``, ``region``, ``ideal_point`` and a column a treaty, 1 or null.
    """
    point = rows["ideal_point"].to_numpy()
    region = rows["region"].to_numpy()
    near = (region[:, None] == region[None, :]) & ~np.eye(rows.height, dtype=bool)
    apart = np.abs(point[:, None] - point[None, :]) > APART * point.std()
    bound = rows.select(pl.col(CORE).fill_null(0.0)).to_numpy()
    told = np.hstack([_share(near & apart, bound), _share(near & ~apart, bound)])
    columns = [pl.Series(name, told[:, at], nan_to_null=True) for at, name in enumerate(NAMES)]
    return rows.select(*KEY, "ideal_point").with_columns(columns)


def _share(who: NDArray[np.bool_], bound: Floats) -> Floats:
    """Return the share bound among each state's own, shape (states, treaties); NaN where none."""
    many = who.sum(axis=1, keepdims=True).astype(float)
    told: Floats = np.full(bound.shape, np.nan)
    np.divide(who @ bound, many, out=told, where=many > 0)
    return told
