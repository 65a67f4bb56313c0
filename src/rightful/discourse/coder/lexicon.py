"""The rules of the coder as data: ``tables/lexicon.toml`` read into frozen rules, checked once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from rightful.core.coding import ARGUMENTS, KINDS, SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import FORUMS
from rightful.discourse.coder.scope import ROLES

Subject = Literal["sentence", "passage", "none"]
SUBJECTS: Final[tuple[str, ...]] = ("sentence", "passage", "none")
_MACRO: Final = re.compile(r"\{([a-z]+)\}")
_KEYS: Final = frozenset(
    [
        "id",
        "act",
        "kind",
        "argument",
        "cue",
        "pattern",
        "with",
        "unless",
        "roles",
        "forums",
        "subject",
        "question",
        "context",
        "strays",
        "weight",
    ]
)
# Acts about one's own record are the reviewed state's and a speaker's; about others, the rest's.
_ROLES_BY_ACT: Final[dict[str, tuple[str, ...]]] = {
    "shame": ("reviewer", "speaker"),
    "recommend": ("reviewer", "speaker"),
    "praise": ("reviewer", "speaker"),
    "promote": ("reviewer", "speaker"),
    **dict.fromkeys(
        ("deny_fact", "evade", "concede", "promise", "justify", "report_measure"),
        ("reviewed", "speaker"),
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: where it holds, what it looks for, what it says.

    Attributes
    ----------
    name, act, kind, argument
        ``kind`` and ``argument`` are null where the rule cannot tell.
    cues
        Plain words of which the pattern needs one: looked for first, because that is quick.
    pattern, needs, unless
        Regular expressions on one sentence: what must be there, what else must be there, what
        switches the rule off.
    roles, forums
        Where it holds; no forum means all.
    subject
        Where a speaker in direct voice must speak of human rights.
    question, context, strays
        Whether it holds in a question; whether it needs what was said before; whether the passage
        must share no word of weight with that.
    weight
        How often it is right, by reading: the prior before any gold code, 0 to 1.
    """

    name: str
    act: str
    kind: str | None
    argument: str | None
    cues: tuple[str, ...]
    pattern: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    roles: tuple[str, ...]
    forums: tuple[str, ...]
    subject: Subject
    question: bool
    context: bool
    strays: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, the pattern of human rights as a subject, and a fingerprint of all.

    ``signs`` are names and patterns that no rule stands on and the statistical layer may weigh.
    """

    version: str
    rules: tuple[Rule, ...]
    subject: str
    signs: tuple[tuple[str, str], ...]
    fingerprint: str


@cache
def lexicon() -> Lexicon:
    """Return the rules of the package.

    Raises
    ------
    DataError
        When the table holds an unknown key, act, kind, role, forum or macro.
    """
    raw = resources.files("rightful.discourse").joinpath("tables/lexicon.toml").read_bytes()
    return read_lexicon(raw)


def read_lexicon(raw: bytes) -> Lexicon:
    """Return the rules of a table in TOML; errors as for ``lexicon``."""
    table = tomllib.loads(raw.decode("utf-8"))
    macros = _macros(table["macro"])
    rules = tuple(_rule(row, macros) for row in table["rule"])
    names = [rule.name for rule in rules]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise DataError(f"rules with the same id: {', '.join(twice)}", where="lexicon.toml")
    return Lexicon(
        version=str(table["version"]),
        rules=rules,
        subject=rf"\b{macros['hr']}\b",
        signs=tuple(table.get("sign", {}).items()),
        fingerprint=hashlib.sha256(raw).hexdigest()[:16],
    )


def _macros(raw: Mapping[str, str]) -> dict[str, str]:
    # A macro may use those written above it.
    macros: dict[str, str] = {}
    for name, pattern in raw.items():
        macros[name] = _expanded(pattern, macros, name)
    return macros


def _expanded(pattern: str, macros: Mapping[str, str], where: str) -> str:
    def put(found: re.Match[str]) -> str:
        try:
            return macros[found.group(1)]
        except KeyError:
            raise DataError(
                f"no macro is called {found.group(1)!r}",
                where=f"lexicon.toml, {where}",
                allowed=", ".join(macros),
            ) from None

    return _MACRO.sub(put, pattern)


def _rule(row: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    name = str(row.get("id", "?"))
    _check(row, name)
    act = row["act"]
    by_act = _ROLES_BY_ACT.get(act, ROLES)
    return Rule(
        name=name,
        act=act,
        kind=row.get("kind"),
        argument=row.get("argument"),
        cues=tuple(row.get("cue", ())),
        pattern=_expanded(row["pattern"], macros, name),
        needs=tuple(_expanded(pattern, macros, name) for pattern in row.get("with", ())),
        unless=tuple(_expanded(pattern, macros, name) for pattern in row.get("unless", ())),
        roles=tuple(row.get("roles", ROLES if "forums" in row else by_act)),
        forums=tuple(row.get("forums", ())),
        subject=row.get("subject", "sentence"),
        question=bool(row.get("question", False)),
        context=bool(row.get("context", False)),
        strays=bool(row.get("strays", False)),
        weight=float(row["weight"]),
    )


def _check(row: Mapping[str, Any], name: str) -> None:
    act = row.get("act")
    wrong = [
        *(f"key {key!r}" for key in sorted(set(row) - _KEYS)),
        *([] if act in SPEECH_ACTS else [f"act {act!r}"]),
        *(f"role {role!r}" for role in row.get("roles", ()) if role not in ROLES),
        *(f"forum {forum!r}" for forum in row.get("forums", ()) if forum not in FORUMS),
        *([] if row.get("subject", "none") in SUBJECTS else [f"subject {row['subject']!r}"]),
        *([] if row.get("argument", "normative") in ARGUMENTS else ["argument"]),
        *([] if row.get("kind") in (None, *KINDS.get(str(act), ())) else ["kind"]),
        *([] if 0 < row.get("weight", 0) < 1 else ["weight outside (0, 1)"]),
        *([] if "pattern" in row else ["no pattern"]),
    ]
    if wrong:
        raise DataError(f"a rule cannot be read: {'; '.join(wrong)}", where=f"lexicon.toml, {name}")
