"""Rates of decoupling against a count by hand and by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.measures import decoupling_rates
from rightful.measures.decoupling_rates import Unmet, rates


def made(below: list[list[int]], ccode: list[int], year: list[int]) -> Unmet:
    return Unmet(
        np.array(ccode, dtype=np.int32),
        np.array(year, dtype=np.int32),
        np.array(below, dtype=np.bool_),
    )


def test_counted_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoupling_rates, "LEAST_AT_RISK", 1)
    # One state for four years, one for two; the second draw differs in one state-year.
    unmet = made(
        [[1, 1, 0, 1, 1, 0], [1, 1, 1, 1, 1, 0]],
        [10, 10, 10, 10, 20, 20],
        [2000, 2001, 2002, 2003, 2000, 2001],
    )
    found = {row["stratum"]: row for row in rates(unmet, ["a"] * 4 + ["b"] * 2).to_dicts()}
    assert list(found) == ["a", "b", "all"]
    assert found["a"]["prevalence"] == pytest.approx((3 / 4 + 1) / 2)
    assert found["a"]["persistence"] == pytest.approx((1 / 2 + 3 / 3) / 2)
    assert found["b"]["exit"] == pytest.approx(1.0)
    assert found["all"]["at_risk"] == pytest.approx((3 + 4) / 2)
    assert found["all"]["persistence"] == pytest.approx((1 / 3 + 3 / 4) / 2)


def test_a_gap_in_years_is_no_next_year() -> None:
    unmet = made([[1, 1]], [10, 10], [2000, 2002])
    assert rates(unmet, [None, None])["at_risk"].to_list() == [0.0]


def test_too_few_at_risk_tell_nothing() -> None:
    found = rates(made([[1, 1, 1]], [10] * 3, [2000, 2001, 2002]), [None] * 3)
    assert found["prevalence"].to_list() == [1.0]
    assert found["persistence"].to_list() == [None]


def test_strata_must_fit() -> None:
    with pytest.raises(DataError, match="one per state-year"):
        rates(made([[1]], [1], [2000]), [])


@given(st.integers(0, 10_000))
@example(502)
def test_against_brute_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = [(c, y) for c in range(14) for y in range(2000, 2020) if rng.random() < 0.8]
    ccode, year = (np.array(column, dtype=np.int32) for column in zip(*pairs, strict=True))
    below = rng.random((4, ccode.size)) < 0.6
    stayed = []
    for draw in below:
        at = {pair: bool(draw[i]) for i, pair in enumerate(pairs)}
        risk = [pair for pair in pairs if at[pair] and (pair[0], pair[1] + 1) in at]
        stayed.append(sum(at[c, y + 1] for c, y in risk) / len(risk))
    found = rates(Unmet(ccode, year, below), [None] * ccode.size).row(0, named=True)
    assert found["prevalence"] == pytest.approx(below.mean())
    assert found["persistence"] == pytest.approx(np.mean(stayed))
    assert found["exit"] == pytest.approx(1 - found["persistence"])
