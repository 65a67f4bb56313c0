"""The paper's own tests, the decomposition and the placebos: `rightful paper test`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.names import HEADLINE, STANDARDS, resolve
from rightful.estimation.decomposition import INTERVAL, Decomposed, Pair, decompose
from rightful.estimation.design import Design
from rightful.estimation.grid import not_picked
from rightful.estimation.paper_tests._answer import SHOWN, Answered, answers, shown
from rightful.estimation.paper_tests._contract import Material, test, tests
from rightful.estimation.placebos import checks
from rightful.estimation.weigh import definitions
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study import Progress
from rightful.study.arguments import check_seed
from rightful.study.claims_columns.other_treaties import NAMES as OTHER_TREATIES
from rightful.study.claims_frames import material
from rightful.study.sender_placebo import senders_exchanged

ALL: Final = "all"
DECOMPOSITION, PLACEBOS = "decomposition", "placebos"
# Tests of the paper that stand elsewhere: what was asked for -> where it is answered.
ELSEWHERE: Final = {
    "world_time": "94 against 99: rightful spiral test (home_or_world_...)",
    "labels": "123: rightful discourse test (labels)",
}
CAT: Final = "cat"
TREATED: Final = {
    "physical_integrity, CAT": ("cat", HEADLINE, "year >= 1975"),
    "physical_integrity, ICCPR": ("iccpr", HEADLINE, "year >= 1966"),
    "empowerment, ICCPR": ("iccpr", "empowerment", "year >= 1966"),
    "justice, ICCPR": ("iccpr", "justice", "year >= 1966"),
    "womens_rights, CEDAW": ("cedaw", "womens_rights", "year >= 1979"),
    "workers_rights, ILO-C087": ("ilo_c087", "workers_rights", "year >= 1966"),
}
# On other rights, and on none.
UNRELATED: Final = ("ilo_c155", "ilo_c138", *OTHER_TREATIES)
NOT_COVERED: Final = ("womens_rights", "workers_rights")
REPLICATES, PERMUTATIONS, WORLDS, RECORDS = 100, 99, 20, 200


def quiet(_fraction: float, _left: float, _label: str) -> None:
    """Tell nobody."""


def paper_answers(
    name: str = ALL,
    baseline: Path | None = None,
    store: Store | None = None,
    progress: Progress = quiet,
) -> dict[str, Any]:
    """Answer the paper's own tests on what ships and what the store adds.

    Parameters
    ----------
    name
        A test (``rightful.estimation.paper_tests``), the key of one answer, or ``all``.

    Returns
    -------
    dict
        ``answers``: a dict a question (``Answered.as_dict``), with ``verdict``, ``sentence``, the
        grid in ``rows`` and ``missing``; ``definitions`` of the verdicts; ``shown``: which cell
        the numbers are of; ``elsewhere``: tests of the paper that other commands answer.

    Raises
    ------
    UnknownName
        With suggestions, when no test or answer is called so.
    """
    chosen, key = chosen_tests(name)
    asked = {need for one in chosen for need in test(one).needs}
    given = material(Baseline(baseline or shipped()), store, asked=asked)
    found = [one for one in answered(chosen, given, progress) if key in (None, one.ask.key)]
    return {
        "answers": [one.as_dict() for one in found],
        "definitions": definitions(),
        "shown": SHOWN,
        "elsewhere": ELSEWHERE,
    }


def answered(chosen: Sequence[str], given: Material, progress: Progress) -> list[Answered]:
    """Return the answers of tests, in their order."""
    found: list[Answered] = []
    for at, one in enumerate(chosen):
        progress(at / len(chosen), float("nan"), one)
        found += answers(one, given)
    progress(1.0, 0.0, "")
    return found


def chosen_tests(name: str) -> tuple[tuple[str, ...], str | None]:
    """Return the tests that a name means, and the key of the one answer it may be.

    Raises
    ------
    UnknownName
        With suggestions, when no test or answer is called so.
    """
    home = {ask.key: one for one in tests() for ask in test(one).asks}
    found = resolve(name, (ALL, *tests(), *home), "test of the paper")
    if found == ALL:
        return tests(), None
    return ((found,), None) if found in tests() else ((home[found],), found)


def paper_decomposition(
    seed: int = 1, baseline: Path | None = None, progress: Progress = quiet
) -> dict[str, Any]:
    """Return how the estimate's spread over choices is shared out: measurement and the rest.

    Returns
    -------
    dict
        ``tables``: of rights known under both standards, of physical integrity alone, and of all
        rights under the constant standard, each {title, shares, signs, cells, replicates,
        sentence}; ``interval``: width of the intervals.

    Raises
    ------
    UsageError
        When the seed cannot be used.
    """
    check_seed(seed)
    given = material(Baseline(baseline or shipped()), Store())
    pairs = [
        Pair(name, treaty, family, given.sensitivity[family], where)
        for name, (treaty, family, where) in TREATED.items()
        if family in given.practice
    ]
    both = [one for one in pairs if set(STANDARDS) <= set(given.practice[one.family])]
    asked = {
        "rights known under both standards": (both, STANDARDS),
        "physical integrity alone": ([x for x in both if x.family == HEADLINE], STANDARDS),
        "all rights, constant standard": (pairs, ("constant",)),
    }
    tables = []
    for at, (title, (mine, standards)) in enumerate(asked.items()):
        progress(at / len(asked), float("nan"), title)
        found = decompose(given.frame, mine, given.practice, (), REPLICATES, seed, standards)
        tables.append(_told(title, found))
    progress(1.0, 0.0, "")
    return {"tables": tables, "interval": INTERVAL}


def _told(title: str, found: Decomposed) -> dict[str, Any]:
    return {
        "title": title,
        "sentence": _in_words(title, found),
        "shares": found.shares.to_dicts(),
        "signs": found.signs.to_dicts(),
        "cells": found.cells.to_dicts(),
        "replicates": found.replicates,
    }


def _in_words(title: str, found: Decomposed) -> str:
    z = found.shares.filter(pl.col("quantity") == "z").sort("total", descending=True)
    parts = [
        f"{row['factor']} {row['total']:.0%} ({row['total_low']:.0%} to {row['total_high']:.0%})"
        for row in z.iter_rows(named=True)
    ]
    clear = found.cells.filter(pl.col("p") < 0.05)
    better = clear.filter(pl.col("estimate") > 0).height
    return (
        f"{title.capitalize()}: of {found.cells.height} cells {better} say better, "
        f"{clear.height - better} worse, the rest nothing clear. Of the variance of z, with all "
        f"that each does together with others: {', '.join(parts)}."
    )


def paper_placebos(
    seed: int = 1,
    baseline: Path | None = None,
    store: Store | None = None,
    progress: Progress = quiet,
) -> dict[str, Any]:
    """Return placebos, regions and war left out, and the specification curve of the treaty effect.

    Returns
    -------
    dict
        ``checks``: {key, title, passed, finding, rows}; ``curve``: {measure, picked, positive,
        negative, ...}; ``design``: what the checks are of.

    Raises
    ------
    UsageError
        When the seed cannot be used.
    """
    check_seed(seed)
    given = material(Baseline(baseline or shipped()), store)
    design = Design(
        "practice_drawn", CAT, ("openness",), where="year >= 1975", singletons="leave_out"
    )
    progress(0.0, float("nan"), PLACEBOS)
    found = checks(
        given.frame,
        design,
        given.practice[HEADLINE],
        {family: given.practice[family] for family in NOT_COVERED if family in given.practice},
        UNRELATED,
        PERMUTATIONS,
        WORLDS,
        seed,
        senders=senders_exchanged(store or Store(), RECORDS, seed),
    )
    effect = answers("treaty_effect", given)
    progress(1.0, 0.0, "")
    return {
        "design": "CAT on physical integrity, openness held, effects of states, 1975 and later",
        "checks": [
            {
                "key": one.key,
                "title": one.title,
                "passed": one.passed,
                "finding": one.finding,
                "rows": one.rows.to_dicts(),
            }
            for one in found
        ],
        "curve": curve([one.rows for one in effect]),
    }


def curve(grids: Sequence[pl.DataFrame]) -> dict[str, Any]:
    """Return specifications by their estimate, and the line under a figure of them."""
    whole = pl.concat(grids).drop_nulls("estimate")
    at = shown(whole)
    clear = whole.filter(pl.col("p") < 0.05)
    positive = clear.filter(pl.col("estimate") > 0).height
    return {
        "picked": not_picked(whole, at),
        "specifications": whole.height,
        "share_positive": whole.filter(pl.col("estimate") > 0).height / whole.height,
        "clear_positive": positive,
        "clear_negative": clear.height - positive,
        "rows": whole.sort("estimate").to_dicts(),
    }
