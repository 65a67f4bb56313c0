"""Identifiers, fixed once: families, rights, standards, acts; and how a typed name is read."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

from rightful.core.errors import LONGEST_NAME, UnknownName

RIGHTS_BY_FAMILY: Final[dict[str, tuple[str, ...]]] = {
    "physical_integrity": ("torture", "killing", "disappearance", "imprisonment"),
    "empowerment": (
        "speech",
        "assembly_association",
        "movement",
        "religion",
        "self_determination",
    ),
    "womens_rights": ("women_political", "women_economic", "women_social"),
    "workers_rights": ("workers",),
    "justice": ("fair_trial", "independent_judiciary"),
    # Economic and social rights are listed with the instruments' articles; no family is fitted yet.
    "economic_social": (
        "food",
        "health",
        "education",
        "housing",
        "work",
        "social_security",
        "culture",
    ),
}
FAMILIES: Final[tuple[str, ...]] = tuple(RIGHTS_BY_FAMILY)
# The family that leads every page, and whose years frame it.
HEADLINE: Final = "physical_integrity"
RIGHTS: Final[tuple[str, ...]] = (
    *(right for rights in RIGHTS_BY_FAMILY.values() for right in rights),
    "unspecified",
)
STANDARDS: Final[tuple[str, ...]] = ("changing", "constant")
ACTS: Final[tuple[str, ...]] = (
    "signature",
    "ratification",
    "accession",
    "succession",
    "reservation",
    "declaration",
    "procedure_accepted",
    "withdrawal",
)
# The nine treaties that OHCHR calls core; everything else is read from the instruments table.
CORE_TREATIES: Final[tuple[str, ...]] = (
    "ICERD",
    "ICCPR",
    "ICESCR",
    "CEDAW",
    "CAT",
    "CRC",
    "ICMW",
    "CPED",
    "CRPD",
)
# How alike two names must be for one to be offered for the other; few letters prove little.
ALIKE = 0.7
SHORT = 4
ALIKE_IF_SHORT = 0.75


def fold(text: str) -> str:
    """Lower-case, accent-free, single-spaced form of a name, for comparison only."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.casefold()).split())


def suggest(name: str, options: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the known names closest to ``name``, best first, at most ``most``."""
    asked = fold(name)[:LONGEST_NAME]
    by_folded = {fold(option): option for option in options}
    cutoff = ALIKE if len(asked) > SHORT else ALIKE_IF_SHORT
    close = difflib.get_close_matches(asked, by_folded, n=most, cutoff=cutoff)
    return tuple(by_folded[match] for match in close)


def resolve(name: str, options: Iterable[str], kind: str) -> str:
    """Return the option that ``name`` means, whatever its case and accents.

    Raises
    ------
    UnknownName
        With suggestions, when nothing matches.
    """
    known = tuple(options)
    by_folded = {fold(option): option for option in known}
    try:
        return by_folded[fold(name)]
    except KeyError:
        raise UnknownName(kind, name, suggest(name, known), options=known) from None
