"""Read a typed query: words, "phrases", prefixes*, AND, OR, NOT and parentheses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from rightful.core.errors import UsageError
from rightful.discourse.search.words import clean, runs

LONGEST: Final = 5000  # characters
MOST_WORDS: Final = 200
DEEPEST: Final = 50
FEWEST_BEFORE_STAR: Final = 2
LARGEST_SLOP: Final = 50
ALLOWED: Final = (
    'words, "exact phrases", "phrases with words between"~3, beginnings of words (tortur*), '
    "AND, OR, NOT in capitals, -word, ( )"
)
_AROUND: Final = 30  # characters of the query shown on either side of a mistake
_QUOTES: Final = '"“”„«»'
_PIECE: Final = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    rf"|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}](?:~(?P<slop>\d+))?"
    rf"|(?P<unclosed>[{_QUOTES}])|(?P<minus>-(?=[\w({_QUOTES}]))|(?P<word>[^\s(){_QUOTES}]+)"
)
_FILTERS: Final = (
    "state",
    "addressee",
    "forum",
    "act",
    "right",
    "article",
    "response",
    "language",
    "year",
)
_FILTER: Final = re.compile(rf"({'|'.join(_FILTERS)}):\S", re.I)


@dataclass(frozen=True)
class Word:
    """One word; ``prefix`` where any ending will do."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words in order; they may be moved ``slop`` places in all."""

    text: str
    slop: int = 0


@dataclass(frozen=True)
class Not:
    """What must be absent."""

    part: Node


@dataclass(frozen=True)
class And:
    """What must be there together; of no parts, everything."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """What may be there instead of one another."""

    parts: tuple[Node, ...]


Node = Word | Phrase | Not | And | Or
EVERYTHING: Final = And(())


@dataclass(frozen=True)
class _Piece:
    kind: str
    text: str
    at: int
    slop: str = ""


def parse(query: str) -> Node:
    """Return what a query asks for; one without words asks for everything.

    Side by side means AND; NOT binds before AND, AND before OR.

    Raises
    ------
    UsageError
        Saying where it cannot be read, and what may be written.
    """
    if len(query) > LONGEST:
        raise UsageError(
            f"the query has {len(query)} characters",
            allowed=f"at most {LONGEST}",
            next_step="ask for fewer words, or for a short phrase of the passage",
        )
    text = clean(query)
    reader = _Reader(text, _pieces(text))
    if not reader.pieces:
        if text.strip() and text.strip() != "*":
            raise mistake("there is no word in it", text, 0)
        return EVERYTHING
    asked = reader.either(0)
    left = reader.peek()
    if left is not None:
        raise mistake("this closes nothing", text, left.at)
    return asked


def mistake(what: str, query: str, at: int) -> UsageError:
    """Return the error that shows a place in a query."""
    before, after = query[max(0, at - _AROUND) : at], query[at : at + _AROUND]
    return UsageError(
        f"the query cannot be read: {what}",
        where=f"character {at + 1}: {before}▶{after}",
        allowed=ALLOWED,
        next_step="correct it there; put what shall be found as it stands in quotes",
    )


def _pieces(text: str) -> list[_Piece]:
    """Cut a query into pieces; signs that stand alone (& – ,) are left out as in any text."""
    found = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        at = match.start()
        if kind == "unclosed":
            raise mistake("this quote is never closed", text, at)
        if kind in ("phrase", "slop"):
            found.append(_Piece("phrase", match["phrase"], at, match["slop"] or ""))
        elif kind in ("open", "close", "minus"):
            found.append(_Piece(kind, match[0], at))
        elif kind == "word" and match[0] in ("AND", "OR", "NOT"):
            found.append(_Piece(match[0], match[0], at))
        elif kind == "word" and any(letter.isalnum() for letter in match[0]):
            found.append(_Piece("word", match[0], at))
    if sum(piece.kind in ("word", "phrase") for piece in found) > MOST_WORDS:
        raise mistake(f"it has more than {MOST_WORDS} words and phrases", text, 0)
    return found


class _Reader:
    """Walks over the pieces of one query."""

    def __init__(self, text: str, pieces: list[_Piece]) -> None:
        self.text, self.pieces, self.next = text, pieces, 0

    def peek(self) -> _Piece | None:
        return self.pieces[self.next] if self.next < len(self.pieces) else None

    def take(self) -> _Piece:
        self.next += 1
        return self.pieces[self.next - 1]

    def either(self, depth: int) -> Node:
        parts = [self.both(depth)]
        while (piece := self.peek()) is not None and piece.kind == "OR":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> Node:
        parts = [self.one(depth)]
        while (piece := self.peek()) is not None and piece.kind not in ("OR", "close"):
            if piece.kind == "AND":
                self.take()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise mistake(f"it is nested more than {DEEPEST} deep", self.text, self._here())
        piece = self.peek()
        if piece is None or piece.kind in ("AND", "OR", "close"):
            raise mistake(f"a word is missing {self._before()}", self.text, self._here())
        self.take()
        if piece.kind in ("NOT", "minus"):
            return Not(self.one(depth + 1))
        if piece.kind == "open":
            return self._group(piece, depth)
        return self._phrase(piece) if piece.kind == "phrase" else self._word(piece)

    def _group(self, opened: _Piece, depth: int) -> Node:
        inside = self.either(depth + 1)
        if self.peek() is None:
            raise mistake("this parenthesis is never closed", self.text, opened.at)
        self.take()
        return inside

    def _phrase(self, piece: _Piece) -> Node:
        if "*" in piece.text:
            raise mistake("a star has no meaning in a phrase", self.text, piece.at)
        if not any(letter.isalnum() for letter in piece.text):
            raise mistake("there is no word in this phrase", self.text, piece.at)
        slop = int(piece.slop[:4] or 0)
        if slop > LARGEST_SLOP:
            raise mistake(f"the number after ~ is above {LARGEST_SLOP}", self.text, piece.at)
        return Phrase(piece.text, slop)

    def _word(self, piece: _Piece) -> Node:
        if found := _FILTER.match(piece.text):
            what = f"{found[1].lower()!r} is asked for outside the query, as a filter"
            raise mistake(what, self.text, piece.at)
        bare = piece.text.rstrip("*")
        if "*" in bare:
            place = piece.at + bare.index("*")
            raise mistake("a star stands only at the end of a word", self.text, place)
        if re.search(r"\w~\d*$", bare):
            raise mistake("~ stands only after a phrase", self.text, piece.at)
        if bare != piece.text:
            self._check_beginning(bare, piece)
        return Word(bare, prefix=bare != piece.text)

    def _check_beginning(self, bare: str, piece: _Piece) -> None:
        if runs(bare):  # a script without spaces: every string of it is found anyway
            return
        if not all(letter.isalnum() or unicodedata.combining(letter) for letter in bare):
            raise mistake("a star ends a single word", self.text, piece.at)
        if len(bare) < FEWEST_BEFORE_STAR:
            what = f"a star needs {FEWEST_BEFORE_STAR} letters before it"
            raise mistake(what, self.text, piece.at)

    def _here(self) -> int:
        piece = self.peek()
        return len(self.text) if piece is None else piece.at

    def _before(self) -> str:
        piece = self.peek()
        if piece is None:
            return "at the end"
        return {"close": "before this parenthesis"}.get(piece.kind, f"before this {piece.kind}")
