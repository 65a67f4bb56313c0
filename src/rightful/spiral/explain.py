"""Why a state-year has its phases: rules, what evidence answered, and what would decide."""

from __future__ import annotations

from dataclasses import dataclass

from rightful.spiral.interpreter import Answers, Completions, complete
from rightful.spiral.items import items
from rightful.spiral.language import Leaf
from rightful.spiral.leaves import latest
from rightful.spiral.panel import Panel
from rightful.spiral.relegation import names_of
from rightful.spiral.rules import Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the rules and what the evidence answered.

    Attributes
    ----------
    leaf
        The question, as the rule file writes it.
    label
        Of its item.
    answer
        1, 0, or -1 where nothing speaks.
    value, age
        The latest value that stands and the years since it was seen; -1 where there is none.
    """

    leaf: str
    item: str
    label: str
    answer: int
    value: int
    age: int


@dataclass(frozen=True, slots=True)
class Deciding:
    """An open question: which phases would be possible if it were answered so."""

    leaf: str
    item: str
    label: str
    if_yes: tuple[str, ...]
    if_no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one state-year has its phases under one reading.

    Attributes
    ----------
    alone
        Phases that the year's own evidence leaves possible; the rule of two years comes after.
    rules
        The rule that fired, or those that may fire, from the top.
    asked
        Every question of the rules, in the order in which they ask.
    deciding
        The open questions whose answer would narrow the set, the most telling first.
    """

    reading: str
    alone: tuple[str, ...]
    rules: tuple[Rule, ...]
    asked: tuple[Asked, ...]
    deciding: tuple[Deciding, ...]


def explain(panel: Panel, told: Answers, row: int) -> Explanation:
    """Return why a row of the panel has its phases."""
    rules = told.rules
    found = complete(rules, told.values[row])
    bits = found.phases()
    return Explanation(
        rules.reading,
        tuple(names_of(rules.reading, bits)),
        tuple(rules.rules[number] for number in found.may_fire()),
        tuple(
            _asked(panel, leaf, int(told.values[row, number]), row)
            for number, leaf in enumerate(rules.leaves)
        ),
        _deciding(found, bits),
    )


def _asked(panel: Panel, leaf: Leaf, answer: int, row: int) -> Asked:
    value, age = latest(panel, leaf.item)
    return Asked(
        str(leaf), leaf.item, items()[leaf.item].label, answer, int(value[row]), int(age[row])
    )


def _deciding(found: Completions, bits: int) -> tuple[Deciding, ...]:
    reading = found.rules.reading
    told: list[tuple[int, Deciding]] = []
    for number in found.open:
        if_yes, if_no = found.given(number, True), found.given(number, False)
        if if_yes == bits and if_no == bits:
            continue
        leaf = found.rules.leaves[number]
        one = Deciding(
            str(leaf),
            leaf.item,
            items()[leaf.item].label,
            tuple(names_of(reading, if_yes)),
            tuple(names_of(reading, if_no)),
        )
        told.append((if_yes.bit_count() + if_no.bit_count(), one))
    # Fewest phases left, on either answer, first; the order of the rules otherwise.
    return tuple(one for _, one in sorted(told, key=lambda pair: pair[0]))
