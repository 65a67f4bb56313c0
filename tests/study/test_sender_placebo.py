"""Senders exchanged: an effect of ties that is there, gone where senders change places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import UsageError
from rightful.estimation.placebos import Check
from rightful.record.store import Store
from rightful.study.sender_placebo import exchanged, moved, senders_exchanged

STATES = range(1, 21)


def _world(spares: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return pairs over ten years in two blocs; blame within a bloc is dropped by ``spares``."""
    rng = np.random.default_rng(4)
    rows = [
        (sender, target, year, 1.0, 1.0, 1)
        for year in range(2000, 2010)
        for sender in STATES
        for target in STATES
        if sender != target
        and rng.random() < 0.2
        and (sender % 2 != target % 2 or rng.random() >= spares)
    ]
    schema = ["sender", "target", "year", "expected", "chance", "passages"]
    pairs = pl.DataFrame(rows, schema=schema, orient="row")
    ties = pl.DataFrame(
        [
            (one, other, year)
            for year in range(2000, 2010)
            for one in STATES
            for other in STATES
            if one != other and one % 2 == other % 2
        ],
        schema=["sender", "target", "year"],
        orient="row",
    )
    return pairs, ties


def test_senders_change_places_within_their_year() -> None:
    pairs, _ = _world(0.5)
    found = moved(pairs, 1)
    assert not (found["sender"] == found["target"]).any()
    counts = pairs.group_by("year", "target").len().rename({"len": "was"})
    both = found.group_by("year", "target").len().join(counts, on=["year", "target"])
    assert (both["len"] <= both["was"]).all()
    assert found.height > 0.9 * pairs.height
    merged = found.join(pairs, on=["sender", "target", "year"])
    assert merged.height < 0.4 * pairs.height, "hardly anybody changed place"


def test_a_tie_that_spares_is_seen_and_not_where_senders_are_exchanged() -> None:
    found = exchanged(*_world(0.6), 20, 1)
    assert found.passed is True
    assert found.finding.startswith("Allies are blamed less")
    assert "In 20 records" in found.finding


def test_an_exchange_that_leaves_the_tie_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rightful.study.sender_placebo.moved", lambda pairs, _: pairs)
    found = exchanged(*_world(0.6), 5, 1)
    assert found.passed is False


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> Check:
        return senders_exchanged(Store(tmp_path), 5, 1)

    assert told().passed is None
    assert "rightful pull alliances" in told().finding

    def none(_: Store) -> dict[str, pl.DataFrame]:
        raise UsageError("nothing is coded")

    monkeypatch.setattr("rightful.study.sender_placebo.frames", none)
    assert told().finding.startswith("Needs: coded statements")
