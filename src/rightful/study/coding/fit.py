"""Fitting the coder's weights to gold codes: a logistic regression per act, scaled, with bounds.

Words and their weights come only from texts whose licence allows it; weights of rules and the
calibration may use every gold code, because a code is ours. Why it is done so:
``docs/decisions/coder.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.discourse.coder.calibrate import (
    Bounds,
    Scale,
    bounds,
    expected_error,
    logistic,
    platt,
)
from rightful.discourse.coder.coder import EVADE
from rightful.discourse.coder.features import feature_names, features
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.targets import Names
from rightful.discourse.coder.weights import ActWeights, Weights
from rightful.discourse.scheme import codebook
from rightful.study.coding.gold_beside import Bools, Floats, Gold, Ints
from rightful.study.coding.made_up import PREFIX
from rightful.study.coding.words import FEW, Words

FOLDS: Final = 5
NEWTON_STEPS: Final = 60
PENALTIES: Final = (0.03, 0.1, 0.3)
# Below so many carriers nothing is fitted; below ``FEW`` only the scale of the rule score.
FEWEST: Final = 4
# Where bounds are set: of the passages said to carry an act so many shall at least, made-up ones
# among them, and so many of those that were really said; of its carriers at most so many shall be
# called clear of it.
PRECISION: Final = 0.65
PRECISION_OF_SAID: Final = 0.6
MISSED: Final = 0.1
# How lightly a feature is shrunk: the act's own score least, those of other acts most, whose rules
# otherwise speak for and against it by chance.
_OWN_SCORE, _OWN_RULE, _OTHER, _OTHER_SCORE = 3.0, 1.0, 0.5, 0.15


@dataclass(frozen=True, slots=True)
class Training:
    """Weights, and what was chosen on the way: one row per act."""

    weights: Weights
    report: pl.DataFrame


def train(
    gold: Gold,
    names: Names,
    *,
    version: str,
    weak: pl.DataFrame | None = None,
    standings: dict[str, str] | None = None,
    precision: float = PRECISION,
    precision_of_said: float = PRECISION_OF_SAID,
    missed: float = MISSED,
    penalties: Sequence[float] = PENALTIES,
    seed: int = 0,
) -> Training:
    """Fit the weights to gold codes of the training split.

    Parameters
    ----------
    weak
        Licensed passages without gold codes, whose rule scores help to learn words.
    precision, precision_of_said
        Share of the passages said to carry an act that must carry it, out of fold, of all and of
        those that are not made up; an act that no bound brings to the first is never said.
    penalties
        Inverse strengths of the ridge among which each act's is chosen, by loss out of fold.
    standings
        How far coders agreed on each act; ``provisional`` where it is not said.
    """
    book = lexicon()
    coding = rule_acts(gold.statements, names, book)
    everything = features(gold.statements, coding, book)
    # A rule that never fired here cannot be weighed.
    seen = np.flatnonzero(everything.any(axis=0))
    matrix = everything[:, seen]
    columns = [feature_names(book)[place] for place in seen]
    folds = _folds(gold.groups, seed)
    words = Words.of(gold, coding.text, names, weak, folds)
    acts: dict[str, ActWeights] = {}
    report: list[dict[str, Any]] = []
    said = ~gold.statements["statement"].str.starts_with(PREFIX).to_numpy()
    for place, act in enumerate(SPEECH_ACTS):
        coded = ~np.isnan(gold.codes[:, place])
        if place == EVADE:
            # Where nothing is known to have been asked there is nothing to learn of evading it.
            coded &= coding.scope["answers"].to_numpy()
        positives = int((gold.codes[coded, place] == 1).sum())
        if positives < FEWEST or positives > coded.sum() - FEWEST:
            report.append({"act": act, "coded": int(coded.sum()), "positives": positives})
            continue
        fit = _fit_act(act, gold, matrix, columns, folds, words, coded, said[coded], penalties)
        limits = _limits(
            fit,
            gold.codes[coded, place] == 1,
            said[coded],
            precision,
            precision_of_said,
            missed,
        )
        standing = (standings or {}).get(act, "provisional")
        acts[act] = ActWeights(fit.intercept, fit.features, fit.word, fit.scale, limits, standing)
        report.append(_told(act, gold.codes[coded, place] == 1, fit, limits))
    used = np.array([acts[act].word != 0 if act in acts else False for act in SPEECH_ACTS])
    weights = Weights(
        version=version,
        codebook=codebook().version,
        lexicon=book.fingerprint,
        vocabulary=words.vocabulary if used.any() else (),
        idf=words.idf if used.any() else np.zeros(0),
        words=words.weights * used if used.any() else np.zeros((0, len(SPEECH_ACTS))),
        acts=acts,
    )
    return Training(weights, pl.DataFrame(report, schema=_REPORT))


_REPORT: Final = {
    "act": pl.String,
    "coded": pl.Int64,
    "positives": pl.Int64,
    "penalty": pl.Float64,
    "words": pl.Boolean,
    "loss": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "precision": pl.Float64,
    "recall": pl.Float64,
    "calibration_error": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class _Fit:
    intercept: float
    features: dict[str, float]
    word: float
    scale: Scale
    probabilities: Floats  # out of fold, of the coded passages
    penalty: float
    loss: float


def _limits(
    fit: _Fit, codes: Bools, said: Bools, precision: float, of_said: float, missed: float
) -> Bounds:
    """Return the stricter of the bounds of all passages and of those that were said.

    What was made up is easy and must not loosen a bound for what was said; it alone sets the bound
    of an act of which too little was said to find one.
    """
    everything = bounds(fit.probabilities, codes, precision, missed)
    real = bounds(fit.probabilities[said], codes[said], of_said, missed)
    if real.high > 1:
        return everything
    return Bounds(min(real.low, everything.low), max(real.high, everything.high))


def _told(act: str, codes: Bools, fit: _Fit, limits: Bounds) -> dict[str, Any]:
    said = fit.probabilities >= limits.high
    return {
        "act": act,
        "coded": len(codes),
        "positives": int(codes.sum()),
        "penalty": fit.penalty,
        "words": fit.word != 0,
        "loss": fit.loss,
        "low": limits.low,
        "high": limits.high,
        "precision": share(said & codes, said),
        "recall": share(said & codes, codes),
        "calibration_error": expected_error(fit.probabilities, codes),
    }


def _folds(groups: Ints, seed: int) -> Ints:
    rng = np.random.default_rng(seed)
    documents = np.unique(groups)
    fold = dict(zip(rng.permutation(documents), np.arange(len(documents)) % FOLDS, strict=True))
    return np.array([fold[group] for group in groups])


def _fit_act(
    act: str,
    gold: Gold,
    matrix: Floats,
    columns: Sequence[str],
    folds: Ints,
    words: Words,
    coded: Bools,
    said: Bools,
    penalties: Sequence[float],
) -> _Fit:
    place = SPEECH_ACTS.index(act)
    codes, fold = gold.codes[coded, place] == 1, folds[coded]
    own = f"score:{act}"
    if codes.sum() < FEW and own in columns:
        value = matrix[coded, columns.index(own)]
        return _scaled_score(own, value, codes, fold)
    shrink = np.array([_lightness(name, act) for name in columns])
    scaled = matrix[coded] * shrink
    candidates = []
    for with_words in (False, True):
        score = words.out_of_fold[coded, place]
        if with_words and not score.any():
            continue
        design = np.column_stack([scaled, score]) if with_words else scaled
        for penalty, value in zip(
            penalties, _out_of_fold(design, codes, fold, penalties), strict=True
        ):
            scale = platt(value, codes)
            candidates.append((_loss(scale.probability(value), codes), penalty, with_words, value))
    loss, penalty, with_words, value = min(candidates, key=lambda one: one[:3])
    design = np.column_stack([scaled, words.out_of_fold[coded, place]]) if with_words else scaled
    coefficient, intercept = _logistic_regression(design, codes, penalty)
    weights = coefficient[: len(columns)] * shrink
    # A chance shall be what it says of what was really said; made-up passages are too plain.
    scaled_on = said if codes[said].sum() >= FEW else np.ones_like(said)
    return _Fit(
        intercept=intercept,
        features={name: float(w) for name, w in zip(columns, weights, strict=True) if w},
        word=float(coefficient[-1]) if with_words else 0.0,
        scale=platt(value[scaled_on], codes[scaled_on]),
        probabilities=_scale_out_of_fold(value, codes, fold, scaled_on),
        penalty=penalty,
        loss=loss,
    )


def _scaled_score(own: str, value: Floats, codes: Bools, fold: Ints) -> _Fit:
    scale = platt(value, codes)
    probabilities = _scale_out_of_fold(value, codes, fold, np.ones_like(codes))
    return _Fit(0.0, {own: 1.0}, 0.0, scale, probabilities, math.nan, _loss(probabilities, codes))


def _lightness(name: str, act: str) -> float:
    kind, _, of = name.partition(":")
    if kind in ("score", "short"):
        if of == act:
            return _OWN_SCORE
        # What carries no other act is none.
        return _OTHER if act == "none" else _OTHER_SCORE
    return _OWN_RULE if name.startswith(f"rule:{act}.") else _OTHER


def _out_of_fold(
    design: Floats, codes: Bools, fold: Ints, penalties: Sequence[float]
) -> list[Floats]:
    values = [np.zeros(len(codes)) for _ in penalties]
    for one in np.unique(fold):
        out = fold == one
        start: Floats | None = None
        for value, penalty in zip(values, penalties, strict=True):
            # The last fit is a good place to begin the next from.
            coefficient, intercept = _logistic_regression(design[~out], codes[~out], penalty, start)
            value[out] = design[out] @ coefficient + intercept
            start = np.append(coefficient, intercept)
    return values


def _scale_out_of_fold(value: Floats, codes: Bools, fold: Ints, scaled_on: Bools) -> Floats:
    probabilities = np.zeros(len(codes))
    for one in np.unique(fold):
        out = fold == one
        inside = ~out & scaled_on
        probabilities[out] = platt(value[inside], codes[inside]).probability(value[out])
    return probabilities


def _logistic_regression(
    design: Floats, codes: Bools, penalty: float, start: Floats | None = None
) -> tuple[Floats, float]:
    """Fit a ridge-penalized logistic regression by Newton's method; the intercept is free."""
    full = np.column_stack([design, np.ones(len(design))])
    # A whisker of a penalty keeps the intercept finite where all codes are one.
    ridge = np.append(np.full(design.shape[1], 1 / penalty), 1e-3)
    beta = np.zeros(full.shape[1]) if start is None else start
    for _ in range(NEWTON_STEPS):
        fitted = logistic(full @ beta)
        gradient = full.T @ (fitted - codes) + ridge * beta
        curvature = (full.T * np.maximum(fitted * (1 - fitted), 1e-6)) @ full + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        beta = beta - step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    return beta[:-1], float(beta[-1])


def _loss(probabilities: Floats, codes: Bools) -> float:
    p = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(codes, np.log(p), np.log(1 - p))))


def share(part: Bools, whole: Bools) -> float | None:
    """Return the share of a whole that a part of it is; None where the whole is empty."""
    return float(part.sum() / whole.sum()) if whole.any() else None
