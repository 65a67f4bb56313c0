"""Filter, smoother, moves, best path and likelihood against every path written out."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spiral.hmm.small_models import (
    at,
    drawn,
    enumerate_paths,
    log_of_path,
    small_emissions,
    small_transitions,
    soft_evidence,
)

from rightful.spiral.hmm.smooth import smooth


@settings(max_examples=40)
@given(
    phases=st.integers(2, 4),
    lengths=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    covariates=st.integers(0, 2),
    seed=st.integers(0, 2**20),
)
def test_the_passes_agree_with_enumeration(phases, lengths, covariates, seed) -> None:
    rng = np.random.default_rng(seed)
    emissions, transitions = small_emissions(phases), small_transitions(phases, covariates)
    fitted = at(drawn(rng, emissions, transitions), emissions, transitions)
    evidence = soft_evidence(rng, emissions, np.array(lengths), max(lengths))
    x = rng.normal(size=(len(lengths), max(lengths), covariates))
    x[rng.random(x.shape) < 0.3] = np.nan
    found = smooth(fitted, evidence, x)
    for s, years in enumerate(lengths):
        filtered, smoothed, moved, _, best, total = enumerate_paths(fitted, evidence, x, s)
        np.testing.assert_allclose(found.filtered[s, :years], filtered, atol=1e-9)
        np.testing.assert_allclose(found.smoothed[s, :years], smoothed, atol=1e-9)
        np.testing.assert_allclose(found.moved[s, : years - 1], moved[:-1], atol=1e-6)
        assert found.log_likelihood[s] == pytest.approx(total, abs=1e-9)
        path = found.path[s, :years].tolist()
        assert log_of_path(fitted, evidence, x, s, path) == pytest.approx(best, abs=1e-9)
        assert (found.path[s, years:] == -1).all()


def test_the_longest_small_case() -> None:
    rng = np.random.default_rng(4)
    emissions, transitions = small_emissions(4), small_transitions(4, 2)
    fitted = at(drawn(rng, emissions, transitions), emissions, transitions)
    evidence = soft_evidence(rng, emissions, np.array([6]), 6)
    x = rng.normal(size=(1, 6, 2))
    found = smooth(fitted, evidence, x)
    _, smoothed, _, path, _, total = enumerate_paths(fitted, evidence, x, 0)
    np.testing.assert_allclose(found.smoothed[0], smoothed, atol=1e-9)
    assert tuple(found.path[0]) == path
    assert found.log_likelihood[0] == pytest.approx(total)


def test_many_faint_items_do_not_underflow() -> None:
    rng = np.random.default_rng(5)
    emissions, transitions = small_emissions(3, items=60), small_transitions(3, 0)
    fitted = at(drawn(rng, emissions, transitions), emissions, transitions)
    evidence = soft_evidence(rng, emissions, np.array([4]), 4)
    faint = type(evidence)(
        evidence.likelihood * np.float32(1e-30), evidence.weight, evidence.lengths, evidence.items
    )
    found = smooth(fitted, faint, np.zeros((1, 4, 0)))
    assert np.isfinite(found.log_likelihood).all()
    np.testing.assert_allclose(found.smoothed.sum(axis=2), 1.0, atol=1e-9)


def test_evidence_of_nothing_returns_the_prior() -> None:
    rng = np.random.default_rng(6)
    emissions, transitions = small_emissions(4), small_transitions(4, 1)
    fitted = at(drawn(rng, emissions, transitions), emissions, transitions)
    evidence = soft_evidence(rng, emissions, np.array([30, 7]), 30)
    silent = evidence.without(emissions.items)
    x = rng.normal(size=(2, 30, 1))
    found = smooth(fitted, silent, x)
    np.testing.assert_allclose(found.smoothed, found.prior, atol=1e-12)
    np.testing.assert_allclose(found.log_likelihood, 0.0, atol=1e-12)
    assert found.movement.max() < 1e-12
    assert found.cannot_tell.tolist() == (np.arange(30) < np.array([[30], [7]])).tolist()


def test_a_longer_silence_widens_what_is_possible() -> None:
    emissions, transitions = small_emissions(3), small_transitions(3, 0, chance=0.05)
    par = drawn(np.random.default_rng(0), emissions, transitions)._replace(
        probability=emissions.mean, coefficients=transitions.mean
    )
    fitted = at(par, emissions, transitions)
    loud = np.zeros((1, 60, 3, 3), np.float32)
    loud[..., 0] = 1.0
    entropies = []
    for gap in (0, 2, 6, 14, 30):
        silent = loud.copy()
        silent[0, 30 - gap // 2 : 30 + (gap + 1) // 2] = 1.0
        evidence = type(soft_evidence(np.random.default_rng(0), emissions, np.array([60]), 60))(
            silent, np.ones((1, 60, 3), np.float32), np.array([60], np.int32), emissions.items
        )
        p = smooth(fitted, evidence, np.zeros((1, 60, 0))).smoothed[0, 30]
        entropies.append(float(-(p * np.log(p)).sum()))
    assert all(a < b for a, b in itertools.pairwise(entropies))
