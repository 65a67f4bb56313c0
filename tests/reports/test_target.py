"""A file a user asked for is written whole or not at all, and nothing else is touched."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rightful.core.errors import StoreError, UsageError
from rightful.reports import target
from rightful.reports.target import check_target, write_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and rights of POSIX")


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "link.html"
    link.symlink_to(tmp_path / "far" / "page.html")
    for text in (b"one", b"two"):  # the link is dead at first
        write_files({link: text})
        assert link.is_symlink()
        assert (tmp_path / "far" / "page.html").read_bytes() == text


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    listener = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    listener.start()
    write_files({pipe: b"page"})
    listener.join()
    assert heard == [b"page"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


WRITE = """
import sys
from pathlib import Path
from rightful.reports.target import write_files
print("before")
write_files({Path(sys.argv[1]): b"page\\n"})
print("after")
"""


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "own"])
@pytest.mark.parametrize("piped", [True, False])
def test_our_own_output_is_written_through_in_order(
    tmp_path: Path, name: str, *, piped: bool
) -> None:
    out = tmp_path / "out"
    given = str(out) if name == "own" else name
    if piped and name == "own":
        pytest.skip("a pipe has no name")
    if piped:
        done = subprocess.run([sys.executable, "-c", WRITE, given], capture_output=True, check=True)
        assert done.stdout == b"before\npage\nafter\n"
        return
    with out.open("wb") as file:
        subprocess.run([sys.executable, "-c", WRITE, given], stdout=file, check=True)
    assert out.read_bytes() == b"before\npage\nafter\n"


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_files({path: b"one"})
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o640)
    write_files({path: b"two"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_read_only_file_is_spared(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"final")
    path.chmod(0o444)
    with pytest.raises(StoreError, match="read-only"):
        write_files({path: b"new"})
    assert path.read_bytes() == b"final"


def test_a_device_of_the_wrong_kind_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"all of it")
    monkeypatch.setattr(stat, "S_ISREG", lambda mode: False)
    with pytest.raises(StoreError, match="a disk or a socket"):
        check_target(path)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path / "file" / "x", tmp_path / ("x" * 300), tmp_path / "a"):
        with pytest.raises(StoreError, match="could not be written"):
            check_target(path)
    for path in (tmp_path, tmp_path / "nowhere" / "x"):
        with pytest.raises(UsageError):
            check_target(path)


def test_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write everywhere, so the system's refusal is imitated.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match="closed to writing"):
        check_target(tmp_path / "x")


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    count = 0

    def full(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write_files({one: b"new", two: b"new"})
    assert one.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    with pytest.raises(UsageError):
        write_files({one: b"new", tmp_path / "nowhere" / "two": b"new"})
    assert one.read_bytes() == b"old"


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    left, young = tmp_path / ".rightful-a.part", tmp_path / ".rightful-b.part"
    for part in (left, young):
        part.write_bytes(b"half")
    past = left.stat().st_mtime - 2 * target.LEFT_OVER
    os.utime(left, (past, past))
    write_files({tmp_path / "page": b"page"})
    assert {path.name for path in tmp_path.iterdir()} == {"page", young.name}
