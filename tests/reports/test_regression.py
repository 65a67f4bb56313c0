"""A regression table has its estimates, errors in brackets, and what was held in rows below."""

from __future__ import annotations

from rightful.reports.regression import NONE, Specification, tables


def made(at: int, treatment: str = "cat", estimate: float | None = -0.5) -> Specification:
    error, p = (None, None) if estimate is None else (0.25, 0.04)
    facts = (("Year effects", "yes"), ("N", f"{1000 + at:,}"))
    return Specification(f"label {at}", treatment, estimate, error, p, facts)


def test_one_column_a_specification_with_its_error_below() -> None:
    (table,) = tables("A study", [made(1), made(2, "iccpr", 0.125)], "study")
    assert table.columns == ("", "(1) label 1", "(2) label 2")
    assert table.rows == (
        ("cat", "-0.500", ""),
        ("", "(0.250)", ""),
        ("iccpr", "", "+0.125"),
        ("", "", "(0.250)"),
        ("p", "0.040", "0.040"),
        ("Year effects", "yes", "yes"),
        ("N", "1,001", "1,002"),
    )
    assert "*" not in "".join(cell for row in table.rows for cell in row)
    assert table.numeric == (False, True, True)


def test_many_columns_become_tables_numbered_throughout() -> None:
    found = tables("A study", [made(at) for at in range(1, 6)], "study", most=2)
    assert [len(one.columns) for one in found] == [3, 3, 2]
    assert found[2].columns[1] == "(5) label 5"
    assert found[1].caption == "A study (2 of 3)"
    assert len({one.anchor for one in found}) == 3


def test_what_has_no_estimate_is_shown_as_such() -> None:
    (table,) = tables("A study", [made(1, estimate=None)], "study")
    assert [row[1] for row in table.rows[:3]] == [NONE, "", NONE]
