"""What is not known, and what this page must not be used for."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Heading, Items, Paragraph
from rightful.core.section import Section
from rightful.reports import cite, series
from rightful.reports.sentences import promises, standings
from rightful.reports.sentences.words import dated, listed, short_name, span, words_of

NOT_FOR = (
    "This page speaks of a state, never of a person: it must not be used to decide an asylum or "
    "protection claim, for which the situation of the individual counts."
)


class Limits(Section):
    """The last year of data, years without ratings, what is unknown, and warnings."""

    name: ClassVar[str] = "limits"
    title: ClassVar[str] = "What is not known"
    order: ClassVar[int] = 100
    needs: ClassVar[tuple[str, ...]] = ("last_year",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the limits as a list."""
        texts = [
            *_after(answer),
            *_early_ends(answer),
            *_before_grades(answer),
            *_unrated(answer),
            *_rated_together(answer),
            *_promises_end(answer),
        ]
        unknown = promises.unknown_instruments(answer)
        texts += [unknown.sentence] if unknown else []
        texts += [
            "An instrument that is absent from our register is not one that does not bind: "
            "absence says only that we hold no act.",
            "Few or no ratings mean a wide interval, not a good or a bad record.",
            NOT_FOR,
        ]
        entries = tuple(Paragraph(text, "limit") for text in texts)
        return (Heading(self.title, self.name), Items(entries))


def _after(answer: Answer) -> list[str]:
    who = short_name(answer.state)
    if answer.last_year is None or not (series.families(answer) or series.rights(answer)):
        return [f"Nothing is known here about practice in {who} in any year."]
    family = series.main_family(answer)
    what = f" on {words_of(family).subject}" if family and _later(answer) else ""
    told = (
        f"The last year of data{what} for {who} is {answer.last_year}. After {answer.last_year} "
        f"nothing is known here{what and ' of it'}: no value is carried past the year it was "
        "observed."
    )
    return [told, *([LATER] if what else [])]


LATER = "Other families of rights and the openings are shown to their own last years."


def _later(answer: Answer) -> bool:
    """Say whether another family reaches beyond the leading one's last year."""
    last = answer.last_year or 0
    ends = [
        int(one.years[at])
        for family in series.families(answer)[1:]
        for one in answer.deeds[family].values()
        if (at := series.last_known(one.mean)) is not None
    ]
    return any(end > last for end in ends)


def _promises_end(answer: Answer) -> list[str]:
    """Say to which day the tables speak of what stands; of a state that is no more, nothing."""
    found = standings.standings(answer)
    days = sorted({one.known_until for one in found if one.known_until is not None})
    if not days or answer.state.died:
        return []
    when = f"on {dated(days[0])}"
    if len(days) > 1:
        when = f"between {dated(days[0])} and {dated(days[-1])}, by instrument"
    return [f"The tables of promises end {when}; what was promised or left since is not known."]


def _early_ends(answer: Answer) -> list[str]:
    ends: dict[int, list[str]] = {}
    for family in series.families(answer):
        known = [
            int(one.years[at])
            for one in answer.deeds[family].values()
            if (at := series.last_known(one.mean)) is not None
        ]
        if known and answer.last_year is not None and max(known) < answer.last_year:
            ends.setdefault(max(known), []).append(words_of(family).subject)
    return [f"The estimate of {listed(names)} ends in {year}." for year, names in ends.items()]


def _rated_together(answer: Answer) -> list[str]:
    """Name the rights whose last years are read from scales that rate several rights at once."""
    ends: dict[int, list[str]] = {}
    for right in (*series.rights(answer), *series.other_rights(answer)):
        one = answer.rights[right][series.main_standard(answer.rights[right]) or ""]
        at = series.last_known(one.p_worst)
        if at is not None and one.last_rated is not None and one.last_rated < one.years[at]:
            ends.setdefault(one.last_rated, []).append(words_of(right).subject)
    return [
        f"After {year} no source in hand rates {_alone(names)}. What is said of later years is "
        "read from scales that rate several rights together, as if the rights had kept their "
        "relation."
        for year, names in sorted(ends.items())
    ]


def _alone(names: list[str]) -> str:
    """Name one right "by itself", several "each by itself"."""
    return f"{names[0]} by itself" if len(names) == 1 else f"{listed(names)} one by one"


def _before_grades(answer: Answer) -> list[str]:
    """Say up to when only lists of events speak, so that levels look back from later grades."""
    family, who = series.main_family(answer), short_name(answer.state)
    if family is None:
        return []
    one = answer.deeds[family][series.main_standard(answer.deeds[family]) or ""]
    if one.first_graded is None:
        later = answer.state.continued_as is not None
        rest = "look back from grades given after its end" if later else "rest on those alone"
        return [f"No graded report rates {who}: only lists of events speak, so its levels {rest}."]
    since = series.late_grade(one, one.mean)
    if since is None:
        return []
    return [
        f"Before {since} no graded report rates {who}: only lists of events speak, so the levels "
        "of those years look back from later grades."
    ]


def _unrated(answer: Answer) -> list[str]:
    """Name the years in which no source rated the state though an estimate is shown."""
    family = series.main_family(answer)
    if family is None or not answer.ratings:
        return []
    rated = cite.rated_years(answer)
    one = answer.deeds[family][series.main_standard(answer.deeds[family]) or ""]
    missing = [int(y) for y in one.years[series.known(one.mean)] if int(y) not in rated]
    if not missing:
        return []
    when = listed([span(*one) for one in series.spans(missing)])
    return [f"No source rated the state in {when}; the estimates there rest on the years around."]
