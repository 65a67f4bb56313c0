"""The compiled log posterior against a plain one, and its gradient against differences."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from rightful.measures._lanes import LANES, Point, new_point, new_slope
from rightful.measures._layout import CutTable, layout, priors
from rightful.measures._likelihood import exponential
from rightful.measures._log_posterior import log_posterior
from rightful.measures._ordinal_data import ModelData
from rightful.measures._simulation import first_cut_of_rating, made_up_panel
from rightful.measures._specification import (
    GammaPrior,
    Specification,
    lhrs2014,
    lhrs2019,
    own,
    own_learned,
)

FloatArray = NDArray[np.float64]
SCALE, SHARE = 0.4, 0.7
PIVOTS = np.array([0.5, -1.0, 2.0, 0.3])
SPECIFICATIONS = [own_learned(), own("constant"), lhrs2019(), lhrs2014()]


def test_exponential_agrees_with_numpy():
    x = np.linspace(-299, 299, 4001)
    np.testing.assert_allclose([exponential(value) for value in x], np.exp(x), rtol=1e-15)


@pytest.mark.parametrize("spec", SPECIFICATIONS, ids=lambda s: f"{s.name}-{s.standard}")
def test_log_posterior_agrees_with_a_plain_density(spec):
    spec = replace(spec, yearly_items=None)
    rng = np.random.default_rng(1)
    data = made_up_panel(rng)
    arrays, table = layout(data, spec)
    arrays = arrays._replace(scale=SCALE, share=SHARE, pivot=PIVOTS)
    coefficients = priors(spec)
    values = []
    for _ in range(2):
        point = random_point(data, table, rng)
        # Terms in the walk SDs alone are left out, so hold them over the comparison.
        point.walk_sd[:] = 0.7
        slope = new_slope(data.year.size, point.raw.shape[0], len(data.items))
        log_posterior(point, arrays, coefficients, slope)
        plain = [plain_log_density(point, c, data, table, spec) for c in range(LANES)]
        values.append(slope.value - plain)
    np.testing.assert_allclose(values, np.asarray(values)[0, 0], atol=1e-8)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    states=st.integers(4, 8),
    years=st.integers(3, 6),
    df=st.sampled_from((1.0, 4.0, np.inf)),
)
def test_gradient_agrees_with_differences(seed, states, years, df):
    rng = np.random.default_rng(seed)
    spec = replace(lhrs2019(), yearly_items=None, innovation_df=df)
    data = made_up_panel(rng, states, years)
    arrays, table = layout(data, spec)
    arrays = arrays._replace(scale=SCALE, share=SHARE, pivot=PIVOTS)
    coefficients = priors(spec)
    point = random_point(data, table, rng)
    slope = new_slope(data.year.size, point.raw.shape[0], len(data.items))
    log_posterior(point, arrays, coefficients, slope)
    found = np.concatenate((slope.path, slope.raw))
    h = 1e-5
    for values, offset in ((point.path, 0), (point.raw, data.year.size)):
        for i in range(values.shape[0]):
            here = values[i].copy()
            values[i] = here + h
            log_posterior(point, arrays, coefficients, slope)
            up = slope.value.copy()
            values[i] = here - h
            log_posterior(point, arrays, coefficients, slope)
            down = slope.value.copy()
            values[i] = here
            np.testing.assert_allclose(
                (up - down) / (2 * h), found[offset + i], rtol=1e-5, atol=1e-5
            )


def random_point(data: ModelData, table: CutTable, rng: np.random.Generator) -> Point:
    """Lanes scattered over the parameter space."""
    n, j, c = data.year.size, len(data.items), table.k.size
    point = new_point(n, j + c, j)
    point.path[:] = 2.0 * rng.standard_normal((n, LANES))
    point.raw[:] = 0.5 * rng.standard_normal((j + c, LANES))
    point.log_sigma[:] = -1.0 + 0.3 * rng.standard_normal(LANES)
    point.walk_sd[:] = np.exp(0.3 * rng.standard_normal((j, LANES)))
    return point


def plain_log_density(
    point: Point, lane: int, data: ModelData, table: CutTable, spec: Specification
) -> float:
    """Log posterior of one lane with every term spelled out, in (theta, beta, cuts, sigma)."""
    j = len(data.items)
    sigma = float(np.exp(point.log_sigma[lane]))
    unit = SCALE * (sigma / SCALE) ** SHARE
    theta = np.empty(data.year.size)
    start = 0
    for i in range(theta.size):
        start = i if data.starts[i] else start
        theta[i] = unit * point.path[start, lane] + sigma * (
            point.path[i, lane] - point.path[start, lane]
        )
    beta = np.exp(point.raw[:j, lane]) / unit
    raw = point.raw[j:, lane].copy()
    for c in np.flatnonzero(table.k == 0):
        item = table.item[c]
        raw[c] += data.items[item].sign * beta[item] * unit * PIVOTS[item]
    cuts = np.array([_cut(raw, table, c) for c in range(raw.size)])
    value = _likelihood(theta, beta, cuts, data, table)
    for i in range(theta.size):
        if data.starts[i]:
            value += stats.norm.logpdf(theta[i])
        else:
            step = stats.t(spec.innovation_df) if np.isfinite(spec.innovation_df) else stats.norm
            value += step.logpdf((theta[i] - theta[i - 1]) / sigma) - np.log(sigma)
    # The Jacobian of the walk; that of the starts depends on sigma alone, and is left out.
    value += np.sum(~data.starts) * np.log(sigma)
    prior = spec.discrimination
    if isinstance(prior, GammaPrior):
        value += stats.gamma.logpdf(beta, prior.shape, scale=1 / prior.rate).sum()
        value += np.log(beta).sum()  # sampled as log beta
    else:
        value += stats.norm.logpdf(np.log(beta), prior.mean, prior.sd).sum()
    value += raw[table.k > 0].sum()  # sampled as log gaps
    return float(value + _cut_prior(cuts, table, point.walk_sd[:, lane], spec))


def _cut(raw: FloatArray, table: CutTable, c: int) -> float:
    first = c - table.k[c]
    return float(raw[first] + np.exp(raw[first + 1 : c + 1]).sum())


def _likelihood(
    theta: FloatArray, beta: FloatArray, cuts: FloatArray, data: ModelData, table: CutTable
) -> float:
    total = 0.0
    first = first_cut_of_rating(data, table)
    for r in range(data.row.size):
        item = data.items[data.item_index[r]]
        eta = item.sign * beta[data.item_index[r]] * theta[data.row[r]]
        edges = cuts[first[r] : first[r] + item.categories - 1]
        below = np.concatenate(([0.0], expit(edges - eta), [1.0]))
        total += float(np.log(np.diff(below)[data.category[r]]))
    return total


def _cut_prior(
    cuts: FloatArray, table: CutTable, walk_sd: FloatArray, spec: Specification
) -> float:
    total = 0.0
    for c in range(cuts.size):
        j, k = table.item[c], table.k[c]
        earlier = np.flatnonzero((table.item == j) & (table.k == k) & (table.year < table.year[c]))
        if earlier.size:
            e = earlier[-1]
            sd = walk_sd[j] * np.sqrt(table.year[c] - table.year[e])
            total += stats.norm.logpdf(cuts[c], cuts[e], sd)
        else:
            total += stats.norm.logpdf(cuts[c], 0.0, spec.cut_first_sd)
    return total
