"""Time the coder on the corpora in ../shared: passages a second by rules and in full, peak memory.

python benchmarks/coder.py [--runs 3]
"""

from __future__ import annotations

import argparse
import gzip
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.coder import code
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.weights import shipped
from rightful.record import states
from rightful.study.coding.coder_names import coder_names

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "text"


def general_debate() -> pl.DataFrame:
    raw = _read("ungdc/ungdc_hr_passages.csv.gz")
    codes = {iso: _ccode(iso) for iso in raw["iso3"].unique()}
    return _statements(
        raw.select(
            statement=pl.format("ungdc:{}:{}", "speech_id", "passage"),
            ccode=pl.col("iso3").replace_strict(codes, return_dtype=pl.Int32),
            forum=pl.lit("general_debate"),
            voice=pl.lit("direct"),
            text="text",
        )
    )


def reviews() -> pl.DataFrame:
    raw = _read("upr/upr_wg_report_paragraphs_2008-2014.csv.gz")
    return _statements(
        raw.filter(pl.col("speaker") != "(procedural)")
        .with_row_index("n")
        .select(
            statement=pl.format("upr:{}", "n"),
            # Any code that is not the speaker's: it says that another state is spoken to.
            addressee=pl.when(pl.col("speaker") != "SUR").then(2),
            forum=pl.lit("upr_dialogue"),
            voice=pl.lit("reported"),
            text="text",
        )
    )


def _read(name: str) -> pl.DataFrame:
    with gzip.open(TEXTS / name) as file:
        return pl.read_csv(file.read(), infer_schema_length=0)


def _ccode(iso3: str) -> int | None:
    found = states.find(iso3).states
    return found[-1].ccode if found else None


def _statements(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None).alias(name) for name in STATEMENTS if name not in frame.columns]
    return frame.with_columns(missing).select(
        pl.col(name).cast(kind) for name, kind in STATEMENTS.items()
    )


def seconds(work: Callable[[], object], runs: int) -> tuple[float, float]:
    wall, processor = [], []
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    names = coder_names()
    weights = shipped()
    print(f"weights: {weights.version if weights else 'uncalibrated'}")
    for title, frame in (("general debate", general_debate()), ("reviews", reviews())):
        for layer, work in (
            ("rules", lambda frame=frame: rule_acts(frame, names)),
            ("coder", lambda frame=frame: code(frame, names)),
        ):
            wall, processor = seconds(work, runs)
            print(
                f"{title:<15} {layer:<6} {len(frame):>7,} passages {wall:6.2f} s "
                f"({len(frame) / wall:>7,.0f} a second), {processor:6.2f} s of processor"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
