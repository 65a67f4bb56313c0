"""Levels and ties built from sources' tables."""

from __future__ import annotations

from datetime import date
from math import exp
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record import published

from rightful.measures.boomerang import boomerang
from rightful.measures.boomerang_ties import (
    LEVELS,
    TIES,
    alliance_ties,
    count_ties,
    level_rows,
    membership_ties,
    nearness_ties,
    nhri_levels,
    procedure_ties,
    share_ties,
    shared_igo_ties,
    urgent_action_levels,
    vote_ties,
)


def told(ties: pl.DataFrame, whose: str = "ally") -> dict[object, float]:
    assert dict(ties.schema) == TIES
    return dict(ties.select(whose, "value").iter_rows())


def test_levels_keep_their_interval_and_drop_what_is_missing() -> None:
    table = pl.DataFrame(
        {"ccode": [2, 20], "year": [1990, 1990], "x": [0.5, None], "lo": [0.4, None]}
    )
    levels = level_rows(table, "x", "openness", "made up", low="lo")
    assert dict(levels.schema) == LEVELS
    assert levels.rows() == [(2, 1990, "openness", 0.5, 0.4, None, "made up")]


def test_of_two_statuses_the_higher_counts() -> None:
    one = pl.DataFrame({"ccode": [2], "year": [2015]})
    levels = nhri_levels(
        {
            "nhri_a": one,
            "nhri_d": pl.concat([one, one.with_columns(ccode=pl.lit(20, dtype=pl.Int64))]),
        }
    )
    assert levels.select("ccode", "mean").rows() == [(2, 1.0), (20, 0.0)]


def test_urgent_actions_count_in_whole_years_only() -> None:
    actions = pl.DataFrame(
        {
            "ccode": [155, 155, 155, 160],
            "year": [1992, 1992, 1988, 2015],
            "whole_year": [1, 1, 0, 0],
        }
    )
    levels = urgent_action_levels(actions)
    assert levels.select("ccode", "year", "mean").rows() == [(155, 1992, pytest.approx(2 / 3))]


def test_an_alliance_counts_from_either_side_and_by_what_is_promised() -> None:
    pairs = pl.DataFrame(
        {
            "ccode1": [2, 155, 20, 135, 2],
            "ccode2": [155, 2, 155, 155, 20],
            "year": [1977] * 5,
            "defense": [0, 1, 0, 0, 1],
            "offense": [0] * 5,
            "neutral": [0] * 5,
            "nonagg": [0, 0, 1, 0, 0],
            "consul": [0] * 5,
        }
    )
    assert told(alliance_ties(pairs, 155, 1977)) == {2: 1.0, 20: 0.5}
    assert told(alliance_ties(pairs, 155, 1978)) == {}


def memberships() -> pl.DataFrame:
    rows = [
        (155, "un", 1),
        (155, "oas", 2),
        (155, "bank", None),
        (155, "club", 3),
        (2, "un", 1),
        (2, "oas", 3),
        (2, "club", 1),
        (20, "other", 1),
    ]
    frame = pl.DataFrame(rows, schema=["ccode", "igo", "status"], orient="row")
    return frame.with_columns(year=1977)


def test_shared_organizations_are_a_share_of_the_targets() -> None:
    assert told(shared_igo_ties(memberships(), 155, 1977)) == {2: 0.5}
    assert told(shared_igo_ties(memberships(), 155, 2015)) == {}
    assert told(membership_ties(memberships(), 155, 1977), "body") == {"un": 1.0, "oas": 0.5}


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 1), st.floats(0, 1))
def test_nearness_lies_in_its_interval(a: float, b: float, wide: float, wider: float) -> None:
    points = pl.DataFrame(
        {
            "ccode": [155, 2],
            "year": [1977, 1977],
            "ideal_point": [a, b],
            "ideal_low": [a - wide, b - wider],
            "ideal_high": [a + wide, b + wider],
        }
    )
    row = nearness_ties(points, 155, 1977).row(0, named=True)
    assert row["value"] == pytest.approx(exp(-abs(a - b)))
    assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1


def resolutions(ground: str = "situation") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rcid": [1, 2, 3],
            "ccode": [155, 155, 630],
            "year": [1985] * 3,
            "part": [0, 1, 0],
            "ground": [ground] * 3,
        }
    )


def cast() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rcid": [1, 1, 1, 2, 3, 3, 3],
            "ccode": [2, 20, 155, 2, 2, 20, 630],
            "vote": [1, 2, 3, 3, 3, 1, 3],
        }
    )


def test_votes_on_the_target_come_first_and_parts_do_not_count() -> None:
    ties = vote_ties(resolutions(), cast(), 155, 1985)
    assert told(ties.filter(tie="votes")) == {2: 1.0, 20: 0.0}
    assert told(ties.filter(tie="resolutions"), "body") == {"un": 0.5}
    assert not ties.filter(tie="readiness").height


def test_readiness_stands_in_where_nothing_on_the_target_came_to_a_vote() -> None:
    ties = vote_ties(resolutions(), cast(), 160, 1985)
    # Each state's vote on itself is left out: Chile voted on Chile alone, Iran on Iran.
    assert told(ties) == {2: 0.5, 20: 0.5}
    assert set(ties["tie"]) == {"readiness"}
    assert told(vote_ties(resolutions("apartheid"), cast(), 160, 1985)) == {}


def test_a_procedure_opens_the_united_nations_wholly() -> None:
    register = pl.DataFrame(
        {
            "ccode": [155, 155],
            "instrument": ["ICCPR-OP1", "CAT"],
            "bound_from": [date(1992, 8, 27), date(1970, 1, 1)],
            "bound_until": [None, None],
            "known_until": [date(2020, 1, 1)] * 2,
        },
        schema_overrides={"bound_until": pl.Date},
    )
    assert told(procedure_ties(register, 155, 1977), "body") == {"un": 0.5}
    assert told(procedure_ties(register, 155, 1992), "body") == {"un": 1.0}
    assert told(procedure_ties(register, 155, 2021), "body") == {}


def test_counts_saturate_and_shares_stand() -> None:
    frame = pl.DataFrame({"ally": [2, 20], "target": [155, 160], "year": [2014] * 2})
    counts = frame.with_columns(count=pl.lit(3))
    assert told(count_ties(counts, 155, 2014, "recommendations", "upr")) == {2: 0.75}
    shares = frame.with_columns(share=pl.lit(0.2))
    assert told(share_ties(shares, 160, 2014, "aid", "made up")) == {20: 0.2}


@pytest.mark.shared
@pytest.mark.xdist_group("roll_calls")
@pytest.mark.long
def test_chile_1977_and_the_united_states_2005_on_the_real_files(shared: Path) -> None:
    def table(name: str, edition: str) -> pl.DataFrame:
        return published.tidied(shared, name, edition)[1].table.frame

    doubt, spaces = table("vdem", "15-doubt"), table("vdem", "14-demspaces")
    ends = ("v2x_libdem_codelow", "v2x_libdem_codehigh")
    open_at = level_rows(doubt, "v2x_libdem", "openness", "V-Dem 15", *ends)
    # The sources' own index of physical violence stands in for practice here.
    does = level_rows(table("vdem", "15-trimmed"), "v2x_clphy", "practice", "V-Dem 15")
    society = level_rows(spaces, "v2xcs_ccsi", "civil_society", "V-Dem 14")
    levels = pl.concat([open_at, does, society])
    ties = pl.concat(
        [
            alliance_ties(table("alliances", "5-dyad-year"), 155, 1977),
            shared_igo_ties(table("igo", "3.0-state-year"), 155, 1977),
            nearness_ties(table("ideal_points", "all-2024-06"), 155, 1977),
            vote_ties(
                table("unga_resolutions", "unvotes-2020"),
                table("unga_votes", "unvotes-2020"),
                155,
                1977,
            ),
        ]
    )
    chile = boomerang(155, 1977, levels, ties)
    assert chile.needed is True
    assert chile.paths[0].ally.ccode == 2
    assert chile.paths[0].weakest == "carried"
    assert boomerang(2, 2005, levels, ties).needed is False
