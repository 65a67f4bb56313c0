"""What every source must keep to; a new file in the folder is tested the moment it is there."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.registry import names
from rightful.core.source import Source, Tidied
from rightful.record.catalogue import FOLDER, source
from rightful.record.citations import references

NAMES = names(FOLDER)
STATE_YEARS = ("ccode", "year")
# One impossible cell per source: column and value.
IMPOSSIBLE: dict[str, tuple[str, object]] = {
    "aid_received": ("aid_received_total_us_inflation_adjusted", "much"),
    "alliances": ("atop_defense", 2.0),
    "assembly_roll_calls": ("1555", "maybe"),
    "cirights": ("tort", "9"),
    "conflict": ("intensity_level", 3.0),
    "coups": ("pt_attempt_num", "-1"),
    "debate_speakers": ("Year", "19x9"),
    "epr": ("epr_elf", "1.5"),
    "fh_press": ("press_freedom_fh_owid", "3"),
    "freedom_house": ("pr", 8.0),
    "gdp_pop": ("mrgdppc", -1.0),
    "general_debate": ("passage", "first"),
    "genocide": ("genocide", "2"),
    "handbook": ("RIOT", "-1"),
    "hathaway": ("torture", "6"),
    "hrmi": ("Education quality score", 101.5),
    "ideal_points": ("IdealPointAll", "far"),
    "igo": ("coe", 7.0),
    "itt": ("LoT", "Dreadful"),
    "lhrs": ("DISAP", "1.5"),
    "lied": ("lexical_index", 9.0),
    "mass_killing": ("mkl.ongoing", "yes"),
    "news": ("V1", "-1"),
    "ngo_laws": ("q3e", 3.0),
    "nhri": ("sg_nhr_impln", "2"),
    "partners_in_crime": ("TORT", 3.0),
    "polity": ("polity2", 11.0),
    "protests": ("arrests", "9"),
    "pta_repression": ("repression_final", 6.0),
    "pts": ("PTS_A", "7"),
    "reign": ("gwf_startdate", "24 September"),
    "sanctions_eu": ("EU", 2.0),
    "sanctions_ist": ("startdate", "31.02.1999"),
    "security_council": ("place", "-1"),
    "state_department": ("report_year", "20x1"),
    "tmk": ("tmk", "-1"),
    "trade": ("imports", -1.0),
    "treaty_texts": ("adopted", "1214"),
    "ucdp_osv": ("low_fatality_estimate", -3.0),
    "unga_resolutions": ("date", 99999.0),
    "unga_votes": ("vote", "maybe"),
    "upr": ("action_category", "9"),
    "upr_dialogue": ("para", "4a"),
    "upr_pledges": ("action_category", "9"),
    "upr_recommendations": ("response", "Perhaps"),
    "urgent_actions": ("further_info", "2"),
    "us_aid": ("constant_amount", "many"),
    "vdem": ("v2x_polyarchy", "1.2"),
}


def _together(name: str) -> tuple[pytest.MarkDecorator, ...]:
    """Keep the tests of the slowest file in one process, where it is read once."""
    return (pytest.mark.xdist_group("roll_calls"), pytest.mark.long) if name == "unga_votes" else ()


EDITIONS = [
    pytest.param(name, edition, id=f"{name}-{edition.name}", marks=_together(name))
    for name in NAMES
    for edition in source(name).editions
]


@pytest.fixture(params=NAMES)
def each(request: pytest.FixtureRequest) -> Source:
    return source(request.param)


def tidied(each: Source, raw: pl.DataFrame | None = None) -> Tidied:
    return each.tidy(each.example() if raw is None else raw, each.editions[0])


def test_is_called_like_its_file(each: Source) -> None:
    assert type(each).__module__ == f"{FOLDER}.{each.name}"


def test_every_edition_has_a_fingerprint(each: Source) -> None:
    assert each.editions
    for edition in each.editions:
        assert re.fullmatch(r"[0-9a-f]{64}", edition.sha256)
        assert edition.size > 0
        assert edition.filename
        assert 1700 < edition.first_year <= edition.last_year < 2100
        assert re.fullmatch(r"[\w.-]+", edition.name), "edition names become file names"
        assert not edition.download or edition.download.startswith("https://")
    assert len({edition.name for edition in each.editions}) == len(each.editions)
    assert len({edition.sha256 for edition in each.editions}) == len(each.editions)


def test_says_where_it_comes_from(each: Source) -> None:
    assert each.reference in references()
    assert each.licence.strip()
    assert each.title.strip()
    assert each.address.startswith("https://")


def test_variables_are_declared_for_every_export(each: Source) -> None:
    declared = [variable.name for variable in each.variables]
    assert len(set(declared)) == len(declared)
    for variable in each.variables:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", variable.name, re.IGNORECASE)
        assert 0 < len(variable.label) <= 80


def test_example_tidies(each: Source) -> None:
    result = tidied(each)
    assert each.example().height == 3
    assert not result.table.frame.select(result.table.key).is_duplicated().any()
    declared = [variable.name for variable in each.variables]
    columns = result.table.frame.columns
    assert columns == [name for name in declared if name in columns]


def test_no_row_is_lost_in_silence(each: Source) -> None:
    result = tidied(each)
    told = {row for row, _ in result.dropped}
    kept = set(result.table.frame["row"].drop_nulls())
    assert kept | told >= set(each.example()["row"])
    assert all(reason.strip() for _, reason in result.dropped)


def test_repeated_rows_are_told_by_row(each: Source) -> None:
    if tidied(each).table.key != STATE_YEARS:
        pytest.skip("the key is not the state-year")
    first = each.example().head(1)
    again = pl.concat([first, first.with_columns(pl.lit(7, dtype=pl.Int32).alias("row"))])
    with pytest.raises(BadRows, match="row 7: repeats state") as caught:
        tidied(each, again)
    assert [row for row, _ in caught.value.rows] == [7]


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_values_are_told_by_row(name: str) -> None:
    column, value = IMPOSSIBLE[name]
    each = source(name)
    raw = each.example()
    bad = raw.with_columns(
        pl.when(pl.col("row") == 2).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    )
    with pytest.raises(BadRows, match="row 2: ") as caught:
        tidied(each, bad)
    assert [row for row, _ in caught.value.rows] == [2]
    assert "next:" in str(caught.value)


def test_every_bad_row_is_told_at_once() -> None:
    each = source("pts")
    raw = each.example().with_columns(PTS_A=pl.lit("7"), Year=pl.lit("19x9"))
    with pytest.raises(BadRows) as caught:
        tidied(each, raw)
    assert [row for row, _ in caught.value.rows] == [1, 1, 2, 2, 3, 3]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "edition"), EDITIONS)
def test_publishers_file_is_read_whole(name: str, edition: Edition, shared: Path) -> None:
    height, result = published.tidied(shared, name, edition.name)
    kept = result.table.frame["row"].drop_nulls()
    assert kept.n_unique() + len(result.dropped) == height
    if result.table.key != STATE_YEARS:
        return
    assert kept.n_unique() == kept.len()
    years = result.table.frame["year"]
    assert years.min() == max(edition.first_year, 1945)
    assert years.max() == edition.last_year
