"""Made-up registers of shaming for examples."""

from __future__ import annotations

import polars as pl

from rightful.estimation.replication import Frames
from rightful.estimation.replications._panel import spine

# Shamed are the state-years whose number leaves a small rest.
STEP, FEW = 7, 3


def with_registers(frames: Frames) -> Frames:
    """Return the frames with news, urgent actions and roll calls about some state-years."""
    number = (pl.col("ccode") * 31 + pl.col("year") * 17) % STEP
    keys = spine(frames).with_columns(number=number)
    some = keys.filter(pl.col("number") < FEW)
    tables = dict(frames.tables)
    tables["news"] = some.select("ccode", "year", articles=pl.col("number") + 1)
    tables["urgent_actions"] = keys.filter(pl.col("number") > FEW).select(
        "ccode", "year", whole_year=pl.lit(1)
    )
    tables["unga_resolutions"] = keys.filter(pl.col("number") == FEW).select("ccode", "year")
    return Frames(tables, frames.practice)
