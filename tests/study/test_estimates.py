"""One effect by every estimator: the answer's parts, its refusals, its figures."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rightful import study
from rightful.__main__ import main
from rightful.core.errors import DataError, UnknownName, UsageError
from rightful.record.store import Store
from rightful.study.estimates import SINGULAR

NOWHERE = Store(Path("/nonexistent/rightful"))


@cache
def _told() -> dict[str, Any]:
    return study.estimated(
        "cat",
        only=("two_way", "event_study", "ordered_logit"),
        where="year >= 1990 AND region = 1",
        store=NOWHERE,
    )


def test_every_estimator_answers_under_both_standards_or_says_why_not() -> None:
    told = _told()
    named = {(row["estimator"], row["standard"]) for row in told["estimates"]}
    assert named == {
        (name, standard)
        for name in ("two_way", "event_study")
        for standard in ("changing", "constant")
    }
    assert {row["estimator"] for row in told["refused"]} == {"ordered_logit"}
    assert "physical_integrity is not a scale" in told["refused"][0]["why"]
    assert len(told["grid"]["rows"]) == 16
    assert told["grid"]["picked"].startswith("1 of 16")
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_adoption_adds_up_to_the_states() -> None:
    held = _told()["sample"]
    joined = held["adoption"]
    assert joined["within"] + joined["before"] + joined["never"] == held["states"]


def test_the_text_tells_the_design_and_every_note_once() -> None:
    text = study.estimated_text(_told())
    assert "treatment and controls 1 year before the outcome" in text
    assert text.count("adopters also serve as comparisons") == 1
    assert "Not estimated" in text
    assert "chosen before" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_the_two_way_number_is_the_grids_own() -> None:
    told = _told()
    mine = next(row for row in told["estimates"] if row["estimator"] == "two_way")
    cell = told["grid"]["rows"][told["grid"]["at"]]
    assert cell["standard"] == mine["standard"] == "changing"
    assert cell["estimate"] == pytest.approx(mine["estimate"])


def test_what_is_not_the_treatments_own_says_of_what_it_is() -> None:
    told = study.estimated(
        "cat",
        only=("two_way", "mediation", "spatial_lag_before", "instruments"),
        where="year >= 1995",
        lag=2,
        mediator="law",
        peers="region",
        store=NOWHERE,
    )
    assert told["design"]["mediator"] == "law"
    assert {row["why"] for row in told["refused"]} == {"the design names no instruments"}
    text = study.estimated_text(told)
    assert "mediation is cat (2 years before) by way of law" in " ".join(text.split())
    assert "spatial_lag_before is physical_integrity of peers" in " ".join(text.split())
    assert "two_way is" not in text
    assert max(len(line) for line in text.splitlines()) <= 100


@pytest.mark.parametrize(
    ("asked", "error", "match"),
    [
        ({"treatment": "cta"}, UnknownName, "no column is called"),
        ({"treatment": "log_gdp"}, UsageError, "not at hand"),
        ({"treatment": "cat", "outcome": "lhrs"}, UsageError, "not at hand"),
        ({"treatment": "cat", "outcome": "phys"}, UnknownName, "family of rights or column"),
        ({"treatment": "cat", "only": ("olss",)}, UnknownName, "estimator"),
        ({"treatment": "cat", "where": "yaer > 3"}, DataError, "yaer"),
        ({"treatment": "cat", "controls": ("cat",)}, UsageError, "two parts"),
        ({"treatment": "cat", "lag": -1}, UsageError, "lag of -1"),
        ({"treatment": "cat", "seed": -1}, UsageError, "seed"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(
    asked: dict[str, Any], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        study.estimated(**asked, store=NOWHERE)


def test_a_singular_matrix_is_a_refusal_of_one_estimator(monkeypatch: pytest.MonkeyPatch) -> None:
    def singular(*_: object) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("rightful.estimation.estimators.two_way.TwoWay.estimate", singular)
    told = study.estimated(
        "cat", only=("two_way", "pooled_ols"), where="year >= 2005", store=NOWHERE
    )
    assert {row["estimator"] for row in told["estimates"]} == {"pooled_ols"}
    assert {row["why"] for row in told["refused"]} == {SINGULAR}


def test_columns_say_their_years_or_their_source() -> None:
    rows = {row["name"]: row for row in study.columns(store=NOWHERE)}
    assert rows["cat"]["known"] > 5000
    assert rows["log_gdp"] == {
        "name": "log_gdp",
        "first": None,
        "last": None,
        "known": None,
        "needs": "gdp_pop",
    }
    assert "rightful pull gdp_pop --from DIR" in study.columns_text(list(rows.values()))


def test_figures_are_written_and_a_missing_path_is_told(tmp_path: Path) -> None:
    for name, draw in (
        ("c.svg", study.estimates_figure),
        ("p.pdf", study.path_figure),
    ):
        assert draw(_told(), tmp_path / name).stat().st_size > 5000
    without = {**_told(), "estimates": [{**r, "path": ()} for r in _told()["estimates"]]}
    with pytest.raises(UsageError, match="no estimator gave a path"):
        study.path_figure(without, tmp_path / "q.svg")


def test_a_figure_of_nothing_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    nothing = {**_told(), "estimates": []}
    blank = {"rows": [], "shares": [], "at": 0, "picked": ""}
    study_of_none = {"title": "A study", "verdict": "cannot be run", "published": "a sign"}
    lacking = {**study_of_none, "author_rows": [], "rows": [], "missing": ["votes"]}
    for draw, told in (
        (study.estimates_figure, nothing),
        (study.curve_figure, {**_told(), "curve": {**blank, "rows": [{"estimate": None}]}}),
        (study.weighed_figure, {"rows": []}),
        (study.replication_figure, lacking),
    ):
        with pytest.raises(DataError, match="no estimate is there to be drawn"):
            draw(told, tmp_path / "f.svg")
    assert list(tmp_path.iterdir()) == []


def test_a_treatment_that_comes_and_goes_says_what_that_means() -> None:
    told = study.estimated("pressed", only=("two_way",), where="year >= 2000", store=NOWHERE)
    assert told["sample"]["adoption"]["ended"] > 0
    assert "may tell why it came" in " ".join(study.estimated_text(told).split())
    assert "may tell why it came" not in " ".join(study.estimated_text(_told()).split())


def test_the_command_writes_the_curve(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("rightful.study.estimates.PLUG_INS", ())
    monkeypatch.setattr("rightful.study.estimates.SAMPLES", {"all": ""})
    out = tmp_path / "curve.svg"
    words = ["estimate", "cat", "--where", "year >= 2005", "--estimator", "two_way"]
    monkeypatch.setattr(sys, "argv", ["rightful", *words, "--curve", str(out), "--format", "json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    told = json.loads(capsys.readouterr().out)
    assert told["curve"]["picked"].startswith(f"1 of {len(told['curve']['rows'])} specifications")
    assert "two-way" in out.read_text(encoding="utf-8")


def test_two_figures_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two figures cannot be one file"):
        study.check_figures(tmp_path / "a.svg", None, tmp_path / "b" / ".." / "a.svg")
    study.check_figures(tmp_path / "a.svg", None, tmp_path / "b.svg")


def test_an_outcome_is_found_however_it_is_written() -> None:
    told = study.estimated("cat", "Physical-Integrity", only=("two_way",))
    assert told["design"]["outcome"].startswith("practice of physical integrity")
    with pytest.raises(UnknownName):
        study.estimated("cat", "ccode")
