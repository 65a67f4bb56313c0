"""Build the baseline: publishers' files in, facts and our own estimates out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl

import rightful
from rightful.core.names import RIGHTS_BY_FAMILY, STANDARDS
from rightful.measures.commitment import depth, family_depth
from rightful.measures.gap import REFERENCE_SET, gap_estimates
from rightful.measures.practice import (
    REFERENCE_YEAR,
    Practice,
    family_estimates,
    fit_practice,
    right_estimates,
    thinned,
)
from rightful.measures.specifications import named
from rightful.record import baseline as shelf
from rightful.record import commitments, instruments, states
from rightful.record.folder import check_folder
from rightful.record.home import check_outside
from rightful.record.items import items_of, last_graded_year
from rightful.record.pull import pull
from rightful.record.ratings import ratings
from rightful.record.store import Store
from rightful.study import Progress, promises
from rightful.study.arguments import check_seed
from rightful.study.changes import change_rows

FAMILY = "physical_integrity"
FIRST_YEAR = 1946
# Digits kept in the shipped summaries; far below every posterior sd.
DIGITS = 4


def build_baseline(
    from_dir: Path, out: Path | None, draws: int, seed: int, progress: Progress
) -> dict[str, Any]:
    """Build a baseline from a folder of publishers' files and write it whole or not at all.

    Raises
    ------
    UsageError
        When the seed or the folders cannot be used; nothing is read then.
    SourceError
        When a file that the items need is missing or not recognised.
    ConvergenceError
        When a fit must not be used; the old baseline then stands.
    """
    folder = out or shelf.shipped()
    check_seed(seed)
    check_folder(from_dir)
    shelf.check_place(folder, from_dir)
    if out is not None:
        check_outside(out)
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        store = Store(Path(home))
        report = pull(store, needed_sources(), from_dir)
        report.raise_if_failed()
        rated = rated_items(store)
    items = items_of(FAMILY)
    fitted = {
        standard: fit_practice(
            rated,
            items,
            FAMILY,
            named("own", standard),
            seed,
            min_ess=max(400, draws),
            progress=_part(progress, i, standard),
        )[0]
        for i, standard in enumerate(STANDARDS)
    }
    frames = _frames(fitted, rated, draws)
    used = set(rated.select("source", "edition").unique().iter_rows())
    files = [one for one in report.snapshots() if (one["name"], one["edition"]) in used]
    recipe = _recipe(fitted, rated, files, draws, seed)
    shelf.write(folder, frames, recipe)
    return _told(folder, frames, fitted)


def needed_sources() -> tuple[str, ...]:
    """Return the sources that the items of the family are read from."""
    return tuple(sorted(items_of(FAMILY)["source"].unique()))


def rated_items(store: Store, family: str = FAMILY) -> pl.DataFrame:
    """Return the family's ratings inside the years that a graded report covers.

    A year in which only event lists speak is left out: its estimate would be last year's, carried.
    """
    items = items_of(family)
    rated = ratings(store, items)
    last = last_graded_year(rated, items)
    return rated.filter(pl.col("year").is_between(FIRST_YEAR, last)).sort("ccode", "year", "item")


def commitment_depth(state_years: pl.DataFrame, family: str = FAMILY) -> pl.DataFrame:
    """Return commitment depth per state-year and right of the family, ``all`` included."""
    register = promises.provisions(
        instruments.instruments().frame,
        instruments.articles().frame,
        set(commitments.obligations().frame["instrument"].unique()),
    )
    first, last = year_span(state_years)
    binding = commitments.binding(first, last)
    by_right = depth(
        state_years,
        promises.of_family(register, family),
        binding,
        commitments.reserved(first, last),
        promises.known_years(instruments.instruments().frame),
    )
    return pl.concat([by_right, family_depth(by_right)])


def year_span(frame: pl.DataFrame) -> tuple[int, int]:
    """Return the first and last year of a frame that has rows."""
    years = frame["year"].to_list()
    return min(years), max(years)


def _part(progress: Progress, part: int, label: str) -> Any:
    share = 1 / len(STANDARDS)

    def show(fraction: float, seconds_left: float) -> None:
        progress((part + min(fraction, 1.0)) * share, max(seconds_left, 0.0) * (2 - part), label)

    return show


def _frames(
    fitted: dict[str, Practice], rated: pl.DataFrame, draws: int
) -> dict[str, pl.DataFrame]:
    state_years = rated.select("ccode", "year").unique()
    held = commitment_depth(state_years)
    estimates = pl.concat([_estimates(practice, held) for practice in fitted.values()])
    thin = {standard: thinned(practice, draws) for standard, practice in fitted.items()}
    return {
        "estimates": _rounded(_named(estimates)),
        "draws": pl.concat(
            [
                shelf.pack(practice.posterior, FAMILY, standard)
                for standard, practice in thin.items()
            ]
        ),
        "changes": pl.concat([change_rows(practice) for practice in fitted.values()]),
        "items": pl.concat([_item_draws(practice) for practice in thin.values()]),
        "ratings": rated.select("ccode", "year", "item", "source", "edition", "row"),
        "acts": commitments.acts().frame,
        "obligations": commitments.obligations().frame,
    }


def _estimates(practice: Practice, held: pl.DataFrame) -> pl.DataFrame:
    key = ["ccode", "year", "family", "right", "standard"]
    levels = pl.concat(
        [
            family_estimates(practice),
            *(right_estimates(practice, right).drop("below_anchor") for right in practice.margins),
        ],
        how="diagonal",
    )
    gap, _ = gap_estimates(practice, held)
    return levels.join(gap, on=key, how="left")


def _named(estimates: pl.DataFrame) -> pl.DataFrame:
    """Add the state's other codes and its name in the year."""
    first, last = year_span(estimates)
    lives = (
        states.state_years(first, last)
        .rename({"name": "state"})
        .with_columns(pl.col("ccode").cast(pl.Int32), pl.col("year").cast(pl.Int32))
    )
    return estimates.join(lives, on=["ccode", "year"], how="left").sort(
        "family", "standard", "right", "ccode", "year"
    )


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    floats = pl.selectors.float()
    return frame.with_columns(floats.round(DIGITS).cast(pl.Float32))


def _item_draws(practice: Practice) -> pl.DataFrame:
    parts = []
    for right, margin in practice.margins.items():
        anchors = {f"anchor_{year}": values for year, values in margin.anchors.items()}
        part = pl.DataFrame({"discrimination": margin.discrimination, **anchors})
        parts.append(
            part.with_row_index("draw").with_columns(
                family=pl.lit(practice.family),
                standard=pl.lit(practice.standard),
                right=pl.lit(right),
                item=pl.lit(margin.item),
            )
        )
    return pl.concat(parts)


def _recipe(
    fitted: dict[str, Practice],
    rated: pl.DataFrame,
    snapshots: list[dict[str, Any]],
    draws: int,
    seed: int,
) -> dict[str, Any]:
    return {
        "rightful": rightful.__version__,
        "family": FAMILY,
        "rights": list(RIGHTS_BY_FAMILY[FAMILY]),
        "specification": "own",
        "seed": seed,
        "draws": draws,
        "ratings": rated.height,
        "state_years": rated.select("ccode", "year").n_unique(),
        "first_year": year_span(rated)[0],
        "last_year": year_span(rated)[1],
        "anchor_year": REFERENCE_YEAR,
        "standardized_over": REFERENCE_SET,
        "diagnostics": {standard: practice.diagnostics for standard, practice in fitted.items()},
        "sources": snapshots,
        "facts": list(_references_of_facts()),
        "methods": ["fariss2014", "fariss2019", "vehtari2021rhat"],
    }


def _references_of_facts() -> tuple[str, ...]:
    """Return the keys of what the register of facts and the items taken from others rest on."""
    items = items_of(FAMILY)["reference"].drop_nulls().to_list()
    tables = [one["reference"] for one in commitments.authorities().values()]
    return tuple(sorted({*items, *tables, *states.REFERENCES}))


def _told(
    folder: Path, frames: dict[str, pl.DataFrame], fitted: dict[str, Practice]
) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "folder": str(folder),
        "megabytes": round(size / 1e6, 2),
        "estimates": frames["estimates"].height,
        "ratings": frames["ratings"].height,
        "diagnostics": {standard: practice.diagnostics for standard, practice in fitted.items()},
    }
