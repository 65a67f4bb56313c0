"""The boomerang: paths from a blocked domestic group through an ally abroad back to its state.

Where the channel between a group and its government is blocked, the group reaches an organization,
the organization an ally (a state, or an intergovernmental body), and the ally the government
[keck1998]. A path is a chain of links, each with a strength in [0, 1] and what it rests on; its
score is the product. How each strength is read, and why, is in ``docs/decisions/boomerang.md``.

Actors are types. A link without a record is told apart and its paths are not ranked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import Final

import polars as pl

from rightful.measures._boomerang_record import Record, read_record
from rightful.measures._boomerang_strength import complement, noisy_or, standing
from rightful.measures._boomerang_types import (
    Ally,
    AllyType,
    Boomerang,
    Kind,
    Link,
    NamedActor,
    Organization,
    Path,
    Unranked,
    Weights,
)

# Organization type -> the level of the target that says how well it can carry a claim abroad.
CARRIERS: Final[dict[Organization, str]] = {
    "domestic_ngo": "civil_society",
    "international_ngo": "international_ngo",
    "nhri": "nhri",
}
STATE_LINKS: Final[tuple[Kind, ...]] = ("heard", "standing", "willing", "reach")
BODY_LINKS: Final[tuple[Kind, ...]] = ("heard", "willing", "reach")
OPEN_ABOVE: Final = 0.5
JUDGEMENTS: Final = Weights()


def boomerang(
    ccode: int,
    year: int,
    levels: pl.DataFrame,
    ties: pl.DataFrame,
    names: pl.DataFrame | None = None,
    weights: Weights = JUDGEMENTS,
) -> Boomerang:
    """Find and rank the paths of a state's blocked groups in one year.

    Parameters
    ----------
    levels
        Columns ccode, year, series, mean, low, high, source. Series in [0, 1]: ``openness``,
        ``civil_society``, ``international_ngo``, ``nhri``; on any scale: ``practice``. The
        interval (90 %) is null where the level is observed.
    ties
        Columns ally (ccode, null for a body), body (null for a state), target, year, tie, value,
        low, high, source; values in [0, 1]; ``tie`` is one of those in ``Weights``.
    names
        The user's own: columns type, name. They come back in ``named``, not exportable.

    Raises
    ------
    DataError
        When a column is missing, a value is out of range, or a record stands twice.
    """
    record = read_record(ccode, year, levels, ties, _known_ties(weights))
    named = _named(names)
    needed, why = _need(record)
    if needed is False:
        return Boomerang(ccode, year, needed, why, named=named)
    links, closed, unranked = _links(record, weights)
    paths = _ranked(_paths(links))
    return Boomerang(ccode, year, needed, why, paths, closed, unranked, named)


Links = dict[tuple[Kind, Organization | Ally | None], Link]


def _known_ties(weights: Weights) -> frozenset[str]:
    return frozenset((*weights.willing, *weights.reach, *weights.heard))


def _need(record: Record) -> tuple[bool | None, str]:
    openness = record.level(record.ccode, "openness")
    if openness is None:
        return None, "No record says how open the state's own channels are: nothing can be ranked."
    at, evidence = openness
    told = f"openness {at.mean:.2f} ({at.low:.2f} to {at.high:.2f}), {evidence.source}"
    if at.low > OPEN_ABOVE:
        return False, (
            f"The domestic channel is open ({told}): courts, elections and press can be used at "
            "home, so the way round abroad is not needed. The level is the state's as a whole: a "
            "group shut out of an open state is not seen in it."
        )
    if at.high < OPEN_ABOVE:
        return True, f"The domestic channel is blocked ({told})."
    return None, f"Cannot tell whether the domestic channel is blocked ({told})."


def _links(
    record: Record, weights: Weights
) -> tuple[Links, tuple[tuple[Ally | Organization, Link], ...], tuple[Unranked, ...]]:
    """Return the links that can be walked, those recorded at 0, and those without a record."""
    found: Links = {}
    closed: list[tuple[Ally | Organization, Link]] = []
    missing: list[Unranked] = []
    blocked = _blocked(record)
    if blocked:
        found["blocked", None] = blocked
    else:
        missing.append(Unranked("blocked"))
    for organization, series in CARRIERS.items():
        link = _from_level(record, "carried", record.ccode, series)
        if link is None:
            missing.append(Unranked("carried", organization=organization))
        elif link.strength.mean == 0:
            closed.append((organization, link))
        else:
            found["carried", organization] = link
    for ally in _allies(record):
        for kind in STATE_LINKS if ally.type == "state" else BODY_LINKS:
            link = _of_ally(record, kind, ally, weights)
            if link is None:
                missing.append(Unranked(kind, ally=ally))
            elif link.strength.mean == 0:
                closed.append((ally, link))
            else:
                found[kind, ally] = link
    return found, tuple(closed), tuple(missing)


def _allies(record: Record) -> list[Ally]:
    states = [Ally("state", ccode=ccode) for ccode in record.states()]
    return states + [Ally("io", body=body) for body in record.bodies()]


def _blocked(record: Record) -> Link | None:
    link = _from_level(record, "blocked", record.ccode, "openness")
    return replace(link, strength=complement(link.strength)) if link else None


def _from_level(record: Record, kind: Kind, ccode: int, series: str) -> Link | None:
    level = record.level(ccode, series)
    return Link(kind, level[0], (level[1],)) if level else None


def _of_ally(record: Record, kind: Kind, ally: Ally, weights: Weights) -> Link | None:
    if ally.ccode is not None and kind == "heard":
        return _from_level(record, kind, ally.ccode, "openness")
    if ally.ccode is not None and kind == "standing":
        own, theirs = record.level(ally.ccode, "practice"), record.level(record.ccode, "practice")
        if own is None or theirs is None:
            return None
        return Link(kind, standing(own[0], theirs[0]), (own[1], theirs[1]))
    of_kind: dict[str, Mapping[str, float]] = {
        "heard": weights.heard,
        "willing": weights.willing,
        "reach": weights.reach,
    }
    most = of_kind[kind]
    ties = [tie for tie in record.ties(ally.ccode, ally.body) if tie[0] in most]
    if not ties:
        return None
    strength = noisy_or([(most[name], at) for name, at, _ in ties])
    return Link(kind, strength, tuple(evidence for *_, evidence in ties))


def _paths(links: Links) -> list[Path]:
    blocked = links.get(("blocked", None))
    if blocked is None:
        return []
    allies = dict.fromkeys(whose for _, whose in links if isinstance(whose, Ally))
    paths = []
    for organization in CARRIERS:
        carried = links.get(("carried", organization))
        for ally in allies:
            kinds = STATE_LINKS if ally.type == "state" else BODY_LINKS
            chain = [blocked, carried, *(links.get((kind, ally)) for kind in kinds)]
            whole = tuple(link for link in chain if link is not None)
            if len(whole) == len(chain):
                paths.append(_path(organization, ally, whole))
    return [path for path in paths if path.score > 0]


def _path(organization: Organization, ally: Ally, links: tuple[Link, ...]) -> Path:
    return Path(
        organization,
        ally,
        links,
        prod(link.strength.mean for link in links),
        prod(link.strength.low for link in links),
        prod(link.strength.high for link in links),
        min(links, key=lambda link: link.strength.mean).kind,
    )


def _ranked(paths: list[Path]) -> tuple[Path, ...]:
    """Rank by score among allies of the same type; equal scores share a rank."""
    ranked = []
    for kind in ("state", "io"):
        mine = [path for path in paths if path.ally.type == kind]
        mine.sort(key=lambda path: (-path.score, path.ally.ccode or 0, path.ally.body or ""))
        scores = [path.score for path in mine]
        ranked += [replace(path, rank=scores.index(path.score) + 1) for path in mine]
    return tuple(ranked)


def _named(names: pl.DataFrame | None) -> tuple[NamedActor, ...]:
    if names is None:
        return ()
    return tuple(NamedActor(kind, name) for kind, name in names.select("type", "name").iter_rows())


__all__ = [
    "Ally",
    "AllyType",
    "Boomerang",
    "Kind",
    "Link",
    "NamedActor",
    "Organization",
    "Path",
    "Unranked",
    "Weights",
    "boomerang",
]
