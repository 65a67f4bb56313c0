"""Inverse probability weighting: untreated rows weighted by their odds of treatment."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np

from rightful.estimation.balance import (
    covariates,
    effective,
    treated_rows,
    weighted_difference,
)
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.requirements import refused, statsmodels
from rightful.estimation.weighted_sums import combined

EDGE: Final = 0.01  # rows whose chance of treatment lies within this of 0 or 1 are left out


class InverseProbability(Estimator):
    """The effect on treated rows; chances by a logit of the regressors and the year."""

    name = "inverse_probability"
    title = "Inverse probability weighting"
    needs = ("treatment 0 or 1", "controls")
    extra = "estimation"
    references = ("hirano2003",)

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the weighted difference among rows whose treatment was open.

        Raises
        ------
        DataError
            When the treatment is not 0 or 1, or no row's treatment was open.
        """
        del seed
        treated = treated_rows(sample, self.name)
        columns = np.column_stack([np.ones(sample.y.size), covariates(sample)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sm = statsmodels("api", self.name)
            fit = sm.GLM(treated.astype(np.float64), columns, family=sm.families.Binomial()).fit()
        chance = np.asarray(fit.fittedvalues)
        open_to_both = (chance > EDGE) & (chance < 1 - EDGE)
        if not ((treated & open_to_both).any() and (~treated & open_to_both).any()):
            raise refused(
                self.name,
                "the regressors tell treated and untreated rows apart without fail",
                "rows whose treatment was open",
                "balance on fewer regressors, or other years",
            )
        weights = np.where(treated, 1.0, chance / (1 - chance)) * open_to_both
        weights[treated] /= weights[treated].sum()
        weights[~treated] /= weights[~treated].sum()
        sums = weighted_difference(sample, treated, weights)
        clusters = np.unique(sample.unit[open_to_both]).size
        notes = (
            f"{int((treated & open_to_both).sum())} treated rows against "
            f"{int((~treated & open_to_both).sum())} untreated, worth "
            f"{effective(weights[~treated]):.0f} after weighting",
            f"{int((~open_to_both).sum())} rows left out: chance of treatment within {EDGE:g} of "
            "0 or 1",
            f"errors clustered by state ({clusters} clusters), chances taken as given",
        )
        return told(
            self.name,
            sample,
            combined(sums, 0, clusters),
            notes=notes,
            n=int(open_to_both.sum()),
            states=clusters,
        )
