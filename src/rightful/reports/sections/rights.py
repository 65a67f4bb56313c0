"""Right by right: how likely the worst category is, in small charts of one kind."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, RightSeries
from rightful.core.document import Band, Block, Chart, Heading, Line, Panels, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sentences import change as changes
from rightful.reports.sentences import rights as said
from rightful.reports.sentences.words import chance_told

WORST = (
    "A right is said to be at its worst where it lies below its anchor, that is, where the worst "
    "category is the likelier one; the two numbers behind it say how sure we are of that in each "
    "year. They are not the probabilities of the worst category, which stand right by right."
)


class Rights(Section):
    """The probability of the worst category of each right's main item."""

    name: ClassVar[str] = "rights"
    title: ClassVar[str] = "Right by right"
    order: ClassVar[int] = 50
    needs: ClassVar[tuple[str, ...]] = ("rights",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the sentences and the panels."""
        names = [name for name in series.rights(answer) if _known(answer, name)]
        if not names:
            return ()
        heading = Heading(self.title, self.name)
        blocks = (heading, *_sentences(answer, names), panels(answer, names))
        return (*blocks, Paragraph(WORST, "note"))


def _known(answer: Answer, name: str) -> bool:
    return any(series.last_known(one.p_worst) is not None for one in answer.rights[name].values())


def _sentences(answer: Answer, names: list[str]) -> list[Block]:
    blocks: list[Block] = []
    change = changes.main(answer)
    standards = sorted({standard for name in names for standard in answer.rights[name]})
    if change is not None:
        for standard in standards:
            found = said.contrast(answer, change.first_year, standard)
            if found:
                blocks.append(Paragraph(found.sentence, strand="deed", sources=cite.rated(answer)))
    return blocks


def panels(answer: Answer, names: list[str]) -> Panels:
    """Return one small chart per right, all on the same axes."""
    years = [
        year
        for name in names
        for one in answer.rights[name].values()
        for year in one.years[series.known(one.p_worst)].tolist()
    ]
    return Panels(
        title="Probability of the worst category",
        anchor="rights-panels",
        caption=(
            "Probability that the right stands in the worst category of its main item, at the "
            "standard of 2000, with a 90% interval."
        ),
        key="Solid: changing standard; dashed: constant.",
        charts=tuple(_chart(answer, name, min(years), max(years)) for name in names),
        source_note=cite.NOTE,
        sources=cite.rated(answer),
    )


def _chart(answer: Answer, name: str, first: int, last: int) -> Chart:
    both = dict(sorted(answer.rights[name].items()))
    main = series.main_standard(both) or next(iter(both))
    one = both[main]
    lines = [Line(one.years, 100 * one.p_worst, "deed", "")]
    lines += [
        Line(other.years, 100 * other.p_worst, "ink", "", "5 3", 1.4)
        for standard, other in both.items()
        if standard != main
    ]
    sentences = (said.last(name, one), said.years_at_worst(name, one))
    text = " ".join(found.sentence for found in sentences if found)
    return Chart(
        title=said.headline(name, one),
        anchor=f"right-{name.replace('_', '-')}",
        caption=text,
        alternative=text,
        lines=tuple(lines),
        bands=(Band(one.years, 100 * one.low, 100 * one.high, "deed", "90% interval"),),
        low=0.0,
        high=100.0,
        percent=True,
        table=tables.right(name, both),
        height=120,
        first_year=first,
        last_year=last,
        readings=_readings(one),
        sources=cite.rated(answer),
    )


def _readings(one: RightSeries) -> tuple[tuple[int, str], ...]:
    return tuple(
        (
            int(one.years[i]),
            f"{one.years[i]}: "
            + chance_told(float(one.p_worst[i]), float(one.low[i]), float(one.high[i])),
        )
        for i in map(int, series.known(one.p_worst))
    )
