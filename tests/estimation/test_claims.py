"""The register of claims: all 148, each by the rules, planned tests listed; answers kept whole."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.estimation import claims as register
from rightful.estimation.claims import (
    ABSENT,
    CANNOT_TELL,
    DOES_NOT_HOLD,
    HOLDS,
    NEEDS_DATA,
    NOT_IN_HAND,
    NOT_YET,
    TESTED,
    VERDICTS,
    Claim,
    Result,
    claims,
    newest,
    read_claims,
    read_results,
    results_text,
    status,
    verdict_of,
)

THEORY = Path(__file__).resolve().parents[3] / "shared" / "design" / "theory.md"


def _table() -> str:
    return files("rightful.estimation").joinpath("tables", "claims.csv").read_text("utf-8")


def _one(number: int) -> Claim:
    return claims()[number - 1]


def test_every_claim_is_there_once_and_follows_the_rules() -> None:
    assert [one.id for one in claims()] == list(range(1, 149))
    assert {one.part for one in claims()} == set(register.PARTS)


def test_a_hypothesis_whose_needs_can_be_met_is_tested() -> None:
    waiting = [one.id for one in claims() if status(one) == NOT_YET]
    assert waiting == [], "test it, or name what is missing"
    assert all(status(one) in {TESTED, NEEDS_DATA} for one in _hypotheses())


def _hypotheses() -> list[Claim]:
    return [one for one in claims() if one.kind == "hypothesis"]


def test_what_is_not_in_hand_is_known_by_name() -> None:
    named = {
        need.removeprefix(NOT_IN_HAND)
        for one in claims()
        for need in one.needs
        if need.startswith(NOT_IN_HAND)
    }
    assert named == set(ABSENT)


def test_claims_of_no_effect_state_how_little_is_none() -> None:
    null = {one.id for one in claims() if one.sign == "0"}
    assert {16, 46, 51, 73} <= null
    assert all(0 < (_one(number).margin or 0) <= 0.2 for number in null)


@pytest.mark.shared
def test_no_sentence_is_copied() -> None:
    if not THEORY.exists():
        pytest.skip("the theory is not at hand (../shared/design)")
    length = 6
    theirs = _runs(THEORY.read_text(encoding="utf-8"), length)
    copied = [one.id for one in claims() if _runs(one.restatement, length) & theirs]
    assert copied == []


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


BREAKS = {
    "a row is gone": (lambda rows: rows[:63] + rows[64:], "1 to 148"),
    "a row is there twice": (lambda rows: [*rows, rows[-1]], "1 to 148"),
    "an unknown kind": (lambda rows: _swap(rows, 63, "hypothesis", "guess"), "63: kind is none"),
    "an unknown part": (lambda rows: _swap(rows, 63, ",law,", ",lore,"), "63: part is none"),
    "an unknown sign": (lambda rows: _swap(rows, 63, ",-,", ",~,"), "63: sign is none"),
    "no margin": (lambda rows: _swap(rows, 16, ",0.1,", ",,"), "16: a claim of no effect"),
    "a margin too many": (lambda rows: _swap(rows, 63, ",,,", ",0.1,why,"), "63: a claim of no"),
    "too many words": (
        lambda rows: _swap(rows, 63, "Hill:", "Hill " + "on and on " * 20 + ":"),
        "63: restated",
    ),
    "no test and nothing missing": (
        lambda rows: _swap(rows, 63, "rightful.study.replicate_studies.replicate", ""),
        "63: a hypothesis without a test",
    ),
    "no needs": (
        lambda rows: _swap(rows, 63, "baseline; facts; cirights; polity; gdp_pop; conflict", ""),
        "63: a hypothesis names",
    ),
    "an unplanned part": (
        lambda rows: _swap(rows, 3, "planned: world", "planned: moon"),
        "3: a part that nobody plans",
    ),
    "no locus": (lambda rows: _swap(rows, 63, "fn 42 Hill", ""), "63: no locus"),
    "keys of nothing": (
        lambda rows: _swap(rows, 92, "rightful.study.spiral_tests.spiral_answers", ""),
        "92: keys without",
    ),
    "no pointer and no reason": (
        lambda rows: [*rows[:141], rows[141].partition("A statement of aim")[0], *rows[142:]],
        "141: no pointer",
    ),
}


def _swap(rows: list[str], number: int, old: str, new: str) -> list[str]:
    assert rows[number].startswith(f"{number},")
    assert old in rows[number]
    return [*rows[:number], rows[number].replace(old, new, 1), *rows[number + 1 :]]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_row_is_told(name: str) -> None:
    breaks, told = BREAKS[name]
    with pytest.raises(DataError, match=told):
        read_claims("\n".join(breaks(_table().splitlines())))


def test_statuses_follow_from_the_row() -> None:
    tested = _one(92)
    assert status(tested) == TESTED
    assert status(replace(tested, code=(), keys=())) == NOT_YET
    assert status(replace(tested, code=(), needs=("survey",))) == NEEDS_DATA
    assert status(replace(tested, code=(), needs=(f"{NOT_IN_HAND}INGO counts",))) == NEEDS_DATA
    assert status(replace(tested, kind="conceptual")) == register.CONCEPTUAL


def test_what_a_store_lacks_is_named() -> None:
    one = replace(_one(63), needs=("baseline", "facts", "cirights", "series:x", "survey"))
    assert register.missing(one, {"cirights"}) == ("series:x", "survey")
    assert register.missing(one, {"cirights", "series:x", "survey"}) == ()


def _result(verdict: str = HOLDS, when: str = "2026-01-01", baseline: str = "new") -> Result:
    estimate = None if verdict == CANNOT_TELL else 0.5
    return Result(verdict, estimate, 0.1, 0.9, "SD", "It does.", when, "a.b", "k", baseline)


WHOLE = replace(_one(63), whole=("a", "-b"), keys=("a", "-b", "c"))


@pytest.mark.parametrize(
    ("first", "second", "third", "told"),
    [
        (HOLDS, HOLDS, DOES_NOT_HOLD, HOLDS),
        (HOLDS, CANNOT_TELL, HOLDS, CANNOT_TELL),
        (CANNOT_TELL, DOES_NOT_HOLD, HOLDS, DOES_NOT_HOLD),
        (HOLDS, None, HOLDS, CANNOT_TELL),
    ],
)
def test_a_claim_of_several_parts_holds_where_all_do(
    first: str, second: str | None, third: str, told: str
) -> None:
    given = {"a": first, "b": second, "c": third}
    found = [replace(_result(v), key=key) for key, v in given.items() if v is not None]
    assert verdict_of(WHOLE, found) == told
    assert verdict_of(replace(WHOLE, whole=("a",)), found) == first


def test_parts_are_joined_in_the_table_and_come_first() -> None:
    several = [one for one in claims() if len(one.whole) > 1]
    assert {16, 23, 60, 74} <= {one.id for one in several}
    assert all(one.keys[: len(one.whole)] == one.whole for one in claims())


numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
results = st.builds(
    Result,
    st.sampled_from(sorted(VERDICTS)),
    numbers,
    numbers,
    numbers,
    *[st.text(max_size=20)] * 6,
)


@given(st.dictionaries(st.integers(1, 148), st.lists(results, min_size=1, max_size=3).map(tuple)))
def test_answers_come_back_as_they_were_written(told: dict[int, tuple[Result, ...]]) -> None:
    assert read_results(results_text(told), "here") == told


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"x": {}}',
        '{"63": 5}',
        '{"63": {"verdict": "holds"}}',
        results_text({63: (_result(),)}).replace("holds", "proves"),
        results_text({63: (_result(),)}).replace("0.5", '"half"'),
        results_text({149: (_result(),)}),
    ],
)
def test_a_damaged_table_of_results_is_told(text: str) -> None:
    with pytest.raises(DataError, match="results") as told:
        read_results(text, "here.json")
    assert told.value.where == "here.json"


def test_the_newest_answer_is_on_this_baseline_and_has_an_estimate() -> None:
    old, later = _result(when="2026-01-01"), _result(when="2026-02-01")
    empty = _result(CANNOT_TELL, when="2026-03-01")
    past = _result(when="2026-04-01", baseline="old")
    for first, second, best in [
        (old, later, later),
        (later, old, later),
        (later, empty, later),
        (empty, past, empty),
        (past, old, old),
    ]:
        assert newest([{63: (first,)}, {63: (second,)}], "new")[63] == (best,)


def test_a_key_with_a_minus_turns_the_verdict() -> None:
    one = replace(_one(94), keys=("-k", "gone"))
    turned = {HOLDS: DOES_NOT_HOLD, DOES_NOT_HOLD: HOLDS, CANNOT_TELL: CANNOT_TELL}
    for verdict, other in turned.items():
        (answer,) = register.answers_of(one, {"k": _result(verdict)})
        assert answer.verdict == other


@pytest.mark.parametrize(
    ("value", "kept"),
    [(0.123456, 0.1235), (float("nan"), None), (float("inf"), None), ("a", None), (3, 3.0)],
)
def test_numbers_are_kept_to_four_digits(value: object, kept: float | None) -> None:
    assert register.number(value) == kept
