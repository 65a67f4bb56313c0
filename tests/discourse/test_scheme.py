"""The codebook read, and its page."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.discourse.scheme import codebook, codebook_text, read_codebook

PAGE = Path(__file__).resolve().parents[2] / "docs" / "acts.md"


def _raw() -> str:
    table = resources.files("rightful.discourse").joinpath("tables/codebook.toml")
    return table.read_text(encoding="utf-8")


def test_acts_are_the_fixed_ones_in_their_order_with_examples_of_every_kind() -> None:
    book = codebook()
    assert tuple(act.name for act in book.acts) == SPEECH_ACTS
    for act in book.acts:
        assert act.examples
        assert act.counter
        assert {example.kind for example in act.examples if example.kind} == set(act.kinds)
        assert tuple(act.kinds) == KINDS.get(act.name, ())


def test_context_is_parted_from_the_passage() -> None:
    example = codebook().act("evade").examples[0]
    assert example.context
    assert "||" not in example.text
    assert not example.text.startswith("[CONTEXT]")


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == codebook_text()


def test_the_page_holds_every_example() -> None:
    page = codebook_text()
    for act in codebook().acts:
        for example in (*act.examples, *act.counter):
            assert example.text in page


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "shame"', 'name = "scold"', "acts are"),
        ('name = "praise"\nabout = "other"', 'name = "praise"\nabout = "all"', "about"),
        ('step = "gives way', 'stride = "gives way', "kinds"),
    ],
)
def test_a_codebook_that_breaks_the_scheme_is_refused(old: str, new: str, message: str) -> None:
    assert old in _raw()
    with pytest.raises(DataError, match=message):
        read_codebook(_raw().replace(old, new))
