"""What an estimator needs and gives; estimators are found because their file is there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Final

from rightful.core import registry
from rightful.core.names import resolve
from rightful.estimation.combine import Combined
from rightful.estimation.design import Sample

FOLDER: Final = "rightful.estimation.estimators"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a path over event time.

    Attributes
    ----------
    time
        Years since the treatment could first show; negative before it.
    estimate, std_error
        Estimate and clustered error.
    low, high
        A joint 95 % band: the whole path lies within with that chance (sup-t).
    n
        Rows of adopters at that time.
    """

    time: int
    estimate: float
    std_error: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an estimator gives.

    Attributes
    ----------
    estimator, term
        File name of the plug-in; the regressor or the quantity that is estimated.
    estimate, std_error, p, low, high
        On the scale of ``scale``; the error is clustered by state and carries the posterior where
        the outcome is one; two-sided p; 95 % interval.
    scale
        ``outcome`` (units of the outcome), ``log odds``, ``probit``, ``log hazard``.
    n, states, years
        Rows, states and years that the estimate rests on.
    between
        Share of the variance that is doubt about measurement.
    notes
        What a reader must know: correction, what was left out, what the design cannot tell.
    path
        Points over event time, where the estimator has them.
    """

    estimator: str
    term: str
    estimate: float
    std_error: float
    p: float
    low: float
    high: float
    scale: str
    n: int
    states: int
    years: int
    between: float = 0.0
    notes: tuple[str, ...] = ()
    path: tuple[Point, ...] = ()


class Estimator(ABC):
    """One way to an estimate.

    Attributes
    ----------
    name, title
        File name and a one-line title.
    needs
        What the sample must have: ``treatment 0 or 1``, ``treatment that stays``, ``ordered
        outcome``, ``lagged outcome``, ``controls``, ``rows at risk``, ``instruments``,
        ``mediator``, ``peers``.
    extra
        The extra of the package that must be installed; empty: none.
    references
        Keys in ``references.bib``.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    references: ClassVar[tuple[str, ...]]
    extra: ClassVar[str] = ""

    @abstractmethod
    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Estimate; the same sample and seed give the same numbers.

        Raises
        ------
        DataError
            When the sample lacks what the estimator needs, or nothing is left to compare with.
        """


def estimators() -> tuple[str, ...]:
    """Return the names of all estimators."""
    return registry.names(FOLDER)


def estimator(name: str) -> Estimator:
    """Return the estimator of that name.

    Raises
    ------
    UnknownName
        When no file of that name is there.
    """
    found = resolve(name, estimators(), "estimator")
    return registry.load(FOLDER, found, Estimator)  # type: ignore[type-abstract]


def told(
    name: str,
    sample: Sample,
    combined: Combined,
    *,
    scale: str = "outcome",
    notes: tuple[str, ...] = (),
    path: tuple[Point, ...] = (),
    term: str | None = None,
    n: int | None = None,
    states: int | None = None,
) -> Estimate:
    """Return a combined number as the estimate of a sample."""
    return Estimate(
        estimator=name,
        term=sample.terms[0] if term is None else term,
        estimate=combined.estimate,
        std_error=combined.std_error,
        p=combined.p,
        low=combined.low,
        high=combined.high,
        scale=scale,
        n=sample.y.size if n is None else n,
        states=sample.states.size if states is None else states,
        years=sample.years.size,
        between=combined.between,
        notes=notes,
        path=path,
    )
