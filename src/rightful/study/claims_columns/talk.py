"""What states say: shares of acts in their words of a year, and what they stand on record for."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.study.claims_columns._contract import KEY, At, Columns

SERIES: Final = (
    *("talk_norm", "talk_denial", "talk_own_record", "talk_sovereignty", "talk_shaming"),
    *("talk_counter_accusation", "avowals", "ledger"),
    *("answers_justification", "answers_denial", "answers_promise", "answers_concession"),
)


class Talk(Columns):
    """Series of the baseline on what states say, by our coder of speech acts."""

    sources: ClassVar = dict.fromkeys(SERIES, "")

    def columns(self, at: At) -> pl.DataFrame:
        """Return the series of ``SERIES``, null where the state said nothing that is in hand."""
        rows = at.shelf.frame("series", pl.col("series").is_in(SERIES), pl.col("ccode") > 0)
        wide = rows.with_columns(pl.col("mean").cast(pl.Float64)).pivot(
            "series", index=KEY, values="mean"
        )
        return wide.with_columns(pl.col(KEY).cast(pl.Int32)).select(*KEY, *SERIES)
