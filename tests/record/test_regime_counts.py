"""Counts of the regime: read from the register, wider and never carried where it falls silent."""

from __future__ import annotations

import pytest

from rightful.core.errors import DataError
from rightful.record.commitments import binding, last_known
from rightful.record.regime_counts import COUNTS, Count, count
from rightful.record.regime_facts import LAST_YEAR
from rightful.record.states import state_years


def test_a_count_reaches_what_it_surely_reaches() -> None:
    range_ = Count(2.0, 5.0, "")
    assert range_.reaches(2) is True
    assert range_.reaches(5) is None
    assert range_.reaches(5.1) is False


def test_share_bound_is_that_of_the_obligations() -> None:
    states = set(state_years(1990, 1990)["ccode"])
    bound = binding(1990, 1990).filter(instrument="ICCPR")["ccode"]
    found = count("bound_share", "ICCPR", 1990)
    assert found.low == found.high == len(states & set(bound)) / len(states)


def test_a_silent_table_leaves_the_share_open() -> None:
    known = last_known("ROME")
    assert known is not None
    before, after = (count("compulsory_share", "UN", year) for year in (known.year, known.year + 1))
    assert before.low == before.high > 0
    assert (after.low, after.high) == (0.0, 1.0)
    assert "no table reaches" in after.evidence


def test_nothing_is_known_after_the_tables() -> None:
    for name in COUNTS:
        assert count(name, "UN", LAST_YEAR + 1).reaches(1) is None


def test_complaints_open_with_the_first_protocol() -> None:
    assert count("complaints_open", "UN", 1975).high == 0
    assert count("complaints_open", "UN", 1976).evidence == "ICCPR-OP1"


def test_disappearance_is_the_last_right_to_be_stated() -> None:
    assert count("rights_express_share", "UN", 2009).high < 1
    assert count("rights_express_share", "UN", 2010).low == 1


def test_a_court_of_one_region_is_no_universal_one() -> None:
    assert "european_court" in count("compulsory_courts", "any", 2001).evidence
    assert count("compulsory_share", "UN", 2001).high == 0


def test_an_unknown_count_is_an_error() -> None:
    with pytest.raises(DataError, match="no count is called 'states'"):
        count("states", "UN", 2000)
