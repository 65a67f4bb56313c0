"""Items from analysts' codings: spans of years become years; an analyst's L is the law at home."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.spiral.rows import evidence_rows

RENAMED: Final = {"L": "LH"}


def coding_rows(codings: pl.DataFrame, codes: dict[str, int]) -> pl.DataFrame:
    """Return evidence from codings (``core.evidence.CODING``), a row per year and coder.

    ``codes`` is ISO 3166 code -> ccode; codings of states that have none are left out.
    """
    whole = codings.with_row_index("line")
    known = whole.filter(pl.col("iso3").is_in(list(codes)))
    long = known.with_columns(
        ccode=pl.col("iso3").replace_strict(codes, return_dtype=pl.Int32),
        year=pl.int_ranges("year", pl.col("last_year") + 1),
        item=pl.col("item").replace(RENAMED),
    ).explode("year")
    place = (
        pl.when(pl.col("locator").fill_null("") == "")
        .then(pl.lit(""))
        .otherwise(pl.format(", {}", "locator"))
    )
    return evidence_rows(
        long.with_columns(
            source=pl.concat_str("source", place),
            rows=pl.concat_list(pl.concat_str("coder", pl.lit(":"), pl.col("line") + 2)),
            note=pl.concat_str(
                pl.col("paraphrase").fill_null(""), pl.lit(" ["), "seen", pl.lit("]")
            ),
        ),
        origin="analyst",
        proxy=False,
    )
