"""The section on claims: counts that add up, each claim with its verdict, the state's own apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.made_up import answer

from rightful.core.answer import ClaimTold
from rightful.core.document import DataTable, Items, Paragraph
from rightful.reports.sections.claims import Claims
from rightful.study.claims_section import claims_of


def _claim(number: int, verdict: str, *, own: bool = False) -> ClaimTold:
    return ClaimTold(number, f"It says {number}.", verdict, f"Found {number}.", own, number == 2)


TOLD = (
    _claim(1, "holds"),
    _claim(2, "cannot tell"),
    _claim(3, "cannot tell"),
    _claim(9, "measured", own=True),
)


def test_counts_and_verdicts_are_told() -> None:
    blocks = Claims().render(replace(answer(), claims=TOLD))
    said = [one.text for one in blocks if isinstance(one, Paragraph)]
    assert said[0].endswith("one holds, none fail, and of two nobody can tell.")
    (table,) = (one for one in blocks if isinstance(one, DataTable))
    assert [row[2] for row in table.rows] == ["holds", "cannot tell (older)", "cannot tell"]
    (own,) = (one for one in blocks if isinstance(one, Items))
    assert [one.text for one in own.entries] == ["Found 9. (claim 9)"]


def test_without_claims_there_is_no_section() -> None:
    assert Claims().render(replace(answer(), claims=())) == ()


@pytest.mark.parametrize(("iso3", "own"), [("KHM", True), ("NOR", False), (None, False)])
def test_a_state_has_its_own_claims_or_none(iso3: str | None, own: bool) -> None:
    found = claims_of(iso3)
    assert any(one.about_the_state for one in found) is own
    law = [one for one in found if not one.about_the_state]
    assert {one.verdict for one in law} <= {"holds", "does not hold", "cannot tell"}
    assert len(law) > 5
