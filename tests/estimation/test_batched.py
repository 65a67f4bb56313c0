from __future__ import annotations

import numpy as np
import pytest
from tests.estimation.made import panel

from rightful.core.errors import DataError
from rightful.estimation.batched import WEBB, fit_draws, pairs_bootstrap, wild_bootstrap
from rightful.estimation.design import Design, Sample, sample
from rightful.estimation.within import absorb, ols, residualize

CASES = [(True, True), (True, False), (False, True), (False, False)]
ROWS = sample(panel(16, 22, seed=5), Design("y", "treated", ("democracy", "war"), lag=0))
DRAWS = (ROWS.y + np.random.default_rng(1).normal(size=(6, ROWS.y.size))).astype(np.float32)


def _effects(states: bool, years: bool, rows: Sample = ROWS):
    return absorb(rows.unit if states else None, rows.time if years else None, rows.y.size)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("correction", ["CR1", "CR2"])
def test_every_draw_is_fitted_as_if_alone(case, correction):
    effects = _effects(*case)
    fits = fit_draws(DRAWS, ROWS.x, effects, ROWS.unit, correction=correction)
    for d, draw in enumerate(DRAWS):
        alone = ols(draw.astype(np.float64), ROWS.x, effects, ROWS.unit, correction)
        assert fits.coef[d] == pytest.approx(alone.coef, abs=1e-9)
        assert fits.cov[d] == pytest.approx(alone.cov, rel=1e-7)
        assert fits.dof == pytest.approx(alone.dof)


@pytest.mark.parametrize("case", CASES)
def test_a_regressor_of_its_own_in_every_draw(case):
    own = np.random.default_rng(2).normal(size=DRAWS.shape).astype(np.float32)
    effects = _effects(*case)
    fits = fit_draws(DRAWS, ROWS.x, effects, ROWS.unit, own=own)
    for d, draw in enumerate(DRAWS):
        x = np.column_stack([ROWS.x, own[d]])
        alone = ols(draw.astype(np.float64), x, effects, ROWS.unit, "CR1")
        assert fits.coef[d] == pytest.approx(alone.coef, abs=1e-9)
        assert fits.cov[d] == pytest.approx(alone.cov, rel=1e-7)


def test_a_draw_that_is_not_identified_is_nan():
    own = np.tile(ROWS.x[:, 0].astype(np.float32), (6, 1))
    fits = fit_draws(DRAWS, ROWS.x, _effects(True, True), ROWS.unit, own=own)
    assert np.isnan(fits.coef).all()


@pytest.mark.parametrize("case", CASES)
def test_pairs_are_refits_of_stacked_states(case):
    """Brute force: the drawn states are stacked as states of their own and fitted."""
    boot = pairs_bootstrap(ROWS.y, ROWS.x, _effects(*case), ROWS.unit, 5, seed=4)
    clusters = ROWS.states.size
    weights = np.random.default_rng(4).multinomial(
        clusters, np.full(clusters, 1 / clusters), size=5
    )
    for b, drawn in enumerate(weights):
        parts = [np.flatnonzero(ROWS.unit == g) for g in np.repeat(np.arange(clusters), drawn)]
        unit = np.repeat(np.arange(len(parts)), [part.size for part in parts])
        rows = np.concatenate(parts)
        effects = absorb(unit if case[0] else None, ROWS.time[rows] if case[1] else None, rows.size)
        alone = ols(ROWS.y[rows], ROWS.x[rows], effects, unit, "CR1")
        assert boot.coef[b] == pytest.approx(alone.coef, abs=1e-8)


def test_pairs_agree_with_clustered_errors_within_monte_carlo_error():
    rows = sample(panel(150, 25, seed=8), Design("y", "treated", ("democracy", "war"), lag=0))
    effects = _effects(True, True, rows)
    boot = pairs_bootstrap(rows.y, rows.x, effects, rows.unit, 2000, seed=1)
    fit = ols(rows.y, rows.x, effects, rows.unit, "CR1")
    assert boot.lost == 0
    # A standard deviation of 2,000 draws has an error of 1.6 %; five of them, and the two
    # estimators' own difference with 150 clusters.
    assert boot.std_error == pytest.approx(fit.std_error, rel=0.08)


def test_pairs_without_a_treated_state_are_counted_as_lost():
    treated = (ROWS.unit == 0) & (ROWS.time > 8)
    x = np.column_stack([treated.astype(np.float64), ROWS.x[:, 1]])
    boot = pairs_bootstrap(ROWS.y, x, _effects(True, True), ROWS.unit, 400, seed=1)
    # The one treated state is missing from (1 - 1/16)^16 = 36 % of the repetitions.
    assert 0.28 < boot.lost / 400 < 0.44
    assert np.isfinite(boot.std_error).all()


def test_wild_repetitions_are_refits_of_reweighted_residuals():
    effects = _effects(True, True)
    clusters = ROWS.states.size
    wild = wild_bootstrap(ROWS.y, ROWS.x, effects, ROWS.unit, 4, seed=9)
    signs = np.random.default_rng(9).choice(WEBB, size=(clusters, 4))
    y = residualize(effects, ROWS.y[:, None])[:, 0]
    null = ols(ROWS.y, ROWS.x[:, 1:], effects, ROWS.unit, "CR1")
    for b in range(4):
        made = y - null.residuals + null.residuals * signs[ROWS.unit, b]
        again = ols(made, ROWS.x, effects, ROWS.unit, "CR1")
        assert wild.t[b] == pytest.approx(again.coef[0] / again.std_error[0], rel=1e-7)


def test_wild_p_is_level_under_the_null():
    """60 worlds, level 10 %: a binomial exceeds 13 rejections with chance .4 %."""
    rejected = 0
    for seed in range(60):
        rows = sample(
            panel(24, 16, seed=100 + seed, effect=0.0),
            Design("y", "treated", ("democracy",), lag=0, singletons="leave_out"),
        )
        wild = wild_bootstrap(rows.y, rows.x, _effects(True, True, rows), rows.unit, 199, seed)
        rejected += wild.p < 0.1
    assert rejected <= 13


def test_a_seed_gives_the_same_numbers():
    one, two = (
        pairs_bootstrap(ROWS.y, ROWS.x, _effects(True, True), ROWS.unit, 300, seed=7).coef
        for _ in range(2)
    )
    assert np.array_equal(one, two)


def test_draws_of_the_wrong_shape_are_refused():
    with pytest.raises(DataError, match="float32"):
        fit_draws(DRAWS.astype(np.float64), ROWS.x, _effects(True, True), ROWS.unit)
    with pytest.raises(DataError, match="float32"):
        fit_draws(DRAWS[:, 1:], ROWS.x, _effects(True, True), ROWS.unit)


def test_webb_weights_have_six_points_mean_zero_and_variance_one():
    assert np.unique(WEBB).size == 6
    assert WEBB.mean() == pytest.approx(0.0)
    assert (WEBB**2).mean() == pytest.approx(1.0)
    assert sorted(WEBB**2) == pytest.approx([0.5, 0.5, 1.0, 1.0, 1.5, 1.5])
