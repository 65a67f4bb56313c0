"""Search as a command: names are understood, the index follows the store, hits are told."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.record import published

pytest.importorskip("tantivy", reason="the extra `text` is not installed")

from rightful.core.coding import CODED
from rightful.core.errors import UnknownName, UsageError
from rightful.core.statement import STATEMENTS
from rightful.discourse.search import filters, find, index
from rightful.record.baseline import Baseline
from rightful.study import searches
from rightful.study.coded import coded_statements
from rightful.study.own_statements import add_statements, remove_statements
from rightful.study.searches import (
    remove_saved,
    run_saved,
    saved_searches,
    saved_text,
    search,
    search_text,
)

ROWS: tuple[dict[str, Any], ...] = (
    dict(statement="made:1", ccode=811, year=2014, date="2014-01-28", forum="upr_dialogue",
         document="A/HRC/26/16", paragraph="12", language="en",
         text="The delegation denied that anybody was tortured. <script>x</script>"),
    dict(statement="made:2", ccode=2, year=2010, forum="upr_recommendation", addressee=811,
         document="\x1b[31mred", response="accepted", tags="Torture and other CID treatment",
         language="en", text="Close the prison"),
    dict(statement="made:3", ccode=365, year=1985, forum="general_debate", language="ru",
         text="Права человека"),
    dict(statement="made:4", ccode=260, year=1980, forum="general_debate", language="en",
         text="We speak of law"),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose statements are the made-up ones."""
    frame = pl.DataFrame([{**dict.fromkeys(STATEMENTS), **row} for row in ROWS], schema=STATEMENTS)
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(searches, "statements", lambda store: frame)
    monkeypatch.setattr(searches, "coded_statements", lambda: pl.DataFrame(schema=CODED))
    return tmp_path / "home"


def _ids(told: dict[str, Any]) -> list[str]:
    return [hit["statement"] for hit in told["hits"]]


def test_an_empty_store_searches_articles_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    monkeypatch.setattr(searches, "coded_statements", lambda: pl.DataFrame(schema=CODED))
    told = search("torture", article="CAT")
    assert "CAT 2" in _ids(told)
    assert {hit["kind"] for hit in told["hits"]} == {"article"}
    assert "holds no statements" in search_text(told)
    assert search("torture", act="promise")["total"] == 0
    assert search("", right="torture", article="UDHR 5")["total"] == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (dict(query="torture", state="cambodia"), ["made:1"]),
        (dict(query="prisons", addressee="KHM"), ["made:2"]),
        (dict(query="", state="Soviet Union"), ["made:3"]),
        (dict(query="", state="Russia"), ["made:3"]),
        (dict(query="", state="Germany"), ["made:4"]),  # under a code of an earlier self
        (dict(query="", forum="General-Debate", last=1984), ["made:4"]),
        (dict(query="", forum="united nations general debate", last=1984), ["made:4"]),
        (dict(query="", response="Accepted"), ["made:2"]),
        (dict(query="", right="Torture", kind="statement"), ["made:2"]),  # by its tag
        (dict(query="", language="RU"), ["made:3"]),
        (dict(query="", first=1980, last=1985, kind="statement"), ["made:3", "made:4"]),
    ],
)
def test_names_are_understood(home: Path, asked: dict[str, Any], expected: list[str]) -> None:
    assert _ids(search(**asked)) == expected


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (dict(state="Cambodai"), UnknownName, "did you mean Cambodia"),
        (dict(forum="general_debat"), UnknownName, "general_debate"),
        (dict(act="promis"), UnknownName, "promise"),
        (dict(act="deny"), UnknownName, "did you mean deny_norm or deny_fact"),
        (dict(act="re"), UnknownName, "recognize or report_measure or recommend"),
        (dict(act="concede:stp"), UnknownName, "step"),
        (dict(act="promise:step"), UnknownName, "no kind of promise"),
        (dict(right="tortur"), UnknownName, "torture"),
        (dict(article="ICCPRR 7"), UnknownName, "ICCPR"),
        (dict(response="acepted"), UnknownName, "accepted"),
        (dict(kind="statemnt"), UnknownName, "statement"),
        (dict(first=2000, last=1990), UsageError, "is after the last"),
        (dict(query="(a"), UsageError, "never closed"),
        (dict(query=""), UsageError, "nothing is asked"),
        (dict(most=0), UsageError, "cannot be 0"),
        (dict(save="../x"), UsageError, "cannot be called"),
    ],
)
def test_what_is_not_known_is_told(
    home: Path, asked: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        search(**{"query": "law", **asked})


def test_the_text_is_read_by_people_and_hands_on_no_codes_of_a_terminal(home: Path) -> None:
    text = search_text(search("torture OR close"), colour=False)
    assert "2014-01-28  Cambodia  upr_dialogue" in text
    assert "A/HRC/26/16 12  https://undocs.org/A/HRC/26/16  made:1" in text
    assert "«tortured»" in text
    assert "United States to Cambodia" in text
    assert "\x1b" not in text
    assert "in ru" in search_text(search("права"), colour=False)
    coloured = search_text(search("tortured denied"), colour=True)
    assert "\x1b[1mdenied\x1b[0m" in coloured


def test_with_standard_output_closed_the_text_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = search("tortured")
    monkeypatch.setattr("sys.stdout", None)
    assert "«tortured»" in search_text(told)


@pytest.mark.parametrize("touched", [True, False])
def test_a_damaged_index_is_built_anew(
    home: Path, touched: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    before = _ids(search("tortured"))
    index._opened.cache_clear()
    (place,) = (path for path in (home / "index").iterdir() if path.is_dir())
    for file in place.iterdir():
        held = file.stat()
        if file.suffix in (".term", ".store", ".idx"):
            file.write_bytes(bytes(255 - byte for byte in file.read_bytes()))
            changed = held.st_mtime_ns + (1 if touched else 0)
            os.utime(file, ns=(held.st_atime_ns, changed))
    told = search("tortured")
    assert _ids(told) == before
    assert told["build_seconds"] is not None
    assert search("tortured")["build_seconds"] is None
    assert not touched or "panicked" not in capfd.readouterr().err


def test_what_a_killed_build_left_is_cleared_by_the_next(home: Path) -> None:
    (home / "index" / "part-dead").mkdir(parents=True)
    (home / "index" / "part-dead" / "x.term").write_text("x")
    (home / "index" / "part-dead.json").write_text("{")
    search("tortured")
    assert not list((home / "index").glob("part-*"))


@pytest.mark.parametrize(
    "asked",
    [dict(query="(law"), dict(query="law", act="promis"), dict(query="law", most=0),
     dict(query="law", save="../x"), dict(query="law", state="Cambodai")],
)  # fmt: skip
def test_a_mistake_costs_no_index(home: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        search(**asked)
    assert not (home / searches.FOLDER).exists()


def test_a_build_is_told_beside_the_search(home: Path) -> None:
    shares: list[float] = []

    def told(share: float, left: float, text: str) -> None:
        shares.append(share)

    first = search("law", state="Germany", progress=told)
    assert first["build_seconds"] > 0
    assert " ms after " in search_text(first)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    again = search("law", state="Germany")
    assert again["build_seconds"] is None
    assert "after" not in search_text(again).splitlines()[0]


def test_an_index_stays_when_what_is_searched_is_as_before(home: Path, tmp_path: Path) -> None:
    search("law", save="kept")
    remove_saved("kept")
    assert search("law")["build_seconds"] is None
    paper = tmp_path / "paper.txt"
    paper.write_text("We shall let every prisoner speak to a lawyer of the prisoner's choice.")
    added = add_statements(paper, "Cambodia", "2014", "domestic")
    remove_statements(added["id"])
    assert search("law")["build_seconds"] is None
    add_statements(paper, "Cambodia", "2014", "domestic")
    told = search("prisoner lawyer")
    assert told["build_seconds"] is not None
    assert told["total"] == 1
    remove_statements(added["id"])
    add_statements(paper, "Cambodia", "2014", "domestic")
    assert search("prisoner lawyer")["build_seconds"] is None
    # Coded by the very coder: it decides on an act, or leaves it open; never nothing.
    assert told["hits"][0]["coding"] in ("coded", "left open")


def test_what_the_coder_did_not_decide_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [{**dict.fromkeys(CODED), "statement": "made:1", "act": "none", "probability": 0.9}]
    opened = pl.Series(["made:2"])
    monkeypatch.setattr(searches, "coded_statements", lambda: pl.DataFrame(codes, schema=CODED))
    monkeypatch.setattr(Baseline, "frame", lambda *_: pl.DataFrame({"statement": opened}))
    told = search("*", kind="statement")
    lines = search_text(told, colour=False).splitlines()
    after = {
        hit["statement"]: lines[place + 1].strip()
        for hit in told["hits"]
        for place, line in enumerate(lines)
        if line.endswith(hit["statement"])
    }
    assert after == {
        "made:1": "no act",
        "made:2": "left open, torture",
        "made:3": "not coded",
        "made:4": "not coded",
    }


def test_a_statement_without_a_text_is_told_in_our_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [
        {**dict.fromkeys(CODED), "statement": name, "ccode": 20, "year": 2009, "addressee": 811,
         "forum": "upr_recommendation", "act": act, "probability": sure, "rights": rights}
        for name, act, sure, rights in (
            ("far:1", "recommend", 0.9, ["unspecified", "fair_trial"]),
            ("far:1", "shame", 0.6, ["torture"]),
            ("made:4", "promise", 0.9, ["housing"]),
        )
    ]  # fmt: skip
    monkeypatch.setattr(searches, "coded_statements", lambda: pl.DataFrame(codes, schema=CODED))
    (hit,) = search('"recommended to Cambodia"')["hits"]
    assert (hit["statement"], hit["basis"]) == ("far:1", "paraphrase")
    assert hit["text"] == (
        "Canada recommended to Cambodia a step for the right to a fair trial, "
        "in the Universal Periodic Review in 2009"
    )
    # What the sentence leaves out is found all the same; a text that is at hand stays as it is.
    assert _ids(search("shame torture", kind="statement")) == ["far:1"]
    assert search("housing", kind="statement")["total"] == 0


def test_the_index_is_built_once_and_again_when_the_words_change(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def told(done: float, total: float, text: str) -> None:
        said.append(text)

    search("law", progress=told)
    assert said
    built = (home / searches.FOLDER / "current.json").read_bytes()
    said.clear()
    search("law", progress=told)
    assert not said
    assert (home / searches.FOLDER / "current.json").read_bytes() == built
    monkeypatch.setattr(index, "FORMAT", 99)
    search("law", progress=told)
    assert said


@pytest.mark.parametrize("ending", [".csv", ".json", ".md"])
def test_hits_are_written(home: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"hits{ending}"
    told = search("*", state="Cambodia", out=out)
    assert told["out"] == str(out)
    text = out.read_text(encoding="utf-8")
    assert "https://undocs.org/A/HRC/26/16" in text
    if ending == ".csv":
        with out.open(newline="") as file:
            assert [row["statement"] for row in csv.DictReader(file)] == ["made:1"]
    elif ending == ".json":
        assert json.loads(text)["filters"] == {"state": [811]}
    else:
        assert "<script" not in text


def test_outputs_are_checked_before_the_work(home: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format of hits"):
        search("law", out=tmp_path / "hits.xlsx")
    with pytest.raises(UsageError, match="inside the store"):
        search("law", out=home / "hits.csv")
    assert not home.exists()


def test_a_search_is_saved_run_listed_and_removed(home: Path) -> None:
    told = search("tortur*", state="Cambodia", first=2000, save="my search")
    assert told["saved"] == "my search"
    again = run_saved("my search")
    assert _ids(again) == _ids(told) == ["made:1"]
    assert saved_searches() == [
        {"name": "my search", "query": "tortur*", "filters": {"state": [811], "first": 2000}}
    ]
    assert "my search  tortur*  state=Cambodia  first=2000" in saved_text(saved_searches())
    with pytest.raises(UnknownName, match="did you mean my search"):
        run_saved("my serch")
    assert remove_saved("my search")["removed"] == "my search"
    assert saved_text(saved_searches()) == "no search is saved"


def test_what_is_told_is_json(home: Path) -> None:
    told = search("law", state="Germany", last=1985)
    assert json.loads(json.dumps(told)) == told


def test_a_code_that_two_states_bore_is_said(home: Path) -> None:
    notes = search("*", state="Yugoslavia")["notes"]
    assert any("Serbia" in note for note in notes)


def test_what_is_known_by_codes_alone_is_there_without_a_text(tmp_path: Path) -> None:
    held = pl.DataFrame([{**dict.fromkeys(STATEMENTS), **row} for row in ROWS], schema=STATEMENTS)
    own = held.head(1).with_columns(text=pl.lit("my own words"))
    rows = [
        {**dict.fromkeys(CODED), "statement": name, "ccode": 811, "act": act, "rights": ["torture"]}
        for name, act in (("made:1", "deny_fact"), ("far:1", "promise"), ("far:1", "concede"))
    ]
    said, acts = searches.gathered(held, own, pl.DataFrame(rows, schema=CODED))
    assert said["statement"].to_list() == ["far:1", "made:1", "made:2", "made:3", "made:4"]
    assert dict(said.select("statement", "text").iter_rows())["far:1"] is None
    assert dict(said.select("statement", "text").iter_rows())["made:1"] == "my own words"
    index.build_index(tmp_path, said, acts)
    asked = filters.Filters(act="promise", right="torture")
    (hit,) = find.search(tmp_path, "promise", asked).hits
    assert (hit.statement, hit.basis) == ("far:1", "codes")


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_speeches_of_the_general_debate_are_found(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every tenth state, Cambodia among them: the index of all takes the longest of the suite.
    debate = published.said(shared, "general_debate", "13-passages")
    some = debate.filter(pl.col("ccode") % 10 == 811 % 10)
    assert some["ccode"].n_unique() > 10
    codes = coded_statements().join(some.select("statement"), on="statement", how="semi")
    assert codes.height > 0
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(searches, "statements", lambda store: some)
    monkeypatch.setattr(searches, "coded_statements", lambda: codes)
    told = search('"internal affairs"', state="Cambodia", last=1970)
    assert told["total"] > 0
    assert all(hit["state"] == "Cambodia" and hit["year"] <= 1970 for hit in told["hits"])
    assert all(hit["places"] for hit in told["hits"])
    assert told["milliseconds"] < 50
