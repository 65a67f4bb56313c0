"""The status lists of the UN Treaty Collection: acts with days, keyed by party and instrument."""

from __future__ import annotations

import io
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rightful.core.errors import BadRows, MissingFile, SourceError
from rightful.record.catalogue import source
from rightful.record.commitments import acts
from rightful.record.sources._un_lists import dated
from rightful.record.sources.un_treaties import INSTRUMENTS

SOURCE = source("un_treaties")
EDITION = SOURCE.editions[0]


def test_a_cell_tells_the_day_and_the_act() -> None:
    assert dated("22 Mar 1956 a") == (date(1956, 3, 22), "a")
    assert dated("1 Jul 1999 AA") == (date(1999, 7, 1), "AA")
    assert dated("  ") is None
    with pytest.raises(ValueError, match="no date"):
        dated("soon")


def test_a_line_makes_one_act_per_date() -> None:
    frame = SOURCE.tidy(SOURCE.example(), EDITION).table.frame
    norway = frame.filter(pl.col("party") == "Norway")
    assert norway["act"].to_list() == ["ratification", "signature"]
    assert frame.filter(pl.col("party") == "Holy See")["ccode"].to_list() == [None]


def test_bad_cells_and_repeated_acts_are_told_by_row() -> None:
    raw = SOURCE.example()
    bad = raw.with_columns(
        deposit=pl.when(pl.col("row") == 2).then(pl.lit("2002")).otherwise("deposit")
    )
    again = pl.concat([bad, raw.head(1).with_columns(pl.lit(4, dtype=pl.Int32).alias("row"))])
    with pytest.raises(BadRows) as caught:
        SOURCE.tidy(again, EDITION)
    assert sorted({row for row, _ in caught.value.rows}) == [2, 4]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        SOURCE.read(tmp_path / "none.tar.gz", EDITION)
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"not an archive")
    with pytest.raises(SourceError):
        SOURCE.read(broken, EDITION)


def archive(folder: Path, text: bytes, **member: Any) -> Path:
    """Return an archive of all lists, the first of them with this text or made otherwise."""
    path = folder / "untreaties_all_chapters.tar.gz"
    with tarfile.open(path, "w:gz") as made:
        for number, treaty in enumerate(INSTRUMENTS):
            info = tarfile.TarInfo(f"untreaties/treaties/{treaty}.csv")
            content = text if number == 0 else b"Participant,Accession\n"
            info.size = len(content)
            if number == 0:
                for name, value in member.items():
                    setattr(info, name, value)
            made.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"Participant\n",
        b"Participant,A,B\n",
        b"\xff",
        b'Participant,"' + b"x" * 200_000,
    ],
    ids=range(6),
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(SourceError):
        SOURCE.read(archive(tmp_path, text), EDITION)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_list_that_is_a_link_is_refused(tmp_path: Path, kind: bytes) -> None:
    itself = f"untreaties/treaties/{next(iter(INSTRUMENTS))}.csv"
    path = archive(tmp_path, b"", type=kind, linkname=itself)
    with pytest.raises(SourceError, match="no plain file"):
        SOURCE.read(path, EDITION)


def test_a_list_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no plain file of at most"):
        SOURCE.read(archive(tmp_path, b"x" * 4_000_001), EDITION)


@pytest.mark.shared
def test_the_register_keeps_every_day_of_the_lists(shared: Path) -> None:
    path = shared / "raw" / "un_treaties_2015" / EDITION.filename
    raw = SOURCE.read(path, EDITION)
    lists = SOURCE.tidy(raw, EDITION).table.frame
    assert set(lists["instrument"]) == set(INSTRUMENTS.values())
    assert lists["year"].max() == EDITION.last_year
    own = acts().frame.filter(pl.col("authority").str.contains("untc15"), pl.col("year") > 0)
    ours = own.group_by("instrument", "act", "date").len().sort("instrument", "act", "date")
    theirs = lists.group_by("instrument", "act", "date").len().sort("instrument", "act", "date")
    assert ours.equals(theirs)


@pytest.mark.shared
def test_treaties_about_no_right_are_other_lists_of_the_same_archive(shared: Path) -> None:
    other = source("un_other_treaties")
    (edition,) = other.editions
    assert (edition.sha256, edition.size) == (EDITION.sha256, EDITION.size)
    path = shared / "raw" / "un_treaties_2015" / edition.filename
    lists = other.tidy(other.read(path, edition), edition).table.frame
    named = set(lists["instrument"])
    assert named == {"LAW-OF-THE-SEA", "OZONE", "BASEL", "BIODIVERSITY"}
    assert not named & set(INSTRUMENTS.values())
    usa = lists.filter(pl.col("ccode") == 2, pl.col("act") != "signature")
    assert usa.select("instrument", "date").rows() == [("OZONE", date(1986, 8, 27))]
