"""Contradictions of a state: its words against its words, the law, its deeds and what followed.

Everything answers offline: from the register, the baseline and the shipped codes of statements.
Where the user holds a corpus, its passages stand beside the paraphrases.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.errors import UnknownName, UsageError, shown
from rightful.core.names import RIGHTS, resolve
from rightful.core.statement import FORUMS
from rightful.discourse.contradictions.search import search
from rightful.discourse.contradictions.status import (
    LONGEST_NOTE,
    Judgements,
    read_statuses,
    set_status,
)
from rightful.discourse.contradictions.strength import band
from rightful.discourse.contradictions.topics import topics_column
from rightful.discourse.contradictions.types import KINDS, Contradiction, FollowUp, Found, Side
from rightful.record import states
from rightful.record.all_statements import all_statements
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.coded import coded_statements
from rightful.study.contradiction_facts import facts_of
from rightful.study.own_statements import named_document

__all__ = [
    "contradictions",
    "contradictions_found",
    "contradictions_text",
    "followups_text",
    "set_status",
]

MOST = 20
LONGEST_TEXT = 600


def contradictions(
    state: str,
    right: str | None = None,
    most: int = MOST,
    coded: pl.DataFrame | None = None,
    statuses: Path | None = None,
) -> list[dict[str, Any]]:
    """Return the strongest contradictions of a state, each with its sides, as plain values.

    Parameters
    ----------
    state
        A name or an ISO3 code.
    right
        Only those that touch this right.
    most
        How many at most.
    coded
        Coded statements (columns of ``CODED``); without it those that the package or the store
        holds.
    statuses
        Folder with the user's file of statuses; none without it.

    Raises
    ------
    UnknownName
        When no state or right is called so.
    UsageError
        When ``most`` is below 1, or the state has no Correlates of War code.
    """
    return contradictions_found(state, right, most, coded, statuses)["contradictions"]  # type: ignore[no-any-return]


def contradictions_found(
    state: str,
    right: str | None = None,
    most: int = MOST,
    coded: pl.DataFrame | None = None,
    statuses: Path | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return contradictions, promises kept, and promises whose follow-up cannot be seen.

    Keys ``state``, ``contradictions`` (ranked, ``most`` of them), ``found`` (how many there are),
    ``kept`` and ``cannot_tell`` (all, in time), ``skipped`` (lines of the file of statuses that
    could not be read). Parameters and errors as for ``contradictions``.
    """
    if most < 1:
        raise UsageError(f"{most} contradictions were asked for", allowed="1 or more")
    one = None if right is None else resolve(right, RIGHTS, "right")
    asked = _living(state)
    if asked.ccode is None:
        raise UsageError(
            f"{asked.name} has no Correlates of War code, under which statements are coded",
            allowed="members of the state system",
            next_step=f"rightful states {asked.name!r} shows its codes",
        )
    return found_of(asked.name, asked.state_id, asked.ccode, one, most, coded, statuses, baseline)


def _living(name: str) -> states.State:
    """Return the state of today that is called so; of a dead one say that it cannot be asked."""
    try:
        return states.state(name)
    except UnknownName:
        raise
    except UsageError as error:
        if "--year" not in (error.next_step or ""):
            raise
        raise UsageError(
            f"{error.what}, and only states that are alive can be asked for contradictions",
            allowed=error.allowed,
            next_step="name a state that is alive, such as one that followed it",
        ) from None


def found_of(
    name: str,
    state_id: str,
    ccode: int,
    right: str | None = None,
    most: int = MOST,
    coded: pl.DataFrame | None = None,
    statuses: Path | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return what ``contradictions_found`` does, of a state known by its codes."""
    store = Store()
    said = coded_statements(likely=True, baseline=baseline) if coded is None else coded
    facts = facts_of(Baseline(baseline or shipped()), store, state_id, ccode)
    texts = _texts(store)
    found = search(_with_topics(said, texts, ccode), ccode, facts, right)
    passages = _passages(texts, found)
    held = read_statuses(statuses or own_judgements())
    top = [_judged(each, held) for each in found.contradictions[:most]]
    return {
        "state": name,
        "found": len(found.contradictions),
        "contradictions": [_contradiction(each, passages) for each in top],
        "kept": _in_time(found.kept, passages),
        "cannot_tell": _in_time(found.cannot_tell, passages),
        "skipped": list(held.skipped),
    }


def own_judgements() -> Path:
    """Return the folder of the user's own judgements, inside the store."""
    return Store().root / "judgements"


def _texts(store: Store) -> pl.DataFrame:
    """Return statement and text of what the store holds; no rows where no corpus was pulled."""
    return all_statements(store).select("statement", "text").drop_nulls()


def _passages(texts: pl.DataFrame, found: Found) -> dict[str, str]:
    """Return the passages of the sides that were found."""
    sides = [one.sides for one in found.contradictions]
    sides += [one.sides for one in (*found.kept, *found.cannot_tell)]
    shown_ones = {side.source for each in sides for side in each}
    return dict(texts.filter(pl.col("statement").is_in(list(shown_ones))).iter_rows())


def _with_topics(coded: pl.DataFrame, texts: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Add topics from passages where the codes do not carry them."""
    if "topics" in coded.columns or not texts.height:
        return coded
    mine = (pl.col("ccode") == ccode) | (pl.coalesce("target", "addressee") == ccode)
    own = texts.join(coded.filter(mine).select("statement").unique(), on="statement", how="semi")
    own = own.with_columns(topics_column(own["text"])).drop("text")
    return coded.join(own, on="statement", how="left", maintain_order="left")


def _judged(one: Contradiction, held: Judgements) -> Contradiction:
    made = held.latest.get(one.id)
    return one if made is None else one.with_status(made.status)


def _side(side: Side, passages: dict[str, str]) -> dict[str, Any]:
    text = side.text or passages.get(side.source)
    told: dict[str, Any] = {
        "source": side.source,
        "document": named_document(side.source, side.document),
        "date": side.date,
        "act": side.act,
        "forum": side.forum,
        "kind_of_source": side.kind_of_source,
        "probability": round(side.probability, 3),
        "paraphrase": side.paraphrase,
    }
    return told if text is None else told | {"text": text}


def _contradiction(one: Contradiction, passages: dict[str, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "pattern": one.pattern,
        "right": one.right,
        "rights": list(one.rights),
        "sides": [_side(side, passages) for side in one.sides],
        "strength": one.strength,
        "band": band(one.strength),
        "low": one.low,
        "high": one.high,
        "parts": dict(one.parts),
        "reasons": list(one.reasons),
        "innocent_reading": one.innocent_reading,
        "similar": one.similar,
        "status": one.status,
    }


def _in_time(found: Iterable[FollowUp], passages: dict[str, str]) -> list[dict[str, Any]]:
    ordered = sorted(found, key=lambda one: (one.sides[0].date, one.id))
    return [
        {
            "id": one.id,
            "verdict": one.verdict,
            "right": one.right,
            "sides": [_side(side, passages) for side in one.sides],
            "why": one.why,
        }
        for one in ordered
    ]


def contradictions_text(found: list[dict[str, Any]] | dict[str, Any]) -> str:
    """Return contradictions in plain words, with both sides and what may be said for the state.

    Of an answer of ``contradictions_found`` the promises kept and those that cannot be told follow.
    """
    if isinstance(found, dict):
        parts = [contradictions_text(found["contradictions"]), followups_text(found)]
        hidden = found["found"] - len(found["contradictions"])
        if hidden:
            parts.insert(1, f"{hidden} weaker ones are not shown.")
        if found["skipped"]:
            lines = ", ".join(map(str, found["skipped"]))
            count = len(found["skipped"])
            number = "1 line" if count == 1 else f"{count} lines"
            parts.append(f"{number} of the file of judgements could not be read: {lines}.")
        return "\n\n".join(parts)
    if not found:
        return "No contradiction was found in the record."
    parts = [_told(place, one) for place, one in enumerate(found, start=1)]
    return "\n\n".join(parts)


def _told(place: int, one: dict[str, Any]) -> str:
    head = (
        f"{place}. {KINDS.get(one['kind'], one['kind'])} · {one['right'].replace('_', ' ')} · "
        f"{one['band']}, strength {one['strength']:.2f} ({one['low']:.2f} to {one['high']:.2f}) · "
        f"{one['id']} · {one['status']}"
    )
    lines = [head]
    for side in one["sides"]:
        lines += _side_lines(side)
    lines += [f"   why:      {shown(' '.join(one['reasons']))}"]
    lines += [f"   innocent: {shown(one['innocent_reading'])}"]
    if one["similar"]:
        more = "1 more pair says" if one["similar"] == 1 else f"{one['similar']} more pairs say"
        lines.append(f"   {more} the same of these documents or this point.")
    return "\n".join(lines)


def _side_lines(side: dict[str, Any]) -> list[str]:
    forum = FORUMS.get(side["forum"] or "", "")
    where = ", ".join(part for part in (forum, side["document"], side["source"]) if part)
    lines = [f"   - {shown(side['paraphrase'])}.", f"     {shown(where)}"]
    if side.get("text"):
        lines.append(f"     “{shown(side['text'], LONGEST_TEXT)}”")
    return lines


def followups_text(found: dict[str, Any], most: int = MOST) -> str:
    """Return the promises that were kept, and those whose follow-up cannot be seen, in time."""
    parts = []
    for key, head in (
        ("kept", "Promises kept (a fair search finds them too)"),
        ("cannot_tell", "Promises whose follow-up cannot be seen in the record"),
    ):
        held = found[key]
        lines = [f"{head}: {len(held) or 'none'}"]
        for one in held[:most]:
            told = "; ".join(shown(side["paraphrase"]) for side in one["sides"])
            lines.append(f" - {told}. {shown(one['why'])}")
        if len(held) > most:
            lines.append(f"   and {len(held) - most} more")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def judge(
    identifier: str, status: str, note: str = "", folder: Path | None = None
) -> dict[str, Any]:
    """Keep what a person made of a contradiction; the file only grows, the last line counts.

    Raises
    ------
    UnknownName, UsageError
        When there is no such status, identifier or room for the note.
    StoreError
        When the file cannot be written.
    """
    where = folder or own_judgements()
    made = set_status(where, identifier, status, note)
    return {
        "id": made.id,
        "status": made.status,
        # The file keeps the note as it is; a terminal must not obey it.
        "note": shown(made.note, LONGEST_NOTE),
        "kept_in": str(where),
    }
