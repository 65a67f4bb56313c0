"""Fitting the coder's weights to gold codes, and measuring a coder against codes held out.

Words and their weights come only from texts whose licence allows it; weights of rules and the
calibration may use every gold code, because a code is ours. Why it is done so:
``docs/decisions/coder.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.calibrate import (
    Bounds,
    Scale,
    bounds,
    expected_error,
    logistic,
    platt,
)
from rightful.discourse.coder.coder import bounds_of, code
from rightful.discourse.coder.features import feature_names, features, terms
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.targets import Names
from rightful.discourse.coder.weights import (
    ActWeights,
    Weights,
    from_text,
    shipped,
    to_text,
    uncalibrated,
)
from rightful.discourse.scheme import codebook
from rightful.record.atomic import write_atomically
from rightful.study.gold_sample import ROLES

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

FOLDS: Final = 5
NEWTON_STEPS: Final = 60
PENALTIES: Final = (0.003, 0.01, 0.03, 0.1, 0.3)
WORD_PENALTY: Final = 1.0
# Terms of the vocabulary: in at least so many texts, at most so many terms.
FEWEST_TEXTS: Final = 5
MOST_TERMS: Final = 4_000
# Below so many carriers only the scale of the rule score is fitted; below this, nothing.
FEW: Final = 12
FEWEST: Final = 4
# A rule's guess on a text without a gold code counts as so much of a gold code for the words.
WEAK: Final = 0.1
# Where bounds are set: of the passages said to carry an act so many shall at least, or where no
# bound does that the next share; of its carriers at most so many shall be called clear of it.
PRECISIONS: Final = (0.65, 0.6)
MISSED: Final = 0.1
# How lightly a feature is shrunk: the act's own score least, what is not about the act most.
_OWN_SCORE, _OWN_RULE, _OTHER = 3.0, 1.0, 0.5
DRAWS: Final = 500


# Beginnings of ids of texts that are free: the General Debate (CC0), works of the United States.
LICENSED: Final = ("ungdc:", "us-state:")


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold codes beside their passages.

    Attributes
    ----------
    statements
        Passages (``core.statement.STATEMENTS``, maybe ``context``), n rows.
    codes
        n x acts, 1 and 0, nan where not coded.
    groups
        Document of each passage: passages of one are never parted between folds.
    licensed
        Whether words may be learnt from the passage.
    """

    statements: pl.DataFrame
    codes: Floats
    groups: Ints
    licensed: Bools


@dataclass(frozen=True, slots=True)
class Training:
    """Weights, and what was chosen on the way: one row per act."""

    weights: Weights
    report: pl.DataFrame


def gold_codes(gold: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Return a code for every coded unit and act: ``statement``, ``act``, ``code``, ``split``.

    Parameters
    ----------
    gold
        ``unit``, ``act``, ``code``: a row per unit and act that a coder saw. A coded unit has a row
        at least, and an act without one is 0; a null stays null.
    units
        ``unit``, ``statement``, ``split``.
    """
    acts = pl.DataFrame({"act": SPEECH_ACTS})
    told = gold.select("unit", "act", "code", seen=True)
    return (
        units.select("unit", "statement", "split")
        .join(gold.select("unit").unique(), on="unit", how="semi")
        .join(acts, how="cross")
        .join(told, on=["unit", "act"], how="left")
        .select(
            "statement",
            "act",
            code=pl.when(pl.col("seen").is_null()).then(0).otherwise(pl.col("code")),
            split="split",
        )
        .sort("statement", "act")
    )


# Who speaks, as the sample says it, to the state spoken to; any code that is not the speaker's.
_SPEAKS_TO: Final = {"upr_reviewing": 1, "upr_recommendation": 1, "country_report": 1}
_VOICE: Final = {"presents": "reported", "answers": "reported", "upr_reviewing": "reported"}


def sample_statements(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return the masked passages of a gold sample as statements.

    Parameters
    ----------
    rows
        ``statement``, ``forum``, ``speaker_role`` (a key of ``gold_sample.ROLES`` or its words),
        ``text``, ``context``, as the sample's file holds them.
    """
    said = [
        {
            **dict.fromkeys((*STATEMENTS, "context")),
            "statement": row["statement"],
            "forum": row["forum"],
            "document": row["statement"].rsplit(":", 2 if row["forum"] == "upr_dialogue" else 1)[0],
            "addressee": _SPEAKS_TO.get(_role(row["speaker_role"])),
            "voice": _VOICE.get(_role(row["speaker_role"]), "direct"),
            "text": row["text"],
            "context": row["context"],
        }
        for row in rows
    ]
    return pl.DataFrame(said, schema={**STATEMENTS, "context": pl.String}, orient="row")


def _role(words: str) -> str:
    # "another state speaking to the state under review, [STATE-1]"
    return next((role for role, told in ROLES.items() if words.startswith((role, told))), words)


def gold_of(
    codes: pl.DataFrame, statements: pl.DataFrame, licensed: Sequence[str], split: str | None = None
) -> Gold:
    """Put codes beside their passages.

    Parameters
    ----------
    codes
        ``statement``, ``act``, ``code`` and, where ``split`` is asked for, ``split``.
    statements
        The passages; those without a code are left out.
    licensed
        Beginnings of statement ids from whose texts words may be learnt (``"ungdc:"``).

    Raises
    ------
    DataError
        When an act is unknown, a coded passage has no text, or nothing is left.
    """
    chosen = codes if split is None else codes.filter(pl.col("split") == split)
    unknown = sorted(set(chosen["act"]) - set(SPEECH_ACTS))
    if unknown:
        raise DataError(f"gold codes for {', '.join(unknown)}", allowed=", ".join(SPEECH_ACTS))
    wide = chosen.pivot(on="act", index="statement", values="code", aggregate_function="first")
    found = statements.filter(pl.col("text").is_not_null()).join(
        wide.select("statement"), on="statement", how="semi"
    )
    lost = wide.height - found["statement"].n_unique()
    if lost or not found.height:
        raise DataError(f"{lost} coded passages have no text", next_step="pull their corpus")
    joined = found.join(wide, on="statement", how="left", maintain_order="left")
    columns = [
        joined[act].cast(pl.Float64).fill_null(math.nan).to_numpy()
        if act in wide.columns
        else np.full(found.height, math.nan)
        for act in SPEECH_ACTS
    ]
    document = found["document"].fill_null(found["statement"]).rank("dense").cast(pl.Int64)
    return Gold(
        statements=found,
        codes=np.column_stack(columns),
        groups=document.to_numpy(),
        licensed=np.array([name.startswith(tuple(licensed)) for name in found["statement"]]),
    )


def train(
    gold: Gold,
    names: Names,
    *,
    version: str,
    weak: pl.DataFrame | None = None,
    standings: dict[str, str] | None = None,
    precisions: Sequence[float] = PRECISIONS,
    missed: float = MISSED,
    penalties: Sequence[float] = PENALTIES,
    seed: int = 0,
) -> Training:
    """Fit the weights to gold codes of the training split.

    Parameters
    ----------
    weak
        Licensed passages without gold codes, whose rule scores help to learn words.
    precisions
        Shares of the passages said to carry an act that must carry it, out of fold, the best first;
        an act that no bound brings to the last is never said.
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
    words = _Words.of(gold, coding.text, names, weak, folds)
    acts: dict[str, ActWeights] = {}
    report: list[dict[str, Any]] = []
    for place, act in enumerate(SPEECH_ACTS):
        coded = ~np.isnan(gold.codes[:, place])
        positives = int(np.nansum(gold.codes[:, place]))
        if positives < FEWEST or positives > coded.sum() - FEWEST:
            report.append({"act": act, "coded": int(coded.sum()), "positives": positives})
            continue
        fit = _fit_act(act, gold, matrix, columns, folds, words, coded, penalties)
        limits = _limits(fit, gold.codes[coded, place] == 1, precisions, missed)
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


def write_weights(
    codes: pl.DataFrame,
    statements: pl.DataFrame,
    names: Names,
    out: Path,
    *,
    version: str,
    weak: pl.DataFrame | None = None,
    standings: dict[str, str] | None = None,
) -> tuple[Training, pl.DataFrame]:
    """Fit weights to the training split, write them, measure them on the split held out.

    Parameters
    ----------
    codes
        Gold codes: ``statement``, ``act``, ``code``, ``split`` (train, held).
    statements
        Their passages.
    out
        Where ``weights.json`` goes: the package's ``discourse/tables``.

    Returns
    -------
    tuple
        The training, and ``evaluate`` of the written weights on the codes held out.
    """
    gold = gold_of(codes, statements, LICENSED, "train")
    training = train(gold, names, version=version, weak=weak, standings=standings)
    text = to_text(training.weights)
    write_atomically(out, (text + "\n").encode())
    held = gold_of(codes, statements, LICENSED, "held")
    return training, evaluate(held, names, from_text(text))


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


def _limits(fit: _Fit, codes: Bools, precisions: Sequence[float], missed: float) -> Bounds:
    tried = [bounds(fit.probabilities, codes, precision, missed) for precision in precisions]
    return next((one for one in tried if one.high <= 1), tried[-1])


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
        "precision": _share(said & codes, said),
        "recall": _share(said & codes, codes),
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
    words: _Words,
    coded: Bools,
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
        for penalty in penalties:
            value = _out_of_fold(design, codes, fold, penalty)
            scale = platt(value, codes)
            candidates.append((_loss(scale.probability(value), codes), penalty, with_words, value))
    loss, penalty, with_words, value = min(candidates, key=lambda one: one[:3])
    design = np.column_stack([scaled, words.out_of_fold[coded, place]]) if with_words else scaled
    coefficient, intercept = _logistic_regression(design, codes, penalty)
    weights = coefficient[: len(columns)] * shrink
    return _Fit(
        intercept=intercept,
        features={name: float(w) for name, w in zip(columns, weights, strict=True) if w},
        word=float(coefficient[-1]) if with_words else 0.0,
        scale=platt(value, codes),
        probabilities=_scale_out_of_fold(value, codes, fold),
        penalty=penalty,
        loss=loss,
    )


def _scaled_score(own: str, value: Floats, codes: Bools, fold: Ints) -> _Fit:
    scale = platt(value, codes)
    probabilities = _scale_out_of_fold(value, codes, fold)
    return _Fit(0.0, {own: 1.0}, 0.0, scale, probabilities, math.nan, _loss(probabilities, codes))


def _lightness(name: str, act: str) -> float:
    if name == f"score:{act}":
        return _OWN_SCORE
    return _OWN_RULE if name.startswith(f"rule:{act}.") else _OTHER


def _out_of_fold(design: Floats, codes: Bools, fold: Ints, penalty: float) -> Floats:
    value = np.zeros(len(codes))
    for one in np.unique(fold):
        out = fold == one
        coefficient, intercept = _logistic_regression(design[~out], codes[~out], penalty)
        value[out] = design[out] @ coefficient + intercept
    return value


def _scale_out_of_fold(value: Floats, codes: Bools, fold: Ints) -> Floats:
    probabilities = np.zeros(len(codes))
    for one in np.unique(fold):
        out = fold == one
        probabilities[out] = platt(value[~out], codes[~out]).probability(value[out])
    return probabilities


def _logistic_regression(design: Floats, codes: Bools, penalty: float) -> tuple[Floats, float]:
    """Fit a ridge-penalized logistic regression by Newton's method; the intercept is free."""
    full = np.column_stack([design, np.ones(len(design))])
    # A whisker of a penalty keeps the intercept finite where all codes are one.
    ridge = np.append(np.full(design.shape[1], 1 / penalty), 1e-3)
    beta = np.zeros(full.shape[1])
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


# ------------------------------------------------------------------ words


@dataclass(frozen=True, slots=True)
class _Words:
    """A linear model of words per act, from licensed texts.

    ``out_of_fold`` holds each gold passage's score from words learnt without its fold.
    """

    vocabulary: tuple[str, ...]
    idf: Floats
    weights: Floats
    out_of_fold: Floats

    @staticmethod
    def of(
        gold: Gold, text: pl.Series, names: Names, weak: pl.DataFrame | None, folds: Ints
    ) -> _Words:
        """Learn words of every act."""
        nothing = _Words((), np.zeros(0), np.zeros((0, 16)), np.zeros(gold.codes.shape))
        extra = _weak_codes(weak, gold, names)
        texts = pl.concat([text.rename("text"), extra[0].rename("text")])
        licensed = np.concatenate([gold.licensed, np.ones(len(extra[0]), dtype=bool)])
        vocabulary, idf = _vocabulary(texts.filter(pl.Series(licensed)))
        if not vocabulary:
            return nothing
        matrix = _term_matrix(texts, vocabulary, idf)
        codes = np.vstack([gold.codes, extra[1]])
        trust = np.concatenate([np.ones(len(gold.codes)), np.full(len(extra[0]), WEAK)])
        fold = np.concatenate([folds, np.full(len(extra[0]), -1)])
        rows = len(gold.codes)
        weights = np.zeros((len(vocabulary), len(SPEECH_ACTS)))
        out_of_fold = np.zeros(gold.codes.shape)
        for place in range(len(SPEECH_ACTS)):
            usable = licensed & ~np.isnan(codes[:, place])
            if (codes[usable, place] == 1).sum() < FEW:
                continue
            weights[:, place] = _word_weights(matrix, codes[:, place], trust, usable)
            for one in np.unique(folds):
                apart = _word_weights(matrix, codes[:, place], trust, usable & (fold != one))
                here = np.flatnonzero(folds == one)
                out_of_fold[here, place] = matrix[:rows][here] @ apart
        return _Words(vocabulary, idf, weights, out_of_fold)


def _weak_codes(weak: pl.DataFrame | None, gold: Gold, names: Names) -> tuple[pl.Series, Floats]:
    if weak is None or not weak.height:
        return pl.Series("text", [], dtype=pl.String), np.zeros((0, len(SPEECH_ACTS)))
    # Neither a gold passage nor another of its document may teach.
    apart = weak.join(gold.statements.select("document").drop_nulls(), on="document", how="anti")
    apart = apart.join(gold.statements.select("statement"), on="statement", how="anti")
    coding = rule_acts(apart, names)
    scores = coding.scores.select(SPEECH_ACTS).to_numpy()
    codes = np.where(scores >= 0.5, 1.0, np.where(scores <= 0.05, 0.0, math.nan))
    return coding.text, codes


def _vocabulary(texts: pl.Series) -> tuple[tuple[str, ...], Floats]:
    counted = (
        terms(texts)
        .group_by("term")
        .len("texts")
        .filter(pl.col("texts") >= FEWEST_TEXTS)
        .sort(["texts", "term"], descending=[True, False])
        .head(MOST_TERMS)
        .sort("term")
    )
    idf = np.log((1 + len(texts)) / (1 + counted["texts"].to_numpy())) + 1
    # As the weights file will hold it, so that training and use see the same numbers.
    return tuple(counted["term"]), np.array([float(f"{value:.5g}") for value in idf])


def _term_matrix(texts: pl.Series, vocabulary: Sequence[str], idf: Floats) -> Any:
    from scipy.sparse import csr_matrix

    known = pl.DataFrame(
        {"term": list(vocabulary), "place": np.arange(len(vocabulary)), "idf": idf}
    )
    found = terms(texts).join(known, on="term", how="inner").sort("row", "place")
    length = found.group_by("row").agg((pl.col("idf") ** 2).sum().sqrt().alias("length"))
    value = found.join(length, on="row", how="left", maintain_order="left")
    return csr_matrix(
        (
            (value["idf"] / value["length"]).to_numpy(),
            (value["row"].to_numpy(), value["place"].to_numpy()),
        ),
        shape=(len(texts), len(vocabulary)),
    )


def _word_weights(matrix: Any, codes: Floats, trust: Floats, usable: Bools) -> Floats:
    from sklearn.linear_model import LogisticRegression

    here = np.flatnonzero(usable)
    told = codes[here] == 1
    if told.all() or not told.any():
        return np.zeros(matrix.shape[1])
    model = LogisticRegression(C=WORD_PENALTY, max_iter=500, tol=1e-5)
    model.fit(matrix[here], told, sample_weight=trust[here])
    return np.asarray(model.coef_[0], dtype=np.float64)


# ------------------------------------------------------------------ against held-out codes


def evaluate(
    gold: Gold, names: Names, weights: Weights | None = None, seed: int = 0
) -> pl.DataFrame:
    """Measure a coder against gold codes.

    Returns
    -------
    pl.DataFrame
        One row per act: ``coded`` and ``positives``; ``said``, the passages said to carry it;
        ``precision`` of these, ``recall`` of its carriers; ``unsure``, the share of passages
        between the bounds; ``missed``, the share of carriers called clear of it; ``brier`` and
        ``calibration_error`` of its probabilities; 95 % intervals (``_low``, ``_high``) of
        precision and recall from a bootstrap of documents. Null where nothing can be said.
    """
    used = weights or shipped() or uncalibrated(codebook().version, lexicon().fingerprint)
    coding = code(gold.statements, names, used)
    said = coding.acts.select("statement", "act")
    rng = np.random.default_rng(seed)
    rows = []
    for place, act in enumerate(SPEECH_ACTS):
        coded = ~np.isnan(gold.codes[:, place])
        carriers = said.filter(pl.col("act") == act)["statement"].implode()
        yes = gold.statements["statement"].is_in(carriers).to_numpy()
        p = coding.probabilities[act].fill_null(math.nan).to_numpy()
        low = bounds_of(act, used).low
        one = _Told(gold.codes[coded, place] == 1, yes[coded], p[coded], low, gold.groups[coded])
        rows.append({"act": act, **_measured(one, rng)})
    return pl.DataFrame(rows, schema=_MEASURED)


def evaluate_by(
    gold: Gold, cells: pl.DataFrame, names: Names, weights: Weights | None = None, fewest: int = 30
) -> pl.DataFrame:
    """Measure a coder in cells with at least ``fewest`` carriers of an act.

    Parameters
    ----------
    cells
        ``statement`` and ``cell`` (a region, a decade, a forum); a statement may be in several.

    Returns
    -------
    pl.DataFrame
        ``cell`` and the columns of ``evaluate``, only for acts with enough carriers there.
    """
    parts = []
    for cell in sorted(set(cells["cell"].drop_nulls())):
        inside = cells.filter(pl.col("cell") == cell)["statement"].implode()
        here = gold.statements["statement"].is_in(inside).to_numpy()
        part = Gold(
            gold.statements.filter(pl.Series(here)),
            gold.codes[here],
            gold.groups[here],
            gold.licensed[here],
        )
        if np.nansum(part.codes, axis=0).max(initial=0) >= fewest:
            measured = evaluate(part, names, weights).filter(pl.col("positives") >= fewest)
            parts.append(measured.select(pl.lit(cell).alias("cell"), pl.all()))
    return pl.concat(parts) if parts else pl.DataFrame(schema={"cell": pl.String, **_MEASURED})


_MEASURED: Final = {
    "act": pl.String,
    "coded": pl.Int64,
    "positives": pl.Int64,
    "said": pl.Int64,
    "precision": pl.Float64,
    "precision_low": pl.Float64,
    "precision_high": pl.Float64,
    "recall": pl.Float64,
    "recall_low": pl.Float64,
    "recall_high": pl.Float64,
    "unsure": pl.Float64,
    "missed": pl.Float64,
    "brier": pl.Float64,
    "calibration_error": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """One act on coded passages: the codes, what was said, with what probability, the low bound."""

    codes: Bools
    yes: Bools
    p: Floats
    low: float
    groups: Ints


def _measured(one: _Told, rng: np.random.Generator) -> dict[str, Any]:
    codes, yes, told = one.codes, one.yes, ~np.isnan(one.p)
    # A statement that could not be coded at all is unsure of every act.
    clear = told & ~yes & (np.nan_to_num(one.p) <= one.low)
    draws = [_resampled(one.groups, rng) for _ in range(DRAWS)] if len(codes) else []
    everything = np.ones(len(codes), dtype=bool)
    return {
        "coded": len(codes),
        "positives": int(codes.sum()),
        "said": int(yes.sum()),
        "precision": _share(yes & codes, yes),
        **_interval("precision", [_share((yes & codes)[d], yes[d]) for d in draws]),
        "recall": _share(yes & codes, codes),
        **_interval("recall", [_share((yes & codes)[d], codes[d]) for d in draws]),
        "unsure": _share(~yes & ~clear, everything),
        "missed": _share(clear & codes, codes),
        "brier": float(np.mean((one.p[told] - codes[told]) ** 2)) if told.any() else None,
        "calibration_error": expected_error(one.p[told], codes[told]) if told.any() else None,
    }


def _share(part: Bools, whole: Bools) -> float | None:
    return float(part.sum() / whole.sum()) if whole.any() else None


def _resampled(groups: Ints, rng: np.random.Generator) -> Ints:
    documents = np.unique(groups)
    places = {document: np.flatnonzero(groups == document) for document in documents}
    drawn = rng.choice(documents, size=len(documents))
    return np.concatenate([places[document] for document in drawn])


def _interval(name: str, values: Sequence[float | None]) -> dict[str, float | None]:
    known = [value for value in values if value is not None]
    if len(known) < DRAWS / 2:
        return {f"{name}_low": None, f"{name}_high": None}
    low, high = np.percentile(known, [2.5, 97.5])
    return {f"{name}_low": float(low), f"{name}_high": float(high)}
