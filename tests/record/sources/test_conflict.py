"""Armed conflict: the gravest counts, silence is none, and two makers of state-years agree."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.record.sources.conflict import ArmedConflict


def made_up(**columns: list[float]) -> pl.DataFrame:
    source = ArmedConflict()
    raw = source.example().with_columns(pl.Series(name, held) for name, held in columns.items())
    return source.tidy(raw, source.editions[0]).table.frame


def level(frame: pl.DataFrame, ccode: int, year: int) -> tuple[object, object, object]:
    row = frame.filter(pl.col("ccode") == ccode, pl.col("year") == year)
    return row["internal_conflict"][0], row["internal_conflicts"][0], row["row"][0]


def test_the_gravest_conflict_counts() -> None:
    assert level(made_up(), 811, 1999) == (2, 2, 1)
    assert level(made_up(intensity_level=[1.0, 2.0, 2.0]), 811, 1999) == (2, 2, 2)
    assert level(made_up(intensity_level=[1.0, 1.0, 2.0]), 811, 1999) == (1, 2, 1)


def test_parties_of_one_conflict_are_not_counted_twice() -> None:
    assert level(made_up(conflict_id=[1.0, 1.0, 3.0]), 811, 1999) == (2, 1, 1)


def test_silence_is_none_and_has_no_row() -> None:
    assert level(made_up(), 385, 1999) == (0, 0, None)


@pytest.mark.shared
def test_two_makers_of_state_years_agree(shared: Path) -> None:
    listed = published.tidied(shared, "conflict", "25.1")[1].table.frame
    made = published.tidied(shared, "conflict", "22.1-state-years")[1].table.frame
    both = listed.join(made, on=["ccode", "year"], suffix="_made")
    differ = both.filter(pl.col("internal_conflict") != pl.col("internal_conflict_made"))
    assert both.height == made.height
    # Later versions of the list change a few of the earlier years.
    assert 0 < differ.height <= 40


@pytest.mark.shared
def test_known_wars(shared: Path) -> None:
    listed = published.tidied(shared, "conflict", "25.1")[1].table.frame
    assert level(listed, 517, 1994)[0] == 2
    assert level(listed, 652, 2015)[0] == 2
    assert level(listed, 385, 2015) == (0, 0, None)
