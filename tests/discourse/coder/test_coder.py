"""Coder and weights: decisions, abstention, what is said where nothing can be coded."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.coder.made_up import (
    NAMES,
    OTHER,
    codebook_examples,
    frame,
    reviewed,
    reviewing,
    setting,
    spoken,
)

from rightful.core.coding import ACTS_SCHEMA, ARGUMENTS, KINDS, PROBABILITIES_SCHEMA, SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.discourse.coder import coder as module
from rightful.discourse.coder.calibrate import Bounds, Scale
from rightful.discourse.coder.coder import code, is_calibrated
from rightful.discourse.coder.features import feature_names, features, terms, word_scores
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.weights import ActWeights, Weights, from_text, to_text, uncalibrated
from rightful.discourse.scheme import codebook

PRIOR = uncalibrated(codebook().version, lexicon().fingerprint)
EXAMPLES = frame([setting(example) for _, _, example in codebook_examples()])


def _weights(**acts: ActWeights) -> Weights:
    return Weights("made up", "1.0", "x", (), np.zeros(0), np.zeros((0, 16)), acts)


def _act(**changes: Any) -> ActWeights:
    base = ActWeights(0.0, {"score:shame": 1.0}, 0.0, Scale(1.0, 0.0), Bounds(0.3, 0.6), "used")
    return dataclasses.replace(base, **changes)


def test_frames_are_as_the_other_parts_expect() -> None:
    coding = code(EXAMPLES, NAMES, PRIOR)
    assert dict(coding.probabilities.schema) == dict(PROBABILITIES_SCHEMA.items())
    assert list(coding.acts.columns) == list(ACTS_SCHEMA)
    assert coding.probabilities["statement"].to_list() == EXAMPLES["statement"].to_list()
    assert set(coding.acts["argument"].drop_nulls()) <= set(ARGUMENTS)
    for act, kind in coding.acts.select("act", "kind").drop_nulls().iter_rows():
        assert kind in KINDS[act]
    assert not is_calibrated(coding)


def test_every_statement_has_an_act_or_is_left_open_and_none_stands_alone() -> None:
    coding = code(EXAMPLES, NAMES, PRIOR)
    open_ones = set(coding.probabilities.filter("abstained")["statement"])
    decided = set(coding.acts["statement"])
    assert decided | open_ones == set(EXAMPLES["statement"])
    assert not decided & open_ones
    alone = coding.acts.group_by("statement").agg("act")
    assert all(acts == ["none"] for acts in alone["act"].to_list() if "none" in acts)


def test_acts_without_a_right_of_their_own_take_the_passages_or_unspecified() -> None:
    acts = code(
        frame(
            [
                reviewing("Atlantis spoke of torture. It made recommendations."),
                reviewing("It made recommendations."),
            ]
        ),
        NAMES,
        PRIOR,
    ).acts.filter(pl.col("act") == "recommend")
    assert acts["rights"].to_list() == [["torture"], ["unspecified"]]
    assert acts["target"].to_list() == [OTHER, OTHER]


@pytest.mark.parametrize(
    ("row", "why", "abstained"),
    [
        (spoken(""), "no text", False),
        (spoken("... 12 ---"), "no text", False),
        (
            {"forum": "assembly_vote", "voice": "vote", "text": "Torture"},
            "a vote has no text",
            False,
        ),
        (spoken("Nous condamnons la torture et la repression du peuple"), "not English", True),
        (spoken("نحن ندين التعذيب"), "not English", True),
        (spoken("我们谴责酷刑"), "not English", True),
        (spoken("We condemn torture.", language="fr"), "not English", True),
    ],
    ids=["empty", "no word", "vote", "French", "Arabic", "Chinese", "said to be French"],
)
def test_what_cannot_be_coded_says_why(row: dict[str, str], why: str, abstained: bool) -> None:
    told = code(frame([row]), NAMES, PRIOR)
    one = told.probabilities.row(0, named=True)
    assert one["why"] == why
    assert one["abstained"] is abstained
    assert one["none"] == (None if abstained else 1)
    assert told.acts["act"].to_list() == ([] if abstained else ["none"])


def test_between_its_bounds_an_act_is_unsure_and_a_dropped_act_is_never_decided() -> None:
    rows = frame([reviewing("Atlantis was concerned about torture in custody.")])
    for act, decided, unsure in [
        (_act(bounds=Bounds(0.1, 0.2)), True, False),
        (_act(bounds=Bounds(0.1, 0.99)), False, True),
        (_act(bounds=Bounds(0.98, 0.99)), False, False),
        (_act(bounds=Bounds(0.1, 0.2), standing="dropped"), False, False),
    ]:
        coding = code(rows, NAMES, _weights(shame=act))
        assert ("shame" in coding.acts["act"].to_list()) == decided
        assert coding.probabilities["abstained"][0] == unsure
        assert (coding.probabilities["why"][0] == "unsure: shame") == unsure


def test_weights_come_back_from_their_text() -> None:
    vocabulary = ("human rights", "torture")
    words = np.zeros((2, 16))
    words[:, SPEECH_ACTS.index("shame")] = [0.25, -1.5]
    weights = dataclasses.replace(
        _weights(shame=_act(word=0.5)), vocabulary=vocabulary, idf=np.array([1.0, 2.0]), words=words
    )
    again = from_text(to_text(weights))
    assert to_text(again) == to_text(weights)
    assert again.acts == weights.acts
    np.testing.assert_array_equal(again.words, words)


@pytest.mark.parametrize(
    ("old", "new"),
    [("{", "["), ('"used"', '"good"'), ('"shame"', '"scold"'), ('"idf": []', '"idf": [1]')],
)
def test_weights_that_cannot_be_used_are_refused(old: str, new: str) -> None:
    text = to_text(_weights(shame=_act()))
    assert old in text
    with pytest.raises(DataError, match="weights"):
        from_text(text.replace(old, new))


def test_words_add_to_an_act_and_a_rule_no_longer_there_weighs_nothing() -> None:
    rows = frame([spoken("The harbour is blue."), spoken("The lantern is blue.")])
    words = np.zeros((1, 16))
    words[0, SPEECH_ACTS.index("shame")] = 4.0
    row = _act(word=1.0, features={"rule:gone": 9.0})
    weights = dataclasses.replace(
        _weights(shame=row), vocabulary=("harbour",), idf=np.ones(1), words=words
    )
    shame = code(rows, NAMES, weights).probabilities["shame"]
    assert shame.to_list() == pytest.approx([1 / (1 + np.exp(-4)), 0.5])


def test_features_have_their_names_and_are_finite() -> None:
    coding = rule_acts(EXAMPLES, NAMES)
    matrix = features(EXAMPLES, coding, lexicon())
    names = feature_names(lexicon())
    assert matrix.shape == (len(EXAMPLES), len(names))
    assert len(set(names)) == len(names)
    assert np.isfinite(matrix).all()
    fired = {f"rule:{rule}" for rule in coding.hits["rule"]}
    seen = {name for name, column in zip(names, matrix.T, strict=True) if column.any()}
    assert fired <= seen


def test_nothing_is_evaded_where_nothing_is_known_to_have_been_asked() -> None:
    row = _act(features={}, intercept=3.0)
    asked = "Borduria asked how many officers had been tried."
    rows = frame([reviewed("Tourism grew."), reviewed("Tourism grew.", context=asked)])
    evade = code(rows, NAMES, _weights(evade=row)).probabilities["evade"]
    assert evade[0] == 0
    assert evade[1] > 0.9


def test_of_short_passages_it_is_seen_what_rules_find_whoever_speaks() -> None:
    # A rule for the state under review, in a speech and without a word of human rights.
    plain = "The ban was lawful, necessary and temporary."
    rows = frame([spoken(plain), spoken(plain + " The sea was calm that day." * 20)])
    matrix = features(rows, rule_acts(rows, NAMES), lexicon())
    short = matrix[:, feature_names(lexicon()).index("short:justify")]
    assert short[0] > 1
    assert short[1] == 0


def test_the_shipped_coder_says_what_the_codebook_gives_as_examples() -> None:
    said = code(EXAMPLES, NAMES).acts.select("statement", "act").rows()
    wrong = [
        example.text
        for place, (act, carries, example) in enumerate(codebook_examples())
        if ((str(place), act) in said) != carries
    ]
    assert not wrong


def test_terms_hide_who_is_meant() -> None:
    found = terms(pl.Series("text", ["xst12 met xstm3 in 1999", "", "a a"]))
    assert set(found.filter(pl.col("row") == 0)["term"]) >= {"xst", "0", "xst met", "in 0"}
    assert sorted(found.filter(pl.col("row") == 2)["term"]) == ["a", "a a"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet="ab c", max_size=12), min_size=1, max_size=6))
def test_word_scores_agree_with_a_walk_over_words(texts: list[str]) -> None:
    vocabulary, idf = ["a", "b", "a b"], np.array([1.0, 2.0, 3.0])
    weights = np.array([[1.0], [0.5], [-2.0]])
    expected = []
    for text in texts:
        words = text.split()
        present = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
        vector = idf * [term in present for term in vocabulary]
        length = np.linalg.norm(vector)
        expected.append(float(vector @ weights[:, 0] / length) if length else 0.0)
    scores = word_scores(pl.Series("text", texts), vocabulary, idf, weights)
    np.testing.assert_allclose(scores[:, 0], expected)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = code(EXAMPLES, NAMES, PRIOR)
    monkeypatch.setattr(module, "CHUNK", 7)
    parts = code(EXAMPLES, NAMES, PRIOR)
    assert parts.probabilities.equals(whole.probabilities)
    assert parts.acts.equals(whole.acts)


def test_no_statements_give_empty_frames() -> None:
    coding = code(frame([reviewed("x")]).head(0), NAMES, PRIOR)
    assert len(coding.probabilities) == len(coding.acts) == 0
