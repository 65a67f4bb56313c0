"""Claim 40: working together in institutions for long makes norms one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import joined, on_practice, times
from rightful.estimation.weigh import CANNOT, CONDITIONALLY, HOLDS, Weighed, weigh

TREATIES: Final = ("cat", "iccpr")
BY: Final = "shared_organizations"
CALENDAR: Final = "calendar_by_organizations"
HELD: Final[dict[tuple[str, ...], str]] = {
    (): "",
    (CALENDAR,): "; calendar time by organizations held",
}


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
            "whether bound or not: half of the cells hold calendar time by organizations too; they "
            "were added after the others had been seen; time itself is held where years have "
            "effects. Some organizations let in only those that respect rights, which looks the "
            "same. What a government holds as its own is not seen: practice stands for it.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the interaction's grid for both treaties, with and without calendar time's."""
        del ask
        parts = []
        for treaty in TREATIES:
            decades, both = f"decades_{treaty}", f"decades_{treaty}_by_organizations"
            frame = material.frame.with_columns((pl.col(f"since_{treaty}") / 10).alias(decades))
            frame = times(frame, both, decades, BY)
            anyhow = pl.col(f"z_{BY}") * (pl.col("year") - pl.col("year").mean()) / 10
            frame = frame.with_columns(anyhow.alias(CALENDAR))
            controls = (decades, f"z_{BY}", "openness")
            for more, measure in HELD.items():
                named = f"{treaty.upper()}{measure}"
                parts.append(on_practice(material, frame, both, (*controls, *more), named))
        return joined(*parts)

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict, its condition in a word where calendar time alone parts the cells."""
        found = super().weighed(ask, rows)
        strict = pl.col("measure").str.contains(HELD[(CALENDAR,)], literal=True)
        plain, held = (weigh(ask.expectation, rows.filter(one)) for one in (~strict, strict))
        if found.verdict == CONDITIONALLY and plain.verdict == HOLDS and held.verdict == CANNOT:
            return replace(found, condition="only where calendar time by organizations is not held")
        return found

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
