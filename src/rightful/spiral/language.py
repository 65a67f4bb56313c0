"""The language of the rule files: a comparison of an item, and how comparisons combine.

A leaf is the smallest question that evidence answers: ``S1 >= 1``, ``V = 0 for 5 years``,
``never IA >= 1``, ``D1 = 0 whenever criticised``. ``S1 = 0`` is read as ``not S1 >= 1``, so that a
rule set asks each question once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from rightful.core.errors import DataError
from rightful.spiral.items import HIGHEST, items

Mode = Literal["now", "for", "never", "whenever"]
Combination = Literal["all", "any", "not", "count", "leaf"]

_LEAF: Final = re.compile(
    r"(?P<never>never )?(?P<item>[A-Z]+\d?) (?P<op>>=|=) (?P<n>[0-2])"
    r"(?: for (?P<years>\d+) years| (?P<whenever>whenever criticised))?"
)
GRAMMAR: Final = (
    "ITEM >= n, ITEM = n, either with 'for k years' behind or 'never' before it; "
    "ITEM = 0 whenever criticised; the name of a condition; 'not ' before any of these"
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A question that evidence answers with yes, no or nothing.

    Attributes
    ----------
    item
        Of ``items.csv``.
    at_least
        True of values of at least ``value``, otherwise of that value alone.
    mode
        ``now``: the latest value while it stands; ``for``: in ``years`` years running; ``never``:
        in no year so far; ``whenever``: in every criticised year of the item's window.
    """

    item: str
    value: int
    at_least: bool = True
    mode: Mode = "now"
    years: int = 1

    def __str__(self) -> str:
        text = f"{self.item} {'>=' if self.at_least else '='} {self.value}"
        if self.mode == "for":
            return f"{text} for {self.years} years"
        if self.mode == "never":
            return f"never {text}"
        return f"{text} whenever criticised" if self.mode == "whenever" else text


@dataclass(frozen=True, slots=True)
class Node:
    """A combination of others: all, any, not, exactly ``count`` of them, or a leaf."""

    kind: Combination
    parts: tuple[Node, ...] = ()
    leaf: Leaf | None = None
    count: int = 0


def leaf_node(text: str, where: str) -> Node | None:
    """Return what a comparison asks; None where the text is no comparison.

    Raises
    ------
    DataError
        When it compares an item that is not known.
    """
    found = _LEAF.fullmatch(text)
    if found is None:
        return None
    item, value, at_least = found["item"], int(found["n"]), found["op"] == ">="
    if item not in items():
        raise DataError(f"no item is called {item}", where=where, allowed=", ".join(items()))
    if found["never"]:
        return _leaf(Leaf(item, value, at_least, "never"))
    if found["years"]:
        return _leaf(Leaf(item, value, at_least, "for", int(found["years"])))
    if found["whenever"]:
        return _leaf(Leaf(item, value, at_least, "whenever"))
    return _now(item, value, at_least)


def _leaf(leaf: Leaf) -> Node:
    return Node("leaf", leaf=leaf)


def _now(item: str, value: int, at_least: bool) -> Node:
    """Return a comparison of the latest value by thresholds alone."""
    above = Node("not", (_leaf(Leaf(item, value + 1)),))
    if at_least:
        return _leaf(Leaf(item, value))
    if value == 0:
        return above
    here = _leaf(Leaf(item, value))
    return here if value == HIGHEST else Node("all", (here, above))


def leaves_of(node: Node) -> list[Leaf]:
    """Return the leaves of a node, first come first, repeats included."""
    if node.leaf is not None:
        return [node.leaf]
    return [leaf for part in node.parts for leaf in leaves_of(part)]


def implied(one: Leaf, other: Leaf) -> bool | None:
    """Return what ``one`` being true says of ``other``; None where nothing."""
    if one.item != other.item or other.mode != "now" or one.mode == "whenever":
        return None
    if one.mode == "never":
        return False if one.value <= other.value else None
    if one.value >= other.value:
        return True
    return None if one.at_least else False
