"""Turn many observations of an act into one act, by the written rules.

The rules carry their numbers from ``docs/decisions/promises.md``. Every disagreement becomes a
conflict with its kind, what each table says, what was chosen and by which rule.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from register.authorities import AUTHORITIES
from register.observe import CENSORED, Observation
from rightful.record.state_table import spells

SLOT: Final = {
    "signature": "signature",
    "bound": "bound",
    "ratification": "bound",
    "accession": "bound",
    "succession": "bound",
    "procedure_accepted": "procedure",
    "withdrawal": "withdrawal",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One reconciled act of one legal person.

    ``date`` is ``None`` where only the year is known; ``authority`` lists the tables that agree,
    best first, joined by semicolons.
    """

    state_id: str
    instrument: str
    act: str
    year: int
    date: dt.date | None
    authority: str
    note: str = ""

    @property
    def precision(self) -> str:
        """``day`` or ``year``."""
        return "year" if self.date is None else "day"

    @property
    def act_id(self) -> str:
        """Readable key: who, what, which act, when."""
        when = self.date.isoformat() if self.date else str(self.year)
        return f"{self.state_id}/{self.instrument}/{self.act}/{when}"

    @property
    def latest(self) -> dt.date:
        """The act's day, or the last it can have been: its year's, or a table's that has it."""
        if self.date:
            return self.date
        end = dt.date(self.year, 12, 31)
        seen = [AUTHORITIES[key].as_of for key in self.authority.split(";")]
        # A table may know single facts of years after the one to which it is trusted as a list.
        return min([end, *(day for day in seen if day.year >= self.year)])


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement between tables and how it was resolved."""

    kind: str
    state_id: str
    instrument: str
    slot: str
    said: str
    chosen: str
    rule: str


@dataclass(slots=True)
class Register:
    """Acts and conflicts of all persons."""

    acts: list[Act] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


Key = tuple[str, str]


def reconcile(said: Iterable[tuple[str, Observation]]) -> Register:
    """Return the acts and conflicts of ``(state_id, observation)`` pairs."""
    by_key: dict[Key, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for state_id, one in said:
        by_key[state_id, one.instrument][SLOT[one.act]].append(one)
    register = Register()
    for (state_id, instrument), slots in sorted(by_key.items()):
        _reconcile_one(register, state_id, instrument, slots)
    return register


def _reconcile_one(
    register: Register, state_id: str, instrument: str, slots: dict[str, list[Observation]]
) -> None:
    signed = _settle(register, state_id, instrument, "signature", slots.get("signature", []), None)
    for slot in ("bound", "procedure", "withdrawal"):
        _settle(register, state_id, instrument, slot, slots.get(slot, []), signed)


def _settle(
    register: Register,
    state_id: str,
    instrument: str,
    slot: str,
    found: list[Observation],
    signed: Act | None,
) -> Act | None:
    """Settle one slot; append the act and the conflicts; return the act."""
    usable = [one for one in found if one.note != CENSORED]
    daily = [one for one in usable if one.precision == "day"]
    yearly = [one for one in usable if one.precision == "year"]
    if daily:
        chosen, rule = _choose_day(daily)
    else:
        founding = [one for one in yearly if not AUTHORITIES[one.authority].witness]
        if not founding:
            return None
        chosen, rule = _choose_year(founding)
    act = _act(state_id, instrument, slot, chosen, usable, signed)
    register.acts.append(act)
    register.conflicts += _disagreements(act, slot, daily, yearly, signed, rule)
    return act


def _choose_day(daily: list[Observation]) -> tuple[Observation, str]:
    """R2 majority of the tables that give days; R3 the better ranked one where that ties."""
    votes = Counter(one.date for one in daily)
    most = max(votes.values())
    ranked = sorted(daily, key=lambda one: AUTHORITIES[one.authority].rank)
    best = next(one for one in ranked if votes[one.date] == most)
    tied = sum(count == most for count in votes.values()) > 1
    return best, "R3 rank" if tied else "R2 majority"


def _choose_year(founding: list[Observation]) -> tuple[Observation, str]:
    """R5 where no table gives a day, the better ranked of those that give years."""
    ranked = sorted(founding, key=lambda one: AUTHORITIES[one.authority].rank)
    return ranked[0], "R5 year only"


def _act(
    state_id: str,
    instrument: str,
    slot: str,
    chosen: Observation,
    usable: list[Observation],
    signed: Act | None,
) -> Act:
    agreeing = _agreeing(chosen, usable)
    kind, kind_note = _kind(slot, agreeing, signed)
    notes = sorted({one.note for one in agreeing if one.note} | ({kind_note} - {""}))
    day = chosen.date if chosen.precision == "day" else None
    authority = ";".join(dict.fromkeys(one.authority for one in agreeing))
    return Act(state_id, instrument, kind, chosen.date.year, day, authority, "; ".join(notes))


def _agreeing(chosen: Observation, usable: list[Observation]) -> list[Observation]:
    same = [
        one
        for one in usable
        if one.date.year == chosen.date.year
        and (one.precision == "year" or one.date == chosen.date)
    ]
    return sorted(same, key=lambda one: AUTHORITIES[one.authority].rank)


def _kind(slot: str, agreeing: list[Observation], signed: Act | None) -> tuple[str, str]:
    """R6 the kind is what the agreeing tables say; inferred from a signature where none says it."""
    if slot in {"signature", "withdrawal"}:
        return slot, ""
    if slot == "procedure":
        return "procedure_accepted", ""
    for one in agreeing:
        if one.act != "bound":
            return one.act, ""
    daily = any(one.precision == "day" for one in agreeing)
    if not daily and not signed:
        return "ratification", "ratification or accession: no table tells which"
    kind = "ratification" if signed else "accession"
    return kind, f"kind inferred: {'signed before' if signed else 'no signature known'}"


def _disagreements(
    act: Act,
    slot: str,
    daily: list[Observation],
    yearly: list[Observation],
    signed: Act | None,
    rule: str,
) -> list[Conflict]:
    found: list[Conflict] = []
    chosen = act.date.isoformat() if act.date else str(act.year)
    days = sorted({one.date for one in daily})
    if len(days) > 1:
        said = _say(daily)
        kind = "day" if len({day.year for day in days}) == 1 else "day, other year"
        found.append(Conflict(kind, act.state_id, act.instrument, slot, said, chosen, rule))
    odd = [one for one in yearly if one.date.year != act.year]
    for one in odd:
        kind = _odd_kind(one, act, signed)
        said = f"{one.authority} {one.date.year}"
        year_rule = "R4 day beats year" if act.date else rule
        found.append(Conflict(kind, act.state_id, act.instrument, slot, said, chosen, year_rule))
    kinds = {one.act for one in daily if one.act != "bound" and one.date == act.date}
    if len(kinds) > 1:
        said = "; ".join(f"{one.authority} {one.act}" for one in daily if one.act != "bound")
        found.append(Conflict("kind", act.state_id, act.instrument, slot, said, act.act, "R6 rank"))
    return found


def _odd_kind(one: Observation, act: Act, signed: Act | None) -> str:
    if signed and one.date.year == signed.year:
        return "year of signature"
    if one.date.year - act.year == 1:
        return "year after"
    if one.note.startswith("Signed as"):
        return "year of predecessor"
    return "year"


def _say(found: list[Observation]) -> str:
    return "; ".join(f"{one.authority} {one.date.isoformat()}" for one in found)


def absences(
    register: Register, said: Iterable[tuple[str, Observation]]
) -> tuple[set[Act], list[Conflict]]:
    """Return acts that a fuller table denies, and a conflict for every table that lacks an act.

    R7: where only year tables give an act, and a day table of parties that covers the instrument,
    knows the state and speaks to that time does not list it, the act is not recorded. Where the
    day tables give it and a year table lacks it, it stands. A table of acceptances is no table of
    parties, and year tables that list a person under its successor's name say nothing of either.
    """
    listed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for state_id, one in said:
        if SLOT[one.act] == "bound":
            listed[one.authority][one.instrument].add(state_id)
    known = {key: set().union(*tables.values()) for key, tables in listed.items()}
    left = {(act.state_id, act.instrument) for act in register.acts if act.act == "withdrawal"}
    dropped: set[Act] = set()
    conflicts: list[Conflict] = []
    for act in register.acts:
        if SLOT.get(act.act) != "bound" or (act.state_id, act.instrument) in left:
            continue
        silent = _silent(act, listed, known)
        if not silent:
            continue
        denied = act.date is None and any(AUTHORITIES[key].daily for key in silent)
        if denied:
            dropped.add(act)
        chosen = "not recorded" if denied else (act.date.isoformat() if act.date else str(act.year))
        conflicts.append(
            Conflict(
                "absent",
                act.state_id,
                act.instrument,
                "bound",
                f"{act.authority} {act.date or act.year}; absent in {', '.join(silent)}",
                chosen,
                "R7 day table denies" if denied else "R7 stands",
            )
        )
    return dropped, conflicts


def _silent(
    act: Act, listed: dict[str, dict[str, set[str]]], known: dict[str, set[str]]
) -> list[str]:
    """Return the tables that should list the act and do not."""
    return [
        key
        for key, tables in sorted(listed.items())
        if act.instrument in tables
        and act.state_id not in tables[act.instrument]
        and act.state_id in known[key]
        and _would_list(key, act)
        and act.latest <= AUTHORITIES[key].as_of
    ]


def _would_list(key: str, act: Act) -> bool:
    authority = AUTHORITIES[key]
    if authority.witness or authority.partial or (key, act.instrument) == ("ohchr20", "OP-CEDAW"):
        return False
    life = spells()[act.state_id]
    return authority.daily or life[-1].end is None
