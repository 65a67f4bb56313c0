"""Figures of estimates: coefficients, paths over event time, the specification curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scipy import special

from rightful.core.errors import DataError, UsageError
from rightful.estimation.grid import OBSERVED
from rightful.estimation.paper_tests._answer import SHOWN
from rightful.reports.figures.sheet import check_figure, figure_bytes
from rightful.reports.target import write_files
from rightful.study.outputs import check_out

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FILLED: Final = "Filled: the 95 % interval leaves zero out; an arrow: it goes on."
UNITS: Final = {"outcome": "units of the outcome", "observed": "units of the outcome"}


def check_figures(*paths: Path | None) -> None:
    """Refuse figures that could not be written, before the work that leads to them.

    Raises
    ------
    UsageError
        When an ending is of no figure, matplotlib is missing, a file cannot be written, or two
        figures go to one file.
    """
    named: set[Path] = set()
    for path in paths:
        if path is not None:
            place = path.resolve()
            if place in named:
                raise UsageError(
                    "two figures cannot be one file",
                    where=str(path),
                    allowed="a file of its own for each figure",
                    next_step="name another file",
                )
            named.add(place)
            check_out(path)
            check_figure(path)


def drawable(rows: Sequence[object], path: Path, why: str) -> None:
    """Refuse a figure of which nothing is known.

    Raises
    ------
    DataError
        Saying why.
    """
    if not rows:
        raise DataError(
            "no estimate is there to be drawn",
            where=str(path),
            allowed="at least one estimate",
            next_step=why,
        )


def write_figure(path: Path, title: str, draw: Callable[[], Figure]) -> Path:
    """Write a figure in the format of its ending.

    Raises
    ------
    UsageError, StoreError
        As ``check_figures``; when the system would not let us write.
    """
    check_figures(path)
    write_files({path: figure_bytes(draw(), path.suffix, title)})
    return path


def estimates_figure(told: dict[str, Any], path: Path) -> Path:
    """Write the coefficient plot of ``estimated``: every estimator under every standard."""
    from rightful.reports.figures.coefficients import Coefficient, coefficient_plot

    rows = [
        Coefficient(
            f"{row['title']}, {_standard(row)}",
            *(row["estimate"], row["low"], row["high"]),
            _panel(row),
            f"{row['n']:,}",
        )
        for row in told["estimates"]
    ]
    drawable(rows, path, "name other estimators: the text says why these were not estimated")
    note = (
        f"{_design(told)} 95 % intervals, errors clustered by state, posterior draws carried. "
        f"{FILLED} At the right: rows. In the grid: {told['grid']['picked']}."
    )
    return write_figure(path, _title(told), lambda: coefficient_plot(rows, _title(told), note))


def path_figure(told: dict[str, Any], path: Path) -> Path:
    """Write the event-study plot of ``estimated``: every estimator that has a path.

    Raises
    ------
    UsageError
        When none has.
    """
    from rightful.reports.figures.event_study import PathPoint, event_study_plot

    paths = {
        f"{row['title']}, {_standard(row)}": [
            PathPoint(*(point[name] for name in ("time", "estimate", "low", "high", "n")))
            for point in row["path"]
        ]
        for row in told["estimates"]
        if row["path"]
    }
    if not paths:
        raise UsageError(
            "no estimator gave a path over event time",
            where=str(path),
            allowed="event_study, group_time or imputation, and a treatment that is off, then on",
            next_step="rightful estimate cat --estimator event_study --path F.svg",
        )
    note = (
        f"{_design(told)} Bands: joint, 95 % (sup-t): the whole path lies within with that chance. "
        f"Small numbers: adopters seen then. In the grid: {told['grid']['picked']}."
    )
    title, unit = f"{_title(told)}: before and after", UNITS["outcome"]
    return write_figure(path, title, lambda: event_study_plot(paths, unit, title, note))


def curve_figure(told: dict[str, Any], path: Path) -> Path:
    """Write the specification curve of ``estimated(..., specifications=True)``."""
    from rightful.reports.figures.curve import Specification, curve_plot

    held = told["curve"]
    choices = ("measure", "standard", "sample", "controls", "estimator")
    shown = held["rows"][held["at"]]
    rows = []
    for row in held["rows"]:
        if row["estimate"] is not None:
            reach = _reach(row["states"]) * row["std_error"]
            chosen = tuple((choice, row[choice].replace("_", " ")) for choice in choices)
            low, high = row["estimate"] - reach, row["estimate"] + reach
            rows.append(Specification(row["estimate"], low, high, chosen, row is shown))
    drawable(rows, path, "widen the sample: no specification could be estimated")
    whole = held["shares"][0]
    note = (
        f"{_design(told, controls=False)} Of {whole['estimated']} specifications estimated "
        f"{whole['positive']:.0%} are above zero, {whole['clear_positive']:.0%} clearly above and "
        f"{whole['clear_negative']:.0%} clearly below (p < .05). Ringed: {held['picked']}. "
        "Published scales in SD; a lagged outcome makes the coefficient that of one year."
    )
    title = f"{_title(told)}: every specification"
    unit = "estimate"
    return write_figure(path, title, lambda: curve_plot(rows, unit, title, note))


def weighed_figure(told: dict[str, Any], path: Path) -> Path:
    """Write the coefficient plot of ``weighed``: one row an answer, one panel a unit."""
    from rightful.reports.figures.coefficients import Coefficient, coefficient_plot

    known = [row for row in told["rows"] if row["estimate"] is not None]
    rows = [
        Coefficient(
            f"{', '.join(str(n) for n in row['claims'])} {row['key'].replace('_', ' ')}",
            *(row["estimate"], row["low"], row["high"]),
            row["unit"],
            _counted(row),
        )
        for row in sorted(known, key=lambda row: row["unit"])
    ]
    drawable(rows, path, "rightful pull NAME --from DIR: every answer lacks its sources")
    note = (
        f"{SHOWN[0].upper()}{SHOWN[1:]}. {FILLED} At the right: verdict, and of how many "
        "specifications how many are clearly above zero / clearly below."
    )
    title = "Claims weighed"
    return write_figure(path, title, lambda: coefficient_plot(rows, title, note))


def replication_figure(told: dict[str, Any], path: Path) -> Path:
    """Write the coefficient plot of one study: its specifications, then the grid."""
    from rightful.reports.figures.coefficients import Coefficient, coefficient_plot

    whose = [(row, "the author's specifications") for row in told["author_rows"]]
    # The rows begin with the author's own.
    grid = told["rows"][len(told["author_rows"]) :]
    whose += [(row, "the grid") for row in grid]
    rows = []
    for row, panel in whose:
        if row["estimate"] is None:
            continue
        reach = _reach(row["states"]) * row["std_error"]
        with_ = [
            word
            for word, key in (("states", "state_effects"), ("years", "year_effects"))
            if row[key]
        ]
        words = f"effects: {', '.join(with_) or 'none'}{', lagged' if row['lagged'] else ''}"
        what = row.get("specification") or f"{row['treatment']}, {_standard(row)}"
        label = f"{what}; {words}"
        rows.append(
            Coefficient(
                label,
                *(row["estimate"], row["estimate"] - reach, row["estimate"] + reach),
                f"{panel}: {row.get('scale') or row['measure']}",
                f"{row['n']:,}",
            )
        )
    drawable(rows, path, f"bring what is missing: {'; '.join(told['missing']) or 'see the text'}")
    note = (
        f"Verdict: {told['verdict']}. Published: {told['published']}. {FILLED} At the right: rows."
    )
    return write_figure(path, told["title"], lambda: coefficient_plot(rows, told["title"], note))


def _panel(row: dict[str, Any]) -> str:
    """Return the unit of an estimate, and of what it is where it is not the treatment's own."""
    unit = UNITS.get(row["scale"], row["scale"])
    return f"{row['of']}, {unit}" if row["of"] else unit


def _standard(row: dict[str, Any]) -> str:
    return "observed" if row["standard"] == OBSERVED else f"{row['standard']} standard"


def _absorbed(row: dict[str, Any]) -> list[str]:
    effects = {"states": "state_effects", "years": "year_effects"}
    return [word for word, key in effects.items() if row[key]]


def _counted(row: dict[str, Any]) -> str:
    counts = row["counts"]
    return f"{row['verdict']}; {counts['cells']}: {counts['above']} / {counts['below']}"


def _title(told: dict[str, Any]) -> str:
    outcome = told["design"]["outcome"].partition(",")[0]
    return f"{told['design']['treatment'].upper().replace('_', '-')} on {outcome}"


def _design(told: dict[str, Any], *, controls: bool = True) -> str:
    held = told["design"]
    whose = f" Held: {held['controls']}." if controls else ""
    seen = told["sample"]
    return (
        f"{seen['rows']:,} state-years, {seen['states']} states, {seen['first']}-{seen['last']}; "
        f"{held['timing']}.{whose}"
    )


def _reach(states: int) -> float:
    return float(special.stdtrit(max(states - 1, 1), 0.975))
