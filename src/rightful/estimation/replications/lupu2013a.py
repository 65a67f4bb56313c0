"""Lupu 2013: once preferences over treaties are held, two treaties have no clear effect."""

from __future__ import annotations

from functools import partial

import polars as pl

from rightful.core.names import HEADLINE
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

YEARS = "year >= 1981 AND year <= 2005"
MATCHED_ON = (*CONTROLS, "ideal_point", "treaties_joined")
PHYSICAL = "CIRIGHTS physical integrity (0-8)"
# What a state had joined besides the treaty in question: a trace of its preferences.
OTHERS = ("ICERD", "ICESCR", "CRC", "ICCPR-OP1")
_matched = partial(matched, on=MATCHED_ON, where=YEARS)


class Lupu2013a(Replication):
    """Matching on preferences, then regression, on CIRI's indices (lupu2013a)."""

    name = "lupu2013a"
    title = "Lupu 2013: treaties and the wish to join them"
    reference = "lupu2013a"
    sample = "all states with CIRI's ratings, about 1981-2005"
    coding = "a state has committed from the year in which the treaty binds it"
    estimator = "ideal points over treaties, matching on the chance of commitment, then regression"
    published = (
        "CEDAW improves respect for women's rights; the Convention against Torture and the ICCPR "
        "have no significant effect"
    )
    differs = (
        "his ideal points are estimated from some 300 treaties (W-NOMINATE); a proxy stands for "
        "them: ideal points of votes in the General Assembly, and how many of four other treaties "
        "(ICERD, ICESCR, CRC, the ICCPR's first protocol) the state had joined",
        "CIRIGHTS 1.22 stands for CIRI, and its political index for women's rights",
        "matched one to one on the chance of commitment within a quarter of its standard "
        "deviation, last year's outcome among the covariates; ordered logit on the matched rows",
        "treated rows are matched from the highest chance down; errors are clustered by state and "
        "take the pairs as given, though other orders give other pairs and move a coefficient by "
        "about half its error",
        "practice of women's rights is estimated under the constant standard alone",
    )
    needs = (*SPINE, *COMMON, "cirights", "ideal_points/all-2024-06")
    families = (HEADLINE, "womens_rights")
    lacking = ("commitments to some 300 treaties of all fields, and his ideal points over them",)
    specifications = (
        _matched(
            "CEDAW, women's political rights",
            "cedaw",
            ("women_political", "CIRIGHTS women's political rights (0-3)"),
            (1,),
            counts=True,
        ),
        _matched("CAT, torture", "cat", ("torture", "CIRIGHTS torture (0-2)"), (0,), counts=True),
        _matched("ICCPR, physical integrity", "iccpr", ("physint", PHYSICAL), (0,), counts=True),
        _matched(
            "CEDAW, women's economic rights",
            "cedaw",
            ("women_economic", "CIRIGHTS women's economic rights (0-3)"),
            (1,),
            counts=False,
        ),
    )
    questions = (
        Question("cat", MATCHED_ON, where=YEARS),
        Question("iccpr", MATCHED_ON, where=YEARS),
        Question("cedaw", MATCHED_ON, where=YEARS, family="womens_rights"),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return ratings, treaties, controls, ideal points and how many others were joined."""
        others = {f"other_{i}": name for i, name in enumerate(OTHERS)}
        rows = with_treaties(spine(frames), frames, cat="CAT", iccpr="ICCPR", cedaw="CEDAW")
        rows = with_treaties(rows, frames, **others)
        joined = pl.sum_horizontal(*others, ignore_nulls=False)
        rows = rows.with_columns(treaties_joined=joined).drop(*others)
        rows = beside(
            rows,
            frames.tables["cirights"],
            physint=pl.col("physint_sum"),
            torture=pl.col("tort"),
            women_political=pl.col("wopol"),
            women_economic=pl.col("wecon"),
        )
        points = frames.tables["ideal_points/all-2024-06"]
        return with_controls(beside(rows, points, ideal_point=pl.col("ideal_point")), frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        rated = ("physint_sum", "tort", "wopol", "wecon")
        sources = COMMON_COLUMNS | {
            "cirights": rated,
            "ideal_points/all-2024-06": ("ideal_point",),
        }
        return made_up(sources, ("CAT", "ICCPR", "CEDAW", *OTHERS), self.families)
