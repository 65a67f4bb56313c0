"""Phase 3 as a trap: known chains recovered, absorption bounded, shuffled dwells as referee."""

import itertools

import numpy as np
import pytest
from tests.spiral.compare.made_up import chain, holds_in, material, paths, sets_of

from rightful.spiral.compare.answer import answered
from rightful.spiral.compare.paths import THREE, groups_of, possible_groups
from rightful.spiral.compare.trap import (
    TRAPPED,
    WITHIN,
    absorption,
    dwells,
    encapsulation,
    exits,
    explained,
    trap_answers,
)

pytestmark = pytest.mark.long

NAMES = ("1", "3b", "4", "0")


def _world(up, down, seed=1, states=60, years=40):
    moves = [[0.7, 0.3, 0, 0], [down, 1 - up - down, up, 0], [0, 0.1, 0.9, 0], [0, 0, 0, 1]]
    phases = chain(states, years, np.random.default_rng(seed), moves)
    return material(states, years, sets={"revised": sets_of("revised", phases, NAMES)})


def _verdicts(told):
    return {one.key: one.verdict for one in told}


def test_a_trap_is_told_from_a_stair():
    trap, stair = trap_answers(_world(0.005, 0.05)), trap_answers(_world(0.15, 0.01))
    assert trap[0].estimate == pytest.approx(0.005, abs=0.004)
    assert stair[0].estimate == pytest.approx(0.15, abs=0.03)
    assert _verdicts(trap) | {"four_to_five": "", "encapsulation": ""} == {
        "trap_up": "goes with",
        "trap_up_less_down": "goes with",
        "trap_absorbed": "goes with",
        "four_to_five": "",
        "encapsulation": "",
    }
    assert _verdicts(stair)["trap_up"] == "goes against"
    assert _verdicts(stair)["trap_up_less_down"] == "goes against"


def test_in_a_world_on_the_edge_the_trap_is_seldom_told():
    said = holds_in(100, lambda seed: trap_answers(_world(TRAPPED, 0.03, seed, 25, 25))[0].verdict)
    assert said.get("goes with", 0) <= 10
    assert said.get("goes against", 0) <= 10


def test_as_many_up_as_down_is_seldom_told_apart():
    said = holds_in(100, lambda seed: trap_answers(_world(0.06, 0.06, seed, 25, 25))[1].verdict)
    assert said.get("goes with", 0) <= 10


def test_phase_four_that_leads_to_five():
    moves = [[0.7, 0.3, 0, 0], [0, 0.8, 0.2, 0], [0, 0, 0.5, 0.5], [0, 0, 0, 1]]
    phases = chain(60, 30, np.random.default_rng(2), moves)
    sets = sets_of("revised", phases, ("1", "3b", "4", "5"))
    told = trap_answers(material(60, 30, sets={"revised": sets}))[3]
    assert told.verdict == "goes with"
    assert told.estimate == pytest.approx(0.5, abs=0.1)


def test_exits_stand_for_every_reading():
    rows = exits(_world(0.05, 0.05))
    assert {row["reading"] for row in rows} == {
        "as_reported",
        "orthodox_1999",
        "revised",
        "revised, without practice",
    }
    revised = [row for row in rows if row["reading"] == "revised"]
    assert [row["way"] for row in revised] == ["up", "down", "outside"]
    assert revised[0]["hazard"] == revised[0]["exits"] / revised[0]["years_at_risk"]
    assert [row["hazard"] for row in rows if row["reading"] == "as_reported"] == [None] * 3


def _absorbed(possible, ccode, year):
    """Least and greatest share, over every completion."""
    shares = []
    for path in itertools.product(*[np.flatnonzero(row).tolist() for row in possible]):
        steps = np.array(path)
        last = year == year.max()
        ever = [code for code in ccode[last] if (steps[ccode == code] == THREE).any()]
        if ever:
            stays = [steps[last & (ccode == code)][0] == THREE for code in ever]
            shares.append(np.mean(stays))
    return min(shares), max(shares)


@pytest.mark.parametrize("seed", range(25))
def test_absorption_is_bounded_as_every_completion_says(seed):
    rng = np.random.default_rng(seed)
    ccode = np.repeat([1, 2, 3, 4], [3, 3, 2, 1]).astype(np.int32)
    year = np.array([1, 2, 3, 1, 2, 3, 2, 3, 2], dtype=np.int32)
    possible = rng.random((9, 3)) < 0.35
    possible[np.arange(9), rng.integers(3, size=9)] = True
    # Three years of any kind for ten more states, so that a share is told at all.
    more = possible_groups("revised", paths("revised", "3a 3b 3c " * 10), groups_of("revised"))
    whole = np.concatenate([np.pad(possible, ((0, 0), (0, 1))), more])
    codes = np.concatenate([ccode, np.repeat(np.arange(5, 15), 3)]).astype(np.int32)
    years = np.concatenate([year, np.tile([1, 2, 3], 10)]).astype(np.int32)
    found = absorption(whole, codes, years)
    assert found.value is not None
    least, greatest = _absorbed(np.pad(possible, ((0, 0), (0, 1))), ccode, year) if (
        possible[:, THREE].any()
    ) else (1.0, 1.0)  # fmt: skip
    # The ten are in 3 at the end whatever the rest is.
    assert found.bounds is not None
    assert found.bounds[0] <= found.value <= found.bounds[1]
    assert found.bounds == pytest.approx(_with_ten(possible, ccode, year), abs=1e-12)
    assert least <= greatest


def _with_ten(possible, ccode, year):
    shares = []
    last = year == year.max()
    for path in itertools.product(*[np.flatnonzero(row).tolist() for row in possible]):
        steps = np.array(path)
        ever = [code for code in ccode[last] if (steps[ccode == code] == THREE).any()]
        stays = sum(bool(steps[last & (ccode == code)][0] == THREE) for code in ever)
        shares.append((10 + stays) / (10 + len(ever)))
    return min(shares), max(shares)


def test_dwells_are_of_whole_known_ways_to_five():
    words = "1 2 3a 3b 4 5 | 1 1|2 3a 3b 4 5 | 2L 3a 4 4 4 5 | 1 1 3a 3a 4 4 | 1 3a 0 3a 4 5"
    sets = np.concatenate([paths("revised", one) for one in words.split(" | ")])
    ccode = np.repeat(np.arange(5, dtype=np.int32), 6)
    year = np.tile(np.arange(6, dtype=np.int32), 5)
    assert dwells(sets, ccode, year).tolist() == [[1, 1, 2, 1], [0, 1, 1, 3]]


def test_dwells_drawn_apart_are_no_encapsulation():
    def one(seed):
        rng = np.random.default_rng(seed)
        dwell = rng.geometric([0.3, 0.2, 0.1, 0.4], size=(40, 4)).astype(float)
        return answered(WITHIN, encapsulation(dwell, seed)).verdict

    said = holds_in(100, one)
    assert said.get("goes with", 0) <= 10
    assert said.get("goes against", 0) <= 10


def test_dwells_that_hang_together_are():
    rng = np.random.default_rng(1)
    three = rng.geometric(0.1, 60).astype(float)
    dwell = np.stack([three // 2, three // 3, three, rng.geometric(0.5, 60)], axis=1)
    told = answered(WITHIN, encapsulation(dwell))
    assert told.verdict == "goes with"
    # Though a sum holds its part: alone, the share says nothing.
    apart = rng.geometric([0.3, 0.2, 0.1, 0.4], size=(60, 4)).astype(float)
    assert explained(apart) > 0.5
    assert explained(dwell) > explained(apart)


def test_few_ways_to_five_are_not_told():
    found = encapsulation(np.ones((4, 4)))
    assert found.value is None
    assert found.why == "4 states have a whole known way to 5"
    assert encapsulation(np.ones((12, 4))).why == "dwells do not differ"
