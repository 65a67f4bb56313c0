"""The whole fit on small panels: recovery, repeatability, gaps, and what is read off."""

from dataclasses import replace

import numpy as np
import pytest

from rightful.core.errors import ConvergenceError, DataError
from rightful.measures import _practice_model
from rightful.measures._irt_posterior import (
    IRTPosterior,
    anchor,
    thin,
    worst_category_probability,
)
from rightful.measures._ordinal_data import Item, ModelData
from rightful.measures._practice_model import fit
from rightful.measures._sampling import make_sampler
from rightful.measures._simulation import Truth, draw_ratings, made_up_panel, simulated
from rightful.measures._specification import own

SPEC = own(reference_years=(2000, 2009))
ITEMS = (
    Item("torture", 3, 1, "yearly"),
    Item("terror", 5, -1, "yearly"),
    Item("massacre", 2, -1),
    Item("prison", 3, 1),
)


@pytest.fixture(scope="module")
def case() -> tuple[ModelData, Truth]:
    return simulated(30, 10, SPEC, seed=7, items=ITEMS)


@pytest.fixture(scope="module")
def heard() -> list[tuple[float, float]]:
    return []


@pytest.fixture(scope="module")
def posterior(case: tuple[ModelData, Truth], heard: list[tuple[float, float]]) -> IRTPosterior:
    return fit(
        case[0], SPEC, seed=1, chains=4, progress=lambda done, left: heard.append((done, left))
    )


def test_recovers_theta_with_honest_intervals(
    case: tuple[ModelData, Truth], posterior: IRTPosterior
) -> None:
    truth = (case[1].theta - case[1].theta.mean()) / case[1].theta.std()
    assert np.corrcoef(posterior.theta.mean(axis=0), truth)[0, 1] > 0.9
    low, high = np.quantile(posterior.theta, (0.05, 0.95), axis=0)
    # 300 values in 30 chains of about 3 independent ones: 0.9 within 4 standard errors.
    assert np.mean((low < truth) & (truth < high)) == pytest.approx(0.9, abs=0.12)


def test_every_draw_stands_on_the_reference_scale(posterior: IRTPosterior) -> None:
    np.testing.assert_allclose(posterior.theta.mean(axis=1), 0.0, atol=1e-5)
    np.testing.assert_allclose(posterior.theta.std(axis=1), 1.0, atol=1e-5)


def test_passes_its_own_gate(posterior: IRTPosterior) -> None:
    assert posterior.report.rhat_max <= 1.01
    assert min(posterior.report.ess_bulk_min, posterior.report.ess_tail_min) >= 400
    assert posterior.report.worst


def test_cutpoints_are_ordered_and_follow_their_table(posterior: IRTPosterior) -> None:
    again = np.flatnonzero(posterior.cut_k > 0)
    assert (posterior.cuts[:, again] > posterior.cuts[:, again - 1]).all()
    yearly = posterior.cut_year[posterior.cut_item == 1]
    assert yearly.tolist() == np.repeat(np.arange(2000, 2010), 4).tolist()
    assert posterior.cut_year[posterior.cut_item == 2].tolist() == [-1]


def test_same_seed_same_draws_other_seed_others(case: tuple[ModelData, Truth]) -> None:
    first, second, other = (_short(case[0], seed) for seed in (3, 3, 4))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def _short(data: ModelData, seed: int) -> np.ndarray:
    sampler = make_sampler(data, SPEC, seed, 8)
    sampler.warm_up()
    return sampler.draw(5).theta


def test_recovers_a_planted_change_of_standard() -> None:
    """Cutpoints of one item climb while practice stays; a constant standard blames practice."""
    rng = np.random.default_rng(5)
    items = (Item("torture", 3, 1, "yearly"), *(Item(f"event{i}", 2, -1) for i in range(4)))
    data = made_up_panel(rng, 60, 12, items, 1.0)
    spec = own(reference_years=(2000, 2003))
    drift = 0.25 * np.arange(12)
    cuts = np.concatenate(((drift[:, None] + [-1.0, 1.0]).ravel(), np.full(4, 0.0)))
    level = np.repeat(rng.standard_normal(60), 12)[: data.year.size]
    truth = Truth(level, np.full(5, 2.0), cuts, 0.1, np.full(5, 0.3))
    data = draw_ratings(truth, data, spec, rng)
    changing = fit(data, spec, seed=2, chains=4, min_ess=100)
    late = [anchor(changing, "torture", year).mean() for year in (2001, 2010)]
    assert late[1] - late[0] > 0.6  # planted: 9 * .25 / 2 = 1.1 on the scale of theta
    constant = fit(data, replace(spec, standard="constant"), seed=2, chains=4, min_ess=100)
    at_end = data.year >= 2009
    decline = constant.theta[:, at_end].mean() - changing.theta[:, at_end].mean()
    assert decline < -0.2


def test_a_state_without_ratings_keeps_its_prior() -> None:
    data, _ = simulated(20, 8, SPEC, seed=11, items=ITEMS)
    unrated = data.state_index[data.row] != 3
    data = replace(
        data,
        row=data.row[unrated],
        item_index=data.item_index[unrated],
        category=data.category[unrated],
    )
    found = fit(data, replace(SPEC, reference_years=None), seed=1, chains=4, min_ess=100)
    mine = data.state_index == 3
    sd = found.theta.std(axis=0)
    assert sd[mine].min() > 0.8
    assert sd[~mine].mean() < 0.7


def test_anchor_is_where_the_worst_category_is_even_odds(posterior: IRTPosterior) -> None:
    for item in ("torture", "terror", "massacre"):
        at = anchor(posterior, item, 2005)
        theta = np.array([at - 1.0, at, at + 1.0]).T.astype(np.float32)
        moved = replace(posterior, theta=theta)
        chance = worst_category_probability(moved, item, 2005)
        np.testing.assert_allclose(chance[:, 1], 0.5, atol=1e-4)
        assert (chance[:, 0] > 0.5).all()
        assert (chance[:, 2] < 0.5).all()


def test_asking_for_what_is_not_there_is_an_error(posterior: IRTPosterior) -> None:
    with pytest.raises(DataError, match="no item"):
        anchor(posterior, "slavery", 2005)
    with pytest.raises(DataError, match="2000-2009"):
        anchor(posterior, "torture", 1990)


def test_thin_keeps_whole_joint_draws(posterior: IRTPosterior) -> None:
    few = thin(posterior, 50)
    assert few.theta.shape == (50, posterior.theta.shape[1])
    at = np.flatnonzero(posterior.sigma == few.sigma[7])
    assert np.array_equal(posterior.theta[at[0]], few.theta[7])
    assert thin(posterior, 10**9).sigma.size == posterior.sigma.size
    with pytest.raises(DataError):
        thin(posterior, 0)


def test_chains_come_in_fours(case: tuple[ModelData, Truth]) -> None:
    with pytest.raises(DataError, match="multiple of 4"):
        fit(case[0], SPEC, seed=1, chains=3)


def test_too_few_draws_are_refused(
    case: tuple[ModelData, Truth], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_practice_model, "MOST_MOVES", 100)
    with pytest.raises(ConvergenceError, match="have not converged"):
        fit(case[0], SPEC, seed=1, chains=4)


def test_progress_rises_to_one(posterior: IRTPosterior, heard: list[tuple[float, float]]) -> None:
    fractions = [fraction for fraction, _ in heard]
    assert posterior.report.draws_per_chain > 0
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert all(seconds >= 0 for _, seconds in heard)
