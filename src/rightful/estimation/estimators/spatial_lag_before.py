"""Spatial lag in time: practice that depends on peers' practice in the year before."""

from __future__ import annotations

from typing import Final

from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.estimators.spatial_lag import drawn
from rightful.estimation.linear import NICKELL
from rightful.estimation.spatial import peers_in_words, year_before

SHARED: Final = (
    "a shock that peers share and that lasts looks the same as following peers, and so does a "
    "common cause (the reflection problem, manski1993); year effects take out only what all share"
)
ATTENUATED: Final = "peers' practice is noisy in each draw, which pulls the number towards zero"


class SpatialLagBefore(Estimator):
    """Least squares on the mean of peers a year before; effects as the design says.

    Nothing moves at once, so no instruments are needed; it asks that errors do not last.
    """

    name = "spatial_lag_before"
    title = "Spatial lag in time: peers a year before"
    needs = ("peers",)
    references = ("franzese2007", "manski1993", "cameron2015")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return how far the outcome follows the mean of peers a year before.

        Raises
        ------
        DataError
            When the design names no peers, or effects leave nothing of their practice.
        """
        del seed
        found = year_before(sample)
        design = sample.design
        notes = (
            f"peers: {peers_in_words(sample)}; {found.without} rows left out, of which no peer was "
            "in the sample the year before",
            SHARED,
            f"errors clustered by state ({found.correction}, {found.states} clusters): too small "
            "where shocks are shared",
            *((NICKELL,) if design.lagged_outcome and design.state_effects else ()),
            *drawn(sample),
            *((ATTENUATED,) if sample.draws is not None else ()),
        )
        return told(
            self.name,
            sample,
            found.rho,
            notes=notes,
            term=f"{design.outcome} of peers (1 year before)",
            n=found.n,
            states=found.states,
        )
