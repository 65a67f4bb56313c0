"""Claims 55, 69, 70 and 71: the right at home as a second level beside the treaty."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._mediated import by_way, undone
from rightful.estimation.paper_tests._panel import on_practice, times

LAW: Final = (
    "Law: a constitution or statute that forbids torture, by our own register, mostly recalled and "
    "marked so; of other rights no law is in hand. Openness of the political system is held. A "
    "government that means to mend may write the law as well: which moves practice is not told."
)
BY_WAY: Final = Design(
    "practice_drawn", "cat", ("openness",), lag=2, singletons="leave_out", mediator="has_law"
)


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
            f"{LAW} The CAT, law a year later, practice a year after that: two regressions on the "
            "same rows. It is causal only if nothing unseen moves both law and practice; how much "
            "of that would undo it is told with the answer.",
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
        frame = _with_law(material)
        if ask.key == "cat_by_way_of_law":
            return by_way(material, frame, BY_WAY, "cat by way of law")
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

    def beside(self, ask: Ask, material: Material) -> str:
        """Return what confounding of law and practice would do to the effect by way of law."""
        if ask.key != "cat_by_way_of_law":
            return ""
        return undone(material, _with_law(material), BY_WAY)

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


def _with_law(material: Material) -> pl.DataFrame:
    return material.frame.with_columns(has_law=(pl.col("law") >= 1).cast(pl.Float64)).with_columns(
        cat_and_law=pl.col("has_law") * pl.col("cat")
    )


def _on_law(frame: pl.DataFrame, treatment: str, controls: tuple[str, ...]) -> Grid:
    design = Design("has_law", treatment, controls, singletons="leave_out")
    return grid(frame, design, {OBSERVED: None}, "law at home")
