"""Who a code of the UN General Debate Corpus stands for in a year."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.record.checks import Recode, Sifted
from rightful.record.states import ccode_of

RECODES: Final = (
    Recode("iso3", "CSK", 1945, 1992, 315, "Czechoslovakia"),
    Recode("iso3", "DDR", 1945, 1990, 265, "German Democratic Republic"),
    Recode("iso3", "RUS", 1945, 1991, 365, "the Soviet Union"),
    Recode("iso3", "YEM", 1945, 1989, 678, "the Yemen Arab Republic"),
    Recode("iso3", "YMD", 1945, 1990, 680, "Democratic Yemen"),
    Recode("iso3", "YUG", 1945, 2006, 345, "Yugoslavia, then Serbia and Montenegro"),
    Recode("iso3", "YDYE", 1945, 1990, 680, "Democratic Yemen"),
    Recode("iso3", "CZK", 1945, 1992, 315, "Czechoslovakia"),
    Recode("iso3", "DKN", 1945, 2100, 390, "Denmark, misspelt"),
    Recode("iso3", "PAR", 1945, 2100, 150, "Paraguay, misspelt"),
    Recode("iso3", "PKR", 1945, 2100, 731, "the Democratic People's Republic of Korea, misspelt"),
    Recode("iso3", "POR", 1945, 2100, 235, "Portugal, misspelt"),
    Recode("iso3", "ZFA", 1945, 2100, 560, "South Africa, misspelt"),
    Recode("iso3", "CHN", 1950, 1971, 713, "the government at Taipei held the seat"),
)
NO_STATES: Final = ("EC", "EU", "PSE", "VAT")
# Members of the United Nations that the list of states does not hold before 1991.
REPUBLICS: Final = ("BLR", "UKR")
LAST_SOVIET_DEBATE: Final = 1990


def with_speakers(sifted: Sifted) -> Sifted:
    """Turn ``iso3`` and ``year`` into ``ccode``; what no state of the list said is set aside."""
    frame = sifted.frame
    known = ccode_of("iso3", frame["iso3"], frame["year"])["ccode"].alias("code")
    soviet = pl.col("iso3").is_in(REPUBLICS) & (pl.col("year") <= LAST_SOVIET_DEBATE)
    return (
        Sifted(frame.with_columns(known), sifted.dropped, sifted.recoded)
        .without(pl.col("iso3").is_in(NO_STATES), "spoken by no state of the list")
        .without(soviet, "spoken by a republic of the Soviet Union, no state of the list")
        .corrected(RECODES)
        .with_states("cow")
    )
