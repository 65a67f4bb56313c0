"""Verdicts in defined words; Holm's count of all tests."""

from dataclasses import replace

import pytest

from rightful.spiral.compare.answer import (
    VERDICTS,
    Estimate,
    Question,
    answered,
    needs,
    nothing,
    several,
    verdict_of,
)

ASKED = Question("key", "1", "Is it so?", "above zero", 1, "units", "so", "It is so", "It is not")


def _found(value, low, high, bounds=None):
    return Estimate(value, low, high, "bootstrap", 12, 100, bounds)


@pytest.mark.parametrize(
    ("sign", "margin", "found", "verdict"),
    [
        (1, None, (0.3, 0.1, 0.5), "goes with"),
        (-1, None, (0.3, 0.1, 0.5), "goes against"),
        (1, None, (-0.3, -0.5, -0.1), "goes against"),
        (-1, None, (-0.3, -0.5, -0.1), "goes with"),
        (1, None, (0.1, -0.1, 0.3), "cannot tell"),
        (1, 0.5, (0.1, -0.1, 0.3), "about zero"),
        (1, 0.5, (0.2, 0.1, 0.3), "about zero"),
        (1, 0.2, (0.1, -0.1, 0.3), "cannot tell"),
        (0, 0.5, (0.1, -0.1, 0.3), "goes with"),
        (0, 0.2, (0.5, 0.3, 0.7), "goes against"),
        (0, 0.2, (0.1, -0.1, 0.3), "cannot tell"),
    ],
)
def test_a_verdict_is_what_its_definition_says(sign, margin, found, verdict):
    asked = replace(ASKED, sign=sign, margin=margin)
    assert verdict_of(asked, _found(*found)) == verdict
    assert verdict in VERDICTS


def test_what_open_phases_allow_must_agree_too():
    assert verdict_of(ASKED, _found(0.3, 0.1, 0.5, (-0.2, 0.6))) == "cannot tell"
    assert verdict_of(ASKED, _found(0.3, 0.1, 0.5, (0.2, 0.6))) == "goes with"
    told = answered(ASKED, _found(0.3, 0.1, 0.5, (-0.2, 0.6)))
    assert "what is open would allow the opposite" in told.sentence


def test_a_reference_other_than_zero_moves_the_side():
    asked = replace(ASKED, reference=0.5)
    assert verdict_of(asked, _found(0.3, 0.1, 0.4)) == "goes against"
    assert verdict_of(asked, _found(0.7, 0.6, 0.8)) == "goes with"
    assert "the interval holds 0.5" in answered(asked, _found(0.5, 0.4, 0.7)).sentence


def test_no_estimate_cannot_tell_and_says_why():
    told = answered(ASKED, needs("a survey"))
    assert told.verdict == "cannot tell"
    assert told.sentence == "Is it so? The record cannot tell: needs: a survey."
    assert answered(ASKED, nothing("two states", 2, 9)).n == {"states": 2, "state_years": 9}
    assert verdict_of(ASKED, _found(0.3, float("nan"), 0.5)) == "cannot tell"


def test_the_chance_is_that_of_a_normal_curve_as_wide_as_the_interval():
    told = answered(ASKED, _found(0.196, 0.0, 0.392))
    assert told.p == pytest.approx(0.05, abs=1e-3)


def test_verdicts_are_counted_together_as_holm_does():
    widths = [(0.3, 0.1, 0.5), (0.3, 0.25, 0.35), (0.1, -0.1, 0.3)]
    one, two, three, four = several(
        [*(answered(ASKED, _found(*ends)) for ends in widths), answered(ASKED, needs("a survey"))]
    )
    # Chances .003 and less than .001 pass .05 / 2 and .05 / 3; the third has no sign.
    assert (one.stands, two.stands, three.stands, four.stands) == (True, True, None, None)
    many = several([answered(ASKED, _found(0.3, 0.1, 0.5)) for _ in range(30)])
    assert {told.stands for told in many} == {False}
