"""Claim 65: treaties help less where a right threatens the hold on power."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE, STANDARDS
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import before, drawn_rows, on_rows
from rightful.estimation.paper_tests._stacked import Stack, stacked

# The treaty that is about the family.
TREATY_OF: Final = {
    HEADLINE: "cat",
    "empowerment": "iccpr",
    "justice": "iccpr",
    "womens_rights": "cedaw",
    "workers_rights": "ilo_c087",
}


class PowerSensitivity(PaperTest):
    """Ratification x power sensitivity on practice, rights stacked."""

    name = "power_sensitivity"
    title = "Right-specific power sensitivity"
    needs = tuple(dict.fromkeys(TREATY_OF.values()))
    asks: ClassVar = (
        Ask(
            "treaty_by_sensitivity",
            (65,),
            "does a treaty do less for rights that threaten power?",
            -1,
            "what a treaty does more for a right of high than of low power sensitivity",
            "SD of practice",
            None,
            "Five families of rights, each with its own treaty, effects of state by family and of "
            "year by family; sensitivity is a judgement of ours (rights.csv: high 1, medium .5, "
            "low 0). Families known under one standard stand in both rows with it.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over stacked families."""
        del ask
        frames, draws = [], {standard: [] for standard in STANDARDS}  # type: ignore[var-annotated]
        fewest = min(
            one.draws.shape[0] for held in material.practice.values() for one in held.values()
        )
        for code, (family, treaty) in enumerate(TREATY_OF.items()):
            held = material.practice.get(family)
            if held is None:
                continue
            kappa = material.sensitivity[family]
            frame = before(material.frame.with_columns(treaty=pl.col(treaty)), ["treaty"])
            frame = drawn_rows(frame, held).with_columns(
                family=pl.lit(code, pl.Int64),
                treaty_by_sensitivity=kappa * pl.col("treaty"),
            )
            frames.append(
                frame.select("ccode", "year", "family", "treaty", "treaty_by_sensitivity")
            )
            for standard in STANDARDS:
                mine = held.get(standard) or next(iter(held.values()))
                draws[standard].append(on_rows(mine, frame)[:fewest])
        whole = pl.concat(frames).with_columns(
            state_family=pl.col("ccode").cast(pl.Int64) * 10 + pl.col("family"),
            family_year=pl.col("family") * 10_000 + pl.col("year").cast(pl.Int64),
        )
        asked = Stack(
            "practice_drawn",
            "treaty_by_sensitivity",
            ("treaty",),
            "state_family",
            "family_year",
            "family",
            "five families",
        )
        return stacked(whole, asked, {name: np.hstack(parts) for name, parts in draws.items()})

    def example(self, effect: float, seed: int) -> Material:
        """Return two families; joining moves the sensitive one by ``effect`` more."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                **{name: pl.col("treated") for name in self.needs},
                "own": wandering(frame, rng),
            },
            0.3 * pl.col("own"),
            {"womens_rights": ("constant",)},
        )
        moved = practice_world(
            seed, lambda _, __: {}, effect * pl.col("treated"), {HEADLINE: STANDARDS}
        )
        practice = {**made.practice, HEADLINE: moved.practice[HEADLINE]}
        return Material(made.frame, practice, sensitivity={HEADLINE: 1.0, "womens_rights": 0.0})
