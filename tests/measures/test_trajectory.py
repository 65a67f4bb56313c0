"""Trajectories: the kick's gradient, there and back, and what a step leaves of the energy."""

import numpy as np
import pytest

from rightful.measures._guided_sigma import move_guided_sigma
from rightful.measures._information import factor, information, pattern
from rightful.measures._lanes import LANES, new_point, new_slope
from rightful.measures._layout import layout, priors
from rightful.measures._log_posterior import gradient, log_density, log_posterior
from rightful.measures._metric import draw_velocity, kinetic_energy, new_motion
from rightful.measures._scales import rescale_sigma, rescale_walks
from rightful.measures._simulation import made_up_panel
from rightful.measures._specification import own
from rightful.measures._transitions import trajectory

SPEC = own("changing", (1990, 1999))


class _Setting:
    """A made-up panel, a scattered point and a guide around it."""

    def __init__(self, spread=0.3):
        rng = np.random.default_rng(11)
        data = made_up_panel(rng, states=6, years=10)
        self.arrays, table = layout(data, SPEC)
        self.priors = priors(SPEC)
        n, j = data.year.size, len(data.items)
        self.shape = n, j + table.k.size
        self.point = new_point(*self.shape, j)
        self.point.path[:] = np.cumsum(spread * rng.standard_normal((n, LANES)), axis=0) / 3.0
        self.point.raw[:] = 0.3 * rng.standard_normal((self.shape[1], LANES))
        self.point.log_sigma[:] = np.log(self.arrays.scale)
        self.slope = new_slope(*self.shape, j)
        where = pattern(self.arrays)
        info = information([self.point], self.arrays, self.priors, where)
        centre = self.point.path.mean(axis=1), self.point.raw.mean(axis=1)
        self.metric = factor(info, self.arrays, where, *centre)
        self.motion = new_motion(*self.shape)
        self.energy = np.zeros(LANES)
        draw_velocity(self.metric, rng, self.motion, self.energy)

    def total(self):
        """Energy of the lanes where they are."""
        log_density(self.point, self.arrays, self.priors, self.slope)
        kinetic_energy(self.metric, self.motion, self.energy)
        return self.energy - self.slope.value

    def go(self, step, n_steps):
        trajectory(
            self.point, self.arrays, self.priors, self.metric, step, n_steps, self.slope,
            self.motion,
        )  # fmt: skip


@pytest.mark.parametrize("reach", [1.0, 12.0])
def test_the_kicks_gradient_is_the_gradient_in_single_precision(reach):
    """Also far out, where chances are nothing but 0 and 1."""
    at = _Setting(spread=0.3 * reach)
    log_posterior(at.point, at.arrays, at.priors, at.slope)
    exact = np.concatenate((at.slope.path, at.slope.raw))
    gradient(at.point, at.arrays, at.priors, at.slope)
    found = np.concatenate((at.slope.path, at.slope.raw))
    np.testing.assert_allclose(found, exact, rtol=1e-4, atol=1e-4)
    assert not np.array_equal(found, exact)


def test_the_value_alone_is_the_value():
    at = _Setting()
    log_posterior(at.point, at.arrays, at.priors, at.slope)
    exact = at.slope.value.copy()
    log_density(at.point, at.arrays, at.priors, at.slope)
    np.testing.assert_allclose(at.slope.value, exact, rtol=1e-12)


def test_a_trajectory_leads_back_when_turned_round():
    at = _Setting()
    path, raw = at.point.path.copy(), at.point.raw.copy()
    at.go(0.2, 6)
    assert np.abs(at.point.path - path).max() > 0.1
    at.motion.path[:] *= -1.0
    at.motion.raw[:] *= -1.0
    at.go(0.2, 6)
    np.testing.assert_allclose(at.point.path, path, atol=1e-4)
    np.testing.assert_allclose(at.point.raw, raw, atol=1e-4)


def test_half_the_step_leaves_a_quarter_of_the_error_or_less():
    errors = []
    for step, n_steps in ((0.1, 8), (0.05, 16)):
        at = _Setting()
        before = at.total()
        at.go(step, n_steps)
        errors.append(np.abs(at.total() - before).max())
    assert errors[1] < 0.4 * errors[0] < 0.4


@pytest.mark.parametrize("seed", range(4))
def test_moves_of_scales_leave_the_likelihood_of_where_they_end(seed):
    at = _Setting()
    rng = np.random.default_rng(seed)
    log_density(at.point, at.arrays, at.priors, at.slope)
    for _ in range(3):
        rescale_sigma(at.point, at.arrays, at.priors, at.slope, rng)
        _same_likelihood(at)
        rescale_walks(at.point, at.arrays, at.priors, at.slope, rng)
        _same_likelihood(at)
        move_guided_sigma(
            at.point, at.arrays, at.priors, at.metric, at.slope, at.motion, rng
        )  # fmt: skip
        _same_likelihood(at)


def _same_likelihood(at):
    left = at.slope.likelihood.copy()
    log_density(at.point, at.arrays, at.priors, at.slope)
    np.testing.assert_allclose(left, at.slope.likelihood, rtol=1e-9)
