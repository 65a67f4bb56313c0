"""Two-stage least squares: what the instruments move of the treatment, and no more of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import NICKELL
from rightful.estimation.requirements import refused
from rightful.estimation.two_stage import (
    Partialled,
    anderson_rubin,
    first_stage,
    hansen,
    partial_out,
    two_stage,
)
from rightful.estimation.within import FEW_CLUSTERS, absorb

Floats = NDArray[np.float64]
WEAK: Final = 10.0  # of the first stage's F (staiger1997)
ASSUMED: Final = (
    "assumed and not tested: an instrument reaches the outcome through the treatment alone and is "
    "no consequence of either; the effect is that on states whose treatment it moves (imbens1994)"
)


class Instruments(Estimator):
    """The treatment foretold by instruments; effects as the design says (angrist1996)."""

    name = "instruments"
    title = "Two-stage least squares"
    needs = ("instruments",)
    references = (
        "angrist1996",
        "imbens1994",
        "staiger1997",
        "montielolea2013",
        "kleibergen2006",
        "anderson1949",
        "hansen1982",
    )

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient.

        Raises
        ------
        DataError
            When the design names no instruments, or they say nothing of the treatment.
        """
        del seed
        if not sample.z_terms:
            raise refused(
                self.name,
                "the design names no instruments",
                "one column or more that moves the treatment and reaches the outcome through it",
                "name them in the design, or use an estimator without",
            )
        found = _combined(sample)
        mean = _partialled(sample, sample.y[None, :], sample.x[:, 1:])
        clusters = sample.states.size
        notes = (
            f"instruments: {', '.join(sample.z_terms)}",
            *_strength(mean),
            f"Anderson-Rubin 95 % set, right however weak the instruments: "
            f"{in_words(anderson_rubin(mean))}{_at_mean(sample)}",
            *_agreement(sample, mean),
            ASSUMED,
            f"errors clustered by state (CR1, {clusters} clusters)"
            + ("; too small with so few" if clusters < FEW_CLUSTERS else ""),
            *_drawn(sample),
        )
        return told(self.name, sample, found, notes=notes)


def in_words(intervals: tuple[tuple[float, float], ...]) -> str:
    """Return a set of effects in words."""
    if not intervals:
        return "empty: no effect fits all instruments, so that one of them at least is none"
    if intervals == ((-np.inf, np.inf),):
        return "the whole line: the instruments say nothing"
    parts = []
    for low, high in intervals:
        if low == -np.inf:
            parts.append(f"{high:.3g} and below")
        elif high == np.inf:
            parts.append(f"{low:.3g} and above")
        else:
            parts.append(f"{low:.3g} to {high:.3g}")
    unbounded = intervals[0][0] == -np.inf or intervals[-1][1] == np.inf
    return " or ".join(parts) + (" (unbounded)" if unbounded else "")


def _partialled(sample: Sample, y: Floats, others: Floats) -> Partialled:
    design = sample.design
    effects = absorb(
        sample.unit if design.state_effects else None,
        sample.time if design.year_effects else None,
        sample.y.size,
    )
    return partial_out(y, sample.x[:, 0], others, sample.z, effects, sample.unit)


def _combined(sample: Sample) -> Combined:
    dof = sample.states.size - 1.0
    others = sample.x[:, 1:]
    if sample.draws is None:
        coef, variance = two_stage(_partialled(sample, sample.y[None, :], others))
        return single(float(coef[0]), float(variance[0]) ** 0.5, dof)
    draws = sample.draws.astype(np.float64)
    if sample.lagged_draws is None:
        return rubin(*two_stage(_partialled(sample, draws, others)), dof)
    coefs, variances = [], []
    for y, lagged in zip(draws, sample.lagged_draws, strict=True):
        mine = np.column_stack([lagged.astype(np.float64), others[:, 1:]])
        coef, variance = two_stage(_partialled(sample, y[None, :], mine))
        coefs.append(coef[0])
        variances.append(variance[0])
    return rubin(np.array(coefs), np.array(variances), dof)


def _strength(parts: Partialled) -> tuple[str, ...]:
    strength = first_stage(parts)
    several = (
        f"; effective F (Montiel Olea and Pflueger) {strength.effective:.3g}"
        if parts.z.shape[1] > 1
        else ", which with one instrument is Kleibergen and Paap's and the effective F"
    )
    said = f"first stage: clustered F {strength.f:.3g}{several}"
    if min(strength.f, strength.effective) >= WEAK:
        return (said,)
    weak = (
        f"weak instruments (F below {WEAK:g}): estimate, error and interval are not to be trusted, "
        "and lean towards least squares; read the Anderson-Rubin set instead"
    )
    return said, weak


def _agreement(sample: Sample, parts: Partialled) -> tuple[str, ...]:
    if len(sample.z_terms) == 1:
        return ("one instrument: whether it is valid cannot be tested",)
    told_j = hansen(parts)
    verdict = (
        "the instruments contradict each other: one at least is not valid"
        if told_j.p < 0.05
        else "the instruments do not contradict each other, which does not make them valid"
    )
    return (
        f"{verdict} (Hansen J {told_j.j:.3g}, {told_j.dof} degrees of freedom, p = {told_j.p:.3g}"
        f"{_at_mean(sample)})",
    )


def _at_mean(sample: Sample) -> str:
    return "" if sample.draws is None else " at the posterior mean of the outcome"


def _drawn(sample: Sample) -> tuple[str, ...]:
    notes = []
    if sample.draws is not None:
        count = sample.draws.shape[0]
        notes.append(f"{count} posterior draws of the outcome combined by Rubin's rules")
    if sample.design.lagged_outcome and sample.design.state_effects:
        notes.append(NICKELL)
    return tuple(notes)
