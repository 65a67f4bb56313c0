"""Stock maps of arguments: per right, which defences there are and what speaks against each.

The maps are tables of ours (``discourse/tables/arguments``): one file a denial type, one of
arguments that bear on several, and ``law.toml`` with what the law says of each right. Sentences
are our own. A new denial type is one more file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

from rightful.core.coding import ARGUMENTS, SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.names import RIGHTS, resolve
from rightful.discourse.arguments.support import Link

SIDES: Final = ("government", "critic")
LAW: Final = "law.toml"
# By what a government says that it was justified.
GROUNDS: Final = (
    "limitation",
    "emergency",
    "law",
    "necessity",
    "poverty",
    "culture",
    "incapacity",
)
FACTS: Final = ("non_derogable", "absolute", "customary", "no_exception")
GROUPS: Final = {
    "civil_political": "Civil and political",
    "economic_social": "Economic, social and cultural",
    "general": "General",
}
ANSWERS: Final[dict[str, bool | None]] = {"yes": True, "no": False, "depends": None}
_NAMED: Final = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")


@dataclass(frozen=True)
class Argument:
    """One argument: who may make it, its claim in our words, and the premises it needs.

    ``act`` is the act of speech by which a government makes it, ``ground`` what it justifies by;
    both are empty for arguments that no single act makes. ``needs`` are keys of premises, with
    ``!`` before those that must not hold.
    """

    name: str
    denial: str
    side: str
    kind: str
    claim: str
    needs: tuple[str, ...]
    authority: str = ""
    act: str = ""
    ground: str = ""

    @property
    def defence(self) -> bool:
        """Whether a government makes it by an act of speech."""
        return bool(self.act)


@dataclass(frozen=True)
class Fact:
    """What the law says of a right: yes, no, or it depends (None); and where it says so."""

    holds: bool | None
    authority: str


@dataclass(frozen=True)
class StockMap:
    """Every argument on a right and how they bear on one another."""

    right: str
    arguments: tuple[Argument, ...]
    links: tuple[Link, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all premises, each once, in order of the arguments."""
        whole = (need.removeprefix("!") for one in self.arguments for need in one.needs)
        return tuple(dict.fromkeys(whole))

    def argument(self, name: str) -> Argument:
        """Return an argument by name; raises DataError where there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise DataError(
                f"no argument is called {name!r}", where=f"the map on {self.right}"
            ) from None

    @cached_property
    def _by_name(self) -> dict[str, Argument]:
        return {one.name: one for one in self.arguments}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    folder = resources.files("rightful.discourse") / "tables" / "arguments"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return {name: tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names}


def law() -> dict[str, Any]:
    """Return the table of the law: rights, and who joined the United Nations late."""
    return _tables()[LAW]


def denials() -> dict[str, str]:
    """Return the denial types: name -> what is said, in few words."""
    told = {one["denial"]: str(one["title"]) for name, one in _tables().items() if name != LAW}
    return {name: title for name, title in told.items() if name != "common"}


def title_of(right: str) -> str:
    """Return what a right is called in a sentence."""
    return str(_law_of(right)["title"])


def articles_of(right: str) -> tuple[str, ...]:
    """Return the articles of universal treaties that state a right, as INSTRUMENT:ARTICLE."""
    return tuple(_law_of(right)["articles"])


def _law_of(right: str) -> dict[str, Any]:
    found: dict[str, Any] = law()["rights"][resolve(right, RIGHTS, "right")]
    return found


def legal_fact(key: str) -> Fact | None:
    """Return what the law says to a key such as ``absolute:torture``; None for other keys."""
    what, _, right = key.partition(":")
    if right not in law()["rights"]:
        return None
    told = law()["rights"][right]
    if what in FACTS:
        answer, authority = told[what]
        return Fact(ANSWERS[answer], authority)
    if what in GROUPS:
        holds = None if told["group"] == "general" else told["group"] == what
        return Fact(holds, f"by kind of right: {GROUPS[told['group']].lower()}")
    if what == "womens":
        return Fact(right.startswith("women_"), "by kind of right")
    return None


@cache
def stock_map(right: str) -> StockMap:
    """Return the map of arguments on a right, sentences still to be filled with state and year.

    Raises
    ------
    UnknownName
        When the right is not known.
    DataError
        When a table breaks its form; says where.
    """
    name = resolve(right, RIGHTS, "right")
    rows = [
        (table["denial"], row, f"{file}: {row.get('id')}")
        for file, table in _tables().items()
        if file != LAW
        for row in table["argument"]
    ]
    arguments = {
        one.name: one for denial, row, at in rows for one in _spread(denial, row, name, at)
    }
    links = [link for _, row, at in rows for link in _links(row, name, arguments, at)]
    return StockMap(name, tuple(arguments.values()), tuple(links))


def _names(row: dict[str, Any], right: str) -> list[tuple[str, str]]:
    """Return the names a row stands under, each with its article (empty where it has none)."""
    if row.get("expand") == "article":
        return [(f"{row['id']}:{article}", article) for article in articles_of(right)]
    return [(row["id"], "")]


def _spread(denial: str, row: dict[str, Any], right: str, at: str) -> list[Argument]:
    for field, allowed in (
        ("side", SIDES),
        ("kind", ARGUMENTS),
        ("act", ("", *SPEECH_ACTS)),
        ("ground", ("", *GROUNDS)),
    ):
        if row.get(field, "") not in allowed:
            raise DataError(
                f"{field} cannot be {row.get(field)!r}", where=at, allowed=", ".join(allowed)
            )
    spread = []
    for name, article in _names(row, right):
        known = {
            "right": title_of(right),
            "right_name": right,
            "article": _told(article),
        }
        keys = {**known, "article": article}
        spread.append(
            Argument(
                name,
                denial,
                row["side"],
                row["kind"],
                _filled(row["claim"], known, right),
                tuple(_filled(need, keys, right) for need in row["needs"]),
                _filled(row.get("authority", ""), known, right),
                row.get("act", ""),
                row.get("ground", ""),
            )
        )
    return spread


def _told(article: str) -> str:
    instrument, _, number = article.partition(":")
    return f"{instrument} art. {number}" if number else instrument


def _filled(text: str, known: dict[str, str], right: str) -> str:
    """Fill in what is known; names that are not are left for later."""

    def word(match: re.Match[str]) -> str:
        if match[1] == "authority" and match[2]:
            return str(_law_of(right)[match[2]][1])
        return known.get(match[1], match[0]) if match[2] is None else match[0]

    return _NAMED.sub(word, text)


def filled(text: str, state: str, year: int) -> str:
    """Return a sentence with the state's name and the year filled in, each once over."""
    known = {"state": state, "year": str(year)}
    return _NAMED.sub(lambda match: known.get(match[1], match[0]), text)


def _links(row: dict[str, Any], right: str, arguments: dict[str, Argument], at: str) -> list[Link]:
    links = []
    for one in (*row.get("attacked_by", ()), *row.get("supported_by", ())):
        for target, article in _names(row, right):
            sources = [one["by"], *(name for name in arguments if name.startswith(f"{one['by']}:"))]
            # Two arguments that both stand per article meet on the same article only.
            known = [
                name
                for name in sources
                if name in arguments
                and (not article or ":" not in name or name.partition(":")[2] == article)
            ]
            if not known and articles_of(right):
                raise DataError(f"{one['by']!r} is no argument", where=at)
            links += [Link(name, target, one["mode"], one.get("why", "")) for name in known]
    return links
