"""Who speaks up and what presses: publishers' totals, and quirks of these files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import BadRows, SourceError
from rightful.core.source import Tidied
from rightful.record.catalogue import source
from rightful.record.sources._amnesty_index import CCODES
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.states import all_states


@cache
def tidied(shared: Path, name: str, edition: str) -> Tidied:
    """Return an edition, its file wherever it lies below the shared folder."""
    each = source(name)
    declared = next(known for known in each.editions if known.name == edition)
    path = next(iter(shared.rglob(declared.filename)))
    return each.tidy(each.read(path, declared), declared)


def example(name: str) -> pl.DataFrame:
    each = source(name)
    return each.tidy(each.example(), each.editions[0]).table.frame


def test_every_class_of_amnesty_is_a_state() -> None:
    assert set(CCODES.values()) <= {state.ccode for state in all_states()}
    assert (CCODES["ASA23"], CCODES["EUR99"], CCODES["AFR65"]) == (811, 365, 626)
    assert "MDE21" not in CCODES, "the Palestinian Authority is no state of the list"


def test_actions_say_whether_their_year_is_whole() -> None:
    row = {"ai_index": "AMR22/001/1985", "date": "1985-04-01"}
    raw = (
        source("urgent_actions")
        .example()
        .head(1)
        .with_columns(**{k: pl.lit(v) for k, v in row.items()})
    )
    found = source("urgent_actions").tidy(raw, source("urgent_actions").editions[0]).table.frame
    assert found.select("ccode", "year", "whole_year").row(0) == (155, 1985, 0)


def test_news_are_read_as_their_script_means_them() -> None:
    each = source("news")
    rows = [
        (1, "1999", "MKD", "82"),
        (2, "2004", "MKD", "5"),
        (3, "1982", "RUS", "2"),
        (4, "1982", "SVU", "2"),
        (5, "2001", "MAC", "1"),
        (6, "1990", "OMN", "1"),
    ]
    raw = pl.DataFrame(rows, schema=each.example().schema, orient="row")
    result = each.tidy(raw, each.editions[0])
    kept = result.table.frame.select("ccode", "year", "articles").rows()
    assert set(kept) == {(345, 1999, 82), (365, 1982, 2), (343, 2001, 1)}
    assert [row for row, _ in result.dropped] == [2, 3, 6]


def test_senders_outside_the_list_are_null() -> None:
    assert example("upr").sort("row")["sender"].to_list() == [385, 816, None]


def test_an_unknown_answer_is_a_bad_cell() -> None:
    each = source("upr")
    raw = each.example().with_columns(response=pl.lit("Perhaps"))
    with pytest.raises(BadRows, match="accepted is 'Perhaps'"):
        each.tidy(raw, each.editions[0])


@pytest.mark.parametrize(
    ("start", "end", "ongoing"),
    [("01.02.1999", "31.01.1999", 0), ("01.02.1999", None, 0), ("01.02.1999", "1999", 0)],
)
def test_impossible_days_of_a_case(start: str, end: str | None, ongoing: int) -> None:
    each = source("sanctions_ist")
    raw = (
        each.example()
        .head(1)
        .with_columns(
            startdate=pl.lit(start), terdate=pl.lit(end, dtype=pl.String), ongoing=pl.lit(ongoing)
        )
    )
    with pytest.raises(BadRows, match="row 1: from"):
        each.tidy(raw, each.editions[0])


def test_senders_of_sanctions_and_their_goal() -> None:
    cases = example("sanctions_ist").sort("row")
    assert cases["sender"].to_list() == [2, 1, 4]
    assert cases["goal_hr"].to_list() == [1, 1, 0]
    assert cases["year"].to_list() == [1999, 1980, 1995]


def test_least_number_of_protesters() -> None:
    each = source("protests")
    sizes = ["200", ">50", "1000s", "50+", "about 70", "<500", "30", ".", None]
    rows = pl.concat([each.example().head(1)] * len(sizes)).with_columns(
        pl.Series("participants", sizes),
        pl.lit(None, dtype=pl.String).alias("participants_category"),
        pl.Series("row", range(1, len(sizes) + 1), dtype=pl.Int32),
        pl.Series("id", [f"a{number}" for number in range(len(sizes))]),
    )
    found = each.tidy(rows, each.editions[0]).table.frame.sort("row")["participants_least"]
    assert found.to_list() == [200, 50, 1000, 50, None, None, None, None, None]


def test_a_file_that_is_not_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="is not a gzip file"):
        read_csv_gz(path, ("a",))
    with pytest.raises(SourceError, match="is not there"):
        read_csv_gz(tmp_path / "none.csv.gz", ("a",))


@pytest.mark.shared
def test_totals_are_those_of_the_publishers(shared: Path) -> None:
    upr = tidied(shared, "upr", "sessions-1-20").table.frame
    assert (upr.height, upr["ccode"].n_unique()) == (41064, 193)
    assert (upr["accepted"].sum(), (upr["accepted"] == 0).sum()) == (30471, 10593)
    assert (upr["sender"] == upr["ccode"]).sum() == 0
    outside = set(upr.filter(pl.col("sender").is_null())["sender_name"])
    assert outside == {"Holy See", "Palestine", "&#40;Unknown&#41;"}
    actions = tidied(shared, "urgent_actions", "2015-08")
    assert actions.table.frame.height + len(actions.dropped) == 20356
    assert len(actions.dropped) == 174
    protests = tidied(shared, "protests", "2020-03")
    assert (protests.table.frame.height, len(protests.dropped)) == (15226, 13)
    cases = tidied(shared, "sanctions_ist", "jpr-2023").table.frame
    assert (cases.height, cases["goal_hr"].sum(), cases["ongoing"].sum()) == (399, 191, 108)
    news = tidied(shared, "news", "1980-2010").table.frame
    assert news["articles"].sum() == 7206


@pytest.mark.shared
def test_reviews_of_cambodia(shared: Path) -> None:
    upr = tidied(shared, "upr", "sessions-1-20").table.frame
    cambodia = upr.filter(pl.col("ccode") == 811)
    assert cambodia.group_by("year", "session").len().sort("year").rows() == [
        (2009, 6, 138),
        (2014, 18, 205),
    ]


@pytest.mark.shared
def test_aid_is_not_over_national_income(shared: Path) -> None:
    dependence = tidied(shared, "aid_received", "of-investment").table.frame
    cambodia = dependence.filter(pl.col("ccode") == 811, pl.col("year") == 1995)
    # Aid was about a sixth of Cambodia's income in 1995, and about all of its investment.
    assert cambodia["aid_of_investment"][0] == pytest.approx(100.96, abs=0.01)


@pytest.mark.shared
def test_military_aid_to_chile_ends_in_1977(shared: Path) -> None:
    aid = tidied(shared, "us_aid", "2018").table.frame
    military = aid.filter(
        pl.col("ccode") == 155, pl.col("category") == 2, pl.col("transaction") == 1
    )
    assert set(range(1970, 1976)) <= set(military["year"])
    assert not set(range(1977, 1986)) & set(military["year"])


@pytest.mark.shared
def test_parts_of_serbia_and_montenegro_are_kept_apart(shared: Path) -> None:
    aid = tidied(shared, "us_aid", "2018").table.frame
    parts = aid.filter(pl.col("ccode") == 345, pl.col("year") == 2004)["recipient"]
    assert set(parts) == {"Serbia", "Montenegro", "Kosovo", "Serbia and Montenegro (former)"}
