"""Moves of a chain's first years: the ratio that decides, and what is left behind."""

import numpy as np
import pytest

from rightful.measures._first_years import _offer, _take_first_years, move_first_years
from rightful.measures._lanes import LANES, new_point, new_slope
from rightful.measures._layout import layout, priors
from rightful.measures._likelihood import unfold
from rightful.measures._log_posterior import log_density
from rightful.measures._simulation import made_up_panel
from rightful.measures._specification import own

SPEC = own("changing", (1990, 1999))


def _setting():
    rng = np.random.default_rng(4)
    data = made_up_panel(rng, states=5, years=9)
    arrays, table = layout(data, SPEC)
    arrays = arrays._replace(share=0.4)
    n, j = data.year.size, len(data.items)
    point = new_point(n, j + table.k.size, j)
    point.path[:] = 0.5 * rng.standard_normal(point.path.shape)
    point.raw[:] = 0.3 * rng.standard_normal(point.raw.shape)
    point.log_sigma[:] = np.log(0.3) + 0.2 * rng.standard_normal(LANES)
    return arrays, point, new_slope(*(n, j + table.k.size), j)


@pytest.mark.parametrize("years", [1, 3])
def test_the_ratio_is_that_of_the_posterior(years):
    arrays, point, slope = _setting()
    before = point._replace(path=point.path.copy())
    start = int(np.flatnonzero(arrays.starts)[2])
    assert not arrays.starts[start + 1 : start + 1 + years].any()
    unfold(point, arrays, slope)
    move, ratio = np.empty(LANES), np.empty(LANES)
    tail = priors(SPEC).tail
    high = np.exp(slope.cut)
    rng = np.random.default_rng(0)
    _offer(start, years, point, arrays, tail, slope, high, move, ratio, rng)
    values = []
    for moved in (False, True):
        if moved:
            for c in range(LANES):
                _take_first_years(start, years, c, move[c], before, arrays)
        log_density(before, arrays, priors(SPEC), slope)
        values.append(slope.value.copy())
    np.testing.assert_allclose(np.log(ratio), values[1] - values[0], rtol=1e-6)


def test_only_first_years_move_and_slope_follows():
    arrays, point, slope = _setting()
    unfold(point, arrays, slope)
    before = slope.phi.copy()
    for _ in range(20):
        rng = np.random.default_rng(9)
        move_first_years(point, arrays, priors(SPEC).tail, slope, rng)
    after = slope.phi.copy()
    unfold(point, arrays, slope)
    np.testing.assert_allclose(after, slope.phi, atol=1e-9)
    moved = np.abs(after - before) > 1e-9
    place = np.arange(arrays.starts.size)
    place -= np.flatnonzero(arrays.starts)[np.cumsum(arrays.starts) - 1]
    assert moved[place == 0].any()
    assert not moved[place == 8].any()
