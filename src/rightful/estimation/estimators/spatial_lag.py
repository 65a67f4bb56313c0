"""Spatial lag: practice that depends on peers' practice in the same year."""

from __future__ import annotations

from typing import Final

from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.spatial import peers_in_words, same_year
from rightful.estimation.within import FEW_CLUSTERS

WEAK: Final = 10.0  # of the first stage's F (staiger1997)
REFLECTION: Final = (
    "peers' regressors stand in for their practice: told from a context that peers share only if "
    "those reach a state through its peers' practice alone (the reflection problem, manski1993); "
    "a shock that peers share and that moves their regressors too looks the same"
)


class SpatialLag(Estimator):
    """Two-stage least squares, peers' regressors as instruments; effects as the design says.

    Everything moves at once: a change of one state comes back to it by way of its peers.
    """

    name = "spatial_lag"
    title = "Spatial lag: peers in the same year"
    needs = ("peers",)
    references = ("kelejian1998", "manski1993", "franzese2007", "staiger1997", "anderson1949")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return how far the outcome follows the mean of peers.

        Raises
        ------
        DataError
            When the design names no peers, or peers' regressors say nothing of their practice.
        """
        del seed
        found, strength = same_year(sample)
        inside = " or ".join(f"{low:+.3f} to {high:+.3f}" for low, high in strength.inside)
        notes = (
            f"peers: {peers_in_words(sample)}; {found.without} rows without a peer in the sample "
            "left out",
            f"instruments: {', '.join(strength.used)}; first-stage F {strength.f:.1f}"
            + (f", weak (below {WEAK:g})" if strength.f < WEAK else ""),
            *(
                (f"nothing is left of {', '.join(strength.unused)}: no instrument",)
                if strength.unused
                else ()
            ),
            f"Anderson-Rubin 95 % set, right however weak the instruments: {inside or 'empty'}",
            REFLECTION,
            *(("beyond -1 to 1 no steady state follows",) if abs(found.rho.estimate) >= 1 else ()),
            f"errors clustered by state ({found.correction}, {found.states} clusters): too small "
            "where shocks are shared" + (", and with so few" * (found.states < FEW_CLUSTERS)),
            *drawn(sample),
        )
        return told(
            self.name,
            sample,
            found.rho,
            notes=notes,
            term=f"{sample.design.outcome} of peers",
            n=found.n,
            states=found.states,
        )


def drawn(sample: Sample) -> tuple[str, ...]:
    """Return the note on posterior draws, where there are some."""
    if sample.draws is None:
        return ()
    return (
        f"{sample.draws.shape[0]} posterior draws, own and peers' practice of one draw each time, "
        "combined by Rubin's rules",
    )
