"""How many a ruler must please, set against pressure from abroad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

PARTS: Final = ("recruitment", "military_rule")
HOME: Final = "coalition"
# Lists of pressure: publisher's, and our own.
ABROAD: Final[dict[str, str]] = {
    "rights_sanction": "sanctions by the list",
    "sanction_in_register": "sanctions by our register",
}
COALITION: Final = (
    "Coalition: how many hold of election of the executive, choice open to all, and no rule of "
    "soldiers, the index of the winning coalition (key buenodemesquita2003) without the part that "
    "counts violence; it sees no party and no groups that a government weighs. Pressure: sanctions "
    "for rights, by the list, 1990-2018, and by our register; blame and aid are not in it"
)
Rows = Iterator[tuple[pl.DataFrame, str, str, str]]


def against(frame: pl.DataFrame, *, alone: bool) -> Rows:
    """Yield rows, treatment, control and measure, for each list of pressure.

    ``alone``: the coalition's own effect, pressure held. Else the coalition's effect less that of
    pressure, and the coalition's effect and that of pressure together: if b and c are the effects
    of coalition and pressure, b - c is what the coalition has beside their sum, and b + c beside
    their difference. Both are in SD over the rows.
    """
    part = pl.col("recruitment") * 2 + 1 - pl.col("military_rule")
    for column, named in ABROAD.items():
        rows = frame.with_columns((part / 3).alias(HOME)).drop_nulls([HOME, column])
        rows = rows.with_columns(
            ((pl.col(name) - pl.col(name).mean()) / pl.col(name).std()).alias(name)
            for name in (HOME, column)
        )
        if alone:
            yield rows, HOME, column, named
            continue
        sum_, difference = pl.col(HOME) + pl.col(column), pl.col(HOME) - pl.col(column)
        rows = rows.with_columns(both=sum_, apart=difference)
        yield rows, HOME, "both", f"less {named}"
        yield rows, HOME, "apart", f"with {named} added"
