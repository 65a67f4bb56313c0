"""Contradictions of real states from the register and the baseline, with made-up codes of words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.discourse.contradictions.made_up import coded, recommendation, row

from rightful.core.errors import UnknownName, UsageError
from rightful.study import contradiction_facts as facts
from rightful.study.contradiction_search import (
    contradictions,
    contradictions_found,
    contradictions_text,
    followups_text,
    judge,
    set_status,
)


@pytest.fixture(autouse=True)
def empty_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "store"))


def cambodia() -> pl.DataFrame:
    """Codes as a coder may give them for the four cases of the design, without any text."""
    review = {"date": "2014-01", "year": 2014}
    first = {"date": "2009-12", "year": 2009}
    demonstrations = {"rights": ["assembly_association"], "topics": ["demonstrations"]}
    tribunal = {"rights": ["fair_trial"], "topics": ["khmer_tribunal"]}
    law = {"rights": ["unspecified"], "topics": ["corruption"]}
    return coded(
        row("upr:cambodia-2010:A:18", "promise", **first, **law),
        row("upr:cambodia-2014:B:53", "justify", voice="reported", **review, **demonstrations),
        row("upr:cambodia-2014:B:115", "deny_fact", voice="reported", **review, **tribunal),
        row("upr:cambodia-2010:B:44", "shame", ccode=210, target=811, **first, **tribunal),
        row("upr:cambodia-2010:B:29", "shame", ccode=211, target=811, **first, **tribunal),
        *(recommendation(f"r{n}", "accepted", **demonstrations) for n in range(5)),
    )


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return contradictions_found("Cambodia", coded=cambodia(), most=50)


def _with(found: dict[str, Any], *sources: str) -> list[dict[str, Any]]:
    return [
        one
        for one in found["contradictions"]
        if all(
            any(side["source"].startswith(source) for side in one["sides"]) for source in sources
        )
    ]


def test_the_promise_of_2009_is_kept_by_the_law_of_2010(found: dict[str, Any]) -> None:
    kept = [one for one in found["kept"] if one["sides"][0]["source"] == "upr:cambodia-2010:A:18"]
    assert [one["sides"][1]["source"] for one in kept] == ["deed/khm-law-2010"]
    assert all(one["verdict"] == "kept" for one in kept)


def test_the_ban_stands_against_article_21_and_what_was_accepted(found: dict[str, Any]) -> None:
    law = _with(found, "upr:cambodia-2014:B:53", "article/ICCPR:21/1992-08-26")
    assert [one["kind"] for one in law] == ["word_law"]
    accepted = "upr-answer/811/2014-01/accepted/assembly_association"
    assert _with(found, "upr:cambodia-2014:B:53", accepted)[0]["pattern"] == "accepted_justified"
    assert _with(found, accepted, "deed/khm-dissolution-2017")
    assert "5 recommendations" in _with(found, accepted)[0]["sides"][0]["paraphrase"]


def test_the_protocol_signed_in_2004_is_unratified(found: dict[str, Any]) -> None:
    one = _with(found, "register/ICCPR-OP1/signature/2004-09-27")[0]
    assert one["kind"] == "signature_unratified"
    assert "torture" in one["rights"]
    only = contradictions("KHM", right="torture", coded=cambodia())
    assert one["id"] in {each["id"] for each in only}
    assert all("torture" in each["rights"] for each in only)


def test_never_interfered_stands_against_two_reports(found: dict[str, Any]) -> None:
    one = _with(found, "upr:cambodia-2014:B:115", "upr:cambodia-2010:B:44")[0]
    assert one["pattern"] == "denied_reported"
    assert len(one["sides"]) == 3
    assert one["sides"][0]["paraphrase"].startswith("Told the review of January 2014")
    assert "khmer tribunal" in " ".join(one["reasons"])


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """What the package answers on a fresh clone, without any text."""
    return contradictions_found("Cambodia", most=60)


def test_shipped_the_law_of_2010_keeps_the_promise_of_2009(shipped: dict[str, Any]) -> None:
    sides = [[side["source"] for side in one["sides"]] for one in shipped["kept"]]
    assert ["upr:cambodia-2010:A:18", "deed/khm-law-2010"] in sides


def test_shipped_the_ban_stands_against_law_and_word(shipped: dict[str, Any]) -> None:
    """The ban against article 21 and the answers of that session, and so the words for it."""
    accepted = "upr-answer/811/2014-01/accepted/assembly_association"
    assert _with(shipped, accepted, "deed/khm-ban-2014")
    assert _with(shipped, "deed/khm-ban-2014", "article/ICCPR:21/1992-08-26")
    assert _with(shipped, accepted, "upr:cambodia-2014:B:53")
    assert _with(shipped, "upr:cambodia-2014:B:96", "article/ICCPR:21/1992-08-26")
    one = _with(shipped, accepted, "upr:cambodia-2014:B:53")[0]
    assert any("read by hand" in reason for reason in one["reasons"])


def test_shipped_the_dissolution_stands_against_law_and_word(shipped: dict[str, Any]) -> None:
    law = _with(shipped, "deed/khm-dissolution-2017", "article/ICCPR:21/1992-08-26")[0]
    assert "articles 21 and 22 of the ICCPR" in law["sides"][1]["paraphrase"]
    for right in ("assembly_association", "self_determination"):
        accepted = f"upr-answer/811/2014-01/accepted/{right}"
        assert _with(shipped, accepted, "deed/khm-dissolution-2017")


def test_shipped_the_signature_of_2004_and_the_denial_of_2014(shipped: dict[str, Any]) -> None:
    assert _with(shipped, "register/ICCPR-OP1/signature/2004-09-27")
    denial = _with(shipped, "upr:cambodia-2014:B:115", "upr:cambodia-2010:B:44")
    assert [one["pattern"] for one in denial] == ["denied_reported"]


def test_every_pair_is_told_in_the_shape_promised(found: dict[str, Any]) -> None:
    told = json.loads(json.dumps(found["contradictions"]))
    assert told
    for one in told:
        assert {"kind", "right", "sides", "strength", "innocent_reading"} <= one.keys()
        assert len(one["sides"]) >= 2
        for side in one["sides"]:
            assert {"source", "date", "act", "paraphrase"} <= side.keys()
            assert "text" not in side
    assert [one["status"] for one in told] == ["open"] * len(told)


def test_the_whole_answer_is_told(found: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "contradictions.jsonl").write_text("torn\n", encoding="utf-8")
    few = contradictions_found("Cambodia", coded=cambodia(), most=2, statuses=tmp_path)
    text = contradictions_text(few)
    assert f"{found['found'] - 2} weaker ones are not shown." in text
    assert "Promises kept" in text
    assert "1 line of the file of judgements could not be read: 1." in text
    assert text.startswith(contradictions_text(few["contradictions"]))


def test_a_status_that_a_person_set_is_shown(tmp_path: Path) -> None:
    first = contradictions("Cambodia", coded=cambodia())[0]
    set_status(tmp_path, first["id"], "confirmed")
    again = contradictions("Cambodia", coded=cambodia(), statuses=tmp_path)
    assert again[0]["status"] == "confirmed"
    assert again[0] | {"status": "open"} == first


def test_without_any_words_the_register_alone_speaks() -> None:
    found = contradictions_found("Cambodia", coded=coded())
    patterns = {one["pattern"] for one in found["contradictions"]}
    assert patterns == {"signature_unratified", "breach_article"}
    assert all("OP-CEDAW" not in one["sides"][0]["source"] for one in found["contradictions"])
    kept = {one["sides"][0]["source"].split("/")[1] for one in found["kept"]}
    assert {"OPCAT", "OP-CEDAW", "CRPD"} <= kept


def test_hostile_text_is_escaped_where_a_person_reads_it() -> None:
    hostile = "\x1b[2J<script>alert(1)</script>\u202e\n9. forged"
    words = [
        row(f"a{hostile}", "deny_norm", document=hostile, paragraph=hostile, rights=["torture"])
    ]
    found = contradictions_found("Cambodia", coded=coded(*words))
    text = contradictions_text(found["contradictions"]) + followups_text(found)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n9. forged" not in text
    assert hostile in json.loads(json.dumps(found))["contradictions"][0]["sides"][0]["source"]


def test_nothing_found_is_said() -> None:
    assert contradictions("Norway", right="torture", coded=coded()) == []
    assert contradictions_text([]) == "No contradiction was found in the record."


def test_lines_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    (tmp_path / "contradictions.jsonl").write_bytes(b"{\n\xff\n")
    found = contradictions_found("Cambodia", coded=coded(), statuses=tmp_path)
    assert "2 lines of the file of judgements could not be read: 1, 2." in contradictions_text(
        found
    )


def test_a_note_moves_no_cursor_and_is_kept_as_it_is(tmp_path: Path) -> None:
    made = judge("0123456789ab", "used", "\x1b[31mred\u202e", tmp_path)
    assert made["note"] == "\\x1b[31mred\\u202e"
    (line,) = (tmp_path / "contradictions.jsonl").read_text().splitlines()
    assert json.loads(line)["note"] == "\x1b[31mred\u202e"


def test_a_dead_state_is_told_apart_without_an_option_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="only states that are alive") as told:
        contradictions("USSR", coded=coded())
    assert "--year" not in str(told.value)
    assert "Russia" in str(told.value)


def test_odd_requests_are_refused() -> None:
    with pytest.raises(UnknownName):
        contradictions("Atlantis", coded=coded())
    with pytest.raises(UnknownName):
        contradictions("Cambodia", right="happiness", coded=coded())
    with pytest.raises(UsageError, match="0 contradictions"):
        contradictions("Cambodia", most=0, coded=coded())
    with pytest.raises(UsageError, match="no Correlates of War code"):
        contradictions("Holy See", coded=coded())


def test_law_of_a_state_with_its_refusals_and_reservations() -> None:
    law = facts.law("cambodia")
    assert law.filter(pl.col("status") == "article", pl.col("instrument") == "ICCPR").height > 10
    refused = set(law.filter(pl.col("status") == "refused")["instrument"])
    assert {"ICCPR-OP1", "CAT-22"} <= refused
    assert "OP-CEDAW" in refused  # until 2011
    joined = law.filter(pl.col("instrument") == "OP-CEDAW", pl.col("status") == "refused")
    assert joined["until"].is_not_null().all()
    outside = set(law.filter(pl.col("status") == "not_party")["instrument"])
    assert {"ICMW", "ICCPR-OP1", "ICCPR-OP2"} <= outside
    assert "ICCPR-OP1" not in set(
        facts.law("chile").filter(pl.col("until").is_null(), pl.col("status") == "refused")[
            "instrument"
        ]
    )
    grave = law.filter(pl.col("non_derogable"))
    assert {"torture", "killing", "religion"} <= set(grave["right"])
    assert "speech" not in set(grave["right"])


@pytest.mark.parametrize("state", ["Chile", "Egypt", "Russia", "Germany", "Kosovo", "Nauru"])
def test_other_states_answer(state: str) -> None:
    for one in contradictions(state, coded=cambodia()):
        assert 0 < one["low"] <= one["strength"] <= one["high"] <= 1
