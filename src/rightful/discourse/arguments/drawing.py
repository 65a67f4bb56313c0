"""A case as a drawing (SVG, no script): each defence at the left, what speaks against it beside.

Every defence has a band of its own, with its attackers in the next column and their attackers
beyond, so that no line crosses another; an argument that bears on several defences is drawn in
each band. Verdicts are told by word, by pattern and by colour, never by colour alone.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Final

from rightful.discourse.arguments.build import CANNOT_TELL, FALLS, STANDS
from rightful.discourse.arguments.support import Link
from rightful.discourse.arguments.told import OPEN, Told

# Pixels. A column holds a box and the gap in which its lines run.
BOX: Final = 300
GAP: Final = 120
LINE: Final = 17
PADDING: Final = 10
BETWEEN: Final = 12
BAND: Final = 30
MARGIN: Final = 24
# Characters of our sans face that surely fit a line of a box; wide scripts are counted double.
LETTERS: Final = 37
DEEPEST: Final = 4
# Okabe and Ito's colours, told apart in all common kinds of colour blindness.
INK: Final = "#1a1a1a"
FILLS: Final[dict[str, str]] = {
    STANDS: "url(#stands)",
    FALLS: "url(#falls)",
    CANNOT_TELL: "url(#open)",
    OPEN: "#ffffff",
    "on the table": "#ffffff",
    "defeated": "url(#falls)",
    "disputed": "url(#open)",
}
LINES: Final = {"rebut": "#a33f00", "undercut": "#a33f00", "necessary": "#005b96"}
STYLE: Final = (
    "text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif;font-size:13px;"
    f"fill:{INK}}}"
    ".mark{font-weight:700;font-size:11px;letter-spacing:.04em}"
    ".small{font-size:11px;fill:#444}.head{font-size:18px;font-weight:700}"
)
DEFINITIONS: Final = (
    "<defs>"
    '<pattern id="stands" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#d9ecf7"/></pattern>'
    '<pattern id="falls" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="9" height="9" fill="#fdf0e6"/>'
    '<line x1="0" y1="0" x2="0" y2="9" stroke="#f3cfae" stroke-width="3"/></pattern>'
    '<pattern id="open" width="10" height="10" patternUnits="userSpaceOnUse">'
    '<rect width="10" height="10" fill="#f6f6f6"/>'
    '<circle cx="3" cy="3" r="1.2" fill="#b5b5b5"/></pattern>'
    '<marker id="attack" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0L10 5L0 10z" fill="#a33f00"/></marker>'
    '<marker id="support" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M1 1L9 5L1 9" fill="none" stroke="#005b96" '
    'stroke-width="1.6"/></marker>'
    "</defs>"
)


@dataclass
class _Box:
    """One drawing of an argument: its column, its place, what is drawn behind it."""

    name: str
    column: int
    link: Link | None
    lines: list[str]
    behind: list[_Box] = field(default_factory=list)
    y: float = 0.0

    @property
    def height(self) -> float:
        return 2 * PADDING + LINE * (len(self.lines) + 2) - 2


def drawing(told: Told) -> str:
    """Return the case as an SVG document; all text is escaped."""
    bands = [_grown(told, name, None, 0, (name,)) for name in told.verdicts]
    columns = max((_depth(band) for band in bands), default=1)
    width = int(_x(max(columns, 1)) + BOX + MARGIN)
    y = MARGIN + 116.0
    parts: list[str] = []
    for band in bands:
        height = _placed(band, y)
        parts += _drawn(told, band)
        y += height + BAND
        parts.append(
            f'<line x1="{MARGIN}" x2="{width - MARGIN}" y1="{y - BAND / 2:.1f}" '
            f'y2="{y - BAND / 2:.1f}" stroke="#ddd"/>'
        )
    height = int(y + MARGIN)
    told_in_words = html.escape(alternative(told))
    body = "".join([*_head(told), *(parts or [_line(MARGIN, y, NOTHING, "")])])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc">'
        f'<title id="title">{html.escape(_clean(told.title))}</title>'
        f'<desc id="desc">{told_in_words}</desc><style>{STYLE}</style>{DEFINITIONS}'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{body}</svg>\n'
    )


NOTHING: Final = "No defence of this state on this right is among the statements at hand."


def alternative(told: Told) -> str:
    """Return the drawing in words, for who cannot see it."""
    if not told.verdicts:
        return NOTHING
    lines = []
    for name, verdict in told.verdicts.items():
        against = "; ".join(
            f"{told.claim(link.source)} ({told.mark(link.source)})"
            for link in told.links
            if link.attacks and link.target == name
        )
        lines.append(
            f"Defence: {told.claim(name)} Verdict: {verdict.verdict}. "
            + (f"Against it: {against}" if against else "Nothing is said against it.")
        )
    return _clean(" ".join(lines))


def _grown(told: Told, name: str, link: Link | None, column: int, path: tuple[str, ...]) -> _Box:
    box = _Box(name, column, link, _wrapped(told.claim(name), LETTERS))
    if column < DEEPEST:
        box.behind = [
            _grown(told, one.source, one, column + 1, (*path, one.source))
            for one in told.links
            if one.target == name and one.source not in path
        ]
    return box


def _placed(box: _Box, top: float) -> float:
    """Give a box and those behind it their places from ``top`` on; return the height used."""
    y = top
    for one in box.behind:
        y += _placed(one, y) + BETWEEN
    used = max(y - top - BETWEEN, box.height)
    box.y = top + (used - box.height) / 2
    return used


def _depth(box: _Box) -> int:
    return max([box.column, *(_depth(one) for one in box.behind)])


def _x(column: int) -> float:
    return MARGIN + column * (BOX + GAP)


def _drawn(told: Told, box: _Box) -> list[str]:
    mark = told.mark(box.name)
    x, middle = _x(box.column), box.y + box.height / 2
    verdict = box.name in told.verdicts
    dash = ' stroke-dasharray="6 4"' if mark == OPEN else ""
    side = told.argument(box.name).side
    round_ = 12 if side == "government" else 0
    parts = [
        f'<g><rect x="{x}" y="{box.y:.1f}" width="{BOX}" height="{box.height:.1f}" rx="{round_}" '
        f'fill="{FILLS[mark]}" stroke="{INK}" stroke-width="{2.2 if verdict else 1.1}"{dash}/>',
        _line(
            x + PADDING,
            box.y + PADDING + 10,
            f"{mark.upper()}{_condition(told, box.name)}",
            "mark",
            halo=verdict,
        ),
        _line(
            x + PADDING,
            box.y + PADDING + 10 + LINE * 0.9,
            f"{side} · {told.argument(box.name).kind}",
            "small",
            halo=verdict,
        ),
    ]
    parts += [
        _line(x + PADDING, box.y + PADDING + 10 + LINE * (at + 2), line, "", halo=verdict)
        for at, line in enumerate(box.lines)
    ]
    parts.append("</g>")
    for one in box.behind:
        parts += [*_arrow(one, x + BOX, middle), *_drawn(told, one)]
    return parts


def _condition(told: Told, name: str) -> str:
    return " IF THIS WAS MEANT" if name in told.conditional else ""


def _arrow(box: _Box, to_x: float, to_y: float) -> list[str]:
    assert box.link is not None
    from_x, from_y = _x(box.column), box.y + box.height / 2
    kind = "attack" if box.link.attacks else "support"
    colour = LINES.get(box.link.mode, "#005b96")
    dash = "" if box.link.attacks else ' stroke-dasharray="7 4"'
    bend = GAP * 0.5
    label = {"rebut": "denies", "undercut": "undercuts"}.get(box.link.mode, "supports")
    why = f"<title>{html.escape(_clean(box.link.why))}</title>" if box.link.why else ""
    return [
        f'<path d="M{from_x} {from_y:.1f}C{from_x - bend} {from_y:.1f} {to_x + bend} {to_y:.1f} '
        f'{to_x + 2} {to_y:.1f}" fill="none" stroke="{colour}" stroke-width="1.6"{dash} '
        f'marker-end="url(#{kind})">{why}</path>',
        # On the side from which the line does not come.
        _line(
            from_x - 6,
            from_y + (14 if from_y > to_y + 1 else -5),
            label,
            "small",
            end=True,
            halo=True,
        ),
    ]


def _head(told: Told) -> list[str]:
    y = MARGIN + 54.0
    keys = (
        (STANDS, "stands"),
        (FALLS, "falls"),
        (CANNOT_TELL, "cannot tell"),
    )
    parts = [
        _line(MARGIN, MARGIN + 12, told.title, "head"),
        _line(
            MARGIN,
            MARGIN + 34,
            "Defences at the left. An arrow runs from an argument to the one it attacks (solid) or "
            "supports (dashed).",
            "small",
        ),
    ]
    for at, (mark, word) in enumerate(keys):
        x = MARGIN + at * 120
        parts.append(
            f'<rect x="{x}" y="{y - 11}" width="22" height="14" fill="{FILLS[mark]}" '
            f'stroke="{INK}"/>'
        )
        parts.append(_line(x + 30, y, word, "small"))
    y += 22
    x = MARGIN
    parts.append(
        f'<rect x="{x}" y="{y - 11}" width="22" height="14" fill="#fff" stroke="{INK}" '
        f'stroke-dasharray="4 3"/>'
    )
    parts.append(_line(x + 30, y, "open: waits for an unknown premise", "small"))
    x += 260
    parts.append(
        f'<rect x="{x}" y="{y - 11}" width="22" height="14" rx="6" fill="#fff" stroke="{INK}"/>'
    )
    parts.append(_line(x + 30, y, "round: the government's; square: its critics'", "small"))
    return parts


def _line(
    x: float, y: float, text: str, style: str, *, end: bool = False, halo: bool = False
) -> str:
    kind = f' class="{style}"' if style else ""
    anchor = ' text-anchor="end"' if end else ""
    # A white rim keeps letters legible on hatching and lines.
    rim = ' paint-order="stroke" stroke="#fff" stroke-width="3"' if halo else ""
    return f'<text x="{x}" y="{y:.1f}"{kind}{anchor}{rim}>{html.escape(_clean(text))}</text>'


def _clean(text: str) -> str:
    """Return text without what XML forbids or a reader of lines would trip over."""
    return "".join(c if c.isprintable() else " " for c in text)


def _wrapped(text: str, letters: int) -> list[str]:
    lines, line = [], ""
    for word in _clean(text).split():
        for piece in _pieces(word, letters):
            if line and _width(line) + 1 + _width(piece) > letters:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    return [*lines, line] if line else lines


def _pieces(word: str, letters: int) -> list[str]:
    return [word[at : at + letters] for at in range(0, len(word), letters)]


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
