"""Staggered adoption by imputation: what would have been, from rows not yet treated."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.design import ALWAYS, NEVER, Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.paths import path
from rightful.estimation.requirements import known_outcome, refused, staying_treatment
from rightful.estimation.weighted_sums import Sums, by_state, combined, joint_cov, outcomes

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
LONGEST: Final = 10  # years of the path


class Imputation(Estimator):
    """State and year effects from untreated rows; the effect is what treated rows exceed them by.

    Treated rows in years, or of states, without any untreated row are left out and counted. The
    error is the conservative one of borusyak2024, deviations taken from the overall effect.
    """

    name = "imputation"
    title = "Staggered adoption by imputation"
    needs = ("treatment 0 or 1", "treatment that stays")
    references = ("borusyak2024",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the mean effect on treated rows, and a path by years since adoption.

        Raises
        ------
        DataError
            When the treatment is not one of adoption, or no untreated row is left to compare with.
        """
        known_outcome(sample, self.name)
        adopted = staying_treatment(sample, self.name)
        year = sample.years[sample.time]
        never_only = sample.design.comparison == "never"
        treated = (adopted != NEVER) & (adopted != ALWAYS) & (year >= adopted)
        untreated = (adopted != ALWAYS) & (year < adopted)
        if never_only:
            _need_never(sample, self.name)
        reachable, untreated = _reachable(sample, treated, untreated)
        if not reachable.any():
            raise refused(
                self.name,
                "no untreated row is left in the years in which adopters are treated",
                "some states that have not adopted yet, or never do",
                "a treaty that nearly all joined at once cannot be judged in this way; "
                "use event_study or two_way and say what they assume",
            )
        since = year - adopted
        times = [t for t in range(LONGEST + 1) if (reachable & (since == t)).any()]
        targets = [reachable, *(reachable & (since == t) for t in times)]
        sums = _impute(sample, untreated, targets)
        clusters = sample.states.size
        estimates, cov = joint_cov(sums, clusters)
        counts = [int(target.sum()) for target in targets]
        lost = int(treated.sum()) - counts[0]
        notes = (
            f"effect on {counts[0]} treated rows, imputed from {int(untreated.sum())} untreated",
            f"{lost} treated rows cannot be imputed: no untreated row of their year or state",
            f"{int((adopted == ALWAYS).sum())} rows of states that had adopted when first seen "
            "say nothing",
            f"errors clustered by state ({clusters} clusters), conservative",
        )
        return told(
            self.name,
            sample,
            combined(sums, 0, clusters),
            notes=notes,
            path=path(times, estimates[1:], cov[1:, 1:], counts[1:], seed),
        )


def _need_never(sample: Sample, name: str) -> None:
    if sample.adopted is None or not (sample.adopted == NEVER).any():
        raise refused(
            name,
            "every state adopts: nobody is left who never does",
            'comparison="not_yet"',
            "compare with states that have not adopted yet",
        )


def _reachable(sample: Sample, treated: Bools, untreated: Bools) -> tuple[Bools, Bools]:
    """Return the treated rows whose counterfactual untreated rows identify, and those rows.

    Effects are told apart only within one connected set of states and years: the largest is kept.
    """
    states, years = sample.states.size, sample.years.size
    label = np.arange(states + years)
    a, b = sample.unit[untreated], states + sample.time[untreated]
    while True:
        lowest = np.minimum(label[a], label[b])
        new = label.copy()
        np.minimum.at(new, a, lowest)
        np.minimum.at(new, b, lowest)
        if np.array_equal(new, label):
            break
        label = new
    if a.size == 0:
        return treated & False, untreated
    values, counts = np.unique(label[a], return_counts=True)
    main = values[np.argmax(counts)]
    inside = (label[sample.unit] == main) & (label[states + sample.time] == main)
    return treated & inside, untreated & inside


def _impute(sample: Sample, untreated: Bools, targets: list[Bools]) -> Sums:
    """Return mean effects over each target, and the states' parts of their deviations."""
    effects = np.zeros((sample.y.size, len(targets)))
    for place, target in enumerate(targets):
        effects[target, place] = 1 / target.sum()
    weights = effects - _onto(sample, untreated, effects)
    overall = targets[0]
    y = outcomes(sample)
    estimates = y @ weights
    gap = _residuals(sample, untreated, overall, y)
    # The overall effect that treated rows deviate from: weighted as borusyak2024, section 4.3.
    own = by_state(weights[:, :1] * overall[:, None], sample.unit, sample.states.size)[:, 0]
    tau = by_state((weights[:, 0] * overall * gap).T, sample.unit, sample.states.size)
    centre = (own @ tau) / (own @ own) if own.any() else np.zeros(y.shape[0])
    gap = gap - centre[:, None] * overall
    influence = np.stack(
        [by_state(weights * row[:, None], sample.unit, sample.states.size) for row in gap]
    )
    return Sums(estimates, influence)


def _onto(sample: Sample, untreated: Bools, wanted: Floats) -> Floats:
    """Return the untreated rows' weights whose sum of outcomes is the wanted counterfactual."""
    design = _columns(sample)
    z = design[untreated]
    inverse = np.linalg.pinv(z.T @ z, rcond=1e-11, hermitian=True)
    out = np.zeros_like(wanted)
    out[untreated] = z @ (inverse @ (design.T @ wanted))
    return out


def _residuals(sample: Sample, untreated: Bools, treated: Bools, y: Floats) -> Floats:
    """Return, shape (D, N), outcomes less what untreated rows foretell; 0 for other rows."""
    design = _columns(sample)
    z = design[untreated]
    inverse = np.linalg.pinv(z.T @ z, rcond=1e-11, hermitian=True)
    slopes = (y[:, untreated] @ z) @ inverse
    keep = untreated | treated
    out = np.zeros_like(y)
    out[:, keep] = y[:, keep] - slopes @ design[keep].T
    return out


def _columns(sample: Sample) -> Floats:
    """Return dummies of states and years, and standardized controls, shape (N, G + T + C)."""
    controls = sample.x[:, 1:]
    spread = controls.std(axis=0)
    parts = [
        np.eye(sample.states.size)[sample.unit],
        np.eye(sample.years.size)[sample.time],
        (controls - controls.mean(axis=0)) / np.where(spread > 0, spread, 1),
    ]
    return np.hstack(parts)
