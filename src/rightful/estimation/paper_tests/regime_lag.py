"""Claim 21: once settled, rules may change the interests and power that made them."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import before, drawn_rows, on_rows
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked

YEARS: Final = 10
STRENGTH: Final = (
    "Strength of the regime: the share of the nine core treaties that bind the region's other "
    "states, ten years before; with effects of years, what the whole world shares is gone. Errors "
    "by region, of which there are six, counted here as states: degrees of freedom are few"
)


class RegimeLag(PaperTest):
    """The region's bonds of ten years before on practice, and on interests."""

    name = "regime_lag"
    title = "Rules that outgrow what made them"
    needs = ("core_share", "region", "openness", "log_gdp", "ideal_point")
    asks: ClassVar = (
        Ask(
            "settled_rules_practice",
            (21,),
            "is practice better where the region's rules were stronger ten years ago, power and "
            "interest of now held?",
            1,
            "all instead of none of the core treaties binding the region ten years before",
            "SD of practice",
            None,
            f"{STRENGTH}. Power: size of the economy; interest: openness and the ideal point in "
            "the General Assembly, all of the year before. What rules do by way of interests is "
            "held away; the second question looks at it.",
        ),
        Ask(
            "settled_rules_interests",
            (21,),
            "have interests moved where the region's rules were stronger ten years ago?",
            1,
            "all instead of none of the core treaties binding the region ten years before",
            "SD of openness",
            None,
            f"{STRENGTH}. Interest: openness of the political system, which decides whose interest "
            "counts; openness, size and ideal point of ten years before are held. A region that "
            "was about to open may have bound itself first.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the region's earlier strength, errors by region."""
        frame = with_strength(material.frame.sort("ccode", "year"))
        if ask.key == "settled_rules_practice":
            frame = before(frame, ["openness", "log_gdp", "ideal_point"])
            held = ("openness", "log_gdp", "ideal_point")
            practice = material.practice[HEADLINE]
            rows = drawn_rows(frame.drop_nulls(["strength", *held]), practice)
            asked = _asked("practice", held)
            return stacked(rows, asked, {one: on_rows(practice[one], rows) for one in practice})
        names = ("openness", "log_gdp", "ideal_point")
        past = tuple(f"past_{name}" for name in names)
        earlier = frame.select(
            "ccode",
            (pl.col("year") + YEARS).cast(frame.schema["year"]),
            *(pl.col(name).alias(told) for name, told in zip(names, past, strict=True)),
        )
        rows = frame.join(earlier, on=["ccode", "year"], how="left", maintain_order="left")
        rows = rows.with_columns(pl.col("openness") / pl.col("openness").std())
        return renamed(stacked(rows, _asked("openness", past)), measure="openness")

    def example(self, effect: float, seed: int) -> Material:
        """Return practice and openness that rise by ``effect`` for a SD of the region's bonds."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "log_gdp": wandering(frame, rng),
                "ideal_point": wandering(frame, rng),
                "core_share": _by_region(frame, rng),
                "luck": wandering(frame, rng),
            },
        )
        moved = pl.col("strength").fill_null(0.0) * effect
        frame = with_strength(made.frame).with_columns(openness=pl.col("luck") + moved)
        added = frame.select("ccode", "year", moved=moved)
        practice = {}
        for standard, one in made.practice[HEADLINE].items():
            keys = pl.DataFrame({"ccode": one.ccode, "year": one.year})
            keys = keys.with_columns(pl.col(name).cast(added.schema[name]) for name in keys.columns)
            more = keys.join(added, on=keys.columns, how="left", maintain_order="left")["moved"]
            draws = (one.draws + more.fill_null(0.0).to_numpy()).astype(np.float32)
            practice[standard] = type(one)(one.ccode, one.year, draws, one.name)
        return Material(frame.drop("strength"), {HEADLINE: practice})


def with_strength(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``strength``: ``core_share`` of the region's others, ten years ago."""
    group = ["region", "year"]
    others = pl.col("core_share").count().over(group) - 1
    mean = (pl.col("core_share").sum().over(group) - pl.col("core_share")) / others
    known = pl.when(others > 0, pl.col("region").is_not_null()).then(mean)
    past = frame.select(
        "ccode", (pl.col("year") + YEARS).cast(frame.schema["year"]), strength=known
    )
    return frame.join(past, on=["ccode", "year"], how="left", maintain_order="left")


def _asked(outcome: str, held: tuple[str, ...]) -> Stack:
    return Stack(outcome, "strength", held, "ccode", "year", "", HEADLINE, cluster="region")


def _by_region(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Return a series that wanders by region, and a little by state."""
    years = frame["year"].to_numpy() - int(frame["year"].min())  # type: ignore[arg-type]
    steps = rng.normal(size=(int(frame["region"].max()) + 1, int(years.max()) + 1))  # type: ignore[arg-type]
    paths = 0.5 * steps.cumsum(axis=1)
    own = 0.1 * rng.normal(size=frame.height)
    return pl.Series(paths[frame["region"].to_numpy(), years] + own)
