"""Words and tables as LaTeX for a manuscript: booktabs rules, as wide as the line, over pages.

A fragment for ``\\input``, not a document. A table may be longer than a page, so it is a
``longtable`` and its headings come again on every page. Nothing is drawn: figures have files.
"""

from __future__ import annotations

import html
from functools import singledispatch
from typing import Final

from rightful.core.document import Block, DataTable, Document, Heading, Items, Paragraph, References
from rightful.reports.render.text import with_minus

PACKAGES: Final = "% needs \\usepackage{booktabs,longtable,array}"
WIDE: Final = (
    "% a wide table: put \\begin{landscape} (package pdflscape) around it if it is crowded"
)
SECTIONS: Final = {2: "section*", 3: "subsection*"}
MOST_WEIGHT: Final = 40  # characters beyond which a column gets no wider
CROWDED: Final = 6
FILLED: Final = 0.998  # of the line, so that no rounding runs over it
SIGNS: Final = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "—": "---",
    "–": "--",
    "−": "$-$",
    "×": r"$\times$",
    "±": r"$\pm$",
    "…": r"\ldots{}",
    "’": "'",
    "\u00a0": "~",
}


def render(document: Document) -> str:
    """Return the document as a fragment; raises TypeError for what is drawn."""
    wide = any(
        isinstance(block, DataTable) and len(block.columns) > CROWDED for block in document.blocks
    )
    head = [PACKAGES, *([WIDE] if wide else []), f"% {' '.join(document.title.split())}"]
    return "\n".join([*head, "", "\n\n".join(_draw(block) for block in document.blocks)]) + "\n"


def escaped(text: str) -> str:
    """Return text as LaTeX prints it, whatever signs it holds."""
    return "".join(SIGNS.get(sign, sign) for sign in with_minus(html.unescape(text)))


@singledispatch
def _draw(block: Block) -> str:
    raise TypeError(f"LaTeX cannot draw a {type(block).__name__}")


@_draw.register
def _heading(block: Heading) -> str:
    return f"\\{SECTIONS.get(block.level, 'subsubsection*')}{{{escaped(block.text)}}}"


@_draw.register
def _paragraph(block: Paragraph) -> str:
    text = escaped(block.text)
    return f"{{\\footnotesize\\noindent {text}\\par}}" if block.role == "note" else text


@_draw.register
def _items(block: Items) -> str:
    entries = [f"\\item {escaped(entry.text)}" for entry in block.entries]
    return "\n".join(["\\begin{itemize}", *entries, "\\end{itemize}"])


@_draw.register
def _references(block: References) -> str:
    return "\n\n".join(escaped(entry.citation) for entry in block.entries)


@_draw.register
def _table(block: DataTable) -> str:
    heads = f"{_row(block.columns)}\n\\midrule"
    caption = f"\\caption{{{escaped(block.caption)}}}"
    label = [f"\\label{{tab:{block.anchor}}}"] if block.anchor else []
    lines = [
        "{\\footnotesize\\setlength{\\tabcolsep}{3pt}\\setlength{\\LTcapwidth}{\\linewidth}",
        f"\\begin{{longtable}}{{{_columns(block)}}}",
        *(caption, *label, "\\\\", "\\toprule", heads, "\\endfirsthead"),
        *("\\toprule", heads, "\\endhead"),
        *("\\bottomrule", "\\endlastfoot"),
        *(_row(row) for row in block.rows),
        "\\end{longtable}}",
    ]
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    # A row that opens with a bracket would be read as the option of the line before.
    first = [f"{{{one}}}" if one.startswith("[") else one for one in map(escaped, cells)]
    return f"{' & '.join(first)} \\\\"


def _columns(block: DataTable) -> str:
    """Return columns that fill the line: each as wide as what stands in it asks for."""
    numeric = block.numeric or (False,) * len(block.columns)
    weights = [_weight(block, at) for at in range(len(block.columns))]
    return "".join(
        f">{{\\{'raggedleft' if right else 'raggedright'}\\arraybackslash}}"
        f"p{{\\dimexpr {FILLED * weight / sum(weights):.4f}\\linewidth-2\\tabcolsep}}"
        for weight, right in zip(weights, numeric, strict=True)
    )


def _weight(block: DataTable, at: int) -> int:
    """Return a column's wish for width: its longest word whole, its longest cell up to a bound."""
    cells = [block.columns[at], *(row[at] for row in block.rows)]
    longest = max(len(word) for cell in cells for word in (cell.split() or [""]))
    return max(longest + 1, min(max(map(len, cells)), MOST_WEIGHT) // 2 + 2, 4)
