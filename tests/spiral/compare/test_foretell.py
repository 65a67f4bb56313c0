"""Markers and later practice: effects planted are found, none is found in noise."""

import numpy as np
import pytest
from tests.spiral.compare.made_up import ends, holds_in, material, measured, spelled, walks

from rightful.spiral.compare.answer import answered
from rightful.spiral.compare.foretell import (
    FREE_OF_PRACTICE,
    _level,
    _slope,
    foretelling,
    no_fall,
)
from rightful.spiral.compare.material import later, row_after

pytestmark = pytest.mark.long

STATES, YEARS, KEEP, PUSH = 50, 30, 0.9, 0.15


def _world(push, seed=1, states=STATES, years=YEARS):
    rng = np.random.default_rng(seed)
    marker = np.repeat(rng.random(states) < 0.5, years).astype(np.int8)
    practice = measured(walks(states, years, rng, push * marker, KEEP), 8, rng)
    return material(states, years, seed + 1, practice=practice, markers={"m1": marker})


def test_a_planted_effect_is_found_at_its_size():
    told = {one.key: one for one in foretelling(_world(PUSH))}
    for years in (5, 10):
        truth = PUSH * (1 - KEEP**years) / (1 - KEEP)
        one = told[f"m1_practice_{years}"]
        assert one.verdict == "goes with"
        low, high = ends(one)
        assert low <= truth <= high
        assert one.estimate == pytest.approx(truth, abs=0.2)
    assert told["m2_practice_5"].verdict == "cannot tell"


def test_an_effect_of_the_other_sign_goes_against():
    assert foretelling(_world(-PUSH))[0].verdict == "goes against"


def test_markers_free_of_practice_alone_are_asked():
    assert "m3" not in FREE_OF_PRACTICE
    assert "m3p" not in FREE_OF_PRACTICE
    assert "nothing is foretold by itself" in _level("m1", 5).measured


@pytest.mark.parametrize("posterior", [True, False])
def test_noise_seldom_goes_with_the_theory(posterior):
    asked = _level("m1", 5)

    def one(seed):
        rng = np.random.default_rng(seed)
        marker = spelled(40, 20, rng)
        found = material(40, 20, seed + 500, draws=4, markers={"m1": marker})
        rows = row_after(found.ccode, found.year, 5)
        outcome = later(found.practice, rows) if posterior else no_fall(found, rows)
        return answered(asked, _slope(found, "m1", outcome, posterior, seed)).verdict

    assert holds_in(100, one).get("goes with", 0) <= 10


def test_what_goes_with_practice_so_far_alone_foretells_nothing():
    rng = np.random.default_rng(5)
    level = walks(60, 30, rng)
    marker = (level + 0.5 * rng.normal(size=level.size) > 0).astype(np.int8)
    found = material(60, 30, practice=measured(level, 6, rng, 0.01), markers={"m1": marker})
    rows = row_after(found.ccode, found.year, 5)
    told = _slope(found, "m1", later(found.practice, rows), True, 1)
    raw = (
        level[rows][(rows >= 0) & (marker == 1)].mean()
        - level[rows][(rows >= 0) & (marker == 0)].mean()
    )
    assert raw > 0.3
    low, high = ends(told)
    assert low < 0 < high


def test_a_fall_is_one_beyond_the_worlds_in_nine_of_ten_draws():
    found = material(12, 8, seed=3, draws=10)
    rows = row_after(found.ccode, found.year, 5)
    kept = no_fall(found, rows)
    for at in range(found.year.size):
        if rows[at] < 0:
            assert np.isnan(kept[at])
            continue
        same = np.flatnonzero((found.year == found.year[at]) & (rows >= 0))
        fell = 0
        for draw in found.practice:
            world = np.mean([draw[rows[i]] - draw[i] for i in same])
            fell += draw[rows[at]] - draw[at] < world
        assert kept[at] == (0.0 if fell / 10 >= 0.9 else 1.0)
    assert 0 < np.nanmean(kept) < 1


def test_few_markers_are_not_told():
    marker = np.full(600, -1, dtype=np.int8)
    marker[:30], marker[30:45] = 0, 1
    told = foretelling(material(20, 30, markers={"m1": marker}))[0]
    assert told.verdict == "cannot tell"
    assert "are asked for" in told.sentence
