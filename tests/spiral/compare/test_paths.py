"""Hazards between groups of phases: by hand, and against every completion written out."""

import itertools

import numpy as np
import pytest
from tests.spiral.compare.made_up import bits, chain, paths, sets_of

from rightful.core.phase import PHASES
from rightful.spiral.compare.paths import (
    ABOVE,
    BELOW,
    OUTSIDE,
    THREE,
    followed,
    groups_of,
    hazard_bounds,
    moves,
    possible_groups,
)


def _written_out(possible, follows, start, end):
    """Least and greatest hazard over every completion, one by one."""
    choices = [np.flatnonzero(row).tolist() for row in possible]
    ratios = []
    for path in itertools.product(*choices):
        pairs = [(path[i], path[i + 1]) for i in np.flatnonzero(follows)]
        risk = sum(one == start for one, _ in pairs)
        if risk:
            ratios.append(sum(pair == (start, end) for pair in pairs) / risk)
    return (min(ratios), max(ratios)) if ratios else None


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("end", [ABOVE, BELOW])
def test_bounds_are_those_of_every_completion(seed, end):
    rng = np.random.default_rng(seed)
    ccode = np.repeat([1, 2, 3], [4, 1, 4]).astype(np.int32)
    year = np.array([2000, 2001, 2002, 2004, 2000, 2000, 2001, 2002, 2003], dtype=np.int32)
    possible = rng.random((9, 4)) < 0.4
    possible[np.arange(9), rng.integers(4, size=9)] = True
    follows = followed(ccode, year)
    assert follows.tolist() == [True, True, False, False, False, True, True, True, False]
    by_hand = _written_out(possible, follows, THREE, end)
    found = hazard_bounds(possible, follows, THREE, end)
    assert found == (None if by_hand is None else pytest.approx(by_hand))


def test_moves_are_counted_between_determined_years_alone():
    sets = paths("revised", "3a 3b|3c 4 3d 1|3d 3b 2L 3a 3a 1|3b")
    ccode = np.array([1, 1, 1, 1, 2, 2, 2, 3, 4, 4], dtype=np.int32)
    year = np.array([1, 2, 3, 4, 1, 2, 3, 4, 1, 2], dtype=np.int32)
    possible = possible_groups("revised", sets, groups_of("revised"))
    follows = followed(ccode, year)
    up, down = moves(possible, follows, THREE, ABOVE), moves(possible, follows, THREE, BELOW)
    assert np.flatnonzero(up.tried).tolist() == [0, 1, 5]
    assert np.flatnonzero(up.hit).tolist() == [1]
    assert np.flatnonzero(down.hit).tolist() == [5]


@pytest.mark.parametrize("reading", list(PHASES))
def test_every_phase_is_in_one_group(reading):
    every = [one for group in groups_of(reading) for one in group]
    assert sorted(every) == sorted(PHASES[reading])
    assert "4" in groups_of(reading)[ABOVE]
    assert groups_of(reading)[OUTSIDE] == ("0",)


def test_where_all_is_determined_the_bounds_meet_at_the_hazard():
    rng = np.random.default_rng(3)
    stays = [[0.8, 0.2, 0, 0], [0.1, 0.85, 0.05, 0], [0, 0.1, 0.9, 0], [0, 0, 0, 1]]
    phases = chain(20, 25, rng, stays)
    sets = sets_of("orthodox_1999", phases, ("1", "3", "4", "0"))
    ccode = np.repeat(np.arange(20, dtype=np.int32), 25)
    year = np.tile(np.arange(25, dtype=np.int32), 20)
    possible = possible_groups("orthodox_1999", sets, groups_of("orthodox_1999"))
    found = moves(possible, followed(ccode, year), THREE, ABOVE)
    bounds = hazard_bounds(possible, followed(ccode, year), THREE, ABOVE)
    assert bounds == pytest.approx([found.hit.sum() / found.tried.sum()] * 2)


def test_a_state_that_may_be_anywhere_bounds_nothing():
    sets = np.full(10, bits("revised", "1", "3b", "4"), dtype=np.uint16)
    possible = possible_groups("revised", sets, groups_of("revised"))
    follows = np.array([True] * 9 + [False])
    assert hazard_bounds(possible, follows, THREE, ABOVE) == pytest.approx((0.0, 1.0))
    never = paths("revised", "1 2 4")
    nowhere = possible_groups("revised", never, groups_of("revised"))
    assert hazard_bounds(nowhere, np.array([True, True, False]), THREE, ABOVE) is None
