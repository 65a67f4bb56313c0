"""A state-year's acceptance from several survey shares: items differ in how easily they win assent.

logit(share) = theta of the state-year + delta of the item + error; the error's variance is the
share's own (delta method) plus tau^2, what a wave and a questionnaire add. theta ~ N(mu, omega^2),
mu ~ N(0, 2^2), delta ~ N(0, 1), tau and omega half-t(3). Reported is theta at the mean of the
items' deltas. Gibbs, four chains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.measures._convergence import diagnose, gate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Reals = NDArray[np.floating] | NDArray[np.integer]

CHAINS: Final = 4
WARM_UP: Final = 500
KEPT: Final = 2000
SCALE_SD: Final = 1.0
TAUS: Final = np.geomspace(0.003, 5.0, 120)
RHAT_MAX, ESS_MIN = 1.01, 400.0


@dataclass(frozen=True)
class ShareData:
    """Shares on the logit scale: y, se (R,), the place (R,) of state-year and item."""

    y: Floats
    se: Floats
    place: Ints
    item: Ints


@dataclass(frozen=True)
class ShareFit:
    """Draws of acceptance (D, N) in (0, 1), of an item of middling difficulty, and diagnostics."""

    acceptance: Floats
    diagnostics: dict[str, float]


def share_data(share: Floats, se: Floats, place: Ints, item: Ints) -> ShareData:
    """Put shares and standard errors on the logit scale; 0 and 1 are drawn in by their error."""
    inside = np.clip(share, se / 2, 1 - se / 2)
    return ShareData(np.log(inside / (1 - inside)), se / (inside * (1 - inside)), place, item)


def fit_shares(data: ShareData, seed: int) -> ShareFit:
    """Sample the posterior.

    Raises
    ------
    ConvergenceError
        When R-hat passes 1.01 or fewer than 400 draws are effective.
    """
    streams = np.random.default_rng(seed).spawn(CHAINS)
    drawn = np.array([_chain(data, rng) for rng in streams])
    found = diagnose(drawn)
    # Parameters that the data do not inform still mix: their draws are the prior's.
    gate(found, [f"parameter {place}" for place in range(drawn.shape[2])], RHAT_MAX, ESS_MIN)
    theta = drawn[:, :, : int(data.place.max()) + 1].reshape(CHAINS * KEPT, -1)
    least = float(np.minimum(found.ess_bulk, found.ess_tail).min())
    diagnostics = {"rhat_max": float(found.rhat.max()), "ess_min": least}
    return ShareFit(1 / (1 + np.exp(-theta)), diagnostics)


def _chain(data: ShareData, rng: np.random.Generator) -> Floats:
    """Return (KEPT, N + 2): theta, log tau, log omega."""
    n, j = int(data.place.max()) + 1, int(data.item.max()) + 1
    theta, delta, mu = np.zeros(n), np.zeros(j), 0.0
    tau2, omega2 = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.2, 2.0))
    kept = np.empty((KEPT, n + 2))
    for step in range(WARM_UP + KEPT):
        weight = 1 / (data.se**2 + tau2)
        rest = data.y - delta[data.item]
        theta = _normal(
            np.bincount(data.place, weight * rest, n) + mu / omega2,
            np.bincount(data.place, weight, n) + 1 / omega2,
            rng,
        )
        rest = data.y - theta[data.place]
        delta = _normal(
            np.bincount(data.item, weight * rest, j), np.bincount(data.item, weight, j) + 1.0, rng
        )
        rest = data.y - theta[data.place] - delta[data.item]
        tau2 = _excess(rest, data.se, rng)
        mu = float(_normal(np.array([theta.sum() / omega2]), np.array([n / omega2 + 0.25]), rng)[0])
        omega2 = _variance(float(((theta - mu) ** 2).sum()), n, omega2, rng)
        if step >= WARM_UP:
            kept[step - WARM_UP] = (*(theta + delta.mean()), np.log(tau2) / 2, np.log(omega2) / 2)
    return kept


def _normal(total: Reals, precision: Reals, rng: np.random.Generator) -> Floats:
    drawn: Floats = total / precision + rng.standard_normal(total.size) / np.sqrt(precision)
    return drawn


def _excess(rest: Floats, se: Floats, rng: np.random.Generator) -> float:
    """Draw tau^2 from its conditional posterior on a grid, even in log tau."""
    variance = se[:, None] ** 2 + TAUS**2
    fit = -0.5 * (np.log(variance) + rest[:, None] ** 2 / variance).sum(axis=0)
    # The half-t(3) density, times tau for the even grid of its log.
    prior = np.log(TAUS) - 2 * np.log1p((TAUS / SCALE_SD) ** 2 / 3)
    weight = np.exp(fit + prior - (fit + prior).max())
    return float(rng.choice(TAUS, p=weight / weight.sum()) ** 2)


def _variance(squares: float, number: int, now: float, rng: np.random.Generator) -> float:
    """Draw a variance under a half-t(3) prior on the SD, by its mixture of inverse gammas."""
    mixing = rng.gamma(2.0, 1.0 / (3.0 / now + 1.0 / SCALE_SD**2))
    return float((squares / 2 + 3.0 * mixing) / rng.gamma((number + 3.0) / 2.0))
