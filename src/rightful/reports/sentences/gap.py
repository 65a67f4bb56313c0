"""The distance between promise and deed: is a promise unmet, and since when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from rightful.core.answer import Answer, GapSeries, StateRecord
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    MORE_LIKELY_THAN_NOT,
    RightWords,
    capital,
    chance,
    listed,
    short_name,
    span,
    tense,
    verdict,
    words_of,
)


def spoken(gap: GapSeries) -> int | None:
    """Return the position of the last year of which the register says whether anything binds."""
    both = np.where(np.isfinite(gap.below_anchor), gap.binds, np.nan)
    return series.last_known(both)


def binds_from(gap: GapSeries) -> int | None:
    """Return the first year in which an instrument that forbids it binds."""
    bound = np.flatnonzero(gap.binds == 1)
    return int(gap.years[bound[0]]) if bound.size else None


def likelier_since(gap: GapSeries) -> int | None:
    """Return the first year of the unbroken run of a promise more likely unmet than not.

    The run must reach the last year of which the register speaks, and something must bind then.
    """
    at = spoken(gap)
    if at is None or gap.binds[at] != 1:
        return None
    told = slice(0, at + 1)
    unmet = gap.promise_unmet[told]
    return series.current_run(gap.years[told], unmet, MORE_LIKELY_THAN_NOT, gap.first_graded)


def parted_since(gap: GapSeries) -> int | None:
    """Return the start of that run where its last year is a verdict, None where it is not."""
    at = spoken(gap)
    if at is None or verdict(float(gap.promise_unmet[at])).side <= 0:
        return None
    return likelier_since(gap)


def unmet(state: StateRecord, right: str, gap: GapSeries) -> Finding:
    """Return the verdict of the last year of which the register speaks: is the promise unmet?"""
    at, key, words = spoken(gap), f"unmet_{right}", words_of(right)
    binds = tense(state, "binds", "bound")
    if at is None:
        sentence = f"Whether any instrument that {words.article} {binds} is not known here."
        return Finding(key, "gap", sentence)
    below, year = float(gap.below_anchor[at]), int(gap.years[at])
    if gap.binds[at] != 1:
        still = f"still {binds}" if binds_from(gap) else binds
        sentence = (
            f"In {year} no instrument in our register that {words.article} {still} "
            f"{short_name(state)}, so there {tense(state, 'is', 'was')} no promise to meet; "
            f"practice {tense(state, 'lies', 'lay')} below the anchor with probability "
            f"{chance(below)}."
        )
        return Finding(key, "gap", sentence, below)
    p = float(gap.promise_unmet[at])
    sentence = f"In {year} {_unmet_words(p, words.subject)}.{_after(gap, at)}"
    return Finding(key, "gap", sentence, p, probability=p)


def _unmet_words(p: float, subject: str) -> str:
    """Word the verdict; practice that is not below the anchor is not called a promise kept."""
    found = verdict(p)
    if found.side > 0:
        return f"the promise on {subject} was {found.word} unmet ({chance(p)})"
    if found.side < 0:
        return f"practice on {subject} was {found.word} not below the anchor ({chance(1 - p)})"
    return (
        f"the promise on {subject} was unmet with probability {chance(p)}; "
        "that is too uncertain for a verdict, so we cannot tell"
    )


def _after(gap: GapSeries, at: int) -> str:
    """Say what is known of the years after the register falls silent: practice, not the promise."""
    last = series.last_known(gap.below_anchor)
    if last is None or last <= at:
        return ""
    year, below = int(gap.years[last]), chance(float(gap.below_anchor[last]))
    return (
        f" Whether it still binds in {year} our tables do not say; practice then lies below the "
        f"anchor with probability {below}."
    )


def since_when(state: StateRecord, right: str, gap: GapSeries) -> Finding:
    """Say since when promise and deed part without a break, or that they do not now."""
    words, key, at = words_of(right), f"since_{right}", spoken(gap)
    binds = tense(state, "binds", "bound")
    if binds_from(gap) is None or at is None:
        sentence = (
            f"No instrument in our register that {words.article} {binds} {short_name(state)}; "
            "promise and deed cannot part where nothing binds."
        )
        return Finding(key, "gap", sentence)
    last = int(gap.years[at])
    if gap.binds[at] != 1:
        sentence = f"No instrument in our register that {words.article} still {binds} in {last}."
        return Finding(key, "gap", sentence)
    p = float(gap.promise_unmet[at])
    said = {1: _parted, 0: _open, -1: _unlikely}[verdict(p).side]
    sentence = f"{capital(words.subject)}: {said(state, gap, last)}."
    since = parted_since(gap)
    return Finding(key, "gap", sentence, None if since is None else float(since), probability=p)


def _parted(state: StateRecord, gap: GapSeries, last: int) -> str:
    since = parted_since(gap)
    assert since is not None  # a verdict of unmet is more likely than not
    before = _likelier_before(gap, since)
    history = f", as in {before}" if before else ""
    part = tense(state, "part", "parted")
    if since == last:
        return (
            f"promise and deed {part} in {last}; in that year the promise was more likely unmet "
            f"than not{history}"
        )
    when = f"{_start(state, gap, since)} ({span(since, last)})"
    return (
        f"promise and deed {part} {when}; in each of these years the promise was more likely "
        f"unmet than not{history}"
    )


def _start(state: StateRecord, gap: GapSeries, since: int) -> str:
    """Say what the first year of a run is, where it is more than a year."""
    if since == gap.years[0]:
        return "in every year of its record"
    if since == binds_from(gap):
        return f"from the first year it {tense(state, 'binds', 'bound')}"
    return f"since {since}" + (" (the first grade)" if since == gap.first_graded else "")


def _open(state: StateRecord, gap: GapSeries, last: int) -> str:
    """Say that the last year gives no verdict, and what was the likelier case until then."""
    part, since = tense(state, "part", "parted"), likelier_since(gap)
    head = f"whether promise and deed {part} in {last} we cannot tell; "
    before = _likelier_before(gap, since)
    if since is None:
        tail = f"in {before}" if before else _no_year(gap)
        return f"{head}an unmet promise was the likelier case {tail}"
    when = f"in {last}" if since == last else f"in each year of {span(since, last)}"
    history = f", as in {before}" if before else ""
    return f"{head}an unmet promise was the likelier case {when}{history}"


def _unlikely(state: StateRecord, gap: GapSeries, last: int) -> str:
    before = _likelier_before(gap, None)
    when = (
        f"it was the likelier case in {before}"
        if before
        else f"{_no_year(gap)} was it the likelier case"
    )
    return f"in {last} an unmet promise {tense(state, 'is', 'was')} unlikely; {when}"


def _no_year(gap: GapSeries) -> str:
    """Return the words for no year, of those that a grade speaks of."""
    bound, graded = binds_from(gap), gap.first_graded
    late = bound is not None and graded is not None and bound < graded
    return f"in no year since the first grade ({graded})" if late else "in no year"


def _likelier_before(gap: GapSeries, since: int | None) -> str:
    """Return the years before the current run in which the promise was more likely unmet."""
    likelier = gap.promise_unmet >= MORE_LIKELY_THAN_NOT
    if gap.first_graded is not None:
        likelier &= gap.years >= gap.first_graded
    if since is not None:
        likelier &= gap.years < since
    return listed([span(*one) for one in series.spans(gap.years[likelier].tolist())])


@dataclass(frozen=True)
class Open:
    """A right whose last year gives no verdict, with the probability of an unmet promise."""

    subject: str
    p: float
    year: int


@dataclass(frozen=True)
class Now:
    """The rights by where they stand in the last year of which the register speaks."""

    parted: dict[int, list[str]] = field(default_factory=dict)  # since when -> rights
    open: list[Open] = field(default_factory=list)  # bound, and we cannot tell
    met: list[str] = field(default_factory=list)  # bound, and an unmet promise is unlikely
    unbound: list[str] = field(default_factory=list)  # nothing in the register binds
    silent: list[str] = field(default_factory=list)  # the register does not say
    year: int | None = None  # the last of which the register speaks on any right

    @property
    def told(self) -> bool:
        """Whether anything binds on any right."""
        return bool(self.parted or self.open or self.met)


def now(answer: Answer) -> Now:
    """Sort the rights that have a series of promise and deed, under the main standard."""
    found, years = Now(), []
    for right in series.rights(answer, answer.gap):
        gap = answer.gap[right][series.main_standard(answer.gap[right]) or ""]
        at = spoken(gap)
        if at is not None:
            years.append(int(gap.years[at]))
        _sort(found, words_of(right), gap, at)
    return replace(found, year=max(years, default=None))


def _sort(found: Now, words: RightWords, gap: GapSeries, at: int | None) -> None:
    if at is None:
        found.silent.append(words.subject)
        return
    if gap.binds[at] != 1:
        found.unbound.append(words.subject)
        return
    p, since = float(gap.promise_unmet[at]), parted_since(gap)
    if since is not None:
        found.parted.setdefault(since, []).append(words.subject)
    elif verdict(p).side == 0:
        found.open.append(Open(words.subject, p, int(gap.years[at])))
    else:
        found.met.append(words.subject)


def since(state: StateRecord, found: Now, year: int) -> str:
    """Return "since 1992", or for a state that is no more "from 1976 to 1991"."""
    if not state.died:
        return f"since {year}"
    return f"in {year}" if year == found.year else f"from {year} to {found.year}"


def lede(answer: Answer) -> Finding:
    """Return the top's sentence on where promise and deed part, and where we cannot tell."""
    found = now(answer)
    said = [one for one in (_lede_parted(answer, found), _lede_open(found)) if one]
    sentence = " ".join(said) or _lede_otherwise(answer, found)
    estimate = float(min(found.parted)) if found.parted else None
    return Finding("gap_lede", "gap", sentence, estimate)


def _lede_parted(answer: Answer, found: Now) -> str:
    if not found.parted:
        return ""
    state = answer.state
    shown = [
        f"on {listed(found.parted[year])} {since(state, found, year)}"
        for year in sorted(found.parted)
    ]
    part = tense(state, "part", "parted")
    return f"Promise and deed {part}, more likely than not, {listed(shown)}."


def _lede_open(found: Now) -> str:
    if not found.open:
        return ""
    shown = [f"{one.subject} ({chance(one.p)})" for one in found.open]
    years = sorted({one.year for one in found.open})
    noun, verb = ("promise", "was") if len(shown) == 1 else ("promises", "were")
    when = listed([str(year) for year in years])
    return f"Whether the {noun} on {listed(shown)} {verb} unmet in {when} we cannot tell."


def _lede_otherwise(answer: Answer, found: Now) -> str:
    state = answer.state
    if found.met:
        return (
            f"On none of the rights estimated here {tense(state, 'is', 'was')} an unmet promise "
            f"likely in {found.year}."
        )
    if found.unbound:
        binds, can = tense(state, "binds", "bound"), tense(state, "can", "could")
        return (
            f"No instrument in our register {binds} {short_name(state)} on a right estimated "
            f"here, so no promise {can} be unmet."
        )
    return "Whether a promise is unmet is not known here."
