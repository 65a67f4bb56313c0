"""Outcomes of a dispute, and whose interest a claim is in."""

from __future__ import annotations

import pytest
from tests.discourse.arguments.made_up import coded, said

from rightful.discourse.arguments.build import CANNOT_TELL, FALLS, STANDS
from rightful.discourse.arguments.generalizable import (
    ACCEPTED,
    NOT_ACCEPTED,
    OPPOSITION,
    OWN,
    PARTIES,
    generalizable,
)
from rightful.discourse.arguments.outcomes import (
    COERCION,
    FRAMING_CONTEST,
    IMPLICATIONS_CONTEST,
    POLICY_CHANGE,
    outcome,
    windows,
)
from rightful.discourse.arguments.shares import Share

ME = 811


def _acts(**counts: int):
    rows = []
    for act, count in counts.items():
        kind = "shield" if act == "claim_sovereignty" else None
        rows += [said(ME, 2010, act, kind=kind, statement=f"{act}/{at}") for at in range(count)]
    return coded(*rows)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"recognize": 4, "concede": 4}, POLICY_CHANGE),
        ({"invoke": 4, "justify": 2, "evade": 2}, IMPLICATIONS_CONTEST),
        ({"claim_sovereignty": 4, "deny_fact": 4}, FRAMING_CONTEST),
        ({"deny_norm": 4, "promise": 4}, FRAMING_CONTEST),
        ({"recognize": 1, "concede": 1}, CANNOT_TELL),
        ({"recognize": 4, "concede": 3, "justify": 3}, CANNOT_TELL),
        ({}, CANNOT_TELL),
    ],
)
def test_frame_and_implication_make_the_outcome(counts: dict[str, int], expected: str) -> None:
    found = outcome(_acts(**counts), 2005, 2014)
    assert found.outcome == expected
    assert (len(found.possible) > 1) == (expected == CANNOT_TELL)
    assert {act: n for act, n in found.counts.items() if n} == counts


def test_a_rejected_frame_leaves_one_outcome_whatever_the_implication() -> None:
    assert outcome(_acts(deny_norm=5), 2005, 2014).outcome == FRAMING_CONTEST


def test_coercion_needs_every_defence_fallen_and_the_implication_accepted() -> None:
    giving_in = _acts(recognize=4, concede=4)
    assert outcome(giving_in, 2005, 2014, (FALLS, FALLS)).outcome == COERCION
    assert outcome(giving_in, 2005, 2014, (FALLS, STANDS)).outcome == POLICY_CHANGE
    assert outcome(giving_in, 2005, 2014, ()).coerced is False
    unsure = outcome(giving_in, 2005, 2014, (FALLS, CANNOT_TELL))
    assert (unsure.coerced, unsure.rebuttal) == (None, CANNOT_TELL)
    assert outcome(_acts(recognize=4, justify=4), 2005, 2014, (FALLS,)).coerced is False


def test_a_doubtful_coder_counts_for_less_and_other_years_for_nothing() -> None:
    doubtful = coded(
        *(said(ME, 2010, "recognize", statement=f"{at}", probability=0.5) for at in range(2)),
        said(ME, 1990, "recognize", statement="old"),
    )
    found = outcome(doubtful, 2005, 2014)
    assert found.frame.speaks_for == pytest.approx(1.0)
    assert found.frame.most is None


def test_windows_cover_the_years_once_and_end_last() -> None:
    frame = coded(said(ME, 2001, "recognize"), said(ME, 2012, "recognize"))
    spans = [(one.first_year, one.last_year) for one in windows(frame, 2001, 2014)]
    assert spans == [(2001, 2004), (2005, 2009), (2010, 2014)]


def test_few_or_even_counts_do_not_tell_a_majority() -> None:
    assert Share(0, 0).p_for is None
    assert Share(0, 0).most is None
    assert Share(1, 0).most is None
    assert Share(3, 0).most is True
    assert Share(0, 3).most is False
    assert Share(5, 5).p_for == pytest.approx(0.5)


REGION = {2: "west", 20: "west", 200: "west", 100: "south", 101: "south", 130: "south", ME: "east"}
REGIONS = ("west", "south")


def _everyone(against: str = "recommend"):
    own = [said(ME, 2000 + at, "recognize") for at in range(3)]
    west = [said(code, 2010, "recommend", addressee=ME) for code in (2, 20, 200)]
    south = [said(code, 2010, against, addressee=ME) for code in (100, 101, 130)]
    return coded(*own, *west, *south)


def test_a_claim_is_accepted_only_when_every_group_is_heard_and_supports_it() -> None:
    whole = generalizable(_everyone(), ME, REGION, REGIONS, (150, 3), (5, 0))
    assert whole.verdict == ACCEPTED
    assert whole.not_heard == ()
    silent = generalizable(_everyone(), ME, REGION, REGIONS, (150, 3))
    assert (silent.verdict, silent.among_heard) == (CANNOT_TELL, ACCEPTED)
    assert silent.not_heard == (OPPOSITION,)
    assert set(silent.heard) == {OWN, PARTIES, "west", "south"}


def test_one_group_that_mostly_rejects_it_is_enough() -> None:
    found = generalizable(_everyone("deny_norm"), ME, REGION, REGIONS, (150, 3), (5, 0))
    assert found.verdict == NOT_ACCEPTED
    assert {one.name: one.supports for one in found.groups}["south"] is False


def test_nobody_heard_tells_nothing() -> None:
    found = generalizable(coded(), ME, REGION, REGIONS)
    assert (found.verdict, found.among_heard, found.heard) == (CANNOT_TELL, CANNOT_TELL, ())
