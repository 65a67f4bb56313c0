"""Masking: a passage without the names that would tell a coder who speaks about whom.

The speaker's own state becomes [SELF], other states [STATE-1], [STATE-2] in order of appearance,
people [PERSON]. Groups of states and bodies of the United Nations stay. Coders see masked text only
(theory.md 4.3, rule 6: no inference from the country's name).

Not masked, because no table can hold them: peoples, places inside states, parties and movements.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

import polars as pl

from rightful.core.errors import DataError

SELF: Final = "[SELF]"
PERSON: Final = "[PERSON]"
_TAG: Final = re.compile(r"\[STATE-(\d+)\]")
# Invisible characters can split a name so that it escapes; other controls part words.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_CONTROL: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_APOSTROPHES: Final = "'’‘ʼ`´"
_HYPHENS: Final = "-‐‑–"
# Names shorter than this are read in the case of the table only: IS, US, CAR.
_SHOUTED: Final = 5
_SURNAME: Final = 4
_KEPT: Final = (
    r"(?:Latin|Central|South|North|Pan|Inter|Ibero|Afro|Meso)[- ]America[ns]*(?=\W|$)",
    r"(?:Organi[sz]ation|Community|Charter) of (?:the )?(?:Latin |Central )?American States",
    r"American (?:Convention|Declaration|Commission|Court)(?=\W|$)",
    r"(?:Economic )?Community of Central African States",
    r"Central African (?:States|region|subregion|countries)(?=\W|$)",
    r"Group of (?:77|Seventy-[Ss]even) and China",
    r"Indian Ocean",
    r"Persian Gulf",
    r"Gulf of (?:Guinea|Aden)",
    r"(?:South|East) China Sea",
    r"(?:North|South) Pole",
    r"Lake Chad(?: Basin)?",
    r"Nelson Mandela (?:Rules|International Day)",
)
# A capital before one of these is the name of a text or a meeting, not of a government.
_MEETING: Final = re.compile(
    r"\s+(?:[A-Z][\w’'-]+\s+(?:and\s+|of\s+)?){0,2}(?:declarations?|conventions?|statute|principles|rules"
    r"|protocols?|programme|platform|guidelines|agreements?|accords?|treaty|conferences?|summit"
    r"|process|consensus|charter|final act|plan|document|framework|outcome|memorandum|club"
    r"|meeting|commitments?|goals)\b",
    re.IGNORECASE,
)
_HONORIFIC: Final = (
    r"(?:Mr|Mrs|Ms|Miss|Mme|Messrs|Dr|Prof|Professor|Sir|Dame|Lord|Lady|H\.\s?E|"
    r"His Excellency|Her Excellency|His Majesty|Her Majesty|His Holiness)"
)
_OFFICE: Final = (
    r"(?:Prime Minister|Foreign Minister|Deputy Minister|Vice-Minister|Minister|Vice[- ]President"
    r"|President|Ambassador|Secretary-General|Secretary of State|High Commissioner"
    r"|Special Rapporteur|Chancellor|Premier|King|Queen|Prince|Princess|Emir|Amir|Sultan|Sheikh"
    r"|Shaikh|Sheikha|Pope|Ayatollah|Imam|Marshal|Colonel|Comrade|Senator|Judge)"
)
# Words that follow a title without being a name.
_NO_NAME: Final = (
    r"(?:President|Chair\w*|Speaker|Secretar\w+|Minister\w*|Assembl\w+|Council\w*|Committee\w*|Office\w*|"
    r"Court\w*|Affairs|Act|Plan\w*|Conference\w*|Election\w*|Republic\w*|Government\w*|National|"
    r"State\w*|Plenipotentiary|Extraordinary|Designate|Elect|Advocate\w*|Law\w*|University|"
    r"Ambassador\w*|Delegat\w+|The|In|On|At|And|We|It|This|That|He|She|His|Her|My|Our|As|For|I)"
)
_GIVEN: Final = rf"(?!{_NO_NAME}(?![\w’'-]))(?:[^\W\d_a-z]\.\s?){{0,4}}[^\W\d_a-z][\w’'-]*"
_PARTICLE: Final = (
    r"(?:(?:de|del|da|do|dos|das|di|van|von|der|den|bin|ben|bint|ibn|al|el|la|le|ul|y)\s+){0,2}"
)
_PERSON: Final = (
    rf"(?:(?P<office>{_OFFICE}\s+)|{_HONORIFIC}\.?\s+)(?:{_HONORIFIC}\.?\s+){{0,3}}"
    rf"{_GIVEN}(?:\s+{_PARTICLE}{_GIVEN}){{0,3}}"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text, and the Correlates of War code that each tag of it stands for."""

    text: str
    tags: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """Names ready for matching: one pattern, and who bears each name (key: plain form)."""

    pattern: re.Pattern[str]
    bearers: Mapping[str, tuple[int, ...]]
    capitals: frozenset[str]


def names_to_mask(frame: pl.DataFrame) -> Names:
    """Return names ready for matching.

    Parameters
    ----------
    frame
        Columns name, ccode and, if capitals are among them, kind (``capital``). A name may have
        several bearers. Any integer serves as ccode, also one that stands for no state of the list.

    Raises
    ------
    DataError
        When a column is missing or no name is left.
    """
    if not {"name", "ccode"} <= set(frame.columns):
        raise DataError(
            f"names to mask need the columns name and ccode, got {frame.columns}",
            where="names_to_mask",
        )
    bearers: dict[str, set[int]] = {}
    capitals: set[str] = set()
    kinds = (
        frame["kind"]
        if "kind" in frame.columns
        else pl.Series(["name"]).new_from_index(0, frame.height)
    )
    for name, ccode, kind in zip(frame["name"], frame["ccode"], kinds, strict=True):
        for form in _forms(str(name)):
            bearers.setdefault(form, set()).add(int(ccode))
            if kind == "capital":
                capitals.add(form)
    if not bearers:
        raise DataError("no name to mask is left", where="names_to_mask")
    people = [re.escape(leader).replace(r"\ ", r"\s+") for leader in _leaders()]
    pattern = re.compile(
        r"(?<![\w$])(?:"
        rf"(?P<kept>{'|'.join(_KEPT)})"
        rf"|(?P<person>{_PERSON}|(?:{'|'.join(people)})(?!\w))"
        rf"|(?P<name>{_trie(bearers)})(?![\w$])"
        r")"
    )
    single = {form: tuple(sorted(codes)) for form, codes in bearers.items()}
    return Names(pattern, single, frozenset(capitals))


def mask(
    text: str, self_ccode: int | None, names: Names, tags: Mapping[str, int] | None = None
) -> Masked:
    """Return the text with states and people masked; a masked text is returned as it is.

    Parameters
    ----------
    text
        Any text. Control characters become spaces and invisible ones go, lest they hide a name;
        nothing else but names is touched, markup included.
    self_ccode
        The speaker's code; None if it has none, and then nothing becomes [SELF].
    names
        From ``names_to_mask``.
    tags
        Tags given already, to number a second text of the same passage alike.
    """
    given = dict(tags or {})
    taken = max([0, *(int(n) for n in _TAG.findall(" ".join([text, *given])))])
    by_code = {code: tag for tag, code in given.items()}
    people: list[str] = []

    def _tag(match: re.Match[str]) -> str:
        nonlocal taken
        if match["kept"]:
            return match[0]
        if match["person"]:
            people.append(re.sub(rf"[{_APOSTROPHES}]s$", "", match["person"]))
            return f"{match['office'] or ''}{PERSON}"
        form = _plain(match["name"])
        if form in names.capitals and _MEETING.match(match.string, match.end()):
            return match[0]
        code = _bearer(names.bearers[form], self_ccode, by_code)
        if code not in by_code:
            taken += code != self_ccode
            by_code[code] = SELF if code == self_ccode else f"[STATE-{taken}]"
        return by_code[code]

    clean = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    masked = names.pattern.sub(_tag, clean)
    again = _surnames(people)
    masked = again.sub(PERSON, masked) if again else masked
    return Masked(masked, {tag: code for code, tag in by_code.items()})


def _surnames(people: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of the last names met with a title: they come back without one."""
    last = {person.split()[-1] for person in people}
    names = sorted(
        (re.escape(name) for name in last if len(name) >= _SURNAME), key=len, reverse=True
    )
    return re.compile(rf"(?<![\w\[-])(?:{'|'.join(names)})(?![\w\]])") if names else None


def _bearer(codes: tuple[int, ...], self_ccode: int | None, known: Mapping[int, str]) -> int:
    """Return whom a name means: the speaker if it may be, else one met before, else the first."""
    if self_ccode in codes:
        return int(self_ccode or 0)
    return next((code for code in codes if code in known), codes[0])


def _plain(name: str) -> str:
    """Return a name with single spaces and plain apostrophes and hyphens."""
    name = re.sub(f"[{_APOSTROPHES}]", "'", re.sub(f"[{_HYPHENS}]", "-", name))
    return " ".join(name.split())


def _bare(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def _forms(name: str) -> set[str]:
    """Return the forms in which a name is matched; none if it does not begin with a capital."""
    plain = _plain(_INVISIBLE.sub("", name))
    if not plain or not plain[0].isupper():
        return set()
    forms = {plain}
    if len(plain) >= _SHOUTED:
        forms |= {plain.upper(), _bare(plain), _bare(plain).upper()}
    return {form for form in forms if form[0].isalpha()}


# Letters to what may follow them; the empty key ends a word.
_Node = dict[str, "_Node"]


def _trie(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first, with no rescanning."""
    root: _Node = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(root)


def _branch(node: _Node) -> str:
    parts = [_letter(letter) + _branch(node[letter]) for letter in sorted(node) if letter]
    if not parts:
        return ""
    if "" not in node:
        return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{'|'.join(parts)})?"


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    if letter == "'":
        return f"[{_APOSTROPHES}]"
    if letter == "-":
        return f"[{_HYPHENS}]"
    return re.escape(letter)


def _leaders() -> list[str]:
    """Return names of people that stand for a state without a title, the longest first."""
    table = files("rightful.discourse") / "tables" / "leaders.csv"
    lines = table.read_text(encoding="utf-8").splitlines()[1:]
    return sorted((line.strip() for line in lines if line.strip()), key=len, reverse=True)
