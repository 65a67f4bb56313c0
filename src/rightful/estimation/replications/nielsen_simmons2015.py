"""Nielsen and Simmons 2015: nobody is rewarded for ratifying. Cannot be run whole."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._panel import (
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

YEARS: Final = "year >= 1981 AND year <= 2008"
AID: Final = "aid received from all donors, sign kept, log of one plus dollars"
HELD: Final = ("log_gdppc", "log_population", "democracy")
TREATIES: Final = {
    "iccpr": ("the Civil Covenant", "ICCPR"),
    "op1": ("its First Optional Protocol", "ICCPR-OP1"),
    "cat": ("the Convention against Torture", "CAT"),
    "cat22": ("its Article 22", "CAT-22"),
}


class NielsenSimmons2015(Replication):
    """What rewards need and nobody has brought; aid from all donors beside (nielsen2015)."""

    name = "nielsen_simmons2015"
    title = "Nielsen and Simmons 2015: rewards for ratification"
    reference = "nielsen2015"
    sample = "states that could be rewarded, about 1980 to the 2000s"
    coding = "ratified one of four instruments"
    estimator = "panel models and matching, aid, agreements and praise after ratification"
    published = "almost no evidence of tangible or intangible rewards"
    differs = (
        "praise and agreements are not in hand, aid is so from all donors together and not from "
        "rich democracies: the study cannot be run, and what is shown of aid does not count",
        "the outcome here is aid, not respect: 'better' reads 'more aid'",
        "two-way effects of state and year stand for the authors' models and matching",
    )
    needs = (*SPINE, "polity", "gdp_pop", "aid_received/total")
    lacking = (
        "aid by donor and recipient (OECD)",
        "preferential trade agreements and investment treaties by pair of states",
        "events of praise by rich democracies, coded from news",
    )
    families = ()
    specifications = tuple(
        Specification(
            f"{name} and aid from all donors",
            Design("log_aid", column, HELD, where=YEARS, singletons="leave_out"),
            AID,
            (0,),
            counts=False,
        )
        for column, (name, _) in TREATIES.items()
    )
    questions = tuple(
        Question(column, HELD, where=YEARS, family="", outcome="log_aid", measure=AID)
        for column in TREATIES
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return log aid, the four instruments and controls."""
        named = {column: instrument for column, (_, instrument) in TREATIES.items()}
        rows = with_controls(with_treaties(spine(frames), frames, **named), frames)
        aid = pl.col("aid_total")
        return beside(
            rows, frames.tables["aid_received/total"], log_aid=aid.sign() * aid.abs().log1p()
        )

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "aid_received/total": ("aid_total",),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
        }
        instruments = tuple(instrument for _, instrument in TREATIES.values())
        return made_up(sources, instruments, self.families)
