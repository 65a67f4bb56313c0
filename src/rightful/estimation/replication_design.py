"""An author's specification, and a treatment whose grid is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rightful.core.errors import UsageError
from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED

PRACTICE: Final = "practice"  # the column that draws of practice become
LINEAR: Final = "linear"  # least squares with the effects that the design names
# The same without state effects, errors robust (HC1) and not clustered, as older studies had them.
UNCLUSTERED: Final = "linear_unclustered"
Sign = int
SIGNS: Final = {-1: "worse", 0: "no clear change", 1: "better"}


@dataclass(frozen=True, slots=True)
class Specification:
    """One test of the author's, and what was published.

    Attributes
    ----------
    label
        What is tested, in words; unique within a study.
    design
        Sample, treatment, outcome, controls; its effects are the author's own.
    measure
        What the outcome is, in words. Its column is turned so that higher is more respect.
    published
        Signs on respect that agree with the author: 1, -1, or 0 for no clear effect; more than one
        where the author claims as much ("not better": -1 and 0).
    estimator
        ``linear``, ``linear_unclustered`` or the name of an estimator.
    matched
        Whether treated rows are first matched with untreated ones on the controls.
    family, standard
        A family of practice and a standard, where our own draws are the outcome (the design's
        outcome is then ``practice``). Without a family the outcome is a column of the panel, and
        the standard that to which its publisher holds: ``observed`` where nobody estimated it.
    counts
        Whether the verdict rests on it; what is shown beside it does not.
    turned
        Whether it is estimated again with year effects turned round. False where a trend over
        years is itself the treatment, of which year effects leave nothing.
    """

    label: str
    design: Design
    measure: str
    published: tuple[Sign, ...]
    estimator: str = LINEAR
    matched: bool = False
    family: str = ""
    standard: str = OBSERVED
    counts: bool = True
    turned: bool = True

    def __post_init__(self) -> None:
        if not self.published or not set(self.published) <= set(SIGNS):
            raise UsageError(
                f"published signs {self.published}",
                where=self.label,
                allowed="one or more of -1, 0, 1",
                next_step="say what the author claims",
            )


@dataclass(frozen=True, slots=True)
class Question:
    """A treatment whose grid is shown.

    Attributes
    ----------
    treatment, controls, lag, where
        As in a design.
    family
        The family of practice; empty where ``outcome`` is a column of the panel.
    outcome, measure
        The column and what it is; without them, practice of the family.
    """

    treatment: str
    controls: tuple[str, ...] = ()
    lag: int = 1
    where: str = ""
    family: str = HEADLINE
    outcome: str = PRACTICE
    measure: str = ""

    def design(self) -> Design:
        """Return the design that the grid varies."""
        return Design(
            self.outcome,
            self.treatment,
            self.controls,
            lag=self.lag,
            where=self.where,
            singletons="leave_out",
        )

    def named(self) -> str:
        """Return what the outcome is."""
        return self.measure or f"our estimates of {self.family.replace('_', ' ')}"
