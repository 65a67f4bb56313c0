import numpy as np
import polars as pl

from rightful.core.evidence import EVIDENCE
from rightful.spiral.choose import chosen, panel_of
from rightful.spiral.units import unit


def _rows(*told: dict[str, object]) -> pl.DataFrame:
    plain = {
        "ccode": 811, "year": 2000, "right": "torture", "item": "D1", "value": 1,
        "found": "observed", "confidence": 0.9, "origin": "statement", "proxy": False,
        "source": "made up", "rows": ["a"], "note": None,
    }  # fmt: skip
    return pl.DataFrame([{**plain, **one} for one in told], schema=EVIDENCE)


def _value(rows: pl.DataFrame, right: str = "torture", general: bool = False) -> int | None:
    cells = chosen(rows, unit(right), 0.6, general)
    return cells["value"].item() if cells.height else None


def test_an_analyst_speaks_before_a_program() -> None:
    assert _value(_rows({"value": 2}, {"value": 0, "origin": "analyst"})) == 0


def test_what_was_seen_speaks_before_what_nobody_found() -> None:
    rows = _rows({"value": 0, "origin": "analyst", "found": "none_found"}, {"value": 1})
    assert _value(rows) == 1


def test_evidence_speaks_before_a_proxy() -> None:
    assert _value(_rows({"value": 2, "proxy": True}, {"value": 1})) == 1
    assert _value(_rows({"value": 2, "proxy": True})) == 2


def test_coders_who_differ_are_pooled_and_a_tie_says_nothing() -> None:
    more = _rows(
        {"value": 2, "confidence": 0.95, "origin": "analyst"},
        {"value": 0, "confidence": 0.55, "origin": "analyst"},
    )
    assert _value(more) == 2
    tie = _rows({"value": 2, "origin": "analyst"}, {"value": 0, "origin": "analyst"})
    assert _value(tie) is None


def test_two_who_doubt_and_agree_are_sure_enough_and_one_leaves_the_cell_open() -> None:
    doubtful = {"value": 1, "confidence": 0.55, "origin": "analyst"}
    assert _value(_rows(doubtful, doubtful | {"source": "another"})) == 1
    nothing = {"value": 0, "found": "none_found", "origin": "record", "confidence": 0.75}
    assert _value(_rows(doubtful, nothing)) is None


def test_codings_of_two_rights_are_no_disagreement() -> None:
    rows = _rows(
        {"value": 2, "origin": "analyst", "right": "unspecified"},
        {"value": 0, "origin": "analyst", "right": "physical_integrity"},
    )
    assert _value(rows, "unspecified") == 2
    assert _value(rows, "torture") == 0


def test_doubtful_values_do_not_count() -> None:
    assert _value(_rows({"confidence": 0.59})) is None


def test_general_talk_counts_for_a_right_only_where_the_reading_says_so() -> None:
    rows = _rows({"right": "unspecified"})
    assert _value(rows) is None
    assert _value(rows, general=True) == 1


def test_items_about_the_state_count_for_every_right() -> None:
    assert _value(_rows({"item": "IA", "right": "physical_integrity"}), "speech") == 1


def test_a_panel_has_minus_one_where_nothing_speaks() -> None:
    years = pl.DataFrame(
        {"ccode": [811, 811], "year": [2000, 2001], "government": [0, 0], "person": [8110, 8110]},
        schema={"ccode": pl.Int32, "year": pl.Int32, "government": pl.Int32, "person": pl.Int64},
    )
    panel = panel_of(years, chosen(_rows({}, {"year": 1950}), unit("torture"), 0.6, False))
    np.testing.assert_array_equal(panel.item("D1"), [1, -1])
    np.testing.assert_array_equal(panel.item("S1"), [-1, -1])
