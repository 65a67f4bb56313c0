"""What a replication says of a study, and how it is run: the author's specification, then the grid.

A replication is one file in ``replications``. It says in words what the author did and what
differs here, makes one panel from the frames it needs, and names the author's specifications, each
with the sign on respect that was published. Every specification is estimated as the author did and
once more with year effects turned round; the grid on our estimates of practice comes after, always.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import polars as pl

from rightful.core import registry
from rightful.core.names import HEADLINE, resolve
from rightful.core.posterior import Posterior
from rightful.estimation._replicate import AUTHOR_ROWS, author_rows, grid_rows
from rightful.estimation.grid import OBSERVED, ROWS
from rightful.estimation.replication_design import Question, Specification
from rightful.estimation.replication_verdict import CANNOT, Judged, judged, verdict

__all__ = [
    "AUTHOR_ROWS",
    "FOLDER",
    "HEADLINE",
    "OBSERVED",
    "Frames",
    "Question",
    "Replicated",
    "Replication",
    "Specification",
    "replication",
    "replications",
]
FOLDER: Final = "rightful.estimation.replications"


@dataclass(frozen=True)
class Frames:
    """What a replication is given.

    Attributes
    ----------
    tables
        Need -> table: ``SOURCE`` or ``SOURCE/EDITION`` of publishers' tables (ccode, year and the
        source's columns), ``facts/NAME`` of our register. A need that cannot be met is not in it.
    practice
        Family -> standard -> joint draws of practice. A family has one standard or two.
    """

    tables: Mapping[str, pl.DataFrame]
    practice: Mapping[str, Mapping[str, Posterior]]


@dataclass(frozen=True)
class Replicated:
    """What came of it.

    Attributes
    ----------
    study, verdict
        File name of the replication; a key of ``replication_verdict.VERDICTS``.
    absent
        Needs that were not there.
    missing
        Those, and what a full replication would need and nobody has brought.
    tested
        The verdict on each specification.
    author_rows
        Columns ``AUTHOR_ROWS``: each specification as the author's, then turned round.
    grid
        Columns ``grid.ROWS``.
    unanswered
        Rows without an estimate, and why.
    """

    study: str
    verdict: str
    absent: tuple[str, ...]
    missing: tuple[str, ...]
    tested: tuple[Judged, ...]
    author_rows: pl.DataFrame
    grid: pl.DataFrame
    unanswered: tuple[str, ...]

    @property
    def rows(self) -> pl.DataFrame:
        """All rows, the author's specification first; columns ``grid.ROWS``."""
        return pl.concat([self.author_rows.select(*ROWS), self.grid])


class Replication(ABC):
    """One study, rerun as closely as the data allow.

    Attributes
    ----------
    name, title, reference
        File name, one line, key in ``references.bib``.
    sample, coding, estimator
        What the author did, in words.
    published
        The published result, in words; its signs stand with the specifications.
    differs
        What differs here, one thing an entry.
    needs
        Keys of ``Frames.tables`` without which the panel cannot be made.
    helps
        Keys of ``Frames.tables`` that some specifications use; without one, those cannot be run.
    families
        Families of practice whose grid is shown.
    lacking
        What a full replication would need and no source of ours holds.
    specifications, questions
        The author's tests, and the treatments whose grid is shown.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    reference: ClassVar[str]
    sample: ClassVar[str]
    coding: ClassVar[str]
    estimator: ClassVar[str]
    published: ClassVar[str]
    differs: ClassVar[tuple[str, ...]]
    needs: ClassVar[tuple[str, ...]]
    helps: ClassVar[tuple[str, ...]] = ()
    families: ClassVar[tuple[str, ...]] = (HEADLINE,)
    lacking: ClassVar[tuple[str, ...]] = ()
    specifications: ClassVar[tuple[Specification, ...]]
    questions: ClassVar[tuple[Question, ...]]

    @abstractmethod
    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return one row per ccode and year with the columns of the designs.

        All years that are known should be in it; the designs' ``where`` chooses. A column whose
        table is not there is left out: the specifications that use it are then not run, and say so.
        """

    @abstractmethod
    def example(self) -> Frames:
        """Return made-up frames, small, on which everything runs."""

    def run(self, frames: Frames, seed: int) -> Replicated:
        """Estimate the author's specifications and the grid; same frames and seed, same numbers."""
        wanted = (*self.needs, *self.helps)
        absent = tuple(need for need in wanted if need not in frames.tables)
        none = pl.DataFrame(schema=AUTHOR_ROWS)
        if set(absent) & set(self.needs):
            empty = pl.DataFrame(schema=ROWS)
            missing = (*absent, *self.lacking)
            return Replicated(self.name, CANNOT, absent, missing, (), none, empty, ())
        panel = self.panel(frames)
        own, why = author_rows(panel, self.specifications, frames.practice, seed)
        cells, why_not = grid_rows(panel, self.questions, frames.practice)
        each = tuple(judged(one, own) for one in self.specifications)
        return Replicated(
            study=self.name,
            verdict=verdict(each),
            absent=absent,
            missing=(*absent, *self.lacking),
            tested=each,
            author_rows=own,
            grid=cells,
            unanswered=(*why, *why_not),
        )


def replications() -> tuple[str, ...]:
    """Return the names of all replications."""
    return registry.names(FOLDER)


def replication(name: str) -> Replication:
    """Return the replication of that name.

    Raises
    ------
    UnknownName
        When no file of that name is there.
    """
    found = resolve(name, replications(), "replication")
    return registry.load(FOLDER, found, Replication)  # type: ignore[type-abstract]
