"""Group-time effects: each cohort of adopters against states that have not adopted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.design import ALWAYS, NEVER, Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.paths import path
from rightful.estimation.requirements import known_outcome, refused, staying_treatment
from rightful.estimation.weighted_sums import Sums, combined, joint_cov, outcomes

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LONGEST: Final = 10


@dataclass(frozen=True)
class Cell:
    """The effect on one cohort in one year.

    Attributes
    ----------
    since
        Years since adoption.
    treated
        Adopters seen both then and in the year before they adopted.
    estimates, influence
        Shapes (D,) and (D, G).
    """

    since: int
    treated: int
    estimates: Floats
    influence: Floats


class GroupTime(Estimator):
    """Callaway and Sant'Anna's effects without covariates, weighted by adopters seen.

    A cohort's change since the year before adoption is set against the change, over the same
    years, of states that have not adopted by then (or never do, where the design says so); on an
    unbalanced panel each comparison takes the states seen in both years.
    """

    name = "group_time"
    title = "Staggered adoption, group-time effects"
    needs = ("treatment 0 or 1", "treatment that stays")
    references = ("callaway2021",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the mean over cohorts and years, and a path by years since adoption.

        Raises
        ------
        DataError
            When the treatment is not one of adoption, or nobody is left to compare with.
        """
        known_outcome(sample, self.name)
        adopted = staying_treatment(sample, self.name)
        cells = list(_cells(sample))
        after = [cell for cell in cells if cell.since >= 0 and cell.estimates.size]
        year = sample.years[sample.time]
        treated = (adopted != NEVER) & (adopted != ALWAYS) & (year >= adopted)
        unmatched = int(treated.sum()) - sum(cell.treated for cell in after)
        if not after:
            raise refused(
                self.name,
                "no adopter can be compared with a state that has not adopted"
                + (" ever" if sample.design.comparison == "never" else " yet"),
                "states seen before adoption, and others that adopt later or never",
                "a treaty that nearly all joined at once cannot be judged in this way; "
                "use event_study or two_way and say what they assume",
            )
        shown = sorted({cell.since for cell in cells if -LONGEST <= cell.since <= LONGEST})
        groups = [after, *([c for c in cells if c.since == t] for t in shown)]
        groups = [[cell for cell in group if cell.estimates.size] for group in groups]
        kept = [(t, group) for t, group in zip(shown, groups[1:], strict=True) if group]
        sums = _aggregated([after, *(group for _, group in kept)])
        clusters = sample.states.size
        estimates, cov = joint_cov(sums, clusters)
        against = "never adopt" if sample.design.comparison == "never" else "have not adopted yet"
        controls = sample.terms[1:]
        notes = (
            f"{len(after)} cohort-years against states that {against}",
            f"{unmatched} treated rows are left out: their state is not seen in the year before it "
            "adopted, or nobody is left to be compared with",
            *((f"controls are not used: {', '.join(controls)}",) if controls else ()),
            f"errors clustered by state ({clusters} clusters); cohorts' weights taken as given",
        )
        counts = [sum(cell.treated for cell in group) for _, group in kept]
        return told(
            self.name,
            sample,
            combined(sums, 0, clusters),
            notes=notes,
            path=path([t for t, _ in kept], estimates[1:], cov[1:, 1:], counts, seed),
        )


def _cells(sample: Sample) -> Iterator[Cell]:
    """Yield the effect of every cohort and year; without estimates where nobody compares."""
    adopted = sample.adopted
    assert adopted is not None
    row = np.full((sample.states.size, sample.years.size), -1)
    row[sample.unit, sample.time] = np.arange(sample.y.size)
    place = {int(year): t for t, year in enumerate(sample.years)}
    y = outcomes(sample)
    never_only = sample.design.comparison == "never"
    for cohort in np.unique(adopted[(adopted != NEVER) & (adopted != ALWAYS)]):
        base = place.get(int(cohort) - 1)
        if base is None:
            continue
        for t, year in enumerate(sample.years):
            if t == base:
                continue
            seen = (row[:, t] >= 0) & (row[:, base] >= 0)
            ours = np.flatnonzero(seen & (adopted == cohort))
            free = adopted == NEVER if never_only else adopted > max(year, cohort)
            theirs = np.flatnonzero(seen & free)
            since = int(year - cohort)
            if ours.size == 0:
                continue
            if theirs.size == 0:
                yield Cell(since, ours.size, np.empty(0), np.empty(0))
                continue
            change = y[:, row[:, t]] - y[:, row[:, base]]
            yield _compared(since, change, ours, theirs)


def _compared(since: int, change: Floats, ours: Whole, theirs: Whole) -> Cell:
    """Return the difference of mean changes; each state's part is its share of the deviation."""
    influence = np.zeros_like(change)
    means = []
    for states, sign in ((ours, 1.0), (theirs, -1.0)):
        mean = change[:, states].mean(axis=1)
        influence[:, states] = sign * (change[:, states] - mean[:, None]) / states.size
        means.append(mean)
    return Cell(since, ours.size, means[0] - means[1], influence)


def _aggregated(groups: list[list[Cell]]) -> Sums:
    """Return means of cells by group, weighted by adopters."""
    estimates, influence = [], []
    for group in groups:
        weights = np.array([cell.treated for cell in group], dtype=np.float64)
        weights /= weights.sum()
        estimates.append(sum(w * c.estimates for w, c in zip(weights, group, strict=True)))
        influence.append(sum(w * c.influence for w, c in zip(weights, group, strict=True)))
    return Sums(np.stack(estimates, axis=1), np.stack(influence, axis=2))
