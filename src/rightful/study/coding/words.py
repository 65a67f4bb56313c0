"""Words that tell an act: a linear model per act, learnt from licensed texts alone.

Which texts may teach words, and why rules' guesses help: ``docs/decisions/coder.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.discourse.coder.features import terms
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.targets import Names
from rightful.study.coding.gold_beside import Bools, Floats, Gold, Ints

WORD_PENALTY: Final = 1.0
# Terms of the vocabulary: in at least so many texts, at most so many terms.
FEWEST_TEXTS: Final = 5
MOST_TERMS: Final = 4_000
# Below so many carriers of an act no words are learnt, and of the rule score only the scale.
FEW: Final = 12
# A rule's guess on a text without a gold code counts as so much of a gold code for the words.
WEAK: Final = 0.1


@dataclass(frozen=True, slots=True)
class Words:
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
    ) -> Words:
        """Learn words of every act."""
        nothing = Words(
            (), np.zeros(0), np.zeros((0, len(SPEECH_ACTS))), np.zeros(gold.codes.shape)
        )
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
        return Words(vocabulary, idf, weights, out_of_fold)


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
