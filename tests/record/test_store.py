"""The store under a full disk, a killed process and two writers: nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import polars as pl
import pytest
from tests.record.made_up_source import CONTENT, MadeUp, edition

from rightful.core.errors import (
    BadRows,
    MissingFile,
    SourceError,
    StoreError,
    UnknownName,
    UnrecognisedFile,
    UsageError,
)
from rightful.record import store as store_module
from rightful.record.atomic import write_atomically
from rightful.record.home import check_outside, default_home
from rightful.record.store import Store

SOURCE = MadeUp()
EDITION = SOURCE.editions[0]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def file_of(folder: Path, content: bytes = CONTENT, name: str = EDITION.filename) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def everything(root: Path) -> dict[str, bytes]:
    """Return every file under ``root`` but the lock, with its content."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


def test_keeps_and_gives_back(store: Store, tmp_path: Path) -> None:
    holding = store.keep(file_of(tmp_path), SOURCE, EDITION, "a folder")
    assert (holding.rows, holding.dropped) == (3, {})
    assert store.table("made_up")["score"].to_list() == [3, 2, 1]
    assert store.table("made_up", "1").height == 3
    assert store.raw_path(EDITION.sha256).read_bytes() == CONTENT
    assert store.dropped("made_up").height == 0
    assert store.holds("made_up", "1")
    assert not list(store.root.rglob("*.part"))


def test_a_table_carries_its_origin(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    told = pl.read_parquet_metadata(store.table_path("made_up", "1"))
    assert told["rightful.sha256"] == EDITION.sha256
    assert told["rightful.reference"] == SOURCE.reference


def test_making_a_store_touches_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.holdings() == ()
    assert not store.root.exists()


def test_rows_left_out_are_kept_with_their_reasons(store: Store, tmp_path: Path) -> None:
    content = CONTENT + b"316,1990,1\n"
    source = MadeUp(edition("1", content))
    holding = store.keep(file_of(tmp_path, content), source, source.editions[0], "")
    assert holding.dropped == {"belongs to no state alive in that year": 1}
    assert store.dropped("made_up")["row"].to_list() == [4]


def test_newest_edition_is_the_default(store: Store, tmp_path: Path) -> None:
    second = CONTENT.replace(b"2,1999,3", b"2,1999,1")
    source = MadeUp(edition("2", second), edition("1", CONTENT))
    for each, content in zip(source.editions, (second, CONTENT), strict=True):
        store.keep(file_of(tmp_path, content, each.filename), source, each, "")
    assert store.holding("made_up").edition == "2"
    assert store.table("made_up").filter(pl.col("ccode") == 2)["score"].to_list() == [1]
    assert store.query('SELECT score FROM "made_up/1" WHERE ccode = 2').rows() == [(3,)]


def test_query(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    asked = store.query("SELECT year, max(score) AS worst FROM made_up GROUP BY year")
    assert asked.rows(named=True) == [{"year": 1999, "worst": 3}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM absent",
        "nonsense",
        "SELECT 1; SELECT 2",
        "",
        "DROP VIEW made_up",
        "COPY (SELECT 1) TO 'out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SET enable_external_access = true",
    ],
)
def test_query_can_only_read_the_store(store: Store, tmp_path: Path, sql: str) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    with pytest.raises(StoreError, match="the query failed") as caught:
        store.query(sql)
    assert "made_up" in str(caught.value.allowed)


def test_unknown_table_says_what_to_pull(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="rightful pull made_up"):
        store.table("made_up")
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    with pytest.raises(UnknownName, match="did you mean made_up 1"):
        store.table("made_up", "11")


def test_another_file_is_refused_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    before = everything(store.root)
    for content, said in (
        (b"", "it is empty"),
        (CONTENT[:-8], "cut short"),
        (CONTENT + b" ", "re-saved, edited, or another edition"),
        (CONTENT.decode().encode("utf-16"), "re-saved"),
    ):
        with pytest.raises(UnrecognisedFile, match=said) as caught:
            store.keep(file_of(tmp_path, content), SOURCE, EDITION, "")
        assert EDITION.sha256[:12] in str(caught.value)
        assert "declare it" in str(caught.value)
        assert everything(store.root) == before


def test_folder_absent_and_unreadable_files(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingFile, match="is a folder"):
        store.keep(tmp_path, SOURCE, EDITION, "")
    with pytest.raises(MissingFile, match="is not there"):
        store.keep(tmp_path / "absent.csv", SOURCE, EDITION, "")
    locked = file_of(tmp_path)
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        # Root may read everything, so the system's refusal is imitated.
        if self == locked:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="Permission denied") as caught:
        store.keep(locked, SOURCE, EDITION, "")
    assert "check its permissions" in str(caught.value)
    assert everything(store.root) == {}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"811,1999,1\n", r"row 4: repeats state 811 in 1999, first seen in row 1"),
        (b"20,1999,9\n", r"row 4: score is '9', allowed a whole number from 1 to 3"),
        (b"20,1999,high\n", r"row 4: score is 'high'"),
        (b"20,199,1\n", r"row 4: year is '199'"),
        (b"20,,1\n", r"row 4: has no year"),
    ],
)
def test_bad_rows_are_told_and_change_nothing(
    store: Store, tmp_path: Path, rows: bytes, said: str
) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    before = everything(store.root)
    source = MadeUp(edition("bad", CONTENT + rows))
    bad = file_of(tmp_path, CONTENT + rows, "bad.csv")
    with pytest.raises(BadRows, match=said):
        store.keep(bad, source, source.editions[0], "")
    assert everything(store.root) == before


class FullDisk:
    """A file that takes ``room`` bytes and then says that the disk is full."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self.file, self.room = file, room

    def write(self, block: bytes) -> int:
        self.room -= len(block)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.file.write(block)

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@pytest.mark.parametrize("suffix", ["made-up-2.csv", "2.parquet.part", "manifest.json.part"])
def test_full_disk_loses_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    table = store.table("made_up", "1")
    manifest = (store.root / "manifest.json").read_bytes()
    content = CONTENT + b"20,1999,1\n"
    source = MadeUp(edition("2", content))
    second = file_of(tmp_path, content, "made-up-2.csv")
    opened = Path.open

    def open_full(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        file = opened(self, mode, *args, **kwargs)
        full = "w" in mode and self.name.endswith(suffix)
        return FullDisk(file, room=5) if full else file

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(StoreError, match="the disk is full") as caught:
        store.keep(second, source, source.editions[0], "")
    assert "make room" in str(caught.value)
    monkeypatch.undo()
    assert (store.root / "manifest.json").read_bytes() == manifest
    assert store.table("made_up", "1").equals(table)
    assert not store.holds("made_up", "2")
    assert not list(store.root.rglob("*.part"))
    assert not list((store.root / "raw" / "incoming").iterdir())
    assert store.keep(second, source, source.editions[0], "").rows == 4


def test_write_atomically_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def fails(descriptor: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(RuntimeError):
        write_atomically(path, b"new")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


KILLED = """
import sys, time
from pathlib import Path
sys.path[:0] = {paths!r}
from tests.record.made_up_source import MadeUp, edition
import rightful.record.atomic as atomic
import rightful.record.store as module
content = Path({file!r}).read_bytes()
source = MadeUp(edition("2", content))
renamed = module.renamed
count = 0
def slow(unfinished, path):
    global count
    if count == {after}:
        print("stuck", flush=True)
        time.sleep(60)
    count += 1
    renamed(unfinished, path)
module.renamed = atomic.renamed = slow
module.Store(Path({root!r})).keep(Path({file!r}), source, source.editions[0], "")
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("after", range(4))
def test_killed_at_any_rename_loses_nothing(store: Store, tmp_path: Path, after: int) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    table = store.table("made_up", "1")
    manifest = (store.root / "manifest.json").read_bytes()
    content = CONTENT + b"20,1999,1\n"
    second = file_of(tmp_path, content, "made-up-2.csv")
    root = Path(store_module.__file__).parents[2]
    script = KILLED.format(
        paths=[str(root), str(Path(__file__).parents[2])],
        file=str(second),
        root=str(store.root),
        after=after,
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "stuck\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert (store.root / "manifest.json").read_bytes() == manifest
    assert store.table("made_up", "1").equals(table)
    assert not store.holds("made_up", "2")
    # The lock died with its holder, and what it left behind does not disturb the next run.
    source = MadeUp(edition("2", content))
    assert store.keep(second, source, source.editions[0], "").rows == 4
    assert not list(store.root.rglob("*.part"))


def test_second_writer_waits_and_says_so(store: Store) -> None:
    with store.writing():
        began = time.monotonic()
        with (
            pytest.raises(StoreError, match="another run of rightful is writing"),
            Store(store.root).writing(wait=0.2),
        ):
            pytest.fail("two writers at once")
        assert time.monotonic() - began >= 0.2


def test_two_writers_take_turns(store: Store, tmp_path: Path) -> None:
    contents = [CONTENT.replace(b"2,1999,3", b"2,1999,%d" % score) for score in (1, 2, 3)]
    sources = [MadeUp(edition(str(place), content)) for place, content in enumerate(contents)]
    files = [file_of(tmp_path, content, f"{place}.csv") for place, content in enumerate(contents)]
    threads = [
        threading.Thread(target=store.keep, args=(path, source, source.editions[0], ""))
        for path, source in zip(files, sources, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {holding.edition for holding in store.holdings()} == {"0", "1", "2"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        "null",
        "[" * 100_000,
        '{"format": 99, "holdings": []}',
        '{"format": 2, "holdings": [1]}',
        '{"format": 2, "holdings": {}}',
        '{"format": 2, "holdings": [{"source": "made_up"}]}',
    ],
    ids=range(9),
)
def test_broken_manifest_is_told(store: Store, content: str) -> None:
    store.root.mkdir()
    (store.root / "manifest.json").write_text(content)
    with pytest.raises(StoreError, match="manifest of the store cannot be read") as caught:
        store.holdings()
    assert "rightful pull" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("rows", "3"), ("dropped", []), ("place", None), ("edition", "../../x"), ("sha256", "x")],
)
def test_a_manifest_of_wrong_types_is_told(
    store: Store, tmp_path: Path, name: str, value: object
) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    path = store.root / "manifest.json"
    content = json.loads(path.read_text())
    content["holdings"][0][name] = value
    path.write_text(json.dumps(content))
    with pytest.raises(StoreError, match="manifest of the store cannot be read"):
        store.holdings()


def test_broken_table_is_told(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    store.table_path("made_up", "1").write_bytes(b"PAR1 but not really")
    with pytest.raises(StoreError, match="the table of made_up cannot be used") as caught:
        store.table("made_up")
    assert "rightful pull made_up" in str(caught.value)
    with pytest.raises(StoreError, match="the table of made_up cannot be used"):
        store.query("SELECT * FROM made_up")


def damage(store: Store, what: str) -> Path:
    """Damage one of the three files of the made-up edition and return its path."""
    path = {
        "raw": store.raw_path(EDITION.sha256),
        "table": store.table_path("made_up", "1"),
        "dropped": store.table_path("made_up", "1.dropped"),
    }[what]
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return path


@pytest.mark.parametrize("what", ["raw", "table", "dropped"])
@pytest.mark.parametrize("gone", [True, False])
def test_an_edition_with_a_damaged_file_is_not_held(
    store: Store, tmp_path: Path, what: str, gone: bool
) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    path = damage(store, what)
    if gone:
        path.unlink()
    assert not store.holds("made_up", "1")
    read = {"raw": store.raw, "table": store.table, "dropped": store.dropped}[what]
    with pytest.raises(StoreError, match="rightful pull made_up") as caught:
        read("made_up")
    assert str(path) in str(caught.value)


def test_a_swapped_table_is_refused(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "")
    store.table("made_up").with_columns(score=pl.lit(1, dtype=pl.Int32)).write_parquet(
        store.table_path("made_up", "1")
    )
    with pytest.raises(StoreError, match="not the one that was stored"):
        store.table("made_up")


def test_a_reader_that_breaks_is_a_source_error(store: Store, tmp_path: Path) -> None:
    class Breaks(MadeUp):
        def read(self, path: Path, edition: object) -> pl.DataFrame:
            raise ZeroDivisionError("in a library")

    with pytest.raises(SourceError, match="ZeroDivisionError: in a library"):
        store.keep(file_of(tmp_path), Breaks(), EDITION, "")
    assert everything(store.root) == {}


def test_a_path_that_is_no_text_is_kept_as_origin(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, os.fsdecode(b"/tmp/\xff"))
    assert os.fsencode(store.holding("made_up").origin) == b"/tmp/\xff"


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "store")
    with pytest.raises(StoreError, match="RIGHTFUL_HOME"):
        store.keep(file_of(tmp_path), SOURCE, EDITION, "")


def test_manifest_is_plain_json(store: Store, tmp_path: Path) -> None:
    store.keep(file_of(tmp_path), SOURCE, EDITION, "a folder")
    content = json.loads((store.root / "manifest.json").read_text())
    assert content["holdings"][0]["sha256"] == EDITION.sha256
    assert content["holdings"][0]["pulled"].endswith("+00:00")


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    assert default_home() == tmp_path
    monkeypatch.delenv("RIGHTFUL_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform == "linux":
        assert default_home() == tmp_path / "data" / "rightful"


def test_a_home_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", "~nosuchuser/x")
    with pytest.raises(UsageError, match="RIGHTFUL_HOME=~nosuchuser/x"):
        default_home()


def test_only_pull_writes_inside_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    (tmp_path / "link").symlink_to(tmp_path / "home")
    for inside in (tmp_path / "home" / "x.csv", tmp_path / "link" / "x.csv", tmp_path / "home"):
        with pytest.raises(UsageError, match="inside the store"):
            check_outside(inside)
    check_outside(tmp_path / "homes.csv")
