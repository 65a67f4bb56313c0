"""Selection into treatment: what takes the treatment may also move the outcome, unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation._selection import NAME, Choice, Outcome, choice, outcome, strength
from rightful.estimation.balance import covariates
from rightful.estimation.combine import Combined, rubin, single
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.requirements import refused
from rightful.estimation.within import FEW_CLUSTERS, absorb, cr1_scale

Floats = NDArray[np.float64]
WEAK: Final = 10.0
THIN: Final = 0.1  # share of the probit's residual below which little is left to tell by
NORMAL: Final = (
    "assumed and not tested: both errors are jointly normal, and the treatment's effect is the "
    "same for all"
)


class Selection(Estimator):
    """A probit of the treatment, then least squares with its residual (heckman1978, maddala1983).

    The probit has the regressors, the design's instruments, and the year with its square where
    the design has year effects. The second step leaves the instruments out.
    """

    name = NAME
    title = "Selection into treatment, in two steps"
    needs = ("treatment 0 or 1", "controls")
    extra = "estimation"
    references = ("heckman1978", "maddala1983", "murphy1985", "puhani2000")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the treatment's coefficient, free of what both errors share.

        Raises
        ------
        DataError
            When the treatment is not 0 or 1, the design has state effects, nothing foretells the
            treatment or foretells it without fail, or nothing is left of the probit's residual.
        """
        del seed
        _must_fit(sample)
        chosen, found = _fitted(sample)
        clusters = sample.states.size
        notes = (
            *_identified(sample, chosen),
            *_hidden(found, clusters - 1.0),
            NORMAL,
            f"errors clustered by state (CR1, {clusters} clusters), those of the probit carried on"
            + ("; too small with so few" if clusters < FEW_CLUSTERS else ""),
            *(
                (f"{found.coef.size} posterior draws of the outcome combined by Rubin's rules",)
                if sample.draws is not None
                else ()
            ),
        )
        both = _combined(found.coef, found.variance, clusters - 1.0)
        return told(self.name, sample, both, notes=notes)


def _must_fit(sample: Sample) -> None:
    if not np.isin(sample.x[:, 0], (0.0, 1.0)).all():
        raise refused(
            NAME, f"{sample.terms[0]} is not 0 or 1", "0 and 1", "use instruments or two_way"
        )
    if sample.design.state_effects:
        raise refused(
            NAME,
            "the design has state effects, which a probit of few years a state cannot have",
            "state_effects=False",
            "say so, or use instruments, whose first stage is linear",
        )
    if sample.x.shape[1] < 2 and not sample.z_terms:
        raise refused(
            NAME,
            "the design has nothing that foretells the treatment",
            "instruments, controls, or the lagged outcome",
            "name them in the design",
        )


def _fitted(sample: Sample) -> tuple[Choice, Outcome]:
    """Return the probit at the posterior mean, and both steps of every outcome."""
    chosen = _chosen(sample, sample.x)
    if sample.draws is None:
        return chosen, _second(sample, sample.y[None, :], sample.x, chosen)
    draws = sample.draws.astype(np.float64)
    if sample.lagged_draws is None:
        return chosen, _second(sample, draws, sample.x, chosen)
    each = []
    for y, lagged in zip(draws, sample.lagged_draws.astype(np.float64), strict=True):
        x = np.column_stack([sample.x[:, 0], lagged, sample.x[:, 2:]])
        each.append(_second(sample, y[None, :], x, _chosen(sample, x)))
    return chosen, Outcome(
        np.concatenate([one.coef for one in each]),
        np.concatenate([one.variance for one in each]),
        np.concatenate([one.hidden for one in each]),
        np.concatenate([one.hidden_variance for one in each]),
        np.concatenate([one.rho for one in each]),
        float(np.mean([one.left for one in each])),
    )


def _chosen(sample: Sample, x: Floats) -> Choice:
    held = covariates(replace(sample, x=x))
    z = (sample.z - sample.z.mean(axis=0)) / sample.z.std(axis=0)
    columns = np.column_stack([np.ones(sample.y.size), held, z])
    return choice(x[:, 0], columns, sample.unit, sample.states.size)


def _second(sample: Sample, y: Floats, x: Floats, chosen: Choice) -> Outcome:
    effects = absorb(None, sample.time if sample.design.year_effects else None, sample.y.size)
    scale = cr1_scale(effects, x.shape[1] + 1, sample.states.size)
    return outcome(y, x, chosen, effects, sample.unit, scale)


def _combined(coef: Floats, variance: Floats, dof: float) -> Combined:
    if coef.size == 1:
        return single(float(coef[0]), float(variance[0]) ** 0.5, dof)
    return rubin(coef, variance, dof)


def _identified(sample: Sample, chosen: Choice) -> tuple[str, ...]:
    if not sample.z_terms:
        return (
            "identified by functional form only: nothing moves the treatment and not the outcome, "
            "and the bend of the normal curve alone tells the two errors apart (puhani2000)",
        )
    f = strength(chosen, len(sample.z_terms))
    weak = (
        (f"weak instruments (F below {WEAK:g}): in truth identified by functional form",)
        if f < WEAK
        else ()
    )
    named = ", ".join(sample.z_terms)
    said = f"identified by {named}, left out of the outcome: clustered F {f:.3g} in the probit"
    return said, *weak


def _hidden(found: Outcome, dof: float) -> tuple[str, ...]:
    test = _combined(found.hidden, found.hidden_variance, dof)
    rho = float(found.rho.mean())
    beyond = "; beyond 1, so that the model does not fit" if abs(rho) > 1 else ""
    said = (
        f"correlation of the two errors (rho) {rho:.2f}{beyond}; that there is none: "
        f"p = {test.p:.3g}"
    )
    left = f"{found.left:.0%} of the probit's residual is left beside treatment and regressors"
    thin = ": too little to tell selection from effect" if found.left < THIN else ""
    return said, left + thin
