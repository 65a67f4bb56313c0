"""Two-stage least squares for one treatment, effects absorbed, and what can be told of instruments.

All is linear in columns from which effects and other regressors were taken out
(Frisch-Waugh-Lovell), so that one pass serves every draw of the outcome. Errors are clustered:
CR1, as ``within.ols`` scales it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.estimation.within import Effects, cr1_scale, residualize

Floats = NDArray[np.float64]
LEVEL: Final = 0.95
GRID: Final = 4001  # values of the effect at which the Anderson-Rubin test is tried
NOTHING: Final = 1e-12  # share of the treatment's spread below which instruments say nothing of it


@dataclass(frozen=True)
class Partialled:
    """Columns with effects and other regressors taken out, of N rows in G clusters.

    Attributes
    ----------
    y, d, z
        Shapes (D, N), (N,) and (N, L): outcomes, treatment, instruments.
    first
        Shape (G + 1,), int64: first row of each cluster.
    scale
        CR1's small-sample factor where one coefficient besides those taken out is estimated.
    first_scale
        The same where L are.
    """

    y: Floats
    d: Floats
    z: Floats
    first: NDArray[np.int64]
    scale: float
    first_scale: float


@dataclass(frozen=True)
class FirstStage:
    """How strongly the instruments move the treatment.

    Attributes
    ----------
    f
        Clustered F of all instruments; with one treatment it is Kleibergen and Paap's
        (kleibergen2006).
    effective
        The effective F (montielolea2013); with one instrument it is ``f``.
    """

    f: float
    effective: float


@dataclass(frozen=True)
class Hansen:
    """Hansen's J, clustered: whether instruments contradict each other (hansen1982).

    Attributes
    ----------
    j, dof, p
        The statistic, its degrees of freedom (L - 1), its p by chi squared.
    """

    j: float
    dof: int
    p: float


def partial_out(
    y: Floats,
    d: Floats,
    others: Floats,
    z: Floats,
    effects: Effects,
    cluster: NDArray[np.int64],
) -> Partialled:
    """Take effects and other regressors, shape (N, K), out of outcomes (D, N), d (N,), z (N, L).

    Raises
    ------
    DataError
        With no more clusters than instruments.
    """
    columns = residualize(effects, np.column_stack([d, z, others, y.T]))
    mine, rest = columns[:, : 1 + z.shape[1]], columns[:, 1 + z.shape[1] :]
    k = others.shape[1]
    if k:
        held, rest = rest[:, :k], rest[:, k:]
        basis = np.linalg.qr(held / np.linalg.norm(held, axis=0))[0]
        mine = mine - basis @ (basis.T @ mine)
        rest = rest - basis @ (basis.T @ rest)
    codes = np.unique(cluster, return_inverse=True)[1]
    first = np.searchsorted(codes, np.arange(codes[-1] + 2)).astype(np.int64)
    clusters = first.size - 1
    if clusters <= z.shape[1] + 1:
        raise DataError(
            f"{clusters} clusters for {z.shape[1]} instruments",
            where="two-stage least squares",
            allowed=f"{z.shape[1] + 2} clusters or more",
            next_step="name fewer instruments, or widen the sample",
        )
    return Partialled(
        rest.T,
        mine[:, 0],
        mine[:, 1:],
        first,
        cr1_scale(effects, k + 1, clusters),
        cr1_scale(effects, k + z.shape[1], clusters),
    )


def two_stage(parts: Partialled) -> tuple[Floats, Floats]:
    """Return the treatment's coefficient and its clustered variance, shapes (D,) and (D,).

    Raises
    ------
    DataError
        When the instruments say nothing at all of the treatment.
    """
    fitted = parts.z @ np.linalg.lstsq(parts.z, parts.d, rcond=None)[0]
    strength = float(fitted @ parts.d)
    if strength <= NOTHING * float(parts.d @ parts.d):
        raise DataError(
            "the instruments say nothing of the treatment",
            where="two-stage least squares",
            allowed="instruments that move the treatment beside the other regressors",
            next_step="name others",
        )
    weights = fitted / strength
    coef = parts.y @ weights
    residuals = parts.y - coef[:, None] * parts.d
    scores = np.add.reduceat(residuals * weights, parts.first[:-1], axis=1)
    return coef, parts.scale * np.sum(scores**2, axis=1)


def first_stage(parts: Partialled) -> FirstStage:
    """Return the strength of the instruments."""
    basis = np.linalg.qr(parts.z)[0]
    slopes = basis.T @ parts.d
    cov = _cov(basis, parts.d - basis @ slopes, parts.d - basis @ slopes, parts)
    f = float(slopes @ np.linalg.solve(cov, slopes)) / slopes.size
    return FirstStage(f, float(slopes @ slopes) / float(np.trace(cov)))


def anderson_rubin(parts: Partialled, place: int = 0) -> tuple[tuple[float, float], ...]:
    """Return the 95 % set of effects that the instruments do not contradict, as intervals.

    An effect b is inside when, in a regression of y - b d on the instruments, all of them together
    have no clear coefficient (anderson1949; clustered, by F with L and G - 1 degrees of freedom).
    The set holds its level however weak the instruments are; it may be empty, the whole line, or
    two rays, whose ends are then infinite. ``place`` chooses the outcome. Its ends are exact to
    the step of a grid that is finest near the two-stage estimate, refined by bisection; a gap
    narrower than a step goes unseen.
    """
    from scipy import optimize, special

    basis = np.linalg.qr(parts.z)[0]
    y, d = parts.y[place], parts.d
    on_y, on_d = basis.T @ y, basis.T @ d
    left_y, left_d = y - basis @ on_y, d - basis @ on_d
    yy, dd = _cov(basis, left_y, left_y, parts), _cov(basis, left_d, left_d, parts)
    yd = _cov(basis, left_y, left_d, parts)
    count = on_d.size
    most = count * float(special.fdtri(count, parts.first.size - 2, LEVEL))

    def beyond(angle: Floats) -> Floats:
        """Return the test's excess over its critical value, effects being middle + reach tan."""
        sine, cosine = np.sin(angle), np.cos(angle)
        a, b = cosine, middle * cosine + reach * sine
        slope = a[:, None] * on_y - b[:, None] * on_d
        both = (a * b)[:, None, None] * (yd + yd.T)
        cov = (a * a)[:, None, None] * yy - both + (b * b)[:, None, None] * dd
        return np.asarray(
            np.einsum("bi,bi->b", slope, np.linalg.solve(cov, slope[:, :, None])[:, :, 0]) - most
        )

    coef, variance = two_stage(parts)
    middle, reach = float(coef[place]), float(variance[place]) ** 0.5 or 1.0
    angles = np.linspace(-np.pi / 2, np.pi / 2, GRID)
    inside = beyond(angles) <= 0
    edges = [
        float(optimize.brentq(lambda one: float(beyond(np.array([one]))[0]), a, b))
        for (a, b), (x, y_) in zip(pairwise(angles), pairwise(inside), strict=True)
        if x != y_
    ]
    ends = [middle + reach * float(np.tan(edge)) for edge in edges]
    ends = [*([-np.inf] if inside[0] else []), *ends, *([np.inf] if inside[-1] else [])]
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def hansen(parts: Partialled, place: int = 0) -> Hansen:
    """Return the test that instruments agree; two steps of efficient moments, clustered.

    Only for two instruments or more.
    """
    from scipy import special

    y, d = parts.y[place], parts.d
    residuals = y - float(two_stage(parts)[0][place]) * d
    scores = np.add.reduceat(parts.z * residuals[:, None], parts.first[:-1], axis=0)
    weight = np.linalg.pinv(scores.T @ scores, hermitian=True)
    with_d, with_y = parts.z.T @ d, parts.z.T @ y
    coef = float(with_d @ weight @ with_y) / float(with_d @ weight @ with_d)
    moments = with_y - coef * with_d
    j, dof = float(moments @ weight @ moments), with_d.size - 1
    return Hansen(j, dof, float(special.chdtrc(dof, j)))


def _cov(basis: Floats, one: Floats, other: Floats, parts: Partialled) -> Floats:
    """Return the clustered covariance, (L, L), of slopes on an orthonormal basis."""
    a = np.add.reduceat(basis * one[:, None], parts.first[:-1], axis=0)
    b = np.add.reduceat(basis * other[:, None], parts.first[:-1], axis=0)
    return np.asarray(parts.first_scale * a.T @ b)
