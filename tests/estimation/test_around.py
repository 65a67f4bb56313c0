"""Means over years around an event, and the events of pressure: against loops and by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests._around import mean_draws, mean_of
from rightful.estimation.paper_tests.endorsement_and_exposure import by_right
from rightful.estimation.paper_tests.pressed_concession import first_concessions


def _frame() -> pl.DataFrame:
    years = [*range(2000, 2010), *range(2000, 2004)]
    frame = pl.DataFrame({"ccode": [1] * 10 + [2] * 4, "year": years})
    said = pl.Series([None if at == 3 else float(at) for at in range(14)])
    return frame.cast({"ccode": pl.Int32, "year": pl.Int32}).with_columns(said=said)


def test_a_mean_is_of_the_years_named_and_of_that_state() -> None:
    frame = _frame()
    held = {(code, year): said for code, year, said in frame.rows()}
    found = mean_of(frame, "said", 1, 3, "after")
    assert found["year"].to_list() == frame["year"].to_list()
    for code, year, _, after in found.rows():
        values = [held.get((code, year + ahead)) for ahead in (1, 2, 3)]
        known = [value for value in values if value is not None]
        assert after == (pytest.approx(np.mean(known)) if len(known) >= 2 else None)


def test_draws_are_averaged_one_by_one() -> None:
    frame = _frame()
    draws = np.random.default_rng(1).normal(size=(3, frame.height)).astype(np.float32)
    code, year = frame["ccode"].to_numpy(), frame["year"].to_numpy()
    found = mean_draws(Posterior(code, year, draws, "practice"), frame, range(-2, 0))
    assert found.shape == (3, 14)
    assert np.isnan(found[:, [0, 1, 10, 11]]).all()
    np.testing.assert_allclose(found[:, 5], draws[:, 3:5].mean(axis=1), rtol=1e-6)
    # The second state's first years are not the last years of the first.
    np.testing.assert_allclose(found[:, 12], draws[:, 10:12].mean(axis=1), rtol=1e-6)


def test_a_spell_is_read_up_to_and_with_its_first_concession() -> None:
    pressed = [0, 1, 1, 1, 1, 0, 1, 1, 0, 0]
    steps = [1, 0, 0, 2, 1, 0, 1, 0, 0, 0]
    frame = pl.DataFrame(
        {"ccode": 1, "year": range(1990, 2000), "pressed": pressed, "steps": steps},
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    ).with_columns(talk_norm=0.5, openness=0.1, practice=0.2, core_share=0.3)
    rows = first_concessions(frame.with_columns(pl.col("talk_norm") + pl.col("year") / 100))
    assert rows.select("year", "concedes").rows() == [
        *((year, 0.0) for year in (1991, 1992)),
        *((year, 1.0) for year in (1993, 1996)),
    ]


def test_rights_are_compared_within_a_review() -> None:
    told = pl.DataFrame(
        {
            "ccode": [811, 811, 2],
            "year": [2009, 2009, 2010],
            "cycle": [1, 1, 1],
            "right": ["torture", "speech", "torture"],
            "asked": [1, 10, 1],
            "accepted": [1.0, 0.5, 0.0],
            "avowed": [0.0, np.e - 1, 0.0],
            "spoken": [0.0, 3.0, 0.0],
        }
    )
    rows = by_right(told)
    assert rows["review"].to_list() == [8111, 8111, 21]
    assert rows["code"].to_list() == [1, 0, 1]
    assert rows["avowed_asked"].to_list() == pytest.approx([0.0, np.log(10), 0.0])
