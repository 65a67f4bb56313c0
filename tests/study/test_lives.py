"""The code-years of a legal person, each owned by one."""

from __future__ import annotations

from rightful.record import states
from rightful.study.lives import FIRST_YEAR, LAST_YEAR, life_of, persons


def test_a_code_year_is_the_life_of_its_owner_and_of_nobody_else() -> None:
    lived = {
        (code, year): person for person in persons() for code, year in life_of(person).iter_rows()
    }
    assert sum(life_of(person).height for person in persons()) == len(lived)
    codes = {spell.ccode for spell in states.all_states() if spell.ccode is not None}
    owned = {
        (code, year): owner.state_id
        for code in codes
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        if (owner := states.state_of_ccode(code, year)) is not None
    }
    assert lived == owned


def test_a_code_may_pass_from_one_to_the_next() -> None:
    serbia, yugoslavia = (life_of(person)["year"] for person in ("serbia", "yugoslavia"))
    assert yugoslavia.max() == 1991
    assert serbia.min() == 1992
