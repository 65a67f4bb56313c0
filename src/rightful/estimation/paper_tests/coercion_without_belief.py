"""Claim 38: sanctions move conduct and leave talk as it was."""

from __future__ import annotations

from typing import ClassVar

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._imposed import NEEDS as SANCTIONS
from rightful.estimation.paper_tests._imposed import SAID, imposed
from rightful.estimation.paper_tests._panel import joined
from rightful.estimation.paper_tests._pressed_world import pressed_world
from rightful.estimation.paper_tests._turns import (
    HOW,
    SPOKEN,
    TALK,
    TURN,
    practice_after,
    prepared,
    talk_after,
    with_talk,
)
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS


class CoercionWithoutBelief(PaperTest):
    """Sanctions that begin, on conduct and on talk of the three years after."""

    name = "coercion_without_belief"
    title = "Conduct without belief: sanctions"
    needs = (*SANCTIONS, *ALWAYS, TALK)
    asks: ClassVar = (
        Ask(
            "sanctions_talk",
            (38,),
            "does talk of norms stay as it was after a sanction for rights began?",
            0,
            "a sanction for rights that begins",
            "SD of talk of norms",
            0.1,
            f"{SAID}. {SPOKEN}.",
        ),
        Ask(
            "sanctions_conduct",
            (38,),
            "does conduct mend after a sanction for rights began?",
            1,
            "a sanction for rights that begins",
            "SD of practice, mean of the three years after",
            None,
            f"{SAID}. {HOW}. The other half of the claim: that talk stays says little where "
            "conduct does not move. Sanctions follow bad conduct, which works against it.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of a sanction that begins on talk or on conduct."""
        frame = prepared(material.frame)
        if ask.key == "sanctions_talk":
            frame = with_talk(frame)
            return joined(
                *(
                    talk_after(one.rows, TURN, one.measure, one.more, of=one.of)
                    for one in imposed(frame)
                )
            )
        return joined(
            *(
                practice_after(material, one.rows, TURN, one.measure, one.more, of=one.of)
                for one in imposed(frame)
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return conduct and talk that sanctions move by ``effect``."""
        return pressed_world(effect, seed)
