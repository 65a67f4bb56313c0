"""Simulation-based calibration of the sampler on small models, and the band itself."""

from dataclasses import replace

import numpy as np
import pytest

from rightful.measures._calibration import Ranks, outside_bands, simulated_ranks
from rightful.measures._ordinal_data import Item
from rightful.measures._simulation import made_up_panel
from rightful.measures._specification import Specification, lhrs2019, own_learned

ITEMS = (
    Item("torture", 3, 1, "yearly"),
    Item("terror", 3, -1, "yearly"),
    Item("massacre", 2, -1),
    Item("prison", 3, 1),
)
# A right sampler fails each of these tests with probability at most this, were the seed free.
ERROR_RATE = 0.01


@pytest.mark.parametrize(
    "spec",
    [own_learned("changing", (2000, 2004)), replace(lhrs2019(), yearly_items=None)],
    ids=lambda spec: spec.name,
)
def test_ranks_of_prior_draws_are_uniform(spec: Specification) -> None:
    template = made_up_panel(np.random.default_rng(0), 10, 5, ITEMS, 0.9)
    found = simulated_ranks(template, spec, fits=40, seed=1)
    assert outside_bands(found, ERROR_RATE) == ()


def test_the_band_catches_overconfidence_and_bias() -> None:
    rng = np.random.default_rng(2)
    truth = rng.standard_normal((200, 1, 1))
    draws = rng.standard_normal((200, 99, 3)) * [1.0, 0.4, 1.0] + [0.0, 0.0, 0.6]
    ranks = (draws < truth).sum(axis=1)
    outside = outside_bands(Ranks(("honest", "narrow", "biased"), ranks, 99), ERROR_RATE)
    assert [text.split()[0] for text in outside] == ["narrow", "biased"]


def test_the_band_keeps_its_error_rate() -> None:
    rng = np.random.default_rng(3)
    alarms = [
        bool(outside_bands(Ranks(("a", "b"), rng.integers(0, 100, (50, 2)), 99), 0.1, seed))
        for seed in range(200)
    ]
    # At most .1, plus three standard errors of 200 tries.
    assert np.mean(alarms) <= 0.1 + 3 * np.sqrt(0.1 * 0.9 / 200)
