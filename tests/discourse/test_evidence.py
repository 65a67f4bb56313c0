"""Items of evidence against cases worked out by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from rightful.core.coding import CODED, KINDS, SPEECH_ACTS
from rightful.discourse.evidence import EVIDENCE, act_items, evidence, remedy_column

SCHEMA = {**CODED, "remedy": pl.Boolean}


def coded(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {
        **dict.fromkeys(SCHEMA),
        "ccode": 811,
        "year": 2014,
        "forum": "upr_dialogue",
        "probability": 0.8,
        "rights": ["torture"],
    }
    whole = [
        {**usual, "statement": f"s{i}", **{key: row[key] for key in row if key in SCHEMA}}
        for i, row in enumerate(rows)
    ]
    return pl.DataFrame(whole, schema=SCHEMA)


def chances(*rows: dict[str, Any]) -> pl.DataFrame:
    """Every statement with a chance of .02 of each act, or what a row says."""
    frame = coded(*rows).drop("act", "kind", "probability")
    said = [{act: row.get(f"p_{act}", 0.02) for act in SPEECH_ACTS} for row in rows]
    kinds = dict.fromkeys(SPEECH_ACTS, pl.Float64)
    return pl.concat([frame, pl.DataFrame(said, schema=kinds)], how="horizontal")


def items(*rows: dict[str, Any], ccode: int = 811) -> dict[tuple[str, str], tuple[int, Any]]:
    plain = [{key: row[key] for key in row if not key.startswith("p_")} for row in rows]
    found = evidence(coded(*plain), chances(*rows)).filter(pl.col("ccode") == ccode)
    return {
        (right, item): (value, p)
        for right, item, value, p in found.select("right", "item", "value", "p_heard").rows()
    }


CRITICISM = dict(act="shame", ccode=385, target=811)


def test_every_item_of_the_table_is_an_act_of_the_codebook() -> None:
    for row in act_items().iter_rows(named=True):
        assert row["act"] in SPEECH_ACTS
        assert row["kind"] is None or row["kind"] in KINDS[row["act"]]


def test_an_act_is_heard_once_and_again() -> None:
    once = items(dict(act="deny_fact"))
    assert once["torture", "D2"] == (1, pytest.approx(0.8))
    again = items(dict(act="deny_fact"), dict(act="deny_fact", probability=0.5))
    assert again["torture", "D2"] == (2, pytest.approx(1 - 0.2 * 0.5))
    rows: list[dict[str, Any]] = [dict(act="deny_fact"), dict(act="deny_fact", probability=0.5)]
    row = evidence(coded(*rows), chances(*rows))
    assert row["p_again"].to_list() == [pytest.approx(0.8 * 0.5)]


def test_two_acts_in_one_passage_are_heard_once_but_both_kinds_of_avowal_count() -> None:
    shield = dict(act="claim_sovereignty", kind="shield", statement="a", probability=0.6)
    assert items(dict(act="deny_norm", statement="a"), shield)["torture", "D1"] == (
        1,
        pytest.approx(0.8),
    )
    both = items(dict(act="recognize", statement="a"), dict(act="invoke", statement="a"))
    assert both["torture", "S1"][0] == 2


def test_sovereignty_counts_as_a_shield_only() -> None:
    assert ("torture", "D1") not in items(dict(act="claim_sovereignty", kind="general"))
    assert items(dict(act="claim_sovereignty", kind="shield"))["torture", "D1"][0] == 1


def test_reasons_count_in_answer_to_something_and_measures_as_remedies() -> None:
    assert ("torture", "A1") not in items(dict(act="justify"))
    assert items(dict(act="justify", answers="q"))["torture", "A1"][0] == 1
    assert ("torture", "R1") not in items(dict(act="report_measure", remedy=False))
    assert items(dict(act="report_measure", remedy=True))["torture", "R1"][0] == 1


def test_silence_is_zero_only_where_a_criticism_was_put_and_the_state_spoke() -> None:
    assert items(CRITICISM) == {}
    assert items(CRITICISM, dict(act="praise", target=2)) == {}
    answer = dict(act="praise", target=2, answers="q")
    found = items(CRITICISM, answer)
    assert found["torture", "D2"] == (0, pytest.approx(0.02))
    assert items(dict(CRITICISM, target=385), dict(act="praise", target=2)) == {}
    # Where the coder cannot exclude it, nothing is said.
    unsure = items(CRITICISM, dict(answer, p_deny_fact=0.4))
    assert ("torture", "D2") not in unsure
    assert unsure["torture", "D3"][0] == 0
    other = items(CRITICISM, dict(act="deny_fact", rights=["speech"]))
    assert ("torture", "D2") not in other
    assert other["speech", "D2"][0] == 1


def test_general_talk_counts_for_no_right_in_particular() -> None:
    assert set(items(dict(act="recognize", rights=[]))) == {("unspecified", "S1")}


def test_the_same_norm_before_two_audiences() -> None:
    at_home = dict(act="recognize", forum="domestic")
    assert ("torture", "S2") not in items(dict(act="recognize"))
    assert items(dict(act="recognize"), at_home)["torture", "S2"][0] == 1
    other = dict(act="promise", forum="domestic")
    assert ("torture", "S2") not in items(dict(act="recognize"), other)


def test_remedies_are_read_from_words() -> None:
    texts = pl.Series(
        [
            "Nine officers were prosecuted.",
            "Victims received compensation.",
            "A road was built.",
            None,
        ]
    )
    assert remedy_column(texts).to_list() == [True, True, False, None]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "act": st.sampled_from(SPEECH_ACTS),
            "kind": st.sampled_from([None, "shield", "admission", "step"]),
            "ccode": st.sampled_from([811, 385, 2]),
            "target": st.sampled_from([None, 811, 385]),
            "year": st.sampled_from([2009, 2014]),
            "forum": st.sampled_from(["upr_dialogue", "domestic"]),
            "answers": st.sampled_from([None, "q"]),
            "probability": st.floats(0.3, 1.0),
            "rights": st.sampled_from([[], ["torture"], ["torture", "speech"]]),
            "remedy": st.sampled_from([None, True, False]),
        }
    ),
    max_size=12,
)


@given(ROWS)
def test_any_codes_give_one_value_an_item_and_order_does_not_matter(rows: list[Any]) -> None:
    frame = coded(*rows)
    found = evidence(frame, chances(*rows))
    assert dict(found.schema) == EVIDENCE
    key = ["ccode", "year", "right", "item"]
    assert found.select(key).is_unique().all()
    assert found["value"].is_between(0, 2).all()
    assert found.filter(pl.col("item") != "S2")["p_heard"].is_between(0, 1).all()
    again = evidence(frame.reverse(), chances(*rows).reverse())
    assert_frame_equal(again.drop("statements"), found.drop("statements"))
