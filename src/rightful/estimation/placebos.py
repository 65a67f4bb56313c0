"""Placebos of one treaty effect, and what it rests on: where nothing should be, is nothing found?

Each check gives its cells (columns of ``grid.ROWS``), one plain finding, and ``passed``: True,
False, or None where it could not be run or says nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import replace as with_
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.estimation.confounding import Confounding, confounding
from rightful.estimation.design import Design, sample
from rightful.estimation.grid import BOTH, LEVEL, ROWS, Grid, grid
from rightful.estimation.simulator import World, draw_world
from rightful.estimation.within import absorb, ols

Outcomes = Mapping[str, Posterior]
LEADS: Final = (3, 4, 5)
SENDERS: Final = "labels of senders exchanged"
STRONG: Final = 0.3  # effect of the simulator's worlds in which something is there


@dataclass(frozen=True)
class Check:
    """One placebo or robustness check.

    Attributes
    ----------
    key, title
        ``p1`` to ``p7`` as theory numbers them, or a name; what is done.
    passed
        Whether nothing was found where nothing should be, or the effect stands; None: cannot say.
    finding
        One sentence.
    rows
        Columns ``grid.ROWS``; empty where there are none.
    """

    key: str
    title: str
    passed: bool | None
    finding: str
    rows: pl.DataFrame


def checks(
    frame: pl.DataFrame,
    design: Design,
    outcomes: Outcomes,
    others: Mapping[str, Outcomes],
    unrelated: tuple[str, ...],
    permutations: int,
    worlds: int,
    seed: int,
    told: Callable[[str], None] = lambda _: None,
    senders: Check | None = None,
) -> tuple[Check, ...]:
    """Run all checks of the design's treatment on practice.

    Parameters
    ----------
    frame
        With ``region`` (whole number), and ``civil_war`` (0/1) where the years of war are known.
    others
        Family -> draws of what the treaty does not cover.
    unrelated
        Columns of treaties that are not about the outcome.
    senders
        The check of shaming (``p6``), run where the pairs of senders and targets are.
    """
    core = _core(frame, design, outcomes)
    runs: tuple[Callable[[], Check], ...] = (
        partial(_leads, frame, design, outcomes),
        partial(_permuted, frame, design, outcomes, permutations, seed),
        partial(_unrelated, frame, design, outcomes, unrelated),
        partial(_others, frame, design, others),
        partial(_null_worlds, worlds, seed),
        partial(_senders, senders),
        _dialogues,
        partial(_without_regions, frame, design, outcomes, core),
        partial(_without_war, frame, design, outcomes, core),
        partial(_confounding, frame, design, outcomes),
    )
    found = []
    for run in runs:
        found.append(run())
        told(found[-1].key)
    return tuple(found)


def _core(
    frame: pl.DataFrame, design: Design, outcomes: Outcomes, measure: str = "headline"
) -> Grid:
    standards = tuple(outcomes)
    return grid(
        frame,
        design,
        dict(outcomes),
        measure,
        state_effects=(True,),
        lagged=(False,),
        standards=standards,
    )


def _clear(rows: pl.DataFrame) -> int:
    return rows.filter(pl.col("p") < LEVEL).height


def _nothing(key: str, title: str, rows: pl.DataFrame, what: str) -> Check:
    """Return a check that passes when no cell with year effects is clear of zero.

    Without them a trend of the whole world shows in every placebo; those cells are counted beside.
    """
    cells = rows.drop_nulls("estimate")
    with_years, without = cells.filter("year_effects"), cells.filter(~pl.col("year_effects"))
    passed = None if with_years.is_empty() else _clear(with_years) == 0
    said = (
        f"{what}: {_clear(with_years)} of {with_years.height} core cells with year effects are "
        f"clear of zero (p < .05), {_clear(without)} of {without.height} without."
    )
    return Check(key, title, passed, said, rows)


def _leads(frame: pl.DataFrame, design: Design, outcomes: Outcomes) -> Check:
    treaty = pl.col(design.treatment)
    ahead = pl.max_horizontal(treaty.shift(-n).over(design.unit) for n in LEADS)
    soon = pl.when(treaty == 1).then(0.0).otherwise(ahead).fill_null(0.0)
    with_lead = frame.sort(design.unit, design.time).with_columns(lead=soon)
    asked = with_(design, treatment="lead", controls=(design.treatment, *design.controls))
    rows = _core(with_lead, asked, outcomes, "leads").rows
    what = "Joining three to five years ahead, the treaty itself held"
    return _nothing("p1", "leads of ratification", rows, what)


def _permuted(
    frame: pl.DataFrame, design: Design, outcomes: Outcomes, times: int, seed: int
) -> Check:
    """Exchange first years of the bond among adopters of one region and decade."""
    title = "dates exchanged within region and decade"
    rng = np.random.default_rng(seed)
    first = (
        frame.filter(pl.col(design.treatment) == 1)
        .group_by(design.unit)
        .agg(pl.col(design.time).min().alias("first"), pl.col("region").first())
        .sort(design.unit)
        .with_columns(cell=pl.col("region") * 1000 + pl.col("first") // 10)
    )
    observed = _ts(frame, design, outcomes)
    as_far = np.zeros(len(observed))
    for _ in range(times):
        swapped = first.with_columns(order=pl.Series(rng.random(first.height))).with_columns(
            swapped=pl.col("first").sort_by("order").over("cell")
        )
        mine = frame.join(swapped.select(design.unit, "swapped"), on=design.unit, how="left")
        mine = mine.with_columns(
            pl.when(pl.col(design.treatment).is_not_null())
            .then((pl.col(design.time) >= pl.col("swapped")).fill_null(value=False))
            .cast(pl.Float64)
            .alias(design.treatment)
        )
        as_far += np.abs(list(_ts(mine, design, outcomes).values())) >= np.abs(
            list(observed.values())
        )
    p = (1 + as_far) / (1 + times)
    said = "; ".join(
        f"{standard}{', years' if years else ''} p = {value:.2f}"
        for (standard, years), value in zip(observed, p, strict=True)
    )
    finding = (
        f"Share of {times} exchanges whose t is as far from zero as the real one: {said}. A small "
        "share says that the dates matter."
    )
    return Check("p2", title, None, finding, pl.DataFrame(schema=ROWS))


def _ts(frame: pl.DataFrame, design: Design, outcomes: Outcomes) -> dict[tuple[str, bool], float]:
    """Return t by standard and year effects, states absorbed, at the posterior mean."""
    found = {}
    for standard, posterior in outcomes.items():
        rows = sample(frame, design, posterior)
        for years in BOTH:
            effects = absorb(rows.unit, rows.time if years else None, rows.y.size)
            fit = ols(rows.y, rows.x, effects, rows.unit)
            found[standard, years] = float(fit.coef[0] / fit.std_error[0])
    return found


def _unrelated(
    frame: pl.DataFrame, design: Design, outcomes: Outcomes, unrelated: tuple[str, ...]
) -> Check:
    there = [name for name in unrelated if name in frame.columns]
    parts = [
        _core(frame, with_(design, treatment=name), outcomes, name.upper()).rows for name in there
    ]
    rows = pl.concat([pl.DataFrame(schema=ROWS), *parts])
    absent = ", ".join(name for name in unrelated if name not in frame.columns)
    named = ", ".join(there) + (f"; not at hand: {absent}" if absent else "")
    what = f"Treaties on other matters ({named.replace('_', ' ')})"
    return _nothing("p3", "treaties on other matters", rows, what)


def _others(frame: pl.DataFrame, design: Design, others: Mapping[str, Outcomes]) -> Check:
    parts = [_core(frame, design, held, family).rows for family, held in others.items()]
    rows = pl.concat([pl.DataFrame(schema=ROWS), *parts])
    named = ", ".join(family.replace("_", " ") for family in others)
    return _nothing(
        "p4",
        "outcomes the treaty does not cover",
        rows,
        f"The treaty on what it is not about ({named})",
    )


def _null_worlds(worlds: int, seed: int) -> Check:
    """Count clear cells in worlds without an effect and a drifting standard, and with one."""
    design = Design("practice", "treated", ("regime",), singletons="leave_out")
    seeds = np.random.SeedSequence(seed).generate_state(worlds)
    shares: dict[tuple[float, str, bool, bool, bool], list[bool]] = {}
    for effect in (0.0, STRONG):
        for one in seeds:
            drawn = draw_world(World(effect=effect, drift=0.04), int(one))
            rows = grid(drawn.frame, design, dict(drawn.outcomes), "simulated").rows
            for row in rows.drop_nulls("estimate").iter_rows(named=True):
                key = (
                    effect,
                    row["standard"],
                    row["year_effects"],
                    row["state_effects"],
                    row["lagged"],
                )
                shares.setdefault(key, []).append(row["p"] < LEVEL)
    false = {key[1:]: float(np.mean(v)) for key, v in shares.items() if key[0] == 0.0}
    missed = {key[1:]: 1 - float(np.mean(v)) for key, v in shares.items() if key[0] == STRONG}
    core = [value for key, value in false.items() if key[2] and key[1] and not key[3]]
    other = [value for key, value in false.items() if not key[1]]
    lost = [value for key, value in missed.items() if key[2] and key[1] and not key[3]]
    finding = (
        f"In {worlds} worlds without an effect, whose constant standard drifts, cells with effects "
        f"of states and years are clear in {np.mean(core):.0%}, cells without year effects in "
        f"{np.mean(other):.0%}; with an effect of {STRONG} SD the former miss it in "
        f"{np.mean(lost):.0%}."
    )
    passed = float(np.mean(core)) <= 2 * LEVEL
    title = "no effect and a drifting standard"
    return Check("p5", title, passed, finding, pl.DataFrame(schema=ROWS))


def _senders(given: Check | None) -> Check:
    """Return the check that was given: no tie of a sender enters a treaty effect."""
    finding = "Not run: no tie of a sender enters a treaty effect; it belongs to tests of shaming."
    return given or Check("p6", SENDERS, None, finding, pl.DataFrame(schema=ROWS))


def _dialogues() -> Check:
    finding = "Not run: needs technical dialogues that are not about rights; none are in hand."
    return Check("p7", "dialogues not about rights", None, finding, pl.DataFrame(schema=ROWS))


def _without_regions(frame: pl.DataFrame, design: Design, outcomes: Outcomes, core: Grid) -> Check:
    parts = []
    for region in frame["region"].drop_nulls().unique().sort():
        mine = _also(design, f"region <> {region}")
        parts.append(_core(frame, mine, outcomes, f"without region {region}").rows)
    rows = pl.concat(parts)
    kept, turned, cells = _against(core.rows, rows)
    finding = (
        f"Leaving out one region at a time, {kept} of {cells} core cells keep their sign and side "
        f"of p = .05; {turned} turn a clear sign round."
    )
    return Check("regions", "leave one region out", turned == 0, finding, rows)


def _without_war(frame: pl.DataFrame, design: Design, outcomes: Outcomes, core: Grid) -> Check:
    title = "years of armed conflict left out"
    if "civil_war" not in frame.columns:
        finding = "Needs: conflict (rightful pull conflict --from DIR)."
        return Check("war", title, None, finding, pl.DataFrame(schema=ROWS))
    rows = _core(frame, _also(design, "civil_war = 0"), outcomes, "without years of war").rows
    kept, turned, cells = _against(core.rows, rows)
    finding = (
        f"Without years of armed conflict within a state, {kept} of {cells} core cells keep their "
        f"sign and side of p = .05; {turned} turn a clear sign round."
    )
    return Check("war", title, turned == 0, finding, rows)


def _confounding(frame: pl.DataFrame, design: Design, outcomes: Outcomes) -> Check:
    """Ask whether a clear effect stands beside a confounder as strong as the strongest control."""
    told = {
        standard: confounding(sample(frame, with_(design, year_effects=True), posterior))
        for standard, posterior in outcomes.items()
    }
    clear = [one for one in told.values() if one.found.p < LEVEL]
    passed = all(_stands(one) for one in clear) if clear and design.controls else None
    said = "; ".join(f"{name} standard: {_strength(one)}" for name, one in told.items())
    nothing = "" if clear else " No estimate is clear, so there is nothing to explain away."
    finding = (
        f"With effects of states and years, {said}.{nothing} State-years of one state are not "
        "independent: the share for `no longer clear` takes the clustered error and its degrees of "
        "freedom, and assumes that a confounder would shrink both errors alike."
    )
    title = "a hidden confounder"
    return Check("confounding", title, passed, finding, pl.DataFrame(schema=ROWS))


def _stands(one: Confounding) -> bool:
    """Return whether the interval beside a confounder once as strong stays on its side of zero."""
    sign = np.sign(one.found.estimate)
    return bool(one.benchmarks) and min(sign * v for v in _once(one)) > 0


def _once(one: Confounding) -> tuple[float, float]:
    return one.benchmarks[0].low, one.benchmarks[0].high


def _strength(one: Confounding) -> str:
    beside = ", ".join(f"{b.estimate:+.3f} ({b.times}x)" for b in one.benchmarks)
    strong = f"; beside a confounder as strong as {one.benchmarks[0].control} {beside}"
    return (
        f"{one.found.estimate:+.3f} is {one.partial_r2:.2%} of what is left to explain; it would "
        f"be zero with a confounder that explains {one.robustness:.1%} of both treatment and "
        f"outcome, and no longer clear with {one.robustness_clear:.1%}"
        + (strong if one.benchmarks else "; no control to measure a confounder by")
    )


def _also(design: Design, condition: str) -> Design:
    return with_(design, where=f"({design.where}) AND {condition}" if design.where else condition)


def _against(core: pl.DataFrame, rows: pl.DataFrame) -> tuple[int, int, int]:
    """Return how many rows agree with their core cell, how many are its opposite, of how many."""
    key = ["standard", "year_effects"]
    if core["estimate"].null_count():
        raise DataError("a core cell has no estimate", where="placebos")
    both = rows.drop_nulls("estimate").join(
        core.select(*key, told="estimate", told_p="p"), on=key, how="left"
    )
    clear, was = pl.col("p") < LEVEL, pl.col("told_p") < LEVEL
    same = pl.col("estimate").sign() == pl.col("told").sign()
    kept = both.filter((clear == was) & (same | ~clear)).height
    return kept, both.filter(clear & was & ~same).height, both.height
