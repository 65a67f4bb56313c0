"""What the record says of the spiral's items: practice, law, agenda, reports, in every state."""

from __future__ import annotations

from functools import cache, lru_cache

import polars as pl

from rightful.core.names import CORE_TREATIES
from rightful.discourse.contradictions.rules import table
from rightful.record import commitments, instruments
from rightful.record.agenda_register import FIRST_YEAR, LAST_YEAR, agenda_years
from rightful.record.baseline import Baseline
from rightful.record.domestic_law import law_years, rights_with_law
from rightful.record.instruments import read_table
from rightful.record.regional_treaties import regional_steps, regional_years, regions_known
from rightful.record.rights import duties
from rightful.record.sanctions_register import pressure_years
from rightful.record.state_codes import state_of_ccode
from rightful.record.state_table import all_states
from rightful.reports.series import main_standard
from rightful.spiral.from_agenda import mandate_rows, report_rows, roll_call_rows
from rightful.spiral.from_law import (
    COMPLAINTS,
    binding_rows,
    complaint_rows,
    home_rows,
    step_rows,
)
from rightful.spiral.from_practice import Thresholds, improvement, violations
from rightful.spiral.from_pressure import pressure_rows
from rightful.spiral.units import AT_LARGE, Unit

# Steps that bind a government or open it to complaint; a signature does neither.
STEPS = ("ratification", "accession", "procedure_accepted")
REPORTS = "amnesty"
# A government that took office in the first half of a year is that year's.
MIDSUMMER = 6
# No code has passed to so many legal persons.
PERSONS = 10


def lived(shelf: Baseline, unit: Unit) -> pl.DataFrame:
    """Return ccode, year, government, person of the state-years with practice, sorted.

    ``person`` rises where a code passes from one legal person to the next.
    """
    years = _estimates(shelf, unit).select("ccode", "year").unique().sort("ccode", "year")
    known = _turnovers().with_columns(government=pl.col("year").rank("dense").over("ccode"))
    told = known.select("ccode", "year", pl.col("government").cast(pl.Int32))
    return _governed(years, told).with_columns(
        person=pl.col("ccode").cast(pl.Int64) * PERSONS
        + pl.struct("ccode", "year").map_elements(_person, return_dtype=pl.Int64)
    )


def _person(row: dict[str, int]) -> int:
    """Return which of the legal persons of its code a state-year belongs to, from 0."""
    several = _passed_on().get(row["ccode"])
    if several is None:
        return 0
    owner = state_of_ccode(row["ccode"], row["year"])
    return several.index(owner.state_id) if owner is not None else 0


@cache
def _passed_on() -> dict[int, list[str]]:
    """Return the codes that passed on, with their legal persons in order of time."""
    by_code: dict[int, list[str]] = {}
    for spell in sorted(all_states(), key=lambda one: one.start):
        if spell.ccode is not None:
            by_code.setdefault(spell.ccode, []).append(spell.state_id)
    unique = {code: list(dict.fromkeys(ids)) for code, ids in by_code.items()}
    return {code: ids for code, ids in unique.items() if len(ids) > 1}


@lru_cache(maxsize=8)
def record_evidence(shelf: Baseline, unit: Unit, limits: Thresholds) -> pl.DataFrame:
    """Return what the record says of a unit's items, columns ``core.evidence.EVIDENCE``.

    It is the same for every state that is asked of, and so made once.
    """
    estimates = _estimates(shelf, unit)
    worst = (
        estimates.filter(pl.col("right").is_in(list(unit.violated)))
        .group_by("ccode", "year")
        .agg(pl.col("p_worst").max())
    )
    practice = shelf.practice(unit.family, _standard(shelf, unit.family))
    years = estimates.select("ccode", "year").unique()
    return pl.concat(
        [
            violations(worst, unit.name, limits),
            improvement(practice, unit.name, limits),
            *_law(unit, years),
            *_agenda(shelf, years),
            _pressure(years),
            *_home(unit),
        ]
    )


def _standard(shelf: Baseline, family: str) -> str:
    held = shelf.recipe["families"][family]["diagnostics"]
    return main_standard(held) or min(held)


def _estimates(shelf: Baseline, unit: Unit) -> pl.DataFrame:
    standard = _standard(shelf, unit.family)
    mine = (pl.col("family") == unit.family, pl.col("standard") == standard)
    return shelf.frame("estimates", *mine).select("ccode", "year", "right", "p_worst")


def _governed(years: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return the state-years with the number of the government that ruled last in them."""
    return (
        years.sort("year")
        .join_asof(told.sort("year"), on="year", by="ccode", check_sortedness=False)
        .with_columns(pl.col("government").fill_null(0))
        .sort("ccode", "year")
    )


@cache
def _turnovers() -> pl.DataFrame:
    """Return ccode, year of the known changes of government: the first year of the new one."""
    date = pl.col("date").str.to_date()
    late = (date.dt.month() > MIDSUMMER).cast(pl.Int32)
    rows = table("turnovers").select(
        pl.col("ccode").cast(pl.Int32), year=date.dt.year().cast(pl.Int32) + late
    )
    return rows.unique().sort("ccode", "year")


def _law(unit: Unit, years: pl.DataFrame) -> list[pl.DataFrame]:
    """Return what binds, the procedures that are open and the steps taken."""
    held = commitments.binding(int(years["year"].min()), int(years["year"].max())).with_columns(  # type: ignore[arg-type]
        pl.col("ccode", "year").cast(pl.Int32)
    )
    promising = _promising(unit)
    procedures = _procedures(promising)
    ours = pl.col("instrument").is_in(promising)
    bound = held.filter(ours).select("ccode", "year").unique()
    region = regional_years().filter(ours).join(years, on=["ccode", "year"], how="semi")
    # Where a treaty of the United Nations binds too, its register is the surer.
    regional = (
        region.sort("confidence", descending=True)
        .unique(["ccode", "year"], keep="first", maintain_order=True)
        .join(bound, on=["ccode", "year"], how="anti")
        .drop("instrument", "petition")
    )
    known = regions_known(years.filter(pl.col("year") <= _known_until(promising)))
    binds = pl.concat(
        [
            bound.with_columns(binds=pl.lit(value=True)),
            regional.with_columns(binds=pl.lit(value=True)),
            known.join(bound, on=["ccode", "year"], how="anti")
            .join(regional, on=["ccode", "year"], how="anti")
            .with_columns(binds=pl.lit(value=False)),
        ],
        how="diagonal",
    )
    acts = commitments.acts().frame.filter(
        pl.col("act").is_in(list(STEPS)), pl.col("instrument").is_in([*promising, *procedures])
    )
    steps = pl.concat(
        [
            acts.drop_nulls(["ccode", "year"]).select(
                pl.col("ccode", "year").cast(pl.Int32), "act_id"
            ),
            regional_steps().filter(ours).drop("instrument"),
        ],
        how="diagonal",
    )
    complaints = held.filter(
        pl.col("instrument").is_in(sorted({*procedures, *promising} & set(COMPLAINTS)))
    )
    told = regions_known(years.filter(pl.col("year") <= _known_until((*promising, *procedures))))
    return [
        binding_rows(binds, unit.name),
        complaint_rows(complaints, told, unit.name, region.filter("petition")),
        step_rows(steps, told, unit.name),
    ]


def _promising(unit: Unit) -> list[str]:
    """Return the instruments whose articles promise the unit's rights; at large, the core too."""
    named = {
        name for right in unit.violated for name in duties(right)["instrument"].unique().to_list()
    }
    return sorted(named | set(CORE_TREATIES)) if unit.name == AT_LARGE else sorted(named)


def _procedures(promising: list[str]) -> list[str]:
    every = instruments.instruments().frame
    return sorted(every.filter(pl.col("parent").is_in(promising))["instrument"].to_list())


def _known_until(names: tuple[str, ...] | list[str]) -> int:
    """Return the last year to which the register speaks of most of these instruments."""
    days = sorted(day for name in names if (day := commitments.last_known(name)) is not None)
    return days[len(days) // 2].year


def _agenda(shelf: Baseline, years: pl.DataFrame) -> list[pl.DataFrame]:
    votes = read_table("assembly_targets").select(
        pl.col("ccode").cast(pl.Int32),
        pl.col("date").str.slice(0, 4).cast(pl.Int32).alias("year"),
        "resolution",
    )
    reported = shelf.frame("ratings", pl.col("source") == "pts", pl.col("item") == REPORTS)
    return [
        roll_call_rows(votes),
        report_rows(reported.select("ccode", "year")),
        mandate_rows(agenda_years(), _registered(years)),
    ]


def _pressure(years: pl.DataFrame) -> pl.DataFrame:
    return pressure_rows(pressure_years(), _registered(years))


def _home(unit: Unit) -> list[pl.DataFrame]:
    """Return the law at home on what the unit's words may be about."""
    return [
        home_rows(law_years(right), right) for right in unit.spoken if right in rights_with_law()
    ]


def _registered(years: pl.DataFrame) -> pl.DataFrame:
    """Return the state-years of which the registers of agenda and pressure claim to know."""
    return years.filter(pl.col("year").is_between(FIRST_YEAR, LAST_YEAR))
