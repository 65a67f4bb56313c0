"""What several tests do to the frame: lags, interactions, draws on its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.names import HEADLINE
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design
from rightful.estimation.grid import BOTH, Grid, grid
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._stacked import joined

KEY = ["ccode", "year"]
# Standard -> column with the mean of practice.
MEANS: Final = {"changing": "practice", "constant": "practice_constant"}


def before(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the frame with ``columns`` as they were the year before, null where that is none."""
    earlier = frame.select(*KEY, *columns).with_columns(
        (pl.col("year") + 1).cast(frame.schema["year"])
    )
    return frame.drop(columns).join(earlier, on=KEY, how="left", maintain_order="left")


def moved(frame: pl.DataFrame, column: str, name: str, years: int) -> pl.DataFrame:
    """Return the frame with ``name``: the column ``years`` before, or, negative, after."""
    other = frame.select(
        "ccode", (pl.col("year") + years).cast(frame.schema["year"]), pl.col(column).alias(name)
    )
    return frame.join(other, on=KEY, how="left", maintain_order="left")


def times(frame: pl.DataFrame, name: str, first: str, second: str) -> pl.DataFrame:
    """Return the frame with ``name``: first x second, the second put to mean 0 and SD 1."""
    z = (pl.col(second) - pl.col(second).mean()) / pl.col(second).std()
    return frame.with_columns(z.alias(f"z_{second}")).with_columns(
        (pl.col(first) * pl.col(f"z_{second}")).alias(name)
    )


def on_rows(posterior: Posterior, frame: pl.DataFrame) -> NDArray[np.float32]:
    """Return draws on the frame's rows, shape (D, rows), which must all be drawn."""
    places = pl.DataFrame({"ccode": posterior.ccode, "year": posterior.year}).with_row_index("at")
    at = frame.select(KEY).join(places, on=KEY, how="left", maintain_order="left")["at"]
    return np.ascontiguousarray(posterior.draws[:, at.to_numpy()], dtype=np.float32)


def drawn_rows(frame: pl.DataFrame, posteriors: Mapping[str, Posterior]) -> pl.DataFrame:
    """Return the rows that every posterior has."""
    for one in posteriors.values():
        keys = pl.DataFrame({"ccode": one.ccode, "year": one.year})
        keys = keys.select(pl.col(name).cast(frame.schema[name]) for name in KEY)
        frame = frame.join(keys, on=KEY, how="semi", maintain_order="left")
    return frame


def on_practice(
    material: Material,
    frame: pl.DataFrame,
    treatment: str,
    controls: tuple[str, ...],
    measure: str,
    *,
    family: str = HEADLINE,
    where: str = "",
    lagged: Sequence[bool] = BOTH,
) -> Grid:
    """Return the grid of a treatment, a year before, on practice."""
    design = Design(
        "practice_drawn", treatment, controls, where=where, singletons="leave_out", lag=1
    )
    outcomes = dict(material.practice[family])
    named = f"{family} ({measure})" if measure else family
    return grid(frame, design, outcomes, named, lagged=lagged)


__all__ = [
    "MEANS",
    "before",
    "drawn_rows",
    "joined",
    "moved",
    "on_practice",
    "on_rows",
    "times",
]
