"""Who is looked at: urgent actions, news and recommendations, by state and year."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._state_series import (
    STATES,
    counted,
    living,
    observed,
    together,
    with_zeros,
)

ACTIONS: Final = "urgent_actions/2015-08"
NEWS: Final = "news/1980-2010"
REVIEW: Final = "upr/sessions-1-20"
# The years that the list of urgent actions holds whole.
ACTION_YEARS: Final = (1991, 2014)


def _count(name: str, label: str, unit: str, note: str) -> Variable:
    return Variable(name, label, "number", unit=unit, low=0, note=note)


class Attention(Measure):
    """Attention by networks, news and states, each as counted.

    No latent attention is given: one newspaper without zeros, one network and a review every four
    years are too few inputs, and they share only 2008-2010. Attention is not practice: it
    also follows language, access and size.
    """

    name = "attention"
    title = "Attention to a state's human rights: urgent actions, news, recommendations"
    strand = "network"
    needs = (ACTIONS, NEWS, REVIEW, STATES)
    gives = (
        _count(
            "urgent_actions",
            "Urgent actions of Amnesty International about the state",
            "documents",
            "Observed, 1991-2014, follow-ups included; zero where a living state had none. "
            "Before 1991 and in 2015 the list is not whole: null.",
        ),
        _count(
            "urgent_actions_new",
            "Urgent actions that open a case",
            "documents",
            "Observed, 1991-2014; as urgent_actions without follow-ups.",
        ),
        _count(
            "news_articles",
            "New York Times articles on human rights violations in the state",
            "articles",
            "Observed, 1980-2010; null, not zero, where the file has none. A weak label of place.",
        ),
        _count(
            "upr_received",
            "Recommendations received in the Universal Periodic Review",
            "recommendations",
            "Observed, 2008-2014; null in years in which the state was not reviewed.",
        ),
    )
    references = ("keck1998", "terman2015uas", "terman2014coverage", "uprinfo2014")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Count by state and year; nothing is drawn, so ``seed`` changes nothing.

        Reads ``urgent_actions`` (ccode, year, further_info, whole_year), ``news`` (ccode, year,
        articles), ``upr`` (ccode, year) and, for zeros, ``facts/state_years`` (ccode, year).
        """
        parts: list[pl.DataFrame] = []
        if ACTIONS in record:
            parts += _actions(record)
        if NEWS in record:
            articles = pl.col("articles")
            news = record[NEWS].select(
                "ccode", "year", articles.alias("value"), articles.alias("inputs")
            )
            parts.append(observed("news_articles", news))
        if REVIEW in record:
            parts.append(observed("upr_received", counted(record[REVIEW])))
        return Estimates(together(parts), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: two states, one of them without actions in 1999."""
        return {
            ACTIONS: pl.DataFrame(
                {
                    "ccode": [811, 811, 155],
                    "year": [1999, 1999, 1985],
                    "further_info": [0, 1, 0],
                    "whole_year": [1, 1, 0],
                }
            ),
            NEWS: pl.DataFrame({"ccode": [811], "year": [1999], "articles": [8]}),
            REVIEW: pl.DataFrame({"ccode": [811, 811], "year": [2009, 2009]}),
            STATES: pl.DataFrame({"ccode": [155, 811], "year": [1999, 1999]}).cast(pl.Int32),
        }


def _actions(record: Record) -> list[pl.DataFrame]:
    whole = record[ACTIONS].cast({"ccode": pl.Int32, "year": pl.Int32})
    whole = whole.filter(pl.col("whole_year") == 1)
    covered = living(record, *ACTION_YEARS)
    first = whole.filter(pl.col("further_info") == 0)
    return [
        observed("urgent_actions", with_zeros(counted(whole), covered)),
        observed("urgent_actions_new", with_zeros(counted(first), covered)),
    ]
