"""Entropy balancing: untreated rows weighted until their covariates' means are the treated's."""

from __future__ import annotations

import numpy as np

from rightful.estimation.balance import (
    covariates,
    effective,
    entropy_weights,
    treated_rows,
    weighted_difference,
)
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.weighted_sums import combined


class EntropyBalancing(Estimator):
    """The effect on treated rows, from untreated rows of like regressors and years."""

    name = "entropy_balancing"
    title = "Entropy balancing"
    needs = ("treatment 0 or 1", "controls")
    references = ("hainmueller2012",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the weighted difference.

        Raises
        ------
        DataError
            When the treatment is not 0 or 1, or no weights balance the covariates.
        """
        del seed
        treated = treated_rows(sample, self.name)
        weights = np.full(sample.y.size, 1 / treated.sum())
        weights[~treated] = entropy_weights(covariates(sample), treated)
        sums = weighted_difference(sample, treated, weights)
        clusters = sample.states.size
        notes = (
            f"{int(treated.sum())} treated rows against {int((~treated).sum())} untreated, worth "
            f"{effective(weights[~treated]):.0f} after weighting",
            f"balanced: {', '.join(sample.terms[1:])}"
            + ("; year and its square" if sample.design.year_effects else ""),
            f"errors clustered by state ({clusters} clusters), weights taken as given",
        )
        return told(self.name, sample, combined(sums, 0, clusters), notes=notes)
