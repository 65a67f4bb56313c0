"""Who speaks up: attention, pressure, protest and peers, as far as the record speaks."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Heading, Paragraph
from rightful.core.section import Section
from rightful.reports import strand_blocks
from rightful.reports.strand_blocks import Shown

VOICES = (
    Shown("urgent_actions", "Urgent actions of Amnesty International"),
    Shown("news_articles", "News articles on abuses"),
    Shown("upr_received", "Recommendations received in the Universal Periodic Review"),
    Shown("upr_accepted_share", "Share of these recommendations accepted", percent=True),
    Shown("resolutions", "General Assembly resolutions on the state"),
    Shown("sanctions_hr", "Sanctions in force with a human-rights goal"),
    Shown("aid_dependence", "Aid over capital formation", "percent"),
    Shown("protests", "Protests"),
    Shown("protests_met_with_violence", "Share of protests met with violence", percent=True),
    Shown("protests_accommodated", "Share of protests whose demands were met", percent=True),
    Shown("peer_practice_igo", "Practice of fellow members of organizations", "the year before"),
    Shown("peer_practice_region", "Practice of the continent's other states", "the year before"),
    Shown(
        "law_above_practice",
        "Share of nine rights better protected in law than in practice",
        percent=True,
    ),
    Shown("commitment_cheap", "Readiness to promise where nobody can hold it to it"),
    Shown("commitment_costly", "Readiness to promise where outsiders may look or judge"),
)
SILENT = (
    "Silence here is silence of the record, not of people. Urgent actions, news, reviews, "
    "sanctions, aid, protests and domestic law come from files that may not be handed on: a "
    "baseline built from them on your own machine shows them (rightful baseline build --private)."
)
READY = (
    "Practice is that of physical integrity, changing standard. "
    "Readiness to promise is estimated from which steps a state took among those open to it; mean "
    "0 and standard deviation 1 over the state-years 1996-2005."
)


class Voices(Section):
    """Who speaks to the state about rights, and how it answers."""

    name: ClassVar[str] = "voices"
    title: ClassVar[str] = "Who speaks up"
    order: ClassVar[int] = 94
    needs: ClassVar[tuple[str, ...]] = ("strands",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the table of last values and what they leave out; empty where none is known."""
        found = strand_blocks.known(answer, VOICES)
        if not found:
            return ()
        return (
            Heading(self.title, self.name),
            strand_blocks.table("Who speaks up, last year known", "voices-table", found),
            Paragraph(f"{SILENT} {READY} {strand_blocks.rests_on(found)}".strip(), "note"),
        )
