"""Where the state stands among the others, with how sure the rank is, under both standards."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, PracticeSeries
from rightful.core.document import Band, Block, Chart, Heading, Line, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sentences import practice as said
from rightful.reports.sentences.words import share_told, short_name, tense, words_of


class Rank(Section):
    """The share of the other states that do worse."""

    name: ClassVar[str] = "rank"
    title: ClassVar[str] = "Its place in the world"
    order: ClassVar[int] = 30
    needs: ClassVar[tuple[str, ...]] = ("deeds",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the percentile chart and one sentence per standard."""
        family = series.main_family(answer)
        if family is None:
            return ()
        both = {
            name: one
            for name, one in sorted(answer.deeds[family].items())
            if series.last_known(one.percentile) is not None
        }
        heading = Heading(self.title, self.name)
        if not both:
            words = "A rank among states is not known here."
            return (heading, Paragraph(words, "limit"))
        text = " ".join(
            said.rank(answer.state, family, one, name).sentence for name, one in both.items()
        )
        return (
            heading,
            Paragraph(text, strand="deed", sources=cite.rated(answer)),
            chart(answer, family, both),
        )


def chart(answer: Answer, family: str, both: dict[str, PracticeSeries]) -> Chart:
    """Return the percentile chart, the first standard solid, the second dashed and hatched."""
    what = words_of(family).subject
    first = next(iter(both.values()))
    worse = tense(answer.state, "do worse", "did worse")
    who = short_name(answer.state)
    caption = (
        f"Share of the other states of the year that {worse} than {who} on {what}, with 90% "
        "intervals. A rank can move because others move: read it beside the level."
    )
    return Chart(
        title=f"Share of the other states that {worse} than {who}",
        anchor="rank-chart",
        caption=caption,
        alternative=_alternative(both),
        lines=_lines(both),
        bands=_bands(both),
        low=0.0,
        high=100.0,
        high_word=tense(answer.state, "all do worse", "all did worse"),
        low_word=tense(answer.state, "none does worse", "none did worse"),
        percent=True,
        table=tables.rank(family, both),
        source_note=cite.NOTE,
        height=230,
        observed_until=int(first.years[series.known(first.percentile)].max()),
        readings=_readings(both),
        sources=cite.rated(answer),
    )


def _lines(both: dict[str, PracticeSeries]) -> tuple[Line, ...]:
    """Return a line per standard, the first on top and solid."""
    (name, one), *rest = both.items()
    dashed = [
        Line(other.years, other.percentile, "ink", f"{which} standard", "6 4", 1.7)
        for which, other in rest
    ]
    return (*dashed, Line(one.years, one.percentile, "deed", f"{name} standard"))


def _bands(both: dict[str, PracticeSeries]) -> tuple[Band, ...]:
    return tuple(
        Band(
            one.years,
            one.percentile_low,
            one.percentile_high,
            "ink" if i else "deed",
            f"90% interval, {name}",
            hatched=i > 0,
        )
        for i, (name, one) in reversed(list(enumerate(both.items())))
    )


def _value(one: PracticeSeries, i: int) -> str:
    low, high = float(one.percentile_low[i]), float(one.percentile_high[i])
    return share_told(float(one.percentile[i]), low, high)


def _alternative(both: dict[str, PracticeSeries]) -> str:
    parts = []
    for standard, one in both.items():
        known = series.known(one.percentile)
        ends = dict.fromkeys((int(known[0]), int(known[-1])))
        shown = ", ".join(f"{_value(one, i)} in {one.years[i]}" for i in ends)
        parts.append(f"{standard.capitalize()} standard: {shown}.")
    return " ".join(parts)


def _readings(both: dict[str, PracticeSeries]) -> tuple[tuple[int, str], ...]:
    found = []
    for year in tables.years_of(*both.values()):
        parts = []
        for standard, one in both.items():
            i = series.position(one.years, year)
            if i is not None and one.percentile[i] == one.percentile[i]:
                parts.append(f"{standard} {_value(one, i)}")
        if parts:
            found.append((year, f"{year}: {'; '.join(parts)}"))
    return tuple(found)
