"""Years in which sanctions for rights are imposed: by one sender, by any, by our own register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from rightful.estimation.paper_tests._turns import turns

SENDERS: Final = ("us", "eu", "un")
NEEDS: Final = (
    *("rights_sanction", "other_sanction", "sanction_in_register"),
    *(f"rights_sanction_{sender}" for sender in SENDERS),
)
USA: Final = 2
SAID: Final = (
    "Sanctions with rights among their goals: cases of the publisher's list, 1990-2018, whatever "
    "else they were for, and beside it spells of our own register, mostly recalled. Threats that "
    "worked before a sanction came are in neither"
)


@dataclass(frozen=True)
class Imposed:
    """Rows in which a sanction could begin, and how they are stacked.

    Attributes
    ----------
    rows
        With ``turn``: 1 where it began.
    measure, more
        Name, and controls beside what is always held.
    of
        ``unit``, ``period`` and ``groups`` of ``Stack`` where rows are not state-years.
    """

    rows: pl.DataFrame
    measure: str
    more: tuple[str, ...] = ()
    of: dict[str, str] = field(default_factory=dict)


def imposed(frame: pl.DataFrame) -> tuple[Imposed, ...]:
    """Return pairs of sender and state, states by the list, and states by our register."""
    return (
        Imposed(
            pairs(frame),
            "pairs of sender and state",
            ("others", "other_sanction"),
            {"unit": "pair", "period": "sender_year", "groups": "sender"},
        ),
        Imposed(
            turns(frame, "rights_sanction", into=1.0), "any sender, the list", ("other_sanction",)
        ),
        Imposed(turns(frame, "sanction_in_register", into=1.0), "any sender, our register"),
    )


def pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a row a sender, state and year in which its sanction could begin, with ``turn``.

    ``others``: how many of the other senders already had one in force; ``pair``, ``sender`` and
    ``sender_year``: whole numbers.
    """
    parts = []
    for code, sender in enumerate(SENDERS):
        column = f"rights_sanction_{sender}"
        rows = turns(frame, column, into=1.0)
        if sender == "us":
            rows = rows.filter(pl.col("ccode") != USA)
        others = [f"rights_sanction_{other}" for other in SENDERS if other != sender]
        before = frame.select(
            "ccode",
            (pl.col("year") + 1).cast(frame.schema["year"]),
            others=pl.sum_horizontal(others).cast(pl.Float64),
        )
        rows = rows.join(before, on=["ccode", "year"], how="left", maintain_order="left")
        parts.append(
            rows.drop(f"{column}_1").with_columns(
                sender=pl.lit(code, pl.Int64),
                pair=pl.col("ccode").cast(pl.Int64) * 10 + code,
                sender_year=pl.col("year").cast(pl.Int64) + code * 10_000,
            )
        )
    return pl.concat(parts).sort("ccode", "sender", "year")
