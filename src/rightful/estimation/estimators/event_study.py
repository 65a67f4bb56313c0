"""Event study: two-way fixed effects by years before and since adoption, with a joint band."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation.batched import fit_draws
from rightful.estimation.combine import rubin, single
from rightful.estimation.design import ALWAYS, NEVER, Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.paths import path
from rightful.estimation.requirements import known_outcome, refused, staying_treatment
from rightful.estimation.within import absorb, residualize

Floats = NDArray[np.float64]
BEFORE: Final = 5
AFTER: Final = 8


class EventStudy(Estimator):
    """Effects by event time against the year before adoption, the ends binned.

    Years earlier than ``BEFORE`` and later than ``AFTER`` have a bin each, estimated and not
    shown. Where effects differ between cohorts the points mix them (sun2021): ``imputation`` and
    ``group_time`` do not.
    """

    name = "event_study"
    title = "Event study"
    needs = ("treatment 0 or 1", "treatment that stays")
    references = ("sun2021", "montielolea2019")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the mean of the points from adoption to ``AFTER`` years on, and the path.

        Raises
        ------
        DataError
            When the treatment is not one of adoption, or event time cannot be told from the years.
        """
        known_outcome(sample, self.name)
        adopted = staying_treatment(sample, self.name)
        keep = adopted != ALWAYS
        if sample.design.comparison == "never" and not (adopted == NEVER).any():
            raise refused(
                self.name,
                "every state adopts: nobody is left who never does",
                'comparison="not_yet" or "everyone"',
                "compare with states that have not adopted yet",
            )
        since = np.where(
            adopted == NEVER, -1, (sample.years[sample.time] - adopted).clip(-BEFORE - 1, AFTER + 1)
        )
        times = [int(t) for t in np.unique(since[keep]) if t != -1]
        after = [place for place, t in enumerate(times) if 0 <= t <= AFTER]
        if not after:
            raise refused(self.name, "no year after adoption is seen", "some", "widen the years")
        dummies = (since[keep, None] == np.array(times)).astype(np.float64)
        x = np.hstack([dummies, sample.x[keep, 1:]])
        effects = absorb(sample.unit[keep], sample.time[keep], int(keep.sum()))
        self._must_be_told_apart(x, residualize(effects, x))
        y = sample.y[None] if sample.draws is None else sample.draws
        fits = fit_draws(
            np.ascontiguousarray(y[:, keep], dtype=np.float32),
            x,
            effects,
            sample.unit[keep],
            correction="CR1",
        )
        mean = np.zeros(x.shape[1])
        mean[after] = 1 / len(after)
        states = np.unique(sample.unit[keep]).size
        coef, variance = fits.coef @ mean, np.einsum("i,dij,j->d", mean, fits.cov, mean)
        found = (
            single(float(coef[0]), float(variance[0] ** 0.5), states - 1.0)
            if coef.size == 1
            else rubin(coef, variance, states - 1.0)
        )
        shown = [place for place, t in enumerate(times) if -BEFORE <= t <= AFTER]
        estimates, cov = _joint(fits.coef[:, shown], fits.cov[:, shown][:, :, shown])
        return told(
            self.name,
            sample,
            found,
            notes=(
                f"mean of {len(after)} years from adoption on, against the year before it",
                f"{int((~keep).sum())} rows of states that had adopted when first seen left out",
                f"errors clustered by state (CR1, {states} clusters); joint band by sup-t",
                "where effects differ between cohorts the points mix them",
            ),
            path=path(
                [times[p] for p in shown],
                estimates,
                cov,
                [int(dummies[:, p].sum()) for p in shown],
                seed,
            ),
            n=int(keep.sum()),
            states=states,
        )

    def _must_be_told_apart(self, x: Floats, x_within: Floats) -> None:
        size = np.linalg.norm(x, axis=0)
        left = x_within / np.where(size > 0, size, 1.0)
        if np.linalg.eigvalsh(left.T @ left)[0] <= 1e-9:
            raise refused(
                self.name,
                "years since adoption cannot be told from calendar years",
                "states that adopt in different years, or never",
                "a treaty that all joined at once has no event study",
            )


def _joint(coef: Floats, cov: Floats) -> tuple[Floats, Floats]:
    """Return mean and total covariance of D fits, shapes (D, E) and (D, E, E)."""
    d = coef.shape[0]
    mean, within = coef.mean(axis=0), cov.mean(axis=0)
    if d == 1:
        return mean, within
    away = coef - mean
    return mean, np.asarray(within + (1 + 1 / d) * away.T @ away / (d - 1))
