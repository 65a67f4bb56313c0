"""What the latent model learned is told beside what it was told."""

from __future__ import annotations

import pytest

from rightful import study
from rightful.core.errors import UnknownName
from rightful.core.phase import PHASES, READINGS


@pytest.mark.parametrize("reading", READINGS)
def test_every_phase_has_its_emissions_and_the_text_says_whether_3_is_a_trap(reading: str) -> None:
    found = study.latent_model(reading)
    assert {row["phase"] for row in found["emissions"]} == set(PHASES[reading])
    assert all(0 <= row["bits"] <= 1 for row in found["emissions"])
    text = study.latent_model_text(found)
    assert f"Is phase 3 a trap: {found['absorption']['verdict']}" in text


def test_a_reading_that_is_none() -> None:
    with pytest.raises(UnknownName, match="reading"):
        study.latent_model("new")
