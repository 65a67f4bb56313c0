"""Published scales of practice, each turned so that more is better."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

WORST_TERROR: Final = 6  # a score of 5 is the worst; 6 less it is 5 at best
CIRI = ("tort", "kill", "disap", "polpris")
SCALES: Final = ("ciri_physint", "ciri_torture", "pts", "lhrs")


class Published(Columns):
    """CIRIGHTS, the Political Terror Scale and the Latent Human Rights Protection Scores."""

    sources: ClassVar = {
        "ciri_physint": "cirights",
        "ciri_torture": "cirights",
        "pts": "pts",
        "lhrs": "lhrs",
    }

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``ciri_physint`` (0-8), ``ciri_torture`` (0-2), ``pts`` (1-5) and ``lhrs``.

        ``pts`` is the State Department's score, Amnesty's where that is none.
        """
        scales = {
            "cirights": {
                "ciri_physint": pl.sum_horizontal(CIRI, ignore_nulls=False),
                "ciri_torture": pl.col("tort"),
            },
            "pts": {"pts": WORST_TERROR - pl.coalesce("pts_s", "pts_a")},
            "lhrs": {"lhrs": pl.col("theta_mean")},
        }
        rows = at.spine.select(KEY)
        for source, held in scales.items():
            found = table_of(at.store, source)
            if found is not None:
                named = {name: value.cast(pl.Float64) for name, value in held.items()}
                mine = found.select(pl.col(KEY).cast(pl.Int32), **named).unique(KEY, keep="none")
                rows = rows.join(mine, on=KEY, how="left")
        return rows
