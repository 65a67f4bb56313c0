"""The tables behind the charts: the same numbers, a row per year, both standards side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from rightful.core.answer import Answer, GapSeries, Ints, PracticeSeries, RightSeries
from rightful.core.document import DataTable
from rightful.reports.sentences.words import chance, dated, percent, signed, words_of


def years_of(*series: PracticeSeries | RightSeries | GapSeries | None) -> list[int]:
    """Return every year that any of the series holds, sorted."""
    return sorted({int(year) for one in series if one is not None for year in one.years})


def practice(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return level, interval and world's quartiles per year and standard."""
    names = tuple(by_standard)
    columns: list[str] = ["Year"]
    for name in names:
        columns += [f"Level, {name}", "90% interval", "World's quartiles"]
    rows = []
    for year in years_of(*by_standard.values()):
        cells = [cell for name in names for cell in _level(by_standard[name], year)]
        if any(cells):
            rows.append((str(year), *cells))
    caption = f"Practice, {words_of(family).subject}: level with its interval, beside the world"
    return DataTable(caption, tuple(columns), tuple(rows), (True,) * len(columns), True)


def rank(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return the percentile with its interval per year and standard."""
    names = tuple(by_standard)
    columns: list[str] = ["Year"]
    for name in names:
        columns += [f"Others do worse, {name}", "90% interval"]
    rows = []
    for year in years_of(*by_standard.values()):
        cells = [cell for name in names for cell in _rank(by_standard[name], year)]
        if any(cells):
            rows.append((str(year), *cells))
    caption = f"Rank, {words_of(family).subject}: share of the other states that do worse"
    return DataTable(caption, tuple(columns), tuple(rows), (True,) * len(columns), True)


def right(name: str, by_standard: Mapping[str, RightSeries]) -> DataTable:
    """Return the probability of the worst category per year and standard."""
    standards = tuple(by_standard)
    columns: list[str] = ["Year"]
    for standard in standards:
        columns += [f"Worst category, {standard}", "90% interval"]
    rows = []
    for year in years_of(*by_standard.values()):
        cells = [cell for standard in standards for cell in _worst(by_standard[standard], year)]
        if any(cells):
            rows.append((str(year), *cells))
    caption = f"{words_of(name).label}: probability of the worst category"
    return DataTable(caption, tuple(columns), tuple(rows), (True,) * len(columns), True)


def gap(name: str, by_standard: Mapping[str, GapSeries]) -> DataTable:
    """Return below the anchor, promise unmet and the secondary difference per year and standard."""
    standards = tuple(by_standard)
    columns: list[str] = ["Year"]
    for standard in standards:
        columns += [f"Below anchor, {standard}", "Promise unmet", "Difference (90% interval)"]
    rows = []
    for year in years_of(*by_standard.values()):
        cells = [cell for standard in standards for cell in _gap(by_standard[standard], year)]
        if any(cells):
            rows.append((str(year), *cells))
    caption = f"{words_of(name).label}: below the anchor, and promise unmet"
    return DataTable(caption, tuple(columns), tuple(rows), (True,) * len(columns), True)


def acts(answer: Answer) -> DataTable:
    """Return every act of commitment with its dates and the authority it rests on."""
    rows = [
        (
            act.instrument,
            act.act.replace("_", " "),
            dated(act.date),
            dated(act.bound_from) if act.bound_from else "does not bind, or not known",
            dated(act.bound_until) if act.bound_until else "",
            _act_note(act.carried_from, act.note),
            act.authority,
        )
        for act in sorted(
            answer.promises, key=lambda a: (a.date or a.bound_from or date.max, a.instrument)
        )
    ]
    columns = ("Instrument", "Act", "Date", "Binds from", "Binds until", "Note", "Authority")
    return DataTable("Every act in our register", columns, tuple(rows), folded=True)


def _act_note(carried_from: str | None, note: str) -> str:
    parts = [f"carried from {carried_from}"] if carried_from else []
    return "; ".join([*parts, note] if note else parts)


def _at(years: Ints, year: int) -> int | None:
    found = np.flatnonzero(years == year)
    return int(found[0]) if found.size else None


def _level(one: PracticeSeries, year: int) -> tuple[str, str, str]:
    i = _at(one.years, year)
    if i is None or not np.isfinite(one.mean[i]):
        return ("", "", "")
    quartiles = (one.world_q25[i], one.world_median[i], one.world_q75[i])
    world = ", ".join(signed(float(q)) for q in quartiles) if np.isfinite(quartiles).all() else ""
    return (signed(float(one.mean[i])), _pair(one.low[i], one.high[i]), world)


def _rank(one: PracticeSeries, year: int) -> tuple[str, str]:
    i = _at(one.years, year)
    if i is None or not np.isfinite(one.percentile[i]):
        return ("", "")
    low, high = percent(float(one.percentile_low[i])), percent(float(one.percentile_high[i]))
    return (percent(float(one.percentile[i])), f"{low} to {high}")


def _worst(one: RightSeries, year: int) -> tuple[str, str]:
    i = _at(one.years, year)
    if i is None or not np.isfinite(one.p_worst[i]):
        return ("", "")
    return (
        chance(float(one.p_worst[i])),
        f"{chance(float(one.low[i]))} to {chance(float(one.high[i]))}",
    )


def _gap(one: GapSeries, year: int) -> tuple[str, str, str]:
    i = _at(one.years, year)
    if i is None:
        return ("", "", "")
    below, unmet = float(one.below_anchor[i]), float(one.promise_unmet[i])
    shown = f"{signed(float(one.mean[i]))} ({_pair(one.low[i], one.high[i])})"
    return (
        chance(below) if np.isfinite(below) else "",
        chance(unmet) if np.isfinite(unmet) else "",
        shown if np.isfinite(one.mean[i]) else "",
    )


def _pair(low: float, high: float) -> str:
    return f"{signed(float(low))} to {signed(float(high))}"
