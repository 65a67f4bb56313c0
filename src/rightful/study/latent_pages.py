"""What the latent model of phases learned: its parameters beside their priors."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import polars as pl

from rightful.core.names import resolve
from rightful.core.phase import READING_TITLES, READINGS
from rightful.reports import listing
from rightful.study.spiral_latent import fitted

MOST = 25


def latent_model(reading: str = "revised") -> dict[str, Any]:
    """Return what the shipped model of a reading learned: emissions, moves, absorption.

    Raises
    ------
    UnknownName
        When no reading is called so.
    """
    from rightful.spiral.hmm.movement import emission_movement, transition_movement

    name = resolve(reading, READINGS, "reading")
    model = fitted(name)
    trap = model.absorption
    return {
        "reading": name,
        "starts": [round(climb.objective, 1) for climb in model.climbs],
        "absorption": {**vars(trap), "verdict": trap.verdict},
        "emissions": _rounded(emission_movement(model)),
        "moves": _rounded(transition_movement(model)),
    }


def _rounded(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(4)).to_dicts()


def latent_model_text(found: dict[str, Any]) -> str:
    """Return what moved farthest from its prior, and whether phase 3 is a trap."""
    trap = found["absorption"]
    shares = sorted(found["emissions"], key=lambda row: -row["bits"])[:MOST]
    moves = sorted(found["moves"], key=lambda row: -abs(row["moved"]))[:MOST]
    sentence = (
        f"Is phase 3 a trap: {trap['verdict']}. It is left for 4 or 5 with a yearly hazard of "
        f"{trap['hazard']:.3f} ({trap['low']:.3f} to {trap['high']:.3f}); called absorbing below "
        f"{trap['epsilon']}, with probability {trap['prior']:.2f} before data and "
        f"{trap['posterior']:.2f} after. Items are not independent as the model takes them to be: "
        "it is surer than it should be."
    )
    return "\n".join(
        [
            f"The latent model, {READING_TITLES[found['reading']]}",
            "",
            *wrap(sentence, listing.WIDTH),
            "",
            f"Objectives of the starts, the best first: {found['starts']}",
            "",
            "What an item looks like in a phase: what moved farthest from the reading's definition",
            listing.table(shares, {name: name for name in (
                "phase", "item", "value", "prior", "posterior", "worth", "years", "bits")}),
            "",
            "Moves: log-odds against staying, and the covariates' coefficients",
            listing.table(moves, {name: name for name in (
                "from", "to", "feature", "prior", "prior_sd", "posterior", "posterior_sd", "moved",
                "learned", "expected")}),
        ]
    )  # fmt: skip
