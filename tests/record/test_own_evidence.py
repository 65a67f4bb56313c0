"""Analysts' files of evidence: every row checked, kept in the store, superseded, never lost."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightful.core.errors import BadRows, MissingFile, SourceError, StoreError, UnknownName
from rightful.core.evidence import CODED_ITEMS, CODING, SCOPES, STATE_ITEMS
from rightful.record import evidence_file, states
from rightful.record.evidence_codings import all_codings, coded_states, process_cases, settled_cases
from rightful.record.evidence_file import COLUMNS, EXAMPLE, is_template, read_codings
from rightful.record.own_evidence import add_file, own_files, own_history, remove_file

GOOD = EXAMPLE | {"coder": "kl", "note": "", "iso3": "NOR", "year": "1990", "last_year": ""}


def row(**cells: str) -> dict[str, str]:
    return GOOD | cells


def table(rows, columns=COLUMNS, delimiter=",") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def put(folder: Path, content, name: str = "codings.csv") -> Path:
    path = folder / name
    if isinstance(content, list):
        content = table(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(lines) -> bytes:
    """Return an Excel file: numbers as numbers, (formula, result) as a formula, the rest text."""

    def cell(value, place):
        if isinstance(value, tuple):
            return f'<c r="{place}" t="str"><f>{value[0]}</f><v>{value[1]}</v></c>'
        if isinstance(value, int | float):
            return f'<c r="{place}"><v>{value}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'

    body = "".join(
        f'<row r="{n}">'
        + "".join(cell(value, f"{chr(65 + place)}{n}") for place, value in enumerate(line))
        + "</row>"
        for n, line in enumerate(lines, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/a.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/a.xml"/>'
        "</Relationships>",
        "xl/worksheets/a.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>'
        "</worksheet>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


# ------------------------------------------------------------------ rows


def test_a_good_row_is_read_as_written(tmp_path):
    found = read_codings(put(tmp_path, [row(last_year="1992", confidence="0.7")]))
    (one,) = found.codings.to_dicts()
    assert one == {
        "iso3": "NOR",
        "right": "physical_integrity",
        "item": "C2",
        "year": 1990,
        "last_year": 1992,
        "value": 1,
        "found": "observed",
        "confidence": 0.7,
        "source": EXAMPLE["source"],
        "source_kind": "neutral",
        "locator": "Cambodia",
        "source_date": "1992-10-15",
        "paraphrase": EXAMPLE["paraphrase"],
        "seen": "read",
        "coder": "kl",
        "note": None,
        "row": 1,
    }
    assert (found.bad, found.unknown, found.unfilled, found.examples) == ((), (), 0, 0)


def test_what_may_be_left_empty_is_filled_in(tmp_path):
    lean = {name: GOOD[name] for name in evidence_file.NEEDED}
    (one,) = read_codings(put(tmp_path, table([lean], list(lean)))).codings.to_dicts()
    assert (one["last_year"], one["confidence"], one["seen"]) == (1990, 0.9, "read")
    assert one["found"] == "observed"


@pytest.mark.parametrize(
    ("cells", "value", "found"),
    [
        (dict(value="0", found="none_found"), 0, "none_found"),
        (dict(value="0", found="observed"), 0, "observed"),
        (dict(value="none_found", found=""), 0, "none_found"),
        (dict(value="", found="none found"), 0, "none_found"),
        (dict(value="None_Found", found="none_found"), 0, "none_found"),
        (dict(value="not_looked_for", found="", source=""), None, "not_looked_for"),
        (dict(value="", found="not_looked_for"), None, "not_looked_for"),
        (dict(value="2.0", found=""), 2, "observed"),
    ],
)
def test_none_found_and_not_looked_for_are_two_things(tmp_path, cells, value, found):
    (one,) = read_codings(put(tmp_path, [row(**cells)])).codings.to_dicts()
    assert (one["value"], one["found"]) == (value, found)
    assert (one["confidence"] is None) == (value is None)


THIS_YEAR = date.today().year
BAD = [
    (dict(iso3="Cambodja"), "column iso3: no state is called 'Cambodja'; did you mean Cambodia?"),
    (dict(iso3="SUN"), "withdrawn in 1992"),
    (dict(iso3="KHM", year="1946"), "column iso3: 'KHM' was no state in 1946"),
    (dict(iso3="Soviet Union", last_year="1993"), "'Soviet Union' was no state in 1992"),
    (dict(iso3="345", year="1990", last_year="2010"), "one state in a row"),
    (dict(iso3=""), "column iso3: empty"),
    (dict(iso3="Holy See"), "in no list of states"),
    (dict(right="phisical_integrity"), "did you mean physical_integrity?"),
    (dict(right=""), "column right: empty"),
    (dict(item="V"), "V is practice, which is measured from the record"),
    (dict(item="R2"), "R2 is practice"),
    (dict(item="h"), "H is practice"),
    (dict(item="LH"), "the law at home is L"),
    (dict(item="D4"), "column item: 'D4'; allowed: TA, IA,"),
    (dict(item=""), "column item: empty"),
    (dict(year="1944"), f"column year: 1944; allowed: a year from 1945 to {THIS_YEAR}"),
    (dict(year=str(THIS_YEAR + 1)), "column year"),
    (dict(year="1990.5"), "column year: '1990.5'"),
    (dict(year="9" * 5000), "column year"),
    (dict(year="١٩٩٠"), "column year"),
    (dict(year=""), "column year: empty"),
    (dict(last_year="1989"), "column last_year: 1989 is before the year 1991"),
    (dict(last_year=str(THIS_YEAR + 1)), "column last_year"),
    (dict(value="3"), "column value: '3'; allowed: 0, 1, 2, none_found, not_looked_for"),
    (dict(value="-1"), "column value: '-1'"),
    (dict(value="=1+1"), "column value: '=1+1'"),
    (dict(value="0.5"), "column value"),
    (dict(value="", found=""), "column value: empty"),
    (dict(value="0", found=""), "column value: 0 without a word in the column found"),
    (dict(value="1", found="none_found"), "1, and found is none_found"),
    (dict(value="1", found="not_looked_for"), "1, and found is not_looked_for"),
    (dict(value="none_found", found="observed"), "none_found, and found is observed"),
    (dict(found="seen"), "found is 'seen'; allowed: observed, none_found, not_looked_for"),
    (dict(confidence="0.49"), "column confidence: '0.49'; allowed: a probability from 0.5 to 1"),
    (dict(confidence="90"), "column confidence"),
    (dict(confidence="nan"), "column confidence"),
    (dict(confidence="1e999"), "column confidence"),
    (dict(confidence="0_9"), "column confidence"),
    (dict(source=""), "column source: empty"),
    (dict(value="none_found", found="", source=""), "column source: empty"),
    (dict(source_kind="NGO"), "allowed: government, critic, neutral"),
    (dict(source_date="1992-13"), "column source_date: '1992-13'"),
    (dict(source_date="1992-02-30"), "column source_date"),
    (dict(source_date="soon"), "column source_date"),
    (dict(paraphrase="x" * 301), "column paraphrase: 301 characters; allowed: at most 300"),
    (dict(seen="heard"), "allowed: read, recalled"),
    (dict(coder=""), "column coder: empty"),
    (dict(coder="x" * 61), "column coder: 61 characters"),
    (dict(note="bell\x07"), "column note: a control character"),
    (dict(note="a\u202eb"), "column note: a control character"),
    (dict(source="\x1b[31mred"), "column source: a control character"),
]


@pytest.mark.parametrize(("cells", "reason"), BAD, ids=lambda case: str(case)[:40])
def test_a_bad_row_is_named_with_what_is_allowed(tmp_path, cells, reason):
    path = put(tmp_path, [row(), row(**{"year": "1991"} | cells), row(year="1995")])
    with pytest.raises(BadRows) as caught:
        add_file(tmp_path / "store", path)
    ((number, why),) = caught.value.rows
    assert number == 2
    assert reason in why
    assert f"row 2: {why}"[:60] in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert not (tmp_path / "store").exists()
    kept = add_file(tmp_path / "store", path, keep_good=True)
    assert (kept.rows, [number for number, _ in kept.bad]) == (2, [2])


def test_every_bad_row_is_named_in_the_message(tmp_path):
    rows = [row(value="7", year=str(1946 + n % 60)) for n in range(300)]
    with pytest.raises(BadRows, match="rows 1-300: column value") as caught:
        add_file(tmp_path, put(tmp_path, rows))
    assert len(caught.value.rows) == 300
    rows = [row(value=f"x{n}") for n in range(1000)]
    with pytest.raises(BadRows, match="201-1000") as caught:
        add_file(tmp_path, put(tmp_path, rows))
    assert "\n  row 200: " in str(caught.value)


def test_all_that_is_wrong_with_a_row_is_said(tmp_path):
    found = read_codings(put(tmp_path, [row(iso3="", right="x", value="9", seen="?")]))
    ((_, why),) = found.bad
    assert [part.split(":")[0] for part in why.split("; column ")] == [
        "column iso3",
        "right",
        "value",
        "seen",
    ]


def test_a_state_goes_by_any_of_its_names_and_keeps_the_code_of_the_year(tmp_path):
    rows = [
        row(iso3="Soviet Union", year="1980", last_year="1990"),
        row(iso3="Germany", year="1985", last_year="1995"),
        row(iso3="cambodia", year="1990"),
        row(iso3="811", year="1991"),
    ]
    found = read_codings(put(tmp_path, rows)).codings
    assert found.select("iso3", "year", "last_year", "row").rows() == [
        ("365", 1980, 1990, 1),
        ("260", 1985, 1989, 2),
        ("DEU", 1990, 1995, 2),
        ("KHM", 1990, 1990, 3),
        ("KHM", 1991, 1991, 4),
    ]
    codes = coded_states()
    assert [codes[code] for code in ("365", "260", "DEU", "KHM")] == [365, 260, 255, 811]


def test_one_coder_gives_a_cell_one_value(tmp_path):
    rows = [
        row(year="1990", last_year="1994"),
        row(year="1994", last_year="1996", value="2"),
        row(year="1997", value="2"),
        row(year="1990", value="2", coder="other"),
    ]
    found = read_codings(put(tmp_path, rows))
    assert [number for number, _ in found.bad] == [1, 2]
    assert "C2 of NOR in 1994 twice: row 1 says 1 (observed), row 2 says 2" in found.bad[0][1]
    assert found.codings["row"].to_list() == [3, 4]
    nothing = [row(value="0", found="none_found"), row(value="0", found="observed")]
    assert len(read_codings(put(tmp_path, nothing)).bad) == 2
    # An item of the whole state has one cell, whatever the right.
    whole = [row(item="TA", right="speech"), row(item="TA", right="workers", value="2")]
    assert len(read_codings(put(tmp_path, whole)).bad) == 2
    parted = [row(right="speech"), row(right="workers", value="2")]
    assert read_codings(put(tmp_path, parted)).bad == ()


def test_the_same_value_twice_counts_once_and_the_surest_row_does(tmp_path):
    rows = [row(confidence="0.6"), row(confidence="0.8", source="B"), row(confidence="0.7")]
    add_file(tmp_path, put(tmp_path, rows))
    (one,) = own_history(tmp_path).filter("current").to_dicts()
    assert (one["source"], one["row"]) == ("B", 2)


@pytest.mark.parametrize("start", "=+-@")
def test_a_formula_is_text(tmp_path, start):
    text = f"{start}HYPERLINK(1;2)"
    (one,) = read_codings(put(tmp_path, [row(source=text, note=text)])).codings.to_dicts()
    assert (one["source"], one["note"]) == (text, text)


def test_line_ends_in_a_cell_are_spaces(tmp_path):
    (one,) = read_codings(
        put(tmp_path, [row(note=" two\r\nlines\tand\u00a0more ")])
    ).codings.to_dicts()
    assert one["note"] == "two lines and more"


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_read(tmp_path, delimiter):
    rows = [row(note="a,b;c\td|e"), row(year="1991", source='"quoted", twice')]
    found = read_codings(put(tmp_path, table(rows, delimiter=delimiter)))
    assert found.codings["source"][1] == '"quoted", twice'
    assert found.codings["note"][0] == "a,b;c d|e"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_or_without_its_mark(tmp_path, encoding):
    path = put(tmp_path, table([row(source="Côte d’Ivoire, ភ្នំពេញ")]).encode(encoding))
    assert read_codings(path).codings["source"][0] == "Côte d’Ivoire, ភ្នំពេញ"


WIDE = ",".join(COLUMNS)
NO_TABLES = {
    "nothing.csv": (b"", "is empty"),
    "blank.csv": (b" \n\n", "is empty"),
    "mark.csv": (b"\xef\xbb\xbf", "is empty"),
    "header.csv": (WIDE.encode(), "holds no rows"),
    "latin.csv": (table([row(source="C\xf4te")]).encode("latin-1"), "is not UTF-8 text"),
    "half.csv": (b"\xff\xfea", "is not UTF-16 text"),
    "null.csv": (table([row(note="a\x00b")]).encode(), "a null byte in line 2"),
    "prose.csv": (b"It was a dark night, and so on.\nThe end.\n", "lacks the columns iso3"),
    "names.csv": (b"state,right,item,year,value,source,coder\n", "lacks the columns iso3"),
    "twice.csv": (f"{WIDE},Year\n".encode(), "names the column year twice"),
    "open.csv": (table([row()]).encode() + b'NOR,"speech\n' * 2, "row of line 3"),
    "broken.parquet": (b"PAR1 and no more PAR1", "is no Parquet file"),
    "text.parquet": (table([row()]).encode(), "is no Parquet file"),
    "broken.xlsx": (b"PK\x03\x04 and no more", "is no Excel workbook"),
    "text.xlsx": (table([row()]).encode(), "is no Excel workbook"),
    "a.docx": (b"PK", "an ending that is not read: .docx"),
    "none": (b"PK", "an ending that is not read: none"),
    "wide.csv": (",".join([WIDE, *map(str, range(500))]).encode(), "has 516 columns"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_refused_whole(tmp_path, name):
    content, why = NO_TABLES[name]
    path = put(tmp_path, content, name)
    for keep_good in (False, True):
        with pytest.raises(SourceError, match="allowed:") as caught:
            add_file(tmp_path / "store", path, keep_good=keep_good)
        assert why in str(caught.value)
        assert not (tmp_path / "store").exists()


def test_a_folder_a_pipe_and_nothing_are_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, why in (("folder.csv", "is a folder"), ("pipe.csv", "no regular file")):
        with pytest.raises(SourceError, match=why):
            read_codings(tmp_path / name)
    with pytest.raises(MissingFile):
        read_codings(tmp_path / "absent.csv")
    with pytest.raises(SourceError):
        read_codings(Path("a\x00b.csv"))


def test_a_row_of_another_width_is_bad_and_blank_rows_are_counted(tmp_path):
    good = table([row()]).splitlines()
    lines = [*good, "", "NOR,speech", good[1].replace("1990", "1991") + ",,", good[1] + ",x"]
    found = read_codings(put(tmp_path, "\n".join(lines)))
    assert [number for number, _ in found.bad] == [3, 5]
    assert "2 cells where the header has 16" in found.bad[0][1]
    assert found.codings["row"].to_list() == [1, 4]


def test_unknown_columns_are_named_and_taken_only_if_asked(tmp_path):
    columns = [name for name in COLUMNS if name != "confidence"] + ["confidnce", "mood"]
    path = put(tmp_path, table([row(mood="fine")], columns))
    with pytest.raises(BadRows, match=r"'confidnce' \(did you mean confidence") as caught:
        add_file(tmp_path / "store", path)
    assert "'mood'" in str(caught.value)
    assert add_file(tmp_path / "store", path, keep_good=True).unknown[1] == "'mood'"


def test_too_many_rows_and_too_many_bytes_are_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence_file, "MOST_ROWS", 3)
    rows = [row(year=str(year)) for year in range(1990, 1994)]
    read_codings(put(tmp_path, rows[:3]))
    parquet = io.BytesIO()
    pl.DataFrame(rows).write_parquet(parquet)
    lines = [list(COLUMNS), *([one[name] for name in COLUMNS] for one in rows)]
    for name, content in (
        ("a.csv", table(rows)),
        ("a.parquet", parquet.getvalue()),
        ("a.xlsx", workbook(lines)),
    ):
        with pytest.raises(SourceError, match="at most 3 rows"):
            read_codings(put(tmp_path, content, name))
    monkeypatch.setattr(evidence_file, "LARGEST_FILE", 100)
    with pytest.raises(SourceError, match="at most 100 bytes"):
        read_codings(put(tmp_path, rows))
    monkeypatch.undo()
    monkeypatch.setattr(evidence_file, "LARGEST_UNPACKED", 100)
    with pytest.raises(SourceError, match="at most 100 bytes unpacked"):
        read_codings(put(tmp_path, workbook(lines), "a.xlsx"))


def test_near_names_are_looked_up_for_some_states_not_for_a_file_of_nonsense(tmp_path, monkeypatch):
    asked: list[str] = []
    state = states.state

    def counted(text, on=None):
        asked.append(text)
        return state(text, on)

    monkeypatch.setattr(states, "state", counted)
    rows = [row(iso3=f"land {n} of plenty") for n in range(300)] + [row(iso3="Norway")]
    found = read_codings(put(tmp_path, rows))
    assert len(found.bad) == 300
    assert "no state is called 'land 299 of plenty'" in found.bad[-1][1]
    assert found.codings["iso3"].to_list() == ["NOR"]
    assert len(asked) == evidence_file.MOST_SUGGESTED + 1


def test_a_parquet_file_keeps_its_types(tmp_path):
    typed = pl.DataFrame([GOOD]).with_columns(
        year=pl.lit(1990.0),
        last_year=pl.lit(None, pl.Int32),
        value=pl.lit(2, pl.Int8),
        confidence=pl.lit(0.6),
        source_date=pl.lit(datetime(1992, 10, 15)),
        right=pl.lit("speech", pl.Categorical),
    )
    typed.write_parquet(tmp_path / "a.parquet")
    (one,) = read_codings(tmp_path / "a.parquet").codings.to_dicts()
    assert (one["year"], one["value"], one["confidence"]) == (1990, 2, 0.6)
    assert (one["source_date"], one["right"]) == ("1992-10-15", "speech")
    typed.with_columns(note=pl.lit(pl.Series([["a"]]))).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(SourceError, match="no plain values in its column note"):
        read_codings(tmp_path / "a.parquet")


def test_a_long_text_that_is_short_in_the_file_is_cut_before_it_is_held(tmp_path):
    frame = pl.DataFrame([GOOD]).with_columns(note=pl.lit("x" * 100_000))
    pl.concat([frame] * 300).write_parquet(tmp_path / "a.parquet")
    found = read_codings(tmp_path / "a.parquet")
    assert len(found.bad) == 300
    assert "2001 characters; allowed: at most 2000" in found.bad[0][1]


def test_a_workbook_is_read_and_its_formulas_are_not_worked_out(tmp_path):
    pytest.importorskip("fastexcel")
    typed = {"year": 1990.0, "value": 2, "confidence": 0.6, "note": ("1+1", "7")}
    lines = [list(COLUMNS), [(GOOD | typed)[name] for name in COLUMNS]]
    (one,) = read_codings(put(tmp_path, workbook(lines), "a.xlsx")).codings.to_dicts()
    assert (one["year"], one["value"], one["confidence"], one["note"]) == (1990, 2, 0.6, "7")


def test_a_template_not_filled_in_adds_nothing(tmp_path):
    empty = dict.fromkeys(COLUMNS, "") | {"iso3": "NOR", "item": "D1", "year": "1990"}
    path = put(tmp_path, [EXAMPLE, empty, empty | {"coder": "kl"}])
    assert is_template(path)
    added = add_file(tmp_path / "store", path)
    assert (added.rows, added.unfilled, added.examples) == (0, 2, 1)
    assert not (tmp_path / "store").exists()
    assert not is_template(put(tmp_path, [EXAMPLE, row()]))
    assert not is_template(put(tmp_path, [empty | {"note": "think"}]))
    assert not is_template(put(tmp_path, "my own notes"))
    assert not is_template(tmp_path / "absent.csv")


def test_our_own_process_cases_pass(tmp_path):
    folder = files("rightful.record") / "tables" / "process_cases"
    rows = 0
    for one in sorted(folder.iterdir(), key=lambda place: place.name):
        found = read_codings(put(tmp_path, one.read_bytes(), one.name))
        assert (found.bad, found.unknown) == ((), ()), one.name
        rows += found.codings["row"].n_unique()
    assert rows == process_cases().height > 0


# ------------------------------------------------------------------ any good rows


SCOPED = [scope for scope in SCOPES if scope != "unspecified"]
LIVES = {"NOR": (1945, 2020), "Soviet Union": (1945, 1990), "Germany": (1956, 2015)}
PLAIN = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12
)


@st.composite
def good_rows(draw, coder=None):
    state = draw(st.sampled_from(sorted(LIVES)))
    first, last = LIVES[state]
    year = draw(st.integers(first, last))
    value, found = draw(
        st.sampled_from(
            [
                ("0", "observed"),
                ("0", "none_found"),
                ("1", ""),
                ("2", "observed"),
                ("not_looked_for", ""),
                ("none_found", ""),
            ]
        )
    )
    return row(
        iso3=state,
        right=draw(st.sampled_from(SCOPED)),
        item=draw(st.sampled_from(CODED_ITEMS)),
        year=str(year),
        last_year=draw(st.sampled_from(["", str(min(last, year + 7))])),
        value=value,
        found=found,
        confidence=draw(st.sampled_from(["", "0.5", "0.75", "1"])),
        source=draw(PLAIN),
        coder=coder or draw(PLAIN),
    )


Cellwise = dict[tuple[Any, ...], tuple[int | None, str]]


def cells_of(rows) -> Cellwise:
    """Return (coder, ccode, right, item, year) -> (value, found), worked out apart."""
    told = {}
    for one in rows:
        word = one["found"] or (one["value"] if one["value"].isalpha() else "")
        if one["value"] in ("none_found", "not_looked_for"):
            word = one["value"]
        value = {"none_found": 0, "not_looked_for": None}.get(one["value"], one["value"])
        value = None if value is None else int(value)
        for year in range(int(one["year"]), int(one["last_year"] or one["year"]) + 1):
            ccode = {"NOR": 385, "Soviet Union": 365, "Germany": 260 if year < 1990 else 255}
            right = "" if one["item"] in STATE_ITEMS else one["right"]
            cell = (one["coder"], ccode[one["iso3"]], right, one["item"], year)
            told[cell] = (value, word or "observed")
    return told


def cells_in(codings: pl.DataFrame) -> Cellwise:
    codes = coded_states()
    return {
        (
            one["coder"],
            codes[one["iso3"]],
            "" if one["item"] in STATE_ITEMS else one["right"],
            one["item"],
            year,
        ): (one["value"], one["found"])
        for one in codings.iter_rows(named=True)
        for year in range(one["year"], one["last_year"] + 1)
    }


def write_as(ending: str, rows, folder: Path) -> Path:
    path = folder / f"any{ending}"
    if ending == ".parquet":
        pl.DataFrame(rows).write_parquet(path)
    else:
        path.write_text(table(rows, delimiter="\t" if ending == ".tsv" else ","), "utf-8")
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(good_rows(), min_size=1, max_size=6, unique_by=lambda one: one["coder"].strip()),
    st.sampled_from([".csv", ".tsv", ".parquet"]),
    st.randoms(use_true_random=False),
)
def test_good_rows_come_back_whatever_their_order_and_format(tmp_path, rows, ending, shuffled):
    one = read_codings(write_as(ending, rows, tmp_path))
    assert one.bad == ()
    assert cells_in(one.codings) == cells_of(rows)
    assert one.codings["source"].unique().sort().to_list() == sorted({r["source"] for r in rows})
    turned = list(rows)
    shuffled.shuffle(turned)
    other = read_codings(write_as(ending, turned, tmp_path)).codings.drop("row")
    order = ["coder", "year", "iso3"]
    assert other.sort(order).equals(one.codings.drop("row").sort(order))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(good_rows(coder=None), min_size=1, max_size=3).map(
            # A narrow world, so that addings meet: one item, one right, two coders.
            lambda rows: [
                one | {"item": "D1", "right": "speech", "coder": f"c{place % 2}"}
                for place, one in enumerate(rows[:2])
            ]
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 9),
)
def test_the_newest_value_of_a_coder_counts_and_the_older_ones_stay(
    tmp_path_factory, addings, which
):
    root = tmp_path_factory.mktemp("store")
    ids: list[str] = []
    told: list[Cellwise] = []
    for place, adding in enumerate(addings):
        rows = [one | {"note": f"adding {place}"} for one in adding]
        before = {cell for part in told for cell in part}
        added = add_file(root, put(root, rows, f"{place}.csv"))
        assert not added.already
        assert added.superseded == len(before & set(cells_of(rows)))
        ids.append(added.id)
        told.append(cells_of(rows))
    history = own_history(root)
    assert cells_in(history.filter("current")) == {k: v for part in told for k, v in part.items()}
    assert sum(len(part) for part in told) == int(
        (history["last_year"] - history["year"] + 1).sum()
    )
    for place, part in enumerate(told):
        assert cells_in(history.filter(pl.col("id") == ids[place])) == part
    # What counts of it is what the rules are given, without what nobody looked for.
    counted = all_codings(root).filter(pl.col("coder").is_in(["c0", "c1"]))
    known = cells_in(history.filter("current"))
    assert cells_in(counted) == {key: value for key, value in known.items() if value[0] is not None}
    gone = which % len(ids)
    remove_file(root, ids[gone])
    left = [part for place, part in enumerate(told) if place != gone]
    assert cells_in(own_history(root).filter("current")) == {
        key: value for part in left for key, value in part.items()
    }


# ------------------------------------------------------------------ the store


def test_the_same_file_again_adds_nothing(tmp_path):
    path = put(tmp_path, [row()])
    assert not add_file(tmp_path, path).already
    ledger = (tmp_path / "evidence" / "ledger.parquet").read_bytes()
    again = add_file(tmp_path, path.rename(tmp_path / "other.csv"))
    assert (again.already, again.superseded) == (True, 0)
    assert (tmp_path / "evidence" / "ledger.parquet").read_bytes() == ledger


def test_other_coders_values_stand_beside(tmp_path):
    add_file(tmp_path, put(tmp_path, [row()], "a.csv"))
    second = add_file(tmp_path, put(tmp_path, [row(coder="mn", value="2")], "b.csv"))
    assert second.superseded == 0
    assert own_history(tmp_path).filter("current").height == 2


def test_a_value_is_withdrawn_by_saying_that_nobody_looked(tmp_path):
    add_file(tmp_path, put(tmp_path, [row(last_year="1992")], "a.csv"))
    gone = [row(year="1991", value="not_looked_for", found="")]
    assert add_file(tmp_path, put(tmp_path, gone, "b.csv")).superseded == 1
    own = all_codings(tmp_path).filter(pl.col("coder") == "kl")
    assert own.select("year", "last_year").rows() == [(1990, 1990), (1992, 1992)]


def test_removing_keeps_the_line_and_lets_the_older_value_count(tmp_path):
    add_file(tmp_path, put(tmp_path, [row()], "a.csv"))
    second = add_file(tmp_path, put(tmp_path, [row(value="2")], "b.csv"))
    assert remove_file(tmp_path, second.id[:6]) == 1
    assert own_history(tmp_path)["value"].to_list() == [1]
    assert own_files(tmp_path, every=True)["act"].to_list() == ["added", "added", "removed"]
    assert len(list((tmp_path / "evidence").glob("*-*.parquet"))) == 1
    assert add_file(tmp_path, tmp_path / "b.csv").superseded == 1
    assert own_history(tmp_path).filter("current")["value"].to_list() == [2]


@pytest.mark.parametrize("asked", ["", "zz", "\x1b[31m", "*"])
def test_a_file_that_is_not_here_is_not_removed(tmp_path, asked):
    with pytest.raises(UnknownName):
        remove_file(tmp_path, asked)
    add_file(tmp_path, put(tmp_path, [row()]))
    with pytest.raises(UnknownName):
        remove_file(tmp_path, asked)
    assert own_files(tmp_path).height == 1


def test_our_own_codings_come_first_and_a_user_in_a_coders_name_supersedes_them(tmp_path):
    ours = settled_cases()
    assert all_codings(tmp_path).equals(ours)
    add_file(tmp_path, put(tmp_path, [row()]))
    assert all_codings(tmp_path).height == ours.height + 1
    one = ours.filter(pl.col("last_year") > pl.col("year")).row(0, named=True)
    other = {name: "" if one[name] is None else str(one[name]) for name in COLUMNS}
    other |= {"value": "2" if one["value"] != 2 else "1", "found": "observed"}
    other |= {"last_year": other["year"], "source": "another"}
    add_file(tmp_path, put(tmp_path, [other], "b.csv"))
    # One year is taken out of the span; the rest of it stays.
    assert all_codings(tmp_path).height == ours.height + 2
    key = [pl.col(name) == one[name] for name in ("coder", "iso3", "right", "item")]
    mine = all_codings(tmp_path).filter(*key, pl.col("year") == one["year"])
    assert mine["source"].to_list() == ["another"]


def test_runs_side_by_side_lose_nothing(tmp_path):
    paths = [put(tmp_path, [row(coder=f"c{n}")], f"{n}.csv") for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        added = list(pool.map(lambda path: add_file(tmp_path / "store", path), paths))
    assert len({one.id for one in added}) == 12
    assert own_files(tmp_path / "store")["number"].to_list() == list(range(1, 13))
    assert own_history(tmp_path / "store").height == 12


@pytest.mark.parametrize("name", ["ledger.parquet", "*-1.parquet"])
def test_what_was_changed_in_the_store_is_not_read(tmp_path, name):
    add_file(tmp_path, put(tmp_path, [row()]))
    (path,) = (tmp_path / "evidence").glob(name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content) if name[0] == "*" else b"PAR1 junk PAR1")
    with pytest.raises(StoreError, match="remove the folder `evidence`"):
        own_history(tmp_path)


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    add_file(tmp_path, put(tmp_path, [row()]))
    before = own_history(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        add_file(tmp_path, put(tmp_path, [row(value="2")], "b.csv"))
    monkeypatch.undo()
    assert own_history(tmp_path).equals(before)


def test_columns_are_those_of_the_contract():
    assert list(all_codings(Path("nowhere")).schema) == list(CODING)
