"""Claim 40: working together in institutions for long makes norms one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._drift import SAID, by_condition, weighed_with_drift
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.weigh import Weighed

TREATIES: Final = ("cat", "iccpr")
BY: Final = "shared_organizations"


class TimeAndOrganizations(PaperTest):
    """Decades under a treaty on physical integrity, by organizations shared with others."""

    name = "time_and_organizations"
    title = "Time in institutions"
    needs = (*(f"since_{name}" for name in TREATIES), BY, "openness")
    asks: ClassVar = (
        Ask(
            "time_with_organizations",
            (40,),
            "do the years under a treaty help more where a state shares more organizations?",
            1,
            "what a decade under the CAT does more for a SD of organizations shared",
            "SD of practice",
            None,
            "Years under CAT and ICCPR; organizations by the Correlates of War, to 2014, counted "
            "alike whatever they do: the mean number that another state shares. Time, "
            "organizations and openness are held. States that share many may have grown better "
            f"whether bound or not. {SAID} Time itself is held where years have effects. "
            "Some organizations let in only those that respect rights, which looks the "
            "same. What a government holds as its own is not seen: practice stands for it.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid for both treaties, with and without calendar time's."""
        del ask
        decades = {f"decades_{name}": pl.col(f"since_{name}") / 10 for name in TREATIES}
        held = replace(material, frame=material.frame.with_columns(**decades))
        named = {f"decades_{name}": name.upper() for name in TREATIES}
        return by_condition(held, named, BY, ("openness",))

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict over cells with and without what organizations do by themselves."""
        return weighed_with_drift(ask, rows)

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that a decade bettered by ``effect`` more for a SD of organizations."""
        years = pl.col("treated").cum_sum().over("ccode")
        return practice_world(
            seed,
            lambda frame, rng: {
                "since_cat": years,
                "since_iccpr": years,
                BY: wandering(frame, rng),
                "openness": wandering(frame, rng),
            },
            effect * years / 10 * pl.col(BY),
        )
