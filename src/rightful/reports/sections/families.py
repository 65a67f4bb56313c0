"""Rights by family: level and world of the other families, and each of their rights."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, PracticeSeries
from rightful.core.document import (
    Band,
    Block,
    Chart,
    DataTable,
    Heading,
    Line,
    Panels,
    Paragraph,
)
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sections.practice import alternative
from rightful.reports.sentences.words import (
    capital,
    chance,
    chance_told,
    level_interval,
    share_told,
    signed,
    tense,
    words_of,
)

UNMET = (
    "P(promise unmet): the probability that the right lies below its anchor, where the worst "
    "category of its main item is as likely as not at the standard of 2000, while an article that "
    "promises it binds the state. A right can be far from its anchor and still have some chance of "
    "the worst category, so the two columns differ."
)


class Families(Section):
    """The families of rights that do not lead the page."""

    name: ClassVar[str] = "families"
    title: ClassVar[str] = "Rights by family"
    order: ClassVar[int] = 90
    needs: ClassVar[tuple[str, ...]] = ("deeds",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return a panel per family and a row per right, empty where only one family is known."""
        charts = tuple(
            chart for name in series.families(answer)[1:] if (chart := _chart(answer, name))
        )
        if not charts:
            return ()
        caption = (
            "Level with its 90% interval. Levels of different families have no common scale. "
            "Women's rights, workers' rights and justice rest on few readings of one report: they "
            "tell states apart, and one state's yearly moves hardly."
        )
        key = "Grey: the middle half of the other states, dashed their median."
        panels = Panels(
            "Level of other families of rights",
            "families-panels",
            caption,
            charts,
            cite.NOTE,
            cite.rated(answer),
            key,
        )
        return (Heading(self.title, self.name), panels, *_by_right(answer))


def _by_right(answer: Answer) -> tuple[Block, ...]:
    """Return the table of rights, each in its last year, and what its words mean."""
    rows = [row for name in series.other_rights(answer) if (row := _row(answer, name))]
    if not rows:
        return ()
    columns = ("Right", "Year", "P(worst category), 90% interval", "P(promise unmet)", "Worst is")
    numeric = (False, True, True, True, False)
    table = DataTable("Where each right stands", columns, tuple(rows), numeric, False, "by-right")
    return (table, Paragraph(UNMET, "note"))


def _row(answer: Answer, right: str) -> tuple[str, ...] | None:
    standard = series.main_standard(answer.rights[right])
    one = answer.rights[right][standard or ""]
    at = series.last_known(one.p_worst)
    if at is None:
        return None
    told = chance_told(float(one.p_worst[at]), float(one.low[at]), float(one.high[at]))
    unmet = _unmet(answer, right, standard or "", int(one.years[at]))
    return (words_of(right).label, str(one.years[at]), told, unmet, one.category)


def _unmet(answer: Answer, right: str, standard: str, year: int) -> str:
    """Return the probability in words, of the last year in which it is known what binds."""
    gap = answer.gap.get(right, {}).get(standard)
    i = None if gap is None else series.last_known(gap.binds)
    if gap is None or i is None:
        return "not known whether anything binds"
    value = "nothing binds" if gap.binds[i] == 0 else chance(float(gap.promise_unmet[i]))
    return value if gap.years[i] == year else f"{value} in {gap.years[i]}"


def _chart(answer: Answer, family: str) -> Chart | None:
    both = dict(sorted(answer.deeds[family].items()))
    standard = series.main_standard(both)
    if standard is None or series.last_known(both[standard].mean) is None:
        return None
    one = both[standard]
    at = series.last_known(one.mean)
    title = f"{capital(words_of(family).subject)}: {signed(float(one.mean[at]))} in {one.years[at]}"
    return Chart(
        title=title,
        anchor=f"family-{family.replace('_', '-')}",
        caption=" ".join(_caption(answer, name, it) for name, it in both.items()),
        alternative=alternative(answer, family, standard, one, ()),
        lines=(
            Line(one.years, one.world_median, "world", "", "4 3", 1.4),
            Line(one.years, one.mean, "deed", ""),
        ),
        bands=(
            Band(one.years, one.world_q25, one.world_q75, "world", "middle half of the others"),
            Band(one.years, one.low, one.high, "deed", "90% interval"),
        ),
        table=tables.practice(family, both),
        height=130,
        sources=cite.rated(answer),
    )


def _caption(answer: Answer, standard: str, one: PracticeSeries) -> str:
    """Return level and rank of the last year in few words."""
    worse = tense(answer.state, "do worse", "did worse")
    at, rank = series.last_known(one.mean), series.last_known(one.percentile)
    if at is None:
        return f"{capital(standard)} standard: not known."
    level = f"{signed(float(one.mean[at]))} ({_interval(one, at)})"
    text = f"{capital(standard)} standard: level {level}, world's median "
    text += signed(float(one.world_median[at]))
    if rank is None:
        return f"{text}."
    low, high = float(one.percentile_low[rank]), float(one.percentile_high[rank])
    share = share_told(float(one.percentile[rank]), low, high)
    return f"{text}; share of the others that {worse}: {share}."


def _interval(one: PracticeSeries, at: int) -> str:
    return level_interval(float(one.low[at]), float(one.high[at]))
