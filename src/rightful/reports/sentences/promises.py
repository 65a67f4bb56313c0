"""What was promised, when, and what in the register is not known."""

from __future__ import annotations

from datetime import date
from typing import Final

from rightful.core.answer import Answer, Promise
from rightful.core.finding import Finding
from rightful.reports.sentences.standings import Standing, begun, core_standings, standings
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

# The one table that lists reservations; the register codes them by rule and has no dates for them.
RESERVED: Final = "Reservations, coded by rule from the UN's table of March 2015"


def core_bound(answer: Answer) -> Finding:
    """Count the core treaties that bind; what is not known is said, not counted as no."""
    who, found = short_name(answer.state), core_standings(answer)
    bound = [one for one in found if one.state == "bound"]
    unknown = [one.instrument for one in found if one.state == "unknown"]
    verb, binds = tense(answer.state, "is", "was"), tense(answer.state, "binds", "bound")
    if len(unknown) == len(found):
        sentence = f"Whether any of the nine core treaties {binds} {who} is not known here."
        return Finding("core_bound", "promise", sentence)
    if bound:
        sentence = f"{capital(who)} {verb} bound by {counted(len(bound))} of the nine core UN"
        sentence += " human-rights treaties"
    else:
        sentence = f"By our register none of the nine core UN human-rights treaties {binds} {who}"
    sentence += "".join(f"; {_ahead(one)}" for one in found if one.state == "pending")
    if unknown:
        sentence += f"; whether {listed(unknown, 'or')} {binds} it is not known here"
    return Finding("core_bound", "promise", f"{sentence}.", estimate=float(len(bound)))


def _ahead(one: Standing) -> str:
    return f"{instrument(one.instrument)} binds it from {dated(one.since, one.precision)}"


def pending(answer: Answer) -> Finding | None:
    """Name what was made binding from a day that lies after our tables end."""
    found = [one for one in standings(answer) if one.state == "pending"]
    if not found:
        return None
    shown = [f"{_called(answer, one.instrument)} (from {_since(one)})" for one in found]
    sentence = f"Taken on, but not yet binding when our tables end: {listed(shown)}."
    return Finding("pending", "promise", sentence)


def _called(answer: Answer, name: str) -> str:
    """Return how an instrument is called in a sentence; the numbers of the ILO tell nobody much."""
    return answer.titles.get(name, name) if name.startswith("ILO-") else instrument(name)


def first_promise(answer: Answer) -> Finding:
    """Name the first instrument that bound the state, or say that none does."""
    who = short_name(answer.state)
    bound = [act for act in answer.promises if act.bound_from and begun(act)]
    if not bound:
        sentence = f"No act in our register {tense(answer.state, 'binds', 'bound')} {who}."
        return Finding("first_promise", "promise", sentence)
    first = min(bound, key=lambda act: act.bound_from or date.max)
    names = sorted(
        {_called(answer, a.instrument) for a in bound if a.bound_from == first.bound_from}
    )
    day = dated(first.bound_from, first.precision)
    sentence = f"The first in our register: {listed(names)}, binding from {day}."
    year = first.bound_from.year if first.bound_from else 0
    return Finding("first_promise", "promise", sentence, estimate=float(year))


def only_signed(answer: Answer) -> Finding | None:
    """Name what was signed and never made binding; None where there is nothing of the kind."""
    found = [one for one in standings(answer) if one.state == "signed"]
    if not found:
        return None
    shown = [f"{_called(answer, one.instrument)} ({dated(one.since)})" for one in found]
    them = "it" if len(shown) == 1 else "them"
    sentence = f"Signed, with no act in our register that made {them} binding: {listed(shown)}."
    return Finding("only_signed", "promise", sentence)


def left(answer: Answer) -> Finding | None:
    """Name the instruments that bound the state once and no longer do, the earliest end first."""
    found = [one for one in standings(answer) if one.state == "left"]
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (one.until or date.max, one.instrument))
    shown = [
        f"{_called(answer, one.instrument)} (since {dated(one.until, one.until_precision)})"
        for one in ordered
    ]
    head = tense(answer.state, "No longer binding", "No longer binding at its end")
    return Finding("left", "promise", f"{head}: {listed(shown)}.")


def carried(answer: Answer) -> Finding | None:
    """Name the obligations carried from a predecessor, or from the same state's earlier name."""
    by_state: dict[str, set[str]] = {}
    for act in answer.promises:
        if act.carried_from:
            by_state.setdefault(act.carried_from, set()).add(_called(answer, act.instrument))
    if not by_state:
        return None
    shown = [f"from {state}: {listed(sorted(by_state[state]))}" for state in sorted(by_state)]
    return Finding("carried", "promise", f"Carried over {'; '.join(shown)}.")


def reservations(answer: Answer) -> Finding | None:
    """Name the instruments under reservation and the articles; None where none is known."""
    found = [act for act in answer.promises if act.act == "reservation"]
    if not found:
        return None
    shown = [
        f"{_called(answer, name)} ({_reserved([act for act in found if act.instrument == name])})"
        for name in sorted({act.instrument for act in found})
    ]
    undated = all(act.date is None and act.year is None for act in found)
    dates = ", which does not date them" if undated else ""
    sentence = f"{RESERVED}{dates}: {listed(shown)}."
    if undated and answer.state.died:
        sentence += " Whether they stood in its time is not known."
    return Finding("reservations", "promise", sentence, estimate=float(len(found)))


def _reserved(acts: list[Promise]) -> str:
    named = [article for act in acts for article in act.articles]
    return articles(tuple(dict.fromkeys(named))) or "naming no article"


def articles(names: tuple[str, ...]) -> str:
    """Return "articles 20, 28 and 30", empty where there are none."""
    return f"article{'s' if len(names) > 1 else ''} {listed(names)}" if names else ""


def procedures(answer: Answer) -> Finding | None:
    """Count the complaint and inquiry procedures that were accepted."""
    bound = [one for one in standings(answer, "procedure") if one.state == "bound"]
    if not bound:
        return None
    word = tense(answer.state, "since", "from")
    shown = [f"{one.title or one.instrument} ({word} {_since(one)})" for one in bound]
    noun = "procedure" if len(bound) == 1 else "procedures"
    sentence = f"Accepted {noun}: {listed(shown)}."
    return Finding("procedures", "promise", sentence, estimate=float(len(bound)))


def _since(one: Standing) -> str:
    return dated(one.since, one.precision)


def unknown_instruments(answer: Answer) -> Finding | None:
    """List the instruments for which nobody's dates are in hand; unknown is not "no"."""
    if not answer.unknown_instruments:
        return None
    names = "; ".join(answer.titles.get(name, name) for name in answer.unknown_instruments)
    sentence = f"Not known here, because no table in hand has the dates: {names}."
    return Finding("unknown_instruments", "limit", sentence)


def acts_sentence(answer: Answer) -> Finding:
    """Say how many acts the register holds."""
    if not answer.promises:
        sentence = f"Our register holds no act of commitment by {short_name(answer.state)}."
        return Finding("acts", "promise", sentence)
    made = [act for act in answer.promises if not act.carried_from]
    what = many(len(made), "act")
    sentence = f"Our register holds {what} of commitment by {short_name(answer.state)}."
    return Finding("acts", "promise", sentence, estimate=float(len(made)))
