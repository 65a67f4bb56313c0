"""Statuses: appended whole, never lost, latest wins, what cannot be read is told."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.discourse.contradictions.status import NAME, read_statuses, set_status

ID = "0123456789ab"


def test_the_latest_judgement_stands_and_all_lines_stay(tmp_path: Path) -> None:
    assert read_statuses(tmp_path).latest == {}
    set_status(tmp_path / "new", ID, "Confirmed", "seen in the archive")
    set_status(tmp_path / "new", ID, "used")
    held = read_statuses(tmp_path / "new")
    assert held.latest[ID].status == "used"
    lines = (tmp_path / "new" / NAME).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["confirmed", "used"]


def test_a_line_cut_short_is_told_and_the_next_one_kept(tmp_path: Path) -> None:
    set_status(tmp_path, ID, "confirmed")
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"id": "0123456789ab", "sta')
    set_status(tmp_path, "ba9876543210", "rejected")
    held = read_statuses(tmp_path)
    assert held.skipped == (2,)
    assert {one.id: one.status for one in held.latest.values()} == {
        ID: "confirmed",
        "ba9876543210": "rejected",
    }


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    ids = [f"{number:012x}" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: set_status(tmp_path, one, "used", "ü\n" * 50), ids))
    held = read_statuses(tmp_path)
    assert set(held.latest) == set(ids)
    assert held.skipped == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / NAME).write_bytes(content)
    held = read_statuses(folder)
    lines = [line for line in content.split(b"\n") if line.strip()]
    assert len(held.skipped) + len(held.latest) <= len(lines)


def test_bad_requests_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="confirmed"):
        set_status(tmp_path, ID, "confirmd")
    for wrong in ("", "xyz", "0123456789AB", "../../etc/pas"):
        with pytest.raises(UsageError, match="identifies no"):
            set_status(tmp_path, wrong, "used")
    with pytest.raises(UsageError, match="too long"):
        set_status(tmp_path, ID, "used", "x" * 10_001)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        set_status(tmp_path / "file", ID, "used")
    assert not (tmp_path / NAME).exists()
