"""A source of made-up rows with as many editions as a test wants; nothing of any publisher."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import ClassVar

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv

CONTENT = b"ccode,year,score\n811,1999,1\n385,1999,2\n2,1999,3\n"


def edition(name: str, content: bytes, download: str = "", filename: str = "") -> Edition:
    """Return an edition with the fingerprint of ``content``."""
    return Edition(
        name=name,
        filename=filename or f"made-up-{name}.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        first_year=1999,
        last_year=1999,
        download=download,
    )


class MadeUp(Source):
    """Scores from 1 to 3."""

    name = "made_up"
    title = "Made-up scores"
    reference = "fariss2014"
    licence = "None"
    address = "https://example.org/made-up"
    exportable = True
    editions: ClassVar[tuple[Edition, ...]] = (edition("1", CONTENT),)
    variables = (*KEY_VARIABLES, Variable("score", "A score", "ordinal", low=1, high=3))

    def __init__(self, *editions: Edition) -> None:
        if editions:
            self.editions = editions  # type: ignore[misc]

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        return read_csv(path, ("ccode", "year", "score"))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        frame = numbers(raw.rename({"ccode": "code"}), (CODE, YEAR, self.variables[3]), self.name)
        return tidied(Sifted(frame).with_states("cow"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        rows = {"row": [1, 2, 3], "ccode": ["2", "20", "70"], "year": ["2000"] * 3}
        return pl.DataFrame({**rows, "score": ["1", "2", "3"]}).cast({"row": pl.Int32})
