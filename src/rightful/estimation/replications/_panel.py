"""One row a state and year, and the columns that replications have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.core.names import STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.replication import Frames

KEY = ["ccode", "year"]
STATE_YEARS, BINDING, INSTRUMENTS = "facts/state_years", "facts/binding", "facts/instruments"
REGIONS: Final = "facts/regions"
# Why neighbours' treaties are a doubtful instrument.
DOUBTFUL: Final = (
    "the instrument is the share of the region's other states that the treaty binds, regions being "
    "ours; neighbours share much beside treaties, and what they do to each other's practice "
    "reaches the outcome without the treaty, so that it is doubtful as an instrument; without year "
    "effects it is chiefly the world's trend"
)
# What every panel is built on; controls that most authors share.
SPINE = (STATE_YEARS, BINDING, INSTRUMENTS)
COMMON = ("polity", "gdp_pop", "conflict")
COMMON_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "polity": ("polity2",),
    "gdp_pop": ("gdppc", "population"),
    "conflict": ("internal_conflict",),
}
CONTROLS = ("democracy", "log_gdppc", "log_population", "civil_war")


def spine(frames: Frames) -> pl.DataFrame:
    """Return ccode and year of every state-year, sorted."""
    return keyed(frames.tables[STATE_YEARS]).select(KEY).sort(KEY)


def keyed(table: pl.DataFrame) -> pl.DataFrame:
    """Return rows that have a ccode and a year, as whole numbers."""
    return table.drop_nulls(KEY).with_columns(pl.col(KEY).cast(pl.Int64))


def beside(panel: pl.DataFrame, table: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """Return the panel with columns of a table on (ccode, year), null where it has no row.

    Raises
    ------
    DataError
        When the table has a state-year twice.
    """
    mine = keyed(table).select(*KEY, **columns)
    if mine.select(KEY).is_duplicated().any():
        raise DataError(
            f"state-years occur twice in the table of {', '.join(columns)}",
            where="panel of a replication",
            allowed="one row per ccode and year",
            next_step="choose among its rows first",
        )
    return panel.join(mine, on=KEY, how="left", maintain_order="left")


def with_treaties(panel: pl.DataFrame, frames: Frames, **treaties: str) -> pl.DataFrame:
    """Return the panel with column -> whether the instrument binds at the year's end, 0 or 1.

    Null after the last year to which the tables of parties speak.
    """
    known = dict(
        frames.tables[INSTRUMENTS].select("instrument", pl.col("known_until").dt.year()).iter_rows()
    )
    binding = keyed(frames.tables[BINDING])
    for column, instrument in treaties.items():
        rows = binding.filter(pl.col("instrument") == instrument).select(KEY).unique()
        panel = beside(panel, rows, **{column: pl.lit(1.0)}).with_columns(
            pl.when(pl.col("year") <= (known.get(instrument) or 0))
            .then(pl.col(column).fill_null(0.0))
            .alias(column)
        )
    return panel


def with_controls(panel: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Return the panel with those of ``CONTROLS`` whose tables are there.

    ``democracy`` is polity2 (-10 to 10), ``log_gdppc`` and ``log_population`` natural logarithms,
    ``civil_war`` whether UCDP counts an internal conflict (0 or 1).
    """
    found = frames.tables
    if "polity" in found:
        panel = beside(panel, found["polity"], democracy=pl.col("polity2"))
    if "gdp_pop" in found:
        panel = beside(
            panel,
            found["gdp_pop"],
            log_gdppc=logged("gdppc"),
            log_population=logged("population"),
        )
    if "conflict" in found:
        fought = (pl.col("internal_conflict") > 0).cast(pl.Float64)
        panel = beside(panel, found["conflict"], civil_war=fought)
    return panel


def with_neighbours(panel: pl.DataFrame, frames: Frames, *treaties: str) -> pl.DataFrame:
    """Return the panel with ``neighbours_X``: share of the region's other states that X binds.

    ``treaties`` are columns of the panel, as ``with_treaties`` makes them; null where the region,
    or every other state in it, is not known.
    """
    if REGIONS not in frames.tables:
        return panel
    table = frames.tables[REGIONS].with_columns(pl.col("ccode").cast(pl.Int64))
    rows = panel.join(table, on="ccode", how="left", maintain_order="left")
    shares = []
    for name in treaties:
        here = ["region", "year"]
        others = pl.col(name).count().over(here) - pl.col(name).is_not_null()
        bound = pl.col(name).sum().over(here) - pl.col(name).fill_null(0.0)
        share = pl.when(pl.col("region").is_not_null() & (others > 0)).then(bound / others)
        shares.append(share.alias(f"neighbours_{name}"))
    return rows.with_columns(shares).drop("region")


def logged(column: str) -> pl.Expr:
    """Return the natural logarithm of a column, null where it is not above zero."""
    value = pl.col(column).cast(pl.Float64)
    return pl.when(value > 0).then(value.log())


def made_up(
    sources: Mapping[str, tuple[str, ...]],
    treaties: tuple[str, ...],
    families: tuple[str, ...],
    *,
    seed: int = 0,
    states: int = 24,
    years: tuple[int, int] = (1976, 2010),
    draws: int = 12,
) -> Frames:
    """Return small made-up frames: columns by source, treaties that states join, draws of practice.

    Every column is a whole number from 0 to 4 that follows one latent series of the state, so that
    it can be an ordered outcome and a control.
    """
    rng = np.random.default_rng(seed)
    first, last = years
    keys = pl.DataFrame(
        [(2 + i, year) for i in range(states) for year in range(first + i % 5, last + 1)],
        schema=dict.fromkeys(KEY, pl.Int32),
        orient="row",
    )
    n = keys.height
    latent = np.repeat(rng.normal(size=states), keys.group_by("ccode").len().sort("ccode")["len"])
    latent = latent + 0.02 * (keys["year"].to_numpy() - first) + 0.5 * rng.normal(size=n)
    tables = {
        STATE_YEARS: keys,
        REGIONS: keys.select("ccode")
        .unique()
        .with_columns(region=pl.format("region {}", pl.col("ccode") % 3)),
        INSTRUMENTS: _known(treaties),
        BINDING: _joined(keys, treaties, rng),
    }
    for source, columns in sources.items():
        values = {
            name: np.clip(np.rint(2 + latent + rng.normal(size=n)), 0, 4).astype(int)
            for name in columns
        }
        tables[source] = keys.with_columns(**{k: pl.Series(v) for k, v in values.items()})
    practice = {
        family: {
            standard: Posterior(
                keys["ccode"].to_numpy(),
                keys["year"].to_numpy(),
                (latent + 0.3 * rng.normal(size=(draws, n))).astype(np.float32),
                family,
            )
            for standard in STANDARDS
        }
        for family in families
    }
    return Frames(tables, practice)


def _known(treaties: tuple[str, ...]) -> pl.DataFrame:
    rows = pl.DataFrame({"instrument": list(treaties)}, schema={"instrument": pl.String})
    return rows.with_columns(known_until=pl.date(2022, 12, 31))


def _joined(
    keys: pl.DataFrame, treaties: tuple[str, ...], rng: np.random.Generator
) -> pl.DataFrame:
    parts = []
    for treaty in treaties:
        own = {int(code): int(rng.integers(1980, 2015)) for code in keys["ccode"].unique().sort()}
        since = pl.col("ccode").replace_strict(own, return_dtype=pl.Int64)
        parts.append(keys.filter(pl.col("year") >= since).with_columns(instrument=pl.lit(treaty)))
    kinds = {"ccode": pl.Int32, "year": pl.Int32, "instrument": pl.String}
    return pl.concat([pl.DataFrame(schema=kinds), *parts])
