"""From a scored pair to a contradiction: sides, parts, reasons, innocent reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rightful.discourse.contradictions.innocent import (
    Background,
    Reading,
    between,
    exile,
    reading,
    since,
    strongest,
)
from rightful.discourse.contradictions.marks import side
from rightful.discourse.contradictions.paraphrase import (
    day_in_words,
    in_percent,
    right_in_words,
    years_in_words,
)
from rightful.discourse.contradictions.rules import Pattern, read_by_hand
from rightful.discourse.contradictions.strength import Parts, certainty, gravity, strength
from rightful.discourse.contradictions.topics import named, unmeasured
from rightful.discourse.contradictions.types import Contradiction, Side, identity
from rightful.discourse.contradictions.words import GENERAL

SURE = 0.8
HIGH = 0.6
NEAR = 1.0
SOON = 4.0


@dataclass(frozen=True)
class Setting:
    """What a verdict needs beside the pair.

    ``names`` ccode -> state; ``texts`` statement -> passage; ``widespread`` (right, year) ->
    P(frequent violation); ``non_derogable`` rights that no emergency suspends for this state.
    """

    ccode: int | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    background: Background = field(default_factory=Background)
    widespread: Mapping[tuple[str, int], float] = field(default_factory=dict)
    non_derogable: frozenset[str] = frozenset()


def judged(
    pattern: Pattern,
    row: Mapping[str, Any],
    setting: Setting,
    more: Sequence[Mapping[str, Any]] = (),
) -> Contradiction:
    """Return the contradiction of a row of ``pairs``; ``more`` are further second sides."""
    seconds = [_second(row), *more]
    sides = (
        side(row, setting.names, setting.texts),
        *(side(each, setting.names, setting.texts) for each in seconds),
    )
    return told(pattern, row, sides, setting, _readings(pattern, row, setting))


def told(
    pattern: Pattern,
    row: Mapping[str, Any],
    sides: tuple[Side, ...],
    setting: Setting,
    found: Sequence[Reading],
) -> Contradiction:
    """Return a contradiction from its sides, the weights in ``row`` and its innocent readings."""
    right = row["right_pair"]
    later = int(max(row["when"], row["when_2"] if row["when_2"] is not None else row["when"]))
    wide = setting.widespread.get((right, later))
    grave = right in setting.non_derogable
    text, innocent = strongest(pattern.innocent, found)
    parts = _parts(pattern, row, sides, gravity(grave, wide), innocent)
    middle, low, high = strength(parts)
    return Contradiction(
        id=identity(setting.ccode, pattern.kind, right, sides),
        kind=pattern.kind,
        pattern=pattern.id,
        right=right,
        rights=(right,),
        sides=sides,
        strength=round(middle, 4),
        low=round(low, 4),
        high=round(high, 4),
        parts=parts.named(),
        reasons=_reasons(pattern, row, sides, wide if right != GENERAL else None, grave),
        innocent_reading=text,
    )


def _second(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_2"): value for name, value in row.items() if name.endswith("_2")}


def _parts(
    pattern: Pattern,
    row: Mapping[str, Any],
    sides: tuple[Side, ...],
    grave: float,
    innocent: float,
) -> Parts:
    sure, low, high = _together(sides)
    return Parts(
        base=pattern.base,
        voice=row["w_voice"],
        certainty=sure,
        certainty_low=low,
        certainty_high=high,
        right=row["w_right"],
        topic=row["w_topic"],
        articles=row["w_articles"],
        time=row["w_time"],
        gravity=grave,
        innocence=innocent,
    )


def _together(sides: tuple[Side, ...]) -> tuple[float, float, float]:
    """Return the certainty of the sides: the first, and at least one of the others."""
    first, *others = sides
    sure, low, high = certainty([first])
    missed, missed_low, missed_high = 1.0, 1.0, 1.0
    for each in others:
        missed *= 1 - each.probability
        missed_low *= 1 - each.low
        missed_high *= 1 - each.high
    return sure * (1 - missed), low * (1 - missed_low), high * (1 - missed_high)


def _readings(pattern: Pattern, row: Mapping[str, Any], setting: Setting) -> list[Reading]:
    found = []
    if pattern.second_by in ("deed", "practice"):
        found += exile(setting.background, row["when"])
    of_another_year = pattern.second_by == "practice" and row["year"] != row["year_2"]
    if pattern.second_by in ("self", "deed") or of_another_year:
        found += between(setting.background, row["when"], row["when_2"])
    if pattern.second_by == "practice" and "shame" in pattern.first:
        # To blame others is answered by what one does oneself, and by who governs now.
        latest = max((year for _, year in setting.widespread), default=0)
        found += since(setting.background, row["when"], float(latest))
    generals = [row["right"], row["right_2"]].count(GENERAL)
    if generals == 1:
        found.append(reading("one_general", right=right_in_words(row["right_pair"])))
    if row["reserved_2"]:
        instrument, article = str(row["reserved_2"]).split(":")
        found.append(reading("reservation", instrument=instrument, article=article))
    joined = row["joined_2"]
    if joined is not None and joined - row["when"] < SOON:
        years = years_in_words(joined - row["when"])
        found.append(reading("joined_soon", instrument=row["articles_2"][0], years=years))
    aside = [topic for topic in row["topics"] if unmeasured().get(topic) == row["right"]]
    if pattern.second_by == "law" and aside:
        about = right_in_words(row["right"])
        found.append(reading("unmeasured", right=about, topic=named(aside)))
    if row["act_2"] == "noted":
        found.append(reading("cycle_one" if row["when_2"] < CYCLE_TWO else "noted"))
    if row["w_topic"] < 1:
        found.append(reading("topic_unknown"))
    return found


# The second cycle of the review began in May 2012.
CYCLE_TWO = 2012.4


def _reasons(
    pattern: Pattern,
    row: Mapping[str, Any],
    sides: tuple[Side, ...],
    wide: float | None,
    grave: bool,
) -> tuple[str, ...]:
    found = [pattern.why + "."]
    topics = [one for one in row["topics"] if one in row["topics_2"]]
    if topics:
        found.append(f"Both sides name the same matter: {named(topics)}.")
    elif row["right"] == row["right_2"] and row["right"] != GENERAL:
        found.append(f"Both sides are about {right_in_words(row['right'])}.")
    if pattern.second_by in ("self", "other", "deed"):
        found.append(_gap_in_words(row["gap"], str(row["date"]), str(row["date_2"])))
    doubtful = [each for each in sides if each.probability < SURE]
    if doubtful:
        least = min(each.probability for each in doubtful)
        found.append(f"The coding of a side is uncertain (probability {least:.2f}).")
    if any((each.source, each.act) in read_by_hand() for each in sides):
        found.append("The act of a side was read by hand: the coder reads the passage otherwise.")
    if "reported" in (row["voice"], row["voice_2"]):
        found.append("A side is told by others, not in the speaker's own words.")
    if grave:
        found.append("No emergency allows a violation of this right.")
    if wide is not None and wide >= HIGH:
        found.append(f"The chance that the year is rated worst of all is {in_percent(wide)}.")
    return tuple(found)


def _gap_in_words(gap: float, first: str, second: str) -> str:
    if first == second:
        return f"Both fall {day_in_words(first)}."
    if first[:4] == second[:4]:
        return f"Both fall in {first[:4]}."
    return "Both fall within a year." if gap < NEAR else f"About {years_in_words(gap)} lie between."
