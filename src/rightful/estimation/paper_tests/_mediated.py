"""The grid of an effect by way of a mediator, and what an unseen cause of both would do to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import polars as pl

from rightful.core.errors import DataError
from rightful.core.names import HEADLINE
from rightful.estimation.design import Design, sample
from rightful.estimation.estimators.mediation import sensitivity
from rightful.estimation.grid import BOTH, ROWS, Grid
from rightful.estimation.mediated import mediated
from rightful.estimation.paper_tests._contract import Material


def by_way(material: Material, frame: pl.DataFrame, design: Design, named: str) -> Grid:
    """Return the indirect effect on practice: standards x year effects x state effects.

    Parameters
    ----------
    design
        With a mediator; effects are set cell by cell.
    named
        The treatment's name in the rows.
    """
    rows: list[tuple[object, ...]] = []
    why: list[str] = []
    for standard, one in _designs(material, design):
        effects = (one.year_effects, one.state_effects)
        cell = (named, one.outcome, HEADLINE, standard, *effects, False)
        try:
            drawn = sample(frame, one, material.practice[HEADLINE][standard])
        except DataError as error:
            why.append(f"{named}, {standard}: {'; '.join(error.details) or error.what}")
            rows.append((*cell, *[None] * 6))
            continue
        found = mediated(drawn).indirect
        size = (drawn.y.size, drawn.states.size, drawn.years.size)
        rows.append((*cell, found.estimate, found.std_error, found.p, *size))
    return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), tuple(why))


def undone(material: Material, frame: pl.DataFrame, design: Design) -> str:
    """Return the sentence on confounding of mediator and practice, effects of states and years.

    The standard is the first, as in the number that an answer shows.
    """
    standard, one = next(_designs(material, design))
    try:
        drawn = sample(frame, one, material.practice[HEADLINE][standard])
    except DataError:
        return ""
    return f"Confounding: {sensitivity(mediated(drawn))}."


def _designs(material: Material, design: Design) -> Iterator[tuple[str, Design]]:
    """Yield each standard and design, effects of states and years first."""
    for standard, years, states in product(material.practice[HEADLINE], BOTH[::-1], BOTH[::-1]):
        yield standard, replace(design, year_effects=years, state_effects=states)
