"""The move of sigma along the guide, and of a chain's first years: volume, reversal, what stays."""

import numpy as np
import pytest

from rightful.measures._first_years import _take_first_years
from rightful.measures._guided_sigma import _carry, _take
from rightful.measures._layout import priors
from rightful.measures._likelihood import unfold
from rightful.measures._ordinal_data import Item
from rightful.measures._sampling import Sampler, make_sampler
from rightful.measures._simulation import draw_ratings, draw_truth, made_up_panel
from rightful.measures._specification import own

ITEMS = (Item("torture", 3, 1), Item("terror", 3, -1), Item("massacre", 2, -1))
SPEC = own("constant", (2000, 2004))
TO = np.array([0.05, -0.1, 0.2, -0.02])


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    rng = np.random.default_rng(0)
    template = made_up_panel(rng, 4, 5, ITEMS, 0.9)
    data = draw_ratings(draw_truth(template, SPEC, rng), template, SPEC, rng)
    made = make_sampler(data, SPEC, seed=1, chains=4)
    made._advance(20, adapt=True)
    made._metric = made._guide_from(made._advance(20, adapt=True))
    return made


def _carried(sampler, phi, before, after):
    """Return where levels in sigmas go, (N, LANES), and the gain of the log prior."""
    group = sampler._groups[0]
    unfold(group.point, sampler.layout, group.slope)
    group.slope.phi[:] = phi
    gain = _carry(
        before, after, np.full(4, 0.1), sampler.layout, priors(SPEC), sampler._metric,
        group.slope, group.motion,
    )  # fmt: skip
    return group.slope.phi.copy(), gain


def test_there_and_back_is_where_it_began(sampler):
    group = sampler._groups[0]
    before = group.point.log_sigma.copy()
    unfold(group.point, sampler.layout, group.slope)
    phi = group.slope.phi.copy()
    moved, gain = _carried(sampler, phi, before, before + TO)
    back, loss = _carried(sampler, moved, before + TO, before)
    assert np.abs(moved - phi).max() > 1e-3
    np.testing.assert_allclose(back, phi, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(gain, -loss, rtol=1e-8, atol=1e-8)


def test_the_gain_is_that_of_the_prior_and_of_the_volume(sampler):
    group = sampler._groups[0]
    before = group.point.log_sigma.copy()
    after = before + TO
    unfold(group.point, sampler.layout, group.slope)
    phi = group.slope.phi.copy()
    n = len(phi)
    moved, gain = _carried(sampler, phi, before, after)
    shifts = np.empty((4, n, n))
    for i in range(n):
        near = phi.copy()
        near[i] += 1.0  # the map is affine, so that a step of any size will do
        shifts[:, :, i] = (_carried(sampler, near, before, after)[0] - moved).T
    # In theta, of which phi is the share of sigma.
    volume = np.linalg.slogdet(shifts)[1] + n * TO
    change = _log_prior(sampler, moved, after) - _log_prior(sampler, phi, before)
    np.testing.assert_allclose(gain, change + volume, rtol=1e-8, atol=1e-8)


def _log_prior(sampler, phi, log_sigma):
    """log p(theta, log sigma) of each lane, written out anew."""
    starts = sampler.layout.starts
    scale, df = SPEC.innovation.scale, SPEC.innovation_df
    first = np.exp(log_sigma) * phi[starts]
    steps = np.diff(phi, axis=0)[~starts[1:]]
    value = log_sigma - 0.5 * np.exp(2 * log_sigma) / scale**2
    value = value - 0.5 * (first**2).sum(axis=0) - len(steps) * log_sigma
    return value - 0.5 * (df + 1) * np.log1p(steps**2 / df).sum(axis=0)


def test_a_taken_move_keeps_discriminations_and_cutpoints(sampler):
    group, layout = sampler._groups[0], sampler.layout
    point, slope = group.point, group.slope
    j = len(ITEMS)
    unfold(point, layout, slope)
    cut = slope.cut.copy()
    beta = slope.beta[:j].copy() / np.exp(point.log_sigma)
    after = point.log_sigma + TO
    moved, _ = _carried(sampler, slope.phi.copy(), point.log_sigma.copy(), after)
    for c in range(4):
        _take(c, after[c], point, layout, slope)
    unfold(point, layout, slope)
    np.testing.assert_allclose(slope.phi, moved, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(slope.beta / np.exp(point.log_sigma), beta, rtol=1e-12)
    np.testing.assert_allclose(slope.cut, cut, rtol=1e-10, atol=1e-10)


def test_first_years_move_alone(sampler):
    group, layout = sampler._groups[0], sampler.layout
    unfold(group.point, layout, group.slope)
    before = group.slope.phi.copy()
    second = int(np.flatnonzero(layout.starts)[1])
    _take_first_years(second, 2, 1, 0.7, group.point, layout)
    unfold(group.point, layout, group.slope)
    expected = np.zeros_like(before)
    expected[second : second + 2, 1] = 0.7
    np.testing.assert_allclose(group.slope.phi - before, expected, atol=1e-10)
