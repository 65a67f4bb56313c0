"""The builder of the promises register: its rules on made-up tables, and that it rebuilds ours."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.record.commitments import authorities
from rightful.record.instruments import read_table

REPOSITORY = Path(__file__).resolve().parents[2]
if str(REPOSITORY) not in sys.path:
    sys.path.insert(0, str(REPOSITORY))
for needed in ("fastexcel", "lxml", "pyreadstat", "rdata"):
    pytest.importorskip(needed, reason=f"the builder reads files with {needed} (extra: record)")

from register import texts  # noqa: E402
from register.authorities import AUTHORITIES  # noqa: E402
from register.build import build  # noqa: E402
from register.oblige import (  # noqa: E402
    RULES,
    Instrument,
    Obligation,
    Succession,
    add_months,
    bound_from,
    carried_obligations,
    entry_into_force,
)
from register.observe import CENSORED, Observation, day_of  # noqa: E402
from register.parties import attribute, carrying, person_of  # noqa: E402
from register.reconcile import Act, absences, reconcile  # noqa: E402
from register.reservations import code  # noqa: E402


def _said(
    authority: str, act: str, day: date, note: str = "", instrument: str = "CAT"
) -> Observation:
    precision = "day" if AUTHORITIES[authority].daily else "year"
    return Observation(authority, 1, "Norway", instrument, act, day, precision, note)


def _settled(*found: Observation) -> tuple[list[Act], list[str]]:
    register = reconcile(("norway", one) for one in found)
    return register.acts, [one.kind for one in register.conflicts]


def test_the_majority_of_days_wins() -> None:
    right, wrong = date(2000, 1, 2), date(2000, 2, 1)
    (act,), kinds = _settled(
        _said("untc15", "accession", right),
        _said("ohchr23", "bound", right),
        _said("icrc20", "bound", wrong),
    )
    assert (act.date, act.authority, kinds) == (right, "untc15;ohchr23", ["day"])


def test_rank_breaks_a_tie() -> None:
    (act,), _ = _settled(
        _said("icrc20", "bound", date(2000, 2, 1)), _said("untc15", "accession", date(2000, 1, 2))
    )
    assert act.date == date(2000, 1, 2)


def test_a_day_beats_a_year_and_the_year_of_signature_is_recognised() -> None:
    acts, kinds = _settled(
        _said("untc15", "signature", date(1966, 3, 7)),
        _said("untc15", "ratification", date(1994, 10, 21)),
        _said("wpd22", "bound", date(1966, 12, 31)),
    )
    assert [act.year for act in acts] == [1966, 1994]
    assert kinds == ["year of signature"]


def test_years_alone_give_a_year_and_no_day() -> None:
    (act,), kinds = _settled(
        _said("hrc22", "bound", date(1988, 12, 31)), _said("wpd22", "bound", date(1990, 12, 31))
    )
    assert (act.year, act.date, act.precision, kinds) == (1988, None, "year", ["year"])


def test_witnesses_and_first_years_found_nothing() -> None:
    assert _settled(_said("look16", "bound", date(1988, 12, 31))) == ([], [])
    assert _settled(_said("hrc22", "bound", date(1988, 12, 31), CENSORED)) == ([], [])


def test_a_list_of_days_denies_what_only_years_give() -> None:
    pairs = [
        ("norway", _said("wpd22", "bound", date(2000, 12, 31))),
        ("norway", _said("untc15", "accession", date(2001, 1, 1), instrument="ICCPR")),
        ("sweden", _said("untc15", "accession", date(2001, 1, 1))),
    ]
    register = reconcile(pairs)
    dropped, conflicts = absences(register, pairs)
    assert {(act.state_id, act.instrument) for act in dropped} == {("norway", "CAT")}
    assert "R7 day table denies" in {one.rule for one in conflicts}


def test_an_act_before_birth_goes_to_the_predecessor_of_that_year() -> None:
    south = Observation("hrc22", 1, "South Yemen", "ICCPR", "bound", date(1987, 12, 31), "year")
    today = Observation("untc15", 1, "Yemen", "ICCPR", "accession", date(1987, 2, 9), "day")
    other = Observation("untc15", 1, "Yemen", "REFUGEE", "accession", date(1980, 1, 18), "day")
    pairs, unsettled = attribute([south, today, other])
    assert [owner for owner, _ in pairs] == ["yemen-democratic", "yemen-democratic", "yemen"]
    assert len(unsettled) == 1


@pytest.mark.parametrize(
    ("name", "on", "person"),
    [
        ("Russian Federation", date(1973, 10, 16), "russia"),
        ("Yugoslavia FR", date(1992, 12, 31), "serbia"),
        ("West Germany", date(1973, 12, 31), "germany"),
        ("Congo, DRC", date(1976, 12, 31), "congo-democratic-republic"),
        ("ccode 265", date(1980, 12, 31), "german-democratic-republic"),
    ],
)
def test_publishers_names_mean_persons(name: str, on: date, person: str) -> None:
    assert person_of(name, on) == person


def test_joining_a_state_carries_nothing_and_a_new_union_does() -> None:
    pairs = {(one.successor, one.predecessor): one.kind for one in carrying()}
    assert ("germany", "german-democratic-republic") not in pairs
    assert pairs["yemen", "yemen-democratic"] == "union"
    assert pairs["czechia", "czechoslovakia"] == "separation"


def test_cells_of_dates() -> None:
    assert day_of("05 Mar 2003") == (date(2003, 3, 5), "")
    assert day_of("15 Oct 1992 (a)") == (date(1992, 10, 15), "a")
    assert day_of("nan") is None


@pytest.mark.parametrize(
    ("rule", "deposit", "bound"),
    [
        ("day30", date(1992, 10, 15), date(1992, 11, 14)),
        ("day90", date(1950, 10, 14), date(1951, 1, 12)),
        ("month3", date(1975, 11, 30), date(1976, 2, 29)),
        ("month12", date(1999, 8, 23), date(2000, 8, 23)),
        ("first_after_day60", date(2002, 4, 11), date(2002, 7, 1)),
        ("first_after_month3", date(2003, 3, 14), date(2003, 7, 1)),
    ],
)
def test_waits(rule: str, deposit: date, bound: date) -> None:
    assert RULES[rule](deposit) == bound


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 24))
def test_months_later_is_later_and_in_the_right_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later >= day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months


INSTRUMENT = Instrument(
    "X", "treaty", None, "day30", "day30", 2, date(2000, 1, 1), date(2020, 1, 1)
)


def _act(state_id: str, kind: str, day: date | None, year: int) -> Act:
    return Act(state_id, "X", kind, year, day, "untc15")


def test_nobody_is_bound_before_the_instrument_and_successions_do_not_wait() -> None:
    early = _act("norway", "ratification", date(1999, 6, 1), 1999)
    assert bound_from(early, INSTRUMENT) == date(2000, 1, 1)
    heir = _act("czechia", "succession", date(2001, 6, 1), 2001)
    assert bound_from(heir, INSTRUMENT) == date(2001, 6, 1)
    vague = _act("norway", "ratification", None, 2001)
    assert bound_from(vague, INSTRUMENT) == date(2002, 1, 30)


def test_entry_into_force_is_given_only_when_the_deposits_settle_it() -> None:
    first = _act("norway", "ratification", date(1999, 1, 1), 1999)
    second = _act("sweden", "accession", date(1999, 2, 1), 1999)
    assert entry_into_force(INSTRUMENT, [first, second]) == date(1999, 3, 3)
    vague = _act("finland", "ratification", None, 1999)
    assert entry_into_force(INSTRUMENT, [first, second, vague]) is None


def test_carrying_needs_a_deposit_after_a_separation_and_none_after_a_union() -> None:
    own = Obligation(
        "old", "X", date(1970, 1, 1), date(1993, 1, 1), date(1993, 1, 1), None, "old/X", "day"
    )
    heir = Obligation("new", "X", date(1993, 2, 22), None, date(2020, 1, 1), None, "new/X", "day")
    deposit = _act("new", "succession", date(1993, 2, 22), 1993)
    apart = [Succession("new", "old", "separation", date(1993, 1, 1))]
    together = [Succession("new", "old", "union", date(1993, 1, 1))]
    known = {"X": INSTRUMENT}
    (carried,) = carried_obligations([own, heir], [deposit], apart, known)
    assert (carried.bound_from, carried.bound_until) == (date(1993, 1, 1), date(1993, 2, 22))
    assert carried.carried_from == "old"
    assert carried_obligations([own], [], apart, known) == []
    (union,) = carried_obligations([own], [], together, known)
    assert (union.bound_until, union.known_until) == (None, date(2020, 1, 1))


NOT_BOUND = "The State does not consider itself bound by article 30, paragraph 1."
NOT_APPLY = "It reserves the right not to apply articles 10 and 14 of the Covenant."
ELSEWHERE = "It will not apply article 5 as contrary to article 18 of the Constitution."
PARAGRAPHS = "It reserves the right not to apply article 10 (2) (b) or article 14 (6)."
BEFORE = "It reserves the right not to apply article 4 of the Covenant, as section 7 (3) of its \
Constitution enables Parliament otherwise."
PARTLY = "It partially withdraws its general reservation, keeping in effect one within the \
framework of articles 1 and 16, and withdraws its reservation to articles 21 and 22."
LATER = "The State reserves the right to formulate reservations upon ratification."


@pytest.mark.parametrize(
    ("text", "kind", "articles"),
    [
        (NOT_BOUND, "reservation", (30,)),
        ("The State understands article 1 in the light of its law.", "declaration", (1,)),
        (NOT_APPLY, "reservation", (10, 14)),
        (ELSEWHERE, "reservation", (5,)),
        (PARAGRAPHS, "reservation", (10, 14)),
        (BEFORE, "reservation", (4,)),
        (PARTLY, "reservation", (1, 16)),
        (LATER, "declaration", ()),
        ("The State withdraws its reservation to article 20.", "withdrawn", (20,)),
        ("", "unread", ()),
    ],
)
def test_reservations_are_coded_by_rule(text: str, kind: str, articles: tuple[int, ...]) -> None:
    found = code("Norway", "ICCPR", text, {})
    assert (found.kind, found.articles) == (kind, articles)


def test_a_text_for_both_covenants_names_no_article() -> None:
    blocks = {("Norway", "ICESCR"): NOT_APPLY}
    found = code("Norway", "ICCPR", "See chapter IV.3.", blocks)
    assert (found.kind, found.articles) == ("reservation", ())


@pytest.mark.shared
def test_the_builder_gives_the_tables_we_ship(shared: Path) -> None:
    built = build(shared / "raw")
    for stem, rows in [
        ("acts", built.acts),
        ("obligations", built.obligations),
        ("memberships", built.memberships),
        ("instruments", built.instruments),
    ]:
        shipped = read_table(stem).fill_null("").rows(named=True)
        assert shipped == rows, f"{stem}.csv is stale: python -m register.build --from DIR"


@pytest.mark.shared
def test_articles_and_rules_are_in_the_texts(shared: Path) -> None:
    path = shared / "text" / "treaties" / "un_hr_treaties_by_article_en.csv.gz"
    found = texts.texts(path)
    assert texts.unconfirmed_articles(found) == []
    assert texts.unconfirmed_rules(found) == []


def test_the_package_names_the_builder_s_authorities() -> None:
    shipped = {
        key: (one["title"], date.fromisoformat(one["as_of"])) for key, one in authorities().items()
    }
    assert shipped == {key: (one.title, one.as_of) for key, one in AUTHORITIES.items()}
