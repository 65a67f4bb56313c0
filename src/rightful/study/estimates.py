"""One effect by every estimator that its design allows, and over the grid: `rightful estimate`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.errors import RightfulError, UsageError
from rightful.core.names import HEADLINE, resolve
from rightful.core.posterior import Posterior
from rightful.estimation.curve import curve, shares
from rightful.estimation.design import ALWAYS, COMPARISONS, NEVER, Design, Sample, sample
from rightful.estimation.estimate import Estimator, estimator, estimators
from rightful.estimation.grid import OBSERVED, grid, not_picked
from rightful.estimation.paper_tests._answer import SHOWN, shown
from rightful.estimation.paper_tests._contract import Material
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store
from rightful.study import Progress
from rightful.study.arguments import check_seed
from rightful.study.claims_columns._contract import files
from rightful.study.claims_columns.published import SCALES
from rightful.study.claims_frames import KEY, material

ALL: Final = "all"
SINGULAR: Final = "a matrix is singular: its regressors can hardly be told from each other"
CONTROLS: Final = ("openness",)
# In SD, beside the family of rights that they speak of.
BESIDE: Final = {HEADLINE: SCALES}
PLUG_INS: Final = ("imputation", "group_time", "entropy_balancing")
# Choices of the specification curve that hold whatever the treatment: name -> condition, columns.
SAMPLES: Final = {
    "all": "",
    "closed regimes": "openness < 0",
    "since 1990": "year >= 1990",
    "without years of war": "civil_war = 0",
}
HELD: Final = {
    "none": (),
    "openness": ("openness",),
    "openness, freedom of association": ("openness", "association"),
    "openness, economy, population": ("openness", "log_gdp", "log_population"),
}


def columns(baseline: Path | None = None, store: Store | None = None) -> list[dict[str, Any]]:
    """Return what can be treatment, control or condition: {name, first, last, known, needs}.

    ``known`` is the number of state-years in which it is; None for what the store lacks.
    """
    given = material(Baseline(baseline or shipped()), store, draws=2)
    frame = given.frame
    found = [_column(frame, name) for name in frame.columns if name not in KEY]
    lacking = [
        {"name": name, "first": None, "last": None, "known": None, "needs": needs}
        for name, needs in given.sources.items()
        if name not in frame.columns and name not in given.tables
    ]
    return sorted([*found, *lacking], key=lambda row: row["name"])


def _column(frame: pl.DataFrame, name: str) -> dict[str, Any]:
    known = frame.filter(pl.col(name).is_not_null())
    first, last = known["year"].min(), known["year"].max()
    return {"name": name, "first": first, "last": last, "known": known.height, "needs": ""}


def estimated(
    treatment: str,
    outcome: str = HEADLINE,
    controls: Sequence[str] = CONTROLS,
    only: Sequence[str] = (),
    where: str = "",
    lag: int = 1,
    instruments: Sequence[str] = (),
    mediator: str = "",
    peers: str = "",
    seed: int = 1,
    specifications: bool = False,
    baseline: Path | None = None,
    store: Store | None = None,
    progress: Progress = lambda _part, _left, _name: None,
) -> dict[str, Any]:
    """Estimate the effect of a column on practice, or on another column.

    Parameters
    ----------
    treatment
        A column of ``columns``: a treaty (``cat``: bound at the year's end), or any other.
    outcome
        A family of rights whose practice is estimated, posterior draws carried, or a column.
    only
        Estimators; none: all that the design allows.
    where
        A condition in SQL over the columns, judged in the year of the outcome.
    lag
        Years by which treatment and controls precede the outcome; 2 or more with a mediator.
    instruments, mediator, peers
        Columns: what moves the treatment alone; by way of what it works, a year before the
        outcome; groups whose members are each other's peers. Estimators that need none pass over
        them.
    specifications
        Whether the specification curve is run too.

    Returns
    -------
    dict
        ``design`` in words; ``sample``: rows, states, years, adoption and what was left out;
        ``estimates``: one an estimator and standard, ``of`` what where not of the treatment;
        ``refused``: {estimator, standard, why}; ``grid``: rows, ``unanswered``, ``picked``,
        ``shown``; ``curve`` or None.

    Raises
    ------
    UnknownName
        With suggestions, when no column, family or estimator is called so.
    DataError
        When the design cannot be estimated at all; every problem is named.
    """
    check_seed(seed)
    chosen = [resolve(name, (*estimators(), ALL), "estimator") for name in only]
    named = [name for name in (mediator, peers) if name]
    asked = (treatment, outcome, *controls, *instruments, *named)
    given = _given(asked, where, specifications, baseline, store)
    treatment, *controls = (_known(name, given) for name in (treatment, *controls))
    instruments = [_known(name, given) for name in instruments]
    mediator, peers = (_known(name, given) if name else "" for name in (mediator, peers))
    outcome, outcomes = _outcomes(outcome, given)
    design = Design(
        outcome,
        treatment,
        tuple(controls),
        lag=lag,
        where=where,
        singletons="leave_out",
        instruments=tuple(instruments),
        mediator=mediator,
        peers=peers,
    )
    progress(0.0, float("nan"), "sample")
    samples = {name: sample(given.frame, design, one) for name, one in outcomes.items()}
    names = estimators() if not chosen or ALL in chosen else tuple(dict.fromkeys(chosen))
    found, refused = [], []
    for at, name in enumerate(names):
        progress(at / (len(names) + 1), float("nan"), name)
        for standard, rows in samples.items():
            told = _estimate(estimator(name), design, given, outcomes[standard], rows, seed)
            if isinstance(told, str):
                refused.append({"estimator": name, "standard": standard, "why": told})
            else:
                found.append({"standard": standard, **told})
    progress(len(names) / (len(names) + 1), float("nan"), "grid")
    cells = grid(given.frame, design, outcomes, outcome, standards=tuple(outcomes))
    drawn = _curve(given, design, outcomes, outcome, seed, progress) if specifications else None
    progress(1.0, 0.0, "estimate")
    at = shown(cells.rows)
    return {
        "design": _in_words(design, outcome, given),
        "sample": _sample(next(iter(samples.values()))),
        "estimates": found,
        "refused": refused,
        "grid": {
            "rows": cells.rows.to_dicts(),
            "unanswered": list(cells.unanswered),
            "picked": not_picked(cells.rows, at),
            "at": at,
            "shown": SHOWN,
        },
        "curve": drawn,
    }


def _given(
    asked: Collection[str],
    where: str,
    specifications: bool,
    baseline: Path | None,
    store: Store | None,
) -> Material:
    """Return the material with the files of columns that the question names."""
    wanted = set(asked)
    if specifications:
        wanted |= {name for held in HELD.values() for name in held} | {"civil_war", *SCALES}
    declared = {name for one in files() for name in one.sources}
    wanted |= {name for name in declared if name in where}
    return material(Baseline(baseline or shipped()), store, asked=wanted)


def _known(name: str, given: Material) -> str:
    """Return a column's name, or say what it needs or which are like it."""
    low = name.strip().lower().replace("-", "_")
    if low not in given.frame.columns and low in given.sources:
        source = given.sources[low]
        raise UsageError(
            f"{low} is not at hand",
            where="rightful estimate",
            allowed="columns that ship, or whose source is in the store",
            next_step=f"rightful pull {source} --from DIR",
        )
    return resolve(low, [one for one in given.frame.columns if one not in KEY], "column")


def _outcomes(outcome: str, given: Material) -> tuple[str, dict[str, Posterior | None]]:
    """Return the outcome by its own name, and its draws by standard."""
    if outcome in given.sources:
        name = _known(outcome, given)
    else:
        columns = [one for one in given.frame.columns if one not in KEY]
        name = resolve(outcome, (*given.practice, *columns), "family of rights or column")
    return name, dict(given.practice.get(name, {OBSERVED: None}))


def _estimate(
    plug_in: Estimator,
    design: Design,
    given: Material,
    outcome: Posterior | None,
    rows: Sample,
    seed: int,
) -> dict[str, Any] | str:
    """Return what an estimator says of the sample, or why it says nothing."""
    try:
        if "lagged outcome" in plug_in.needs:
            rows = sample(given.frame, replace(design, lagged_outcome=True), outcome)
        told = plug_in.estimate(rows, seed)
    except RightfulError as error:
        return "; ".join(error.details) or error.what
    except np.linalg.LinAlgError:
        return SINGULAR
    # Of what it is, where it is not the treatment's own effect.
    of = "" if told.term == rows.terms[0] else told.term
    plain = {
        **asdict(told),
        "of": of,
        "notes": list(told.notes),
        "path": [asdict(one) for one in told.path],
    }
    return {"title": plug_in.title, "references": list(plug_in.references), **plain}


def _sample(rows: Sample) -> dict[str, Any]:
    adoption = None
    if rows.adopted is not None:
        adoption = {
            "never": int((rows.adopted == NEVER).sum()),
            "before": int((rows.adopted == ALWAYS).sum()),
            "within": int(np.isin(rows.adopted, (NEVER, ALWAYS), invert=True).sum()),
            "ended": len(rows.left),
        }
    return {
        "rows": int(rows.y.size),
        "states": int(rows.states.size),
        "first": int(rows.years.min()),
        "last": int(rows.years.max()),
        "adoption": adoption,
        "left_out": [asdict(one) for one in rows.left_out],
    }


def _in_words(design: Design, outcome: str, given: Material) -> dict[str, str]:
    family = outcome in given.practice
    return {
        "treatment": design.treatment,
        "outcome": f"practice of {outcome.replace('_', ' ')}, {len(_draws(given, outcome))} draws"
        if family
        else outcome,
        "controls": ", ".join(design.controls) or "none",
        "timing": f"treatment and controls {design.lag} "
        f"{'year' if design.lag == 1 else 'years'} before the outcome",
        "sample": design.where or "every state-year known",
        "comparison": COMPARISONS[design.comparison],
        **{
            name: told
            for name, told in (
                ("instruments", ", ".join(design.instruments)),
                ("mediator", design.mediator),
                ("peers", str(design.peers or "")),
            )
            if told
        },
    }


def _draws(given: Material, family: str) -> Sequence[object]:
    return next(iter(given.practice[family].values())).draws  # type: ignore[return-value]


def _curve(
    given: Material,
    design: Design,
    outcomes: Mapping[str, Posterior | None],
    measure: str,
    seed: int,
    progress: Progress,
) -> dict[str, Any]:
    """Return the specification curve over samples, controls and estimators at hand."""
    there = set(given.frame.columns)
    since = f"since_{design.treatment}"
    samples = {
        name: condition
        for name, condition in SAMPLES.items()
        if "civil_war" in there or "civil_war" not in condition
    }
    if since in there:
        samples["at most 30 years bound"] = f"{since} <= 30"
    taken = {design.treatment, design.outcome}
    held = {
        name: cols for name, cols in HELD.items() if set(cols) <= there and not taken & set(cols)
    }
    measures: dict[str, Mapping[str, Posterior | None]] = {measure: outcomes}
    frame = given.frame
    for name in BESIDE.get(measure, ()):
        if name in there:
            in_sd = (pl.col(name) - pl.col(name).mean()) / pl.col(name).std()
            frame = frame.with_columns(in_sd.alias(name))
            measures[name] = {OBSERVED: None}
    found = curve(
        frame,
        design,
        measures,
        samples,
        held,
        PLUG_INS,
        seed,
        lambda part, name: progress(part, float("nan"), name),
    )
    rows = found.rows
    first = next(iter(outcomes))
    at = rows.with_row_index("at").filter(
        pl.col("measure") == measure,
        pl.col("standard") == first,
        pl.col("sample") == "all",
        pl.col("controls") == ("openness" if "openness" in held else "none"),
        pl.col("estimator") == "two-way",
    )["at"]
    place = int(at[0]) if len(at) else 0
    return {
        "rows": rows.to_dicts(),
        "shares": shares(rows).to_dicts(),
        "unanswered": list(found.unanswered),
        "picked": not_picked(rows, place),
        "at": place,
    }
