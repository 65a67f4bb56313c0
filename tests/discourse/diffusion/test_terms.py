"""Spread, shift and company of terms: what was planted is found, and nothing where nothing is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.discourse.diffusion.made_up import ready, speeches, with_planted

from rightful.core.errors import DataError
from rightful.discourse.diffusion import meaning, terms
from rightful.discourse.diffusion.intervals import rate_interval, verdict_of, wilson
from rightful.discourse.diffusion.phrases import phrase

TERM = phrase("human security")


def test_a_planted_curve_of_adoption_comes_back() -> None:
    start = {100 + state: 1970 + state for state in range(10)}
    planted = {
        (state, year): "Human Security." for state, begun in start.items() for year in (begun, 1999)
    }
    used = terms.uses(ready(with_planted(speeches(), planted)), TERM)
    found = terms.adopters(used)
    assert dict(found.select("ccode", "year").iter_rows()) == start
    assert found["spoke_before"].to_list() == [10 + state for state in range(10)]
    curve = {row["year"]: row for row in terms.adoption(used).to_dicts()}
    assert curve[1969]["adopted"] == 0
    assert curve[1974]["adopted"] == 5
    assert curve[1999]["share"] == 0.5
    assert curve[1999]["low"] < 0.5 < curve[1999]["high"]
    assert sum(row["new"] for row in curve.values()) == 10


def test_rates_count_words_and_cover() -> None:
    planted = {(100, 1980): "human security human security", (101, 1980): "human securities"}
    rows = terms.rates(terms.uses(ready(with_planted(speeches(), planted)), TERM))
    (year,) = rows.filter(pl.col("year") == 1980).to_dicts()
    assert (year["hits"], year["using"], year["speeches"]) == (3, 2, 20)
    assert year["words"] == 20 * 40 + 6
    assert year["rate"] == pytest.approx(3000 / 806)
    assert year["rate_low"] < year["rate"] < year["rate_high"]
    assert year["dispersion"] > 1  # two uses in one speech are no independent events
    (none,) = rows.filter(pl.col("year") == 1981).to_dicts()
    assert (none["rate"], none["rate_low"]) == (0, 0)
    assert none["rate_high"] > 0


def test_intervals_agree_with_their_sources() -> None:
    low, high = wilson(np.array([3.0]), np.array([20.0]))
    given = stats.binomtest(3, 20).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx((given.low, given.high))
    low, high = rate_interval(np.array([4.0]), np.array([2.0]))
    exact = (stats.chi2.ppf(0.025, 8) / 4, stats.chi2.ppf(0.975, 10) / 4)
    assert (low[0], high[0]) == pytest.approx(exact)


def test_a_term_that_comes_to_stand_beside_another_is_found_and_none_where_none_does() -> None:
    random = np.random.default_rng(3)
    rising, flat = {}, {}
    for state in range(100, 120):
        for year in range(1960, 2000):
            chance = (year - 1960) / 80
            rising[state, year] = "Security" + (
                " and democracy." if random.random() < chance else "."
            )
            flat[state, year] = "Security" + (" and democracy." if random.random() < 0.25 else ".")
    asked = phrase("security"), phrase("democracy")
    found = terms.joint_trend(ready(with_planted(speeches(), rising)), *asked)
    assert found.verdict == "yes"
    assert found.estimate == pytest.approx(10 / 80, abs=0.03)
    texts = ready(with_planted(speeches(), flat))
    assert terms.joint_trend(texts, *asked).verdict == "cannot tell"
    assert terms.joint(texts, *asked)["sentences"].sum() == 20 * 40
    chosen = terms.joint_trend(ready(with_planted(speeches(), rising)), *asked, selected=True)
    assert (chosen.verdict, "chosen" in chosen.why) == ("cannot tell", True)


def test_a_sentence_bounds_joint_use() -> None:
    said = with_planted(speeches(), {(100, 1980): "Security. Democracy."})
    found = terms.joint(ready(said), phrase("security"), phrase("democracy"))
    assert found["both"].sum() == 0


def test_trends_of_noise_are_told_in_one_case_of_twenty() -> None:
    random = np.random.default_rng(5)
    state = np.repeat(np.arange(30.0), 30)
    year = np.tile(np.arange(1970.0, 2000.0), 30)
    told = 0
    for draw in range(100):
        level = random.random(30)[state.astype(int)]  # states differ, and stay as they are
        value = (random.random(900) < 0.2 + 0.4 * level).astype(float)
        found = terms.trend(year, value, state, draws=300, seed=draw)
        told += verdict_of(found.low, found.high) != "cannot tell"
    assert told <= 12  # 5 expected


def test_too_few_states_tell_no_trend() -> None:
    used = terms.uses(ready(speeches(states=4)), TERM)
    found = terms.recent_change(used, TERM)
    assert (found.estimate, found.verdict) == (None, "cannot tell")
    assert "4 states" in found.why


def test_company_that_shifts_is_found_once_a_speech_and_within_reach() -> None:
    planted = {}
    for state in range(100, 120):
        for year in range(1960, 2000):
            word = "atomic" if year < 1970 else "climate"
            planted[state, year] = f"security {word} {word} of the " + "zzz " * 9 + "faraway"
    near = meaning.company(ready(with_planted(speeches(), planted)), phrase("security"))
    assert near.filter(pl.col("word") == "atomic").height == 20 * 10
    assert not near.filter(pl.col("word").is_in(["faraway", "of", "security"])).height
    table = meaning.shift(meaning.decades(near))
    told = dict(table.filter("stands_out").group_by("group").agg("word").iter_rows())
    assert told["1960s"] == ["atomic"]
    assert all("atomic" not in words for group, words in told.items() if group != "1960s")


def test_company_that_does_not_shift_gives_no_finding() -> None:
    told = 0
    for seed in range(20):
        said = speeches(states=15, words=30, seed=seed)
        planted = dict.fromkeys(said.select("ccode", "year").iter_rows(), "security")
        near = meaning.decades(
            meaning.company(ready(with_planted(said, planted)), phrase("security"))
        )
        told += int(meaning.shift(near)["stands_out"].any())
    assert told <= 3  # at most 1 expected


def test_log_odds_are_those_of_the_paper() -> None:
    ratio, error = meaning.log_odds(np.array([10.0, 90.0]), np.array([10.0, 190.0]))
    prior = 500 * np.array([20.0, 280.0]) / 300
    one, other = np.array([10.0, 90.0]) + prior, np.array([10.0, 190.0]) + prior
    expected = np.log(one[0] / one[1]) - np.log(other[0] / other[1])
    assert ratio[0] == pytest.approx(expected)
    assert error[0] == pytest.approx(np.sqrt((1 / one).sum() + (1 / other).sum()))


def test_statements_without_what_is_needed_are_refused_and_empty_ones_pass() -> None:
    with pytest.raises(DataError, match="text"):
        terms.prepared(speeches().drop("text"))
    empty = ready(speeches().clear())
    used = terms.uses(empty, TERM)
    assert (used.height, terms.adopters(used).height, terms.adoption(used).height) == (0, 0, 0)
    assert meaning.shift(meaning.decades(meaning.company(empty, TERM))).height == 0


def test_hostile_texts_are_counted_and_nothing_breaks() -> None:
    said = speeches(states=2, last=1961).with_columns(
        text=pl.Series(["\x00\x1b[31m", "<script>human security</script>", "w " * 300_000,
                        "أمن \u202e human security"])
    )  # fmt: skip
    used = terms.uses(ready(said), TERM)
    assert used["hits"].sum() == 2
