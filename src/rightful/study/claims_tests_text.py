"""The paper's own tests, the decomposition and the placebos as text for a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from rightful.reports import listing

WIDTH: Final = 100
INDENT: Final = "    "
PASSED: Final = {True: "passed", False: "not passed", None: "not judged"}
CELLS: Final = ("measure", "standard", "years", "states", "lagged", "estimate", "error", "p", "n")


def paper_text(told: dict[str, Any]) -> str:
    """Return answers with verdict, sentence, numbers and limits; one alone with its grid."""
    parts = [_answer(one) for one in told["answers"]]
    if len(told["answers"]) == 1:
        rows = [_cell(row) for row in told["answers"][0]["rows"]]
        if rows:
            parts.append(listing.table(rows, {name: name for name in CELLS}))
        parts += [_wrapped(f"Not estimated: {why}") for why in told["answers"][0]["unanswered"]]
    else:
        elsewhere = told["elsewhere"].values()
        parts.append("\n".join(_wrapped(f"Answered elsewhere: {line}") for line in elsewhere))
    parts.append(_wrapped(f"Numbers: {told['shown']}."))
    parts.append("\n".join(_wrapped(line) for line in told["definitions"].splitlines()))
    return "\n\n".join(parts)


def _answer(one: dict[str, Any]) -> str:
    numbers = ", ".join(str(number) for number in one["claims"])
    of = f"claim {numbers}" if numbers else "a check"
    head = f"{one['key']} ({of}): {one['question']} {one['verdict'].upper()}"
    n = one["n"]
    lines = [
        _wrapped(head),
        _wrapped(one["sentence"], INDENT),
        _wrapped(f"expected: {one['expected']}; {one['picked']}", INDENT),
    ]
    if n["rows"]:
        lines.append(f"{INDENT}{n['rows']} rows, {n['states']} states, {n['years']} years")
    if one["by_estimator"]:
        said = "; ".join(f"{name}: {word}" for name, word in one["by_estimator"].items())
        lines.append(_wrapped(f"by estimator: {said}", INDENT))
    if one["limits"]:
        lines.append(_wrapped(one["limits"], INDENT))
    return "\n".join(lines)


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    there = {True: "yes", False: "no"}
    return {
        "measure": row["measure"],
        "standard": row["standard"],
        "years": there[row["year_effects"]],
        "states": there[row["state_effects"]],
        "lagged": there[row["lagged"]],
        "estimate": _number(row["estimate"], "+.3f"),
        "error": _number(row["std_error"], ".3f"),
        "p": _number(row["p"], ".3f"),
        "n": "" if row["n"] is None else str(row["n"]),
    }


def decomposition_text(told: dict[str, Any]) -> str:
    """Return the shares of every table, and clear signs by level."""
    parts = []
    for one in told["tables"]:
        rows = [
            {
                "quantity": row["quantity"],
                "factor": row["factor"],
                "alone": _share(row, "first"),
                "with all it does together": _share(row, "total"),
            }
            for row in one["shares"]
        ]
        columns = ("factor", "level", "cells", "better", "worse", "unclear")
        parts += [
            _wrapped(one["sentence"]),
            listing.table(rows, {name: name for name in rows[0]}),
            listing.table(one["signs"], {name: name for name in columns}),
        ]
    replicates = told["tables"][0]["replicates"]
    parts.append(
        _wrapped(
            f"Shares of the variance over cells at the posterior mean, {told['interval']:.0%} "
            f"intervals over {replicates} replicates, each with its own posterior draw and its own "
            "states, drawn with replacement. Shares with all that a choice does together with "
            "others add up to more than one. A right goes with its treaty: which of both it is "
            "cannot be told."
        )
    )
    return "\n\n".join(parts)


def _share(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:.0%} ({row[f'{name}_low']:.0%} to {row[f'{name}_high']:.0%})"


def placebos_text(told: dict[str, Any]) -> str:
    """Return the checks, each with its finding, and the line of the specification curve."""
    parts = [f"Checks of: {told['design']}"]
    for one in told["checks"]:
        head = f"{one['key']} {one['title']}: {PASSED[one['passed']]}"
        parts.append("\n".join([_wrapped(head), _wrapped(one["finding"], INDENT)]))
    curve = told["curve"]
    parts.append(
        _wrapped(
            f"Specification curve of the treaty effect: {curve['specifications']} specifications, "
            f"{curve['share_positive']:.0%} above zero, {curve['clear_positive']} clearly above, "
            f"{curve['clear_negative']} clearly below. The number shown is {curve['picked']}."
        )
    )
    return "\n\n".join(parts)


def _number(value: float | None, form: str) -> str:
    return "none" if value is None else format(value, form)


def _wrapped(text: str, indent: str = "") -> str:
    own = indent or " " * (len(text) - len(text.lstrip()))
    return "\n".join(wrap(text.strip(), WIDTH, initial_indent=own, subsequent_indent=f"{own}  "))
