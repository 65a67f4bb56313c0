"""Claim 72: people who organize at home make treaties work; a constitution is one channel."""

from __future__ import annotations

from itertools import product
from typing import ClassVar, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from rightful.core.names import HEADLINE
from rightful.estimation.grid import BOTH, ROWS, Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering, with_means
from rightful.estimation.paper_tests._opened import MOBILIZATION
from rightful.estimation.paper_tests._panel import (
    MEANS,
    drawn_rows,
    joined,
    moved,
    on_practice,
    on_rows,
    times,
)
from rightful.estimation.paper_tests._stacked import Cell, Stack, one_cell

TREATIES: Final = ("cat", "iccpr")
SEEN: Final = (
    "Organizing: protests of 50 people or more (1990-2019), and participation in civil society as "
    "experts see it, who see the rest of the regime as well. Whether people invoke the treaty is "
    "not seen. CAT and ICCPR on physical integrity."
)


class MobilizationPath(PaperTest):
    """Treaties on practice by way of, and together with, people who organize."""

    name = "mobilization_path"
    title = "Mobilization at home"
    needs = (*TREATIES, *MOBILIZATION.values(), *MEANS.values(), "openness", "law")
    asks: ClassVar = (
        Ask(
            "treaty_through_mobilization",
            (72,),
            "does joining a treaty help by way of people who organize?",
            1,
            "what joining the CAT does by way of mobilization",
            "SD of practice",
            None,
            "The treaty's effect on mobilization a year later times mobilization's on practice a "
            "year after that, the treaty held (sobel1982: the product's error takes the two for "
            "independent and is wide near zero). Openness and practice of the treaty's year are "
            "held; what moves both mobilization and practice later looks like a path. "
            f"{SEEN}",
        ),
        Ask(
            "treaty_by_mobilization",
            (72,),
            "does a treaty help more where people organize?",
            1,
            "what the CAT does more for a SD of mobilization",
            "SD of practice",
            None,
            f"Organizing itself is held. {SEEN}",
        ),
        Ask(
            "mobilization_by_law",
            (72,),
            "do people who organize get further where the law at home guarantees the right?",
            1,
            "what a SD of mobilization does more where the right is guaranteed",
            "SD of practice",
            None,
            "The constitution or a statute forbids torture, by our own register, partly recalled; "
            f"which of the two it is makes no difference here. {SEEN}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the path, or of an interaction."""
        if ask.key == "mobilization_by_law":
            return joined(*(_by_law(material, *named) for named in MOBILIZATION.items()))
        part = _path if ask.key == "treaty_through_mobilization" else _together
        return joined(
            *(
                part(material, treaty, measure, column)
                for treaty in TREATIES
                for measure, column in MOBILIZATION.items()
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that rises with mobilization, which treaties raise, and more by law."""

        def raised(frame: pl.DataFrame, own: pl.Series) -> pl.Series:
            joined_before = pl.col("treated").shift(1).over("ccode").fill_null(0.0)
            return own + 6 * effect * frame.select(joined_before.cast(pl.Float64)).to_series()

        together = pl.col("log_protests") + pl.col("civil_society")
        made = practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "openness": wandering(frame, rng),
                "law": pl.Series(rng.integers(0, 2, frame.height).astype(float)),
                "log_protests": raised(frame, wandering(frame, rng)),
                "civil_society": raised(frame, wandering(frame, rng)),
            },
            effect * together * (1 + pl.col("treated") + pl.col("law")),
        )
        return Material(with_means(made), made.practice)


def _together(material: Material, treaty: str, measure: str, column: str) -> Grid:
    """Return the interaction of a treaty with mobilization; both are held."""
    frame = times(material.frame, "both", treaty, column)
    named = f"{measure}, {treaty.upper()}"
    return on_practice(material, frame, "both", (treaty, f"z_{column}"), named)


def _by_law(material: Material, measure: str, column: str) -> Grid:
    """Return the interaction of mobilization with the law at home; both are held."""
    guaranteed = material.frame.with_columns(
        guaranteed=pl.when(pl.col("law").is_not_null()).then((pl.col("law") > 0).cast(pl.Float64))
    )
    frame = times(guaranteed, "both", "guaranteed", column)
    return on_practice(material, frame, "both", ("guaranteed", f"z_{column}"), measure)


def _path(material: Material, treaty: str, measure: str, column: str) -> Grid:
    """Return the product of the treaty's effect on mobilization and of that on practice."""
    posteriors = material.practice[HEADLINE]
    frame = material.frame.with_columns(pl.col(column) / pl.col(column).std())
    frame = moved(frame, treaty, "treaty_before", 2)
    frame = moved(moved(frame, "openness", "openness_before", 2), column, "organized", 1)
    rows: list[tuple[object, ...]] = []
    why: list[str] = []
    named = f"{HEADLINE} ({measure}, {treaty.upper()})"
    for (standard, held), years, states in product(MEANS.items(), BOTH, BOTH):
        told = moved(frame, held, "practice_before", 2)
        told = drawn_rows(told, {standard: posteriors[standard]}).drop_nulls(
            ["treaty_before", "organized", "openness_before", "practice_before"]
        )
        found = _product(told, on_rows(posteriors[standard], told), years=years, states=states)
        cell = (treaty, "practice_drawn", named, standard, years, states, False)
        if isinstance(found, str):
            rows.append((*cell, *[None] * 6))
            why.append(f"{named}, {standard}: {found}")
        else:
            rows.append((*cell, *found))
    return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), tuple(why))


def _product(
    rows: pl.DataFrame, draws: NDArray[np.float32], *, years: bool, states: bool
) -> tuple[float | int, ...] | str:
    """Return estimate, error, p, rows, states and years of the path; or why there is none."""
    held = ("openness_before", "practice_before")
    first = Stack("organized", "treaty_before", held, "ccode", "year", "", "")
    second = Stack("", "organized", ("treaty_before", *held), "ccode", "year", "", "")
    one = one_cell(rows, first, None, years=years, units=states)
    two = one_cell(rows, second, draws, years=years, units=states)
    if not isinstance(one, Cell) or not isinstance(two, Cell):
        return next(str(found) for found in (one, two) if not isinstance(found, Cell))
    a, b = one.fit, two.fit
    estimate = a.estimate * b.estimate
    error = ((a.estimate * b.std_error) ** 2 + (b.estimate * a.std_error) ** 2) ** 0.5
    p = 2 * float(special.stdtr(min(a.dof, b.dof), -abs(estimate) / error))
    return estimate, error, p, *two.size
