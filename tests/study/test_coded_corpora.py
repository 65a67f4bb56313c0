"""What a user read and added is coded too, once, and in the place of the baseline's codes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.coding import SPEECH_ACTS
from rightful.record.baseline import Baseline
from rightful.study import coded, searches
from rightful.study.own_statements import add_statements, read_corpus, remove_statements

CAMBODIA, NORWAY = 811, 385
SPEECH = "We call on all States to respect human rights and to ratify the treaty against torture."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with nothing in it, and a baseline with codes of two speeches."""
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    rows = [
        dict(statement="ungdc:KHM_72_2017:0", document="KHM_72_2017", ccode=CAMBODIA, act="praise"),
        dict(statement="ungdc:KHM_72_2017:7", document="KHM_72_2017", ccode=CAMBODIA, act="praise"),
        dict(statement="ungdc:NOR_72_2017:0", document="NOR_72_2017", ccode=NORWAY, act="praise"),
    ]
    shipped = pl.DataFrame(
        [{**dict.fromkeys(coded.CODES), "sure": True, **row} for row in rows], schema=coded.CODES
    )
    left_open = {"statement": pl.String, "abstained": pl.Boolean}
    chances = pl.DataFrame(schema=left_open | dict.fromkeys(SPEECH_ACTS, pl.UInt8))
    held = {"codes": shipped, "probabilities": chances}
    monkeypatch.setattr(
        Baseline,
        "frame",
        lambda _, name, *where: held[name].filter(*where) if where else held[name],
    )
    coded._own_codes.cache_clear()
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "KHM_72_2017.txt").write_text(SPEECH)
    return folder


def test_what_was_read_takes_the_place_of_the_baseline_s_codes(home: Path) -> None:
    assert coded.coded_statements(CAMBODIA)["act"].to_list() == ["praise", "praise"]
    read_corpus("general_debate", home)
    found = coded.coded_statements()
    assert found.schema == pl.Schema(coded.CODES)
    assert set(found["statement"]) == {"ungdc:KHM_72_2017:0", "ungdc:NOR_72_2017:0"}
    assert "praise" not in set(found.filter(pl.col("ccode") == CAMBODIA)["act"])
    assert coded.coded_statements(NORWAY)["statement"].to_list() == ["ungdc:NOR_72_2017:0"]
    remove_statements("read:1")
    assert coded.coded_statements(CAMBODIA)["act"].to_list() == ["praise", "praise"]


def test_codes_are_kept_until_the_ledgers_change(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_corpus("general_debate", home)
    first = coded.coded_statements(CAMBODIA)
    place = tmp_path / "home" / "statements"
    (kept,) = place.glob("codes-*.parquet")
    coded._own_codes.cache_clear()
    whole = coded.code_all
    calls: list[int] = []

    def counted(said: pl.DataFrame) -> dict[str, pl.DataFrame]:
        calls.append(said.height)
        return whole(said)

    monkeypatch.setattr(coded, "code_all", counted)
    assert coded.coded_statements(CAMBODIA).equals(first)
    assert calls == []
    # A damaged file is coded anew, and so is another state of the ledgers.
    kept.write_bytes(b"PAR1")
    coded._own_codes.cache_clear()
    assert coded.coded_statements(CAMBODIA).equals(first)
    (tmp_path / "own.txt").write_text("We will repeal the made-up law.")
    add_statements(tmp_path / "own.txt", "Cambodia", "2014", "domestic", language="en")
    assert coded.coded_statements(CAMBODIA).height > first.height
    assert calls == [1, 2]
    (after,) = place.glob("codes-*.parquet")
    assert after != kept


def test_a_store_that_cannot_be_written_still_answers(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_corpus("general_debate", home)

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(coded, "_keep", full)
    assert coded.coded_statements(CAMBODIA).height


def test_what_was_read_is_searched(home: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra `text` is not installed")
    assert searches.search("torture", kind="statement")["total"] == 0
    read_corpus("general_debate", home)
    (hit,) = searches.search("torture", kind="statement")["hits"]
    assert hit["statement"] == "ungdc:KHM_72_2017:0"
    remove_statements("read:1")
    assert searches.search("torture", kind="statement")["total"] == 0
