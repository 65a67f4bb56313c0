"""Scores against counts made by hand and by loops, and intervals that know documents."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.reliability.evaluate import evaluate, evaluate_by_cell

TRUTH = [1, 1, 1, 0, 0, 0, 0, 1]
CHANCE = [0.9, 0.8, 0.2, 0.7, 0.1, 0.1, 0.0, 1.0]
SILENT = [0, 0, 0, 0, 0, 0, 0, 1]
DOCUMENTS = list("aabbccdd")


def test_by_hand() -> None:
    found = evaluate(TRUTH, CHANCE, SILENT, DOCUMENTS, seed=1)
    assert (found.passages, found.documents, found.positives, found.found) == (8, 4, 4, 3)
    assert found.precision.value == pytest.approx(2 / 3)
    assert found.recall.value == pytest.approx(2 / 3)
    assert found.f1.value == pytest.approx(2 / 3)
    assert found.recall_of_all.value == pytest.approx(2 / 4)
    assert found.abstention.value == pytest.approx(1 / 8)
    assert found.brier.value == pytest.approx(np.mean((np.array(CHANCE) - np.array(TRUTH)) ** 2))
    # Bins of a tenth: 0.0 | 0.1, 0.1 | 0.2 | 0.7 | 0.8 | 0.9, 1.0.
    assert found.calibration_error.value == pytest.approx((0 + 0.2 + 0.8 + 0.7 + 0.2 + 0.1) / 8)
    assert [b.passages for b in found.bins] == [1, 2, 1, 1, 1, 2]
    assert found.bins[-1].mean == pytest.approx(0.95)
    assert found.bins[-1].share.value == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.floats(0, 1), st.booleans(), st.sampled_from("abc"), st.integers(1, 5)
        ),
        min_size=1,
        max_size=25,
    )
)
def test_weights_are_copies(rows) -> None:
    """A passage of weight three counts as three passages do."""
    truth, chance, silent, documents, weights = zip(*rows, strict=True)
    weighted = evaluate(truth, chance, silent, documents, seed=1, weights=weights, draws=20)
    copies = [row for row in rows for _ in range(row[4])]
    truth, chance, silent, documents, _ = zip(*copies, strict=True)
    copied = evaluate(truth, chance, silent, documents, seed=1, draws=20)
    for name in ("precision", "recall", "f1", "recall_of_all", "abstention", "brier"):
        one, other = getattr(weighted, name), getattr(copied, name)
        assert (one.value, one.low, one.high) == pytest.approx(
            (other.value, other.low, other.high), nan_ok=True
        )
    assert weighted.calibration_error.value == pytest.approx(copied.calibration_error.value)


def test_what_cannot_be_computed_is_no_number() -> None:
    found = evaluate([0, 0], [0.1, 0.2], [False, False], ["a", "b"], seed=1)
    assert math.isnan(found.precision.value)
    assert math.isnan(found.recall.low)
    assert found.abstention.value == 0


def test_passages_of_one_document_do_not_narrow_the_interval() -> None:
    random = np.random.default_rng(2)
    truth = random.random(300) < 0.5
    chance = np.where(truth, random.beta(4, 2, 300), random.beta(2, 4, 300))
    silent = np.zeros(300, bool)
    alone = evaluate(truth, chance, silent, [str(i) for i in range(300)], seed=1)
    copied = evaluate(
        np.repeat(truth, 9),
        np.repeat(chance, 9),
        np.repeat(silent, 9),
        [str(i) for i in range(300) for _ in range(9)],
        seed=1,
    )
    assert alone.f1.low < alone.f1.value < alone.f1.high
    assert copied.f1.high - copied.f1.low == pytest.approx(alone.f1.high - alone.f1.low, rel=0.15)
    assert alone == evaluate(truth, chance, silent, [str(i) for i in range(300)], seed=1)


def test_cells_need_enough_positives() -> None:
    truth = [1] * 30 + [1] * 29 + [0] * 10 + [1]
    chance = [0.9] * 70
    cells = ["big"] * 30 + ["small"] * 29 + ["big"] * 5 + ["small"] * 5 + [None]
    documents = [str(i) for i in range(70)]
    found = evaluate_by_cell(truth, chance, [0] * 70, documents, cells, seed=1, draws=20)
    assert set(found.scores) == {"big"}
    assert found.scores["big"].passages == 35
    assert found.scores["big"].precision.value == pytest.approx(30 / 35)
    assert dict(found.left_out) == {"small": 29}


@pytest.mark.parametrize(
    ("truth", "chance", "weights"),
    [([1], [0.2, 0.3], None), ([], [], None), ([1], [1.2], None), ([1], [0.5], [0.0])],
)
def test_what_is_refused(truth, chance, weights) -> None:
    with pytest.raises(DataError):
        evaluate(truth, chance, [0] * len(truth), ["a"] * len(truth), seed=1, weights=weights)
    with pytest.raises(DataError, match="cells"):
        evaluate_by_cell([1], [0.5], [0], ["a"], [], seed=1)
