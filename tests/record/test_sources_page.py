"""The page on sources says what the files in hand give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.record import published

from rightful.record.catalogue import sources

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sources.md"
ROW = re.compile(
    r"\| (\w+) \| ([\w.-]+) \| (.+?) \| \d{4}-\d{4} \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|"
)


def rows() -> dict[tuple[str, str], tuple[str, tuple[int, ...]]]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {
        (source, edition): (name, tuple(int(count.replace(",", "")) for count in counts))
        for source, edition, name, *counts in found
    }


def test_every_edition_is_on_the_page() -> None:
    declared = {
        (source.name, edition.name): edition.filename
        for source in sources()
        for edition in source.editions
    }
    assert {key: name for key, (name, _) in rows().items()} == declared


def _largest_apart(key: tuple[str, str]) -> object:
    """Leave the largest file to the long run, where it is read anyway."""
    marks = (pytest.mark.long, pytest.mark.xdist_group("roll_calls"))
    return pytest.param(key, id="-".join(key), marks=marks if key[0] == "unga_votes" else ())


@pytest.mark.shared
@pytest.mark.parametrize("key", [_largest_apart(key) for key in rows()])
def test_counts_are_right(shared: Path, key: tuple[str, str]) -> None:
    result = published.tidied(shared, *key)[1]
    found = (result.table.frame.height, len(result.dropped), len(result.recoded))
    assert found == rows()[key][1]
