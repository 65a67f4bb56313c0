"""Which contradictions to show first: near-identical ones once, and no side everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from rightful.core.names import RIGHTS_BY_FAMILY
from rightful.discourse.contradictions.rules import weights
from rightful.discourse.contradictions.types import Contradiction, Side


def ranked(found: Iterable[Contradiction], most: int | None = None) -> tuple[Contradiction, ...]:
    """Return contradictions, strongest first, thinned to a varied list; ``most`` of them.

    What the caps on shared sides hold back comes after what they let through, so a longer list
    loses nothing but near-identical pairs, which are counted in ``similar``.
    """
    least = weights()["rank"]["least"]
    strong = [one for one in found if one.strength >= least]
    once = sorted(strong, key=_order)
    for key in (_documents, _one_first, _one_second, _one_review, _one_treaty):
        once = _clustered(once, key)
    varied = _varied(once)
    return tuple(varied if most is None else varied[:most])


def _order(one: Contradiction) -> tuple[float, str]:
    return (-one.strength, one.id)


def _clustered(
    held: list[Contradiction], key: Callable[[Contradiction], tuple[object, ...]]
) -> list[Contradiction]:
    """Keep the strongest of pairs with one key; it speaks for their rights and counts them."""
    groups: dict[tuple[object, ...], list[Contradiction]] = {}
    for one in held:
        groups.setdefault(key(one), []).append(one)
    return [
        replace(
            group[0],
            rights=tuple(dict.fromkeys(right for one in group for right in one.rights)),
            similar=sum(1 + one.similar for one in group) - 1,
        )
        for group in groups.values()
    ]


def _documents(one: Contradiction) -> tuple[object, ...]:
    """Return the same right on the same two documents."""
    documents = tuple(sorted({(_where(side), side.date, side.act) for side in one.sides[:2]}))
    return (one.kind, one.right, documents)


def _where(side: Side) -> str:
    # One register holds all treaties: each of them is a document of its own.
    return side.source if side.kind_of_source == "register" else side.document


def _one_first(one: Contradiction) -> tuple[object, ...]:
    """Return the same first statement against one document, whatever its rights."""
    first, second = one.sides[:2]
    return (one.pattern, first.source, second.document, second.date)


def _one_second(one: Contradiction) -> tuple[object, ...]:
    """Return the same second side against one document, whatever its rights."""
    first, second = one.sides[:2]
    return (one.pattern, second.source, first.document, first.date)


def _one_review(one: Contradiction) -> tuple[object, ...]:
    """Return answers of one review against one family's practice: its rights share a series."""
    first, second = one.sides[:2]
    if first.act != "accepted" or second.act != "practice_later":
        return (one.id,)
    family = next((name for name, own in RIGHTS_BY_FAMILY.items() if one.right in own), one.right)
    return (one.pattern, first.date, family, second.date)


def _one_treaty(one: Contradiction) -> tuple[object, ...]:
    """Return whatever was said of one treaty that the state stayed out of: it is one point."""
    if one.kind == "word_law" and one.sides[1].act in ("not_party", "refused"):
        return (one.pattern, one.sides[1].source)
    return (one.id,)


def _varied(held: list[Contradiction]) -> list[Contradiction]:
    """Put pairs that share a side too often last, and keep one pattern from filling ten places."""
    caps = weights()["rank"]
    sides: Counter[str] = Counter()
    first, later = [], []
    for one in held:
        sources = {side.source for side in one.sides}
        if any(sides[source] >= caps["per_side"] for source in sources):
            later.append(one)
            continue
        sides.update(sources)
        first.append(one)
    return _mixed(first) + later


def _mixed(held: list[Contradiction]) -> list[Contradiction]:
    """Let a pattern have its share of every ten places, unless nothing fair is left beside it."""
    caps = weights()["rank"]
    fair = weights()["band"]["fair"]
    left, out = list(held), list[Contradiction]()
    while left:
        block = out[len(out) - len(out) % int(caps["block"]) :]
        patterns = Counter(one.pattern for one in block)
        other = next((one for one in left if patterns[one.pattern] < caps["per_pattern"]), left[0])
        taken = other if other.strength >= min(fair, left[0].strength) else left[0]
        out.append(taken)
        left.remove(taken)
    return out
