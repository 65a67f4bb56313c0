"""``rightful evidence template | add | list | remove | agreement``: analysts' own codings."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.errors import UnknownName, UsageError, shown
from rightful.core.evidence import CODED_ITEMS, CODING, SCOPES, STATE_ITEMS
from rightful.core.names import HEADLINE, resolve
from rightful.discourse.reliability.alpha import (
    PROVISIONAL,
    USED,
    Array,
    alpha_with_interval,
    gwet_ac1,
    standing,
)
from rightful.record import own_evidence as own
from rightful.record import states
from rightful.record.corpora.members import name_as_text
from rightful.record.evidence_codings import all_codings, coded_states
from rightful.record.evidence_file import (
    COLUMNS,
    EXAMPLE,
    code_of,
    is_template,
    same_cell,
)
from rightful.record.home import check_outside
from rightful.record.state_table import FIRST_YEAR, State
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.target import check_target, write_files
from rightful.spiral.items import HIGHEST, items

ENDINGS: Final = (".csv", ".parquet")
MOST_SHOWN: Final = 200
WIDEST: Final = 50  # characters of a source in the list
SEED: Final = 1
WEAK: Final = "weak"
CAUTION: Final = (
    "The interval draws cells (a state, right and year) anew. Years of one span are coded "
    "together, so it is narrower than the doubt."
)


# ------------------------------------------------------------------ template


def evidence_template(
    state: str | None = None,
    right: str | None = None,
    first: int | None = None,
    last: int | None = None,
    out: str | Path | None = None,
) -> dict[str, Any]:
    """Return a table to fill in: one example, or with ``state`` a row per item and year.

    Parameters
    ----------
    state
        A name or a code; rows are made for the years in which it was a state.
    right
        A right or a family; ``physical_integrity`` without it. Items of the whole state have that
        one always.
    first, last
        Years; the whole life of the state from 1945 without them.
    out
        ``.csv`` or ``.parquet``. A file there is replaced only if it is a template not filled in.

    Returns
    -------
    dict
        ``rows`` (a mapping of column to text each) and ``path`` (``None`` without ``out``).

    Raises
    ------
    UsageError
        When a name or year is not known, or the file there is no empty template.
    StoreError
        When it cannot be written.
    """
    if state is None:
        if (right, first, last) != (None, None, None):
            raise UsageError(
                "a right or years without a state",
                where="evidence template",
                allowed="--right, --first and --last together with --state",
                next_step="name the state, or leave them out for an example",
            )
        rows = [dict(EXAMPLE)]
    else:
        rows = _empty_rows(state, right, first, last)
    path = None if out is None else _write_template(Path(out), rows)
    return {"rows": rows, "path": path}


def template_text(told: dict[str, Any]) -> str:
    """Return the template as CSV, or where it was written."""
    if told["path"] is not None:
        empty = sum(row != EXAMPLE for row in told["rows"])
        what = f"{empty} rows to fill in" if empty else "an example"
        return f"wrote {shown(told['path'])}: {what}"
    return _as_csv(told["rows"]).removesuffix("\n")


def _empty_rows(
    state: str, right: str | None, first: int | None, last: int | None
) -> list[dict[str, str]]:
    scope = HEADLINE if right is None else resolve(right, SCOPES, "right")
    until = date.today().year if last is None else last
    since = FIRST_YEAR if first is None else first
    if since > until or until > date.today().year:
        raise UsageError(
            f"no years from {since} to {until}",
            allowed=f"years from {FIRST_YEAR} to {date.today().year}, in order",
            next_step="correct --first and --last",
        )
    lives = _lives(state, since, until)
    blank = dict.fromkeys(COLUMNS, "")
    return [
        blank
        | {
            "iso3": name,
            "right": HEADLINE if item in STATE_ITEMS else scope,
            "item": item,
            "year": str(year),
            "last_year": str(year),
        }
        for item in CODED_ITEMS
        for year, name in lives
    ]


def _lives(text: str, first: int, last: int) -> list[tuple[int, str]]:
    """Return (year, code or name) of a state's years."""
    found: list[tuple[int, str]] = []
    for year in range(first, last + 1):
        try:
            found.append((year, _called(states.state(text, year), year)))
        except UnknownName:
            raise
        except UsageError:
            # Of a span its own years are taken; where there is none, the last one says why.
            if year == last and not found:
                raise
    return found


def _called(state: State, year: int) -> str:
    """Return the ISO code of a state, or its name where it has none or another has it now."""
    if state.ccode is None:
        raise UsageError(
            f"{state.name} is in no list of states",
            where=str(year),
            allowed="a member of the Correlates of War list",
            next_step="name another state",
        )
    return state.iso3 or state.name


def _write_template(out: Path, rows: list[dict[str, str]]) -> str:
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"no template ends in {out.suffix!r}",
            where=str(out),
            allowed=", ".join(ENDINGS),
            next_step="choose one of these endings",
        )
    check_outside(out)
    check_target(out)
    if os.path.lexists(out) and out.is_file() and not is_template(out):
        raise UsageError(
            "a file of this name is there, and it is no template that nobody filled in",
            where=str(out),
            allowed="a new file, or a template of rightful without values in it",
            next_step="name another file with --out",
        )
    write_files({out: _as_csv(rows).encode() if ending == ".csv" else _as_parquet(rows)})
    return str(out)


def _as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _as_parquet(rows: list[dict[str, str]]) -> bytes:
    texts = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    typed = texts.select(pl.col(name).replace("", None).cast(kind) for name, kind in CODING.items())
    content = io.BytesIO()
    typed.write_parquet(content)
    return content.getvalue()


# ------------------------------------------------------------------ adding, listing, removing


def add_evidence(file: str | Path, *, keep_good: bool = False) -> dict[str, Any]:
    """Add an analyst's file of evidence to the store.

    Returns
    -------
    dict
        ``id``, ``file``, ``rows``, ``cells``, ``superseded``, ``not_looked_for``, ``coders``,
        ``already``, ``bad`` [{row, reason}], ``unknown``, ``unfilled``, ``examples``.

    Raises
    ------
    RightfulError
        When a row is bad and ``keep_good`` is not asked for, the file is no such table, or the
        store cannot be written.
    """
    added = own.add_file(Store().root, Path(file), keep_good=keep_good)
    return asdict(added) | {
        "file": name_as_text(Path(file).name),
        "coders": list(added.coders),
        "bad": [{"row": row, "reason": reason} for row, reason in added.bad],
        "unknown": list(added.unknown),
    }


def added_evidence_text(told: dict[str, Any]) -> str:
    """Return what ``add_evidence`` did, as text."""
    coders = ", ".join(shown(coder) for coder in told["coders"])
    if told["rows"]:
        lines = [
            f"{shown(told['file'])}: {told['rows']} rows by {coders}, {told['cells']} cells "
            "(a state, right, item and year)"
        ]
        if told["already"]:
            lines.append(f"It is here already as {told['id']}; nothing was added.")
        else:
            lines.append(f"Added as {told['id']}.")
    else:
        lines = [f"{shown(told['file'])}: no row to add; nothing was added."]
    if told["superseded"]:
        lines.append(
            f"Cells of which an older value by the same coder counts no more: "
            f"{told['superseded']}; both are kept (`rightful evidence list --all`)."
        )
    if told["not_looked_for"]:
        lines.append(f"Rows that say that nobody looked: {told['not_looked_for']}")
    if told["unfilled"]:
        lines.append(f"Rows not filled in, left out: {told['unfilled']}")
    if told["examples"]:
        lines.append("The example of the template was left out.")
    if told["unknown"]:
        lines.append(f"Columns left: {', '.join(told['unknown'])}")
    if told["bad"]:
        lines.append(f"Bad rows left: {len(told['bad'])}")
        lines += [f"  row {one['row']}: {shown(one['reason'])}" for one in told["bad"]]
    return "\n".join(lines)


def list_evidence(state: str | None = None, *, every: bool = False) -> dict[str, Any]:
    """Return the files that an analyst added, and their codings that count.

    Parameters
    ----------
    state
        Codings of that state alone.
    every
        Also what is superseded, and what was removed: the whole ledger.

    Returns
    -------
    dict
        ``files`` (rows of the ledger) and ``codings`` (columns of the file, ``state``, ``id`` of
        its file, ``row`` in it, ``status``: ``current`` or ``superseded``).

    Raises
    ------
    UnknownName
        When no state is called so.
    StoreError
        When the store cannot be read.
    """
    root = Store().root
    codings = own.own_history(root)
    if not every:
        codings = codings.filter("current")
    if state is not None:
        codings = codings.filter(_is_of(state))
    files = own.own_files(root, every=every)
    return {
        "files": files.drop("stored_sha256").to_dicts(),
        "codings": [
            {
                "state": _name(row["iso3"], row["year"]),
                **{name: row[name] for name in ("id", "row", *COLUMNS)},
                "status": "current" if row["current"] else "superseded",
            }
            for row in codings.iter_rows(named=True)
        ],
    }


def evidence_list_text(told: dict[str, Any]) -> str:
    """Return files and codings as text, one line each."""
    if not told["files"]:
        return (
            "No evidence was added: `rightful evidence template` shows how it is written, "
            "`rightful evidence add FILE` adds it."
        )
    lines = [_file_line(row) for row in told["files"]]
    shown_rows = told["codings"][:MOST_SHOWN]
    if shown_rows:
        lines += ["", listing.table([_coding_line(row) for row in shown_rows], _LISTED)]
    more = len(told["codings"]) - len(shown_rows)
    if more:
        lines.append(f"and {more} more: name a --state, or ask for --format json")
    return "\n".join(lines)


_LISTED: Final = {
    "state": "state",
    "right": "right",
    "item": "item",
    "years": "years",
    "value": "value",
    "confidence": "sure",
    "coder": "coder",
    "from": "file:row",
    "source": "source",
}


def _coding_line(row: dict[str, Any]) -> dict[str, Any]:
    same = row["year"] == row["last_year"]
    value = "" if row["value"] is None else row["value"]
    word = "" if row["found"] == "observed" else f" {row['found']}"
    old = "" if row["status"] == "current" else " (superseded)"
    return {
        "state": row["state"],
        "right": row["right"],
        "item": row["item"],
        "years": row["year"] if same else f"{row['year']}-{row['last_year']}",
        "value": f"{value}{word}{old}".strip(),
        "confidence": row["confidence"],
        "coder": shown(row["coder"], 20),
        "from": f"{row['id']}:{row['row']}",
        "source": _cut(row["source"] or ""),
    }


def _cut(text: str) -> str:
    whole = shown(text)
    return whole if len(whole) <= WIDEST else f"{whole[: WIDEST - 1]}…"


def _file_line(row: dict[str, Any]) -> str:
    left = f", {row['left']} left" if row["left"] else ""
    coders = ", ".join(shown(coder, 20) for coder in row["coders"])
    return (
        f"{row['id']}  {row['act']} {row['at']}  {row['rows']} rows{left} by {coders}  "
        f"{shown(row['filename'])}"
    )


def remove_evidence(id: str) -> dict[str, Any]:
    """Remove a file's codings and say how many rows they were; its line in the ledger stays.

    Raises
    ------
    UnknownName
        When no file is called so.
    """
    return {"id": id, "removed": own.remove_file(Store().root, id)}


def _is_of(text: str) -> pl.Expr:
    """Return whether a coding is of a state, under all codes that it had."""
    found = states.find(text).states
    if not found:
        found = (states.state(text),)  # says why there is none
    codes = {code for one in found if (code := code_of(one)) is not None}
    codes |= {one.iso3 for one in found if one.iso3 is not None}
    return pl.col("iso3").is_in(list(codes))


def _name(code: str, year: int) -> str:
    ccode = coded_states().get(code)
    return (None if ccode is None else states.name_of(ccode, year)) or code


# ------------------------------------------------------------------ agreement


def evidence_agreement(state: str | None = None) -> dict[str, Any]:
    """Return how coders agree on the cells that two or more have coded, per item.

    A cell is a state, right and year; a coder who did not code it is missing there. "None found"
    counts as 0.

    Returns
    -------
    dict
        ``state``; ``coders``; ``items``: per item ``item``, ``label``, ``cells`` (coded by two or
        more), ``coders`` (of those cells), ``alpha`` (Krippendorff's, ordinal), ``low``, ``high``
        (95 % bootstrap interval), ``ac1`` (Gwet's), ``standing`` (used, provisional, weak). What
        cannot be computed is ``None``: all codes are one value, or no cell has two coders.

    Raises
    ------
    UnknownName
        When no state is called so.
    StoreError
        When the user's codings cannot be read.
    """
    codings = all_codings(Store().root)
    if state is not None:
        codings = codings.filter(_is_of(state))
    years = codings.with_columns(
        right=same_cell(), year=pl.int_ranges("year", pl.col("last_year") + 1)
    ).explode("year")
    found = []
    for item in CODED_ITEMS:
        own_rows = years.filter(pl.col("item") == item)
        if own_rows.height:
            found.append(_agreed(item, own_rows))
    return {
        "state": state,
        "coders": sorted(years["coder"].unique().to_list()),
        "items": found,
    }


def _agreed(item: str, years: pl.DataFrame) -> dict[str, Any]:
    codes, coders = _matrix(years)
    told = alpha_with_interval(codes, "ordinal", seed=SEED)
    use = standing(told.estimate)
    return {
        "item": item,
        "label": items()[item].label,
        "cells": told.units,
        "coders": coders,
        "alpha": _known(told.estimate),
        "low": _known(told.low),
        "high": _known(told.high),
        "ac1": _known(gwet_ac1(codes, HIGHEST + 1)),
        "standing": use if use in ("used", "provisional") else WEAK,
    }


def _matrix(years: pl.DataFrame) -> tuple[Array, list[str]]:
    """Return codes, coders by cells that two or more coded, and those coders."""
    cell = ["iso3", "right", "year"]
    one_each = (
        years.sort("confidence", descending=True, maintain_order=True)
        .unique([*cell, "coder"], keep="first", maintain_order=True)
        .filter(pl.len().over(cell) > 1)
        .sort(*cell, "coder")
    )
    coders = sorted(one_each["coder"].unique().to_list())
    unit = one_each.select(pl.struct(cell).rle_id()).to_series().to_numpy()
    place = (
        one_each["coder"]
        .replace_strict(coders, range(len(coders)), return_dtype=pl.Int64)
        .to_numpy()
        if coders
        else np.zeros(0, dtype=np.int64)
    )
    codes = np.full((max(len(coders), 2), int(unit.max()) + 1 if unit.size else 0), np.nan)
    codes[place, unit] = one_each["value"].to_numpy()
    return codes, coders


def _known(number: float) -> float | None:
    return None if np.isnan(number) else round(float(number), 3)


def agreement_text(told: dict[str, Any]) -> str:
    """Return the agreement as a table, with what it means."""
    where = "all states" if told["state"] is None else shown(told["state"])
    twice = [row for row in told["items"] if row["cells"]]
    once = [row["item"] for row in told["items"] if not row["cells"]]
    if not twice:
        return f"{where}: no cell has two coders, so that nothing can be said of their agreement."
    rows = [
        {**row, "interval": _interval(row), "coders": len(row["coders"]), **_numbers(row)}
        for row in twice
    ]
    lines = [
        f"Agreement of coders, {where}: Krippendorff's alpha (ordinal), Gwet's AC1",
        listing.table(rows, _AGREED),
        f"used: alpha from {USED:.2f}; provisional: from {PROVISIONAL}; weak: below, or all codes "
        "alike, so that alpha does not exist.",
        CAUTION,
    ]
    if once:
        lines.append(f"No cell with two coders: {', '.join(once)}")
    return "\n".join(lines)


_AGREED: Final = {
    "item": "item",
    "cells": "cells",
    "coders": "coders",
    "alpha": "alpha",
    "interval": "95 % interval",
    "ac1": "AC1",
    "standing": "standing",
    "label": "what it is",
}


def _numbers(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if row[name] is None else f"{row[name]:.2f}" for name in ("alpha", "ac1")}


def _interval(row: dict[str, Any]) -> str:
    return "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
