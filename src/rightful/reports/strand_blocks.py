"""Tables and small charts of the other strands' series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rightful.core.answer import Answer, StrandSeries
from rightful.core.document import Band, Chart, DataTable, Line, Panels
from rightful.reports import cite, series
from rightful.reports.sentences.words import (
    chance,
    chance_interval,
    level_interval,
    percent,
    signed,
)

COUNTED_FROM = 100


@dataclass(frozen=True)
class Shown:
    """A series to show: its name, how the page calls it, a remark, whether it is a share."""

    name: str
    label: str
    remark: str = ""
    percent: bool = False


Pair = tuple[Shown, StrandSeries]


def known(answer: Answer, wanted: Sequence[Shown]) -> list[Pair]:
    """Return the series wanted that have a value, in the order wanted."""
    held = {one.name: one for one in answer.strands}
    pairs = [(each, held[each.name]) for each in wanted if each.name in held]
    return [pair for pair in pairs if series.last_known(pair[1].mean) is not None]


def table(caption: str, anchor: str, found: Sequence[Pair]) -> DataTable:
    """Return a row per series: its last year and value, and how many states stand lower."""
    rows = tuple(_row(shown, one) for shown, one in found)
    columns = ("What", "Year", "Value", "90% interval", "Other states lower")
    return DataTable(caption, columns, rows, (False, True, True, True, True), False, anchor)


def panels(title: str, anchor: str, found: Sequence[Pair]) -> Panels:
    """Return a small chart per series, with its interval."""
    return Panels(
        title,
        anchor,
        "Estimates with their 90% intervals.",
        tuple(_chart(shown, one) for shown, one in found),
        cite.NOTE,
    )


def rests_on(found: Sequence[Pair]) -> str:
    """Return the sentence that names what the series rest on."""
    titles = dict.fromkeys(title for _, one in found for title in one.rests_on)
    return f"Rests on: {'; '.join(titles)}." if titles else ""


def _row(shown: Shown, one: StrandSeries) -> tuple[str, ...]:
    at = series.last_known(one.mean) or 0
    label = f"{shown.label} ({shown.remark})" if shown.remark else shown.label
    lower = percent(float(one.standing[at])) if np.isfinite(one.standing[at]) else ""
    return (label, str(one.years[at]), _value(shown, one, at), _interval(shown, one, at), lower)


def _value(shown: Shown, one: StrandSeries, at: int) -> str:
    value = float(one.mean[at])
    if shown.percent:
        return chance(value)
    if np.isfinite(one.low[at]):
        return signed(value)
    return f"{value:.0f}" if value == int(value) or value >= COUNTED_FROM else f"{value:.1f}"


def _interval(shown: Shown, one: StrandSeries, at: int) -> str:
    low, high = float(one.low[at]), float(one.high[at])
    if not np.isfinite(low + high):
        return "observed"
    return chance_interval(low, high) if shown.percent else level_interval(low, high)


def _chart(shown: Shown, one: StrandSeries) -> Chart:
    at = series.last_known(one.mean) or 0
    told = f"{_value(shown, one, at)} ({_interval(shown, one, at)})"
    columns = ("Year", "Value", "90% interval")
    rows = tuple(
        (str(year), _value(shown, one, i), _interval(shown, one, i))
        for i, year in enumerate(one.years.tolist())
    )
    return Chart(
        title=f"{shown.label}: {_value(shown, one, at)} in {one.years[at]}",
        anchor=f"strand-{one.name.replace('_', '-')}",
        caption=f"{one.years[at]}: {told}.",
        alternative=f"{shown.label}, {one.years[0]} to {one.years[-1]}; last {told}.",
        lines=(Line(one.years, one.mean, "network", ""),),
        bands=(Band(one.years, one.low, one.high, "network", "90% interval"),),
        table=DataTable(shown.label, columns, rows, (True, True, True), True),
        height=130,
    )
