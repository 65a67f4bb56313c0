"""Shaming in the Universal Periodic Review: who asks what of whom, and what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._beta_binomial import rates
from rightful.measures.strands._state_series import (
    KEY,
    STATES,
    counted,
    living,
    observed,
    together,
    with_zeros,
)
from rightful.measures.strands._ties import with_allies, with_distant

REVIEW: Final = "upr/sessions-1-20"
ALLIANCES: Final = "alliances/5-dyad-year"
POINTS: Final = "ideal_points/all-2024-06"
YEARS: Final = (2008, 2014)
SPECIFIC: Final = 5  # asks a specific action
TIES: Final[dict[str, tuple[str, Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]]]] = {
    "allies": (ALLIANCES, with_allies),
    "distant": (POINTS, with_distant),
}
WHO: Final = {"allies": "allies", "distant": "states that vote far from it"}
_RATE: Final = (
    "Estimated, 2008-2014, in the year of the review; Beta prior learned from all reviews, 90 % "
    "interval."
)
_ACCEPTED: Final = " What is not accepted is noted, which in the first cycle may be no answer."
_NULL: Final = {
    "allies": " Null without the table alliances; an ally has a promise of defence either way.",
    "distant": " Null without the table ideal_points; far is the farthest quarter of the year's "
    "pairs, which says nothing of rivalry: most states are far from the USA, its allies too.",
}


def _rate(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "probability", low=0, high=1, note=_RATE + note)


class Shaming(Measure):
    """Recommendations by who made them (after Terman and Voeten, key ``terman2018``).

    A recommendation asks; it does not always shame. What is specific costs most to take.
    """

    name = "shaming"
    title = "Recommendations received and made, by sender, tie and answer"
    strand = "network"
    needs = (REVIEW, ALLIANCES, POINTS, STATES)
    gives = (
        Variable(
            "upr_senders",
            "States that made a recommendation to it",
            "number",
            unit="states",
            low=0,
            note="Observed, 2008-2014; null in years without a review. States of the COW list.",
        ),
        Variable(
            "upr_made",
            "Recommendations that it made to others",
            "number",
            unit="recommendations",
            low=0,
            note="Observed, 2008-2014; zero for a living state that the file reviews at all.",
        ),
        _rate("upr_specific_share", "Share of recommendations received that ask specific action"),
        _rate(
            "upr_accepted_share", "Share of recommendations received that it accepted", _ACCEPTED
        ),
        *(
            variable
            for tie, null in _NULL.items()
            for variable in (
                _rate(f"upr_{tie}_share", f"Share of recommendations from {WHO[tie]}", null),
                _rate(
                    f"upr_accepted_{tie}",
                    f"Share of those from {WHO[tie]} that it accepted",
                    null + _ACCEPTED,
                ),
            )
        ),
    )
    references = ("terman2018", "uprinfo2014", "griffiths1973")
    invertible = True

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Count and estimate rates; nothing is drawn, so ``seed`` changes nothing.

        Reads ``upr`` (ccode, sender, year, accepted, action_category) and, where there,
        ``alliances`` (ccode1, ccode2, year, defense), ``ideal_points`` (ccode, year,
        ideal_point) and ``facts/state_years`` (ccode, year).
        """
        if REVIEW not in record:
            return Estimates(together(()), {})
        received = record[REVIEW].cast({"ccode": pl.Int32, "sender": pl.Int32, "year": pl.Int32})
        parts = _counts(received, record)
        diagnostics: dict[str, dict[str, float]] = {}
        for series, counts in _rate_counts(received, record).items():
            if counts.height:
                frame, diagnostics[series] = rates(series, counts)
                parts.append(frame)
        return Estimates(together(parts), diagnostics)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: one review with four recommendations."""
        return {
            REVIEW: pl.DataFrame(
                {
                    "ccode": [811, 811, 811, 811],
                    "sender": [385, 385, 816, None],
                    "year": [2009] * 4,
                    "accepted": [0, 1, 1, 1],
                    "action_category": [5, 5, 2, 4],
                }
            ),
            ALLIANCES: pl.DataFrame(
                {"ccode1": [816], "ccode2": [811], "year": [2009], "defense": [1]}
            ),
            POINTS: pl.DataFrame(
                {
                    "ccode": [811, 385, 816],
                    "year": [2009] * 3,
                    "ideal_point": [-1.0, 1.5, -0.8],
                }
            ),
            STATES: pl.DataFrame({"ccode": [385, 811], "year": [2009, 2009]}).cast(pl.Int32),
        }


def _counts(received: pl.DataFrame, record: Record) -> list[pl.DataFrame]:
    senders = received.drop_nulls("sender").group_by(KEY)
    distinct = senders.agg(pl.col("sender").n_unique().alias("value"), pl.len().alias("inputs"))
    made = received.drop_nulls("sender").select(pl.col("sender").alias("ccode"), "year")
    covered = living(record, *YEARS).join(received, on="ccode", how="semi")
    return [
        observed("upr_senders", distinct),
        observed("upr_made", with_zeros(counted(made), covered)),
    ]


def _rate_counts(received: pl.DataFrame, record: Record) -> dict[str, pl.DataFrame]:
    """Return series -> ``ccode, year, hits, trials``."""
    accepted = pl.col("accepted") == 1
    found = {
        "upr_specific_share": _hits(received, pl.col("action_category") == SPECIFIC),
        "upr_accepted_share": _hits(received, accepted),
    }
    for tie, (table, marked_by) in TIES.items():
        if table in record:
            marked = marked_by(received, record[table])
            tied = marked.filter(pl.col("tie") == 1)
            found[f"upr_{tie}_share"] = _hits(marked, pl.col("tie") == 1)
            found[f"upr_accepted_{tie}"] = _hits(tied, accepted)
    return found


def _hits(rows: pl.DataFrame, hit: pl.Expr) -> pl.DataFrame:
    """Count rows that fulfil ``hit``; a row of which it is not known is no trial."""
    known = hit.is_not_null()
    return rows.group_by(KEY).agg(hit.sum().alias("hits"), known.sum().alias("trials"))
