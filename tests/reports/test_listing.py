"""Listings are aligned, plain and never wider than a terminal where they wrap."""

from __future__ import annotations

from rightful.reports.listing import WIDTH, entry, facts, table


def test_a_table_aligns_and_shows_nothing_for_null() -> None:
    rows: list[dict[str, object]] = [{"a": "long name", "b": None}, {"a": "x", "b": True}]
    assert table(rows, {"a": "name", "b": "held"}).splitlines() == [
        "name       held",
        "long name",
        "x          yes",
    ]


def test_facts_nest() -> None:
    text = facts({"first_year": 1946, "fit": {"rhat": 1.0025, "items": ["a", "b"]}})
    assert text.splitlines() == ["first year: 1946", "fit:", "  rhat: 1.0025", "  items: a, b"]


def test_an_entry_wraps_and_leaves_out_what_is_empty() -> None:
    text = entry("title", {"note": "word " * 60, "unit": "", "low": None})
    assert "unit" not in text
    assert max(len(line) for line in text.splitlines()) <= WIDTH
