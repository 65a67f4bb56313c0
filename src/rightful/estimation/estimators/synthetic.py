"""Synthetic control, many adopters: each against a mix of states that did as it did before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import ALWAYS, NEVER, Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.paths import path
from rightful.estimation.requirements import known_outcome, refused, staying_treatment
from rightful.estimation.weighted_sums import Sums, joint_cov, outcomes

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
BEFORE: Final = 10  # years before adoption that are matched, at most
FEWEST_BEFORE: Final = 4
AFTER: Final = 5  # years from adoption on in which the effect is taken, at most
FEWEST_DONORS: Final = 3
RIDGE: Final = 1e-6  # of a donor's sum of squares before adoption
NOTHING: Final = 1e-9  # weight below which a donor is none


@dataclass(frozen=True)
class Adopter:
    """One adopter and those it can be compared with.

    Attributes
    ----------
    state, donors
        Places of states, shape (J,) of donors.
    since
        Shape (T,): years since adoption in which all are seen, negative before it.
    rows
        Shape (T, 1 + J): rows of the sample, the adopter's first.
    """

    state: int
    donors: Whole
    since: Whole
    rows: Whole


@dataclass(frozen=True)
class _Sums:
    """Gaps summed over adopters, by event time: W = BEFORE + AFTER + 1 times.

    ``gaps``, (D, W), and ``cells``, (W,), of all; ``changed``, (G, D, W), and ``fewer``, (G, W):
    what leaving a state out changes of both. ``involved``, (G,): states that do change something.
    """

    gaps: Floats
    cells: Floats
    changed: Floats
    fewer: Floats
    involved: NDArray[np.bool_]


class Synthetic(Estimator):
    """Simplex weights on outcomes before adoption, both sides less their own mean then.

    Donors are states that have not adopted by the end of the adopter's window (or never do, where
    the design says so), seen in all its years; where they are fewer than ``FEWEST_DONORS`` the
    window after adoption is shortened. Where many mixes fit as well, a ridge too small to matter
    takes the most even of them. The error is a jackknife by state (arkhangelsky2021), weights
    found anew: placebos among donors would need many states that never adopt, which treaties that
    nearly all join do not have. Weights are those of the outcome's mean over draws.
    """

    name = "synthetic"
    title = "Synthetic control, staggered adoption"
    needs = ("treatment 0 or 1", "treatment that stays")
    references = ("abadie2010", "arkhangelsky2021", "benmichael2022")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the mean effect over adopters and years, and a path by years since adoption.

        Raises
        ------
        DataError
            When the treatment is not one of adoption, or fewer than two adopters have donors.
        """
        known_outcome(sample, self.name)
        staying_treatment(sample, self.name)
        assert sample.adopted is not None
        whole = np.isin(sample.adopted, (NEVER, ALWAYS), invert=True)
        found = list(_adopters(sample))
        kept = [one for one in found if isinstance(one, Adopter)]
        lost = [one for one in found if isinstance(one, str)]
        if len(kept) < 2:
            raise refused(
                self.name,
                f"{len(kept)} of {int(whole.sum())} adopters can be compared with others",
                f"two or more, seen {FEWEST_BEFORE} years before adoption, each with "
                f"{FEWEST_DONORS} states that adopt later or never",
                "a treaty that nearly all joined at once cannot be judged in this way; "
                "use event_study or two_way and say what they assume",
            )
        fits = [weights_of(sample.y, one) for one in kept]
        poor = [_fits_badly(sample.y, one, fit) for one, fit in zip(kept, fits, strict=True)]
        summed = _summed(sample, kept, fits)
        times = [int(t) for t in np.flatnonzero(summed.cells)]
        sums, clusters = _jackknifed(summed, times)
        estimates, cov = joint_cov(sums, clusters)
        controls = sample.terms[1:]
        notes = (
            f"{len(kept)} of {len(found)} adopters, each against a mix of "
            f"{int(np.median([one.donors.size for one in kept]))} donors (median)",
            f"{lost.count('donors')} adopters have fewer than {FEWEST_DONORS} donors, "
            f"{lost.count('years')} are seen in fewer than {FEWEST_BEFORE} years before adoption",
            _badly(sample, kept, fits, poor),
            *((f"controls are not used: {', '.join(controls)}",) if controls else ()),
            f"errors by a jackknife of {clusters} states, weights found anew; degrees of freedom "
            "by adopters",
            "years before adoption are those that were matched: no test of the design, least of "
            "all where donors are more than years",
        )
        counts = [int(summed.cells[t]) for t in times]
        return told(
            self.name,
            sample,
            _combined(sums, clusters, len(kept) - 1.0),
            notes=notes,
            path=path([t - BEFORE for t in times], estimates[1:], cov[1:, 1:], counts, seed),
            n=np.unique(np.concatenate([one.rows.ravel() for one in kept])).size,
            states=clusters,
        )


def simplex_weights(target: Floats, donors: Floats, ridge: float) -> Floats:
    """Return weights, shape (J,), 0 or more, that sum to 1 and bring donors nearest to the target.

    They minimize ``|target - donors w|^2 + ridge |w|^2``; shapes (T,) and (T, J). Since the weights
    sum to 1 this is the length of ``(donors - target) w``, whose minimum is that of non-negative
    least squares with one more row of ones, scaled: exact, and some thousand times faster than
    a general optimizer.
    """
    away = donors - target[:, None]
    size = float(np.sqrt(np.mean(away**2))) or 1.0
    j = donors.shape[1]
    rows = np.vstack([away / size, np.sqrt(ridge) / size * np.eye(j), np.ones((1, j))])
    right = np.zeros(rows.shape[0])
    right[-1] = 1.0
    weights = optimize.nnls(rows, right)[0]
    return np.asarray(weights / weights.sum())


def weights_of(y: Floats, one: Adopter, without: int | None = None) -> Floats:
    """Return the weights of an adopter's donors, shape (J,); one left out has none."""
    before = one.since < 0
    levels = y[one.rows[before]]
    levels = levels - levels.mean(axis=0)
    ridge = RIDGE * float(np.mean(np.sum(levels[:, 1:] ** 2, axis=0)))
    use = np.arange(one.donors.size) != (-1 if without is None else without)
    weights = np.zeros(one.donors.size)
    weights[use] = simplex_weights(levels[:, 0], levels[:, 1:][:, use], ridge)
    return weights


def _adopters(sample: Sample) -> Iterator[Adopter | str]:
    """Yield every adopter that was seen before it adopted, or what it lacks."""
    adopted = sample.adopted
    assert adopted is not None
    row = np.full((sample.states.size, int(np.ptp(sample.years)) + 1), -1)
    row[sample.unit, sample.years[sample.time] - sample.years[0]] = np.arange(sample.y.size)
    last = row.shape[1]
    never_only = sample.design.comparison == "never"
    for state in np.flatnonzero(np.isin(adopted, (NEVER, ALWAYS), invert=True)):
        start = int(adopted[state] - sample.years[0])
        seen = np.flatnonzero(row[state] >= 0)
        before = seen[(seen < start) & (seen >= start - BEFORE)]
        if before.size < FEWEST_BEFORE or not np.any(seen >= start):
            yield "years"
            continue
        for until in range(min(start + AFTER, last - 1), start - 1, -1):
            after = seen[(seen >= start) & (seen <= until)]
            free = adopted == NEVER
            if not never_only:
                free |= (adopted != ALWAYS) & (adopted - sample.years[0] > until)
            used = np.concatenate([before, after])
            donors = np.flatnonzero(free & (row[:, used] >= 0).all(axis=1))
            donors = donors[donors != state]
            if after.size and donors.size >= FEWEST_DONORS:
                rows = row[np.concatenate([[state], donors])][:, used].T
                yield Adopter(int(state), donors, used - start, rows)
                break
        else:
            yield "donors"


def _gaps(y: Floats, one: Adopter, weights: Floats) -> Floats:
    """Return the adopter less its synthetic self, shape (D, T), each less its mean before."""
    levels = y[:, one.rows]
    levels = levels - levels[:, one.since < 0].mean(axis=1, keepdims=True)
    return np.asarray(levels[:, :, 0] - levels[:, :, 1:] @ weights)


def _fits_badly(y: Floats, one: Adopter, weights: Floats) -> bool:
    """Return whether the gap before adoption is as wide as donors are from their own means."""
    before = one.since < 0
    levels = y[one.rows[before]][:, 1:]
    own = float((levels - levels.mean(axis=0)).std())
    gap = _gaps(y[None, :], one, weights)[0, before]
    return float(np.mean(gap**2) ** 0.5) > own


def _badly(sample: Sample, kept: list[Adopter], fits: list[Floats], poor: list[bool]) -> str:
    """Return the note on adopters with a bad fit, and the effect without them."""
    said = (
        f"{sum(poor)} adopters fit badly: their gap before adoption is wider than donors' spread "
        "around their own means"
    )
    good = [
        _gaps(outcomes(sample), one, fit)[:, one.since >= 0].mean(axis=0)
        for one, fit, bad in zip(kept, fits, poor, strict=True)
        if not bad
    ]
    if not any(poor) or not good:
        return said
    return f"{said}; without them the effect is {np.concatenate(good).mean():+.3f}"


def _summed(sample: Sample, kept: list[Adopter], fits: list[Floats]) -> _Sums:
    y = outcomes(sample)
    width, states = BEFORE + AFTER + 1, sample.states.size
    gaps, cells = np.zeros((y.shape[0], width)), np.zeros(width)
    changed, fewer = np.zeros((states, y.shape[0], width)), np.zeros((states, width))
    involved = np.zeros(states, dtype=bool)
    for one, fit in zip(kept, fits, strict=True):
        at = one.since + BEFORE
        mine = _gaps(y, one, fit)
        gaps[:, at] += mine
        cells[at] += 1
        changed[one.state][:, at] -= mine
        fewer[one.state][at] -= 1
        involved[one.state] = True
        for place in np.flatnonzero(fit > NOTHING):
            other = one.donors[place]
            again = _gaps(y, one, weights_of(sample.y, one, int(place)))
            changed[other][:, at] += again - mine
            involved[other] = True
    return _Sums(gaps, cells, changed, fewer, involved)


def _jackknifed(summed: _Sums, times: list[int]) -> tuple[Sums, int]:
    """Return the mean effect and its path, each with states' parts, and how many states."""
    after = np.arange(summed.cells.size) >= BEFORE
    use = np.flatnonzero(summed.involved)
    targets = [after, *(np.arange(summed.cells.size) == t for t in times)]

    def means(gaps: Floats, cells: Floats) -> Floats:
        counts = np.array([cells[target].sum() for target in targets])
        totals = np.stack([gaps[:, target].sum(axis=1) for target in targets], axis=1)
        return np.asarray(totals / np.where(counts > 0, counts, np.nan))

    whole = means(summed.gaps, summed.cells)
    left = np.stack(
        [means(summed.gaps + summed.changed[s], summed.cells + summed.fewer[s]) for s in use],
        axis=1,
    )
    # A point of the path that one state makes alone has no estimate without it.
    left = np.where(np.isnan(left), whole[:, None, :], left)
    share = (use.size - 1) / use.size
    return Sums(whole, share * (left.mean(axis=1, keepdims=True) - left)), int(use.size)


def _combined(sums: Sums, clusters: int, dof: float) -> Combined:
    variance = clusters / (clusters - 1) * np.sum(sums.influence[:, :, 0] ** 2, axis=1)
    estimates = sums.estimates[:, 0]
    if estimates.size == 1:
        return single(float(estimates[0]), float(variance[0] ** 0.5), dof)
    return rubin(estimates, variance, dof)
