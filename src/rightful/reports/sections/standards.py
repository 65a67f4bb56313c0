"""Do the two standards agree? One sentence, then question by question."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, DataTable, Heading, Paragraph
from rightful.core.section import Section
from rightful.reports import series
from rightful.reports.sentences import standards as said

STANDS = {
    "agree": "agree",
    "neither": "neither can tell",
    "one": "only one can tell",
    "differ": "contradict each other",
    "apart": "not the same year",
}


class Standards(Section):
    """The agreement of the changing and the constant standard."""

    name: ClassVar[str] = "standards"
    title: ClassVar[str] = "Do the two standards agree?"
    order: ClassVar[int] = 70
    needs: ClassVar[tuple[str, ...]] = ("deeds",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the sentence and the table of comparisons."""
        family = series.main_family(answer)
        if family is None:
            return ()
        heading = Heading(self.title, self.name)
        sentence = Paragraph(said.agreement(answer, family).sentence, strand="deed")
        asked = said.comparisons(answer, family) if len(answer.deeds[family]) > 1 else ()
        if not asked:
            return (heading, sentence)
        rows = tuple(
            (
                one.question[:1].upper() + one.question[1:],
                one.changing,
                one.constant,
                STANDS[one.outcome],
            )
            for one in asked
        )
        table = DataTable(
            "Each question under each standard",
            ("Question", "Changing standard", "Constant standard", "Together"),
            rows,
        )
        note = (
            "Ranks agree when their 90% intervals overlap. Moves and promises agree when both "
            "standards reach the same verdict, and contradict each other when the verdicts are "
            "opposite."
        )
        return (heading, sentence, table, Paragraph(note, "note"))
