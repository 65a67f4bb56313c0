"""Openings: how far the political system lets people press for rights, dimension by dimension."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Heading, Paragraph
from rightful.core.section import Section
from rightful.reports import strand_blocks
from rightful.reports.strand_blocks import Shown

DIMENSIONS = (
    Shown("opportunity_index", "Political opportunity, the mean of the four"),
    Shown("opportunity_openness", "Openness of institutions"),
    Shown("opportunity_stability", "Stability of the elite's alignment", "less is an opening"),
    Shown("opportunity_allies", "Allies in the elite"),
    Shown("opportunity_repression", "Freedom from repression"),
)
WHAT = (
    "Levels are in standard deviations of the state-years 1981-1990; higher is more open, but for "
    "stability, where lower is. Each is estimated from several records; the ranges are 90% "
    "intervals. An opening is no forecast and no advice: who presses through it, and at what risk, "
    "no table here can say."
)


class Openings(Section):
    """Political opportunity, after McAdam's four dimensions."""

    name: ClassVar[str] = "openings"
    title: ClassVar[str] = "Openings"
    order: ClassVar[int] = 92
    needs: ClassVar[tuple[str, ...]] = ("strands",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the table, the small charts and what they mean; empty where nothing is known."""
        found = strand_blocks.known(answer, DIMENSIONS)
        if not found:
            return ()
        return (
            Heading(self.title, self.name),
            strand_blocks.table("Openings, last year known", "openings-table", found),
            strand_blocks.panels("Openings over time", "openings-panels", found),
            Paragraph(f"{WHAT} {strand_blocks.rests_on(found)}".strip(), "note"),
        )
