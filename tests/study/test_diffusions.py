"""Diffusion, shaming and the tests of discourse as commands: on a store, and without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from rightful.core.coding import CODED, PROBABILITIES_SCHEMA, SPEECH_ACTS
from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.core.statement import STATEMENTS
from rightful.record.store import Store
from rightful.study import diffusions, shamings, talk_tests

CODES = (2, 20, 200, 220, 365, 385, 501, 640, 710, 750, 811, 816)


def _said() -> pl.DataFrame:
    random = np.random.default_rng(1)
    rows = []
    for year in range(1990, 2010):
        for at, ccode in enumerate(CODES):
            text = "We speak of security, of trade and the weather. "
            text += "Human security matters. " if year > 1995 + at else ""
            text += "Security needs democracy. " if random.random() < (year - 1990) / 30 else ""
            rows.append({"statement": f"made:{ccode}:{year}", "ccode": ccode, "year": year,
                         "forum": "general_debate", "text": text})  # fmt: skip
    return pl.DataFrame([{**dict.fromkeys(STATEMENTS), **row} for row in rows], schema=STATEMENTS)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose one corpus is made up."""

    class Held:
        source = "general_debate"

    monkeypatch.setattr(diffusions, "statements", lambda store, names=None: _said())
    monkeypatch.setattr(Store, "holdings", lambda self: (Held(),))
    return Store(tmp_path)


def test_without_a_corpus_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rightful pull general_debate --from DIR"):
        diffusions.diffusion("security", store=Store(tmp_path))


@pytest.mark.parametrize("by", diffusions.BY)
def test_a_term_spreads_and_is_told(store: Store, by: str) -> None:
    told = diffusions.diffusion("HUMAN security", by=by, beside="democracy,weather", store=store)
    assert json.loads(json.dumps(told)) == told
    adopted = {row["ccode"]: row["year"] for row in told["adopters"]}
    assert adopted[2] == 1996
    assert adopted[816] == 1995 + 12
    assert told["corpus"]["states"] == len(CODES)
    text = diffusions.diffusion_text(told)
    assert "First at hand: United States, 1996." in text
    assert "lower bound" in text
    assert "\x1b" not in text


def test_company_in_the_sentence_is_followed_unless_it_chose_the_texts(store: Store) -> None:
    told = diffusions.diffusion("security", store=store, first=1990, last=2009)
    verdicts = {one["term"]: one["finding"]["verdict"] for one in told["beside"]}
    assert verdicts["democracy"] == "yes"
    assert verdicts["human rights"] == "cannot tell"
    chosen = {one["term"]: one["selected"] for one in told["beside"]}
    assert chosen == {"democracy": False, "human rights": True, "environment": False}


@pytest.mark.parametrize(
    ("asked", "error"),
    [({"term": ""}, UsageError), ({"term": ".*" * 5000}, UsageError), ({"term": "the"}, UsageError),
     ({"term": "law", "by": "moon"}, UnknownName), ({"term": "law", "forum": "moon"}, UnknownName),
     ({"term": "law", "first": 2000, "last": 1990}, UsageError),
     ({"term": "law", "first": 2050}, UsageError), ({"term": "law", "beside": "of"}, UsageError)],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(
    store: Store, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        diffusions.diffusion(**{**asked, "store": store})


def test_a_term_that_nobody_spoke_is_no_sign_of_silence(store: Store) -> None:
    told = diffusions.diffusion("xyzzy", store=store)
    text = diffusions.diffusion_text(told)
    assert text.startswith("Nobody uses xyzzy in the 240 passages")
    assert "\n" not in text
    assert "no sign that nobody spoke it" in text


def test_whole_speeches_are_read_in_place_of_passages(tmp_path: Path) -> None:
    for name, text in (("KHM_72_2017", "Human security."), ("USA_72_2017", "Trade."),
                       ("VAT_72_2017", "Human security."), ("notes", "x")):  # fmt: skip
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    told = diffusions.diffusion("human security", speeches=tmp_path)
    assert [row["name"] for row in told["adopters"]] == ["Cambodia"]
    assert told["corpus"]["states"] == 2
    assert {one["name"] for one in told["corpus"]["skipped"]} >= {"VAT_72_2017"}
    assert "lower bound" not in diffusions.diffusion_text(told)


def _coded(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(CODED), **row} for row in rows], schema=CODED)


def test_who_shames_whom_is_told_by_state_and_year(tmp_path: Path) -> None:
    acts = _coded(
        [{"statement": f"s{at}", "ccode": 2 + 18 * (at % 2), "year": 2000 + at, "act": "shame",
          "probability": 0.8, "target": 811} for at in range(4)]
    )  # fmt: skip
    told = shamings.shamers("Cambodia", store=Store(tmp_path), coded=acts)
    assert [row["sender_name"] for row in told["rows"]] == ["United States"] * 2 + ["Canada"] * 2
    assert json.loads(json.dumps(told)) == told
    text = shamings.shamers_text(told)
    assert "0.80" in text
    assert "rightful pull alliances" in text
    assert len(shamings.shamers(year=2001, store=Store(tmp_path), coded=acts)["rows"]) == 1
    assert "no sign" in shamings.shamers_text(
        shamings.shamers("Norway", store=Store(tmp_path), coded=acts)
    )
    with pytest.raises(UnknownName):
        shamings.shamers("Atlantis", store=Store(tmp_path), coded=acts)


def test_a_dead_state_shames_in_the_years_of_its_life(tmp_path: Path) -> None:
    said = {"statement": "s", "ccode": 365, "year": 1980, "act": "shame", "target": 2}
    acts = _coded([{**said, "probability": 0.8}])
    told = shamings.shamers("USSR", 1980, Store(tmp_path), acts)
    assert [row["target_name"] for row in told["rows"]] == ["United States"]
    for year in (None, 2010):
        with pytest.raises(UsageError, match="no state"):
            shamings.shamers("USSR", year, Store(tmp_path), acts)


def test_forums_are_told_apart_with_their_years_and_reports_move_no_tie(tmp_path: Path) -> None:
    here = {"act": "shame", "probability": 0.8}
    acts = _coded(
        [{"statement": f"r{at}", "ccode": 2, "year": 2021 + at % 2, "target": 700 + at % 3,
          "forum": "country_report", **here} for at in range(60)]
        + [{"statement": "d0", "ccode": 811, "year": 1979, "target": 816,
            "forum": "general_debate", **here},
           {"statement": "d1", "ccode": 816, "year": 1980, "target": 811,
            "forum": "general_debate", **here},
           {"statement": "d2", "ccode": 20, "year": 1950, "act": "none",
            "forum": "general_debate"}]
    )  # fmt: skip
    told = shamings.shamers("Cambodia", store=Store(tmp_path), coded=acts)
    assert {(row["sender"], row["way"]) for row in told["rows"]} == {
        (811, "blames"),
        (816, "is blamed"),
    }
    spans = {one["forum"]: (one["first"], one["last"]) for one in told["forums"]}
    assert spans == {"general_debate": (1950, 1980), "country_report": (2021, 2022)}
    text = shamings.shamers_text(told)
    assert "United Nations General Debate (coded statements of 1950-1980, 3 speakers)" in text
    assert text.index("Cambodia blames") < text.index("Cambodia is blamed")
    assert told["findings"][0]["n"] == 2
    every = shamings.shamers(store=Store(tmp_path), coded=acts)
    assert every["rows"][0]["forum"] == "country_report"
    shown = shamings.shamers_text(every)
    assert shown.index("General Debate") < shown.index("Report of one state")


def test_a_rise_and_fall_is_no_growth_and_years_without_use_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {"statement": f"made:{ccode}:{year}", "ccode": ccode, "year": year,
         "forum": "general_debate", "text": "We speak of trade. "
         + ("Golden tulips. " if 1990 <= year < 2000 and at % 3 == 0 else "")}
        for year in range(1950, 2020) for at, ccode in enumerate(CODES)
    ]  # fmt: skip
    said = pl.DataFrame([{**dict.fromkeys(STATEMENTS), **row} for row in rows], schema=STATEMENTS)

    class Held:
        source = "general_debate"

    monkeypatch.setattr(diffusions, "statements", lambda store, names=None: said)
    monkeypatch.setattr(Store, "holdings", lambda self: (Held(),))
    told = diffusions.diffusion("golden tulips", by="year", store=Store(tmp_path))
    assert told["peak"]["decade"] == 1990
    assert told["peak"]["share"] == pytest.approx(1 / 3)
    assert (told["trend"]["estimate"], told["trend"]["verdict"]) == (0.0, "cannot tell")
    text = diffusions.diffusion_text(told)
    assert "Most used in the 1990s: by 33.3% of speakers" in text
    assert "growing" not in text
    assert "2019        12      0    0%" in text
    decades = diffusions.diffusion("golden tulips", by="decade", store=Store(tmp_path))["rows"]
    assert [row["using"] for row in decades] == [0, 0, 0, 0, 40, 0, 0]
    fallen = diffusions.diffusion("golden tulips", last=2009, store=Store(tmp_path))["trend"]
    assert fallen["verdict"] == "no"
    assert fallen["estimate"] == pytest.approx(-1 / 3)


def test_the_tests_of_discourse_answer_or_say_what_is_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _said()
    where = said.select(name for name in CODED if name in STATEMENTS)
    zeros = {act: pl.lit(0.1) for act in SPEECH_ACTS}
    probabilities = where.with_columns(**zeros, abstained=pl.lit(value=False))
    frames = {"acts": _coded([]), "probabilities": probabilities}
    monkeypatch.setattr(talk_tests, "frames", lambda store: frames)
    monkeypatch.setattr(talk_tests, "statements", lambda store: said)
    monkeypatch.setattr(talk_tests, "table_of", lambda store, *name: None)
    monkeypatch.setattr(shamings, "table_of", lambda store, *name: None)
    told = talk_tests.discourse_tests(store)
    assert json.loads(json.dumps(told)) == told
    verdicts = [f["verdict"] for s in told["sections"].values() for f in s["findings"]]
    assert set(verdicts) == {"cannot tell"}
    assert any("rightful pull freedom_house" in one for one in told["missing"])
    text = talk_tests.discourse_tests_text(told)
    assert "cannot tell" in text
    assert set(PROBABILITIES_SCHEMA) - {"why"} <= set(probabilities.columns)


def test_no_code_at_hand_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(ccode: int | None = None) -> pl.DataFrame:
        raise StoreError("the baseline has no codes")

    monkeypatch.setattr(shamings, "coded_statements", absent)
    with pytest.raises(UsageError, match="no coded statement"):
        shamings.shamers(store=Store(tmp_path))
