"""The tables that the search runs on, and the rows that they refuse."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.names import RIGHTS
from rightful.discourse.contradictions import rules
from rightful.discourse.contradictions.dates import when
from rightful.discourse.contradictions.innocent import turnovers_of
from rightful.discourse.contradictions.topics import topic_names
from rightful.discourse.contradictions.types import KINDS


def test_every_kind_has_a_pattern_and_every_pattern_a_reading() -> None:
    assert {pattern.kind for pattern in rules.patterns()} == set(KINDS)
    ids = [pattern.id for pattern in rules.patterns()]
    assert len(ids) == len(set(ids))
    assert all(pattern.why and pattern.innocent.endswith(".") for pattern in rules.patterns())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "word_wind"},
        {"first": ("deny_everything",)},
        {"second": ("deny_fact:shield",)},
        {"unless": "sleep"},
        {"match": "nearly"},
        {"order": "sideways"},
        {"forum": "market"},
        {"first_by": "nobody"},
        {"base": 0.0},
        {"base": 1.1},
        {"window": -1.0},
        {"half_life": -1.0},
    ],
)
def test_a_pattern_that_names_what_there_is_not_is_refused(change: dict[str, object]) -> None:
    good = rules.patterns()[0]
    rules.check_pattern(good)
    with pytest.raises(DataError, match="cannot be used"):
        rules.check_pattern(replace(good, **change))  # type: ignore[arg-type]


def test_weights_and_readings_are_shares() -> None:
    shares = {"voice", "right", "topic", "articles", "gravity", "innocence"}
    held = rules.weights()
    assert all(0 <= value <= 1 for part in shares for value in held[part].values())
    assert sum(held["gravity"].values()) <= 1
    assert held["followup"]["rose"] > 0.5
    assert all(0 < weight < 1 for weight, _ in rules.readings().values())


def test_every_act_and_right_has_words() -> None:
    acts = set(rules.act_phrases())
    assert set(SPEECH_ACTS) <= acts
    assert set(rules.right_words()) == set(RIGHTS)
    fields = {
        name
        for phrase in rules.act_phrases().values()
        for _, name, _, _ in string.Formatter().parse(phrase)
        if name
    }
    assert fields == {"right", "target", "count"}


def test_deeds_name_rights_and_topics_of_ours_and_a_day() -> None:
    found = rules.deeds()
    assert found["id"].is_unique().all()
    assert set(found["right"]) <= set(RIGHTS)
    assert set(found["effect"]) == {"breach", "keeps"}
    assert set(found["seen"]) <= {"seen", "from memory"}
    assert {topic for topics in found["topics"] for topic in topics} <= set(topic_names())
    assert all(when(date, None) is not None for date in found["date"])


def test_turnovers_are_days() -> None:
    assert turnovers_of(155).height == 2
    assert turnovers_of(2).height == 0
    assert all(when(date, None) is not None for date in rules.table("turnovers")["date"])
