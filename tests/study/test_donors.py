"""Aid set against practice, and respect that lasts: numbers, sentences, what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import UnknownName
from rightful.estimation.claims import CANNOT_TELL, MEASURED
from rightful.estimation.lasting import Stayed
from rightful.record.store import Store
from rightful.study import costly_years
from rightful.study.claims_readers import DONORS, LASTING, READERS
from rightful.study.donors import aid_and_practice

AID = pl.DataFrame(
    {
        "ccode": [811, 811, 811, 155],
        "year": [1992, 1993, 2020, 2020],
        "aid_total": [9e9, 1e9, 5e8, 7.0],
    }
)
SHARE = AID.select("ccode", "year", aid_of_investment=pl.Series([90.0, 30.0, 10.0, 1.0]))


class Shelf(Store):
    """A store that holds made-up aid."""

    def table(self, source: str, edition: str | None = None) -> pl.DataFrame:
        held = {"total": AID, "of-investment": SHARE}
        if source != "aid_received" or edition not in held:
            raise UnknownName("table", source)
        return held[str(edition)]


def test_aid_is_added_up_from_the_first_year_and_practice_moves_as_the_baseline_has_it(
    tmp_path: Path,
) -> None:
    found = aid_and_practice(store=Shelf(tmp_path))
    assert found["aid"] == pytest.approx(1.5)
    assert found["of_investment"] == pytest.approx(20.0)
    assert found["years"] == (1993, 2020)
    # Our register has sanctions on Cambodia for rights in the nineties.
    assert 5 <= found["sanctions"] < 28
    assert found["low"] < found["estimate"] < found["high"]
    assert 0 < found["worse_first"] < 0.5
    assert found["sentence"].startswith("From 1993 to 2020 donors gave 1.5 billion dollars")


def test_without_a_store_it_says_what_it_needs(tmp_path: Path) -> None:
    (aid,) = READERS[DONORS](Store(tmp_path)).values()
    assert (aid.verdict, aid.estimate) == (CANNOT_TELL, None)
    assert "aid_received" in aid.sentence
    (respect,) = READERS[LASTING](Store(tmp_path)).values()
    assert (respect.verdict, respect.estimate) == (CANNOT_TELL, None)
    assert "conflict, coups, gdp_pop" in respect.sentence


def test_what_was_measured_reaches_the_register(tmp_path: Path) -> None:
    (aid,) = READERS[DONORS](Shelf(tmp_path)).values()
    assert (aid.key, aid.verdict, aid.unit) == ("cambodia_aid", MEASURED, "SD of practice")


def _stayed(low: int, high: int) -> Stayed:
    return Stayed(np.array([2, 811]), np.array([1.0, 0.2]), low, low, high)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1, 2, "does not hold"), (0, 2, "cannot tell"), (0, 0, "holds")],
)
def test_one_state_that_surely_keeps_respect_is_enough_against_the_claim(
    low: int, high: int, verdict: str
) -> None:
    surely = {"changing": _stayed(low, high), "constant": _stayed(low, high)}
    told = costly_years._told(surely, surely, [])
    assert told["verdict"] == verdict
    doubtful = {**surely, "constant": _stayed(0, 1)}
    assert costly_years._told(surely, doubtful, [])["verdict"] == "cannot tell"
