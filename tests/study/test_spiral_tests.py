"""The command over the shipped baseline: every answer whole, every word defined."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rightful.cli import app
from rightful.core.errors import UnknownName, UsageError
from rightful.core.phase import MARKERS, READINGS
from rightful.spiral.compare.answer import VERDICTS
from rightful.study.spiral_tests import spiral_answers, spiral_answers_text

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "spiral-tests.md"


@pytest.fixture(scope="module")
def told():
    return spiral_answers()


@pytest.mark.xdist_group("spiral_tests")
def test_every_answer_is_whole(told):
    assert len(told["answers"]) == told["tests"]["asked"]
    for one in told["answers"]:
        assert one["verdict"] in VERDICTS
        assert one["sentence"].endswith(".")
        assert one["item"]
        if one["estimate"] is None:
            assert one["verdict"] == "cannot tell"
        else:
            assert one["low"] <= one["estimate"] <= one["high"]
            assert one["interval"]
            assert one["n"]["states"] > 0


@pytest.mark.xdist_group("spiral_tests")
def test_coverage_comes_first_and_adds_up(told):
    assert next(key for key in told if key not in {"right", "variant"}) == "coverage"
    whole = {row["marker"]: row for row in told["coverage"] if row["by"] == "all"}
    assert set(whole) == set(MARKERS)
    sizes = {row["reading"]: row for row in told["sets"]}
    assert set(sizes) == set(READINGS)
    for row in told["sets"]:
        assert row["one"] + row["few"] + row["no_answer"] == row["state_years"]
        assert row["state_years"] == whole["m1"]["state_years"]


@pytest.mark.xdist_group("spiral_tests")
def test_spells_hold_the_relegated_years(told):
    for reading in ("as_reported", "orthodox_1999"):
        years = sum(
            row["last"] - row["first"] + 1 for row in told["spells"] if row["reading"] == reading
        )
        whole = next(
            row
            for row in told["relegation"]
            if row["reading"] == reading and row["decade"] == "all"
        )
        assert years == whole["relegated"]
    assert all(row["false"] for row in told["spells"])
    cambodia = [row for row in told["spells"] if row["state"] == "Cambodia"]
    assert any(row["first"] <= 1996 and row["last"] >= 2012 for row in cambodia)


@pytest.mark.xdist_group("spiral_tests")
def test_the_text_says_every_answer_and_every_definition(told):
    text = " ".join(spiral_answers_text(told).split())
    for one in told["answers"]:
        assert " ".join(one["sentence"].split()) in text
    for word, meaning in VERDICTS.items():
        assert f"{word}: {meaning}." in text
    assert "by chance" in text
    assert max(len(line) for line in spiral_answers_text(told).splitlines()) < 140


@pytest.mark.xdist_group("spiral_tests")
def test_the_document_names_every_test_and_word(told):
    page = DOCUMENT.read_text(encoding="utf-8")
    assert [one["key"] for one in told["answers"] if f"`{one['key']}`" not in page] == []
    assert [word for word in VERDICTS if f"| {word} |" not in page] == []


@pytest.mark.xdist_group("spiral_tests")
def test_the_command_answers_in_json_and_again_the_same(told):
    done = CliRunner().invoke(app, ["spiral", "test", "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == json.loads(json.dumps(told))


def test_what_is_not_known_by_name_is_refused():
    with pytest.raises(UnknownName):
        spiral_answers(right="levitation")
    with pytest.raises(UnknownName):
        spiral_answers(variant="optimism")


def test_a_right_without_an_estimate_is_refused():
    with pytest.raises(UsageError, match="not estimated"):
        spiral_answers(right="food")
