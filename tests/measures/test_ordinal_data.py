"""Hostile input to the measurement model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.measures._irt_posterior import reference_rows
from rightful.measures._layout import layout
from rightful.measures._ordinal_data import Item, Ratings, model_data
from rightful.measures._specification import lhrs2019

ITEMS = (Item("torture", 3, 1, "yearly"), Item("massacre", 2, -1))


def built(
    state=(0, 0, 1, 1),
    year=(2000, 2001, 2000, 2001),
    item=(0, 0, 1, 1),
    category=(0, 2, 0, 1),
    items=ITEMS,
    panel=((0, 0, 1, 1), (2000, 2001, 2000, 2001)),
):
    columns = [np.asarray(column) for column in (state, year, item, category)]
    return model_data(items, Ratings(*columns), *panel)


def test_a_good_panel_is_sorted_and_joined():
    data = built(panel=((1, 0, 1, 0), (2001, 2001, 2000, 2000)))
    assert data.state_index.tolist() == [0, 0, 1, 1]
    assert data.row.tolist() == [0, 1, 2, 3]


def test_a_chain_starts_anew_after_a_gap():
    data = built(panel=((0, 0, 0, 1, 1), (2000, 2001, 2003, 2000, 2001)))
    assert data.starts.tolist() == [True, False, True, True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(state=(), year=(), item=(), category=()), "no ratings"),
        (dict(category=(0, 3, 0, 1)), "0..2"),
        (dict(category=(0, -1, 0, 1)), "0..2"),
        (dict(category=(0, 2, 1, 1)), "only category 1"),
        (dict(category=(0.0, np.nan, 0.0, 1.0)), "missing"),
        (dict(category=(0.0, 1.5, 0.0, 1.0)), "fractional"),
        (dict(category=("a", "b", "c", "d")), "must be numbers"),
        (dict(item=(0, 0, 0, 1)), "only category"),
        (dict(item=(0, 0, 1, 2)), "Item index"),
        (dict(item=(0, 0, 0, 0), category=(0, 2, 0, 1)), "no rating"),
        (dict(year=(2000, 1999, 2000, 2001)), "not in the panel"),
        (dict(state=(0, 0, 1, 7)), "not in the panel"),
        (dict(year=(2000, 2000, 2000, 2001)), "rated twice"),
        (dict(category=(0, 2, 0)), "different lengths"),
        (dict(panel=((0, 0), (2000, 2000))), "twice in the panel"),
        (dict(panel=((), ())), "panel"),
        (dict(items=()), "No items"),
        (dict(items=(Item("torture", 1, 1), ITEMS[1])), "needs 2"),
        (dict(items=(Item("massacre", 3, 1), ITEMS[1])), "must differ"),
    ],
)  # fmt: skip
def test_refuses(change, message):
    with pytest.raises(DataError, match=message):
        built(**change)


@given(st.lists(st.integers(-3, 5), min_size=4, max_size=4))
def test_any_categories_are_taken_or_refused_with_reason(category):
    acceptable = (
        all(c >= 0 for c in category)
        and max(category[:2]) <= 2
        and max(category[2:]) <= 1
        and category[0] != category[1]
        and category[2] != category[3]
    )
    if acceptable:
        assert built(category=tuple(category)).category.tolist() == category
    else:
        with pytest.raises(DataError):
            built(category=tuple(category))


def test_a_published_specification_needs_its_item_names():
    with pytest.raises(DataError, match="lhrs2019"):
        layout(built(), lhrs2019())


def test_reference_years_outside_the_panel_are_refused():
    with pytest.raises(DataError, match="1981-1990"):
        reference_rows(built().year, (1981, 1990))
