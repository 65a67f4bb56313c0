"""Paths of the boomerang: products, ranks, silences and the user's own names."""

from __future__ import annotations

from math import prod

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.measures.boomerang import Ally, Boomerang, Path, Unranked, boomerang
from rightful.measures.boomerang_text import describe, exportable_rows, rows
from rightful.measures.boomerang_ties import LEVELS, TIES

TARGET, YEAR = 155, 1977
ALLIES = (2, 20, 385)
TIE_NAMES = ("votes", "readiness", "recommendations", "alliance", "shared_igo", "nearness", "aid")
unit = st.floats(0, 1, allow_subnormal=False).map(lambda x: round(x, 3))

Level = tuple[int, str, float, float | None, float | None]
Tie = tuple[int | None, str | None, str, float, float | None, float | None]


def level_table(levels: list[Level]) -> pl.DataFrame:
    rows = [(c, YEAR, series, mean, low, high, "made up") for c, series, mean, low, high in levels]
    return pl.DataFrame(rows, schema=LEVELS, orient="row")


def tie_table(ties: list[Tie]) -> pl.DataFrame:
    rows = [
        (ally, body, TARGET, YEAR, tie, value, low, high, "made up")
        for ally, body, tie, value, low, high in ties
    ]
    return pl.DataFrame(rows, schema=TIES, orient="row")


def of_target(openness: float = 0.1) -> list[Level]:
    return [
        (TARGET, "openness", openness, max(0.0, openness - 0.05), min(1.0, openness + 0.05)),
        (TARGET, "civil_society", 0.5, None, None),
        (TARGET, "nhri", 0.0, None, None),
        (TARGET, "practice", -1.0, -1.4, -0.6),
    ]


def of_ally(ccode: int, openness: float = 0.8, practice: float = 1.0) -> list[Level]:
    level = (ccode, "practice", practice, practice - 0.4, practice + 0.4)
    return [(ccode, "openness", openness, None, None), level]


def found(levels: list[Level], ties: list[Tie]) -> Boomerang:
    return boomerang(TARGET, YEAR, level_table(levels), tie_table(ties))


def whole() -> tuple[list[Level], list[Tie]]:
    levels = of_target()
    ties: list[Tie] = []
    for place, ccode in enumerate(ALLIES):
        levels += of_ally(ccode, openness=0.9 - place / 10)
        ties += [(ccode, None, "votes", 1.0, None, None)]
        ties += [(ccode, None, "alliance", 1.0 - place / 4, None, None)]
    return levels, ties


networks = st.lists(
    st.tuples(st.sampled_from(ALLIES), st.sampled_from(TIE_NAMES), unit),
    unique_by=lambda row: row[:2],
).map(lambda drawn: [(ally, None, tie, value, None, None) for ally, tie, value in drawn])
records = st.tuples(
    st.lists(st.tuples(unit, st.floats(-3, 3)), min_size=3, max_size=3).map(
        lambda drawn: [
            level
            for ccode, (openness, practice) in zip(ALLIES, drawn, strict=True)
            for level in of_ally(ccode, openness, practice)
        ]
    ),
    networks,
)


def key(path: Path) -> tuple[str, Ally]:
    return path.organization, path.ally


def test_a_score_is_the_product_of_its_links() -> None:
    result = found(*whole())
    assert [path.ally.ccode for path in result.paths] == list(ALLIES)
    assert [path.rank for path in result.paths] == [1, 2, 3]
    best = result.paths[0]
    kinds = ("blocked", "carried", "heard", "standing", "willing", "reach")
    assert tuple(link.kind for link in best.links) == kinds
    assert best.score == pytest.approx(prod(link.strength.mean for link in best.links))
    strengths = {link.kind: link.strength.mean for link in best.links}
    assert strengths["blocked"] == pytest.approx(0.9)
    assert strengths["reach"] == pytest.approx(0.5)
    assert best.weakest in ("carried", "reach")
    # Only openness is an estimate here, and the practice inside a probability.
    assert best.low == pytest.approx(best.score * 0.85 / 0.9)
    assert best.high == pytest.approx(best.score * 0.95 / 0.9)


def test_every_link_says_what_it_rests_on() -> None:
    for path in found(*whole()).paths:
        for link in path.links:
            assert link.evidence
            assert all(each.source and each.year == YEAR for each in link.evidence)


@settings(max_examples=80, deadline=None)
@given(records)
def test_scores_lie_between_their_bounds_and_ranks_follow_them(
    record: tuple[list[Level], list[Tie]],
) -> None:
    result = found(of_target() + record[0], record[1])
    scores = [path.score for path in result.paths]
    assert scores == sorted(scores, reverse=True)
    for path in result.paths:
        assert 0 < path.score <= 1
        assert 0 <= path.low <= path.score + 1e-12
        assert path.score <= path.high + 1e-12 <= 1 + 1e-9
        assert path.rank == 1 + sum(score > path.score for score in scores)


@settings(max_examples=80, deadline=None)
@given(records, networks, unit)
def test_an_unrelated_state_changes_nothing(
    record: tuple[list[Level], list[Tie]], other: list[Tie], openness: float
) -> None:
    levels, ties = of_target() + record[0], record[1]
    stranger = [(900, "openness", openness, None, None), (900, "practice", 2.0, 1.5, 2.5)]
    # Its ties are with another target, and its own levels say nothing of ours.
    elsewhere = tie_table([(900, *tie[1:]) for tie in other]).with_columns(
        target=pl.lit(160, dtype=pl.Int64)
    )
    elsewhere = elsewhere.unique(["ally", "tie"])
    more = pl.concat([tie_table(ties), elsewhere])
    assert boomerang(TARGET, YEAR, level_table([*levels, *stranger]), more) == found(levels, ties)


@settings(max_examples=120, deadline=None)
@given(records, st.integers(0, 1000))
def test_a_missing_record_never_raises_a_rank(
    record: tuple[list[Level], list[Tie]], which: int
) -> None:
    levels, ties = record
    before = found(of_target() + levels, ties)
    place = which % (len(levels) + len(ties))
    if place < len(levels):
        ally: int | None = levels[place][0]
        fewer = found(of_target() + levels[:place] + levels[place + 1 :], ties)
    else:
        place -= len(levels)
        ally = ties[place][0]
        fewer = found(of_target() + levels, ties[:place] + ties[place + 1 :])
    old = {key(path): path for path in before.paths}
    for path in fewer.paths:
        assert key(path) in old, "a lost record opened a path"
        assert path.score <= old[key(path)].score + 1e-12
        if path.ally.ccode == ally:
            assert path.rank >= old[key(path)].rank
        else:
            assert path.score == old[key(path)].score


@pytest.mark.parametrize("lost", ["openness", "practice", "votes", "alliance"])
def test_a_link_without_a_record_is_told_apart(lost: str) -> None:
    levels, ties = whole()
    levels = [level for level in levels if (level[0], level[1]) != (2, lost)]
    ties = [tie for tie in ties if (tie[0], tie[2]) != (2, lost)]
    result = found(levels, ties)
    kinds = {"openness": "heard", "practice": "standing", "votes": "willing", "alliance": "reach"}
    told = [(each.kind, each.ally) for each in result.unranked if each.ally]
    assert told == [(kinds[lost], Ally("state", 2))]
    assert 2 not in [path.ally.ccode for path in result.paths]


def test_what_is_recorded_at_zero_is_closed_and_not_missing() -> None:
    levels, ties = whole()
    ties[0] = (2, None, "votes", 0.0, None, None)
    result = found(levels, ties)
    assert [path.ally.ccode for path in result.paths] == [20, 385]
    closed = [(whose, link.kind) for whose, link in result.closed]
    assert closed == [("nhri", "carried"), (Ally("state", 2), "willing")]
    assert Unranked("carried", organization="international_ngo") in result.unranked


def test_an_open_state_needs_no_boomerang() -> None:
    levels, ties = whole()
    result = found(of_target(openness=0.8) + levels[4:], ties)
    assert result.needed is False
    assert result.paths == ()
    assert "not needed" in result.why
    assert "0.80" in result.why


def test_where_the_interval_spans_the_middle_it_cannot_tell() -> None:
    levels, ties = whole()
    result = found(of_target(openness=0.48) + levels[4:], ties)
    assert result.needed is None
    assert result.why.startswith("Cannot tell")
    assert result.paths


def test_without_openness_nothing_is_ranked() -> None:
    levels, ties = whole()
    result = found(levels[1:], ties)
    assert (result.needed, result.paths) == (None, ())
    assert Unranked("blocked") in result.unranked


def test_bodies_are_ranked_apart_from_states() -> None:
    levels, ties = whole()
    for name, value in (("membership", 1.0), ("procedure", 0.5), ("resolutions", 0.8)):
        ties.append((None, "un", name, value, None, None))
    ties.append((None, "oas", "membership", 1.0, None, None))
    result = found(levels, ties)
    bodies = [path for path in result.paths if path.ally.type == "io"]
    assert [(path.ally.body, path.rank) for path in bodies] == [("un", 1)]
    assert [path.rank for path in result.paths if path.ally.type == "state"] == [1, 2, 3]
    untold = [each.kind for each in result.unranked if each.ally == Ally("io", body="oas")]
    assert untold == ["heard", "willing"]


def test_names_of_the_user_never_leave() -> None:
    names = pl.DataFrame({"type": ["domestic_ngo"], "name": ["The Lantern Circle"]})
    levels, ties = whole()
    result = boomerang(TARGET, YEAR, level_table(levels), tie_table(ties), names)
    assert "Lantern" not in describe(result)
    assert "Lantern" in describe(result, private=True)
    own = rows(result).filter(pl.col("name").is_not_null())
    assert own["exportable"].to_list() == [False]
    leaving = exportable_rows(result)
    assert "name" not in leaving.columns
    assert leaving.height == len(result.paths)
    assert "Lantern" not in leaving.write_csv()


def test_the_text_tells_the_whole_story() -> None:
    text = describe(found(*whole()), {TARGET: "Chile", 2: "United States"}, most=2)
    assert "Chile, 1977" in text
    assert "1. blocked group -> a domestic NGO -> United States -> target: score 0." in text
    assert "2 best of 3" in text
    assert "votes 1.00 (made up, 1977)" in text
    assert "an international NGO: it can carry the claim abroad: no record" in text
    assert "no chance of success" in text


def test_bad_records_are_refused() -> None:
    levels, ties = whole()
    with pytest.raises(DataError, match="out of range"):
        found([*levels, (9, "openness", 1.5, None, None)], ties)
    with pytest.raises(DataError, match="out of range"):
        found(levels, [*ties, (9, None, "aid", 0.5, 0.6, 0.7)])
    with pytest.raises(DataError, match="stand twice"):
        found(levels, [*ties, ties[0]])
    with pytest.raises(DataError, match="name \\['gossip'\\]"):
        found(levels, [*ties, (9, None, "gossip", 0.5, None, None)])
    with pytest.raises(DataError, match="lack source"):
        boomerang(TARGET, YEAR, level_table(levels).drop("source"), tie_table(ties))


def test_records_of_other_years_are_not_carried() -> None:
    levels, ties = whole()
    result = boomerang(TARGET, YEAR + 1, level_table(levels), tie_table(ties))
    assert (result.needed, result.paths, result.closed) == (None, (), ())
