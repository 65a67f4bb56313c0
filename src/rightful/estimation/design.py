"""A claim as a design: sample, treatment, outcome, timing, comparison; and the rows it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError, UsageError
from rightful.core.posterior import Posterior
from rightful.estimation._peers import Ties
from rightful.estimation._problems import Problem, after_rows, before_rows
from rightful.estimation._rows import LeftOut, Rows, leave_out_singletons, make_rows, with_mean

Comparison = Literal["everyone", "not_yet", "never"]
Singletons = Literal["refuse", "leave_out"]
NEVER: Final = 9999  # adopted in no year of the frame
LONGEST: Final = 1000  # years of a lag: no calendar that we know is longer
ALWAYS: Final = -1  # had adopted when the frame begins to speak of the state
COMPARISONS: Final[dict[str, str]] = {
    "everyone": "all rows, as a regression compares them",
    "not_yet": "states that have not adopted by that year, whether or not they ever do",
    "never": "states that adopt in no year of the frame",
}


@dataclass(frozen=True, slots=True)
class Design:
    """What is estimated, from which rows, against whom.

    Attributes
    ----------
    outcome, treatment
        Columns of the frame; the outcome may come as a posterior instead.
    controls
        Columns, measured when the treatment is.
    lag
        Years by which treatment, controls and instruments precede the outcome, 0 to ``LONGEST``.
    lagged_outcome
        Whether the outcome one year before is a regressor.
    state_effects, year_effects
        What is absorbed.
    where
        A condition over the frame's columns in SQL (``"year >= 1985 AND regime < 6"``), judged in
        the year of the outcome; empty: every row.
    comparison
        With whom adopters are compared: a key of ``COMPARISONS``.
    singletons
        What becomes of states or years with one row, which their own effect explains whole.
    unit, time
        The key of a row.
    instruments
        Columns that move the treatment and reach the outcome through it alone, measured when the
        treatment is; estimators that need none pass over them.
    mediator
        A column through which the treatment may reach the outcome, measured one year before the
        outcome; ``lag`` must then be 2 or more, so that the treatment comes first. Empty: none.
    peers
        Who is whose peer: a column of groups (whole numbers, such as regions) whose members are
        each other's, or ``Ties``. Peers are looked for among the rows of the sample. Empty: none.
    """

    outcome: str
    treatment: str
    controls: tuple[str, ...] = ()
    lag: int = 1
    lagged_outcome: bool = False
    state_effects: bool = True
    year_effects: bool = True
    where: str = ""
    comparison: Comparison = "everyone"
    singletons: Singletons = "refuse"
    unit: str = "ccode"
    time: str = "year"
    instruments: tuple[str, ...] = ()
    mediator: str = ""
    peers: str | Ties = ""

    @property
    def groups(self) -> str:
        """Return the column of groups of peers; empty where there is none."""
        return self.peers if isinstance(self.peers, str) else ""

    def __post_init__(self) -> None:
        named = (
            *(self.outcome, self.treatment, *self.controls, *self.instruments),
            *(self.unit, self.time),
            *(name for name in (self.mediator, self.groups) if name),
        )
        twice = sorted({name for name in named if named.count(name) > 1})
        wrong = (
            (bool(twice), f"{', '.join(twice)} has two parts", "one part a column"),
            (
                not 0 <= self.lag <= LONGEST,
                f"a lag of {self.lag} years",
                f"0 to {LONGEST}",
            ),
            (
                bool(self.mediator) and self.lag < 2,
                f"a mediator, measured 1 year before the outcome, with a lag of {self.lag}",
                "a lag of 2 or more: treatment, then mediator, then outcome",
            ),
            (
                self.comparison not in get_args(Comparison),
                f"a comparison with {self.comparison!r}",
                ", ".join(COMPARISONS),
            ),
            (
                self.singletons not in get_args(Singletons),
                f"singletons to be treated by {self.singletons!r}",
                ", ".join(get_args(Singletons)),
            ),
        )
        for is_wrong, what, allowed in wrong:
            if is_wrong:
                raise UsageError(
                    f"a design cannot be read: {what}",
                    where=f"design of {self.treatment} on {self.outcome}",
                    allowed=allowed,
                    next_step="name it otherwise",
                )


@dataclass(frozen=True)
class Sample:
    """The rows of a design, ready for an estimator: N rows, G states, K regressors, D draws.

    Attributes
    ----------
    design
        What was asked for.
    states, years
        Shapes (G,) and (T,): keys that occur, ascending.
    unit, time
        Shape (N,), int64: positions in ``states`` and ``years``; rows are sorted by state, year.
    y
        Shape (N,), float64: the outcome, or its posterior mean.
    x, terms
        Shape (N, K), float64, and the K names: treatment first, then the lagged outcome where the
        design has one, then the controls.
    z, z_terms
        Shape (N, L), float64, and the L names: the instruments.
    mediator, mediator_term
        Shape (N,), float64, and its name: the mediator; None and empty where there is none.
    group
        Shape (N,), int64: the group of peers in the year of the outcome; None without a column.
    draws, lagged_draws
        Shape (D, N), float32: joint draws of the outcome, and of the lagged outcome; or None.
    adopted
        Shape (G,), int64: first year in which the treatment can show (adoption + lag), ``NEVER``
        or ``ALWAYS``; None where the treatment is not 0 or 1.
    left
        States whose treatment ended again.
    left_out
        How many rows of the frame are not here, and why; each row under its first reason.
    """

    design: Design
    states: NDArray[np.int64]
    years: NDArray[np.int64]
    unit: NDArray[np.int64]
    time: NDArray[np.int64]
    y: NDArray[np.float64]
    x: NDArray[np.float64]
    terms: tuple[str, ...]
    z: NDArray[np.float64]
    z_terms: tuple[str, ...]
    mediator: NDArray[np.float64] | None
    mediator_term: str
    group: NDArray[np.int64] | None
    draws: NDArray[np.float32] | None
    lagged_draws: NDArray[np.float32] | None
    adopted: NDArray[np.int64] | None
    left: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


def problems(
    frame: pl.DataFrame, design: Design, outcome: Posterior | None = None
) -> tuple[Problem, ...]:
    """Return all that keeps the design from being estimated on the frame; empty: nothing does."""
    return _rows_and_problems(frame, design, outcome)[1]


def sample(frame: pl.DataFrame, design: Design, outcome: Posterior | None = None) -> Sample:
    """Return the rows that the design asks for.

    Parameters
    ----------
    frame
        One row per unit and time, with the design's columns; null and NaN mean not observed. All
        years that are known should be in it: lags and adoptions are read from it, and the
        design's ``where`` chooses the rows afterwards.
    outcome
        Joint draws of the outcome; its mean becomes the column ``design.outcome``.

    Raises
    ------
    DataError
        Naming every problem at once: missing or unreadable columns, repeated state-years, no rows,
        no variation, collinear regressors, singletons.
    """
    rows, found = _rows_and_problems(frame, design, outcome)
    if found or rows is None:
        raise DataError(
            f"the design cannot be estimated: {len(found)} "
            f"{'problem' if len(found) == 1 else 'problems'}",
            where=f"design of {design.treatment} on {design.outcome}",
            allowed="; ".join(dict.fromkeys(problem.allowed for problem in found)),
            next_step="; ".join(dict.fromkeys(problem.next_step for problem in found)),
            details=tuple(f"{problem.kind}: {problem.what}" for problem in found),
        )
    return _packed(rows, design, outcome)


def _rows_and_problems(
    frame: pl.DataFrame, design: Design, outcome: Posterior | None
) -> tuple[Rows | None, tuple[Problem, ...]]:
    if outcome is not None and {design.unit, design.time} <= set(frame.columns):
        frame = with_mean(frame, design.outcome, design.unit, design.time, outcome)
    before = (design.treatment, *design.controls)
    between = (design.mediator,) if design.mediator else ()
    groups = (design.groups,) if design.groups else ()
    named = (design.unit, design.time, design.outcome, *before, *design.instruments)
    named = (*named, *between, *groups)
    found = before_rows(frame, named, design.unit, design.time, design.where)
    if found:
        return None, found
    rows = make_rows(
        frame,
        outcome=design.outcome,
        before=before,
        instruments=design.instruments,
        mediator=between,
        groups=groups,
        unit=design.unit,
        time=design.time,
        lag=design.lag,
        lagged_outcome=design.lagged_outcome,
        where=design.where,
    )
    effects = (design.state_effects, design.year_effects)
    if design.singletons == "leave_out":
        rows = leave_out_singletons(rows, *effects)
    return rows, after_rows(rows, design.outcome, *effects)


def _packed(rows: Rows, design: Design, outcome: Posterior | None) -> Sample:
    states, unit = np.unique(rows.unit, return_inverse=True)
    years, time = np.unique(rows.time, return_inverse=True)
    draws = lagged = None
    if outcome is not None:
        draws = np.ascontiguousarray(outcome.draws[:, rows.outcome_row], dtype=np.float32)
        if design.lagged_outcome:
            before = outcome.draws[:, rows.lagged_row]
            lagged = np.ascontiguousarray(before, dtype=np.float32)
    adopted, left = _adoptions(rows, states, design.lag)
    return Sample(
        design=design,
        states=states,
        years=years,
        unit=unit.astype(np.int64),
        time=time.astype(np.int64),
        y=rows.y,
        x=rows.x,
        terms=rows.terms,
        z=rows.z,
        z_terms=rows.z_terms,
        mediator=rows.mediator[:, 0] if design.mediator else None,
        mediator_term=rows.mediator_terms[0] if design.mediator else "",
        group=rows.groups[:, 0].astype(np.int64) if design.groups else None,
        draws=draws,
        lagged_draws=lagged,
        adopted=adopted,
        left=left,
        left_out=rows.left_out,
    )


def _adoptions(
    rows: Rows, states: NDArray[np.int64], lag: int
) -> tuple[NDArray[np.int64] | None, tuple[int, ...]]:
    """Return when the treatment of each state began to count, and the states where it ended."""
    if not np.isin(rows.treatment[~np.isnan(rows.treatment)], (0.0, 1.0)).all():
        return None, ()
    adopted = np.full(states.size, NEVER, dtype=np.int64)
    left: list[int] = []
    for place, state in enumerate(states):
        here = (rows.treatment_unit == state) & ~np.isnan(rows.treatment)
        on, year = rows.treatment[here] == 1.0, rows.treatment_time[here]
        if on.any():
            adopted[place] = ALWAYS if on[0] else year[np.argmax(on)] + lag
            if not on[np.argmax(on) :].all():
                left.append(int(state))
    return adopted, tuple(left)
