"""Law against practice: pairs counted by hand, silence left out."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.measures.strands import domestic_law
from rightful.measures.strands.domestic_law import TRIAL, WORKERS, DomesticLaw


def codes(pairs: dict[str, tuple[int | None, int | None]]) -> pl.DataFrame:
    columns: dict[str, list[int | None]] = {"ccode": [811], "year": [2000]}
    for right in (*WORKERS, TRIAL):
        law, practice = pairs.get(right, (None, None))
        columns |= {f"{right}_l": [law], f"{right}_p": [practice]}
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys(columns, pl.Int64))


def test_only_pairs_with_both_codes_count_and_law_must_stand_above() -> None:
    frame = codes(
        {
            "union": (2, 0),
            "barg": (2, 2),
            "force": (0, 1),
            "child": (1, 0),
            "wage": (2, None),
            "safe": (1, 1),
        }
    )
    counted = domestic_law._counts(frame, (*WORKERS, TRIAL)).row(0, named=True)
    assert (counted["hits"], counted["trials"]) == (2, 5)


def test_fewer_pairs_make_no_share() -> None:
    frame = codes(dict.fromkeys(WORKERS[:4], (2, 0)))
    assert DomesticLaw().fit({"cirights": frame}, 1).frame.is_empty()


def test_the_interval_holds_the_share() -> None:
    frame = DomesticLaw().fit(DomesticLaw().example(), 1).frame
    row = frame.filter(pl.col("ccode") == 811, pl.col("series") == "law_above_practice")
    assert row["inputs"].item() == 9
    assert row["low"].item() < row["mean"].item() < row["high"].item()
    assert row["mean"].item() == pytest.approx(0.9, abs=0.2)
