"""Phases of a state under three readings, the reasons of one year, and the world in a year."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import FAMILIES, RIGHTS, resolve
from rightful.core.phase import MARKERS, READINGS
from rightful.record import states
from rightful.record.all_statements import users_state
from rightful.record.baseline import Baseline, shipped
from rightful.record.own_evidence import codings_state
from rightful.record.store import Store
from rightful.spiral.choose import about
from rightful.spiral.explain import Explanation, explain
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.items import items
from rightful.spiral.panel import NULL
from rightful.spiral.relegation import names_of
from rightful.spiral.rules import AS_WRITTEN, MARKED, variants
from rightful.spiral.units import AT_LARGE, Unit, unit
from rightful.study.selves import self_of, years_of
from rightful.study.spiral_evidence import Gathered, gathered, panels
from rightful.study.spiral_latent import Latent, latent_of
from rightful.study.spiral_phases import ORTHODOX, Phases, phases_of

TRUTH = {1: True, 0: False, NULL: None}
MOVED = {1: True, 0: False, NULL: "undetermined"}


def state_phases(
    state: str,
    right: str = AT_LARGE,
    variant: str = AS_WRITTEN,
    baseline: Path | None = None,
    alive: int | None = None,
) -> list[dict[str, Any]]:
    """Return the phases of a state, a row per year.

    Parameters
    ----------
    state
        A name or an ISO3 code.
    right
        A right, a family of rights, or ``unspecified``: human rights at large.
    variant
        A switch of the revised reading against circularity (``rightful.spiral.rules.variants``).
    alive
        A year of the state's life, for a state that is no more.

    Returns
    -------
    Rows {year, as_reported, orthodox_1999, revised, possible, p, at_odds, latent, movement,
    markers, relegated, relegated_1999, seen, why}: a phase or None, the possible ones by reading,
    the chances of those by the latent model, whether the model alone would have next to none of
    them, its own likeliest phase (``cannot tell`` where the evidence moved it by less than
    ``LEAST_BITS``) and that movement in bits, the markers (True,
    False, None), whether the state is relegated (or ``undetermined``) against either orthodox
    reading, how many of the rules' questions were answered, and why, by reading. The latent model
    speaks of human rights at large alone: of other units p, latent and movement are None.

    Raises
    ------
    UnknownName
        When no state, right or variant is called so.
    UsageError
        When no practice of the state is estimated, or not for that right.
    """
    asked, switch = asked_unit(right), resolve(variant, variants(MARKED), "variant of revised")
    rows = []
    for _, told, latent in _of_state(state, asked, switch, baseline, alive):
        rows += [_row(told, latent, i) for i in range(told.year.size)]
    return sorted(rows, key=lambda row: row["year"])


def named(state: str, alive: int | None = None) -> str:
    """Return a state's name, whatever name or code was typed."""
    return states.state(state, alive).name


def why(
    state: str,
    year: int,
    right: str = AT_LARGE,
    reading: str | None = None,
    variant: str = AS_WRITTEN,
    baseline: Path | None = None,
    alive: int | None = None,
) -> dict[str, Any]:
    """Return the reasons for a state's phases in a year, by reading, with the evidence.

    Raises
    ------
    UnknownName
        When no state, right, reading or variant is called so.
    UsageError
        When the state has no phase in that year.
    """
    asked, switch = asked_unit(right), resolve(variant, variants(MARKED), "variant of revised")
    chosen = READINGS if reading is None else (resolve(reading, READINGS, "reading"),)
    known: list[int] = []
    for found, told, latent in _of_state(state, asked, switch, baseline, alive):
        known += told.year.tolist()
        place = np.flatnonzero(told.year == year)
        if place.size:
            i = int(place[0])
            reasons = {
                name: _reasons(explain(told.panels[name], told.answers[name], i)) for name in chosen
            }
            return {
                "state": states.state(state, alive).name,
                "right": asked.name,
                "variant": switch,
                **_row(told, latent, i),
                "reasons": reasons,
                "evidence": _evidence(found, year),
            }
    raise UsageError(
        f"{states.state(state, alive).name} has no phase in {year}",
        allowed=f"{min(known)} to {max(known)}: years in which its practice is estimated",
        next_step=f"rightful phases {state!r} shows all years",
    )


def phase_map(
    year: int, right: str = AT_LARGE, variant: str = AS_WRITTEN, baseline: Path | None = None
) -> list[dict[str, Any]]:
    """Return the phases of every state in a year, with its code and region.

    Raises
    ------
    UnknownName
        When no right or variant is called so.
    UsageError
        When no state has a phase in that year.
    """
    asked, switch = asked_unit(right), resolve(variant, variants(MARKED), "variant of revised")
    _, told, latent = _whole(asked, switch, baseline, _users())
    place = np.flatnonzero(told.year == year)
    if not place.size:
        raise UsageError(
            f"no state has a phase in {year}",
            allowed=f"{told.year.min()} to {told.year.max()}",
        )
    rows = []
    for i in place:
        spell = states.state_of_ccode(int(told.ccode[i]), year)
        name = (
            {"state": None, "iso3": None}
            if spell is None
            else {
                "state": spell.name,
                "iso3": spell.iso3,
            }
        )
        rows.append({**name, "ccode": int(told.ccode[i]), **_row(told, latent, int(i))})
    return sorted(rows, key=lambda row: str(row["state"]))


def asked_unit(right: str) -> Unit:
    """Return what a right, a family or ``unspecified`` asks of."""
    return unit(resolve(right, (*RIGHTS, *FAMILIES), "right"))


Part = tuple[Gathered, Phases, Latent | None]


def _of_state(
    state: str, asked: Unit, variant: str, baseline: Path | None, alive: int | None
) -> list[Part]:
    """Return evidence and phases of a state, one part per code under which it lived."""
    spell = states.state(state, alive)
    lived = years_of(self_of(spell))
    shelf = Baseline(baseline or shipped())
    check_family(shelf, asked)
    parts = []
    for code in lived["ccode"].unique(maintain_order=True).to_list():
        found = gathered(shelf, asked, Thresholds(), int(code))
        mine = lived.filter(pl.col("ccode") == code).select(pl.col("year").cast(pl.Int32))
        years = found.state_years.join(mine, on="year", how="semi").sort("ccode", "year")
        if years.height:
            one = replace(found, state_years=years)
            held = panels(one, Thresholds())
            told = phases_of(held, variant)
            parts.append((one, told, latent_of(one, held)))
    if not parts:
        raise UsageError(
            f"no practice of {spell.name} is estimated for {asked.name.replace('_', ' ')}",
            allowed="members of the state system in the years of the baseline",
            next_step=f"rightful states {spell.name!r} shows its codes and years",
        )
    return parts


def _users() -> str:
    """Return a fingerprint of what the user read, added and coded."""
    root = Store().root
    return f"{users_state(root)} {codings_state(root)}"


@cache
def _whole(asked: Unit, variant: str, baseline: Path | None, users: str) -> Part:
    """Return evidence and phases of all states; ``users`` is another when the user's files are."""
    del users  # it only tells one answer kept from another
    shelf = Baseline(baseline or shipped())
    check_family(shelf, asked)
    found = gathered(shelf, asked, Thresholds())
    held = panels(found, Thresholds())
    return found, phases_of(held, variant), latent_of(found, held)


def check_family(shelf: Baseline, asked: Unit) -> None:
    """Raise ``UsageError`` unless practice of the unit is estimated."""
    held = shelf.recipe["families"]
    if asked.family in held and (
        asked.name in (asked.family, AT_LARGE) or asked.name in held[asked.family]["rights"]
    ):
        return
    rights = sorted({right for one in held.values() for right in one["rights"]})
    raise UsageError(
        f"practice of {asked.name.replace('_', ' ')} is not estimated, so no phase can be told",
        allowed=", ".join([AT_LARGE, *held, *rights]),
    )


def _row(told: Phases, latent: Latent | None, i: int) -> dict[str, Any]:
    sets = {name: names_of(name, int(told.possible[name][i])) for name in READINGS}
    year, code = int(told.year[i]), int(told.ccode[i])
    return {
        "year": year,
        **{name: one[0] if len(one) == 1 else None for name, one in sets.items()},
        "possible": sets,
        "p": None if latent is None else latent.within(code, year, sets),
        "at_odds": None if latent is None else latent.at_odds(code, year, sets),
        "latent": None if latent is None else latent.likeliest(code, year),
        "movement": None if latent is None else latent.movement.get((code, year)),
        "markers": {name: TRUTH[int(told.markers[name][i])] for name in MARKERS},
        "relegated": MOVED[int(told.relegated[ORTHODOX[0]][i])],
        "relegated_1999": MOVED[int(told.relegated[ORTHODOX[1]][i])],
        "seen": _seen(told, i),
        "why": {
            name: _sentence(explain(told.panels[name], told.answers[name], i), phases)
            for name, phases in sets.items()
        },
    }


def _seen(told: Phases, i: int) -> dict[str, int]:
    """Return how many of the revised reading's questions the evidence answers, of how many."""
    values = told.answers[MARKED].values[i]
    return {"answered": int((values != NULL).sum()), "asked": int(values.size)}


def _sentence(one: Explanation, settled_: list[str]) -> str:
    """Return in one sentence what fired, or what stands between the phases."""
    if len(one.alone) == 1:
        told = f"{one.alone[0]}: {one.rules[0].says}"
    elif one.deciding:
        first = one.deciding[0]
        told = (
            f"one of {', '.join(one.alone)}: it turns on {first.label} ({first.leaf}), "
            "of which nothing is known"
        )
    else:
        told = f"one of {', '.join(one.alone)}: no single answer would narrow it"
    if settled_ == list(one.alone):
        return told
    shown = " or ".join(settled_)
    return f"{shown}: a move up needs two years running; by this year alone {told}"


def _reasons(one: Explanation) -> dict[str, Any]:
    return {
        "by_this_year_alone": list(one.alone),
        "rules": [
            {"phase": rule.phase, "name": rule.name, "says": rule.says} for rule in one.rules
        ],
        "asked": [
            {
                "question": asked.leaf,
                "about": asked.label,
                "answer": TRUTH[asked.answer],
                "value": None if asked.value == NULL else asked.value,
                "age": None if asked.age == NULL else asked.age,
            }
            for asked in one.asked
        ],
        "would_decide": [
            {
                "question": open_.leaf,
                "about": open_.label,
                "if_yes": list(open_.if_yes),
                "if_no": list(open_.if_no),
            }
            for open_ in one.deciding
        ],
    }


def _evidence(found: Gathered, year: int) -> list[dict[str, Any]]:
    """Return the rows of evidence that may stand in a year, the newest first."""
    stands = {name: one.stands_for for name, one in items().items()}
    age = year - pl.col("year")
    window = pl.col("item").replace_strict(stands, default=0, return_dtype=pl.Int32)
    # General talk too: the reading as reported takes it, and says so.
    mine = found.rows.filter(about(found.unit, general_talk=True))
    kept = mine.filter(age >= 0, age <= window).sort("item", "year", descending=[False, True])
    return kept.drop("ccode").to_dicts()
