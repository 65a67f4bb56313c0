"""The dossier as strict JSON: fixed keys, null where nothing is known."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import numpy as np

from rightful.core.answer import Answer, GapSeries, PracticeSeries, RightSeries, SourceRecord
from rightful.core.finding import Finding
from rightful.core.phase import READINGS
from rightful.reports import series
from rightful.reports.sentences import change, gap, phases, practice, promises, standards

Plain = Any  # what json can write: str, int, float, bool, None, list, dict


def render(answer: Answer) -> str:
    """Return the answer as JSON text, with exactly five keys at the top."""
    content = {
        "state": {**asdict(answer.state), "record": _record(answer)},
        "promises": [asdict(one) for one in answer.promises],
        "deeds": _deeds(answer),
        "gap": {name: _nested(by) for name, by in answer.gap.items() if by},
        "sources": [{**asdict(one), "rows": _rows(answer, one)} for one in answer.sources],
    }
    return json.dumps(_plain(content), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _record(answer: Answer) -> dict[str, Plain]:
    """Return what is said of the state beyond the series, and how it was made."""
    return {
        "first_year": answer.first_year,
        "last_year": answer.last_year,
        "unknown_instruments": list(answer.unknown_instruments),
        "changes": [asdict(one) for one in answer.changes],
        "strands": [asdict(one) for one in answer.strands],
        "phases": None if answer.spiral is None else asdict(answer.spiral),
        "claims": [asdict(one) for one in answer.claims],
        "sentences": [asdict(one) for one in _findings(answer)],
        "recipe": dict(answer.recipe),
    }


def _rows(answer: Answer, source: SourceRecord) -> list[dict[str, Plain]]:
    """Return the pointers into a source's file: year, row, item."""
    return [
        {"year": one.year, "row": one.row, "item": one.item}
        for one in answer.ratings
        if (one.source, one.edition) == (source.name, source.edition)
    ]


def _deeds(answer: Answer) -> dict[str, Plain]:
    """Return families by standard, and rights beside them, the main standard on top."""
    found: dict[str, Plain] = {
        family: {name: _series(one) for name, one in by.items()}
        for family, by in answer.deeds.items()
        if by
    }
    # A family of one right carries the right's name too (workers): the family keeps the place.
    for right, by in answer.rights.items():
        if by:
            found[right] = {**found.get(right, {}), **_nested(by)}
    return found


def _nested(by: dict[str, RightSeries] | dict[str, GapSeries]) -> dict[str, Plain]:
    """Return the main standard's arrays on top, every other standard under its own name."""
    main = series.main_standard(by)
    if main is None:
        return {}
    top: dict[str, Plain] = {"standard": main, **_series(by[main])}
    return {**top, **{name: _series(one) for name, one in by.items() if name != main}}


def _series(one: PracticeSeries | RightSeries | GapSeries) -> dict[str, Plain]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _findings(answer: Answer) -> list[Finding]:
    found = [
        promises.core_bound(answer),
        promises.first_promise(answer),
        promises.pending(answer),
        promises.reservations(answer),
        promises.only_signed(answer),
        promises.left(answer),
        promises.carried(answer),
        promises.unknown_instruments(answer),
        practice.summary(answer),
        gap.lede(answer),
        change.lede(answer),
    ]
    for family in series.families(answer):
        for name, one in answer.deeds[family].items():
            found += [
                practice.level(answer.state, family, one, name),
                practice.rank(answer.state, family, one, name),
            ]
        found.append(standards.agreement(answer, family))
    for name in series.rights(answer, answer.gap):
        its = answer.gap[name][series.main_standard(answer.gap[name]) or ""]
        found += [gap.unmet(answer.state, name, its), gap.since_when(answer.state, name, its)]
    return [one for one in (*found, *_phases(answer)) if one is not None]


def _phases(answer: Answer) -> list[Finding]:
    state, spiral = answer.state, answer.spiral
    if spiral is None:
        return [phases.unplaced(state)]
    return [
        *(phases.latest(state, spiral, name) for name in READINGS),
        *(phases.relegation(state, spiral, name) for name in READINGS[:2]),
        *(phases.marker(spiral, name) for name in ("m1", "m2", "m3")),
        phases.coverage(spiral),
        *phases.deciding(spiral),
    ]


def _plain(value: object) -> Plain:
    if isinstance(value, float):
        # Six digits are far below the doubt of any estimate and keep the file short.
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value
