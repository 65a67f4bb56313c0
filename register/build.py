"""Rebuild the register's tables and lists: ``python -m register.build --from DIR``.

``DIR`` is the folder with the publishers' tables. Written anew: ``acts.csv``, ``obligations.csv``,
``memberships.csv`` and the computed columns of ``instruments.csv`` in the package, and the two
generated lists in ``docs``. The hand-kept columns of ``instruments.csv`` and ``articles.csv`` are
inputs.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from register import parties, report
from register.authorities import AUTHORITIES
from register.membership import memberships
from register.oblige import (
    Instrument,
    Obligation,
    after_parents,
    carried_obligations,
    entry_into_force,
    own_obligations,
)
from register.observe import CENSORED, Observation, observations
from register.reconcile import Act, Conflict, Register, absences, reconcile
from register.reservations import Statement, statements
from rightful.record.state_table import spells

ROOT: Final = Path(__file__).resolve().parents[1]
TABLES: Final = ROOT / "src" / "rightful" / "record" / "tables"
DOCS: Final = ROOT / "docs"
ACT_COLUMNS: Final = (
    "act_id", "state_id", "ccode", "instrument", "act", "date", "year", "precision", "articles",
    "authority", "note",
)  # fmt: skip
OBLIGATION_COLUMNS: Final = (
    "state_id", "ccode", "instrument", "bound_from", "bound_until", "known_until", "carried_from",
    "act_id", "precision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """Everything one run produces."""

    instruments: list[dict[str, str]]
    acts: list[dict[str, str]]
    obligations: list[dict[str, str]]
    memberships: list[dict[str, str]]
    conflicts: list[Conflict]
    unsettled: list[str]
    statements: list[Statement]
    undated: list[str]


def build(folder: Path) -> Built:
    """Return the register built from the raw tables under ``folder``."""
    seen = [Observation(**row) for row in observations(folder).to_dicts()]
    pairs, unsettled = parties.attribute(seen)
    register = reconcile(pairs)
    dropped, missing = absences(register, pairs)
    acts = [act for act in register.acts if act not in dropped]
    acts = _mark_unborn(acts)
    table = _with_computed(_read("instruments"), acts, seen)
    instruments = {row["instrument"]: _instrument(row) for row in table}
    own = own_obligations(acts, instruments, _ends())
    own = [_not_before_birth(one) for one in own]
    carried = carried_obligations(own, acts, parties.carrying(), instruments)
    coded = statements(folder)
    act_rows = [_act_row(act) for act in acts]
    act_rows += _statement_rows(coded)
    heard = _heard(pairs)
    bound = [_as_heard(one, heard) for one in after_parents([*own, *carried], instruments)]
    bound_rows = [_bound_row(one) for one in bound]
    return Built(
        table,
        sorted(act_rows, key=lambda row: row["act_id"]),
        sorted(bound_rows, key=lambda row: tuple(row[name] for name in _ORDER)),
        memberships(folder),
        [*register.conflicts, *missing],
        unsettled,
        coded,
        _undated(pairs, acts),
    )


def _heard(pairs: Iterable[tuple[str, Observation]]) -> dict[tuple[str, str], date]:
    """Return the last day to which the tables of an instrument that know a person speak of it.

    A list of the members of the United Nations says nothing of Taiwan or the Holy See.
    """
    covers: dict[str, set[str]] = defaultdict(set)
    knows: dict[str, set[str]] = defaultdict(set)
    for state_id, one in pairs:
        authority = AUTHORITIES[one.authority]
        if not authority.witness and not authority.partial:
            covers[one.authority].add(one.instrument)
            knows[one.authority].add(state_id)
    heard: dict[tuple[str, str], date] = {}
    for key, instruments in covers.items():
        for pair in ((state, name) for state in knows[key] for name in instruments):
            heard[pair] = max(AUTHORITIES[key].as_of, heard.get(pair, date.min))
    return heard


def _as_heard(one: Obligation, heard: dict[tuple[str, str], date]) -> Obligation:
    # What is carried was heard of its bearer or of its maker.
    persons = (one.state_id, one.carried_from or one.state_id)
    days = [heard.get((state, one.instrument)) for state in persons]
    known = [day for day in days if day is not None]
    return replace(one, known_until=min(one.known_until, max(known))) if known else one


def _undated(pairs: Iterable[tuple[str, Observation]], acts: Iterable[Act]) -> list[str]:
    """Return what a table shows from the first year it lists and no other table dates."""
    dated = {(act.state_id, act.instrument) for act in acts if act.act != "signature"}
    return sorted(
        f"{state_id} ({one.instrument}, in {one.authority} since {one.date.year})"
        for state_id, one in pairs
        if one.note == CENSORED
        and not AUTHORITIES[one.authority].witness
        and (state_id, one.instrument) not in dated
    )


_ORDER: Final = ("state_id", "instrument", "bound_from")


def _mark_unborn(acts: list[Act]) -> list[Act]:
    said = "dated before the state's birth; the tables do not say whose act it was"
    return [
        replace(act, note="; ".join(filter(None, (act.note, said))))
        if act.latest < parties.birth(act.state_id)
        else act
        for act in acts
    ]


def _not_before_birth(one: Obligation) -> Obligation:
    return replace(one, bound_from=max(one.bound_from, parties.birth(one.state_id)))


def _ends() -> dict[str, date | None]:
    return {state_id: parties.death(state_id) for state_id in spells()}


def _read(stem: str) -> list[dict[str, str]]:
    with (TABLES / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _with_computed(
    table: list[dict[str, str]], acts: list[Act], seen: Iterable[Observation]
) -> list[dict[str, str]]:
    """Return the instruments with entry into force and ``known_until`` computed."""
    deposits: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        deposits[act.instrument].append(act)
    speakers: dict[str, set[str]] = defaultdict(set)
    for one in seen:
        speakers[one.instrument].add(one.authority)
    done: list[dict[str, str]] = []
    for row in table:
        parent = next((old["in_force"] for old in done if old["instrument"] == row["parent"]), "")
        name = row["instrument"]
        done.append(_computed(row, parent, deposits[name], speakers[name]))
    return done


def _computed(
    row: dict[str, str], parent: str, deposits: list[Act], speakers: set[str]
) -> dict[str, str]:
    lists = (AUTHORITIES[key] for key in speakers)
    known = [one for one in lists if not one.witness and not one.partial]
    last = max((one.as_of for one in known), default=None)
    plain = _instrument({**row, "known_until": ""})
    computed = entry_into_force(plain, deposits)
    paged = row["in_force"] if "page" in row["in_force_authority"] else ""
    # A protocol is not in force before its parent (article 13 OP-CRPD, article 9 ICCPR-OP1).
    if computed and parent:
        computed = max(computed, date.fromisoformat(parent))
    agree = computed is not None and computed.isoformat() == paged
    ways = [("computed", computed is not None and (agree or not paged)), ("page", bool(paged))]
    authority = ";".join(way for way, holds in ways if holds)
    in_force = paged or (computed.isoformat() if computed else "")
    return {
        **row,
        "in_force": in_force,
        "in_force_authority": authority,
        "known_until": last.isoformat() if last else "",
        "former_states": str(int("hrc22" in speakers)) if last else "",
    }


def _instrument(row: dict[str, str]) -> Instrument:
    return Instrument(
        row["instrument"],
        row["kind"],
        row["parent"] or None,
        row["in_force_rule"] or None,
        row["first_rule"] or None,
        int(row["deposits_needed"]) if row["deposits_needed"] else None,
        date.fromisoformat(row["in_force"]) if row["in_force"] else None,
        date.fromisoformat(row["known_until"]) if row["known_until"] else None,
    )


def _act_row(act: Act) -> dict[str, str]:
    return {
        "act_id": act.act_id,
        "state_id": act.state_id,
        "ccode": _text(parties.ccode_on(act.state_id, act.latest)),
        "instrument": act.instrument,
        "act": act.act,
        "date": act.date.isoformat() if act.date else "",
        "year": str(act.year),
        "precision": act.precision,
        "articles": "",
        "authority": act.authority,
        "note": act.note,
    }


def _statement_rows(coded: Iterable[Statement]) -> list[dict[str, str]]:
    """Return undated rows for reservations and declarations; empty blocks are left to the list."""
    as_of = AUTHORITIES["untc15"].as_of
    rows: list[dict[str, str]] = []
    for one in coded:
        if one.kind not in {"reservation", "declaration"}:
            continue
        state_id = parties.person_of(one.party, as_of)
        rows.append(
            {
                "act_id": f"{state_id}/{one.instrument}/{one.kind}",
                "state_id": state_id,
                "ccode": _text(parties.ccode_on(state_id, as_of)),
                "instrument": one.instrument,
                "act": one.kind,
                "date": "",
                "year": "",
                "precision": "none",
                "articles": ";".join(str(article) for article in one.articles),
                "authority": "untc15",
                "note": f"{one.note}; in the table of March 2015, which does not date it",
            }
        )
    return rows


def _bound_row(one: Obligation) -> dict[str, str]:
    return {
        "state_id": one.state_id,
        "ccode": _text(parties.ccode_on(one.state_id, one.bound_until or one.known_until)),
        "instrument": one.instrument,
        "bound_from": one.bound_from.isoformat(),
        "bound_until": one.bound_until.isoformat() if one.bound_until else "",
        "known_until": one.known_until.isoformat(),
        "carried_from": one.carried_from or "",
        "act_id": one.act_id,
        "precision": one.precision,
    }


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def write(built: Built) -> None:
    """Write the tables into the package and the lists into ``docs``."""
    _write("instruments", tuple(built.instruments[0]), built.instruments)
    _write("acts", ACT_COLUMNS, built.acts)
    _write("obligations", OBLIGATION_COLUMNS, built.obligations)
    _write("memberships", tuple(built.memberships[0]), built.memberships)
    conflicts = report.conflicts(built.conflicts)
    (DOCS / "promises-conflicts.md").write_text(conflicts, encoding="utf-8")
    missing = report.missing(
        built.instruments, built.acts, built.unsettled, built.undated, built.statements
    )
    (DOCS / "promises-missing.md").write_text(missing, encoding="utf-8")


def _write(stem: str, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    with (TABLES / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Read the command line, build, write, and say how much there is."""
    parser = argparse.ArgumentParser(prog="register.build", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    built = build(arguments.folder)
    write(built)
    print(
        f"{len(built.instruments)} instruments, {len(built.acts)} acts, "
        f"{len(built.obligations)} obligations, {len(built.conflicts)} conflicts"
    )
    kinds = pl.Series([one.kind for one in built.conflicts]).value_counts(sort=True)
    print(kinds)


if __name__ == "__main__":
    main()


__all__ = ["Built", "Register", "build", "write"]
