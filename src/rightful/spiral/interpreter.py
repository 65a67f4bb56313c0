"""One interpreter for every rule set: from answers to leaves to the set of possible phases.

Three-valued: a leaf is yes, no or open. The answer is every phase that some completion of the open
leaves gives, no more and no fewer, so that knowing more never widens it. A completion in which
leaves contradict each other (``S1 >= 2`` without ``S1 >= 1``) is none. Sets are bits: bit i stands
for ``PHASES[reading][i]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from rightful.core.phase import PHASES
from rightful.spiral.language import Node
from rightful.spiral.leaves import NO, YES, answer
from rightful.spiral.panel import NULL, Panel, Values
from rightful.spiral.rules import RuleSet

Sets = NDArray[np.uint16]
Grid = NDArray[np.bool_]
NOTHING = 255


@dataclass(frozen=True)
class Answers:
    """Answers to a rule set's leaves.

    Attributes
    ----------
    rules
        The rule set.
    values
        Shape (N, leaves), int8: 1, 0 or -1, in the order of ``rules.leaves``.
    """

    rules: RuleSet
    values: NDArray[np.int8]


@dataclass(frozen=True)
class Completions:
    """What follows from one pattern of answers, over all completions of its open leaves.

    Attributes
    ----------
    rules
        The rule set.
    open
        The open leaves; each is an axis of length 2 of ``fired`` and ``allowed``.
    fired
        Index of the rule that fires.
    allowed
        False where the completion contradicts itself.
    held
        What every leaf is: a truth value or one of the axes.
    """

    rules: RuleSet
    open: tuple[int, ...]
    fired: NDArray[np.uint8]
    allowed: Grid
    held: tuple[Grid, ...]

    def phases(self, where: Grid | None = None) -> int:
        """Return the set of phases, as bits; over the completions ``where`` alone."""
        taken = self.allowed if where is None else self.allowed & where
        names = PHASES[self.rules.reading]
        rules = set(self.fired[np.broadcast_to(taken, self.fired.shape)].tolist())
        return reduce(
            lambda bits, rule: bits | 1 << names.index(self.rules.rules[rule].phase), rules, 0
        )

    def may_fire(self) -> list[int]:
        """Return the rules that some completion fires, in order."""
        return sorted(set(self.fired[self.allowed].tolist()))

    def truth(self, node: Node) -> int:
        """Return whether a condition holds: 1 in every completion, 0 in none, else -1."""
        held = np.broadcast_to(_evaluate(node, self.rules, self.held), self.fired.shape)
        taken = held[self.allowed]
        return YES if taken.all() else NO if not taken.any() else NULL

    def given(self, leaf: int, value: bool) -> int:
        """Return the set of phases if an open leaf turned out so."""
        return self.phases(self.held[leaf] if value else ~self.held[leaf])


def answers(panel: Panel, rules: RuleSet) -> Answers:
    """Return how the evidence answers every leaf of a rule set."""
    return Answers(rules, np.stack([answer(panel, leaf) for leaf in rules.leaves], axis=1))


def possible(told: Answers) -> Sets:
    """Return the set of possible phases of every row, shape (N,)."""
    return judged(told, ())[0]


def truths(told: Answers, node: Node) -> Values:
    """Return whether a condition holds in every row, shape (N,), int8: 1, 0 or -1."""
    return judged(told, (node,))[1][0]


def judged(told: Answers, nodes: tuple[Node, ...]) -> tuple[Sets, list[Values]]:
    """Return the sets of possible phases, and of every condition whether it holds; each (N,).

    Rows with the same answers are judged once.
    """
    patterns, rows = np.unique(told.values, axis=0, return_inverse=True)
    sets = np.zeros(len(patterns), dtype=np.uint16)
    held = np.zeros((len(nodes), len(patterns)), dtype=np.int8)
    for i, pattern in enumerate(patterns):
        found = complete(told.rules, pattern)
        sets[i] = found.phases()
        held[:, i] = [found.truth(node) for node in nodes]
    place = rows.ravel()
    return sets[place], [one[place] for one in held]


def complete(rules: RuleSet, pattern: NDArray[np.int8]) -> Completions:
    """Return what follows from one pattern of answers, shape (leaves,)."""
    open_ = tuple(int(i) for i in np.flatnonzero(pattern == NULL))
    held = tuple(_held(i, int(value), open_) for i, value in enumerate(pattern))
    shape = (2,) * len(open_)
    fired = np.full(shape, NOTHING, dtype=np.uint8)
    for number, rule in enumerate(rules.rules):
        holds = np.broadcast_to(_evaluate(rule.when, rules, held), shape)
        fired[holds & (fired == NOTHING)] = number
    allowed = np.broadcast_to(_consistent(rules, pattern, held), shape)
    # Evidence that contradicts itself (two windows that disagree) excludes no phase by itself.
    return Completions(rules, open_, fired, allowed if allowed.any() else ~allowed, held)


def _held(leaf: int, value: int, open_: tuple[int, ...]) -> Grid:
    """Return a leaf's truth: a constant, or both values along an axis of its own."""
    if value != NULL:
        return np.full((1,) * len(open_), value == YES)
    shape = [1] * len(open_)
    shape[open_.index(leaf)] = 2
    return np.array([False, True]).reshape(shape)


def _consistent(rules: RuleSet, pattern: NDArray[np.int8], held: tuple[Grid, ...]) -> Grid:
    """Return where no leaf contradicts what another implies."""
    whole = np.full((1,) * int((pattern == NULL).sum()), True)
    for i, j, says in rules.implications:
        # Between two answers given there is nothing to complete.
        if NULL in (pattern[i], pattern[j]):
            whole = whole & (~held[i] | (held[j] == says))
    return whole


def _evaluate(node: Node, rules: RuleSet, held: tuple[Grid, ...]) -> Grid:
    """Return where a combination holds, over the completions."""
    if node.leaf is not None:
        return held[rules.places[node.leaf]]
    parts = [_evaluate(part, rules, held) for part in node.parts]
    if node.kind == "not":
        return ~parts[0]
    if node.kind == "count":
        total = reduce(np.add, [part.astype(np.int8) for part in parts])
        return np.asarray(total == node.count)
    start = np.full((1,) * (held[0].ndim), node.kind == "all")
    return reduce(np.logical_and if node.kind == "all" else np.logical_or, parts, start)
