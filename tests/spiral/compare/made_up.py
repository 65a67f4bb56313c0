"""Made-up state-years: phases, markers, evidence and practice of which the truth is known."""

from __future__ import annotations

import numpy as np

from rightful.core.evidence import ASIDES, ITEMS
from rightful.core.phase import MARKERS, PHASES, READINGS
from rightful.spiral.compare.material import Material
from rightful.spiral.panel import NULL, Panel

SERIES = (
    "commitment_all",
    "opportunity_openness",
    "opportunity_index",
    "peer_practice_igo",
    "regime_strength",
)


def bits(reading, *phases):
    """A set of phases."""
    return sum(1 << PHASES[reading].index(one) for one in phases)


def paths(reading, words):
    """Sets from words such as ``"3 3|4 ?"``: phases split by |, any phase for ?."""
    every = PHASES[reading]
    return np.array(
        [bits(reading, *(every if one == "?" else one.split("|"))) for one in words.split()],
        dtype=np.uint16,
    )


def material(states=30, years=30, seed=0, first=1980, draws=5, **given):
    """Material of so many states and years, all noise but for what is given."""
    rng = np.random.default_rng(seed)
    n = states * years
    ccode = np.repeat(np.arange(1, states + 1, dtype=np.int32), years)
    year = np.tile(np.arange(first, first + years, dtype=np.int32), states)
    values = {name: np.full(n, NULL, dtype=np.int8) for name in (*ITEMS, *ASIDES)}
    values["LT"] = np.ones(n, dtype=np.int8)
    values |= {name: np.asarray(one, dtype=np.int8) for name, one in given.get("items", {}).items()}
    outside = {one: np.full(n, bits(one, "0"), dtype=np.uint16) for one in READINGS}
    sets = outside | given.get("sets", {})
    nowhere = np.full(n, NULL, dtype=np.int8)
    markers = dict.fromkeys(MARKERS, nowhere) | given.get("markers", {})
    series = {name: rng.normal(size=n) for name in SERIES} | given.get("series", {})
    practice = given.get("practice")
    if practice is None:
        practice = measured(walks(states, years, rng), draws, rng)
    return Material(
        Panel(ccode, year, values),
        sets,
        given.get("apart", sets["revised"]),
        markers,
        {"as_reported": nowhere, "orthodox_1999": nowhere} | given.get("relegated", {}),
        np.where(ccode % 2, "here", "there").astype(object),
        series,
        practice,
        given.get("families", {"physical_integrity": practice}),
        given.get("silent", np.zeros(n, dtype=np.bool_)),
    )


def walks(states, years, rng, push=None, keep=0.9, noise=0.3):
    """Practice that keeps a share of its level and is pushed, shape (states * years,)."""
    pushed = np.zeros(states * years) if push is None else push
    out = np.zeros(states * years)
    for state in range(states):
        level = rng.normal()
        for at in range(state * years, (state + 1) * years):
            out[at] = level
            level = keep * level + pushed[at] + noise * rng.normal()
    return out


def measured(practice, draws, rng, noise=0.1):
    """Joint draws around practice, shape (draws, N)."""
    return practice + noise * rng.normal(size=(draws, practice.size))


def spelled(states, years, rng, change=0.15, share=0.5):
    """A marker of 0 and 1 that stays for spells, shape (states * years,), int8."""
    out = np.zeros(states * years, dtype=np.int8)
    for state in range(states):
        now = rng.random() < share
        for at in range(state * years, (state + 1) * years):
            out[at] = now
            if rng.random() < change:
                now = rng.random() < share
    return out


def chain(states, years, rng, moves, start=1):
    """Phases of a Markov chain with rows of ``moves`` (phases, phases), shape (states * years,)."""
    chance = np.asarray(moves).cumsum(axis=1)
    out = np.zeros(states * years, dtype=np.int64)
    for state in range(states):
        now = start
        for at in range(state * years, (state + 1) * years):
            out[at] = now
            now = int((rng.random() > chance[now]).sum())
    return out


def sets_of(reading, phases, names):
    """One possible phase a state-year: ``names[phase]``."""
    table = np.array([bits(reading, one) for one in names], dtype=np.uint16)
    return table[phases]


def holds_in(runs, found):
    """How often the verdicts of seeded runs are each word."""
    said = [found(seed) for seed in range(runs)]
    return {word: said.count(word) for word in set(said)}


def ends(found):
    """The ends of an interval, both there."""
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high
