"""Hill 2010: matched with their like, parties to the torture convention respect rights less."""

from __future__ import annotations

from functools import partial

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import OBSERVED
from rightful.estimation.replication import Frames, Question, Replication
from rightful.estimation.replications._matched import matched
from rightful.estimation.replications._panel import (
    COMMON,
    COMMON_COLUMNS,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

YEARS = "year >= 1981 AND year <= 2002"
MATCHED_ON = (*CONTROLS, "courts")
PHYSICAL = "CIRIGHTS physical integrity (0-8)"
_matched = partial(matched, on=MATCHED_ON, where=YEARS)


class Hill2010(Replication):
    """Matching, then an ordered regression, on CIRI's indices (hill2010)."""

    name = "hill2010"
    title = "Hill 2010: treaties and like non-parties"
    reference = "hill2010"
    sample = "all states with CIRI's ratings, about 1981-2002"
    coding = "a state has ratified from the year in which the treaty binds it"
    estimator = "ratifiers matched with non-ratifiers on institutions and other covariates, then "
    estimator += "ordered regression on the matched rows"
    published = (
        "the Convention against Torture and, to a lesser extent, the ICCPR go with less respect "
        "for physical integrity; CEDAW with more for women's rights"
    )
    differs = (
        "the printed tables are not in hand; signs are those of the abstract",
        "CIRIGHTS 1.22 stands for CIRI; its index of women's social rights covers 2017 to 2020 "
        "alone and is not rerun",
        "matched on polity2, log GDP a head, log population, internal conflict, CIRIGHTS' "
        "independence of courts and last year's outcome, one to one on the chance of ratification "
        "within a quarter of its standard deviation; his covariates and algorithm are not known "
        "to us in full (legal tradition among them)",
        "where years are added, rows are matched on the year and its square too, and year dummies "
        "stand in the regression",
        "treated rows are matched from the highest chance down; errors are clustered by state and "
        "take the pairs as given, though other orders give other pairs and move a coefficient by "
        "about half its error",
        "practice of women's rights has one rater and so is estimated under the constant standard "
        "alone; its grid has that half and the published index beside it",
    )
    needs = (*SPINE, *COMMON, "cirights")
    families = (HEADLINE, "womens_rights")
    lacking = (
        "CIRI's index of women's social rights, 1981-2007",
        "his matching covariates as coded, legal tradition among them",
    )
    specifications = (
        _matched("CAT, physical integrity", "cat", ("physint", PHYSICAL), (-1,), counts=True),
        _matched("ICCPR, physical integrity", "iccpr", ("physint", PHYSICAL), (-1,), counts=True),
        _matched(
            "CEDAW, women's political rights",
            "cedaw",
            ("women_political", "CIRIGHTS women's political rights (0-3)"),
            (1,),
            counts=True,
        ),
        _matched(
            "CEDAW, women's economic rights",
            "cedaw",
            ("women_economic", "CIRIGHTS women's economic rights (0-3)"),
            (1,),
            counts=False,
        ),
        _matched("CAT, torture", "cat", ("torture", "CIRIGHTS torture (0-2)"), (-1,), counts=False),
    )
    questions = (
        Question("cat", MATCHED_ON, where=YEARS),
        Question("iccpr", MATCHED_ON, where=YEARS),
        Question("cedaw", MATCHED_ON, where=YEARS, family="womens_rights"),
        Question(
            "cedaw",
            MATCHED_ON,
            where=YEARS,
            family="",
            outcome="women_political",
            measure=f"CIRIGHTS women's political rights, {OBSERVED}",
        ),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return CIRIGHTS' ratings, treaties, controls and the independence of courts (0-2)."""
        rows = with_treaties(spine(frames), frames, cat="CAT", iccpr="ICCPR", cedaw="CEDAW")
        rows = beside(
            rows,
            frames.tables["cirights"],
            physint=pl.col("physint_sum"),
            torture=pl.col("tort"),
            women_political=pl.col("wopol"),
            women_economic=pl.col("wecon"),
            courts=pl.col("injud"),
        )
        return with_controls(rows, frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        rated = ("physint_sum", "tort", "wopol", "wecon", "injud")
        sources = COMMON_COLUMNS | {"cirights": rated}
        return made_up(sources, ("CAT", "ICCPR", "CEDAW"), self.families)
