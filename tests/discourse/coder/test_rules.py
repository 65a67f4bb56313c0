"""Rules against made-up passages: every example of the codebook, scope, masking, hostile text."""

from __future__ import annotations

import time
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.coder.made_up import (
    NAMES,
    OTHER,
    OWN,
    THIRD,
    codebook_examples,
    frame,
    reviewed,
    reviewing,
    setting,
    spoken,
)

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.names import RIGHTS
from rightful.discourse.coder.rules import HITS, RuleCoding, rule_acts
from rightful.discourse.coder.targets import NOBODY

# From here on a rule's word counts as a yes before there are gold codes.
YES = 0.4
EXAMPLES = codebook_examples()


def _code(*rows: dict[str, Any]) -> RuleCoding:
    return rule_acts(frame(list(rows)), NAMES)


def _acts(row: dict[str, Any]) -> set[str]:
    scores = _code(row).scores.row(0, named=True)
    return {act for act in SPEECH_ACTS if scores[act] >= YES}


@pytest.fixture(scope="module")
def examples() -> RuleCoding:
    return rule_acts(frame([setting(example) for _, _, example in EXAMPLES]), NAMES)


@pytest.mark.parametrize("place", range(len(EXAMPLES)), ids=lambda i: f"{EXAMPLES[i][0]}-{i}")
def test_every_codebook_example_gets_its_act_and_no_counter_example_does(
    place: int, examples: RuleCoding
) -> None:
    act, carries, example = EXAMPLES[place]
    assert (examples.scores[act][place] >= YES) == carries, example.text
    if example.kind:
        kinds = examples.hits.filter(pl.col("row") == place, pl.col("act") == act)["kind"]
        assert example.kind in kinds.to_list()


@pytest.mark.parametrize(
    ("row", "carried", "not_carried"),
    [
        # Own voice: what others say is theirs.
        (
            spoken("Borduria says that torture is its internal affair."),
            set(),
            {"claim_sovereignty"},
        ),
        (reviewed("Some organizations claimed that there was no torture."), set(), {"deny_fact"}),
        # Negation.
        (
            reviewed("The delegation did not deny that there were abuses."),
            {"concede"},
            {"deny_fact"},
        ),
        (reviewed("There was no discrimination in the law."), set(), {"deny_fact"}),
        (reviewed("There was no torture in the country."), {"deny_fact"}, {"none"}),
        # A question asserts nothing.
        (reviewing("Atlantis asked about measures against torture."), {"none"}, {"shame"}),
        (reviewing("Atlantis was concerned about torture in custody."), {"shame"}, {"none"}),
        (reviewing("Atlantis asked Borduria to release the prisoners."), {"recommend"}, {"none"}),
        (reviewing("Atlantis asked whether Borduria intended to ratify."), {"none"}, {"recommend"}),
        # Courtesy.
        (reviewing("Atlantis thanked the delegation for its report."), {"none"}, {"praise"}),
        (reviewing("Atlantis welcomed the ratification of the treaty."), {"praise"}, {"none"}),
        # Whose record: another state's measure is no report of one's own.
        (spoken("Borduria has adopted a law against torture."), set(), {"report_measure"}),
        (spoken("We have adopted a law against torture."), {"report_measure"}, {"none"}),
        # Human rights are the subject.
        (spoken("No State may interfere in the fishing affairs of others."), {"none"}, set()),
        (spoken("We shall build a harbour next year."), {"none"}, {"promise"}),
    ],
    ids=lambda value: value["text"][:40] if isinstance(value, dict) else "",
)
def test_scope(row: dict[str, Any], carried: set[str], not_carried: set[str]) -> None:
    acts = _acts(row)
    assert carried <= acts
    assert not acts & not_carried


PASSAGES = [
    reviewing(
        "Atlantis urged Borduria to free the Syldavian journalists and regretted the torture."
    ),
    reviewed("Atlantis stated that the allegations made by Borduria were unfounded."),
    spoken("We condemn the Bordurian regime, which tortures and murders its citizens."),
    spoken("My Government, the Government of Atlantis, has ratified the Covenant."),
    spoken("Atlantis will ratify the Convention against Torture."),
    reviewed("The delegation acknowledged that the Atlantean prisons were overcrowded."),
]
MASKS = {
    "Atlantean": "[SELF]",
    "Atlantis": "[SELF]",
    "Bordurian": "[STATE-1]",
    "Borduria": "[STATE-1]",
    "Syldavian": "[STATE-2]",
}


@pytest.mark.parametrize("row", PASSAGES, ids=lambda row: row["text"][:40])
def test_masking_changes_no_act(row: dict[str, Any]) -> None:
    masked = row["text"]
    for name, mask in MASKS.items():
        masked = masked.replace(name, mask)
    both = _code(row, {**row, "text": masked})
    assert both.scores.drop("statement").row(0) == both.scores.drop("statement").row(1)
    rules = [both.hits.filter(pl.col("row") == one)["rule"].to_list() for one in (0, 1)]
    assert rules[0] == rules[1]
    assert rules[0]


def test_targets_are_the_named_state_the_addressee_or_oneself() -> None:
    hits = _code(
        spoken("We condemn Syldavia, which tortures its citizens."),
        reviewing("Atlantis was concerned about torture in custody."),
        reviewed("The delegation acknowledged that the prisons were overcrowded."),
    ).hits
    targets = {row["row"]: row["target"] for row in hits.iter_rows(named=True)}
    assert targets == {0: THIRD, 1: OTHER, 2: OWN}


def test_rights_and_articles_are_those_of_the_sentence() -> None:
    text = (
        "Women vote here. Under article 7 of the International Covenant on Civil and Political "
        "Rights torture is forbidden, so this must end."
    )
    hits = _code(spoken(text)).hits.filter(pl.col("act") == "invoke")
    assert hits["rights"].to_list()[0] == ["torture"]
    assert hits["articles"].to_list()[0] == ["ICCPR:7"]


def test_forums_that_code_by_construction() -> None:
    recommendation = {"forum": "upr_recommendation", "voice": "direct", "addressee": OTHER}
    scores = _code(
        {**recommendation, "text": "Abolish the death penalty."},
        {"forum": "upr_pledge", "voice": "direct", "text": "A commission for prisons."},
        {"forum": "assembly_vote", "voice": "vote", "text": "We condemn torture in Borduria."},
    ).scores
    assert scores["recommend"][0] > 0.9
    assert scores["promise"][1] > 0.9
    assert scores["none"][2] == 1


def test_a_reviewing_state_filed_under_the_state_under_review_is_detected() -> None:
    text = "Borduria commended the progress made. It asked about prisons. It made recommendations."
    coding = _code(reviewed(text), reviewed("The delegation thanked all and made a statement."))
    assert coding.scope["speaker_doubt"].to_list() == [True, False]
    assert coding.scope["role"].to_list() == ["reviewer", "reviewed"]
    assert coding.scores["recommend"][0] >= YES


@pytest.mark.parametrize(
    ("row", "role"),
    [
        (reviewed("Atlantis recommended that Borduria end executions."), "reviewer"),
        (reviewed("Atlantis thanked Borduria for its report."), "reviewer"),
        (reviewed("Atlantis urged the international community to help it."), "reviewed"),
        (reviewed("Atlantis welcomed the recommendations."), "reviewed"),
        (spoken("The delegation acknowledged that prisons were full.", forum="other"), "reviewed"),
        (spoken("The delegation of Borduria is late.", forum="other"), "speaker"),
    ],
    ids=lambda value: value["text"][:40] if isinstance(value, dict) else value,
)
def test_without_an_addressee_words_tell_who_reviews_whom(row: dict[str, Any], role: str) -> None:
    assert _code(row).scope["role"].to_list() == [role]


def test_paragraph_numbers_and_markup_of_a_scan_change_nothing() -> None:
    clean = "We spoke of peace. We will ratify the Convention against Torture."
    noisy = (
        "238. We spoke of peace. 239.  We <b>will</b> **ratify** the\u00a0Convention\x07 "
        "against Torture."
    )
    scores = _code(spoken(clean), spoken(noisy)).scores.drop("statement")
    assert scores.row(0) == scores.row(1)
    assert scores["promise"][0] >= YES


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_any_text_is_coded_and_keeps_its_row(texts: list[str]) -> None:
    rows = frame([spoken(text) for text in texts])
    coding = rule_acts(rows, NAMES)
    assert coding.scores["statement"].to_list() == rows["statement"].to_list()
    assert set(coding.hits.columns) == set(HITS)
    values = coding.scores.drop("statement")
    assert values.select(pl.all().is_between(0, 1).all()).row(0) == (True,) * len(SPEECH_ACTS)


@pytest.mark.parametrize(
    "text",
    [
        "torture " * 60_000,
        "a" * 500_000,
        "we will " + "and " * 100_000,
        "\u202eתיגרת" * 20_000,
        "<script>alert(1)</script>" * 5_000,
        "The delegation " + "(" * 50_000,
    ],
    ids=["words", "one word", "no end", "right to left", "script", "brackets"],
)
def test_half_a_megabyte_is_coded_in_no_time(text: str) -> None:
    started = time.process_time()
    coding = _code(spoken(text), reviewed(text))
    assert len(coding.scores) == 2
    # Linear time: patterns that backtrack would need hours.
    assert time.process_time() - started < 20


def test_without_names_masked_texts_are_coded_all_the_same() -> None:
    rows = frame([spoken("We condemn [STATE-1], which tortures its citizens.")])
    hits = rule_acts(rows, NOBODY).hits
    assert "shame" in hits["act"].to_list()
    assert hits["target"].null_count() == len(hits)


def test_rights_are_names_of_the_project() -> None:
    hits = _code(*PASSAGES).hits
    assert set(hits["rights"].explode().drop_nulls()) <= set(RIGHTS)


def test_a_frame_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(DataError, match="without forum"):
        rule_acts(frame([spoken("Hello.")]).drop("forum"), NAMES)


def test_evasion_needs_what_was_said_before() -> None:
    text = "The police had received new vehicles and tourism was recovering."
    asked = "Borduria asked how many officers had been tried for the killings."
    scores = _code(reviewed(text), reviewed(text, context=asked)).scores["evade"]
    assert scores[0] == 0
    assert scores[1] >= YES
    answer = "Nine officers had been tried for the killings."
    assert _code(reviewed(answer, context=asked)).scores["evade"][0] == 0
