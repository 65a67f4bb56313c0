"""The coder: statements in, probabilities and acts out, with abstention where it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import ACTS_SCHEMA, PROBABILITIES_SCHEMA, SPEECH_ACTS
from rightful.discourse.coder.articles import articles_of
from rightful.discourse.coder.calibrate import Bounds
from rightful.discourse.coder.features import feature_names, features, word_scores
from rightful.discourse.coder.lexicon import Lexicon, lexicon
from rightful.discourse.coder.rights import rights_in
from rightful.discourse.coder.rules import RuleCoding, rule_acts
from rightful.discourse.coder.targets import NOBODY, Names
from rightful.discourse.coder.weights import PRIOR, UNCALIBRATED, Weights, shipped, uncalibrated
from rightful.discourse.scheme import codebook

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Rows coded at once: bounds the memory, whatever the corpus.
CHUNK: Final = 8_000
NONE: Final = SPEECH_ACTS.index("none")
EVADE: Final = SPEECH_ACTS.index("evade")
# A text of this many words without one of the commonest English words is not English.
_ENOUGH_WORDS: Final = 8
_ENGLISH: Final = (
    r"\b(?:the|of|and|is|was|are|were|that|with|has|have|had|not|our|their|this|there|should|would|"
    r"been|about|from|which|who|its|made|must)\b"
)


@dataclass(frozen=True, slots=True)
class Coding:
    """What statements do.

    Attributes
    ----------
    probabilities
        One row per statement (``PROBABILITIES_SCHEMA``); ``why`` says why it abstained, or why a
        statement without text is ``none``.
    acts
        One row per statement and act decided on (``ACTS_SCHEMA``).
    weights
        Name of the weights; ``uncalibrated`` where rules spoke alone.
    """

    probabilities: pl.DataFrame
    acts: pl.DataFrame
    weights: str


def code(
    statements: pl.DataFrame,
    names: Names = NOBODY,
    weights: Weights | None = None,
    likely: bool = False,
) -> Coding:
    """Code statements.

    Parameters
    ----------
    statements
        ``core.statement.STATEMENTS``, of which ``rule_acts`` needs some; a column ``context`` may
        hold what was said before each.
    names
        Names of states.
    weights
        The package's, where none are given; rules alone, where the package has none.
    likely
        Also tell the acts left open whose chance is at least ``LIKELY``.
    """
    book = lexicon()
    chosen = weights or shipped() or uncalibrated(codebook().version, book.fingerprint)
    if statements.is_empty():
        nothing = pl.DataFrame(schema=PROBABILITIES_SCHEMA), pl.DataFrame(schema=ACTS_SCHEMA)
        return Coding(*nothing, chosen.version)
    parts = [
        _coded(statements[start : start + CHUNK], names, chosen, book, likely)
        for start in range(0, len(statements), CHUNK)
    ]
    return Coding(
        probabilities=pl.concat([part[0] for part in parts]),
        acts=pl.concat([part[1] for part in parts]),
        weights=chosen.version,
    )


def _coded(
    statements: pl.DataFrame, names: Names, weights: Weights, book: Lexicon, likely: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    rules = rule_acts(statements, names, book)
    probabilities = act_probabilities(statements, rules, weights, book)
    silent = _silent(statements, rules)
    probabilities[silent == "not English"] = np.nan
    for why in _WITHOUT_WORDS:
        probabilities[silent == why] = np.eye(len(SPEECH_ACTS))[NONE]
    yes, unsure = _decided(probabilities, weights)
    abstained = (~yes.any(axis=1) & unsure.any(axis=1)) | (silent == "not English")
    return (
        _probabilities(statements, probabilities, abstained, unsure, silent),
        _acts(statements, rules, probabilities, yes | (unsure & _likely(probabilities, likely))),
    )


def _likely(probabilities: Floats, wanted: bool) -> Bools:
    return np.nan_to_num(probabilities) >= (LIKELY if wanted else np.inf)


HALF: Final = 0.5
# An act left open is told from here on to those who weigh chances themselves.
LIKELY: Final = 0.35
_WITHOUT_WORDS: Final = ("no text", "a vote has no text")


def act_probabilities(
    statements: pl.DataFrame, rules: RuleCoding, weights: Weights, book: Lexicon
) -> Floats:
    """Return statements x acts: each act's probability, columns ``SPEECH_ACTS``."""
    scores = rules.scores.select(SPEECH_ACTS).to_numpy().astype(np.float64).copy()
    if not weights.acts:
        return scores
    values = linear_values(features(statements, rules, book), feature_names(book), weights)
    if weights.vocabulary:
        words = word_scores(rules.text, weights.vocabulary, weights.idf, weights.words)
    else:
        words = np.zeros_like(scores)
    for act, row in weights.acts.items():
        column = SPEECH_ACTS.index(act)
        value = values[act] + row.word * words[:, column]
        scores[:, column] = row.scale.probability(value)
    # By the codebook nothing is evaded where nothing is known to have been asked.
    scores[~rules.scope["answers"].to_numpy(), EVADE] = 0.0
    if "none" not in weights.acts:
        others = np.delete(scores, NONE, axis=1)
        scores[:, NONE] = np.prod(1 - others, axis=1)
    return scores


def linear_values(matrix: Floats, names: Sequence[str], weights: Weights) -> dict[str, Floats]:
    """Return each fitted act's regression value, without words, per row of a matrix of features."""
    place = {name: column for column, name in enumerate(names)}
    values: dict[str, Floats] = {}
    for act, row in weights.acts.items():
        # A rule that is no longer in the lexicon weighs nothing.
        used = [(place[name], weight) for name, weight in row.features.items() if name in place]
        columns = [column for column, _ in used]
        values[act] = matrix[:, columns] @ np.array([weight for _, weight in used]) + row.intercept
    return values


def _silent(statements: pl.DataFrame, rules: RuleCoding) -> NDArray[np.object_]:
    # Why nothing can be coded in a statement; "" where something can.
    text = pl.Series("text", rules.text)
    language = (
        statements["language"].cast(pl.String).fill_null("").str.to_lowercase()
        if "language" in statements.columns
        else pl.repeat("", len(statements), eager=True)
    )
    foreign = (
        (language.str.slice(0, 2) != "en")
        if (language != "").all()
        else ((language != "") & (language.str.slice(0, 2) != "en"))
    )
    unread = (text.str.count_matches(r"[a-z]{2,}") >= _ENOUGH_WORDS) & ~text.str.contains(_ENGLISH)
    frame = pl.DataFrame(
        {
            "vote": (statements["forum"] == "assembly_vote").fill_null(False),
            "empty": ~rules.scope["readable"],
            "foreign": foreign | unread,
            "given": statements["text"].cast(pl.String).fill_null("").str.contains(r"\p{L}{3,}"),
        }
    )
    why = frame.select(
        pl.when(pl.col("vote"))
        .then(pl.lit("a vote has no text"))
        # Letters that fold to nothing are another script.
        .when(pl.col("foreign") | (pl.col("empty") & pl.col("given")))
        .then(pl.lit("not English"))
        .when(pl.col("empty"))
        .then(pl.lit("no text"))
        .otherwise(pl.lit(""))
        .alias("why")
    )["why"]
    return np.asarray(why.to_numpy(), dtype=object)


def _decided(probabilities: Floats, weights: Weights) -> tuple[Bools, Bools]:
    bounds = [bounds_of(act, weights) for act in SPEECH_ACTS]
    high = np.array([one.high for one in bounds])
    low = np.array([one.low for one in bounds])
    known = ~np.isnan(probabilities)
    yes = known & (np.nan_to_num(probabilities) >= high)
    unsure = known & ~yes & (np.nan_to_num(probabilities) > low)
    others = np.arange(len(SPEECH_ACTS)) != NONE
    # By the codebook a passage is none if and only if it carries no other act: none is said where
    # no other is and every one is clear, or where none itself is likely enough.
    clear = ~unsure[:, others].any(axis=1)
    likeliest = np.nan_to_num(probabilities).argmax(axis=1) == NONE
    likely = yes[:, NONE] & likeliest & (SPEECH_ACTS[NONE] in weights.acts)
    likely &= np.nan_to_num(probabilities[:, NONE]) >= HALF
    yes[:, NONE] = ~yes[:, others].any(axis=1) & (clear | likely) & known[:, NONE]
    unsure[:, NONE] = False
    return yes, unsure


def bounds_of(act: str, weights: Weights) -> Bounds:
    """Return the bounds that decide on an act: its own, the prior's, or none that can be met."""
    row = weights.acts.get(act)
    if row is None:
        return PRIOR
    # An act on which coders do not agree is never decided on.
    return Bounds(1.0, 1.01) if row.standing == "dropped" else row.bounds


def _probabilities(
    statements: pl.DataFrame,
    probabilities: Floats,
    abstained: Bools,
    unsure: Bools,
    silent: NDArray[np.object_],
) -> pl.DataFrame:
    why = [
        reason or (_unsure_of(doubts) if waits else None)
        for reason, waits, doubts in zip(silent, abstained, unsure, strict=True)
    ]
    columns = {
        act: pl.Series(act, probabilities[:, column], dtype=pl.Float64).fill_nan(None)
        for column, act in enumerate(SPEECH_ACTS)
    }
    return pl.DataFrame(
        {
            "statement": statements["statement"].cast(pl.String),
            **columns,
            "abstained": abstained,
            "why": pl.Series(why, dtype=pl.String),
        },
        schema=PROBABILITIES_SCHEMA,
    )


def _unsure_of(doubts: Bools) -> str:
    acts = [act for act, doubt in zip(SPEECH_ACTS, doubts, strict=True) if doubt]
    return f"unsure: {', '.join(acts)}"


def _acts(
    statements: pl.DataFrame, rules: RuleCoding, probabilities: Floats, yes: Bools
) -> pl.DataFrame:
    rows, columns = np.nonzero(yes)
    decided = pl.DataFrame(
        {
            "row": rows.astype(np.int64),
            "act": [SPEECH_ACTS[column] for column in columns],
            "probability": probabilities[rows, columns],
            "statement": statements["statement"].cast(pl.String).gather(rows),
        },
        schema_overrides={"act": pl.String},
    )
    told = _told(rules.hits)
    joined = decided.join(told, on=["row", "act"], how="left", maintain_order="left")
    return _filled(joined, rules.text).select(
        pl.col(name).cast(kind) for name, kind in ACTS_SCHEMA.items()
    )


def _told(hits: pl.DataFrame) -> pl.DataFrame:
    # The weightiest rule that knows a thing is believed.
    best = hits.sort("weight", descending=True, maintain_order=True)
    return best.group_by("row", "act", maintain_order=True).agg(
        kind=pl.col("kind").drop_nulls().first(),
        argument=pl.col("argument").drop_nulls().first(),
        target=pl.col("target").drop_nulls().first(),
        rights=pl.col("rights").list.explode().drop_nulls().unique(maintain_order=True),
        articles=pl.col("articles").list.explode().drop_nulls().unique(maintain_order=True),
        rule=pl.col("rule").unique(maintain_order=True).str.join(","),
    )


def _filled(joined: pl.DataFrame, text: pl.Series) -> pl.DataFrame:
    # An act that no rule found, or in whose sentence no right is named, takes the passage's.
    passages = text.gather(joined["row"])
    whole = joined.with_columns(passage_rights=rights_in(passages), named=articles_of(passages))
    bare = pl.col("rights").list.len().fill_null(0) == 0
    none = pl.col("act") == "none"
    return whole.with_columns(
        rights=pl.when(none)
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .when(bare & (pl.col("passage_rights").list.len() > 0))
        .then(pl.col("passage_rights"))
        .when(bare)
        .then(pl.lit(["unspecified"], dtype=pl.List(pl.String)))
        .otherwise(pl.col("rights")),
        articles=pl.when(pl.col("articles").is_null() & ~none)
        .then(pl.col("named"))
        .otherwise(pl.col("articles").fill_null([])),
    )


def is_calibrated(coding: Coding) -> bool:
    """Return whether probabilities were fitted to gold codes."""
    return coding.weights != UNCALIBRATED
