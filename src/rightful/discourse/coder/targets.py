"""Names of states in a text: marked once, so that rules see who is meant and never which name.

A marked text holds ``xself`` for the speaker's state and ``xst<code>`` for any other; masked texts
(``[SELF]``, ``[STATE-1]``, ``[PERSON]``) come out the same way, so masking changes no coding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from rightful.discourse.coder.sentences import folded

_MASKS: Final = (
    (r"\[\s*(?i:self)\s*\]", "xself"),
    (r"\[\s*(?i:state)[- ]?(\d+)\s*\]", "xstm$1"),
    (r"\[\s*(?i:person)(?:-\d+)?\s*\]", "xperson"),
)
# An adjective in a region or a treaty is no state; in small letters no name is found in it.
_NO_STATE: Final = (
    (r"\b(Inter|Latin|Central|South|North|Pan|Ibero|Afro)([- ])America", "$1${2}america"),
    (r"\bAmerican (States|Convention|Declaration|Commission|Court)", "american $1"),
    (r"\bCentral African (States|region|subregion|countries)", "central african $1"),
    (r"\bIndian (Ocean)", "indian $1"),
    (r"\b(Persian|South|East) (Gulf|China Sea)", "$1 gulf"),
)
# Words that follow a name and change nothing about who is meant.
_TIDY: Final = (
    (r"\b(xself|xst\w+)(?:'s|s'|')?\s+(?:and )?(?:delegations?)\b", "the $1 delegation"),
    (r"\s+", " "),
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of states as they stand in a text, and the Correlates of War code each means.

    Attributes
    ----------
    codes
        Name or adjective ("Atlantis", "Atlantean"), case as written, to code.
    shared
        Names that several states bore ("Germany"), to their codes: the speaker's own where it is
        among them, else the addressee's, else some other state that is not told apart.
    """

    codes: Mapping[str, int]
    shared: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def marks(self) -> dict[str, str]:
        """Return what each name, folded as texts are, is replaced by."""
        marks = {name: "o".join(map(str, codes)) for name, codes in self.shared.items()}
        marks |= {name: str(code) for name, code in self.codes.items()}
        plain = folded(pl.Series("text", list(marks), dtype=pl.String))
        return {
            name: f"xst{mark}" for name, mark in zip(plain, marks.values(), strict=True) if name
        }


NOBODY: Final = Names({})
_SHARED: Final = re.compile(r"xst\d+(?:o\d+)+")


def marked(
    texts: pl.Series, own: pl.Series, names: Names, addressee: pl.Series | None = None
) -> pl.Series:
    """Return folded texts with states marked.

    ``own`` and ``addressee`` hold each row's codes or null.
    """
    column = pl.col("text")
    for mask, mark in _MASKS:
        column = column.str.replace_all(mask, mark)
    for before, after in _NO_STATE:
        column = column.str.replace_all(before, after)
    marks = names.marks()
    if marks:
        # Longest first: "Guinea-Bissau" before "Guinea".
        longest_first = sorted(marks, key=lambda name: (-len(name), name))
        pattern = r"\b(" + "|".join(map(re.escape, longest_first)) + r")(?:\b|$)"
        column = column.str.replace_all(pattern, "~$1~").str.replace_many(
            {f"~{name}~": mark for name, mark in marks.items()}, leftmost=True
        )
    frame = texts.to_frame("text").select(column)
    others = addressee if addressee is not None else pl.repeat(None, len(texts), eager=True)
    spoken = [
        _spoken(text, code, other)
        for text, code, other in zip(frame["text"], own, others, strict=True)
    ]
    tidy = pl.col("text")
    for before, after in _TIDY:
        tidy = tidy.str.replace_all(before, after)
    return pl.Series("text", spoken, dtype=pl.String).to_frame().select(tidy)["text"]


def _spoken(text: str, own: int | None, other: int | None) -> str:
    def one(found: re.Match[str]) -> str:
        codes = found.group()[3:].split("o")
        known = [str(code) for code in (own, other) if str(code) in codes]
        return f"xst{known[0]}" if known else found.group()

    if "xst" not in text:
        return text
    told = _SHARED.sub(one, text)
    return told if own is None else re.sub(rf"xst{own}\b", "xself", told)


def first_target(said: pl.Series) -> pl.Series:
    """Return the code of the first other state that each sentence names, null where none."""
    return said.str.extract(r"\bxst(\d+)\b").cast(pl.Int32, strict=False)
