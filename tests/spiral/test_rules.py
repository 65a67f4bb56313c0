import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from rightful.core.errors import DataError, UnknownName
from rightful.core.phase import MARKERS, PHASES, READINGS
from rightful.spiral.items import items
from rightful.spiral.rules import AS_WRITTEN, read_rules, rule_set, variants


def _raw(reading: str) -> dict[str, Any]:
    place = files("rightful.spiral") / "tables" / "rules" / f"{reading}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_is_read_and_gives_only_its_phases(reading: str) -> None:
    rules = rule_set(reading)
    assert {rule.phase for rule in rules.rules} == set(PHASES[reading])
    assert {leaf.item for leaf in rules.leaves} <= set(items())
    assert rules.references


@pytest.mark.parametrize("reading", READINGS)
def test_what_a_file_says_in_words_is_there_for_every_rule_and_condition(reading: str) -> None:
    rules = rule_set(reading)
    assert all(rule.says for rule in rules.rules)
    assert all(condition.says for condition in rules.conditions.values())


def test_only_the_revised_reading_has_markers_and_switches() -> None:
    assert set(MARKERS) <= set(rule_set("revised").conditions)
    assert list(variants("as_reported")) == [AS_WRITTEN]
    assert set(variants("revised")) == {AS_WRITTEN, "without_m3", "effort_only"}


@pytest.mark.parametrize("variant", ["without_m3", "effort_only"])
def test_a_switch_keeps_practice_out_of_the_markers_that_give_phase_4(variant: str) -> None:
    asked = str(rule_set("revised", variant).conditions["prescriptive"].when)
    assert "R2" not in asked
    assert "R2" in str(rule_set("revised").conditions["prescriptive"].when)


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownName, match="reading"):
        rule_set("revisd")
    with pytest.raises(UnknownName, match="variant"):
        rule_set("revised", "blind")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw["rules"].pop(), "does not hold whatever the evidence"),
        (lambda raw: raw["rules"][0].update(phase="7"), "7 is no phase"),
        (lambda raw: raw["rules"][1].update(all=["prescribtive"]), "cannot be read"),
        (lambda raw: raw["rules"][1].pop("all"), "0 combinations"),
        (lambda raw: raw["conditions"]["law"].update(all=["in_three"]), "ask for each other"),
    ],
)
def test_a_broken_file_says_what_is_broken(change: Any, message: str) -> None:
    raw = copy.deepcopy(_raw("revised"))
    change(raw)
    with pytest.raises(DataError, match=message):
        read_rules(raw)
