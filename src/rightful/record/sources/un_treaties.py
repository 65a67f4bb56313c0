"""Acts of states on human-rights treaties, from the status lists of the UN Treaty Collection."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.record.sources._un_lists import StatusLists

# Chapter and number of the treaty in the Collection -> our name of the instrument.
INSTRUMENTS: Final = {
    "4-1": "GENOCIDE",
    "4-2": "ICERD",
    "4-3": "ICESCR",
    "4-3-a": "ICESCR-OP",
    "4-4": "ICCPR",
    "4-5": "ICCPR-OP1",
    "4-8": "CEDAW",
    "4-8-b": "OP-CEDAW",
    "4-9": "CAT",
    "4-9-b": "OPCAT",
    "4-11": "CRC",
    "4-11-b": "OP-CRC-AC",
    "4-11-c": "OP-CRC-SC",
    "4-11-d": "OP-CRC-IC",
    "4-12": "ICCPR-OP2",
    "4-13": "ICMW",
    "4-15": "CRPD",
    "4-15-a": "OP-CRPD",
    "4-16": "CPED",
    "5-2": "REFUGEE",
    "5-5": "REFUGEE-P1967",
    "18-10": "ROME",
}


class UNTreaties(StatusLists):
    """UN Treaty Collection (key ``untc``), status lists as scraped by Jones in March 2015."""

    name = "un_treaties"
    title = "UN Treaty Collection: acts on 22 human-rights instruments to March 2015"
    instruments = INSTRUMENTS
    editions = (
        Edition(
            name="2015-03",
            filename="untreaties_all_chapters.tar.gz",
            sha256="454b48fb6fbaf48976a001af028b75e228a7e79dee1734d5b81b6edfdcf13546",
            size=381085,
            first_year=1948,
            last_year=2015,
            extract=True,
            address="https://github.com/zmjones/untreaties",
            note="One list per treaty, current participants only: former states are absent, and "
            "their acts stand under today's names (Yemen). Withdrawn parties are still listed.",
        ),
    )

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "treaty": ["4-9", "4-9", "4-4"],
                "participant": ["Norway", "Holy See", "Cambodia"],
                "signature": ["1 Feb 1985", "", "2 Oct 1980"],
                "deposit": ["3 Jul 1986", "6 Jun 2002 a", ""],
            }
        )
