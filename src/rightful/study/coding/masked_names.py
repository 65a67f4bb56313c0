"""The names that masking hides, from the record's tables of states, demonyms and capitals."""

from __future__ import annotations

from functools import cache

import polars as pl

from rightful.discourse.masking import Names, names_to_mask
from rightful.record.instruments import read_table
from rightful.record.state_table import all_states

# Names of single files that mean a region or a person more often than a state.
_NOT_MASKED = ("Central Africa", "FDR", "EU", "European Union", "European Community")
_FORMS = ("adjective", "demonym", "capital", "other")


@cache
def names_of_states() -> Names:
    """Return all names, demonyms and capitals in the tables, ready for masking."""
    return names_to_mask(frame_of_names())


def frame_of_names() -> pl.DataFrame:
    """Return name, ccode, kind; those without a code have a negative number of their own."""
    named = read_table("state_names").select("state_id", "name", kind=pl.lit("name"))
    own = pl.DataFrame(
        {"state_id": [s.state_id for s in all_states()], "name": [s.name for s in all_states()]}
    ).with_columns(kind=pl.lit("name"))
    demonyms = read_table("demonyms")
    words = pl.concat(
        demonyms.select("state_id", name=pl.col(form).str.split(";"), kind=pl.lit(form)).explode(
            "name"
        )
        for form in _FORMS
    ).drop_nulls("name")
    plural = (
        words.filter(pl.col("kind") == "demonym")
        .filter(~pl.col("name").str.contains(r"(?:s|sh|ch|ese|men)$"))
        .with_columns(pl.col("name") + "s")
    )
    rows = pl.concat([own, named, words, plural]).filter(~pl.col("name").is_in(_NOT_MASKED))
    coded = pl.concat([_own_codes(), demonyms.select("state_id", pl.col("ccode").cast(pl.Int32))])
    return (
        rows.join(coded.unique().drop_nulls(), on="state_id", how="left")
        .join(_numbers(), on="state_id", how="left")
        .select("name", ccode=pl.coalesce("ccode", "number"), kind="kind")
        .drop_nulls()
        .unique()
        .sort("name", "ccode", "kind")
    )


def _own_codes() -> pl.DataFrame:
    rows = {(s.state_id, s.ccode) for s in all_states() if s.ccode is not None}
    return pl.DataFrame(
        sorted(rows), schema={"state_id": pl.String, "ccode": pl.Int32}, orient="row"
    )


def _numbers() -> pl.DataFrame:
    ids = sorted({s.state_id for s in all_states()})
    return pl.DataFrame(
        {"state_id": ids, "number": [-1 - i for i in range(len(ids))]},
        schema={"state_id": pl.String, "number": pl.Int32},
    )
