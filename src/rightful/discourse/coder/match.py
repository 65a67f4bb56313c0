"""Rules against sentences: every rule over all sentences where it may hold, in compiled code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import polars as pl

from rightful.discourse.coder.lexicon import Lexicon, Rule

HITS_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "row": pl.Int64,
    "sentence": pl.Int64,
    "rule": pl.String,
}


def hits(said: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return ``row``, ``sentence``, ``rule`` for every rule that fires.

    Parameters
    ----------
    said
        Sentences with ``row``, ``sentence``, ``own``, ``role``, ``forum``, ``asks`` (ends in a
        question mark), ``subject`` (speaks of human rights), ``subject_near`` (the passage does),
        ``answers`` (what was said before is known) and ``strays`` (the passage shares no word of
        weight with it).
    """
    groups = {
        key[0]: part for key, part in said.partition_by("role", as_dict=True).items() if len(part)
    }
    work = [(groups[role], rule) for role in groups for rule in lexicon.rules if role in rule.roles]
    # Compiled code lets the interpreter go, so threads share the work; the order stays.
    with ThreadPoolExecutor(max_workers=pl.thread_pool_size()) as pool:
        found = list(pool.map(lambda pair: _fired(*pair), work))
    return pl.concat(found) if found else pl.DataFrame(schema=HITS_SCHEMA)


def wide_hits(said: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return as ``hits`` does what rules find whoever speaks, of human rights or not.

    Rules of one forum say nothing elsewhere and are left out.
    """
    rules = [rule for rule in lexicon.rules if not rule.forums]
    with ThreadPoolExecutor(max_workers=pl.thread_pool_size()) as pool:
        found = list(pool.map(lambda rule: _fired(said, rule, wide=True), rules))
    return pl.concat(found) if found else pl.DataFrame(schema=HITS_SCHEMA)


def _fired(said: pl.DataFrame, rule: Rule, wide: bool = False) -> pl.DataFrame:
    # One condition after the other, so that the costly pattern sees only what the cheap ones leave.
    conditions = _where(rule, wide)
    if rule.cues:
        conditions.append(pl.col("own").str.contains_any(list(rule.cues)))
    conditions += [pl.col("own").str.contains(pattern) for pattern in (rule.pattern, *rule.needs)]
    conditions += [~pl.col("own").str.contains(pattern) for pattern in rule.unless]
    left = said
    for condition in conditions:
        left = left.filter(condition)
        if left.is_empty():
            break
    return left.select("row", "sentence", rule=pl.lit(rule.name))


def _where(rule: Rule, wide: bool) -> list[pl.Expr]:
    conditions: list[pl.Expr] = []
    if rule.forums:
        conditions.append(pl.col("forum").is_in(rule.forums))
    if not rule.question:
        conditions.append(~pl.col("asks"))
    if rule.context:
        conditions.append(pl.col("answers"))
    if rule.strays:
        conditions.append(pl.col("strays"))
    if rule.subject != "none" and not wide:
        near = pl.col("subject" if rule.subject == "sentence" else "subject_near")
        conditions.append((pl.col("role") != "speaker") | near)
    return conditions
