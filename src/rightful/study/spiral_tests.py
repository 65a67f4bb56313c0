"""The spiral's readings against each other and the record: `rightful spiral test`."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.names import resolve
from rightful.core.phase import READING_TITLES
from rightful.record.baseline import Baseline, shipped
from rightful.record.regions import REGIONS, region_of
from rightful.record.state_table import all_states
from rightful.reports import listing
from rightful.reports.series import main_standard
from rightful.spiral.compare.answer import VERDICTS, Answer, Floats
from rightful.spiral.compare.coverage import marker_coverage, set_sizes
from rightful.spiral.compare.every import all_answers
from rightful.spiral.compare.material import Ints, Material
from rightful.spiral.compare.relegations import marker_rows, relegation_rows, spells
from rightful.spiral.compare.trap import exits
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.interpreter import answers, possible
from rightful.spiral.panel import Panel
from rightful.spiral.rules import AS_WRITTEN, MARKED, rule_set, variants
from rightful.spiral.two_years import settled
from rightful.spiral.units import AT_LARGE
from rightful.study.arguments import check_seed
from rightful.study.phases import asked_unit, check_family
from rightful.study.spiral_evidence import Gathered, gathered, panels
from rightful.study.spiral_latent import forecasts
from rightful.study.spiral_phases import phases_of

# As many joint draws as every family keeps.
DRAWS: Final = 50
NO_PRACTICE: Final = ("effort_only", "without_m3")
FAMILIES: Final = ("physical_integrity", "womens_rights", "workers_rights")
BY_STATE: Final = (
    "commitment_all",
    "opportunity_openness",
    "opportunity_index",
    "peer_practice_igo",
)
OF_THE_WORLD: Final = ("regime_strength",)
DENIALS: Final = ("D1", "D2", "D3")
REASONS: Final = "A1"
BY_CHANCE: Final = 0.025
MOST_SPELLS: Final = 15
INDENT: Final = "    "


def spiral_answers(
    right: str = AT_LARGE,
    variant: str = AS_WRITTEN,
    baseline: Path | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """Return what is known of the markers, who is relegated, and the theory's claims, answered.

    Parameters
    ----------
    right
        A right, a family of rights, or ``unspecified``: human rights at large.
    variant
        A switch of the revised reading against circularity (``rightful.spiral.rules.variants``).
    seed
        Same seed, same intervals.

    Returns
    -------
    dict
        ``right``, ``variant``; ``coverage``, ``sets``, ``relegation``, ``markers``, ``spells``,
        ``exits``: rows; ``answers``: one dict per question, with ``verdict`` one of ``verdicts``
        (word -> definition); ``tests``: how many were estimated, and how many would be expected to
        go with the theory by chance.

    Raises
    ------
    UnknownName
        When no right or variant is called so.
    UsageError
        When practice of that right is not estimated.
    """
    check_seed(seed)
    asked, switch = asked_unit(right), resolve(variant, variants(MARKED), "variant of revised")
    shelf = Baseline(baseline or shipped())
    check_family(shelf, asked)
    found = gathered(shelf, asked, Thresholds())
    material = material_of(shelf, found, switch)
    latent = forecasts(found, panels(found, Thresholds())) if asked.name == AT_LARGE else None
    told = all_answers(material, seed, latent)
    return {
        "right": asked.name,
        "variant": switch,
        "coverage": marker_coverage(material),
        "sets": set_sizes(material),
        "relegation": relegation_rows(material),
        "markers": marker_rows(material),
        "spells": _named(spells(material)),
        "exits": exits(material),
        "answers": [one.as_dict() for one in told],
        "verdicts": VERDICTS,
        "tests": _count(told),
    }


def material_of(shelf: Baseline, found: Gathered, variant: str) -> Material:
    """Return phases, evidence and series of the state-years gathered."""
    held = panels(found, Thresholds())
    told = phases_of(held, variant)
    panel = held[MARKED]
    own = np.array([region_of(int(code)) or "" for code in panel.ccode], dtype=object)
    series = shelf.frame("series", pl.col("series").is_in([*BY_STATE, *OF_THE_WORLD]))
    return Material(
        panel,
        told.possible,
        told.possible[MARKED] if variant in NO_PRACTICE else _apart(panel),
        told.markers,
        told.relegated,
        own,
        {name: _series(series, name, panel) for name in (*BY_STATE, *OF_THE_WORLD)},
        _practice(shelf, found.unit.family, panel.ccode, panel.year),
        {
            name: _practice(shelf, name, panel.ccode, panel.year)
            for name in FAMILIES
            if name in shelf.recipe["families"]
        },
        _silent(panel),
    )


def _apart(panel: Panel) -> Any:
    rules = rule_set(MARKED, NO_PRACTICE[0])
    return settled(panel, possible(answers(panel, rules)))


def _series(series: pl.DataFrame, name: str, panel: Panel) -> Floats:
    """Return a series at the panel's state-years, NaN where there is none; shape (N,)."""
    key = ["year"] if name in OF_THE_WORLD else ["ccode", "year"]
    one = series.filter(pl.col("series") == name).select(*key, "mean")
    rows = pl.DataFrame({"ccode": panel.ccode, "year": panel.year})
    joined = rows.join(one, on=key, how="left", maintain_order="left")
    return joined["mean"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _practice(shelf: Baseline, family: str, ccode: Ints, year: Ints) -> Floats:
    """Return joint draws of practice at the state-years asked, NaN elsewhere; shape (D, N)."""
    standards = shelf.recipe["families"][family]["diagnostics"]
    found = shelf.practice(family, main_standard(standards) or min(standards))
    places = {
        pair: at
        for at, pair in enumerate(zip(found.ccode.tolist(), found.year.tolist(), strict=True))
    }
    rows = np.array(
        [places.get(pair, -1) for pair in zip(ccode.tolist(), year.tolist(), strict=True)]
    )
    draws = found.draws[:DRAWS].astype(np.float64)
    return np.where(rows >= 0, draws[:, rows], np.nan)


def _silent(panel: Panel) -> Any:
    """Return where no denial of any kind was heard and no reason given, shape (N,)."""
    return np.logical_and.reduce([panel.item(name) == 0 for name in (*DENIALS, REASONS)])


def _named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {one.ccode: one.name for one in sorted(all_states(), key=lambda spell: spell.start)}
    return [{"state": names.get(row["ccode"], str(row["ccode"])), **row} for row in rows]


def _count(told: tuple[Answer, ...]) -> dict[str, Any]:
    run = [one for one in told if one.estimate is not None]
    return {
        "asked": len(told),
        "run": len(run),
        "go_with_by_chance": round(BY_CHANCE * len(run), 2),
        "verdicts": {word: sum(one.verdict == word for one in told) for word in VERDICTS},
    }


def spiral_answers_text(told: dict[str, Any]) -> str:
    """Return coverage, relegation and every answer in plain words."""
    parts = [
        f"The spiral put to the test: {told['right'].replace('_', ' ')}, {told['variant']}",
        "WHAT IS KNOWN: markers by state-year",
        _coverage_table(told["coverage"], told["sets"]),
        "RELEGATED: 4 or 5 by the orthodox rules, in 3 by the revised, a marker seen false",
        _relegation_table(told),
        "OUT OF PHASE 3: moves seen; bounds over every completion of open phases",
        _exits_table(told["exits"]),
        "ANSWERS",
        _answers_text(told["answers"]),
        "\n".join(_wrapped(_tests_line(told["tests"]), "")),
        "\n".join(
            line
            for word, meaning in told["verdicts"].items()
            for line in _wrapped(f"{word}: {meaning}.", "")
        ),
    ]
    return "\n\n".join(parts)


def _coverage_table(coverage: list[dict[str, Any]], sets: list[dict[str, Any]]) -> str:
    columns = {
        "marker": "marker",
        "group": "where, when",
        "state_years": "state-years",
        "true": "true",
        "false": "false",
        "null": "not known",
        "share": "known",
        "states": "states",
    }
    rows = [
        {
            **row,
            "group": REGIONS.get(row["group"], row["group"]),
            "share": f"{row['share_known']:.1%}",
        }
        for row in sorted(coverage, key=lambda one: one["marker"])
    ]
    sizes = [
        f"{READING_TITLES[row['reading']]}: one phase in {row['one']} of {row['state_years']} "
        f"state-years, two or three in {row['few']}, more (no answer) in {row['no_answer']}"
        for row in sets
    ]
    return "\n".join([listing.table(rows, columns), "", *sizes])


def _relegation_table(told: dict[str, Any]) -> str:
    columns = {
        "reading": "against",
        "decade": "decade",
        "relegated": "relegated",
        "relegated_states": "states",
        "undetermined": "undetermined",
        "not_relegated": "not",
        "prescriptive": "surely 4 or 5",
        "prescriptive_relegated": "of these relegated",
        "prescriptive_undetermined": "undetermined there",
    }
    markers = [
        f"{READING_TITLES[row['reading']]}, {row['relegated']}: {row['marker']} false in "
        f"{row['false']}, unseen in {row['unseen']}, true in {row['true']}"
        for row in told["markers"]
    ]
    longest = sorted(told["spells"], key=lambda row: row["first"] - row["last"])
    since = [
        f"{row['state']}, {row['first']}-{row['last']} against {READING_TITLES[row['reading']]}: "
        f"false {', '.join(row['false'])}"
        + (f"; unseen {', '.join(row['unseen'])}" if row["unseen"] else "")
        for row in longest[:MOST_SPELLS]
    ]
    more = len(longest) - len(since)
    tail = [f"and {more} shorter spells (--format json shows all)"] if more > 0 else []
    return "\n".join([listing.table(told["relegation"], columns), "", *markers, "", *since, *tail])


def _exits_table(exits_: list[dict[str, Any]]) -> str:
    columns = {
        "reading": "reading",
        "way": "way",
        "exits": "exits",
        "years_at_risk": "years at risk",
        "hazard": "hazard a year",
        "bounds": "bounds",
    }
    rows = [
        {
            **row,
            "hazard": "" if row["hazard"] is None else f"{row['hazard']:.3f}",
            "bounds": ""
            if row["bounds"] is None
            else " to ".join(f"{x:.3f}" for x in row["bounds"]),
        }
        for row in exits_
    ]
    return listing.table(rows, columns)


def _answers_text(told: list[dict[str, Any]]) -> str:
    """Return every answer in plain words; how it is measured is said where it was not just said."""
    lines, said = [], ""
    for one in told:
        lines += [*_answer_lines(one)]
        if one["measured"] and one["measured"] != said:
            lines += _wrapped(f"measured: {one['measured']}", INDENT)
        said = one["measured"]
        lines.append("")
    return "\n".join(lines).rstrip()


def _answer_lines(one: dict[str, Any]) -> list[str]:
    """Return a question's number and verdict, its sentence, and its numbers."""
    stands = "; not so once all tests are counted" if one["stands"] is False else ""
    numbers = "no estimate"
    if one["estimate"] is not None:
        numbers = f"{one['estimate']:.3g} ({one['low']:.3g} to {one['high']:.3g}), {one['unit']}"
    if one["bounds"] is not None:
        numbers += "; what is open allows {:.3g} to {:.3g}".format(*one["bounds"])
    lines = [
        *_wrapped(f"{one['item']} {one['verdict'].upper()}{stands}. {one['sentence']}", ""),
        *_wrapped(f"expected: {one['expected']}; found: {numbers}", INDENT),
    ]
    n = one["n"]
    if n["state_years"]:
        how = f"; {one['interval']}" if one["interval"] else ""
        lines += _wrapped(f"{n['state_years']} state-years of {n['states']} states{how}", INDENT)
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, listing.WIDTH, initial_indent=indent, subsequent_indent=indent + INDENT)


def _tests_line(tests: dict[str, Any]) -> str:
    said = ", ".join(f"{count} {word}" for word, count in tests["verdicts"].items())
    return (
        f"{tests['asked']} questions, {tests['run']} of them estimated: {said}. Without any effect "
        f"about {tests['go_with_by_chance']:g} would go with the theory by chance; verdicts that "
        "do not outlive the count of all tests (Holm) are marked."
    )
