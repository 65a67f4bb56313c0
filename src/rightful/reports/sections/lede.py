"""The first minute: one sentence each on promise, deed, distance and move, then four figures."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Cell, Glance, Paragraph
from rightful.core.finding import Finding
from rightful.core.section import Section
from rightful.reports import series
from rightful.reports.sentences import change, gap, practice, promises, rights, standards
from rightful.reports.sentences.words import (
    level_interval,
    listed,
    moved,
    percent,
    share_interval,
    signed,
    verdict,
    words_of,
)


class Lede(Section):
    """What a person reads in one minute."""

    name: ClassVar[str] = "lede"
    title: ClassVar[str] = "In one minute"
    order: ClassVar[int] = 10
    needs: ClassVar[tuple[str, ...]] = ("state",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the lede and the figures at a glance."""
        findings = (
            promises.core_bound(answer),
            practice.summary(answer),
            _contrast(answer),
            gap.lede(answer),
            change.lede(answer),
        )
        lede = " ".join(one.sentence for one in findings if one)
        cells = (_promise(answer), _deed(answer), _gap(answer), _moved(answer))
        note = "Ranges in brackets are 90% intervals. What cannot be told is said to be so."
        return (Paragraph(lede, "lede"), Glance(cells), Paragraph(note, "note"))


def _contrast(answer: Answer) -> Finding | None:
    """Set persistent abuse beside abuse that receded, over the window of the move."""
    move = change.main(answer)
    return rights.lede(answer, move.first_year, move.standard) if move else None


def _promise(answer: Answer) -> Cell:
    found = promises.core_standings(answer)
    bound = [one for one in found if one.state == "bound"]
    unknown = [one.instrument for one in found if one.state == "unknown"]
    years = sorted(one.since.year for one in bound if one.since)
    parts = [promises.first_promise(answer).sentence]
    if years and years[-1] != years[0]:
        parts.append(f"The latest of them binds from {years[-1]}.")
    if unknown:
        parts.append(f"Not known: {listed(unknown)}.")
    big = "not known" if len(unknown) == len(found) else str(len(bound))
    verb = "bound" if answer.state.died else "bind"
    unit = "" if len(unknown) == len(found) else f"of 9 core treaties {verb}"
    return Cell("promise", "Promise", big, " ".join(parts), unit)


def _deed(answer: Answer) -> Cell:
    family = series.main_family(answer)
    if family is None:
        return Cell("deed", "Deed", "not known", practice.no_estimate(answer.state).sentence)
    one = answer.deeds[family][series.main_standard(answer.deeds[family]) or ""]
    at, level_at = series.last_known(one.percentile), series.last_known(one.mean)
    level = "Its level is not known."
    if level_at is not None:
        shown = level_interval(float(one.low[level_at]), float(one.high[level_at]))
        level = (
            f"Level {signed(float(one.mean[level_at]))} ({shown}); the world's median is "
            f"{signed(float(one.world_median[level_at]))}."
        )
    if at is None:
        return Cell("deed", "Deed", "not known", level, "its rank")
    interval = share_interval(float(one.percentile_low[at]), float(one.percentile_high[at]))
    small = f"{interval}, in {one.years[at]}, {words_of(family).subject}. {level}"
    return Cell("deed", "Deed", percent(float(one.percentile[at])), small, "of others do worse")


def _gap(answer: Answer) -> Cell:
    title = "Distance"
    names = series.rights(answer, answer.gap)
    found = {name: answer.gap[name][series.main_standard(answer.gap[name]) or ""] for name in names}
    since = {name: gap.parted_since(one) for name, one in found.items()}
    parted = sorted((year, name) for name, year in since.items() if year is not None)
    if parted:
        year = parted[0][0]
        rest = [f"{words_of(name).label} since {start}" for start, name in parted]
        others = [words_of(name).subject for name in names if since[name] is None]
        small = f"{'; '.join(rest)}: the promise is more likely unmet than not."
        if others:
            small += f" Not so now: {listed(others)}."
        return Cell("gap", title, f"since {year}", small)
    if not found:
        return Cell("gap", title, "not known", "Whether a promise is unmet is not estimated here.")
    bound = [one for one in found.values() if gap.binds_from(one)]
    big = "none likely" if bound else "nothing binds"
    return Cell("gap", title, big, gap.lede(answer).sentence, "promise unmet" if bound else "")


def _moved(answer: Answer) -> Cell:
    one = change.main(answer)
    if one is None:
        return Cell("world", "Move", "not known", "No change between two years is estimated here.")
    rose = verdict(one.p_rise)
    big = {1: "rose", -1: "fell", 0: "cannot tell"}[rose.side]
    own = f"{moved(one.own)} ({level_interval(one.own_low, one.own_high)})"
    world = f"{moved(one.world)} ({level_interval(one.world_low, one.world_high)})"
    family = series.main_family(answer) or ""
    small = f"{one.first_year}–{one.last_year}: its level {own}, the world's mean {world}."
    small = f"{small} {standards.headline(answer, family)}".strip()
    return Cell("world", "Move", big, small, rose.word)
