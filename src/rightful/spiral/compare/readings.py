"""Readings against each other on what none defines: practice later, in states held out.

A reading is never judged by the likelihood of its own evidence: its table scores that evidence.
Each gives chances of its phases in a year, from evidence up to that year and without practice;
they foretell practice years on, beside practice so far and the decade, in states that the fit of
the forecast did not see.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rightful.core.phase import READING_TITLES
from rightful.spiral.compare.answer import Answer, Estimate, Floats, Question, answered, nothing
from rightful.spiral.compare.material import Ints, Material, decades, later, row_after
from rightful.spiral.compare.resample import BOOTSTRAP, DRAWS, FEWEST_STATES, ends, weights

AHEAD: Final = (5, 10)
FOLDS: Final = 10
RIVALS: Final = ("as_reported", "orthodox_1999")
CHALLENGER: Final = "revised"
# Share of the error: less than a hundredth part is no difference worth a word.
MARGIN: Final = 0.01
RIDGE: Final = 1.0


def reading_answers(
    material: Material, latent: dict[str, Floats], seed: int = 1
) -> tuple[Answer, ...]:
    """Return whether each reading foretells practice, and the revised one better than the others.

    Parameters
    ----------
    latent
        reading -> chances of its phases, shape (N, K), from evidence up to the year, without
        practice; NaN where none are told.
    """
    told = []
    for years in AHEAD:
        errors, base, usable = _errors(material, latent, years)
        state = material.ccode[usable]
        for name, one in errors.items():
            told.append(answered(_adds(name, years), _less(one, base, base, state, seed)))
        for rival in RIVALS:
            found = _less(errors[CHALLENGER], errors[rival], base, state, seed)
            told.append(answered(_better(rival, years), found))
    return tuple(told)


def _errors(
    material: Material, latent: dict[str, Floats], years: int
) -> tuple[dict[str, Floats], Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return squared errors of every reading and without one, and the rows they stand for."""
    now = material.practice.mean(axis=0)
    then = later(now, row_after(material.ccode, material.year, years))
    known = np.isfinite(now) & np.isfinite(then)
    usable = np.logical_and.reduce([known, *(np.isfinite(p).all(axis=1) for p in latent.values())])
    plain = np.stack([now, now**2, *decades(material.year)], axis=1)[usable]
    fold = _folds(material.ccode[usable])
    target = then[usable]
    errors = {
        name: _held_out(np.hstack([plain, chances[usable, 1:]]), target, fold)
        for name, chances in latent.items()
    }
    return errors, _held_out(plain, target, fold), usable


def _folds(state: Ints) -> Ints:
    """Return a fold per row, states whole and spread by their code."""
    _, place = np.unique(state, return_inverse=True)
    return (place % FOLDS).astype(np.int32)


def _held_out(x: Floats, y: Floats, fold: Ints) -> Floats:
    """Return squared errors of forecasts for each fold from the others, shape (n,)."""
    errors = np.empty_like(y)
    for one in np.unique(fold):
        there, here = fold != one, fold == one
        gram = x[there].T @ x[there] + RIDGE * np.eye(x.shape[1])
        errors[here] = (y[here] - x[here] @ np.linalg.solve(gram, x[there].T @ y[there])) ** 2
    return errors


def _less(error: Floats, other: Floats, base: Floats, state: Ints, seed: int) -> Estimate:
    """Return how much less the error is than the other, as a share of the error without phases."""
    codes, place = np.unique(state, return_inverse=True)
    if codes.size < FEWEST_STATES:
        return nothing(f"{codes.size} states with evidence and practice", codes.size, base.size)
    gain = np.bincount(place, weights=other - error)
    whole = np.bincount(place, weights=base)
    drawn = weights(codes.size, DRAWS, seed)
    low, high = ends((drawn @ gain) / (drawn @ whole)) or (-1.0, 1.0)
    value = float(gain.sum() / whole.sum())
    return Estimate(value, low, high, BOOTSTRAP, codes.size, base.size)


def _adds(reading: str, years: int) -> Question:
    title = READING_TITLES[reading]
    return _asked(
        f"foretells_{reading}_{years}",
        f"Do the phases of the reading ({title}) foretell practice {years} years on?",
        "smaller errors than practice so far alone, in states held out",
        f"The phases ({title}) foretell practice {years} years on beyond practice so far",
        f"The phases ({title}) make forecasts of practice {years} years on worse",
    )


def _better(rival: str, years: int) -> Question:
    title = READING_TITLES[rival]
    return _asked(
        f"revised_against_{rival}_{years}",
        f"Does the revised reading foretell practice {years} years on better ({title})?",
        "smaller errors in states held out",
        f"The revised reading foretells practice {years} years on better than {title}",
        f"The revised reading foretells practice {years} years on worse than {title}",
    )


def _asked(key: str, question: str, expected: str, holds: str, fails: str) -> Question:
    unit = "share of the squared error"
    return Question(key, "4.2", question, expected, 1, unit, _MEASURED, holds, fails, MARGIN)


_MEASURED: Final = (
    f"chances of phases from evidence up to the year, practice left out; {FOLDS} folds of whole "
    "states; beside practice so far, its square and the decade"
)
