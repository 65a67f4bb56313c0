from __future__ import annotations

import warnings

import numpy as np
import pytest
from tests.estimation.made import panel
from tests.estimation.referees import panel as referee_panel
from tests.estimation.referees import said

from rightful.core.errors import DataError
from rightful.estimation.design import Design, Sample, sample
from rightful.estimation.within import Effects, absorb, cr1_scale, gram_inverse, ols, residualize

CASES = {
    "both": (True, True),
    "state": (True, False),
    "year": (False, True),
    "none": (False, False),
}


def _sample(frame) -> Sample:
    # Years of one row stay in: they move nothing, and R keeps them.
    design = Design(
        "y", "treated", ("democracy", "war"), 0, state_effects=False, year_effects=False
    )
    return sample(frame, design)


def _effects(rows: Sample, states: bool, years: bool) -> Effects:
    return absorb(rows.unit if states else None, rows.time if years else None, rows.y.size)


def _dummies(rows: Sample, states: bool, years: bool) -> np.ndarray:
    parts = [np.ones((rows.y.size, 1))]
    for wanted, code in ((states, rows.unit), (years, rows.time)):
        if wanted:
            parts.append(np.eye(code.max() + 1)[code])
    return np.hstack(parts)


@pytest.mark.parametrize("case", CASES)
def test_projection_is_that_of_dummies(case):
    rows = _sample(panel())
    dummies = _dummies(rows, *CASES[case])
    expected = rows.x - dummies @ np.linalg.lstsq(dummies, rows.x, rcond=None)[0]
    assert np.allclose(residualize(_effects(rows, *CASES[case]), rows.x), expected, atol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_r_agrees(case):
    """Its lm with dummies, clubSandwich's CR0 and CR2, Satterthwaite's degrees of freedom."""
    rows = _sample(referee_panel())
    effects = _effects(rows, *CASES[case])
    r = said()[case]
    cr1, cr2 = (ols(rows.y, rows.x, effects, rows.unit, kind) for kind in ("CR1", "CR2"))
    scale = cr1_scale(effects, 3, rows.states.size) ** 0.5
    assert cr1.coef == pytest.approx(r["coef"], abs=1e-9)
    assert cr1.std_error / scale == pytest.approx(r["cr0"], rel=1e-8)
    assert cr2.std_error == pytest.approx(r["cr2"], rel=1e-6)
    assert cr2.dof == pytest.approx(r["dof"], rel=1e-4)
    assert cr2.p == pytest.approx(r["p"], rel=1e-3)


def test_plm_agrees():
    rows = _sample(referee_panel())
    effects = _effects(rows, states=True, years=True)
    fit = ols(rows.y, rows.x, effects, rows.unit, "CR1")
    r = said()["plm"]
    assert fit.coef == pytest.approx(r["coef"], abs=1e-9)
    scale = cr1_scale(effects, 3, rows.states.size) ** 0.5
    assert fit.std_error / scale == pytest.approx(r["arellano"], rel=1e-8)


def test_pyfixest_agrees():
    pf = pytest.importorskip("pyfixest")
    pd = pytest.importorskip("pandas")
    frame = panel(40, 30, seed=3)
    rows = _sample(frame)
    effects = _effects(rows, states=True, years=True)
    fit = ols(rows.y, rows.x, effects, rows.unit, "CR1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pf.feols(
            "y ~ treated + democracy + war | ccode + year",
            pd.DataFrame(frame.to_dict(as_series=False)),
            vcov={"CRV1": "ccode"},
            # Its count of nested effects changes with the order of a set (0.60.0): not asked for.
            ssc=pf.ssc(k_adj=False, G_adj=False),
        )
    assert fit.coef == pytest.approx(theirs.coef().to_numpy(), abs=1e-7)
    scale = cr1_scale(effects, 3, rows.states.size) ** 0.5
    assert fit.std_error / scale == pytest.approx(theirs.se().to_numpy(), rel=1e-5)


def test_statsmodels_agrees():
    sm = pytest.importorskip("statsmodels.api")
    rows = _sample(panel())
    effects = _effects(rows, states=True, years=True)
    fit = ols(rows.y, rows.x, effects, rows.unit, "CR1")
    dummies = _dummies(rows, states=True, years=True)[:, 1:-1]
    x = np.hstack([rows.x, dummies])
    theirs = sm.OLS(rows.y, x).fit(cov_type="cluster", cov_kwds={"groups": rows.unit})
    n, clusters = rows.y.size, rows.states.size
    their_scale = (n - 1) / (n - x.shape[1]) * clusters / (clusters - 1)
    ours = fit.std_error / cr1_scale(effects, 3, clusters) ** 0.5
    assert fit.coef == pytest.approx(theirs.params[:3], abs=1e-9)
    assert ours == pytest.approx(theirs.bse[:3] / their_scale**0.5, rel=1e-8)


def test_few_clusters_take_cr2():
    few, many = _sample(panel(12)), _sample(panel(60))
    for rows, correction in ((few, "CR2"), (many, "CR1")):
        fit = ols(rows.y, rows.x, _effects(rows, states=True, years=True), rows.unit)
        assert fit.correction == correction


def test_clusters_of_states_are_allowed_and_split_states_are_not():
    rows = _sample(panel())
    effects = _effects(rows, states=True, years=True)
    fit = ols(rows.y, rows.x, effects, rows.unit // 2, "CR2")
    assert fit.clusters == 15
    with pytest.raises(DataError, match="splits a state"):
        ols(rows.y, rows.x, effects, np.arange(rows.y.size) // 7)
    with pytest.raises(DataError, match="not sorted"):
        absorb(rows.unit[::-1], rows.time, rows.y.size)


@pytest.mark.parametrize(("case", "lost"), [("both", 25), ("state", 1), ("year", 25), ("none", 1)])
def test_the_small_sample_factor_counts_what_no_cluster_holds(case, lost):
    """Years, or the constant; state effects lie within clusters and cost nothing."""
    rows = _sample(panel())
    n, clusters = rows.y.size, rows.states.size
    assert rows.years.size == 25
    expected = (n - 1) / (n - 3 - lost) * clusters / (clusters - 1)
    assert cr1_scale(_effects(rows, *CASES[case]), 3, clusters) == pytest.approx(expected)


def test_rows_that_leave_nothing_to_tell_an_error_from_are_a_named_error() -> None:
    unit = np.array([0, 0, 1, 1])
    y, x = np.array([1.0, 2.0, 3.0, 5.0]), np.array([[0.0], [1.0], [0.0], [0.0]])
    with pytest.raises(DataError, match="no error can be told"):
        ols(y, x, absorb(unit, None, 4), unit, "CR2")
    own = np.array([0, 0, 1, 1])
    with pytest.raises(DataError, match="4 rows for 4 coefficients and effects"):
        cr1_scale(absorb(own, np.array([0, 1, 0, 1]), 4), 2, 2)


def test_regressors_that_differ_by_rounding_are_a_named_error():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 1))
    twice = np.hstack([x, x * (1 + 1e-16)])
    with pytest.raises(DataError, match="hardly be told from each other"):
        gram_inverse(twice)
    assert gram_inverse(x) == pytest.approx(np.linalg.inv(x.T @ x))
