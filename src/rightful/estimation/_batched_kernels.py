"""The loops of the batched engine: many outcomes on one design, many weights on one panel."""

import numpy as np
from numpy.typing import NDArray

from rightful.estimation._compiled import compiled

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Whole = NDArray[np.int64]


@compiled
def _project(
    raw: Singles,
    start: Whole,
    period: Whole,
    share: Floats,
    solve: Floats,
    sums: Floats,
    per_year: Floats,
    out: Floats,
) -> None:
    """Write one column of N values into ``out``, state and year effects projected out."""
    sums[:] = 0.0
    for g in range(start.size - 1):
        a, b = start[g], start[g + 1]
        total = 0.0
        for i in range(a, b):
            total += raw[i]
        mean = total / (b - a)
        for i in range(a, b):
            value = raw[i] - mean
            out[i] = value
            sums[period[i]] += value
    if solve.shape[0] < 2:
        return
    for t in range(sums.size):
        total = 0.0
        for s in range(sums.size):
            total += solve[t, s] * sums[s]
        per_year[t] = total
    for g in range(start.size - 1):
        mean = 0.0
        for t in range(sums.size):
            mean += share[g, t] * per_year[t]
        for i in range(start[g], start[g + 1]):
            out[i] += mean - per_year[period[i]]


@compiled
def _invert(matrix: Floats, inverse: Floats) -> bool:
    """Write the inverse of a small positive matrix; False, and nothing, where it has none."""
    k = matrix.shape[0]
    lower = np.zeros((k, k))
    for i in range(k):
        for j in range(i + 1):
            value = matrix[i, j]
            for m in range(j):
                value -= lower[i, m] * lower[j, m]
            if i == j:
                if value <= 1e-12 * matrix[i, i]:
                    return False
                lower[i, i] = np.sqrt(value)
            else:
                lower[i, j] = value / lower[j, j]
    column = np.empty(k)
    for c in range(k):
        for i in range(k):
            value = 1.0 if i == c else 0.0
            for m in range(i):
                value -= lower[i, m] * column[m]
            column[i] = value / lower[i, i]
        for i in range(k - 1, -1, -1):
            value = column[i]
            for m in range(i + 1, k):
                value -= lower[m, i] * column[m]
            column[i] = value / lower[i, i]
        for i in range(k):
            inverse[i, c] = column[i]
    return True


@compiled
def _sandwich(inverse: Floats, meat: Floats, cov: Floats) -> None:
    k = inverse.shape[0]
    half = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            for m in range(k):
                half[i, j] += inverse[i, m] * meat[m, j]
    for i in range(k):
        for j in range(k):
            total = 0.0
            for m in range(k):
                total += half[i, m] * inverse[m, j]
            cov[i, j] = total


@compiled
def _products(left: Floats, column: Floats, a: int, b: int, out: Floats) -> None:
    """Write the products of K regressors (K, N) with a column over rows a to b."""
    for j in range(left.shape[0]):
        total = 0.0
        for i in range(a, b):
            total += left[j, i] * column[i]
        out[j] = total


@compiled
def _apply(matrix: Floats, vector: Floats, out: Floats) -> None:
    for j in range(matrix.shape[0]):
        total = 0.0
        for m in range(matrix.shape[1]):
            total += matrix[j, m] * vector[m]
        out[j] = total


@compiled
def _fill_meat(right: Floats, grams: Floats, coef: Floats, score: Floats, meat: Floats) -> None:
    """Sum squares of clusters' scores: right (C, K) less grams (C, K, K) times coef (K,)."""
    meat[:] = 0.0
    for c in range(right.shape[0]):
        for j in range(score.size):
            total = right[c, j]
            for m in range(score.size):
                total -= grams[c, j, m] * coef[m]
            score[j] = total
        for j in range(score.size):
            for m in range(score.size):
                meat[j, m] += score[j] * score[m]


@compiled
def many_outcomes(
    draws: Singles,
    x_within: Floats,
    adjusted: Floats,
    same: bool,
    grams: Floats,
    inverse: Floats,
    first: Whole,
    start: Whole,
    period: Whole,
    share: Floats,
    solve: Floats,
    coef: Floats,
    cov: Floats,
) -> None:
    """Fit each of D outcomes on one design of K regressors; clustered sandwich for each.

    ``x_within`` and ``adjusted`` (K, N) are regressors projected, and those times CR2's matrices
    (``same`` where these are none); ``grams`` (C, K, K) holds adjusted x regressors by cluster;
    ``inverse`` (K, K).
    """
    k, n = x_within.shape
    clusters = first.size - 1
    y = np.empty(n)
    sums, per_year = np.empty(share.shape[1]), np.empty(share.shape[1])
    by_cluster, right = np.empty((clusters, k)), np.empty(k)
    score, meat = np.empty(k), np.empty((k, k))
    for d in range(draws.shape[0]):
        _project(draws[d], start, period, share, solve, sums, per_year, y)
        right[:] = 0.0
        for c in range(clusters):
            _products(adjusted, y, first[c], first[c + 1], by_cluster[c])
            right += by_cluster[c]
        if not same:
            _products(x_within, y, 0, n, right)
        _apply(inverse, right, coef[d])
        _fill_meat(by_cluster, grams, coef[d], score, meat)
        _sandwich(inverse, meat, cov[d])


@compiled
def _border(
    x_within: Floats, y: Floats, z: Floats, first: Whole, gram: Floats, right: Floats
) -> None:
    """Fill the last row and column of each cluster's Gram matrix, and its right-hand side."""
    common = x_within.shape[0]
    for c in range(first.size - 1):
        a, b = first[c], first[c + 1]
        _products(x_within, y, a, b, right[c, :common])
        _products(x_within, z, a, b, gram[c, common, :common])
        gram[c, :common, common] = gram[c, common, :common]
        with_y, with_z = 0.0, 0.0
        for i in range(a, b):
            with_y += z[i] * y[i]
            with_z += z[i] * z[i]
        right[c, common] = with_y
        gram[c, common, common] = with_z


@compiled
def many_pairs(
    draws: Singles,
    own: Singles,
    x_within: Floats,
    grams: Floats,
    first: Whole,
    start: Whole,
    period: Whole,
    share: Floats,
    solve: Floats,
    coef: Floats,
    cov: Floats,
) -> None:
    """Fit each of D outcomes on its own last regressor ``own`` (D, N) and K - 1 common ones.

    A draw that is not identified gets NaN.
    """
    common, n = x_within.shape
    k = common + 1
    clusters = first.size - 1
    y, z = np.empty(n), np.empty(n)
    sums, per_year = np.empty(share.shape[1]), np.empty(share.shape[1])
    gram, total = np.empty((clusters, k, k)), np.empty((k, k))
    by_cluster, right = np.empty((clusters, k)), np.empty(k)
    inverse, score, meat = np.empty((k, k)), np.empty(k), np.empty((k, k))
    gram[:, :common, :common] = grams
    for d in range(draws.shape[0]):
        _project(draws[d], start, period, share, solve, sums, per_year, y)
        _project(own[d], start, period, share, solve, sums, per_year, z)
        _border(x_within, y, z, first, gram, by_cluster)
        right[:] = 0.0
        total[:] = 0.0
        for c in range(clusters):
            right += by_cluster[c]
            total += gram[c]
        if not _invert(total, inverse):
            coef[d, :] = np.nan
            cov[d, :, :] = np.nan
            continue
        _apply(inverse, right, coef[d])
        _fill_meat(by_cluster, gram, coef[d], score, meat)
        _sandwich(inverse, meat, cov[d])


@compiled
def many_weights(packed: Floats, effects: int, regressors: int, coef: Floats) -> None:
    """Solve each of B weighted least-squares problems from its packed Gram matrix.

    ``packed`` (B, q) holds lower triangles, row by row, over effects, regressors, outcome: a
    Cholesky factor in place, then the last K equations backwards. An effect without rows, or
    that follows from the others, is passed over; regressors that are not identified give NaN.
    """
    size = effects + regressors + 1
    lower = np.zeros((size, size))
    for b in range(packed.shape[0]):
        place = 0
        for i in range(size):
            for j in range(i + 1):
                lower[i, j] = packed[b, place]
                place += 1
        identified = True
        for j in range(size - 1):
            before = lower[j, j]
            for m in range(j):
                before -= lower[j, m] * lower[j, m]
            if before <= 1e-10 * lower[j, j]:
                identified = identified and j < effects
                for i in range(j, size):
                    lower[i, j] = 0.0
                continue
            pivot = np.sqrt(before)
            lower[j, j] = pivot
            for i in range(j + 1, size):
                value = lower[i, j]
                for m in range(j):
                    value -= lower[i, m] * lower[j, m]
                lower[i, j] = value / pivot
        for i in range(regressors - 1, -1, -1):
            row = effects + i
            value = lower[size - 1, row]
            for m in range(i + 1, regressors):
                value -= lower[effects + m, row] * coef[b, m]
            coef[b, i] = value / lower[row, row] if identified else np.nan
