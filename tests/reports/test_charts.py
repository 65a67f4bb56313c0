"""Charts: no label meets another, no unknown value is drawn, the alternative holds the numbers."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports import made_up

from rightful.core.document import (
    Band,
    Chart,
    Event,
    Lanes,
    Line,
    Panels,
    Ranges,
    Ribbons,
    Timeline,
)
from rightful.reports.charts import draw, frame, lanes, ranges, ribbon, timeline
from rightful.reports.charts.frame import Drawing
from rightful.reports.document import assemble
from rightful.reports.render.page import WIDTHS
from rightful.reports.sentences.words import percent, signed


def _drawings(case: str) -> list[Drawing]:
    found: list[Drawing | None] = []
    for block in assemble(made_up.CASES[case]()).blocks:
        for width in map(float, WIDTHS):
            match block:
                case Chart():
                    found.append(draw.draw(block, width, "x"))
                case Panels():
                    found += [draw.draw(chart, 340.0, "x") for chart in block.charts]
                case Lanes():
                    found.append(lanes.draw(block, width, "x"))
                case Ranges():
                    found.append(ranges.draw(block, width, "x"))
                case Ribbons():
                    found.append(ribbon.draw(block, width, "x"))
                case Timeline():
                    found.append(timeline.draw(block, width, "x"))
                case _:
                    pass
    return [one for one in found if one is not None]


@pytest.mark.parametrize("case", made_up.CASES)
def test_every_drawing_is_well_formed_and_finite(case: str) -> None:
    for drawing in _drawings(case):
        ElementTree.fromstring(drawing.svg)
        coordinates = " ".join(re.findall(r' (?:d|x|y|cx|cy|width|height)="([^"]*)"', drawing.svg))
        assert "nan" not in coordinates
        assert "inf" not in coordinates


@pytest.mark.parametrize("case", made_up.CASES)
def test_no_label_meets_another(case: str) -> None:
    for drawing in _drawings(case):
        meets = [pair for pair in combinations(drawing.boxes, 2) if pair[0].overlaps(pair[1])]
        assert not meets


@pytest.mark.parametrize("case", made_up.CASES)
def test_no_label_leaves_its_drawing(case: str) -> None:
    for drawing in _drawings(case):
        width = float(re.findall(r'viewBox="0 0 (\d+)', drawing.svg)[0])
        # A label of a year may stand half outside, for the page leaves it room.
        assert all(box.left >= -20 and box.right <= width + 20 for box in drawing.boxes)


def _figures(case: str, kind: type) -> list[Any]:
    return [b for b in assemble(made_up.CASES[case]()).blocks if isinstance(b, kind)]


@pytest.mark.parametrize("width", [float(width) for width in WIDTHS])
@pytest.mark.parametrize("case", ["uncertain", "long_name", "former"])
def test_a_timeline_says_its_dates_at_every_width(case: str, width: float) -> None:
    (block,) = _figures(case, Timeline)
    drawn = timeline.draw(block, width, "x")
    assert drawn is not None
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn.svg))
    for track in block.tracks:
        assert track.label in shown
        assert track.note in shown
    assert "…" not in shown


@pytest.mark.parametrize("width", [float(width) for width in WIDTHS])
def test_a_long_name_is_told_in_full_beside_its_change(width: float) -> None:
    (block,) = _figures("long_name", Ranges)
    drawn = ranges.draw(block, width, "x")
    assert drawn is not None
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn.svg))
    assert "the Democratic and Constitutional Republic of Ruritania" in shown


@pytest.mark.parametrize("width", [float(width) for width in WIDTHS])
def test_no_line_runs_through_the_name_of_a_group(width: float) -> None:
    (block,) = _figures("whole", Ranges)
    drawn = ranges.draw(block, width, "x")
    assert drawn is not None
    (zero,) = re.findall(r'<path d="([^"]*)" class="zero"', drawn.svg)
    spans = [tuple(map(float, s)) for s in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", zero)]
    heads = re.findall(r'<text[^>]* y="([\d.]+)" class="a b"', drawn.svg)
    assert len(heads) == 2
    for base in map(float, heads):
        assert not any(top < base + 2 and bottom > base - 10 for top, bottom in spans)


@pytest.mark.parametrize("width", [float(width) for width in WIDTHS])
def test_every_gridline_carries_its_number(width: float) -> None:
    for block in _figures("whole", Chart):
        drawn = draw.draw(block, width, "x")
        assert drawn is not None
        lines = {
            float(y) for y in re.findall(r'd="M[\d.]+ ([\d.]+)H[^"]*" class="grid"', drawn.svg)
        }
        found = re.findall(r'<text x="[\d.]+" y="([\d.]+)" class="a" text-anchor="end"', drawn.svg)
        assert {round(y + 4, 1) for y in lines} == {float(y) for y in found}


@pytest.mark.parametrize("width", [float(width) for width in WIDTHS])
def test_the_words_for_the_ends_stand_above_the_plot(width: float) -> None:
    for block in _figures("whole", Chart):
        drawn = draw.draw(block, width, "x")
        assert drawn is not None
        (height,) = re.findall(r'y="([\d.]+)" class="a s"', drawn.svg)
        grid = [float(y) for y in re.findall(r'd="M[\d.]+ ([\d.]+)H[^"]*" class="grid"', drawn.svg)]
        assert float(height) < min(grid)


def test_a_mark_whose_day_is_the_latest_is_told_apart() -> None:
    (chart, *_) = _figures("uncertain", Chart)
    drawn = draw.draw(chart, 1040.0, "x")
    assert drawn is not None
    assert "CRPD (by)" in drawn.svg
    assert "CRPD by 2017" in chart.alternative
    assert "CPED" not in chart.alternative


def _chart(years: list[int], values: list[float], events: tuple[Event, ...] = ()) -> Chart:
    when, what = np.array(years, dtype=np.int64), np.array(values)
    return Chart(
        title="A chart",
        anchor="a",
        caption="",
        alternative="",
        lines=(
            Line(when, what, "deed", "Ruritania"),
            Line(when, what, "world", "world median", "4 3"),
        ),
        bands=(Band(when, what - 1, what + 1, "deed", "interval"),),
        events=events,
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(1950, 2023), max_size=24),
    st.sampled_from([380.0, 700.0, 1040.0]),
)
def test_dated_marks_never_collide_wherever_they_fall(dates: list[float], width: float) -> None:
    events = tuple(Event(year, f"OP-CRC-{i}") for i, year in enumerate(dates))
    drawing = draw.draw(_chart([1950, 1980, 2023], [0.0, 1.0, 2.0], events), width, "x")
    assert drawing is not None
    assert not [one for one in combinations(drawing.boxes, 2) if one[0].overlaps(one[1])]
    assert all(box.right <= width + 1 for box in drawing.boxes)


def test_a_missing_year_breaks_the_line() -> None:
    nan = float("nan")
    drawing = draw.draw(_chart([2000, 2001, 2002, 2003, 2004], [0, 1, nan, 1, 2]), 700, "x")
    assert drawing is not None
    assert drawing.svg.count('class="line deed"') == 2


def test_a_year_alone_is_a_dot_with_a_bar() -> None:
    drawing = draw.draw(_chart([2000], [0.5]), 700, "x")
    assert drawing is not None
    assert 'class="dot deed"' in drawing.svg
    assert 'class="bar deed"' in drawing.svg


def test_nothing_known_is_nothing_drawn() -> None:
    assert draw.draw(_chart([2000, 2001], [float("nan")] * 2), 700, "x") is None
    assert draw.draw(_chart([], []), 700, "x") is None


def test_what_follows_the_last_year_of_data_is_marked_unknown() -> None:
    late = _chart([2000, 2001], [0.0, 1.0], (Event(2005.5, "CED"),))
    chart = Chart(**{**late.__dict__, "observed_until": 2001})
    drawing = draw.draw(chart, 700, "x")
    assert drawing is not None
    assert 'class="unknown"' in drawing.svg


def test_the_same_answer_gives_the_same_drawing() -> None:
    assert [one.svg for one in _drawings("whole")] == [one.svg for one in _drawings("whole")]


def test_the_alternative_holds_the_numbers() -> None:
    answer = made_up.answer()
    one = answer.deeds["physical_integrity"]["changing"]
    blocks = {b.anchor: b for b in assemble(answer).blocks if isinstance(b, (Chart, Lanes))}
    level = blocks["practice-changing"].alternative
    for array in (one.mean, one.low, one.high):
        assert signed(float(array[0])) in level
        assert signed(float(array[-1])) in level
    assert "CAT 1992" in level
    assert percent(float(one.percentile[-1])) in blocks["rank-chart"].alternative
    assert "bound from 1992" in blocks["gap-chart"].alternative


def test_every_chart_has_a_table_and_an_alternative() -> None:
    for block in assemble(made_up.answer()).blocks:
        if isinstance(block, Chart):
            assert block.table is not None
            assert block.alternative
        if isinstance(block, Panels):
            assert all(chart.table and chart.alternative for chart in block.charts)
        if isinstance(block, Lanes):
            assert len(block.tables) >= len(block.lanes)
            assert block.alternative


@given(st.floats(-50, 50), st.floats(0.01, 60))
def test_ticks_are_round_and_inside(low: float, span: float) -> None:
    found = frame.ticks(low, low + span)
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in found)
    assert len(found) <= 8


@given(st.text(max_size=80), st.floats(40, 200))
def test_wrapped_text_fits(text: str, width: float) -> None:
    lines = frame.wrap(text, width)
    assert len(lines) <= 3
    assert all(frame.text_width(line) <= width + 1e-6 for line in lines)
