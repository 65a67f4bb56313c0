"""Fit every family of rights under both standards, for the baseline."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

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
# One core's lanes of four: R-hat then compares eight halves. The headline has twice as many.
CHAINS, CHAINS_OF_HEADLINE = 4, 8
FITS_AT_ONCE = 2

Fit = tuple[str, str]  # family, standard


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
    asked = [(name, standard) for name in rated for standard in families()[name].standards]
    # A fit takes about as long as it has ratings to read. Each leaves a core idle now and then.
    asked.sort(key=lambda one: -rated[one[0]].height)
    shares = {one: rated[one[0]].height for one in asked}
    kept = {name: draws if name == HEADLINE else min(draws, DRAWS_OF_OTHERS) for name in rated}
    teller = _Teller(progress, shares)
    with ThreadPoolExecutor(FITS_AT_ONCE) as pool:
        begun = {
            one: pool.submit(_fit, *one, rated[one[0]], kept[one[0]], seed, teller.of(one))
            for one in asked
        }
        try:
            found = {one: fit.result() for one, fit in begun.items()}
        except BaseException:
            # What has not begun would be fitted for nothing.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [
        FittedFamily(
            families()[name],
            frame,
            {standard: found[name, standard] for standard in families()[name].standards},
            kept[name],
        )
        for name, frame in rated.items()
    ]


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
        chains=CHAINS_OF_HEADLINE if name == HEADLINE else CHAINS,
        min_ess=max(400, kept),
        progress=progress,
    )
    return practice


class _Teller:
    """Tells the progress of fits that run side by side as that of one work."""

    def __init__(self, progress: Progress, shares: dict[Fit, int]) -> None:
        self._progress = progress
        self._shares = shares
        self._done = dict.fromkeys(shares, 0.0)
        self._begun = time.monotonic()
        self._lock = Lock()

    def of(self, one: Fit) -> Callable[[float, float], None]:
        """Return the teller of one fit."""

        def show(fraction: float, seconds_left: float) -> None:
            del seconds_left  # of this fit alone
            with self._lock:
                self._done[one] = min(fraction, 1.0)
                done = sum(self._shares[fit] * share for fit, share in self._done.items())
                so_far = done / sum(self._shares.values())
                taken = time.monotonic() - self._begun
                left = taken * (1.0 - so_far) / max(so_far, 1e-3)
                self._progress(so_far, left, ", ".join(one))

        return show
