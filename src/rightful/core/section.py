"""The contract of a report section: one file per section in ``reports/sections``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from rightful.core.answer import Answer
from rightful.core.document import Block


class Section(ABC):
    """A part of the dossier; ``order`` places it."""

    name: ClassVar[str]
    title: ClassVar[str]
    order: ClassVar[int]
    needs: ClassVar[tuple[str, ...]]

    @abstractmethod
    def render(self, answer: Answer) -> tuple[Block, ...]:
        """Return the blocks of this section, empty where the answer has nothing to say."""
