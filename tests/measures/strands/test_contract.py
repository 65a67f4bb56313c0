"""What every measure must keep to; a new file in the folder is tested the moment it is there."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.measure import SERIES, WORLD, Estimates, Measure
from rightful.core.registry import load, names
from rightful.measures import _practice_model
from rightful.measures.strands import _calibrated_scores, _commitment_fit
from rightful.record.catalogue import FOLDER as SOURCES
from rightful.record.citations import references
from rightful.study.strands import CODED, FACTS, PRACTICE, SURVEYS, facts, measures, shareable

FOLDER = "rightful.measures.strands"
NAMES = names(FOLDER)
# One fit of the example is shared by the checks of a measure.
_fitted: dict[str, Estimates] = {}


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask little of the draws: the gate has tests of its own, and here only the layout counts."""
    monkeypatch.setattr(_practice_model, "RHAT_MAX", 1.5)
    monkeypatch.setattr(_calibrated_scores, "MIN_ESS", 20.0)
    monkeypatch.setattr(_commitment_fit, "MIN_ESS", 20.0)


@pytest.fixture(params=NAMES)
def each(request: pytest.FixtureRequest) -> Measure:
    return load(FOLDER, request.param, Measure)  # type: ignore[type-abstract]


def fitted(each: Measure) -> Estimates:
    if each.name not in _fitted:
        _fitted[each.name] = each.fit(each.example(), seed=7)
    return _fitted[each.name]


def test_is_called_like_its_file_and_can_be_cited(each: Measure) -> None:
    assert each.name in NAMES
    assert set(each.references) <= set(references())
    assert each.title
    assert each.gives


def test_needs_what_there_is(each: Measure) -> None:
    for need in each.needs:
        kind, _, rest = need.partition("/")
        if kind == FACTS:
            assert rest in facts()
        elif kind not in (PRACTICE, SURVEYS, CODED):
            assert kind in names(SOURCES)


def test_gives_what_it_declares_inside_its_range(each: Measure) -> None:
    frame = fitted(each).frame
    declared = {variable.name: variable for variable in each.gives}
    assert frame.height
    assert set(frame["series"]) <= set(declared)
    for (name,), rows in frame.group_by("series"):
        variable = declared[str(name)]
        for column in ("mean", "low", "high"):
            known = rows[column].drop_nulls()
            assert variable.low is None or (known >= variable.low - 1e-9).all(), (name, column)
            assert variable.high is None or (known <= variable.high + 1e-9).all(), (name, column)


def test_an_interval_comes_with_its_deviation(each: Measure) -> None:
    frame = fitted(each).frame
    for column in ("low", "high"):
        assert (frame[column].is_null() == frame["sd"].is_null()).all()
    assert (frame["inputs"] >= 0).all()


def test_same_record_and_seed_give_the_same_rows(each: Measure) -> None:
    again = each.fit(each.example(), seed=7)
    assert again.frame.equals(fitted(each).frame)


def test_what_the_user_does_not_have_gives_no_rows(each: Measure) -> None:
    nothing = each.fit({}, seed=7)
    assert dict(nothing.frame.schema) == SERIES
    assert nothing.frame.is_empty()


def test_series_have_one_home() -> None:
    every = [variable.name for one in measures() for variable in one.gives]
    assert len(every) == len(set(every))


def test_only_what_may_be_handed_on_is_shared() -> None:
    row = {"ccode": 2, "year": 2000, "mean": 1.0, "low": None, "high": None, "inputs": 1}
    rows = [
        {"measure": "attention", "series": "news_articles", "sd": None, **row},
        {"measure": "protest", "series": "protests_killed", "sd": 0.1, **row},
        {"measure": "opportunity", "series": "opportunity_index", "sd": 0.1, **row},
        {"measure": "regime", "series": "regime_bodies", "sd": None, **row, "ccode": WORLD},
    ]
    kept = shareable(pl.DataFrame(rows))
    assert kept["series"].to_list() == ["opportunity_index", "regime_bodies"]
