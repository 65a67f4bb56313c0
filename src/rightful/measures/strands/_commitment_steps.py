"""Which acts of commitment count, as cheap or as costly, and when they can be taken: a table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from typing import Final

from rightful.core.errors import DataError

STEPS: Final = ("signature", "binding", "reservation", "withdrawal")
CHEAP, COSTLY, LEFT_OUT = "cheap", "costly", "left_out"
OPENS: Final = ("", "parent_signed", "parent_bound", "member")


@dataclass(frozen=True)
class Step:
    """One act that a state can take, or a reservation or withdrawal that takes something back.

    Attributes
    ----------
    instrument, step
        What is acted on, and one of ``STEPS``; ``binding`` is ratification, accession, succession
        or, of a procedure, its acceptance.
    series
        ``cheap``, ``costly``, or ``left_out`` where nobody can say who was at risk.
    sign
        +1 when the act is commitment, -1 when it takes commitment back.
    gate
        What must hold before: the parent signed or bound, or membership of the system.
    closes
        Last year in which it could be signed; None while it can.
    last_article
        Last article of substance: a reservation to later ones alone is not counted.
    reason
        Why it is cheap, costly or left out.
    """

    instrument: str
    step: str
    series: str
    sign: int
    gate: str
    closes: int | None
    last_article: int | None
    reason: str

    def __post_init__(self) -> None:
        for value, allowed in (
            (self.step, STEPS),
            (self.series, (CHEAP, COSTLY, LEFT_OUT)),
            (self.sign, (-1, 1)),
            (self.gate, OPENS),
        ):
            if value not in allowed:
                raise DataError(
                    f"step {self.step} of {self.instrument} says {value!r}",
                    where="latent_commitment.csv",
                    allowed=", ".join(str(one) or "empty" for one in allowed),
                )


@cache
def steps() -> tuple[Step, ...]:
    """Return the table ``latent_commitment.csv``, one row per instrument and step.

    Raises
    ------
    DataError
        When a row says what no step can be.
    """
    table = resources.files("rightful.measures.strands").joinpath("latent_commitment.csv")
    rows = csv.DictReader(StringIO(table.read_text(encoding="utf-8")))
    return tuple(
        Step(
            row["instrument"],
            row["step"],
            row["series"],
            int(row["sign"]),
            row["gate"],
            int(row["closes"]) if row["closes"] else None,
            int(row["last_article"]) if row["last_article"] else None,
            row["reason"],
        )
        for row in rows
    )


def of_step(table: tuple[Step, ...], step: str) -> dict[str, Step]:
    """Return the counted rows of one step by instrument."""
    return {one.instrument: one for one in table if one.step == step and one.series != LEFT_OUT}
