"""Neumayer 2005: treaties rarely help by themselves, more so where democracy is strong."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import (
    NO_INGOS,
    PTS_MEASURE,
    SOCIETY_PROXY,
    SOCIETY_SOURCE,
    with_pts,
    with_society,
)
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    DOUBTFUL,
    REGIONS,
    SPINE,
    made_up,
    spine,
    with_controls,
    with_neighbours,
    with_treaties,
)

YEARS: Final = "year >= 1980 AND year <= 2002"
TREATIES: Final = {"cat": "the Convention against Torture", "iccpr": "the Civil Covenant"}
SOCIETY: Final = "civil_society"


def _probit(
    label: str, treatment: str, controls: tuple[str, ...], published: tuple[int, ...]
) -> Specification:
    design = Design(
        "respect_pts",
        treatment,
        controls,
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=YEARS,
    )
    return Specification(label, design, PTS_MEASURE, published, "ordered_probit")


def _selected(label: str, treatment: str) -> Specification:
    """Return a treaty by itself, its selection held in two steps; it does not count."""
    plain = _probit(label, treatment, CONTROLS, (0,))
    design = replace(plain.design, instruments=(f"neighbours_{treatment}",))
    return replace(plain, design=design, estimator="selection", counts=False)


class Neumayer2005(Replication):
    """Political terror on treaties, alone and by democracy and civil society (neumayer2005)."""

    name = "neumayer2005"
    title = "Neumayer 2005: do treaties improve respect?"
    reference = "neumayer2005"
    sample = "a panel of states from about 1980 to the early 2000s"
    coding = "a state has ratified from the year in which the treaty binds it"
    estimator = "ordered probit, last year's terror held; linear models with state effects beside"
    published = (
        "rarely any unconditional effect; ratification goes with better practice the more "
        "democratic a state is and the more its citizens take part in international NGOs"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's, the years our reading of it",
        "whether the author held the years fixed is not known here: the rows are read as without, "
        "and shown with",
        SOCIETY_PROXY,
        "civil society comes in beside and does not count, being a proxy",
        "selection into the treaties, held in two steps, comes in beside and does not count: "
        "whether and how the author held it is not known here; terror is there a number, not a "
        "scale of ordered steps",
        DOUBTFUL,
        "terror is the State Department's score, Amnesty's where there is none",
        "controls are polity2, log GDP a head, log population and internal conflict (UCDP); war "
        "between states is not used",
        "the First Optional Protocol, the regional treaties and civil rights as an outcome are not "
        "rerun",
    )
    needs = (*SPINE, *COMMON, "pts")
    helps = (SOCIETY_SOURCE, REGIONS)
    lacking = (NO_INGOS, "the author's panel, its exact years and controls")
    specifications = (
        *(
            _probit(f"{name}, by itself", column, CONTROLS, (0,))
            for column, name in TREATIES.items()
        ),
        *(
            _probit(f"{name}, by democracy", f"{column}_democracy", (column, *CONTROLS), (1,))
            for column, name in TREATIES.items()
        ),
        *(
            Specification(
                f"{name}, by civil society",
                Design(
                    "respect_pts",
                    f"{column}_society",
                    (column, SOCIETY, *CONTROLS),
                    lagged_outcome=True,
                    state_effects=False,
                    year_effects=False,
                    where=YEARS,
                ),
                PTS_MEASURE,
                (1,),
                "ordered_probit",
                counts=False,
            )
            for column, name in TREATIES.items()
        ),
        *(_selected(f"{name}, selection held", column) for column, name in TREATIES.items()),
    )
    questions = (
        *(Question(column, CONTROLS, where=YEARS) for column in TREATIES),
        *(Question(f"{column}_democracy", (column, *CONTROLS), where=YEARS) for column in TREATIES),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return terror turned, treaties, their products with the conditions, controls."""
        rows = with_controls(with_treaties(spine(frames), frames, cat="CAT", iccpr="ICCPR"), frames)
        rows = with_neighbours(rows, frames, *TREATIES)
        rows = with_society(with_pts(rows, frames), frames)
        for column in TREATIES:
            rows = rows.with_columns(
                (pl.col(column) * pl.col("democracy")).alias(f"{column}_democracy")
            )
            if SOCIETY in rows.columns:
                rows = rows.with_columns(
                    (pl.col(column) * pl.col(SOCIETY)).alias(f"{column}_society")
                )
        return rows

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "pts": ("pts_s", "pts_a"),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
            SOCIETY_SOURCE: ("v2x_cspart",),
        }
        return made_up(sources, ("CAT", "ICCPR"), self.families)
