"""Gold codes beside the passages they are about, as the training and the measuring take them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.study.coding.sample import ROLES

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


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
        ``statement``, ``forum``, ``speaker_role`` (a key of ``sample.ROLES`` or its words),
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
