"""What is said of a fitted model: movement, absorption, and the model as text."""

import numpy as np
import pytest
from tests.spiral.hmm.small_models import at, small_emissions, small_transitions

from rightful.core.errors import DataError, UnknownName
from rightful.spiral.hmm.absorption import absorption
from rightful.spiral.hmm.covariates import features, standard_of
from rightful.spiral.hmm.emissions import READINGS, load_emissions
from rightful.spiral.hmm.evidence import LEAST_BITS, Evidence, from_values
from rightful.spiral.hmm.fit import fit
from rightful.spiral.hmm.movement import (
    divergence_bits,
    emission_movement,
    printed,
    transition_movement,
)
from rightful.spiral.hmm.order import breaches
from rightful.spiral.hmm.parameters import prior_mode
from rightful.spiral.hmm.simulate import simulate
from rightful.spiral.hmm.smooth import smooth
from rightful.spiral.hmm.store import from_json, to_json
from rightful.spiral.hmm.transitions import load_transitions


def _fitted(leaving: float, phases: int = 3):
    emissions, transitions = small_emissions(phases, items=4), small_transitions(phases, 1)
    mode = prior_mode(emissions, transitions)
    coefficients = mode.coefficients.copy()
    coefficients[transitions.leaves, 0] = leaving
    made = simulate(
        mode._replace(coefficients=coefficients), emissions, transitions, np.full(120, 60), 3, 0.2
    )
    return fit(made.evidence, made.covariates, emissions, transitions, starts=1), made


def test_divergence_by_hand() -> None:
    assert divergence_bits(np.array([0.5, 0.5]), np.array([0.5, 0.5])) == 0.0
    assert divergence_bits(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == pytest.approx(1.0)
    assert divergence_bits(np.array([0.5, 0.5]), np.array([0.84, 0.16])) == pytest.approx(
        0.098, abs=0.001
    )


def test_a_faint_proxy_cannot_tell_and_a_clear_sight_can() -> None:
    emissions, transitions = small_emissions(3), small_transitions(3, 0)
    fitted = at(prior_mode(emissions, transitions), emissions, transitions)
    values = np.full((2, 1, 3), -1)
    values[0, 0] = [2, 2, 1]
    values[1, 0, 0] = 2
    weight = np.ones((2, 1, 3))
    weight[1] = 0.2
    evidence = from_values(
        values, emissions.categories, np.array([1, 1]), emissions.items, weight=weight
    )
    found = smooth(fitted, evidence, np.zeros((2, 1, 0)))
    assert found.cannot_tell[:, 0].tolist() == [False, True]
    assert 0.0 < found.movement[1, 0] < LEAST_BITS < found.movement[0, 0]


def test_no_departures_speak_for_a_trap_and_many_against() -> None:
    trap, _ = _fitted(-30.0)
    open_door, _ = _fitted(-2.5)
    assert trap.absorption.posterior > 0.6 > 3 * trap.absorption.prior
    assert open_door.absorption.verdict == "not absorbing"
    assert open_door.absorption.left > 20


def test_without_years_absorption_is_its_prior() -> None:
    t = small_transitions(3, 1)
    variance = np.diag(t.sd[:, 0] ** 2)
    found = absorption(t, t.mean[:, 0], variance, np.zeros(3), np.zeros(len(t.origin)), 0)
    assert found.posterior == pytest.approx(found.prior, abs=1e-3)
    assert found.verdict == "cannot tell"


def test_tables_of_movement() -> None:
    fitted, _ = _fitted(-2.5)
    shares, moves = emission_movement(fitted), transition_movement(fitted)
    assert shares.height == int((fitted.emissions.mean > 0).sum())
    assert (shares["bits"] >= 0.0).all()
    seen = moves.filter((moves["feature"] == "intercept") & (moves["expected"] > 50))
    assert (seen["learned"] > 0.8).all()
    assert seen.height >= 2
    assert "Emissions" in printed(fitted)


def test_a_model_survives_as_text() -> None:
    fitted, made = _fitted(-2.5)
    text = to_json(fitted)
    back = from_json(text)
    assert to_json(back) == text
    one, two = (
        smooth(model, made.evidence.only(slice(0, 5)), made.covariates[:5])
        for model in (fitted, back)
    )
    np.testing.assert_allclose(one.smoothed, two.smoothed, atol=1e-6)
    assert (one.path == two.path).all()
    assert back.absorption.verdict == fitted.absorption.verdict


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}'])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a fitted model"):
        from_json(text)


@pytest.mark.parametrize("reading", READINGS)
def test_tables_of_the_readings_keep_their_own_order(reading: str) -> None:
    emissions = load_emissions(reading)
    transitions = load_transitions(emissions.transitions)
    assert emissions.phases == transitions.phases
    assert breaches(emissions.mean, emissions) == ()
    mode = prior_mode(emissions, transitions)
    np.testing.assert_allclose(mode.probability, emissions.mean, atol=1e-9)
    assert emissions.items[0] == "V"
    assert emissions.categories[emissions.items.index("L")] == 4
    assert transitions.leaves.any()


def test_unknown_readings_are_named() -> None:
    with pytest.raises(UnknownName, match="did you mean revised"):
        load_emissions("revise")
    with pytest.raises(UnknownName):
        load_transitions("1999")


def test_phases_of_the_readings_are_recovered() -> None:
    emissions = load_emissions("orthodox_1999")
    transitions = load_transitions("orthodox")
    truth = prior_mode(emissions, transitions)
    made = simulate(truth, emissions, transitions, np.full(60, 60), 2, missing=0.6)
    fitted = fit(made.evidence, made.covariates, emissions, transitions, starts=1)
    found = smooth(fitted, made.evidence, made.covariates)
    assert (found.smoothed.argmax(axis=2) == made.phases).mean() > 0.88


def test_bad_evidence_is_refused() -> None:
    values = np.zeros((1, 2, 1), int)
    with pytest.raises(DataError, match="not among their item's"):
        from_values(values + 3, np.array([3]), np.array([2]), ("V",))
    with pytest.raises(DataError, match="lengths"):
        from_values(values, np.array([3]), np.array([3]), ("V",))
    nothing = np.zeros((1, 2, 1, 3), np.float32)
    ones = np.ones((1, 2, 1), np.float32)
    with pytest.raises(DataError, match="every value impossible"):
        Evidence(nothing, ones, np.array([2], np.int32), ("V",))
    with pytest.raises(DataError, match="likelihood holds"):
        Evidence(nothing + 2, ones, np.array([2], np.int32), ("V",))
    with pytest.raises(UnknownName):
        from_values(values, np.array([3]), np.array([2]), ("V",)).without(["W"])


def test_a_doubtful_coder_shares_the_rest() -> None:
    values = np.array([[[1], [-1]]])
    told = from_values(values, np.array([3]), np.array([2]), ("V",), np.full(values.shape, 0.8))
    np.testing.assert_allclose(told.likelihood[0, 0, 0], [0.1, 0.8, 0.1], atol=1e-6)
    np.testing.assert_array_equal(told.likelihood[0, 1, 0], 1.0)


def test_missing_covariates_are_zero_with_a_mark_and_years_behind_the_end_do_not_count() -> None:
    values = np.array([[[1.0], [3.0], [np.nan], [900.0]]])
    standard = standard_of(values, np.array([3], np.int32))
    assert (standard.centre[0], standard.scale[0]) == (2.0, 1.0)
    found = features(values, standard)[0, :3]
    np.testing.assert_array_equal(found, [[1, -1, 0], [1, 1, 0], [1, 0, 1]])
    nowhere = standard_of(np.full((1, 2, 1), np.nan), np.array([2], np.int32))
    assert (nowhere.centre[0], nowhere.scale[0]) == (0.0, 1.0)
