"""The two generated lists: conflicts with their resolutions, and facts that no table gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from register.reconcile import Conflict
from register.reservations import Statement

_WARNING = "<!-- Written by python -m register.build; edit the builder, not this file. -->\n"
_KINDS = {
    "day": "tables that give days differ within a year",
    "day, other year": "tables that give days differ in the year",
    "kind": "tables differ on ratification, accession or succession",
    "year of signature": "a year table gives the year of signature",
    "year of predecessor": "a year table gives the predecessor's year",
    "year after": "a year table is a year late",
    "year": "a year table gives another year",
    "absent": "a table that should list the party does not",
}


def conflicts(found: Iterable[Conflict]) -> str:
    """Return the list of conflicts as Markdown: counts by kind and instrument, then every row."""
    rows = sorted(found, key=lambda one: (one.instrument, one.state_id, one.slot, one.kind))
    kinds = Counter(one.kind for one in rows)
    lines = [
        "# Promises: conflicts between tables and how each was resolved",
        "",
        _WARNING,
        "The rules (R2, R3 ...) are in [decisions/promises.md](decisions/promises.md); the tables",
        "(untc15, ohchr23 ...) in `register/authorities.py`.",
        "",
        f"{len(rows)} conflicts.",
        "",
        "| kind | meaning | conflicts |",
        "|---|---|---|",
        *(f"| {kind} | {_KINDS[kind]} | {count} |" for kind, count in kinds.most_common()),
        "",
        *_by_instrument(rows, list(kinds)),
        "",
        "| instrument | state | fact | kind | tables say | chosen | rule |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.instrument} | {one.state_id} | {one.slot} | {one.kind} | {one.said} "
        f"| {one.chosen} | {one.rule} |"
        for one in rows
    ]
    return "\n".join(lines) + "\n"


def _by_instrument(rows: list[Conflict], kinds: list[str]) -> list[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in rows:
        counts[one.instrument][one.kind] += 1
    head = ["| instrument | " + " | ".join(kinds) + " |", "|---|" + "---|" * len(kinds)]
    body = [
        f"| {name} | " + " | ".join(str(counts[name][kind] or "") for kind in kinds) + " |"
        for name in sorted(counts)
    ]
    return head + body


def missing(
    instruments: list[dict[str, str]],
    acts: list[dict[str, str]],
    unsettled: list[str],
    undated: list[str],
    coded: list[Statement],
) -> str:
    """Return the list of missing facts as Markdown."""
    years = [row for row in acts if row["precision"] == "year"]
    unread = sorted(f"{one.party} ({one.instrument})" for one in coded if one.kind == "unread")
    gone = sorted(f"{one.party} ({one.instrument})" for one in coded if one.kind == "withdrawn")
    lines = [
        "# Promises: facts that no table gives",
        "",
        _WARNING,
        "Null in the register, never filled from memory.",
        "",
        "## Instruments and procedures whose parties no table dates",
        "",
        *_bullets(_no_parties(instruments)),
        "",
        "## Instruments: empty cells",
        "",
        "| instrument | adopted | in force | rule of entry into force | article of the rule |",
        "|---|---|---|---|---|",
        *_empty_cells(instruments),
        "",
        "## Rules of entry into force not read in a text in hand",
        "",
        *_bullets(_unread_rules(instruments)),
        "",
        "## Acts known only by year",
        "",
        "Counted as done on the last day it can have been done: 31 December, or the day of a table",
        "that has it. So `bound_from` is the latest day it can have been.",
        "",
        *_bullets(_year_only(years)),
        "",
        "## Acts dated before the state's birth whose author the tables do not name",
        "",
        "Kept with the state whose name the table gives; binding from its birth.",
        "",
        *_bullets(sorted(set(unsettled))),
        "",
        "## Bound before a table begins",
        "",
        "A table of years shows them bound in the first year it lists, which dates nothing, and",
        "no other table dates the act. Not recorded.",
        "",
        *_bullets(undated),
        "",
        "## Reservations",
        "",
        "No table dates a reservation or its withdrawal: dates are null. Empty in the table of",
        f"March 2015, so unknown whether anything stands ({len(unread)}):",
        "",
        ", ".join(unread) + ".",
        "",
        f"Only a withdrawal reported, so no reservation is recorded ({len(gone)}): "
        + ", ".join(gone)
        + ".",
        "",
        "Acceptance of articles 14 (ICERD), 41 (ICCPR) and 21 (CAT) is not in the tables at all.",
        "",
        "## States that are no more",
        "",
        "Their acts come from the country-year table alone, by year. It does not cover these, so",
        "what the German Democratic Republic, Czechoslovakia, Yugoslavia and Democratic Yemen did",
        "about them is unknown, and what their successors could carry from it too: "
        + ", ".join(f"`{row['instrument']}`" for row in instruments if row["former_states"] == "0")
        + ".",
        "",
        "## Withdrawals",
        "",
        "Recorded where a table shows one: "
        + ", ".join(row["act_id"] for row in acts if row["act"] == "withdrawal")
        + ".",
        "",
        "Others may exist: the status tables list current parties and leave out those that left.",
        "The wait after an ILO denunciation is in no text or table in hand: the obligation ends on",
        "the day that the table calls it denounced.",
        "Attempts that had no effect (North Korea and the ICCPR, 1997) are in no table.",
    ]
    return "\n".join(lines) + "\n"


def _bullets(items: Iterable[str]) -> list[str]:
    return [f"* {item}" for item in items] or ["* none"]


def _no_parties(instruments: list[dict[str, str]]) -> list[str]:
    return [f"`{row['instrument']}` {row['name']}" for row in instruments if not row["known_until"]]


def _empty_cells(instruments: list[dict[str, str]]) -> list[str]:
    names = ("adopted", "in_force", "in_force_rule", "rule_article")
    rows = []
    for row in instruments:
        wanted = names if row["kind"] != "procedure" else ("in_force_rule", "rule_article")
        if any(not row[name] for name in wanted):
            cells = ["missing" if name in wanted and not row[name] else "" for name in names]
            rows.append(f"| `{row['instrument']}` | " + " | ".join(cells) + " |")
    return rows


def _unread_rules(instruments: list[dict[str, str]]) -> list[str]:
    meaning = {
        "page": "read on a page of record",
        "table": "shown by the dates in the ILO table (in force a year after ratification)",
        "family": "inferred from sister conventions, not shown by any table",
        "": "stands in or unread, see the instrument's note",
    }
    return [
        f"`{row['instrument']}`: {meaning[row['rule_authority']]}"
        for row in instruments
        if row["rule_authority"] != "text"
        and row["in_force_rule"]
        and (row["kind"] != "procedure" or not row["rule_authority"])
    ]


def _year_only(years: list[dict[str, str]]) -> list[str]:
    by_instrument: dict[str, list[str]] = defaultdict(list)
    for row in years:
        by_instrument[row["instrument"]].append(f"{row['state_id']} {row['act']} {row['year']}")
    return [f"`{name}`: " + ", ".join(found) for name, found in sorted(by_instrument.items())]
