"""The information metric against brute force, and its factored form against dense algebra."""

from dataclasses import replace

import numpy as np
import pytest

from rightful.measures._information import GAP_RIDGE, factor, information, pattern
from rightful.measures._lanes import LANES, new_point, new_slope
from rightful.measures._layout import layout, priors
from rightful.measures._log_posterior import log_posterior
from rightful.measures._metric import apply_inverse, draw_velocity, kinetic_energy, new_motion
from rightful.measures._simulation import made_up_panel
from rightful.measures._specification import lhrs2019

SCALE = 0.37
PIVOTS = np.array([0.5, -1.0, 2.0, 0.3])
SPEC = replace(lhrs2019(), yearly_items=None)


def _setting(seed=3):
    rng = np.random.default_rng(seed)
    data = made_up_panel(rng, states=4, years=4)
    arrays, table = layout(data, SPEC)
    arrays = arrays._replace(scale=SCALE, pivot=PIVOTS)
    n, j, c = data.year.size, len(data.items), table.k.size
    point = new_point(n, j + c, j)
    # All lanes in one place, so that the average over lanes is its information.
    point.path[:] = 2.0 * rng.standard_normal((n, 1))
    point.raw[:] = 0.5 * rng.standard_normal((j + c, 1))
    point.log_sigma[:] = np.log(SCALE)
    return data, arrays, table, point


def _dense(info, where, n):
    p = info.items.shape[0]
    whole = np.zeros((n + p, n + p))
    whole[:n, :n] = np.diag(info.diagonal)
    for i in range(1, n):
        whole[i, i - 1] = whole[i - 1, i] = info.off_diagonal[i]
    for i in range(n):
        for k in range(where.entry_start[i], where.entry_start[i + 1]):
            whole[i, n + where.column[k]] += info.entry[k]
            whole[n + where.column[k], i] += info.entry[k]
    whole[n:, n:] = info.items
    return whole


def _gradient(point, arrays, coefficients, data):
    slope = new_slope(data.year.size, point.raw.shape[0], len(data.items))
    log_posterior(point, arrays, coefficients, slope)
    return np.concatenate((slope.path[:, 0], slope.raw[:, 0]))


def test_likelihood_information_is_the_covariance_of_its_score():
    """Sum over ratings and categories of P(y) score score', by enumeration."""
    data, _, table, point = _setting()
    n, p = point.path.shape[0], point.raw.shape[0]
    brute = np.zeros((n + p, n + p))
    coefficients = priors(SPEC)
    for r in range(data.row.size):
        categories = data.items[data.item_index[r]].categories
        chances, scores = [], []
        for y in range(categories):
            category = data.category.copy()
            category[r] = y
            changed = replace(data, category=category)
            arrays = layout(changed, SPEC)[0]._replace(scale=SCALE, pivot=PIVOTS)
            slope = new_slope(n, p, len(data.items))
            log_posterior(point, arrays, coefficients, slope)
            chances.append(slope.value[0])
            scores.append(np.concatenate((slope.path[:, 0], slope.raw[:, 0])))
        weight = np.exp(np.array(chances) - np.max(chances))
        weight /= weight.sum()
        score = np.array(scores) - weight @ np.array(scores)
        brute += (weight[:, None] * score).T @ score
    arrays = layout(data, SPEC)[0]._replace(scale=SCALE, pivot=PIVOTS)
    where = pattern(arrays)
    flat = coefficients._replace(beta_rate=0.0, first_precision=0.0)
    far = point._replace(walk_sd=np.full_like(point.walk_sd, 1e8))
    found = _dense(information([far], arrays, flat, where), where, n)
    walk = np.zeros_like(brute)
    for i in range(n):
        if data.starts[i]:
            walk[i, i] += SCALE**2
        else:
            walk[i, i] += 1
            walk[i - 1, i - 1] += 1
            walk[i, i - 1] -= 1
            walk[i - 1, i] -= 1
    gaps = n + len(data.items) + np.flatnonzero(table.k > 0)
    brute[gaps, gaps] += GAP_RIDGE
    np.testing.assert_allclose(found - walk, brute, atol=1e-8)


def _defined(metric, info):
    """The dense matrix that a metric stands for, whatever it left of B."""
    n, p = info.diagonal.size, info.items.shape[0]
    whole = np.zeros((n + p, n + p))
    walk = np.eye(n) + np.diag(metric.lower[1:], -1)
    whole[:n, :n] = walk @ np.diag(metric.pivot) @ walk.T
    for i in range(n):
        for k in range(metric.entry_start[i], metric.entry_start[i + 1]):
            whole[i, n + metric.entry_column[k]] += metric.entry[k]
    b = whole[:n, n:]
    whole[n:, :n] = b.T
    schur = np.linalg.inv(metric.root @ metric.root.T)
    whole[n:, n:] = schur + b.T @ np.linalg.solve(whole[:n, :n], b)
    return whole


@pytest.mark.parametrize("coupled", [1.0, 0.9])
def test_factored_metric_inverts_and_measures_like_the_dense_matrix(coupled):
    _, arrays, _, point = _setting(5)
    n, p = point.path.shape[0], point.raw.shape[0]
    where = pattern(arrays)
    info = information([point], arrays, priors(SPEC), where)
    metric = factor(info, arrays, where, np.zeros(n), np.zeros(p), coupled)
    dense = _defined(metric, info)
    if coupled == 1.0:
        np.testing.assert_allclose(dense, _dense(info, where, n), rtol=1e-5, atol=1e-5)
    else:
        assert metric.entry.size < info.entry.size
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n + p, LANES))
    motion = new_motion(n, p)
    apply_inverse(metric, x[:n].copy(), x[n:].copy(), motion)
    solved = np.concatenate((motion.solved_path, motion.solved_raw))
    np.testing.assert_allclose(solved, np.linalg.solve(dense, x), rtol=1e-4, atol=1e-5)
    energy, again = np.zeros(LANES), np.zeros(LANES)
    draw_velocity(metric, rng, motion, energy)
    velocity = np.concatenate((motion.path, motion.raw))
    np.testing.assert_allclose(energy, 0.5 * (velocity * (dense @ velocity)).sum(axis=0))
    kinetic_energy(metric, motion, again)
    np.testing.assert_allclose(again, energy)
