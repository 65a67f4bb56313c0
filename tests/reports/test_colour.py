"""Colours: text and lines stand out from the paper (WCAG 2.2 AA), in the light and in the dark."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = resources.files("rightful.reports.render")
TEXT = ("ink", "soft", "pt", "dt", "wt", "nt", "gt")
PHASES = ("s0", "s1", "s2", "s2L", "s3a", "s3b", "s3c", "s3d", "s4", "s5")
LINES = ("p", "d", "w", "n", "g", "ink")


def _palette(file: str) -> dict[str, str]:
    found = re.search(r":root\{([^}]*)\}", STYLE.joinpath(file).read_text(encoding="utf-8"))
    assert found is not None
    return dict(re.findall(r"--(\w+):(#\w+)", found.group(1)))


PALETTES = {"light": _palette("light.css"), "dark": _palette("page.css")}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert _contrast("#000", "#fff") == pytest.approx(21)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out(name: str, palette: str) -> None:
    colours = PALETTES[palette]
    assert _contrast(colours[name], colours["paper"]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", LINES)
def test_lines_and_marks_stand_out(name: str, palette: str) -> None:
    colours = PALETTES[palette]
    assert _contrast(colours[name], colours["paper"]) >= 3


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", PHASES)
def test_labels_stand_out_from_the_ground_of_their_phase(name: str, palette: str) -> None:
    colours = PALETTES[palette]
    assert _contrast(colours["ink"], colours[name]) >= 4.5


def test_strands_keep_their_colours() -> None:
    light = PALETTES["light"]
    assert (light["p"], light["d"], light["w"], light["n"]) == (
        "#0072B2",
        "#D55E00",
        "#007A5A",
        "#8A4F7D",
    )
