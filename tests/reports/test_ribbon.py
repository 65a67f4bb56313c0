"""The ribbon: a cell per run of years, a stripe per phase, nothing drawn where nothing is told."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports import made_up

from rightful.core.document import Event, Ribbon, Ribbons, Stretch
from rightful.core.phase import PHASE_TITLES, PHASES
from rightful.reports.charts import ribbon
from rightful.reports.document import assemble
from rightful.reports.render import render
from rightful.reports.render.page import WIDTHS

WIDE = [float(width) for width in WIDTHS]
KEY = tuple((name, title) for name, title in PHASE_TITLES.items())


def _ribbons(*stretches: Stretch, events: tuple[Event, ...] = ()) -> Ribbons:
    one = Ribbon("Revised", stretches, "in words")
    return Ribbons("Phases", "a", "", "what it says", (one,), KEY, "cannot tell", events)


def _svg(block: Ribbons, width: float = 1040.0) -> str:
    drawn = ribbon.draw(block, width, "x")
    assert drawn is not None
    return drawn.svg


def test_several_phases_are_as_many_stripes_the_lowest_at_the_foot() -> None:
    svg = _svg(_ribbons(Stretch(1990, 1999, ("3b", "3c", "3d"), "3b-3d")))
    cells = re.findall(r'<rect x="[\d.]+" y="([\d.]+)" [^>]*fill="url\(#a-x-(\w+)\)"', svg)
    stripes = cells[:3]
    assert [name for _, name in stripes] == ["3d", "3c", "3b"]
    assert [float(y) for y, _ in stripes] == sorted(float(y) for y, _ in stripes)
    assert ">3b-3d</text>" in svg


def test_what_cannot_be_told_is_empty_with_a_dotted_edge() -> None:
    svg = _svg(_ribbons(Stretch(1990, 1999, (), "cannot tell")))
    assert svg.count('class="ph-none"') == 2  # the cell, and its entry in the key
    block = replace(_ribbons(Stretch(1990, 1999, ("4",), "4")), unknown="")
    assert 'class="ph-none"' not in _svg(block)


def test_every_phase_has_a_pattern_of_its_own() -> None:
    svg = _svg(_ribbons(Stretch(1990, 1999, ("4",), "4")))
    marks = re.findall(r'class="ph ph-\w+"></path>(?:<path d="([^"]*)" class="ph-mark">)?', svg)
    assert len(marks) == len(PHASE_TITLES)
    assert marks.count("") == 1  # outside the model: plain
    assert len(set(marks)) == len(PHASE_TITLES)
    assert set(PHASE_TITLES) == {phase for phases in PHASES.values() for phase in phases}


@pytest.mark.parametrize("width", WIDE)
def test_the_key_names_every_class_and_the_drawing_says_itself(width: float) -> None:
    svg = _svg(_ribbons(Stretch(1990, 1999, ("4",), "4")), width)
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    for name, title in KEY:
        assert f"{name} {title}" in shown
    assert re.search(r'<desc id="a-x-d">what it says</desc>', svg)
    assert 'role="img"' in svg


def test_no_year_is_no_drawing() -> None:
    assert ribbon.draw(_ribbons(), 700.0, "x") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4)), min_size=1, max_size=24),
    st.lists(st.floats(1930, 2030), max_size=16),
    st.sampled_from(WIDE),
)
def test_no_label_meets_another_whatever_the_runs(
    runs: list[tuple[int, int]], dates: list[float], width: float
) -> None:
    sets = [((), "cannot tell"), (("4",), "4"), (("3b", "3c"), "3b-3c"), (("1",), "1")]
    sets.append((("2L", "3b", "3d"), "2L/3b/3d"))
    first, stretches = 1946, []
    for years, which in runs:
        classes, label = sets[which]
        stretches.append(Stretch(first, first + years - 1, classes, label))
        first += years
    events = tuple(Event(year, f"OP-CRC-{i}") for i, year in enumerate(dates))
    drawn = ribbon.draw(_ribbons(*stretches, events=events), width, "x")
    assert drawn is not None
    assert not [one for one in combinations(drawn.boxes, 2) if one[0].overlaps(one[1])]
    assert all(box.left >= -20 and box.right <= width + 20 for box in drawn.boxes)


def test_a_short_stretch_is_labelled_below_and_a_long_one_inside() -> None:
    svg = _svg(_ribbons(Stretch(1946, 2000, ("4",), "4"), Stretch(2001, 2001, ("3b",), "3b")))
    heights = {
        label: float(y)
        for y, label in re.findall(r'y="([\d.]+)" class="t b halo"[^>]*>(\w+)</text>', svg)
    }
    assert heights["3b"] > heights["4"] + 10


def test_every_format_draws_the_ribbons() -> None:
    answer = made_up.answer()
    (block,) = [b for b in assemble(answer).blocks if isinstance(b, Ribbons)]
    page = render(answer, "html")
    assert page.count('<desc id="spiral-chart-') == len(WIDTHS)
    assert 'download="spiral-chart.svg"' in page
    assert 'download="spiral-chart.csv"' in page
    assert block.table is not None
    for form in ("text", "md"):
        text = " ".join(render(answer, form).replace("\\", "").split())
        for one in block.ribbons:
            assert one.note in text
    assert "Bound: ICERD 1983, ICCPR 1992" in " ".join(render(answer, "text").split())
