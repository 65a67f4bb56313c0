"""The page on families counts what the readers give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.record import published

from rightful.core.names import FAMILIES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "decisions" / "families.md"
ROW = re.compile(r"\| (\w+) \| (\w+) ([\w.-]+) \| ([\w, ]+) \| ([\d,; ]+) \| ([\d; -]+) \| .+ \|")
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def spread(cell: str, number: int) -> list[str]:
    """Return one entry for each variable; a cell with one entry speaks for all."""
    entries = cell.split("; ")
    return entries * number if len(entries) == 1 else entries


def test_every_family_but_physical_integrity_is_there() -> None:
    assert {family for family, *_ in ROWS} == set(FAMILIES) - {"physical_integrity"}


@pytest.mark.shared
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[3]}")
def test_counts_and_years(shared: Path, row: tuple[str, ...]) -> None:
    _, source, edition, listed, counts, spans = row
    frame = published.tidied(shared, source, edition)[1].table.frame
    variables = listed.split(", ")
    for name, count, span in zip(
        variables, spread(counts, len(variables)), spread(spans, len(variables)), strict=True
    ):
        rated = frame.drop_nulls(name)
        assert rated.height == int(count.replace(",", ""))
        years = sorted(rated["year"].to_list())
        assert f"{years[0]}-{years[-1]}" == span
