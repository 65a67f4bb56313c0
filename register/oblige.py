"""From acts to obligations: waits, general entry into force, withdrawals, the life of the state."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from register.reconcile import Act


@dataclass(frozen=True, slots=True)
class Instrument:
    """What the derivation needs of an instrument."""

    name: str
    kind: str
    parent: str | None
    rule: str | None
    first_rule: str | None
    deposits_needed: int | None
    in_force: date | None
    known_until: date | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One person bound by one instrument from a day; ``bound_until`` is the first day free."""

    state_id: str
    instrument: str
    bound_from: date
    bound_until: date | None
    known_until: date
    carried_from: str | None
    act_id: str
    precision: str


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after ``day``."""
    return add_months(day.replace(day=1), 1)


RULES: Final[dict[str, Callable[[date], date]]] = {
    # "the thirtieth day after the date of deposit": deposit day plus thirty.
    "day30": lambda day: day + timedelta(days=30),
    "day90": lambda day: day + timedelta(days=90),
    "month1": lambda day: add_months(day, 1),
    "month3": lambda day: add_months(day, 3),
    "month12": lambda day: add_months(day, 12),
    "first_after_day60": lambda day: first_of_next_month(day + timedelta(days=60)),
    "first_after_month3": lambda day: first_of_next_month(add_months(day, 3)),
    "deposit": lambda day: day,
    "declaration": lambda day: day,
}
# Waits between a notice of withdrawal and the day it takes effect, with the article that says so.
WITHDRAWAL: Final[dict[str, Callable[[date], date]]] = {
    "ICCPR-OP1": RULES["month3"],  # article 12
    "ROME": RULES["month12"],  # article 127
    "ILO-C105": RULES["deposit"],  # no text in hand: the day the table calls it denounced
}


def entry_into_force(instrument: Instrument, deposits: Iterable[Act]) -> date | None:
    """Return the day of general entry into force computed from the deposits, if they suffice.

    Successions do not count. Deposits known only by year count at their year's end; the day is
    given only when that choice cannot move it.
    """
    if not instrument.deposits_needed or not instrument.first_rule:
        return None
    counted = [act for act in deposits if act.act in {"ratification", "accession"}]
    late = sorted(act.latest for act in counted)
    early = sorted(act.date or date(act.year, 1, 1) for act in counted)
    needed = instrument.deposits_needed
    if len(counted) < needed or late[needed - 1] != early[needed - 1]:
        return None
    return RULES[instrument.first_rule](late[needed - 1])


def bound_from(act: Act, instrument: Instrument) -> date | None:
    """Return the first day the act binds; None where the instrument has no rule or day.

    A succession binds from its deposit; everything else waits. Nobody is bound before the
    instrument is in force.
    """
    if instrument.rule is None:
        return None
    wait = RULES["deposit"] if act.act == "succession" else RULES[instrument.rule]
    day = wait(act.latest)
    if instrument.kind == "procedure":
        return day
    if instrument.in_force is None:
        return None
    return max(day, instrument.in_force)


def own_obligations(
    acts: Iterable[Act], instruments: dict[str, Instrument], ends: dict[str, date | None]
) -> list[Obligation]:
    """Return the obligations that rest on a person's own act.

    ``ends`` gives the last day of persons that are no more.
    """
    withdrawals: dict[tuple[str, str], Act] = {
        (act.state_id, act.instrument): act for act in acts if act.act == "withdrawal"
    }
    found: list[Obligation] = []
    for act in acts:
        if act.act not in {"ratification", "accession", "succession", "procedure_accepted"}:
            continue
        instrument = instruments[act.instrument]
        start = bound_from(act, instrument)
        if start is None or instrument.known_until is None:
            continue
        left = _left(withdrawals.get((act.state_id, act.instrument)))
        until = _earliest(left, _day_after(ends.get(act.state_id)))
        if until is not None and until <= start:
            continue
        known = _known(instrument, until)
        found.append(
            Obligation(
                act.state_id, act.instrument, start, until, known, None, act.act_id, act.precision
            )
        )
    return found


def _known(instrument: Instrument, until: date | None) -> date:
    assert instrument.known_until is not None
    return instrument.known_until if until is None else min(until, instrument.known_until)


def _left(act: Act | None) -> date | None:
    if act is None:
        return None
    # A year-only withdrawal comes from a table of statuses: the year it shows none in force.
    return act.latest if act.date is None else WITHDRAWAL[act.instrument](act.date)


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _earliest(*days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None


@dataclass(frozen=True, slots=True)
class Succession:
    """One state after another: ``kind`` is union, dissolution or separation."""

    successor: str
    predecessor: str
    kind: str
    on: date


def carried_obligations(
    own: list[Obligation],
    acts: Iterable[Act],
    successions: Iterable[Succession],
    instruments: dict[str, Instrument],
) -> list[Obligation]:
    """Return obligations that one person carries from another, in order of the successions.

    A united state carries every obligation of its predecessors from the day of the union. A state
    born of a dissolution or a separation carries one only where it deposited a succession: from
    its birth to that deposit. Its own obligation ends the carried row.
    """
    deposited = {(act.state_id, act.instrument) for act in acts if act.act == "succession"}
    by_person: dict[str, list[Obligation]] = defaultdict(list)
    for one in own:
        by_person[one.state_id].append(one)
    carried: list[Obligation] = []
    steps = sorted(successions, key=lambda step: step.on)
    for _, same_day in groupby(steps, key=lambda step: step.on):
        pairs = [(old, step) for step in same_day for old in by_person[step.predecessor]]
        # Of two predecessors bound by the same instrument the one bound longer is carried.
        for old, step in sorted(pairs, key=lambda pair: pair[0].bound_from):
            until_known = instruments[old.instrument].known_until
            assert until_known is not None
            new = _carry(old, step, by_person[step.successor], deposited, until_known)
            if new is not None:
                carried.append(new)
                by_person[step.successor].append(new)
    return carried


def after_parents(found: list[Obligation], instruments: dict[str, Instrument]) -> list[Obligation]:
    """Return the obligations with no procedure in force before its treaty binds the person."""
    first: dict[tuple[str, str], date] = {}
    for one in found:
        key = (one.state_id, one.instrument)
        first[key] = min(one.bound_from, first.get(key, one.bound_from))
    kept: list[Obligation] = []
    for one in found:
        instrument = instruments[one.instrument]
        if instrument.kind == "procedure" and instrument.parent:
            start = first.get((one.state_id, instrument.parent))
            if start is not None:
                kept.append(replace(one, bound_from=max(start, one.bound_from)))
        else:
            kept.append(one)
    return kept


def _carry(
    old: Obligation,
    step: Succession,
    held: list[Obligation],
    deposited: set[tuple[str, str]],
    speaks_until: date,
) -> Obligation | None:
    alive = old.bound_from < step.on and (old.bound_until is None or old.bound_until >= step.on)
    if step.kind != "union" and (step.successor, old.instrument) not in deposited:
        return None
    same = [one for one in held if one.instrument == old.instrument]
    if not alive or any(one.bound_from <= step.on for one in same):
        return None
    until = _earliest(*(one.bound_from for one in same if one.bound_from > step.on))
    # The predecessor's end closed its own row; the tables go on speaking of the successor.
    known = min(until, speaks_until) if until else speaks_until
    origin = old.carried_from or old.state_id
    return Obligation(
        step.successor, old.instrument, step.on, until, known, origin, old.act_id, old.precision
    )
