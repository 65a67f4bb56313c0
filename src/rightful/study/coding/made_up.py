"""Made-up passages: short, plain and rare acts, which corpora hold too few of to learn from.

The words are our own (``tables/made_up.csv``, and the examples of the codebook), so words may be
learnt from them. Every third passage is kept apart, to measure what users' own short texts get.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.core.statement import STATEMENTS
from rightful.discourse.scheme import codebook

PREFIX: Final = "made-up:"
# Forums whose texts are by construction an act; elsewhere the same words may stand.
_FIXED: Final = ("upr_pledge", "upr_recommendation", "country_report")
_REPORTED: Final = ("upr_dialogue", "treaty_body")
_DIRECT: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|[Mm]y)\b")
_SCHEMA: Final = {**STATEMENTS, "context": pl.String}
_CODES: Final = {"statement": pl.String, "act": pl.String, "code": pl.Int64, "split": pl.String}


def made_up(split: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the made-up passages of a split as statements, and their codes.

    Those of the training split stand twice: where they are said to be said, and elsewhere, so that
    the forum is not what tells them. A document is one passage however often it stands.
    """
    raw = (files("rightful.discourse") / "tables" / "made_up.csv").read_bytes()
    table = pl.read_csv(raw, infer_schema_length=None).filter(pl.col("split") == split)
    rows = [
        (row, forum, {act: int(act in row["acts"].split(";")) for act in SPEECH_ACTS})
        for row in table.iter_rows(named=True)
        for forum in (_forums(row["forum"]) if split == "train" else (row["forum"],))
    ]
    return _frames(rows, split)


def codebook_examples() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the examples of the codebook as statements for training, and what it says of them.

    It says of an example whether it carries one act; of the others nothing is known, but that a
    passage that carries an act is not ``none``.
    """
    rows = [
        (
            {"unit": f"{act.name}-{carries:d}{place}", "text": one.text, "context": one.context},
            forum,
            {act.name: int(carries)} | ({"none": 0} if carries and act.name != "none" else {}),
        )
        for act in codebook().acts
        for carries, examples in ((True, act.examples), (False, act.counter))
        for place, one in enumerate(examples)
        for forum in ("general_debate" if _DIRECT.search(one.text) else "upr_dialogue", "other")
    ]
    return _frames(rows, "train")


def _forums(forum: str) -> tuple[str, ...]:
    return (forum,) if forum in (*_FIXED, "other") else (forum, "other")


def _frames(
    rows: Iterable[tuple[dict[str, Any], str, dict[str, int]]], split: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    said: list[dict[str, Any]] = []
    codes: list[tuple[str, str, int, str]] = []
    for row, forum, acts in rows:
        document = f"{PREFIX}{row['unit']}"
        name = f"{document}:{forum}"
        said.append(
            {
                **dict.fromkeys(_SCHEMA),
                "statement": name,
                "forum": forum,
                "document": document,
                "voice": "reported" if forum in _REPORTED else "direct",
                "text": row["text"],
                "context": row["context"],
            }
        )
        codes += [(name, act, code, split) for act, code in acts.items()]
    return (
        pl.DataFrame(said, schema=_SCHEMA, orient="row"),
        pl.DataFrame(codes, schema=_CODES, orient="row"),
    )
