"""Total, exclusive, exact, and monotone: knowing more never widens the set of phases."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spiral.made import constant, told

from rightful.core.phase import PHASES, READINGS
from rightful.spiral.interpreter import Answers, answers, complete, possible, truths
from rightful.spiral.language import Node, implied
from rightful.spiral.relegation import names_of
from rightful.spiral.rules import RuleSet, rule_set, variants

EVERY = [(reading, variant) for reading in READINGS for variant in variants(reading)]
QUICK = settings(max_examples=60, deadline=None)


def _holds(node: Node, values: dict[Any, bool]) -> bool:
    """Return whether a node holds, by the plainest reading of it: the referee."""
    if node.leaf is not None:
        return values[node.leaf]
    parts = [_holds(part, values) for part in node.parts]
    if node.kind == "not":
        return not parts[0]
    if node.kind == "count":
        return sum(parts) == node.count
    return all(parts) if node.kind == "all" else any(parts)


def _by_hand(rules: RuleSet, pattern: Any) -> set[str]:
    """Return the phases of every completion that does not contradict itself, one by one."""
    found = set()
    for whole in _completions(pattern):
        if _contradicts(rules, pattern, whole):
            continue
        values = dict(zip(rules.leaves, whole, strict=True))
        found.add(next(rule.phase for rule in rules.rules if _holds(rule.when, values)))
    return found


def _contradicts(rules: RuleSet, pattern: Any, whole: list[bool]) -> bool:
    return any(
        whole[i] and (says := implied(one, other)) is not None and whole[j] != says
        for i, one in enumerate(rules.leaves)
        for j, other in enumerate(rules.leaves)
        if i != j and -1 in (pattern[i], pattern[j])
    )


def _at_odds(rules: RuleSet, pattern: Any) -> bool:
    """Return whether answers contradict each other, given ones included."""
    return not any(
        all(
            not whole[i] or (says := implied(one, other)) is None or whole[j] == says
            for i, one in enumerate(rules.leaves)
            for j, other in enumerate(rules.leaves)
        )
        for whole in _completions(pattern)
    )


def _completions(pattern: Any) -> list[list[bool]]:
    open_ = [i for i, value in enumerate(pattern) if value == -1]
    found = []
    for choice in product([False, True], repeat=len(open_)):
        whole = [value == 1 for value in pattern]
        for i, value in zip(open_, choice, strict=True):
            whole[i] = value
        found.append(whole)
    return found


@pytest.mark.parametrize(("reading", "variant"), EVERY)
@given(data=st.data())
@QUICK
def test_full_evidence_gives_exactly_one_phase(reading: str, variant: str, data: Any) -> None:
    rules = rule_set(reading, variant)
    bits = int(possible(data.draw(told(rules, most_open=0)))[0])
    assert bits.bit_count() == 1


@pytest.mark.parametrize(("reading", "variant"), EVERY)
@given(data=st.data())
@QUICK
def test_the_set_is_that_of_all_completions(reading: str, variant: str, data: Any) -> None:
    rules = rule_set(reading, variant)
    drawn = data.draw(told(rules, most_open=6))
    by_hand = _by_hand(rules, drawn.values[0])
    if by_hand:
        assert set(names_of(reading, int(possible(drawn)[0]))) == by_hand


@pytest.mark.parametrize(("reading", "variant"), EVERY)
@given(data=st.data())
@QUICK
def test_an_answer_more_never_widens_the_set(reading: str, variant: str, data: Any) -> None:
    rules = rule_set(reading, variant)
    drawn = data.draw(told(rules, most_open=6))
    open_ = np.flatnonzero(drawn.values[0] == -1).tolist()
    if not open_ or _at_odds(rules, drawn.values[0]):
        return
    known = drawn.values.copy()
    known[0, data.draw(st.sampled_from(open_))] = data.draw(st.integers(0, 1))
    if _at_odds(rules, known[0]):
        return  # an answer that contradicts the others is no evidence more
    before, after = int(possible(drawn)[0]), int(possible(Answers(rules, known))[0])
    assert after & ~before == 0


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_known_leaves_every_phase(reading: str) -> None:
    rules = rule_set(reading)
    nothing = Answers(rules, np.full((1, len(rules.leaves)), -1, dtype=np.int8))
    assert names_of(reading, int(possible(nothing)[0])) == list(PHASES[reading])


@given(data=st.data())
@QUICK
def test_what_would_decide_is_what_the_set_becomes(data: Any) -> None:
    rules = rule_set("revised")
    drawn = data.draw(told(rules, most_open=6))
    found = complete(rules, drawn.values[0])
    for leaf in found.open:
        for value in (True, False):
            known = drawn.values.copy()
            known[0, leaf] = int(value)
            if not _at_odds(rules, known[0]):
                assert found.given(leaf, value) & ~int(possible(Answers(rules, known))[0]) == 0


CALM = dict.fromkeys(("IA", "SH", "CR", "D1", "D2", "D3", "C1", "C2", "RP", "P", "R1", "R2"), 0)


@pytest.mark.parametrize(
    ("values", "as_reported", "orthodox", "revised"),
    [
        # violations that nobody sees
        ({**CALM, "V": 2, "LT": 0, "LH": 0, "LC": 0, "S1": 0, "S2": 0, "A1": 0, "A2": 0, "DO": 0},
         "1", "1", "1"),
        # scrutiny met by denial, no law
        ({**CALM, "V": 2, "IA": 2, "D1": 2, "LT": 0, "LH": 0, "LC": 0, "S1": 0, "S2": 0, "A1": 0,
          "A2": 0, "DO": 0}, "2", "2", "2"),
        # the same under a treaty: denial despite law
        ({**CALM, "V": 2, "IA": 2, "D1": 2, "LT": 1, "LH": 0, "LC": 0, "S1": 0, "S2": 0, "A1": 0,
          "A2": 0, "DO": 0}, "2", "2", "2L"),
        # law and rights talk, widespread violation, opposition argued with: the decoupled state
        ({**CALM, "V": 2, "IA": 1, "LT": 1, "LH": 1, "LC": 0, "C1": 1, "S1": 2, "S2": 1, "A1": 1,
          "A2": 1, "DO": 2}, "4", "3", "3d"),
        # the same with nobody argued with and sovereignty held against scrutiny
        ({**CALM, "V": 2, "IA": 1, "D1": 1, "LT": 1, "LH": 1, "LC": 0, "C1": 1, "S1": 2, "S2": 1,
          "A1": 1, "A2": 0, "DO": 0}, "4", "3", "3b"),
        # concession without law
        ({**CALM, "V": 2, "IA": 1, "LT": 0, "LH": 0, "LC": 0, "C1": 1, "S1": 0, "S2": 0, "A1": 0,
          "A2": 0, "DO": 0}, "3", "3", "3a"),
        # the three markers, all of the law, some violations left
        ({**CALM, "V": 1, "IA": 1, "LT": 1, "LH": 1, "LC": 1, "S1": 2, "S2": 1, "A1": 1, "A2": 1,
          "DO": 2, "R1": 1}, "4", "4", "4"),
        # the same, and violations rare for long
        ({**CALM, "V": 0, "IA": 1, "LT": 1, "LH": 1, "LC": 1, "S1": 2, "S2": 1, "A1": 1, "A2": 1,
          "DO": 2, "R1": 1}, "5", "5", "5"),
        # never on an agenda, violations rare
        ({**CALM, "V": 0, "LT": 1, "LH": 1, "LC": 1, "S1": 2, "S2": 1, "A1": 1, "A2": 1, "DO": 2},
         "0", "0", "0"),
        # a crackdown on the agenda, the norm no longer spoken of
        ({**CALM, "V": 2, "IA": 1, "RP": 2, "C1": 1, "LT": 0, "LH": 0, "LC": 0, "S1": 0, "S2": 0,
          "A1": 0, "A2": 0, "DO": 1}, "2", "2", "2"),
    ],
)  # fmt: skip
def test_the_table_of_phases_case_by_case(
    values: dict[str, int], as_reported: str, orthodox: str, revised: str
) -> None:
    panel = constant(**values)
    for reading, phase in zip(READINGS, (as_reported, orthodox, revised), strict=True):
        last = int(possible(answers(panel, rule_set(reading)))[-1])
        assert names_of(reading, last) == [phase], reading


def test_a_marker_unseen_is_not_a_marker_absent() -> None:
    seen = {**CALM, "V": 1, "IA": 1, "LT": 1, "LH": 1, "LC": 1, "S1": 2, "S2": 1, "A1": 1, "DO": 2}
    rules = rule_set("revised")
    told_ = answers(constant(**seen, A2=0), rules)
    unseen = answers(constant(**seen), rules)
    assert truths(told_, rules.conditions["m2"].when)[-1] == 0
    assert truths(unseen, rules.conditions["m2"].when)[-1] == -1
