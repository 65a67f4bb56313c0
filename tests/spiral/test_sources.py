"""From the record, statements and analysts to evidence."""

import itertools

import numpy as np
import polars as pl
import pytest

from rightful.core.evidence import CODING, EVIDENCE
from rightful.core.posterior import Posterior
from rightful.spiral.from_codings import coding_rows
from rightful.spiral.from_law import binding_rows, complaint_rows, step_rows
from rightful.spiral.from_practice import Thresholds, improvement, violations
from rightful.spiral.from_series import proxies, proxy_rows
from rightful.spiral.from_statements import criticism_rows, heard_rows
from rightful.spiral.rows import with_zeros

YEAR = {"ccode": pl.Int32, "year": pl.Int32}


def _years(*years: int) -> pl.DataFrame:
    return pl.DataFrame({"ccode": [1] * len(years), "year": years}, schema=YEAR)


@pytest.mark.parametrize(
    ("p", "value"), [(0.6, 2), (0.59, 1), (0.1, 0), (0.11, 1), (1.0, 2), (0.0, 0)]
)
def test_violations_turn_at_the_thresholds(p: float, value: int) -> None:
    worst = _years(2000).with_columns(p_worst=pl.lit(p))
    told = violations(worst, "torture", Thresholds())
    assert told["value"].to_list() == [value]
    assert dict(told.schema) == EVIDENCE


def test_a_year_without_an_estimate_has_no_row() -> None:
    worst = _years(2000).with_columns(p_worst=pl.lit(None, pl.Float64))
    assert not violations(worst, "torture", Thresholds()).height


def test_improvement_is_beyond_the_worlds_and_only_over_three_years() -> None:
    rng = np.random.default_rng(7)
    years = np.tile(np.arange(2000, 2004, dtype=np.int32), 3)
    codes = np.repeat(np.array([1, 2, 3], dtype=np.int32), 4)
    # All rise by one, the first by three: only the first beyond the world's.
    rise = np.where(codes == 1, 3.0, 1.0) * (years - 2000) / 3
    draws = (rise + 0.01 * rng.standard_normal((50, 12))).astype(np.float32)
    told = improvement(Posterior(codes, years, draws, "made up"), "torture", Thresholds())
    assert told["year"].unique().to_list() == [2003]
    assert dict(told.select("ccode", "value").iter_rows()) == {1: 2, 2: 0, 3: 0}


def test_what_binds_is_told_and_what_is_not_known_is_not() -> None:
    binds = _years(2000, 2001, 2002).with_columns(binds=pl.Series([True, False, None]))
    assert binding_rows(binds, "torture")["value"].to_list() == [1, 0]


def test_a_step_is_dated_and_a_searched_year_without_one_is_none_found() -> None:
    acts = _years(2001, 2001).with_columns(act_id=pl.Series(["a", "b"]))
    told = step_rows(acts, _years(2000, 2001), "torture").sort("year")
    assert told["value"].to_list() == [0, 2]
    assert told["found"].to_list() == ["none_found", "observed"]


def test_petition_under_the_european_convention_counts_as_of_right_from_1999() -> None:
    held = _years(1997, 2000).with_columns(instrument=pl.lit("ECHR"))
    told = complaint_rows(held, _years(1997, 2000, 2001), "torture").sort("year")
    # In 1997 the state may have accepted it, which the register does not say.
    assert told.select("year", "value").rows() == [(2000, 1), (2001, 0)]


def test_a_word_heard_twice_is_also_one_heard_once() -> None:
    heard = pl.DataFrame(
        {
            "ccode": [1, 1], "year": [2000, 2000], "right": ["torture"] * 2, "item": ["S1", "D1"],
            "value": [2, 0], "p_heard": [0.95, 0.1], "p_again": [0.5, None],
            "statements": [["a", "b"], None],
        },
        schema_overrides=YEAR,
    )  # fmt: skip
    told = heard_rows(heard).sort("item", "value")
    assert told.select("item", "value", "confidence", "found").rows() == [
        ("D1", 0, 0.9, "none_found"),
        ("S1", 1, 0.95, "observed"),
        ("S1", 2, 0.5, "observed"),
    ]


def test_blame_and_recommendation_are_criticism_and_only_blame_is_blame() -> None:
    put = pl.DataFrame(
        {
            "ccode": [1, 1], "year": [2000, 2001], "right": ["torture", "unspecified"],
            "act": ["shame", "recommend"], "p_put": [0.9, 0.8], "number": [1, 6],
            "statements": [["a"], ["b"]],
        },
        schema_overrides=YEAR,
    )  # fmt: skip
    searched = _years(2000, 2001).with_columns(blame=True, recommended=True)
    told = criticism_rows(put, searched).filter(found="observed").sort("item", "year")
    assert told.select("item", "year", "value").rows() == [
        ("CR", 2000, 1),
        ("CR", 2001, 2),
        ("SH", 2000, 1),
    ]


def test_a_coding_stands_for_every_year_of_its_span_and_law_is_law_at_home() -> None:
    plain = dict.fromkeys(CODING, "x") | {
        "iso3": "KHM", "right": "torture", "item": "L", "year": 2000, "last_year": 2002,
        "value": 1, "found": "observed", "confidence": 0.8, "locator": "p. 3",
    }  # fmt: skip
    codings = pl.DataFrame([plain, plain | {"iso3": "XXX"}], schema=CODING)
    told = coding_rows(codings, {"KHM": 811})
    assert told.select("year", "item", "source").rows() == [
        (year, "LH", "x, p. 3") for year in (2000, 2001, 2002)
    ]


def test_zeros_stand_only_where_somebody_searched() -> None:
    found = _years(2000).with_columns(value=pl.lit(1, pl.Int8))
    whole = with_zeros(found, _years(2000, 2001), 0.7).sort("year")
    assert whole.select("year", "value", "found").rows() == [
        (2000, 1, "observed"),
        (2001, 0, "none_found"),
    ]


def test_a_proxy_is_named_one_and_speaks_only_in_its_range() -> None:
    series = _years(2000, 2001, 2002).with_columns(
        series=pl.lit("opportunity_openness"), mean=pl.Series([-1.5, -0.7, 1.0])
    )
    told = proxy_rows(series).sort("year")
    assert told.select("year", "item", "value", "proxy", "right").rows() == [
        (2000, "DO", 0, True, "unspecified"),
        (2002, "DO", 2, True, "unspecified"),
    ]


def test_ranges_of_proxies_do_not_overlap() -> None:
    for (item,), part in proxies().group_by("item"):
        spans = sorted(
            (row["above"] if row["above"] is not None else -99.0,
             row["up_to"] if row["up_to"] is not None else 99.0)
            for row in part.iter_rows(named=True)
        )  # fmt: skip
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), item


def test_a_speech_disproves_no_deed() -> None:
    heard = pl.DataFrame(
        {
            "ccode": [1, 1], "year": [2000, 2000], "right": ["torture"] * 2, "item": ["C1", "D1"],
            "value": [0, 0], "p_heard": [0.1, 0.1], "p_again": [None, None],
            "statements": [None, None],
        },
        schema_overrides=YEAR | {"p_again": pl.Float64, "statements": pl.List(pl.String)},
    )  # fmt: skip
    assert heard_rows(heard)["item"].to_list() == ["D1"]
