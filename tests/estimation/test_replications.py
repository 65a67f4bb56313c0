"""Every replication keeps the contract on made-up frames; each number has a referee."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.linear_model import OLS

from rightful.core.errors import DataError, UnknownName, UsageError
from rightful.core.names import STANDARDS
from rightful.estimation._matching import CALIPER, matched, nearest
from rightful.estimation._replicate import AUTHOR_ROWS, author_rows
from rightful.estimation.design import Design, sample
from rightful.estimation.grid import OBSERVED, ROWS
from rightful.estimation.replication import Frames, Replicated, replication, replications
from rightful.estimation.replication_design import UNCLUSTERED, Specification
from rightful.estimation.replication_verdict import (
    CANNOT,
    NOT,
    SAME,
    VERDICTS,
    WITHOUT,
    Judged,
    definitions,
    judge,
    judged,
    sign,
    verdict,
)
from rightful.estimation.replications._panel import KEY, with_treaties

pytestmark = pytest.mark.long

# A study runs once in the worker that its tests share.
NAMES = [pytest.param(one, marks=pytest.mark.xdist_group(one)) for one in replications()]
OWN = (
    "cingranelli_filippov2018",
    "conrad_ritter2013",
    "fariss2014",
    "fariss2018",
    "hathaway2002",
    "hill2010",
    "lupu2013a",
)


@cache
def _frames(name: str) -> Frames:
    return replication(name).example()


@cache
def _found(name: str) -> Replicated:
    return replication(name).run(_frames(name), 3)


def _row(name: str, label: str, *, years: bool = False) -> dict[str, float]:
    own = _found(name).author_rows
    mine = own.filter((pl.col("specification") == label) & (pl.col("year_effects") == years))
    return dict(mine.row(0, named=True))


def _rows_of(name: str, label: str):
    study = replication(name)
    one = next(x for x in study.specifications if x.label == label)
    return one, sample(study.panel(_frames(name)), one.design)


@pytest.mark.parametrize("name", NAMES)
def test_a_replication_says_what_the_author_did_and_what_differs(name):
    study = replication(name)
    assert study.name == name
    for words in (study.title, study.sample, study.coding, study.estimator, study.published):
        assert words
    assert study.differs
    assert all(text and not text.endswith(".") for text in study.differs)
    labels = [one.label for one in study.specifications]
    assert len(set(labels)) == len(labels)
    assert study.questions


@pytest.mark.parametrize("name", NAMES)
def test_the_author_comes_first_then_the_grid_on_practice_under_both_standards(name):
    study, found = replication(name), _found(name)
    assert found.study == name
    assert found.verdict in VERDICTS
    assert dict(found.author_rows.schema) == AUTHOR_ROWS
    assert dict(found.rows.schema) == dict(found.grid.schema) == ROWS
    assert found.rows.head(found.author_rows.height).equals(found.author_rows.select(*ROWS))
    for one in study.specifications:
        mine = found.author_rows.filter(pl.col("specification") == one.label)
        assert mine["as_author"].sum() == 1
        assert mine.height == (2 if one.turned else 1)
    for question in study.questions:
        cells = found.grid.filter(
            (pl.col("treatment") == question.treatment) & (pl.col("measure") == question.named())
        )
        standards = STANDARDS if question.family else (OBSERVED,)
        assert set(cells["standard"]) == set(standards)
        assert cells.height == 8 * len(standards)
    lost = found.rows["estimate"].null_count()
    assert len(found.unanswered) == lost


@pytest.mark.parametrize("name", OWN)
def test_the_example_runs_whole_and_again_the_same(name):
    found = _found(name)
    assert found.unanswered == ()
    assert found.absent == ()
    again = replication(name).run(_frames(name), 3)
    assert again.rows.equals(found.rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_source_is_named_and_nothing_else_happens(name):
    study, frames = replication(name), _frames(name)
    need = next(one for one in reversed(study.needs) if not one.startswith("facts/"))
    less = Frames({k: v for k, v in frames.tables.items() if k != need}, frames.practice)
    found = study.run(less, 3)
    assert found.verdict == CANNOT
    assert found.absent == (need,)
    assert set(found.missing) == {need, *study.lacking}
    assert found.rows.is_empty()


def test_a_source_that_only_some_tests_use_costs_only_those():
    study, frames = replication("conrad_ritter2013"), _frames("conrad_ritter2013")
    less = Frames({k: v for k, v in frames.tables.items() if k != "reign"}, frames.practice)
    found = study.run(less, 3)
    assert found.absent == ("reign",)
    assert found.author_rows["estimate"].null_count() == found.author_rows.height
    assert "regime_age" in found.unanswered[0]
    assert found.grid["estimate"].null_count() == 0


def test_a_family_under_one_standard_shows_its_half_and_says_so():
    frames = _frames("hill2010")
    half = {"constant": frames.practice["womens_rights"]["constant"]}
    less = Frames(frames.tables, {**frames.practice, "womens_rights": half})
    found = replication("hill2010").run(less, 3)
    cells = found.grid.filter(pl.col("measure").str.contains("our estimates of womens"))
    assert set(cells["standard"]) == {"constant"}
    assert any("changing standard" in text for text in found.unanswered)


def test_an_unknown_study_is_refused_with_a_suggestion():
    with pytest.raises(UnknownName, match="hathaway2002"):
        replication("hathaway2003")


@pytest.mark.parametrize(
    ("published", "own", "without", "beside", "word"),
    [
        ((1,), 1, 1, 1, SAME),
        ((1,), 1, 1, 0, WITHOUT),
        ((1,), 1, 1, -1, WITHOUT),
        ((1,), 0, 0, 0, NOT),
        ((1,), 0, 0, 1, NOT),
        ((1,), 0, 1, 0, WITHOUT),  # the author had year effects, and they take the sign away
        ((1,), 1, 0, 1, SAME),  # the author had year effects, and it shows with them
        ((-1, 0), -1, -1, 0, SAME),
        ((0,), 0, 0, 0, SAME),
        ((0,), -1, -1, 0, NOT),
        ((1,), None, None, 1, CANNOT),
    ],
)
def test_a_verdict_follows_from_three_signs(published, own, without, beside, word):
    assert judge(published, own, without, beside) == word


def test_a_sign_is_clear_or_none():
    assert [sign(0.3, 0.04), sign(-0.3, 0.04), sign(0.3, 0.05), sign(None, None)] == [
        1,
        -1,
        0,
        None,
    ]


def _test_of(word: str, *, counts: bool = True) -> Judged:
    return Judged("x", (1,), None, None, None, word, counts)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ((SAME, SAME), SAME),
        ((SAME, WITHOUT), WITHOUT),
        ((SAME, WITHOUT, NOT), NOT),
        ((SAME, CANNOT), SAME),
        ((CANNOT, CANNOT), CANNOT),
        ((), CANNOT),
    ],
)
def test_a_study_is_as_good_as_its_worst_test(words, word):
    assert verdict([_test_of(one) for one in words]) == word
    assert verdict([*(_test_of(one) for one in words), _test_of(NOT, counts=False)]) == word


def test_a_trend_is_judged_without_years():
    design = Design("y", "decades", lag=0, year_effects=False)
    trend = Specification("trend", design, "y", (1,), turned=False)
    rows = pl.DataFrame(
        {"specification": ["trend"], "year_effects": [False], "estimate": [0.4], "p": [0.001]}
    )
    assert judged(trend, rows).verdict == SAME
    assert judged(replace(trend, turned=True), rows).verdict == WITHOUT


def test_the_definitions_name_every_word():
    text = definitions()
    assert all(f"{word}: " in text for word in VERDICTS)


def test_a_specification_without_a_published_sign_is_refused():
    with pytest.raises(UsageError, match="published signs"):
        Specification("x", Design("y", "t"), "y", ())


def test_treaties_are_null_after_the_tables_end():
    frames = _frames("hathaway2002")
    known = frames.tables["facts/instruments"].with_columns(known_until=pl.date(2005, 12, 31))
    spoken = Frames({**frames.tables, "facts/instruments": known}, frames.practice)
    keys = frames.tables["facts/state_years"].select(pl.col(KEY).cast(pl.Int64))
    rows = with_treaties(keys, spoken, cat="CAT")
    assert (
        rows.filter(pl.col("year") > 2005)["cat"].null_count()
        == rows.filter(pl.col("year") > 2005).height
    )
    early = rows.filter(pl.col("year") <= 2005)
    assert set(early["cat"]) == {0.0, 1.0}
    binding = frames.tables["facts/binding"].filter(pl.col("year") <= 2005)
    assert early["cat"].sum() == binding.height


def _clustered(x: np.ndarray, y: np.ndarray, unit: np.ndarray) -> tuple[float, float]:
    fit = OLS(y, np.column_stack([np.ones(y.size), x])).fit(
        cov_type="cluster", cov_kwds={"groups": unit}, use_t=True
    )
    return float(fit.params[1]), float(fit.bse[1])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("hathaway2002", "Convention against Torture, pooled"),
        ("conrad_ritter2013", "CAT, younger regimes"),
    ],
)
def test_ordered_logits_are_those_of_statsmodels(name, label):
    _, rows = _rows_of(name, label)
    codes = np.searchsorted(np.unique(rows.y), rows.y)
    fit = OrderedModel(codes, rows.x, distr="logit").fit(method="bfgs", disp=0, maxiter=1000)
    assert _row(name, label)["estimate"] == pytest.approx(fit.params[0], abs=2e-4)


def test_matching_then_an_ordered_logit_is_what_hill_is_given():
    label = "CAT, physical integrity"
    _, rows = _rows_of("hill2010", label)
    kept = matched(rows)
    codes = np.searchsorted(np.unique(kept.y), kept.y)
    scaled = (kept.x - kept.x.mean(axis=0)) / kept.x.std(axis=0)
    fit = OrderedModel(codes, scaled, distr="logit").fit(method="bfgs", disp=0, maxiter=1000)
    told = _row("hill2010", label)
    assert told["estimate"] == pytest.approx(fit.params[0] / kept.x[:, 0].std(), abs=1e-3)
    assert told["n"] == kept.y.size


def test_lupu_matches_treated_with_as_many_untreated():
    _, rows = _rows_of("lupu2013a", "CEDAW, women's political rights")
    kept = matched(rows)
    assert kept.x[:, 0].mean() == 0.5
    assert kept.y.size < rows.y.size
    assert kept.left_out[-1].rows == rows.y.size - kept.y.size


@pytest.mark.parametrize(
    ("name", "label"),
    [("fariss2014", "CAT, constant standard"), ("fariss2018", "number of core treaties")],
)
def test_pooled_scores_are_least_squares_clustered_by_state(name, label):
    _, rows = _rows_of(name, label)
    estimate, _ = _clustered(rows.x, rows.y, rows.unit)
    told = _row(name, label)
    assert told["estimate"] == pytest.approx(estimate, abs=1e-8)
    # The years' dummies enter the turned row.
    dummies = np.eye(rows.years.size)[rows.time][:, 1:]
    turned, _ = _clustered(np.hstack([rows.x, dummies]), rows.y, rows.unit)
    assert _row(name, label, years=True)["estimate"] == pytest.approx(turned, abs=1e-8)


def test_errors_that_are_not_clustered_are_hc1():
    label = "CAT, changing, errors not clustered"
    _, rows = _rows_of("fariss2014", label)
    fit = OLS(rows.y, np.column_stack([np.ones(rows.y.size), rows.x])).fit(cov_type="HC1")
    told = _row("fariss2014", label)
    assert told["estimate"] == pytest.approx(fit.params[1], abs=1e-8)
    assert told["std_error"] == pytest.approx(fit.bse[1], rel=1e-3)


def test_errors_are_left_unclustered_only_where_no_state_is_absorbed():
    study = replication("fariss2014")
    label = "CAT, changing, errors not clustered"
    one = next(x for x in study.specifications if x.label == label)
    within = replace(one, design=replace(one.design, state_effects=True))
    assert within.estimator == UNCLUSTERED
    rows, why = author_rows(study.panel(_frames("fariss2014")), (within,), {}, 0)
    assert rows["estimate"].null_count() == 2
    assert "state effects" in why[0]


def test_a_trend_is_the_slope_of_years_within_states():
    label = "trend, all items alike"
    _, rows = _rows_of("cingranelli_filippov2018", label)
    own = np.eye(rows.states.size)[rows.unit]
    decades = rows.years[rows.time] / 10
    slope = np.linalg.lstsq(np.column_stack([decades, own]), rows.y, rcond=None)[0][0]
    assert _row("cingranelli_filippov2018", label)["estimate"] == pytest.approx(slope, abs=1e-8)


def test_pairs_are_the_nearest_that_are_still_free():
    scores = np.array([0.0, 1.0, 2.0, 0.1, 0.2, 5.0])
    treated = np.array([True, True, False, False, False, False])
    keep = nearest(scores, treated)
    reach = CALIPER * scores.std()
    assert abs(scores[0] - scores[3]) < reach < abs(scores[1] - scores[4])
    assert keep.tolist() == [True, False, False, True, False, False]


def test_pairs_by_brute_force():
    rng = np.random.default_rng(5)
    scores, treated = rng.normal(size=200), rng.random(200) < 0.4
    keep = np.zeros(200, dtype=bool)
    free = set(np.flatnonzero(~treated))
    for row in sorted(np.flatnonzero(treated), key=lambda at: -scores[at]):
        near = min(free, key=lambda at: abs(scores[at] - scores[row]), default=None)
        if near is not None and abs(scores[near] - scores[row]) <= CALIPER * scores.std():
            keep[[row, near]] = True
            free.discard(near)
    assert nearest(scores, treated).tolist() == keep.tolist()


def test_matching_without_anyone_near_is_refused():
    rows = sample(
        pl.DataFrame(
            {
                "ccode": np.repeat(np.arange(2, 8), 10),
                "year": np.tile(np.arange(1990, 2000), 6),
                "y": np.tile([0, 1], 30),
                "t": np.repeat([0, 0, 0, 1, 1, 1], 10),
                "x": np.repeat([0.0, 1.0, 0.0, 50.0, 51.0, 50.0], 10),
            }
        ),
        Design("y", "t", ("x",), lag=0, state_effects=False, year_effects=False),
    )
    with pytest.raises(DataError, match="no treated row"):
        matched(rows)
