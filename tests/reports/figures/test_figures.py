"""Figures for manuscripts: what is drawn is what was given, and a file is the same each time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from rightful.core.errors import UsageError
from rightful.reports.figures.coefficients import Coefficient, coefficient_plot, reach
from rightful.reports.figures.curve import Specification, curve_plot
from rightful.reports.figures.event_study import PathPoint, event_study_plot
from rightful.reports.figures.sheet import ABOVE, BELOW, UNCLEAR, check_figure, figure_bytes

ROWS = (
    Coefficient("a treaty", 0.2, 0.1, 0.3, "SD", "100"),
    Coefficient(
        "another, whose name is so long that it takes more than one line", -0.2, -0.4, 0.1, "SD"
    ),
    Coefficient("a third", -2.0, -3.0, -1.0, "log odds"),
)
SPECIFICATIONS = [
    Specification(i / 10 - 1, i / 10 - 1.5, i / 10 - 0.5, (("sample", "abc"[i % 3]),), i == 7)
    for i in range(20)
]
PATHS = {"one": [PathPoint(t, t / 10, t / 10 - 1, t / 10 + 1, 50 - t) for t in range(-5, 9)]}


def _xy(drawn: Any) -> tuple[list[float], list[float]]:
    """Return where a line or a collection has its points."""
    held = drawn.get_offsets().T if hasattr(drawn, "get_offsets") else drawn.get_data()
    return [float(x) for x in held[0]], [float(y) for y in held[1]]


def _svg(figure: object) -> str:
    return figure_bytes(figure, ".svg", "A title").decode()  # type: ignore[arg-type]


def test_coefficients_have_a_panel_a_unit_and_a_colour_a_side() -> None:
    figure = coefficient_plot(ROWS, "A title", "A note.")
    drawn = figure.axes
    assert [axes.get_xlabel() for axes in drawn] == ["SD", "log odds"]
    whiskers = [_xy(line)[0] for line in drawn[0].lines if line.get_marker() == "None"]
    assert whiskers[1:] == [[0.1, 0.3], [-0.4, 0.1]]
    text = _svg(figure)
    assert ABOVE.lower() in text
    assert BELOW.lower() in text
    assert UNCLEAR.lower() in text
    assert "A note." in text


def test_a_row_far_wider_than_the_others_is_cut_and_its_numbers_stand_beside_it() -> None:
    rows = [Coefficient(str(i), 0.1 * i, 0.1 * i - 0.2, 0.1 * i + 0.2, "SD") for i in range(4)]
    wide = Coefficient("wide", 1.4, -0.3, 3.0, "SD", "8 rows")
    low, high = reach([*rows, wide])
    assert low < -0.2
    assert 0.5 < high < 0.6
    (axes,) = coefficient_plot([*rows, wide], "A title", "A note.").axes
    assert axes.get_xlim() == (low, high)
    assert "+1.40 (-0.30 to +3.00); 8 rows" in [text.get_text() for text in axes.texts]
    assert [line.get_marker() for line in axes.lines].count("o") == 4
    assert {">", "<"} <= {line.get_marker() for line in axes.lines}
    assert reach(rows[:2]) == pytest.approx((-0.225, 0.325))


def test_the_curve_is_in_order_and_rings_what_is_shown() -> None:
    upper, below = curve_plot(SPECIFICATIONS, "SD", "A title", "1 of 20").axes
    assert _xy(upper.collections[1])[1] == sorted(one.estimate for one in SPECIFICATIONS)
    assert _xy(upper.collections[2]) == ([7.0], [SPECIFICATIONS[7].estimate])
    words = [label.get_text() for label in below.get_yticklabels()]
    assert words == ["sample", "a", "b", "c"]
    marked = sorted(x for held in below.collections for x in _xy(held)[0])
    assert marked == list(range(20))


def test_a_path_has_its_band_and_counts() -> None:
    (axes,) = event_study_plot(PATHS, "SD", "A title", "A note.").axes
    path = next(_xy(line)[1] for line in axes.lines if len(_xy(line)[0]) == 14)
    assert path == [t / 10 for t in range(-5, 9)]
    counts = {text.get_text() for text in axes.texts}
    assert counts == {str(50 - t) for t in range(-5, 9) if t % 2 == 0}
    two = event_study_plot(
        {"one": PATHS["one"], "two": PATHS["one"], "three": PATHS["one"]}, "", "", ""
    )
    assert sum(axes.get_visible() for axes in two.axes) == 3


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png"])
def test_the_same_figure_gives_the_same_bytes(ending: str) -> None:
    first, second = (
        figure_bytes(coefficient_plot(ROWS, "A title", "A note."), ending, "A title")
        for _ in range(2)
    )
    assert first == second
    assert len(first) > 2000


def test_an_svg_keeps_its_words_as_text() -> None:
    words = re.findall(r"<text[^>]*>([^<]*)</text>", _svg(coefficient_plot(ROWS, "A title", "x")))
    assert "a treaty" in words


@pytest.mark.parametrize("name", ["f.gif", "f", "f.svg.zip"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no figure ends in"):
        check_figure(Path(name))
