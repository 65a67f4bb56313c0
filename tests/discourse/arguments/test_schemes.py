"""The stock maps: whole for every right, right in law, refused where a table is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rightful.core.errors import DataError, UnknownName
from rightful.core.names import RIGHTS
from rightful.discourse.arguments import schemes
from rightful.discourse.arguments.schemes import (
    articles_of,
    denials,
    filled,
    law,
    legal_fact,
    stock_map,
)

# Premises by which the maps are tied to the record, the register, the statements or a judge.
KNOWN = {
    "in_force", "no_reservation", "bound", "uttered", "avowal", "practice_below_anchor",
    "practice_improved", "practice_worsened", "promise_unkept", "deed_event", "review_accepted",
    "voted_for", "same_standard_urged_on_others", "un_member", "affirmed", "customary", "absolute",
    "no_exception", "non_derogable", "civil_political", "economic_social", "womens",
    "prescribed_by_law", "legitimate_aim", "necessary_proportionate", "emergency_proclaimed",
    "derogation_notified", "strictly_required", "below_minimum_core", "all_means_used",
    "help_refused",
}  # fmt: skip


@pytest.mark.parametrize("right", RIGHTS)
def test_every_right_has_a_whole_map(right: str) -> None:
    found = stock_map(right)
    names = [one.name for one in found.arguments]
    assert len(set(names)) == len(names)
    assert {key.partition(":")[0] for key in found.keys} <= KNOWN
    for one in found.arguments:
        told = filled(one.claim, "Freedonia", 1999)
        assert "{" not in told + one.authority + "".join(one.needs), one.name
        assert told.endswith(".")
        # An argument of nobody's act that needs nothing must rest on a text.
        assert one.needs or one.authority
    for link in found.links:
        assert link.source in names
        assert link.target in names
        assert link.why


def test_each_denial_type_has_a_defence_and_something_speaks_against_each_defence() -> None:
    found = stock_map("torture")
    assert set(denials()) == {
        "norm_invalid", "facts_untrue", "sovereignty", "counter_accusation", "justification",
        "poverty_culture", "in_progress",
    }  # fmt: skip
    defences = [one for one in found.arguments if one.defence]
    assert {one.denial for one in defences} == set(denials())
    attacked = {link.target for link in found.links if link.attacks}
    assert {one.name for one in defences} <= attacked
    assert {one.kind for one in found.arguments} == {"cognitive", "normative"}


def test_what_article_4_of_the_covenant_names_may_not_be_derogated_from() -> None:
    # ICCPR art. 4(2): arts. 6, 7, 8(1)-(2), 11, 15, 16, 18.
    named = {"killing", "torture", "religion"}
    for right in named:
        fact = legal_fact(f"non_derogable:{right}")
        assert fact is not None
        assert fact.holds is True
        assert "4(2)" in fact.authority
    for right in ("speech", "assembly_association", "movement", "self_determination"):
        fact = legal_fact(f"non_derogable:{right}")
        assert fact is not None
        assert fact.holds is False


def test_limitation_clauses_are_where_they_are() -> None:
    holds = {right: legal_fact(f"absolute:{right}") for right in RIGHTS}
    assert {right for right, fact in holds.items() if fact and fact.holds is False} == {
        "speech", "assembly_association", "movement", "self_determination", "workers",
        "food", "health", "education", "housing", "work", "social_security", "culture",
    }  # fmt: skip


def test_means_count_for_economic_and_social_rights_alone() -> None:
    for right, progressive in (("food", True), ("torture", False), ("unspecified", None)):
        fact = legal_fact(f"economic_social:{right}")
        assert fact is not None
        assert fact.holds is progressive
    assert legal_fact("deed_event") is None


def test_every_right_of_the_register_is_in_the_table_of_the_law() -> None:
    assert tuple(law()["rights"]) == RIGHTS
    assert articles_of("torture") == ("ICCPR:7", "CAT:2")
    with pytest.raises(UnknownName, match="torture"):
        stock_map("tortur")


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Return tables that a test may break; the real ones are back afterwards."""
    broken: dict[str, Any] = {
        "law.toml": law(),
        "one.toml": {
            "denial": "one",
            "title": "One",
            "argument": [
                {"id": "a", "side": "critic", "kind": "normative", "claim": "A.", "needs": []}
            ],
        },
    }
    stock_map.cache_clear()
    monkeypatch.setattr(schemes, "_tables", lambda: broken)
    yield broken
    stock_map.cache_clear()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("side", "nobody", "side cannot be"),
        ("kind", "aesthetic", "kind cannot be"),
        ("act", "mumble", "act cannot be"),
        ("ground", "whim", "ground cannot be"),
        ("attacked_by", [{"by": "ghost", "mode": "rebut"}], "'ghost' is no argument"),
        ("attacked_by", [{"by": "a", "mode": "shout"}], "cannot be 'shout'"),
    ],
)
def test_a_broken_table_is_refused(
    tables: dict[str, Any], field: str, value: object, told: str
) -> None:
    assert len(stock_map("speech").arguments) == 1
    stock_map.cache_clear()
    tables["one.toml"]["argument"][0][field] = value
    with pytest.raises(DataError, match=told):
        stock_map("speech")
