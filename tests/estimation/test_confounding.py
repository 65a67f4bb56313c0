"""Hidden confounders: PySensemakr's figures, a confounder that is known, and the limits."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from tests.estimation.made import panel
from tests.estimation.referees import FOLDER
from tests.estimation.referees import panel as referee_panel

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.estimation.confounding import (
    Confounding,
    bounded,
    confounding,
    robustness_value,
)
from rightful.estimation.design import Design, Sample, sample

CONTROLS = ("democracy", "war")
SAID: dict[str, Any] = json.loads((FOLDER / "confounding.json").read_text(encoding="utf-8"))
EFFECTS = {"both": (True, True), "state": (True, False), "none": (False, False)}


def _rows(states: bool, years: bool, controls: tuple[str, ...] = CONTROLS) -> Sample:
    design = Design(
        "y",
        "treated",
        controls,
        0,
        state_effects=states,
        year_effects=years,
        singletons="leave_out",
    )
    return sample(referee_panel(), design)


def _plain_value(found: Confounding) -> float:
    """The value had rows been independent, as PySensemakr takes them."""
    f = (found.partial_r2 / (1 - found.partial_r2)) ** 0.5
    critical = special.stdtrit(found.dof - 1, 0.975) / (found.dof - 1) ** 0.5
    return robustness_value(f, float(critical))


@pytest.mark.parametrize("name", EFFECTS)
def test_sensemakr_agrees(name: str) -> None:
    found, said = confounding(_rows(*EFFECTS[name])), SAID[name]
    assert found.partial_r2 == pytest.approx(said["partial_r2"], abs=1e-9)
    assert found.robustness == pytest.approx(said["robustness"], abs=1e-9)
    assert _plain_value(found) == pytest.approx(said["robustness_clear"], abs=1e-9)
    control = found.benchmarks[0].control
    moved = {key: abs(found.found.estimate - rows[0][2]) for key, rows in said["bounds"].items()}
    assert moved[control] == max(moved.values())
    half = float(special.stdtrit(found.found.dof, 0.975))
    for one, row in zip(found.benchmarks, said["bounds"][control], strict=True):
        error = (one.high - one.low) / 2 / half / found.widened
        mine = [one.treatment, one.outcome, one.estimate, error]
        assert mine == pytest.approx(row, rel=1e-7)


def test_the_example_of_its_authors() -> None:
    said = SAID["published"]
    critical = special.stdtrit(said["dof"] - 1, 0.975) / (said["dof"] - 1) ** 0.5
    assert robustness_value(said["f"], 0.0) == pytest.approx(said["robustness"], abs=1e-12)
    assert robustness_value(said["f"], critical) == pytest.approx(
        said["robustness_clear"], abs=1e-12
    )
    # As printed in cinelli2020: 13.9 % and 7.6 %.
    assert robustness_value(said["f"], 0.0) == pytest.approx(0.139, abs=5e-4)
    assert robustness_value(said["f"], critical) == pytest.approx(0.076, abs=5e-4)


def test_a_confounder_that_is_known_is_reckoned_exactly() -> None:
    """Leaving out war, its own strength gives back the estimate that holds it."""
    with_war, without = _rows(True, True), _rows(True, True, ("democracy",))
    full, short = confounding(with_war), confounding(without)
    dummies = np.hstack(
        [
            np.ones((without.y.size, 1)),
            without.x[:, 1:],
            np.eye(without.states.size)[without.unit],
            np.eye(without.years.size)[without.time],
        ]
    )
    war, treated = with_war.x[:, 2], without.x[:, 0]
    of_treatment = _partial(war, treated, dummies)
    of_outcome = _partial(war, without.y, np.column_stack([dummies, treated]))
    error = short.found.std_error / short.widened
    bias = error * (short.dof * of_outcome * of_treatment / (1 - of_treatment)) ** 0.5
    assert abs(short.found.estimate - full.found.estimate) == pytest.approx(bias, rel=1e-7)


def _partial(z: np.ndarray, y: np.ndarray, held: np.ndarray) -> float:
    left = [v - held @ np.linalg.lstsq(held, v, rcond=None)[0] for v in (z, y)]
    return float(np.corrcoef(*left)[0, 1] ** 2)


@given(st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_a_robustness_value_is_the_share_that_does_it(f: float, critical: float) -> None:
    value = robustness_value(f, critical)
    assert 0 <= value < 1
    assert value <= robustness_value(f, 0.0)
    if critical == 0.0:
        # Of both variances that share moves the estimate to zero: share / sqrt(1 - share) = f.
        assert value / (1 - value) ** 0.5 == pytest.approx(f, abs=1e-9)


def test_a_confounder_cannot_explain_more_than_all() -> None:
    assert bounded(0.3, 0.1, 3) is None
    assert list(bounded(0.01, 0.6, 3) or ()) == pytest.approx([0.0303, 1.0], abs=1e-4)
    assert list(bounded(0.0, 0.1, 1) or ()) == pytest.approx([0.0, 1 / 9])


def test_clustered_errors_widen_what_counts_as_clear() -> None:
    found = confounding(_rows(True, True))
    assert found.widened > 1
    assert found.robustness_clear < _plain_value(found)
    twice = referee_panel()
    twice = pl.concat([twice, twice.with_columns(year=pl.col("year") + 100)])
    design = Design("y", "treated", CONTROLS, 0, year_effects=False)
    again = confounding(sample(twice, design))
    once = confounding(_rows(True, False))
    # The same rows again say nothing new: only the plain error is fooled.
    assert again.partial_r2 == pytest.approx(once.partial_r2)
    assert again.widened == pytest.approx(once.widened * 2**0.5, rel=0.05)
    assert again.robustness_clear == pytest.approx(once.robustness_clear, abs=0.003)


def test_draws_are_carried_and_a_drawn_lag_with_them() -> None:
    frame = panel(40, 22, seed=4)
    noise = np.random.default_rng(0).normal(size=(20, frame.height))
    draws = (frame["y"].to_numpy() + noise).astype(np.float32)
    posterior = Posterior(frame["ccode"].to_numpy(), frame["year"].to_numpy(), draws, "y")
    same = Posterior(posterior.ccode, posterior.year, np.tile(draws[:1], (3, 1)), "y")
    for lagged in (False, True):
        design = Design("y", "treated", CONTROLS, lagged_outcome=lagged, singletons="leave_out")
        drawn = confounding(sample(frame, design, posterior))
        assert drawn.found.between > 0.02
        one = confounding(sample(frame, design, same))
        known = frame.with_columns(y=pl.Series(draws[0].astype(np.float64)))
        flat = confounding(sample(known, design))
        assert one.partial_r2 == pytest.approx(flat.partial_r2, rel=1e-3)
        assert [b.estimate for b in one.benchmarks] == pytest.approx(
            [b.estimate for b in flat.benchmarks], rel=1e-3
        )


def test_without_controls_there_is_no_benchmark_and_few_rows_are_named() -> None:
    assert confounding(_rows(True, True, ())).benchmarks == ()
    few = pl.DataFrame(
        {
            "ccode": [2, 2, 3, 3, 4, 4],
            "year": [1, 2] * 3,
            "y": [1.0, 2.0, 2.0, 1.0, 0.0, 3.0],
            "treated": [0, 1, 0, 1, 0, 0],
        }
    )
    with pytest.raises(DataError, match="degrees of freedom"):
        confounding(sample(few, Design("y", "treated", lag=0)))


@pytest.mark.long
def test_false_alarms_stay_where_they_were() -> None:
    """Of 200 worlds without an effect some 5 % are clear, and only those have a share above 0."""
    clear = 0
    for seed in range(200):
        design = Design("y", "treated", CONTROLS, 0, singletons="leave_out")
        rows = sample(panel(30, 20, seed, 0.0), design)
        found = confounding(rows)
        clear += found.robustness_clear > 0
        assert (found.robustness_clear > 0) == (found.found.p < 0.05) or abs(
            found.found.p - 0.05
        ) < 0.002
    assert clear <= 20
