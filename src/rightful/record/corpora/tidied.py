"""From what the readers found to tables of statements, by the rules of the sources themselves."""

from __future__ import annotations

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Tidied
from rightful.record.corpora.general_debate import Debates
from rightful.record.sources.general_debate import GeneralDebate
from rightful.record.sources.upr_dialogue import UPRDialogue


def debate_statements(debates: Debates) -> Tidied:
    """Return the passages of the General Debate as statements: ``ungdc:KHM_72_2017:12``."""
    return GeneralDebate().tidy(_as_published(debates.passages), _read_here(debates.passages))


def report_statements(report: pl.DataFrame) -> Tidied:
    """Return the paragraphs of a review's report as statements: ``upr:slovenia-2010:B:53``.

    Parameters
    ----------
    report
        As ``read_report`` returns it; several may be put one below the other.
    """
    return UPRDialogue().tidy(_as_published(report), _read_here(report))


def _as_published(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame as a source reads it: text, with the number of the row first."""
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row")
    return frame.select(rows, pl.all().cast(pl.String))


def _read_here(frame: pl.DataFrame) -> Edition:
    """Return an edition that says that the rows were read from the user's own copy."""
    years = frame["year"].to_list() or [0]
    return Edition(
        name="read here",
        filename="",
        sha256="",
        size=0,
        first_year=min(years),
        last_year=max(years),
        note="Read by rightful from the publishers' own files.",
    )
