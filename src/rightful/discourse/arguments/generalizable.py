"""Is the norm claim in everybody's interest? (Habermas: an outcome is neutral if it rests on
generalizable interests; here: accepted only if every group of stakeholders supports it.)

Groups: the state itself, the other states by region, the parties to treaties on the right, and
the domestic opposition and civil society. A group that the record does not hear is named as not
heard, and then the claim cannot be called accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.discourse.arguments.build import CANNOT_TELL
from rightful.discourse.arguments.shares import Share

ACCEPTED: Final = "accepted"
NOT_ACCEPTED: Final = "not accepted"
OWN_FOR: Final = ("recognize", "invoke", "promise")
OTHERS_FOR: Final = ("recommend", "shame", "recognize", "invoke", "promote")
AGAINST: Final = ("deny_norm", "claim_sovereignty")
OPPOSITION: Final = "domestic opposition and civil society"
OWN: Final = "the state itself"
PARTIES: Final = "parties to treaties on the right"


@dataclass(frozen=True)
class Group:
    """A group of stakeholders: how many speak for and against, and what that comes to.

    ``supports`` is True, False, or None: not heard where ``heard`` is false, divided otherwise.
    """

    name: str
    heard: bool
    speaks_for: float
    against: float
    supports: bool | None
    unit: str


@dataclass(frozen=True)
class Generalizable:
    """The verdict on the claim that the right be respected, and the groups behind it."""

    verdict: str
    among_heard: str
    groups: tuple[Group, ...]

    @property
    def heard(self) -> tuple[str, ...]:
        """Names of the groups that the record hears."""
        return tuple(one.name for one in self.groups if one.heard)

    @property
    def not_heard(self) -> tuple[str, ...]:
        """Names of the groups that it does not hear."""
        return tuple(one.name for one in self.groups if not one.heard)


def generalizable(
    rows: pl.DataFrame,
    ccode: int,
    region: Mapping[int, str],
    regions: tuple[str, ...],
    parties: tuple[int, int] | None = None,
    opposition: tuple[int, int] | None = None,
) -> Generalizable:
    """Return whether all groups support the claim that a state respect a right.

    Parameters
    ----------
    rows
        Coded rows on the right, of all states, up to the year asked about.
    ccode
        The state.
    region
        Region of each state's code.
    regions
        Every region there is: each is a group, heard or not.
    parties
        States bound without and with a reservation on the right; None where not known.
    opposition
        Domestic claims for and against; None where the record holds none.
    """
    groups = [_own(rows, ccode)]
    groups += [_region(rows, ccode, name, region) for name in regions]
    groups.append(_counted(PARTIES, parties, "states"))
    groups.append(_counted(OPPOSITION, opposition, "claims"))
    return Generalizable(
        _verdict(groups), _verdict([one for one in groups if one.heard]), tuple(groups)
    )


def _verdict(groups: list[Group]) -> str:
    told = [one.supports for one in groups]
    if False in told:
        return NOT_ACCEPTED
    return ACCEPTED if told and all(told) else CANNOT_TELL


def _against() -> pl.Expr:
    shield = pl.col("act").ne_missing("claim_sovereignty") | pl.col("kind").eq_missing("shield")
    return pl.col("act").is_in(AGAINST) & shield


def _own(rows: pl.DataFrame, ccode: int) -> Group:
    own = rows.filter(pl.col("ccode") == ccode)
    speaks_for = own.filter(pl.col("act").is_in(OWN_FOR))["statement"].n_unique()
    against = own.filter(_against())["statement"].n_unique()
    return _group(OWN, speaks_for, against, "statements")


def _region(rows: pl.DataFrame, ccode: int, name: str, region: Mapping[int, str]) -> Group:
    """Return the other states of a region: each counts once, by the side it mostly takes."""
    members = [code for code, where in region.items() if where == name and code != ccode]
    theirs = rows.filter(pl.col("ccode").is_in(members))
    to_us = pl.coalesce("target", "addressee").eq_missing(ccode)
    urging = pl.col("act").is_in(("recommend", "shame")) & to_us
    general = pl.col("act").is_in(("recognize", "invoke", "promote"))
    sides = (
        theirs.filter(urging | general | _against())
        .group_by("ccode")
        .agg(_against().sum().alias("no"), pl.len().alias("all"))
    )
    against = sides.filter(pl.col("no") * 2 > pl.col("all")).height
    return _group(name, sides.height - against, against, "states")


def _counted(name: str, counts: tuple[int, int] | None, unit: str) -> Group:
    return _group(name, *(counts or (0, 0)), unit)


def _group(name: str, speaks_for: int, against: int, unit: str) -> Group:
    heard = speaks_for + against > 0
    return Group(name, heard, speaks_for, against, Share(speaks_for, against).most, unit)
