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
from rightful.reports.sentences.promises import Standing
from rightful.reports.sentences.words import dated, instrument, short_name
from rightful.reports.series import fraction

STANDINGS = {
    "bound": "binds since",
    "left": "no longer binds, since",
    "signed": "signed only,",
    "acted": "act that does not bind, or not known to,",
}


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
            said.procedures(answer),
            said.only_signed(answer),
            said.left(answer),
            said.carried(answer),
            said.unknown_instruments(answer),
        )
        entries = tuple(
            Paragraph(one.sentence, "limit" if one.strand == "limit" else "body", "promise")
            for one in findings
            if one
        )
        blocks: list[Block] = [Heading(self.title, self.name), Items(entries)]
        if any(act.bound_from or act.date for act in answer.promises):
            blocks.append(timeline(answer))
        blocks.append(_core(answer))
        return (*blocks, tables.acts(answer)) if answer.promises else tuple(blocks)


def timeline(answer: Answer) -> Timeline:
    """Return one track per instrument, the earliest first."""
    found = [one for one in said.standings(answer) if _drawn(one)]
    tracks = tuple(_track(answer, one) for one in found)
    years = [round(moment) for track in tracks for moment in (*track.acts, *_starts(track))]
    first = min(years, default=answer.first_year) - 1
    end = answer.state.died.year if answer.state.died else answer.last_year
    return Timeline(
        title=f"Promises of {short_name(answer.state)}, by date",
        anchor="promises-chart",
        caption="A bar runs while an instrument binds; it ends in an arrow on the last day to "
        "which our tables speak. A ring is an act that does not bind by itself, such as a "
        "signature. Labour conventions and procedures stand in the table of acts.",
        alternative="; ".join(f"{track.label}: {track.note}" for track in tracks) + ".",
        tracks=tracks,
        first_year=first,
        last_year=max([end, *years]),
        source_note="Our register of facts; the table of acts names the authority of each.",
    )


def _drawn(one: Standing) -> bool:
    """Keep the drawing to treaties and protocols on rights at large."""
    dates = [act for act in one.acts if act.date or act.bound_from]
    return bool(dates) and one.kind != "procedure" and not one.instrument.startswith("ILO-")


def _starts(track: Track) -> list[float]:
    return [edge for start, end, _ in track.spans for edge in (start, end) if edge is not None]


def _track(answer: Answer, one: Standing) -> Track:
    spans = tuple(
        (fraction(act.bound_from), _until(answer, act), _lasts(answer, act))
        for act in one.acts
        if act.bound_from
    )
    acts = tuple(fraction(act.date) for act in one.acts if act.date and not act.bound_from)
    return Track(instrument(one.instrument), _note(answer, one), spans, acts)


def _until(answer: Answer, act: Promise) -> float | None:
    """Return where the bar of an act ends: its end, the state's, or the last day known."""
    end = act.bound_until or answer.state.died or act.known_until
    return None if end is None else fraction(end)


def _lasts(answer: Answer, act: Promise) -> bool:
    return act.bound_until is None and answer.state.died is None


def _note(answer: Answer, one: Standing) -> str:
    if one.state in {"none", "unknown"}:
        return {"none": "no act in our register", "unknown": "not known"}[one.state]
    if one.state == "bound" and answer.state.died:
        return f"bound it from {dated(one.since)}"
    when = one.until if one.state == "left" else one.since
    return f"{STANDINGS[one.state]} {dated(when)}"


def _core(answer: Answer) -> DataTable:
    """Return the standing to the nine core treaties; the last column only where it is known."""
    found = said.core_standings(answer)
    rows = [
        (
            one.instrument,
            one.title,
            _note(answer, one),
            dated(one.known_until) if one.known_until else "",
        )
        for one in found
    ]
    columns = ("Treaty", "Title", "Standing", "Known to")
    shown = 4 if any(row[3] for row in rows) else 3
    kept = tuple(row[:shown] for row in rows)
    return DataTable("The nine core treaties", columns[:shown], kept)
