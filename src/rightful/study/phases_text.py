"""Phases as text for a terminal: runs of years, the reasons of one year, the world in a year."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rightful.core.phase import (
    MARKER_TITLES,
    MOST_PHASES,
    PHASE_TITLES,
    READING_TITLES,
    READINGS,
)
from rightful.reports import listing

SHORT = {"as_reported": "as reported", "orthodox_1999": "1999", "revised": "revised"}
SIGNS = {True: "yes", False: "no", None: "?"}
CANNOT_TELL = "cannot tell"
CAUTION = "Phases are an argument, not a label for decisions on asylum or protection."
UNDER = (
    "One phase, or those that the evidence leaves possible; more than three are no answer. "
    "Markers: yes, no, ? nobody saw. A phase held for one year does not count as a move up."
)


def phases_text(name: str, rows: list[dict[str, Any]], reading: str | None = None) -> str:
    """Return a state's phases, years of the same answer together."""
    shown = READINGS if reading is None else (reading,)
    columns = {"years": "years", **{one: SHORT[one] for one in shown}}
    if "revised" in shown:
        columns |= {"m1": "m1", "m2": "m2", "m3": "m3", "relegated": "relegated"}
    columns |= {"seen": "answered"}
    parts = []
    for key, years in groupby(rows, key=lambda row: _key(row, shown)):
        run = list(years)
        parts.append({"years": _span(run), **dict(key), "seen": _answered(run)})
    last = rows[-1]
    reasons = [f"{READING_TITLES[one]}: {last['why'][one]}" for one in shown]
    marks = [f"{mark}  {MARKER_TITLES[mark]}" for mark in ("m1", "m2", "m3")]
    return "\n".join(
        [
            name,
            "",
            listing.table(parts, columns),
            "",
            f"In {last['year']}:",
            *(f"  {one}" for one in reasons),
            "",
            counts(rows, shown),
            *_legend(rows, shown),
            *(marks if "revised" in shown else []),
            UNDER,
            CAUTION,
        ]
    )


def counts(rows: list[dict[str, Any]], shown: tuple[str, ...] = READINGS) -> str:
    """Return in how many of the rows there is one phase, or few enough."""
    told = []
    for one in shown:
        sizes = [len(row["possible"][one]) for row in rows]
        single, few = sum(size == 1 for size in sizes), sum(size <= MOST_PHASES for size in sizes)
        told.append(f"{SHORT[one]} {single} and {few}")
    return f"Of {len(rows)}, one phase and at most three: " + ", ".join(told) + "."


def why_text(found: dict[str, Any]) -> str:
    """Return the reasons for a year's phases: what was asked, answered, and what would decide."""
    lines = [f"{found['state']}, {found['year']} ({found['right'].replace('_', ' ')})"]
    for reading, told in found["reasons"].items():
        lines += ["", f"{READING_TITLES[reading]}: {_phases(found['possible'][reading])}"]
        if found["possible"][reading] != told["by_this_year_alone"]:
            alone = _phases(told["by_this_year_alone"])
            lines.append(f"  by this year alone {alone}; a move up needs two years running")
        lines += [f"  {rule['phase']}  {rule['says']}" for rule in told["rules"]]
        asked = [_asked(one) for one in told["asked"]]
        columns = {"question": "asked", "about": "about", "answer": "answer", "seen": "value"}
        lines += _indented(listing.table(asked, columns))
        lines += [_decides(one) for one in told["would_decide"]]
    marks = [f"{MARKER_TITLES[mark]}: {SIGNS[is_]}" for mark, is_ in found["markers"].items()]
    lines += ["", "Markers of the revised reading", *(f"  {one}" for one in marks), ""]
    lines += ["Evidence that stands in this year", *_indented(_evidence(found["evidence"]))]
    return "\n".join([*lines, "", CAUTION])


def map_text(year: int, rows: list[dict[str, Any]], reading: str | None = None) -> str:
    """Return the states of a year by phase."""
    lines = [f"{len(rows)} states in {year}"]
    for one in READINGS if reading is None else (reading,):
        by_answer: dict[str, list[str]] = {}
        for row in rows:
            by_answer.setdefault(_phases(row["possible"][one]), []).append(row["state"])
        lines += ["", READING_TITLES[one]]
        for answer in sorted(by_answer, key=_order):
            names = by_answer[answer]
            lines += _indented(listing.entry(f"{answer} ({len(names)})", {"states": names}))
    return "\n".join([*lines, "", counts(rows), CAUTION])


def _key(row: dict[str, Any], shown: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    told = {one: _phases(row["possible"][one]) for one in shown}
    if "revised" in shown:
        told |= {mark: SIGNS[row["markers"][mark]] for mark in ("m1", "m2", "m3")}
        moved = row["relegated"]
        told["relegated"] = moved if isinstance(moved, str) else SIGNS[moved]
    return tuple(told.items())


def _phases(names: list[str]) -> str:
    return "/".join(names) if len(names) <= MOST_PHASES else CANNOT_TELL


def _order(answer: str) -> tuple[bool, int, str]:
    return answer == CANNOT_TELL, answer.count("/"), answer


def _span(run: list[dict[str, Any]]) -> str:
    first, last = run[0]["year"], run[-1]["year"]
    return str(first) if first == last else f"{first}-{last}"


def _answered(run: list[dict[str, Any]]) -> str:
    numbers = [row["seen"]["answered"] for row in run]
    asked = run[0]["seen"]["asked"]
    low, high = min(numbers), max(numbers)
    return f"{low} of {asked}" if low == high else f"{low}-{high} of {asked}"


def _legend(rows: list[dict[str, Any]], shown: tuple[str, ...]) -> list[str]:
    told = {
        phase
        for row in rows
        for one in shown
        for phase in row["possible"][one]
        if len(row["possible"][one]) <= MOST_PHASES
    }
    return [f"{phase:<2}  {title}" for phase, title in PHASE_TITLES.items() if phase in told]


def _asked(one: dict[str, Any]) -> dict[str, str]:
    age = "" if not one["age"] else f", {one['age']} years old"
    seen = "" if one["value"] is None else f"{one['value']}{age}"
    return {
        "question": one["question"],
        "about": one["about"],
        "answer": SIGNS[one["answer"]],
        "seen": seen,
    }


def _decides(one: dict[str, Any]) -> str:
    yes, no = _phases(one["if_yes"]), _phases(one["if_no"])
    return f"  would decide: {one['about']} ({one['question']}): yes {yes}, no {no}"


def _evidence(rows: list[dict[str, Any]]) -> str:
    told = [
        {
            "item": row["item"],
            "year": row["year"],
            "right": row["right"],
            "value": f"{row['value']}{'' if row['found'] == 'observed' else ' (none found)'}",
            "sure": f"{row['confidence']:.2f}",
            "origin": row["origin"] + (", a proxy" if row["proxy"] else ""),
            "source": f"{row['source']}{'; ' + row['note'] if row['note'] else ''}"[:110],
        }
        for row in rows
    ]
    names = ("item", "year", "right", "value", "sure", "origin", "source")
    return listing.table(told, {name: name for name in names})


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
