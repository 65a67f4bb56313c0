"""A folder that a user asked for is written whole or not at all; nothing there is replaced."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rightful.core.errors import RightfulError, StoreError, UsageError
from rightful.reports import target_folder
from rightful.reports.target_folder import check_new_folder, new_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and rights of POSIX")


def fill(folder: Path) -> None:
    with new_folder(folder) as part:
        (part / "a.txt").write_text("a")


@pytest.mark.parametrize("name", ["new", "a 'quoted' \"name\" & more", "empty", "ü", "-x"])
def test_a_free_name_or_an_empty_folder_is_filled(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    fill(tmp_path / name)
    assert (tmp_path / name / "a.txt").read_text() == "a"
    assert {path.name for path in tmp_path.iterdir()} == {"empty", name}
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o777 & ~target_folder._umask()


def test_what_a_person_keeps_there_is_never_replaced(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    told = {
        "full": "holds thesis.txt",
        "file": "a file, not a folder",
        "link": "a link",
        "dead": "a link",
        "missing/folder": "no folder",
        "file/folder": "no folder",
    }
    for name, words in told.items():
        with pytest.raises(UsageError, match=words):
            fill(tmp_path / name)
    assert (full / "thesis.txt").read_text() == "mine"
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".rightful")]


def test_the_folder_one_is_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="the folder you are in"):
        check_new_folder(Path())


def test_a_file_that_came_there_meanwhile_stays(tmp_path: Path) -> None:
    def meanwhile() -> None:
        with new_folder(tmp_path / "x") as part:
            (part / "a.txt").write_text("a")
            (tmp_path / "x").mkdir()
            (tmp_path / "x" / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match=r"holds mine\.txt"):
        meanwhile()
    assert [path.name for path in tmp_path.rglob("*")] == ["x", "mine.txt"]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "cannot be written")]
)
def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, number: int, words: str) -> None:
    def refused() -> None:
        with new_folder(tmp_path / "x") as part:
            (part / "a.txt").write_text("a")
            raise OSError(number, os.strerror(number))

    with pytest.raises(StoreError, match=words):
        refused()
    assert not list(tmp_path.iterdir())


def test_an_error_of_ours_passes_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RightfulError, match="ours"), new_folder(tmp_path / "x"):
        raise RightfulError("ours")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_closed_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(StoreError, match="cannot be written"):
        check_new_folder(tmp_path / "closed" / "x")


def test_no_right_to_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(StoreError, match="Permission denied"):
        check_new_folder(tmp_path / "x")
