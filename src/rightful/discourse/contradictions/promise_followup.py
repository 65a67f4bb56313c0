"""Promise against follow-up: to join a treaty, to do better by a right, to pass a law.

A promise is a pledge, an act of promise, recommendations accepted, or a signature. What can be seen
of it afterwards: the register (joined, or not by the end of the time given), the estimate (practice
rose, fell, or is still below what is promised), acts on record that keep it. All else is
``cannot_tell``, and is said: the record holds no statutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import floor
from typing import Any, Final

import polars as pl

from rightful.discourse.contradictions.innocent import Reading, between, reading
from rightful.discourse.contradictions.marks import mark, side
from rightful.discourse.contradictions.paraphrase import (
    day_in_words,
    in_percent,
    right_in_words,
    years_in_words,
)
from rightful.discourse.contradictions.rules import Pattern, patterns_of, weights
from rightful.discourse.contradictions.topics import named, right_of_topic, unmeasured
from rightful.discourse.contradictions.types import (
    Contradiction,
    FollowUp,
    Found,
    Side,
    identity,
)
from rightful.discourse.contradictions.verdict import Setting, told
from rightful.discourse.contradictions.word_deed import deed_marks
from rightful.discourse.contradictions.word_law import moment
from rightful.discourse.contradictions.words import GENERAL

PROMISES: Final = ("promise", "pledged", "accepted")
JOINS: Final = ("ratification", "accession", "succession", "procedure_accepted")
# What is known of each instrument: one row an act; ``act`` null where the state did nothing.
REGISTER: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "instrument": pl.String,
    "act": pl.String,
    "date": pl.Date,
    "known_until": pl.Date,
    "document": pl.String,
    "rights": pl.List(pl.String),
}
# How practice moved over the time of a follow-up: probabilities from joint draws.
MOVES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "right": pl.String,
    "year": pl.Int32,
    "p_rise": pl.Float64,
    "p_fall": pl.Float64,
}
_MIDDLE: Final = 0.5


def promise_followup(
    marks: pl.DataFrame,
    register: pl.DataFrame,
    practice: pl.DataFrame,
    moves: pl.DataFrame,
    deeds: pl.DataFrame,
    setting: Setting,
) -> Found:
    """Return promises not followed up, kept ones, and those the record cannot tell of.

    ``register`` as ``REGISTER``, ``practice`` as ``PRACTICE``, ``moves`` as ``MOVES``.
    """
    promises = marks.filter((pl.col("by") == "self") & pl.col("act").is_in(PROMISES))
    facts = _Facts(register, practice, moves, deeds)
    verdicts = [
        verdict
        for row in promises.sort("word").iter_rows(named=True)
        for verdict in _of_promise(row, facts, setting)
    ]
    verdicts += _signatures(facts, setting)
    return Found(
        tuple(one for one in verdicts if isinstance(one, Contradiction)),
        tuple(
            one for one in verdicts if isinstance(one, FollowUp) and one.verdict != "cannot_tell"
        ),
        tuple(
            one for one in verdicts if isinstance(one, FollowUp) and one.verdict == "cannot_tell"
        ),
    )


class _Facts:
    """What followed, looked up by instrument, right and year."""

    def __init__(
        self,
        register: pl.DataFrame,
        practice: pl.DataFrame,
        moves: pl.DataFrame,
        deeds: pl.DataFrame,
    ) -> None:
        self.register: dict[str, list[dict[str, Any]]] = {}
        for row in register.sort("instrument", "date", "act").iter_rows(named=True):
            self.register.setdefault(row["instrument"], []).append(row)
        self.practice = {(row["right"], row["year"]): row for row in practice.iter_rows(named=True)}
        self.moves = {(row["right"], row["year"]): row for row in moves.iter_rows(named=True)}
        kept = deed_marks(deeds.filter(pl.col("effect") == "keeps"))
        self.kept = list(kept.sort("word").iter_rows(named=True))


def _of_promise(
    row: Mapping[str, Any], facts: _Facts, setting: Setting
) -> list[Contradiction | FollowUp]:
    """Return what became of one promise: by treaty where it names one, else by deed or practice."""
    treaties = sorted({place.split(":")[0] for place in row["articles"]} & facts.register.keys())
    to_join = [name for name in treaties if not _party(facts, name, row["when"])]
    if to_join:
        return [_to_join(row, name, facts, setting) for name in to_join]
    by_deed = _by_deed(row, facts, setting)
    if by_deed is not None:
        return [by_deed]
    aside = [topic for topic in row["topics"] if unmeasured().get(topic) == row["right"]]
    if aside and row["count"] == 1:
        return [_open(row, setting, f"No estimate counts {named(aside)}.")]
    if treaties and row["act"] == "accepted":
        return [_open(row, setting, f"It was a party to {', '.join(treaties)} already.")]
    if row["right"] == GENERAL:
        return [_open(row, setting, "The promise names no right and no treaty, or asks for a law.")]
    return [_on_practice(row, facts, setting)]


def _party(facts: _Facts, instrument: str, at: float) -> bool:
    joined = _joined(facts.register[instrument])
    return joined is not None and moment(joined) <= at


def _joined(acts: list[dict[str, Any]]) -> date | None:
    days = [row["date"] for row in acts if row["act"] in JOINS and row["date"] is not None]
    return min(days) if days else None


def _joined_undated(acts: list[dict[str, Any]]) -> bool:
    return any(row["act"] in JOINS and row["date"] is None for row in acts)


def _to_join(
    row: Mapping[str, Any], instrument: str, facts: _Facts, setting: Setting
) -> Contradiction | FollowUp:
    """Say whether a treaty promised was joined by the end of one cycle of review."""
    acts = facts.register[instrument]
    joined, known = _joined(acts), acts[0]["known_until"]
    if joined is None and _joined_undated(acts):
        return _open(row, setting, f"It joined {instrument}, on a day that the register lacks.")
    # To join is a promise on all that the treaty promises, not on one right named beside it.
    own = acts[0]["rights"] or []
    row = {**row, "right": own[0] if len(own) == 1 else GENERAL}
    deadline = row["when"] + weights()["followup"]["years"]
    first = side(row, setting.names, setting.texts)
    if joined is not None:
        second = _register_side(acts[0], instrument, "ratification", joined, f"Joined {instrument}")
        late = moment(joined) > deadline
        why = "It joined, after the time given." if late else "It joined within the time given."
        return _follow_up(
            setting, "kept_late" if late else "kept", row["right"], (first, second), why
        )
    if known is None or moment(known) < deadline:
        return _open(
            row,
            setting,
            f"The register does not yet reach the end of the time given for {instrument}.",
        )
    second = _register_side(
        acts[0], instrument, "not_party", known, f"Had not joined {instrument} as it stood"
    )
    pattern = _pattern("accepted_unratified" if row["act"] == "accepted" else "promise_unratified")
    paired = _paired(row, second, moment(known), 1.0)
    found = told(pattern, paired, (first, second), setting, _later(pattern, paired, setting))
    return replace(found, rights=_touched(found.right, acts[0]))


def _touched(right: str, act: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([right, *(act["rights"] or [])]))


def _register_side(
    act: Mapping[str, Any], instrument: str, name: str, day: date, words: str
) -> Side:
    return Side(
        source=f"register/{instrument}/{name}/{day.isoformat()}",
        document=str(act["document"] or ""),
        date=day.isoformat(),
        act=name,
        forum=None,
        paraphrase=f"{words} {day_in_words(day.isoformat())}",
        text=None,
        kind_of_source="register",
    )


def _by_deed(row: Mapping[str, Any], facts: _Facts, setting: Setting) -> FollowUp | None:
    """Return the promise as kept where an act on record keeps it: same matter, later."""
    years = weights()["followup"]["years"]
    for deed in facts.kept:
        shared = set(deed["topics"]) & set(row["topics"])
        after = row["when"] <= deed["when"] <= row["when"] + years
        # Of many recommendations an act that answers one keeps but that one.
        alone = row["count"] == 1 or shared == set(row["topics"])
        if shared and alone and after and deed["right"] in (row["right"], GENERAL):
            sides = (
                side(row, setting.names, setting.texts),
                side(deed, setting.names, setting.texts),
            )
            return _follow_up(
                setting, "kept", deed["right"], sides, "An act on record keeps the promise."
            )
    return None


def _on_practice(
    row: Mapping[str, Any], facts: _Facts, setting: Setting
) -> Contradiction | FollowUp:
    """Say how practice stands one cycle of review after the promise."""
    held = weights()["followup"]
    made = floor(row["when"])
    year = made + int(held["years"])
    after = facts.practice.get((row["right"], year))
    moved = facts.moves.get((row["right"], made))
    if after is None or after["below"] is None or moved is None:
        return _open(row, setting, f"No estimate of {right_in_words(row['right'])} for {year}.")
    first = side(row, setting.names, setting.texts)
    second = _later_practice(row["right"], year, after, moved)
    broken = after["below"]
    no_better = row["act"] == "accepted" or moved["p_fall"] >= held["no_better"]
    if moved["p_rise"] >= held["rose"] and after["below"] < _MIDDLE:
        why = "Practice rose over one cycle of review and is not below what is promised."
        return _follow_up(setting, "kept", row["right"], (first, second), why)
    if broken < weights()["practice"]["least"] or moved["p_rise"] >= held["rose"] or not no_better:
        return _open(row, setting, "Practice neither fell nor rose beyond doubt.", second)
    second = replace(second, probability=broken, low=broken, high=broken)
    pattern = _pattern("accepted_practice" if row["act"] == "accepted" else "promised_practice")
    if row["probability"] < pattern.surest:
        return _open(row, setting, "The coder is not sure that a promise was made.", second)
    paired = _paired(row, second, year + _MIDDLE, 1.0) | {"w_topic": _on_the_matter(row)}
    return told(pattern, paired, (first, second), setting, _later(pattern, paired, setting))


def _on_the_matter(row: Mapping[str, Any]) -> float:
    """Return how far what one promise names is what the estimate of its right counts."""
    if row["act"] == "accepted":
        return weights()["topic"]["shared"]  # Many recommendations, each counted by its right.
    of_right = {topic for topic, right in right_of_topic().items() if right == row["right"]}
    own = {row["right"], *of_right} - {name for name in unmeasured() if name in of_right}
    named_ones = set(row["topics"])
    held = weights()["topic"]
    return held["aside"] if named_ones and not named_ones & own else held["shared"]


def _later_practice(
    right: str, year: int, after: Mapping[str, Any], moved: Mapping[str, Any]
) -> Side:
    return Side(
        source=f"practice/{right}/{year}",
        document=after["document"],
        date=str(year),
        act="practice_later",
        forum=None,
        paraphrase=f"Practice on {right_in_words(right)} in {year}: chance that it was worse than "
        f"the line of frequent violations {in_percent(after['below'])}, that it was better than "
        f"when it was promised {in_percent(moved['p_rise'])}",
        text=None,
        kind_of_source="estimate",
    )


def _signatures(facts: _Facts, setting: Setting) -> list[Contradiction | FollowUp]:
    """Return signatures that no ratification followed, the longest waits the heaviest."""
    held = weights()["signature"]
    found: list[Contradiction | FollowUp] = []
    for instrument, acts in sorted(facts.register.items()):
        signed = [row for row in acts if row["act"] == "signature" and row["date"] is not None]
        if not signed:
            continue
        day, known = signed[0]["date"], signed[0]["known_until"]
        joined = _joined(acts)
        first = _register_side(signed[0], instrument, "signature", day, f"Signed {instrument}")
        if joined is not None:
            last = _register_side(
                acts[0], instrument, "ratification", joined, f"Joined {instrument}"
            )
            why = "The signature was followed by ratification."
            found.append(_follow_up(setting, "kept", GENERAL, (first, last), why))
            continue
        undated = _joined_undated(acts)
        if undated or known is None or moment(known) - moment(day) < held["wait"]:
            lacks = f"It joined {instrument}, on a day that the register lacks."
            why = f"The register does not reach far enough to tell of {instrument}."
            told_why = lacks if undated else why
            found.append(_follow_up(setting, "cannot_tell", GENERAL, (first,), told_why))
            continue
        wait = moment(known) - moment(day)
        second = _register_side(
            signed[0], instrument, "not_party", known, f"Had not ratified {instrument} as it stood"
        )
        rights = signed[0]["rights"] or []
        row = mark(
            word=first.source,
            by="self",
            when=moment(day),
            since=moment(day),
            act="signature",
            right=rights[0] if len(rights) == 1 else GENERAL,
        )
        paired = _paired(row, second, moment(known), 1 - 2 ** (-wait / held["half_life"]))
        pattern = _pattern("signature_unratified")
        one = told(pattern, paired, (first, second), setting, _later(pattern, paired, setting))
        found.append(
            replace(
                one,
                rights=_touched(one.right, signed[0]),
                reasons=(*one.reasons, f"It has waited {years_in_words(wait)}."),
            )
        )
    return found


def _pattern(name: str) -> Pattern:
    known = (*patterns_of("promise_followup"), *patterns_of("signature_unratified"))
    return next(one for one in known if one.id == name)


def _paired(row: Mapping[str, Any], second: Side, when: float, time: float) -> dict[str, Any]:
    """Return the row that a verdict reads, for a pair that the engine did not join."""
    voices = weights()["voice"]
    return {
        **row,
        "right_pair": row["right"],
        "right_2": row["right"],
        "when_2": when,
        "act_2": second.act,
        "voice_2": "register",
        "topics_2": [],
        "reserved_2": None,
        "joined_2": None,
        "gap": when - row["when"],
        "w_right": 1.0,
        "w_topic": 1.0,
        "w_articles": 1.0,
        "w_time": time,
        "w_voice": voices.get(row["voice"] or "", 1.0) * row["focus"],
    }


def _later(pattern: Pattern, paired: Mapping[str, Any], setting: Setting) -> list[Reading]:
    """Return readings from who governed meanwhile; that one cycle is short, where none was set."""
    found = between(setting.background, paired["when"], paired["when_2"])
    # One that asks for the step outright makes it a promise, whatever others ask to consider.
    if paired["hedged"] >= 1:
        found.append(reading("hedged"))
    if paired["going_on"] >= _MIDDLE and paired["act"] == "accepted":
        found.append(reading("going_on"))
    return found if "unratified" in pattern.id else [*found, reading("followup_short")]


def _follow_up(
    setting: Setting, verdict: str, right: str, sides: tuple[Side, ...], why: str
) -> FollowUp:
    made = identity(setting.ccode, verdict, right, sides)
    return FollowUp(made, verdict, right, sides, why)


def _open(row: Mapping[str, Any], setting: Setting, why: str, *more: Side) -> FollowUp:
    first = side(row, setting.names, setting.texts)
    return _follow_up(setting, "cannot_tell", row["right"], (first, *more), why)
