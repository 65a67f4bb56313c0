"""What the boomerang is made of: weights, allies, links, paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rightful.measures._boomerang_strength import Evidence, Strength

Organization = Literal["domestic_ngo", "international_ngo", "nhri"]
AllyType = Literal["state", "io"]
Kind = Literal["blocked", "carried", "heard", "standing", "willing", "reach"]


@dataclass(frozen=True)
class Weights:
    """The most that each tie can give to its link, in [0, 1]: judgements, stated to be changed.

    A record of what the ally did on this very target counts in full; its readiness on other
    targets half. Of the levers, aid weighs most and nearness of votes least.
    """

    willing: Mapping[str, float] = field(
        default_factory=lambda: {
            "votes": 1.0,
            "recommendations": 1.0,
            "sponsorship": 1.0,
            "resolutions": 1.0,
            "readiness": 0.5,
        }
    )
    reach: Mapping[str, float] = field(
        default_factory=lambda: {
            "aid": 0.6,
            "alliance": 0.5,
            "trade": 0.5,
            "shared_igo": 0.4,
            "nearness": 0.3,
            "membership": 1.0,
        }
    )
    heard: Mapping[str, float] = field(default_factory=lambda: {"procedure": 1.0})


@dataclass(frozen=True)
class Ally:
    """A state (``ccode``) or an intergovernmental body (``body``, its short name)."""

    type: AllyType
    ccode: int | None = None
    body: str | None = None


@dataclass(frozen=True)
class Link:
    """One step of a path: its kind, its strength in [0, 1], and the records it rests on."""

    kind: Kind
    strength: Strength
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Unranked:
    """A link that no record speaks of; ``organization`` or ``ally`` says whose it is."""

    kind: Kind
    organization: Organization | None = None
    ally: Ally | None = None


@dataclass(frozen=True)
class Path:
    """A whole path; ``rank`` counts from 1 among paths to allies of the same type.

    ``low`` and ``high`` put every estimated link at the low or at the high end of its interval
    at once: bounds, wider than a 90 % interval. ``weakest`` is the link that costs most.
    """

    organization: Organization
    ally: Ally
    links: tuple[Link, ...]
    score: float
    low: float
    high: float
    weakest: Kind
    rank: int = 0


@dataclass(frozen=True)
class NamedActor:
    """A name from the user's own file. It is shown to that user and never leaves."""

    type: str
    name: str
    exportable: bool = False


@dataclass(frozen=True)
class Boomerang:
    """The paths of one state and year.

    Attributes
    ----------
    needed
        False where the domestic channel is open, True where it is blocked, None where the record
        cannot tell; ``why`` says so in words.
    paths
        Ranked, best first, states before bodies; only whole ones with a score above 0.
    closed
        Links that are recorded and stand at 0: no way through.
    unranked
        Links without a record.
    named
        The user's own names.
    """

    ccode: int
    year: int
    needed: bool | None
    why: str
    paths: tuple[Path, ...] = ()
    closed: tuple[tuple[Ally | Organization, Link], ...] = ()
    unranked: tuple[Unranked, ...] = ()
    named: tuple[NamedActor, ...] = ()
