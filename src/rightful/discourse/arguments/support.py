"""Support and strength, translated into attacks, so that Dung's semantics apply as they stand.

``necessary`` (a is needed for b): who accepts b accepts a. ``deductive`` (a makes b true): who
accepts a accepts b; the two are each other's converse. With ``x commits to y`` for either, x takes
over what y attacks (*supported* attack) and falls with what attacks y (*secondary*, also called
mediated, attack), along chains of support (Cayrol and Lagasquie-Schiex 2005, 2013).

Strength is optional (Amgoud and Cayrol 2002): a rebuttal by a strictly weaker argument fails, and
is turned round so that two arguments in conflict are never both accepted (Amgoud and Vesic 2014).
An undercut denies the step, not the conclusion, and succeeds whatever its strength (Modgil and
Prakken 2013). Where a strength is unknown the attack stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rightful.core.errors import DataError

ATTACKS: Final = ("rebut", "undercut")
SUPPORTS: Final = ("necessary", "deductive")


@dataclass(frozen=True)
class Link:
    """One argument's bearing on another; ``mode`` is one of ``ATTACKS`` or ``SUPPORTS``."""

    source: str
    target: str
    mode: str
    why: str = ""

    def __post_init__(self) -> None:
        if self.mode not in (*ATTACKS, *SUPPORTS):
            raise DataError(
                f"a link cannot be {self.mode!r}",
                where=f"{self.source} on {self.target}",
                allowed=", ".join((*ATTACKS, *SUPPORTS)),
            )

    @property
    def attacks(self) -> bool:
        """Whether the link is an attack."""
        return self.mode in ATTACKS


@dataclass(frozen=True)
class Attack:
    """An attack after translation; ``through`` names the links' ends it runs over, if any."""

    source: str
    target: str
    through: tuple[str, ...] = ()


def attacks(
    present: Iterable[str],
    links: Iterable[Link],
    strength: dict[str, float | None] | None = None,
) -> list[Attack]:
    """Return the attacks among ``present`` arguments, direct ones first, each pair once.

    ``strength`` maps names to 0-1 or None; without it every attack succeeds.
    """
    here = set(present)
    among = [link for link in links if link.source in here and link.target in here]
    direct = dict.fromkeys(_turned(link, strength) for link in among if link.attacks)
    reach = _commitments(here, among)
    found: dict[tuple[str, str], Attack] = {pair: Attack(*pair) for pair in direct}
    committed: dict[str, list[str]] = {name: [] for name in here}
    for one, others in reach.items():
        for other in others:
            committed[other].append(one)
    for source, target in direct:
        for one in sorted(committed[source]):
            for other in sorted(committed[target]):
                over = tuple(x for x, y in ((source, one), (target, other)) if x != y)
                found.setdefault((one, other), Attack(one, other, over))
    return list(found.values())


def _turned(link: Link, strength: dict[str, float | None] | None) -> tuple[str, str]:
    """Return attacker and attacked, turned round where a weaker argument rebuts a stronger."""
    if strength is None or link.mode == "undercut":
        return link.source, link.target
    own, other = strength.get(link.source), strength.get(link.target)
    if own is not None and other is not None and own < other:
        return link.target, link.source
    return link.source, link.target


def _commitments(here: set[str], links: list[Link]) -> dict[str, set[str]]:
    """Return, per argument, itself and everything that accepting it commits to."""
    step: dict[str, set[str]] = {name: set() for name in here}
    for link in links:
        if link.mode == "deductive":
            step[link.source].add(link.target)
        elif link.mode == "necessary":
            step[link.target].add(link.source)
    reach: dict[str, set[str]] = {}
    for name in here:
        seen, ahead = {name}, [name]
        while ahead:
            for other in step[ahead.pop()] - seen:
                seen.add(other)
                ahead.append(other)
        reach[name] = seen
    return reach
