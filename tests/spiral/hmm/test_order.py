"""The constrained M step: exact, ordered, and deaf to permuted labels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from tests.spiral.hmm.small_models import small_emissions

from rightful.core.errors import DataError
from rightful.spiral.hmm._isotonic import pooled
from rightful.spiral.hmm.emissions import READINGS, load_emissions
from rightful.spiral.hmm.order import breaches, ordered


@settings(max_examples=25)
@given(n=st.integers(1, 6), margin=st.floats(0, 1), seed=st.integers(0, 2**20))
def test_pooling_agrees_with_a_general_optimizer(n, margin, seed) -> None:
    rng = np.random.default_rng(seed)
    trials = rng.uniform(1, 50, n)
    hits = trials * rng.uniform(0.02, 0.98, n)
    shift = margin * np.arange(n)

    def loss(free):
        score = np.concatenate([free[:1], free[:1] + np.cumsum(free[1:])]) + shift
        return float((trials * np.logaddexp(0, score) - hits * score).sum())

    found = pooled(hits, trials, shift)
    score = np.log(found / (1 - found))
    rises = np.diff(score - shift)
    assert (rises > -1e-9).all()
    best = min(
        minimize(
            loss, start, bounds=[(-20, 20)] + [(0, 20)] * (n - 1), tol=1e-12, method="L-BFGS-B"
        ).fun
        for start in (np.zeros(n), np.full(n, 0.5))
    )
    own = float((trials * np.logaddexp(0, score) - hits * score).sum())
    assert own <= best + 1e-6 * abs(best)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**20))
def test_no_counts_turn_an_order_round(seed) -> None:
    rng = np.random.default_rng(seed)
    prior = load_emissions(READINGS[seed % 3])
    counts = rng.gamma(0.3, 3000, prior.mean.shape) * (prior.mean > 0)
    found = ordered(counts, prior)
    assert breaches(found, prior) == ()
    np.testing.assert_allclose(found.sum(axis=2), 1.0)
    assert (found[prior.mean > 0] > 0).all()


def test_breaches_are_seen() -> None:
    prior = load_emissions("revised")
    assert breaches(prior.mean[::-1], prior)


def test_phases_on_one_level_are_solved_as_if_unordered() -> None:
    """Against brute force: levels {0, 1} below {2}; the two of a level may stand either way."""
    prior = small_emissions(3, items=1)
    level = np.array([[0, 0, 1]])
    free = type(prior)(**{**vars(prior), "level": np.array([[0, 1, 2]])})
    object.__setattr__(free, "level", level)
    object.__setattr__(free, "margin", np.array([0.0]))
    counts = np.zeros((3, 1, 3))
    counts[:, 0, :2] = [[100, 900], [900, 100], [600, 400]]
    found = ordered(counts, free)[:, 0, 1]
    total = counts[:, 0, :2] + free.strength * free.mean[:, 0, :2]
    raw = total[:, 1] / total.sum(axis=1)
    pair = total[[0, 2]].sum(axis=0)
    np.testing.assert_allclose(found, [pair[1] / pair.sum(), raw[1], pair[1] / pair.sum()])


def test_two_phases_that_nothing_keeps_apart_are_refused() -> None:
    prior = small_emissions(3)
    with pytest.raises(DataError, match="keeps phases a and b apart"):
        type(prior)(**{**vars(prior), "margin": np.zeros(3)})
