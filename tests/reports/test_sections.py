"""Every section file fulfils the contract the moment it exists."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest
from tests.reports import made_up

from rightful.core import registry
from rightful.core.answer import Answer
from rightful.core.document import Block, Heading
from rightful.core.section import Section
from rightful.reports import document

NAMES = registry.names(document.FOLDER)
KNOWN = {field.name for field in fields(Answer)}


def _load(name: str) -> Section:
    return registry.load(document.FOLDER, name, Section)  # type: ignore[type-abstract]


@pytest.mark.parametrize("name", NAMES)
def test_a_section_says_who_it_is(name: str) -> None:
    section = _load(name)
    assert section.name == name
    assert section.title
    assert set(section.needs) <= KNOWN


@pytest.mark.parametrize("case", made_up.CASES)
@pytest.mark.parametrize("name", NAMES)
def test_a_section_renders_any_answer_into_blocks(name: str, case: str) -> None:
    blocks = _load(name).render(made_up.CASES[case]())
    assert isinstance(blocks, tuple)
    assert all(isinstance(block, get_args(Block)) for block in blocks)


def test_sections_have_an_order_and_unique_anchors() -> None:
    orders = [section.order for section in document.sections()]
    assert orders == sorted(orders)
    assert len(orders) == len(set(orders))
    heads = [b.anchor for b in document.assemble(made_up.answer()).blocks if isinstance(b, Heading)]
    assert len(heads) == len(set(heads))


def test_the_first_heading_comes_after_the_lede() -> None:
    blocks = document.assemble(made_up.answer()).blocks
    assert not isinstance(blocks[0], Heading)
