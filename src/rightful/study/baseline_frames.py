"""The frames of a baseline: estimates, draws, changes, items, ratings and the facts beside them."""

from __future__ import annotations

import polars as pl

from rightful.core.names import HEADLINE
from rightful.measures.commitment import depth, family_depth
from rightful.measures.gap import gap_estimates
from rightful.measures.practice import (
    SENSITIVITY_YEARS,
    Practice,
    family_estimates,
    right_estimates,
    thinned,
)
from rightful.record import baseline as shelf
from rightful.record import commitments, instruments, rights, states
from rightful.study import promises
from rightful.study.changes import change_rows
from rightful.study.fit_families import FittedFamily

# Digits kept in the shipped summaries; far below every posterior sd.
DIGITS = 3


def baseline_frames(fitted: list[FittedFamily], strands: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return name of the frame -> rows of all families, and the rows of the other strands."""
    parts = [_of_family(one) for one in fitted]
    whole = {name: pl.concat([part[name] for part in parts]) for name in parts[0]}
    headline = next(one for one in fitted if one.family.name == HEADLINE)
    key = ["family", "standard", "right", "ccode", "year"]
    return whole | {
        "estimates": _rounded(_named(whole["estimates"]).sort(key)),
        # An item may feed two families; its row is pointed at once.
        "ratings": whole["ratings"].unique().sort("ccode", "year", "item"),
        "series": _rounded(strands).sort("series", "ccode", "year"),
        # Moves over years are told of the family that leads the page.
        "changes": pl.concat([change_rows(each) for each in headline.practices.values()]),
        "acts": commitments.acts().frame,
        "obligations": commitments.obligations().frame,
    }


def _of_family(one: FittedFamily) -> dict[str, pl.DataFrame]:
    held = commitment_depth(one.rated.select("ccode", "year").unique(), one.family.name)
    thin = {name: thinned(practice, one.draws) for name, practice in one.practices.items()}
    whole = one.practices.values()
    return {
        "estimates": pl.concat([_estimates(practice, held) for practice in whole]),
        "draws": pl.concat(
            [shelf.pack(each.posterior, one.family.name, name) for name, each in thin.items()]
        ),
        "items": pl.concat([_item_draws(practice) for practice in thin.values()]),
        "ratings": one.rated.select("ccode", "year", "item", "source", "edition", "row"),
    }


def commitment_depth(state_years: pl.DataFrame, family: str) -> pl.DataFrame:
    """Return commitment depth per state-year and right of the family, ``all`` included."""
    register = promises.provisions(
        instruments.instruments().frame,
        rights.every_duty(),
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
    return estimates.join(lives, on=["ccode", "year"], how="left")


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    floats = pl.selectors.float()
    return frame.with_columns(floats.round(DIGITS).cast(pl.Float32))


def _item_draws(practice: Practice) -> pl.DataFrame:
    parts = []
    for right, margin in practice.margins.items():
        held = {f"anchor_{year}": values for year, values in margin.anchors.items()}
        part = pl.DataFrame({"discrimination": margin.discrimination, **held})
        absent = {f"anchor_{year}" for year in SENSITIVITY_YEARS} - held.keys()
        part = part.with_columns(pl.lit(None, pl.Float32).alias(name) for name in sorted(absent))
        parts.append(
            part.with_row_index("draw").with_columns(
                family=pl.lit(practice.family),
                standard=pl.lit(practice.standard),
                right=pl.lit(right),
                item=pl.lit(margin.item),
            )
        )
    return pl.concat([part.select(sorted(part.columns)) for part in parts])
