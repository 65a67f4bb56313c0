"""What binds whom, as the gap needs it: provisions, what binds in a year, what is reserved."""

from __future__ import annotations

import polars as pl

from rightful.core.names import RIGHTS_BY_FAMILY

# Open to every state; absence from a regional system would read as refusal.
UNIVERSAL = ("UN", "ILO")


def provisions(
    instruments: pl.DataFrame, duties: pl.DataFrame, articles: pl.DataFrame, dated: set[str]
) -> pl.DataFrame:
    """Return instrument, right, role for universal instruments whose parties' dates are known.

    An article counts for the right that it promises (``duties``: instrument, right); a procedure
    counts for every right that its parent instrument promises.
    """
    universal = instruments.filter(
        pl.col("system").is_in(UNIVERSAL) & pl.col("instrument").is_in(dated)
    )
    promising = duties.select("instrument", "right").unique()
    by_article = promising.join(universal, on="instrument", how="semi")
    procedures = articles.filter(pl.col("obligation") == "procedure").select("instrument").unique()
    by_procedure = (
        universal.join(procedures, on="instrument", how="semi")
        .select("instrument", pl.col("parent").alias("of"))
        .join(promising.rename({"instrument": "of"}), on="of")
        .select("instrument", "right")
        .unique()
        .join(by_article, on=["instrument", "right"], how="anti")
    )
    return pl.concat(
        [
            by_article.with_columns(role=pl.lit("article")),
            by_procedure.with_columns(role=pl.lit("procedure")),
        ]
    ).sort("right", "role", "instrument")


def known_years(instruments: pl.DataFrame) -> pl.DataFrame:
    """Return instrument and the last year that its tables reach."""
    return instruments.drop_nulls("known_until").select(
        "instrument", known_year=pl.col("known_until").dt.year()
    )


def of_family(table: pl.DataFrame, family: str) -> pl.DataFrame:
    """Keep the rows of a family's rights."""
    return table.filter(pl.col("right").is_in(list(RIGHTS_BY_FAMILY[family])))
