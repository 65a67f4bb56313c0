"""How the page was made: versions, seeds and fingerprints, so that it can be made again."""

from __future__ import annotations

from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block, DataTable, Heading, Paragraph
from rightful.core.section import Section
from rightful.reports.sentences.words import short_name


class Made(Section):
    """The recipe of the baseline."""

    name: ClassVar[str] = "made"
    title: ClassVar[str] = "How this was made"
    order: ClassVar[int] = 120
    needs: ClassVar[tuple[str, ...]] = ("recipe",)

    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the way from ratings to sentences, and the recipe."""
        words = (
            "Practice is a latent trait, estimated jointly for all states and years from the "
            "ratings of several sources; promises come from our register of facts. Every sentence "
            "is generated from the numbers: “almost certainly” means a probability of "
            "95% or more, “probably” 80% or more; between, we say that we cannot tell."
        )
        cite = (
            f"To cite this page: rightful{_version(answer)}, dossier of "
            f"{short_name(answer.state)}{_record(answer)}. Cite its sources beside it."
        )
        blocks: list[Block] = [
            Heading(self.title, self.name),
            Paragraph(words),
            Paragraph(cite),
        ]
        if answer.recipe:
            rows = tuple(answer.recipe.items())
            blocks.append(
                DataTable("Recipe of the estimates", ("Part", "Value"), rows, folded=True)
            )
        return tuple(blocks)


def _record(answer: Answer) -> str:
    """Return the years of practice, or that there are none."""
    if answer.first_year is None or answer.last_year is None:
        return ", promises only"
    return f", record {answer.first_year} to {answer.last_year}"


def _version(answer: Answer) -> str:
    version = answer.recipe.get("rightful") or answer.recipe.get("version")
    return f" {version}" if version else ""
