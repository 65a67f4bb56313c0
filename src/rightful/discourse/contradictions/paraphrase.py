"""Our own short sentence for a side: made from its codes, or written by hand where a row says so.

No word of a passage enters a sentence; the table of hand-made ones is our own words as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rightful.discourse.contradictions.rules import act_phrases, hand_made, right_words
from rightful.discourse.contradictions.topics import named

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PLACES: Final = {
    "general_debate": "in the General Debate of the United Nations",
    "upr_dialogue": "before the Universal Periodic Review",
    "upr_recommendation": "in the Universal Periodic Review",
    "upr_pledge": "in a pledge to the Universal Periodic Review",
    "upr_document": "in its document for the Universal Periodic Review",
    "assembly_vote": "by its vote in the General Assembly",
    "security_council": "in the Security Council",
    "country_report": "in a report",
    "domestic": "at home",
    "treaty_body": "before a treaty body",
}
MOST_TOPICS: Final = 3
SPEECHES: Final = ("general_debate", "security_council")


def day_in_words(date: str) -> str:
    """Return ``in January 2014`` of ``2014-01``, ``on 4 January 2014`` of a day, else the year."""
    year, *rest = date.split("-")
    if not rest or not rest[0].isdecimal() or not 1 <= int(rest[0]) <= len(MONTHS):
        return f"in {year}"
    month = MONTHS[int(rest[0]) - 1]
    if len(rest) > 1 and rest[1].isdecimal():
        return f"on {int(rest[1])} {month} {year}"
    return f"in {month} {year}"


def years_in_words(gap: float) -> str:
    """Return ``1 year`` or a number of years, never none."""
    number = max(1, round(gap))
    return "1 year" if number == 1 else f"{number} years"


def in_percent(chance: float) -> str:
    """Return a probability in whole percent; what is not certain is not called so."""
    whole = round(100 * chance)
    return "under 1%" if whole < 1 else "over 99%" if whole > 99 else f"{whole}%"


def right_in_words(right: str) -> str:
    """Return a right as a sentence names it."""
    return right_words().get(right, right.replace("_", " "))


def said(word: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Return the sentence for a word (a row of ``WORDS``); ``names`` is ccode -> state."""
    own = hand_made().get(str(word["statement"]))
    if own:
        return own
    phrases = act_phrases()
    phrase = phrases.get(word["act"]) or phrases.get(word["act"].split(":")[0], phrases["none"])
    right = right_in_words(word["right"])
    act = phrase.format(
        right=right,
        target=_state(word["target"], names, "another state"),
        count=word["count"],
    )
    if word["act"] == "shame" and word["target"] is not None and word["forum"] in SPEECHES:
        # Whom a speech blames is read from the names in it: the victim's may be one of them.
        act = f"blamed others, with {names.get(word['target'], 'a state')} named, over {right}"
    if word["count"] == 1:
        act = act.replace("1 recommendations", "1 recommendation")
    place = PLACES.get(word["forum"], "elsewhere")
    topics = [topic for topic in word["topics"] if topic != word["right"]][:MOST_TOPICS]
    about = f" ({named(topics)})" if topics else ""
    treaties = f", {', '.join(word['articles'])}" if word["articles"] else ""
    para = f" ({_paragraph(word['paragraph'])})" if word["paragraph"] else ""
    speaker = "" if word["by"] == "self" else f"{_state(word['speaker'], names, 'Another state')} "
    sentence = f"{speaker}{act}{about}{treaties}, {place} {day_in_words(word['date'])}{para}"
    return sentence[0].upper() + sentence[1:]


def _paragraph(place: str) -> str:
    return f"para. {place}" if place[:1].isdecimal() else place


def _state(ccode: int | None, names: Mapping[int, str], otherwise: str) -> str:
    return names.get(ccode, f"state {ccode}") if ccode is not None else otherwise
