"""Freedom in the World: survey years, territories, South Africa in 1972, points and ratings."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.record.sources.freedom_house import QUESTIONS, SUMS, FreedomHouse


def ratings(shared: Path) -> pl.DataFrame:
    return published.tidied(shared, "freedom_house", "2025")[1].table.frame


def scores(shared: Path) -> pl.DataFrame:
    return published.tidied(shared, "freedom_house", "2025-scores")[1].table.frame


def tidied(**cells: object) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return what the first made-up row becomes with other cells, and why rows are dropped."""
    source = FreedomHouse()
    row = source.example().head(1).with_columns(pl.lit(cell).alias(k) for k, cell in cells.items())
    result = source.tidy(row, source.editions[0])
    return result.table.frame, result.dropped_by_reason()


@pytest.mark.parametrize(
    ("year", "period"),
    [
        (1980.0, "1980"),
        (1982.0, "January 1981 to August 1982"),
        (1983.0, "August 1982 to November 1983"),
        (1988.0, "November 1987 to November 1988"),
        (1989.0, "November 1988 to December 1989"),
        (1990.0, "1990"),
    ],
)
def test_a_row_says_which_months_it_covers(year: float, period: str) -> None:
    assert tidied(year=year)[0]["period"].to_list() == [period]


@pytest.mark.parametrize(("word", "code"), [("NF", 0), ("PF", 1), ("F", 2)])
def test_higher_status_is_freer(word: str, code: int) -> None:
    assert tidied(status=word)[0]["status"].to_list() == [code]


def test_south_africa_was_rated_twice_in_1972() -> None:
    frame, dropped = tidied(cown=560.0, year=1972.0)
    assert frame.is_empty()
    assert "South Africa's white and black population were rated apart" in next(iter(dropped))
    assert tidied(cown=560.0, year=1973.0)[0].height == 1


@pytest.mark.shared
def test_no_survey_stands_under_1981(shared: Path) -> None:
    years = set(ratings(shared)["year"])
    assert set(range(1972, 2025)) - years == {1981}


@pytest.mark.shared
def test_codes_of_former_states(shared: Path) -> None:
    held = (
        ratings(shared)
        .group_by("ccode")
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
    )
    spans = {ccode: (first, last) for ccode, first, last in held.iter_rows()}
    assert spans[260] == (1972, 1989)
    assert spans[255] == (1990, 2024)
    assert spans[315] == (1972, 1992)
    assert spans[345] == (1972, 2024)
    assert spans[679] == (1990, 2024)
    assert spans[347] == (2008, 2024)


@pytest.mark.shared
def test_sums_are_sums_of_the_questions(shared: Path) -> None:
    frame = scores(shared)
    for name in SUMS:
        parts = [question for question in QUESTIONS if question.startswith(name)]
        assert (frame.select(pl.sum_horizontal(parts)).to_series() == frame[name]).all()
    rights = pl.sum_horizontal("a", "b", "c") + pl.col("add_a").fill_null(0) - pl.col("add_q")
    assert (frame.select(rights).to_series() == frame["pr_score"]).all()


@pytest.mark.shared
def test_editions_agree_on_ratings(shared: Path) -> None:
    both = ratings(shared).join(scores(shared), on=["ccode", "year"], suffix="_scores")
    assert both.height == scores(shared).height
    for name in ("pr", "cl", "status"):
        assert (both[name] == both[f"{name}_scores"]).all()


@pytest.mark.shared
def test_additional_question_ends_with_2016(shared: Path) -> None:
    asked = scores(shared).filter(pl.col("add_a").is_not_null())["year"]
    assert (asked.min(), asked.max()) == (2012, 2016)
