"""Entrapment, contestation and shaming: planted relations come back, chance tells nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS
from rightful.discourse.diffusion import contestation as contested
from rightful.discourse.diffusion import entrapment as entrapped
from rightful.discourse.diffusion.panel import within
from rightful.discourse.diffusion.shamers import dyads, spared

Floats = NDArray[np.float64]
Panel = tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64]]


def _panel(seed: int, slope: float, groups: int = 40, periods: int = 10) -> Panel:
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), periods)
    period = np.tile(np.arange(periods), groups)
    x = random.normal(size=group.size) + 0.5 * random.normal(size=groups)[group] + 0.3 * period
    y = slope * x + 3 * random.normal(size=groups)[group] + 0.7 * period
    return y + random.normal(size=group.size), x, group, period


def test_a_slope_within_groups_and_periods_is_that_of_dummies() -> None:
    y, x, group, period = _panel(1, 0.5)
    found = within(y, x, group, period, draws=200)
    dummies = np.column_stack([x, np.eye(40)[group], np.eye(10)[period][:, 1:]])
    assert found.estimate == pytest.approx(np.linalg.lstsq(dummies, y, rcond=None)[0][0])
    assert within(y, x, group, period, draws=200) == found
    weight = np.random.default_rng(0).random(y.size)
    heavy = within(y, x, group, period, weight, draws=50)
    root = np.sqrt(weight)[:, None]
    expected = np.linalg.lstsq(dummies * root, y * root[:, 0], rcond=None)[0][0]
    assert heavy.estimate == pytest.approx(expected)


def test_intervals_hold_the_slope_in_nineteen_cases_of_twenty() -> None:
    missed = 0
    for seed in range(100, 160):
        found = within(*_panel(seed, 0.5), draws=200, seed=seed)
        assert found.low is not None
        assert found.high is not None
        missed += not found.low < 0.5 < found.high
    assert missed <= 8


def test_few_groups_and_no_variation_tell_nothing() -> None:
    y, x, group, period = _panel(1, 1.0, groups=5)
    assert within(y, x, group, period).estimate is None
    y, x, group, period = _panel(1, 1.0)
    assert within(y, group.astype(float), group, period).estimate is None
    assert within(np.full(y.size, np.nan), x, group, period).estimate is None


def _coded(justify: float, seed: int = 1) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    rows = []
    for state in range(40):
        avowed = 0.0
        pace = random.random() * 3
        for year in range(1990, 2010):
            # Justification takes the place of denial as avowals pile up, if ``justify`` > 0.
            share = np.clip(0.3 + justify * np.log1p(avowed) + 0.05 * random.normal(), 0.02, 0.98)
            rows.append((state, year, share, 1 - share, 0.0))
            given = random.poisson(pace)
            rows += [(state, year, 0.0, 0.0, 1.0)] * given
            rows += [(state, year, 0.0, 0.0, 0.0)] * random.poisson(2)
            avowed += given
    frame = pl.DataFrame(
        rows, schema=["ccode", "year", "justify", "deny_norm", "recognize"], orient="row"
    )
    rest = [name for name in SPEECH_ACTS if name not in frame.columns]
    return frame.with_columns(pl.lit(0.0).alias(name) for name in rest)


def test_entrapment_is_found_where_it_is_planted_and_not_where_it_is_not() -> None:
    share = entrapped.entrapment(entrapped.answering(_coded(0.12)))[0]
    assert share.verdict == "yes"
    assert share.estimate == pytest.approx(0.12, abs=0.03)
    assert "the share of justification among its answers is higher" in share.said
    assert "deny" not in share.said
    none = [entrapped.entrapment(entrapped.answering(_coded(0.0, seed)))[0] for seed in range(6)]
    assert sum(one.verdict != "cannot tell" for one in none) <= 1


def test_what_is_avowed_this_year_does_not_count_for_this_year() -> None:
    rows = entrapped.answering(_coded(0.0)).filter(pl.col("year") == 1990)
    assert rows["avowed"].sum() == 0
    met = pl.DataFrame({"ccode": [0], "year": [1990], "criticisms": [2.0]})
    told = entrapped.answering(_coded(0.0), met)
    assert told.filter(pl.col("criticisms") > 0).select("ccode", "year").rows() == [(0, 1990)]


def _rights(effect: float, denials: float = 0.5) -> pl.DataFrame:
    random = np.random.default_rng(3)
    rows = [
        (state, right, denied := float(random.random() < denials), 1 - denied,
         before := random.random(), np.clip(0.4 + effect * denied + 0.2 * before
                                            + 0.1 * random.normal(), 0, 1))
        for state in range(60) for right in "abcdef"
    ]  # fmt: skip
    names = ["ccode", "right", "denied", "answered", "accepted_before", "accepted"]
    # Half of the rights are met in silence.
    quiet = pl.Series(random.random(len(rows)) < 0.5)
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(answered=pl.when(quiet).then(0.0).otherwise(pl.col("answered")))


def test_denial_before_concession_is_found_or_left_open() -> None:
    found = entrapped.denial_then_concession(_rights(0.25))
    assert found.verdict == "yes"
    assert found.estimate == pytest.approx(0.25, abs=0.06)
    rare = entrapped.denial_then_concession(_rights(0.25, denials=0.01))
    assert (rare.verdict, rare.estimate) == ("cannot tell", None)
    assert "denials are expected" in rare.why
    assert entrapped.denial_then_concession(_rights(0.0).clear()).verdict == "cannot tell"


def test_bodies_are_named_and_their_balance_has_an_interval() -> None:
    said = pl.DataFrame({
        "statement": ["a", "b"], "ccode": [1, 2], "year": [2008, 2008],
        "text": ["We thank the Human Rights Council. The weather is fine.",
                 "The Council of Human Rights and the International Criminal Court err!"],
    })  # fmt: skip
    named = contested.naming(contested.sentences_of(said))
    assert sorted(named.select("statement", "body").iter_rows()) == [
        ("a", "council"), ("b", "council"), ("b", "court"),
    ]  # fmt: skip
    acts = dict.fromkeys(SPEECH_ACTS, 0.0)
    many = pl.DataFrame(
        [{"body": "council", "ccode": i % 20, **acts, "praise": float(i % 3 > 0),
          "counter_accuse": float(i % 3 == 0)} for i in range(90)]
    )  # fmt: skip
    rows = {row["body"]: row for row in contested.legitimacy(many)}
    assert rows["council"]["balance"] == pytest.approx(1 / 3)
    assert rows["council"]["low"] < 1 / 3 < rows["council"]["high"]  # type: ignore[operator]
    assert rows["court"]["balance"] is None
    assert contested.contestation(many.with_columns(year=2000))["share"].mean() == pytest.approx(
        1 / 3, abs=0.05
    )


def test_contest_that_lowers_acceptance_is_found() -> None:
    random = np.random.default_rng(2)
    talk, reviews = [], []
    for state in range(80):
        for cycle, year in ((1, 2008), (2, 2012)):
            share = random.random()
            talk.append((state, year - 2, 4, 4 * share))
            accepted = int(random.binomial(200, np.clip(0.9 - 0.5 * share, 0, 1)))
            reviews.append((state, year, cycle, 200, accepted))
    by_year = pl.DataFrame(talk, schema=["ccode", "year", "passages", "expected"], orient="row")
    held = pl.DataFrame(
        reviews, schema=["ccode", "year", "cycle", "made", "accepted"], orient="row"
    )
    found = contested.influence(by_year, held)
    assert found.verdict == "no"
    assert found.estimate == pytest.approx(-0.5, abs=0.05)
    late = by_year.with_columns(year=pl.col("year") + 2)  # what is said in the year itself or later
    assert contested.influence(late.filter(pl.col("year") == 2012), held).verdict == "cannot tell"


def _acts(rows: list[tuple[int, int, int, float]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["ccode", "target", "year", "probability"], orient="row")
    return frame.with_columns(act=pl.lit("shame"))


def test_pairs_sum_chances_and_leave_out_what_is_none() -> None:
    acts = _acts([(1, 2, 2000, 0.5), (1, 2, 2000, 0.5), (2, 2, 2000, 0.9), (1, 3, 2001, 0.2)])
    other = acts.with_columns(act=pl.lit("praise"))
    nobody = acts.with_columns(target=pl.lit(None, pl.Int64))
    (one, two) = dyads(pl.concat([acts, other, nobody])).to_dicts()
    assert (one["sender"], one["target"], one["expected"], one["chance"]) == (1, 2, 1.0, 0.75)
    assert two["target"] == 3


def test_allies_that_are_spared_are_found_and_chance_is_not() -> None:
    random = np.random.default_rng(1)
    ties = pl.DataFrame(
        [(a, b, y) for y in range(1990, 2000) for a in range(40) for b in range(40)
         if a != b and a // 8 == b // 8], schema=["sender", "target", "year"], orient="row",
    )  # fmt: skip

    def drawn(spare: bool) -> pl.DataFrame:
        rows = []
        for year in range(1990, 2000):
            for _ in range(60):
                a, b = random.integers(40, size=2)
                if a != b and not (spare and a // 8 == b // 8):
                    rows.append((int(a), int(b), year, 0.8))
        return dyads(_acts(rows))

    found = spared(drawn(spare=True), ties, "allies", draws=299)
    assert (found.verdict, found.estimate < 0) == ("yes", True)  # type: ignore[operator]
    chance = [spared(drawn(spare=False), ties, "allies", draws=199) for _ in range(10)]
    assert sum(one.verdict != "cannot tell" for one in chance) <= 2
    assert spared(drawn(spare=True).head(5), ties, "allies").estimate is None
