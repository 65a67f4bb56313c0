"""Promise and deed on one time axis, under both standards."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import numpy as np

from rightful.core.answer import Answer, PracticeSeries, Promise
from rightful.core.document import Band, Block, Chart, Event, Heading, Line, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sentences import practice as said
from rightful.reports.sentences.words import (
    STANDARD_WORDS,
    instrument,
    level_interval,
    listed,
    possessive,
    short_name,
    signed,
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
        "interval; grey: the middle half of all states, dashed their median."
        + (" Blue: the day a promise began to bind." if dates else "")
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
            Band(one.years, one.world_q25, one.world_q75, "world", "middle half of all states"),
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


def events(answer: Answer) -> tuple[Event, ...]:
    """Return the day each core treaty and protocol first bound the state."""
    first: dict[str, date] = {}
    for act in answer.promises:
        if act.bound_from and (act.kind == "core" or _protocol_to_core(act)):
            first[act.instrument] = min(first.get(act.instrument, act.bound_from), act.bound_from)
    return tuple(
        Event(series.fraction(day), instrument(name)) for name, day in sorted(first.items())
    )


def _protocol_to_core(act: Promise) -> bool:
    parts = act.instrument.split("-")
    return act.kind == "protocol" and any(part.startswith("OP") for part in parts)


def alternative(
    answer: Answer, family: str, standard: str, one: PracticeSeries, dates: tuple[Event, ...]
) -> str:
    """Say in words what the chart shows: ends, lowest, highest, the world, the dates."""
    known = series.known(one.mean)
    ends = list(dict.fromkeys((int(known[0]), int(known[-1]))))
    lowest, highest = (int(known[pick(one.mean[known])]) for pick in (np.argmin, np.argmax))
    parts = [f"{_value(one, i)} in {one.years[i]}" for i in ends]
    parts.append(f"lowest {_value(one, lowest)} in {one.years[lowest]}")
    parts.append(f"highest {_value(one, highest)} in {one.years[highest]}")
    text = (
        f"Line chart of estimated respect for {words_of(family).subject}, "
        f"{STANDARD_WORDS.get(standard, standard)}, with 90% intervals. "
        f"{possessive(answer.state)} level: {'; '.join(parts)}."
    )
    if np.isfinite(one.world_median[known[-1]]):
        world = signed(float(one.world_median[known[-1]]))
        text += f" The world's median in {one.years[known[-1]]} is {world}."
    if dates:
        marks = [
            f"{event.label} {int(event.year)}" for event in sorted(dates, key=lambda e: e.year)
        ]
        text += f" Promises bind from: {listed(marks)}."
    return text


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
