"""Hill and Jones 2014: what foretells repression, and that ratification does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.estimation._replicate import grid_rows
from rightful.estimation.design import Design, sample
from rightful.estimation.replication import (
    AUTHOR_ROWS,
    Frames,
    Question,
    Replicated,
    Replication,
    Specification,
)
from rightful.estimation.replication_verdict import judged, verdict
from rightful.estimation.replications._outcomes import (
    PHYSINT_MEASURE,
    PTS_MEASURE,
    SOCIETY_SOURCE,
    with_physint,
    with_pts,
)
from rightful.estimation.replications._panel import (
    COMMON,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)
from rightful.estimation.replications._prediction import FOLDS, REPEATS, SCALE, gain

YEARS: Final = "year >= 1981 AND year <= 1999"
# The authors' baseline holds what most studies hold.
BASE: Final = ("log_gdppc", "log_population")
ESTIMATOR: Final = "cross_validation"
OUTCOMES: Final = {"physint": ("CIRI", PHYSINT_MEASURE), "respect_pts": ("PTS", PTS_MEASURE)}
# Column, what it is, published signs of its gain, whether the verdict rests on it.
PREDICTORS: Final[tuple[tuple[str, str, tuple[int, ...], bool], ...]] = (
    ("iccpr", "ratifying the Civil Covenant", (-1, 0), True),
    ("civil_war", "civil war", (1,), True),
    ("competition", "competition of participation", (1,), True),
    ("courts", "judicial constraints (V-Dem) for independent courts", (1,), False),
    ("cat", "ratifying the Convention against Torture", (-1, 0), False),
)


def _test(outcome: str, predictor: tuple[str, str, tuple[int, ...], bool]) -> Specification:
    column, name, published, counts = predictor
    short, measure = OUTCOMES[outcome]
    design = Design(outcome, column, BASE, state_effects=False, year_effects=False, where=YEARS)
    return Specification(
        f"{name} foretells {short}", design, measure, published, ESTIMATOR, counts=counts
    )


class HillJones2014(Replication):
    """What a predictor adds to the prediction of states left out (hill2014); a light version."""

    name = "hill_jones2014"
    title = "Hill and Jones 2014: explanations of state repression, judged by prediction"
    reference = "hill2014"
    sample = "states, 1981-1999; 31 covariates, five imputations"
    coding = "each covariate beside a baseline, a year before"
    estimator = "ten-fold cross-validation, 1,000 times; permutation importance in random forests"
    published = (
        "civil war foretells best, democracy well and partly by definition; ratifying the ICCPR "
        "improves prediction in no baseline"
    )
    differs = (
        "a light version: five predictors of 31, one baseline (log GDP a head, log population), "
        "least squares, no forests, no imputation",
        f"the estimate is the fall in squared error out of sample, as a {SCALE}, over "
        f"{REPEATS} times {FOLDS} folds; better means that prediction improves, and not that "
        "respect does",
        "folds hold whole states, the authors' hold rows: a state's other years foretell it",
        "signs are those of the authors' replication files as our theory reports them",
        "competition of participation overlaps with repression by definition, as the authors warn",
    )
    needs = (*SPINE, *COMMON, "cirights", "pts")
    helps = (SOCIETY_SOURCE,)
    lacking = (
        "the authors' 31 covariates in five imputations: youth bulges, fair trial clauses, common "
        "law, oil and others",
    )
    specifications = tuple(_test(outcome, one) for outcome in OUTCOMES for one in PREDICTORS)
    questions = (Question("iccpr", (*BASE, "democracy", "civil_war"), where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return both ratings turned, the predictors and the baseline."""
        rows = with_treaties(spine(frames), frames, iccpr="ICCPR", cat="CAT")
        rows = with_pts(with_physint(with_controls(rows, frames), frames), frames)
        rows = beside(rows, frames.tables["polity"], competition=pl.col("parcomp"))
        if SOCIETY_SOURCE in frames.tables:
            rows = beside(rows, frames.tables[SOCIETY_SOURCE], courts=pl.col("v2x_jucon"))
        return rows

    def run(self, frames: Frames, seed: int) -> Replicated:
        """Return the gains in prediction as the author's rows, and the grid."""
        if any(need not in frames.tables for need in self.needs):
            return super().run(frames, seed)
        panel = self.panel(frames)
        told = [
            _row(panel, one, years, seed)
            for one in self.specifications
            for years in (one.design.year_effects, not one.design.year_effects)
        ]
        rows = pl.DataFrame([row for row, _ in told], schema=AUTHOR_ROWS, orient="row")
        cells, why_not = grid_rows(panel, self.questions, frames.practice)
        each = tuple(judged(one, rows) for one in self.specifications)
        absent = tuple(need for need in self.helps if need not in frames.tables)
        return Replicated(
            study=self.name,
            verdict=verdict(each),
            absent=absent,
            missing=(*absent, *self.lacking),
            tested=each,
            author_rows=rows,
            grid=cells,
            unanswered=(*(why for _, why in told if why), *why_not),
        )

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "cirights": ("tort", "kill", "disap", "polpris"),
            "pts": ("pts_s", "pts_a"),
            "polity": ("polity2", "parcomp"),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
            SOCIETY_SOURCE: ("v2x_jucon",),
        }
        return made_up(sources, ("ICCPR", "CAT"), self.families)


def _row(
    panel: pl.DataFrame, one: Specification, years: bool, seed: int
) -> tuple[dict[str, object], str]:
    """Return one row, columns ``AUTHOR_ROWS``, and why it has no estimate; empty: it has."""
    design = replace(one.design, year_effects=years)
    row: dict[str, object] = dict.fromkeys(AUTHOR_ROWS) | {
        "treatment": design.treatment,
        "outcome": design.outcome,
        "measure": one.measure,
        "standard": one.standard,
        "year_effects": years,
        "state_effects": design.state_effects,
        "lagged": design.lagged_outcome,
        "specification": one.label,
        "as_author": years == one.design.year_effects,
        "estimator": ESTIMATOR,
    }
    try:
        rows = sample(panel, design)
        found = gain(rows, seed)
    except DataError as error:
        held = "with" if years else "without"
        return row, f"{one.label}, {held} year effects: {'; '.join(error.details) or error.what}"
    return row | {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "p": found.p,
        "n": rows.y.size,
        "states": rows.states.size,
        "years": rows.years.size,
        "scale": SCALE,
        "notes": f"{FOLDS} folds of states, {REPEATS} times; errors clustered by state",
    }, ""
