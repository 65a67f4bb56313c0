"""Transfer to sets of others: each set read as it is published, areas right, judgements checked."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError, MissingFile
from rightful.discourse.reliability.area import auc
from rightful.study.coding.transfer import (
    ANSWERED,
    ARGUNSC,
    ASKED,
    AU,
    BORROWED,
    ECHR,
    MIMAC,
    PARAGRAPHS,
    PLEDGES,
    QUAD,
    RECOMMENDED,
    TONE,
    UMUC,
    UNSCON,
    WHATABOUT,
    mappings,
    read_mappings,
    transfer,
)
from rightful.study.coding.transfer_page import transfer_page, transfer_text

PROMISE = "We will ratify the Convention against Torture before the end of the year."
TALK = "The harbour was full of sailing boats."
SHAME = "We condemn the torture of prisoners by the Government of Albania."
Writer = Callable[[str, list[dict[str, str]]], None]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def one(name: str, rows: list[dict[str, str]]) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(pl.DataFrame(rows).write_csv().encode()))

    return one


@pytest.fixture
def every_set(write: Writer) -> None:
    """Write a made-up version of each set, two documents of each label, in the publisher's form."""
    write(
        AU,
        [
            {
                "Sentence": PROMISE if n % 2 else TALK,
                "doc": f"d{n // 2}",
                "Categories": "Commissive-A\n" if n % 2 else "Assertive",
            }
            for n in range(8)
        ],
    )
    write(
        MIMAC,
        [
            {
                "text": PROMISE if n % 2 else TALK,
                "pledge": str(n % 2),
                "file": f"f{n // 4}",
                "country": "Sweden" if n > 7 else "India",
            }
            for n in range(10)
        ],
    )
    write(
        ASKED,
        [
            {
                "qa_id": str(n),
                "question": "How many officers were tried?",
                "interview_answer": f"The harbour is lovely in month {n}.",
            }
            for n in range(4)
        ],
    )
    votes = [("0", "gold", "Dodging"), ("1", "A", "Explicit"), ("1", "B", "Explicit"),
             ("1", "C", "Dodging"), ("2", "A", "Explicit"), ("2", "B", "General"),
             ("2", "C", "Dodging"), ("3", "gold", "Implicit")]  # fmt: skip
    write(
        ANSWERED,
        [dict(zip(("qa_id", "annotator", "evasion_label"), vote, strict=True)) for vote in votes],
    )
    write(WHATABOUT, [{"Comments": TALK, "Label": str(n % 2), "Title": f"t{n}"} for n in range(4)])
    write(
        QUAD,
        [
            {
                "text": SHAME if n % 2 else TALK,
                "quadclass_name": ("irrelevant", "verbal_conflict", "", "verbal_cooperation")[
                    n % 4
                ],
            }
            for n in range(8)
        ],
    )
    write(
        UNSCON,
        [
            {
                "sentence_text": SHAME,
                "A0": "Direct_NegEval",
                "B1": "_",
                "filename": "s1",
                "country": "Russian_Federation",
            },
            {
                "sentence_text": TALK,
                "A0": "Direct_NegEval",
                "B1": "Correction",
                "filename": "s2",
                "country": "Atlantis",
            },
            {"sentence_text": TALK, "A0": "_", "B1": "_", "filename": "s2", "country": "Atlantis"},
        ],
    )
    write(
        UMUC,
        [
            {
                "text": SHAME,
                "A0_Negative_Evaluation": "Indirect_NegEval",
                "B1_ChallengeType": "_",
                "fileid": "s1",
                "filename": "UNSC_spch1_preproc_United_States_Of_America.txt",
            },
            {
                "text": TALK,
                "A0_Negative_Evaluation": "_",
                "B1_ChallengeType": "Challenge",
                "fileid": "s2",
                "filename": "UNSC_spch2_preproc_Ukraine.txt",
            },
            {
                "text": TALK,
                "A0_Negative_Evaluation": "_",
                "B1_ChallengeType": "_",
                "fileid": "s2",
                "filename": "UNSC_spch2_preproc_Ukraine.txt",
            },
        ],
    )
    write(ARGUNSC, [{"Full_Sentence": TALK, "Component_Type": "claim", "Speech": "s1"}])
    write(
        ECHR,
        [
            {
                "doc": f"j{n // 3}",
                "agent_en": ("state", "applicant", "court")[n % 3],
                "text": "The Government argued that the applicants ' claims were unfounded .",
            }
            for n in range(6)
        ],
    )
    write(TONE, [{"text": TALK, "sentiment": str(n % 4 + 1)} for n in range(8)])
    write(PLEDGES, [{"state": "South Africa", "text": PROMISE}, {"state": "Chad", "text": TALK}])
    write(
        PARAGRAPHS,
        [
            {"country": "southafrica", "section": "A", "text": TALK * 3},
            {"country": "southafrica", "section": "A", "text": "Too short."},
            {"country": "chad", "section": "B", "text": PROMISE},
        ],
    )
    write(RECOMMENDED, [{"text": TALK, "response": "Noted", "state_under_review": "Chad"}])


@pytest.mark.usefixtures("every_set")
def test_every_set_is_read_in_its_publishers_form(tmp_path: Path) -> None:
    sets = {name: borrowed.read(tmp_path) for name, borrowed in BORROWED.items()}
    for name, frame in sets.items():
        assert {"text", "label", "group", "forum", "voice"} <= set(frame.columns), name
    asked = dict(sets["qevasion"].select("text", "label").iter_rows())
    # Two of three annotators decide; three words of three decide nothing.
    assert sorted(asked.values()) == ["Dodging", "Explicit", "Implicit"]
    assert sets["qevasion"]["context"].to_list()[0] == "How many officers were tried?"
    assert sets["unscon"]["label"].to_list() == ["Direct_NegEval", "Correction", "_"]
    assert sets["unscon"]["ccode"].to_list() == [365, None, None]
    assert sets["umuc"]["ccode"].to_list() == [2, 369, 369]
    assert sets["mimac_india"].height == 8
    assert sets["echr"].height == 4
    assert not sets["echr"]["text"].str.contains("(?i)government|applicant").any()
    # The same state is one group in both files, and the forum gives nothing away.
    assert sets["upr_pledges"]["group"].to_list() == ["southafrica", "chad", "southafrica"]
    assert sets["upr_pledges"]["forum"].unique().to_list() == ["upr_dialogue"]


@pytest.mark.usefixtures("every_set")
def test_rows_follow_the_table_and_say_what_was_not_measured(tmp_path: Path) -> None:
    rows = transfer(tmp_path, draws=20)
    tasks = [(row["set"], row["task"]) for row in rows if row["layer"] in ("rules", None)]
    assert tasks == [(one.set, one.task) for one in mappings()]
    found = {(row["set"], row["task"]): row for row in rows if row["layer"] in ("rules", None)}
    promised = found["au2016", "commits to an action"]
    # The label has a line break in it, as published.
    assert (promised["passages"], promised["positives"], promised["documents"]) == (8, 4, 4)
    assert promised["auc"]["value"] == promised["f1"]["value"] == promised["macro_f1"] == 1
    assert promised["always"] == pytest.approx(2 / 3)
    assert promised["on_subject"]["positives"] == 4
    assert found["whataboutism", "turns to another's wrongs"]["auc"]["value"] == 0.5
    assert found["mimac_sweden", "pledges (narrow or broad)"]["why"].startswith("no act")
    assert found["au2016", "directs"]["why"] == "labels of one kind only"
    json.dumps(rows, allow_nan=False)
    page = transfer_page(rows)
    for one in mappings():
        assert one.judgement in page
    assert "0.71 (F1 of the class among eight)" in page
    assert "None" not in page
    assert "au2016" in transfer_text(rows)


def test_sets_that_are_not_there_are_said_and_none_is_an_error(
    tmp_path: Path, write: Writer
) -> None:
    with pytest.raises(MissingFile, match="none of the borrowed sets"):
        transfer(tmp_path)
    write(TONE, [{"text": TALK, "sentiment": str(n % 4 + 1)} for n in range(8)])
    rows = transfer(tmp_path, draws=5)
    why = {row["set"]: row["why"] for row in rows}
    assert why["au2016"] == f"not at hand: {AU}"
    assert next(row for row in rows if row["set"] == "upr_tone")["why"] is None


def test_damaged_sets_are_refused(tmp_path: Path, write: Writer) -> None:
    write(TONE, [{"words": TALK, "sentiment": "1"}])
    with pytest.raises(DataError, match="text"):
        transfer(tmp_path)
    (tmp_path / TONE).write_bytes(b"no archive")
    with pytest.raises(DataError, match="cannot be read"):
        transfer(tmp_path)


def test_hostile_texts_are_coded_and_nothing_is_lost(tmp_path: Path, write: Writer) -> None:
    odd = [
        "<script>alert(1)</script>",
        "\u202e" + PROMISE,
        "حقوق الإنسان لجميع الناس",
        "\x07 ",
        PROMISE,
    ]
    write(TONE, [{"text": text, "sentiment": str(n % 4 + 1)} for n, text in enumerate(odd)])
    rows = [row for row in transfer(tmp_path, draws=5) if row["set"] == "upr_tone"]
    assert {row["passages"] for row in rows} == {len(odd)}


HEAD = b"set,task,yes,no,acts,fit,baseline,baseline_of,judgement\n"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (b"nowhere,t,1,*,shame,close,,,j", "set 'nowhere'"),
        (b"au2016,t,1,*,scold,close,,,j", "act 'scold'"),
        (b"au2016,t,1,*,shame,perfect,,,j", "fit 'perfect'"),
        (b"au2016,t,1,*,,close,,,j", "fit 'close'"),
        (b"au2016,t,1,*,shame,none,,,j", "fit 'none'"),
    ],
)
def test_a_judgement_that_cannot_be_used_is_refused(row: bytes, wrong: str) -> None:
    with pytest.raises(DataError, match=wrong):
        read_mappings(HEAD + row)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=25))
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    chance = np.array([value / 5 for value, _ in rows])
    truth = np.array([label for _, label in rows])
    found = auc(chance, truth, [str(n) for n in range(len(rows))], seed=1, draws=10)
    pairs = [
        (yes > no) + (yes == no) / 2 for yes in chance[truth] for no in chance[~truth]
    ]  # fmt: skip
    if pairs:
        assert found.value == pytest.approx(sum(pairs) / len(pairs))
    else:
        assert np.isnan(found.value)


def test_intervals_draw_whole_documents() -> None:
    random = np.random.default_rng(5)
    truth = np.tile([True, False], 100)
    chance = np.clip(0.5 + 0.1 * truth + random.normal(0, 0.1, 200), 0, 1)
    apart = auc(chance, truth, [str(n) for n in range(200)], seed=1)
    # Ten copies of twenty texts are not two hundred.
    copied = np.tile(chance[:20], 10)
    alike = auc(copied, truth, [str(n % 20 // 2) for n in range(200)], seed=1)
    assert alike.high - alike.low > 1.5 * (apart.high - apart.low)
    assert apart == auc(chance, truth, [str(n) for n in range(200)], seed=1)


@pytest.mark.shared
def test_the_sets_in_hand_are_read_as_published(shared: Path) -> None:
    rows = transfer(shared / "text", most=1, draws=5)
    assert not [row for row in rows if (row["why"] or "").startswith("not at hand")]
    sizes = {"au2016": 258, "unscon": 86, "umuc": 87, "mimac_india": 11}
    for name, documents in sizes.items():
        frame = BORROWED[name].read(shared / "text")
        assert frame["group"].n_unique() == documents
    council = BORROWED["unscon"].read(shared / "text")
    labels = dict(council["label"].value_counts().iter_rows())
    assert (labels["Correction"], labels["Challenge"]) == (65, 42)
    # Officials of the United Nations speak for no state; every state is found.
    assert council["ccode"].null_count() < council.height / 10
