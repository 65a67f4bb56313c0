"""Promise and deed on one time axis, under both standards."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from rightful.core.answer import Answer, PracticeSeries
from rightful.core.document import Band, Block, Chart, Event, Heading, Line, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sentences import practice as said
from rightful.reports.sentences.standings import Standing, standings
from rightful.reports.sentences.words import (
    STANDARD_WORDS,
    capital,
    in_year,
    instrument,
    level_interval,
    listed,
    possessive,
    short_name,
    signed,
    tense,
    words_of,
)

MEANING = {
    "changing": "The changing standard allows that observers have come to look harder: the same "
    "rating may stand for better practice in a later year.",
    "constant": "The constant standard takes a rating to mean the same in every year.",
}


class Practice(Section):
    """The level of practice with its interval, the world behind it, the dates of promises on it."""

    name: ClassVar[str] = "practice"
    title: ClassVar[str] = "Promise and deed"
    order: ClassVar[int] = 20
    needs: ClassVar[tuple[str, ...]] = ("deeds", "promises")

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return one chart per standard, each with its sentence."""
        family = series.main_family(answer)
        heading = Heading(self.title, self.name)
        if family is None:
            return (heading, Paragraph(said.no_estimate(answer.state).sentence, "limit"))
        blocks: list[Block] = [heading]
        for standard, one in sorted(answer.deeds[family].items()):
            blocks += _standard(answer, family, standard, one)
        only = set(STANDARD_WORDS) - set(answer.deeds[family])
        if only:
            words = f"The {STANDARD_WORDS[only.pop()]} is not estimated for this state."
            blocks.append(Paragraph(words, "limit"))
        return tuple(blocks)


def _standard(answer: Answer, family: str, standard: str, one: PracticeSeries) -> list[Block]:
    sentences = [said.level(answer.state, family, one, standard)]
    lowest = said.lowest(answer.state, one)
    if lowest and standard == series.main_standard(answer.deeds[family]):
        sentences.append(lowest)
    text = " ".join([*(finding.sentence for finding in sentences), MEANING.get(standard, "")])
    blocks: list[Block] = [Paragraph(text.strip(), strand="deed", sources=cite.rated(answer))]
    if series.last_known(one.mean) is not None:
        blocks.append(chart(answer, family, standard, one))
    return blocks


def chart(answer: Answer, family: str, standard: str, one: PracticeSeries) -> Chart:
    """Return the chart of one standard."""
    main = standard == series.main_standard(answer.deeds[family])
    what, words = words_of(family).subject, STANDARD_WORDS.get(standard, standard)
    dates = events(answer) if main else ()
    caption = (
        f"Estimated respect for {what}, {words}. Orange: {short_name(answer.state)} with its 90% "
        "interval; grey: the middle half of the other states, dashed their median."
        + _marks(dates)
        + _lists(one)
    )
    return Chart(
        title=f"Practice in {short_name(answer.state)}: {what}, {words}",
        anchor=f"practice-{standard}",
        caption=caption,
        alternative=alternative(answer, family, standard, one, dates),
        lines=(
            Line(one.years, one.world_median, "world", "world median", "4 3", 1.5),
            Line(one.years, one.mean, "deed", answer.state.name),
        ),
        bands=(
            Band(one.years, one.world_q25, one.world_q75, "world", "middle half of the others"),
            Band(one.years, one.low, one.high, "deed", "90% interval"),
        ),
        events=dates,
        high_word="more respect",
        low_word="less respect",
        table=tables.practice(family, {standard: one}),
        source_note=cite.NOTE,
        height=300 if main else 210,
        observed_until=int(one.years[series.known(one.mean)].max()),
        readings=_readings(one),
        sources=cite.rated(answer),
    )


def _marks(dates: tuple[Event, ...]) -> str:
    """Explain the dated marks, where there are any."""
    if not dates:
        return ""
    latest = "; “(by)”: on that day at the latest" if any(one.latest for one in dates) else ""
    return f" Blue: the day a promise began to bind{latest}."


def _lists(one: PracticeSeries) -> str:
    """Say up to when only lists of events speak."""
    since = series.late_grade(one, one.mean)
    return f" Before {since} only lists of events speak." if since else ""


def events(answer: Answer) -> tuple[Event, ...]:
    """Return the day from which each core treaty and protocol bound the state, as it last did."""
    found = [one for one in standings(answer) if one.state in {"bound", "left"}]
    return tuple(
        Event(
            series.fraction(one.since),
            instrument(one.instrument),
            latest=one.precision == "year",
        )
        for one in sorted(found, key=lambda one: one.instrument)
        if one.since and (one.kind == "core" or _protocol_to_core(one))
    )


def _protocol_to_core(one: Standing) -> bool:
    parts = one.instrument.split("-")
    return one.kind == "protocol" and any(part.startswith("OP") for part in parts)


def alternative(
    answer: Answer, family: str, standard: str, one: PracticeSeries, dates: tuple[Event, ...]
) -> str:
    """Say in words what the chart shows: ends, lowest, highest, the world, the dates."""
    known = series.known(one.mean)
    ends = list(dict.fromkeys((int(known[0]), int(known[-1]))))
    parts = [f"{_value(one, i)} in {one.years[i]}" for i in ends]
    text = (
        f"Estimated respect for {words_of(family).subject}, "
        f"{STANDARD_WORDS.get(standard, standard)}, with 90% intervals. "
        f"{capital(possessive(answer.state))} level: {'; '.join([*parts, *_extremes(one)])}."
    )
    if np.isfinite(one.world_median[known[-1]]):
        world = signed(float(one.world_median[known[-1]]))
        text += f" The median of the other states in {one.years[known[-1]]}: {world}."
    return text + _dates(answer, dates)


def _extremes(one: PracticeSeries) -> list[str]:
    """Return the lowest and the highest level of the years with a grade."""
    graded = series.graded(one, one.mean)
    if not graded.size:
        return []
    since = series.late_grade(one, one.mean)
    of = f" since the first grade ({since})" if since else ""
    lowest, highest = (int(graded[pick(one.mean[graded])]) for pick in (np.argmin, np.argmax))
    return [
        f"lowest{of} {_value(one, lowest)} in {one.years[lowest]}",
        f"highest {_value(one, highest)} in {one.years[highest]}",
    ]


def _dates(answer: Answer, dates: tuple[Event, ...]) -> str:
    if not dates:
        return ""
    marks = [
        f"{one.label} {in_year(int(one.year), 'year' if one.latest else 'day')}"
        for one in sorted(dates, key=lambda one: one.year)
    ]
    return f" Promises {tense(answer.state, 'bind', 'bound')} from: {listed(marks)}."


def _value(one: PracticeSeries, i: int) -> str:
    interval = level_interval(float(one.low[i]), float(one.high[i]))
    return f"{signed(float(one.mean[i]))} ({interval})"


def _readings(one: PracticeSeries) -> tuple[tuple[int, str], ...]:
    return tuple(
        (int(one.years[i]), f"{one.years[i]}: {_value(one, i)}; world {_median(one, i)}")
        for i in map(int, series.known(one.mean))
    )


def _median(one: PracticeSeries, i: int) -> str:
    return signed(float(one.world_median[i]))
