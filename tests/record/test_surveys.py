"""Surveys that a user brings: weighted shares from respondents, and a plain file of shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightful.core.errors import BadRows, DataError, SourceError
from rightful.record.surveys import SHARES, read_barometer, read_wvs

HEAD = "S002VS,S020,S017,COUNTRY_ALPHA,E229,E233\n"
PEOPLE = (
    HEAD
    + "".join("5,2006,1,NOR,10,-2\n" for _ in range(30))
    + "".join("5,2006,2,NOR,3,9\n" for _ in range(10))
    + "5,2006,1,NOR,-1,-4\n5,2006,1,HKG,10,10\n"
)
ROW = "NOR,2006,5,afrobarometer,q1,0.6,1000,0.015\n"


def written(folder: Path, text: str, name: str = "survey.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_shares_are_weighted_and_refusals_are_no_answers(tmp_path: Path) -> None:
    frame = read_wvs(written(tmp_path, PEOPLE)).frame
    assert set(frame["ccode"]) == {385}, "Hong Kong is no state"
    first = frame.row(0, named=True)
    assert first["item"] == "civil_rights_essential"
    assert first["n"] == 40
    effective = 50**2 / (30 + 10 * 4)
    assert first["share_accepting"] == pytest.approx((0.6 * effective + 0.5) / (effective + 1))
    assert first["se"] == pytest.approx(
        (first["share_accepting"] * (1 - first["share_accepting"]) / effective) ** 0.5
    )


def test_a_unanimous_share_keeps_an_error(tmp_path: Path) -> None:
    frame = read_wvs(written(tmp_path, PEOPLE)).frame
    women = frame.filter(frame["item"] == "women_same_rights_essential").row(0, named=True)
    assert women["share_accepting"] < 1
    assert women["se"] > 0


def test_the_stata_file_reads_the_same(tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    pandas = pytest.importorskip("pandas")
    path = written(tmp_path, PEOPLE)
    pyreadstat.write_dta(pandas.read_csv(path), str(tmp_path / "survey.dta"))
    assert read_wvs(tmp_path / "survey.dta").frame.equals(read_wvs(path).frame)


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="S017"):
        read_wvs(written(tmp_path, "S002VS,S020,COUNTRY_ALPHA,E229\n5,2006,NOR,1\n"))
    with pytest.raises(SourceError, match="every item"):
        read_wvs(written(tmp_path, "S002VS,S020,S017,COUNTRY_ALPHA\n5,2006,1,NOR\n"))
    with pytest.raises(SourceError):
        read_wvs(written(tmp_path, "not a Stata file", "survey.dta"))


def test_a_barometer_reads_as_it_is(tmp_path: Path) -> None:
    frame = read_barometer(written(tmp_path, ",".join(SHARES) + "\n" + ROW)).frame
    assert frame.row(0) == (385, 2006, "5", "afrobarometer", "q1", 0.6, 1000, 0.015)


@pytest.mark.parametrize("bad", ["0.6,1000,0", "1.6,1000,0.01", "0.6,0,0.01", "x,1000,0.01"])
def test_impossible_shares_are_told_by_row(tmp_path: Path, bad: str) -> None:
    text = ",".join(SHARES) + "\n" + ROW + f"NOR,2007,5,afrobarometer,q1,{bad}\n"
    with pytest.raises(BadRows, match="row 2: "):
        read_barometer(written(tmp_path, text))


def test_a_repeated_share_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than once"):
        read_barometer(written(tmp_path, ",".join(SHARES) + "\n" + ROW + ROW))
