"""The tables behind the charts: the same numbers, a row per year, both standards side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from rightful.core.answer import Answer, GapSeries, PracticeSeries, Promise, RightSeries
from rightful.core.document import DataTable
from rightful.reports.sentences.promises import articles
from rightful.reports.sentences.standings import REMARKS, begun
from rightful.reports.sentences.words import (
    chance,
    chance_interval,
    dated,
    instrument,
    percent,
    share_interval,
    signed,
    words_of,
)

S = TypeVar("S", bound=PracticeSeries | RightSeries | GapSeries)


def years_of(*series: PracticeSeries | RightSeries | GapSeries | None) -> list[int]:
    """Return every year that any of the series holds, sorted."""
    return sorted({int(year) for one in series if one is not None for year in one.years})


def practice(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return level, interval and world's quartiles per year and standard."""
    which = f", {next(iter(by_standard))} standard" if len(by_standard) == 1 else ""
    what = f"Practice, {words_of(family).subject}{which}"
    caption = f"{what}: level with its interval, beside the other states"
    heads = ("Level, {}", "90% interval, {}", "Quartiles of the others, {}")
    return _by_year(caption, by_standard, heads, _level)


def rank(family: str, by_standard: Mapping[str, PracticeSeries]) -> DataTable:
    """Return the percentile with its interval per year and standard."""
    caption = f"Rank, {words_of(family).subject}: share of the other states that do worse"
    return _by_year(caption, by_standard, ("Others do worse, {}", "90% interval, {}"), _rank)


def right(name: str, by_standard: Mapping[str, RightSeries]) -> DataTable:
    """Return the probability of the worst category per year and standard."""
    caption = f"{words_of(name).label}: probability of the worst category"
    return _by_year(caption, by_standard, ("Worst category, {}", "90% interval, {}"), _worst)


def gap(name: str, by_standard: Mapping[str, GapSeries]) -> DataTable:
    """Return below the anchor, promise unmet and the secondary difference per year and standard."""
    caption = f"{words_of(name).label}: below the anchor, and promise unmet"
    heads = ("Below anchor, {}", "Promise unmet, {}", "Difference (90% interval), {}")
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
            instrument(act.instrument),
            act.act.replace("_", " "),
            dated(act.date) if act.date else str(act.year or "not dated"),
            _binds_from(act),
            dated(act.bound_until, act.until_precision) if act.bound_until else "",
            _act_note(act),
            act.authority,
        )
        for act in sorted(
            answer.promises, key=lambda a: (a.date or a.bound_from or date.max, a.instrument)
        )
    ]
    columns = ("Instrument", "Act", "Date", "Binds from", "Binds until", "Note", "Authority")
    return DataTable("Every act in our register", columns, tuple(rows), folded=True)


def _binds_from(act: Promise) -> str:
    """Say from when an act binds; a remark or a withdrawal has no such day."""
    if act.bound_from:
        return dated(act.bound_from, act.precision)
    if act.act in {*REMARKS, "withdrawal"}:
        return ""
    return "does not bind" if act.act == "signature" else "not known to have bound"


def _act_note(act: Promise) -> str:
    parts = [
        f"carried from {act.carried_from}" if act.carried_from else "",
        "after the day to which our tables speak" if act.bound_from and not begun(act) else "",
        articles(act.articles) or ("naming no article" if act.act in REMARKS else ""),
        act.note,
    ]
    return "; ".join(part for part in parts if part)


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
    interval = share_interval(float(one.percentile_low[i]), float(one.percentile_high[i]))
    return (percent(float(one.percentile[i])), interval)


def _worst(one: RightSeries, i: int) -> tuple[str, str]:
    if not math.isfinite(one.p_worst[i]):
        return ("", "")
    interval = chance_interval(float(one.low[i]), float(one.high[i]))
    return (chance(float(one.p_worst[i])), interval)


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
