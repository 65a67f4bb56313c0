"""Where the state stands on the spiral under three readings, and what would have to be seen."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, Spiral
from rightful.core.document import (
    Block,
    DataTable,
    Heading,
    Items,
    Paragraph,
    Ribbon,
    Ribbons,
    Stretch,
)
from rightful.core.phase import PHASE_TITLES, READINGS
from rightful.core.section import Section
from rightful.reports import cite
from rightful.reports.sections import practice
from rightful.reports.sentences import phases as said
from rightful.reports.sentences.words import listed, short_name

MODEL = (
    "The spiral model leads from repression (1) over denial (2) and tactical concessions (3) to "
    "prescriptive status (4) and rule-consistent behaviour (5). Three readings of it, written as "
    "rules, are put to the same evidence: the orthodox model as Nauen's working paper on the "
    "socialization of human rights norms reports it; the orthodox model of 1999 (Risse, Ropp and "
    "Sikkink); and the paper's revision, in which law and talk alone do not lead beyond phase 3, "
    "but three markers do. Where evidence is missing, every phase that it leaves open is told."
)
NOT_FOR = (
    "A phase is an argument about a state, to be disputed on its evidence. It is not a label for "
    "asylum or protection decisions, for which the situation of the individual counts."
)
MOVED = (
    "A state is relegated where an orthodox reading gives it phase 4 or 5, the revised one phase "
    "3, and a marker was seen not to hold. Where evidence is only missing, that is undetermined."
)
OWN_CASES = (
    "Our own codings of process cases were made by a program, from published sources and by a "
    "written protocol; they are not the work of human analysts."
)
SOURCES = "Our register of acts, statements coded by a program{cases}, and our own estimates"
LATENT = (
    "The latent model, fitted on all states, weighs the same evidence with its doubt and applies "
    "no rule. It takes items and years to be more independent than they are, and so is surer than "
    "it should be. Where it places the state elsewhere than the rules do, both are open to dispute."
)
RELEGATED = {True: "yes", False: "no", None: "undetermined"}


class OnTheSpiral(Section):
    """The ribbons, what they say of the last year, and what would decide."""

    name: ClassVar[str] = "spiral"
    title: ClassVar[str] = "Where it stands on the spiral: three readings"
    order: ClassVar[int] = 84
    needs: ClassVar[tuple[str, ...]] = ("spiral", "promises")

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the ribbons and sentences; one sentence where no practice is estimated."""
        heading, spiral = Heading(self.title, self.name), answer.spiral
        if spiral is None or not spiral.years.size:
            return (heading, Paragraph(said.unplaced(answer.state).sentence, "limit"))
        return (
            heading,
            Paragraph(MODEL, "note"),
            ribbons(answer, spiral),
            _items([said.latest(answer.state, spiral, one).sentence for one in READINGS]),
            *_latent(spiral),
            Heading("Relegated?", f"{self.name}-relegated", 3),
            Paragraph(MOVED, "note"),
            _items([said.relegation(answer.state, spiral, one).sentence for one in READINGS[:2]]),
            Heading("The three markers of the revision", f"{self.name}-markers", 3),
            _items([said.marker(spiral, one).sentence for one in ("m1", "m2", "m3")]),
            Paragraph(said.coverage(spiral).sentence),
            Heading("What would have to be seen", f"{self.name}-decides", 3),
            _items([one.sentence for one in said.deciding(spiral)]),
            *([Paragraph(OWN_CASES, "note")] if spiral.process_case else []),
            Paragraph(NOT_FOR, "limit"),
        )


def _items(texts: list[str]) -> Items:
    return Items(tuple(Paragraph(text) for text in texts))


def _latent(spiral: Spiral) -> list[Block]:
    """Return what the latent model says of the last year, where it was asked."""
    if not spiral.latent:
        return []
    rows = tuple(
        (said.LABELS[name], said.latent(spiral.readings[name].p)) for name in spiral.readings
    )
    caption = f"Probabilities of phases by the latent model, {spiral.years[-1]}"
    return [DataTable(caption, ("Reading", "Phases"), rows), Paragraph(LATENT, "note")]


def ribbons(answer: Answer, spiral: Spiral) -> Ribbons:
    """Return the drawing: a ribbon per reading, the dates of promises above."""
    dates = practice.events(answer)
    shown = {
        phase
        for name in spiral.readings
        for *_, phases in said.runs(name, spiral)
        for phase in phases
    }
    silent = any(not said.told(one) for by in spiral.readings.values() for one in by.possible)
    unknown = " Empty with a dotted edge: more than three phases are possible." if silent else ""
    marks = " Blue: the day a promise began to bind." if dates else ""
    cases = ", codings of process cases" if spiral.process_case else ""
    return Ribbons(
        title=f"Phases of {short_name(answer.state)}, human rights at large",
        anchor="spiral-chart",
        caption=(
            "One ribbon per reading, one phase or those that are possible, in stripes, per year."
            f"{unknown}{marks}"
        ),
        alternative=_alternative(spiral),
        ribbons=tuple(_ribbon(name, spiral) for name in spiral.readings),
        key=tuple((phase, title) for phase, title in PHASE_TITLES.items() if phase in shown),
        unknown="cannot tell: more than three are possible" if silent else "",
        events=dates,
        table=table(spiral),
        source_note=SOURCES.format(cases=cases),
        sources=cite.rated(answer),
    )


def _ribbon(name: str, spiral: Spiral) -> Ribbon:
    stretches = tuple(
        Stretch(first, last, phases, said.label(name, phases))
        for first, last, phases in said.runs(name, spiral)
    )
    return Ribbon(said.LABELS[name], stretches, said.in_runs(name, spiral))


def _alternative(spiral: Spiral) -> str:
    return " ".join(f"{said.LABELS[one]}: {said.in_runs(one, spiral)}." for one in spiral.readings)


def table(spiral: Spiral) -> DataTable:
    """Return a row per year: phases under each reading, relegation, questions answered."""
    names = list(spiral.readings)
    moved = [name for name in names if spiral.readings[name].relegated]
    rows = []
    for i, year in enumerate(spiral.years):
        by = [listed(spiral.readings[name].possible[i], "or") for name in names]
        rank = [RELEGATED[spiral.readings[name].relegated[i]] for name in moved]
        rows.append((str(year), *by, *rank, f"{spiral.answered[i]} of {spiral.asked}"))
    columns = (
        "Year",
        *(said.LABELS[name] for name in names),
        *(f"Relegated: {said.LABELS[name].lower()}" for name in moved),
        "Questions answered",
    )
    caption = "Phases: those that the evidence leaves possible, year by year"
    return DataTable(caption, columns, tuple(rows), folded=True)
