"""Worlds in which the truth is known: size and power of a design's verdict.

States are born and die, join a treaty by their practice, regime and peers until nearly all have,
and their practice is known only by draws, under two standards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special, stats

from rightful.core.errors import UsageError
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design
from rightful.estimation.grid import grid
from rightful.estimation.weigh import Expectation, Verdict, weigh

Floats = NDArray[np.float64]
FIRST_YEAR: Final = 1970


@dataclass(frozen=True, slots=True)
class World:
    """How a simulated world works; practice has a spread of about 1 between states.

    Attributes
    ----------
    states, years, draws
        Sizes.
    effect
        Change of practice in every year after adoption.
    born_later, die
        Shares of states born in the first half of the years, and of states that end in the second.
    persistence, shock
        Of practice's own movements (a stationary AR(1) and the spread of its innovations).
    trend, drift
        Improvement a year of the whole world, and how much of it the constant standard hides.
    by_practice, by_regime, by_peers, by_recent
        How a state's lasting practice, its regime, the share that has joined, and last year's
        shock move the log-odds of joining.
    by_push
        How a push that touches practice in no other way moves them: an instrument.
    opens, rate
        Year of opening after the first, and log-odds of joining for an average state alone.
    doubt
        Standard deviation of a state-year's measurement.
    """

    states: int = 80
    years: int = 35
    draws: int = 20
    effect: float = 0.0
    born_later: float = 0.35
    die: float = 0.1
    persistence: float = 0.6
    shock: float = 0.3
    trend: float = 0.02
    drift: float = 0.02
    by_practice: float = 0.5
    by_regime: float = 0.5
    by_peers: float = 3.0
    by_recent: float = 0.0
    by_push: float = 0.0
    opens: int = 6
    rate: float = -3.5
    doubt: float = 0.3

    def __post_init__(self) -> None:
        if self.states < 4 or self.years < 6 or self.draws < 2 or not 0 <= self.persistence < 1:
            raise UsageError(
                f"a world of {self.states} states, {self.years} years, {self.draws} draws and "
                f"persistence {self.persistence}",
                where="simulator",
                allowed="4 states, 6 years, 2 draws or more; persistence from 0 to below 1",
                next_step="ask for more",
            )


@dataclass(frozen=True)
class Drawn:
    """One world.

    Attributes
    ----------
    frame
        Columns ccode, year, treated, regime, push: one row a state-year.
    outcomes
        Standard -> draws of practice under it.
    practice
        Shape (N,): the truth, in the order of the frame's rows.
    joined
        Share of the living states that have joined in the last year.
    """

    frame: pl.DataFrame
    outcomes: dict[str, Posterior]
    practice: Floats
    joined: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a verdict falls.

    Attributes
    ----------
    shares
        Verdict -> share of worlds.
    worlds
        How many.
    low, high
        Verdict -> exact 95 % binomial bounds (Clopper-Pearson).
    """

    shares: dict[Verdict, float]
    worlds: int
    low: dict[Verdict, float]
    high: dict[Verdict, float]


def draw_world(world: World, seed: int) -> Drawn:
    """Draw one world; the same seed gives the same world."""
    rng = np.random.default_rng(seed)
    born, end = _lives(world, rng)
    alive = (np.arange(world.years) >= born[:, None]) & (np.arange(world.years) < end[:, None])
    lasting = rng.normal(size=world.states)
    regime = _series(0.95, 0.3, (world.states, world.years), rng)
    own = _series(world.persistence, world.shock, (world.states, world.years), rng)
    # Drawn apart, so that worlds without a push are what they were before there was one.
    push = _series(0.95, 0.3, alive.shape, np.random.default_rng([seed, 1]))
    extra = world.by_recent * own + world.by_push * push
    treated = _adoption(world, rng, alive, lasting, regime, extra)
    before = np.hstack([np.zeros((world.states, 1)), treated[:, :-1]])
    common = world.trend * np.arange(world.years) + 0.05 * rng.normal(size=world.years).cumsum()
    practice = lasting[:, None] + common + own + 0.2 * regime + world.effect * before
    state, year = np.nonzero(alive)
    truth = practice[state, year]
    frame = pl.DataFrame(
        {
            "ccode": (state + 1).astype(np.int32),
            "year": (year + FIRST_YEAR).astype(np.int32),
            "treated": treated[state, year],
            "regime": regime[state, year],
            "push": push[state, year],
        }
    )
    hidden = {"changing": 0.0, "constant": world.drift}
    error = world.doubt * rng.normal(size=truth.size)
    outcomes = {
        standard: Posterior(
            frame["ccode"].to_numpy(),
            frame["year"].to_numpy(),
            (
                truth
                - rate * year
                + error
                + world.doubt * rng.normal(size=(world.draws, truth.size))
            ).astype(np.float32),
            "practice",
        )
        for standard, rate in hidden.items()
    }
    return Drawn(frame, outcomes, truth, float(treated[alive[:, -1], -1].mean()))


def verdicts(
    world: World,
    expectation: Expectation,
    worlds: int,
    seed: int,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Rates:
    """Return how often each verdict falls over worlds, by the core cells of the grid.

    With no effect the share of ``holds`` is the size, with one it is the power. ``told`` hears of
    progress: worlds done, of how many.
    """
    design = Design("practice", "treated", ("regime",), singletons="leave_out")
    counts: dict[Verdict, int] = dict.fromkeys(
        ("holds", "holds conditionally", "does not hold", "cannot tell"), 0
    )
    seeds = np.random.SeedSequence(seed).generate_state(worlds)
    for done, one in enumerate(seeds):
        drawn = draw_world(world, int(one))
        found = grid(
            drawn.frame,
            design,
            dict(drawn.outcomes),
            "simulated",
            state_effects=(True,),
            lagged=(False,),
        )
        counts[weigh(expectation, found.rows).verdict] += 1
        told(done + 1, worlds)
    return _rates(counts, worlds)


def size(world: World, sign: int, worlds: int, seed: int) -> Rates:
    """Return verdicts on a claim of that sign where there is no effect."""
    return verdicts(replace(world, effect=0.0), Expectation("simulated", sign), worlds, seed)


def power(world: World, worlds: int, seed: int) -> Rates:
    """Return verdicts on a claim of the sign that the world's effect has."""
    sign = int(np.sign(world.effect))
    return verdicts(world, Expectation("simulated", sign), worlds, seed)


def _rates(counts: dict[Verdict, int], worlds: int) -> Rates:
    low = {
        v: float(stats.beta.ppf(0.025, k, worlds - k + 1)) if k else 0.0 for v, k in counts.items()
    }
    high = {
        v: float(stats.beta.ppf(0.975, k + 1, worlds - k)) if k < worlds else 1.0
        for v, k in counts.items()
    }
    return Rates({v: k / worlds for v, k in counts.items()}, worlds, low, high)


def _lives(world: World, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return first year and the year after the last of each state, shapes (S,)."""
    half = world.years // 2
    later = rng.random(world.states) < world.born_later
    born = np.where(later, rng.integers(1, half, world.states), 0)
    dies = rng.random(world.states) < world.die
    end = np.where(dies, rng.integers(half + 2, world.years, world.states), world.years)
    return born.astype(np.float64), end.astype(np.float64)


def _series(
    persistence: float, innovation: float, shape: tuple[int, int], rng: np.random.Generator
) -> Floats:
    """Return stationary AR(1) paths, shape (S, T)."""
    noise = innovation * rng.normal(size=shape)
    out = np.empty(shape)
    out[:, 0] = noise[:, 0] / (1 - persistence**2) ** 0.5
    for t in range(1, shape[1]):
        out[:, t] = persistence * out[:, t - 1] + noise[:, t]
    return out


def _adoption(
    world: World,
    rng: np.random.Generator,
    alive: NDArray[np.bool_],
    lasting: Floats,
    regime: Floats,
    extra: Floats,
) -> Floats:
    """Return 1 from the year of joining on, shape (S, T); ``extra`` is added to the log-odds."""
    treated = np.zeros(alive.shape)
    for t in range(world.opens, world.years):
        before = treated[:, t - 1]
        living = alive[:, t - 1]
        share = float(before[living].mean())
        odds = (
            world.rate
            + world.by_practice * lasting
            + world.by_regime * regime[:, t - 1]
            + extra[:, t - 1]
            + world.by_peers * share
        )
        joins = alive[:, t] & (rng.random(world.states) < special.expit(odds))
        treated[:, t] = np.maximum(before, joins)
    return treated
