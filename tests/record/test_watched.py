"""What a result rests on is what was read, and a rerun is held to the same editions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.record.manifest import Holding, write_manifest
from rightful.record.store import _written
from rightful.record.watched import Watched


def stored(root: Path, source: str, edition: str, place: int) -> None:
    """Put a made-up table into a store."""
    path = root / "tables" / source / f"{edition}.parquet"
    sha256 = _written(pl.DataFrame({"ccode": [2], "year": [1990 + place]}), path, {})
    held = Holding(
        source, edition, f"{source}.csv", "a" * 64, 1, sha256, "b" * 64, "now", "here", place, 1
    )
    write_manifest(root / "manifest.json", [*Watched(root).holdings(), held])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    stored(tmp_path, "made", "2", 0)
    stored(tmp_path, "made", "1", 1)
    stored(tmp_path, "other", "1", 0)
    return tmp_path


def test_what_is_read_is_noted_with_its_edition(root: Path) -> None:
    store = Watched(root)
    assert store.table("made")["year"][0] == 1990
    assert store.table("made", "1")["year"][0] == 1991
    with pytest.raises(UnknownName):
        store.table("made", "3")
    with pytest.raises(UnknownName):
        store.table("absent")
    assert [(one.source, one.edition) for one in store.read] == [("made", "1"), ("made", "2")]
    assert store.lacking == ("absent", "made/3")


def test_a_rerun_sees_only_the_editions_of_the_first_run(root: Path) -> None:
    store = Watched(root, only=[("made", "1")])
    assert store.table("made")["year"][0] == 1991
    with pytest.raises(UnknownName):
        store.table("other")
    assert Watched(root, only=[]).holdings() == ()
