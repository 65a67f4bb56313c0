"""What was promised, when, and what in the register is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rightful.core.answer import Answer, Promise
from rightful.core.finding import Finding
from rightful.core.names import CORE_TREATIES
from rightful.reports.sentences.words import (
    capital,
    counted,
    dated,
    instrument,
    listed,
    many,
    short_name,
    tense,
)


@dataclass(frozen=True)
class Standing:
    """How the state stands to one instrument, from all acts about it.

    ``state`` is bound, left, signed, acted (an act of unknown force), none or unknown.
    """

    instrument: str
    title: str
    kind: str
    state: str
    since: date | None
    until: date | None
    acts: tuple[Promise, ...]

    @property
    def known_until(self) -> date | None:
        """The last day to which the tables speak of it."""
        days = [act.known_until for act in self.acts if act.known_until is not None]
        return max(days, default=None)


def standing(answer: Answer, name: str) -> Standing:
    """Return where the state stands to an instrument when the register ends, or when it died."""
    acts = tuple(sorted(_acts(answer, name), key=_by_date))
    if not acts:
        unknown = name in answer.unknown_instruments
        return Standing(name, "", "", "unknown" if unknown else "none", None, None, ())
    binding = [act for act in acts if act.bound_from]
    lasting = [act for act in binding if lasts(answer, act)]
    title, kind = acts[0].title, acts[0].kind
    if binding:
        since = min(act.bound_from for act in lasting or binding if act.bound_from)
        ends = [act.bound_until for act in binding if act.bound_until]
        until = None if lasting else max(ends, default=None)
        state = "bound" if lasting else "left"
        return Standing(name, title, kind, state, since, until, acts)
    state = "signed" if all(act.act == "signature" for act in acts) else "acted"
    return Standing(name, title, kind, state, acts[0].date, None, acts)


def lasts(answer: Answer, act: Promise) -> bool:
    """Say whether the act binds to the end of the register, or bound to the end of the state."""
    if act.bound_from is None:
        return False
    died = answer.state.died
    return act.bound_until is None or (died is not None and act.bound_until >= died)


def standings(answer: Answer, kind: str | None = None) -> tuple[Standing, ...]:
    """Return one standing per instrument with an act, by date; ``kind`` keeps one kind."""
    names = {act.instrument: act.kind for act in answer.promises}
    found = [standing(answer, name) for name, its in names.items() if kind in {None, its}]
    return tuple(sorted(found, key=lambda one: (one.since or date.max, one.instrument)))


def core_standings(answer: Answer) -> tuple[Standing, ...]:
    """Return where the state stands to each of the nine core treaties, in their order."""
    return tuple(standing(answer, name) for name in CORE_TREATIES)


def core_bound(answer: Answer) -> Finding:
    """Count the core treaties that bind; what is not known is said, not counted as no."""
    who, found = short_name(answer.state), core_standings(answer)
    bound = [one for one in found if one.state == "bound"]
    unknown = [one.instrument for one in found if one.state == "unknown"]
    verb, binds = tense(answer.state, "is", "was"), tense(answer.state, "binds", "bound")
    if len(unknown) == len(found):
        sentence = f"Whether any of the nine core treaties binds {who} is not known here."
        return Finding("core_bound", "promise", sentence)
    if bound:
        sentence = f"{capital(who)} {verb} bound by {counted(len(bound))} of the nine core UN"
        sentence += " human-rights treaties"
    else:
        sentence = f"By our register none of the nine core UN human-rights treaties {binds} {who}"
    if unknown:
        sentence += f"; whether {listed(unknown, 'or')} binds it is not known here"
    return Finding("core_bound", "promise", f"{sentence}.", estimate=float(len(bound)))


def first_promise(answer: Answer) -> Finding:
    """Name the first instrument that bound the state, or say that none does."""
    who = short_name(answer.state)
    bound = [act for act in answer.promises if act.bound_from]
    if not bound:
        sentence = f"No act in our register {tense(answer.state, 'binds', 'bound')} {who}."
        return Finding("first_promise", "promise", sentence)
    day = min(act.bound_from for act in bound if act.bound_from)
    names = sorted({instrument(act.instrument) for act in bound if act.bound_from == day})
    sentence = f"The first in our register: {listed(names)}, binding from {dated(day)}."
    return Finding("first_promise", "promise", sentence, estimate=float(day.year))


def only_signed(answer: Answer) -> Finding | None:
    """Name what was signed and never made binding; None where there is nothing of the kind."""
    found = [one for one in standings(answer) if one.state == "signed"]
    if not found:
        return None
    shown = [f"{instrument(one.instrument)} ({dated(one.since)})" for one in found]
    them = "it" if len(shown) == 1 else "them"
    sentence = f"Signed, with no act in our register that made {them} binding: {listed(shown)}."
    return Finding("only_signed", "promise", sentence)


def left(answer: Answer) -> Finding | None:
    """Name the instruments that bound the state once and no longer do."""
    found = [one for one in standings(answer) if one.state == "left"]
    if not found:
        return None
    shown = [f"{instrument(one.instrument)} (until {dated(one.until)})" for one in found]
    return Finding("left", "promise", f"No longer binding: {listed(shown)}.")


def carried(answer: Answer) -> Finding | None:
    """Name the obligations carried from a predecessor state."""
    found = sorted({(act.carried_from or "", act.instrument) for act in answer.promises})
    by_state: dict[str, list[str]] = {}
    for state, name in found:
        if state:
            by_state.setdefault(state, []).append(instrument(name))
    if not by_state:
        return None
    shown = [f"{listed(names)} from {state}" for state, names in by_state.items()]
    return Finding("carried", "promise", f"Carried over from a predecessor: {listed(shown)}.")


def procedures(answer: Answer) -> Finding | None:
    """Count the complaint and inquiry procedures that were accepted."""
    bound = [one for one in standings(answer, "procedure") if one.state == "bound"]
    if not bound:
        return None
    shown = [f"{one.title or one.instrument} (since {dated(one.since)})" for one in bound]
    noun = "procedure" if len(bound) == 1 else "procedures"
    sentence = f"Accepted {noun}: {listed(shown)}."
    return Finding("procedures", "promise", sentence, estimate=float(len(bound)))


def unknown_instruments(answer: Answer) -> Finding | None:
    """List the instruments for which nobody's dates are in hand; unknown is not "no"."""
    if not answer.unknown_instruments:
        return None
    names = listed([instrument(name) for name in answer.unknown_instruments])
    sentence = f"Not known here, because no table in hand has the dates: {names}."
    return Finding("unknown_instruments", "limit", sentence)


def acts_sentence(answer: Answer) -> Finding:
    """Say how many acts the register holds and whose word they rest on."""
    if not answer.promises:
        sentence = f"Our register holds no act of commitment by {short_name(answer.state)}."
        return Finding("acts", "promise", sentence)
    what = many(len(answer.promises), "act")
    who = short_name(answer.state)
    sentence = f"Our register holds {what} of commitment by {who}; the table names the authority."
    return Finding("acts", "promise", sentence, estimate=float(len(answer.promises)))


def _acts(answer: Answer, name: str) -> list[Promise]:
    return [act for act in answer.promises if act.instrument == name]


def _by_date(act: Promise) -> tuple[date, str]:
    return act.bound_from or act.date or date.max, act.act
