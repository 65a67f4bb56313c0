"""The boomerang as a command: an empty store ranks nothing and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightful.core.errors import UnknownName, UsageError
from rightful.record.pull import pull
from rightful.record.store import Store
from rightful.study.boomerangs import paths, paths_text

NEEDED = ("vdem", "alliances", "ideal_points", "upr", "urgent_actions", "nhri")


def test_nothing_in_hand_ranks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    found = paths("Cambodia", 2014)
    assert found["rows"] == []
    assert found["needed"] is None
    assert "alliances" in found["absent"]
    assert "rightful pull NAME" in paths_text(found)


def test_names_that_are_none_are_told_as_the_users_own(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("who,what\n1,2\n")
    with pytest.raises(UsageError, match="columns type and name"):
        paths("Cambodia", 2014, own)


def test_odd_requests_are_told() -> None:
    with pytest.raises(UnknownName, match="Cambodia"):
        paths("Cambodai", 2014)
    with pytest.raises(UsageError, match="1800"):
        paths("Cambodia", 1800)


@pytest.mark.shared
def test_paths_on_the_real_files_and_the_users_names(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "store"))
    pull(Store(), NEEDED, shared).raise_if_failed()
    own = tmp_path / "own.csv"
    own.write_text("type,name\ndomestic_ngo,Nobody's Business\n")
    found = paths("Cambodia", 2014, own)
    assert found["needed"] is True
    assert len(found["rows"]) > 50
    assert all(0 <= row["low"] <= row["score"] <= row["high"] <= 1 for row in found["rows"])
    assert "Nobody's Business" in paths_text(found)
    assert "Nobody's Business" not in str(found["rows"])
    assert {row["ally_name"] for row in found["rows"]} >= {"New Zealand"}
