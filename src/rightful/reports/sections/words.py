"""What the government said, and where its words meet other words, the law and its deeds."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer, Contradicted
from rightful.core.document import Block, Heading, Items, Paragraph
from rightful.core.errors import shown
from rightful.core.section import Section
from rightful.reports import strand_blocks
from rightful.reports.sentences.words import chance, chance_interval
from rightful.reports.strand_blocks import Shown

TALK = (
    Shown("talk_norm", "In its speech: passages that avow or advance a norm", percent=True),
    Shown("talk_sovereignty", "In its speech: passages that claim sovereignty", percent=True),
    Shown("talk_shaming", "In its speech: passages that blame a named state", percent=True),
    Shown("answers_denial", "In its review: answers that deny or turn away", percent=True),
    Shown("answers_concession", "In its review: answers that concede", percent=True),
    Shown("answers_promise", "In its review: answers that promise", percent=True),
    Shown("answers_justification", "In its review: answers that justify", percent=True),
    Shown("avowals", "Avowals of norms so far", "passages"),
    Shown("shamed_by", "States that blame it", "in the year"),
)
KINDS = {
    "word_word": "Word against word",
    "word_law": "Word against law",
    "word_deed": "Word against deed",
    "promise_followup": "Promise against what followed",
    "signature_unratified": "Signed and never ratified",
}
# An interval narrower than this says nothing beside its middle.
LEAST_SHOWN = 0.02
INTRO = (
    "Found by a program in what the government said at the United Nations, the register of "
    "promises and our estimates. Each is a question to put to the government, not a verdict: read "
    "the passages before you use it, and the reading most favourable to it first."
)
WHAT = (
    "A program coded what was said; acts it is not sure of are left out. Shares are of passages "
    "that touch human rights, with the program's doubt as a 90% interval. Silence is no row."
)


class Words(Section):
    """Contradictions of the record, and the acts of what was said."""

    name: ClassVar[str] = "words"
    title: ClassVar[str] = "Words against words, law and deeds"
    order: ClassVar[int] = 85
    needs: ClassVar[tuple[str, ...]] = ("contradictions", "strands")

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the strongest contradictions and the shares of acts; empty where none is known."""
        found = strand_blocks.known(answer, TALK)
        if not found and not answer.contradictions:
            return ()
        blocks: list[Block] = [Heading(self.title, self.name)]
        if answer.contradictions:
            entries = tuple(_entry(one) for one in answer.contradictions)
            blocks += [Paragraph(INTRO, "note"), Items(entries)]
        if found:
            blocks += [
                strand_blocks.table("What its words did, last year known", "words-table", found),
                Paragraph(f"{WHAT} {strand_blocks.rests_on(found)}".strip(), "note"),
            ]
        return tuple(blocks)


def _entry(one: Contradicted) -> Paragraph:
    sides = "; ".join(f"{date}: {shown(said)} ({shown(where)})" for date, said, where in one.sides)
    kind = KINDS.get(one.kind, one.kind.replace("_", " "))
    strength = f"Strength {chance(one.strength)}"
    if one.high - one.low >= LEAST_SHOWN:
        strength += f" ({chance_interval(one.low, one.high)})"
    reading = one.innocent_reading.rstrip(".")
    return Paragraph(
        f"{kind}, {one.right.replace('_', ' ')}. {sides}. {strength}. In its favour: {reading}.",
        strand="word",
    )
