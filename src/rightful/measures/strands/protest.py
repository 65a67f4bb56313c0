"""Protest and the state's answer: how many, how large, met with violence or with concessions."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._beta_binomial import rates
from rightful.measures.strands._state_series import KEY, counted, observed, together

PROTESTS: Final = "protests/2020-03"
LAST_WHOLE_YEAR: Final = 2019
_SILENCE: Final = (
    "Observed, 1990-2019; null, not zero, where the file has no protest: the publisher's rows for "
    "quiet years are not in the copy in hand. Not the USA."
)
_RATE: Final = (
    "Estimated, 1990 to March 2020, where there was a protest; Beta prior learned from all "
    "state-years, 90 % interval."
)
# Series -> label, and what makes a protest a hit.
ANSWERS: Final[dict[str, tuple[str, pl.Expr]]] = {
    "protests_met_with_violence": (
        "Share of protests that the state met with beating, shooting or killing",
        pl.any_horizontal(pl.col("beatings", "shootings", "killings") == 1),
    ),
    "protests_killed": ("Share of protests in which the state killed", pl.col("killings") == 1),
    "protests_arrested": (
        "Share of protests in which the state arrested protesters",
        pl.col("arrests") == 1,
    ),
    "protests_accommodated": (
        "Share of protests whose demands the state met",
        pl.col("accommodated") == 1,
    ),
}


class Protest(Measure):
    """Protests of 50 and more people against the government, and what it did.

    A state may answer in several ways at once, so the shares do not add to one.
    """

    name = "protest"
    title = "Protests and the state's answer, 1990 to March 2020"
    strand = "network"
    needs = (PROTESTS,)
    gives = (
        Variable("protests", "Protests", "number", unit="protests", low=1, note=_SILENCE),
        Variable(
            "protesters_least",
            "Least number of protesters over the protests whose size is given",
            "number",
            unit="persons",
            low=50,
            note=_SILENCE + " A floor: categories count with their lower end; inputs are the "
            "protests with a size.",
        ),
        *(
            Variable(name, label, "probability", low=0, high=1, note=_RATE)
            for name, (label, _) in ANSWERS.items()
        ),
    )
    references = ("clark2016mm", "griffiths1973")
    invertible = True

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Count and estimate rates; nothing is drawn, so ``seed`` changes nothing.

        Reads ``protests`` (ccode, year, participants_least, arrests, accommodated, beatings,
        shootings, killings).
        """
        if PROTESTS not in record or record[PROTESTS].is_empty():
            return Estimates(together(()), {})
        rows = record[PROTESTS]
        whole = rows.filter(pl.col("year") <= LAST_WHOLE_YEAR)
        sized = whole.drop_nulls("participants_least").group_by(KEY)
        least = sized.agg(
            pl.col("participants_least").cast(pl.Float64).sum().alias("value"),
            pl.len().alias("inputs"),
        )
        parts = [observed("protests", counted(whole)), observed("protesters_least", least)]
        diagnostics: dict[str, dict[str, float]] = {}
        for series, (_, hit) in ANSWERS.items():
            known = hit.is_not_null()
            counts = rows.group_by(KEY).agg(hit.sum().alias("hits"), known.sum().alias("trials"))
            frame, diagnostics[series] = rates(series, counts)
            parts.append(frame)
        return Estimates(together(parts), diagnostics)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: three protests in two states."""
        none = [0, 0, 0]
        return {
            PROTESTS: pl.DataFrame(
                {
                    "ccode": [811, 811, 155],
                    "year": [1998, 1998, 2020],
                    "participants_least": [200, None, 1000],
                    "arrests": [0, 1, 0],
                    "accommodated": none,
                    "beatings": [0, 1, 0],
                    "shootings": none,
                    "killings": none,
                }
            )
        }
