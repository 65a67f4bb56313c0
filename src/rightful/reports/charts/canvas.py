"""What every drawing shares: the outer element with its text alternative, text, hatching."""

from __future__ import annotations

import math

from rightful.core.document import Chart, Lanes, Ranges, Ribbons, Timeline
from rightful.reports.markup import Markup, tag


def canvas(
    figure: Chart | Lanes | Ranges | Timeline | Ribbons,
    ident: str,
    size: tuple[float, float],
    *children: object,
) -> Markup:
    """Return a drawing as one image with a name and a description, whatever its width."""
    width, height = size
    return tag(
        "svg",
        tag("title", figure.title, id=f"{ident}-t"),
        tag("desc", figure.alternative, id=f"{ident}-d"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {math.ceil(height):g}",
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
        cls=f"chart w{width:g}",
        direction="ltr",
    )


def text(words: str, x: float, y: float, cls: str, anchor: str | None = None) -> Markup:
    """Return a line of text; ``anchor`` is start, middle or end."""
    return tag("text", words, x=x, y=y, cls=cls, text_anchor=anchor)


def hatching(ident: str, *paths: Markup) -> Markup:
    """Return a pattern of slanted lines, for keeping areas apart without colour."""
    return tag(
        "pattern",
        *paths,
        id=ident,
        width="5",
        height="5",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
