"""An index is whole or the one before; a stale, cut or foreign one is noticed."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.discourse.search.made_up import acts, statements

from rightful.core.errors import DataError, StoreError, UsageError
from rightful.discourse.search import engine, index
from rightful.discourse.search.find import search
from rightful.discourse.search.index import (
    CURRENT,
    build_index,
    facts_of,
    fingerprint,
    is_current,
)

ONE = statements({"text": "one statement of a state", "language": "en"})
TWO = statements({"text": "one statement of a state", "language": "en"}, {"text": "two"})


def test_an_index_knows_what_it_was_built_from(tmp_path: Path) -> None:
    assert facts_of(tmp_path) is None
    facts = build_index(tmp_path, ONE)
    assert facts_of(tmp_path) == facts
    assert is_current(tmp_path, facts.stamp)
    other = build_index(tmp_path, TWO)
    assert other.stamp != facts.stamp
    assert not is_current(tmp_path, facts.stamp)
    assert search(tmp_path, "two").total == 1


def test_a_fingerprint_is_of_contents() -> None:
    assert fingerprint(ONE) == fingerprint(ONE.clone())
    assert len({fingerprint(ONE), fingerprint(TWO), fingerprint(TWO, ONE), fingerprint()}) == 4


def test_a_rebuild_leaves_no_older_folder(tmp_path: Path) -> None:
    for _ in range(3):
        build_index(tmp_path, ONE)
        assert search(tmp_path, "statement").total == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_build_that_fails_leaves_the_index_before(tmp_path: Path) -> None:
    build_index(tmp_path, ONE)
    before = sorted(tmp_path.iterdir())

    def stop(done: float, total: float, text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, TWO, progress=stop)
    assert sorted(tmp_path.iterdir()) == before
    assert search(tmp_path, "statement").total == 1


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[float, float]] = []
    build_index(tmp_path, TWO, progress=lambda done, total, text: told.append((done, total)))
    assert [told[0], told[-1]] == [(0, 2), (2, 2)]


@pytest.mark.parametrize("harm", ["cut", "gone", "format", "engine", "not json", "not ours"])
def test_a_damaged_index_is_none(tmp_path: Path, harm: str) -> None:
    build_index(tmp_path, ONE)
    named = tmp_path / CURRENT
    told = json.loads(named.read_text())
    file = tmp_path / told["folder"] / next(name for name in told["files"] if "store" in name)
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    elif harm == "gone":
        file.unlink()
    elif harm == "not json":
        named.write_text("{")
    else:
        changed = [] if harm == "not ours" else {**told, harm: "other"}
        named.write_text(json.dumps(changed))
    assert facts_of(tmp_path) is None
    with pytest.raises(StoreError, match="no search index"):
        search(tmp_path, "one")
    build_index(tmp_path, ONE)
    assert search(tmp_path, "one").total == 1


def test_files_of_other_content_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    build_index(tmp_path, ONE)
    told = json.loads((tmp_path / CURRENT).read_text())
    meta = tmp_path / told["folder"] / "meta.json"
    meta.write_bytes(b"x" * meta.stat().st_size)
    os.utime(meta, ns=(0, told["files"]["meta.json"]["changed"] + 1))
    assert facts_of(tmp_path) is None
    # With its time as before only a thorough check sees it.
    os.utime(meta, ns=(0, told["files"]["meta.json"]["changed"]))
    assert facts_of(tmp_path) is not None
    assert index.is_damaged(tmp_path)
    with pytest.raises(StoreError, match="remove the folder"):
        search(tmp_path, "one")


def test_a_copy_of_an_index_is_whole_and_is_read_through_once(tmp_path: Path) -> None:
    build_index(tmp_path, ONE)
    told = json.loads((tmp_path / CURRENT).read_text())
    meta = tmp_path / told["folder"] / "meta.json"
    os.utime(meta, ns=(0, 0))
    assert facts_of(tmp_path) is not None
    assert meta.stat().st_mtime_ns == told["files"]["meta.json"]["changed"]
    assert not index.is_damaged(tmp_path)


def test_a_full_disk_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(error: Exception) -> None:
        with engine.engine_errors(tmp_path):
            raise error

    for error in (OSError(errno.ENOSPC, "x"), ValueError("No space left on device")):
        with pytest.raises(StoreError, match="the disk is full"):
            write(error)
    with pytest.raises(StoreError, match="cannot be used: a thread ended"):
        write(ValueError("a thread ended"))
    # The engine may say no reason.
    monkeypatch.setattr(engine, "LEAST_ROOM", 1 << 62)
    with pytest.raises(StoreError, match="the disk is full"):
        write(ValueError("a thread ended"))


def test_a_frame_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lacks the column 'text'"):
        build_index(tmp_path, ONE.drop("text"))
    with pytest.raises(DataError, match="acts lacks the column 'kind'"):
        build_index(tmp_path, ONE, acts().drop("kind"))


def test_a_folder_that_cannot_be_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        build_index(tmp_path / "file", ONE)


def test_an_empty_frame_is_an_index(tmp_path: Path) -> None:
    assert build_index(tmp_path, statements()).statements == 0
    assert search(tmp_path, "anything").total == 0
    assert search(tmp_path, "*").total == 0


def test_the_same_frames_give_the_same_answers(tmp_path: Path) -> None:
    texts = [{"text": f"tied word number{i}", "language": "en"} for i in range(200)]
    for name in "ab":
        build_index(tmp_path / name, statements(*texts))
    one, two = (search(tmp_path / name, "tied", most=200) for name in "ab")
    assert one.hits == two.hits
    assert [hit.statement for hit in one.hits[:2]] == ["s0", "s1"]


def test_without_the_engine_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(UsageError, match=r"pip install 'rightful\[text\]'"):
        engine.engine()


def test_nothing_loads_the_engine_before_it_is_asked() -> None:
    code = (
        "import sys, rightful.discourse.search.find, rightful.discourse.search.export;"
        "assert 'tantivy' not in sys.modules and 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_rights_of_tags_are_found_by_the_right_alone(tmp_path: Path) -> None:
    tagged = ONE.with_columns(pl.Series("rights", [["torture"]]))
    build_index(tmp_path, tagged, acts({"statement": "s0", "act": "promise"}))
    assert search(tmp_path, "", index_filters(right="torture")).total == 1
    assert search(tmp_path, "", index_filters(act="promise")).total == 1
    assert search(tmp_path, "", index_filters(act="promise", right="torture")).total == 0


def index_filters(**values: str):
    from rightful.discourse.search.filters import Filters

    return Filters(**values)  # type: ignore[arg-type]


def test_a_reader_of_the_index_before_is_not_disturbed(tmp_path: Path) -> None:
    build_index(tmp_path, ONE)
    opened = index.open_index(tmp_path)
    build_index(tmp_path, TWO)
    assert opened.searcher.num_docs == 1
    assert index.open_index(tmp_path).searcher.num_docs == 2
