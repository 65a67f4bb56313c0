from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.estimation.made import panel
from tests.estimation.referees import panel as referee_panel
from tests.estimation.referees import said

from rightful.core.errors import ConvergenceError, DataError, UnknownName, UsageError
from rightful.core.posterior import Posterior
from rightful.estimation._ordered import inverted
from rightful.estimation.design import Design, sample
from rightful.estimation.estimate import estimator, estimators
from rightful.estimation.weighted_sums import Sums, combined, joint_cov

CONTROLS = ("democracy", "war")
BIB = Path(__file__).parents[2] / "references.bib"


def staggered(
    states: int = 40, years: int = 16, seed: int = 0, noise: float = 0.3, never: bool = True
) -> pl.DataFrame:
    """A balanced panel whose effect is 1 in the year of adoption and grows by .2 a year."""
    rng = np.random.default_rng(seed)
    rows = []
    shared = rng.normal(size=years).cumsum()
    for state in range(states):
        cohort = [5, 8, 11, 99 if never else 14][state % 4]
        own = rng.normal()
        for year in range(years):
            effect = 1 + 0.2 * (year - cohort) if year >= cohort else 0.0
            y = own + shared[year] + effect + noise * rng.normal()
            rows.append((state + 2, 1990 + year, y, float(year >= cohort), cohort))
    return pl.DataFrame(
        rows, schema=["ccode", "year", "y", "treated", "cohort"], orient="row"
    ).cast({"ccode": pl.Int32, "year": pl.Int32})


def _levels(frame: pl.DataFrame) -> pl.DataFrame:
    edges: Any = frame["y"].quantile(0.3), frame["y"].quantile(0.7)
    return frame.with_columns(level=(pl.col("y") > edges[0]) + (pl.col("y") > edges[1]).cast(int))


def _adoptions() -> pl.DataFrame:
    return panel(60, 24, seed=3)


EXAMPLES = {
    "ordered_logit": lambda: sample(
        _levels(panel()),
        Design("level", "treated", CONTROLS, 0, year_effects=False, state_effects=False),
    ),
    "hazard_logit": lambda: sample(
        _adoptions(),
        Design("treated", "democracy", ("war",), 0, year_effects=False, state_effects=False),
    ),
    "lagged_outcome": lambda: sample(
        panel(), Design("y", "treated", CONTROLS, lagged_outcome=True, singletons="leave_out")
    ),
    "": lambda: sample(panel(), Design("y", "treated", CONTROLS, 0, singletons="leave_out")),
}
EXAMPLES["instruments"] = lambda: sample(
    panel(), Design("y", "treated", ("democracy",), 0, singletons="leave_out", instruments=("war",))
)
EXAMPLES["mediation"] = lambda: sample(
    panel(), Design("y", "treated", ("war",), 2, singletons="leave_out", mediator="democracy")
)
EXAMPLES["selection"] = lambda: sample(
    panel(), Design("y", "treated", CONTROLS, 0, state_effects=False, singletons="leave_out")
)
for _name in ("spatial_lag", "spatial_lag_before"):
    EXAMPLES[_name] = lambda: sample(
        panel().with_columns(region=pl.col("ccode") % 3),
        Design("y", "treated", CONTROLS, 0, singletons="leave_out", peers="region"),
    )
EXAMPLES["ordered_probit"] = EXAMPLES["ordered_logit"]
EXAMPLES["hazard_cloglog"] = EXAMPLES["hazard_logit"]


@pytest.mark.parametrize("name", estimators())
def test_contract(name):
    one = estimator(name)
    assert one.name == name
    assert one.title
    keys = BIB.read_text(encoding="utf-8")
    assert all(f"{{{key}," in keys for key in one.references)
    rows = EXAMPLES.get(name, EXAMPLES[""])()
    told = one.estimate(rows, seed=1)
    assert told == one.estimate(rows, seed=1)
    assert told.estimator == name
    assert told.low < told.estimate < told.high
    assert 0 <= told.p <= 1
    assert told.std_error > 0
    assert 0 < told.n <= rows.y.size
    assert 1 < told.states <= rows.states.size
    assert told.notes
    for point in told.path:
        assert point.low <= point.estimate <= point.high


def test_an_unknown_estimator_is_named():
    with pytest.raises(UnknownName, match="two_way"):
        estimator("two_wya")


def test_every_linear_estimator_carries_the_posterior():
    frame = panel(40, 22, seed=4)
    noise = np.random.default_rng(0).normal(size=(30, frame.height))
    draws = (frame["y"].to_numpy() + noise).astype(np.float32)
    posterior = Posterior(frame["ccode"].to_numpy(), frame["year"].to_numpy(), draws, "y")
    for name in estimators():
        if name.startswith(("ordered", "hazard", "spatial")):
            continue  # of peers: test_spatial
        lagged = name == "lagged_outcome"
        design = Design("y", "treated", CONTROLS, lagged_outcome=lagged, singletons="leave_out")
        if name == "instruments":
            design = replace(design, controls=CONTROLS[1:], instruments=CONTROLS[:1])
        if name == "selection":
            design = replace(design, state_effects=False)
        if name == "mediation":
            design = replace(design, controls=CONTROLS[1:], lag=2, mediator=CONTROLS[0])
        told = estimator(name).estimate(sample(frame, design, posterior), seed=0)
        mean = frame.with_columns(y=pl.Series(draws.mean(axis=0).astype(np.float64)))
        flat = estimator(name).estimate(sample(mean, design), seed=0)
        assert told.between > 0.02, name
        assert told.std_error > 0.8 * flat.std_error, name
        if not lagged:  # a noisy regressor is attenuated draw by draw
            assert told.estimate == pytest.approx(flat.estimate, abs=1e-4), name


@pytest.mark.parametrize(
    ("name", "r"), [("ordered_logit", "logistic"), ("ordered_probit", "probit")]
)
def test_polr_and_sandwich_agree(name, r):
    rows = sample(
        referee_panel(),
        Design("level", "treated", CONTROLS, 0, state_effects=False, year_effects=False),
    )
    told = estimator(name).estimate(rows, seed=0)
    assert told.estimate == pytest.approx(said()[r]["coef"][0], abs=1e-4)
    assert told.std_error == pytest.approx(said()[r]["clustered"][0], rel=1e-3)


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_glm_sandwich_and_cox_agree(link):
    rows = sample(
        referee_panel(),
        Design("treated", "democracy", ("war",), 0, state_effects=False, year_effects=False),
    )
    told = estimator(f"hazard_{link}").estimate(rows, seed=0)
    r = said()
    assert told.n == r["risk"]["rows"]
    assert f"{r['risk']['events']} events" in told.notes[0]
    assert told.estimate == pytest.approx(r[f"hazard_{link}"]["coef"][0], abs=1e-6)
    assert told.std_error == pytest.approx(r[f"hazard_{link}"]["clustered"][0], rel=1e-5)
    # Cox's model leaves the base hazard free: a tenth of a standard error apart.
    assert told.estimate == pytest.approx(r["cox"]["coef"][0], abs=0.1 * told.std_error)


@pytest.mark.parametrize("name", ["imputation", "group_time"])
def test_effects_that_grow_are_recovered_without_noise(name):
    frame = staggered(noise=0.0)
    rows = sample(frame, Design("y", "treated", lag=0))
    told = estimator(name).estimate(rows, seed=0)
    treated = frame.filter(pl.col("treated") == 1)
    truth: Any = (1 + 0.2 * (treated["year"] - 1990 - treated["cohort"])).mean()
    assert told.estimate == pytest.approx(truth, abs=1e-9)
    for point in told.path:
        assert point.estimate == pytest.approx(
            1 + 0.2 * point.time if point.time >= 0 else 0.0, abs=1e-9
        )
    two_way = estimator("two_way").estimate(rows, seed=0)
    assert abs(two_way.estimate - truth) > 0.1  # the bias that the two are there to avoid


@pytest.mark.parametrize("name", ["imputation", "group_time", "two_way", "event_study"])
def test_two_by_two_collapses_to_the_difference_of_differences(name):
    frame = staggered(40, 2, seed=3).with_columns(
        treated=((pl.col("ccode") % 2 == 0) & (pl.col("year") == 1991)).cast(pl.Float64)
    )
    change = frame.pivot("year", index="ccode", values="y").with_columns(
        change=pl.col("1991") - pl.col("1990")
    )
    ours: Any = change.filter(pl.col("ccode") % 2 == 0)["change"]
    theirs: Any = change.filter(pl.col("ccode") % 2 == 1)["change"]
    told = estimator(name).estimate(sample(frame, Design("y", "treated", lag=0)), seed=0)
    assert told.estimate == pytest.approx(ours.mean() - theirs.mean(), abs=1e-6)
    plain = (ours.var() / ours.len() + theirs.var() / theirs.len()) ** 0.5
    assert told.std_error == pytest.approx(plain, rel=0.06)


def test_group_time_by_brute_force():
    frame = panel(40, 20, seed=6)
    rows = sample(frame, Design("y", "treated", lag=0, singletons="leave_out"))
    told = estimator("group_time").estimate(rows, seed=0)
    y: dict[Any, Any] = {(s, t): v for s, t, v in frame.select("ccode", "year", "y").rows()}
    first: dict[Any, Any] = {
        s: (d.filter(pl.col("treated") == 1)["year"].min(), d["year"].min())
        for (s,), d in frame.group_by("ccode")
    }
    years = sorted(frame["year"].unique())
    total = count = 0.0
    for cohort in {a for a, born in first.values() if a is not None and a > born}:
        for year in years:
            if year < cohort:
                continue

            def change(states, base=cohort - 1, year=year):
                return [
                    y[s, year] - y[s, base] for s in states if {(s, year), (s, base)} <= y.keys()
                ]

            ours = change([s for s, (a, b) in first.items() if a == cohort and a > b])
            theirs = change([s for s, (a, _) in first.items() if a is None or a > year])
            if ours and theirs:
                total += len(ours) * (np.mean(ours) - np.mean(theirs))
                count += len(ours)
    assert told.estimate == pytest.approx(total / count, abs=1e-9)


def test_imputation_by_brute_force_on_an_unbalanced_panel():
    frame = panel(40, 20, seed=6)
    rows = sample(frame, Design("y", "treated", CONTROLS, 0, singletons="leave_out"))
    told = estimator("imputation").estimate(rows, seed=0)
    assert rows.adopted is not None
    adopted = rows.adopted[rows.unit]
    year = rows.years[rows.time]
    free = (adopted != -1) & (year < adopted)
    on = (adopted != -1) & (year >= adopted)
    z = np.hstack(
        [np.eye(rows.states.size)[rows.unit], np.eye(rows.years.size)[rows.time], rows.x[:, 1:]]
    )
    slopes = np.linalg.lstsq(z[free], rows.y[free], rcond=None)[0]
    ok = on & np.isin(rows.unit, rows.unit[free]) & np.isin(rows.time, rows.time[free])
    assert told.estimate == pytest.approx((rows.y - z @ slopes)[ok].mean(), abs=1e-8)


def test_diff_diff_agrees():
    diff_diff = pytest.importorskip("diff_diff")
    pd = pytest.importorskip("pandas")
    frame = staggered(60, 14, seed=5, noise=0.5)
    first = frame["cohort"].replace(99, 0).to_numpy()
    table = pd.DataFrame(frame.to_dict(as_series=False)).assign(
        first=np.where(first > 0, first + 1990, 0)
    )
    keys = dict(outcome="y", unit="ccode", time="year", first_treat="first")
    rows = sample(frame, Design("y", "treated", lag=0, comparison="never"))
    ours = estimator("group_time").estimate(rows, seed=0)
    theirs = diff_diff.CallawaySantAnna(control_group="never_treated", base_period="universal").fit(
        table, **keys
    )
    assert ours.estimate == pytest.approx(theirs.overall_att, abs=1e-6)
    assert ours.std_error == pytest.approx(theirs.overall_se, rel=0.1)
    rows = sample(frame, Design("y", "treated", lag=0))
    ours = estimator("imputation").estimate(rows, seed=0)
    theirs = diff_diff.ImputationDiD().fit(table, **keys)
    assert ours.estimate == pytest.approx(theirs.overall_att, abs=1e-6)
    assert ours.std_error > 0.9 * theirs.overall_se  # ours is the more cautious


@pytest.mark.parametrize("name", ["imputation", "group_time"])
def test_when_all_have_adopted_only_earlier_years_speak(name):
    frame = staggered(never=False)
    told = estimator(name).estimate(sample(frame, Design("y", "treated", lag=0)), seed=0)
    assert max(point.time for point in told.path) <= 8  # to 2003, the year before the last adopt
    with pytest.raises(DataError, match=r"never|ever"):
        estimator(name).estimate(
            sample(frame, Design("y", "treated", lag=0, comparison="never")), seed=0
        )


@pytest.mark.parametrize("name", ["imputation", "group_time", "event_study", "synthetic"])
def test_what_cannot_be_judged_is_refused(name):
    at_once = staggered().with_columns(treated=(pl.col("year") > 1997).cast(pl.Float64))
    plain = Design("y", "treated", lag=0, year_effects=False)
    with pytest.raises(DataError, match=r"compar|told from|untreated"):
        estimator(name).estimate(sample(at_once, plain), seed=0)
    ends = staggered().with_columns(
        treated=pl.when(pl.col("year") > 2003).then(0.0).otherwise("treated")
    )
    with pytest.raises(DataError, match="ends again"):
        estimator(name).estimate(sample(ends, plain), seed=0)
    degrees = staggered().with_columns(treated=pl.col("treated") * 1.5)
    with pytest.raises(DataError, match="not 0 or 1"):
        estimator(name).estimate(sample(degrees, plain), seed=0)


def test_event_study_band_is_joint():
    """150 null worlds: the whole band leaves zero out in 5 %; a binomial exceeds 18 with .1 %."""
    missed = 0
    for seed in range(150):
        frame = staggered(60, 16, seed=seed).with_columns(
            y=pl.col("y")
            - pl.when(pl.col("treated") == 1)
            .then(1 + 0.2 * (pl.col("year") - 1990 - pl.col("cohort")))
            .otherwise(0.0)
        )
        told = estimator("event_study").estimate(
            sample(frame, Design("y", "treated", lag=0)), seed=seed
        )
        missed += any(not point.low <= 0 <= point.high for point in told.path)
    assert missed <= 18


def test_entropy_weights_match_means_and_collapse_to_cells():
    rng = np.random.default_rng(1)
    frame = panel(30, 20, seed=1).with_columns(
        group=pl.Series(rng.integers(0, 2, panel(30, 20, seed=1).height).astype(float))
    )
    rows = sample(
        frame, Design("y", "treated", ("group",), 0, state_effects=False, year_effects=False)
    )
    told = estimator("entropy_balancing").estimate(rows, seed=0)
    # With one yes-or-no covariate the weights are those of post-stratification.
    cells = frame.group_by("group", "treated").agg(pl.col("y").mean(), pl.len())
    mean: dict[Any, Any] = {(g, t): (y, n) for g, t, y, n in cells.rows()}
    treated = mean[0.0, 1.0][1] + mean[1.0, 1.0][1]
    expected = sum(
        mean[g, 1.0][1] / treated * (mean[g, 1.0][0] - mean[g, 0.0][0]) for g in (0.0, 1.0)
    )
    assert told.estimate == pytest.approx(expected, abs=1e-6)
    ipw = estimator("inverse_probability").estimate(rows, seed=0)
    assert ipw.estimate == pytest.approx(expected, abs=1e-6)


def test_balance_that_cannot_be_had_is_refused():
    frame = panel().with_columns(far=pl.col("treated") * 5 + 0.01 * pl.col("democracy"))
    rows = sample(
        frame, Design("y", "treated", ("far",), 0, state_effects=False, year_effects=False)
    )
    with pytest.raises(DataError, match="no weights"):
        estimator("entropy_balancing").estimate(rows, seed=0)
    with pytest.raises(DataError, match="without fail"):
        estimator("inverse_probability").estimate(rows, seed=0)


def test_latent_practice_is_no_ordered_scale_and_no_event():
    rows = sample(panel(), Design("y", "treated", lag=0, year_effects=False))
    with pytest.raises(DataError, match="ordered categories"):
        estimator("ordered_logit").estimate(rows, seed=0)
    with pytest.raises(DataError, match="not an event"):
        estimator("hazard_logit").estimate(rows, seed=0)


def test_the_registry_loads_no_library_of_the_extra():
    import subprocess

    code = (
        "import sys; from rightful.estimation.estimate import estimator, estimators\n"
        "[estimator(n) for n in estimators()]\n"
        "print({'statsmodels', 'pandas', 'pyfixest'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("name", [n for n in estimators() if estimator(n).extra])
def test_a_missing_extra_is_named(name, monkeypatch):
    for module in ("statsmodels.api", "statsmodels.miscmodels.ordinal_model"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"rightful\[estimation\]"):
        estimator(name).estimate(EXAMPLES.get(name, EXAMPLES[""])(), seed=0)


def test_group_time_counts_what_it_cannot_compare():
    frame = staggered()
    late = Design("y", "treated", lag=0, where="year >= 1996")
    told = estimator("group_time").estimate(sample(frame, late), seed=0)
    # The cohort of 1995 has no year before it adopted: ten states, ten years.
    assert "100 treated rows are left out" in told.notes[1]


def test_effects_beyond_the_design_that_leave_nothing_are_named():
    fixed = panel().with_columns(treated=(pl.col("ccode") % 2).cast(pl.Float64))
    rows = sample(fixed, Design("y", "treated", lag=0, state_effects=False, year_effects=False))
    with pytest.raises(DataError, match="nothing is left of it"):
        estimator("two_way").estimate(rows, seed=0)


STEADY = [
    "imputation",
    "group_time",
    "two_way",
    "event_study",
    "entropy_balancing",
    "inverse_probability",
    "matching",
    "pooled_ols",
    "synthetic",
]


@pytest.mark.parametrize("name", STEADY)
def test_a_steady_effect_moves_the_estimate_and_not_its_error(name):
    frame = panel(40, 20, seed=6)
    moved = frame.with_columns(y=pl.col("y") + 3 * pl.col("treated") + 7)
    design = Design("y", "treated", CONTROLS, 0, singletons="leave_out")
    before, after = (estimator(name).estimate(sample(one, design), 0) for one in (frame, moved))
    assert after.estimate == pytest.approx(before.estimate + 3, abs=1e-5)
    assert after.std_error == pytest.approx(before.std_error, rel=1e-4)


def test_a_path_over_draws_has_both_kinds_of_doubt():
    rng = np.random.default_rng(0)
    sums = Sums(rng.normal(size=(30, 3)), rng.normal(size=(30, 12, 3)) / 5)
    mean, cov = joint_cov(sums, 12)
    for place in range(3):
        told = combined(sums, place, 12)
        assert mean[place] == pytest.approx(told.estimate)
        assert cov[place, place] == pytest.approx(told.std_error**2)


def test_a_flat_likelihood_is_an_error_and_says_nothing_beside_it(
    recwarn: pytest.WarningsRecorder,
) -> None:
    for flat in (np.zeros((2, 2)), np.diag([1.0, -1.0]), np.diag([1.0, np.nan])):
        with pytest.raises(ConvergenceError, match="flat in some direction"):
            inverted(flat, "hazard_logit")
    assert not recwarn.list


def test_an_event_study_without_a_year_after_adoption_is_refused() -> None:
    state, year = [1, 1, 2, 2, 3, 3], [0, 1] * 3
    y, d = [0.0, 1.0, 2.0, 2.0, 1.0, 3.0], [1, 1, 0, 1, 0, 0]
    frame = pl.DataFrame({"ccode": state, "year": year, "y": y, "d": d})
    rows = sample(frame, Design("y", "d", lag=1, state_effects=False, year_effects=False))
    with pytest.raises(DataError, match="no year after adoption is seen"):
        estimator("event_study").estimate(rows, seed=0)


def test_two_states_whose_residuals_cancel_give_no_certainty():
    rng = np.random.default_rng(2)
    years = np.arange(1980, 1990)
    frame = pl.DataFrame(
        {
            "ccode": np.repeat([2, 20], years.size),
            "year": np.tile(years, 2),
            "y": rng.normal(size=2 * years.size),
            "t": np.r_[np.repeat([0.0, 1.0], 5), np.zeros(10)],
        }
    )
    with pytest.raises(DataError, match="no error can be told"):
        estimator("two_way").estimate(sample(frame, Design("y", "t", lag=0)), 1)
