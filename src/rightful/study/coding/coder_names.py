"""The names of states that the coder looks for: those that masking hides, without the capitals."""

from __future__ import annotations

from functools import cache

import polars as pl

from rightful.discourse.coder.targets import Names
from rightful.record.instruments import read_table
from rightful.record.state_table import all_states
from rightful.study.coding.masked_names import frame_of_names


@cache
def coder_names() -> Names:
    """Return names, adjectives and demonyms of states; what several states bore is told apart."""
    # A capital is a place of meetings more often than a government; negative codes are no states.
    known = frame_of_names().filter(pl.col("ccode") > 0)
    dated = read_table("government_names").with_columns(pl.col("ccode", "from", "until").cast(int))
    capital = pl.col("kind") == "capital"
    bearers = _bearers(known.filter(~capital), dated.filter(kind="name"))
    seats = _bearers(known.filter(capital), dated.filter(kind="seat"))
    borne = dated.group_by("name", "ccode", maintain_order=True).agg(pl.struct("from", "until"))
    return Names(
        codes={name: codes[0] for name, codes in bearers.items() if len(codes) == 1},
        shared={name: tuple(codes) for name, codes in bearers.items() if len(codes) > 1},
        seats={name: tuple(codes) for name, codes in seats.items() if name not in bearers},
        borne={
            **_lives_of_shared(bearers | seats),
            **{
                (name, code): tuple((one["from"], one["until"]) for one in lives)
                for name, code, lives in borne.iter_rows()
            },
        },
        first=_first_years(),
    )


def _bearers(names: pl.DataFrame, dated: pl.DataFrame) -> dict[str, list[int]]:
    both = pl.concat([one.select("name", pl.col("ccode").cast(pl.Int64)) for one in (names, dated)])
    found = both.group_by("name").agg(pl.col("ccode").unique().sort()).sort("name")
    return dict(found.iter_rows())


def _lives_of_shared(
    bearers: dict[str, list[int]],
) -> dict[tuple[str, int], tuple[tuple[int, int | None], ...]]:
    """Return the lives of states whose names several bore: who is dead is not meant."""
    spells: dict[int, list[tuple[int, int | None]]] = {}
    for one in all_states():
        if one.ccode is not None:
            years = (one.start.year, None if one.end is None else one.end.year)
            spells.setdefault(one.ccode, []).append(years)
    return {
        (name, code): tuple(spells[code])
        for name, codes in bearers.items()
        if len(codes) > 1
        for code in codes
        if code in spells
    }


def _first_years() -> dict[int, int]:
    first: dict[int, int] = {}
    for one in all_states():
        if one.ccode is not None:
            first[one.ccode] = min(one.start.year, first.get(one.ccode, one.start.year))
    return first
