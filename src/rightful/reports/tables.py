"""The tables behind the charts: the same numbers, a row per year, both standards side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from rightful.core.answer import Answer, GapSeries, PracticeSeries, RightSeries
from rightful.core.document import DataTable
from rightful.reports.sentences.words import chance, dated, percent, signed, words_of

S = TypeVar("S", bound=PracticeSeries | RightSeries | GapSeries)


def years_of(*series: PracticeSeries | RightSeries | GapSeries | None) -> list[int]:
    """Return every year that any of the series holds, sorted."""
    return sorted({int(year) for one in series if one is not None for year in one.years})


def practice(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return level, interval and world's quartiles per year and standard."""
    caption = f"Practice, {words_of(family).subject}: level with its interval, beside the world"
    heads = ("Level, {}", "90% interval", "World's quartiles")
    return _by_year(caption, by_standard, heads, _level)


def rank(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return the percentile with its interval per year and standard."""
    caption = f"Rank, {words_of(family).subject}: share of the other states that do worse"
    return _by_year(caption, by_standard, ("Others do worse, {}", "90% interval"), _rank)


def right(name: str, by_standard: Mapping[str, RightSeries]) -> DataTable:
    """Return the probability of the worst category per year and standard."""
    caption = f"{words_of(name).label}: probability of the worst category"
    return _by_year(caption, by_standard, ("Worst category, {}", "90% interval"), _worst)


def gap(name: str, by_standard: Mapping[str, GapSeries]) -> DataTable:
    """Return below the anchor, promise unmet and the secondary difference per year and standard."""
    caption = f"{words_of(name).label}: below the anchor, and promise unmet"
    heads = ("Below anchor, {}", "Promise unmet", "Difference (90% interval)")
    return _by_year(caption, by_standard, heads, _gap)


def _by_year(
    caption: str,
    by_standard: Mapping[str, S],
    heads: tuple[str, ...],
    cells: Callable[[S, int], tuple[str, ...]],
) -> DataTable:
    """Return a row per year with the cells of every standard; years without any are left out."""
    columns = ["Year", *(head.format(name) for name in by_standard for head in heads)]
    places = [
        (one, {int(year): i for i, year in enumerate(one.years)}) for one in by_standard.values()
    ]
    nothing = ("",) * len(heads)
    rows = []
    for year in years_of(*by_standard.values()):
        found = [cells(one, at[year]) if year in at else nothing for one, at in places]
        if any(cell for part in found for cell in part):
            rows.append((str(year), *(cell for part in found for cell in part)))
    return DataTable(caption, tuple(columns), tuple(rows), (True,) * len(columns), True)


def acts(answer: Answer) -> DataTable:
    """Return every act of commitment with its dates and the authority it rests on."""
    rows = [
        (
            act.instrument,
            act.act.replace("_", " "),
            dated(act.date) if act.date or not act.year else str(act.year),
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


def _level(one: PracticeSeries, i: int) -> tuple[str, str, str]:
    if not math.isfinite(one.mean[i]):
        return ("", "", "")
    quartiles = (one.world_q25[i], one.world_median[i], one.world_q75[i])
    world = (
        ", ".join(signed(float(q)) for q in quartiles) if all(map(math.isfinite, quartiles)) else ""
    )
    return (signed(float(one.mean[i])), _pair(one.low[i], one.high[i]), world)


def _rank(one: PracticeSeries, i: int) -> tuple[str, str]:
    if not math.isfinite(one.percentile[i]):
        return ("", "")
    low, high = percent(float(one.percentile_low[i])), percent(float(one.percentile_high[i]))
    return (percent(float(one.percentile[i])), f"{low} to {high}")


def _worst(one: RightSeries, i: int) -> tuple[str, str]:
    if not math.isfinite(one.p_worst[i]):
        return ("", "")
    return (
        chance(float(one.p_worst[i])),
        f"{chance(float(one.low[i]))} to {chance(float(one.high[i]))}",
    )


def _gap(one: GapSeries, i: int) -> tuple[str, str, str]:
    below, unmet = float(one.below_anchor[i]), float(one.promise_unmet[i])
    shown = f"{signed(float(one.mean[i]))} ({_pair(one.low[i], one.high[i])})"
    return (
        chance(below) if math.isfinite(below) else "",
        chance(unmet) if math.isfinite(unmet) else "",
        shown if math.isfinite(one.mean[i]) else "",
    )


def _pair(low: float, high: float) -> str:
    return f"{signed(float(low))} to {signed(float(high))}"
