"""Fit and time the measurement model outside the baseline."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.core.names import HEADLINE, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.measures import specifications
from rightful.measures.agreement import agreement
from rightful.measures.practice import diagnostics, family_estimates, fit, fit_practice
from rightful.measures.simulated import FIRST_MADE_UP_YEAR, simulated_panel
from rightful.measures.specifications import Specification
from rightful.record.folder import check_folder
from rightful.record.items import items_of
from rightful.record.pull import pull
from rightful.record.ratings import published_ratings, published_scores
from rightful.record.rights import Family, family_of
from rightful.record.store import Store
from rightful.reports.export import write_table
from rightful.study import Progress
from rightful.study.arguments import check_panel, check_seed
from rightful.study.fit_families import needed_sources, rated_items, specification_of
from rightful.study.outputs import check_out

# The published edition whose items and scores a published specification belongs to.
PUBLISHED = {"lhrs2014": "2.04", "lhrs2019": "3.01"}
LATEST = "4.02"


def measure_practice(
    from_dir: Path | None,
    specification: str,
    standard: str,
    out: Path | None,
    seed: int,
    progress: Progress,
    family: str = HEADLINE,
) -> dict[str, Any]:
    """Fit practice to the store, or to a folder, and set it beside the published scores.

    ``own`` uses every item in hand; ``lhrs2014`` and ``lhrs2019`` use the published items, which
    are of physical integrity. Other families have no published scores to be set beside.

    Raises
    ------
    UnknownName
        When the specification is none of these, or the family has no latent series.
    UsageError
        When the family has no such specification, or the seed or ``out`` cannot be used; nothing
        is fitted then.
    ConvergenceError
        When the draws must not be used.
    """
    name = resolve(specification, specifications.NAMES, "specification")
    group = family_of(family)
    chosen = _specification(name, group, standard)
    check_seed(seed)
    if out is not None:
        check_out(out, table=True)
    if from_dir is not None:
        check_folder(from_dir)
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        store = _store(from_dir, Path(home), group.name)
        rated, items, scores = _record(store, name, group.name)
    started = time.perf_counter()
    practice, _ = fit_practice(
        rated,
        items,
        group.name,
        chosen,
        seed,
        progress=lambda share, left: progress(share, left, name),
    )
    estimates = family_estimates(practice)
    if out is not None:
        write_table(_estimates_table(estimates), out)
    return {
        "family": group.name,
        "specification": name,
        "standard": standard,
        "state_years": estimates.height,
        "ratings": rated.height,
        "seconds": round(time.perf_counter() - started, 1),
        **practice.diagnostics,
        "agreement": None if scores is None else _agreement(estimates, scores, name),
        "written": str(out) if out else None,
    }


def _specification(name: str, family: Family, standard: str) -> Specification:
    """Return the model of a family by name; raises UsageError where the family does not have it."""
    if name in PUBLISHED and family.name != HEADLINE:
        raise UsageError(
            f"{name} is a specification of {HEADLINE}",
            where=family.name,
            allowed="own",
            next_step=f"--specification own, or --family {HEADLINE}",
        )
    if standard not in family.standards:
        raise UsageError(
            f"no item shows the standard of {family.name} change",
            where=f"{family.name}, {standard}",
            allowed=", ".join(family.standards),
            next_step="--standard constant",
        )
    if name == "own":
        return specification_of(family, standard)
    years = None if name in PUBLISHED else family.reference_years
    return specifications.named(name, standard, years)


def _record(
    store: Store, name: str, family: str
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame | None]:
    """Return the ratings and items of a specification, and the scores to set beside its fit."""
    edition = PUBLISHED.get(name)
    if edition is None:
        headline = family == HEADLINE
        scores = store.table("lhrs", LATEST).drop_nulls("theta_mean") if headline else None
        return rated_items(store, family), items_of(family), scores
    rated, items = published_ratings(store, edition)
    return rated, items, published_scores(store, edition)


def _agreement(estimates: pl.DataFrame, scores: pl.DataFrame, name: str) -> dict[str, Any]:
    """Say with which published scores the estimates were compared, and how they agree."""
    found: dict[str, Any] = agreement(estimates, scores)
    # The measure takes the median over state-years; its name does not say so.
    median = found.pop("sd_ratio")
    return {"with": f"LHRS {PUBLISHED.get(name, LATEST)}", **found, "median_sd_ratio": median}


def _store(from_dir: Path | None, home: Path, family: str) -> Store:
    if from_dir is None:
        return Store()
    store = Store(home)
    scores = ("lhrs",) if family == HEADLINE else ()
    pull(store, (*needed_sources(family), *scores), from_dir).raise_if_failed()
    return store


def _estimates_table(estimates: pl.DataFrame) -> Table:
    variables = tuple(
        Variable(name, name.replace("_", " "), "number" if dtype.is_float() else "key")
        for name, dtype in estimates.schema.items()
    )
    return Table(estimates, ("ccode", "year"), variables, "practice")


def bench_practice(states: int, years: int, seed: int, progress: Progress) -> dict[str, Any]:
    """Time the model on a made-up panel of the published shape.

    Raises
    ------
    UsageError
        When the seed cannot be used, or the panel would be too small to time or too large to hold.
    """
    check_seed(seed)
    check_panel(states, years)
    # A made-up panel has its own years, so all of it is the reference of the scale.
    whole = (FIRST_MADE_UP_YEAR, FIRST_MADE_UP_YEAR + years - 1)
    specification = replace(specifications.named("own", "changing"), reference_years=whole)
    data, truth = simulated_panel(items_of(HEADLINE), states, years, specification, seed)
    started = time.perf_counter()
    full = fit(
        data, specification, seed, progress=lambda share, left: progress(share, left, "sampling")
    )
    seconds = time.perf_counter() - started
    found = full.theta.mean(axis=0)
    return {
        "state_years": int(data.year.size),
        "ratings": int(data.category.size),
        "parameters": int(full.theta.shape[1] + full.beta.shape[1] + full.cuts.shape[1]) + 1,
        "seconds": round(seconds, 1),
        "peak_gigabytes": _peak_gigabytes(),
        **diagnostics(full),
        "r_with_truth": round(float(np.corrcoef(found, truth.theta)[0, 1]), 4),
    }


def _peak_gigabytes() -> float | None:
    """Return the most memory this process has held; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e9 if sys.platform == "darwin" else 1e6), 2)
