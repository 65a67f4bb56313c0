"""Items and ratings: recoding, zeros, and agreement with the published items."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import DataError, SourceError, StoreError, UnknownName, UsageError
from rightful.core.names import RIGHTS, RIGHTS_BY_FAMILY
from rightful.record import ratings as ratings_module
from rightful.record.catalogue import source
from rightful.record.items import items_of, last_graded_year
from rightful.record.listing import source_rows
from rightful.record.pull import pull
from rightful.record.ratings import published_ratings, published_scores, ratings
from rightful.record.store import Store

FAMILY = "physical_integrity"
# item -> state-years rated by both, of these the same, only by LHRS 4.02, only here.
AGREEMENT = {
    "disap": (4919, 4887, 0, 37),
    "kill": (4917, 4911, 0, 37),
    "polpris": (4924, 4924, 0, 38),
    "tort": (4923, 4923, 0, 37),
    "amnesty": (5999, 5998, 1, 29),
    "state": (7966, 7966, 1, 28),
    "hrw": (826, 826, 0, 9),
    "hathaway": (2178, 2178, 0, 0),
    "itt": (1452, 1452, 0, 0),
    "genocide": (10153, 10153, 0, 0),
    "rummel": (4868, 4868, 0, 0),
    "massive_repression": (5235, 5235, 0, 0),
    "executions": (4035, 4035, 0, 0),
    "negative_sanctions": (4035, 4035, 0, 0),
    "mass_killing": (9165, 9165, 1157, 0),
    "killing_present": (6254, 6234, 0, 3),
}
LOWEST_IN_LHRS = {"amnesty": 1, "state": 1, "hrw": 1, "hathaway": 1, "itt": 1}


@pytest.fixture(scope="session")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with every source of the family."""
    held = Store(tmp_path_factory.mktemp("store"))
    pull(held, tuple(items_of(FAMILY)["source"].unique()), shared / "raw").raise_if_failed()
    return held


@pytest.fixture(scope="session")
def rated(store: Store) -> pl.DataFrame:
    return ratings(store, items_of(FAMILY))


def test_items_fit_their_sources() -> None:
    for item in items_of(FAMILY).iter_rows(named=True):
        each = source(item["source"])
        declared = {variable.name: variable for variable in each.variables}
        variable = declared[item["variable"]]
        codes = sorted(variable.values) or [int(variable.low or 0), int(variable.high or 0)]
        assert (codes[0], codes[-1]) == (item["lowest"], item["lowest"] + item["categories"] - 1)
        assert item["right"] in RIGHTS
        assert item["sign"] in (-1, 1)
        assert item["standard"] in ("yearly", "fixed")
        assert item["edition"] in (None, *(edition.name for edition in each.editions))
        filled = (item["zero_from"] is not None, item["zero_until"] is not None)
        assert filled == ((item["zeros"] in ("filled", "source"),) * 2)


def test_every_right_has_one_main_item() -> None:
    main = items_of(FAMILY).filter(pl.col("main") == 1)
    assert sorted(main["right"]) == sorted(RIGHTS_BY_FAMILY[FAMILY])
    assert (main["categories"] > 2).all()


def test_items_of_a_family_without_any() -> None:
    with pytest.raises(DataError, match="no items are declared for economic_social"):
        items_of("economic_social")
    with pytest.raises(UnknownName, match="physical_integrity"):
        items_of("physical integrity rights")


def test_ratings_say_what_is_not_pulled(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="rightful pull cirights"):
        ratings(Store(tmp_path), items_of(FAMILY))


def test_categories_outside_the_item_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "ccode": [2],
            "year": [1999],
            "item": ["tort"],
            "category": [3],
            "source": ["cirights"],
            "edition": ["1"],
            "row": [1],
        }
    )
    with pytest.raises(DataError, match="outside their item's categories"):
        ratings_module._checked(frame, items_of(FAMILY))
    fine = frame.with_columns(category=pl.lit(2))
    with pytest.raises(DataError, match="repeat a state, year and item"):
        ratings_module._checked(pl.concat([fine, fine]), items_of(FAMILY))


def test_last_graded_year_passes_over_events() -> None:
    rated = pl.DataFrame({"item": ["tort", "tmk"], "year": [2001, 2020]})
    assert last_graded_year(rated, items_of(FAMILY)) == 2001
    with pytest.raises(DataError, match="no graded item is rated"):
        last_graded_year(rated.filter(item="tmk"), items_of(FAMILY))


def test_published_editions_are_named() -> None:
    with pytest.raises(UsageError, match=r"2\.04, 3\.01"):
        published_ratings(Path("file"), "4.02")
    with pytest.raises(UsageError, match="no edition of the LHRS is called 9"):
        published_scores(Path("file"), "9")


@pytest.mark.shared
def test_ratings_are_unique_and_point_to_rows(rated: pl.DataFrame) -> None:
    assert rated.height == 101_914
    assert not rated.select("ccode", "year", "item").is_duplicated().any()
    zeros = rated.filter(pl.col("row").is_null())
    assert set(zeros["category"]) == {0}
    assert set(zeros["item"]) <= {"genocide", "rummel", "massive_repression", "killing_present"}
    assert last_graded_year(rated, items_of(FAMILY)) == 2023


@pytest.mark.shared
@pytest.mark.parametrize("item", AGREEMENT)
def test_agreement_with_published_items(store: Store, rated: pl.DataFrame, item: str) -> None:
    published = (
        store.table("lhrs", "4.02")
        .select("ccode", "year", theirs=pl.col(item) - LOWEST_IN_LHRS.get(item, 0))
        .drop_nulls()
    )
    ours = rated.filter(item=item).select("ccode", "year", ours=pl.col("category").cast(pl.Int32))
    span = pl.col("year").is_between(published["year"].min(), published["year"].max())
    both = published.join(ours.filter(span), on=["ccode", "year"], how="full", coalesce=True)
    shared_years = both.drop_nulls()
    found = (
        shared_years.height,
        shared_years.filter(pl.col("theirs") == pl.col("ours")).height,
        both["ours"].null_count(),
        both["theirs"].null_count(),
    )
    assert found == AGREEMENT[item]


@pytest.mark.shared
def test_a_rating_leads_to_its_row(store: Store, rated: pl.DataFrame) -> None:
    one = rated.filter(item="tort", ccode=811, year=1999).row(0, named=True)
    declared = source("cirights").editions[0]
    raw = source("cirights").read(store.raw_path(declared.sha256), declared)
    cells = raw.filter(row=one["row"]).row(0, named=True)
    assert (cells["country"], cells["year"]) == ("Cambodia", "1999")
    assert int(cells["tort"]) == one["category"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("edition", "count", "items", "state_years"),
    [("3.01", 84_051, 16, 11_717), ("2.04", 62_395, 13, 9_802)],
)
def test_published_ratings(
    store: Store, edition: str, count: int, items: int, state_years: int
) -> None:
    rated, declared = published_ratings(store, edition)
    assert (rated.height, declared.height) == (count, items)
    scores = published_scores(store, edition)
    assert scores.height == state_years
    assert scores.null_count().row(0) == (0, 0, 0, 0)
    assert rated.join(scores, on=["ccode", "year"], how="anti").is_empty()


@pytest.mark.shared
def test_a_file_edited_in_the_store_is_refused(shared: Path, tmp_path: Path) -> None:
    held = Store(tmp_path)
    pull(held, ("lhrs",), shared / "raw" / "lhrs").raise_if_failed()
    path = held.raw("lhrs", "2.04")
    path.write_bytes(path.read_bytes().replace(b"1950", b"1951", 1))
    for read in (published_scores, published_ratings):
        with pytest.raises(StoreError, match="rightful pull lhrs") as caught:
            read(held, "2.04")
        assert str(path) in str(caught.value)
    rows = source_rows(held, ("lhrs",))[0]["editions"]
    assert {row["name"]: row["pulled"] for row in rows}["2.04"] is False
    pull(held, ("lhrs",), shared / "raw" / "lhrs").raise_if_failed()
    assert published_scores(held, "2.04").height == 9802


@pytest.mark.shared
def test_published_ratings_from_a_file(shared: Path) -> None:
    path = shared / "raw" / "lhrs" / "HumanRightsProtectionScores_v2.04.csv"
    assert published_scores(path, "2.04").height == 9802
    with pytest.raises(SourceError, match=r"is not LHRS 3\.01"):
        published_scores(path, "3.01")
