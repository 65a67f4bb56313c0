"""What was promised, when: a track per instrument, the nine core treaties, every act."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, Promise
from rightful.core.document import (
    Block,
    DataTable,
    Heading,
    Items,
    Paragraph,
    Timeline,
    Track,
)
from rightful.core.section import Section
from rightful.reports import tables
from rightful.reports.sentences import promises as said
from rightful.reports.sentences import standings
from rightful.reports.sentences.standings import Standing, begun, in_words
from rightful.reports.sentences.words import dated, instrument, short_name
from rightful.reports.series import fraction


class Promises(Section):
    """Acts of commitment and where they leave the state."""

    name: ClassVar[str] = "promises"
    title: ClassVar[str] = "What was promised, and when"
    order: ClassVar[int] = 80
    needs: ClassVar[tuple[str, ...]] = ("promises",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return sentences, the timeline, the standing to the core treaties and every act."""
        findings = (
            said.acts_sentence(answer),
            said.core_bound(answer),
            said.pending(answer),
            said.procedures(answer),
            said.reservations(answer),
            said.only_signed(answer),
            said.left(answer),
            said.carried(answer),
        )
        entries = tuple(Paragraph(one.sentence, strand="promise") for one in findings if one)
        blocks: list[Block] = [Heading(self.title, self.name), Items(entries)]
        if any(act.bound_from or act.date for act in answer.promises):
            blocks.append(timeline(answer))
        blocks.append(_core(answer))
        return (*blocks, tables.acts(answer)) if answer.promises else tuple(blocks)


def timeline(answer: Answer) -> Timeline:
    """Return one track per instrument, the earliest first."""
    found = [one for one in standings.standings(answer) if _drawn(one)]
    tracks = tuple(_track(answer, one) for one in found)
    years = [int(moment) for track in tracks for moment in (*track.acts, *_edges(track))]
    ends = [answer.state.died.year if answer.state.died else answer.last_year, *years]
    last = max((year for year in ends if year is not None), default=0)
    arrow = "" if answer.state.died else "; an arrow says that it still did when our tables end"
    return Timeline(
        title=f"Promises of {short_name(answer.state)}, by date",
        anchor="promises-chart",
        caption=f"A bar runs while an instrument binds{arrow}. A ring is an act that does not "
        "bind, or not yet, such as a signature. Labour conventions and procedures are not drawn.",
        alternative="; ".join(f"{track.label}: {track.note}" for track in tracks) + ".",
        tracks=tracks,
        first_year=min(years, default=last) - 1,
        last_year=last,
        source_note="Our register of facts",
    )


def _drawn(one: Standing) -> bool:
    """Keep the drawing to treaties and protocols on rights at large."""
    dates = [act for act in one.acts if act.date or act.bound_from]
    return bool(dates) and one.kind != "procedure" and not one.instrument.startswith("ILO-")


def _edges(track: Track) -> list[float]:
    return [edge for start, end, _ in track.spans for edge in (start, end) if edge is not None]


def _track(answer: Answer, one: Standing) -> Track:
    spans = tuple(
        (fraction(act.bound_from), _until(answer, act), _lasts(answer, act))
        for act in one.acts
        if act.bound_from and begun(act)
    )
    acts = tuple(fraction(act.date) for act in one.acts if act.date and not begun(act))
    return Track(instrument(one.instrument), in_words(answer, one), spans, acts)


def _until(answer: Answer, act: Promise) -> float | None:
    """Return where the bar of an act ends: its end, the state's, or the last day known."""
    end = act.bound_until or answer.state.died or act.known_until
    return None if end is None else fraction(end)


def _lasts(answer: Answer, act: Promise) -> bool:
    return act.bound_until is None and answer.state.died is None


def _core(answer: Answer) -> DataTable:
    """Return the standing to the nine core treaties; the last column only where it is known."""
    rows = [
        (
            one.instrument,
            one.title,
            in_words(answer, one),
            dated(one.known_until) if one.known_until and not answer.state.died else "",
        )
        for one in standings.core_standings(answer)
    ]
    columns = ("Treaty", "Title", "Standing", "Known to")
    shown = 4 if any(row[3] for row in rows) else 3
    kept = tuple(row[:shown] for row in rows)
    return DataTable("The nine core treaties", columns[:shown], kept)
