"""What a column means: label, kind, unit, range, values and the source it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "integer", "number", "ordinal", "flag", "text", "date", "probability"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One column.

    Attributes
    ----------
    name, label
        Column name (at most 32 characters, so that Stata keeps it) and one-line label (at most 80).
    kind
        How to read it; ``probability`` lies in [0, 1].
    unit
        Unit of measurement, empty where there is none.
    low, high
        Inclusive range, ``None`` where open.
    values
        Value labels of an ordinal or flag.
    note
        What a reader must know: direction, missing values, breaks.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    values: dict[int, str] = field(default_factory=dict)
    note: str = ""
