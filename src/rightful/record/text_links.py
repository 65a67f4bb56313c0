"""Our own table of links between legal texts: ids and numbers, no words of anyone.

Made by ``benchmarks/diffusion.py`` from the texts in hand; how to read it:
``docs/decisions/regime.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import read_table

_LINKS: Final = (
    Variable("instrument", "Later text: instrument, or ISO code and year of a constitution", "key"),
    Variable("article", "Its article; part/article where numbers start anew", "key"),
    Variable("passage", "Passage of a long article, from 1", "key"),
    Variable("ancestor", "Earlier instrument", "key"),
    Variable("ancestor_article", "Its most similar article", "text"),
    Variable(
        "similarity", "Mean of two cosines of word and letter n-grams", "number", low=0, high=1
    ),
    Variable(
        "reuse", "Share of the shorter text's five-word runs in both", "number", low=0, high=1
    ),
    Variable("reused", "1 where reuse passes its limit too", "flag", values={0: "no", 1: "yes"}),
)
_SHARES: Final = (
    Variable("instrument", "Later text", "key"),
    Variable("kind", "declaration, treaty or constitution", "text"),
    Variable("adopted", "Year of adoption", "integer"),
    Variable("text_year", "Year of the latest revision that the text holds", "integer"),
    Variable("ancestor", "Earlier instrument", "key"),
    Variable("passages", "Passages of the later text", "integer"),
    Variable("similar", "Share of passages linked to the ancestor", "number", low=0, high=1),
    Variable("reused", "Share of passages that reuse its words", "number", low=0, high=1),
    Variable("articles", "Articles of the later text", "integer"),
    Variable(
        "articles_similar", "Share of articles with a linked passage", "number", low=0, high=1
    ),
    Variable("reached", "Articles of the ancestor that are linked to", "integer"),
    Variable("limit_similarity", "Likeness that a link must pass", "number", low=0, high=1),
    Variable("limit_reuse", "Reuse that must be passed", "number", low=0, high=1),
)
_EDGES: Final = (
    Variable("ancestor", "Earlier instrument", "key"),
    Variable("instrument", "Later text", "key"),
    Variable(
        "weight",
        "Share of its passages whose most similar linked ancestor it is",
        "number",
        low=0,
        high=1,
    ),
)


@cache
def text_links() -> Table:
    """Return the links above chance, one row per passage and earlier instrument."""
    frame = read_table("text_links").with_columns(
        pl.col("passage", "reused").cast(pl.Int64), pl.col("similarity", "reuse").cast(pl.Float64)
    )
    key = ("instrument", "article", "passage", "ancestor")
    return Table(frame, key, _LINKS, "text links")


@cache
def text_shares() -> Table:
    """Return how much of each text is linked to each earlier one, zeros included."""
    whole = [one.name for one in _SHARES if one.kind == "integer"]
    parts = [one.name for one in _SHARES if one.kind == "number"]
    frame = read_table("text_shares").with_columns(
        pl.col(whole).cast(pl.Int64), pl.col(parts).cast(pl.Float64)
    )
    return Table(frame, ("instrument", "ancestor"), _SHARES, "text shares")


@cache
def text_edges() -> Table:
    """Return the graph of descent: each passage counts once, for its closest ancestor.

    The nodes, with their years, are the instruments of ``text_shares`` and GENOCIDE (1948).
    """
    frame = read_table("text_edges").with_columns(pl.col("weight").cast(pl.Float64))
    return Table(frame, ("ancestor", "instrument"), _EDGES, "text edges")
