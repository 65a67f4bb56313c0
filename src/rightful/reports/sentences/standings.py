"""How a state stands to an instrument, from all its acts about it, and how that is worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rightful.core.answer import Answer, Promise
from rightful.core.names import CORE_TREATIES
from rightful.reports.sentences.words import dated

# What is said beside a promise binds nobody and makes no standing.
REMARKS: Final = ("reservation", "declaration")
VERBS: Final = {
    "ratification": "ratified",
    "accession": "acceded",
    "succession": "succeeded",
    "procedure_accepted": "accepted",
    "carried": "carried over",
    "withdrawal": "withdrawn",
}


@dataclass(frozen=True)
class Standing:
    """How the state stands to one instrument when the register ends, or when the state ended.

    ``state`` is bound, left, pending (it binds from a day after our tables end), signed, acted (an
    act that has not come to bind, as far as is known), none or unknown. ``since`` is the start of
    the unbroken chain of obligations; a ``precision`` of year makes a day the latest it can be.
    """

    instrument: str
    title: str
    kind: str
    state: str
    since: date | None = None
    until: date | None = None
    acts: tuple[Promise, ...] = ()
    precision: str = "day"
    until_precision: str = "day"
    known_until: date | None = None  # last day to which the tables speak of what stands


def standing(answer: Answer, name: str) -> Standing:
    """Return where the state stands to an instrument when the register ends, or when it died."""
    acts = tuple(sorted((a for a in answer.promises if a.instrument == name), key=_by_date))
    if not acts:
        state = "unknown" if name in answer.unknown_instruments else "none"
        return Standing(name, answer.titles.get(name, ""), "", state)
    chain = _last_chain([act for act in acts if begun(act)])
    if chain:
        return _bound(answer, name, acts, chain)
    title, kind = acts[0].title, acts[0].kind
    ahead = next((act for act in acts if act.bound_from), None)
    if ahead is not None:
        return Standing(
            name,
            title,
            kind,
            "pending",
            ahead.bound_from,
            acts=acts,
            precision=ahead.precision,
            known_until=ahead.known_until,
        )
    signed = all(act.act in {"signature", *REMARKS} for act in acts)
    return Standing(name, title, kind, "signed" if signed else "acted", _first(acts), None, acts)


def _bound(answer: Answer, name: str, acts: tuple[Promise, ...], chain: list[Promise]) -> Standing:
    """Return the standing that an unbroken chain of obligations makes: bound, or left."""
    first, last = chain[0], max(chain, key=_ends)
    known = [act.known_until for act in chain if act.known_until and act.bound_until is None]
    lasting = lasts(answer, last)
    return Standing(
        name,
        acts[0].title,
        acts[0].kind,
        "bound" if lasting else "left",
        first.bound_from,
        None if lasting else last.bound_until,
        acts,
        first.precision,
        last.until_precision,
        max(known, default=None),
    )


def begun(act: Promise) -> bool:
    """Say whether the act came to bind by the last day to which the tables speak."""
    if act.bound_from is None:
        return False
    return act.known_until is None or act.bound_from <= act.known_until


def lasts(answer: Answer, act: Promise) -> bool:
    """Say whether the act binds to the end of the register, or bound to the end of the state."""
    died = answer.state.died
    if not begun(act):
        return False
    return act.bound_until is None or (died is not None and act.bound_until >= died)


def _last_chain(binding: list[Promise]) -> list[Promise]:
    """Return the last unbroken run of obligations: each begins before the one before it ends."""
    chain: list[Promise] = []
    for act in sorted(binding, key=_by_date):
        if chain and act.bound_from and act.bound_from > max(map(_ends, chain)):
            chain = []
        chain.append(act)
    return chain


def _ends(act: Promise) -> date:
    return act.bound_until or date.max


def standings(answer: Answer, kind: str | None = None) -> tuple[Standing, ...]:
    """Return one standing per instrument with an act, by date; ``kind`` keeps one kind."""
    names = {act.instrument: act.kind for act in answer.promises}
    found = [standing(answer, name) for name, its in names.items() if kind in {None, its}]
    return tuple(sorted(found, key=lambda one: (one.since or date.max, one.instrument)))


def core_standings(answer: Answer) -> tuple[Standing, ...]:
    """Return where the state stands to each of the nine core treaties, in their order."""
    return tuple(standing(answer, name) for name in CORE_TREATIES)


def in_words(answer: Answer, one: Standing) -> str:
    """Say in a few words how the state stands to an instrument."""
    dead = answer.state.died is not None
    since, until = dated(one.since, one.precision), dated(one.until, one.until_precision)
    said = {
        "none": "no act in our register",
        "unknown": "not known",
        "bound": f"bound it from {since}" if dead else f"binds since {since}",
        "left": f"bound it until {until}" if dead else f"no longer binds, since {until}",
        "signed": f"signed only, {since}",
    }
    return said.get(one.state) or _unbound(one, dead)


def _unbound(one: Standing, dead: bool) -> str:
    """Word an act that was made to bind and has not been seen to."""
    act = next(act for act in one.acts if act.act not in {"signature", *REMARKS})
    done = VERBS.get(act.act, act.act.replace("_", " "))
    when = dated(act.date) if act.date else str(act.year) if act.year else "on a day not known"
    if one.state == "pending":
        return f"{done} {when}; binds from {dated(one.since, one.precision)}"
    return f"{done} {when}; {'had' if dead else 'did'} not come to bind it, as far as is known"


def _by_date(act: Promise) -> tuple[date, str]:
    return act.bound_from or act.date or date.max, act.act


def _first(acts: tuple[Promise, ...]) -> date | None:
    return min((act.date for act in acts if act.date), default=None)
