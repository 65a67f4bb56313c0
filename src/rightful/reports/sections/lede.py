"""The first minute: one sentence each on promise, deed, distance and move, then four figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Cell, Glance, Paragraph
from rightful.core.finding import Finding
from rightful.core.section import Section
from rightful.reports import series
from rightful.reports.sentences import change, gap, practice, promises, rights, standards
from rightful.reports.sentences.standings import Standing, core_standings
from rightful.reports.sentences.words import (
    capital,
    chance,
    dated,
    in_year,
    level_interval,
    listed,
    moved,
    percent,
    plain_dates,
    share_interval,
    short_name,
    signed,
    tense,
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
        life = tuple(Paragraph(text, "note") for text in _life(answer))
        return (Paragraph(lede, "lede"), Glance(cells), Paragraph(note, "note"), *life)


def _life(answer: Answer) -> list[str]:
    """Say what a reader must know of the state's life: its end, its earlier names."""
    state, found = answer.state, []
    if state.died and state.continued_as:
        found.append(
            f"{capital(short_name(state))} bore this name until {dated(state.died)}; the same "
            f"state went on as {short_name(replace(state, name=state.continued_as))}. Only its own "
            "years are told here."
        )
    elif state.died:
        found.append(f"{capital(short_name(state))} left the state system on {dated(state.died)}.")
    return [*found, *map(plain_dates, state.notes)]


def _contrast(answer: Answer) -> Finding | None:
    """Set persistent abuse beside abuse that receded, over the window of the move."""
    move = change.main(answer)
    return rights.lede(answer, move.first_year, move.standard) if move else None


def _promise(answer: Answer) -> Cell:
    found = core_standings(answer)
    bound = [one for one in found if one.state == "bound"]
    unknown = [one.instrument for one in found if one.state == "unknown"]
    if len(unknown) == len(found):
        return Cell("promise", "Promise", "not known", promises.core_bound(answer).sentence)
    parts = [_by_year(bound)] if bound else [promises.first_promise(answer).sentence]
    parts += [
        f"Not yet: {one.instrument} (from {dated(one.since, one.precision)})."
        for one in found
        if one.state == "pending"
    ]
    if unknown:
        parts.append(f"Not known: {listed(unknown)}.")
    verb = "bound" if answer.state.died else "bind"
    return Cell(
        "promise", "Promise", str(len(bound)), " ".join(parts), f"of 9 core treaties {verb}"
    )


def _by_year(bound: list[Standing]) -> str:
    """Return what began to bind when: "ICERD 1983; ICCPR, CAT 1992; CRPD by 2017."."""
    years: dict[str, list[str]] = {}
    for one in sorted(bound, key=lambda one: one.since or date.max):
        if one.since:
            years.setdefault(in_year(one.since.year, one.precision), []).append(one.instrument)
    return "; ".join(f"{', '.join(names)} {year}" for year, names in years.items()) + "."


def _deed(answer: Answer) -> Cell:
    family = series.main_family(answer)
    if family is None:
        return Cell("deed", "Deed", "not known", practice.no_estimate(answer.state).sentence)
    one = answer.deeds[family][series.main_standard(answer.deeds[family]) or ""]
    at, level_at = series.last_known(one.percentile), series.last_known(one.mean)
    level = "Its level is not known."
    if level_at is not None:
        shown = level_interval(float(one.low[level_at]), float(one.high[level_at]))
        verb = tense(answer.state, "is", "was")
        level = (
            f"Level {signed(float(one.mean[level_at]))} ({shown}); the world's median {verb} "
            f"{signed(float(one.world_median[level_at]))}."
        )
    if at is None:
        return Cell("deed", "Deed", "not known", level, "its rank")
    interval = share_interval(float(one.percentile_low[at]), float(one.percentile_high[at]))
    small = f"{interval}, in {one.years[at]}, {words_of(family).subject}. {level}"
    worse = tense(answer.state, "of others do worse", "of others did worse")
    return Cell("deed", "Deed", percent(float(one.percentile[at])), small, worse)


def _gap(answer: Answer) -> Cell:
    now, title = gap.now(answer), "Distance"
    words = " ".join([*_parted(answer, now), *_rest(answer, now)])
    if now.parted:
        since = tense(answer.state, "since", "from")
        return Cell("gap", title, f"{since} {min(now.parted)}", words)
    if now.open:
        return Cell("gap", title, "cannot tell", words)
    if now.met:
        return Cell("gap", title, "none", words, "likely unmet")
    big = tense(answer.state, "nothing binds", "nothing bound") if now.unbound else "not known"
    return Cell("gap", title, big, gap.lede(answer).sentence)


def _parted(answer: Answer, now: gap.Now) -> list[str]:
    if not now.parted:
        return []
    state, verb = answer.state, tense(answer.state, "is", "was")
    since = [
        f"{listed(now.parted[year])} {gap.since(state, now, year)}" for year in sorted(now.parted)
    ]
    return [f"{capital('; '.join(since))}: the promise {verb} more likely unmet than not."]


def _rest(answer: Answer, now: gap.Now) -> list[str]:
    """Return the rights on which no verdict says that the promise is unmet."""
    binds = tense(answer.state, "binds", "bound")
    verb = tense(answer.state, "is", "was")
    asked = [
        f"{capital(one.subject)}: the promise {verb} unmet with probability {chance(one.p)}."
        for one in now.open
    ]
    parts = (
        (now.met, "Unlikely to be unmet: {}."),
        (now.unbound, f"Nothing in our register {binds} on {{}}."),
        (now.silent, f"Not known whether anything {binds} on {{}}."),
    )
    return [*asked, *(words.format(listed(names)) for names, words in parts if names)]


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
    other = change.constant(answer, one)
    if other is not None:
        small = f"{small} Constant standard: {change.in_short(other)}."
    small = f"{small} {standards.headline(answer, family)}".strip()
    return Cell("world", "Move", big, small, rose.word)
