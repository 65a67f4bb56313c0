"""Likeness of legal texts: cosine of word and letter n-grams, and words taken over in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rightful.core.errors import RightfulError

Floats = NDArray[np.float64]

SHINGLE: Final = 5  # words in a row that count as taken over
# Fewer shingles than these prove nothing: a stock phrase would be a large share of them.
FEWEST_SHINGLES: Final = 6
_WORD: Final = r"(?u)\b[^\W\d_]{2,}\b"
_NEEDS: Final = "pip install 'rightful[text]'"


@dataclass(frozen=True)
class Matches:
    """Texts (T) against texts: ``similarity`` and ``reuse`` are (T, T), in [0, 1], symmetric.

    similarity
        Mean of two cosines of TF-IDF weights: words and pairs of words, letters 3 to 5 in a row.
    reuse
        Share of the shorter text's five-word shingles that stand in the other one too; 0 where
        the shorter has fewer than six.
    """

    similarity: Floats
    reuse: Floats


def match(texts: Sequence[str]) -> Matches:
    """Return how alike all pairs are; weights come from the texts themselves.

    Raises
    ------
    RightfulError
        When scikit-learn is not installed.
    """
    words = _tfidf(texts, analyzer="word", ngram_range=(1, 2), token_pattern=_WORD)
    letters = _tfidf(texts, analyzer="char_wb", ngram_range=(3, 5))
    similarity = (_dense(words @ words.T) + _dense(letters @ letters.T)) / 2
    return Matches(np.clip(similarity, 0.0, 1.0), _reuse(texts))


def _reuse(texts: Sequence[str]) -> Floats:
    counter = _sklearn().CountVectorizer(
        ngram_range=(SHINGLE, SHINGLE), token_pattern=_WORD, binary=True, dtype=np.int32
    )
    try:
        there = sparse.csr_array(counter.fit_transform(texts))
    except ValueError:
        # No text is long enough to hold one shingle.
        return np.zeros((len(texts), len(texts)))
    size = _dense(there.sum(axis=1)).ravel()
    shorter = np.minimum.outer(size, size)
    shared = _dense(there @ there.T)
    return np.where(shorter >= FEWEST_SHINGLES, shared / np.maximum(shorter, 1), 0.0)


def _tfidf(texts: Sequence[str], **how: Any) -> Any:
    found = _sklearn().TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **how)
    return sparse.csr_array(found.fit_transform(texts))


def _dense(found: Any) -> Floats:
    plain = found.toarray() if sparse.issparse(found) else found
    return np.asarray(plain, dtype=np.float64)


def _sklearn() -> Any:
    try:
        from sklearn.feature_extraction import text
    except ImportError as error:
        raise RightfulError(
            "comparing texts needs scikit-learn",
            where="diffusion of texts",
            allowed="the extra `text`",
            next_step=_NEEDS,
        ) from error
    return text
