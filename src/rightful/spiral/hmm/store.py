"""A fitted model as a small JSON text, and back: what ships, so that one state is read at once."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.spiral.hmm.absorption import Absorption
from rightful.spiral.hmm.covariates import Standard
from rightful.spiral.hmm.emissions import EmissionPrior
from rightful.spiral.hmm.fitted import Climb, Fitted
from rightful.spiral.hmm.parameters import Parameters
from rightful.spiral.hmm.transitions import TransitionPrior

FORMAT: Final = "rightful latent phases 1"
DIGITS: Final = 9  # enough that probabilities of phases agree to 1e-6


def to_json(fitted: Fitted) -> str:
    """Return the model as text; the same model gives the same text. Of a climb the end is kept."""
    parts = {
        "format": FORMAT,
        "emissions": vars(fitted.emissions),
        "transitions": vars(fitted.transitions),
        "parameters": fitted.parameters._asdict(),
        "standard": vars(fitted.standard),
        "absorption": vars(fitted.absorption),
        "climbs": [[climb.objective, climb.settled] for climb in fitted.climbs],
        **{name: getattr(fitted, name) for name in ("spread", "counts", "years", "moved")},
        "log_likelihood": fitted.log_likelihood,
    }
    return json.dumps(_plain(parts), separators=(",", ":"), ensure_ascii=False) + "\n"


def from_json(text: str) -> Fitted:
    """Return the model of ``to_json``.

    Raises
    ------
    DataError
        When the text is not such a model.
    """
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise KeyError(raw["format"])
        return _fitted(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"not a fitted model of latent phases ({type(error).__name__}: {error})",
            where="JSON of a fitted model",
            allowed=f"what to_json writes, format {FORMAT!r}",
            next_step="fit the model again and write it with to_json",
        ) from error


def _fitted(raw: dict[str, Any]) -> Fitted:
    names = ("phases", "items", "covariates", "kind")
    parts: dict[str, dict[str, Any]] = {
        part: {
            name: tuple(value) if name in names else _array(value)
            for name, value in raw[part].items()
        }
        for part in ("emissions", "transitions", "parameters", "standard", "absorption")
    }
    return Fitted(
        emissions=EmissionPrior(**parts["emissions"]),
        transitions=TransitionPrior(**parts["transitions"]),
        parameters=Parameters(**_renormalized(parts["parameters"])),
        standard=Standard(**parts["standard"]),
        absorption=Absorption(**parts["absorption"]),
        climbs=tuple(Climb((float(end),), bool(settled)) for end, settled in raw["climbs"]),
        log_likelihood=float(raw["log_likelihood"]),
        **{name: np.array(raw[name], float) for name in ("spread", "counts", "years", "moved")},
    )


def _renormalized(parts: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Return the parameters with probabilities that add up again after rounding."""
    probability = parts["probability"]
    return {
        "probability": probability / probability.sum(axis=2, keepdims=True),
        "initial": parts["initial"] / parts["initial"].sum(),
        "coefficients": parts["coefficients"],
    }


def _array(value: Any) -> Any:
    return np.array(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """Return the value in JSON's types, floats rounded."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
