"""The boomerang in plain words and as rows; a user's own names leave neither by default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import polars as pl

from rightful.measures.boomerang import Ally, Boomerang, Kind, Link, Organization, Path

ORGANIZATIONS: Final[dict[Organization, str]] = {
    "domestic_ngo": "a domestic NGO",
    "international_ngo": "an international NGO",
    "nhri": "the national human rights institution",
}
WORDS: Final[dict[Kind, str]] = {
    "blocked": "the domestic channel is blocked",
    "carried": "it can carry the claim abroad",
    "heard": "the ally can hear it",
    "standing": "the ally respects rights more than the target",
    "willing": "the ally acts on such claims",
    "reach": "the ally has ties that the target values",
}
ROWS: Final = {
    "rank": pl.Int64,
    "organization": pl.String,
    "ally_type": pl.String,
    "ally": pl.Int64,
    "body": pl.String,
    "score": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "weakest": pl.String,
    "name": pl.String,
    "exportable": pl.Boolean,
}
CAVEAT: Final = (
    "A score is a product of stated judgements, good for ordering paths of one state and year; it "
    "is no chance of success. Actors are types: whom to turn to, and whether it is safe, is not "
    "for a table to say."
)


def describe(
    found: Boomerang,
    names: Mapping[int, str] | None = None,
    most: int = 5,
    *,
    private: bool = False,
) -> str:
    """Return the paths in plain text, the ``most`` best of each type of ally.

    ``names`` maps ccodes to names of states. The user's own names are shown only where ``private``.
    """
    known = names or {}
    lines = [f"The boomerang: {_state(found.ccode, known)}, {found.year}", "", found.why]
    for kind, title in (("state", "Paths to states"), ("io", "Paths to intergovernmental bodies")):
        mine = [path for path in found.paths if path.ally.type == kind]
        if mine:
            lines += ["", f"{title}: {min(most, len(mine))} best of {len(mine)}"]
            for path in mine[:most]:
                lines += _path(path, known)
    lines += _closed(found) + _unranked(found)
    if private and found.named:
        lines += ["", "Your own list (shown to you only, never exported):"]
        lines += [f"  {actor.name} ({actor.type})" for actor in found.named]
    if found.paths:
        lines += ["", CAVEAT]
    return "\n".join(lines)


def rows(found: Boomerang) -> pl.DataFrame:
    """Return one row per ranked path, and one per name of the user's, which is not exportable."""
    paths = [
        {
            "rank": path.rank,
            "organization": path.organization,
            "ally_type": path.ally.type,
            "ally": path.ally.ccode,
            "body": path.ally.body,
            "score": path.score,
            "low": path.low,
            "high": path.high,
            "weakest": path.weakest,
            "exportable": True,
        }
        for path in found.paths
    ]
    own = [
        {"organization": actor.type, "name": actor.name, "exportable": actor.exportable}
        for actor in found.named
    ]
    return pl.DataFrame([*paths, *own], schema=ROWS)


def exportable_rows(found: Boomerang) -> pl.DataFrame:
    """Return the rows that may leave: none with a name of the user's."""
    return rows(found).filter("exportable").drop("name")


def _path(path: Path, names: Mapping[int, str]) -> list[str]:
    through = f"{ORGANIZATIONS[path.organization]} -> {_ally(path.ally, names)}"
    score = f"{path.score:.3f}"
    if path.low < path.high:
        score += f" ({path.low:.3f} to {path.high:.3f})"
    head = f"  {path.rank}. blocked group -> {through} -> target: score {score}"
    return [head, *(f"       {_link(link)}" for link in path.links)]


def _link(link: Link) -> str:
    told = "; ".join(
        f"{each.what} {each.value:.2f} ({each.source}, {each.year})" for each in link.evidence
    )
    return f"{link.strength.mean:.2f}  {WORDS[link.kind]}: {told}"


def _closed(found: Boomerang) -> list[str]:
    carriers = [
        f"  {ORGANIZATIONS[whose]}: {WORDS[link.kind]}"
        for whose, link in found.closed
        if not isinstance(whose, Ally)
    ]
    allies = Counter(link.kind for whose, link in found.closed if isinstance(whose, Ally))
    counts = [f"  {count} allies: {WORDS[kind]}" for kind, count in sorted(allies.items())]
    return ["", "Recorded at 0, so no way through:", *carriers, *counts] if found.closed else []


def _unranked(found: Boomerang) -> list[str]:
    lines = []
    for missing in found.unranked:
        if missing.organization:
            told = f"{ORGANIZATIONS[missing.organization]}: {WORDS[missing.kind]}"
            lines.append(f"  {told}: no record")
        elif missing.ally and missing.ally.body:
            lines.append(f"  {missing.ally.body.upper()}: {WORDS[missing.kind]}: no record")
        elif not missing.ally:
            lines.append(f"  {WORDS[missing.kind]}: no record")
    states = Counter(
        missing.kind for missing in found.unranked if missing.ally and missing.ally.ccode
    )
    lines += [f"  {n} states: {WORDS[kind]}: no record" for kind, n in sorted(states.items())]
    return ["", "Not ranked, for want of a record:", *lines] if lines else []


def _ally(ally: Ally, names: Mapping[int, str]) -> str:
    return _state(ally.ccode, names) if ally.ccode is not None else (ally.body or "").upper()


def _state(ccode: int, names: Mapping[int, str]) -> str:
    return names.get(ccode, f"state {ccode}")
