"""Build the baseline: publishers' files in, facts and our own estimates out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl

import rightful
from rightful.core.errors import SourceError, UsageError
from rightful.core.names import HEADLINE
from rightful.core.posterior import Posterior
from rightful.measures.gap import REFERENCE_SET
from rightful.measures.practice import REFERENCE_YEAR, thinned
from rightful.record import baseline as shelf
from rightful.record import commitments, states
from rightful.record.folder import check_folder
from rightful.record.home import check_outside
from rightful.record.items import items_of
from rightful.record.pull import pull
from rightful.record.rights import families
from rightful.record.store import Store
from rightful.study import Progress
from rightful.study.arguments import check_seed
from rightful.study.baseline_frames import baseline_frames, year_span
from rightful.study.coded import coder_version, talk_frames
from rightful.study.fit_families import (
    FittedFamily,
    fit_families,
    needed_sources,
    rated_items,
)
from rightful.study.strands import (
    Strands,
    fit_strands,
    measures,
    need_title,
    shareable,
    strand_sources,
)

# The share of the whole work that the families take.
SHARE_OF_FAMILIES = 0.8


def build_baseline(
    from_dir: Path,
    out: Path | None,
    draws: int,
    seed: int,
    progress: Progress,
    private: bool = False,
) -> dict[str, Any]:
    """Build a baseline from a folder of publishers' files and write it whole or not at all.

    A ``private`` one also holds observed values of sources whose licence keeps them from being
    handed on; it cannot replace the package's own.

    Raises
    ------
    UsageError
        When the seed or the folders cannot be used; nothing is read then.
    SourceError
        When a file that the items need is missing or not recognised, or any file has bad rows.
    ConvergenceError
        When a fit must not be used; the old baseline then stands.
    """
    folder = out or shelf.shipped()
    if private and folder.resolve() == shelf.shipped().resolve():
        raise UsageError(
            "a private baseline cannot be the package's own",
            allowed="a folder of your own",
            next_step="name it: --out FOLDER",
        )
    check_seed(seed)
    check_folder(from_dir)
    shelf.check_place(folder, from_dir)
    if out is not None:
        check_outside(out)
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        store = Store(Path(home))
        report = pull(store, needed_sources(), from_dir)
        report.raise_if_failed()
        rated = {name: rated_items(store, name) for name in families()}
        fitted = fit_families(rated, draws, seed, _part(progress, 0.0, SHARE_OF_FAMILIES))
        # The measures take what files there are; what is absent is told in the recipe.
        more = pull(store, strand_sources(), from_dir)
        for entry in more.of("failed"):
            raise entry.error or SourceError(f"{entry.source.name} could not be read")
        strands = fit_strands(
            store,
            _practice(fitted, draws),
            seed,
            _part(progress, SHARE_OF_FAMILIES, 1.0 - SHARE_OF_FAMILIES),
        )
        talk = talk_frames(store)
    kept = strands.frame if private else shareable(strands.frame)
    frames = baseline_frames(fitted, kept) | talk
    used = set(frames["ratings"].select("source", "edition").unique().iter_rows())
    files = [one for one in report.snapshots() if (one["name"], one["edition"]) in used]
    beside = [one for one in more.snapshots() if one not in files]
    recipe = _recipe(fitted, [*files, *beside], seed) | _recipe_of_strands(strands, kept)
    recipe["private"] = private
    shelf.write(folder, frames, recipe)
    return _told(folder, frames, fitted)


def _part(progress: Progress, before: float, share: float) -> Progress:
    """Return the teller of a part that is ``share`` of the whole work."""

    def show(fraction: float, seconds_left: float, label: str) -> None:
        progress(before + share * fraction, seconds_left, label)

    return show


def _practice(fitted: list[FittedFamily], draws: int) -> dict[str, Posterior]:
    """Return the joint draws that other measures rest on: those of the changing standard."""
    headline = next(one for one in fitted if one.family.name == HEADLINE)
    return {HEADLINE: thinned(headline.practices["changing"], draws).posterior}


def _recipe_of_strands(strands: Strands, kept: pl.DataFrame) -> dict[str, Any]:
    held = set(kept["series"].unique())
    return {
        "series": {
            variable.name: {
                "label": variable.label,
                "strand": one.strand,
                "measure": one.name,
                "unit": variable.unit,
                "note": variable.note,
            }
            for one in measures()
            for variable in one.gives
            if variable.name in held
        },
        "strands": {
            one.name: {
                "diagnostics": strands.diagnostics[one.name],
                "references": list(one.references),
                "rests_on": list(dict.fromkeys(need_title(need) for need in one.needs)),
                "absent": strands.absent.get(one.name, []),
            }
            for one in measures()
            if one.name in strands.diagnostics
        },
    }


def _recipe(
    fitted: list[FittedFamily], snapshots: list[dict[str, Any]], seed: int
) -> dict[str, Any]:
    whole = pl.concat([one.rated for one in fitted])
    return {
        "rightful": rightful.__version__,
        "families": {one.family.name: _recipe_of(one) for one in fitted},
        "specification": "own",
        "seed": seed,
        "ratings": whole.height,
        "state_years": whole.select("ccode", "year").n_unique(),
        "first_year": year_span(whole)[0],
        "last_year": year_span(whole)[1],
        "anchor_year": REFERENCE_YEAR,
        "standardized_over": REFERENCE_SET,
        "sources": snapshots,
        "facts": list(_references_of_facts()),
        "coder": coder_version(),
        "methods": ["fariss2014", "fariss2019", "vehtari2021rhat"],
    }


def _recipe_of(one: FittedFamily) -> dict[str, Any]:
    first, last = year_span(one.rated)
    return {
        "rights": sorted({right for fit in one.practices.values() for right in fit.margins}),
        "draws": one.draws,
        "ratings": one.rated.height,
        "state_years": one.rated.select("ccode", "year").n_unique(),
        "first_year": first,
        "last_year": last,
        "reference_years": list(one.family.reference_years),
        "diagnostics": {name: practice.diagnostics for name, practice in one.practices.items()},
    }


def _references_of_facts() -> tuple[str, ...]:
    """Return the keys of what the register of facts and the items taken from others rest on."""
    items = [key for name in families() for key in items_of(name)["reference"].drop_nulls()]
    tables = [one["reference"] for one in commitments.authorities().values()]
    return tuple(sorted({*items, *tables, *states.REFERENCES}))


def _told(
    folder: Path, frames: dict[str, pl.DataFrame], fitted: list[FittedFamily]
) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "folder": str(folder),
        "megabytes": round(size / 1e6, 2),
        "estimates": frames["estimates"].height,
        "ratings": frames["ratings"].height,
        "diagnostics": {
            f"{one.family.name}, {name}": practice.diagnostics
            for one in fitted
            for name, practice in one.practices.items()
        },
    }
