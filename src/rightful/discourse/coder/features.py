"""What the statistical layer sees: rules that fired, the setting, cues of grammar, and words.

Everything but the words is a number per statement; words are looked up in a vocabulary that comes
only from texts whose licence allows it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS
from rightful.core.statement import FORUMS, VOICES
from rightful.discourse.coder.lexicon import Lexicon
from rightful.discourse.coder.rules import SHORT, RuleCoding
from rightful.discourse.coder.scope import ROLES

Floats = NDArray[np.float64]

# Probabilities this far from 0 and 1 keep a logit finite.
_EDGE: Final = 0.01
_NOTHING: Final = math.log(_EDGE / (1 - _EDGE))
# A passage of so many letters is a sentence or two; one of ``rules.SHORT`` is short no longer.
_SENTENCE: Final = 120
_CUES: Final[dict[str, str]] = {
    "we": r"\b(?:we|our|us|my|i)\b",
    "own_state": r"\bxself\b",
    "other_state": r"\bxst",
    "future": r"\b(?:will|shall|would be|would|going to)\b",
    "perfect": r"\b(?:has|have|had) (?:been |also )?[a-z]+ed\b",
    "must": r"\b(?:must|should|ought to)\b",
    "not": r"\b(?:not|no|never|nor|neither)\b",
    "question": r"\?",
    "asked": r"\b(?:asked|enquired|inquired|wondered)\b",
    "thanked": r"\b(?:thank\w*|gratitude|courtes\w*)\b",
    "number": r"\b\d{2,}\b",
    "article": r"\barticles? \d",
}


def feature_names(book: Lexicon) -> tuple[str, ...]:
    """Return the names of the columns of ``features``, in order."""
    return (
        *(f"score:{act}" for act in SPEECH_ACTS),
        *(f"short:{act}" for act in SPEECH_ACTS),
        *(f"rule:{rule.name}" for rule in book.rules),
        *(f"forum:{forum}" for forum in FORUMS),
        *(f"role:{role}" for role in ROLES),
        *(f"voice:{voice}" for voice in VOICES),
        *(f"cue:{cue}" for cue in _CUES),
        "cue:length",
        "cue:short",
        "cue:subject",
        *(f"sign:{sign}" for sign, _ in book.signs),
        "cue:speaker_doubt",
        "cue:answers",
    )


def features(statements: pl.DataFrame, coding: RuleCoding, book: Lexicon) -> Floats:
    """Return one row per statement, one column per name of ``feature_names``."""
    text = coding.text
    wide = _logits(coding.wide)
    length = text.str.len_chars().to_numpy().astype(np.float64)
    short = np.clip((SHORT - length) / (SHORT - _SENTENCE), 0.0, 1.0)[:, None]
    parts = [
        _logits(coding.scores),
        # From nothing found on, so that a short passage without a hit has no weight here.
        short * (wide - _NOTHING),
        _rules(coding.hits, len(statements), book),
        _one_hot(statements["forum"], tuple(FORUMS)),
        _one_hot(coding.scope["role"], ROLES),
        _one_hot(statements["voice"], VOICES),
        _shown(text, tuple(_CUES.items())),
        (np.log(np.clip(length, 1, 10_000)) / 10)[:, None],
        short,
        _shown(text, (("subject", book.subject),)),
        _shown(text, book.signs),
        coding.scope.select(pl.col("speaker_doubt", "answers").cast(pl.Float64)).to_numpy(),
    ]
    return np.hstack(parts)


def _logits(scores: pl.DataFrame) -> Floats:
    chances = np.clip(scores.select(SPEECH_ACTS).to_numpy().astype(np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(chances / (1 - chances)))


def _shown(text: pl.Series, patterns: Sequence[tuple[str, str]]) -> Floats:
    found = text.to_frame("text").select(
        pl.col("text").str.contains(pattern).cast(pl.Float64).alias(name)
        for name, pattern in patterns
    )
    return found.to_numpy()


def _rules(hits: pl.DataFrame, rows: int, book: Lexicon) -> Floats:
    place = {rule.name: column for column, rule in enumerate(book.rules)}
    fired = np.zeros((rows, len(place)))
    columns = hits["rule"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
    fired[hits["row"].to_numpy(), columns] = 1.0
    return fired


def _one_hot(values: pl.Series, names: Sequence[str]) -> Floats:
    return np.column_stack([(values == name).fill_null(False).to_numpy() for name in names]).astype(
        np.float64
    )


def terms(texts: pl.Series) -> pl.DataFrame:
    """Return ``row`` and ``term`` for every word and pair of words of each text, each once.

    States and persons are one word each, whoever they are; numbers are one word.
    """
    plain = (
        pl.col("text")
        .str.replace_all(r"\bxst\w+", "xst")
        .str.replace_all(r"\d[\d.,]*", "0")
        .str.replace_all(r"[^a-z0 ]+", " ")
        .str.strip_chars()
    )
    words = (
        texts.to_frame("text")
        .select(plain.str.split(" ").alias("word"))
        .with_row_index("row")
        .explode("word")
        .filter(pl.col("word").str.len_bytes() > 0)
    )
    follows = pl.col("row") == pl.col("row").shift(-1)
    pairs = words.select(
        "row", term=pl.when(follows).then(pl.col("word") + " " + pl.col("word").shift(-1))
    ).drop_nulls("term")
    both = pl.concat([words.select("row", term="word"), pairs])
    return both.unique(maintain_order=False).with_columns(pl.col("row").cast(pl.Int64))


def word_scores(
    texts: pl.Series, vocabulary: Sequence[str], idf: Floats, weights: Floats
) -> Floats:
    """Return the scores of a linear model of words: one row per text, one column per model.

    Parameters
    ----------
    vocabulary, idf
        Terms (V) and their weights in a text (V); a text's vector has length 1.
    weights
        V x models.
    """
    scores = np.zeros((len(texts), weights.shape[1]))
    if not len(vocabulary):
        return scores
    known = pl.DataFrame(
        {"term": list(vocabulary), "place": np.arange(len(vocabulary)), "idf": idf}
    )
    found = terms(texts).join(known, on="term", how="inner").sort("row", "place")
    if found.is_empty():
        return scores
    rows, starts = np.unique(found["row"].to_numpy(), return_index=True)
    value = found["idf"].to_numpy()
    length = np.sqrt(np.add.reduceat(value**2, starts))
    weighted = weights[found["place"].to_numpy()] * value[:, None]
    scores[rows] = np.add.reduceat(weighted, starts, axis=0) / length[:, None]
    return scores
