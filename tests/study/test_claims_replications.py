"""What replications say of claims: verdicts by a rule stated before, what is missing named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rightful.estimation.claims import CANNOT_TELL, DOES_NOT_HOLD, HOLDS, claims
from rightful.estimation.replication import replication
from rightful.record.store import Store
from rightful.study.claims_readers import REPLICATED
from rightful.study.claims_replications import PARTS, Part, answer, judged, replication_answers
from rightful.study.replicate_studies import answer_of

PART = Part("k", "study", "the test", -1, "joining")


def _told(own: float | None, years: float | None, error: float = 0.1) -> dict[str, Any]:
    """Return a study with one test: the author's row, the one with year effects, one cell."""
    same = {
        "specification": "the test",
        "treatment": "cat",
        "measure": "torture",
        "scale": "log odds",
        "std_error": error,
        "states": 100,
        "p": 0.5,
    }
    rows = [
        {**same, "as_author": True, "year_effects": False, "estimate": own},
        {**same, "as_author": False, "year_effects": True, "estimate": years},
    ]
    cells = [{**same, "estimate": 1.0, "p": 0.01}, {**same, "estimate": -1.0, "p": 0.2}]
    return {
        "author_rows": rows,
        "rows": [*rows, *cells],
        "absent": [],
        "unanswered": ["the test, without year effects: no rows", "another: no rows"],
    }


@pytest.mark.parametrize(
    ("own", "years", "word"),
    [
        (-0.4, -0.3, HOLDS),
        (-0.4, -0.1, CANNOT_TELL),
        (-0.4, 0.3, CANNOT_TELL),
        (-0.1, -0.3, CANNOT_TELL),
        (0.0, 0.0, CANNOT_TELL),
        (0.4, 0.1, CANNOT_TELL),
        (0.4, 0.3, DOES_NOT_HOLD),
        (-0.4, None, CANNOT_TELL),
    ],
)
def test_both_intervals_must_lie_on_one_side(own: float, years: float | None, word: str) -> None:
    found = answer(PART, _told(own, years))
    assert found["verdict"] == word
    assert found["low"] < found["estimate"] == own < found["high"]
    opposite = {HOLDS: DOES_NOT_HOLD, DOES_NOT_HOLD: HOLDS}.get(word, word)
    assert answer(replace(PART, sign=1), _told(own, years))["verdict"] == opposite
    assert "Of 2 cells of its grid" in found["sentence"]
    assert "1 are clearly above zero and 0 clearly below" in found["sentence"]


def test_where_years_are_not_turned_the_authors_row_decides() -> None:
    told = _told(-0.4, -0.3)
    told["author_rows"].pop()
    assert answer(PART, told)["verdict"] == HOLDS
    assert judged(1, None, None) == CANNOT_TELL


def test_what_has_no_estimate_says_why() -> None:
    found = answer(PART, _told(None, None))
    assert found["verdict"] == CANNOT_TELL
    assert "without year effects: no rows" in found["sentence"]
    assert "another" not in found["sentence"]
    assert "estimate" not in found


@pytest.mark.parametrize("study", sorted({one.study for one in PARTS}))
def test_every_part_is_a_test_of_its_study_and_can_be_answered(study: str) -> None:
    one = replication(study)
    told = answer_of(one, one.run(one.example(), 1))
    labels = {row["specification"] for row in told["author_rows"]}
    for part in PARTS:
        if part.study == study:
            assert part.label in labels
            found = answer(part, told)
            assert found["sentence"].startswith(part.effect[:1].upper() + part.effect[1:])
            assert found["low"] < found["high"]


def test_each_key_is_asked_for_by_a_claim_and_stands_once() -> None:
    asked = {key for one in claims() if REPLICATED in one.code for key in one.keys}
    keys = [part.key for part in PARTS]
    assert set(keys) <= asked
    assert len(set(keys)) == len(keys)


def test_without_the_files_the_answer_names_them(tmp_path) -> None:
    part = next(one for one in PARTS if one.study == "hathaway2002")
    (found,) = replication_answers(Store(tmp_path), [part])
    assert found["verdict"] == CANNOT_TELL
    assert found["sentence"].startswith("Needs: ")
    assert "hathaway" in found["sentence"]
    assert "facts/" not in found["sentence"]
