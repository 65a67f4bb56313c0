"""Identifiers are unique, folded alike, and misspelt ones get suggestions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import UnknownName
from rightful.core.names import (
    FAMILIES,
    RIGHTS,
    RIGHTS_BY_FAMILY,
    STANDARDS,
    fold,
    resolve,
    suggest,
)


def test_every_right_has_one_family() -> None:
    listed = [right for rights in RIGHTS_BY_FAMILY.values() for right in rights]
    assert len(listed) == len(set(listed))
    assert set(listed) | {"unspecified"} == set(RIGHTS)
    assert FAMILIES[0] == "physical_integrity"


def test_folding_forgets_case_accents_and_marks() -> None:
    assert fold("  Côte d’Ivoire ") == fold("cote d'ivoire") == "cote d ivoire"


@given(st.sampled_from(RIGHTS), st.sampled_from([str.upper, str.title, str.lower]))
def test_resolve_ignores_case(right: str, change: object) -> None:
    assert callable(change)
    assert resolve(change(right), RIGHTS, "right") == right


@given(st.text(max_size=40))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_unknown_names_suggest_or_say_nothing() -> None:
    with pytest.raises(UnknownName, match="did you mean torture"):
        resolve("tortur", RIGHTS, "right")
    assert suggest("qqqqqq", RIGHTS) == ()


def test_few_letters_prove_little() -> None:
    assert suggest("UAE", ("USA", "United Arab Emirates")) == ()
    assert suggest("ptss", ("pts",)) == ("pts",)


def test_what_would_do_is_listed() -> None:
    with pytest.raises(UnknownName, match="allowed: changing, constant"):
        resolve("bogus", STANDARDS, "standard")
