"""Shares, avowals, the ledger and shaming against sums done by hand and by simulation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from rightful.core.coding import CODED, SPEECH_ACTS
from rightful.core.measure import Record
from rightful.measures.strands._coded_talk import own_answers, with_none_said
from rightful.measures.strands._ledger import ledger_rows
from rightful.measures.strands.discourse import ACTS, PRACTICE, PROBABILITIES, Discourse


def said(
    rows: Sequence[tuple[int, int, str, str, int | None]], **acts: list[float]
) -> pl.DataFrame:
    kinds = {"ccode": pl.Int32, "year": pl.Int32, "forum": pl.String}
    schema = kinds | {"document": pl.String, "addressee": pl.Int32}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(**{act: pl.lit(0.0) for act in SPEECH_ACTS}).with_columns(
        **{act: pl.Series(values) for act, values in acts.items()}
    )


def of(record: Record, series: str, ccode: int = 811) -> dict[int, tuple[float, float, float]]:
    frame = Discourse().fit(record, 0).frame
    mine = frame.filter(pl.col("series") == series, pl.col("ccode") == ccode)
    columns = mine.select("year", "mean", "low", "high")
    return {year: (mean, low, high) for year, mean, low, high in columns.rows()}


def test_a_share_is_the_mean_chance_of_at_least_one_act() -> None:
    rows = [(811, 2000, "general_debate", "a", None)] * 2
    frame = said(rows, recognize=[0.5, 0.0], invoke=[0.5, 0.2])
    mean, low, high = of({PROBABILITIES: frame}, "talk_norm")[2000]
    assert mean == pytest.approx((0.75 + 0.2) / 2)
    assert low < mean < high


def test_the_interval_of_a_share_covers_the_true_one() -> None:
    """Coins of the stated chances: the interval must hold the share 9 times of 10."""
    rng = np.random.default_rng(7)
    p = rng.uniform(0.02, 0.98, size=(300, 12))
    rows = [(811, 2000, "general_debate", str(i), None) for i in range(300) for _ in range(12)]
    # One state-year per simulated speech.
    frame = said(rows, shame=list(p.ravel())).with_columns(
        ccode=pl.Series(np.repeat(np.arange(2, 302), 12), dtype=pl.Int32)
    )
    found = (
        Discourse().fit({PROBABILITIES: frame}, 0).frame.filter(pl.col("series") == "talk_shaming")
    )
    true = (rng.uniform(size=p.shape) < p).mean(axis=1)
    inside = (true >= found["low"].to_numpy() - 1e-9) & (true <= found["high"].to_numpy() + 1e-9)
    # Shares are steps of 1/12, so coverage lies above .90; 300 speeches, 3.5 standard errors.
    assert 0.85 < inside.mean() < 0.99


def test_only_the_reviewed_state_answers() -> None:
    rows = [
        (811, 2014, "upr_dialogue", "d", None),
        (811, 2014, "upr_dialogue", "d", 385),
        (385, 2014, "upr_dialogue", "d", 811),
        (20, 2014, "upr_dialogue", "d", 811),
    ]
    assert own_answers(said(rows))["ccode"].to_list() == [811, 811]
    frame = said(rows, deny_fact=[1.0, 0.0, 1.0, 1.0])
    assert of({PROBABILITIES: frame}, "answers_denial")[2014][0] == pytest.approx(0.5)
    assert of({PROBABILITIES: frame}, "answers_denial", 385) == {}


def test_avowals_only_rise_and_silent_years_stand() -> None:
    rows = [(811, year, "general_debate", "a", None) for year in (2000, 2003)]
    found = of({PROBABILITIES: said(rows, promise=[0.5, 1.0])}, "avowals")
    assert [found[year][0] for year in (2000, 2001, 2002, 2003)] == [0.5, 0.5, 0.5, 1.5]
    assert found[2003][1] < 1.5 < found[2003][2]


def test_the_ledger_by_hand() -> None:
    avowed = pl.DataFrame(
        {
            "ccode": [811] * 3,
            "year": [2000, 2001, 2002],
            "mean": [2.0, 0.0, 1.0],
            "variance": [0.0] * 3,
            "inputs": [2, 0, 1],
        },
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    )
    # The ladder of 2000 is (0, 1): a draw at 0 has place 0, above 1 place 1, between them one half.
    draws = pl.Series([[0.0, 1.0], [0.5, 0.5], [2.0, 2.0]], dtype=pl.Array(pl.Float32, 2))
    practice = avowed.select("ccode", "year").with_columns(draws=draws)
    rows = ledger_rows(avowed, practice)
    first = [2 * (1 - 0.0), 2 * (1 - 0.5)]
    second = [0.9 * value for value in first]
    third = [0.9 * value + 1 * (1 - 1.0) for value in second]
    assert rows["mean"].to_list() == pytest.approx([np.mean(v) for v in (first, second, third)])
    # A year without an estimate ends the run.
    gap = ledger_rows(avowed, practice.filter(pl.col("year") != 2001))
    assert gap.filter(pl.col("year") == 2002)["mean"].item() == pytest.approx(0.0)


def test_better_practice_never_raises_the_ledger() -> None:
    record = Discourse().example()

    def ledger(second: list[float]) -> dict[int, tuple[float, float, float]]:
        # A third state in 2000 fixes the ladder.
        draws = pl.Series([[0.1, 0.3], second, [0.0, 0.5]], dtype=pl.Array(pl.Float32, 2))
        rows = {"ccode": [811, 811, 2], "year": [2009, 2010, 2000]}
        frame = pl.DataFrame(rows, schema={"ccode": pl.Int32, "year": pl.Int32})
        return of({**record, PRACTICE: frame.with_columns(draws=draws)}, "ledger")

    worse, better = ledger([0.2, 0.1]), ledger([0.9, 0.9])
    assert better[2009] == worse[2009]
    assert better[2010][0] < worse[2010][0]


def test_shaming_counts_states_and_not_passages() -> None:
    rows = [
        ("a", 20, 2010, "shame", 0.5, 811),
        ("b", 20, 2010, "shame", 0.5, 811),
        ("c", 385, 2010, "shame", 0.9, 811),
        ("d", 811, 2010, "shame", 0.9, 811),
        ("e", 385, 2010, "praise", 0.9, 811),
        ("f", 385, 2010, "shame", 0.9, None),
    ]
    columns = ["statement", "ccode", "year", "act", "probability", "target"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    absent = [pl.lit(None).alias(name) for name in CODED if name not in columns]
    acts = frame.with_columns(absent).select(pl.col(n).cast(k) for n, k in CODED.items())
    assert of({ACTS: acts}, "shamed_by")[2010][0] == pytest.approx(0.75 + 0.9)
    assert of({ACTS: acts}, "shames", 385)[2010][0] == pytest.approx(0.9)
    assert of({ACTS: acts}, "shames", 811) == {}
    reports = acts.with_columns(forum=pl.lit("country_report"))
    assert of({ACTS: reports}, "shamed_by") == {}


def test_order_of_rows_does_not_matter() -> None:
    record = Discourse().example()
    turned = {name: frame.reverse() for name, frame in record.items() if name != PRACTICE}
    one, two = Discourse().fit(record, 0), Discourse().fit({**record, **turned}, 0)
    assert one.frame.equals(two.frame)


def test_years_between_are_filled_by_state() -> None:
    counts = pl.DataFrame(
        {
            "ccode": [2, 2, 20],
            "year": [2000, 2002, 1990],
            "mean": 1.0,
            "variance": 0.0,
            "inputs": 1,
        },
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    )
    filled = with_none_said(counts)
    assert filled.select("ccode", "year").rows() == [
        (2, 2000),
        (2, 2001),
        (2, 2002),
        (20, 1990),
    ]
