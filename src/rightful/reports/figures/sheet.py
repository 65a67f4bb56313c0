"""What every figure shares: its sheet, the line under it, its bytes in the three formats."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, cast

from rightful.core.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS: Final = (".svg", ".pdf", ".png")
WIDTH: Final = 7.0  # inches: a page's text
DOTS: Final = 200  # of a PNG, an inch
# Two colours that readers who do not tell red from green tell apart, and that differ in grey.
ABOVE, BELOW, UNCLEAR, INK, SOFT = "#0072B2", "#D55E00", "#8a949b", "#1c2226", "#566068"
STYLE: Final[dict[str, Any]] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 8,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "rightful",
    "pdf.fonttype": 42,
}


def check_figure(path: Path) -> None:
    """Refuse a file that no figure can have, or figures where the extra is not installed.

    Raises
    ------
    UsageError
        When the ending is none of ``ENDINGS`` or matplotlib is missing.
    """
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"no figure ends in {path.suffix or 'nothing'}",
            where=str(path),
            allowed=", ".join(ENDINGS),
            next_step="name the file otherwise",
        )
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise UsageError(
            "matplotlib is not installed",
            where="figures",
            allowed="the extra `figures`",
            next_step="pip install 'rightful[figures]'",
        ) from error
    del mpl


@contextmanager
def style() -> Iterator[None]:
    """Draw in the house's style within, whatever the user's own settings are."""
    import matplotlib as mpl

    with mpl.rc_context(cast(Any, STYLE)):
        yield


def sheet(height: float, title: str, note: str) -> Figure:
    """Return an empty figure ``height`` inches high; the note stands under it.

    The note says what is shown, with which intervals, and that it is one of how many.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with style():
        lines = fill(note, 138)
        foot = 0.14 * (lines.count("\n") + 1) + 0.2
        tall = height + foot + 0.35
        engine = ConstrainedLayoutEngine(rect=(0, foot / tall, 1, 1 - foot / tall))
        figure = Figure(figsize=(WIDTH, tall), layout=engine)
        figure.suptitle(fill(title, 90), x=0.01, ha="left", fontsize=9.5, weight="bold", color=INK)
        low = 0.05 / tall  # an inch's part, however tall the figure is
        figure.text(0.01, low, lines, fontsize=7, color=SOFT, va="bottom", linespacing=1.25)
    return figure


def figure_bytes(figure: Figure, ending: str, title: str) -> bytes:
    """Return the figure in a format; the same figure gives the same bytes."""
    kind = ending.lower().lstrip(".")
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None, "ModDate": None}, "png": {}}
    named = {"Title": title, "Creator": "rightful"} if kind != "png" else {"Title": title}
    held = io.BytesIO()
    with style():
        figure.savefig(held, format=kind, dpi=DOTS, metadata={**named, **dates[kind]})
    return held.getvalue()


def colour(low: float, high: float) -> str:
    """Return the colour of an interval: above zero, below, or not told from it."""
    return ABOVE if low > 0 else BELOW if high < 0 else UNCLEAR
