"""From premises to verdicts: does a defence stand, fall, or can it not be told?

A premise holds, does not hold, or is unknown. An argument with a premise that does not hold is not
on the table; one with an unknown premise is open. A defence *stands* where the grounded extension
holds it, and *falls* where that extension attacks it or a premise of it fails, **in every
completion** of the unknown premises it depends on; else it *cannot be told*. Completions are gone
through one by one while they are few; beyond that two bounds are computed that are never wrong and
sometimes leave open what a full search would close.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

from rightful.core.errors import DataError
from rightful.discourse.arguments.framework import Framework, framework, labels
from rightful.discourse.arguments.schemes import Argument, StockMap, articles_of, legal_fact
from rightful.discourse.arguments.support import Attack, Link, attacks

STANDS: Final = "stands"
FALLS: Final = "falls"
CANNOT_TELL: Final = "cannot tell"
VERDICTS: Final = (STANDS, FALLS, CANNOT_TELL)
BALANCED: Final = "balanced"
# Up to so many unknown premises every completion is gone through: 1,024 small frameworks.
MOST_UNKNOWN: Final = 10


@dataclass(frozen=True)
class Premise:
    """A premise: whether it holds (None: not known), how surely (0-1), by which sources."""

    key: str
    holds: bool | None
    strength: float | None = None
    sources: tuple[str, ...] = ()
    date: str | None = None

    def __post_init__(self) -> None:
        if self.strength is not None and not 0 <= self.strength <= 1:
            raise DataError(
                f"the strength of a premise cannot be {self.strength}",
                where=self.key,
                allowed="0 to 1, or null",
            )


@dataclass(frozen=True)
class Deciding:
    """An unknown premise, and what the verdict is once it is known; None where still open."""

    key: str
    if_true: str
    if_false: str


@dataclass(frozen=True)
class Verdict:
    """What becomes of one argument.

    ``because`` names the arguments that defeat it (falls), that it withstands (stands) or that are
    open against it; ``exact`` is false where only the bounds were computed.
    """

    argument: str
    verdict: str
    because: tuple[str, ...]
    would_decide: tuple[Deciding, ...]
    exact: bool = True


@dataclass(frozen=True)
class Case:
    """A map with its premises: which arguments are on the table, open or out."""

    map: StockMap
    premises: dict[str, Premise]
    weighted: bool = False

    def holds(self, need: str, given: dict[str, bool] | None = None) -> bool | None:
        """Return whether a need is met, with unknown premises as ``given``; None: not known."""
        key = need.removeprefix("!")
        told = self.premises[key].holds
        if told is None and given:
            told = given.get(key)
        return told if told is None or need == key else not told

    def status(self, argument: Argument, given: dict[str, bool] | None = None) -> bool | None:
        """Return True: on the table, False: out, None: open."""
        met = [self.holds(need, given) for need in argument.needs]
        if False in met:
            return False
        return None if None in met else True

    def among(self, wanted: bool | None) -> list[str]:
        """Return the arguments of a status, in order."""
        return [one.name for one in self.map.arguments if self.status(one) is wanted]

    def strength(self) -> dict[str, float | None]:
        """Return each argument's strength: that of its weakest premise; None: not known."""
        return {one.name: self._weakest(one) for one in self.map.arguments}

    def _weakest(self, argument: Argument) -> float | None:
        known = [self.premises[need.removeprefix("!")].strength for need in argument.needs]
        weights = [one for one in known if one is not None]
        return min(weights, default=1.0) if len(weights) == len(known) else None

    def attacks(self, present: Iterable[str]) -> list[Attack]:
        """Return the attacks among arguments, supports translated."""
        return attacks(present, self.map.links, self.strength() if self.weighted else None)

    def framework(self, given: dict[str, bool] | None = None) -> Framework:
        """Return the framework of what is on the table, unknown premises as ``given``."""
        present = [one.name for one in self.map.arguments if self.status(one, given) is True]
        return framework(present, ((one.source, one.target) for one in self.attacks(present)))

    def relevant(self, name: str) -> list[str]:
        """Return an argument and all that may bear on it, through attack or support."""
        touching: dict[str, set[str]] = {}
        for link in self.map.links:
            # Both ways: support is translated both ways, and a rebuttal may be turned round.
            touching.setdefault(link.target, set()).add(link.source)
            if not link.attacks or self.weighted:
                touching.setdefault(link.source, set()).add(link.target)
        out = set(self.among(False))
        seen, ahead = {name}, [name]
        while ahead:
            for other in touching.get(ahead.pop(), set()) - seen - out:
                seen.add(other)
                ahead.append(other)
        return [one.name for one in self.map.arguments if one.name in seen]


def case(stock: StockMap, premises: Iterable[Premise], *, weighted: bool = False) -> Case:
    """Return the case that premises make on a map.

    What the law says of the right is filled in where no premise is given for it, and ``bound``
    from the articles in force; every other key without a premise is unknown.

    Raises
    ------
    DataError
        When a premise is given twice.
    """
    told: dict[str, Premise] = {}
    for one in premises:
        if one.key in told:
            raise DataError(f"the premise {one.key} is given twice", where=stock.right)
        told[one.key] = one
    known = {key: told.get(key) or _by_law(key) for key in stock.keys}
    if "bound" in known and "bound" not in told:
        known["bound"] = _bound(stock.right, known)
    return Case(stock, known, weighted)


def _by_law(key: str) -> Premise:
    fact = legal_fact(key)
    if fact is None:
        return Premise(key, None)
    strength = None if fact.holds is None else 1.0
    return Premise(key, fact.holds, strength, (fact.authority,))


def _bound(right: str, known: dict[str, Premise]) -> Premise:
    """Return whether any article on the right is in force: one suffices, all must be known not."""
    articles = [known[f"in_force:{one}"] for one in articles_of(right)]
    found = [one for one in articles if one.holds]
    if found:
        sources = tuple(dict.fromkeys(each for one in found for each in one.sources))
        dates = sorted(one.date for one in found if one.date)
        return Premise("bound", True, 1.0, sources, dates[0] if dates else None)
    none = bool(articles) and all(one.holds is False for one in articles)
    return Premise("bound", False if none else None, 1.0 if none else None)


def verdict(own: Case, name: str) -> Verdict:
    """Return what becomes of an argument, why, and which unknown premises would decide."""
    argument = own.map.argument(name)
    if own.status(argument) is False:
        failed = tuple(need for need in argument.needs if own.holds(need) is False)
        return Verdict(name, FALLS, failed, ())
    scope = own.relevant(name)
    unknown = _unknown(own, scope)
    if len(unknown) > MOST_UNKNOWN:
        told = _one(_bounded(own, name, scope, {}))
        deciding = [
            Deciding(
                key, *(_one(_bounded(own, name, scope, {key: value})) for value in (True, False))
            )
            for key in unknown
        ]
    else:
        rows = _completions(own, name, scope, unknown)
        told = _one({found for _, found in rows})
        deciding = [
            Deciding(key, *(_one(_where(rows, at, value)) for value in (True, False)))
            for at, key in enumerate(unknown)
        ]
    settles = tuple(one for one in deciding if one.if_true != one.if_false)
    return Verdict(
        name,
        told,
        _because(own, name, told),
        settles if told == CANNOT_TELL else (),
        len(unknown) <= MOST_UNKNOWN,
    )


def _one(found: set[str]) -> str:
    told = next(iter(found)) if len(found) == 1 else CANNOT_TELL
    return CANNOT_TELL if told == BALANCED else told


def _unknown(own: Case, scope: list[str]) -> list[str]:
    needs = [need.removeprefix("!") for name in scope for need in own.map.argument(name).needs]
    return [key for key in dict.fromkeys(needs) if own.premises[key].holds is None]


Completion = tuple[tuple[bool, ...], str]


def _where(rows: list[Completion], at: int, value: bool) -> set[str]:
    return {found for values, found in rows if values[at] is value}


def _completions(own: Case, name: str, scope: list[str], unknown: list[str]) -> list[Completion]:
    """Return every completion of the unknown premises with the verdict that it gives."""
    rows: list[Completion] = []
    seen: dict[frozenset[str], str] = {}
    for values in product((True, False), repeat=len(unknown)):
        given = dict(zip(unknown, values, strict=True))
        present = frozenset(
            one for one in scope if own.status(own.map.argument(one), given) is True
        )
        if present not in seen:
            seen[present] = _in(own, name, present)
        rows.append((values, seen[present]))
    return rows


def _in(own: Case, name: str, present: frozenset[str]) -> str:
    if name not in present:
        return FALLS
    label = labels(own_framework(own, present))[name]
    return {"in": STANDS, "out": FALLS, "undecided": BALANCED}[label]


def _bounded(own: Case, name: str, scope: list[str], fixed: dict[str, bool]) -> set[str]:
    """Bound the verdict: held by every completion, beaten in every one, or open.

    An argument surely on the table is surely held where each attack that may be made on it comes
    from one that is surely beaten; surely beaten is what a surely held one surely attacks.
    """
    status = {one: own.status(own.map.argument(one), fixed) for one in scope}
    sure = [one for one in scope if status[one] is True]
    possible = [one for one in scope if status[one] is not False]
    if name not in possible:
        return {FALLS}
    may = {(one.source, one.target) for one in own.attacks(possible)}
    must = {(one.source, one.target) for one in own.attacks(sure)}
    # An attack may fall on an argument that is not surely there: it then beats it when it is.
    held: set[str] = set()
    while True:
        beaten = {target for source, target in must if source in held}
        beaten |= _beaten_if_there(own, held, possible, sure)
        more = {
            one for one in sure if all(source in beaten for source, target in may if target == one)
        }
        if more == held:
            break
        held = more
    if name in held:
        return {STANDS}
    return {FALLS} if name in beaten else {STANDS, FALLS}


def _beaten_if_there(own: Case, held: set[str], possible: list[str], sure: list[str]) -> set[str]:
    """Return the open arguments that a surely held one attacks whenever they are on the table."""
    open_ = [one for one in possible if one not in set(sure)]
    return {
        one
        for one in open_
        if any(
            attack.source in held and attack.target == one for attack in own.attacks([*sure, one])
        )
    }


def _because(own: Case, name: str, told: str) -> tuple[str, ...]:
    """Return the arguments that make the verdict: defeaters, withstood attackers, open ones."""
    present = own.among(True)
    possible = [*present, *own.among(None)]
    here = set(present) | {name}
    now = labels(own_framework(own, here))
    foes = [one.source for one in own.attacks(possible) if one.target == name]
    if told == FALLS:
        # Where it falls in every completion but by different attackers, all that may are told.
        return tuple(one for one in foes if now.get(one) == "in") or tuple(foes)
    if told == STANDS:
        return tuple(foes)
    return tuple(one for one in foes if now.get(one) != "out")


def own_framework(own: Case, present: Iterable[str]) -> Framework:
    """Return the framework of some arguments, in the order of the map."""
    wanted = set(present)
    ordered = [one.name for one in own.map.arguments if one.name in wanted]
    return framework(ordered, ((one.source, one.target) for one in own.attacks(ordered)))


def links_among(own: Case, present: Iterable[str]) -> list[Link]:
    """Return the links of the map whose ends are both among ``present``."""
    here = set(present)
    return [one for one in own.map.links if one.source in here and one.target in here]
