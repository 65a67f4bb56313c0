"""What research says of promises and practice, put to the record: the register of claims."""

from __future__ import annotations

from typing import ClassVar, Final

from rightful.core.answer import Answer, ClaimTold
from rightful.core.document import Block, DataTable, Heading, Items, Paragraph
from rightful.core.section import Section
from rightful.reports.sentences.words import counted, many

CANNOT: Final = "cannot tell"
HOLDS: Final = "holds"
DOES_NOT: Final = "does not hold"
WORLD: Final = (
    "They speak of all states together and not of this one. Each is judged over both standards, "
    "with and without year effects; 'cannot tell' is what the record allows, not that nothing is "
    "there. rightful claim NUMBER says what was tested and how."
)


class Claims(Section):
    """Claims on law and behaviour with their verdicts, and what is said of the state itself."""

    name: ClassVar[str] = "claims"
    title: ClassVar[str] = "What research says of promises"
    order: ClassVar[int] = 98
    needs: ClassVar[tuple[str, ...]] = ("claims",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return counts, the claims on the state as sentences, the others as a folded table."""
        judged = [one for one in answer.claims if not one.about_the_state]
        own = [one for one in answer.claims if one.about_the_state]
        if not answer.claims:
            return ()
        blocks: list[Block] = [Heading(self.title, self.name)]
        if judged:
            blocks += [Paragraph(_counts(judged)), Paragraph(WORLD, "note"), _table(judged)]
        if own:
            entries = tuple(Paragraph(f"{one.sentence} (claim {one.number})") for one in own)
            blocks += [Paragraph("Of this state in particular:"), Items(entries)]
        return tuple(blocks)


def _counts(judged: list[ClaimTold]) -> str:
    held, failed, open_ = (
        sum(claim.verdict == verdict for claim in judged) for verdict in (HOLDS, DOES_NOT, CANNOT)
    )
    return (
        f"Of {many(len(judged), 'claim')} on how law changes behaviour that we put to the record, "
        f"{_number(held)} {'holds' if held == 1 else 'hold'}, {_number(failed)} "
        f"{'fails' if failed == 1 else 'fail'}, and of {_number(open_)} nobody can tell."
    )


def _number(count: int) -> str:
    return counted(count) if count else "none"


def _table(judged: list[ClaimTold]) -> DataTable:
    rows = tuple(
        (str(one.number), one.restatement, one.verdict + (" (older)" if one.outdated else ""))
        for one in judged
    )
    caption = "Claims on law and behaviour, and what the record says"
    return DataTable(caption, ("Claim", "It says", "The record"), rows, folded=True)
