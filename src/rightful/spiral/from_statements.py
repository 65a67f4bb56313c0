"""Items of talk, from what the coder heard, and the criticism that was put."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.evidence import GENERAL
from rightful.spiral.rows import NONE_FOUND, OBSERVED, evidence_rows, with_zeros

CODER: Final = "statements, coded by the program"
# A speaker can blame where no text in hand was kept.
NO_BLAME: Final = 0.7
MANY: Final = 5
DEEDS: Final = ("C1", "R1")


def heard_rows(heard: pl.DataFrame) -> pl.DataFrame:
    """Return evidence from ccode, year, right, item, value, p_heard, p_again, statements.

    The confidence of a 1 is P(heard), of a 2 P(heard again), of a 0 P(not heard). A 2 that is not
    sure enough as such is a 1 that is surer: both rows are given.
    """
    # That a speech tells of no deed does not say that there was none.
    heard = heard.filter((pl.col("value") > 0) | ~pl.col("item").is_in(list(DEEDS)))
    twice = heard.filter(pl.col("value") == 2)
    once = heard.with_columns(value=pl.col("value").clip(0, 1))
    sure = pl.when(pl.col("value") == 0).then(1 - pl.col("p_heard")).otherwise("p_heard")
    told = pl.concat(
        [
            once.with_columns(confidence=sure.fill_null(NO_BLAME)),
            twice.with_columns(confidence=pl.col("p_again")),
        ]
    ).with_columns(
        rows="statements",
        found=pl.when(pl.col("value") == 0).then(pl.lit(NONE_FOUND)).otherwise(pl.lit(OBSERVED)),
    )
    return evidence_rows(told, origin="statement", proxy=False, source=CODER)


def criticism_rows(put: pl.DataFrame, searched: pl.DataFrame) -> pl.DataFrame:
    """Return SH and CR from ccode, year, right, act, p_put, number, statements.

    Parameters
    ----------
    put
        Criticism put to states.
    searched
        ccode, year, ``blame`` (texts in which states blame each other are in hand) and
        ``recommended`` (as well those in which they recommend).
    """
    blame = put.filter(pl.col("act") == "shame")
    return pl.concat(
        [
            _rows(blame, searched.filter("blame"), "SH"),
            _rows(put, searched.filter("recommended"), "CR"),
        ]
    )


def _rows(put: pl.DataFrame, searched: pl.DataFrame, item: str) -> pl.DataFrame:
    number = pl.col("number").sum()
    counted = put.group_by("ccode", "year", "right").agg(
        value=pl.when(number >= MANY).then(2).otherwise(1).cast(pl.Int8),
        confidence=1 - (1 - pl.col("p_put")).product(),
        rows=pl.col("statements").explode().unique().sort(),
    )
    found = counted.with_columns(found=pl.lit(OBSERVED))
    # Filed under human rights in general, the zeros stand for every right: what was found on one
    # outweighs them.
    none = with_zeros(counted.head(0), searched, NO_BLAME).with_columns(right=pl.lit(GENERAL))
    told = pl.concat([found, none], how="diagonal_relaxed")
    return evidence_rows(told, item=item, origin="statement", proxy=False, source=CODER)
