"""What moved: the state's change beside the world's, worded by its probability."""

from __future__ import annotations

from rightful.core.answer import Answer, Change
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences.words import (
    STANDARD_WORDS,
    level_interval,
    moved,
    possessive,
    short_name,
    verdict,
    words_of,
)

WHY = {
    "first_promise": "the year in which a first promise on these rights began to bind",
    "ten_years": "",
}


def own(answer: Answer, change: Change) -> Finding:
    """Say whether the state's level rose, and by how much."""
    found = verdict(change.p_rise)
    amount = f"{moved(change.own)} ({level_interval(change.own_low, change.own_high)})"
    what = f"{possessive(answer.state)} level of {words_of(change.family).subject}"
    said = {
        1: f"{what} {found.word} rose",
        -1: f"{what} {found.word} fell",
        0: f"we cannot tell whether {what} rose or fell",
    }
    under = STANDARD_WORDS.get(change.standard, change.standard)
    sentence = f"{_window(change)}, {under}, {said[found.side]}: {amount}."
    return Finding(
        "own",
        "deed",
        sentence,
        change.own,
        change.own_low,
        change.own_high,
        probability=change.p_rise,
    )


def beyond(answer: Answer, change: Change) -> Finding:
    """Say whether the state moved beyond the world, whose own move is shown beside it."""
    found = verdict(change.p_beyond)
    world = f"{moved(change.world)} ({level_interval(change.world_low, change.world_high)})"
    extra = f"{moved(change.beyond)} ({level_interval(change.beyond_low, change.beyond_high)})"
    said = {
        1: f"{short_name(answer.state)} {found.word} gained on the world",
        -1: f"{short_name(answer.state)} {found.word} lost ground to the world",
        0: "whether it gained on the world we cannot tell",
    }
    sentence = f"The world's mean moved by {world}; {said[found.side]}: {extra}."
    return Finding(
        "beyond",
        "deed",
        sentence,
        change.beyond,
        change.beyond_low,
        change.beyond_high,
        probability=change.p_beyond,
    )


def _window(change: Change) -> str:
    why = f" ({WHY[change.why]})" if WHY.get(change.why) else ""
    return f"From {change.first_year}{why} to {change.last_year}"


def windows(answer: Answer, family: str) -> tuple[tuple[str, int, int], ...]:
    """Return (why, first year, last year) of the family's windows, longest first."""
    found = {
        (one.why, one.first_year, one.last_year) for one in answer.changes if one.family == family
    }
    return tuple(sorted(found, key=lambda window: (window[1], window[0])))


def of(answer: Answer, family: str, standard: str, why: str) -> Change | None:
    """Return the change of one window under one standard, None where it is not estimated."""
    return next(
        (
            one
            for one in answer.changes
            if (one.family, one.standard, one.why) == (family, standard, why)
        ),
        None,
    )


def lede(answer: Answer) -> Finding | None:
    """Return the one sentence of the top on what moved, with what the other standard says."""
    change = main(answer)
    if change is None:
        return None
    rose, gained = verdict(change.p_rise), verdict(change.p_beyond)
    level = {
        1: f"its level {rose.word} rose",
        -1: f"its level {rose.word} fell",
        0: "we cannot tell whether its level rose or fell",
    }
    world = {
        1: f"it {gained.word} gained on the world",
        -1: f"it {gained.word} lost ground to the world",
        0: "whether it gained on the world we cannot tell",
    }
    window = f"Between {change.first_year} and {change.last_year}"
    sentence = f"{window} {level[rose.side]}{_otherwise(answer, change)}; {world[gained.side]}."
    return Finding(
        "change_lede",
        "deed",
        sentence,
        change.own,
        change.own_low,
        change.own_high,
        probability=change.p_rise,
    )


def _otherwise(answer: Answer, change: Change) -> str:
    """Say what the other standard says of the level, where it does not say the same."""
    other = constant(answer, change)
    if other is None or verdict(other.p_rise).side == verdict(change.p_rise).side:
        return ""
    under = f" under the {change.standard} standard"
    if verdict(other.p_rise).side == 0:
        return f"{under}, while under the constant one we cannot tell"
    return f"{under}, while under the constant one it {in_short(other)}"


def constant(answer: Answer, change: Change) -> Change | None:
    """Return the same window under the constant standard, where another one leads the page."""
    other = of(answer, change.family, "constant", change.why)
    return None if other is change else other


def in_short(change: Change) -> str:
    """Return the verdict on the level in two or three words."""
    found = verdict(change.p_rise)
    return {1: f"{found.word} rose", -1: f"{found.word} fell", 0: "cannot tell"}[found.side]


def main(answer: Answer) -> Change | None:
    """Return the change that leads the page: main family and standard, since the first promise."""
    family = series.main_family(answer)
    if family is None:
        return None
    standard = series.main_standard(answer.deeds[family]) or ""
    found = [of(answer, family, standard, why) for why in WHY]
    return next((change for change in found if change), None)
