"""Where a state stands on the spiral: the year's phase, since when, why, and what would decide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rightful.core.answer import Marker, OpenQuestion, PhaseSeries, Spiral, StateRecord
from rightful.core.finding import Finding
from rightful.core.phase import MOST_PHASES, PHASE_TITLES, PHASES
from rightful.reports.sentences.words import (
    capital,
    chance,
    counted,
    listed,
    many,
    short_name,
    span,
    tense,
)

LABELS: Final = {
    "as_reported": "As reported",
    "orthodox_1999": "Orthodox, 1999",
    "revised": "Revised",
}
READING_WORDS: Final = {
    "as_reported": "the orthodox model as the paper reports it",
    "orthodox_1999": "the orthodox model of 1999",
    "revised": "the revised model",
}
MARKER_WORDS: Final = {
    "m1": "recognition of the norm without a plea of sovereignty",
    "m2": "argument with the domestic opposition about how the norm applies",
    "m3": "sustained effort, behaviour consistent with the rule",
    "m3e": "by remedies",
    "m3p": "by practice",
}
HOLDS: Final = {True: "holds", False: "does not hold", None: "not seen"}
ORIGINS: Final = {
    "analyst": "coded process cases",
    "record": "our estimates and the register of acts",
    "proxy": "measures that only stand in for what was asked",
    "statement": "coded statements",
}
CANNOT_TELL: Final = "cannot tell"
UPPER: Final = frozenset(("4", "5"))
MOST_REASONS: Final = 3
MOST_DECIDING: Final = 3
TWO_YEARS: Final = "A move up counts when two years running show it."


def told(possible: Sequence[str]) -> bool:
    """Say whether so few phases are possible that they are an answer."""
    return 0 < len(possible) <= MOST_PHASES


def label(reading: str, possible: Sequence[str]) -> str:
    """Return phases in short: 3b, 3b-3d, 1/3; "cannot tell" of more than three."""
    if not told(possible):
        return CANNOT_TELL
    order = PHASES[reading]
    places = [order.index(phase) for phase in possible]
    if len(places) > 1 and places[-1] - places[0] == len(places) - 1:
        return f"{possible[0]}-{possible[-1]}"
    return "/".join(possible)


def runs(reading: str, spiral: Spiral) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (first year, last year, phases) of every run of years with one answer.

    Phases are empty where nothing can be told, whichever are possible.
    """
    pairs = zip(spiral.years.tolist(), spiral.readings[reading].possible, strict=True)
    shown = [(year, phases if told(phases) else ()) for year, phases in pairs]
    # Consecutive years keep the same distance to their position; a gap breaks a run.
    places = [(year, phases, year - i) for i, (year, phases) in enumerate(shown)]
    found = []
    for (phases, _), run in groupby(places, key=lambda one: (one[1], one[2])):
        years = [year for year, *_ in run]
        found.append((years[0], years[-1], phases))
    return found


def in_runs(reading: str, spiral: Spiral) -> str:
    """Return a reading's runs in words: "1975–1978: 1; 1979–1991: 1-2"."""
    return "; ".join(
        f"{span(first, last)}: {label(reading, phases)}"
        for first, last, phases in runs(reading, spiral)
    )


def unplaced(state: StateRecord) -> Finding:
    """Say that no practice is estimated, so that no phase can be told."""
    sentence = (
        f"No practice of {short_name(state)} is estimated, so where it "
        f"{tense(state, 'stands', 'stood')} on the spiral cannot be told."
    )
    return Finding("no_phase", "phase", sentence)


def latest(state: StateRecord, spiral: Spiral, reading: str) -> Finding:
    """Return the phase of the last year under a reading, since when, and the rule that gave it."""
    one, (first, last, shown) = spiral.readings[reading], runs(reading, spiral)[-1]
    who = READING_WORDS[reading]
    parts = [
        f"By {who}, {_placed(state, one.possible[-1], shown, last)}{_since(spiral, first, last)}."
    ]
    if len(shown) == 1 and (rule := one.says.get(shown[0])):
        parts.append(f"The rule: {rule}.")
    if set(one.alone) != set(one.possible[-1]):
        parts.append(f"The evidence of {last} alone says {label(reading, one.alone)}. {TWO_YEARS}")
    return Finding(f"phase_{reading}", "phase", " ".join(parts))


def _placed(state: StateRecord, possible: Sequence[str], shown: tuple[str, ...], year: int) -> str:
    who = short_name(state)
    if not shown:
        are = tense(state, "are", "were")
        return (
            f"we cannot tell where {who} {tense(state, 'stands', 'stood')} in {year}: phases "
            f"{listed(possible)} {are} all possible, and more than three are no answer"
        )
    is_ = tense(state, "is", "was")
    if len(shown) == 1:
        return f"{who} {is_} in phase {shown[0]}, {PHASE_TITLES[shown[0]]}, in {year}"
    named = [f"{phase} ({PHASE_TITLES[phase]})" for phase in shown]
    return f"{who} {is_} in phase {listed(named, 'or')} in {year}"


def _since(spiral: Spiral, first: int, last: int) -> str:
    if first == last:
        return ", which it was not the year before" if len(spiral.years) > 1 else ""
    if first == int(spiral.years[0]):
        return f", as in every year of its record from {first}"
    return f", as in every year since {first}"


def relegation(state: StateRecord, spiral: Spiral, reading: str) -> Finding:
    """Say whether the revised reading takes away the rank that an orthodox one gives, and why."""
    one, revised = spiral.readings[reading], spiral.readings["revised"]
    now, year = one.relegated[-1], int(spiral.years[-1])
    who, is_ = short_name(state), tense(state, "is", "was")
    against = f"Against {READING_WORDS[reading]}"
    if now:
        failed = [m.name for m in _main(spiral) if m.holds is False]
        sentence = (
            f"{against}, {who} {is_} relegated in {year}{_held(spiral, one, now)}: that model "
            f"gives it phase {label(reading, one.possible[-1])}, the revised one phase "
            f"{label('revised', revised.possible[-1])}, because {listed(failed)} "
            f"{'does' if len(failed) == 1 else 'do'} not hold."
        )
    elif now is None:
        sentence = (
            f"{against}, whether {who} {is_} relegated in {year} is undetermined"
            f"{_held(spiral, one, now)}: {_undetermined(spiral, reading)}."
        )
    else:
        below = not UPPER & set(one.possible[-1])
        why = (
            "that model itself does not place it in phase 4 or 5"
            if below
            else "the revised one does not place it in phase 3"
        )
        sentence = (
            f"{against}, {who} {is_} not relegated in {year}{_held(spiral, one, now)}: {why}."
        )
    return Finding(f"relegated_{reading}", "phase", f"{sentence}{_years_moved(one)}")


def _held(spiral: Spiral, one: PhaseSeries, now: bool | None) -> str:
    """Return since when the answer has been the same, without a missing year."""
    at = len(one.relegated) - 1
    while at and one.relegated[at - 1] is now and spiral.years[at] - spiral.years[at - 1] == 1:
        at -= 1
    last = len(one.relegated) - 1
    return f", as in every year since {spiral.years[at]}" if 0 < at < last else ""


def _years_moved(one: PhaseSeries) -> str:
    """Count the years in which it is relegated or may be."""
    yes, open_ = one.relegated.count(True), one.relegated.count(None)
    if not yes and not open_:
        return " In no year was it."
    of = f" Of {counted(len(one.relegated))} years it was in {counted(yes) if yes else 'none'}"
    return f"{of}, and {counted(open_) if open_ else 'none'} {'is' if open_ == 1 else 'are'} open."


def _undetermined(spiral: Spiral, reading: str) -> str:
    """Say what keeps a relegation open: either reading's phase, or no marker seen to fail."""
    above, below = set(spiral.readings[reading].possible[-1]), spiral.readings["revised"]
    parts = []
    if not above <= UPPER:
        parts.append("that model leaves open whether it is in phase 4 or 5")
    if not all(phase[0] == "3" for phase in below.possible[-1]):
        parts.append("the revised one leaves open whether it is in phase 3")
    if not any(m.holds is False for m in _main(spiral)):
        parts.append("no marker was seen not to hold")
    return "; ".join(parts) or "the evidence leaves it open"


def _main(spiral: Spiral) -> list[Marker]:
    return [one for one in spiral.markers if one.name in {"m1", "m2", "m3"}]


def marker(spiral: Spiral, name: str) -> Finding:
    """Return whether a marker holds, and which answers make it so or are missing."""
    by_name = {one.name: one for one in spiral.markers}
    one = by_name[name]
    head = f"{name}, {MARKER_WORDS[name]}: {HOLDS[one.holds]}{_reasons(one)}."
    if name == "m3":
        halves = "; ".join(
            f"{MARKER_WORDS[half]}: {HOLDS[by_name[half].holds]}"
            for half in ("m3e", "m3p")
            if half in by_name
        )
        head = f"{head} {capital(halves)}." if halves else head
    return Finding(f"marker_{name}", "phase", head)


def _reasons(one: Marker) -> str:
    kept = one.because[:MOST_REASONS]
    if not kept:
        return ""
    if one.holds is None:
        more = len(one.because) - len(kept)
        rest = f", and {many(more, 'more question')}" if more else ""
        return f". Nothing in hand says whether {'; whether '.join(kept)}{rest}"
    return f", because {'; '.join(kept)}"


def coverage(spiral: Spiral) -> Finding:
    """Return how many of the revised reading's questions evidence answers, and whose it is."""
    year, answered = int(spiral.years[-1]), int(spiral.answered[-1])
    whose = [
        f"{spiral.by_origin[origin]} from {words}"
        for origin, words in ORIGINS.items()
        if spiral.by_origin.get(origin)
    ]
    low, high = int(spiral.answered.min()), int(spiral.answered.max())
    over = f" Over its years they are {low} to {high}." if low < high else ""
    sentence = (
        f"The revised rules ask {spiral.asked} questions. Of {year}, evidence answers {answered}"
        f"{': ' + listed(whose) if whose else ''}.{over}"
    )
    return Finding("phase_coverage", "phase", sentence, estimate=float(answered))


def deciding(spiral: Spiral) -> list[Finding]:
    """Return what would have to be seen: for phase 4, then the most telling open questions."""
    found = _for_four(spiral)
    used: set[str] = set()
    for reading in ("revised", "as_reported", "orthodox_1999"):
        fresh = [one for one in spiral.readings[reading].open if one.clause not in used]
        if fresh and len(found) < MOST_DECIDING:
            used.add(fresh[0].clause)
            found.append(_turns(reading, fresh[0]))
    if not any(one.open for one in spiral.readings.values()):
        found.append(f"No open question would change what is said of {spiral.years[-1]}.")
    return [Finding(f"would_decide_{i}", "phase", text) for i, text in enumerate(found, 1)]


def _for_four(spiral: Spiral) -> list[str]:
    """Say which markers phase 4 of the revised reading would still need."""
    possible = spiral.readings["revised"].possible[-1]
    missing = [one for one in _main(spiral) if not one.holds]
    if not missing or set(possible) <= {"0", "4", "5"}:
        return []
    named = [f"{MARKER_WORDS[one.name]} ({one.name})" for one in missing]
    return [f"For phase 4 by the revised model, in two years running: {'; '.join(named)}."]


def _turns(reading: str, one: OpenQuestion) -> str:
    yes, no = _left(reading, one.if_yes), _left(reading, one.if_no)
    return (
        f"By {READING_WORDS[reading]}, if it were seen that {one.clause}: {yes}; "
        f"if it were seen that this is not so: {no}."
    )


def _left(reading: str, phases: tuple[str, ...]) -> str:
    noun = "phase" if len(phases) == 1 else "phases"
    return f"{noun} {listed(phases, 'or')}" if told(phases) else label(reading, phases)


def latent(probabilities: dict[str, float] | None, least: float = 0.05) -> str:
    """Return the latent model's probabilities of a year, the likeliest first."""
    if probabilities is None:
        return CANNOT_TELL
    ranked = sorted(probabilities, key=lambda phase: -probabilities[phase])
    kept = [phase for phase in ranked if probabilities[phase] >= least]
    return ", ".join(f"{phase} ({chance(probabilities[phase])})" for phase in kept)
