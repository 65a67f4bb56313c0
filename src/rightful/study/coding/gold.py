"""The gold codes: two coders compared, disputes handed on, decisions written down.

``compare`` measures agreement and lists disputes; ``settle`` joins the decisions of an adjudicator
and returns the tables that are committed: ids and codes, no texts. ``docs/coder-reliability.md`` is
written from them (``gold_page``).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.core.errors import BadRows, MissingFile
from rightful.discourse.reliability.alpha import (
    alpha_with_interval,
    gwet_ac1,
    raw_agreement,
    standing,
)
from rightful.discourse.reliability.pool import pool
from rightful.study.coding.gold_codings import Coding, read_codings

SEED: Final = 20261126
# Acts, and the kinds of those that have them, each a yes or no per unit.
MARKS: Final[tuple[str, ...]] = tuple(
    mark for act in SPEECH_ACTS for mark in (act, *(f"{act}:{kind}" for kind in KINDS.get(act, ())))
)
LONGEST_REASON: Final = 300
_COPIED: Final = 7  # words in a row that make a reason a quotation
GOLD: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "unit": pl.String,
    "act": pl.String,
    "coder_a": pl.Int8,
    "coder_b": pl.Int8,
    "code": pl.Int8,
    "probability": pl.Float64,
    "kind": pl.String,
    "argument": pl.String,
    "split": pl.String,
}


@dataclass(frozen=True, slots=True)
class ActAgreement:
    """Agreement of two coders on one act or kind; numbers are nan where undefined."""

    mark: str
    units: int
    positives_a: int
    positives_b: int
    both: int
    raw: float
    alpha: float
    low: float
    high: float
    ac1: float
    standing: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two coders compared: agreement per mark, disputed units, units that one coder lacks."""

    agreement: tuple[ActAgreement, ...]
    disputed: tuple[str, ...]
    missing_a: tuple[str, ...]
    missing_b: tuple[str, ...]
    rights: float
    target: float


@dataclass(frozen=True, slots=True)
class Settled:
    """Tables to commit; ``open`` are units in dispute that nobody has decided."""

    gold: pl.DataFrame
    adjudication: pl.DataFrame
    open: tuple[str, ...]


def gold_units() -> pl.DataFrame:
    """Return the units of the gold sample: unit, statement, stratum, weight, split, shown."""
    table = files("rightful.discourse") / "tables" / "gold_units.csv"
    return pl.read_csv(table.read_bytes(), schema_overrides={"shown": pl.Int64})


def read_coder(folder: Path, coder: str) -> dict[str, Coding]:
    """Return the codings in ``coder_<coder>_*.jsonl`` of a folder."""
    paths = _named(folder, f"coder_{coder}_*.jsonl")
    return read_codings(paths, set(gold_units()["unit"]))


def read_adjudicated(folder: Path) -> dict[str, Coding]:
    """Return the decisions in ``adjudicated_*.jsonl`` of a folder, each with its reason."""
    paths = _named(folder, "adjudicated_*.jsonl")
    return read_codings(paths, set(gold_units()["unit"]), with_reason=True)


def _named(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern)) if folder.is_dir() else []
    if not found:
        raise MissingFile(f"no file {pattern} is there", where=str(folder))
    return found


def compare(
    a: Mapping[str, Coding], b: Mapping[str, Coding], units: Iterable[str], *, seed: int = SEED
) -> Comparison:
    """Return how far two coders agree, on the units that both coded.

    A unit is disputed where the acts or their kinds differ. ``rights`` is the mean share of rights
    in common, ``target`` the share of equal targets, both where the acts are the same.
    """
    every = list(units)
    shared = [unit for unit in every if unit in a and unit in b]
    same = [unit for unit in shared if a[unit].acts == b[unit].acts]
    return Comparison(
        agreement=tuple(_agreement(mark, a, b, shared, seed) for mark in MARKS),
        disputed=tuple(unit for unit in shared if a[unit].marks != b[unit].marks),
        missing_a=tuple(unit for unit in every if unit not in a),
        missing_b=tuple(unit for unit in every if unit not in b),
        rights=_mean([_in_common(a[unit].rights, b[unit].rights) for unit in same]),
        target=_mean([float(a[unit].target == b[unit].target) for unit in same]),
    )


def _agreement(
    mark: str, a: Mapping[str, Coding], b: Mapping[str, Coding], units: list[str], seed: int
) -> ActAgreement:
    codes = _codes(mark, (a, b), units)
    found = alpha_with_interval(codes, seed=seed)
    return ActAgreement(
        mark=mark,
        units=len(units),
        positives_a=int(codes[0].sum()),
        positives_b=int(codes[1].sum()),
        both=int((codes[0] * codes[1]).sum()),
        raw=raw_agreement(codes),
        alpha=found.estimate,
        low=found.low,
        high=found.high,
        ac1=gwet_ac1(codes, 2),
        standing=standing(found.estimate),
    )


def _codes(
    mark: str, coders: tuple[Mapping[str, Coding], ...], units: list[str]
) -> npt.NDArray[np.float64]:
    rows = [[float(mark in coder[unit].marks) for unit in units] for coder in coders]
    return np.array(rows, dtype=np.float64).reshape(len(coders), len(units))


def _in_common(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 1.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def write_disputed(
    comparison: Comparison, a: Mapping[str, Coding], b: Mapping[str, Coding], folder: Path
) -> Path:
    """Write the disputed units with both codings, and their masked text, for the adjudicator."""
    shown = _passages(folder)
    lines = [
        json.dumps(
            {**shown.get(unit, {"unit": unit}), "coder_a": _row(a[unit]), "coder_b": _row(b[unit])},
            ensure_ascii=False,
        )
        for unit in comparison.disputed
    ]
    path = folder / "disputed.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _row(coding: Coding) -> dict[str, object]:
    return {
        "acts": sorted(coding.acts, key=SPEECH_ACTS.index),
        "kinds": dict(coding.kinds),
        "argument": dict(coding.argument),
        "rights": list(coding.rights),
        "target": coding.target,
    }


def _passages(folder: Path) -> dict[str, dict[str, object]]:
    """Return what coders saw, by unit; empty where the texts are not at hand."""
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("for_coders_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return {str(row["unit"]): row for row in rows}


def settle(
    a: Mapping[str, Coding],
    b: Mapping[str, Coding],
    decided: Mapping[str, Coding],
    units: pl.DataFrame,
    texts: Mapping[str, str] | None = None,
) -> Settled:
    """Return the gold table and the log of decisions.

    Parameters
    ----------
    a, b, decided
        Codings of the two coders and of the adjudicator.
    units
        Columns unit and split.
    texts
        Masked texts by unit, to see that no reason quotes one.

    Returns
    -------
    ``gold`` has a row per unit and act that any of the three saw: a unit and act without a row is
    coded 0, a unit without rows is not coded by both. ``code`` is what both coders say, else the
    adjudicator's word, else null. ``probability`` pools the two coders (Dawid and Skene).

    Raises
    ------
    BadRows
        When a decision is about a unit that is not in dispute, or a reason is long or quotes.
    """
    split = dict(units.select("unit", "split").iter_rows())
    shared = [unit for unit in split if unit in a and unit in b]
    disputed = {unit for unit in shared if a[unit].marks != b[unit].marks}
    _check_decisions(decided, disputed, texts or {})
    pooled = {
        act: dict(zip(shared, pool(_codes(act, (a, b), shared)).probability, strict=True))
        for act in SPEECH_ACTS
        if shared
    }
    gold, log = [], []
    for unit in shared:
        final = decided.get(unit) if unit in disputed else a[unit]
        for act in SPEECH_ACTS:
            seen = (act in a[unit].acts, act in b[unit].acts)
            code = None if final is None else act in final.acts
            if any(seen) or code:
                kind = None if final is None else final.kinds.get(act)
                why = _argument(act, unit, a, b, decided)
                chance = round(float(pooled[act][unit]), 4)
                gold.append((unit, act, *map(int, seen), code, chance, kind, why, split[unit]))
            kinds = {each[unit].kinds.get(act) for each in (a, b)}
            if unit in decided and (seen[0] != seen[1] or len(kinds) > 1):
                word = decided[unit].kinds.get(act, "yes") if code else "no"
                log.append((unit, act, word, decided[unit].reason))
    return Settled(
        gold=pl.DataFrame(
            [(*row[:4], None if row[4] is None else int(row[4]), *row[5:]) for row in gold],
            schema=GOLD,
            orient="row",
        ),
        adjudication=pl.DataFrame(
            log,
            schema=dict.fromkeys(("unit", "act", "decision", "reason"), pl.String),
            orient="row",
        ),
        open=tuple(unit for unit in shared if unit in disputed and unit not in decided),
    )


def _argument(
    act: str,
    unit: str,
    a: Mapping[str, Coding],
    b: Mapping[str, Coding],
    decided: Mapping[str, Coding],
) -> str | None:
    """Return the argument of an act: the adjudicator's, else what the coders agree on."""
    if unit in decided:
        return decided[unit].argument.get(act)
    one, other = a[unit].argument.get(act), b[unit].argument.get(act)
    return one if one == other else None


def _check_decisions(
    decided: Mapping[str, Coding], disputed: set[str], texts: Mapping[str, str]
) -> None:
    wrong = []
    for number, (unit, coding) in enumerate(decided.items(), 1):
        reason = coding.reason or ""
        if unit not in disputed:
            wrong.append((number, f"{unit} is not in dispute"))
        if len(reason) > LONGEST_REASON:
            wrong.append((number, f"{unit}: the reason has more than {LONGEST_REASON} characters"))
        if _quotes(reason, texts.get(unit, "")):
            wrong.append((number, f"{unit}: the reason quotes the passage"))
    if wrong:
        raise BadRows(
            "decisions cannot be written down",
            tuple(wrong),
            where="adjudication",
            allowed="disputed units, with a short reason in one's own words",
        )


def _quotes(reason: str, text: str) -> bool:
    """Tell whether a reason repeats several words in a row of a text."""
    words, source = (re.findall(r"\w+", each.lower()) for each in (reason, text))
    runs = {tuple(source[i : i + _COPIED]) for i in range(len(source) - _COPIED + 1)}
    return any(tuple(words[i : i + _COPIED]) in runs for i in range(len(words) - _COPIED + 1))


def as_json(comparison: Comparison) -> dict[str, object]:
    """Return the comparison as JSON carries it: undefined numbers are null."""
    return {
        "agreement": [
            {name: _null(value) for name, value in asdict(row).items()}
            for row in comparison.agreement
        ],
        "disputed": len(comparison.disputed),
        "missing_a": len(comparison.missing_a),
        "missing_b": len(comparison.missing_b),
        "rights": _null(comparison.rights),
        "target": _null(comparison.target),
    }


def _null(value: object) -> object:
    return None if isinstance(value, float) and math.isnan(value) else value


def gold_text(comparison: Comparison) -> str:
    """Return the comparison for a terminal."""
    head = f"{'act':28} {'A':>4} {'B':>4} {'both':>4} {'raw':>5} {'alpha (95 %)':>18} {'AC1':>5}"
    lines = [
        f"{row.mark:28} {row.positives_a:4} {row.positives_b:4} {row.both:4} {two(row.raw):>5} "
        f"{interval(row):>18} {two(row.ac1):>5}  {row.standing}"
        for row in comparison.agreement
    ]
    missing = len(comparison.missing_a), len(comparison.missing_b)
    end = f"{len(comparison.disputed)} units in dispute; A lacks {missing[0]}, B {missing[1]}"
    return "\n".join([head, *lines, end])


def two(value: float) -> str:
    """Return two digits, or a dash for what is undefined."""
    return "–" if math.isnan(value) else f"{value:.2f}"


def interval(row: ActAgreement) -> str:
    """Return alpha with its interval, or a dash."""
    if math.isnan(row.alpha):
        return "–"
    return f"{two(row.alpha)} ({two(row.low)} to {two(row.high)})"


def write_settled(settled: Settled, tables: Path, page: Path, text: str) -> None:
    """Write ``gold.csv``, ``adjudication.csv`` and the page."""
    settled.gold.write_csv(tables / "gold.csv")
    settled.adjudication.write_csv(tables / "adjudication.csv")
    page.write_text(text, encoding="utf-8")
