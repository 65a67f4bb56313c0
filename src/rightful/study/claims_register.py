"""The register of claims with what the record says of each: `rightful claims`, `rightful claim`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rightful.core.errors import RightfulError, StoreError, UnknownName
from rightful.core.names import resolve, suggest
from rightful.estimation import claims as register
from rightful.estimation.claims import Claim, Result, Results
from rightful.record.atomic import disk_errors, write_atomically
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study.claims_readers import READERS, Found, stamp
from rightful.study.outputs import check_out

Progress = Callable[[float, float, str], None]


def claims(
    kind: str | None = None,
    status: str | None = None,
    part: str | None = None,
    store: Store | None = None,
) -> list[dict[str, Any]]:
    """Return the claims of the paper, a row each, in the order of their numbers.

    Parameters
    ----------
    kind, status, part
        Only claims of that kind, status (``register.STATUSES``) or part of the paper.

    Returns
    -------
    Rows {id, locus, part, restatement, kind, sign, treatment, outcome, unit, margin, margin_reason,
    needs, missing, status, result, code, built, why}; ``result`` is None or {verdict, estimate,
    low, high, unit, sentence, when, code, key, outdated, parts, others}: numbers and sentence are
    of the main answer, the verdict is of the whole claim, whose ``parts`` are {key, verdict}.

    Raises
    ------
    UnknownName
        With suggestions, when a filter's value is not known.
    """
    wanted = {
        "kind": kind and resolve(kind, register.KINDS, "kind of claim"),
        "status": status and resolve(status, register.STATUSES, "status"),
        "part": part and resolve(part, register.PARTS, "part of the paper"),
    }
    rows = _rows(store or Store())
    return [row for row in rows if all(value in (None, row[key]) for key, value in wanted.items())]


def claim(number_: str | int, store: Store | None = None) -> dict[str, Any]:
    """Return one claim, as ``claims`` does.

    Raises
    ------
    UnknownName
        With suggestions, when no claim has that number.
    """
    typed = str(number_).strip().lstrip("#")
    if not typed.isdecimal() or not 1 <= int(typed) <= register.MOST:
        numbers = [str(one.id) for one in register.claims()]
        raise UnknownName(
            "claim",
            str(number_),
            suggest(typed, numbers),
            allowed=f"1 to {register.MOST}",
            next_step="rightful claims lists them",
        )
    return _rows(store or Store())[int(typed) - 1]


def _rows(store: Store) -> list[dict[str, Any]]:
    held, now = _held(store), stamp()
    results = register.newest((register.shipped_results(), _own(store)), now)
    return [_row(one, held, results.get(one.id, ()), now) for one in register.claims()]


def _row(one: Claim, held: set[str], found: tuple[Result, ...], now: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "locus": one.locus,
        "part": one.part,
        "restatement": one.restatement,
        "kind": one.kind,
        "sign": one.sign,
        "treatment": one.treatment or None,
        "outcome": one.outcome or None,
        "unit": one.unit or None,
        "margin": one.margin,
        "margin_reason": one.margin_reason or None,
        "needs": list(one.needs),
        "missing": list(register.missing(one, held)),
        "status": register.status(one),
        "result": _told(one, found, now) if found else None,
        "code": list(one.code),
        "built": one.built or None,
        "why": one.why or None,
    }


def _told(claim: Claim, found: tuple[Result, ...], now: str) -> dict[str, Any]:
    plain = [one.as_dict() for one in found]
    for row in plain:
        row["outdated"] = row.pop("baseline") != now
    parts = [{"key": row["key"], "verdict": row["verdict"]} for row in plain[: len(claim.whole)]]
    return {
        **plain[0],
        "verdict": register.verdict_of(claim, found),
        "parts": parts if len(claim.whole) > 1 else [],
        "others": plain[1:],
    }


def _held(store: Store) -> set[str]:
    """Return names of needs that are here: sources in the store, series of the baseline."""
    series = Baseline(shipped()).recipe["series"]
    return {one.source for one in store.holdings()} | {register.SERIES + name for name in series}


def _place(store: Store) -> Path:
    return store.root / "claims" / "results.json"


def _own(store: Store) -> Results:
    return _results_at(_place(store))


def _results_at(path: Path) -> Results:
    try:
        return register.read_results(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"the table of results cannot be read: {error}",
            where=str(path),
            next_step="remove the file, or write it anew with `rightful claims --refresh`",
        ) from error


def refresh_claims(
    out: Path | None = None, progress: Progress | None = None, store: Store | None = None
) -> dict[str, Any]:
    """Run every function that answers claims and keep what it says.

    Parameters
    ----------
    out
        A JSON file to write instead of the store's own; answers that it has and that are not found
        now are kept.

    Returns
    -------
    dict
        ``written``; ``answered``: numbers of claims; ``missing``: what could not be run, and why.

    Raises
    ------
    UsageError
        When ``out`` cannot be used.
    DataError, StoreError
        When the table that is there cannot be read, or the new one not written.
    """
    shelf = store or Store()
    if out is not None:
        check_out(out)
    place = out or _place(shelf)
    listed, before = register.claims(), _results_at(place)
    found, missing = _run(shelf, progress)
    now = {one.id: told for one in listed if (told := register.answers_of(one, found))}
    with disk_errors(place.parent):
        write_atomically(place, register.results_text({**before, **now}).encode())
    return {"written": str(place), "answered": sorted(now), "missing": missing}


def _run(store: Store, progress: Progress | None) -> tuple[Found, list[str]]:
    found: Found = {}
    missing: list[str] = []
    for at, (code, reader) in enumerate(READERS.items()):
        if progress is not None:
            progress(at / len(READERS), float("nan"), code.rpartition(".")[2])
        try:
            found |= reader(store)
        except RightfulError as error:
            missing.append(f"{code}: {error.what}")
    if progress is not None:
        progress(1.0, 0.0, "")
    return found, missing
