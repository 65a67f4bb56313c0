"""Single rights: how likely the worst category is, in which years, and whether that moved."""

from __future__ import annotations

from rightful.core.answer import Answer, RightSeries
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    MORE_LIKELY_THAN_NOT,
    STANDARD_WORDS,
    capital,
    chance,
    listed,
    share_interval,
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
        f"category{meaning} is {chance(p)} ({share_interval(100 * low, 100 * high)})."
    )
    return Finding(f"worst_{right}", "deed", sentence, p, low, high)


def years_at_worst(right: str, worst: RightSeries) -> Finding | None:
    """Count the years in which the worst category is more likely than not."""
    known = series.known(worst.p_worst)
    if not known.size:
        return None
    likely = known[worst.p_worst[known] >= MORE_LIKELY_THAN_NOT]
    what = words_of(right).subject
    when = listed([_span(*one) for one in series.spans(worst.years[likely].tolist())])
    if not likely.size:
        sentence = f"In no estimated year is the worst category of {what} more likely than not."
    elif likely.size == known.size:
        sentence = f"The worst category of {what} is more likely than not in every year: {when}."
    else:
        sentence = (
            f"The worst category of {what} is more likely than not in {likely.size} of "
            f"{known.size} estimated years: {when}."
        )
    return Finding(f"years_{right}", "deed", sentence, float(likely.size))


def _span(first: int, last_year: int) -> str:
    return str(first) if first == last_year else f"{first}–{last_year}"


def move(worst: RightSeries, since: int) -> int | None:
    """Say whether the worst category became less (-1) or more (1) likely since a year.

    The intervals must lie apart; 0 where they touch, None where either year is unknown.
    """
    first, at = series.position(worst.years, since), series.last_known(worst.p_worst)
    ends_known = at is not None and first is not None and first < at
    if not ends_known or worst.p_worst[first] != worst.p_worst[first]:
        return None
    if worst.high[at] < worst.low[first]:
        return -1
    return 1 if worst.low[at] > worst.high[first] else 0


def contrast(answer: Answer, since: int, standard: str) -> Finding | None:
    """Set the rights that stay at their worst beside those that left it; None without both ends.

    A right "persists" when its worst category is more likely than not in every year, and "fell"
    when the two intervals lie apart. Nothing is said of the rest but that we cannot tell.
    """
    moves: dict[str, int] = {}
    ends: set[int] = set()
    for right in series.rights(answer):
        worst = answer.rights[right].get(standard)
        found = move(worst, since) if worst else None
        if worst is not None and found is not None:
            moves[right] = found
            ends.add(int(worst.years[series.last_known(worst.p_worst)]))
    if not moves or len(ends) != 1:
        return None
    end = ends.pop()
    parts = _contrast_parts(answer, moves, since, standard)
    under = STANDARD_WORDS.get(standard, standard)
    sentence = f"From {since} to {end}, {under}: {'; '.join(parts)}."
    return Finding("contrast", "deed", sentence)


_GROUPS = {
    "persists": "in every year the worst category stayed more likely than not for {}",
    "eased": "the worst category became less likely, yet in every year stayed more likely than "
    "not, for {}",
    "fell": "the worst category became less likely for {}",
    "rose": "the worst category became more likely for {}",
    "unclear": "we cannot tell which way {} moved",
}


def _contrast_parts(answer: Answer, moves: dict[str, int], since: int, standard: str) -> list[str]:
    groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
    for right, found in moves.items():
        worst = answer.rights[right][standard]
        moved = {-1: "fell", 1: "rose", 0: "unclear"}[found]
        stays = {"fell": "eased", "rose": "persists", "unclear": "persists"}[moved]
        group = stays if _likely_throughout(worst, since) else moved
        groups[group].append(f"{words_of(right).subject} ({_ends(worst, since)})")
    return [head.format(listed(groups[key])) for key, head in _GROUPS.items() if groups[key]]


def _likely_throughout(worst: RightSeries, since: int) -> bool:
    """Say whether the worst category was more likely than not in every year since."""
    run = series.current_run(worst.years, worst.p_worst, MORE_LIKELY_THAN_NOT)
    return run is not None and run <= since


def _ends(worst: RightSeries, since: int) -> str:
    first, at = series.position(worst.years, since), series.last_known(worst.p_worst)
    return f"{chance(float(worst.p_worst[first]))} to {chance(float(worst.p_worst[at]))}"


def headline(right: str, worst: RightSeries) -> str:
    """Return the few words above a small chart."""
    at = series.last_known(worst.p_worst)
    if at is None:
        return capital(words_of(right).label)
    return f"{words_of(right).label}: {chance(float(worst.p_worst[at]))} in {worst.years[at]}"
