"""State-years at risk of joining a treaty, treaties stacked; and the grid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked

EVENT = "joins"
HOW = (
    "the chance of joining in a year, of state-years at risk, all treaties together; a linear "
    "model with effects of each treaty, or of each treaty-year; errors by state. A state joins in "
    "the year in which the treaty comes to bind it: one in five did so in the year it came into "
    "force, some of them ten years after they had ratified; years before are left out, as nobody "
    "could"
)


def at_risk(
    material: Material, kind: str, before: Sequence[str], own: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Return a row per state, year and treaty not joined before: until it is joined.

    Rows begin with the first year in which the treaty binds anybody: before, nobody can join.
    Columns ccode, year, treaty and treaty_year (whole numbers), ``joins`` (0/1), ``log_open`` (log
    of years since adoption), the columns ``before`` as they were the year before, and of ``own``
    (name -> prefix) the treaty's own column, the year before. Bonds taken over from a former state
    are left out.
    """
    frame = material.frame.sort("ccode", "year")
    rows = material.treaties.filter(pl.col("kind") == kind).sort("treaty")
    parts = []
    for code, (treaty, opened) in enumerate(rows.select("treaty", "opened").rows()):
        first = frame.filter(pl.col(treaty) == 1).select(pl.col("year").min()).item()
        taken = frame
        if material.inherited.height:
            mine = material.inherited.filter(pl.col("treaty") == treaty)
            taken = frame.join(mine, on="ccode", how="anti", maintain_order="left")
        lag = {
            name: pl.col(source).shift(1).over("ccode")
            for name, source in (
                *((name, name) for name in before),
                *((name, f"{prefix}_{treaty}") for name, prefix in (own or {}).items()),
            )
        }
        kept = [name for name in ("new", "age", "region") if name not in lag]
        parts.append(
            taken.with_columns(**lag)
            .filter(
                pl.col(treaty).is_not_null(),
                pl.col(f"since_{treaty}") - pl.col(treaty) == 0,
                pl.col("year") >= opened,
                pl.col("year") >= pl.lit(first, frame.schema["year"]),
            )
            .select(
                "ccode",
                "year",
                pl.lit(code, pl.Int64).alias("treaty"),
                pl.col(treaty).alias(EVENT),
                (pl.col("year") - opened + 1).log().alias("log_open"),
                *kept,
                *lag,
            )
        )
    long = pl.concat(parts)
    return long.with_columns(
        treaty_year=pl.col("treaty") * 10_000 + pl.col("year").cast(pl.Int64)
    ).sort("ccode", "year", "treaty")


def joining(
    rows: pl.DataFrame, treatment: str, controls: tuple[str, ...], measure: str, *, sd: bool = False
) -> Grid:
    """Return the grid of the chance of joining; ``sd`` gives it in SD of the yearly event."""
    if sd:
        complete = rows.drop_nulls([treatment, *controls])
        spread = complete[EVENT].std()
        rows = rows.with_columns(pl.col(EVENT) / spread)
    asked = Stack(
        EVENT, treatment, (*controls, "log_open"), "ccode", "treaty_year", "treaty", measure
    )
    return renamed(stacked(rows, asked), outcome="ratification")
