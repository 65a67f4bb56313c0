"""Phases as text for a terminal: runs of years, the reasons of one year, the world in a year."""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import wrap
from typing import Any

from rightful.core.phase import (
    MARKER_TITLES,
    MOST_PHASES,
    PHASE_TITLES,
    READING_TITLES,
    READINGS,
)
from rightful.reports import listing
from rightful.spiral.rules import AS_WRITTEN
from rightful.spiral.units import AT_LARGE

SHORT = {"as_reported": "as reported", "orthodox_1999": "1999", "revised": "revised"}
SIGNS = {True: "yes", False: "no", None: "?"}
CANNOT_TELL = "cannot tell"
SOURCE = 60  # characters of a source; --format json has all of it
OURS = re.compile(r"a[1-6]|adjudicator")
ORIGINS = (
    "Our program: one of six runs of a language model that coded the process cases "
    "(docs/process-cases.md); [read]: it had the source or an excerpt before it, [recalled]: from "
    "memory. Statement: coded by the program that reads statements. Coder: from your own file."
)
CAUTION = "Phases are an argument, not a label for decisions on asylum or protection."
UNDER = (
    "One phase, or those that the evidence leaves possible (1/3: 1 or 3); more than three are no "
    "answer. Markers: yes, no, ? nobody saw. A phase held for one year is no move up. "
    "Relegated: 4 or 5 as reported, in 3 by the revised rules, a marker seen to fail. Answered: "
    "how many of the questions of the revised rules the evidence answers. As reported, law and "
    "rights talk alone make 4, whatever is done: it is the model's word and no praise."
)
AT_LARGE_IS = (
    "human rights at large. Violations are the worst of torture, killing, disappearance and "
    "political imprisonment; of other rights ask with --right"
)


def phases_text(
    name: str,
    rows: list[dict[str, Any]],
    reading: str | None = None,
    right: str = AT_LARGE,
    variant: str = AS_WRITTEN,
) -> str:
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
            *_wrapped(f"{name}: {about(right, variant)}"),
            "",
            listing.table(parts, columns),
            "",
            f"In {last['year']}:",
            *(line for one in reasons for line in _wrapped(one, "  ", "    ")),
            "",
            *_wrapped(counts(rows, shown)),
            *_legend(rows, shown),
            *(marks if "revised" in shown else []),
            *_wrapped(UNDER),
            *_wrapped(CAUTION),
        ]
    )


def about(right: str, variant: str = AS_WRITTEN) -> str:
    """Return in words what was asked of."""
    what = AT_LARGE_IS if right == AT_LARGE else right.replace("_", " ")
    return what if variant == AS_WRITTEN else f"{what} (revised reading: {variant})"


def counts(rows: list[dict[str, Any]], shown: tuple[str, ...] = READINGS) -> str:
    """Return in how many of the rows there is one phase, or few enough."""
    told = []
    for one in shown:
        sizes = [len(row["possible"][one]) for row in rows]
        single, few = sum(size == 1 for size in sizes), sum(size <= MOST_PHASES for size in sizes)
        told.append(f"{SHORT[one]} {single} and {few}")
    return f"Of {len(rows)}: with one phase, and with at most three: " + ", ".join(told) + "."


def why_text(found: dict[str, Any]) -> str:
    """Return the reasons for a year's phases: what was asked, answered, and what would decide."""
    lines = _wrapped(
        f"{found['state']}, {found['year']}: {about(found['right'], found['variant'])}"
    )
    for reading, told in found["reasons"].items():
        lines += ["", f"{READING_TITLES[reading]}: {_phases(found['possible'][reading])}"]
        if found["possible"][reading] != told["by_this_year_alone"]:
            alone = _phases(told["by_this_year_alone"])
            lines.append(f"  by this year alone {alone}; a move up needs two years running")
        for rule in told["rules"]:
            lines += _wrapped(f"{rule['phase']}  {rule['says']}", "  ", "     ")
        asked = [_asked(one) for one in told["asked"]]
        columns = {"question": "asked", "about": "about", "answer": "answer", "seen": "value"}
        lines += _indented(listing.table(asked, columns))
        for one in told["would_decide"]:
            lines += _wrapped(_decides(one), "  ", "    ")
    marks = [f"{MARKER_TITLES[mark]}: {SIGNS[is_]}" for mark, is_ in found["markers"].items()]
    lines += ["", "Markers of the revised reading", *(f"  {one}" for one in marks), ""]
    lines += ["Evidence that stands in this year", *_indented(_evidence(found["evidence"]))]
    return "\n".join([*lines, "", *_wrapped(ORIGINS), *_wrapped(CAUTION)])


def map_text(
    year: int,
    rows: list[dict[str, Any]],
    reading: str | None = None,
    right: str = AT_LARGE,
    variant: str = AS_WRITTEN,
) -> str:
    """Return the states of a year by phase."""
    lines = _wrapped(f"{len(rows)} states in {year}: {about(right, variant)}")
    for one in READINGS if reading is None else (reading,):
        by_answer: dict[str, list[str]] = {}
        for row in rows:
            by_answer.setdefault(_phases(row["possible"][one]), []).append(row["state"])
        lines += ["", READING_TITLES[one]]
        for answer in sorted(by_answer, key=_order):
            names = by_answer[answer]
            lines += _indented(listing.entry(f"{answer} ({len(names)})", {"states": names}))
    shown = READINGS if reading is None else (reading,)
    return "\n".join(
        [*lines, "", *_legend(rows, shown), *_wrapped(counts(rows)), *_wrapped(CAUTION)]
    )


def _key(row: dict[str, Any], shown: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    told = {one: _phases(row["possible"][one]) for one in shown}
    if "revised" in shown:
        told |= {mark: SIGNS[row["markers"][mark]] for mark in ("m1", "m2", "m3")}
        moved = row["relegated"]
        told["relegated"] = moved if isinstance(moved, str) else SIGNS[moved]
    return tuple(told.items())


def _phases(names: list[str]) -> str:
    return "/".join(names) if len(names) <= MOST_PHASES else CANNOT_TELL


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return wrap(text, listing.WIDTH, initial_indent=first, subsequent_indent=rest)


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
    years = "year" if one["age"] == 1 else "years"
    age = "" if not one["age"] else f", {one['age']} {years} old"
    seen = "" if one["value"] is None else f"{one['value']}{age}"
    return {
        "question": one["question"],
        "about": one["about"],
        "answer": SIGNS[one["answer"]],
        "seen": seen,
    }


def _decides(one: dict[str, Any]) -> str:
    yes, no = _phases(one["if_yes"]), _phases(one["if_no"])
    return f"would tell more: {one['about']} ({one['question']}): if yes {yes}, if no {no}"


def _evidence(rows: list[dict[str, Any]]) -> str:
    told = [
        {
            "item": row["item"],
            "year": row["year"],
            "right": row["right"],
            "value": f"{row['value']}{'' if row['found'] == 'observed' else ' (none found)'}",
            "sure": f"{row['confidence']:.2f}",
            "origin": _origin(row),
            "source": f"{row['source']}{'; ' + row['note'] if row['note'] else ''}"[:SOURCE],
        }
        for row in rows
    ]
    names = ("item", "year", "right", "value", "sure", "origin", "source")
    return listing.table(told, {name: name for name in names})


def _origin(row: dict[str, Any]) -> str:
    """Return who says so: our own coders are programs, and are called so."""
    coder = (row["rows"] or [""])[0].partition(":")[0]
    if row["origin"] == "analyst":
        return "our program" if OURS.fullmatch(coder) else f"coder {coder}"
    return "a proxy" if row["proxy"] else row["origin"]


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
