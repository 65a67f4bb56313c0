"""Crackdowns, denials, routes to 4, autocracies, scope conditions: planted, and null."""

import numpy as np
import pytest
from tests.spiral.compare.made_up import (
    bits,
    chain,
    ends,
    holds_in,
    material,
    measured,
    paths,
    sets_of,
    spelled,
    walks,
)

from rightful.spiral.compare.answer import answered
from rightful.spiral.compare.autocracies import autocracy_answers
from rightful.spiral.compare.conditions import condition_answers, moderated
from rightful.spiral.compare.crackdowns import crackdown_answers, crackdowns, renewed
from rightful.spiral.compare.denials import concedes, denial_answers
from rightful.spiral.compare.paths import groups_of, possible_groups
from rightful.spiral.compare.routes import _question, compared, held_out, logistic

pytestmark = pytest.mark.long

RUNS = 100


def _groups(sets):
    return possible_groups("revised", sets, groups_of("revised"))


# Crackdowns.


def _delays(back, first, seed=1, states=60, years=40):
    """Below 3, never cracked down on: ``first``; after a fall from 3, cracked down on: ``back``."""
    stays = [[1 - first, first, 0], [0, 0.85, 0.15], [0, back, 1 - back]]
    phases = chain(states, years, np.random.default_rng(seed), stays, start=0)
    hard = np.where(phases == 2, 2, 0)
    return material(
        states,
        years,
        items={"RP": hard},
        sets={"revised": sets_of("revised", phases, ("1", "3b", "2"))},
    )


def test_phase_three_comes_back_sooner_where_it_was_planted():
    told = crackdown_answers(_delays(0.3, 0.05))
    assert [one.verdict for one in told] == ["goes with", "goes with"]
    assert told[0].estimate == pytest.approx((1 - 0.7**5) - (1 - 0.95**5), abs=0.1)
    assert crackdown_answers(_delays(0.03, 0.3))[0].verdict == "goes against"


def test_crackdown_without_effect_is_seldom_told():
    said = holds_in(
        RUNS, lambda seed: crackdown_answers(_delays(0.12, 0.12, seed, 25, 25))[0].verdict
    )
    assert said.get("goes with", 0) <= 10


def test_crackdowns_are_hard_years_and_falls_below_three():
    sets = paths("revised", "3a 1 1 2 3b 4 2 1|2")
    found = material(1, 8, items={"RP": [2, 0, 0, 2, 2, 0, 0, 2]}, sets={"revised": sets})
    assert np.flatnonzero(crackdowns(found, _groups(sets))).tolist() == [1, 3, 7]


def test_what_follows_is_known_or_open():
    sets = paths("revised", "1 1 3a 1 1 1|3b 1 1 1 3a")
    found = material(1, 10, sets={"revised": sets})
    came, stayed = renewed(found, _groups(sets), 2)
    # What came in the last year is not counted from the year before: the record ends too soon.
    assert np.flatnonzero(came).tolist() == [0, 1, 7]
    # From 2 on: 1 and 1 follow; then an open year; then two in 1 again.
    assert np.flatnonzero(stayed).tolist() == [2, 5, 6]


def test_open_sequels_widen_the_bounds():
    world = _delays(0.3, 0.05)
    blurred = world.sets["revised"].copy()
    blurred[::3] |= np.uint16(bits("revised", "1", "3b"))
    told = crackdown_answers(material(60, 40, items={"RP": world.panel.item("RP")}, sets={
        "revised": blurred
    }))[0]  # fmt: skip
    assert told.bounds is not None
    assert told.estimate is not None
    assert told.bounds[0] < told.estimate < told.bounds[1]
    assert told.verdict == "cannot tell"


# Denials.


def _criticised(effect, seed=1, states=40, years=25):
    """Half of the years denied, half silent; concession a year later, likelier by ``effect``."""
    rng = np.random.default_rng(seed)
    denied = spelled(states, years, rng, 0.5)
    own = np.repeat(rng.random(states) * 0.1, years)
    chance = 0.05 + own + effect * np.concatenate([[0], denied[:-1]])
    conceded = (rng.random(states * years) < chance).astype(np.int8)
    none = np.zeros(states * years, dtype=np.int8)
    items = {"CR": none + 1, "D1": denied, "D2": none, "D3": none, "C2": conceded}
    return material(states, years, items=items, silent=denied == 0)


def test_denial_that_leads_to_concession_is_found():
    told = {one.key: one for one in denial_answers(_criticised(0.25))}
    assert told["denial_or_silence"].verdict == "goes with"
    assert told["denial_or_silence_formal"].verdict == "goes with"
    assert told["denial_or_other_answer"].verdict == "cannot tell"
    fewer = denial_answers(_criticised(-0.05))[0].estimate
    assert fewer is not None
    assert fewer < 0


def test_denial_without_effect_is_seldom_told():
    said = holds_in(RUNS, lambda seed: denial_answers(_criticised(0.0, seed))[0].verdict)
    assert said.get("goes with", 0) <= 10


def test_states_of_one_kind_each_tell_nothing():
    found = _criticised(0.2)
    kind = np.repeat(np.arange(40) % 2, 25).astype(np.int8)
    items = {name: found.panel.item(name) for name in ("CR", "D2", "D3", "C2")} | {"D1": kind}
    told = denial_answers(material(40, 25, items=items, silent=kind == 0))[0]
    assert told.verdict == "cannot tell"
    assert "0 states have both kinds" in told.sentence


def test_few_silent_years_are_not_told():
    found = _criticised(0.2)
    told = denial_answers(
        material(40, 25, items=dict(found.panel.values), silent=np.arange(1000) < 20)
    )[0]
    assert told.verdict == "cannot tell"


def test_concessions_are_looked_for_in_the_three_years_after():
    found = material(1, 8, items={"C1": [0, 0, 0, 0, 1, 0, 0, 0], "C2": [1] + [0] * 7})
    seen, whole = concedes(found)
    assert np.flatnonzero(seen).tolist() == [1, 2, 3]
    assert np.flatnonzero(whole).tolist() == [0, 1, 2, 3, 4]
    assert not concedes(found, ("C2",))[0].any()


# Routes from 3 to 4.


def _hazards(of_home, of_world, seed=1, states=60, years=30):
    rng = np.random.default_rng(seed)
    state = np.repeat(np.arange(states, dtype=np.int32), years)
    home = rng.normal(size=state.size)
    world = np.tile(rng.normal(size=years), states)
    chance = 1 / (1 + np.exp(-(-2.5 + of_home * home + of_world * world)))
    return rng.random(state.size) < chance, home, world, state


def test_the_route_that_was_planted_foretells_better():
    asked = _question("revised")
    assert answered(asked, compared(*_hazards(1.5, 0.0))).verdict == "goes with"
    assert answered(asked, compared(*_hazards(0.0, 1.5))).verdict == "goes against"


def test_neither_route_is_seldom_told_apart():
    asked = _question("revised")
    said = holds_in(
        RUNS,
        lambda seed: answered(asked, compared(*_hazards(0, 0, seed, 40, 20))).verdict,
    )
    assert said.get("goes with", 0) <= 10
    assert said.get("goes against", 0) <= 10


def test_few_moves_are_not_told():
    hit, home, world, state = _hazards(1.0, 0.0)
    few = hit & (np.cumsum(hit) <= 19)
    found = compared(few, home, world, state)
    assert found.value is None
    assert found.why.startswith("19 moves from 3 to 4")


def test_a_state_is_scored_by_what_others_showed():
    hit, home, _, state = _hazards(1.0, 0.0)
    mine = state == 7
    yes, no = hit | mine, hit & ~mine
    total = np.exp(held_out(yes, home, state)[mine]) + np.exp(held_out(no, home, state)[mine])
    assert total == pytest.approx(1.0)


def test_logistic_slopes_are_recovered():
    hit, home, world, _ = _hazards(1.0, -0.5, states=400)
    beta = logistic(np.column_stack([np.ones(home.size), home, world]), hit)
    assert beta == pytest.approx([-2.5, 1.0, -0.5], abs=0.15)


# Autocracies.


def _regimes(effect, seed=1, states=50, years=20):
    rng = np.random.default_rng(seed)
    openness = np.repeat(rng.normal(size=states), years)
    own = np.repeat(0.1 * rng.normal(size=states), years)
    markers = {
        name: (rng.random(states * years) < 0.4 + own + effect * openness).astype(np.int8)
        for name in ("m1", "m2", "m3", "m3e")
    }
    return material(states, years, seed, series={"opportunity_openness": openness}, markers=markers)


def test_markers_that_closed_regimes_lack():
    told = {one.key: one for one in autocracy_answers(_regimes(0.1))}
    assert len(told) == 3
    assert {one.verdict for one in told.values()} == {"goes with"}
    assert told["markers_in_autocracies"].estimate == pytest.approx(0.1, abs=0.03)
    assert "m2 has regime built in" in told["markers_in_autocracies"].sentence
    assert "m2 1000" not in told["markers_in_autocracies_without_m2"].sentence
    assert autocracy_answers(_regimes(-0.1))[0].verdict == "goes against"


def test_markers_apart_from_regime_are_seldom_told():
    said = holds_in(RUNS, lambda seed: autocracy_answers(_regimes(0.0, seed, 40, 10))[0].verdict)
    assert said.get("goes with", 0) <= 10


# Scope conditions.


def _moderation(effect, seed=1, states=60, years=20):
    rng = np.random.default_rng(seed)
    law = np.repeat(rng.normal(size=states), years) + 0.3 * rng.normal(size=states * years)
    held = np.repeat(rng.normal(size=states), years)
    level = walks(states, years, rng, effect * law * held)
    ccode = np.repeat(np.arange(states, dtype=np.int32), years)
    year = np.tile(np.arange(1980, 1980 + years, dtype=np.int32), states)
    return measured(level, 4, rng), law, held, ccode, year


def test_a_condition_that_was_planted_is_found():
    found = moderated(*_moderation(0.05))
    # Five years of a push of .05, of which nine tenths stay each year.
    assert found.value == pytest.approx(0.05 * (1 - 0.9**5) / 0.1, abs=0.06)
    assert ends(found)[0] > 0


def test_a_condition_without_effect_is_seldom_told():
    said = [moderated(*_moderation(0.0, seed, 40, 12)) for seed in range(RUNS)]
    assert sum(one.low is not None and one.low > 0 for one in said) <= 10


def test_central_rights_are_set_against_others():
    rng = np.random.default_rng(2)
    states, years = 60, 20
    law = np.repeat(rng.normal(size=states), years)
    families = {
        "physical_integrity": measured(walks(states, years, rng, 0.1 * law), 3, rng),
        "womens_rights": measured(walks(states, years, rng), 3, rng),
    }
    found = material(states, years, series={"commitment_all": law}, families=families)
    told = {one.key: one for one in condition_answers(found)}
    assert told["condition_rule_implementation"].verdict == "goes with"
    assert told["condition_statehood"].sentence.endswith("or GDP per head.")
    assert len(told) == 5
