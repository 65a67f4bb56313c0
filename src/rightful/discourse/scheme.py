"""The scheme: acts of speech as the codebook fixes them, and its page for people."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.core.errors import DataError

About = Literal["self", "other", "either"]
ABOUT: Final[dict[str, str]] = {
    "self": "the speaker's own record",
    "other": "another state",
    "either": "either",
}
# "... (shield)" at the end of an example names its kind.
_KIND: Final = re.compile(r"\s*\((\w+)\)$")
# What was said before stands in front of an example, parted from it.
_CONTEXT: Final = re.compile(r"^\[CONTEXT\]\s*(.*?)\s*\|\|\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up passage: its text, the kind it shows, what was said before it."""

    text: str
    kind: str | None
    context: str | None


@dataclass(frozen=True, slots=True)
class ActRule:
    """What the codebook says of one act.

    Attributes
    ----------
    name, about
        The act, and whose record it is about: ``self``, ``other`` or ``either``.
    definition, excludes, boundary
        What it is, what it is not, how close cases fall.
    kinds
        Kind and meaning; empty where the act has none.
    examples, counter
        Made-up passages that carry the act, and close ones that do not.
    """

    name: str
    about: About
    definition: str
    excludes: str
    boundary: str
    kinds: Mapping[str, str]
    examples: tuple[Example, ...]
    counter: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codebook: version, what a unit is, general rules by id, acts in their fixed order."""

    version: str
    unit: str
    masked: str
    rules: Mapping[str, str]
    acts: tuple[ActRule, ...]
    attributes: Mapping[str, str]

    def act(self, name: str) -> ActRule:
        """Return one act; ``KeyError`` where there is none of that name."""
        return {act.name: act for act in self.acts}[name]


@cache
def codebook() -> Codebook:
    """Return the codebook of the package.

    Raises
    ------
    DataError
        When an act is missing, unknown, out of order or without examples.
    """
    table = resources.files("rightful.discourse").joinpath("tables/codebook.toml")
    return read_codebook(table.read_text(encoding="utf-8"))


def read_codebook(text: str) -> Codebook:
    """Return the codebook that a text in TOML holds; errors as for ``codebook``."""
    raw = tomllib.loads(text)
    acts = tuple(_act(row) for row in raw["act"])
    names = tuple(act.name for act in acts)
    if names != SPEECH_ACTS:
        raise DataError(
            f"the codebook's acts are {', '.join(names)}",
            where="codebook.toml",
            allowed=", ".join(SPEECH_ACTS),
        )
    return Codebook(
        version=str(raw["version"]),
        unit=_line(raw["unit"]["text"]),
        masked=_line(raw["unit"]["masked"]),
        rules={rule["id"]: _line(rule["text"]) for rule in raw["rule"]},
        acts=acts,
        attributes={name: _line(text) for name, text in raw["attributes"].items()},
    )


def _act(row: Mapping[str, Any]) -> ActRule:
    name = str(row["name"])
    kinds = dict(row.get("kinds", {}))
    examples = tuple(_example(text, kinds) for text in row["examples"])
    counter = tuple(_example(text, {}) for text in row["counter"])
    wrong = [
        *([] if row["about"] in ABOUT else [f"about {row['about']!r}"]),
        *([] if tuple(kinds) == KINDS.get(name, ()) else [f"kinds {', '.join(kinds)}"]),
        *([] if examples and counter else ["no examples"]),
    ]
    if wrong:
        raise DataError(f"{name}: {'; '.join(wrong)}", where="codebook.toml")
    return ActRule(
        name=name,
        about=row["about"],
        definition=_line(row["definition"]),
        excludes=_line(row["not"]),
        boundary=_line(row["boundary"]),
        kinds=kinds,
        examples=examples,
        counter=counter,
    )


def _example(text: str, kinds: Mapping[str, str]) -> Example:
    before = _CONTEXT.match(text)
    passage = text[before.end() :] if before else text
    named = _KIND.search(passage)
    kind = named.group(1) if named and named.group(1) in kinds else None
    return Example(
        text=_KIND.sub("", passage) if kind else passage,
        kind=kind,
        context=before.group(1) if before else None,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def codebook_text() -> str:
    """Return the codebook as a page in Markdown."""
    book = codebook()
    parts = [
        f"# Acts of speech: codebook {book.version}",
        "Made from the codebook in the package by `rightful.discourse.scheme.codebook_text`; "
        "every example is made up.",
        "## Unit",
        book.unit,
        book.masked,
        "## General rules",
        *(f"* **{name}.** {text}" for name, text in book.rules.items()),
        "## Acts",
        *(_act_text(act) for act in book.acts),
        "## Of every act",
        *(f"* **{name}**: {text}" for name, text in book.attributes.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _act_text(act: ActRule) -> str:
    kinds = [f"* kind `{kind}`: {meaning}" for kind, meaning in act.kinds.items()]
    lines = [
        f"### {act.name}",
        "",
        f"About {ABOUT[act.about]}. {act.definition}",
        "",
        *([*kinds, ""] if kinds else []),
        f"*Not*: {act.excludes}",
        "",
        f"*Close cases*: {act.boundary}",
        "",
        *(f"* yes: {_shown(example)}" for example in act.examples),
        *(f"* no: {_shown(example)}" for example in act.counter),
    ]
    return "\n".join(lines)


def _shown(example: Example) -> str:
    before = f"(before it: {example.context}) " if example.context else ""
    kind = f" ({example.kind})" if example.kind else ""
    return f"{before}{example.text}{kind}"
