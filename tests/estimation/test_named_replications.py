"""Replications with a proxy, a file of the authors' or nothing to run on: each number a referee."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.linear_model import OLS
from tests.estimation.made import panel
from tests.record import published

from rightful.core.errors import DataError
from rightful.estimation._replicate import author_rows
from rightful.estimation.design import Design, sample
from rightful.estimation.replication import Frames, Replicated, replication
from rightful.estimation.replication_verdict import CANNOT
from rightful.estimation.replications._outcomes import (
    organization_context,
    with_core_six,
    with_pts,
    with_shaming,
)
from rightful.estimation.replications._panel import spine
from rightful.estimation.replications._prediction import FOLDS, REPEATS, gain, losses
from rightful.study.strands import facts

pytestmark = pytest.mark.long

RUN = (
    "greenhill2010",
    "hafner_burton2008",
    "hafner_burton_tsutsui2005",
    "hendrix_wong2013",
    "hill_jones2014",
    "neumayer2005",
    "schmidt_sikkink2018",
    "spilker_bohmelt2013",
)
NOT_RUN = ("elkins_ginsburg_simmons2013", "lupu2013b", "nielsen_simmons2015", "simmons2009")


@cache
def _frames(name: str) -> Frames:
    return replication(name).example()


@cache
def _found(name: str) -> Replicated:
    return replication(name).run(_frames(name), 3)


def _told(found: Replicated, label: str, *, years: bool) -> dict[str, float]:
    mine = found.author_rows.filter(
        (pl.col("specification") == label) & (pl.col("year_effects") == years)
    )
    return dict(mine.row(0, named=True))


def _rows_of(name: str, label: str, frames: Frames):
    study = replication(name)
    one = next(each for each in study.specifications if each.label == label)
    return sample(study.panel(frames), one.design)


# That every example runs whole is tested with the contract; that it runs again the same, here.
@pytest.mark.parametrize("name", ["greenhill2010", "hill_jones2014"])
def test_the_example_runs_whole_and_again_the_same(name):
    found = _found(name)
    assert found.unanswered == ()
    assert found.absent == ()
    assert replication(name).run(_frames(name), 3).rows.equals(found.rows)


@pytest.mark.parametrize("name", NOT_RUN)
def test_what_cannot_be_run_says_so_with_all_sources_there(name):
    study, found = replication(name), _found(name)
    assert found.verdict == CANNOT
    assert found.missing == study.lacking
    assert study.lacking
    assert not any(one.counts for one in study.specifications)


@pytest.mark.parametrize(
    ("name", "need", "column"),
    [
        ("hafner_burton2008", "urgent_actions", "urgent"),
        ("hafner_burton_tsutsui2005", "pta_repression", "secretariats"),
        ("hendrix_wong2013", "news", "news"),
        ("hill_jones2014", "vdem/15-trimmed", "courts"),
        ("neumayer2005", "vdem/15-trimmed", "_society"),
    ],
)
def test_a_proxy_that_is_not_there_is_named_and_the_rest_is_run(name, need, column):
    frames = _frames(name)
    less = Frames({k: v for k, v in frames.tables.items() if k != need}, frames.practice)
    found = replication(name).run(less, 3)
    assert found.absent == (need,)
    assert need in found.missing
    mine = found.author_rows.filter(pl.col("treatment").str.ends_with(column))
    assert mine.height
    assert mine["estimate"].null_count() == mine.height
    others = found.author_rows.filter(~pl.col("treatment").str.ends_with(column))
    assert others["estimate"].null_count() == 0
    assert any(column in text for text in found.unanswered)


def test_a_state_s_context_is_the_mean_over_organizations_of_its_fellows():
    rng = np.random.default_rng(2)
    seats = [
        (state, year, f"body{body}", int(rng.choice([0, 1, 2, 3])))
        for state in range(2, 14)
        for year in (1990, 1991)
        for body in range(6)
    ]
    memberships = pl.DataFrame(seats, schema=["ccode", "year", "igo", "status"], orient="row")
    values = pl.DataFrame(
        [
            (s, y, float(rng.normal()) if s % 5 else None)
            for s in range(2, 14)
            for y in (1990, 1991)
        ],
        schema={"ccode": pl.Int64, "year": pl.Int64, "v": pl.Float64},
        orient="row",
    )
    known = {(s, y): v for s, y, v in values.iter_rows() if v is not None}
    inside: dict[tuple[int, str], set[int]] = {}
    for state, year, body, status in seats:
        if status in (1, 2):
            inside.setdefault((year, body), set()).add(state)
    wanted = {}
    for state in range(2, 14):
        for year in (1990, 1991):
            means = [
                np.mean(
                    [
                        known[other, year]
                        for other in members
                        if (other, year) in known and other != state
                    ]
                )
                for (when, _), members in inside.items()
                if when == year
                and state in members
                and any((other, year) in known for other in members - {state})
            ]
            if means:
                wanted[state, year] = float(np.mean(means))
    found = organization_context(memberships, values, "v")
    told = {(s, y): v for s, y, v in found.select("ccode", "year", "context").iter_rows()}
    assert set(told) == set(wanted)
    assert all(told[key] == pytest.approx(wanted[key]) for key in wanted)


def test_values_that_occur_twice_are_refused():
    twice = pl.DataFrame({"ccode": [2, 2], "year": [1990, 1990], "v": [1.0, 2.0]})
    seats = pl.DataFrame({"ccode": [2], "year": [1990], "igo": ["un"], "status": [1]})
    with pytest.raises(DataError, match="occur twice"):
        organization_context(seats, twice, "v")


def test_silence_is_none_inside_the_years_of_a_list_and_unknown_outside():
    keys = pl.DataFrame({"ccode": [2] * 5, "year": [1989, 1990, 1991, 1992, 1993]})
    tables = {
        "facts/state_years": keys,
        "news": pl.DataFrame({"ccode": [2, 2], "year": [1990, 1992], "articles": [3, 1]}),
        "urgent_actions": pl.DataFrame(
            {"ccode": [2, 2, 2], "year": [1989, 1991, 1991], "whole_year": [0, 1, 1]}
        ),
        "unga_resolutions": pl.DataFrame({"ccode": [2, 2, 2], "year": [1989, 1989, 1993]}),
    }
    rows = with_shaming(spine(Frames(tables, {})), Frames(tables, {}))
    assert rows["news"].to_list() == pytest.approx([None, np.log(4), 0.0, np.log(2), None])
    assert rows["urgent"].to_list() == pytest.approx([None, None, np.log(3), None, None])
    assert rows["assembly"].to_list() == [1.0, 0.0, 0.0, 0.0, 1.0]


def test_terror_is_turned_and_amnesty_fills_what_the_state_department_leaves_out():
    keys = pl.DataFrame({"ccode": [2, 3, 4], "year": [1990] * 3})
    scores = keys.with_columns(pts_s=pl.Series([None, 5, None]), pts_a=pl.Series([2, 1, None]))
    frames = Frames({"facts/state_years": keys, "pts": scores}, {})
    assert with_pts(spine(frames), frames)["respect_pts"].to_list() == [4, 1, None]


def test_the_number_of_treaties_is_null_where_one_is_not_known():
    frames = _frames("hafner_burton_tsutsui2005")
    instruments = frames.tables["facts/instruments"].with_columns(
        known_until=pl.when(pl.col("instrument") == "CRC")
        .then(pl.date(2000, 12, 31))
        .otherwise("known_until")
    )
    less = Frames({**frames.tables, "facts/instruments": instruments}, frames.practice)
    rows = with_core_six(spine(less), less)
    assert rows.filter(pl.col("year") > 2000)["treaties"].null_count() == (
        rows.filter(pl.col("year") > 2000).height
    )
    early = rows.filter(pl.col("year") <= 2000)["treaties"]
    assert early.null_count() == 0
    assert set(early) == {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0}


@pytest.mark.parametrize("years", [False, True])
def test_losses_out_of_sample_are_those_of_models_fitted_one_by_one(years):
    design = Design("y", "democracy", ("war",), 0, state_effects=False, year_effects=years)
    rows = sample(panel(), design)
    found = losses(rows, 5)
    dummies = np.eye(rows.years.size)[rows.time][:, 1:] if years else np.empty((rows.y.size, 0))
    small = np.hstack([np.ones((rows.y.size, 1)), rows.x[:, 1:], dummies])
    whole = np.hstack([small, rows.x[:, :1]])
    rng = np.random.default_rng(5)
    wanted = np.zeros((2, rows.y.size))
    for _ in range(REPEATS):
        fold = (rng.permutation(rows.states.size) % FOLDS)[rows.unit]
        for number in range(FOLDS):
            out = fold == number
            for place, columns in enumerate((small, whole)):
                fit = OLS(rows.y[~out], columns[~out]).fit()
                wanted[place, out] += (rows.y[out] - columns[out] @ fit.params) ** 2
    assert found.without == pytest.approx(wanted[0] / REPEATS, rel=1e-6)
    assert found.beside == pytest.approx(wanted[1] / REPEATS, rel=1e-6)
    share = (found.without - found.beside) / rows.y.var()
    told = gain(rows, 5)
    assert told.estimate == pytest.approx(share.mean())
    mean = OLS(share, np.ones(share.size)).fit(
        cov_type="cluster", cov_kwds={"groups": rows.unit, "use_correction": False}
    )
    scale = np.sqrt(rows.states.size / (rows.states.size - 1))
    assert told.std_error == pytest.approx(float(mean.bse[0]) * scale)


def test_what_foretells_gains_and_what_does_not_costs():
    frame = panel(60, 20, seed=1)
    frame = frame.with_columns(
        noise=pl.Series(np.random.default_rng(0).normal(size=frame.height)),
        told=pl.col("y") + pl.Series(np.random.default_rng(1).normal(size=frame.height)),
    )
    gains = {
        name: gain(sample(frame, Design("y", name, ("war",), 0, state_effects=False)), 0)
        for name in ("noise", "told")
    }
    assert gains["told"].estimate > 0.1
    assert gains["told"].p < 0.001
    assert gains["noise"].estimate < 0.005


def test_few_states_cannot_be_parted():
    design = Design("y", "democracy", ("war",), 0, state_effects=False, year_effects=False)
    rows = sample(panel(8, 20), design)
    with pytest.raises(DataError, match="10 folds"):
        gain(rows, 0)


def test_neumayer_s_product_is_an_ordered_probit_of_statsmodels():
    label = "the Convention against Torture, by democracy"
    rows = _rows_of("neumayer2005", label, _frames("neumayer2005"))
    assert rows.x[:, 0] == pytest.approx(rows.x[:, 2] * rows.x[:, 3])
    scaled = (rows.x - rows.x.mean(axis=0)) / rows.x.std(axis=0)
    codes = np.searchsorted(np.unique(rows.y), rows.y)
    fit = OrderedModel(codes, scaled, distr="probit").fit(method="bfgs", disp=0, maxiter=1000)
    told = _told(_found("neumayer2005"), label, years=False)
    assert told["estimate"] == pytest.approx(fit.params[0] / rows.x[:, 0].std(), abs=1e-3)


def _dummies(rows) -> np.ndarray:
    states = np.eye(rows.states.size)[rows.unit]
    years = np.eye(rows.years.size)[rows.time][:, 1:]
    return np.hstack([rows.x, states, years])


def test_schmidt_and_sikkink_s_model_is_least_squares_with_dummies():
    label = "autocracies that took part (latent)"
    rows = _rows_of("schmidt_sikkink2018", label, _frames("schmidt_sikkink2018"))
    fit = OLS(rows.y, _dummies(rows)).fit()
    told = _told(_found("schmidt_sikkink2018"), label, years=True)
    assert told["estimate"] == pytest.approx(float(fit.params[0]), abs=1e-8)


def _of_authors(
    shared: Path, name: str, source: str, edition: str, labels: tuple[str, ...]
) -> tuple[Frames, pl.DataFrame]:
    """Return frames with the authors' file, and the rows of some specifications on it."""
    study = replication(name)
    tables = {
        need: facts()[need.partition("/")[2]]() for need in study.needs if need.startswith("facts/")
    }
    tables[source] = published.tidied(shared, source, edition)[1].table.frame
    frames = Frames(tables, {})
    chosen = [replace(one, turned=False) for one in study.specifications if one.label in labels]
    rows, why = author_rows(study.panel(frames), chosen, {}, 0)
    assert why == ()
    return frames, rows


def _own(rows: pl.DataFrame, label: str) -> dict[str, float]:
    return dict(rows.filter(pl.col("specification") == label).row(0, named=True))


@pytest.mark.shared
def test_schmidt_and_sikkink_s_own_file(shared: Path):
    sizes = {
        "autocracies that took part (CIRI)": 3022,
        "autocracies that took part (latent)": 3189,
    }
    name = "schmidt_sikkink2018"
    frames, found = _of_authors(shared, name, "partners_in_crime", "not-imputed", tuple(sizes))
    for label, n in sizes.items():
        rows = _rows_of(name, label, frames)
        fit = OLS(rows.y, _dummies(rows)).fit(
            cov_type="cluster", cov_kwds={"groups": rows.unit}, use_t=True
        )
        told = _own(found, label)
        assert told["n"] == n
        assert told["estimate"] == pytest.approx(float(fit.params[0]), abs=1e-7)
        # statsmodels counts the states' dummies among the parameters, CR1 as we use it does not.
        assert told["std_error"] == pytest.approx(float(fit.bse[0]), rel=0.05)
        assert told["estimate"] < 0


@pytest.mark.shared
def test_spilker_and_boehmelt_s_own_file(shared: Path):
    name, label = "spilker_bohmelt2013", "ratified treaties (ICCPR, CAT), not matched"
    pairs = "hard standards, matched"
    frames, found = _of_authors(shared, name, "pta_repression", "rio-2013", (label, pairs))
    rows = _rows_of(name, label, frames)
    assert rows.y.size == 4115
    scaled = (rows.x - rows.x.mean(axis=0)) / rows.x.std(axis=0)
    codes = np.searchsorted(np.unique(rows.y), rows.y)
    fit = OrderedModel(codes, scaled, distr="logit").fit(method="bfgs", disp=0, maxiter=1000)
    told = _own(found, label)
    assert told["estimate"] == pytest.approx(fit.params[0] / rows.x[:, 0].std(), abs=1e-3)
    assert told["p"] < 0.001
    assert _own(found, pairs)["p"] > 0.05
