"""The distance between promise and deed: is a promise unmet, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rightful.core.answer import Answer, GapSeries, StateRecord
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    MORE_LIKELY_THAN_NOT,
    capital,
    chance,
    listed,
    short_name,
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


def parted_since(gap: GapSeries) -> int | None:
    """Return the first year of the unbroken run of a promise more likely unmet than not.

    The run must reach the last year of which the register speaks, and something must bind then.
    """
    at = spoken(gap)
    if at is None or gap.binds[at] != 1:
        return None
    told = slice(0, at + 1)
    return series.current_run(gap.years[told], gap.promise_unmet[told], MORE_LIKELY_THAN_NOT)


def unmet(state: StateRecord, right: str, gap: GapSeries) -> Finding:
    """Return the verdict of the last year of which the register speaks: is the promise unmet?"""
    at, key, words = spoken(gap), f"unmet_{right}", words_of(right)
    if at is None:
        sentence = f"Whether any instrument that {words.article} binds is not known here."
        return Finding(key, "gap", sentence)
    below, year = float(gap.below_anchor[at]), int(gap.years[at])
    if gap.binds[at] != 1:
        still = "still binds" if binds_from(gap) else "binds"
        sentence = (
            f"In {year} no instrument in our register that {words.article} {still} "
            f"{short_name(state)}, so there is no promise to meet; practice lies below the "
            f"anchor with probability {chance(below)}."
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
    bound = binds_from(gap)
    if bound is None or at is None:
        sentence = (
            f"No instrument in our register that {words.article} binds {short_name(state)}; "
            "promise and deed cannot part where nothing binds."
        )
        return Finding(key, "gap", sentence)
    since, last = parted_since(gap), int(gap.years[at])
    if gap.binds[at] != 1:
        sentence = f"No instrument in our register that {words.article} still binds in {last}."
        return Finding(key, "gap", sentence)
    before = _parted_before(gap, since)
    if since is None:
        history = f"; it was in {before}" if before else ", nor in any year before"
        sentence = (
            f"{capital(words.subject)}: in {last} an unmet promise is not the likelier "
            f"case{history}."
        )
        return Finding(key, "gap", sentence, probability=float(gap.promise_unmet[at]))
    start = "from the first year it binds" if since == bound else f"since {since}"
    history = f", as in {before}" if before else ""
    sentence = (
        f"{capital(words.subject)}: promise and deed {tense(state, 'part', 'parted')} {start} "
        f"({_years(since, last)}); in each of these years the promise is more likely unmet than "
        f"not{history}."
    )
    return Finding(key, "gap", sentence, float(since), probability=float(gap.promise_unmet[at]))


def _parted_before(gap: GapSeries, since: int | None) -> str:
    """Return the years before the current run in which the promise was more likely unmet."""
    parted = gap.promise_unmet >= MORE_LIKELY_THAN_NOT
    if since is not None:
        parted &= gap.years < since
    return listed([_years(*one) for one in series.spans(gap.years[parted].tolist())])


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class Now:
    """The rights by where they stand in the last year of which the register speaks."""

    parted: dict[int, list[str]]  # since when -> rights on which the promise is more likely unmet
    met: list[str]  # bound, and an unmet promise is not the likelier case
    unbound: list[str]  # nothing in the register binds
    silent: list[str]  # the register does not say


def now(answer: Answer) -> Now:
    """Sort the rights that have a series of promise and deed, under the main standard."""
    found = Now({}, [], [], [])
    for right in series.rights(answer, answer.gap):
        gap = answer.gap[right][series.main_standard(answer.gap[right]) or ""]
        at, since = spoken(gap), parted_since(gap)
        subject = words_of(right).subject
        if at is None:
            found.silent.append(subject)
        elif gap.binds[at] != 1:
            found.unbound.append(subject)
        elif since is None:
            found.met.append(subject)
        else:
            found.parted.setdefault(since, []).append(subject)
    return found


def lede(answer: Answer) -> Finding:
    """Return the one sentence of the top on where promise and deed part."""
    found, who = now(answer), short_name(answer.state)
    if found.parted:
        shown = [f"on {listed(found.parted[year])} since {year}" for year in sorted(found.parted)]
        part = tense(answer.state, "part", "parted")
        sentence = f"Promise and deed {part}, more likely than not, {listed(shown)}."
        return Finding("gap_lede", "gap", sentence, float(min(found.parted)))
    if found.met:
        sentence = (
            "On none of the rights estimated here is a binding promise "
            f"{tense(answer.state, 'now', 'at the end')} more likely unmet than not."
        )
    elif found.unbound:
        sentence = (
            f"No instrument in our register {tense(answer.state, 'binds', 'bound')} {who} on a "
            "right estimated here, so no promise can be unmet."
        )
    else:
        sentence = "Whether a promise is unmet is not known here."
    return Finding("gap_lede", "gap", sentence)
