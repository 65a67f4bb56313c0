"""The fit: slopes right, objective never falling, labels fixed, parameters and doubt recovered."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.spiral.hmm.small_models import drawn, small_emissions, small_transitions, soft_evidence

from rightful.core.errors import DataError
from rightful.spiral.hmm._expectation import expectation, sums_for
from rightful.spiral.hmm._panel import moves_of, panel_of, room_for
from rightful.spiral.hmm.covariates import features, standard_of
from rightful.spiral.hmm.fit import climb, fit, log_prior
from rightful.spiral.hmm.order import breaches
from rightful.spiral.hmm.parameters import prior_mode
from rightful.spiral.hmm.simulate import simulate
from rightful.spiral.hmm.smooth import smooth
from rightful.spiral.hmm.uncertainty import coefficient_covariance


def _simulated(sequences=60, years=40, phases=3, seed=1, covariates=1, missing=0.4, **other):
    emissions = small_emissions(phases, items=4)
    transitions = small_transitions(phases, covariates)
    rng = np.random.default_rng(seed)
    mode = prior_mode(emissions, transitions)
    truth = mode._replace(
        coefficients=mode.coefficients + transitions.sd * rng.normal(size=transitions.mean.shape)
    )
    lengths = rng.integers(years // 2, years + 1, sequences)
    made = simulate(truth, emissions, transitions, lengths, seed, missing=missing, **other)
    return emissions, transitions, truth, made


def _panel(emissions, evidence, covariates):
    x = features(covariates, standard_of(covariates, evidence.lengths))
    return panel_of(evidence, emissions.weight, emissions.categories, x)


def test_slopes_are_those_of_the_likelihood() -> None:
    rng = np.random.default_rng(3)
    emissions, transitions = small_emissions(3), small_transitions(3, 2)
    evidence = soft_evidence(rng, emissions, np.array([6, 9, 1, 0]), 9)
    x = rng.normal(size=(4, 9, 2))
    x[rng.random(x.shape) < 0.3] = np.nan
    panel, moves = _panel(emissions, evidence, x), moves_of(transitions)
    par = drawn(rng, emissions, transitions)
    room, sums, other = room_for(panel, moves), sums_for(par, moves), sums_for(par, moves)
    expectation(panel, moves, par, room, sums, False)

    def value(there):
        return expectation(panel, moves, there, room, other, False)

    step = 1e-5
    for place in np.ndindex(par.coefficients.shape):
        up, down = par.coefficients.copy(), par.coefficients.copy()
        up[place] += step
        down[place] -= step
        slope = value(par._replace(coefficients=up)) - value(par._replace(coefficients=down))
        assert sums.slope[place] == pytest.approx(slope / (2 * step), abs=1e-6)
    for at in zip(*np.nonzero(emissions.mean > 0), strict=True):
        up, down = par.probability.copy(), par.probability.copy()
        up[at] += step
        down[at] -= step
        slope = value(par._replace(probability=up)) - value(par._replace(probability=down))
        expected = sums.counts[at] / par.probability[at]
        assert expected == pytest.approx(slope / (2 * step), rel=1e-4, abs=1e-5)


def test_the_objective_never_falls_and_is_the_posterior_density() -> None:
    emissions, transitions, _, made = _simulated()
    fitted = fit(made.evidence, made.covariates, emissions, transitions, seed=2, starts=3)
    for one in fitted.climbs:
        assert one.settled
        assert (np.diff(one.trace) >= 0).all()
    prior = log_prior(fitted.parameters, emissions, transitions)
    assert fitted.climbs[0].objective == pytest.approx(fitted.log_likelihood + prior, abs=1e-3)
    found = smooth(fitted, made.evidence, made.covariates)
    assert found.log_likelihood.sum() == pytest.approx(fitted.log_likelihood, abs=1e-6)


def test_it_rests_where_no_small_step_is_better() -> None:
    emissions, transitions, _, made = _simulated(sequences=20)
    fitted = fit(made.evidence, made.covariates, emissions, transitions, starts=1, gain=1e-9)
    panel, moves = _panel(emissions, made.evidence, made.covariates), moves_of(transitions)
    sums = sums_for(fitted.parameters, moves)
    expectation(panel, moves, fitted.parameters, room_for(panel, moves), sums, False)
    away = (fitted.parameters.coefficients - transitions.mean) / transitions.sd**2
    np.testing.assert_allclose(sums.slope, away, atol=1e-3)


def test_permuted_starts_cannot_permute_the_labels() -> None:
    emissions, transitions, _, made = _simulated(missing=0.2)
    panel = _panel(emissions, made.evidence, made.covariates)
    mode = prior_mode(emissions, transitions)
    best = climb(panel, emissions, transitions, mode, gain=1e-3)
    for order in itertools.permutations(range(3)):
        start = mode._replace(probability=mode.probability[list(order)])
        found = climb(panel, emissions, transitions, start, gain=1e-3)
        assert breaches(found.parameters.probability, emissions) == ()
        np.testing.assert_allclose(
            found.parameters.probability, best.parameters.probability, atol=0.02
        )


def test_parameters_are_recovered_within_their_doubt() -> None:
    z = []
    for seed in range(4):
        emissions, transitions, truth, made = _simulated(80, 50, seed=seed, missing=0.3)
        fitted = fit(made.evidence, made.covariates, emissions, transitions, starts=1)
        # The covariates were standardized by what is seen of them; here that is nearly 0 and 1.
        z.append((fitted.parameters.coefficients - truth.coefficients) / fitted.spread)
        wrong = np.abs(fitted.parameters.probability - truth.probability)
        assert wrong.max() < 0.12
    inside = np.mean(np.abs(np.concatenate(z)) < 1.645)
    assert 0.83 <= inside <= 0.97


def test_probabilities_of_phases_are_calibrated() -> None:
    """Of the state-years given a probability p, a share p is in the phase."""
    ps, hits = [], []
    for seed in range(4):
        emissions, transitions, _, made = _simulated(
            150, 50, seed=10 + seed, missing=0.7, confidence=0.85
        )
        fitted = fit(made.evidence, made.covariates, emissions, transitions, starts=1)
        found = smooth(fitted, made.evidence, made.covariates)
        inside = np.arange(50) < made.evidence.lengths[:, None]
        ps.append(found.smoothed[inside].ravel())
        hits.append((made.phases[inside][:, None] == np.arange(3)).ravel())
    p, hit = np.concatenate(ps), np.concatenate(hits)
    assert ((p > 0.1) & (p < 0.9)).mean() > 0.3
    for low in np.arange(0, 1, 0.1):
        chosen = (p >= low) & (p < low + 0.1)
        assert hit[chosen].mean() == pytest.approx(p[chosen].mean(), abs=0.05)


def test_the_spread_is_that_of_the_numerical_curvature() -> None:
    emissions, transitions, _, made = _simulated(150, 30, missing=0.5)
    panel, moves = _panel(emissions, made.evidence, made.covariates), moves_of(transitions)
    summit = climb(panel, emissions, transitions, prior_mode(emissions, transitions), gain=1e-4)
    par, room, other = summit.parameters, room_for(panel, moves), sums_for(summit.parameters, moves)
    size = par.coefficients.size
    bend = np.empty((size, size))
    for i in range(size):
        slopes = []
        for step in (1e-4, -1e-4):
            there = par.coefficients.copy()
            there.ravel()[i] += step
            expectation(panel, moves, par._replace(coefficients=there), room, other, False)
            slopes.append(other.slope.ravel() - (there / transitions.sd**2).ravel())
        bend[i] = (slopes[1] - slopes[0]) / 2e-4
    numeric = np.sqrt(np.diag(np.linalg.inv(bend)))
    found = np.sqrt(np.diag(coefficient_covariance(panel, moves, par, summit.sums, transitions, 0)))
    # Not beyond the prior's; and the paths are a sample, which errs on the wide side.
    numeric = np.minimum(numeric, transitions.sd.ravel())
    assert (found > 0.93 * numeric).all()
    assert (found < 1.2 * numeric).all()
    assert found.mean() == pytest.approx(numeric.mean(), rel=0.05)


def test_the_same_seed_gives_the_same_fit_and_starts_agree() -> None:
    emissions, transitions, _, made = _simulated(30)
    one = fit(made.evidence, made.covariates, emissions, transitions, seed=5)
    two = fit(made.evidence, made.covariates, emissions, transitions, seed=5)
    np.testing.assert_array_equal(one.parameters.coefficients, two.parameters.coefficients)
    np.testing.assert_array_equal(one.spread, two.spread)
    assert one.climbs == two.climbs
    assert one.agree
    poor = replace(one.climbs[0], trace=(one.climbs[0].objective - 1.0,))
    assert not replace(one, climbs=(*one.climbs, poor)).agree


def test_without_evidence_everything_stays_at_the_prior() -> None:
    emissions, transitions, _, made = _simulated(10)
    silent = made.evidence.without(emissions.items)
    fitted = fit(silent, made.covariates, emissions, transitions, starts=1)
    np.testing.assert_allclose(fitted.parameters.probability, emissions.mean, atol=1e-9)
    np.testing.assert_allclose(fitted.parameters.coefficients, transitions.mean, atol=1e-6)
    np.testing.assert_allclose(fitted.spread, transitions.sd, rtol=0.2)


def test_evidence_of_another_reading_is_refused() -> None:
    emissions, transitions, _, made = _simulated(5)
    other = replace(made.evidence, items=("w", "x", "y", "z"))
    with pytest.raises(DataError, match="items w, x, y, z are not those"):
        fit(other, made.covariates, emissions, transitions)
    with pytest.raises(DataError, match="features of shape"):
        fit(made.evidence, made.covariates[:, :, :0], emissions, transitions)
