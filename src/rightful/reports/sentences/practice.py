"""What is done: level and rank in the last year of data, with their doubt."""

from __future__ import annotations

from rightful.core.answer import Answer, PracticeSeries, StateRecord
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    STANDARD_WORDS,
    capital,
    level_interval,
    share_told,
    short_name,
    signed,
    words_of,
)


def level(state: StateRecord, family: str, practice: PracticeSeries, standard: str) -> Finding:
    """State the last level beside the world's median; the interval decides what may be said."""
    at = series.last_known(practice.mean)
    if at is None:
        return no_estimate(state, family)
    low, high = float(practice.low[at]), float(practice.high[at])
    sentence = (
        f"In {practice.years[at]} {short_name(state)} stood at {signed(practice.mean[at])} "
        f"({level_interval(low, high)}) for {words_of(family).subject}, "
        f"{STANDARD_WORDS.get(standard, standard)}; {_beside_the_world(practice, at)}."
    )
    return Finding("level", "deed", sentence, float(practice.mean[at]), low, high)


def _beside_the_world(practice: PracticeSeries, at: int) -> str:
    median = float(practice.world_median[at])
    shown = f"the world's median, {signed(median)}"
    if practice.high[at] < median:
        return f"the whole interval lies below {shown}"
    if practice.low[at] > median:
        return f"the whole interval lies above {shown}"
    if practice.low[at] <= median <= practice.high[at]:
        return f"the interval includes {shown}, so we cannot tell on which side it stands"
    return "the world's median of that year is not known"


def rank(state: StateRecord, family: str, practice: PracticeSeries, standard: str) -> Finding:
    """State the last percentile with its interval."""
    at = series.last_known(practice.percentile)
    if at is None:
        sentence = f"A rank among states is not known for {words_of(family).subject}."
        return Finding("rank", "deed", sentence)
    low, high = float(practice.percentile_low[at]), float(practice.percentile_high[at])
    share = float(practice.percentile[at])
    sentence = (
        f"In {practice.years[at]}, {share_told(share, low, high)} of the other states did worse "
        f"than {short_name(state)} for {words_of(family).subject}, "
        f"{STANDARD_WORDS.get(standard, standard)}."
    )
    return Finding("rank", "deed", sentence, share, low, high)


def lowest(state: StateRecord, practice: PracticeSeries) -> Finding | None:
    """Name the year with the lowest estimate since the first grade; None for few years."""
    known = series.graded(practice, practice.mean)
    if known.size < 10:
        return None
    at = int(known[practice.mean[known].argmin()])
    low, high = float(practice.low[at]), float(practice.high[at])
    since = series.late_grade(practice, practice.mean)
    when = f" since the first grade ({since})" if since else ""
    sentence = (
        f"The lowest estimate for {short_name(state)}{when} is that of {practice.years[at]}: "
        f"{signed(practice.mean[at])} ({level_interval(low, high)})."
    )
    return Finding("lowest", "deed", sentence, float(practice.mean[at]), low, high)


def no_estimate(state: StateRecord, family: str | None = None) -> Finding:
    """Say that practice is not estimated here; silence is not a finding about the state."""
    what, who = words_of(family).subject if family else "practice", short_name(state)
    sentence = (
        f"We have no estimate of {what} for {who}; "
        f"this says something about the record, nothing about {who}."
    )
    return Finding("no_estimate", "limit", sentence)


def summary(answer: Answer) -> Finding:
    """Return the sentence of the lede on what is done now, and how sure we are."""
    family = series.main_family(answer)
    if family is None:
        return no_estimate(answer.state)
    standard = series.main_standard(answer.deeds[family])
    assert standard is not None  # families() keeps only those with a series
    practice = answer.deeds[family][standard]
    at = series.last_known(practice.percentile)
    if at is None:
        return level(answer.state, family, practice, standard)
    low, high = float(practice.percentile_low[at]), float(practice.percentile_high[at])
    share = float(practice.percentile[at])
    sentence = (
        f"In {practice.years[at]} it did better on {words_of(family).subject} than "
        f"{share_told(share, low, high)} of the other states."
    )
    return Finding("summary", "deed", capital(sentence), share, low, high)
