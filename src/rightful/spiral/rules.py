"""Rule sets as data: conditions and rules of a reading, read from TOML and checked when read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rightful.core.errors import DataError
from rightful.core.names import resolve
from rightful.core.phase import MARKERS, PHASES, READINGS
from rightful.spiral.language import GRAMMAR, Leaf, Node, implied, leaf_node, leaves_of

AS_WRITTEN: Final = "as_written"
_KINDS: Final = ("all", "any", "count")
# The markers are the revision's; a rule set without them borrows none.
MARKED: Final = "revised"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: where ``when`` holds, and no rule above it did, the phase is ``phase``."""

    phase: str
    name: str
    says: str
    when: Node


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition, with what it says in words."""

    name: str
    says: str
    when: Node


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one reading, in the order in which they are tried.

    Attributes
    ----------
    leaves
        Every question the rules ask, once.
    places
        leaf -> its place among them.
    implications
        (one, other, what the other must be if the one is true), by places.
    general_talk
        Whether what a government says in general counts for every right.
    variant
        ``as_written``, or the switch against circularity that was set.
    """

    reading: str
    title: str
    references: tuple[str, ...]
    general_talk: bool
    variant: str
    conditions: dict[str, Condition]
    rules: tuple[Rule, ...]
    leaves: tuple[Leaf, ...]
    places: dict[Leaf, int]
    implications: tuple[tuple[int, int, bool], ...]

    def __hash__(self) -> int:
        return hash((self.reading, self.variant))


def variants(reading: str) -> dict[str, str]:
    """Return the switches of a reading, with what each says."""
    told = _file(reading).get("variants", {})
    return {AS_WRITTEN: "the rules as written"} | {name: one["says"] for name, one in told.items()}


@cache
def rule_set(reading: str, variant: str = AS_WRITTEN) -> RuleSet:
    """Return the rules of a reading.

    Raises
    ------
    UnknownName
        When no reading, or no variant of it, is called so.
    DataError
        When its file breaks the language of rules.
    """
    name = resolve(reading, READINGS, "reading")
    told = _file(name)
    switch = resolve(variant, variants(name), f"variant of {name}")
    raw = dict(told["conditions"])
    if switch != AS_WRITTEN:
        raw |= told["variants"][switch]["conditions"]
    return read_rules({**told, "conditions": raw}, switch)


def _file(reading: str) -> dict[str, Any]:
    place = files("rightful.spiral") / "tables" / "rules" / f"{reading}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def read_rules(told: dict[str, Any], variant: str = AS_WRITTEN) -> RuleSet:
    """Return the rule set that a parsed file describes.

    Raises
    ------
    DataError
        When a name is not known, conditions go in a ring, a phase is none of the reading's, or
        the last rule does not hold whatever the evidence.
    """
    reader = _Reader(told)
    conditions = {
        name: Condition(name, one["says"], reader.condition(name))
        for name, one in told["conditions"].items()
    }
    rules = tuple(reader.rule(one) for one in told["rules"])
    last = rules[-1].when
    if last.kind != "all" or last.parts:
        raise DataError(
            "the last rule does not hold whatever the evidence",
            where=f"rules of {told['reading']}",
            allowed="a last rule with `all = []`, so that every state-year has a phase",
        )
    marks = [conditions[name].when for name in MARKERS if name in conditions]
    asked = [leaf for one in [*(rule.when for rule in rules), *marks] for leaf in leaves_of(one)]
    leaves = tuple(dict.fromkeys(asked))
    return RuleSet(
        told["reading"],
        told["title"],
        tuple(told["references"]),
        bool(told["general_talk"]),
        variant,
        conditions,
        rules,
        leaves,
        {leaf: place for place, leaf in enumerate(leaves)},
        _implications(leaves),
    )


def _implications(leaves: tuple[Leaf, ...]) -> tuple[tuple[int, int, bool], ...]:
    return tuple(
        (i, j, says)
        for i, one in enumerate(leaves)
        for j, other in enumerate(leaves)
        if i != j and (says := implied(one, other)) is not None
    )


class _Reader:
    """Reads the combinations of one file; a condition is read where it is named."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.open: list[str] = []

    def rule(self, one: dict[str, Any]) -> Rule:
        where = f"rules of {self.told['reading']}, {one.get('name')}"
        if one["phase"] not in PHASES[self.told["reading"]]:
            raise DataError(
                f"{one['phase']} is no phase of this reading",
                where=where,
                allowed=", ".join(PHASES[self.told["reading"]]),
            )
        return Rule(one["phase"], one["name"], one["says"], self.combination(one, where))

    def condition(self, name: str) -> Node:
        if name in self.open:
            raise DataError(
                "conditions that ask for each other", where=" -> ".join([*self.open, name])
            )
        self.open.append(name)
        where = f"conditions.{name} of {self.told['reading']}"
        node = self.combination(self.told["conditions"][name], where)
        self.open.pop()
        return node

    def combination(self, one: dict[str, Any], where: str) -> Node:
        kinds = [kind for kind in _KINDS if kind in one]
        if len(kinds) != 1:
            raise DataError(
                f"{len(kinds)} combinations where one is needed",
                where=where,
                allowed=" or ".join(_KINDS),
            )
        told = one[kinds[0]]
        if kinds[0] == "count":
            return Node("count", self.operands(told["of"], where), count=told["is"])
        return Node("all" if kinds[0] == "all" else "any", self.operands(told, where))

    def operands(self, texts: list[str], where: str) -> tuple[Node, ...]:
        return tuple(self.operand(text, where) for text in texts)

    def operand(self, text: str, where: str) -> Node:
        if text.startswith("not "):
            return Node("not", (self.operand(text.removeprefix("not "), where),))
        if text in self.told["conditions"]:
            return self.condition(text)
        found = leaf_node(text, where)
        if found is None:
            raise DataError(f"{text!r} cannot be read", where=where, allowed=GRAMMAR)
        return found
