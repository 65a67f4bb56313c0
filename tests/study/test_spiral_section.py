"""The dossier's phases: those of the command, and reasons in words for every question."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

import rightful
from rightful import study
from rightful.core.answer import Spiral
from rightful.core.phase import READINGS
from rightful.spiral.language import leaf_node
from rightful.spiral.rules import MARKED, rule_set, variants
from rightful.study import dossiers, spiral_section
from rightful.study.spiral_section import CLAUSES, _because, _kleene

CONDITIONS = rule_set(MARKED).conditions


@cache
def spiral(name: str) -> Spiral:
    found = rightful.dossier(name).answer.spiral
    assert found is not None
    return found


def test_every_question_of_every_rule_set_has_words() -> None:
    asked = {str(leaf) for name in READINGS for leaf in rule_set(name).leaves}
    asked |= {str(leaf) for v in variants(MARKED) for leaf in rule_set(MARKED, v).leaves}
    assert asked == set(CLAUSES)


@pytest.mark.parametrize("name", ["Cambodia", "Tunisia", "Kosovo"])
def test_the_dossier_tells_the_phases_of_the_command(name: str) -> None:
    found, rows = spiral(name), study.state_phases(name)
    assert found.years.tolist() == [row["year"] for row in rows]
    for reading in READINGS:
        told = [list(one) for one in found.readings[reading].possible]
        assert told == [row["possible"][reading] for row in rows]
    assert {one.name: one.holds for one in found.markers} == rows[-1]["markers"]
    assert found.answered.tolist() == [row["seen"]["answered"] for row in rows]
    assert sum(found.by_origin.values()) == found.answered[-1]
    moved = [{True: True, False: False}.get(row["relegated"]) for row in rows]
    assert list(found.readings["as_reported"].relegated) == moved


def test_one_legal_person_is_told_under_all_its_codes() -> None:
    years = spiral("Germany").years.tolist()
    assert len(set(years)) == len(years)
    assert {1989, 1990, 1991} <= set(years)


def test_without_practice_there_are_no_phases() -> None:
    assert rightful.dossier("Palestine").answer.spiral is None


def test_no_user_file_speaks_on_a_page_for_handing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the user's own codings were read")

    monkeypatch.setattr("rightful.study.spiral_evidence.all_codings", fail)
    monkeypatch.setattr("rightful.study.spiral_evidence.coded_statements", fail)
    assert rightful.dossier("Niger").answer.spiral is not None


def test_acts_that_the_coder_left_open_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[pl.DataFrame] = []
    monkeypatch.setattr(dossiers, "spiral_of", lambda *args: given.append(args[-1]))
    rightful.dossier("Niger")
    assert given[0].height
    assert given[0]["sure"].all()


def _answers(**given: int) -> dict[str, int]:
    """Return answers to the revised rules' questions: open, but for those of the items given."""
    leaves = rule_set(MARKED).leaves
    return {str(leaf): given.get(leaf.item, -1) for leaf in leaves}


def test_one_failing_answer_is_reason_enough() -> None:
    answers = _answers(A2=0, DO=1)
    node = CONDITIONS["m2"].when
    assert _kleene(node, answers) == 0
    assert _because(node, answers) == [("A2 >= 1", False)]


def test_what_holds_names_all_it_takes_and_what_is_open_all_it_lacks() -> None:
    node = CONDITIONS["m2"].when
    assert _because(node, _answers(A2=1, DO=1)) == [("A2 >= 1", True), ("DO >= 1", True)]
    assert _because(node, _answers(A2=1)) == [("DO >= 1", True)]


def test_an_open_question_is_asked_the_way_in_which_the_marker_would_hold() -> None:
    answers = {**_answers(R1=1), "V = 0 for 5 years": 0, "R2 >= 1": 0}
    node = CONDITIONS["m3"].when
    assert _kleene(node, answers) == -1
    assert _because(node, answers) == [("V >= 2 for 5 years", False)]


def test_a_clause_is_given_for_yes_and_for_no() -> None:
    assert leaf_node("R2 >= 1", "a test") is not None
    assert spiral_section._clause("R2 >= 1") != spiral_section._clause("R2 >= 1", yes=False)
