"""Fit every family of rights under both standards, for the baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from rightful.core.names import HEADLINE
from rightful.measures.practice import Practice, fit_practice
from rightful.measures.specifications import Specification, named
from rightful.record.items import items_of, last_graded_year
from rightful.record.ratings import ratings
from rightful.record.rights import Family, families
from rightful.record.store import Store
from rightful.study import Progress

# The other families are shown beside it; fewer joint draws carry their doubt well enough.
DRAWS_OF_OTHERS = 50


@dataclass(frozen=True)
class FittedFamily:
    """A family, its ratings (ccode, year, item, category, source, edition, row) and its fits."""

    family: Family
    rated: pl.DataFrame
    practices: dict[str, Practice]
    draws: int


def needed_sources(*names: str) -> tuple[str, ...]:
    """Return the sources that the items of these families, or of all, are read from."""
    chosen = names or tuple(families())
    return tuple(sorted({source for name in chosen for source in items_of(name)["source"]}))


def rated_items(store: Store, family: str = HEADLINE) -> pl.DataFrame:
    """Return the family's ratings inside the years that a graded report covers.

    A year in which only event lists speak is left out: its estimate would be last year's, carried.
    """
    items = items_of(family)
    rated = ratings(store, items)
    years = families()[family].first_year, last_graded_year(rated, items)
    return rated.filter(pl.col("year").is_between(*years)).sort("ccode", "year", "item")


def specification_of(family: Family, standard: str) -> Specification:
    """Return our model of a family under a standard."""
    name = "own_equal" if family.discriminations == "equal" else "own"
    return named(name, standard, family.reference_years)


def fit_families(
    rated: dict[str, pl.DataFrame], draws: int, seed: int, progress: Progress
) -> list[FittedFamily]:
    """Fit the families named by ``rated``; ``draws`` are kept of the headline family.

    Raises
    ------
    ConvergenceError
        When a fit must not be used.
    """
    # A fit takes about as long as it has ratings to read.
    whole = sum(len(families()[name].standards) * frame.height for name, frame in rated.items())
    done = 0
    fitted = []
    for name, frame in rated.items():
        kept = draws if name == HEADLINE else min(draws, DRAWS_OF_OTHERS)
        practices = {}
        for standard in families()[name].standards:
            told = _part(progress, done / whole, frame.height / whole, f"{name}, {standard}")
            practices[standard] = _fit(name, standard, frame, kept, seed, told)
            done += frame.height
        fitted.append(FittedFamily(families()[name], frame, practices, kept))
    return fitted


def _fit(
    name: str,
    standard: str,
    rated: pl.DataFrame,
    kept: int,
    seed: int,
    progress: Callable[[float, float], None],
) -> Practice:
    practice, _ = fit_practice(
        rated,
        items_of(name),
        name,
        specification_of(families()[name], standard),
        seed,
        min_ess=max(400, kept),
        progress=progress,
    )
    return practice


def _part(
    progress: Progress, before: float, share: float, label: str
) -> Callable[[float, float], None]:
    """Return the teller of one fit, which is ``share`` of the whole work."""

    def show(fraction: float, seconds_left: float) -> None:
        so_far = before + share * min(fraction, 1.0)
        # What is left of this fit, and the others at the same pace.
        rest = max(seconds_left, 0.0) / max(share * (1 - fraction), 1e-9) * (1 - so_far)
        progress(so_far, rest if fraction < 1 else 0.0, label)

    return show
