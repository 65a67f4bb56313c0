"""How far a coder is right on passages whose acts are known: per act, with doubt by document.

Passages of one document are alike, so whole documents are drawn anew for every interval. With
weights (one over the chance of a passage to be in the sample) the numbers are those of the corpora;
without, those of the sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rightful.core.errors import DataError

Array = npt.NDArray[np.float64]

DRAWS: Final = 1000
SHARE: Final = 0.95
BINS: Final = 10
LEAST_POSITIVES: Final = 30


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the ends of its interval; nan where nothing could be computed."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Passages whose probability lies in a bin: how many, mean probability, share with the act."""

    low: float
    high: float
    passages: int
    mean: float
    share: Estimate


@dataclass(frozen=True, slots=True)
class Scores:
    """What one act's coding is worth.

    Attributes
    ----------
    passages, documents, positives, found
        Numbers of passages, of their documents, of those with the act, of those coded with it.
    precision, recall, f1
        Among passages that the coder decided on.
    recall_of_all
        Passages with the act that were found, those abstained on counted as missed.
    abstention
        Share of passages on which the coder abstained.
    brier, calibration_error
        Mean squared error of the probability, and its expected calibration error over the bins;
        of all passages, for probabilities stand also where the coder abstained.
    bins
        Reliability table; empty bins left out.
    """

    passages: int
    documents: int
    positives: int
    found: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    recall_of_all: Estimate
    abstention: Estimate
    brier: Estimate
    calibration_error: Estimate
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class ByCell:
    """Scores of the cells with enough positives, and the positives of those with too few."""

    scores: Mapping[str, Scores]
    left_out: Mapping[str, int]


def evaluate(
    truth: npt.ArrayLike,
    probability: npt.ArrayLike,
    abstained: npt.ArrayLike,
    documents: Sequence[str],
    *,
    seed: int,
    threshold: float = 0.5,
    weights: npt.ArrayLike | None = None,
    draws: int = DRAWS,
    share: float = SHARE,
    bins: int = BINS,
) -> Scores:
    """Return the scores of one act.

    Parameters
    ----------
    truth, probability, abstained
        One value per passage: whether the act is there, the coder's probability of it, whether it
        abstained.
    documents
        The document of each passage.
    threshold
        Probability from which the act counts as coded.
    weights
        Positive numbers; one each without them.

    Raises
    ------
    DataError
        When lengths differ, nothing is given, a probability leaves 0 to 1 or a weight is not
        positive.
    """
    real, chance, silent, weight = _checked(truth, probability, abstained, documents, weights)
    coded = (chance >= threshold) & ~silent
    decided = ~silent
    place = np.minimum((chance * bins).astype(np.int64), bins - 1)
    inside = place[:, None] == np.arange(bins)[None, :]
    columns = [
        real & coded,
        coded,
        real & decided,
        real,
        silent,
        (chance - real) ** 2,
        np.ones(len(real)),
    ]
    per_passage = np.column_stack(
        [*columns, inside, inside * chance[:, None], inside * real[:, None]]
    ).astype(np.float64)
    names, group = np.unique(np.asarray(documents, dtype=str), return_inverse=True)
    per_document = np.zeros((len(names), per_passage.shape[1]))
    np.add.at(per_document, group, per_passage * weight[:, None])
    random = np.random.default_rng(seed)
    times = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    point = _measures(per_document.sum(axis=0)[None], bins)
    again = _measures(times @ per_document, bins)
    estimates = {
        name: _estimate(float(point[name][0]), again[name], share)
        for name in ("precision", "recall", "f1", "recall_of_all", "abstention", "brier", "error")
    }
    table = tuple(
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            passages=int(inside[:, number].sum()),
            mean=float(np.average(chance[inside[:, number]], weights=weight[inside[:, number]])),
            share=_estimate(float(point["shares"][0, number]), again["shares"][:, number], share),
        )
        for number in range(bins)
        if inside[:, number].any()
    )
    return Scores(
        passages=len(real),
        documents=len(names),
        positives=int(real.sum()),
        found=int(coded.sum()),
        precision=estimates["precision"],
        recall=estimates["recall"],
        f1=estimates["f1"],
        recall_of_all=estimates["recall_of_all"],
        abstention=estimates["abstention"],
        brier=estimates["brier"],
        calibration_error=estimates["error"],
        bins=table,
    )


def evaluate_by_cell(
    truth: npt.ArrayLike,
    probability: npt.ArrayLike,
    abstained: npt.ArrayLike,
    documents: Sequence[str],
    cells: Sequence[str | None],
    *,
    seed: int,
    threshold: float = 0.5,
    weights: npt.ArrayLike | None = None,
    least: int = LEAST_POSITIVES,
    draws: int = DRAWS,
) -> ByCell:
    """Return scores by cell (a region, a decade, a forum), only where it has enough positives.

    Parameters
    ----------
    cells
        The cell of each passage; passages without one (None) count nowhere.
    least
        Positives that a cell needs.
    """
    real, chance, silent, weight = _checked(truth, probability, abstained, documents, weights)
    if len(cells) != len(real):
        raise DataError(
            f"{len(cells)} cells for {len(real)} passages", where="evaluation of a coder"
        )
    scores: dict[str, Scores] = {}
    left_out: dict[str, int] = {}
    for cell in sorted({cell for cell in cells if cell is not None}):
        inside = np.array([each == cell for each in cells])
        positives = int(real[inside].sum())
        if positives < least:
            left_out[cell] = positives
            continue
        scores[cell] = evaluate(
            real[inside],
            chance[inside],
            silent[inside],
            [document for document, mine in zip(documents, inside, strict=True) if mine],
            seed=seed,
            threshold=threshold,
            weights=weight[inside],
            draws=draws,
        )
    return ByCell(scores, left_out)


def _checked(
    truth: npt.ArrayLike,
    probability: npt.ArrayLike,
    abstained: npt.ArrayLike,
    documents: Sequence[str],
    weights: npt.ArrayLike | None,
) -> tuple[npt.NDArray[np.bool_], Array, npt.NDArray[np.bool_], Array]:
    real = np.asarray(truth, dtype=bool)
    chance = np.asarray(probability, dtype=np.float64)
    silent = np.asarray(abstained, dtype=bool)
    weight = np.ones(len(real)) if weights is None else np.asarray(weights, dtype=np.float64)
    lengths = {len(real), len(chance), len(silent), len(documents), len(weight)}
    if lengths != {len(real)} or not len(real):
        raise DataError(
            f"one value per passage is needed everywhere, got lengths {sorted(lengths)}",
            where="evaluation of a coder",
        )
    if not ((chance >= 0) & (chance <= 1)).all() or not (weight > 0).all():
        raise DataError(
            "a probability leaves 0 to 1, or a weight is not positive",
            where="evaluation of a coder",
        )
    return real, chance, silent, weight


def _measures(sums: Array, bins: int) -> dict[str, Array]:
    """Return every measure from sums over passages; ``sums`` is (replicates, columns)."""
    hit, coded, decided, real, silent, squares, every = sums[:, :7].T
    count, expected, seen = (sums[:, 7 + i * bins : 7 + (i + 1) * bins] for i in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "precision": hit / coded,
            "recall": hit / decided,
            "f1": 2 * hit / (coded + decided),
            "recall_of_all": hit / real,
            "abstention": silent / every,
            "brier": squares / every,
            "error": np.abs(expected - seen).sum(axis=1) / every,
            "shares": seen / count,
        }


def _estimate(value: float, again: Array, share: float) -> Estimate:
    """Return a value with the quantiles of its replicates; nan ends where most are undefined."""
    known = again[~np.isnan(again)]
    if np.isnan(value) or 2 * len(known) < len(again):
        return Estimate(value, np.nan, np.nan)
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return Estimate(value, float(low), float(high))
