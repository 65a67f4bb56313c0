"""Claims 55, 69, 70 and 71: the right at home as a second level beside the treaty."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl
from scipy import special

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, ROWS, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import on_practice, times

LAW: Final = (
    "Law: a constitution or statute that forbids torture, by our own register, mostly recalled and "
    "marked so; of other rights no law is in hand. Openness of the political system is held."
)
CELL: Final = ["year_effects", "state_effects"]


class Constitutions(PaperTest):
    """CAT and law at home on physical integrity: beside, by way of, and together."""

    name = "constitutions"
    title = "Constitutions as a second level"
    needs = ("law", "cat", "openness", "association")
    asks: ClassVar = (
        Ask(
            "law_helps",
            (69,),
            "is practice better where law at home forbids torture, the CAT held?",
            1,
            "law at home",
            "SD of practice",
            None,
            LAW,
        ),
        Ask(
            "cat_helps_beside_law",
            (69,),
            "is practice better under the CAT, law at home held?",
            1,
            "having joined the CAT",
            "SD of practice",
            None,
            LAW,
        ),
        Ask(
            "cat_by_way_of_law",
            (70,),
            "does the CAT lead to law at home, and that to better practice?",
            1,
            "what the CAT does by way of law at home",
            "SD of practice",
            None,
            f"{LAW} The product of two regressions, taken as independent; it is causal only if "
            "nothing unseen moves both law and practice.",
        ),
        Ask(
            "cat_and_law",
            (71,),
            "does the CAT do more where law at home forbids torture too?",
            1,
            "what the CAT does more where law at home forbids torture",
            "SD of practice",
            None,
            LAW,
        ),
        Ask(
            "cat_to_law_by_association",
            (55,),
            "does the CAT lead to law at home more where people may organize?",
            1,
            "what the CAT adds to the chance of such law for a SD of freedom of association",
            "chance of law",
            None,
            f"{LAW} Where people organize: our estimate of freedom of association; protest is not "
            "used.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the question's grid."""
        frame = material.frame.with_columns(
            has_law=(pl.col("law") >= 1).cast(pl.Float64)
        ).with_columns(cat_and_law=pl.col("has_law") * pl.col("cat"))
        if ask.key == "cat_by_way_of_law":
            return _indirect(material, frame)
        if ask.key == "cat_to_law_by_association":
            frame = times(frame, "cat_by_association", "cat", "association")
            held = ("cat", "z_association", "openness")
            return _on_law(frame, "cat_by_association", held)
        treatment, controls = {
            "law_helps": ("has_law", ("cat", "openness")),
            "cat_helps_beside_law": ("cat", ("has_law", "openness")),
            "cat_and_law": ("cat_and_law", ("cat", "has_law", "openness")),
        }[ask.key]
        return on_practice(material, frame, treatment, controls, "")

    def example(self, effect: float, seed: int) -> Material:
        """Return law that the CAT brings, and practice that both move, together and alone."""

        def columns(frame: pl.DataFrame, rng: object) -> dict[str, pl.Expr | pl.Series]:
            assert hasattr(rng, "random")
            association = wandering(frame, rng)  # type: ignore[arg-type]
            earlier = pl.col("treated").shift(1).over("ccode").fill_null(0.0)
            pull = 0.25 + 0.35 * effect * earlier * (1 + association)
            chance = frame.select(pull).to_series().to_numpy()
            law = pl.Series((rng.random(frame.height) < chance).astype(float))
            return {
                "cat": pl.col("treated"),
                "openness": wandering(frame, rng),  # type: ignore[arg-type]
                "association": association,
                "law": law,
            }

        cat, law = pl.col("treated"), pl.col("law")
        return practice_world(seed, columns, effect * (cat + law + cat * law))


def _on_law(frame: pl.DataFrame, treatment: str, controls: tuple[str, ...]) -> Grid:
    design = Design("has_law", treatment, controls, singletons="leave_out")
    return grid(frame, design, {OBSERVED: None}, "law at home")


def _indirect(material: Material, frame: pl.DataFrame) -> Grid:
    """Return products of the CAT's effect on law and the law's on practice, cell by cell."""
    first = grid(
        frame,
        Design("has_law", "cat", ("openness",), singletons="leave_out"),
        {OBSERVED: None},
        "law at home",
        lagged=(False,),
    )
    second = on_practice(material, frame, "has_law", ("cat", "openness"), "", lagged=(False,))
    a = first.rows.select(*CELL, a="estimate", a_error="std_error")
    both = second.rows.join(a, on=CELL, how="left", maintain_order="left").with_columns(
        treatment=pl.lit("cat by way of law"),
        measure=pl.lit(HEADLINE),
        estimate=pl.col("a") * pl.col("estimate"),
        std_error=(
            (pl.col("a") * pl.col("std_error")) ** 2 + (pl.col("estimate") * pl.col("a_error")) ** 2
        ).sqrt(),
    )
    z = (both["estimate"] / both["std_error"]).abs().to_numpy()
    p = pl.Series(2 * special.ndtr(-z)).fill_nan(None)
    return Grid(both.with_columns(p=p).select(*ROWS), (*first.unanswered, *second.unanswered))
