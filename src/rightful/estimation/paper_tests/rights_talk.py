"""Claim 106: talk of rights draws off blame now, and gives critics openings later."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._around import mean_of
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world
from rightful.estimation.paper_tests._panel import MEANS, joined

# With the lag of a year: five to ten years before, and the four years before.
EARLIER, RECENT = (-9, -4), (-3, 0)
LIMITS: Final = (
    "Talk of rights: the share of a General Debate's rights passages that avow or advance a norm, "
    "by our coder's chances; two fifths of its spread between speeches is seen. Blame: states that "
    "blame it in forums whose texts are at hand; a year without any counts as none. Practice is "
    "held at its mean. Who is blamed may take to speaking of rights, and who mends may do both. "
)


class RightsTalk(PaperTest):
    """Talk of norms on public blame, a year later and five to ten years later."""

    name = "rights_talk"
    title = "Talk of rights"
    needs = ("talk_norm", *MEANS.values(), "blamed", "reviewed")
    asks: ClassVar = (
        Ask(
            "rights_talk_shields",
            (106,),
            "is a state blamed by fewer others the year after it spoke of norms more, its "
            "practice held?",
            -1,
            "a SD more talk of norms the year before",
            "log of 1 + states that blame it",
            None,
            LIMITS,
        ),
        Ask(
            "rights_talk_opens",
            (106,),
            "is a state blamed by more others five to ten years after it spoke of norms more, "
            "its practice and what it says now held?",
            1,
            "a SD more talk of norms five to ten years before",
            "log of 1 + states that blame it",
            None,
            f"{LIMITS}Later blame stands for openings that critics use. Our ledger of "
            "contradictions is no outcome here: it is made of what was avowed, so that it grows "
            "with talk by arithmetic.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid, practice held by each standard."""
        early = mean_of(material.frame, "talk_norm", *EARLIER, "earlier")
        frame = mean_of(early, "talk_norm", *RECENT, "recent").with_columns(
            log_blamed=pl.col("blamed").log1p(),
            talk=_scaled("talk_norm"),
            earlier=_scaled("earlier"),
            # Reviews fall in the year of the outcome; controls are taken a year before.
            review=pl.col("reviewed").shift(-1).over("ccode").fill_null(0.0),
        )
        treatment, said = ("talk", ()) if ask.sign < 0 else ("earlier", ("recent",))
        reviews = ("review",) if frame["review"].n_unique() > 1 else ()
        parts = []
        for standard, held in MEANS.items():
            design = Design(
                "log_blamed",
                treatment,
                (held, *said, *reviews),
                where="year >= 1967",
                singletons="leave_out",
            )
            measure = f"blame (practice by the {standard} standard)"
            parts.append(grid(frame, design, {OBSERVED: None}, measure))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return blame that falls by ``effect`` after talk and rises as much later."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "practice": pl.col("regime"),
                "practice_constant": pl.col("regime"),
                "reviewed": pl.lit(0.0),
                "talk_norm": pl.Series(rng.normal(size=frame.height)),
                "noise": pl.Series(rng.normal(size=frame.height)),
            },
        )
        frame = mean_of(made.frame, "talk_norm", *EARLIER, "earlier")
        moves = (_scaled("earlier") - pl.col("talk_norm")).shift(1).over("ccode").fill_null(0.0)
        log_blamed = 5 + 0.4 * pl.col("noise") + effect * moves
        return Material(frame.with_columns(blamed=log_blamed.exp() - 1).drop("earlier"), {})


def _scaled(column: str) -> pl.Expr:
    return pl.col(column) / pl.col(column).std()
