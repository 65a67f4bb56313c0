"""The rules on real passages: cues lose nothing, throughput does not fall off a cliff."""

from __future__ import annotations

import dataclasses
import gzip
import time
from pathlib import Path

import polars as pl
import pytest
from tests.discourse.coder.made_up import frame, reviewed, reviewing, spoken

from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rules import rule_acts
from rightful.study.coding.coder_names import coder_names

PASSAGES = 1_500
# Passages a second on one busy core; the benchmark measures two free ones.
SLOWEST = 300


@pytest.fixture(scope="module")
def passages(shared: Path) -> pl.DataFrame:
    debate = _texts(shared / "text/ungdc/ungdc_hr_passages.csv.gz")
    reviews = _texts(shared / "text/upr/upr_wg_report_paragraphs_2008-2014.csv.gz")
    return frame(
        [
            *(spoken(text) for text in debate),
            *(reviewed(text) for text in reviews[::2]),
            *(reviewing(text) for text in reviews[1::2]),
        ]
    )


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        pytest.skip(f"{path.name} is not at hand")
    with gzip.open(path) as file:
        raw = pl.read_csv(file.read(), infer_schema_length=0, columns=["text"])
    return raw["text"].gather_every(max(len(raw) // PASSAGES, 1)).to_list()[:PASSAGES]


@pytest.mark.shared
def test_cues_lose_no_hit(passages: pl.DataFrame) -> None:
    book = lexicon()
    without = dataclasses.replace(
        book, rules=tuple(dataclasses.replace(rule, cues=()) for rule in book.rules)
    )
    quick = rule_acts(passages, coder_names(), book).hits
    slow = rule_acts(passages, coder_names(), without).hits
    assert quick.equals(slow)
    assert len(quick) > PASSAGES


@pytest.mark.shared
def test_throughput(passages: pl.DataFrame) -> None:
    names = coder_names()
    started = time.process_time()
    rule_acts(passages, names)
    assert len(passages) / (time.process_time() - started) > SLOWEST
