"""What latent commitment finds in the register, and whether its doubt is honest.

Run: python benchmarks/commitment_checks.py                 the three series, known states, share
     python benchmarks/commitment_checks.py --recovery 10   coverage on made-up registers
     python benchmarks/commitment_checks.py --sensitivity   costly commitment under other priors
"""

import argparse
import time
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
from scipy.stats import spearmanr

from rightful.core.measure import Record
from rightful.measures._specification import InnovationPrior, LogNormalPrior, Specification
from rightful.measures.strands._commitment_example import made_up
from rightful.measures.strands._commitment_fit import SPECIFICATION, Fitted, fitted
from rightful.measures.strands.latent_commitment import all_fitted
from rightful.record import commitments, instruments, states
from rightful.record.instruments import read_table

YEARS = (1980, 2000, 2015)
KNOWN = {
    2: "United States", 94: "Costa Rica", 165: "Uruguay", 155: "Chile", 380: "Sweden",
    385: "Norway", 255: "Germany", 366: "Estonia", 365: "Russia", 710: "China", 750: "India",
    731: "North Korea", 811: "Cambodia", 670: "Saudi Arabia", 560: "South Africa",
}  # fmt: skip
OTHER_PRIORS: dict[str, Specification] = {
    "pace half-normal(.3), learned": replace(SPECIFICATION, innovation=InnovationPrior(0, 0.3)),
    "pace held at .11": replace(SPECIFICATION, innovation=InnovationPrior(200, 0.0078)),
    "discrimination log-normal(0, 1)": replace(
        SPECIFICATION, discrimination=LogNormalPrior(0.0, 1.0)
    ),
    "baselines N(0, 7)": replace(SPECIFICATION, cut_first_sd=7.0),
    "late baselines walk by year": replace(SPECIFICATION, standard="changing"),
}


def register_frames() -> dict[str, pl.DataFrame]:
    """The register as the measure reads it."""
    spells = [(s.state_id, s.ccode, s.start, s.end) for s in states.all_states()]
    ends = [(k, date.fromisoformat(v["as_of"])) for k, v in commitments.authorities().items()]
    return {
        "facts/acts": commitments.acts().frame,
        "facts/obligations": commitments.obligations().frame,
        "facts/instruments": instruments.instruments().frame,
        "facts/states": pl.DataFrame(
            spells,
            schema={"state_id": pl.String, "ccode": pl.Int64, "start": pl.Date, "end": pl.Date},
            orient="row",
        ),
        "facts/authorities": pl.DataFrame(
            ends, schema={"authority": pl.String, "as_of": pl.Date}, orient="row"
        ),
        "facts/memberships": read_table("memberships").with_columns(
            pl.col("ccode", "first_year", "last_year").cast(pl.Int64)
        ),
    }


def frame_of(one: Fitted) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ccode": one.posterior.ccode.astype(np.int64),
            "year": one.posterior.year.astype(np.int64),
            "mean": one.level.mean,
            "sd": one.level.sd,
        }
    ).with_columns(
        percentile=100
        * (pl.col("mean").rank().over("year") - 1)
        / (pl.len().over("year") - 1).cast(pl.Float64)
    )


def _cell(rows: list[dict[str, float]] | None) -> str:
    if not rows:
        return "null"
    return f"{rows[0]['mean']:+.2f} ({rows[0]['sd']:.2f}) {rows[0]['percentile']:3.0f}"


def known_states(found: dict[str, pl.DataFrame]) -> None:
    for ccode, name in KNOWN.items():
        for series, frame in found.items():
            rows = frame.filter(pl.col("ccode") == ccode).rows_by_key("year", named=True)
            cells = [f"{year}: {_cell(rows.get(year))}" for year in YEARS]
            print(f"{name:14} {series:18} {' | '.join(cells)}")


def share_held(found: dict[str, pl.DataFrame]) -> None:
    """Rank correlation, by year, with the share of the counted UN instruments that bind."""
    counted = instruments.instruments().frame.filter(
        (pl.col("system") == "UN") & pl.col("known_until").is_not_null()
    )["instrument"]
    held = (
        commitments.binding(1970, 2017)
        .filter(pl.col("instrument").is_in(counted.implode()))
        .group_by("ccode", "year")
        .len("held")
    )
    for series, frame in found.items():
        both = frame.join(held, on=["ccode", "year"], how="left").with_columns(
            pl.col("held").fill_null(0)
        )
        cells = []
        for year in (1980, 1990, 2000, 2010, 2014):
            one = both.filter(pl.col("year") == year)
            cells.append(f"{year}: {spearmanr(one['mean'], one['held']).statistic:.2f}")
        print(f"rank r with share held  {series:18} {'  '.join(cells)}")


def youth(found: dict[str, pl.DataFrame]) -> None:
    """Percentiles in 2000 of states born 1990-1993, beside the others."""
    young = {s.ccode for s in states.all_states() if s.ccode and 1990 <= s.start.year <= 1993} - {
        255,
        365,
    }
    for series, frame in found.items():
        rows = frame.filter(pl.col("year") == 2000)
        born = rows.filter(pl.col("ccode").is_in(list(young)))
        print(
            f"born 1990-93: {born.height} states, mean percentile in 2000 "
            f"{born['percentile'].mean():.0f} of {series}"
        )


def real() -> None:
    began = time.monotonic()
    cpu = time.process_time()
    fits = all_fitted(register_frames(), seed=1)
    print(f"{time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of processor time")
    for series, one in fits.items():
        report = one.report
        print(
            f"{series}: {one.inputs.size} state-years, {int(one.inputs.sum())} ratings, "
            f"R-hat {report.rhat_max:.3f}, ESS {report.ess_bulk_min:.0f}, worst {report.worst}, "
            f"steepest {', '.join(f'{k} {v:.1f}' for k, v in list(one.slopes.items())[:5])}"
        )
    found = {series: frame_of(one) for series, one in fits.items()}
    known_states(found)
    share_held(found)
    youth(found)


def recovery(registers: int) -> None:
    for series in ("cheap", "costly", "all"):
        inside, r = [], []
        for seed in range(registers):
            made = made_up(states=60, seed=100 + seed)
            one = fitted(made.record, series, seed)
            assert one is not None
            level = dict(zip(zip(made.ccode, made.year, strict=True), made.readiness, strict=True))
            at = zip(one.posterior.ccode, one.posterior.year, strict=True)
            truth = np.array([level[key] for key in at])
            reference = (one.posterior.year >= 1996) & (one.posterior.year <= 2005)
            truth = (truth - truth[reference].mean()) / truth[reference].std()
            inside.append(float(np.mean((truth >= one.level.low) & (truth <= one.level.high))))
            r.append(float(np.corrcoef(truth, one.level.mean)[0, 1]))
        print(
            f"{series}: coverage of 90 % intervals {np.mean(inside):.3f} "
            f"(s.e. {np.std(inside) / np.sqrt(registers):.3f}), r with truth {np.mean(r):.2f}",
            flush=True,
        )


def sensitivity(record: Record) -> None:
    base = fitted(record, "costly", 1)
    assert base is not None
    for name, specification in OTHER_PRIORS.items():
        other = fitted(record, "costly", 1, specification)
        assert other is not None
        cells = [
            f"{year}: {spearmanr(base.level.mean[at], other.level.mean[at]).statistic:.3f}"
            for year in YEARS
            if (at := base.posterior.year == year).any()
        ]
        print(f"costly, {name}: rank r with the baseline {'  '.join(cells)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recovery", type=int, default=0)
    parser.add_argument("--sensitivity", action="store_true")
    asked = parser.parse_args()
    if asked.recovery:
        recovery(asked.recovery)
    elif asked.sensitivity:
        sensitivity(register_frames())
    else:
        real()


if __name__ == "__main__":
    main()
