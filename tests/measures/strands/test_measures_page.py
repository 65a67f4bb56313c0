"""The page on measures names every series as its measure declares it."""

from __future__ import annotations

from pathlib import Path

from rightful.study.strands import measures

PAGE = (Path(__file__).parents[3] / "docs" / "measures.md").read_text(encoding="utf-8")


def test_every_series_stands_in_its_measure() -> None:
    parts = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
    assert list(parts) == [one.name for one in measures()]
    for one in measures():
        part = parts[one.name]
        assert all(f"`{need}`" in part for need in one.needs)
        for variable in one.gives:
            assert f"| `{variable.name}` | {variable.label} | {variable.unit} |" in part
            assert variable.note in part
