"""What a test of the paper's claims says beforehand, what it is given, and what it gives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import polars as pl

from rightful.core import registry
from rightful.core.names import resolve
from rightful.core.posterior import Posterior
from rightful.estimation.grid import Grid
from rightful.estimation.weigh import Expectation, Weighed, weigh

FOLDER: Final = "rightful.estimation.paper_tests"


@dataclass(frozen=True)
class Material:
    """What a test is given.

    Attributes
    ----------
    frame
        One row a state-year, sorted, columns ``ccode``, ``year`` and those of
        ``study.claims_frames``; a column whose source is not at hand is left out.
    practice
        Family -> standard -> joint draws.
    treaties
        Rows ``treaty`` (a column of the frame, 0/1/null), ``opened``, ``kind``.
    world
        One row a year: ``year`` and series of the whole world.
    inherited
        Rows ccode, treaty: pairs in which the bond was taken over from a former state.
    sensitivity
        Family -> how far its rights threaten the hold on power: 0 to 1.
    tables
        Name -> rows of other units than state-years, such as pairs of states.
    sources
        Column or table -> the source without which it is not there.
    """

    frame: pl.DataFrame
    practice: Mapping[str, Mapping[str, Posterior]]
    treaties: pl.DataFrame = field(default_factory=pl.DataFrame)
    world: pl.DataFrame = field(default_factory=pl.DataFrame)
    inherited: pl.DataFrame = field(default_factory=pl.DataFrame)
    sensitivity: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, stated before looking.

    Attributes
    ----------
    key
        Name of the answer in the register of claims.
    claims
        Numbers of the claims it answers.
    question
        In plain words.
    sign, margin
        As ``weigh.Expectation`` has them.
    effect, unit
        What the number is, as the subject of a sentence; its unit.
    limits
        What stands for what, and what the design cannot tell.
    between
        Whether states are compared with each other, as what is asked hardly changes within one:
        the core is then the cells without effects of states.
    """

    key: str
    claims: tuple[int, ...]
    question: str
    sign: int
    effect: str
    unit: str
    margin: float | None = None
    limits: str = ""
    between: bool = False

    @property
    def expectation(self) -> Expectation:
        """Return what the verdict is weighed against."""
        return Expectation(self.key, self.sign, self.margin)


class PaperTest(ABC):
    """One test of the paper, with one question or more.

    Attributes
    ----------
    name, title
        File name and one line.
    needs
        Columns of the frame, and names of tables, without which nothing is estimated.
    asks
        The questions.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    asks: ClassVar[tuple[Ask, ...]]

    @abstractmethod
    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of one question: columns ``grid.ROWS``, an estimate per cell."""

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict on the grid of a question."""
        core = rows.with_columns(~pl.col("state_effects")) if ask.between else rows
        return weigh(ask.expectation, core)

    def beside(self, ask: Ask, material: Material) -> str:
        """Return a sentence that belongs beside the answer, such as what would undo it, or none."""
        del ask, material
        return ""

    @abstractmethod
    def example(self, effect: float, seed: int) -> Material:
        """Return a made-up world with that effect for every question, 0 for none."""


def tests() -> tuple[str, ...]:
    """Return the names of all tests."""
    return registry.names(FOLDER)


def test(name: str) -> PaperTest:
    """Return the test of that name.

    Raises
    ------
    UnknownName
        When no file of that name is there.
    """
    found = resolve(name, tests(), "test of the paper")
    return registry.load(FOLDER, found, PaperTest)  # type: ignore[type-abstract]


def absent(one: PaperTest, material: Material) -> tuple[str, ...]:
    """Return what the test needs and was not given: names of sources, or of columns."""
    here = {*material.frame.columns, *material.tables}
    lacking = [need for need in one.needs if need not in here]
    return tuple(dict.fromkeys(material.sources.get(need, need) for need in lacking))
