"""What formats of words share: titles of sources, wrapping, sparklines, signs of numbers."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from rightful.core.document import Document, Line, References

_HYPHEN = re.compile(r"(?<![\w.)\]])-(?=\d)")
_BLOCKS = "▁▂▃▄▅▆▇█"


def source_names(document: Document) -> dict[str, str]:
    """Return the title of every source by its anchor."""
    found = [block for block in document.blocks if isinstance(block, References)]
    return {entry.anchor: entry.name for refs in found for entry in refs.entries}


def with_minus(text: str) -> str:
    """Return the text with a minus before negative numbers: a hyphen would break from them."""
    return _HYPHEN.sub("\u2212", text)


def columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(mark) in "WF" for mark in text)
    return len(text) + wide - sum(bool(unicodedata.combining(mark)) for mark in text)


def sparkline(line: Line, low: float, high: float, most: int = 60) -> str:
    """Return the line as blocks, one per year or per group of years; a gap is a dot."""
    first, last = int(line.years.min()), int(line.years.max())
    values = np.full(last - first + 1, np.nan)
    values[line.years - first] = line.values
    step = -(-values.size // most)
    groups = [values[i : i + step] for i in range(0, values.size, step)]
    return "".join(_block(group, low, high) for group in groups)


def _block(group: NDArray[np.float64], low: float, high: float) -> str:
    known = group[np.isfinite(group)]
    if not known.size:
        return "·"
    share = (float(known.mean()) - low) / ((high - low) or 1.0)
    return _BLOCKS[min(max(int(share * len(_BLOCKS)), 0), len(_BLOCKS) - 1)]
