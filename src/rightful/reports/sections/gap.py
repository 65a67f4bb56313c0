"""Since when promise and deed part: the probability that a promise is unmet, right by right."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from rightful.core.answer import Answer, GapSeries
from rightful.core.document import Block, Heading, Items, Lane, Lanes, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series, tables
from rightful.reports.sentences import gap as said
from rightful.reports.sentences.words import (
    FAMILY_WORDS,
    capital,
    chance,
    listed,
    tense,
    words_of,
)

ANCHOR = (
    "A promise is unmet when practice lies below a fixed anchor while an article that forbids it "
    "binds. The anchor of a right is the point at which its main item enters the worst category, "
    "at the standard of 2000. Where nothing in our register binds, nothing is unmet: the field is "
    "empty, not zero."
)
DIFFERENCE = (
    "The tables add the difference of standardized promise and deed, a secondary measure that is "
    "never ranked."
)


DEPTH = (
    "Commitment depth is the share, from 0 to 1, of what could bind a state on a right that does: "
    "an instrument counts one, a procedure a half, and a reservation takes half of the article it "
    "names. It is counted, not estimated."
)
ROUNDED = 5e-4  # probabilities are kept to four digits


class Gap(Section):
    """The headline of the distance between promise and deed."""

    name: ClassVar[str] = "gap"
    title: ClassVar[str] = "Since when promise and deed part"
    order: ClassVar[int] = 40
    needs: ClassVar[tuple[str, ...]] = ("gap",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return a sentence per right and the lanes."""
        names = [*series.rights(answer, answer.gap)]
        heading = Heading(self.title, self.name)
        if not names:
            words = "Whether a promise is unmet is not estimated for this state."
            return (heading, Paragraph(words, "limit"))
        entries = []
        for name in names:
            one = _first(answer, name)
            since = said.since_when(answer.state, name, one).sentence
            unmet = said.unmet(answer.state, name, one).sentence
            bound = said.binds_from(one) is not None
            text = f"{since} {unmet}" if bound else unmet
            entries.append(Paragraph(text, strand="gap"))
        return (heading, Items(tuple(entries)), lanes(answer, names), *_notes(answer, names))


def _notes(answer: Answer, names: list[str]) -> list[Block]:
    """Return what a reader of the lanes must know."""
    texts = (ANCHOR, *_same(answer, names), *_depth(answer, names))
    notes: list[Block] = [Paragraph(text, "note") for text in texts]
    return [*notes, Paragraph(DIFFERENCE, "note", beside="tables")]


def lanes(answer: Answer, rights: list[str]) -> Lanes:
    """Return the drawing: one lane per right, then one per family."""
    names = _with_families(answer, rights)
    return Lanes(
        title="Probability that a promise is unmet",
        anchor="gap-chart",
        caption=(
            "Height of a lane: probability, from 0% to 100%; dotted at one half. Filled: the right "
            "is below its anchor while an instrument that forbids it binds. Thin line: the same, "
            "whatever binds. Dashed: under the constant standard." + _silence(answer, names)
        ),
        alternative=" ".join(_alternative(answer, name) for name in names),
        lanes=tuple(_lane(answer, name) for name in names),
        tables=tuple(tables.gap(name, dict(sorted(answer.gap[name].items()))) for name in names),
        source_note=cite.NOTE,
        sources=cite.rated(answer),
    )


def _silence(answer: Answer, names: list[str]) -> str:
    """Explain the grey of the years of which the tables of promises do not speak, where any."""
    for name in names:
        one = _first(answer, name)
        told, last = said.spoken(one), series.last_known(one.below_anchor)
        if told is not None and last is not None and told < last:
            return " Grey: years of which our tables of promises do not speak."
    return ""


def _same(answer: Answer, names: list[str]) -> list[str]:
    """Say where a family's line never differs from that of one of its rights."""
    found = []
    for family in _with_families(answer, names)[len(names) :]:
        whole = _first(answer, family)
        twin = next((name for name in names if _equal(whole, _first(answer, name))), None)
        if twin is not None:
            found.append(
                f"In every year the line of any right of {FAMILY_WORDS[family]} is that of "
                f"{words_of(twin).subject}, whose anchor lies highest."
            )
    return found


def _equal(one: GapSeries, other: GapSeries) -> bool:
    pairs = ((one.below_anchor, other.below_anchor), (one.promise_unmet, other.promise_unmet))
    if not np.array_equal(one.years, other.years):
        return False
    return all(np.allclose(a, b, atol=ROUNDED, equal_nan=True) for a, b in pairs)


def _depth(answer: Answer, names: list[str]) -> list[str]:
    """Say how deep the state is committed on each right, where the tables last reach."""
    by_year: dict[int, list[str]] = {}
    for name in names:
        one = _first(answer, name)
        at = series.last_known(one.commitment)
        if at is not None:
            shown = f"{words_of(name).subject} {one.commitment[at]:.2f}"
            by_year.setdefault(int(one.years[at]), []).append(shown)
    told = [f"in {year}: {listed(by_year[year])}" for year in sorted(by_year)]
    return [f"{DEPTH} {capital('; '.join(told))}."] if told else []


def _with_families(answer: Answer, names: list[str]) -> list[str]:
    lead = series.main_family(answer)
    return [*names, lead] if lead is not None and answer.gap.get(lead) else names


def _first(answer: Answer, name: str) -> GapSeries:
    return answer.gap[name][series.main_standard(answer.gap[name]) or ""]


def _lane(answer: Answer, name: str) -> Lane:
    one = _first(answer, name)
    constant = answer.gap[name].get("constant")
    dashed = None
    if constant is not None and constant is not one:
        dashed = np.full(one.years.shape, np.nan)
        for i, year in enumerate(one.years):
            at = series.position(constant.years, int(year))
            dashed[i] = np.nan if at is None else constant.below_anchor[at]
    return Lane(
        label=_label(name),
        note=_note(answer, one),
        years=one.years,
        filled=one.promise_unmet,
        outline=one.below_anchor,
        dashed=dashed,
        mark=said.parted_since(one),
        known_until=None if said.spoken(one) is None else int(one.years[said.spoken(one) or 0]),
    )


def _label(name: str) -> str:
    """Return a right's label; a family is below when any of its rights is."""
    return f"Any right of {FAMILY_WORDS[name]}" if name in FAMILY_WORDS else words_of(name).label


def _note(answer: Answer, one: GapSeries) -> str:
    at = said.spoken(one)
    if at is None:
        return "not known"
    year = int(one.years[at])
    if one.binds[at] != 1:
        return f"nothing {tense(answer.state, 'binds', 'bound')} in {year}"
    return f"{chance(float(one.promise_unmet[at]))} unmet in {year}"


def _alternative(answer: Answer, name: str) -> str:
    one, label = _first(answer, name), _label(name)
    at, bound, since = said.spoken(one), said.binds_from(one), said.likelier_since(one)
    if at is None:
        return f"{label}: not known."
    if bound is None:
        below = chance(float(one.below_anchor[at]))
        nothing = tense(answer.state, "nothing binds", "nothing bound")
        return f"{label}: {nothing}; below the anchor with {below} in {one.years[at]}."
    tail = f"; more likely unmet than not in every year since {since}" if since else ""
    return f"{label}: bound from {bound}; {_note(answer, one)}{tail}."
