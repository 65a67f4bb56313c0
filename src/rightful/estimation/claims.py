"""The register of claims: what the paper says, item by item, as data, and what came of each.

The table is our own (``tables/claims.csv``), one row a claim, numbered as the theory is; the words
are ours. ``tables/results.json`` holds the newest answers that ship with the package; a store may
hold newer ones. How statuses and results come about: ``docs/claims.md``.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rightful.core.errors import DataError

MOST: Final = 148
MOST_WORDS: Final = 40
KINDS: Final = ("conceptual", "measurable", "hypothesis")
SIGNS: Final = ("+", "-", "0", "conditional", "none")
TESTED, NEEDS_DATA = "tested", "needs data"
CONCEPTUAL, NOT_YET = "conceptual", "not yet tested"
STATUSES: Final[dict[str, str]] = {
    TESTED: "a function of ours answers it on the record; the answer may be that nobody can tell",
    NEEDS_DATA: "no test, and what it would need is not in hand; what is missing is named",
    CONCEPTUAL: "a definition, a mechanism or an aim: built as a thing, not put to the record",
    NOT_YET: "the record is in hand or can be pulled, and no test is there",
}
HOLDS, DOES_NOT_HOLD = "holds", "does not hold"
CANNOT_TELL, MEASURED = "cannot tell", "measured"
VERDICTS: Final[dict[str, str]] = {
    HOLDS: "the whole interval lies on the side that the claim names, and still does where the "
    "test counts the others run beside it; of a claim of no effect: within the margin",
    DOES_NOT_HOLD: "the whole interval lies on the other side, or is too near zero to matter; of a "
    "claim of no effect: it leaves the margin out",
    CANNOT_TELL: "neither, or too little was seen to estimate anything",
    MEASURED: "a number was taken; nothing was claimed that it could contradict",
}
# The sections of the paper as the register parts it.
PARTS: Final[dict[str, str]] = {
    "purpose": "Questions and thesis",
    "regime": "What a regime is",
    "theories": "Rival theories of regimes",
    "law": "International law and behaviour",
    "spiral": "The spiral model as the paper reports it",
    "revision": "The paper's critique and revision",
    "opportunity": "Opportunity, networks, rightful resistance",
    "organizations": "The power of organizations and of discourse",
    "cambodia": "Cambodia",
    "prescriptions": "Prescriptions",
}
# What is always here: estimates, own tables, codes of statements, evidence on the spiral.
AT_HAND: Final = ("baseline", "facts", "coded statements", "evidence")
SERIES, NOT_IN_HAND = "series:", "not in hand: "
SURVEY: Final = "survey"
# What no publisher's file in the store can give yet, and who would have it.
ABSENT: Final[dict[str, str]] = {
    "INGO counts": "Yearbook of International Organizations",
    "trade between pairs of states": "trade by partner, Correlates of War or IMF",
    "policy of the leading power": "a dated coding made without looking at ratifications",
    "gains from information": "no known record",
    "what officials believe": "no known record; interviews or memoirs, coded",
    "constitutions by year": "Comparative Constitutions Project",
    "records of closed talks": "archives of negotiations",
    "frames of protest": "events coded by the ground of the demand",
    "framing by groups at home": "claims of domestic groups, coded",
    "text of Cambodia's constitution": "a text that may be shipped",
    "press of 2008": "an archive of newspapers",
}
TOGETHER: Final = " + "
PLANNED: Final = "planned: "
# Parts of the design that are not there yet, by what they will hold.
COMING: Final = ("world", "theories", "advice")


@dataclass(frozen=True, slots=True)
class Claim:
    """One item of the paper.

    Attributes
    ----------
    id
        1 to 148.
    part, locus
        Key of ``PARTS``; where the paper has it.
    kind, sign
        One of ``KINDS``; one of ``SIGNS``, of respect for rights unless ``outcome`` says else.
    restatement, treatment, outcome, unit
        In our words.
    margin, margin_reason
        For a claim of no effect: up to this many SD of the outcome is none, and why.
    needs
        Names of what a test reads.
    code, keys
        Dotted path of each function that answers; which of its answers, the first of them the main
        one, a leading ``-`` where it counts the other way.
    whole
        Those keys that must all hold for the claim to hold, joined by ``+`` in the table: a claim
        of several findings; of a claim of one, its main key.
    built
        Dotted path of the module that holds the thing, or ``planned: PART``.
    why
        What a reader must know, or why there is no pointer.
    """

    id: int
    part: str
    locus: str
    kind: str
    sign: str
    restatement: str
    treatment: str
    outcome: str
    unit: str
    margin: float | None
    margin_reason: str
    needs: tuple[str, ...]
    code: tuple[str, ...]
    keys: tuple[str, ...]
    whole: tuple[str, ...]
    built: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """One answer to a claim.

    Attributes
    ----------
    verdict
        One of ``VERDICTS``.
    estimate, low, high
        With its 95 % interval, or the one that ``sentence`` names; None where there is none.
    when
        Day on which it was computed, ISO 8601.
    code, key
        What answered.
    baseline
        Fingerprint of the baseline's recipe it was computed on.
    """

    verdict: str
    estimate: float | None
    low: float | None
    high: float | None
    unit: str
    sentence: str
    when: str
    code: str
    key: str
    baseline: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


Results = dict[int, tuple[Result, ...]]


@cache
def claims() -> tuple[Claim, ...]:
    """Return the 148 claims in the order of their numbers.

    Raises
    ------
    DataError
        When a row of the table breaks a rule of the register.
    """
    text = files("rightful.estimation").joinpath("tables", "claims.csv").read_text("utf-8")
    return read_claims(text)


def read_claims(text: str) -> tuple[Claim, ...]:
    """Return the claims of a table as CSV text, checked row by row.

    Raises
    ------
    DataError
        When a row breaks a rule; all broken rules are told.
    """
    told = tuple(_claim(row) for row in csv.DictReader(text.splitlines()))
    broken = [f"{one.id}: {fault}" for one in told for fault in faults(one)]
    if [one.id for one in told] != list(range(1, MOST + 1)):
        broken.append(f"the numbers are not 1 to {MOST}, each once and in order")
    if broken:
        raise DataError(
            f"the register of claims breaks its rules: {'; '.join(broken)}",
            where="estimation/tables/claims.csv",
            next_step="mend these rows",
        )
    return told


def _claim(row: dict[str, str]) -> Claim:
    many = {name: _several(row[name]) for name in ("needs", "code")}
    first, *beside = _several(row["keys"]) or ("",)
    whole = tuple(key.strip() for key in first.split(TOGETHER) if key)
    many |= {"whole": whole, "keys": (*whole, *beside)}
    margin = float(row["margin"]) if row["margin"] else None
    rest = {key: value for key, value in row.items() if key not in {"id", "margin", *many}}
    return Claim(id=int(row["id"]), margin=margin, **many, **rest)  # type: ignore[arg-type]


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for one in cell.split(";") if (part := one.strip()))


def faults(one: Claim) -> list[str]:
    """Return the rules of the register that a claim breaks."""
    null = one.sign == "0"
    put = one.kind == "hypothesis"
    lacks = any(_is_absent(need) for need in one.needs)
    rules = {
        f"part is none of {', '.join(PARTS)}": one.part not in PARTS,
        f"kind is none of {', '.join(KINDS)}": one.kind not in KINDS,
        f"sign is none of {', '.join(SIGNS)}": one.sign not in SIGNS,
        "no locus": not one.locus,
        f"restated in none or more than {MOST_WORDS} words": not 0
        < len(one.restatement.split())
        <= MOST_WORDS,
        "a claim of no effect states a margin above 0 and why, no other does": null
        != bool(one.margin and one.margin > 0 and one.margin_reason),
        "a hypothesis names a sign, a treatment, an outcome, a unit and needs": put
        and (one.sign == "none" or not all((one.treatment, one.outcome, one.unit, one.needs))),
        "no pointer, no reason, nothing known to be missing": not (
            one.code or one.built or one.why or lacks
        ),
        "a hypothesis without a test, and nothing known to be missing": put
        and not one.code
        and not lacks,
        "keys without a function that answers": bool(one.keys) != bool(one.code),
        "a part that nobody plans": one.built.startswith(PLANNED)
        and one.built.removeprefix(PLANNED) not in COMING,
    }
    return [rule for rule, broken in rules.items() if broken]


def _is_absent(need: str) -> bool:
    return need == SURVEY or need.startswith(NOT_IN_HAND)


def status(one: Claim) -> str:
    """Return one of ``STATUSES``.

    It does not ask what the user's store holds: a source that can be pulled is in hand.
    """
    if one.kind == "conceptual":
        return CONCEPTUAL
    if one.code:
        return TESTED
    return NEEDS_DATA if any(_is_absent(need) for need in one.needs) else NOT_YET


def missing(one: Claim, held: Collection[str]) -> tuple[str, ...]:
    """Return the needs that are not ``held``: names of sources and ``series:NAME``."""
    return tuple(need for need in one.needs if need not in AT_HAND and need not in held)


def read_results(text: str, where: str) -> Results:
    """Return the answers of a table of results as JSON, per claim, the main one first.

    Raises
    ------
    DataError
        When it is no such table.
    """
    try:
        held = json.loads(text)
        told = {int(key): tuple(_result(one) for one in _listed(row)) for key, row in held.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(
            f"the table of results cannot be read: {error}",
            where=where,
            allowed="what `rightful claims --refresh` writes",
            next_step="remove the file, or write it anew with `rightful claims --refresh`",
        ) from error
    odd = sorted(set(told) - set(range(1, MOST + 1)))
    if odd or not all(told.values()):
        raise DataError(f"results of no claim: {odd}", where=where, allowed=f"claims 1 to {MOST}")
    return told


def _listed(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    main = {key: value for key, value in row.items() if key != "others"}
    return [main, *row["others"]]


def _result(row: dict[str, Any]) -> Result:
    one = Result(**row)
    texts = (one.verdict, one.unit, one.sentence, one.when, one.code, one.key, one.baseline)
    numbers = (one.estimate, one.low, one.high)
    if not all(isinstance(value, str) for value in texts) or one.verdict not in VERDICTS:
        raise ValueError(f"no verdict is called {one.verdict!r}, or a text is none")
    if not all(value is None or isinstance(value, int | float) for value in numbers):
        raise ValueError(f"an estimate of {one.key!r} is no number")
    return one


def results_text(results: Results) -> str:
    """Return answers as the JSON of a table of results: {id: main answer with ``others``}."""
    told = {
        str(number): {**found[0].as_dict(), "others": [one.as_dict() for one in found[1:]]}
        for number, found in sorted(results.items())
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@cache
def shipped_results() -> Results:
    """Return the answers that ship with the package."""
    path = files("rightful.estimation").joinpath("tables", "results.json")
    return read_results(path.read_text("utf-8"), "estimation/tables/results.json")


def newest(tables: Iterable[Results], baseline: str) -> Results:
    """Return each claim's newest answers: on this baseline, with an estimate, latest day.

    Parameters
    ----------
    baseline
        Fingerprint of the recipe in use: an answer from an older baseline gives way, and so does
        one that lacked the data for an estimate, whatever their days.
    """

    def rank(found: tuple[Result, ...]) -> tuple[bool, bool, str]:
        main = found[0]
        return main.baseline == baseline, main.estimate is not None, main.when

    told: Results = {}
    for table in tables:
        for number, found in table.items():
            if number not in told or rank(found) >= rank(told[number]):
                told[number] = found
    return told


def answers_of(one: Claim, found: Mapping[str, Result]) -> tuple[Result, ...]:
    """Return a claim's answers among those found by key, in the order of its ``keys``."""
    told = []
    for key in one.keys:
        answer = found.get(key.removeprefix("-"))
        if answer is not None:
            told.append(_turned(answer) if key.startswith("-") else answer)
    return tuple(told)


def against(one: Claim) -> frozenset[str]:
    """Return the keys of those answers that count the other way: a no speaks for the claim."""
    return frozenset(key.removeprefix("-") for key in one.keys if key.startswith("-"))


def verdict_of(one: Claim, found: Sequence[Result]) -> str:
    """Return the verdict on the claim as a whole, of ``answers_of``.

    Where it has several parts it holds if all do, and does not hold if one does not.
    """
    parts = found[: len(one.whole)]
    verdicts = [answer.verdict for answer in parts]
    if len(one.whole) == 1:
        return verdicts[0]
    if DOES_NOT_HOLD in verdicts:
        return DOES_NOT_HOLD
    told = [answer.key for answer in parts] == [key.removeprefix("-") for key in one.whole]
    return HOLDS if told and set(verdicts) == {HOLDS} else CANNOT_TELL


def _turned(one: Result) -> Result:
    """Return an answer as one to the opposite claim: the verdict turns, the numbers stay."""
    other = {HOLDS: DOES_NOT_HOLD, DOES_NOT_HOLD: HOLDS}.get(one.verdict, one.verdict)
    return Result(**{**asdict(one), "verdict": other})


def number(value: object) -> float | None:
    """Return a finite float with 4 significant digits, None for what is none."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(f"{value:.4g}")
