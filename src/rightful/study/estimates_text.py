"""Estimates of one effect as text for a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from rightful.reports import listing

WIDTH: Final = 100
SCALES: Final = {
    "outcome": "",
    "log odds": "log odds",
    "probit": "probit",
    "log hazard": "log hazard",
}
LONG: Final = (
    "A lagged outcome makes the coefficient that of the first year, and not comparable in size "
    "with the others."
)


def columns_text(rows: list[dict[str, Any]]) -> str:
    """Return what can be named, with the years in which it is known, or what it needs."""
    told = [
        {
            "name": row["name"],
            "years": f"{row['first']}-{row['last']}" if row["known"] else "",
            "state-years": f"{row['known']:,}" if row["known"] else "",
            "needs": row["needs"] and f"rightful pull {row['needs']} --from DIR",
        }
        for row in rows
    ]
    return listing.table(told, {name: name for name in told[0]})


def estimated_text(told: dict[str, Any]) -> str:
    """Return the design, every estimator's number with its notes, the grid's counts, the curve."""
    parts = [
        listing.facts(told["design"]),
        _sample(told["sample"]),
        _estimates(told["estimates"]),
        "\n".join(_notes(told["estimates"])),
        *(["\n".join(_refused(told["refused"]))] if told["refused"] else []),
        _grid(told["grid"]),
        *([_curve(told["curve"])] if told["curve"] else []),
    ]
    return "\n\n".join(part for part in parts if part)


def _sample(told: dict[str, Any]) -> str:
    lines = [
        f"{told['rows']:,} state-years, {told['states']} states, {told['first']}-{told['last']}"
    ]
    if not told["adoption"] or told["adoption"]["ended"]:
        lines.append(
            "The treatment is no bond that stays: what was there before it is not shown. Where it "
            "answers the outcome, as sanctions answer violations, the number may tell why it came."
        )
    if told["adoption"]:
        joined = told["adoption"]
        lines.append(
            f"{joined['within']} states adopt within these years, {joined['before']} had when "
            f"first seen, {joined['never']} never do; in {joined['ended']} it ends again"
        )
        if joined["never"] < 0.2 * told["states"]:
            lines.append(
                "Few never adopt: late comparisons are few and odd, and cohort estimators lean on "
                "states that join later."
            )
    lines += [
        f"left out: {one['rows']:,} rows of {one['states']} states, {one['reason']}"
        for one in told["left_out"]
    ]
    return "\n".join(_wrapped(line) for line in lines)


def _estimates(rows: list[dict[str, Any]]) -> str:
    told = [
        {
            "estimator": row["estimator"],
            "standard": row["standard"],
            "estimate": f"{row['estimate']:+.3f}",
            "95 % interval": f"{row['low']:+.3f} to {row['high']:+.3f}",
            "p": "<.001" if row["p"] < 0.001 else f"{row['p']:.3f}",
            "n": f"{row['n']:,}",
            "states": row["states"],
            "in": "" if row["scale"] == "outcome" else row["scale"],
        }
        for row in rows
    ]
    if not told:
        return "No estimate."
    shown = [name for name in told[0] if any(one[name] != "" for one in told)]
    others = dict.fromkeys(f"{row['estimator']} is {row['of']}" for row in rows if row["of"])
    said = f"Not the treatment's own effect: {'; '.join(others)}." if others else ""
    table = listing.table(told, {name: name for name in shown})
    return "\n\n".join([table, *([_wrapped(said)] if said else [])])


def _notes(rows: list[dict[str, Any]]) -> list[str]:
    """Return each estimator's notes once: those under both standards are mostly the same."""
    seen: dict[str, list[str]] = {}
    for row in rows:
        held = seen.setdefault(f"{row['estimator']} ({row['title']})", [])
        held += [note for note in row["notes"] if note not in held]
    return [_wrapped(f"{name}: {'; '.join(notes)}", "  ") for name, notes in seen.items()]


def _refused(rows: list[dict[str, Any]]) -> list[str]:
    found = dict.fromkeys(f"{row['estimator']}: {row['why']}" for row in rows)
    return ["Not estimated", *(_wrapped(line, "  ") for line in found)]


def _grid(told: dict[str, Any]) -> str:
    known = [row for row in told["rows"] if row["estimate"] is not None]
    clear = [row for row in known if row["p"] < 0.05]
    above = sum(row["estimate"] > 0 for row in clear)
    said = (
        f"Grid of standards, effects of states and years, and lagged outcome: {len(known)} cells "
        f"estimated, {above} clearly above zero, {len(clear) - above} clearly below (p < .05). "
        f"{told['shown'][0].upper()}{told['shown'][1:]}: {told['picked']}."
    )
    return _wrapped(said)


def _curve(told: dict[str, Any]) -> str:
    rows = [
        {
            "choice": row["choice"],
            "level": row["level"],
            "specifications": row["estimated"],
            "above zero": f"{row['positive']:.0%}",
            "clearly above": f"{row['clear_positive']:.0%}",
            "clearly below": f"{row['clear_negative']:.0%}",
        }
        for row in told["shares"]
        if row["estimated"]
    ]
    head = f"Specification curve, {told['picked']}."
    return "\n".join(
        [head, listing.table(rows, {name: name for name in rows[0]}), "", _wrapped(LONG)]
    )


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  "))
