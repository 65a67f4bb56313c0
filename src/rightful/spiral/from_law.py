"""Items of law: what binds (LT), complaint procedures (LC), law at home (LH), steps taken (C2)."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.spiral.rows import OBSERVED, evidence_rows, record_rows, with_zeros

REGISTER: Final = "register of acts of commitment"
AT_HOME: Final = "register of domestic law"
# An institution or a clause that the register does not hold may have been a formal step too.
NO_STEP: Final = 0.8
# By these a person may complain, or a body may hear complaints: protocols, accepted procedures, and
# regional treaties under which persons may petition as of right.
COMPLAINTS: Final = (
    "ICCPR-OP1",
    "CAT-22",
    "CPED-31",
    "OP-CEDAW",
    "ICESCR-OP",
    "ICERD-14",
    "ECHR",
    "ACHR",
    "ACHPR",
)
# Under the European Convention since its Protocol 11; before, each party chose, and the register of
# acts does not say which did. That of regional treaties does: ``petitions`` below.
PETITION_AS_OF_RIGHT: Final = {"ECHR": 1999}


def binding_rows(binds: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return LT from ccode, year, ``binds`` (null where it is not known).

    ``confidence``, ``source`` and ``rows`` may come with it; else the register of acts says so.
    """
    told = _sourced(binds.drop_nulls("binds"), 0.99).with_columns(
        value=pl.col("binds").cast(pl.Int8)
    )
    return record_rows(told, right, "LT", REGISTER)


def complaint_rows(
    held: pl.DataFrame,
    searched: pl.DataFrame,
    right: str,
    petitions: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return LC: procedures in force for the right.

    Parameters
    ----------
    held
        ccode, year, ``instrument``: procedures that the register of acts shows in force.
    searched
        ccode, year: where the registers speak.
    right
        What the procedures are about.
    petitions
        ccode, year, instrument, confidence, source, rows: regional treaties under which persons
        may petition, where that is known year by year.
    """
    open_since = pl.col("instrument").replace_strict(
        PETITION_AS_OF_RIGHT, default=0, return_dtype=pl.Int32
    )
    chosen = held.filter(pl.col("year") < open_since).select("ccode", "year")
    opened = _sourced(held.filter(pl.col("year") >= open_since), 0.95).with_columns(
        rows=pl.concat_list("instrument")
    )
    if petitions is not None:
        opened = pl.concat([opened, petitions.select(opened.columns)], how="vertical_relaxed")
    # The least sure of the two surest: that many are open.
    counted = (
        opened.unique(["ccode", "year", "instrument"])
        .group_by("ccode", "year")
        .agg(
            value=pl.col("instrument").n_unique().clip(1, 2).cast(pl.Int8),
            rows=pl.col("rows").explode().unique().sort(),
            confidence=pl.col("confidence").top_k(2).min(),
            source=pl.col("source").unique().sort().str.join("; "),
        )
    )
    known = searched.join(chosen, on=["ccode", "year"], how="anti")
    zeros = with_zeros(counted, known, 0.95).with_columns(pl.col("source").fill_null(REGISTER))
    return record_rows(zeros, right, "LC", REGISTER)


def step_rows(acts: pl.DataFrame, searched: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return C2 from ccode, year, ``act_id``: formal steps taken in the year.

    ``confidence`` and ``source`` may come with it; else the register of acts says so.
    """
    counted = (
        _sourced(acts, 0.95)
        .group_by("ccode", "year")
        .agg(
            value=pl.col("act_id").n_unique().clip(1, 2).cast(pl.Int8),
            rows=pl.col("act_id").unique().sort(),
            confidence=pl.col("confidence").top_k(2).min(),
            source=pl.col("source").unique().sort().str.join("; "),
        )
    )
    zeros = with_zeros(counted, searched, NO_STEP).with_columns(
        pl.col("source").fill_null(REGISTER)
    )
    return record_rows(zeros, right, "C2", REGISTER)


def _sourced(told: pl.DataFrame, confidence: float) -> pl.DataFrame:
    """Return rows with a confidence and a source: their own, or those of the register of acts."""
    own = {"confidence": pl.lit(confidence), "source": pl.lit(REGISTER)}
    return told.with_columns(
        (pl.coalesce(name, value) if name in told.columns else value).alias(name)
        for name, value in own.items()
    )


def home_rows(clauses: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return LH from ccode, year, ``value``, ``confidence``, ``source``, ``rows``."""
    return evidence_rows(
        clauses, right=right, item="LH", found=OBSERVED, origin="record", proxy=False
    )
