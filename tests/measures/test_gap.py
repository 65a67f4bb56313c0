"""The gap of a family and its rights: joint over draws, null where nothing binds or is known."""

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.measures.gap import gap_estimates
from rightful.measures.practice import Margin, Practice

RNG = np.random.default_rng(3)
DRAWS, RIGHTS = 400, ("killing", "torture")
# Two states in two years of the reference set.
CCODE = np.array([1, 1, 2, 2], dtype=np.int32)
YEAR = np.array([2000, 2001, 2000, 2001], dtype=np.int32)


def _practice() -> Practice:
    level = RNG.normal(size=(DRAWS, 4)) + np.array([0.0, 0.5, -0.5, 1.0])
    slope = np.full(DRAWS, 2.0, dtype=np.float32)
    margins = {
        "torture": Margin("tort", slope, {2000: np.zeros(DRAWS, dtype=np.float32)}),
        "killing": Margin("kill", slope, {2000: np.full(DRAWS, -0.7, dtype=np.float32)}),
    }
    posterior = Posterior(CCODE, YEAR, level.astype(np.float32), "made up")
    return Practice("physical_integrity", "changing", posterior, margins, {})


def _depth(binds: dict[str, list[bool | None]]) -> pl.DataFrame:
    """Commitment of each right: .2, .4, .6, .8, where it is known what binds."""
    parts = [
        pl.DataFrame(
            {
                "ccode": CCODE,
                "year": YEAR,
                "right": right,
                "commitment": [
                    None if flag is None else value
                    for flag, value in zip(flags, (0.2, 0.4, 0.6, 0.8), strict=True)
                ],
                "binds": flags,
            }
        )
        for right, flags in binds.items()
    ]
    return pl.concat(parts)


BOUND: dict[str, list[bool | None]] = {
    "torture": [True, False, True, None],
    "killing": [True, False, False, True],
    "all": [True, False, True, None],
}


@pytest.fixture(scope="module")
def practice() -> Practice:
    return _practice()


@pytest.fixture(scope="module")
def found(practice: Practice) -> pl.DataFrame:
    return gap_estimates(practice, _depth(BOUND))[0]


def _column(found: pl.DataFrame, right: str, name: str) -> list[float | None]:
    rows = found.filter(pl.col("right") == right).sort("ccode", "year")
    values: list[float | None] = rows[name].to_list()
    return values


def test_a_right_is_unmet_where_its_article_binds(practice: Practice, found: pl.DataFrame) -> None:
    below = (practice.posterior.draws < 0).mean(axis=0)
    assert _column(found, "torture", "below_anchor") == pytest.approx(below.tolist())
    expected = [below[0], None, below[2], None]
    assert _column(found, "torture", "promise_unmet") == pytest.approx(expected)


def test_the_family_counts_only_rights_that_bind(practice: Practice, found: pl.DataFrame) -> None:
    draws = practice.posterior.draws
    # Killing's anchor lies lower, so wherever it is below, torture is.
    both, torture = (draws[:, 0] < 0).mean(), (draws[:, 2] < 0).mean()
    unmet = _column(found, "all", "promise_unmet")
    assert unmet[:3] == pytest.approx([both, None, torture])


def test_the_family_is_null_where_the_register_is_silent_on_a_right(found: pl.DataFrame) -> None:
    assert _column(found, "killing", "promise_unmet")[3] is not None
    assert _column(found, "torture", "promise_unmet")[3] is None
    assert _column(found, "all", "promise_unmet")[3] is None
    assert _column(found, "all", "below_anchor")[3] is not None


def test_the_difference_is_standardized_over_the_reference_set(found: pl.DataFrame) -> None:
    one = found.filter(pl.col("right") == "killing")
    known = one.drop_nulls("decoupling_mean")
    # z(commitment) and z(practice) both have mean 0 over the set, which is all four state-years.
    assert known.height == 4
    assert known["decoupling_mean"].mean() == pytest.approx(0.0, abs=1e-5)


def test_a_state_year_without_commitment_is_an_error(practice: Practice) -> None:
    with pytest.raises(DataError, match="have no commitment on"):
        gap_estimates(practice, _depth(BOUND).filter(pl.col("year") == 2000))


def test_a_panel_outside_the_reference_set_is_an_error(practice: Practice) -> None:
    early = Posterior(CCODE, YEAR - 100, practice.posterior.draws, "made up")
    old = Practice(practice.family, practice.standard, early, practice.margins, {})
    depth = _depth(BOUND).with_columns(pl.col("year") - 100)
    with pytest.raises(DataError, match="reference set"):
        gap_estimates(old, depth)
