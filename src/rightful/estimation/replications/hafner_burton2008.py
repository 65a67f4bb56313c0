"""Hafner-Burton 2008: a state in the spotlight goes on, and some of its other rights gain."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import PTS_MEASURE, with_pts, with_shaming
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
)
from rightful.estimation.replications._shaming_example import with_registers

YEARS: Final = "year >= 1976 AND year <= 2000"
POLITICAL: Final = "Freedom House's political rights, turned (1 fewest, 7 most)"
# The best score of Freedom House is 1, the worst 7.
TURN: Final = 8
SHAMERS: Final = {
    "assembly": "the General Assembly",
    "news": "the news",
    "urgent": "Amnesty International",
}
OUTCOMES: Final = {
    "respect_pts": ("terror", PTS_MEASURE, (-1, 0)),
    "political": ("political rights", POLITICAL, (0, 1)),
}


def _design(outcome: str, shamer: str) -> Design:
    return Design(
        outcome,
        shamer,
        CONTROLS,
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=YEARS,
    )


class HafnerBurton2008(Replication):
    """Terror and political rights on shaming by three kinds of actors (hafnerburton2008)."""

    name = "hafner_burton2008"
    title = "Hafner-Burton 2008: sticks and stones"
    reference = "hafnerburton2008"
    sample = "145 states, 1975-2000"
    coding = "shamed by the United Nations, the news and NGOs in the year before"
    estimator = "panel models of ordered ratings, last year's rating held"
    published = (
        "states in the spotlight go on with terror or step it up afterwards, and political rights "
        "gain here and there"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's, 'continued or more terror' "
        "agreeing with worse and with no clear change",
        "votes of the General Assembly on a state's human rights stand for resolutions of the "
        "Commission on Human Rights",
        "articles of the New York Times (1980-2010) stand for Newsweek and the Economist; a state "
        "without an article in these years is read as not shamed, which the list does not promise",
        "urgent actions stand for Amnesty International's releases and reports; the list is whole "
        "from 1991 on, so their rows begin in 1992",
        "ordered logit; controls are polity2, log GDP a head, log population and internal conflict "
        "(UCDP)",
        "the shamed are those who do worst: last year's rating does not hold all of that",
    )
    needs = (*SPINE, *COMMON, "pts")
    helps = ("freedom_house", "news", "urgent_actions", "unga_resolutions")
    lacking = (
        "resolutions of the Commission on Human Rights by state and year",
        "counts of Newsweek and the Economist, and of Amnesty's releases and reports (Ron, Ramos "
        "and Rodgers 2005)",
    )
    specifications = tuple(
        Specification(
            f"{name}, {word}", _design(outcome, shamer), measure, published, "ordered_logit"
        )
        for outcome, (word, measure, published) in OUTCOMES.items()
        for shamer, name in SHAMERS.items()
    )
    questions = tuple(Question(shamer, CONTROLS, where=YEARS) for shamer in SHAMERS)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return ratings turned, shaming by actor and controls."""
        rows = with_pts(with_controls(spine(frames), frames), frames)
        if "freedom_house" in frames.tables:
            rows = beside(rows, frames.tables["freedom_house"], political=TURN - pl.col("pr"))
        return with_shaming(rows, frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "pts": ("pts_s", "pts_a"),
            "freedom_house": ("pr",),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        return with_registers(made_up(sources, (), self.families))
