"""Diagnostics against ArviZ, and the gate."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import ConvergenceError, DataError
from rightful.measures._convergence import check, diagnose

with warnings.catch_warnings():
    # ArviZ announces its next major version at every import.
    warnings.simplefilter("ignore", FutureWarning)
    import arviz


def autoregressive(rng, chains, draws, slopes):
    noise = rng.standard_normal((chains, draws, len(slopes)))
    x = noise.copy()
    for t in range(1, draws):
        x[:, t] = slopes * x[:, t - 1] + noise[:, t]
    return x


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    chains=st.integers(2, 6),
    draws=st.integers(20, 301),
    repeats=st.booleans(),
)
def test_agrees_with_arviz(seed, chains, draws, repeats):
    rng = np.random.default_rng(seed)
    x = autoregressive(rng, chains, draws, np.array([-0.6, 0.0, 0.7, 0.97]))
    if repeats:  # a rejected proposal repeats the draw before it
        x[:, 3::4] = x[:, 2 : draws - 1 : 4][:, : x[:, 3::4].shape[1]]
    found = diagnose(x)
    for p in range(x.shape[2]):
        assert found.rhat[p] == pytest.approx(arviz.rhat(x[:, :, p]), rel=1e-8)
        assert found.ess_bulk[p] == pytest.approx(arviz.ess(x[:, :, p]), rel=1e-6)
        assert found.ess_tail[p] == pytest.approx(arviz.ess(x[:, :, p], method="tail"), rel=1e-6)


def test_gate_passes_good_draws():
    x = np.random.default_rng(0).standard_normal((4, 500, 3))
    assert check(x, ["a", "b", "c"]).rhat.max() < 1.01


def test_gate_names_the_worst_what_is_allowed_and_what_to_do():
    x = np.random.default_rng(0).standard_normal((4, 500, 3))
    x[0, :, 1] += 3.0
    with pytest.raises(ConvergenceError) as caught:
        check(x, ["a", "beta[torture]", "c"])
    message = str(caught.value)
    assert "beta[torture]" in message
    assert "1 of 3" in message
    assert "R-hat <= 1.01 and ESS >= 400" in message
    assert "next" in message


def test_a_parameter_that_never_moved_fails():
    x = np.random.default_rng(0).standard_normal((4, 500, 2))
    x[:, :, 1] = 1.5
    with pytest.raises(ConvergenceError, match="still"):
        check(x, ["moving", "still"])


def test_refuses_draws_that_are_not_finite_or_too_few():
    x = np.zeros((4, 100, 2))
    x[1, 2, 0] = np.nan
    with pytest.raises(DataError, match="NaN"):
        diagnose(x)
    with pytest.raises(DataError, match="shape"):
        diagnose(np.zeros((4, 3, 2)))
