"""Acts by rules alone: which fired, with what weight, about which right, article and state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.discourse.coder.articles import articles_of
from rightful.discourse.coder.evasion import strays
from rightful.discourse.coder.lexicon import Lexicon, lexicon
from rightful.discourse.coder.match import hits, wide_hits
from rightful.discourse.coder.rights import rights_in
from rightful.discourse.coder.scope import own_words, roles
from rightful.discourse.coder.sentences import folded, sentences
from rightful.discourse.coder.targets import NOBODY, Names, blamed, first_target, governed, marked

NEEDED: Final = ("statement", "ccode", "forum", "voice", "addressee", "text")
# Acts done to a state; the others are about the speaker, or about nobody.
_TO_OTHERS: Final = ("recommend", "praise")
_BLAMES: Final = ("shame", "counter_accuse")
_OWN: Final = ("deny_fact", "concede", "promise", "report_measure", "justify", "evade")
# Letters: a rule's word weighs more in a sentence than on a page, so that in a passage of fewer its
# word is also asked for whoever speaks.
SHORT: Final = 420
HITS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "row": pl.Int64,
    "statement": pl.String,
    "sentence": pl.Int64,
    "rule": pl.String,
    "act": pl.String,
    "kind": pl.String,
    "argument": pl.String,
    "weight": pl.Float64,
    "target": pl.Int32,
    "rights": pl.List(pl.String),
    "articles": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class RuleCoding:
    """What the rules say of a frame of statements.

    Attributes
    ----------
    hits
        One row per rule that fired in a sentence (``HITS``); ``row`` is the place in the frame.
    scores
        One row per statement, in order: ``statement`` and a column per act, 0 to 1. An act's score
        is the chance that at least one of its rules is right, each taken alone at its weight;
        ``none`` is the chance that no other act is there.
    wide
        As ``scores``, of rules whoever speaks, of human rights or not, in passages shorter than
        ``SHORT``: a plain sentence names neither. The statistical layer weighs it.
    scope
        One row per statement: ``role`` of the speaker, ``speaker_doubt``, ``readable``,
        ``answers`` (what was said before is known).
    text
        The texts as the rules saw them: folded, states marked, in lower case.
    """

    hits: pl.DataFrame
    scores: pl.DataFrame
    wide: pl.DataFrame
    scope: pl.DataFrame
    text: pl.Series


def rule_acts(
    statements: pl.DataFrame, names: Names = NOBODY, rules: Lexicon | None = None
) -> RuleCoding:
    """Code statements by rules.

    Parameters
    ----------
    statements
        At least ``NEEDED`` of ``core.statement.STATEMENTS``; ``context`` may hold what was said
        before, and ``answers`` says that something was.
    names
        Names of states; without them only masked texts and addressees have targets.

    Raises
    ------
    DataError
        When a needed column is missing.
    """
    missing = [column for column in NEEDED if column not in statements.columns]
    if missing:
        raise DataError(
            f"statements without {', '.join(missing)}",
            where="rule_acts",
            allowed=", ".join(NEEDED),
            next_step="hand over a frame with the columns of core.statement.STATEMENTS",
        )
    book = rules or lexicon()
    text = marked(
        folded(statements["text"].cast(pl.String)),
        statements["ccode"],
        names,
        statements["addressee"],
        statements["year"] if "year" in statements.columns else None,
    )
    scope = roles(statements, text).with_columns(
        readable=text.str.contains(r"[A-Za-z]{2}"), answers=_answered(statements)
    )
    said = _said(statements, text, scope, book)
    fired = _described(hits(said, book), said, statements, book, names)
    weights = pl.DataFrame(
        [(rule.name, rule.act, rule.weight) for rule in book.rules], _WEIGHED, orient="row"
    )
    brief = pl.Series("row", (text.str.len_chars() < SHORT).arg_true(), dtype=pl.Int64)
    wide = wide_hits(said.filter(pl.col("row").is_in(brief.implode())), book)
    return RuleCoding(
        hits=fired,
        scores=_scores(fired, statements),
        wide=_scores(wide.join(weights, on="rule"), statements),
        scope=scope,
        text=text.str.to_lowercase(),
    )


_WEIGHED: Final = {"rule": pl.String, "act": pl.String, "weight": pl.Float64}


def _said(
    statements: pl.DataFrame, text: pl.Series, scope: pl.DataFrame, book: Lexicon
) -> pl.DataFrame:
    context = _column(statements, "context")
    about = pl.DataFrame(
        {
            "row": pl.int_range(len(statements), eager=True),
            "forum": statements["forum"],
            "role": scope["role"],
            "answers": scope["answers"],
            "strays": strays(text, folded(context))
            if (context.str.strip_chars() != "").any()
            else pl.repeat(False, len(statements), eager=True),
        },
        schema={
            "row": pl.Int64,
            "forum": pl.String,
            "role": pl.String,
            "answers": pl.Boolean,
            "strays": pl.Boolean,
        },
    )
    # A vote has no words of its own.
    spoken = about.filter(pl.col("forum").fill_null("") != "assembly_vote")
    said = sentences(text).join(spoken, on="row", maintain_order="left")
    subject = pl.col("said").str.contains(book.subject)
    return own_words(said).with_columns(
        asks=pl.col("said").str.contains(r"\?[\"')\]]*$"),
        subject=subject,
        subject_near=subject.any().over("row"),
    )


def _answered(statements: pl.DataFrame) -> pl.Series:
    before = [_column(statements, name).str.strip_chars() != "" for name in ("context", "answers")]
    return before[0] | before[1]


def _column(statements: pl.DataFrame, name: str) -> pl.Series:
    if name not in statements.columns:
        return pl.Series(name, [""] * len(statements), dtype=pl.String)
    return statements[name].cast(pl.String).fill_null("")


def _described(
    fired: pl.DataFrame,
    said: pl.DataFrame,
    statements: pl.DataFrame,
    book: Lexicon,
    names: Names,
) -> pl.DataFrame:
    rules = pl.DataFrame(
        {
            "rule": [rule.name for rule in book.rules],
            "act": [rule.act for rule in book.rules],
            "kind": pl.Series([rule.kind for rule in book.rules], dtype=pl.String),
            "argument": pl.Series([rule.argument for rule in book.rules], dtype=pl.String),
            "weight": [rule.weight for rule in book.rules],
        }
    )
    about = _about(fired, said, statements, names)
    joined = fired.join(rules, on="rule", how="left").join(
        about, on=["row", "sentence"], how="left"
    )
    own = pl.Series("own", statements["ccode"], dtype=pl.Int32)
    ids = pl.DataFrame(
        {
            "row": pl.int_range(len(statements), eager=True).cast(pl.Int64),
            "statement": statements["statement"].cast(pl.String),
            "own": own,
        }
    )
    target = (
        pl.when(pl.col("act").is_in(_TO_OTHERS))
        .then(pl.col("other"))
        .when(pl.col("act").is_in(_BLAMES))
        .then(pl.col("blamed"))
        .when(pl.col("act").is_in(_OWN))
        .then(pl.col("own"))
    )
    return (
        joined.join(ids, on="row", how="left")
        .with_columns(target=target.cast(pl.Int32))
        .select(pl.col(name).cast(kind) for name, kind in HITS.items())
        .sort("row", "sentence", "act", "rule")
    )


def _about(
    fired: pl.DataFrame, said: pl.DataFrame, statements: pl.DataFrame, names: Names
) -> pl.DataFrame:
    # Rights, articles and the state meant, only for sentences in which a rule fired.
    touched = said.join(
        fired.select("row", "sentence").unique(), on=["row", "sentence"], how="semi"
    )
    addressee = statements["addressee"].cast(pl.Int32).gather(touched["row"])
    own = statements["ccode"].cast(pl.Int32).gather(touched["row"])
    year = (
        statements["year"].cast(pl.Int32).gather(touched["row"])
        if "year" in statements.columns
        else pl.repeat(None, len(touched), dtype=pl.Int32, eager=True)
    )
    by_seat = governed(touched["said"], own, year, names)
    return touched.select(
        "row",
        "sentence",
        rights=rights_in(touched["said"]),
        articles=articles_of(touched["said"]),
        other=first_target(touched["said"]).fill_null(addressee),
        blamed=blamed(by_seat).fill_null(addressee),
    )


def _scores(fired: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    # A rule that fires in three sentences is one reason, not three.
    once = fired.unique(["row", "rule"])
    by_act = (
        once.group_by("row", "act")
        .agg(score=1 - (1 - pl.col("weight")).product())
        .pivot(on="act", index="row", values="score")
    )
    base = pl.DataFrame({"row": pl.int_range(len(statements), eager=True).cast(pl.Int64)})
    wide = base.join(by_act, on="row", how="left", maintain_order="left")
    acts = [act for act in SPEECH_ACTS if act != "none"]
    filled = wide.with_columns(
        (pl.col(act) if act in wide.columns else pl.lit(0.0)).fill_null(0.0).alias(act)
        for act in acts
    )
    nothing = pl.lit(1.0)
    for act in acts:
        nothing = nothing * (1 - pl.col(act))
    return filled.with_columns(nothing.alias("none")).select(
        statements["statement"].cast(pl.String), *SPEECH_ACTS
    )
