"""Domestic law against practice: what a state's own law protects and its practice does not.

CIRIGHTS codes nine rights twice in the same state-year, in law and in practice, on one scale each:
eight of workers and fair trial. A pair is decoupled where law stands above practice.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._beta_binomial import rates
from rightful.measures.strands._state_series import KEY, together

CODES: Final = "cirights"
WORKERS: Final = ("union", "barg", "force", "child", "wage", "safe", "hour", "trafficking")
TRIAL: Final = "trial"
# Of 1981-1993 only fair trial is coded, and one pair is no share.
LEAST_PAIRS: Final = 5
_NOTE: Final = (
    "Estimated from pairs of codes, 1994-2019; Beta prior learned from all state-years, 90 % "
    "interval. Both codes of a pair are read from one report by one team."
)
# Series -> label and the codes it reads in pairs.
SERIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "law_above_practice": (
        "Share of rights better protected in domestic law than in practice",
        (*WORKERS, TRIAL),
    ),
    "law_above_practice_workers": (
        "Share of workers' rights better protected in domestic law than in practice",
        WORKERS,
    ),
}


class DomesticLaw(Measure):
    """Decoupling inside the state: law and practice of the same right in the same year."""

    name = "domestic_law"
    title = "Domestic law against practice, in pairs of codes"
    strand = "commitment"
    needs = (CODES,)
    gives = tuple(
        Variable(name, label, "probability", low=0, high=1, note=_NOTE)
        for name, (label, _) in SERIES.items()
    )
    references = ("mark2023cirights", "griffiths1973")
    invertible = True

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Estimate the shares; nothing is drawn, so ``seed`` changes nothing.

        Reads ``cirights`` (ccode, year, and the codes RIGHT_l and RIGHT_p).
        """
        if CODES not in record or record[CODES].is_empty():
            return Estimates(together(()), {})
        parts, diagnostics = [], {}
        for series, (_, rights) in SERIES.items():
            counts = _counts(record[CODES], rights)
            if counts.height:
                frame, diagnostics[series] = rates(series, counts)
                parts.append(frame)
        return Estimates(together(parts), diagnostics)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record of three state-years, one of which has no code in practice."""
        codes = {"l": [2, 1, 2], "p": [0, 1, None]}
        pairs = {
            f"{right}_{side}": values
            for right in (*WORKERS, TRIAL)
            for side, values in codes.items()
        }
        frame = pl.DataFrame({"ccode": [811, 2, 155], "year": [2000, 2000, 2001], **pairs})
        return {CODES: frame}


def _counts(codes: pl.DataFrame, rights: tuple[str, ...]) -> pl.DataFrame:
    """Return ccode, year, hits (law above practice), trials (five pairs and more)."""
    above = [pl.col(f"{right}_l") > pl.col(f"{right}_p") for right in rights]
    return codes.select(
        *KEY,
        hits=pl.sum_horizontal(each.fill_null(False).cast(pl.Int64) for each in above),
        trials=pl.sum_horizontal(each.is_not_null().cast(pl.Int64) for each in above),
    ).filter(pl.col("trials") >= LEAST_PAIRS)
