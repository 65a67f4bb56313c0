"""Single rights: how likely the worst category is, in which years, and whether that moved."""

from __future__ import annotations

from dataclasses import dataclass

from rightful.core.answer import Answer, RightSeries
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    MORE_LIKELY_THAN_NOT,
    STANDARD_WORDS,
    chance,
    chance_told,
    listed,
    span,
    verdict,
    words_of,
)


def last(right: str, worst: RightSeries) -> Finding | None:
    """State the last probability of the worst category with its interval; None without one."""
    at = series.last_known(worst.p_worst)
    if at is None:
        return None
    low, high, p = float(worst.low[at]), float(worst.high[at]), float(worst.p_worst[at])
    meaning = f" ({worst.category})" if worst.category else ""
    sentence = (
        f"{words_of(right).label} in {worst.years[at]}: the probability of the worst "
        f"category{meaning} is {chance_told(p, low, high)}."
    )
    if worst.last_rated is not None and worst.last_rated < worst.years[at]:
        sentence += f" No source in hand rates it by itself after {worst.last_rated}."
    return Finding(f"worst_{right}", "deed", sentence, p, low, high)


def years_at_worst(right: str, worst: RightSeries) -> Finding | None:
    """Count the years since the first grade in which the worst category is the likelier one."""
    known = series.graded(worst, worst.p_worst)
    if not known.size:
        return None
    likely = known[worst.p_worst[known] >= MORE_LIKELY_THAN_NOT]
    what, years = words_of(right).subject, f"{known.size} years{_graded(worst)}"
    when = listed([span(*one) for one in series.spans(worst.years[likely].tolist())])
    if not likely.size:
        sentence = f"In none of the {years} was the worst category of {what} the likelier one."
    elif likely.size == known.size:
        sentence = (
            f"The worst category of {what} was more likely than not in every one of the {years}: "
            f"{when}."
        )
    else:
        sentence = (
            f"The worst category of {what} was more likely than not in {likely.size} of the "
            f"{years}: {when}."
        )
    return Finding(f"years_{right}", "deed", sentence, float(likely.size))


def _graded(worst: RightSeries) -> str:
    """Say from when years are counted, where estimates begin before the first grade."""
    since = series.late_grade(worst, worst.p_worst)
    return f" since the first grade ({since})" if since else " estimated"


_PLACES = {
    (1, 1): ("was at its worst in both years", "were at their worst in both years"),
    (1, -1): ("was at its worst only in the first", "were at their worst only in the first"),
    (-1, 1): ("was at its worst only in the last", "were at their worst only in the last"),
    (-1, -1): ("was at its worst in neither", "were at their worst in neither"),
}


@dataclass(frozen=True)
class Ends:
    """A right in two years: how probably it lies below its anchor in each."""

    right: str
    first: float
    last: float
    first_year: int
    last_year: int

    @property
    def place(self) -> tuple[int, int] | None:
        """The two sides: 1 at its worst, -1 not; None where either cannot be told."""
        sides = verdict(self.first).side, verdict(self.last).side
        return sides if all(sides) else None

    @property
    def words(self) -> str:
        """The right with its two probabilities."""
        return f"{words_of(self.right).subject} ({chance(self.first)} and {chance(self.last)})"


def ends(answer: Answer, since: int, standard: str) -> tuple[Ends, ...]:
    """Return every right's two ends, from a year to the last year of data they share."""
    found = []
    for right in series.rights(answer, answer.gap):
        gap = answer.gap[right].get(standard)
        at = series.last_known(gap.below_anchor) if gap else None
        if gap is None or at is None:
            continue
        first = series.position(gap.years, since)
        graded = gap.first_graded is None or since >= gap.first_graded
        if first is not None and first < at and graded and gap.below_anchor[first] >= 0:
            p = float(gap.below_anchor[first]), float(gap.below_anchor[at])
            found.append(Ends(right, *p, since, int(gap.years[at])))
    last = max((one.last_year for one in found), default=since)
    return tuple(one for one in found if one.last_year == last)


def contrast(answer: Answer, since: int, standard: str) -> Finding | None:
    """Set the rights that stay at their worst beside those that left it; None without both ends.

    A right is at its worst where it lies below its anchor; a year is judged only where the
    probability is at least 80 % one way or the other.
    """
    found = ends(answer, since, standard)
    if not found:
        return None
    under = STANDARD_WORDS.get(standard, standard)
    parts = [_placed(found, place) for place in _PLACES]
    open_ones = [one.words for one in found if one.place is None]
    if open_ones:
        parts.append(f"in one of the years at least we cannot tell for {listed(open_ones)}")
    said = "; ".join(part for part in parts if part)
    sentence = f"From {since} to {found[0].last_year}, {under}: {said}."
    return Finding("contrast", "deed", sentence)


def _placed(found: tuple[Ends, ...], place: tuple[int, int]) -> str:
    there = [one.words for one in found if one.place == place]
    return f"{listed(there)} {_PLACES[place][len(there) > 1]}" if there else ""


def lede(answer: Answer, since: int, standard: str) -> Finding | None:
    """Return the contrast in one short sentence; None where nothing stayed or nothing left."""
    found = ends(answer, since, standard)
    stayed = [words_of(one.right).subject for one in found if one.place == (1, 1)]
    left = [words_of(one.right).subject for one in found if one.place == (1, -1)]
    if not stayed or not left:
        return None
    verb, theirs = ("was", "its") if len(stayed) == 1 else ("were", "their")
    under = STANDARD_WORDS.get(standard, standard)
    sentence = (
        f"Under the {under} {listed(stayed)} {verb} {_degree(found, (1, 1))} at {theirs} worst "
        f"both in {since} and in {found[0].last_year}, {listed(left)} {_degree(found, (1, -1))} "
        f"only in {since}."
    )
    return Finding("contrast_lede", "deed", sentence)


def _degree(found: tuple[Ends, ...], place: tuple[int, int]) -> str:
    """Return the weakest degree of belief among the verdicts that a clause rests on."""
    there = [one for one in found if one.place == place]
    degrees = {verdict(p).word for one in there for p in (one.first, one.last)}
    return "probably" if "probably" in degrees else "almost certainly"


def headline(right: str, worst: RightSeries) -> str:
    """Return the few words above a small chart."""
    at = series.last_known(worst.p_worst)
    if at is None:
        return words_of(right).label
    return f"{words_of(right).label}: {chance(float(worst.p_worst[at]))} in {worst.years[at]}"
