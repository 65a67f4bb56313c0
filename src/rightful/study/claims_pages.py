"""Claims as text for a terminal: the list under the parts of the paper, and one on a page."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from rightful.estimation import claims as register
from rightful.estimation.paper_tests._answer import UNDER_CONDITIONS

WIDTH: Final = 78
INDENT: Final = "     "
TURNED: Final = "asked the other way round: a no to it speaks for the claim"
CONDITIONS: Final = (
    "What holds only under conditions counts as `cannot tell` here; rightful weigh says `holds "
    "conditionally` of it. The number shown need not be one of those in which it holds."
)
SIGN_WORDS: Final = {
    "+": "a rise",
    "-": "a fall",
    "0": "no difference",
    "conditional": "no single sign",
}


def claims_text(rows: list[dict[str, Any]]) -> str:
    """Return the claims under the parts of the paper, and what the statuses say."""
    lines: list[str] = []
    for part, title in register.PARTS.items():
        here = [row for row in rows if row["part"] == part]
        if here:
            lines += [title.upper(), ""]
            lines += [line for row in here for line in _short(row)]
    if not rows:
        return "No claim is of that kind."
    counts = {name: sum(row["status"] == name for row in rows) for name in register.STATUSES}
    told = [
        line
        for name, meaning in register.STATUSES.items()
        if counts[name]
        for line in wrap(f"{counts[name]} {name}: {meaning}", WIDTH, subsequent_indent="  ")
    ]
    return "\n".join([*lines, *told, "One claim in full: rightful claim NUMBER"])


def _short(row: dict[str, Any]) -> list[str]:
    found = row["result"]
    verdict = f": {found['verdict']}" if found else ""
    sign = "" if row["sign"] == "none" else f" ({SIGN_WORDS[row['sign']]})"
    status = "" if row["status"] == row["kind"] else f", {row['status']}"
    head = f"{row['id']:>3}  {row['kind']}{sign}{status}{verdict}"
    return [head, *_wrapped(row["restatement"], INDENT), ""]


def claim_text(row: dict[str, Any]) -> str:
    """Return one claim on a page: what, where, sign, needs, tests, newest result or what lacks."""
    parts = {
        "claim": row["restatement"],
        "where": f"{row['locus']} ({register.PARTS[row['part']]})",
        "kind": row["kind"],
        "if": row["treatment"],
        "then": _expected(row),
        "unit": row["unit"],
        "no effect is": _margin(row),
        "needs": "; ".join(row["needs"]),
        "not here": "; ".join(_lacks(need) for need in row["missing"]),
        "tested by": "; ".join(row["code"]),
        "built as": row["built"],
        "status": f"{row['status']}: {register.STATUSES[row['status']]}",
        "note": row["why"],
    }
    lines = [f"Claim {row['id']}", ""]
    for name, value in parts.items():
        if value:
            lines += _wrapped(f"{name + ':':<14} {value}", "", " " * 15)
    return "\n".join([*lines, "", *_result_lines(row)])


def _expected(row: dict[str, Any]) -> str:
    signed = "" if row["sign"] == "none" else f"{SIGN_WORDS[row['sign']]} ({row['sign']})"
    return ": ".join(one for one in (signed, row["outcome"]) if one)


def _margin(row: dict[str, Any]) -> str:
    if row["margin"] is None:
        return ""
    return f"less than {row['margin']:g} SD of the outcome either way; {row['margin_reason']}"


def _lacks(need: str) -> str:
    if need.startswith(register.NOT_IN_HAND):
        name = need.removeprefix(register.NOT_IN_HAND)
        return f"{name} (would come from: {register.ABSENT.get(name, 'not known')})"
    if need == register.SURVEY:
        return "a survey of your own (rightful measure strand acceptance --wvs FILE)"
    if need.startswith(register.SERIES):
        return f"{need.removeprefix(register.SERIES)}, which this baseline lacks"
    return f"{need} (rightful pull {need})"


def _result_lines(row: dict[str, Any]) -> list[str]:
    found = row["result"]
    if found is None:
        return ["No result yet." if row["status"] != register.CONCEPTUAL else "Nothing to test."]
    lines = [f"{found['verdict'].upper()} ({found['when']})"]
    if found["parts"]:
        named = "; ".join(f"{_plain(one)}: {one['verdict']}" for one in found["parts"])
        lines += _wrapped(f"Its {len(found['parts'])} parts must all hold: {named}.", "  ")
    lines += [*([f"  {_plain(found)}"] if found["parts"] else []), *_said(found, "  ")]
    if found["outdated"]:
        lines += _wrapped("Computed on an earlier baseline: rightful claims --refresh", "  ")
    if found["others"]:
        lines += ["", "Other answers to it:"]
        turned = {
            key for one in register.claims() if one.id == row["id"] for key in register.against(one)
        }
        for one in found["others"]:
            way = f"; {TURNED}" if one["key"] in turned else ""
            lines += _wrapped(f"{one['verdict']} ({_plain(one)}{way})", "  ")
            lines += _said(one, "    ")
    if any(UNDER_CONDITIONS in one["sentence"] for one in (found, *found["others"])):
        lines += ["", *_wrapped(CONDITIONS, "")]
    meaning = f"{found['verdict']}: {register.VERDICTS[found['verdict']]}"
    return [*lines, "", *_wrapped(meaning, "")]


def _plain(one: dict[str, Any]) -> str:
    return str(one["key"]).replace("_", " ")


def _said(one: dict[str, Any], indent: str) -> list[str]:
    numbers = ""
    if one["estimate"] is not None:
        numbers = f"{one['estimate']:.3g}"
        if one["low"] is not None and one["high"] is not None:
            numbers += f" ({one['low']:.3g} to {one['high']:.3g})"
        numbers = f"{numbers} {one['unit']}".rstrip()
    return [*_wrapped(one["sentence"], indent), *(_wrapped(numbers, indent) if numbers else [])]


def _wrapped(text: str, indent: str, later: str | None = None) -> list[str]:
    after = indent if later is None else later
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=after, break_on_hyphens=False)
