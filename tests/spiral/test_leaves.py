from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from tests.spiral.made import one_state, panels

from rightful.core.errors import DataError
from rightful.spiral.language import Leaf, leaf_node
from rightful.spiral.leaves import answer, criticised, either, latest
from rightful.spiral.panel import Panel


def _answers(panel: Panel, text: str) -> list[int]:
    node = leaf_node(text, "here")
    assert node is not None
    assert node.leaf is not None
    return answer(panel, node.leaf).tolist()  # type: ignore[no-any-return]


def test_talk_stands_for_three_years_and_no_longer() -> None:
    panel = one_state(6, S1=[1, -1, -1, -1, -1, -1])
    assert _answers(panel, "S1 >= 1") == [1, 1, 1, 1, -1, -1]
    assert latest(panel, "S1")[1].tolist() == [0, 1, 2, 3, -1, -1]


def test_what_is_not_talk_stands_for_its_year_alone() -> None:
    assert _answers(one_state(3, IA=[2, -1, 0]), "IA >= 1") == [1, -1, 0]


def test_a_newer_value_takes_the_place_of_an_older() -> None:
    assert _answers(one_state(3, S1=[2, 0, -1]), "S1 >= 1") == [1, 0, 0]


def test_a_concession_of_the_window_was_made_whatever_came_after() -> None:
    panel = one_state(6, C1=[1, 0, 0, 0, -1, 0])
    assert _answers(panel, "C1 >= 1") == [1, 1, 1, 0, -1, -1]
    changed = Panel(panel.ccode, panel.year, panel.values, np.array([0, 1, 1, 1, 1, 1], np.int32))
    assert _answers(changed, "C1 >= 1") == [1, 0, 0, 0, -1, -1]


def test_a_campaign_is_criticism_and_none_seen_is_not_its_absence() -> None:
    none = [0, 0, 0]
    panel = one_state(3, TA=[2, 1, -1], IA=none, SH=none, CR=none)
    assert criticised(panel).tolist() == [1, 0, 0]


def test_what_one_government_said_does_not_stand_for_the_next() -> None:
    panel = one_state(4, S1=[2, -1, -1, -1])
    changed = Panel(panel.ccode, panel.year, panel.values, np.array([0, 0, 1, 1], dtype=np.int32))
    assert _answers(changed, "S1 >= 1") == [1, 1, -1, -1]


def test_nothing_stands_across_states() -> None:
    panel = Panel(
        np.array([1, 1, 2], dtype=np.int32),
        np.array([2000, 2001, 2002], dtype=np.int32),
        {"S1": np.array([1, 1, -1], dtype=np.int8)},
    )
    assert _answers(panel, "S1 >= 1") == [1, 1, -1]


def test_what_another_legal_person_did_under_the_code_does_not_count() -> None:
    person = np.array([10, 10, 11, 11])
    values = {"IA": np.array([1, 0, 0, 0], np.int8), "S1": np.array([2, -1, -1, -1], np.int8)}
    years = np.arange(1990, 1994, dtype=np.int32)
    panel = Panel(np.full(4, 1, np.int32), years, values, person=person)
    assert _answers(panel, "never IA >= 1") == [0, 0, 1, 1]
    assert _answers(panel, "S1 >= 1") == [1, 1, -1, -1]


def test_years_running_need_every_year() -> None:
    panel = one_state(6, V=[2, 2, 2, -1, 2, 1])
    assert _answers(panel, "V >= 2 for 3 years") == [-1, -1, 1, -1, -1, 0]


def test_never_is_closed_by_one_year_and_left_open_by_one_gap() -> None:
    assert _answers(one_state(4, IA=[0, 0, 1, 0]), "never IA >= 1") == [1, 1, 0, 0]
    assert _answers(one_state(4, IA=[0, -1, 0, 1]), "never IA >= 1") == [1, -1, -1, 0]


@pytest.mark.parametrize(
    ("d1", "ia", "told"),
    [
        ([0, -1, -1], [1, 0, 0], [1, 1, 1]),  # criticised once, no denial
        ([-1, -1, -1], [1, 0, 0], [-1, -1, -1]),  # criticised, nobody listened
        ([1, 0, -1], [1, 1, 0], [0, 0, 0]),  # denied once in the window
        ([0, -1, -1], [0, 0, 0], [-1, -1, -1]),  # never criticised: no opportunity
        ([0, -1, -1], [1, -1, 0], [1, -1, -1]),  # the second year may have been a criticised one
        ([1, -1, -1], [0, 0, 0], [-1, -1, -1]),  # denied, but nothing had been put
    ],
)
def test_a_denial_counts_where_criticism_was_put(d1: Any, ia: Any, told: list[int]) -> None:
    none = [0, 0, 0]
    panel = one_state(3, D1=d1, IA=ia, SH=none, CR=none)
    assert _answers(panel, "D1 = 0 whenever criticised") == told


def test_criticism_is_any_of_agenda_blame_and_recommendation() -> None:
    panel = one_state(3, IA=[0, 0, -1], SH=[0, 1, 0], CR=[0, 0, 0])
    assert criticised(panel).tolist() == [0, 1, -1]


def test_kleenes_or() -> None:
    yes, no, open_ = (np.array([v], dtype=np.int8) for v in (1, 0, -1))
    assert either(yes, open_)[0] == 1
    assert either(no, open_)[0] == -1
    assert either(no, no)[0] == 0


def test_rows_out_of_order_are_refused() -> None:
    years = np.array([2001, 2000], dtype=np.int32)
    with pytest.raises(DataError, match="unsorted"):
        Panel(np.array([1, 1], dtype=np.int32), years, {})


@given(panels())
@settings(max_examples=40, deadline=None)
def test_full_evidence_leaves_nothing_open_but_opportunity(panel: Panel) -> None:
    full = Panel(panel.ccode, panel.year, {k: np.abs(v) for k, v in panel.values.items()})
    for leaf in (Leaf("S1", 1), Leaf("IA", 1, True, "never"), Leaf("V", 2, True, "for", 5)):
        told = answer(full, leaf)
        assert set(told.tolist()) <= {0, 1} or leaf.mode == "for"
