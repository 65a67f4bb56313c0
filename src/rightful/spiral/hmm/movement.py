"""How far the data moved the model from its prior: by year in bits, by parameter in a table."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import rel_entr

from rightful.spiral.hmm.fitted import Fitted

Floats = NDArray[np.float64]


def divergence_bits(one: Floats, other: Floats) -> Floats:
    """Return the Jensen-Shannon divergence over the last axis, in bits from 0 to 1."""
    middle = 0.5 * (one + other)
    nats = 0.5 * (rel_entr(one, middle) + rel_entr(other, middle)).sum(axis=-1)
    bits: Floats = np.clip(nats / np.log(2.0), 0.0, 1.0)
    return bits


def emission_movement(fitted: Fitted) -> pl.DataFrame:
    """Return how far each item's values in each phase moved from the reading's definition.

    Columns ``phase``, ``item``, ``value``, ``prior``, ``posterior``, ``worth`` (years of imagined
    evidence), ``years`` (expected, weighted years of real evidence), ``bits`` (divergence of the
    whole pattern); one row per value.
    """
    prior, found = fitted.emissions.mean, fitted.parameters.probability
    bits = divergence_bits(prior, found)
    k, j, c = np.nonzero(prior > 0.0)
    return pl.DataFrame(
        {
            "phase": [fitted.phases[i] for i in k],
            "item": [fitted.emissions.items[i] for i in j],
            "value": c,
            "prior": prior[k, j, c],
            "posterior": found[k, j, c],
            "worth": fitted.emissions.strength[k, j],
            "years": fitted.counts[k, j],
            "bits": bits[k, j],
        }
    )


def transition_movement(fitted: Fitted) -> pl.DataFrame:
    """Return how far each coefficient of each move went from its prior.

    Columns ``from``, ``to``, ``kind``, ``feature``, ``prior``, ``prior_sd``, ``posterior``,
    ``posterior_sd``, ``moved`` (in prior SDs), ``learned`` (1 - variance left, 0 to 1),
    ``expected`` (moves).
    """
    t = fitted.transitions
    names = ("intercept", *t.covariates, *(f"{name} missing" for name in t.covariates))
    m, f = (axis.ravel() for axis in np.indices(t.mean.shape))
    posterior, spread = fitted.parameters.coefficients, fitted.spread
    return pl.DataFrame(
        {
            "from": [t.phases[i] for i in t.origin[m]],
            "to": [t.phases[i] for i in t.destination[m]],
            "kind": [t.kind[i] for i in m],
            "feature": [names[i] for i in f],
            "prior": t.mean[m, f],
            "prior_sd": t.sd[m, f],
            "posterior": posterior[m, f],
            "posterior_sd": spread[m, f],
            "moved": (posterior - t.mean)[m, f] / t.sd[m, f],
            "learned": np.clip(1.0 - (spread / t.sd) ** 2, 0.0, 1.0)[m, f],
            "expected": fitted.moved[m],
        }
    )


def printed(fitted: Fitted, most: int = 40) -> str:
    """Return both tables as text, what moved farthest first, ``most`` rows of each."""
    shares = emission_movement(fitted).sort(
        "bits", "item", "phase", descending=[True, False, False]
    )
    moves = transition_movement(fitted).sort(pl.col("moved").abs(), descending=True)
    with pl.Config(
        tbl_rows=most, tbl_cols=-1, tbl_hide_dataframe_shape=True, float_precision=3,
        tbl_hide_column_data_types=True, tbl_width_chars=160,
    ):  # fmt: skip
        return f"Emissions\n{shares.head(most)}\nMoves\n{moves.head(most)}\n"
