"""The distance between promise and deed: is a promise unmet, and since when."""

from __future__ import annotations

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
    verdict,
    words_of,
)


def binds_from(gap: GapSeries) -> int | None:
    """Return the first year in which an instrument that forbids it binds."""
    known = series.known(gap.promise_unmet)
    return int(gap.years[known[0]]) if known.size else None


def parted_since(gap: GapSeries) -> int | None:
    """Return the first year of the current unbroken run of a promise more likely unmet than not."""
    at = series.last_known(gap.promise_unmet)
    if at is None or at != series.last_known(gap.below_anchor):
        return None
    return series.current_run(gap.years, gap.promise_unmet, MORE_LIKELY_THAN_NOT)


def unmet(state: StateRecord, right: str, gap: GapSeries) -> Finding:
    """Return the verdict of the last year: is the promise unmet?"""
    at = series.last_known(gap.below_anchor)
    key, words = f"unmet_{right}", words_of(right)
    if at is None:
        sentence = f"Whether practice on {words.subject} lies below the anchor is not known."
        return Finding(key, "gap", sentence)
    below, year = float(gap.below_anchor[at]), int(gap.years[at])
    if not np.isfinite(gap.promise_unmet[at]):
        sentence = (
            f"In {year} no instrument in our register that {words.article} binds "
            f"{short_name(state)}, so there is no promise to meet; practice lies below the "
            f"anchor with probability {chance(below)}."
        )
        return Finding(key, "gap", sentence, below)
    p = float(gap.promise_unmet[at])
    sentence = f"In {year} {_unmet_words(p, words.subject)}."
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


def since_when(state: StateRecord, right: str, gap: GapSeries) -> Finding:
    """Say since when promise and deed part without a break, or that they do not now."""
    words, key = words_of(right), f"since_{right}"
    at = series.last_known(gap.below_anchor)
    bound = binds_from(gap)
    if bound is None or at is None:
        sentence = (
            f"No instrument in our register that {words.article} binds {short_name(state)}; "
            "promise and deed cannot part where nothing binds."
        )
        return Finding(key, "gap", sentence)
    since, last = parted_since(gap), int(gap.years[at])
    if not np.isfinite(gap.promise_unmet[at]):
        sentence = f"No instrument in our register that {words.article} still binds in {last}."
        return Finding(key, "gap", sentence)
    if since is None:
        return _not_parted(key, right, gap, last)
    start = "from the first year it binds" if since == bound else f"in every year since {since}"
    if since == last:
        start = f"in {last} alone, not in the year before"
    sentence = (
        f"{capital(words.subject)}: promise and deed part {start} "
        f"({_years(since, last)}); in each of these years the promise is more likely unmet than "
        "not."
    )
    return Finding(key, "gap", sentence, float(since), probability=float(gap.promise_unmet[at]))


def _not_parted(key: str, right: str, gap: GapSeries, last: int) -> Finding:
    p = float(gap.promise_unmet[series.last_known(gap.promise_unmet)])
    parted = gap.promise_unmet >= MORE_LIKELY_THAN_NOT
    before = listed([_years(*one) for one in series.spans(gap.years[parted].tolist())])
    history = f"; it was in {before}" if before else ", nor was it in any earlier year"
    sentence = (
        f"{capital(words_of(right).subject)}: in {last} an unmet promise is not the likelier "
        f"case{history}."
    )
    return Finding(key, "gap", sentence, probability=p)


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def lede(answer: Answer) -> Finding:
    """Return the one sentence of the top on where promise and deed part."""
    gaps = {right: _main(answer, right) for right in series.rights(answer, answer.gap)}
    parted = [(parted_since(gap), right) for right, gap in gaps.items() if gap]
    now = sorted((since, right) for since, right in parted if since is not None)
    if not gaps:
        return Finding("gap_lede", "gap", "Whether a promise is unmet is not estimated here.")
    if not now:
        bound = [right for right, gap in gaps.items() if gap and binds_from(gap)]
        sentence = (
            "On no right is an unmet promise the likelier case in the last year of data."
            if bound
            else f"No instrument in our register binds {short_name(answer.state)} on a right "
            "estimated here, so no promise can be unmet."
        )
        return Finding("gap_lede", "gap", sentence)
    by_year: dict[int, list[str]] = {}
    for since, right in now:
        by_year.setdefault(since, []).append(words_of(right).subject)
    shown = [f"on {listed(rights)} since {year}" for year, rights in by_year.items()]
    sentence = f"Promise and deed part, more likely than not, {listed(shown)}."
    return Finding("gap_lede", "gap", sentence, float(now[0][0]))


def _main(answer: Answer, name: str) -> GapSeries | None:
    standard = series.main_standard(answer.gap[name])
    return answer.gap[name][standard] if standard else None
