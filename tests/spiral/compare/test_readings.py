"""Readings compared on practice later: a reading that knows is found, noise is not."""

import numpy as np
import pytest
from tests.spiral.compare.made_up import bits, material, measured, walks

from rightful.spiral.compare.answer import CANNOT_TELL, GOES_AGAINST, GOES_WITH
from rightful.spiral.compare.pressure import pressure_answers
from rightful.spiral.compare.readings import reading_answers

pytestmark = pytest.mark.long

STATES, YEARS = 40, 30


def _shares(hidden, sharp):
    """Chances of two phases: the second is the likelier the more ``sharp`` times ``hidden``."""
    second = 1 / (1 + np.exp(-sharp * hidden))
    return np.stack([1 - second, second], axis=1)


def _latent(known, blind, rng):
    noise = rng.normal(size=known.size)
    return {
        "revised": _shares(known if blind != "revised" else noise, 3),
        "as_reported": _shares(noise, 3),
        "orthodox_1999": _shares(known if blind != "orthodox_1999" else noise, 3),
    }


@pytest.mark.parametrize(
    ("blind", "verdict"), [("orthodox_1999", GOES_WITH), ("revised", GOES_AGAINST)]
)
def test_the_reading_that_knows_what_comes_foretells_it(blind, verdict):
    rng = np.random.default_rng(3)
    push = rng.normal(size=STATES * YEARS).repeat(1)
    push = np.repeat(rng.normal(size=STATES * YEARS // 10), 10)
    practice = measured(walks(STATES, YEARS, rng, push=0.3 * push), 5, rng)
    told = {
        one.key: one
        for one in reading_answers(
            material(STATES, YEARS, practice=practice), _latent(push, blind, rng)
        )
    }
    assert told["revised_against_orthodox_1999_5"].verdict == verdict


def test_noise_is_not_taken_for_knowledge():
    found = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        made = material(25, 25, seed=seed)
        noise = _latent(rng.normal(size=625), "", rng)
        found += [one.verdict == GOES_WITH for one in reading_answers(made, noise, seed)]
    # Of 300 forecasts by nothing, a tenth at the most may pass for good ones.
    assert np.mean(found) <= 0.1


def test_years_without_chances_are_left_out():
    rng = np.random.default_rng(0)
    latent = _latent(rng.normal(size=STATES * YEARS), "", rng)
    latent["revised"][: STATES * YEARS // 2] = np.nan
    told = reading_answers(material(STATES, YEARS), latent)[0]
    assert told.n["states"] == STATES // 2


def test_few_ends_of_pressure_are_not_told_and_many_are():
    n = STATES * YEARS
    pressure = np.tile([1, 0, 0, 0, 0], n // 5)
    three = np.repeat(np.arange(STATES) % 2, YEARS) == 0
    sets = {
        name: np.where(
            three, bits(name, "3b" if name == "revised" else "3"), bits(name, "4")
        ).astype(np.uint16)
        for name in ("as_reported", "orthodox_1999", "revised")
    }
    rng = np.random.default_rng(1)
    # Out of 3, practice falls where pressure has ended; out of 4 it stays.
    fall = np.where(three & (pressure == 1), -2.0, 0.0)
    practice = measured(walks(STATES, YEARS, rng, push=fall, noise=0.05), 20, rng, noise=0.02)
    made = material(STATES, YEARS, items={"P": pressure}, sets=sets, practice=practice)
    assert {one.verdict for one in pressure_answers(made)} == {GOES_WITH}
    alone = material(STATES, YEARS, sets=sets, practice=practice)
    assert {one.verdict for one in pressure_answers(alone)} == {CANNOT_TELL}
