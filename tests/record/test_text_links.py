"""The table of links: later to earlier, inside the limits, in step with the table of shares."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.record.text_links import text_edges, text_links, text_shares


def test_no_link_leads_to_a_later_text() -> None:
    years = dict(text_shares().frame.select("instrument", "text_year").iter_rows()) | {
        "GENOCIDE": 1948
    }
    for later, earlier in text_links().frame.select("instrument", "ancestor").iter_rows():
        assert years[later] >= years[earlier]


def test_every_link_passes_its_limit_and_the_shares_count_them() -> None:
    links, shares = text_links().frame, text_shares().frame
    both = links.join(shares, on=["instrument", "ancestor"], how="left")
    assert both["limit_similarity"].null_count() == 0
    assert both.filter(pl.col("similarity") < pl.col("limit_similarity") - 0.001).is_empty()
    counted = links.group_by("instrument", "ancestor").len()
    joined = shares.join(counted, on=["instrument", "ancestor"], how="left")
    found = joined.select(n=pl.col("len").fill_null(0), told=pl.col("similar") * pl.col("passages"))
    assert found["n"].to_list() == pytest.approx(found["told"].to_list(), abs=0.05)


def test_the_table_holds_no_words() -> None:
    frame = text_links().frame
    assert frame["article"].str.len_chars().to_numpy().max() <= 8
    assert frame["ancestor_article"].str.len_chars().to_numpy().max() <= 8


def test_known_descents_are_found() -> None:
    links = text_links().frame.filter(ancestor="UDHR")
    pairs = set(links.select("instrument", "article", "ancestor_article").iter_rows())
    assert {("ICCPR", "7", "5"), ("ICCPR", "17", "12"), ("ICESCR", "13", "26")} <= pairs


def test_an_edge_weighs_no_more_than_the_share_and_all_of_a_text_at_most_one() -> None:
    joined = text_edges().frame.join(text_shares().frame, on=["instrument", "ancestor"], how="left")
    assert joined["similar"].null_count() == 0
    assert joined.filter(pl.col("weight") > pl.col("similar") + 1e-4).is_empty()
    total = text_edges().frame.group_by("instrument").agg(pl.col("weight").sum())
    assert total["weight"].to_numpy().max() <= 1.0001
