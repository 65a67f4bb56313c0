"""Acts and obligations: named cases, the order of things, and agreement with the raw tables."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.core.errors import UnknownName, UsageError
from rightful.core.names import ACTS
from rightful.record.commitments import (
    acts,
    binding,
    last_known,
    obligations,
    reserved,
    unknown,
)
from rightful.record.instruments import instrument_names, instruments
from rightful.record.state_table import spells
from rightful.record.states import ccode_of


def _act(state_id: str, instrument: str, *kinds: str) -> dict[str, object]:
    found = acts().frame.filter(
        pl.col("state_id") == state_id,
        pl.col("instrument") == instrument,
        pl.col("act").is_in(kinds or ("ratification", "accession", "succession")),
    )
    return found.row(0, named=True) if found.height else {}


def _held(state_id: str, instrument: str) -> list[dict[str, object]]:
    found = obligations().frame.filter(
        pl.col("state_id") == state_id, pl.col("instrument") == instrument
    )
    return list(found.sort("bound_from").iter_rows(named=True))


def _binds(ccode: int, year: int) -> set[str]:
    return set(binding(year, year).filter(pl.col("ccode") == ccode)["instrument"])


@pytest.mark.parametrize(
    ("instrument", "act", "day"),
    [
        ("ICERD", "ratification", date(1983, 11, 28)),
        ("ICCPR", "accession", date(1992, 5, 26)),
        ("ICESCR", "accession", date(1992, 5, 26)),
        ("CAT", "accession", date(1992, 10, 15)),
        ("CEDAW", "accession", date(1992, 10, 15)),
        ("CRC", "accession", date(1992, 10, 15)),
        ("OPCAT", "ratification", date(2007, 3, 30)),
        ("OP-CEDAW", "ratification", date(2010, 10, 13)),
        ("CRPD", "ratification", date(2012, 12, 20)),
        ("CPED", "accession", date(2013, 6, 27)),
    ],
)
def test_cambodia_ratified(instrument: str, act: str, day: date) -> None:
    found = _act("cambodia", instrument)
    assert (found["act"], found["date"]) == (act, day)


@pytest.mark.parametrize("instrument", ["ICCPR", "ICESCR"])
def test_cambodia_signed_the_covenants_long_before(instrument: str) -> None:
    assert _act("cambodia", instrument, "signature")["date"] == date(1980, 10, 17)


def test_cambodia_signed_but_never_ratified_the_first_protocol() -> None:
    assert _act("cambodia", "ICCPR-OP1", "signature")["date"] == date(2004, 9, 27)
    assert not _act("cambodia", "ICCPR-OP1")
    assert not _held("cambodia", "ICCPR-OP1")
    assert _held("cambodia", "CAT")[0]["bound_from"] == date(1992, 11, 14)


def test_yugoslavia_promised_and_serbia_succeeded() -> None:
    assert _act("yugoslavia", "ICCPR")["year"] == 1971
    assert _act("serbia", "ICCPR")["act"] == "succession"
    carried, own = _held("serbia", "ICCPR")
    assert carried["carried_from"] == "yugoslavia"
    assert carried["bound_from"] == date(1992, 4, 27)
    assert carried["bound_until"] == own["bound_from"] == date(2001, 3, 12)
    assert own["carried_from"] is None
    assert _held("yugoslavia", "ICCPR")[0]["bound_until"] == date(1992, 4, 27)


def test_germany_is_one_person_and_the_democratic_republic_another() -> None:
    (own,) = _held("germany", "ICCPR")
    assert own["bound_from"] == date(1976, 3, 23)
    assert own["bound_until"] is None
    (east,) = _held("german-democratic-republic", "ICCPR")
    assert east["bound_until"] == date(1990, 10, 3)
    assert "ICCPR" in _binds(260, 1989)
    assert "ICCPR" in _binds(255, 1990)
    assert "ICCPR" in _binds(265, 1989)
    # The GDR had ratified CAT in 1987, the Federal Republic only two days before the union.
    assert "CAT" in _binds(265, 1989)
    assert "CAT" not in _binds(260, 1989)


def test_russia_continues_the_soviet_union() -> None:
    (own,) = _held("russia", "ICCPR")
    assert own["carried_from"] is None
    assert {"ICCPR", "CAT"} <= _binds(365, 1990) & _binds(365, 1992)


def test_czechia_carries_until_its_own_succession() -> None:
    carried, own = _held("czechia", "CAT")
    assert (carried["carried_from"], carried["bound_from"]) == ("czechoslovakia", date(1993, 1, 1))
    assert own["bound_from"] == date(1993, 2, 22)
    assert "CAT" in _binds(315, 1992)
    assert "CAT" in _binds(316, 1993)


def test_yemen_carries_from_the_south_and_acceded_itself() -> None:
    assert _act("yemen-democratic", "ICCPR")["date"] == date(1987, 2, 9)
    assert not _act("yemen", "ICCPR")
    (carried,) = _held("yemen", "ICCPR")
    assert carried["carried_from"] == "yemen-democratic"
    assert _act("yemen", "CAT")["date"] == date(1991, 11, 5)
    assert "ICCPR" in _binds(679, 1990)
    assert "ICCPR" not in _binds(678, 1989)


@pytest.mark.parametrize(("state_id", "ccode"), [("belarus", 370), ("ukraine", 369)])
def test_soviet_republics_promised_before_independence(state_id: str, ccode: int) -> None:
    (own,) = _held(state_id, "ICCPR")
    assert own["bound_from"] == date(1976, 3, 23)
    assert _act(state_id, "ICCPR")["ccode"] is None
    assert "ICCPR" in _binds(ccode, 1991)
    assert not _binds(ccode, 1990)


def test_united_states_signed_what_it_did_not_ratify() -> None:
    for instrument in ("ICESCR", "CEDAW", "CRC", "CRPD", "ROME"):
        assert _act("united-states", instrument, "signature")
        assert not _act("united-states", instrument)
    assert _act("united-states", "ICCPR")["date"] == date(1992, 6, 8)


def test_north_korea_stays_bound_by_the_covenant() -> None:
    assert not _act("korea-north", "ICCPR", "withdrawal")
    (own,) = _held("korea-north", "ICCPR")
    assert own["bound_until"] is None
    assert "ICCPR" in _binds(731, 1998)


@pytest.mark.parametrize(
    "state_id", ["holy-see", "palestine", "european-union", "cook-islands", "niue"]
)
def test_parties_outside_the_state_lists_have_no_code(state_id: str) -> None:
    found = acts().frame.filter(pl.col("state_id") == state_id)
    assert found.height
    assert found["ccode"].null_count() == found.height


@pytest.mark.parametrize(
    ("state_id", "instrument", "until"),
    [
        ("burundi", "ROME", date(2017, 10, 27)),
        ("philippines", "ROME", date(2019, 3, 17)),
        ("jamaica", "ICCPR-OP1", date(1997, 12, 31)),
        ("malaysia", "ILO-C105", date(1990, 1, 10)),
    ],
)
def test_withdrawals_end_obligations(state_id: str, instrument: str, until: date) -> None:
    assert _held(state_id, instrument)[-1]["bound_until"] == until


def test_every_name_is_known() -> None:
    frame = acts().frame
    assert set(frame["act"]) <= set(ACTS)
    assert set(frame["instrument"]) <= set(instrument_names())
    assert set(frame["state_id"]) <= set(spells())
    assert set(obligations().frame["instrument"]) <= set(instrument_names())
    assert set(obligations().frame["act_id"]) <= set(frame["act_id"])


def test_every_act_names_its_authority_and_its_precision() -> None:
    frame = acts().frame
    assert frame["authority"].null_count() == 0
    assert frame.filter((pl.col("precision") == "day") & pl.col("date").is_null()).is_empty()
    assert frame.filter((pl.col("precision") == "year") & pl.col("date").is_not_null()).is_empty()
    undated = frame.filter(pl.col("precision") == "none")
    assert set(undated["act"]) == {"reservation", "declaration"}


def test_nothing_binds_before_the_instrument_the_person_or_the_act() -> None:
    frame = obligations().frame
    births = pl.DataFrame(
        {"state_id": list(spells()), "birth": [s[0].start for s in spells().values()]}
    )
    made = acts().frame.select("act_id", "date", "year")
    dated = (
        frame.join(instruments().frame.select("instrument", "in_force"), on="instrument")
        .join(births, on="state_id")
        .join(made, on="act_id")
    )
    assert dated.height == frame.height
    assert dated.filter(pl.col("bound_from") < pl.col("in_force")).is_empty()
    assert dated.filter(pl.col("bound_from") < pl.col("birth")).is_empty()
    assert dated.filter(pl.col("bound_from") < pl.col("date")).is_empty()
    assert dated.filter(pl.col("bound_from").dt.year() < pl.col("year")).is_empty()


def test_obligations_end_after_they_begin_and_do_not_overlap() -> None:
    frame = obligations().frame.sort("state_id", "instrument", "bound_from")
    assert frame.filter(pl.col("bound_until") <= pl.col("bound_from")).is_empty()
    same = ["state_id", "instrument"]
    nexts = frame.with_columns(after=pl.col("bound_from").shift(-1).over(same))
    open_or_late = pl.col("bound_until").is_null() | (pl.col("bound_until") > pl.col("after"))
    assert nexts.drop_nulls("after").filter(open_or_late).is_empty()


def test_a_procedure_waits_for_its_treaty() -> None:
    frame = obligations().frame
    tied = instruments().frame.filter(pl.col("kind") == "procedure").select("instrument", "parent")
    first = frame.group_by("state_id", parent="instrument").agg(start=pl.col("bound_from").min())
    late = frame.join(tied, on="instrument").join(first, on=["state_id", "parent"], how="left")
    assert late.height
    assert late.filter(
        pl.col("start").is_null() | (pl.col("bound_from") < pl.col("start"))
    ).is_empty()


def test_nothing_is_carried_past_the_tables() -> None:
    assert binding(2024, 2029).is_empty()
    known = last_known("REFUGEE")
    assert known is not None
    years = binding(1990, 2024).filter(pl.col("instrument") == "REFUGEE")["year"]
    assert years.max() == known.year


def test_a_year_that_the_tables_reach_in_part_counts_by_its_last_known_day() -> None:
    known = last_known("ICCPR")
    assert known is not None
    assert (known.month, known.day) != (12, 31)
    cambodia = binding(known.year, known.year).filter(pl.col("ccode") == 811)
    assert {"ICCPR", "CAT"} <= set(cambodia["instrument"])
    # Their tables end in the year before, so they are unknown, not unbound.
    assert not {"ICERD", "OPCAT"} & set(cambodia["instrument"])


def test_regional_treaties_are_unknown_where_they_can_bind() -> None:
    assert last_known("ECHR") is None
    assert "ECHR" in unknown(220)
    assert "ACHR" in unknown(160)
    assert "ACHPR" in unknown("egypt")
    assert not {"ECHR", "ACHR", "ACHPR"} & set(unknown("cambodia"))
    assert "ICERD-14" in unknown(811)
    with pytest.raises(UnknownName):
        unknown("atlantis")


def test_years_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UsageError):
        binding(2000, 1990)


def test_reservations_exist_and_name_articles() -> None:
    states = acts().frame.filter(pl.col("act") == "reservation", pl.col("instrument") == "CAT")
    assert _act("china", "CAT", "reservation")["articles"] == "20;30"
    assert states.height > 20
    rows = reserved(2005, 2005)
    assert rows.columns == ["ccode", "year", "instrument", "right"]
    assert rows.filter(pl.col("ccode") == 2, pl.col("right") == "torture").height
    held = binding(2005, 2005)
    assert rows.join(held, on=["ccode", "year", "instrument"], how="anti").is_empty()


@given(st.integers(1946, 2022), st.integers(1946, 2022))
def test_binding_is_a_table_of_its_years(first: int, last: int) -> None:
    low, high = sorted((first, last))
    found = binding(low, high)
    assert found.columns == ["ccode", "year", "instrument"]
    assert found.is_unique().all()
    assert found["year"].is_between(low, high).all()


@given(st.sampled_from(sorted(spells())))
def test_a_state_is_bound_only_in_its_life(state_id: str) -> None:
    own = spells()[state_id]
    end = own[-1].end
    for row in obligations().frame.filter(pl.col("state_id") == state_id).iter_rows(named=True):
        assert row["bound_from"] >= own[0].start
        assert end is None or row["bound_until"] <= date.fromordinal(end.toordinal() + 1)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("stem", "instrument"), [("4-9", "CAT"), ("4-4", "ICCPR"), ("4-8", "CEDAW")]
)
def test_deposits_agree_with_the_treaty_collection(
    shared: Path, stem: str, instrument: str
) -> None:
    path = shared / "raw" / "un_treaties_2015" / "treaties" / f"{stem}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = [" ".join(row[2].split()[:3]) for row in list(csv.reader(file))[1:] if row[2]]
    days = sorted(datetime.strptime(day, "%d %b %Y").date() for day in listed)
    own = acts().frame.filter(
        pl.col("instrument") == instrument,
        pl.col("act").is_in(["ratification", "accession", "succession"]),
        pl.col("authority").str.contains("untc15"),
    )
    assert sorted(own["date"]) == days


# State-years that the country-year table lacks although days of two tables give the act.
LACKING = {("ICERD", 651), ("CRPD", 90), ("OP-CRPD", 130)}
# Belgrade acceded in 2001, so nothing of Yugoslavia's is carried; that table carries it.
NOT_CARRIED = {("GENOCIDE", 345)}
COUNTRY_YEARS = {
    "genocide": "GENOCIDE",
    "cerd": "ICERD",
    "iccpr": "ICCPR",
    "iccpr_op": "ICCPR-OP1",
    "icescr": "ICESCR",
    "cedaw": "CEDAW",
    "cat": "CAT",
    "cat_op": "OPCAT",
    "crc": "CRC",
    "crc_op1": "OP-CRC-AC",
    "migrant": "ICMW",
    "disability": "CRPD",
    "disab_op": "OP-CRPD",
    "disap": "CPED",
}


@pytest.mark.shared
def test_obligations_agree_with_the_country_years(shared: Path) -> None:
    """All state-years to 2017: we differ by waits, carried rows and the conflicts listed."""
    path = shared / "raw" / "hr_commitments" / "hr_commitments_updated_2022.csv"
    table = pl.read_csv(path, null_values="NA", infer_schema_length=None)
    theirs = table.filter(pl.col("year").is_between(1946, 2017))
    codes = ccode_of("name", theirs["country"], theirs["year"])
    theirs = theirs.with_columns(codes["ccode"].cast(pl.Int64)).drop_nulls("ccode")
    known = set(theirs.select("ccode", "year").rows())
    bound = binding(1946, 2017)
    carried = set(
        obligations().frame.drop_nulls("carried_from").select("instrument", "ccode").rows()
    )
    for column, instrument in COUNTRY_YEARS.items():
        said = set(theirs.filter(pl.col(column) == 1).select("ccode", "year").rows())
        held = bound.filter(pl.col("instrument") == instrument).select("ccode", "year")
        ours = set(held.rows()) & known
        only_ours = {(instrument, ccode) for ccode, _ in ours - said}
        assert only_ours <= carried | LACKING, instrument
        first = dict(held.group_by("ccode").agg(pl.col("year").min()).rows())
        late = {ccode for ccode, year in said - ours if year > first.get(ccode, 9999)}
        assert {(instrument, ccode) for ccode in late} <= NOT_CARRIED, instrument
