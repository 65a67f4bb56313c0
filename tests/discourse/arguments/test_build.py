"""Verdicts: what stands, falls, or cannot be told, and that bounds never contradict the search."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.arguments import build
from rightful.discourse.arguments.build import (
    CANNOT_TELL,
    FALLS,
    STANDS,
    Case,
    Premise,
    case,
    verdict,
)
from rightful.discourse.arguments.framework import labels
from rightful.discourse.arguments.schemes import Argument, StockMap, stock_map
from rightful.discourse.arguments.support import Link


def _argument(name: str, *needs: str) -> Argument:
    return Argument(name, "made_up", "critic", "normative", f"{name}.", needs)


def _made_up(needs: dict[str, str], links: str, told: Mapping[str, bool | None]) -> Case:
    """Return a case: ``x>y`` rebuts, ``x+y`` means that y needs x."""
    arguments = tuple(_argument(name, *keys.split()) for name, keys in needs.items())
    parsed = tuple(
        Link(one[0], one[2], {">": "rebut", "+": "necessary", "=": "deductive"}[one[1]], "made up")
        for one in links.split()
    )
    premises = {key: Premise(key, holds) for key, holds in told.items()}
    return Case(StockMap("speech", arguments, parsed), premises)


def test_a_defence_stands_falls_or_waits_for_a_premise() -> None:
    needs = {"d": "said", "a": "law"}
    for law, expected in ((True, FALLS), (False, STANDS), (None, CANNOT_TELL)):
        found = verdict(_made_up(needs, "a>d", {"said": True, "law": law}), "d")
        assert found.verdict == expected
        assert found.exact
    (decides,) = found.would_decide
    assert (decides.key, decides.if_true, decides.if_false) == ("law", FALLS, STANDS)
    assert found.because == ("a",)


def test_what_falls_in_every_completion_falls_though_a_premise_is_unknown() -> None:
    own = _made_up({"d": "said", "a": "x", "b": "!x"}, "a>d b>d", {"said": True, "x": None})
    found = verdict(own, "d")
    assert found.verdict == FALLS
    assert found.would_decide == ()
    assert found.because == ("a", "b")


def test_a_reply_brings_a_defence_back_and_a_failed_premise_ends_it() -> None:
    needs = {"d": "said", "a": "law", "r": "reserved"}
    told = {"said": True, "law": True, "reserved": True}
    assert verdict(_made_up(needs, "a>d r>a", told), "d").verdict == STANDS
    gone = verdict(_made_up(needs, "a>d r>a", {**told, "said": False}), "d")
    assert (gone.verdict, gone.because) == (FALLS, ("said",))


def test_word_against_word_cannot_be_told() -> None:
    own = _made_up({"d": "said", "a": "law"}, "a>d d>a", {"said": True, "law": True})
    assert verdict(own, "d").verdict == CANNOT_TELL
    assert verdict(own, "d").would_decide == ()


def test_a_defence_falls_with_what_it_needs() -> None:
    own = _made_up({"d": "s", "n": "s", "a": "s"}, "n+d a>n", {"s": True})
    assert verdict(own, "d").verdict == FALLS


KEYS = [f"k{at}" for at in range(5)]


@st.composite
def made_up(draw: st.DrawFn) -> Case:
    names = "abcdef"[: draw(st.integers(2, 6))]
    key = st.sampled_from([*KEYS, *(f"!{one}" for one in KEYS)])
    needs = {name: " ".join(draw(st.lists(key, max_size=2))) for name in names}
    sign = st.sampled_from(">>>+=")
    one = st.tuples(st.sampled_from(names), sign, st.sampled_from(names))
    links = " ".join("".join(each) for each in draw(st.lists(one, max_size=9)))
    told = {name: draw(st.sampled_from([True, False, None])) for name in KEYS}
    return _made_up(needs, links, told)


@settings(max_examples=200, deadline=None)
@given(made_up())
def test_the_search_is_the_whole_frameworks_and_bounds_never_contradict_it(own: Case) -> None:
    unknown = [key for key, one in own.premises.items() if one.holds is None]
    for argument in own.map.arguments:
        truth = _by_hand(own, argument.name, unknown)
        found = verdict(own, argument.name)
        assert found.verdict == truth
        scope = own.relevant(argument.name)
        bounded = build._one(build._bounded(own, argument.name, scope, {}))
        if own.status(argument) is not False and bounded != CANNOT_TELL:
            assert bounded == truth
        for decides in found.would_decide:
            for value, told in ((True, decides.if_true), (False, decides.if_false)):
                known = {**own.premises, decides.key: Premise(decides.key, value)}
                assert verdict(Case(own.map, known), argument.name).verdict == told


def _by_hand(own: Case, name: str, unknown: list[str]) -> str:
    """Go through every completion on the whole framework, not on what seems relevant."""
    found = set()
    for at in range(2 ** len(unknown)):
        given_ = {key: bool(at >> place & 1) for place, key in enumerate(unknown)}
        af = own.framework(given_)
        label = labels(af).get(name, "out")
        found.add({"in": STANDS, "out": FALLS, "undecided": CANNOT_TELL}[label])
    return found.pop() if len(found) == 1 else CANNOT_TELL


def test_with_many_unknowns_bounds_are_used_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_UNKNOWN", 0)
    needs = {"d": "said", "a": "law", "b": "other"}
    told = {"said": True, "law": None, "other": True}
    open_ = verdict(_made_up(needs, "a>d", told), "d")
    assert (open_.verdict, open_.exact) == (CANNOT_TELL, False)
    assert [one.key for one in open_.would_decide] == ["law"]
    answered = verdict(_made_up(needs, "a>d b>a", told), "d")
    assert (answered.verdict, answered.exact) == (STANDS, False)


def test_strength_lets_a_surer_word_withstand_a_weaker_rebuttal() -> None:
    own = _made_up({"d": "said", "a": "rated"}, "a>d", {"said": True, "rated": True})
    weak = {"said": Premise("said", True, 0.95), "rated": Premise("rated", True, 0.6)}
    assert verdict(Case(own.map, weak), "d").verdict == FALLS
    assert verdict(Case(own.map, weak, weighted=True), "d").verdict == STANDS


# The real maps


def test_torture_cannot_be_justified_by_any_exception_where_the_convention_binds() -> None:
    grounds = ("limitation", "emergency", "law", "necessity")
    told = [Premise("in_force:CAT:2", True, 1.0)]
    told += [Premise(f"uttered:justify:{one}", True, 0.9) for one in grounds]
    own = case(stock_map("torture"), told)
    because = {
        name: verdict(own, name) for name in ("limitation", "emergency", "own_law", "necessity")
    }
    assert {one.verdict for one in because.values()} == {FALLS}
    assert because["own_law"].because == ("own_law_no_excuse",)
    assert because["emergency"].because == ("non_derogable",)


def test_limits_on_assembly_wait_for_a_judge() -> None:
    told = [Premise("in_force:ICCPR:21", True), Premise("uttered:justify:limitation", True)]
    found = verdict(case(stock_map("assembly_association"), told), "limitation")
    assert found.verdict == CANNOT_TELL
    judged = {"prescribed_by_law", "legitimate_aim", "necessary_proportionate"}
    assert judged <= {one.key for one in found.would_decide}
    met = [*told, *(Premise(key, True) for key in judged)]
    still = verdict(case(stock_map("assembly_association"), met), "limitation")
    assert [one.key for one in still.would_decide] == ["practice_below_anchor"]
    met.append(Premise("practice_below_anchor", False))
    assert verdict(case(stock_map("assembly_association"), met), "limitation").verdict == STANDS
    unlawful = [*told, Premise("prescribed_by_law", False)]
    assert verdict(case(stock_map("assembly_association"), unlawful), "limitation").verdict == FALLS


def test_a_reservation_frees_unless_the_right_is_beyond_reservation() -> None:
    def norm_invalid(right: str, article: str) -> str:
        stock = stock_map(right)
        told = [Premise(key, False) for key in stock.keys if key.startswith(("in_force", "avowal"))]
        told = [one for one in told if one.key not in {f"in_force:{article}"}]
        more = {
            "uttered:deny_norm": True, f"in_force:{article}": True,
            f"no_reservation:{article}": False, "voted_for": False, "review_accepted": False,
            "same_standard_urged_on_others": False, "affirmed:vienna_1993": False,
        }  # fmt: skip
        told += [Premise(key, holds) for key, holds in more.items()]
        return verdict(case(stock, told), "norm_invalid").verdict

    assert norm_invalid("movement", "ICCPR:12") == STANDS
    assert norm_invalid("torture", "ICCPR:7") == FALLS


def test_want_of_means_counts_for_food_and_not_for_torture() -> None:
    for right, expected in (("food", CANNOT_TELL), ("torture", FALLS)):
        told = [
            Premise("uttered:justify:poverty", True),
            Premise("in_force:ICCPR:2", True),
            Premise("in_force:ICESCR:2", True),
        ]
        assert verdict(case(stock_map(right), told), "poverty").verdict == expected


@pytest.mark.parametrize(
    ("covenant", "convention", "bound"),
    [(True, None, True), (False, None, None), (False, False, False), (None, None, None)],
)
def test_one_article_in_force_binds_and_none_must_be_known(
    covenant: bool | None, convention: bool | None, bound: bool | None
) -> None:
    told = [Premise("in_force:ICCPR:7", covenant), Premise("in_force:CAT:2", convention)]
    assert case(stock_map("torture"), told).premises["bound"].holds is bound


def test_a_premise_told_twice_or_out_of_range_is_refused() -> None:
    with pytest.raises(DataError, match="twice"):
        case(stock_map("speech"), [Premise("deed_event", True), Premise("deed_event", None)])
    with pytest.raises(DataError, match="strength"):
        Premise("deed_event", True, 1.2)
    with pytest.raises(DataError, match="no argument"):
        verdict(case(stock_map("speech"), []), "nonsense")
