"""Texts folded to plain letters and cut into sentences, as scans and hostile files demand.

Everything runs in linear time in compiled code: a paragraph of a megabyte is slow, never stuck.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_CURLY: Final = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": " - ",
    "…": "...",
    "\u00ad": "",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
}
# A full stop in these ends no sentence.
_ABBREVIATED: Final = {
    "Mr.": "Mr",
    "Mrs.": "Mrs",
    "Ms.": "Ms",
    "Dr.": "Dr",
    "Art.": "Art",
    "art.": "art",
    "arts.": "arts",
    "para.": "para",
    "paras.": "paras",
    "e.g.": "eg",
    "i.e.": "ie",
    "U.S.": "US",
    "U.N.": "UN",
    "U.K.": "UK",
    "St.": "St",
    "Gen.": "Gen",
    "Prof.": "Prof",
    "inter alia.": "inter alia",
}
# Paragraph numbers that a scan leaves in front of a sentence ("... peace. 184. The stakes").
_NUMBERED: Final = r"(^|[.!?:][\"')\]]*)\s*\d{1,3}\s?[.)]\s+([A-Z\"'(\[])"
_END: Final = r"([.!?][\"')\]]*)\s+([\"'(\[]?(?:[A-Z0-9]|xs|xp|\[))"
CUT: Final = "\x1f"


def folded(texts: pl.Series) -> pl.Series:
    """Return texts in plain ASCII, one space between words, abbreviations without full stops."""
    column = (
        pl.col("text")
        .fill_null("")
        .str.replace_many(_CURLY)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.replace_all(r"([a-z])- ?\r?\n ?([a-z])", "$1$2")
        .str.replace_all(r"[^ -~]+", " ")
        .str.replace_all(r"\*\*|<[^<>]{0,200}>", " ")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
        .str.replace_many(_ABBREVIATED)
        .str.replace_all(r"\b(Nos?)\. (\d)", "$1 $2")
        .str.replace_all(_NUMBERED, "$1 $2")
    )
    return texts.cast(pl.String).to_frame("text").select(column)["text"]


def sentences(marked: pl.Series) -> pl.DataFrame:
    """Return one row per sentence: ``row`` (place in ``marked``), ``sentence``, ``said``.

    ``said`` is in lower case; a text without any word has no row.
    """
    cut = pl.col("text").str.replace_all(_END, f"${{1}}{CUT}${{2}}").str.to_lowercase()
    return (
        marked.to_frame("text")
        .select(cut.str.split(CUT).alias("said"))
        .with_row_index("row")
        .explode("said")
        .with_columns(pl.col("said").str.strip_chars())
        .filter(pl.col("said").str.contains(r"[a-z]"))
        .with_columns(sentence=pl.int_range(pl.len()).over("row"))
        .select(pl.col("row").cast(pl.Int64), pl.col("sentence").cast(pl.Int64), "said")
    )
