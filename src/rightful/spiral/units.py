"""What a phase is asked of: a right, a family of rights, or human rights at large.

At large, violations are the worst of the physical-integrity rights, the core of the published case
studies; words are those about human rights in general or about these rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rightful.core.evidence import GENERAL
from rightful.core.names import HEADLINE, RIGHTS_BY_FAMILY

AT_LARGE: Final = GENERAL


@dataclass(frozen=True, slots=True)
class Unit:
    """What evidence counts for a question.

    Attributes
    ----------
    name
        A right, a family, or ``unspecified`` for human rights at large.
    family
        The family whose practice is looked at.
    violated
        Rights whose violation counts: the worst of them.
    spoken
        Rights and families that words and codings may be about.
    """

    name: str
    family: str
    violated: tuple[str, ...]
    spoken: tuple[str, ...]


def unit(name: str) -> Unit:
    """Return what counts for a right, a family or ``unspecified``."""
    if name == AT_LARGE:
        core = RIGHTS_BY_FAMILY[HEADLINE]
        return Unit(name, HEADLINE, core, (GENERAL, HEADLINE, *core))
    if name in RIGHTS_BY_FAMILY:
        return Unit(name, name, RIGHTS_BY_FAMILY[name], (name, *RIGHTS_BY_FAMILY[name]))
    family = next(key for key, rights in RIGHTS_BY_FAMILY.items() if name in rights)
    # What was coded of a family as a whole was coded of each of its rights.
    return Unit(name, family, (name,), (name, family))
