"""The weights of the statistical layer: a plain table in the package, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS, STANDINGS
from rightful.core.errors import DataError
from rightful.discourse.coder.calibrate import Bounds, Scale

Floats = NDArray[np.float64]

FILE: Final = "tables/weights.json"
# Before any gold code: a rule's own weight is its probability, and these bounds decide.
UNCALIBRATED: Final = "uncalibrated"
PRIOR: Final = Bounds(low=0.25, high=0.5)
_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class ActWeights:
    """One act's logistic regression, its scale and its bounds.

    Attributes
    ----------
    intercept, features
        Of the regression on named features (``coder.features``); those not named weigh nothing.
    word
        Weight of the act's word score; 0 where there is none.
    scale, bounds
        Platt's scale on the regression's value; yes, no, unsure.
    standing
        ``used``, ``provisional`` or ``dropped``, by how far two coders agreed.
    """

    intercept: float
    features: Mapping[str, float]
    word: float
    scale: Scale
    bounds: Bounds
    standing: str


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights.

    Attributes
    ----------
    version
        Name of the fit; ``uncalibrated`` where there is none.
    codebook, lexicon
        Version of the scheme and fingerprint of the rules that they were fitted with.
    vocabulary, idf, words
        Terms (V), their weight in a text (V), and V x acts word weights, columns as
        ``SPEECH_ACTS``; from texts whose licence allows it.
    acts
        Weights by act; an act without any keeps its rule score and the prior's bounds.
    """

    version: str
    codebook: str
    lexicon: str
    vocabulary: tuple[str, ...]
    idf: Floats
    words: Floats
    acts: Mapping[str, ActWeights]


def uncalibrated(codebook: str, lexicon: str) -> Weights:
    """Return weights without a fit: rule scores are taken as they are."""
    nothing = np.zeros((0, len(SPEECH_ACTS)))
    return Weights(UNCALIBRATED, codebook, lexicon, (), np.zeros(0), nothing, {})


@cache
def shipped() -> Weights | None:
    """Return the weights of the package, or ``None`` where none are shipped."""
    table = resources.files("rightful.discourse").joinpath(FILE)
    return from_text(table.read_text(encoding="utf-8")) if table.is_file() else None


def to_text(weights: Weights) -> str:
    """Return weights as JSON, numbers rounded to five digits; the same weights, the same text."""
    return json.dumps(
        {
            "version": weights.version,
            "codebook": weights.codebook,
            "lexicon": weights.lexicon,
            "acts": {act: _act_row(row) for act, row in weights.acts.items()},
            "vocabulary": list(weights.vocabulary),
            "idf": [_short(value) for value in weights.idf],
            # Only acts that use words; the others' columns are zero.
            "words": {
                act: [_short(value) for value in weights.words[:, column]]
                for column, act in enumerate(SPEECH_ACTS)
                if weights.words[:, column].any()
            },
        },
        indent=0,
        ensure_ascii=True,
    )


def _act_row(row: ActWeights) -> dict[str, Any]:
    return {
        "intercept": _short(row.intercept),
        "word": _short(row.word),
        "scale": [_short(row.scale.slope), _short(row.scale.shift)],
        "bounds": [_short(row.bounds.low), _short(row.bounds.high)],
        "standing": row.standing,
        "features": {name: _short(value) for name, value in row.features.items() if _short(value)},
    }


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def from_text(text: str) -> Weights:
    """Read weights from JSON.

    Raises
    ------
    DataError
        When it is no JSON, or lengths, acts or standings do not fit.
    """
    try:
        raw = json.loads(text)
        vocabulary = tuple(raw["vocabulary"])
        words = np.zeros((len(vocabulary), len(SPEECH_ACTS)))
        for act, column in raw["words"].items():
            words[:, SPEECH_ACTS.index(act)] = column
        weights = Weights(
            version=raw["version"],
            codebook=raw["codebook"],
            lexicon=raw["lexicon"],
            vocabulary=vocabulary,
            idf=np.array(raw["idf"], dtype=np.float64),
            words=words,
            acts={act: _act(row) for act, row in raw["acts"].items()},
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"weights cannot be read: {error!r}", where=FILE) from error
    _check(weights)
    return weights


def _act(row: Mapping[str, Any]) -> ActWeights:
    return ActWeights(
        intercept=float(row["intercept"]),
        features=dict(row["features"]),
        word=float(row["word"]),
        scale=Scale(*map(float, row["scale"])),
        bounds=Bounds(*map(float, row["bounds"])),
        standing=str(row["standing"]),
    )


def _check(weights: Weights) -> None:
    wrong = [
        *(f"act {act!r}" for act in weights.acts if act not in SPEECH_ACTS),
        *(f"{act}: standing" for act, row in weights.acts.items() if row.standing not in STANDINGS),
        *([] if len(weights.idf) == len(weights.vocabulary) else ["idf and vocabulary differ"]),
    ]
    if wrong:
        raise DataError(f"weights cannot be used: {'; '.join(wrong)}", where=FILE)
