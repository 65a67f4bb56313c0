"""What the government said, and where its words meet other words, the law and its deeds."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from rightful.core.answer import Answer, Contradicted, StrandSeries
from rightful.core.document import Block, Heading, Items, Paragraph
from rightful.core.errors import shown
from rightful.core.section import Section
from rightful.reports import series, strand_blocks
from rightful.reports.sentences.words import many, words_of
from rightful.reports.strand_blocks import Pair, Shown

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
# A share whose 90 % interval is wider than this, of 0 to 1, is as good as not known.
WIDEST = 0.6
LONGEST_READING = 1000
INTRO = (
    "Found by a program in what the government said at the United Nations, the register of "
    "promises and our estimates. Each is a question to put to the government, not a verdict: read "
    "the passages before you use it, and the reading most favourable to it first. Strong, fair and "
    "faint say how much the two sides weigh together; they are no probability."
)
CODES = (
    "What was said was coded by a program that learnt from passages coded by a language model. No "
    "human has coded yet, so how far it errs is known only against that model "
    "(docs/coder-report.md in the source of rightful)."
)
WHAT = (
    "Acts the program is not sure of are left out. Shares are of passages that touch human rights, "
    "with the program's doubt as a 90% interval. Silence is no row."
)


class Words(Section):
    """Contradictions of the record, and the acts of what was said."""

    name: ClassVar[str] = "words"
    title: ClassVar[str] = "Words against words, law and deeds"
    order: ClassVar[int] = 85
    needs: ClassVar[tuple[str, ...]] = ("contradictions", "strands")

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the strongest contradictions and the shares of acts; empty where none is known."""
        known = strand_blocks.known(answer, TALK)
        if not known and not answer.contradictions:
            return ()
        blocks: list[Block] = [Heading(self.title, self.name)]
        if answer.contradictions:
            blocks.append(Paragraph(INTRO, "note"))
            for place, one in enumerate(answer.contradictions, 1):
                blocks += _contradicted(one, f"{self.name}-{place}")
        if known:
            blocks += _shares(known)
        return (*blocks, Paragraph(CODES, "note"))


def _contradicted(one: Contradicted, anchor: str) -> list[Block]:
    """Return a contradiction: what it is, each side on its own line, what speaks for the state."""
    kind = KINDS.get(one.kind, one.kind.replace("_", " "))
    head = " · ".join(part for part in (kind, words_of(one.right).label, one.band) if part)
    sides = tuple(Paragraph(_side(*side), strand="word") for side in one.sides)
    reading = shown(one.innocent_reading, LONGEST_READING).rstrip(".")
    return [Heading(head, anchor, 3), Items(sides), Paragraph(f"In its favour: {reading}.")]


def _side(date: str, said: str, where: str) -> str:
    return f"{shown(date)}: {shown(said).rstrip('.')}. Where: {shown(where)}."


def _shares(known: list[Pair]) -> list[Block]:
    """Return the table of series that say something, and how many say too little."""
    told = [pair for pair in known if not _vague(*pair)]
    blocks: list[Block] = []
    if told:
        caption = "What its words did, last year known"
        blocks = [
            strand_blocks.table(caption, "words-table", told),
            Paragraph(f"{WHAT} {strand_blocks.rests_on(told)}".strip(), "note"),
        ]
    if left := len(known) - len(told):
        why = f"with a 90% interval wider than {WIDEST:.0%} of the range, too wide to tell"
        blocks.append(Paragraph(f"Left out: {many(left, 'such share')} {why}.", "note"))
    return blocks


def _vague(shown_as: Shown, one: StrandSeries) -> bool:
    """Say whether a share's interval, in its last year known, covers most of what it could be."""
    at = series.last_known(one.mean) or 0
    width = float(one.high[at] - one.low[at])
    return shown_as.percent and bool(np.isfinite(width)) and width > WIDEST
