"""Pooling recovers what it was made from, and weighs coders by what they are worth."""

from __future__ import annotations

import numpy as np
import pytest

from rightful.core.errors import DataError
from rightful.discourse.reliability.pool import pool


def _simulated(units: int, sensitivity, specificity, share: float, seed: int):
    random = np.random.default_rng(seed)
    truth = random.random(units) < share
    codes = [
        np.where(truth, random.random(units) < s, random.random(units) >= c)
        for s, c in zip(sensitivity, specificity, strict=True)
    ]
    return truth, np.array(codes, float)


def test_three_coders_are_recovered() -> None:
    sensitivity, specificity = (0.9, 0.7, 0.8), (0.95, 0.9, 0.8)
    truth, codes = _simulated(20_000, sensitivity, specificity, 0.25, seed=5)
    found = pool(codes)
    assert found.converged
    assert found.prevalence == pytest.approx(0.25, abs=0.02)
    assert found.sensitivity == pytest.approx(sensitivity, abs=0.03)
    assert found.specificity == pytest.approx(specificity, abs=0.02)
    for low, high in ((0, 0.2), (0.2, 0.8), (0.8, 1)):
        inside = (found.probability >= low) & (found.probability <= high)
        assert truth[inside].mean() == pytest.approx(found.probability[inside].mean(), abs=0.03)


def test_missing_codes_are_no_noes() -> None:
    truth, codes = _simulated(20_000, (0.9, 0.7, 0.8), (0.95, 0.9, 0.8), 0.25, seed=6)
    codes[np.random.default_rng(1).random(codes.shape) < 0.3] = np.nan
    found = pool(codes)
    assert found.prevalence == pytest.approx(truth.mean(), abs=0.03)
    nobody = np.isnan(codes).all(axis=0)
    assert nobody.any()
    assert found.probability[nobody] == pytest.approx(found.prevalence, abs=1e-6)


def test_two_coders_order_units_by_agreement() -> None:
    _, codes = _simulated(2_000, (0.85, 0.85), (0.95, 0.95), 0.1, seed=7)
    found = pool(codes)
    by_votes = [found.probability[codes.sum(axis=0) == votes].mean() for votes in (0, 1, 2)]
    assert by_votes[0] < 0.1 < by_votes[1] < by_votes[2]
    assert by_votes[2] > 0.8
    swapped = pool(codes[::-1])
    assert swapped.probability == pytest.approx(found.probability, abs=1e-6)


def test_an_act_nobody_saw_is_not_there() -> None:
    found = pool(np.zeros((2, 50)))
    assert found.converged
    assert found.probability.max() < 0.01


@pytest.mark.parametrize("codes", [np.zeros(4), np.zeros((2, 0)), np.array([[0, 2], [1, 0]])])
def test_what_is_refused(codes) -> None:
    with pytest.raises(DataError, match="0, 1 or nan"):
        pool(codes)
