"""Economic and social rights, right by right, as their publisher scored them: items, no series.

Ten years of scores, many of them the year before's, are too few for a latent variable; see
``docs/decisions/families.md``. The scores are shown as they are, without doubt, because none is
published with them.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._state_series import observed, together

SCORES: Final = "hrmi/2018"
RIGHTS: Final = ("food", "health", "education", "housing", "work")
_NOTE: Final = (
    "Observed, 2005-2015: outcomes against what states of like income reached, core standard. Most "
    "values repeat the year before's where no survey was held."
)


class EconomicSocial(Measure):
    """Scores of five rights; not practice in the sense of the other families."""

    name = "economic_social"
    title = "Economic and social rights: outcomes against income, right by right"
    strand = "practice"
    needs = (SCORES,)
    gives = tuple(
        Variable(
            f"outcome_{right}",
            f"Right to {right}: outcomes against what income allows",
            "number",
            unit="percent",
            low=0,
            high=100,
            note=_NOTE,
        )
        for right in RIGHTS
    )
    references = ("hrmi2018",)

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Return the scores as they stand; reads ``hrmi`` (ccode, year, core_RIGHT)."""
        if SCORES not in record:
            return Estimates(together(()), {})
        rows = record[SCORES]
        parts = [
            observed(
                f"outcome_{right}",
                rows.select("ccode", "year", value=f"core_{right}", inputs=pl.lit(1)),
            )
            for right in RIGHTS
        ]
        return Estimates(together(parts), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record of two states, one with a score missing."""
        scores = {f"core_{right}": [80.0, None] for right in RIGHTS[1:]}
        frame = pl.DataFrame(
            {"ccode": [811, 2], "year": [2010, 2011], "core_food": [55.5, 99.0], **scores}
        )
        return {SCORES: frame}
