"""Where on the spiral a state is, and what it concedes: by the rules and the evidence that ship."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.core.phase import PHASES
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.panel import NULL
from rightful.spiral.rules import MARKED
from rightful.spiral.units import AT_LARGE, unit
from rightful.study.claims_columns._contract import At, Columns
from rightful.study.spiral_evidence import gathered, panels
from rightful.study.spiral_phases import ORTHODOX, phases_of

EARLY: Final = ("1", "2", "3")  # repression, denial, tactical concessions
CONCESSION, VIOLATIONS = "C2", "V"


class Stages(Columns):
    """Early phases (orthodox rules), concessions and violations, of human rights at large."""

    sources: ClassVar = {"early_stage": "", "concession": "", "violations": ""}

    def columns(self, at: At) -> pl.DataFrame:
        """Return ``early_stage``, ``concession`` and ``violations``, 0 or 1, null where not known.

        ``early_stage``: no phase beyond tactical concessions is possible by the rules of 1999.
        ``concession``: a formal concession in the year, by the record and analysts, mostly a treaty
        or a procedure accepted; null after the last year in which any state made one.
        ``violations``: there were some, or widespread ones, in the year.
        """
        # The user's own codings are not among them, so that answers do not depend on them.
        held = panels(gathered(at.shelf, unit(AT_LARGE), Thresholds(), own=False), Thresholds())
        told = phases_of(held)
        beyond = [place for place, name in enumerate(PHASES[ORTHODOX[1]]) if name not in EARLY]
        bits = told.possible[ORTHODOX[1]].astype(np.int64)
        later = np.bitwise_and(bits, sum(1 << place for place in beyond)) > 0
        items = {"concession": CONCESSION, "violations": VIOLATIONS}
        rows = pl.DataFrame(
            {
                "ccode": told.ccode,
                "year": told.year,
                "early_stage": (~later).astype(float),
                **{name: _seen(held[MARKED].item(item)) for name, item in items.items()},
            }
        )
        last = rows.filter(pl.col("concession") > 0)["year"].max()
        return rows.with_columns(
            pl.when(pl.col("year") <= last).then(pl.col("concession")).alias("concession")
        )


def _seen(values: np.ndarray) -> pl.Series:
    """Return 0 or 1 of an item's values, null where there is none."""
    return pl.Series(np.where(values == NULL, np.nan, values > 0)).fill_nan(None)
