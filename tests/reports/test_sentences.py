"""Every sentence says what its number licenses, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import made_up

from rightful.core.answer import Answer, GapSeries
from rightful.core.document import Glance, Items
from rightful.reports import series
from rightful.reports.sections.lede import Lede
from rightful.reports.sections.limits import Limits
from rightful.reports.sentences import (
    change,
    gap,
    practice,
    promises,
    rights,
    standards,
    standings,
    words,
)

EDGES = [
    (1.0, 1, "almost certainly"),
    (0.95, 1, "almost certainly"),
    (0.9499, 1, "probably"),
    (0.80, 1, "probably"),
    (0.7999, 0, ""),
    (0.5, 0, ""),
    (0.2001, 0, ""),
    (0.20, -1, "probably"),
    (0.0501, -1, "probably"),
    (0.05, -1, "almost certainly"),
    (0.0, -1, "almost certainly"),
    (float("nan"), 0, ""),
]


@pytest.mark.parametrize(("probability", "side", "word"), EDGES)
def test_a_verdict_is_worded_by_its_probability(probability: float, side: int, word: str) -> None:
    assert words.verdict(probability) == words.Verdict(side, word)


@given(st.floats(0, 1))
def test_a_verdict_and_its_contrary_mirror_each_other(probability: float) -> None:
    one, other = words.verdict(probability), words.verdict(1 - probability)
    assert (one.side, one.word) == (-other.side, other.word)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.004, "0.00"), (-0.004, "0.00"), (-1.5, "−1.50"), (float("nan"), "not known")],
)
def test_numbers_carry_a_real_minus_and_no_minus_zero(value: float, shown: str) -> None:
    assert words.signed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0%"), (0.2, "under 1%"), (33.4, "33%"), (99.8, "over 99%"), (100.0, "100%")],
)
def test_the_ends_of_a_share_are_kept_for_what_is_exactly_so(value: float, shown: str) -> None:
    assert words.percent(value) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Cambodia", "Cambodia"),
        ("United States", "the United States"),
        ("Netherlands", "the Netherlands"),
        (
            "Socialist Federal Republic of Yugoslavia",
            "the Socialist Federal Republic of Yugoslavia",
        ),
        ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
        ("Korea, Republic of", "Korea, Republic of"),
        ("Holy See", "the Holy See"),
        ("Cook Islands", "the Cook Islands"),
        ("European Union", "the European Union"),
    ],
)
def test_a_name_runs_in_a_sentence(name: str, shown: str) -> None:
    assert words.short_name(made_up.state(name)) == shown


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (33.0, 24.0, 41.0, "33% (24% to 41%)"),
        (0.1, 0.0, 0.3, "under 1%, with its whole interval"),
        (0.4, 0.0, 3.0, "under 1% (0% to 3%)"),
        (99.9, 99.7, 100.0, "over 99%, with its whole interval"),
    ],
)
def test_an_interval_at_an_end_is_said_in_words(
    value: float, low: float, high: float, shown: str
) -> None:
    assert words.share_told(value, low, high) == shown


def test_a_day_and_a_year_are_told_apart() -> None:
    assert words.dated(date(2017, 1, 30), "year") == "30 January 2017 at the latest"
    assert (words.in_year(2017), words.in_year(2017, "year")) == ("2017", "by 2017")


def test_lists_and_counts_are_english() -> None:
    assert words.listed(()) == ""
    assert words.listed(("a",)) == "a"
    assert words.listed(("a", "b", "c")) == "a, b and c"
    assert words.many(1, "year") == "one year"
    assert words.many(0, "year") == "no years"
    assert words.many(40, "year") == "40 years"
    assert words.dated(date(1992, 5, 26)) == "26 May 1992"
    assert words.dated(None) == "date not known"


# ---- promises


def test_core_treaties_that_bind_are_counted_and_the_unknown_named() -> None:
    found = promises.core_bound(made_up.answer())
    assert found.estimate == 7
    assert found.sentence == (
        "Ruritania is bound by seven of the nine core UN human-rights treaties; whether ICMW "
        "binds it is not known here."
    )


def test_a_state_whose_dates_nobody_has_is_not_said_to_be_unbound() -> None:
    unknown = ("ICERD", "ICCPR", "ICESCR", "CEDAW", "CAT", "CRC", "ICMW", "CPED", "CRPD")
    blank = replace(made_up.empty(), unknown_instruments=unknown)
    assert "not known" in promises.core_bound(blank).sentence
    assert "none" not in promises.core_bound(blank).sentence


def test_a_signature_does_not_bind() -> None:
    found = promises.only_signed(made_up.answer())
    assert found is not None
    assert found.sentence == (
        "Signed, with no act in our register that made it binding: ICCPR-OP1 (27 September 2004)."
    )


def test_a_withdrawal_is_said_with_its_date() -> None:
    gone = made_up.promise("ICCPR-OP1", date(1990, 1, 1), until=date(1998, 3, 5), kind="protocol")
    whole = made_up.answer()
    found = promises.left(replace(whole, promises=(gone,)))
    assert found is not None
    assert "5 March 1998" in found.sentence


def test_what_bound_a_dead_state_to_its_end_is_told_in_the_past() -> None:
    found = promises.core_bound(made_up.dead())
    assert "was bound by one of the nine" in found.sentence
    assert promises.left(made_up.dead()) is None


def test_a_succession_names_its_predecessor() -> None:
    carried = replace(made_up.promise("CAT", date(1993, 1, 1)), carried_from="Old Ruritania")
    found = promises.carried(replace(made_up.answer(), promises=(carried,)))
    assert found is not None
    assert found.sentence == "Carried over from Old Ruritania: CAT."


def test_a_newer_binding_act_outlasts_an_older_one_that_ended() -> None:
    acts = (
        made_up.promise("CAT", date(1980, 1, 1), until=date(1990, 1, 1)),
        made_up.promise("CAT", date(1995, 1, 1)),
    )
    one = standings.standing(replace(made_up.answer(), promises=acts), "CAT")
    assert (one.state, one.since) == ("bound", date(1995, 1, 1))


def _standing(name: str) -> tuple[standings.Standing, str]:
    answer = made_up.uncertain()
    one = standings.standing(answer, name)
    return one, standings.in_words(answer, one)


def test_an_unbroken_chain_binds_since_its_first_link() -> None:
    one, words_of_it = _standing("CAT")
    assert (one.state, one.since) == ("bound", date(1992, 4, 27))
    assert words_of_it == "binds since 27 April 1992"


def test_a_day_that_is_only_the_latest_is_said_to_be() -> None:
    assert _standing("CRPD")[1] == "binds since 30 January 2017 at the latest"
    assert _standing("ICCPR-OP1")[1] == "no longer binds, since 31 December 1997 at the latest"
    found = promises.left(made_up.uncertain())
    assert found is not None
    assert found.sentence == "No longer binding: ICCPR-OP1 (since 31 December 1997 at the latest)."


def test_what_binds_after_the_tables_end_is_not_counted_and_is_named() -> None:
    one, words_of_it = _standing("CPED")
    assert one.state == "pending"
    assert words_of_it == "ratified 2020; binds from 30 January 2021 at the latest"
    found = promises.core_bound(made_up.uncertain())
    assert found.estimate == 2
    assert "; CPED binds it from 30 January 2021 at the latest" in found.sentence
    assert promises.first_promise(made_up.uncertain()).estimate == 1990
    ahead = promises.pending(made_up.uncertain())
    assert ahead is not None
    assert "CPED (from 30 January 2021 at the latest)" in ahead.sentence


def test_a_reservation_alone_makes_no_standing() -> None:
    whole = made_up.answer()
    signed = made_up.promise("OPCAT", None, act="signature", signed=date(2005, 10, 24))
    remark = made_up.promise("OPCAT", None, act="declaration")
    answer = replace(whole, promises=(signed, remark))
    one = standings.standing(answer, "OPCAT")
    assert standings.in_words(answer, one) == "signed only, 24 October 2005"


def test_an_act_that_has_not_come_to_bind_is_worded() -> None:
    acceded = made_up.promise("ICCPR-OP1", None, signed=date(1991, 10, 1), kind="protocol")
    answer = replace(made_up.answer(), promises=(acceded,))
    one = standings.standing(answer, "ICCPR-OP1")
    assert standings.in_words(answer, one) == (
        "acceded 1 October 1991; did not come to bind it, as far as is known"
    )


def test_reservations_are_told_with_their_articles() -> None:
    found = promises.reservations(made_up.uncertain())
    assert found is not None
    assert found.sentence == (
        "Reservations, coded by rule from the UN's table of March 2015, which does not date them: "
        "CAT (articles 20 and 30) and ICCPR (naming no article)."
    )
    assert promises.reservations(made_up.answer()) is None


def test_what_is_left_is_told_in_the_order_of_its_end() -> None:
    acts = tuple(
        made_up.promise(name, date(1980, 1, 1), until=date(year, 1, 1))
        for name, year in (("CAT", 2010), ("CRC", 2000))
    )
    found = promises.left(replace(made_up.answer(), promises=acts))
    assert found is not None
    assert found.sentence.index("CRC") < found.sentence.index("CAT")


def test_unknown_instruments_have_their_titles() -> None:
    found = promises.unknown_instruments(made_up.answer())
    assert found is not None
    assert "Made-up title of ICMW; Made-up title of ACHR" in found.sentence


def test_the_tables_end_where_what_stands_is_known_to() -> None:
    texts = _limits(made_up.uncertain())
    assert "The tables of promises end on 30 June 2020; what was promised or left since" in texts
    assert "The tables of promises end" not in _limits(made_up.dead())


def _limits(answer: Answer) -> str:
    (_, items) = Limits().render(answer)
    assert isinstance(items, Items)
    return " ".join(entry.text for entry in items.entries)


def test_one_right_and_several_are_rated_by_themselves() -> None:
    whole = made_up.answer()
    early = replace(whole.rights["torture"]["changing"], last_rated=2015)
    one = replace(whole, rights={**whole.rights, "torture": {"changing": early}})
    assert "After 2015 no source in hand rates torture by itself." in _limits(one)
    both = replace(one, rights={**one.rights, "killing": {"changing": early}})
    assert "rates torture and killing by the state one by one." in _limits(both)


# ---- practice


def test_the_interval_decides_on_which_side_of_the_world_a_state_stands() -> None:
    one = made_up.practice(1)
    cases = {
        "below": replace(one, world_median=one.high + 1),
        "above": replace(one, world_median=one.low - 1),
        "cannot tell": replace(one, world_median=one.mean),
    }
    for word, case in cases.items():
        sentence = practice.level(made_up.state(), "physical_integrity", case, "changing").sentence
        assert word in sentence


def test_a_rank_comes_with_its_interval() -> None:
    one = made_up.practice(1)
    found = practice.rank(made_up.state(), "physical_integrity", one, "constant")
    assert words.percent(float(one.percentile_low[-1])) in found.sentence
    assert words.percent(float(one.percentile_high[-1])) in found.sentence
    assert "constant standard" in found.sentence
    assert found.low is not None
    assert found.high is not None
    assert found.estimate is not None
    assert found.low <= found.estimate <= found.high


def test_the_year_of_a_sentence_is_the_last_year_of_its_own_series() -> None:
    one = made_up.practice(1)
    cut = np.where(one.years > 2015, np.nan, one.mean)
    found = practice.level(
        made_up.state(), "physical_integrity", replace(one, mean=cut), "changing"
    )
    assert found.sentence.startswith("In 2015 ")


def test_no_record_says_nothing_about_the_state() -> None:
    found = practice.summary(made_up.empty())
    assert found.strand == "limit"
    assert "nothing about Ruritania" in found.sentence


# ---- promise against deed


def _gap(unmet: list[float], below: list[float] | None = None) -> GapSeries:
    years = np.arange(2000, 2000 + len(unmet), dtype=np.int64)
    found = np.array(unmet)
    nothing = np.full(years.shape, np.nan)
    return GapSeries(
        years=years,
        below_anchor=np.array(below) if below else found,
        promise_unmet=found,
        mean=nothing,
        low=nothing,
        high=nothing,
        commitment=nothing,
        binds=np.isfinite(found).astype(np.float64),
    )


NAN = float("nan")
RUNS = [
    ([0.6, 0.7, 0.8], 2000),
    ([0.6, 0.4, 0.8], 2002),
    ([NAN, 0.9, 0.5], 2001),
    ([0.9, 0.9, 0.4999], None),
    ([NAN, NAN, NAN], None),
]


@pytest.mark.parametrize(("unmet", "since"), RUNS)
def test_promise_and_deed_part_from_the_start_of_the_unbroken_run(
    unmet: list[float], since: int | None
) -> None:
    below = [0.3 if p != p else p for p in unmet]
    assert gap.likelier_since(_gap(unmet, below)) == since


@pytest.mark.parametrize(("p", "parts"), [(0.58, False), (0.7999, False), (0.8, True), (1.0, True)])
def test_they_part_only_where_the_last_year_is_a_verdict(p: float, parts: bool) -> None:
    one = _gap([0.6, 0.7, p])
    assert gap.parted_since(one) == (2000 if parts else None)
    sentence = gap.since_when(made_up.state(), "torture", one).sentence
    assert ("promise and deed part from" in sentence or "part in every" in sentence) == parts
    assert ("whether promise and deed part in 2002 we cannot tell" in sentence) != parts


def test_no_run_is_counted_from_before_the_first_grade() -> None:
    one = replace(_gap([0.9, 0.9, 0.9, 0.9]), first_graded=2002)
    assert gap.parted_since(one) == 2002
    sentence = gap.since_when(made_up.state(), "torture", one).sentence
    assert "since 2002 (the first grade) (2002–2003)" in sentence
    assert "as in" not in sentence


def test_one_year_is_no_run_of_years() -> None:
    sentence = gap.since_when(made_up.state(), "torture", _gap([0.9, 0.2, 0.9])).sentence
    assert sentence == (
        "Torture: promise and deed part in 2002; in that year the promise was more likely unmet "
        "than not, as in 2000."
    )


def test_the_top_names_what_cannot_be_told() -> None:
    gaps = {
        "torture": {"changing": _gap([0.6, 0.58])},
        "killing": {"changing": _gap([0.1, 0.01])},
    }
    answer = replace(made_up.answer(), gap=gaps)
    found = gap.lede(answer)
    assert (
        found.sentence == "Whether the promise on torture (58%) was unmet in 2001 we cannot tell."
    )
    assert found.estimate is None
    (_, glance, *_) = Lede().render(answer)
    assert isinstance(glance, Glance)
    cell = glance.cells[2]
    assert cell.big == "cannot tell"
    assert cell.small == (
        "Torture: the promise is unmet with probability 58%. Unlikely to be unmet: killing by the "
        "state."
    )


def test_a_run_does_not_outlive_the_promise() -> None:
    left = _gap([0.9, 0.9, NAN], [0.9, 0.9, 0.9])
    assert gap.parted_since(left) is None
    assert "still binds in 2002" in gap.since_when(made_up.state(), "torture", left).sentence


def test_where_the_register_falls_silent_nothing_is_said_to_have_lapsed() -> None:
    silent = replace(_gap([0.9, 0.9, NAN], [0.9, 0.9, 0.97]), binds=np.array([1.0, 1.0, NAN]))
    assert gap.parted_since(silent) == 2000
    since = gap.since_when(made_up.state(), "torture", silent).sentence
    assert "2000–2001" in since
    unmet = gap.unmet(made_up.state(), "torture", silent).sentence
    assert unmet.startswith("In 2001 the promise on torture was probably unmet")
    assert "Whether it still binds in 2002 our tables do not say" in unmet
    assert "no instrument" not in (since + unmet).lower()


def test_an_earlier_parting_is_remembered() -> None:
    one = _gap([0.9, 0.9, 0.2, 0.8, 0.9])
    sentence = gap.since_when(made_up.state(), "torture", one).sentence
    assert "since 2003 (2003–2004)" in sentence
    assert ", as in 2000–2001" in sentence


def test_a_missing_year_breaks_a_run() -> None:
    one = _gap([0.9, 0.9, 0.9])
    years = np.array([1990, 2000, 2001])
    assert gap.parted_since(replace(one, years=years)) == 2000


def test_where_nothing_binds_no_promise_is_unmet() -> None:
    one = made_up.gap(2.2, 1, bound=None)
    for found in (
        gap.unmet(made_up.state(), "torture", one),
        gap.since_when(made_up.state(), "torture", one),
    ):
        assert "o instrument in our register that forbids torture binds Ruritania" in found.sentence
        assert "unmet" not in found.sentence


@pytest.mark.parametrize(
    ("p", "says"),
    [
        (0.97, "was almost certainly unmet (97%)"),
        (0.85, "was probably unmet (85%)"),
        (0.60, "cannot tell"),
        (0.15, "was probably not below the anchor (85%)"),
        (0.01, "was almost certainly not below the anchor (99%)"),
    ],
)
def test_an_unmet_promise_is_hedged(p: float, says: str) -> None:
    assert says in gap.unmet(made_up.state(), "torture", _gap([p])).sentence


@pytest.mark.parametrize("p", [0.15, 0.01])
def test_practice_above_the_anchor_is_never_called_a_promise_kept(p: float) -> None:
    sentence = gap.unmet(made_up.state(), "torture", _gap([p])).sentence.lower()
    assert not any(word in sentence for word in ("kept", "honoured", "met its"))


def test_a_right_that_nothing_binds_is_never_counted_as_met() -> None:
    gaps = {
        "torture": {"changing": _gap([0.9, 0.9])},
        "killing": {"changing": _gap([NAN, NAN], [0.99, 0.99])},
        "disappearance": {"changing": _gap([0.1, 0.1])},
        "imprisonment": {"changing": replace(_gap([NAN, NAN]), binds=np.array([NAN, NAN]))},
    }
    found = gap.now(replace(made_up.answer(), gap=gaps))
    assert found.open == []
    assert found.parted == {2000: ["torture"]}
    assert found.unbound == ["killing by the state"]
    assert found.met == ["enforced disappearance"]
    assert found.silent == ["political imprisonment"]


# ---- rights


def test_no_year_before_the_first_grade_is_counted() -> None:
    one = replace(made_up.right(2.2, 1), p_worst=np.full(62, 0.9), first_graded=1976)
    found = rights.years_at_worst("torture", one)
    assert found is not None
    assert found.sentence == (
        "The worst category of torture was more likely than not in every one of the 46 years "
        "since the first grade (1976): 1976–2021."
    )
    assert rights.years_at_worst("torture", replace(one, first_graded=None)) is None


def test_the_lowest_year_is_one_with_a_grade() -> None:
    one = made_up.practice(1)
    low = np.where(one.years == 1961, -9.0, one.mean)
    found = practice.lowest(made_up.state(), replace(one, mean=low))
    assert found is not None
    assert "since the first grade (1976)" in found.sentence
    assert "1961" not in found.sentence
    assert practice.lowest(made_up.state(), replace(one, first_graded=None)) is None


def _ended(first: float, last: float) -> GapSeries:
    one = _gap([first, last])
    return replace(one, years=np.array([made_up.BOUND, made_up.LAST]))


def test_torture_that_persists_stands_beside_killings_that_receded() -> None:
    gaps = {
        "torture": {"changing": _ended(0.99, 0.98)},
        "killing": {"changing": _ended(0.95, 0.12)},
        "disappearance": {"changing": _ended(0.001, 0.001)},
        "imprisonment": {"changing": _ended(0.97, 0.5)},
    }
    answer = replace(made_up.answer(), gap=gaps)
    found = rights.contrast(answer, made_up.BOUND, "changing")
    assert found is not None
    assert found.sentence == (
        "From 1992 to 2021, changing standard: torture (99% and 98%) was at its worst in both "
        "years; killing by the state (95% and 12%) was at its worst only in the first; enforced "
        "disappearance (under 1% and under 1%) was at its worst in neither; in one of the years "
        "at least we cannot tell for political imprisonment (97% and 50%)."
    )
    short = rights.lede(answer, made_up.BOUND, "changing")
    assert short is not None
    assert short.sentence == (
        "Under the changing standard torture was almost certainly at its worst both in 1992 and in "
        "2021, killing by the state probably only in 1992."
    )


def test_no_contrast_is_drawn_from_a_year_without_an_estimate() -> None:
    assert rights.contrast(made_up.answer(), 1900, "changing") is None
    assert rights.contrast(made_up.empty(), made_up.BOUND, "changing") is None


# ---- change


@pytest.mark.parametrize(
    ("p", "says"),
    [
        (0.96, "almost certainly rose"),
        (0.85, "probably rose"),
        (0.5, "we cannot tell whether Ruritania's level of physical integrity rose or fell"),
        (0.1, "probably fell"),
        (0.01, "almost certainly fell"),
    ],
)
def test_a_move_is_hedged(p: float, says: str) -> None:
    found = change.own(made_up.answer(), made_up.change("changing", p_rise=p))
    assert says in found.sentence
    assert "(0.41 to 1.27)" in found.sentence


@pytest.mark.parametrize(
    ("p", "says"),
    [(0.99, "gained"), (0.6, "cannot tell"), (0.04, "lost ground")],
)
def test_the_world_stands_beside_every_move(p: float, says: str) -> None:
    found = change.beyond(made_up.answer(), made_up.change("changing", p_beyond=p))
    assert says in found.sentence
    assert "+0.50 (0.45 to 0.56)" in found.sentence


@pytest.mark.parametrize(
    ("p_constant", "says"),
    [
        (0.97, "its level almost certainly rose; "),
        (0.6, "rose under the changing standard, while under the constant one we cannot tell; "),
        (0.1, "rose under the changing standard, while under the constant one it probably fell; "),
    ],
)
def test_the_lede_says_where_the_other_standard_speaks_otherwise(
    p_constant: float, says: str
) -> None:
    found = change.lede(_moves(0.99, p_constant))
    assert found is not None
    assert says in found.sentence


# ---- standards


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (1, 1, "agree"),
        (-1, -1, "agree"),
        (0, 0, "neither"),
        (1, 0, "one"),
        (0, -1, "one"),
        (1, -1, "differ"),
    ],
)
def test_two_verdicts_contradict_each_other_only_when_opposite(
    first: int, second: int, stands: str
) -> None:
    assert standards.outcome(first, second) == stands


def _moves(p_changing: float, p_constant: float) -> Answer:
    whole = made_up.answer()
    same = {"changing": made_up.practice(1), "constant": made_up.practice(1)}
    moves = (
        made_up.change("changing", p_changing, 0.99),
        made_up.change("constant", p_constant, 0.99),
    )
    return replace(whole, deeds={"physical_integrity": same}, gap={}, changes=moves)


@pytest.mark.parametrize(
    ("p_changing", "p_constant", "sentence"),
    [
        (
            0.99,
            0.97,
            "The two standards agree on the rank in 2021, the move of its level since 1992 and "
            "its move against the world since 1992.",
        ),
        (
            0.99,
            0.6,
            "The two standards do not contradict each other: they agree on the rank in 2021 and "
            "its move against the world since 1992; only one of them can tell about the move of "
            "its level since 1992.",
        ),
        (
            0.99,
            0.02,
            "The two standards contradict each other on the move of its level since 1992; they "
            "agree on the rank in 2021 and its move against the world since 1992.",
        ),
    ],
)
def test_the_agreement_is_one_plain_sentence(
    p_changing: float, p_constant: float, sentence: str
) -> None:
    found = standards.agreement(_moves(p_changing, p_constant), "physical_integrity")
    assert found.sentence == sentence


@pytest.mark.parametrize(
    ("p_constant", "sentence"),
    [
        (0.97, "On none of three questions do the two standards contradict each other."),
        (0.02, "The two standards contradict each other on one of three questions."),
    ],
)
def test_the_agreement_in_short_is_english(p_constant: float, sentence: str) -> None:
    assert standards.headline(_moves(0.99, p_constant), "physical_integrity") == sentence


def test_one_standard_alone_cannot_agree() -> None:
    sentence = standards.agreement(made_up.one_year(), "physical_integrity").sentence
    assert sentence == (
        "Whether the two standards agree cannot be checked: only the constant standard is "
        "estimated."
    )


# ---- all of them


def _all(answer: Answer) -> list[str]:
    found = [promises.core_bound(answer), promises.first_promise(answer), gap.lede(answer)]
    found.append(practice.summary(answer))
    moved = change.lede(answer)
    return [one.sentence for one in (*found, *([moved] if moved else []))]


@pytest.mark.parametrize("case", made_up.CASES)
def test_every_lede_is_a_finished_sentence(case: str) -> None:
    for sentence in _all(made_up.CASES[case]()):
        assert sentence[0].isupper() or not sentence[0].isalpha()
        assert sentence.endswith(".")
        assert "nan" not in sentence.split()
        assert "  " not in sentence


def test_spans_and_runs() -> None:
    assert series.spans([1990, 1991, 1993]) == [(1990, 1991), (1993, 1993)]
    years = np.array([1990, 1991, 1993], dtype=np.int64)
    assert [part.tolist() for part in series.runs(years, np.array([1.0, NAN, 2.0]))] == [[0], [2]]
