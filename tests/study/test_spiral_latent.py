"""The latent phases that ship are those of the model that ships."""

from __future__ import annotations

import numpy as np
import pytest

from rightful import study
from rightful.core.phase import READINGS
from rightful.record.baseline import Baseline, shipped
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.units import AT_LARGE, unit
from rightful.study import spiral_latent
from rightful.study.spiral_evidence import gathered, panels
from rightful.study.spiral_latent import CANNOT_TELL, latent_shipped, latent_smoothed


@pytest.mark.parametrize("code", [811, 380])
def test_what_ships_is_what_the_model_says_of_the_evidence(code: int) -> None:
    found = gathered(Baseline(shipped()), unit(AT_LARGE), Thresholds(), code, own=False)
    live, kept = latent_smoothed(found, panels(found, Thresholds())), latent_shipped((code,))
    assert live.chances.keys() == kept.chances.keys()
    for key, told in live.chances.items():
        for reading in READINGS:
            np.testing.assert_allclose(
                list(told[reading].values()), list(kept.chances[key][reading].values()), atol=2e-3
            )


def test_chances_sum_to_one_and_a_year_that_hardly_moved_cannot_tell() -> None:
    rows = study.state_phases("Sweden")
    for row in rows:
        for reading in READINGS:
            assert sum(row["p"][reading].values()) == pytest.approx(1, abs=2e-3)
            assert (row["latent"][reading] == CANNOT_TELL) == (row["movement"][reading] < 0.1)


def test_of_a_single_right_the_model_says_nothing() -> None:
    assert study.state_phases("Cambodia", right="speech")[0]["p"] is None


def test_of_another_baseline_what_ships_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spiral_latent, "made_of", lambda: {"baseline": "another"})
    monkeypatch.setattr(spiral_latent, "latent_shipped", lambda codes: pytest.fail("stale"))
    assert study.state_phases("Bhutan")[0]["p"]


def test_it_was_made_of_the_baseline_that_ships() -> None:
    assert spiral_latent.made_of()["baseline"] == Baseline(shipped()).fingerprint
