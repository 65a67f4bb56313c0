"""Claim 24: cooperation lasts only while it pays, so states leave when power shifts."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import BOTH, OBSERVED, ROWS, Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import before
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked

YEARS: Final = 5
FEWEST: Final = 10  # withdrawals: fewer are told, and nothing is estimated from them
SHIFT: Final = (
    "Power: the share of the world's economy (GDP; of the states known in both years), as "
    "capabilities are not in hand. A shift is "
    "the size of its change (log) over the five years before, either way; the change itself is "
    "held, so that a rise and a fall count alike"
)
OUTCOME: Final = {
    "power_shift_leaves_treaties": ("left_treaty", "human-rights treaties"),
    "power_shift_leaves_organizations": ("left_organization", "organizations"),
}


class Withdrawal(PaperTest):
    """A shift of relative power on leaving a treaty, or an organization."""

    name = "withdrawal"
    title = "Leaving when power shifts"
    needs = ("log_gdp", "left_treaty", "left_organization", "organizations")
    asks: ClassVar = (
        Ask(
            "power_shift_leaves_treaties",
            (24,),
            "do states leave human-rights treaties sooner after their share of power has shifted?",
            1,
            "a SD more shift of power",
            "times the base rate of leaving in a year",
            None,
            f"{SHIFT}. Our register of acts names very few withdrawals; with fewer than ten, "
            "nothing is estimated. Notices taken back and regional courts are mostly not in it.",
        ),
        Ask(
            "power_shift_leaves_organizations",
            (24,),
            "do states leave organizations sooner after their share of power has shifted?",
            1,
            "a SD more shift of power",
            "times the base rate of leaving in a year",
            None,
            f"{SHIFT}. Leaving: no longer named by the Correlates of War for three years, while "
            "at least half of the members stay, to 2012; the count of memberships is held. Gaps of "
            "the publisher's archive look like leaving. Organizations of every kind, of which few "
            "are about rights. A crisis at home moves both the economy and what a state pays for.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of leaving, divided by its base rate; or what is too few for one."""
        outcome, measure = OUTCOME[ask.key]
        controls = ("change", "organizations") if outcome == "left_organization" else ("change",)
        frame = before(with_shift(material.frame), ["shift", *controls])
        rows = frame.drop_nulls([outcome, "shift", *controls])
        events = rows.filter(pl.col(outcome) > 0).height
        named = f"leaving {measure} ({events} of {rows.height} state-years)"
        if events < FEWEST:
            return _too_few(outcome, named, events)
        scaled = rows.with_columns(
            pl.col(outcome) / pl.col(outcome).mean(), pl.col("shift") / pl.col("shift").std()
        )
        asked = Stack(outcome, "shift", controls, "ccode", "year", "", named)
        return renamed(stacked(scaled, asked), outcome=f"leaving {measure}")

    def example(self, effect: float, seed: int) -> Material:
        """Return leaving at a chance of .1, moved by ``effect`` by each .1 of shift."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "log_gdp": 0.2 * wandering(frame, rng),
                "organizations": wandering(frame, rng),
                "luck": pl.Series(rng.random(frame.height)),
            },
        )
        moved = pl.col("shift").shift(1).over("ccode").fill_null(0.0) * 10 * effect
        left = (pl.col("luck") < 0.1 + moved).cast(pl.Float64)
        frame = with_shift(made.frame).with_columns(left_treaty=left, left_organization=left)
        return Material(frame.drop("shift", "change"), {})


def with_shift(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``change``, of the log share of the world, and its size ``shift``.

    Shares are among the states known in both years, so that states that enter shift nobody's.
    """
    size = frame.select("ccode", "year", now=pl.col("log_gdp").exp())
    was = size.select("ccode", (pl.col("year") + YEARS).cast(frame.schema["year"]), was="now")
    both = size.join(was, on=["ccode", "year"], how="left", maintain_order="left")
    known = pl.col("now").is_not_null() & pl.col("was").is_not_null()
    logs = [
        (pl.col(name) / pl.when(known).then(pl.col(name)).sum().over("year")).log().alias(name)
        for name in ("now", "was")
    ]
    change = both.select(logs).select(pl.col("now") - pl.col("was")).to_series()
    return frame.with_columns(change=change, shift=change.abs())


def _too_few(outcome: str, named: str, events: int) -> Grid:
    cells = [
        ("shift", outcome, named, OBSERVED, years, states, False, *[None] * 6)
        for years in BOTH
        for states in BOTH
    ]
    why = f"{events} withdrawals are on record; {FEWEST} are asked for"
    return Grid(pl.DataFrame(cells, schema=ROWS, orient="row"), (why,))
