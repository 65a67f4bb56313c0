"""Tables whose key is not the state-year: pairs of states, roll calls, memberships."""

from __future__ import annotations

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import Tidied
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, Sifted

FIRST = Variable("ccode1", "Correlates of War code of the state that acts", "key", low=2, high=990)
SECOND = Variable(
    "ccode2", "Correlates of War code of the state acted upon", "key", low=2, high=990
)
PAIR = (FIRST.name, SECOND.name)
FIRST_YEAR = 1945
BEFORE = "before 1945, where states begin"


def with_pair(sifted: Sifted) -> Sifted:
    """Turn two columns of COW codes into states alive in that year, order kept.

    Rows of which one of the two is no state alive in that year are set aside, with the reason.
    """
    for column in PAIR:
        coded = Sifted(sifted.frame.rename({column: "code"}), sifted.dropped, sifted.recoded)
        found = coded.with_states("cow")
        named = found.frame.drop("code").rename({CCODE.name: column})
        sifted = Sifted(named, found.dropped, found.recoded)
    return sifted


def keyed(
    sifted: Sifted,
    key: tuple[str, ...],
    variables: tuple[Variable, ...],
    source: str,
    edition: Edition,
) -> Tidied:
    """Return the declared columns of a sifted frame as a checked table, sorted by ``key``.

    Raises
    ------
    BadRows
        With every row that repeats a key.
    """
    where = f"{source}, edition {edition.name}"
    frame = sifted.frame.select(variable.name for variable in variables)
    first = pl.col("row").first().over(key).alias("first")
    again = frame.with_columns(first).filter(pl.struct(key).is_duplicated())
    repeats = [
        (row, f"repeats {dict(zip(key, held, strict=True))}, first seen in row {earlier}")
        for *held, row, earlier in again.select(*key, "row", "first").iter_rows()
        if row != earlier
    ]
    if repeats:
        raise BadRows(
            f"{len(repeats)} rows repeat a key",
            tuple(sorted(repeats)),
            where=where,
            allowed=f"one row per {', '.join(key)}",
            next_step="compare these rows with the publisher's file; nothing was stored",
        )
    table = Table(frame.sort(key), key, variables, name=where)
    return Tidied(table, tuple(sorted(sifted.dropped)), tuple(sorted(sifted.recoded)))
