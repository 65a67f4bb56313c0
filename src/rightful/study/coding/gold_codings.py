"""Codings by hand of a coder: rows read from JSON lines and checked against the codebook."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rightful.core.coding import ARGUMENTS, KINDS, SPEECH_ACTS
from rightful.core.errors import BadRows, MissingFile
from rightful.core.names import RIGHTS

NONE: Final = "none"
SELF: Final = "self"
# The state under review, where a passage speaks to it without its name.
UNDER_REVIEW: Final = "under_review"


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder saw in one unit; ``reason`` is an adjudicator's."""

    unit: str
    acts: frozenset[str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    argument: Mapping[str, str] = field(default_factory=dict)
    rights: tuple[str, ...] = ()
    target: str | None = None
    reason: str | None = None

    @property
    def marks(self) -> frozenset[str]:
        """Acts, and act:kind for those that have kinds: what two coders are compared on."""
        return self.acts | {f"{act}:{kind}" for act, kind in self.kinds.items()}


def read_codings(
    paths: Iterable[Path], units: Collection[str], *, with_reason: bool = False
) -> dict[str, Coding]:
    """Return a coder's codings by unit.

    Parameters
    ----------
    paths
        Files of JSON lines: unit, acts, kinds, argument, rights, target (and reason).
    units
        The units of the sample.
    with_reason
        Whether every row needs a reason, as an adjudicator's does.

    Raises
    ------
    MissingFile
        When there is no file.
    BadRows
        When rows break the codebook; every one of them is listed.
    """
    files = sorted(paths)
    if not files:
        raise MissingFile(
            "no file of codings is there", next_step="name the files coder_A_1.jsonl and so on"
        )
    found: dict[str, Coding] = {}
    problems: list[tuple[int, str]] = []
    number = 0
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            number += 1
            coding, wrong = _coding(line, units, with_reason)
            if coding is not None and coding.unit in found:
                wrong.append(f"{coding.unit} is coded twice")
            problems += [(number, f"{path.name}: {each}") for each in wrong]
            if coding is not None and not wrong:
                found[coding.unit] = coding
    if problems:
        raise BadRows(
            f"{len({row for row, _ in problems})} of {number} codings break the codebook",
            tuple(problems),
            where=", ".join(path.name for path in files),
            allowed="acts, kinds and arguments as the codebook names them; none stands alone",
            next_step="have the coder mend these rows",
        )
    return found


def _coding(
    line: str, units: Collection[str], with_reason: bool
) -> tuple[Coding | None, list[str]]:
    """Return the coding in a line, if it can be read at all, and what is wrong with it."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None, ["not a line of JSON"]
    if not isinstance(row, dict):
        return None, ["not an object"]
    unit, acts = row.get("unit"), row.get("acts")
    if not isinstance(unit, str) or unit not in units:
        return None, [f"{unit!r} is no unit of the sample"]
    if not isinstance(acts, list) or not all(isinstance(act, str) for act in acts):
        return None, [f"{unit}: acts must be a list of names"]
    kinds = _words(row.get("kinds"))
    argument = _words(row.get("argument"))
    rights = row.get("rights") or []
    target = row.get("target")
    reason = row.get("reason")
    wrong = [
        *_wrong_acts(acts),
        *_wrong_kinds(acts, kinds),
        *_wrong_arguments(acts, argument),
        *_wrong_rest(rights, target),
    ]
    if with_reason and not (isinstance(reason, str) and reason.strip()):
        wrong.append("a reason is missing")
    if wrong:
        return None, [f"{unit}: {each}" for each in wrong]
    return (
        Coding(
            unit=unit,
            acts=frozenset(acts),
            kinds=kinds or {},
            argument=argument or {},
            rights=tuple(sorted(set(rights))),
            target=_target(target),
            reason=reason.strip() if isinstance(reason, str) else None,
        ),
        [],
    )


def _words(value: object) -> dict[str, str] | None:
    """Return a mapping of words to words, empty for null; None for anything else."""
    if value is None:
        return {}
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return dict(value)
    return None


def _wrong_acts(acts: list[str]) -> list[str]:
    wrong = [f"no act is called {act!r}" for act in acts if act not in SPEECH_ACTS]
    if not acts:
        wrong.append("no act, not even none")
    if NONE in acts and len(set(acts)) > 1:
        wrong.append("none stands beside other acts")
    return wrong


def _wrong_kinds(acts: list[str], kinds: dict[str, str] | None) -> list[str]:
    if kinds is None:
        return ["kinds must map acts to kinds"]
    wrong = [f"{act} has no kind" for act in kinds if act not in KINDS]
    for act, allowed in KINDS.items():
        if act in acts and act not in kinds:
            wrong.append(f"{act} needs a kind ({' or '.join(allowed)})")
        if act in kinds and act not in acts:
            wrong.append(f"a kind of {act}, which is not coded")
        if act in kinds and kinds[act] not in allowed:
            wrong.append(f"{act} has no kind {kinds[act]!r}")
    return wrong


def _wrong_arguments(acts: list[str], argument: dict[str, str] | None) -> list[str]:
    if argument is None:
        return ["argument must map acts to cognitive or normative"]
    return [
        f"argument {value!r} of {act}"
        for act, value in argument.items()
        if act not in acts or value not in ARGUMENTS
    ]


def _wrong_rest(rights: object, target: object) -> list[str]:
    wrong = []
    if not isinstance(rights, list):
        wrong.append("rights must be a list")
    else:
        wrong += [f"no right is called {right!r}" for right in rights if right not in RIGHTS]
    if target is not None and _target(target) is None:
        wrong.append(f"target {target!r} is neither self, under_review nor STATE-1 and so on")
    return wrong


def _target(target: object) -> str | None:
    if not isinstance(target, str):
        return None
    plain = target.strip().strip("[]")
    if plain.lower() in (SELF, UNDER_REVIEW):
        return plain.lower()
    head, _, number = plain.partition("-")
    return plain if head == "STATE" and number.isdecimal() else None
