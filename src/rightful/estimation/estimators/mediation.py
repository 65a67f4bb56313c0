"""Mediation: what the treatment does by way of something that it brings."""

from __future__ import annotations

from typing import Final

from rightful.estimation.combine import Combined
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import NICKELL
from rightful.estimation.mediated import Mediated, mediated

ASSUMED: Final = (
    "causal only if nothing unseen moves two of treatment, mediator and outcome; the mediator's "
    "slope is taken as the same with and without the treatment"
)
NEAR_ZERO: Final = (
    "where both slopes are near zero the product's error is too wide: it is then told less often "
    "from zero than the level says"
)


class Mediation(Estimator):
    """The indirect effect: the product of two linear equations on the same rows.

    The mediator is measured one year before the outcome, the treatment earlier. Direct and total
    effect, and what confounding of mediator and outcome would do, are told in the notes;
    ``mediated.mediated`` gives them as numbers.
    """

    name = "mediation"
    title = "Effect by way of a mediator"
    needs = ("mediator",)
    references = ("imai2010", "cameron2015")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the indirect effect.

        Raises
        ------
        DataError
            When the design names no mediator.
        """
        del seed
        found = mediated(sample)
        way = f"{sample.terms[0]} by way of {sample.mediator_term}"
        drawn = (
            (f"{sample.draws.shape[0]} posterior draws of the outcome combined by Rubin's rules",)
            if sample.draws is not None
            else ()
        )
        nickell = sample.design.lagged_outcome and sample.design.state_effects
        notes = (
            f"indirect {in_words(found.indirect)}, direct {in_words(found.direct)}, "
            f"total {in_words(found.total)}",
            f"treatment on mediator {in_words(found.first)}, mediator on outcome "
            f"{in_words(found.second)}",
            sensitivity(found),
            ASSUMED,
            NEAR_ZERO,
            f"errors clustered by state over both equations ({found.correction}, "
            f"{found.clusters} clusters), delta method",
            *drawn,
            *((NICKELL,) if nickell else ()),
        )
        return told(self.name, sample, found.indirect, notes=notes, term=way)


def sensitivity(found: Mediated) -> str:
    """Return what confounding of mediator and outcome would do to the indirect effect."""
    table = ", ".join(
        f"{one.indirect.estimate:+.3f} at {one.rho:+.1f}" for one in found.at_rho if one.rho
    )
    return (
        "an unseen cause of both mediator and outcome that correlates their errors by "
        f"{found.rho_zero:+.2f} would make the indirect effect zero; it would be {table}"
    )


def in_words(one: Combined) -> str:
    """Return an estimate with its interval."""
    return f"{one.estimate:+.3f} ({one.low:+.3f} to {one.high:+.3f})"
