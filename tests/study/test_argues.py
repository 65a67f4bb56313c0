"""Arguing with the shipped record: law in force, practice, reservations, and what is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from tests.discourse.arguments.made_up import coded, said

from rightful.core.errors import DataError, UnknownName, UsageError
from rightful.core.names import RIGHTS
from rightful.discourse.arguments.schemes import law, stock_map
from rightful.record import instruments, states
from rightful.record.baseline import Baseline, shipped
from rightful.record.rights import duties, rights
from rightful.study.argued_record import ArguedRecord, parties
from rightful.study.argues import argue, argue_text
from rightful.study.own_statements import add_statements
from rightful.study.selves import self_of

KHM, USA = 811, 2


def _record(state: str, right: str, day: date) -> dict[str, Any]:
    own = ArguedRecord(Baseline(shipped()), self_of(states.state(state)), right, day)
    return {one.key: one for one in own.premises(stock_map(right).keys, None, False)}


def _defences(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["argument"]: one for one in found["defences"]}


def test_every_article_of_the_law_is_an_article_of_the_register_on_that_right() -> None:
    table = instruments.articles().frame
    for right in RIGHTS:
        if right == "unspecified":
            continue
        of_right = table.filter(pl.col("right") == right)
        known = {f"{row['instrument']}:{row['article']}" for row in of_right.to_dicts()}
        own = law()["rights"][right]["articles"]
        assert set(own) <= known, right
        # The first is one that the register counts as a promise of the right.
        promised = duties(right).select(pl.concat_str("instrument", "article", separator=":"))
        assert own[0] in set(promised.to_series()) or right in {"women_social"}, right
    assert set(rights().frame["right"]) <= set(law()["rights"])


def test_states_that_joined_late_are_states_of_the_register() -> None:
    for iso3 in law()["united_nations"]["late"]:
        assert states.state(iso3).iso3 == iso3


def test_law_in_force_is_that_of_the_day() -> None:
    before = _record("KHM", "torture", date(1992, 1, 1))["in_force:CAT:2"]
    after = _record("KHM", "torture", date(1993, 1, 1))["in_force:CAT:2"]
    assert (before.holds, after.holds) == (False, True)
    assert after.date == "1992-11-14"
    # Past the day to which the tables speak nothing is said.
    assert _record("KHM", "torture", date(2026, 1, 1))["in_force:CAT:2"].holds is None


def test_a_reservation_is_found_by_its_article() -> None:
    own = _record("USA", "torture", date(2010, 12, 31))
    assert own["no_reservation:ICCPR:7"].holds is False
    assert _record("KHM", "torture", date(2010, 12, 31))["no_reservation:ICCPR:7"].holds is True


@pytest.mark.parametrize(
    ("state", "day", "member", "affirmed"),
    [
        ("KHM", date(2010, 1, 1), True, True),
        ("KHM", date(1985, 1, 1), None, False),
        ("CHE", date(2010, 1, 1), True, False),
        ("CHE", date(1995, 1, 1), False, False),
        ("Taiwan", date(2010, 1, 1), False, False),
        ("Kosovo", date(2012, 1, 1), None, False),
    ],
)
def test_membership_is_told_where_it_is_known(
    state: str, day: date, member: bool | None, affirmed: bool | None
) -> None:
    own = _record(state, "torture", day)
    assert own["un_member"].holds is member
    assert own["affirmed:vienna_1993"].holds is affirmed


def test_practice_is_that_of_the_estimates_and_of_no_other_year() -> None:
    own = _record("KHM", "torture", date(1999, 12, 31))["practice_below_anchor"]
    row = Baseline(shipped()).frame(
        "estimates",
        pl.col("ccode") == KHM,
        pl.col("year") == 1999,
        pl.col("right") == "torture",
        pl.col("standard") == "changing",
    )
    chance = row["below_anchor"].item()
    assert f"{chance:.2f} in 1999" in own.sources[0]
    assert own.holds is (True if chance >= 0.9 else False if chance <= 0.1 else None)
    assert _record("KHM", "food", date(1999, 12, 31))["practice_below_anchor"].holds is None


@pytest.mark.parametrize("first", [1993, 2003])
def test_a_rise_since_the_promise_is_that_of_the_joint_draws(first: int) -> None:
    day = date(2012, 12, 31)
    own = ArguedRecord(Baseline(shipped()), self_of(states.state("KHM")), "torture", day)
    (told,) = own.premises(("practice_improved",), first, False)
    joint = Baseline(shipped()).practice("physical_integrity", "changing")
    column = {
        year: joint.draws[:, (joint.ccode == KHM) & (joint.year == year)][:, 0]
        for year in (first, 2012)
    }
    chance = float((column[2012] > column[first]).mean())
    assert f"= {chance:.2f}" in told.sources[0]
    assert told.holds is (True if chance >= 0.9 else False if chance <= 0.1 else None)
    (soon,) = own.premises(("practice_improved",), 2010, False)
    assert soon.holds is None


def test_an_unkept_promise_is_an_old_one_beside_poor_practice() -> None:
    day = date(2012, 12, 31)
    own = ArguedRecord(Baseline(shipped()), self_of(states.state("KHM")), "torture", day)
    below = own.premises(("practice_below_anchor",), None, False)[0]
    for first, expected in ((1993, below.holds), (2011, None), (None, None)):
        (told,) = own.premises(("promise_unkept",), first, False)
        assert told.holds is expected


def test_a_deed_of_the_register_counts_from_its_day_for_its_right() -> None:
    def deed(right: str, day: date) -> Any:
        return _record("KHM", right, day)["deed_event"]

    banned = deed("assembly_association", date(2014, 1, 28))
    assert banned.holds is True
    assert banned.date == "2014-01-04"
    assert deed("assembly_association", date(2014, 1, 3)).holds is None
    assert deed("assembly_association", date(2009, 12, 31)).holds is None
    assert deed("assembly_association", date(2022, 12, 31)).holds is None
    assert deed("torture", date(2014, 1, 28)).holds is None
    remembered = deed("imprisonment", date(2018, 1, 1))
    assert (remembered.holds, "from memory" in remembered.sources[0]) == (None, True)


def test_the_parties_of_an_article_are_counted_with_their_reservations() -> None:
    shelf = Baseline(shipped())
    free, reserved = parties(shelf, ("ICCPR:7",), date(2010, 12, 31)) or (0, 0)
    assert free > 140
    assert reserved >= 1
    assert parties(shelf, ("ICCPR:7",), date(2030, 1, 1)) is None
    assert parties(shelf, (), date(2010, 1, 1)) is None


def test_sovereignty_falls_before_law_and_own_word() -> None:
    frame = coded(
        said(KHM, 2014, "claim_sovereignty", kind="shield"),
        said(KHM, 2009, "recognize"),
        said(
            USA, 2014, "recommend", forum="upr_recommendation", addressee=KHM, response="accepted"
        ),
    )
    found = argue("Cambodia", "torture", coded=frame)
    own = _defences(found)["sovereignty"]
    assert own["verdict"] == "falls"
    names = {one["argument"] for one in own["because"]}
    assert {"bound:ICCPR:7", "bound:CAT:2", "legitimate_concern", "accepted"} <= names
    assert own["statements"] == ["made-up/811/2014/claim_sovereignty/upr_dialogue"]
    assert found["day"] == "2014-01-28"
    assert "sovereignty" not in found["extensions"]["grounded"]
    assert found["by_act"] == {"claim_sovereignty": "falls"}
    assert found["generalizable"]["not_heard"]
    assert json.dumps(found)


def test_before_the_treaties_bound_it_the_same_claim_waited() -> None:
    frame = coded(said(KHM, 1985, "claim_sovereignty", kind="shield"))
    own = _defences(argue("Cambodia", "torture", coded=frame))["sovereignty"]
    assert own["verdict"] == "cannot tell"
    assert "un_member" in {one["key"] for one in own["would_decide"]}
    spoke = coded(
        said(KHM, 1985, "claim_sovereignty", kind="shield"),
        said(KHM, 1984, "none", forum="general_debate"),
    )
    assert _defences(argue("Cambodia", "torture", coded=spoke))["sovereignty"]["verdict"] == "falls"


def test_a_reservation_to_the_ban_of_torture_does_not_save_a_denial_of_the_norm() -> None:
    frame = coded(said(USA, 2010, "deny_norm"))
    found = argue("United States", "torture", coded=frame)
    assert _defences(found)["norm_invalid"]["verdict"] == "falls"
    standing = {one["argument"]: one["standing"] for one in found["arguments"]}
    assert standing["reserved:ICCPR:7"] == "defeated"


def test_a_justification_without_its_ground_is_judged_on_each() -> None:
    frame = coded(said(KHM, 2014, "justify", "assembly_association"))
    found = argue("Cambodia", "assembly_association", coded=frame)
    own = _defences(found)
    assert not any(one["ground_known"] for one in own.values())
    assert own["own_law"]["verdict"] == "falls"
    assert own["limitation"]["verdict"] == "cannot tell"
    # Whether it was meant is supposed, so it is not among what would decide.
    asked = [each["key"] for one in own.values() for each in one["would_decide"]]
    assert not any(key.startswith("uttered:") for key in asked)
    assert found["by_act"] == {"justify": "cannot tell"}
    assert found["outcome"]["rebuttal"] == "cannot tell"
    judged = argue(
        "Cambodia", "assembly_association", coded=frame, given={"prescribed_by_law": False}
    )
    assert _defences(judged)["limitation"]["verdict"] == "falls"


def test_of_torture_every_ground_falls_so_the_act_does() -> None:
    frame = coded(said(KHM, 2014, "justify"))
    assert argue("Cambodia", "torture", coded=frame)["by_act"] == {"justify": "falls"}


def test_to_promise_and_to_evade_rebut_nothing() -> None:
    frame = coded(said(KHM, 2013, "promise"), said(KHM, 2014, "evade"))
    found = argue("Cambodia", "torture", coded=frame)
    assert found["outcome"]["rebuttal"] == "none used"
    assert found["evaded"] == ["made-up/811/2014/evade/upr_dialogue"]
    assert [one["argument"] for one in found["defences"]] == ["in_progress"]
    assert "evade the question" in argue_text(found)


def test_a_promise_made_lately_is_not_held_against_practice_an_old_one_is() -> None:
    def argued(*years: int) -> dict[str, Any]:
        frame = coded(*(said(KHM, year, "promise") for year in years))
        return argue("Cambodia", "torture", coded=frame)

    lately = argued(1999)
    assert {"unkept", "no_improvement"} <= set(lately["open"])
    assert _defences(lately)["in_progress"]["verdict"] == "cannot tell"
    # Unkept, but practice has risen since: the reply brings the defence back.
    old = argued(1993, 2010)
    standing = {one["argument"]: one["standing"] for one in old["arguments"]}
    assert (standing["unkept"], standing["improving"]) == ("defeated", "on the table")
    assert _defences(old)["in_progress"]["verdict"] == "stands"


def test_what_the_caller_gives_goes_before_the_record() -> None:
    frame = coded(said(KHM, 2014, "deny_fact"))
    event = argue("Cambodia", "torture", coded=frame, given={"deed_event": True})
    own = _defences(event)["facts_untrue"]
    assert (own["verdict"], [one["argument"] for one in own["because"]]) == ("falls", ["deed"])
    none = {"deed_event": False, "practice_below_anchor": False}
    cleared = argue("Cambodia", "torture", coded=frame, given=none)
    assert _defences(cleared)["facts_untrue"]["verdict"] == "stands"
    with pytest.raises(UnknownName, match="deed_event"):
        argue("Cambodia", "torture", coded=frame, given={"deed_events": True})


def test_a_state_that_said_nothing_has_no_defence_and_this_is_said() -> None:
    frame = coded(said(USA, 2014, "recognize"))
    found = argue("Cambodia", "torture", coded=frame)
    assert (found["defences"], found["statements"]) == ([], 0)
    assert "No defence" in argue_text(found)
    assert found["outcome"]["outcome"] == "cannot tell"


def test_general_talk_can_be_argued_about_too() -> None:
    frame = coded(said(KHM, 2014, "deny_norm", "unspecified"))
    own = _defences(argue("Cambodia", "unspecified", coded=frame))["norm_invalid"]
    assert own["verdict"] == "falls"
    assert [one["argument"] for one in own["because"]] == ["universal"]


def test_the_text_tells_verdicts_reasons_and_what_would_decide() -> None:
    frame = coded(said(KHM, 2014, "deny_fact"), said(KHM, 2013, "justify"))
    text = argue_text(argue("Cambodia", "torture", coded=frame))
    assert "would decide: deed_event (true: falls; false: cannot tell)" in text
    assert "justify (1 statements), the ground is not known; if it was" in text
    assert "  law: falls (Vienna Convention on the Law of Treaties, art. 27)" in text
    assert "domestic opposition and civil society" in text
    assert "not heard" in text


def test_a_paragraph_that_denies_is_not_told_as_an_admission() -> None:
    one = {"statement": "made-up/one", "paragraph": "71"}
    frame = coded(
        said(KHM, 2014, "deny_fact", probability=0.98, **one),
        said(KHM, 2014, "concede", kind="admission", probability=0.65, **one),
    )
    found = argue("Cambodia", "torture", coded=frame)
    assert "admitted" not in {one["argument"] for one in found["arguments"]}
    assert "has itself admitted" not in argue_text(found)
    assert found["outcome"]["implication"]["accepted"] == 0
    assert found["outcome"]["implication"]["rejected"] == 0.98


def test_a_vote_and_what_others_say_are_not_read_more_strictly() -> None:
    vote = {"voice": "vote", "forum": "assembly_vote", "statement": "made-up/vote"}
    frame = coded(
        said(KHM, 2014, "recognize", **vote),
        said(KHM, 2014, "deny_norm", **vote),
        said(USA, 2014, "recognize", statement="theirs"),
        said(USA, 2014, "deny_norm", statement="theirs"),
    )
    found = argue("Cambodia", "torture", coded=frame)
    assert found["outcome"]["frame"] == {"accepted": 0.9, "rejected": 0.9} | {
        "p_mostly_accepted": found["outcome"]["frame"]["p_mostly_accepted"]
    }


def test_passages_are_cited_under_defences_and_under_attacks_by_own_words(tmp_path: Path) -> None:
    more = {"document": "A/HRC/0/0", "paragraph": "12"}
    frame = coded(
        *(said(KHM, year, "deny_fact", **more) for year in range(2001, 2009)),
        said(KHM, 2010, "concede", kind="admission", **more),
    )
    out = tmp_path / "map.md"
    found = argue("Cambodia", "torture", out, coded=frame)
    own = _defences(found)["facts_untrue"]
    assert [one["date"][:4] for one in own["passages"]] == ["2008", "2007", "2006", "2005", "2004"]
    assert len(own["statements"]) == 8
    (admitted,) = (one for one in own["because"] if one["argument"] == "admitted")
    assert [one["statement"] for one in admitted["passages"]] == admitted["statements"]
    text = argue_text(found)
    where = "Universal Periodic Review: report of the Working Group, A/HRC/0/0, paragraph 12"
    assert f"    - 2008-01-28, {where} [made-up/811/2008/deny_fact/upr_dialogue]" in text
    assert "    - and 3 more" in text
    assert f"    - 2010-01-28, {where} [made-up/811/2010/concede/upr_dialogue]" in text
    page = out.read_text(encoding="utf-8")
    assert "  - 2008-01-28, Universal Periodic Review" in page
    assert "concede/upr\\_dialogue" in page


def test_a_passage_at_hand_is_quoted_short_and_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    path = tmp_path / "speech.txt"
    path.write_text("We\ndeny <b>it</b>. " + "Words we made up. " * 40, encoding="utf-8")
    told = add_statements(path, "KHM", "2014", "domestic", language="en")
    (statement,) = told["statements"]
    row = said(KHM, 2014, "deny_fact", statement=statement, document="speech.txt")
    out = tmp_path / "map.md"
    found = argue("Cambodia", "torture", out, coded=coded(row))
    (passage,) = _defences(found)["facts_untrue"]["passages"]
    assert passage["document"] == "your own file speech.txt"
    assert passage["text"].startswith("We deny <b>it</b>. Words")
    assert len(passage["text"]) <= 300
    assert passage["text"].endswith("…")
    assert f"“{passage['text']}”" in argue_text(found)
    assert "<b>" not in out.read_text(encoding="utf-8").replace("\\<b", "")


def test_the_terms_of_the_outcome_are_explained() -> None:
    text = argue_text(argue("Cambodia", "torture", coded=coded(said(KHM, 2014, "deny_fact"))))
    assert "frame, does it grant that this is a matter of the right? yes 0, no 0" in text
    assert "implication, does it grant that it must therefore act? yes 0, no 0.9" in text
    assert "Yes only if every group concerned supports the right" in text
    assert "speak against it" in text


@pytest.mark.parametrize("ending", ["argdown", "json", "svg", "md"])
def test_each_ending_is_written(ending: str, tmp_path: Path) -> None:
    frame = coded(said(KHM, 2014, "deny_fact"))
    out = tmp_path / f"map.{ending}"
    assert argue("Cambodia", "torture", out, coded=frame)["written"] == str(out)
    text = out.read_text(encoding="utf-8")
    if ending == "svg":
        ET.fromstring(text)
    elif ending == "json":
        assert {"nodes", "edges"} <= json.loads(text).keys()
    else:
        assert "Cambodia" in text


def test_odd_requests_are_refused_before_any_work(tmp_path: Path) -> None:
    frame = coded(said(KHM, 2014, "deny_fact"))
    with pytest.raises(UsageError, match="pdf"):
        argue("Cambodia", "torture", tmp_path / "map.pdf", coded=frame)
    with pytest.raises(UnknownName, match="torture"):
        argue("Cambodia", "tortur", coded=frame)
    with pytest.raises(UnknownName):
        argue("Kambodja-Land", "torture", coded=frame)
    with pytest.raises(DataError, match="statement"):
        argue("Cambodia", "torture", coded=pl.DataFrame({"ccode": [1]}))
    assert list(tmp_path.iterdir()) == []


def test_the_same_question_has_the_same_answer() -> None:
    frame = coded(said(KHM, 2014, "deny_fact"), said(KHM, 2013, "justify"))
    first, second = (argue("Cambodia", "torture", coded=frame) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
