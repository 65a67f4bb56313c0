"""On the agenda of the United Nations: reviews held, roll calls about a state's rights."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._state_series import (
    KEY,
    STATES,
    counted,
    living,
    observed,
    together,
    with_zeros,
)

REVIEW: Final = "upr/sessions-1-20"
ASSEMBLY: Final = "unga_resolutions/unvotes-2020"
REVIEW_YEARS: Final = (2008, 2014)
ASSEMBLY_YEARS: Final = (1946, 2019)
NO_ROLL_CALL: Final = 1964
WHOLE: Final = 0  # the vote is on a resolution as a whole


class Agenda(Measure):
    """Places of a state on the agenda of the United Nations, as counted.

    The review is universal, so being reviewed says nothing about conduct; a resolution on one
    state does. Resolutions adopted without a vote, and those of the Commission and the Council,
    are not in the record: a zero of ``unga_country_votes`` is no roll call, not no resolution.
    """

    name = "agenda"
    title = "The agenda of the United Nations: reviews and roll calls about a state"
    strand = "network"
    needs = (REVIEW, ASSEMBLY, STATES)
    gives = (
        Variable(
            "upr_reviewed",
            "Reviewed in the Universal Periodic Review that year",
            "number",
            unit="reviews",
            low=0,
            high=1,
            note="Observed, 2008-2014, sessions 1-20; zero for states that the file reviews in "
            "another year, null for all others (no members of the UN).",
        ),
        Variable(
            "upr_reviews_held",
            "Universal Periodic Reviews of the state up to that year",
            "number",
            unit="reviews",
            low=0,
            high=2,
            note="Observed, 2008-2014; cumulates upr_reviewed.",
        ),
        Variable(
            "unga_country_votes",
            "Roll calls of the General Assembly on resolutions about its human rights",
            "number",
            unit="roll calls",
            low=0,
            note="Observed, 1946-2019 but 1964; whole resolutions, found by rules from titles; "
            "zero where a living state had no roll call.",
        ),
    )
    references = ("keck1998", "uprinfo2014", "voeten2009")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Count by state and year; nothing is drawn, so ``seed`` changes nothing.

        Reads ``upr`` (ccode, year), ``unga_resolutions`` (ccode, year, part) and, for zeros,
        ``facts/state_years`` (ccode, year).
        """
        parts: list[pl.DataFrame] = []
        if REVIEW in record:
            held = _reviews(record)
            parts.append(observed("upr_reviewed", held))
            running = held.sort(KEY).with_columns(pl.col("value", "inputs").cum_sum().over("ccode"))
            parts.append(observed("upr_reviews_held", running))
        if ASSEMBLY in record:
            parts.append(observed("unga_country_votes", _roll_calls(record)))
        return Estimates(together(parts), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: two states reviewed once, one voted upon."""
        years = [2008, 2009, 2010]
        return {
            REVIEW: pl.DataFrame({"ccode": [811, 811, 155], "year": [2009, 2009, 2010]}),
            ASSEMBLY: pl.DataFrame({"ccode": [155, 155], "year": [2009, 2009], "part": [0, 1]}),
            STATES: pl.DataFrame({"ccode": [155] * 3 + [811] * 3, "year": years * 2}).cast(
                pl.Int32
            ),
        }


def _reviews(record: Record) -> pl.DataFrame:
    """Return whether each state that the file reviews at all was reviewed in each year."""
    rows = record[REVIEW].select(pl.col("ccode", "year").cast(pl.Int32))
    covered = living(record, *REVIEW_YEARS).join(rows, on="ccode", how="semi")
    received = rows.group_by(KEY).len()
    held = received.select(*KEY, pl.lit(1.0).alias("value"), pl.col("len").alias("inputs"))
    return with_zeros(held, covered)


def _roll_calls(record: Record) -> pl.DataFrame:
    rows = record[ASSEMBLY].filter(pl.col("part") == WHOLE)
    covered = living(record, *ASSEMBLY_YEARS).filter(pl.col("year") != NO_ROLL_CALL)
    held = rows.filter(pl.col("year").is_between(*ASSEMBLY_YEARS))
    return with_zeros(counted(held.cast({"ccode": pl.Int32, "year": pl.Int32})), covered)
