"""Finite abstract argumentation frameworks (Dung 1995), exact, on bitsets.

A framework is a set of arguments and a relation of attack. A set of arguments is a Python integer
whose bit ``i`` stands for argument ``i``. Extensions are returned as frozensets of names.

==============  ===================================================================
conflict-free   no member attacks a member
admissible      conflict-free, and every attacker of a member is attacked by a member
complete        admissible, and holds every argument that it defends
grounded        the least complete set: what must be granted by anyone
preferred       a largest admissible set: a position that can be held
stable          conflict-free, and attacks everything outside
==============  ===================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from rightful.core.errors import DataError

# More positions than these are no answer; ask ``acceptance``, which needs no list of them.
MOST_EXTENSIONS: Final = 10_000


@dataclass(frozen=True)
class Framework:
    """Arguments by name, and per argument the bitset of those that attack it and it attacks."""

    names: tuple[str, ...]
    attackers: tuple[int, ...]
    targets: tuple[int, ...]

    def named(self, members: int) -> frozenset[str]:
        """Return the names of a bitset."""
        return frozenset(self.names[at] for at in bits(members))


@dataclass(frozen=True)
class Acceptance:
    """Where one argument ends up.

    ``label`` is ``in``, ``out`` or ``undecided`` in the grounded labelling; ``some`` and ``every``
    say whether some or every preferred extension holds it.
    """

    label: str
    some: bool
    every: bool


def framework(names: Iterable[str], attacks: Iterable[tuple[str, str]]) -> Framework:
    """Return the framework of ``attacks``, pairs (attacker, attacked).

    Raises
    ------
    DataError
        When a name comes twice, or an attack names an argument that is not there.
    """
    known = tuple(names)
    place = {name: at for at, name in enumerate(known)}
    if len(place) < len(known):
        raise DataError("an argument is named twice", where="framework")
    attackers, targets = [0] * len(known), [0] * len(known)
    for attacker, attacked in attacks:
        for name in (attacker, attacked):
            if name not in place:
                raise DataError(
                    f"an attack names {name!r}, which is no argument here",
                    where=f"{attacker} attacks {attacked}",
                    next_step="name the argument, or leave the attack out",
                )
        attackers[place[attacked]] |= 1 << place[attacker]
        targets[place[attacker]] |= 1 << place[attacked]
    return Framework(known, tuple(attackers), tuple(targets))


def bits(members: int) -> Iterator[int]:
    """Return the places of the bits that are set, lowest first."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def _union(sets: tuple[int, ...], members: int) -> int:
    joined = 0
    for at in bits(members):
        joined |= sets[at]
    return joined


def _everything(af: Framework) -> int:
    return (1 << len(af.names)) - 1


def _defended(af: Framework, members: int) -> int:
    """Return every argument all of whose attackers are attacked by ``members``."""
    beaten = _union(af.targets, members)
    return sum(1 << at for at, foes in enumerate(af.attackers) if not foes & ~beaten)


def _conflict_free(af: Framework, members: int) -> bool:
    return not _union(af.targets, members) & members


def _admissible(af: Framework, members: int) -> bool:
    return _conflict_free(af, members) and not members & ~_defended(af, members)


def _bitset(af: Framework, members: Iterable[str]) -> int:
    place = {name: at for at, name in enumerate(af.names)}
    try:
        return sum(1 << place[name] for name in set(members))
    except KeyError as error:
        raise DataError(f"{error} is no argument here", where="framework") from None


def is_conflict_free(af: Framework, members: Iterable[str]) -> bool:
    """Say whether no member attacks a member."""
    return _conflict_free(af, _bitset(af, members))


def is_admissible(af: Framework, members: Iterable[str]) -> bool:
    """Say whether a set is conflict-free and answers every attack on it."""
    return _admissible(af, _bitset(af, members))


def is_complete(af: Framework, members: Iterable[str]) -> bool:
    """Say whether a set is admissible and holds whatever it defends."""
    held = _bitset(af, members)
    return _conflict_free(af, held) and held == _defended(af, held)


def is_stable(af: Framework, members: Iterable[str]) -> bool:
    """Say whether a set is conflict-free and attacks everything outside it."""
    held = _bitset(af, members)
    return _union(af.targets, held) == _everything(af) & ~held


def grounded(af: Framework) -> frozenset[str]:
    """Return the grounded extension: the least fixed point of defence."""
    return af.named(_grounded(af))


def _grounded(af: Framework) -> int:
    held = 0
    while (more := _defended(af, held)) != held:
        held = more
    return held


def labels(af: Framework) -> dict[str, str]:
    """Return the grounded labelling: in, out (attacked from within), or undecided."""
    held = _grounded(af)
    beaten = _union(af.targets, held)
    return {
        name: "in" if held >> at & 1 else "out" if beaten >> at & 1 else "undecided"
        for at, name in enumerate(af.names)
    }


def preferred(af: Framework, most: int = MOST_EXTENSIONS) -> list[frozenset[str]]:
    """Return the preferred extensions, sorted by their members.

    What the grounded extension settles is set aside; the rest falls into parts that do not touch,
    each is searched alone, and the parts' positions are combined.

    Raises
    ------
    DataError
        When there are more than ``most``.
    """
    core, parts = _parts(af)
    number = 1
    for part in parts:
        number *= len(part)
    if number > most:
        raise DataError(
            f"there are {number} preferred extensions",
            where="preferred",
            allowed=f"at most {most}",
            next_step="ask `acceptance` what every or some of them hold",
        )
    found = [af.named(core | _joined(choice)) for choice in product(*parts)]
    return sorted(found, key=sorted)


def _joined(sets: tuple[int, ...]) -> int:
    whole = 0
    for one in sets:
        whole |= one
    return whole


def acceptance(af: Framework) -> dict[str, Acceptance]:
    """Return label and preferred acceptance of every argument, without listing all positions."""
    core, parts = _parts(af)
    some, every = core, core
    for part in parts:
        some |= _joined(tuple(part))
        shared = part[0]
        for one in part[1:]:
            shared &= one
        every |= shared
    return {
        name: Acceptance(label, bool(some >> at & 1), bool(every >> at & 1))
        for at, (name, label) in enumerate(labels(af).items())
    }


def stable(af: Framework, most: int = MOST_EXTENSIONS) -> list[frozenset[str]]:
    """Return the stable extensions: the preferred ones that attack everything outside."""
    return [one for one in preferred(af, most) if is_stable(af, one)]


def complete(af: Framework) -> list[frozenset[str]]:
    """Return the complete extensions, sorted by their members.

    Raises
    ------
    DataError
        When there are more than ``MOST_EXTENSIONS``.
    """
    found: set[int] = set()
    _complete(af, _grounded(af), 0, found)
    return sorted((af.named(one) for one in found), key=sorted)


def _complete(af: Framework, held: int, barred: int, found: set[int]) -> None:
    """Collect complete sets that hold ``held`` and none of ``barred``; closed under defence."""
    while True:
        more = held | _defended(af, held)
        if more == held:
            break
        held = more
    if held & barred or not _conflict_free(af, held):
        return
    if not held & ~_defended(af, held):
        found.add(held)
        if len(found) > MOST_EXTENSIONS:
            raise DataError("there are too many complete extensions", where="complete")
    rest = _everything(af) & ~held & ~barred
    rest &= ~_union(af.targets, held) & ~_union(af.attackers, held)
    for at in bits(rest):
        _complete(af, held | 1 << at, barred, found)
        barred |= 1 << at


def _parts(af: Framework) -> tuple[int, list[list[int]]]:
    """Return the grounded extension, and per untouched part its preferred sets."""
    core = _grounded(af)
    open_ = _everything(af) & ~core & ~_union(af.targets, core)
    parts: list[list[int]] = []
    while open_:
        part = reach = open_ & -open_
        while reach:
            reach = (_union(af.targets, reach) | _union(af.attackers, reach)) & open_ & ~part
            part |= reach
        open_ &= ~part
        parts.append(_Search(af, part).run())
    return core, parts


class _Search:
    """Preferred sets of one part by labelling (after Nofal, Atkinson and Dunne 2014).

    An argument is in, beaten (a member attacks it), owed (it attacks a member and must yet be
    beaten), barred, or blank. A blank one is first taken in, then barred: a set is therefore
    found before its subsets, and only sets within one that was found need be dropped.
    """

    def __init__(self, af: Framework, part: int) -> None:
        self.targets = {at: af.targets[at] & part for at in bits(part)}
        self.attackers = {at: af.attackers[at] & part for at in bits(part)}
        self.part = part
        self.found: list[int] = []

    def run(self) -> list[int]:
        own = sum(1 << at for at, foes in self.attackers.items() if foes >> at & 1)
        stack = [(0, 0, 0, self.part & ~own)]
        while stack:
            state = self._settled(*stack.pop())
            if state is None:
                continue
            held, beaten, owed, blank = state
            if not blank:
                if not owed:
                    self.found.append(held)
                continue
            at = self._next(owed, blank)
            # Barred is pushed first, so that taking in is tried first.
            stack.append((held, beaten, owed, blank & ~(1 << at)))
            stack.append(self._take(at, held, beaten, owed, blank))
        return self.found or [0]

    def _take(
        self, at: int, held: int, beaten: int, owed: int, blank: int
    ) -> tuple[int, int, int, int]:
        held |= 1 << at
        beaten |= self.targets[at]
        owed = (owed | self.attackers[at]) & ~beaten
        return held, beaten, owed, blank & ~held & ~beaten & ~owed

    def _settled(
        self, held: int, beaten: int, owed: int, blank: int
    ) -> tuple[int, int, int, int] | None:
        """Follow what is forced; None where no new position can be reached from here."""
        while True:
            if held & (beaten | owed) or any(not (held | blank) & ~one for one in self.found):
                return None
            forced = None
            for at in bits(owed):
                ways = self.attackers[at] & blank
                if not ways:
                    return None  # nothing can answer this attack any more
                if not ways & (ways - 1):
                    forced = ways.bit_length() - 1
            if forced is None:
                forced = self._safe(beaten, owed, blank)
            if forced is not None:
                held, beaten, owed, blank = self._take(forced, held, beaten, owed, blank)
                continue
            hopeless = self._hopeless(held | blank, blank)
            if not hopeless:
                return held, beaten, owed, blank
            blank &= ~hopeless

    def _safe(self, beaten: int, owed: int, blank: int) -> int | None:
        """Return a blank argument whose attackers are all beaten or will be: it belongs in."""
        gone = beaten | owed
        return next((at for at in bits(blank) if not self.attackers[at] & ~gone), None)

    def _hopeless(self, open_: int, blank: int) -> int:
        """Return the blank arguments that have an attacker which nothing open attacks."""
        return sum(
            1 << at
            for at in bits(blank)
            if any(not self.attackers[foe] & open_ for foe in bits(self.attackers[at]))
        )

    def _next(self, owed: int, blank: int) -> int:
        """Return the blank argument to branch on: one that answers an attack, else the busiest."""
        for at in bits(owed):
            blank = self.attackers[at] & blank
            break
        return max(bits(blank), key=lambda at: (self.targets[at].bit_count(), -at))
