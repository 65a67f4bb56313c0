"""Named cases of the states crosswalk: who was there, under which code, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from rightful.core.errors import UnknownName, UsageError
from rightful.record.state_bearers import Key
from rightful.record.state_table import (
    name_key,
    names,
    names_by_key,
    refused_names,
    spells,
    withdrawn_codes,
)
from rightful.record.states import (
    all_states,
    as_text,
    ccode_of,
    describe,
    find,
    gwcode_of,
    iso3_of,
    name_of,
    party_of,
    predecessors,
    state,
    state_years,
    successions,
    successors,
)


def one(key: Key, code: str | int, year: int) -> int | None:
    found = ccode_of(key, pl.Series([code]), pl.Series([year]))
    ccode: int | None = found["ccode"][0]
    return ccode


def why(key: Key, code: str | int, year: int) -> str:
    note = ccode_of(key, pl.Series([code]), pl.Series([year]))["note"][0]
    assert isinstance(note, str)
    return note


CASES: list[tuple[Key, str | int, int, int | None]] = [
    # Germany: 260 to 1990-10-02, 255 from 1990-10-03; the year 1990 once.
    ("name", "Germany", 1985, 260),
    ("name", "Germany", 1990, 255),
    ("name", "West Germany", 1985, 260),
    ("name", "West Germany", 1990, None),
    ("name", "West Germany", 1995, None),
    ("name", "East Germany", 1990, 265),
    ("name", "East Germany", 1991, None),
    ("name", "Germany", 1950, None),
    ("cow", 260, 1989, 260),
    ("cow", 260, 1990, None),
    ("cow", 255, 1990, 255),
    ("cow", 255, 1985, None),
    ("gw", 260, 1989, 260),
    ("gw", 260, 1990, 255),
    ("gw", 260, 2020, 255),
    ("vdem", 77, 1989, 260),
    ("vdem", 77, 1990, 255),
    ("vdem", 137, 1990, 265),
    ("iso3", "DEU", 1985, 260),
    ("iso3", "DDR", 1985, None),
    # Yemen: 678 and 680 to 1990-05-21, 679 from the 22nd; GW and V-Dem keep the North's codes.
    ("name", "Yemen", 1989, None),
    ("name", "Yemen", 1990, 679),
    ("name", "North Yemen", 1989, 678),
    ("name", "Yemen Arab Republic", 1990, 678),
    ("name", "South Yemen", 1990, 680),
    ("gw", 678, 1989, 678),
    ("gw", 678, 1990, 679),
    ("vdem", 14, 1989, 678),
    ("vdem", 14, 1990, 679),
    ("vdem", 23, 1990, 680),
    ("iso3", "YEM", 1989, None),
    ("iso3", "YMD", 1989, None),
    # Viet Nam: 816 throughout, 817 to 1975; VNM and the bare name only after the merger.
    ("cow", 816, 1960, 816),
    ("cow", 817, 1975, 817),
    ("cow", 817, 1976, None),
    ("name", "Vietnam", 1960, None),
    ("name", "Viet Nam", 1976, 816),
    ("name", "South Vietnam", 1970, 817),
    ("name", "Republic of Vietnam", 1970, 817),
    ("name", "North Vietnam", 1970, 816),
    ("iso3", "VNM", 1970, None),
    ("iso3", "VDR", 1970, None),
    ("vdem", 34, 1970, 816),
    ("vdem", 35, 1970, 817),
    # Yugoslavia and Serbia: COW 345 throughout, GW 345 then 340.
    ("name", "Yugoslavia", 1985, 345),
    ("name", "Yugoslavia", 1992, 345),
    ("name", "Yugoslavia", 2002, 345),
    ("name", "Yugoslavia", 2010, None),
    ("name", "Socialist Federal Republic of Yugoslavia", 1992, None),
    ("name", "Serbia", 1985, None),
    ("name", "Serbia", 2006, 345),
    ("gw", 345, 2005, 345),
    ("gw", 345, 2006, None),
    ("gw", 340, 2006, 345),
    ("gw", 340, 2020, 345),
    ("cow", 345, 2020, 345),
    ("cow", 340, 2020, None),
    ("vdem", 198, 1985, 345),
    ("iso3", "SRB", 2010, 345),
    ("iso3", "SRB", 1985, None),
    ("iso3", "YUG", 1985, None),
    ("iso3", "SCG", 2004, None),
    ("cow", 341, 2005, None),
    ("cow", 341, 2006, 341),
    # USSR and Russia: one person; the new name and code only from its own year.
    ("cow", 365, 1980, 365),
    ("name", "Soviet Union", 1991, 365),
    ("name", "USSR", 1992, None),
    ("name", "Russia", 1980, None),
    ("name", "Russian Federation", 1991, 365),
    ("iso3", "SUN", 1980, None),
    ("iso3", "RUS", 1980, None),
    ("iso3", "RUS", 1992, 365),
    ("vdem", 11, 1980, 365),
    ("name", "Ukraine", 1990, None),
    ("name", "Ukraine", 1991, 369),
    # Czechoslovakia
    ("name", "Czechoslovakia", 1992, 315),
    ("name", "Czechoslovakia", 1993, None),
    ("cow", 316, 1992, None),
    ("cow", 316, 1993, 316),
    ("cow", 317, 1993, 317),
    ("vdem", 157, 1992, 315),
    ("vdem", 157, 1993, 316),
    ("iso3", "CSK", 1990, None),
    ("iso3", "CZE", 1990, None),
    # Sudan and South Sudan, Ethiopia and Eritrea
    ("name", "Sudan", 2010, 625),
    ("name", "Sudan", 2015, 625),
    ("name", "South Sudan", 2010, None),
    ("name", "South Sudan", 2011, 626),
    ("iso3", "ETH", 1985, 530),
    ("iso3", "ETH", 2000, 530),
    ("iso3", "ERI", 1992, None),
    ("iso3", "ERI", 1993, 531),
    ("vdem", 115, 1980, None),
    # Korea, Kosovo, Timor-Leste, the Congos
    ("name", "Korea", 2000, None),
    ("name", "Korea, Republic of", 2000, 732),
    ("name", "Republic of Korea", 2000, 732),
    ("name", "Korea, People's Republic of", 2000, 731),
    ("name", "Democratic People's Republic of Korea", 2000, 731),
    ("cow", 732, 1948, None),
    ("cow", 347, 2008, 347),
    ("iso3", "XKX", 2010, 347),
    ("vdem", 43, 2005, None),
    ("name", "East Timor", 2001, None),
    ("name", "Timor-Leste", 2002, 860),
    ("iso3", "TMP", 2001, None),
    ("name", "Congo", 2000, 484),
    ("name", "Congo, Republic of the", 2000, 484),
    ("name", "Congo, Democratic Republic of the", 2000, 490),
    ("name", "Zaire", 1980, 490),
    ("iso3", "COD", 1980, 490),
    ("iso3", "ZAR", 1980, None),
    # Others that merges go wrong on
    ("cow", 970, 2005, 970),
    ("gw", 970, 2005, 946),
    ("gw", 971, 2005, 970),
    ("gw", 972, 2005, 955),
    ("gw", 973, 2005, 947),
    ("cow", 770, 1965, 770),
    ("cow", 771, 1970, None),
    ("cow", 771, 1971, 771),
    ("cow", 652, 1958, 652),
    ("cow", 652, 1960, None),
    ("gw", 652, 1960, None),
    ("cow", 652, 1961, 652),
    ("cow", 511, 1964, 511),
    ("cow", 510, 1964, 510),
    ("cow", 740, 1950, None),
    ("iso2", "NA", 1995, 565),
    ("iso2", "na", 1995, 565),
    ("name", "Niger", 1990, 436),
    ("name", "Nigeria", 1990, 475),
    ("name", "Guinea", 1990, 438),
    ("name", "Guinea-Bissau", 1990, 404),
    ("name", "Dominica", 1990, 54),
    ("name", "Dominican Republic", 1990, 42),
    ("name", "Cambodia 4, 5", 1990, 811),
    ("name", "dominicanrepublic", 2010, 42),
    ("name", "Israel and Occupied Territories", 2000, None),
    ("name", "Palestine, State of", 2015, None),
    ("name", "Narnia", 2000, None),
]


@pytest.mark.parametrize(("key", "code", "year", "ccode"), CASES)
def test_a_code_in_a_year(key: Key, code: str | int, year: int, ccode: int | None) -> None:
    assert one(key, code, year) == ccode


def test_notes_say_who_was_there_instead() -> None:
    assert "255" in why("cow", 260, 1990)
    assert "Czechoslovakia (315)" in why("cow", 316, 1980)
    assert "Yemen Arab Republic (678)" in why("name", "Yemen", 1980)
    assert "Soviet Union (365)" in why("iso3", "RUS", 1980)
    assert "withdrawn since 1993" in why("iso3", "CSK", 1980)
    assert "North Korea (731) or South Korea (732)" in why("name", "Korea", 2000)
    assert "a territory of the United States" in why("name", "Puerto Rico", 2000)
    assert "United Arab Republic (651)" in why("cow", 652, 1960)


@pytest.mark.parametrize(
    ("text", "state_id"),
    [
        ("Germany", "germany"),
        ("KHM", "cambodia"),
        ("kh", "cambodia"),
        ("Cambodia", "cambodia"),
        ("811", "cambodia"),
        ("cambodia", "cambodia"),
        ("Viet Nam", "viet-nam"),
        ("Vietnam", "viet-nam"),
        ("Burma", "myanmar"),
        ("Swaziland", "eswatini"),
        ("Turkey", "turkiye"),
        ("The Gambia", "gambia"),
        ("St. Lucia", "saint-lucia"),
        ("Cote d'Ivoire", "cote-divoire"),
        ("korea-north", "korea-north"),
        ("Holy See", "holy-see"),
        ("Serbia", "serbia"),
        ("Macedonia", "north-macedonia"),
        ("US", "united-states"),
        ("UAE", "united-arab-emirates"),
        ("Deutschland", "germany"),
        ("Lao PDR", "laos"),
        ("Lao Peoples Democratic Republic", "laos"),
        ("St Kitts", "saint-kitts-and-nevis"),
        ("St. Kitts & Nevis", "saint-kitts-and-nevis"),
        ("cote divoire", "cote-divoire"),
        ("COTE D IVOIRE", "cote-divoire"),
        ("Republic of Cambodia", "cambodia"),
        ("Trinidad", "trinidad-and-tobago"),
        ("Republic of Ireland", "ireland"),
        ("Osterreich", "austria"),
    ],
)
def test_what_a_person_types_is_the_state_alive_now(text: str, state_id: str) -> None:
    found = state(text)
    assert found.state_id == state_id
    assert found.end is None


@pytest.mark.parametrize("text", ["Yugoslavia", "USSR", "Czechoslovakia", "Zanzibar", "GDR"])
def test_a_dead_state_without_a_date_is_told_with_its_years(text: str) -> None:
    with pytest.raises(UsageError, match=r"no state today[\s\S]*19\d\d[\s\S]*followed by"):
        state(text)


@pytest.mark.parametrize("text", ["Congo", "Korea"])
def test_an_ambiguous_name_is_told_with_both(text: str) -> None:
    with pytest.raises(UsageError, match="may mean 2 states"):
        state(text)


@pytest.mark.parametrize(
    ("text", "on", "state_id", "name"),
    [
        ("Germany", 1980, "germany", "Federal Republic of Germany"),
        ("Germany", date(1990, 10, 3), "germany", "Germany"),
        ("Yugoslavia", 1980, "yugoslavia", "Yugoslavia"),
        ("Yugoslavia", 1995, "serbia", "Federal Republic of Yugoslavia"),
        ("Russia", 1980, "russia", "Soviet Union"),
        ("Soviet Union", date(1991, 12, 25), "russia", "Soviet Union"),
        ("GDR", 1990, "german-democratic-republic", "German Democratic Republic"),
        ("Syria", 1960, "syria", "Syria (within the United Arab Republic)"),
    ],
)
def test_a_state_on_a_date(text: str, on: date | int, state_id: str, name: str) -> None:
    found = state(text, on)
    assert (found.state_id, found.name) == (state_id, name)


@pytest.mark.parametrize(
    ("text", "on", "told"),
    [
        ("Yugoslavia", 2010, "Serbia"),
        ("Yemen", 1980, "Democratic Yemen"),
        ("Serbia", 1980, "Yugoslavia"),
        ("Soviet Union", 2000, "Russia"),
        ("Bangladesh", 1960, "Pakistan"),
    ],
)
def test_a_wrong_year_is_told_with_who_was_there(text: str, on: int, told: str) -> None:
    with pytest.raises(UsageError, match=f"was no state in {on}[\\s\\S]*then: [\\s\\S]*{told}"):
        state(text, on)


def test_unknown_names_get_suggestions() -> None:
    with pytest.raises(UnknownName) as caught:
        state("Cambodai")
    assert caught.value.suggestions[0] == "Cambodia"
    with pytest.raises(UnknownName, match="withdrawn in 1992"):
        state("SUN")


@pytest.mark.parametrize("text", ["UEA", "Xyz", "Atlantis", "x" * 100_000])
def test_what_is_far_off_is_not_offered(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        state(text)
    assert caught.value.suggestions == ()
    assert "allowed: a name or a code of a state" in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("year", [0, -5, 1944, 3000, 10_000, 99_999_999_999])
def test_a_year_outside_the_table_is_told(year: int) -> None:
    for ask in (state, describe):
        with pytest.raises(UsageError, match=r"allowed: 1945 to 20\d\d"):
            ask("KHM", year)
    assert find("KHM", year).states == ()
    assert "outside the years of the table" in find("KHM", year).notes[0]


@pytest.mark.parametrize("year", [0, -5, 10_000])
def test_a_year_that_is_none_gives_no_code(year: int) -> None:
    assert one("cow", 811, year) is None
    assert "no calendar year" in why("cow", 811, year)


def test_a_wrong_year_names_the_option() -> None:
    with pytest.raises(UsageError, match="--year"):
        state("Yemen", 1980)


def test_find_never_raises_and_tells() -> None:
    assert find("SUN").states == ()
    assert "withdrawn" in find("SUN").notes[0]
    assert find("").states == ()
    assert "did you mean Cambodia" in find("Cambodai").notes[0]
    assert {found.ccode for found in find("Germany").states} == {255, 260}
    assert find("Germany", 1950).states[0].ccode == 260
    assert find("Germany", 1947).states == ()
    assert len(find("Germany", 1990).states) == 2
    assert "no state today" in find("USSR").notes[0]


@pytest.mark.parametrize(
    ("name", "on", "state_id"),
    [
        ("Ukraine", date(1954, 11, 15), "ukraine"),
        ("Belarus", date(1969, 4, 8), "belarus"),
        ("Serbia", date(2001, 3, 12), "serbia"),
        ("Congo", date(1983, 10, 5), "congo"),
        ("Viet Nam", date(1957, 6, 28), "viet-nam"),
        ("Germany", date(1973, 12, 17), "germany"),
        ("Russian Federation", date(1973, 10, 16), "russia"),
        ("Tonga", date(1972, 2, 16), "tonga"),
        ("European Union", date(2010, 12, 23), "european-union"),
        ("Holy See", date(1969, 5, 1), "holy-see"),
        ("State of Palestine", date(2014, 4, 2), "palestine"),
        ("Cook Islands", date(2006, 8, 11), "cook-islands"),
        ("Yugoslavia", date(1971, 6, 2), "yugoslavia"),
        ("Austria", date(1950, 1, 1), "austria"),
        ("Japan", date(1950, 1, 1), "japan"),
        ("Republic of Korea", date(1950, 10, 14), "korea-south"),
    ],
)
def test_parties_to_treaties(name: str, on: date, state_id: str) -> None:
    found = party_of(name, on)
    assert found is not None
    assert found.state_id == state_id
    assert found.life[0] <= on <= found.life[1]


def test_parties_that_were_not_there_are_none() -> None:
    assert party_of("Yemen", date(1987, 2, 9)) is None
    assert party_of("Serbia", date(1971, 6, 2)) is None
    assert party_of("Korea", date(1990, 4, 10)) is None
    assert party_of("Narnia", date(1990, 4, 10)) is None


def test_kin() -> None:
    assert successors("czechoslovakia") == ("czechia", "slovakia")
    assert predecessors("yemen") == ("yemen-arab-republic", "yemen-democratic")
    assert "north-macedonia" in successors("yugoslavia")
    assert state("Germany").predecessors == ("german-reich", "german-democratic-republic")
    with pytest.raises(UnknownName):
        successors("atlantis")


def test_from_ccode() -> None:
    ccodes, years = (
        pl.Series([345, 345, 365, 255, 678, 679]),
        pl.Series([2005, 2006, 1980, 1990, 1990, 1990]),
    )
    assert gwcode_of(ccodes, years)["gwcode"].to_list() == [345, 340, 365, 260, None, 678]
    assert iso3_of(ccodes, years)["iso3"].to_list() == [None, "SRB", None, "DEU", None, "YEM"]
    assert name_of(345, 2003) == "Serbia and Montenegro"
    assert name_of(260, 1991) is None


def test_describe_is_plain_and_its_text_has_the_codes() -> None:
    found = describe("Germany")
    assert json.loads(json.dumps(found)) == found
    assert "COW 260 (1955-05-05 to 1990-10-02)" in as_text(found)
    assert describe("Yemen", 1980)["persons"] == []
    assert "Democratic Yemen" in as_text(describe("Yemen", 1980))
    with pytest.raises(UnknownName):
        describe("SUN")


# The table itself


def test_spells_of_a_person_follow_each_other_without_a_gap_or_an_overlap() -> None:
    for own in spells().values():
        for earlier, later in pairwise(own):
            assert earlier.end is not None
            assert later.start == earlier.end + timedelta(days=1), later.state_id


def test_a_code_is_borne_by_one_state_on_any_day() -> None:
    for column, life in (("ccode", "cow_life"), ("gwcode", "gw_life")):
        days = sorted(
            (getattr(found, column), *getattr(found, life))
            for found in all_states()
            if getattr(found, life)
        )
        for (code, _, last), (following, first, _) in pairwise(days):
            assert code != following or last < first, (column, code)


def test_every_row_is_sound() -> None:
    for found in all_states():
        assert found.end is None or found.start <= found.end
        assert found.cow_life or found.ccode is None, found
        assert found.gw_life or found.gwcode is None, found
        assert found.iso3 is None or found.iso3 not in withdrawn_codes()
        assert (found.iso3 is None) == (found.iso2 is None)
        assert found.kind in ("state", "party", "organisation", "territory")


def test_names_and_successions_point_at_states() -> None:
    assert {name.state_id for name in names()} == set(spells())
    for link in successions():
        assert {link.predecessor, link.successor} <= set(spells())
        assert link.relation in ("continuation", "succession", "merger", "separation")
    assert not set(refused_names()) & set(names_by_key())
    for found in all_states():
        assert found.state_id in {name.state_id for name in names_by_key()[name_key(found.name)]}


def test_one_name_means_two_states_only_where_we_know() -> None:
    shared = {
        key for key, own in names_by_key().items() if len({name.state_id for name in own}) > 1
    }
    assert shared == {"congo", "korea", "germany", "yugoslavia"}


def test_state_years_are_unique_and_inside_life() -> None:
    years = state_years(1945, 2025)
    assert not years.select("ccode", "year").is_duplicated().any()
    for column in ("gwcode", "iso3"):
        known = years.filter(pl.col(column).is_not_null())
        assert not known.select(column, "year").is_duplicated().any()
    germany = years.filter(pl.col("ccode").is_in([255, 260]), pl.col("year") > 1945)
    assert germany.group_by("year").len()["len"].unique().to_list() == [1]
    with pytest.raises(UsageError):
        state_years(1900, 1950)


def test_ccode_of_wants_a_known_key_and_one_year_per_code() -> None:
    with pytest.raises(UsageError, match="allowed: cow, gw"):
        ccode_of("iso", pl.Series(["DEU"]), pl.Series([1990]))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="one year per code"):
        ccode_of("iso3", pl.Series(["DEU"]), pl.Series([1990, 1991]))


def test_missing_codes_and_years_give_nothing_and_a_note() -> None:
    found = ccode_of(
        "cow", pl.Series([None, 2.0, float("nan"), 2.0]), pl.Series([1990, 1990, 1990, None])
    )
    assert found["ccode"].to_list() == [None, 2, None, None]
    assert found["note"].is_null().to_list() == [False, True, False, False]
