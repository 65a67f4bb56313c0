"""A user's file of statements: every row answered, hostile files refused with the reason."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import MissingFile, UsageError
from rightful.study import codings
from rightful.study.codings import code_file, coded_text

HEADER = "id,state,date,forum,text\n"
TORTURE = "We condemn the regime in Israel, which tortures and murders its citizens."


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "said.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_rows_are_answered_in_order_with_all_sixteen_acts(tmp_path: Path) -> None:
    text = HEADER + f'a,Cambodia,1999-09-21,general_debate,"{TORTURE}"\nb,,,,The harbour is blue.\n'
    first, second = code_file(_file(tmp_path, text))
    assert [first["id"], second["id"]] == ["a", "b"]
    assert tuple(first["acts"]) == SPEECH_ACTS
    act = next(one for one in first["coded"] if one["act"] == "shame")
    assert act["target"] == "Israel"
    assert "torture" in act["rights"]
    assert act["rules"]
    assert [one["act"] for one in second["coded"]] == ["none"]
    assert first["problems"] == second["problems"] == []


def test_the_speakers_own_name_is_no_other_state(tmp_path: Path) -> None:
    text = (
        HEADER + f'a,ISR,1999,general_debate,"{TORTURE}"\nb,KHM,1999,general_debate,"{TORTURE}"\n'
    )
    own, other = code_file(_file(tmp_path, text))
    assert all(one["target"] != "Israel" for one in own["coded"] if one["act"] == "shame")
    assert other["acts"]["shame"] > 0.4


def test_bad_rows_are_listed_and_none_is_lost(tmp_path: Path) -> None:
    text = HEADER + (
        "a,Nowhereland,soon,moon,We will ratify the Convention against Torture.\n"
        "a,,,,\n"
        ",,,,x,y,z\n"
        "c\n"
    )
    rows = code_file(_file(tmp_path, text))
    assert len(rows) == 4
    first = " ".join(rows[0]["problems"])
    assert "'Nowhereland' is not known" in first
    assert "'moon' is not known" in first
    assert "'soon'" in first
    assert "id repeated, first in row 1" in rows[1]["problems"]
    assert rows[1]["why"] == "no text"
    assert any("cells" in problem for problem in rows[2]["problems"])
    assert "no id" in rows[2]["problems"]
    assert "no text" in rows[3]["problems"]
    told = coded_text(rows)
    assert "row 1" in told
    assert "4 rows" in told


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["id", "text", "state"], ["a", "We will ratify the Covenant.", "Côte d'Ivoire"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (row,) = code_file(_file(tmp_path, text.encode(encoding)))
    assert row["problems"] == []
    assert row["acts"]["promise"] > 0.4


def test_windows_bytes_are_read_and_it_is_said(tmp_path: Path) -> None:
    raw = (HEADER + "a,Côte d'Ivoire,,,Hello there.\n").encode("cp1252")
    (row,) = code_file(_file(tmp_path, raw))
    assert row["problems"] == ["the file is not UTF-8 (byte 28); read as Windows-1252"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04\x00\x00", "zero bytes"),
        (b"\xff\xfea", "UTF-16"),
        (b"name,words\na,b\n", "lacks id and text"),
        (b"", "lacks id and text"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        code_file(_file(tmp_path, content))


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        code_file(tmp_path / "none.csv")
    with pytest.raises(UsageError):
        code_file(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Nous condamnons la torture.",
        "La tortura está prohibida en nuestro país.",
        "Il n'y a pas de torture dans les prisons de ce pays et il n'y en aura jamais.",
        "លទ្ធិប្រជាធិបតេយ្យ និងសិទ្ធិមនុស្ស",
    ],
)
def test_what_is_not_english_is_said_to_be_so(tmp_path: Path, text: str) -> None:
    (row,) = code_file(_file(tmp_path, f"{HEADER}a,,,,{text}\n"))
    assert (row["why"], row["coded"]) == ("not English", [])
    told = coded_text([row])
    assert "a: left open (not English)" in told
    assert "only English is coded; rows in another language: 1" in told


@pytest.mark.parametrize(
    "text", ["We will not ratify", "Rio de la Plata is safe.", "Torture is a crime.", "Never."]
)
def test_short_english_is_coded(tmp_path: Path, text: str) -> None:
    (row,) = code_file(_file(tmp_path, f"{HEADER}a,,,,{text}\n"))
    assert row["why"] != "not English"


def test_an_act_below_a_half_is_only_probable() -> None:
    acts = dict.fromkeys(SPEECH_ACTS, 0.0) | {"report_measure": 0.34, "promise": 0.2}
    row: dict[str, Any] = {
        "id": "a",
        "acts": acts,
        "why": None,
        "row": 1,
        "problems": [],
        "weights": "w",
    }
    code = {"act": "report_measure", "kind": None, "probability": 0.34, "only_probable": True}
    decided = {**row, "abstained": False, "coded": [code]}
    first = "a: report_measure 0.34, only probable; likeliest: report_measure 0.34, promise 0.20"
    assert coded_text([decided]).splitlines()[0] == first
    sure = {**code, "probability": 0.8, "only_probable": False}
    assert coded_text([{**decided, "coded": [sure]}]).splitlines()[0] == "a: report_measure 0.80"
    waits = {**row, "abstained": True, "why": "unsure: promise", "coded": []}
    first = "a: left open (unsure: promise); likeliest: report_measure 0.34, promise 0.20"
    assert coded_text([waits]).splitlines()[0] == first


def test_whether_an_act_is_only_probable_goes_by_its_probability(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, HEADER + f'a,,,,"{TORTURE}"\nb,,,,The harbour is blue.\n')
    rows = code_file(path)
    highest = max(act["probability"] for row in rows for act in row["coded"])
    for half in (0.0, highest, 1.01):
        monkeypatch.setattr(codings, "HALF", half)
        for act in (act for row in code_file(path) for act in row["coded"]):
            # Probabilities are told rounded: those at the border may fall on either side.
            if abs(act["probability"] - half) > 0.001:
                assert act["only_probable"] == (act["probability"] < half)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert code_file(_file(tmp_path, HEADER)) == []
    assert coded_text([]) == "The file has no rows."


def test_a_field_of_a_megabyte_with_lines_and_quotes(tmp_path: Path) -> None:
    long = "Torture is forbidden.\n" * 40_000
    (row,) = code_file(_file(tmp_path, f'{HEADER}a,,,,"{long}"\n'))
    assert row["problems"] == ["the first 100000 of 880000 characters of the text are read"]


def test_a_cell_as_long_as_a_file_is_cut_and_it_is_said(tmp_path: Path) -> None:
    rows = code_file(_file(tmp_path, f"{HEADER}{'i' * 2000},{'s' * 5000},,,{'x' * 100_001}\n"))
    assert rows[0]["id"] == "i" * 2000
    assert rows[0]["problems"][:2] == [
        "the first 1000 of 5000 characters of the state are read",
        "the first 100000 of 100001 characters of the text are read",
    ]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path, end: str) -> None:
    text = f'{HEADER}0,,,,Blue.\n1,,,,"We will act.\n2,,,,We will ratify.{end}'
    with pytest.raises(UsageError, match="row of line 3 is never closed; lines 3 to 4"):
        code_file(_file(tmp_path, text))


def test_a_row_inside_a_row_is_told_and_lines_of_a_text_are_not(tmp_path: Path) -> None:
    swallowed = f'{HEADER}1,,,,"We will act.\n2,,,,"We will ratify."\n3,,,,Blue.\n'
    first, second = code_file(_file(tmp_path, swallowed))
    assert second["id"] == "3"
    assert first["problems"] == [
        "lines 2 to 3 are one row, and line 3 looks like a row of its own: "
        "a quote may not be closed"
    ]
    whole = f'{HEADER}1,,,,"We act, and, if asked, so, so.\nWe say ""no"", a, b, c, d"\n'
    assert code_file(_file(tmp_path, whole))[0]["problems"] == []
    prose = 'id,text\n1,"We act.\nHowever, we wait.\n"\n'
    assert code_file(_file(tmp_path, prose))[0]["problems"] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UsageError, match="no regular file"):
        code_file(tmp_path / "pipe.csv")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "said.csv").open("wb") as file:
        file.truncate(codings.LARGEST_FILE + 1)
    with pytest.raises(UsageError, match="too large"):
        code_file(tmp_path / "said.csv")


def test_answers_are_written_as_lines_of_json(tmp_path: Path) -> None:
    out = tmp_path / "coded.jsonl"
    rows = code_file(_file(tmp_path, HEADER + "a,,,,Hello there.\nb,,,,\n"), out)
    assert [json.loads(line) for line in out.read_text().splitlines()] == rows


def test_what_was_said_before_is_used(tmp_path: Path) -> None:
    text = (
        "id,forum,context,text\n"
        "a,upr_dialogue,Norway asked how many officers had been tried for the killings.,"
        "The delegation said that tourism was recovering.\n"
        "b,upr_dialogue,,The delegation said that tourism was recovering.\n"
    )
    asked, unasked = code_file(_file(tmp_path, text))
    assert asked["acts"]["evade"] > 3 * unasked["acts"]["evade"]


def test_control_characters_of_a_cell_do_not_reach_the_terminal(tmp_path: Path) -> None:
    rows = code_file(_file(tmp_path, HEADER + "\x1b[2Ja,\x1b[31m,,,Hello there.\n"))
    assert "\x1b" not in coded_text(rows)


@settings(max_examples=15, deadline=None)
@given(cells=st.lists(st.text(max_size=30), min_size=5, max_size=5))
def test_any_row_is_answered(cells: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    path = _file(tmp_path_factory.mktemp("rows"), HEADER + "kept,,,,Hello there.\n" + quoted + "\n")
    try:
        rows = code_file(path)
    except UsageError:
        assert "\x00" in "".join(cells)
        return
    assert rows[0]["id"] == "kept"
    assert len(rows) == (2 if any(cell.strip() for cell in cells) else 1)
