"""Treaties that are about no right: who has joined those on the sea and on the environment."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

import polars as pl

from rightful.record.state_table import FOREVER, all_states
from rightful.record.states import party_of
from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.strands import table_of

SOURCE: Final = "un_other_treaties"
# Column -> name in the source.
NAMES: Final = {
    "law_of_the_sea": "LAW-OF-THE-SEA",
    "ozone": "OZONE",
    "basel": "BASEL",
    "biodiversity": "BIODIVERSITY",
}
LAST, TAKEN = 2014, date(2015, 3, 1)


class OtherTreaties(Columns):
    """Joining by ratification, accession or succession; nobody has left."""

    sources: ClassVar = dict.fromkeys(NAMES, SOURCE)

    def columns(self, at: At) -> pl.DataFrame:
        """Return a column a treaty: 0 or 1, from the year of joining on, to 2014.

        Null for states that were no more when the lists were taken: these name present parties,
        under which predecessors' acts may stand (Yemen 1987).
        """
        held = table_of(at.store, SOURCE)
        if held is None:
            return at.spine.select(KEY)
        bearers = _bearers()
        acts = held.filter(pl.col("act") != "signature")
        persons = {name: _person(name) for name in acts["party"].unique()}
        joined = (
            acts.with_columns(
                person=pl.col("party").replace_strict(persons, return_dtype=pl.String)
            )
            .drop_nulls("person")
            .group_by("person", "instrument")
            .agg(first=pl.col("year").min())
        )
        alive = bearers.filter(pl.col("end") >= TAKEN)["person"].unique().to_list()
        rows = at.spine.select(KEY).filter(pl.col("year") <= LAST)
        rows = rows.join(bearers.filter(pl.col("person").is_in(alive)), on="ccode")
        day = pl.date(pl.col("year"), 12, 31)
        rows = rows.filter(day.is_between("start", "end")).unique(KEY)
        for column, name in NAMES.items():
            mine = joined.filter(pl.col("instrument") == name).select("person", "first")
            rows = rows.join(mine, on="person", how="left").with_columns(
                (pl.col("year") >= pl.col("first")).fill_null(value=False).alias(column)
            )
            rows = rows.drop("first").with_columns(pl.col(column).cast(pl.Float64))
        return rows.select(pl.col(KEY).cast(pl.Int32), *NAMES)


def _person(name: str) -> str | None:
    """Return the legal person that the lists mean: a party of the day on which they were taken."""
    party = party_of(name, TAKEN)
    return party.state_id if party else None


def _bearers() -> pl.DataFrame:
    """Return ``person, ccode, start, end``: who bears a code when, one person two in turn."""
    rows = [
        (one.state_id, one.ccode, one.start, one.end or FOREVER)
        for one in all_states()
        if one.ccode is not None
    ]
    schema = {"person": pl.String, "ccode": pl.Int32, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
