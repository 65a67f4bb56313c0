"""Resistant states: ten years above in commitment and below in practice, draw by draw."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.measures.resistant import resistant

YEARS = range(1990, 2005)


def world(
    practice: dict[int, float], commitment: dict[int, float]
) -> tuple[Posterior, pl.DataFrame]:
    pairs = [(code, year) for code in practice for year in YEARS]
    draws = np.array([[practice[code] for code, _ in pairs]] * 4, dtype=np.float32)
    # In the last draw state 1 does better than all in 2000.
    draws[3, pairs.index((1, 2000))] = 9.0
    posterior = Posterior(
        np.array([code for code, _ in pairs], dtype=np.int32),
        np.array([year for _, year in pairs], dtype=np.int32),
        draws,
        "practice",
    )
    held = pl.DataFrame(
        {
            "ccode": [code for code, _ in pairs],
            "year": [year for _, year in pairs],
            "commitment": [commitment[code] for code, _ in pairs],
        }
    )
    return posterior, held


def found(posterior: Posterior, held: pl.DataFrame) -> dict[tuple[int, int], float | None]:
    frame = resistant(posterior, held)
    return {(row["ccode"], row["year"]): row["p_resistant"] for row in frame.to_dicts()}


def test_only_the_committed_that_do_badly_for_ten_years() -> None:
    p = found(*world({1: -1.0, 2: -1.0, 3: 1.0, 4: 1.0}, {1: 0.9, 2: 0.1, 3: 0.9, 4: 0.1}))
    assert p[1, 1998] == 0.0
    assert p[1, 1999] == 1.0
    assert p[1, 2000] == 0.75
    assert p[1, 2004] == 0.75
    assert not any(p[code, year] for code in (2, 3, 4) for year in YEARS)


def test_a_year_of_silence_breaks_the_run() -> None:
    posterior, held = world({1: -1.0, 2: -1.0, 3: 1.0, 4: 1.0}, {1: 0.9, 2: 0.1, 3: 0.9, 4: 0.1})
    silent = (pl.col("ccode") == 1) & (pl.col("year") == 1993)
    held = held.with_columns(pl.when(~silent).then("commitment").alias("commitment"))
    p = found(posterior, held)
    assert p[1, 1993] is None
    assert p[1, 2002] == 0.0
    assert p[1, 2003] == pytest.approx(0.75)
