"""Claim 87: blame that comes early makes repression worse at first."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._held import SAID, on_change
from rightful.estimation.paper_tests._made import practice_world, wandering, with_means
from rightful.estimation.paper_tests._panel import MEANS, joined, moved

# Who blames -> column, and what is held beside.
BLAME: Final = {
    "states that blame it": "log_blamed",
    "urgent actions of Amnesty": "urgent_actions",
    "condemned at the UN": "condemned",
}
HOME: Final = ("openness", "civil_war")
EARLY: Final = "early_before = 1"
SAMPLE: Final = (
    "State-years in which the rules of 1999 leave no phase beyond tactical concessions, openness "
    "and armed conflict held."
)
BLAMED: Final = (
    "Blame by states: expected number in forums whose texts are at hand, mostly the General "
    "Debate and, 2008-2014, reviews (held); none on record counts as none. Urgent actions are of "
    "1991-2014. Condemned: our register, partly recalled."
)


class Backlash(PaperTest):
    """Blame on practice a year later, in the early phases of the spiral."""

    name = "backlash"
    title = "Backlash against early blame"
    needs = (
        *(*MEANS.values(), *HOME, "blamed", "reviewed"),
        *("urgent_actions", "condemned", "early_stage"),
    )
    asks: ClassVar = (
        Ask(
            "shaming_worsens",
            (87,),
            "is practice worse a year after a state was blamed, early in the spiral?",
            -1,
            "a log point more of blaming states the year before",
            "SD of practice",
            None,
            f"{SAMPLE} {BLAMED} {SAID} One year is what 'at first' was taken to be.",
        ),
        Ask(
            "blame_comes_after",
            (),
            "is practice already worse in the year before the blame?",
            -1,
            "a log point more of blaming states the year after",
            "SD of practice",
            None,
            "The same design with blame of the year after: where it shows, blame follows practice, "
            "and what is found after blame may be the rest of that. A check, no claim.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of every kind of blame, practice of the year before the outcome held."""
        frame = with_early(material.frame)
        parts = []
        for measure, column in BLAME.items():
            told, treatment, review = frame, column, "reviewed"
            if ask.key == "blame_comes_after":
                treatment, review = f"next_{column}", "next_reviewed"
                # The treatment is taken a year before the outcome: two later is the year after.
                told = moved(frame, column, treatment, -2)
                told = moved(told, "reviewed", review, -2)
            controls = (*HOME, *_reviewed(told, column, review))
            parts.append(on_change(material, told, treatment, controls, measure, EARLY))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that every kind of blame lowers by -``effect`` the year after."""
        return blamed_world(seed, effect * sum_of(BLAME.values()))


def with_early(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``log_blamed``, and ``early_before``: the stage a year before."""
    told = frame.with_columns(log_blamed=pl.col("blamed").log1p())
    return moved(told, "early_stage", "early_before", 1)


def sum_of(columns: object) -> pl.Expr:
    """Return the sum of columns."""
    return pl.sum_horizontal(*columns)  # type: ignore[misc]


def blamed_world(seed: int, adds: pl.Expr) -> Material:
    """Return a world with every kind of blame at random, and practice moved by ``adds``."""
    made = practice_world(
        seed,
        lambda frame, rng: {
            "blamed": (log := pl.Series(rng.exponential(1.0, frame.height))).exp() - 1,
            "log_blamed": log,
            "urgent_actions": pl.Series(rng.exponential(1.0, frame.height)),
            "condemned": pl.Series((rng.random(frame.height) < 0.3).astype(float)),
            "rivalry": pl.Series(rng.random(frame.height)),
            "openness": wandering(frame, rng),
            "civil_war": pl.Series((rng.random(frame.height) < 0.1).astype(float)),
            "early_stage": pl.lit(1.0),
            "reviewed": pl.lit(0.0),
        },
        adds,
    )
    return Material(with_means(made).drop("log_blamed"), made.practice)


def _reviewed(frame: pl.DataFrame, column: str, review: str) -> tuple[str, ...]:
    """Return the control that only blame by states needs, where any state was reviewed.

    ``review``: whether the state was reviewed in the year of the blame.
    """
    return (review,) if column == "log_blamed" and frame["reviewed"].n_unique() > 1 else ()
