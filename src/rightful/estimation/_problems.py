"""What keeps a design from being estimated, each thing by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.names import suggest
from rightful.estimation._rows import Rows, lonely
from rightful.estimation.within import absorb, residualize

LEFT_OVER: Final = 1e-8  # share of a regressor's spread below which nothing of it is left
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a design cannot be estimated.

    Attributes
    ----------
    kind
        ``missing column``, ``not numbers``, ``no key``, ``repeated``, ``condition``, ``no rows``,
        ``infinite``, ``groups``, ``too few states``, ``no variation``, ``singleton`` or
        ``collinear``.
    what, allowed, next_step
        In words: where it is, what would do, what to do.
    """

    kind: str
    what: str
    allowed: str
    next_step: str


def before_rows(
    frame: pl.DataFrame, named: Sequence[str], unit: str, time: str, where: str
) -> tuple[Problem, ...]:
    """Return what is wrong with the frame itself."""
    missing = [name for name in dict.fromkeys(named) if name not in frame.columns]
    if missing:
        return tuple(_missing(name, frame.columns) for name in missing)
    found = [*_unreadable(frame, named), *_keys(frame, unit, time), *_condition(frame, where)]
    return tuple(found)


def after_rows(rows: Rows, outcome: str, states: bool, years: bool) -> tuple[Problem, ...]:
    """Return what is wrong with the rows that the design asks for."""
    if rows.y.size == 0:
        lost = "; ".join(f"{one.rows} rows: {one.reason}" for one in rows.left_out)
        return (
            Problem("no rows", lost or "the frame is empty", "rows with all columns", "widen it"),
        )
    infinite = [
        name
        for name, column in zip(
            (outcome, *rows.terms, *rows.z_terms, *rows.mediator_terms),
            (rows.y, *rows.x.T, *rows.z.T, *rows.mediator.T),
            strict=True,
        )
        if not np.isfinite(column).all()
    ]
    if infinite:
        return (
            Problem("infinite", ", ".join(infinite), "finite numbers", "mend the column's source"),
        )
    if np.any(rows.groups % 1 != 0):
        return (
            Problem("groups", "groups of peers in fractions", "whole numbers", "number the groups"),
        )
    few = np.unique(rows.unit).size < 2
    return (
        *((_too_few(rows),) if few else ()),
        *_singletons(rows, states, years),
        *_variation(rows, outcome, states, years),
    )


def _missing(name: str, columns: Sequence[str]) -> Problem:
    near = suggest(name, columns)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return Problem(
        "missing column",
        f"{name}{hint}",
        f"columns of the frame: {', '.join(columns[:40])}",
        "add the column or name another",
    )


def _unreadable(frame: pl.DataFrame, named: Sequence[str]) -> Iterable[Problem]:
    for name in named:
        kind = frame.schema[name]
        if not (kind.is_numeric() or kind == pl.Boolean):
            yield Problem(
                "not numbers",
                f"{name} is {kind}",
                "numbers or true and false",
                "code it as numbers",
            )


def _keys(frame: pl.DataFrame, unit: str, time: str) -> Iterable[Problem]:
    without = frame.filter(pl.col(unit).is_null() | pl.col(time).is_null()).height
    if without:
        yield Problem("no key", f"{without} rows without {unit} or {time}", "a key a row", "add it")
    repeated = frame.group_by(unit, time).len().filter(pl.col("len") > 1).sort(unit, time)
    if repeated.height:
        named = [f"{state} in {year}" for state, year, _ in repeated.rows()]
        yield Problem(
            "repeated",
            f"{repeated.height} keys have several rows: {_listed(named)}",
            f"one row per {unit} and {time}",
            "aggregate the rows first",
        )


def _condition(frame: pl.DataFrame, where: str) -> Iterable[Problem]:
    if not where:
        return
    try:
        kind = frame.head(0).select(pl.sql_expr(where)).dtypes[0]
    except pl.exceptions.PolarsError as error:
        # What follows in the message is the list of all columns, on one line.
        what = str(error).partition("; valid columns")[0]
        yield Problem("condition", f"{where!r}: {what}", "SQL over the columns", "mend it")
        return
    if kind != pl.Boolean:
        yield Problem("condition", f"{where!r} is {kind}", "true or false", "compare something")


def _too_few(rows: Rows) -> Problem:
    only = _listed([str(state) for state in np.unique(rows.unit)])
    return Problem("too few states", f"only {only}", "2 states or more", "widen the sample")


def _singletons(rows: Rows, states: bool, years: bool) -> Iterable[Problem]:
    everyone = np.ones(rows.unit.size, dtype=bool)
    for wanted, name, key in ((states, "state", rows.unit), (years, "year", rows.time)):
        single = np.unique(key[lonely(key, everyone)]) if wanted else ()
        if len(single):
            yield Problem(
                "singleton",
                f"{len(single)} {name}s with one row: {_listed([str(one) for one in single])}",
                f"two rows or more of each {name} whose effect is absorbed",
                'say singletons="leave_out", and they are counted',
            )


def _variation(rows: Rows, outcome: str, states: bool, years: bool) -> Iterable[Problem]:
    if np.ptp(rows.y) == 0:
        yield _same(outcome)
    key = (rows.unit if states else None, rows.time if years else None)
    yield from identification(rows.terms, rows.x, *key)
    yield from _beside(rows.terms[1:], rows.x[:, 1:], rows.z_terms, rows.z, *key)
    yield from _beside(rows.terms, rows.x, rows.mediator_terms, rows.mediator, *key)
    left = residualize(absorb(*key, rows.y.size), rows.y[:, None])
    if np.ptp(rows.y) > 0 and _gone(left[:, 0], rows.y):
        yield _absorbed(outcome, _words(*key))


def _beside(
    held_terms: Sequence[str],
    held: NDArray[np.float64],
    terms: Sequence[str],
    columns: NDArray[np.float64],
    unit: NDArray[np.int64] | None,
    time: NDArray[np.int64] | None,
) -> Iterable[Problem]:
    """Yield each column (instrument, mediator) that effects and what is held leave nothing of."""
    if terms:
        whole = np.hstack([held, columns])
        found = tuple(identification((*held_terms, *terms), whole, unit, time))
        known = tuple(identification(held_terms, held, unit, time))
        yield from found[len(known) :]


def identification(
    terms: Sequence[str],
    x: NDArray[np.float64],
    unit: NDArray[np.int64] | None,
    time: NDArray[np.int64] | None,
) -> Iterable[Problem]:
    """Yield each regressor, (N, K), that the effects or the regressors before it leave nothing of.

    Rows are sorted by unit; a key that is None has no effects absorbed.
    """
    within = residualize(absorb(unit, time, x.shape[0]), x)
    taken: list[tuple[str, NDArray[np.float64]]] = []
    for name, column, left in zip(terms, x.T, within.T, strict=True):
        if np.ptp(column) == 0:
            yield _same(name)
        elif _gone(left, column):
            yield _absorbed(name, _words(unit, time))
        elif onto := _explaining(left, taken):
            words = _words(unit, time)
            yield Problem(
                "collinear",
                f"{name} is a combination of {' and '.join(onto)}"
                + (f" and {words} effects" if words else ""),
                "regressors of which none follows from the others",
                "drop one of them",
            )
        else:
            taken.append((name, left))


def _same(name: str) -> Problem:
    return Problem(
        "no variation", f"{name} is the same in every row", "2 values or more", "widen or drop"
    )


def _absorbed(name: str, words: str) -> Problem:
    return Problem(
        "no variation",
        f"{name}: nothing is left of it once {words} effects are absorbed",
        "columns that move beside the effects",
        "absorb less or drop it",
    )


def _gone(left: NDArray[np.float64], column: NDArray[np.float64]) -> bool:
    return bool(np.linalg.norm(left) <= LEFT_OVER * np.linalg.norm(column - column.mean()))


def _words(unit: NDArray[np.int64] | None, time: NDArray[np.int64] | None) -> str:
    return " and ".join(word for word, key in (("state", unit), ("year", time)) if key is not None)


def _explaining(
    column: NDArray[np.float64], taken: Sequence[tuple[str, NDArray[np.float64]]]
) -> tuple[str, ...]:
    """Return the names whose combination the column is; empty where it is none."""
    if not taken:
        return ()
    basis = np.column_stack([one / np.linalg.norm(one) for _, one in taken])
    weights = np.linalg.lstsq(basis, column, rcond=None)[0]
    size = float(np.linalg.norm(column))
    if np.linalg.norm(column - basis @ weights) > LEFT_OVER * size:
        return ()
    return tuple(
        name for (name, _), weight in zip(taken, weights, strict=True) if abs(weight) > 1e-6 * size
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
