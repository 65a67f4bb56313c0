"""Latent commitment: how ready a state is to bind itself, by acts that cost it little and much.

The hazard form: in every year in which a step is open to a state and not yet taken, taking it or
not is one rating of the state [fariss2018 has the idea of a latent commitment; the form is ours].
Once taken the step asks nothing more, so that time alone raises nobody. What is cheap and what is
costly stands in ``latent_commitment.csv``; the model in ``docs/decisions/latent-commitment.md``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar, Final, final

import polars as pl

from rightful.core.measure import SERIES, Estimates, Measure, Record, Strand
from rightful.core.variable import Variable
from rightful.measures.strands._commitment_example import example_record
from rightful.measures.strands._commitment_fit import Fitted, fitted

KINDS: Final = {
    "commitment_all": ("all", "Latent commitment by all acts together"),
    "commitment_cheap": ("cheap", "Latent commitment by acts that nobody can hold a state to"),
    "commitment_costly": ("costly", "Latent commitment by acts that let outsiders look or judge"),
}
SERIES_AT_ONCE: Final = 2
_NOTE: Final = (
    "Higher is readier to commit. Mean 0 and SD 1 over the state-years 1996-2005; levels of years "
    "far apart are not comparable, ranks within a year are. No row where no step was open to the "
    "state, or the tables do not speak."
)


@final
class LatentCommitment(Measure):
    """Three series of readiness to commit, each a dynamic ordinal model of acts in hazard form."""

    name: ClassVar[str] = "latent_commitment"
    title: ClassVar[str] = "Latent commitment: cheap, costly and all acts, in hazard form"
    strand: ClassVar[Strand] = "commitment"
    needs: ClassVar[tuple[str, ...]] = (
        "facts/acts",
        "facts/obligations",
        "facts/instruments",
        "facts/states",
        "facts/authorities",
        "facts/memberships",
    )
    gives: ClassVar[tuple[Variable, ...]] = tuple(
        Variable(name, label, "number", "SD of 1996-2005", note=_NOTE)
        for name, (_, label) in KINDS.items()
    )
    references: ClassVar[tuple[str, ...]] = ("fariss2018", "schnakenberg2014", "hathaway2002")

    def fit(self, record: Record, seed: int) -> Estimates:
        """Fit the three series; the record's frames are described at ``register``.

        Raises
        ------
        ConvergenceError
            When the draws of a series must not be used.
        """
        found = all_fitted(record, seed)
        rows = [_rows(name, one) for name, one in found.items()]
        frame = pl.concat([pl.DataFrame(schema=SERIES), *rows]).sort("series", "ccode", "year")
        return Estimates(frame, {name: _diagnostics(one) for name, one in found.items()})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up register of sixteen states and ten instruments."""
        return example_record()


def all_fitted(record: Record, seed: int) -> dict[str, Fitted]:
    """Fit the series that the record allows, each with its joint draws, two at a time.

    Raises
    ------
    ConvergenceError
        When the draws of a series must not be used.
    """
    with ThreadPoolExecutor(SERIES_AT_ONCE) as pool:
        # The largest first, so that the others run beside it.
        asked = {
            name: pool.submit(fitted, record, series, seed + number)
            for number, (name, (series, _)) in enumerate(KINDS.items())
        }
        found = {name: one.result() for name, one in asked.items()}
    return {name: one for name, one in found.items() if one is not None}


def _rows(name: str, one: Fitted) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ccode": one.posterior.ccode,
            "year": one.posterior.year,
            "series": [name] * one.inputs.size,
            "mean": one.level.mean,
            "sd": one.level.sd,
            "low": one.level.low,
            "high": one.level.high,
            "inputs": one.inputs,
        },
        schema_overrides=SERIES,
    )


def _diagnostics(one: Fitted) -> dict[str, float]:
    report = one.report
    return {
        "rhat_max": round(report.rhat_max, 4),
        "ess_min": round(min(report.ess_bulk_min, report.ess_tail_min)),
        "items_left_out": len(one.left_out),
    }
