"""What moved: the state's change beside the world's, under both standards."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, Change
from rightful.core.document import Block, DataTable, Heading, Items, Paragraph, Range, Ranges
from rightful.core.section import Section
from rightful.reports import cite, series
from rightful.reports.sentences import change as said
from rightful.reports.sentences.words import (
    STANDARD_WORDS,
    chance,
    level_interval,
    moved,
    short_name,
    signed,
    words_of,
)

NO_CAUSE = (
    "A change after a promise is not an effect of the promise: this page compares years and "
    "states, it does not say why they differ."
)


class Moved(Section):
    """The rise or fall of practice against the world's."""

    name: ClassVar[str] = "change"
    title: ClassVar[str] = "What moved"
    order: ClassVar[int] = 60
    needs: ClassVar[tuple[str, ...]] = ("changes",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the sentences, the ranges and their table."""
        family = series.main_family(answer)
        found = [one for one in answer.changes if one.family == family]
        heading = Heading(self.title, self.name)
        if family is None or not found:
            words = "No change between two years is estimated for this state."
            return (heading, Paragraph(words, "limit")) if family else ()
        ordered = sorted(found, key=lambda one: (one.first_year, one.why, one.standard))
        entries = [
            Paragraph(
                f"{said.own(answer, one).sentence} {said.beyond(answer, one).sentence}",
                strand="deed",
            )
            for one in ordered
        ]
        return (
            heading,
            Items(tuple(entries)),
            ranges(answer, family, ordered),
            Paragraph(NO_CAUSE, "note"),
        )


def ranges(answer: Answer, family: str, found: list[Change]) -> Ranges:
    """Return the drawing of every change beside the world's."""
    rows = tuple(row for one in found for row in _rows(answer, one))
    caption = (
        f"Change in the level of {words_of(family).subject} between two years, with 90% intervals: "
        "the state's, that of the mean over the other states alive in both, and the difference."
    )
    alternative = " ".join(
        f"{one.first_year}–{one.last_year}, {STANDARD_WORDS.get(one.standard, one.standard)}: "
        + "; ".join(f"{row.label} {row.note}" for row in _rows(answer, one))
        + "."
        for one in found
    )
    return Ranges(
        title=f"Change in the level of {words_of(family).subject}",
        anchor="change-chart",
        caption=caption,
        alternative=alternative,
        rows=rows,
        low_word="fell, or lost ground",
        high_word="rose, or gained",
        table=_table(found),
        source_note=cite.NOTE,
        sources=cite.rated(answer),
    )


def _rows(answer: Answer, one: Change) -> list[Range]:
    head = f"{one.first_year}–{one.last_year}, {STANDARD_WORDS.get(one.standard, one.standard)}"
    numbers = (
        (short_name(answer.state), one.own, one.own_low, one.own_high, "deed"),
        ("world's mean", one.world, one.world_low, one.world_high, "world"),
        ("difference", one.beyond, one.beyond_low, one.beyond_high, "ink"),
    )
    return [
        Range(
            label,
            mean,
            low,
            high,
            strand,
            f"{moved(mean)} ({level_interval(low, high)})",
            head if i == 0 else "",
        )
        for i, (label, mean, low, high, strand) in enumerate(numbers)
    ]


def _table(found: list[Change]) -> DataTable:
    columns = (
        "Years",
        "Standard",
        "State",
        "90% interval",
        "World",
        "90% interval",
        "Difference",
        "90% interval",
        "P(rose)",
        "P(gained)",
    )
    rows = tuple(
        (
            f"{one.first_year}–{one.last_year}",
            one.standard,
            signed(one.own),
            level_interval(one.own_low, one.own_high),
            signed(one.world),
            level_interval(one.world_low, one.world_high),
            signed(one.beyond),
            level_interval(one.beyond_low, one.beyond_high),
            chance(one.p_rise),
            chance(one.p_beyond),
        )
        for one in found
    )
    numeric = (False, False, *(True,) * 8)
    return DataTable("Change against the world's", columns, rows, numeric, True)
