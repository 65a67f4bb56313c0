"""Conrad and Ritter 2013: a treaty binds the leader who is secure in office."""

from __future__ import annotations

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replication_design import Sign
from rightful.estimation.replications._panel import (
    COMMON,
    COMMON_COLUMNS,
    CONTROLS,
    DOUBTFUL,
    REGIONS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_neighbours,
    with_treaties,
)

YEARS = "year >= 1981 AND year <= 2005"
MEASURE = "CIRIGHTS torture (0-2)"
OLD = 20  # years that a regime has stood, of those counted old


def _proxy(
    label: str, which: str, published: tuple[Sign, ...], *, selected: bool = False
) -> Specification:
    design = Design(
        "torture",
        "cat",
        CONTROLS,
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=f"{YEARS} AND {which}",
        instruments=("neighbours_cat",) if selected else (),
    )
    how = "selection" if selected else "ordered_logit"
    return Specification(label, design, MEASURE, published, how, counts=False)


class ConradRitter2013(Replication):
    """Security in office decides whether the treaty matters (conrad2013)."""

    name = "conrad_ritter2013"
    title = "Conrad and Ritter 2013: treaties, tenure and torture"
    reference = "conrad2013"
    sample = "states under leaders, about 1981-2005 here"
    coding = "the Convention against Torture by the leader's security in office"
    estimator = "a model of the choice to commit and of torture, by security in office"
    published = (
        "no effect under insecure leaders; more respect under secure ones, once they committed"
    )
    differs = (
        "leaders' security in office is not in hand: the yearly form of REIGN names regimes and "
        "no leaders, so that the claim itself cannot be run",
        f"beside, and not counted: regimes that have stood {OLD} years or more against younger "
        "ones, a proxy for what secures an office and not for a leader's own security",
        "for their model of selection stand two: an ordered logit with last year's torture, and "
        "two steps (a probit of the treaty, then least squares) with normal errors; their own "
        "equations are not in hand",
        DOUBTFUL,
    )
    needs = (*SPINE, *COMMON, "cirights")
    helps = ("reign", REGIONS)
    lacking = ("leaders' tenure and expected security in office (Archigos, or REIGN by month)",)
    specifications = (
        _proxy("CAT, regimes of 20 years or more", f"regime_age >= {OLD}", (1,)),
        _proxy("CAT, younger regimes", f"regime_age < {OLD}", (0,)),
        _proxy(
            "CAT, regimes of 20 years or more, selection held",
            f"regime_age >= {OLD}",
            (1,),
            selected=True,
        ),
        _proxy("CAT, younger regimes, selection held", f"regime_age < {OLD}", (0,), selected=True),
    )
    questions = (Question("cat", CONTROLS, where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return torture (0-2, 2 none), the treaty, the age of the regime and controls."""
        rows = with_neighbours(with_treaties(spine(frames), frames, cat="CAT"), frames, "cat")
        rows = beside(rows, frames.tables["cirights"], torture=pl.col("tort"))
        if "reign" in frames.tables:
            rows = beside(rows, frames.tables["reign"], regime_age=pl.col("regime_age"))
        return with_controls(rows, frames)

    def example(self) -> Frames:
        """Return made-up frames; regimes there are younger and older by a factor of ten."""
        sources = COMMON_COLUMNS | {"cirights": ("tort",), "reign": ("regime_age",)}
        made = made_up(sources, ("CAT",), self.families)
        older = made.tables["reign"].with_columns(regime_age=pl.col("regime_age") * 10)
        return Frames({**made.tables, "reign": older}, made.practice)
