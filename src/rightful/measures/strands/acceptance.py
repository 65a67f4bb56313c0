"""Society's acceptance of the norm, from surveys that the user brings; proxies stand apart.

No survey is carried, so that without a user's file ``acceptance`` has no row. Civil-society
proxies are named proxies and never enter it: what groups may do is not what people believe.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.core.measure import SERIES, Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.rank import summarize
from rightful.measures.strands._share_model import ShareFit, fit_shares, share_data

SURVEYS: Final = ("surveys/wvs", "surveys/barometers")
COLUMNS: Final = ("ccode", "year", "wave", "survey", "item", "share_accepting", "n", "se")
KEY: Final = ["ccode", "year"]
_PROXY: Final = "A proxy, read from experts, and no measure of what people accept. No interval."
# Series -> table and column it is read from.
PROXIES: Final = {
    "proxy_civil_participation": ("vdem/15-trimmed", "v2x_cspart"),
    "proxy_participatory_environment": ("vdem/12-part", "v2csprtcpt"),
}


class Acceptance(Measure):
    """Society's acceptance b of the model."""

    name = "acceptance"
    title = "Society's acceptance of human-rights norms"
    strand = "acceptance"
    needs = (*SURVEYS, *(need for need, _ in PROXIES.values()))
    gives = (
        Variable(
            "acceptance",
            "Share of people who accept the norm, on an item of middling difficulty",
            "probability",
            low=0,
            high=1,
            note="Only state-years with a survey; nothing is carried to other years.",
        ),
        Variable(
            "proxy_civil_participation",
            "Proxy: civil-society participation",
            "number",
            low=0,
            high=1,
            note=_PROXY,
        ),
        Variable(
            "proxy_participatory_environment",
            "Proxy: participatory environment of groups",
            "number",
            low=-10,
            high=10,
            note=_PROXY,
        ),
    )
    references = ("coppedge2025vdem",)

    def fit(self, record: Record, seed: int) -> Estimates:
        """Estimate acceptance from survey shares and copy the proxies.

        ``surveys/wvs`` and ``surveys/barometers`` have the columns of ``COLUMNS``.

        Raises
        ------
        DataError
            When a survey table lacks a column, repeats a row, or has a share or error out of range.
        ConvergenceError
            When the draws must not be used.
        """
        shares = survey_shares(record)
        frames = [_proxy(record, name) for name in PROXIES]
        diagnostics = {}
        if shares.height:
            keys, fitted = _fitted(shares, seed)
            frames.append(_estimated(keys, fitted))
            diagnostics["acceptance"] = fitted.diagnostics
        frame = pl.concat([pl.DataFrame(schema=SERIES), *frames]).sort("series", *KEY)
        return Estimates(frame, diagnostics)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return made-up shares of six states on two items, and the proxies' tables."""
        states = range(901, 907)
        rows = [
            (
                ccode,
                year,
                "1",
                "made up",
                item,
                0.3 + 0.08 * (ccode - 901) + 0.1 * place,
                1000,
                0.015,
            )
            for ccode in states
            for year in (1995, 2005)
            for place, item in enumerate(("first", "second"))
        ]
        shares = pl.DataFrame(rows, schema=list(COLUMNS), orient="row")
        keys = shares.select(KEY).unique().sort(KEY)
        proxies = {
            need: keys.with_columns(pl.lit(0.5).alias(column)) for need, column in PROXIES.values()
        }
        return {SURVEYS[0]: shares, SURVEYS[1]: shares.clear(), **proxies}


def survey_shares(record: Record) -> pl.DataFrame:
    """Return the shares of every survey at hand, checked; none where there is no survey."""
    tables = [(need, record[need]) for need in SURVEYS if need in record]
    for need, table in tables:
        _check(table, need)
    held = [table.select(_typed()) for _, table in tables]
    empty = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)).select(_typed())
    return pl.concat([empty, *held])


def _typed() -> list[pl.Expr]:
    kinds = (pl.Int64, pl.Int64, pl.String, pl.String, pl.String, pl.Float64, pl.Int64, pl.Float64)
    return [pl.col(name).cast(kind) for name, kind in zip(COLUMNS, kinds, strict=True)]


def _check(table: pl.DataFrame, need: str) -> None:
    absent = [name for name in COLUMNS if name not in table.columns]
    if absent:
        raise DataError(
            f"the table has no column {', '.join(absent)}", where=need, allowed=", ".join(COLUMNS)
        )
    known = table.select(_typed())
    sound = (
        pl.col("share_accepting").is_between(0, 1)
        & pl.col("se").is_between(0, 0.5, closed="right")
        & (pl.col("n") > 0)
    )
    wrong = known.filter(~sound.fill_null(value=False))
    if wrong.height:
        raise DataError(
            f"{wrong.height} rows cannot be shares, first {wrong.row(0)}",
            where=need,
            allowed="share_accepting in 0-1, se above 0 and up to 0.5, n above 0",
        )
    if known.select("ccode", "year", "wave", "survey", "item").is_duplicated().any():
        raise DataError(
            "a share is there twice",
            where=need,
            allowed="one row per state, year, wave, survey and item",
        )


def _fitted(shares: pl.DataFrame, seed: int) -> tuple[pl.DataFrame, ShareFit]:
    """Return state-years with their number of shares, and the fit in their order."""
    keys = shares.group_by(KEY).len().sort(KEY)
    items = shares.select("survey", "item").unique().sort("survey", "item").with_row_index("asked")
    placed = (
        shares.join(keys.with_row_index("place"), on=KEY)
        .join(items, on=["survey", "item"])
        .sort(*KEY, "survey", "item", "wave")
    )
    data = share_data(
        placed["share_accepting"].to_numpy(),
        placed["se"].to_numpy(),
        placed["place"].to_numpy().astype(np.int64),
        placed["asked"].to_numpy().astype(np.int64),
    )
    return keys, fit_shares(data, seed)


def _estimated(keys: pl.DataFrame, fitted: ShareFit) -> pl.DataFrame:
    level = summarize(fitted.acceptance.astype(np.float32))
    return _rows(
        keys.with_columns(
            series=pl.lit("acceptance"),
            mean=pl.Series(level.mean),
            sd=pl.Series(level.sd),
            low=pl.Series(level.low),
            high=pl.Series(level.high),
            inputs=pl.col("len"),
        )
    )


def _proxy(record: Record, series: str) -> pl.DataFrame:
    need, column = PROXIES[series]
    if need not in record or column not in record[need].columns:
        return pl.DataFrame(schema=SERIES)
    nothing = pl.lit(None, dtype=pl.Float64)
    return _rows(
        record[need]
        .drop_nulls(column)
        .with_columns(
            series=pl.lit(series),
            mean=pl.col(column),
            sd=nothing,
            low=nothing,
            high=nothing,
            inputs=pl.lit(1),
        )
    )


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in SERIES.items())
