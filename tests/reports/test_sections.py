"""Every section file fulfils the contract the moment it exists."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import get_args

import pytest
from tests.reports import made_up

from rightful.core import registry
from rightful.core.answer import Answer
from rightful.core.document import Block, Chart, DataTable, Glance, Heading, Paragraph, Timeline
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


def _blocks(case: str, name: str) -> tuple[Block, ...]:
    return _load(name).render(made_up.CASES[case]())


def _notes(answer: Answer) -> str:
    blocks = _load("gap").render(answer)
    return " ".join(b.text for b in blocks if isinstance(b, Paragraph) and b.role == "note")


def test_a_family_whose_line_is_that_of_a_right_is_said_to_be_so() -> None:
    whole = made_up.answer()
    twin = replace(whole, gap={**whole.gap, "physical_integrity": whole.gap["torture"]})
    said = "the line of any right of physical integrity is that of torture"
    assert said in _notes(twin)
    apart = replace(whole, gap={**whole.gap, "physical_integrity": {"changing": made_up.gap(1, 9)}})
    assert said not in _notes(apart)


def test_commitment_is_told_where_the_gap_is() -> None:
    assert "Commitment depth is the share" in _notes(made_up.answer())
    assert "In 2021: torture 1.20" in _notes(made_up.answer())


def test_the_card_says_by_when_a_promise_bound_at_the_latest() -> None:
    glance = next(b for b in _blocks("uncertain", "lede") if isinstance(b, Glance))
    small = glance.cells[0].small
    assert "CAT 1992; CRPD by 2017." in small
    assert "Not yet: CPED (from 30 January 2021 at the latest)." in small


def test_a_pending_promise_has_no_bar() -> None:
    drawn = next(b for b in _blocks("uncertain", "promises") if isinstance(b, Timeline))
    tracks = {track.label: track for track in drawn.tracks}
    assert tracks["CPED"].spans == ()
    assert len(tracks["CAT"].spans) == 2


def test_a_reservation_neither_binds_nor_fails_to() -> None:
    acts = next(
        b for b in _blocks("uncertain", "promises") if isinstance(b, DataTable) and b.folded
    )
    rows = [row for row in acts.rows if row[1] == "reservation"]
    assert [(row[2], row[3]) for row in rows] == [("not dated", "")] * 2
    assert {row[5] for row in rows} == {"articles 20 and 30", "naming no article"}


def test_a_treaty_without_an_act_has_its_title() -> None:
    tables = [b for b in _blocks("whole", "promises") if isinstance(b, DataTable)]
    core = next(table for table in tables if not table.folded)
    titles = {row[0]: row[1] for row in core.rows}
    assert titles["ICMW"] == "Made-up title of ICMW"


def test_tables_of_one_section_have_titles_of_their_own() -> None:
    captions = [
        block.table.caption
        for block in _blocks("whole", "practice")
        if isinstance(block, Chart) and block.table
    ]
    assert len(captions) == len(set(captions)) == 2


def test_the_first_heading_comes_after_the_lede() -> None:
    blocks = document.assemble(made_up.answer()).blocks
    assert not isinstance(blocks[0], Heading)
