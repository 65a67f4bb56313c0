"""Which roll calls are about the human rights of a named state."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.record import published

from rightful.record.sources._resolution_rules import (
    MOTION,
    PART,
    WHOLE,
    part_of,
    target_rules,
    targets_of,
)
from rightful.record.states import state_of_ccode

ABOUT = [
    ("HUMAN RIGHTS, CHILE", "To express distress.", 1977, (155,)),
    ("HUMAN RIGHTS IN BULGARIA, HUNGARY", "Remaining paragraphs.", 1949, (310, 355)),
    ("", "Situation of human rights in the Islamic Republic of Iran : resolution", 2014, (630,)),
    ("", "Situation of human rights in the Sudan", 1995, (625,)),
    ("", "Situation of human rights in the Democratic People's Republic of Korea", 2015, (731,)),
    ("", "Human rights in Bosnia and Herzegovina, Croatia and Yugoslavia", 1998, (344, 345, 346)),
    ("Situation of human rights in the Autonomous Republic of Crimea", "", 2018, (365,)),
    ("HUMAN RIGHTS, OCCUPIED KUWAIT", "", 1990, (645,)),
    ("", "Israeli practices affecting the human rights of the Palestinian people", 1999, (666,)),
    ("INDIANS IN SOUTH AFRICA", "", 1950, (560,)),
]
NOT_ABOUT = [
    ("DECLARATION OF HUMAN RIGHTS", "To adopt a Cuban proposal on the duties of man.", 1948),
    ("HUMAN RIGHTS", "To adopt the Chile amendment to the draft covenants.", 1952),
    ("", "Restoration of the rights of membership of Libya in the Human Rights Council", 2011),
    ("KAMPUCHEA", "The situation in Kampuchea", 1985),
    ("", "Situation of human rights in South Sudan", 2016),
    ("HUMAN RIGHTS, CYPRUS", "", 1955),  # no state yet
]


@pytest.mark.parametrize(("short", "text", "year", "states"), ABOUT)
def test_a_named_state_is_found(short: str, text: str, year: int, states: tuple[int, ...]) -> None:
    assert tuple(ccode for ccode, _ in targets_of(short, text, year)) == states


@pytest.mark.parametrize(("short", "text", "year"), NOT_ABOUT)
def test_a_state_that_is_only_mentioned_is_not(short: str, text: str, year: int) -> None:
    assert targets_of(short, text, year) == ()


def test_the_ground_is_told() -> None:
    assert targets_of("", "Situation of human rights in Iraq", 1991) == ((645, "situation"),)
    assert targets_of("HUMAN RIGHTS, OCCUPIED KUWAIT", "", 1990) == ((645, "occupation"),)
    assert targets_of("APARTHEID", "", 1980) == ((560, "apartheid"),)


def test_what_was_put_to_the_vote() -> None:
    assert part_of(0, 0, "HUMAN RIGHTS, CHILE", "Distress.") == WHOLE
    assert part_of(0, 1, "HUMAN RIGHTS, HUNGARY", "A phrase.") == PART
    assert part_of(None, None, "", "Human rights in Iraq. A separate vote is asked for.") == PART
    assert part_of(None, None, "", "Situation of human rights in Iraq") == WHOLE
    assert part_of(None, None, "", "On the motion that no action be taken on Iran") == MOTION


def test_every_target_is_a_state_in_its_years() -> None:
    for rule in target_rules():
        last = min(rule.last_year, 2024)
        assert state_of_ccode(rule.ccode, rule.first_year), rule
        assert state_of_ccode(rule.ccode, last), rule
        assert rule.ground in ("situation", "occupation", "apartheid")


@pytest.mark.shared
def test_known_cases_on_the_real_file(shared: Path) -> None:
    frame = published.tidied(shared, "unga_resolutions", "unvotes-2020")[1].table.frame
    whole = frame.filter(part=WHOLE).group_by("ccode").agg("year")
    years = {ccode: sorted(set(found)) for ccode, found in whole.iter_rows()}
    assert years[155] == list(range(1974, 1990))  # Chile, each year from the coup to the end
    assert 160 not in years  # never Argentina
    assert 811 not in years  # Cambodia's were adopted without a vote, or about foreign troops
    assert set(years[365]) == {2016, 2017, 2018, 2019}
    assert {645: sorted(frame.filter(ccode=645, ground="occupation")["year"].to_list())} == {
        645: [1990, 1991]
    }
