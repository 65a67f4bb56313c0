"""The paper's tests on what ships: the frame, the answers, the table and its forms."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rightful import study
from rightful.__main__ import main
from rightful.core.errors import UnknownName
from rightful.estimation.paper_tests import _contract as contract
from rightful.estimation.paper_tests._contract import Material
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_frames import TREATIES, material
from rightful.study.claims_weigh import HEADS
from rightful.study.paper_pages import document
from rightful.study.paper_tests import curve, paper_answers

pytestmark = pytest.mark.long

NOWHERE = Store(Path("/nonexistent/rightful"))


@cache
def _material() -> Material:
    return material(Baseline(shipped()), NOWHERE, draws=2)


def _row(ccode: int, year: int) -> dict[str, Any]:
    return _material().frame.row(
        by_predicate=(pl.col("ccode") == ccode) & (pl.col("year") == year), named=True
    )


def test_the_frame_has_one_row_a_state_year() -> None:
    frame = _material().frame
    assert not frame.select("ccode", "year").is_duplicated().any()
    assert frame.equals(frame.sort("ccode", "year"))
    assert set(TREATIES) <= set(frame.columns)
    for name in TREATIES:
        assert set(frame[name].drop_nulls()) == {0.0, 1.0}, name


def test_cambodia_is_bound_from_the_year_of_its_acts() -> None:
    # Acceded to the CAT on 15 October 1992, bound thirty days later; to the ICCPR in May 1992.
    assert [_row(811, year)["cat"] for year in (1991, 1992, 1993)] == [0.0, 1.0, 1.0]
    assert _row(811, 1993)["since_cat"] == 2
    assert _row(811, 1992)["iccpr"] == 1.0
    assert _row(811, 1992)["pressed"] in (0.0, 1.0)


def test_others_leave_oneself_out() -> None:
    frame = _material().frame.filter(pl.col("year") == 1995)
    own = frame.filter(pl.col("ccode") == 811).row(0, named=True)
    region = frame.filter(pl.col("region") == own["region"], pl.col("ccode") != 811)
    assert own["peers_cat"] == pytest.approx(region["cat"].mean())
    assert own["world_cat"] == pytest.approx(frame.filter(pl.col("ccode") != 811)["cat"].mean())


def test_new_states_are_those_born_after_the_war() -> None:
    assert _row(359, 1995)["new"] == 1.0  # Moldova, 1991
    assert _row(359, 2005)["new"] == 0.0
    assert _row(2, 1950)["new"] == 0.0
    assert _row(2, 1950)["age"] is None


def test_what_the_store_would_add_is_not_there_without_it() -> None:
    assert not {"log_gdp", "civil_war"} & set(_material().frame.columns)


def test_an_answer_is_found_by_test_and_by_key() -> None:
    told = paper_answers("spread", store=NOWHERE)
    assert [one["key"] for one in told["answers"]] == ["spread_falls", "tie_grows"]
    (one,) = paper_answers("tie_grows", store=NOWHERE)["answers"]
    assert one["verdict"] == "does not hold"
    with pytest.raises(UnknownName, match="shield"):
        paper_answers("sheild")


def test_what_lacks_is_said() -> None:
    (one,) = paper_answers("power", store=NOWHERE)["answers"]
    assert one["missing"] == ["gdp_pop"]
    assert "Needs: gdp_pop" in study.paper_text(paper_answers("power", store=NOWHERE))


def test_the_curve_counts_every_specification() -> None:
    (one,) = paper_answers("new_states", store=NOWHERE)["answers"]
    told = curve([pl.DataFrame(one["rows"])])
    assert told["specifications"] == 4
    assert told["picked"].startswith("1 of 4 specifications")
    assert [row["estimate"] for row in told["rows"]] == sorted(
        row["estimate"] for row in told["rows"]
    )


@cache
def _weighed() -> dict[str, Any]:
    return study.weighed(store=NOWHERE)


@pytest.mark.xdist_group("weighed")
def test_every_claim_of_the_tests_is_weighed_and_words_are_defined() -> None:
    told = _weighed()
    text = study.weighed_text(told)
    assert {45, 46, 47, 58, 65, 66, 67, 77, 125} <= {
        n for row in told["rows"] for n in row["claims"]
    }
    for row in told["rows"]:
        counts = row["counts"]
        known = counts["above"] + counts["below"] + counts["unclear"]
        assert known <= counts["cells"]
        assert (
            row["missing"]
            or row["definition"] in told["definitions"]
            or row["key"]
            in {
                "spread_falls",
                "tie_grows",
            }
        )
    for word in ("holds conditionally", "does not hold", "cannot tell", "two one-sided"):
        assert word in text
    assert json.loads(json.dumps(told, allow_nan=False)) == told


@pytest.mark.xdist_group("weighed")
def test_the_table_has_its_forms() -> None:
    page, tex = study.weighed_html(_weighed()), study.weighed_latex(_weighed())
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "two one-sided" in page
    for rule in ("\\toprule", "\\midrule", "\\bottomrule", "two one-sided"):
        assert rule in tex
    body = tex.split("\\endlastfoot")[1].split("\\end{longtable}")[0].strip().splitlines()
    assert len(body) == len(_weighed()["rows"])
    assert {line.count(" & ") for line in body} == {len(HEADS) - 1}
    assert "_" not in tex.replace("\\_", "")


def test_the_decomposition_and_the_placebos_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rightful.study.paper_tests.REPLICATES", 2)
    monkeypatch.setattr("rightful.study.paper_tests.PERMUTATIONS", 2)
    monkeypatch.setattr("rightful.study.paper_tests.WORLDS", 2)
    told = study.paper_decomposition()
    assert [len(one["cells"]) for one in told["tables"]] == [36, 24, 36]
    text = study.decomposition_text(told)
    assert "add up to more than one" in text
    placed = study.paper_placebos(store=NOWHERE)
    assert [one["key"] for one in placed["checks"]][:7] == [f"p{n}" for n in range(1, 8)]
    assert "specifications" in study.placebos_text(placed)
    assert json.loads(json.dumps([told, placed], allow_nan=False)) == [told, placed]


def test_the_commands_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(
        sys, "argv", ["rightful", "paper", "test", "new_states", "--format", "json"]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    told = json.loads(capsys.readouterr().out)
    assert told["answers"][0]["claims"] == [125]


PAGE = Path(__file__).resolve().parents[2] / "docs" / "weighed.md"


def test_the_page_of_answers_has_every_answer() -> None:
    text = PAGE.read_text(encoding="utf-8")
    asked = [(name, ask) for name in contract.tests() for ask in contract.test(name).asks]
    missing = [ask.key for _, ask in asked if f"| `{ask.key}` |" not in text]
    assert missing == [], "write docs/weighed.md anew (paper_pages.document)"


def test_the_page_tells_a_number_and_what_lacks() -> None:
    told = paper_answers("new_states", store=NOWHERE)
    lacking = paper_answers("power", store=NOWHERE)
    page = document({"answers": [*told["answers"], *lacking["answers"]]})
    (one,) = told["answers"]
    assert f"{one['estimate']:+.3f} ({one['low']:+.3f} to {one['high']:+.3f})" in page
    assert "needs gdp_pop" in page
    assert "no data 1" in page
    assert one["limits"] in page
