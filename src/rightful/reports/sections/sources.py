"""Sources, and the row of the publisher's file that stands behind every year."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, Heading, Paragraph, References
from rightful.core.section import Section
from rightful.reports import cite


class Sources(Section):
    """How to cite what this page rests on, and where each number comes from."""

    name: ClassVar[str] = "sources"
    title: ClassVar[str] = "Sources"
    order: ClassVar[int] = 110
    needs: ClassVar[tuple[str, ...]] = ("sources",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the references and one folded trace table per file."""
        heading = Heading(self.title, self.name)
        if not answer.sources:
            return (heading, Paragraph("No source is used here.", "limit"))
        blocks: list[Block] = [
            heading,
            References(cite.references(answer)),
        ]
        traces = cite.trace(answer)
        if traces:
            words = (
                "The ratings stay in the publishers' files. For every year, the tables below name "
                "the file and the row in which each rating stands; rows count from 1 below the "
                "header."
            )
            head = Heading("From a number to its row", "trace", 3, beside="tables")
            blocks += [head, Paragraph(words, beside="tables")]
        return (*blocks, *traces)
