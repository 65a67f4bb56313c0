"""The other strands: commitment, opportunity, network, regime and acceptance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.errors import BadRows, SourceError, UnknownName, UsageError
from rightful.core.measure import SERIES, Measure
from rightful.core.posterior import Posterior
from rightful.core.registry import load, names
from rightful.record import commitments, instruments, states
from rightful.record.catalogue import source
from rightful.record.regime_facts import regime_facts
from rightful.record.regime_features import regime_features
from rightful.record.regions import with_region
from rightful.record.state_table import all_states
from rightful.record.statements import statement_sources
from rightful.record.store import Store
from rightful.record.surveys import read_barometer, read_wvs
from rightful.study import Progress

FOLDER = "rightful.measures.strands"
FIRST_YEAR, LAST_YEAR = 1945, 2024
FACTS, PRACTICE, SURVEYS, CODED = "facts", "practice", "surveys", "coded"
READERS = {"wvs": read_wvs, "barometers": read_barometer}
Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Strands:
    """Every series that could be measured.

    Attributes
    ----------
    frame
        Columns strand, measure, then ``core.measure.SERIES``.
    diagnostics
        Measure -> series or model -> its worst R-hat and the like.
    absent
        Measure -> what it needs and the store does not hold.
    """

    frame: pl.DataFrame
    diagnostics: dict[str, dict[str, dict[str, float]]]
    absent: dict[str, list[str]]


@cache
def measures() -> tuple[Measure, ...]:
    """Return every measure, by name."""
    return tuple(load(FOLDER, name, Measure) for name in names(FOLDER))  # type: ignore[type-abstract]


def strand_sources() -> tuple[str, ...]:
    """Return the publishers' sources that the measures read."""
    asked = {need.partition("/")[0] for one in measures() for need in one.needs}
    corpora = statement_sources() if CODED in asked else ()
    return tuple(sorted((asked - {FACTS, PRACTICE, SURVEYS, CODED}) | set(corpora)))


def fit_strands(
    store: Store,
    practice: dict[str, Posterior],
    seed: int,
    progress: Progress,
    only: tuple[str, ...] = (),
    surveys: dict[str, Path] | None = None,
) -> Strands:
    """Fit the measures on what the store holds; without names, all of them.

    ``practice`` is family -> joint draws; ``surveys`` is ``wvs`` or ``barometers`` -> a file of the
    user's.

    Raises
    ------
    ConvergenceError
        When the draws of a measure must not be used.
    """
    chosen = [one for one in measures() if one.name in (only or names(FOLDER))]
    needed = {need for one in chosen for need in one.needs}
    record = _record(store, practice, surveys or {}, needed)
    frames, diagnostics, absent = [], {}, {}
    for i, one in enumerate(chosen):
        progress(i / len(chosen), 0.0, one.name)
        mine = {need: record[need] for need in one.needs if need in record}
        found = one.fit(mine, seed)
        labels = {"strand": pl.lit(one.strand), "measure": pl.lit(one.name)}
        frames.append(found.frame.select(**labels, **{name: pl.col(name) for name in SERIES}))
        diagnostics[one.name] = {key: dict(value) for key, value in found.diagnostics.items()}
        if missing := [need for need in one.needs if need not in record]:
            absent[one.name] = missing
    progress(1.0, 0.0, "strands")
    return Strands(pl.concat(frames), diagnostics, absent)


def need_title(need: str) -> str:
    """Return what a measure needs, as a reader would name it."""
    kind, _, rest = need.partition("/")
    if kind == FACTS:
        return "our register of facts"
    if kind == PRACTICE:
        return f"our estimates of practice ({rest.replace('_', ' ')})"
    if kind == SURVEYS:
        return f"surveys of your own ({rest})"
    if kind == CODED:
        return "our coding of statements"
    # The title without its years and editions, which the recipe holds.
    return re.split(r":|, (?:to |by |version |extracts |SDG |states |\d)", source(kind).title)[0]


def shareable(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep what may be handed on.

    That is: our estimates, unless records can be read back from them, and everything that rests on
    sources that allow it.
    """
    free = {one.name for one in measures() if _may_be_shared(one)}
    opaque = {one.name for one in measures() if not one.invertible}
    estimated = pl.col("sd").is_not_null() & pl.col("measure").is_in(opaque)
    return frame.filter(estimated | pl.col("measure").is_in(free))


def _may_be_shared(one: Measure) -> bool:
    kinds = {need.partition("/")[0] for need in one.needs} - {FACTS, PRACTICE, CODED}
    return all(name != SURVEYS and source(name).exportable for name in kinds)


def _record(
    store: Store,
    practice: dict[str, Posterior],
    surveys: dict[str, Path],
    needed: Iterable[str],
) -> Frames:
    """Return need -> frame, for the needs that can be met."""
    found: Frames = {}
    for need in sorted(needed):
        kind, _, rest = need.partition("/")
        if kind == FACTS:
            found[need] = facts()[rest]()
        elif kind == PRACTICE:
            if rest in practice:
                found[need] = _draws(practice[rest])
        elif kind == SURVEYS:
            if rest in surveys:
                found[need] = _survey(rest, surveys[rest])
        elif kind == CODED:
            from rightful.study.coded import coded_frames

            held = coded_frames(store)
            if held is not None:
                found[need] = held[rest]
        else:
            table = table_of(store, kind, rest or None)
            if table is not None:
                found[need] = table
    return found


def _survey(name: str, path: Path) -> pl.DataFrame:
    """Return the user's own survey; the advice of a publisher's file would be none here."""
    try:
        return READERS[name](path).frame
    except BadRows:
        raise
    except SourceError as error:
        raise UsageError(
            f"your file of {name} cannot be read: {error.what}",
            where=str(path),
            allowed="the layouts that record/surveys.py describes: WVS time series, or shares with "
            "their errors",
            next_step="see docs/measures.md, acceptance, and name the file again",
        ) from error


def table_of(store: Store, name: str, edition: str | None = None) -> pl.DataFrame | None:
    """Return a tidy table of the store, None where it is not there."""
    try:
        return store.table(name, edition)
    except UnknownName:
        return None


def _draws(posterior: Posterior) -> pl.DataFrame:
    """Return ccode, year, draws (joint over rows)."""
    width = posterior.draws.shape[0]
    columns: dict[str, Any] = {"ccode": posterior.ccode, "year": posterior.year}
    joint = np.ascontiguousarray(posterior.draws.T, dtype=np.float32)
    return pl.DataFrame(columns).with_columns(
        draws=pl.Series(joint, dtype=pl.Array(pl.Float32, width))
    )


@cache
def facts() -> dict[str, Callable[[], pl.DataFrame]]:
    """Return the tables of our own register that a measure may ask for, by name."""
    return {
        "acts": lambda: commitments.acts().frame,
        "obligations": lambda: commitments.obligations().frame,
        "instruments": lambda: instruments.instruments().frame,
        "articles": lambda: instruments.articles().frame,
        "authorities": _authorities,
        "memberships": commitments.memberships,
        "binding": lambda: commitments.binding(FIRST_YEAR, LAST_YEAR),
        "state_years": lambda: states.state_years(FIRST_YEAR, LAST_YEAR),
        "states": _spells,
        "regions": _regions,
        "regime_facts": lambda: regime_facts().frame,
        "regime_features": lambda: regime_features().frame,
    }


def _authorities() -> pl.DataFrame:
    rows = pl.DataFrame(list(commitments.authorities().values()))
    return rows.with_columns(pl.col("as_of").str.to_date())


def _regions() -> pl.DataFrame:
    codes = sorted({one.ccode for one in all_states() if one.ccode is not None})
    return with_region(pl.DataFrame({"ccode": codes}, schema={"ccode": pl.Int64}))


def _spells() -> pl.DataFrame:
    rows = [
        {"state_id": one.state_id, "ccode": one.ccode, "start": one.start, "end": one.end}
        for one in all_states()
    ]
    kinds = {"state_id": pl.String, "ccode": pl.Int64, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=kinds)
