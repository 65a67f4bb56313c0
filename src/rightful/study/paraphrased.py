"""Our own sentence for a coded statement whose text is not at hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from rightful.discourse.contradictions.paraphrase import said
from rightful.discourse.contradictions.rules import act_phrases, hand_made, right_words

Named = Callable[[int, int | None], str | None]
GENERAL = "unspecified"


def with_paraphrases(statements: pl.DataFrame, codes: pl.DataFrame, named: Named) -> pl.DataFrame:
    """Add ``paraphrase`` to statements (columns ``STATEMENTS``); null where a text is at hand.

    It tells the likeliest act other than ``none``; ``codes`` has columns ``CODED`` and maybe
    ``topics``, ``named`` names a state in a year.
    """
    silent = statements.filter(pl.col("text").is_null()).select("statement")
    first = (
        codes.join(silent, on="statement", how="semi")
        .sort(pl.col("act") == "none", -pl.col("probability"), "act", maintain_order=True)
        .unique("statement", keep="first", maintain_order=True)
    )
    told = {row["statement"]: sentence(row, named) for row in first.iter_rows(named=True)}
    return statements.with_columns(
        pl.Series("paraphrase", [told.get(one) for one in statements["statement"]], pl.String)
    )


def sentence(code: Mapping[str, Any], named: Named) -> str | None:
    """Return the sentence for one coded act; None where no year is known."""
    date = code["date"] or (str(code["year"]) if code["year"] is not None else None)
    if date is None:
        return None
    target = code["target"] if code["target"] is not None else code["addressee"]
    persons = [ccode for ccode in (code["ccode"], target) if ccode is not None]
    known = {ccode: named(ccode, code["year"]) or f"state {ccode}" for ccode in persons}
    rights = [right for right in code["rights"] or () if right != GENERAL]
    pledged = code["act"] == "promise" and code["response"] == "pledged"
    kinded = f"{code['act']}:{code['kind']}" if code["kind"] else code["act"]
    word = {
        "statement": code["statement"],
        "act": "pledged" if pledged else kinded,
        "right": rights[0] if rights else GENERAL,
        "target": target,
        "count": 1,
        "forum": code["forum"],
        "topics": code.get("topics") or [],
        "articles": code["articles"] or [],
        "paragraph": code["paragraph"],
        # Named, so that the sentence stands alone; nobody is where no state spoke.
        "by": "self" if code["ccode"] is None else "other",
        "speaker": code["ccode"],
        "date": date,
    }
    return said(word, known)


def tables_state() -> str:
    """Return a fingerprint of the tables that sentences are made from."""
    tables = [act_phrases(), right_words(), hand_made()]
    return hashlib.sha256(json.dumps(tables).encode()).hexdigest()
