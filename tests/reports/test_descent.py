"""The drawing of descent: every node and ribbon there, no label on another, no colour alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.document import Descent, Edge, Node
from rightful.reports.charts.descent import draw, table
from rightful.reports.render.page import WIDTHS

NODES = (
    Node("UDHR", 1948, "Declaration"),
    Node("ICCPR", 1966, "Covenants"),
    Node("ICESCR", 1966, "Covenants"),
    Node("CAT", 1984, "Treaties"),
    Node("KHM-1993", 2008, "Constitutions"),
)
EDGES = (
    Edge("UDHR", "ICCPR", 0.3),
    Edge("ICCPR", "CAT", 0.2),
    Edge("UDHR", "KHM-1993", 0.01),
    Edge("ICESCR", "ICCPR", 0.1),
)
MADE_UP = Descent("Words & <whence>", "descent", "What it shows.", NODES, EDGES, "UDHR")
NAMESPACE = "{http://www.w3.org/2000/svg}"


def _paths(svg: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(svg).iter(f"{NAMESPACE}path")
    return [one for one in found if one.find(f"{NAMESPACE}title") is not None]


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_well_formed_named_and_described(width: int) -> None:
    drawing = draw(MADE_UP, float(width), "x")
    assert drawing is not None
    root = ElementTree.fromstring(drawing.svg)
    assert root.findtext(f"{NAMESPACE}title") == MADE_UP.title
    assert root.findtext(f"{NAMESPACE}desc") == MADE_UP.alternative
    assert root.attrib["aria-labelledby"] == "descent-x-t descent-x-d"
    words = [one.text for one in root.iter(f"{NAMESPACE}text")]
    assert {node.name for node in NODES} | {node.lane for node in NODES} <= set(words)


def test_each_ribbon_says_its_share_and_its_width_is_in_proportion() -> None:
    drawing = draw(MADE_UP, 1040.0, "x")
    assert drawing is not None
    told = {one.findtext(f"{NAMESPACE}title"): one for one in _paths(drawing.svg)}
    assert set(told) == {
        "UDHR to ICCPR: 30 %",
        "ICCPR to CAT: 20 %",
        "UDHR to KHM-1993: 1 %",
        "ICESCR to ICCPR: 10 %",
    }
    widths = {name: float(one.attrib["stroke-width"]) for name, one in told.items()}
    ratio = widths["UDHR to ICCPR: 30 %"] / widths["ICCPR to CAT: 20 %"]
    assert ratio == pytest.approx(1.5, abs=0.02)
    assert min(widths.values()) >= 1


def test_what_descends_from_the_marked_source_is_told_without_colour() -> None:
    drawing = draw(MADE_UP, 1040.0, "x")
    assert drawing is not None
    for one in _paths(drawing.svg):
        ours = str(one.findtext(f"{NAMESPACE}title")).startswith("UDHR")
        assert ("stroke-dasharray" not in one.attrib) == ours


YEARS = st.lists(st.integers(1945, 2025), min_size=1, max_size=25)


@settings(deadline=None)
@given(YEARS, st.sampled_from(WIDTHS))
def test_no_label_meets_another_or_leaves_the_drawing(years: list[int], width: int) -> None:
    nodes = tuple(
        Node(f"TREATY-{i}", year, ("First", "Second")[i % 2]) for i, year in enumerate(years)
    )
    drawing = draw(replace(MADE_UP, nodes=nodes, edges=()), float(width), "x")
    assert drawing is not None
    assert not [pair for pair in combinations(drawing.boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.left >= 0 and box.right <= width for box in drawing.boxes)
    height = float(re.findall(r'viewBox="0 0 \d+ (\d+)', drawing.svg)[0])
    assert all(box.bottom <= height for box in drawing.boxes)


def test_nothing_to_draw_is_no_drawing() -> None:
    assert draw(replace(MADE_UP, nodes=(), edges=()), 700.0, "x") is None


def test_the_table_holds_every_share_largest_first() -> None:
    rows = table(MADE_UP).rows
    assert len(rows) == len(EDGES)
    assert rows[0] == ("UDHR", "ICCPR", "30 %")
    assert rows[-1] == ("UDHR", "KHM-1993", "1 %")
