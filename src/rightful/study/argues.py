"""Can a government's defence stand, given its own word, the law in force and the record?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.errors import LONGEST_NAME, UnknownName, UsageError, shown
from rightful.core.names import RIGHTS, resolve, suggest
from rightful.discourse.arguments.aif import aif_text
from rightful.discourse.arguments.argdown import argdown
from rightful.discourse.arguments.build import (
    CANNOT_TELL,
    FALLS,
    STANDS,
    Case,
    Premise,
    Verdict,
    case,
    verdict,
)
from rightful.discourse.arguments.drawing import drawing
from rightful.discourse.arguments.framework import grounded as grounded_extension
from rightful.discourse.arguments.framework import preferred
from rightful.discourse.arguments.generalizable import Generalizable, generalizable
from rightful.discourse.arguments.outcomes import (
    FRAME_AGAINST,
    IMPLICATION_AGAINST,
    Outcome,
    outcome,
    windows,
)
from rightful.discourse.arguments.schemes import articles_of, denials, stock_map, title_of
from rightful.discourse.arguments.spoken import (
    Spoken,
    check_coded,
    on_right,
    spoken,
    without_doubtful,
)
from rightful.discourse.arguments.told import Told
from rightful.record import states
from rightful.record.baseline import Baseline, shipped
from rightful.record.regions import REGIONS, region_of
from rightful.reports import listing
from rightful.study.argued_passages import (
    Cited,
    cited_passages,
    latest,
    passage_lines,
    statements_behind,
)
from rightful.study.argued_record import ArguedRecord, parties
from rightful.study.coded import coded_statements
from rightful.study.outputs import check_out, write_out
from rightful.study.selves import Self, self_of

# Forums in which only members of the United Nations speak or vote.
MEMBERS_ONLY: Final = ("general_debate", "assembly_vote")
REBUTS: Final = (*FRAME_AGAINST, *IMPLICATION_AGAINST)
# Outcomes are read over so many years up to the year asked about.
WINDOW: Final = 10


def argue(
    state: str,
    right: str,
    out: Path | None = None,
    *,
    year: int | None = None,
    coded: pl.DataFrame | None = None,
    given: Mapping[str, bool | None] | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return a state's defences on a right, whether each stands, and what would decide.

    Parameters
    ----------
    state, right
        Names or codes.
    out
        A file to write: ``.argdown``, ``.json`` (AIF), ``.svg`` or ``.md``.
    year
        The year argued in; the last year in which the state spoke on the right without it.
    coded
        Coded statements (``core.coding.CODED``).
    given
        Premises that the caller knows: key -> True, False or None. They go before the record.
    baseline
        A baseline folder; the package's own without it.

    Raises
    ------
    UnknownName
        When state, right or a given premise is not known.
    UsageError
        When ``out`` cannot be written.
    """
    if out is not None:
        _check_ending(out)
    name = resolve(right, RIGHTS, "right")
    asked = self_of(states.state(state, year))
    frame = _statements(coded)
    shelf = Baseline(baseline or shipped())
    found = _argued(shelf, asked, name, frame, year, dict(given or {}))
    if out is not None:
        write_out(out, RENDERERS[out.suffix.lower()](found))
        found.answer["written"] = str(out)
    return found.answer


def _statements(coded: pl.DataFrame | None) -> pl.DataFrame:
    frame = coded_statements() if coded is None else coded
    check_coded(frame)
    return frame


class _Argued:
    """What was found: the answer as plain values, and the case as it is told."""

    def __init__(self, answer: dict[str, Any], told: Told) -> None:
        self.answer = answer
        self.told = told


def _argued(
    shelf: Baseline,
    asked: Self,
    right: str,
    coded: pl.DataFrame,
    year: int | None,
    given: dict[str, bool | None],
) -> _Argued:
    ccode = asked.spell.ccode
    if ccode is None:
        raise UsageError(
            f"{asked.spell.name} has no Correlates of War code, and statements are kept by it",
            where="argue",
        )
    day = _day(coded, ccode, right, year, asked)
    words = spoken(coded, ccode, right, day.year)
    own = _case(shelf, asked, right, day, words, _seen(coded, ccode, day.year), given)
    verdicts, conditional = _verdicts(own)
    told = Told(own, verdicts, asked.spell.name, day.year, conditional)
    rows = without_doubtful(on_right(coded, right, day.year), coded, ccode)
    mine = rows.filter(pl.col("ccode") == ccode)
    by_act = _by_act(told)
    # Who says that it is being put right accepts the implication and rebuts nothing.
    rebuttals = tuple(told for act, told in by_act.items() if act.partition(":")[0] in REBUTS)
    ended = outcome(mine, day.year - WINDOW + 1, day.year, rebuttals)
    spread = _generalizable(shelf, rows, ccode, right, day)
    strong = replace(own, weighted=True)
    cited = cited_passages(coded, told, words)
    answer = {
        "state": asked.spell.name,
        "right": right,
        "called": title_of(right),
        "day": str(day),
        "statements": words.on_right,
        "general_statements": words.general,
        "defences": [_defence(told, one, words, strong, cited) for one in verdicts],
        "by_act": by_act,
        "evaded": mine.filter(pl.col("act") == "evade")["statement"].unique().sort().to_list(),
        "arguments": [_argument(told, one) for one in told.shown],
        "attacks": [
            {"from": one.source, "to": one.target, "mode": one.mode, "why": one.why}
            for one in told.links
            if one.attacks
        ],
        "supports": [
            {"from": one.source, "to": one.target, "mode": one.mode, "why": one.why}
            for one in told.links
            if not one.attacks
        ],
        "extensions": _extensions(own),
        "open": [one for one in told.shown if told.open(one)],
        "outcome": _outcome(ended),
        "windows": [_outcome(one) for one in _windows(mine, day.year)],
        "generalizable": _spread(spread),
    }
    return _Argued(answer, told)


def _day(coded: pl.DataFrame, ccode: int, right: str, year: int | None, asked: Self) -> date:
    """Return the day argued on: the year's last, or that of the last statement on the right."""
    own = on_right(coded, right, year or 9999).filter(pl.col("ccode") == ccode)
    if year is not None:
        day = date(year, 12, 31)
    elif own.height:
        last = own.row(-1, named=True)
        day = _read_day(last["date"]) or date(last["year"], 12, 31)
    else:
        any_year = coded["year"].max()
        day = date(any_year if isinstance(any_year, int) else date.today().year, 12, 31)
    return min(day, asked.end) if asked.end else day


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _seen(coded: pl.DataFrame, ccode: int, year: int) -> bool:
    rows = coded.filter(
        pl.col("ccode") == ccode, pl.col("year") <= year, pl.col("forum").is_in(MEMBERS_ONLY)
    )
    return bool(rows.height)


def _case(
    shelf: Baseline,
    asked: Self,
    right: str,
    day: date,
    words: Spoken,
    seen: bool,
    given: dict[str, bool | None],
) -> Case:
    stock = stock_map(right)
    unknown = [key for key in given if key not in stock.keys]
    if unknown:
        raise UnknownName(
            "premise", unknown[0], suggest(unknown[0], stock.keys), options=stock.keys
        )
    record = ArguedRecord(shelf, asked, right, day)
    told = [*words.premises, *record.premises(stock.keys, words.first_promise, seen)]
    kept = [one for one in told if one.key not in given]
    kept += [
        Premise(key, holds, None if holds is None else 1.0, ("given by the caller",))
        for key, holds in given.items()
    ]
    return case(stock, kept)


def _verdicts(own: Case) -> tuple[dict[str, Verdict], frozenset[str]]:
    """Return the verdict on each defence used, and those whose ground is not known.

    Of an act whose ground or kind is not known each reading is judged as if it had been meant.
    """
    verdicts: dict[str, Verdict] = {}
    conditional = set()
    for one in own.map.arguments:
        uttered = [need for need in one.needs if need.startswith("uttered:")]
        if not one.defence or own.status(one) is False:
            continue
        supposed = own
        if any(own.holds(need) is None for need in uttered):
            conditional.add(one.name)
            supposed = _supposing(own, uttered)
        verdicts[one.name] = verdict(supposed, one.name)
    return verdicts, frozenset(conditional)


def _supposing(own: Case, keys: list[str]) -> Case:
    supposed = {key: replace(own.premises[key], holds=True) for key in keys}
    return replace(own, premises={**own.premises, **supposed})


def _by_act(told: Told) -> dict[str, str]:
    """Return one verdict per act of defence: of several readings only what holds on each."""
    found: dict[str, set[str]] = {}
    for name, one in told.verdicts.items():
        argument = told.argument(name)
        sure = name not in told.conditional
        key = f"{argument.act}: {argument.ground}" if sure and argument.ground else argument.act
        found.setdefault(key, set()).add(one.verdict)
    return {
        act: next(iter(verdicts)) if len(verdicts) == 1 else CANNOT_TELL
        for act, verdicts in found.items()
    }


def _defence(told: Told, name: str, words: Spoken, strong: Case, cited: Cited) -> dict[str, Any]:
    argument, found = told.argument(name), told.verdicts[name]
    uttered = next(need for need in argument.needs if need.startswith("uttered:"))
    supposed = _supposing(strong, [uttered]) if name in told.conditional else strong
    statements = list(words.statements.get(uttered, ()))
    return {
        "act": argument.act,
        "acts": list(words.acts.get(uttered, (argument.act,))) or [argument.act],
        "argument": name,
        "denial": argument.denial,
        "says": denials()[argument.denial],
        "ground": argument.ground or None,
        "ground_known": name not in told.conditional,
        "claim": told.claim(name),
        "statements": statements,
        "passages": latest(statements, cited),
        "verdict": found.verdict,
        "because": [_reason(told, one, words, cited) for one in found.because],
        "would_decide": [asdict(one) for one in found.would_decide],
        "exact": found.exact,
        "by_strength": verdict(supposed, name).verdict,
    }


def _reason(told: Told, name: str, words: Spoken, cited: Cited) -> dict[str, Any]:
    argument = told.argument(name)
    statements = statements_behind(told, name, words)
    return {
        "argument": name,
        "claim": told.claim(name),
        "authority": argument.authority,
        "open": told.open(name),
        "sources": [source for _, one in told.premises(name) for source in one.sources],
        "statements": statements,
        "passages": latest(statements, cited),
    }


def _argument(told: Told, name: str) -> dict[str, Any]:
    argument = told.argument(name)
    return {
        "argument": name,
        "side": argument.side,
        "kind": argument.kind,
        "claim": told.claim(name),
        "authority": argument.authority,
        "standing": told.mark(name),
        "premises": [
            {
                "needs": need,
                "holds": one.holds,
                "strength": one.strength,
                "sources": list(one.sources),
                "date": one.date,
            }
            for need, one in told.premises(name)
        ],
    }


def _extensions(own: Case) -> dict[str, Any]:
    """Return the extensions of what is on the table; open arguments are left aside."""
    af = own.framework()
    return {
        "grounded": sorted(grounded_extension(af)),
        "preferred": [sorted(one) for one in preferred(af)],
    }


def _windows(own: pl.DataFrame, last_year: int) -> list[Outcome]:
    first = own["year"].min()
    return windows(own, first, last_year) if isinstance(first, int) else []


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "years": f"{one.first_year}-{one.last_year}",
        "outcome": one.outcome,
        "possible": list(one.possible),
        "frame": _side(one.frame.speaks_for, one.frame.against, one.frame.p_for),
        "implication": _side(
            one.implication.speaks_for, one.implication.against, one.implication.p_for
        ),
        "rebuttal": one.rebuttal,
        "coerced": one.coerced,
        "counts": one.counts,
    }


def _side(accepted: float, rejected: float, chance: float | None) -> dict[str, float | None]:
    return {
        "accepted": round(accepted, 2),
        "rejected": round(rejected, 2),
        "p_mostly_accepted": None if chance is None else round(chance, 3),
    }


def _generalizable(
    shelf: Baseline, rows: pl.DataFrame, ccode: int, right: str, day: date
) -> Generalizable:
    where = {code: region_of(code) for code in rows["ccode"].drop_nulls().unique()}
    named = {code: REGIONS[region] for code, region in where.items() if region}
    bound = parties(shelf, articles_of(right), day)
    return generalizable(rows, ccode, named, tuple(REGIONS.values()), bound)


def _spread(found: Generalizable) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "among_heard": found.among_heard,
        "heard": list(found.heard),
        "not_heard": list(found.not_heard),
        "groups": [asdict(one) for one in found.groups],
    }


def argue_text(found: dict[str, Any]) -> str:
    """Return the answer as text: each defence with its verdict, why, and what would decide."""
    head = (
        f"{found['state']} on {found['called']}, {found['day']}: {found['statements']} coded "
        f"statements on the right"
    )
    general = found["general_statements"]
    if general:
        head += f", {general} in general, which are not held against it here"
    parts = [head, ""]
    if not found["defences"]:
        parts += ["No defence is among the statements at hand.", ""]
    for one in found["defences"]:
        if one["ground_known"]:
            parts += [*_defence_lines(one), ""]
    parts += _readings([one for one in found["defences"] if not one["ground_known"]])
    if found["evaded"]:
        parts += [f"{len(found['evaded'])} statements evade the question and defend nothing.", ""]
    ended, spread = found["outcome"], found["generalizable"]
    parts.append(f"Outcome {ended['years']}: {ended['outcome']}{_possible(ended)}.")
    parts += [f"  {line}" for line in _outcome_lines(ended)]
    parts.append(
        f"In everybody's interest? {spread['verdict']} (among those heard: "
        f"{spread['among_heard']})."
    )
    parts.append(f"  {EVERYBODY}")
    parts.append(listing.table([_group_row(one) for one in spread["groups"]], GROUP_COLUMNS))
    parts += ["", CAVEAT]
    return "\n".join(parts)


GROUP_COLUMNS: Final = {
    "name": "group",
    "speaks_for": "speak for the right",
    "against": "speak against it",
    "unit": "counted in",
    "supports": "supports it, mostly",
}
EVERYBODY: Final = (
    "Yes only if every group concerned supports the right; a group that the record does not hear "
    "leaves it open."
)
FRAME: Final = "does it grant that this is a matter of the right?"
IMPLICATION: Final = "does it grant that it must therefore act?"
REBUTTAL: Final = "does a defence that it used stand?"
SUPPORTS: Final = {True: "yes", False: "no", None: "cannot tell"}
CAVEAT: Final = (
    "A verdict is on the argument, not on the state: it says whether a defence stands against the "
    "arguments at hand, under our tables of the law. Unknown premises are left open, not guessed."
)


def _defence_lines(one: dict[str, Any]) -> list[str]:
    condition = "" if one["ground_known"] else ", if this was meant"
    lines = [
        f"{one['says']} ({', '.join(one['acts'])}; {len(one['statements'])} statements): "
        f"{one['verdict']}{condition}",
        f"  {one['claim']}",
        *passage_lines(one, "    "),
    ]
    word = {FALLS: "because", STANDS: "against", CANNOT_TELL: "still against it"}[one["verdict"]]
    for reason in one["because"]:
        mark = " [open]" if reason["open"] else ""
        lines.append(f"  {word}: {reason['claim']}{mark} ({reason['authority']})")
        lines += passage_lines(reason, "    ")
    lines += [
        f"  would decide: {each['key']} (true: {each['if_true']}; false: {each['if_false']})"
        for each in one["would_decide"]
    ]
    if one["by_strength"] != one["verdict"]:
        lines.append(f"  weighing how sure each premise is: {one['by_strength']}")
    return lines


def _readings(unsure: list[dict[str, Any]]) -> list[str]:
    """Return acts whose ground is not known: one line for each reading."""
    lines: list[str] = []
    for act in dict.fromkeys(one["act"] for one in unsure):
        mine = [one for one in unsure if one["act"] == act]
        lines.append(
            f"{act} ({len(mine[0]['statements'])} statements), the ground is not known; if it was"
        )
        lines += [f"  {one['ground'] or one['denial']}: {_short(one)}" for one in mine]
        lines += passage_lines(mine[0], "    ")
        lines.append("")
    return lines


def _short(one: dict[str, Any]) -> str:
    if one["verdict"] == FALLS:
        reasons = "; ".join(each["authority"] or each["claim"] for each in one["because"])
        return f"falls ({reasons})"
    asked = ", ".join(each["key"] for each in one["would_decide"])
    return f"{one['verdict']}" + (f" (would decide: {asked})" if asked else "")


def _possible(ended: dict[str, Any]) -> str:
    return f" ({' or '.join(ended['possible'])})" if len(ended["possible"]) > 1 else ""


def _outcome_lines(ended: dict[str, Any]) -> list[str]:
    """Return what was asked of the words, with how many statements answer either way."""
    return [
        f"frame, {FRAME} {_told_side(ended['frame'])}",
        f"implication, {IMPLICATION} {_told_side(ended['implication'])}",
        f"rebuttal, {REBUTTAL} {ended['rebuttal']}",
    ]


def _told_side(side: dict[str, Any]) -> str:
    weighed = "statements, each weighed by its probability"
    return f"yes {side['accepted']:g}, no {side['rejected']:g} ({weighed})"


def _group_row(one: dict[str, Any]) -> dict[str, Any]:
    told = SUPPORTS[one["supports"]] if one["heard"] else "not heard"
    return {**one, "supports": told}


def _check_ending(out: Path) -> None:
    if out.suffix.lower() not in RENDERERS:
        raise UsageError(
            f"no argument map ends in {out.suffix!r}",
            where=str(out),
            allowed=", ".join(RENDERERS),
            next_step="rename it",
        )
    check_out(out)


def _markdown(found: _Argued) -> str:
    answer = found.answer
    rows = [f"# {_md(found.told.title)}", ""]
    for one in answer["defences"]:
        lines = _defence_lines(one)
        rows += [f"## {_md(lines[0])}", "", _md(lines[1].strip()), ""]
        rows += [_md_line(line) for line in lines[2:]]
        rows.append("")
    if not answer["defences"]:
        rows += ["No defence is among the statements at hand.", ""]
    ended, spread = answer["outcome"], answer["generalizable"]
    rows += [
        "## Outcome and interests",
        "",
        f"- {_md(ended['years'])}: {_md(ended['outcome'] + _possible(ended))}",
        *(f"  - {_md(line)}" for line in _outcome_lines(ended)),
        f"- In everybody's interest: {_md(spread['verdict'])}; not heard: "
        f"{_md(', '.join(spread['not_heard']) or 'nobody')}. {EVERYBODY}",
        "",
        CAVEAT,
        "",
    ]
    return "\n".join(rows)


def _md_line(line: str) -> str:
    """Return a line as an item of a list: a passage under what it bears out, its words under it."""
    bare = line.strip()
    if line.startswith("    "):
        mark = "" if bare.startswith("“") else "- "
        return f"  {'' if mark else '  '}{mark}{_md(bare.removeprefix('- '))}"
    return f"- {_md(bare)}"


def _md(text: str) -> str:
    """Escape what Markdown or HTML would read as markup."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in plain)


RENDERERS: Final[dict[str, Callable[[_Argued], str]]] = {
    ".argdown": lambda found: argdown(found.told),
    ".json": lambda found: aif_text(found.told),
    ".svg": lambda found: drawing(found.told),
    ".md": _markdown,
}


def read_given(words: Iterable[str]) -> dict[str, bool | None]:
    """Return premises typed as ``key=true``, ``key=false`` or ``key=unknown``.

    Raises
    ------
    UsageError
        When a word is none of these.
    """
    values = {"true": True, "false": False, "unknown": None}
    found: dict[str, bool | None] = {}
    for word in words:
        key, _, value = word.partition("=")
        if not key or value.casefold() not in values:
            raise UsageError(
                f"{shown(word, LONGEST_NAME)!r} is no premise",
                where="--given",
                allowed="KEY=true, KEY=false or KEY=unknown",
                next_step="the keys stand in the answer, with --format json",
            )
        found[key] = values[value.casefold()]
    return found
