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
# Under the European Convention since its Protocol 11; before, each party chose, and the register
# does not say which did.
PETITION_AS_OF_RIGHT: Final = {"ECHR": 1999}


def binding_rows(binds: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return LT from ccode, year, ``binds`` (null where it is not known)."""
    told = binds.drop_nulls("binds").select(
        "ccode", "year", value=pl.col("binds").cast(pl.Int8), confidence=pl.lit(0.99)
    )
    return record_rows(told, right, "LT", REGISTER)


def complaint_rows(held: pl.DataFrame, searched: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return LC from ccode, year, ``instrument``: procedures in force for the right.

    ``searched`` is ccode, year: where the register speaks.
    """
    open_since = pl.col("instrument").replace_strict(
        PETITION_AS_OF_RIGHT, default=0, return_dtype=pl.Int32
    )
    chosen = held.filter(pl.col("year") < open_since).select("ccode", "year")
    counted = (
        held.filter(pl.col("year") >= open_since)
        .group_by("ccode", "year")
        .agg(
            value=pl.col("instrument").n_unique().clip(1, 2).cast(pl.Int8),
            rows=pl.col("instrument").unique().sort(),
        )
        .with_columns(confidence=pl.lit(0.95))
    )
    known = searched.join(chosen, on=["ccode", "year"], how="anti")
    return record_rows(with_zeros(counted, known, 0.95), right, "LC", REGISTER)


def step_rows(acts: pl.DataFrame, searched: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return C2 from ccode, year, ``act_id``: formal steps taken in the year."""
    counted = (
        acts.group_by("ccode", "year")
        .agg(
            value=pl.col("act_id").n_unique().clip(1, 2).cast(pl.Int8),
            rows=pl.col("act_id").unique().sort(),
        )
        .with_columns(confidence=pl.lit(0.95))
    )
    return record_rows(with_zeros(counted, searched, NO_STEP), right, "C2", REGISTER)


def home_rows(clauses: pl.DataFrame, right: str) -> pl.DataFrame:
    """Return LH from ccode, year, ``value``, ``confidence``, ``source``, ``rows``."""
    return evidence_rows(
        clauses, right=right, item="LH", found=OBSERVED, origin="record", proxy=False
    )
