"""`rightful evidence`: templates, what is said of files that were added, agreement of coders."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightful.core.errors import UnknownName, UsageError
from rightful.core.evidence import CODED_ITEMS, CODING, STATE_ITEMS
from rightful.discourse.reliability.alpha import alpha, gwet_ac1
from rightful.record.baseline import Baseline, shipped
from rightful.record.evidence_codings import all_codings, coded_states
from rightful.record.evidence_file import COLUMNS, EXAMPLE, read_codings
from rightful.spiral.from_codings import coding_rows
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.items import items
from rightful.spiral.units import unit
from rightful.study.own_evidence import (
    add_evidence,
    added_evidence_text,
    agreement_text,
    evidence_agreement,
    evidence_list_text,
    evidence_template,
    list_evidence,
    remove_evidence,
    template_text,
)
from rightful.study.spiral_evidence import gathered

DOCS = Path(__file__).resolve().parents[2] / "docs"
GOOD = EXAMPLE | {"coder": "kl", "note": "", "iso3": "NOR", "year": "1990", "last_year": "1991"}
ALONE = "KAZ"  # none of our process cases


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    return Path(tmp_path)


def put(folder: Path, rows, name: str = "codings.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(GOOD | one for one in rows)
    return path


# ------------------------------------------------------------------ template


def test_a_template_is_a_table_with_one_example(home):
    lines = list(csv.DictReader(io.StringIO(template_text(evidence_template()))))
    assert lines == [EXAMPLE]
    # It is true and it is good, and still no analyst's judgement.
    path = put(home, [EXAMPLE | {"coder": "kl"}])
    assert read_codings(path).codings.height == 1


def test_a_template_of_a_state_has_a_row_per_item_and_year(home):
    told = evidence_template("Cambodia", "speech", 1993, 1995)
    assert len(told["rows"]) == len(CODED_ITEMS) * 3
    for row in told["rows"]:
        assert row["right"] == ("physical_integrity" if row["item"] in STATE_ITEMS else "speech")
        assert (row["iso3"], row["last_year"], row["value"]) == ("KHM", row["year"], "")
    for name in ("a.csv", "a.parquet"):
        written = evidence_template("Cambodia", "speech", 1993, 1995, home / name)
        assert "48 rows to fill in" in template_text(written)
        found = read_codings(home / name)
        assert (found.unfilled, found.bad, found.unknown) == (48, (), ())
    assert pl.read_parquet(home / "a.parquet").schema == pl.Schema(CODING)


def test_what_is_filled_into_a_template_is_taken_and_the_rest_left(home):
    rows = evidence_template("Cambodia", None, 1993, 1993)["rows"]
    rows[3] |= {"value": "1", "source": "A report", "coder": "kl"}
    blank = dict.fromkeys(GOOD, "")
    told = add_evidence(put(home, [blank | row for row in rows]))
    assert (told["rows"], told["cells"], told["unfilled"]) == (1, 1, len(CODED_ITEMS) - 1)


def test_a_template_has_the_years_of_a_state_that_is_no_more(home):
    told = evidence_template("German Democratic Republic", None, 1985, 2000)
    assert {row["year"] for row in told["rows"]} == {str(year) for year in range(1985, 1991)}
    assert {row["iso3"] for row in told["rows"]} == {"German Democratic Republic"}
    whole = evidence_template("Cambodia")
    assert min(row["year"] for row in whole["rows"]) == "1949"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (dict(right="speech"), "without a state"),
        (dict(first=1990), "without a state"),
        (dict(state="Cambodja"), "did you mean Cambodia"),
        (dict(state="Cambodia", first=1945, last=1946), "no state in 1946"),
        (dict(state="Cambodia", right="speach"), "did you mean speech"),
        (dict(state="Cambodia", first=1995, last=1990), "no years from 1995 to 1990"),
        (dict(state="Cambodia", last=2100), "no years"),
        (dict(state="Holy See", first=1990, last=1990), "in no list of states"),
        (dict(out="a.xlsx"), "no template ends in"),
        (dict(out="home/a.csv"), "inside the store"),
    ],
)
def test_a_template_that_cannot_be_is_refused(home, monkeypatch, asked, why):
    monkeypatch.chdir(home)
    (home / "home").mkdir()
    with pytest.raises(UsageError, match=why):
        evidence_template(**asked)


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_template_replaces_only_a_template_not_filled_in(home, name):
    out = home / name
    evidence_template(out=out)
    evidence_template("Cambodia", None, 1993, 1994, out)
    evidence_template(out=out)
    for content in (b"my own notes", b"", put(home, [{}], "filled.csv").read_bytes()):
        out.write_bytes(content)
        with pytest.raises(UsageError, match="no template that nobody filled in"):
            evidence_template(out=out)
        assert out.read_bytes() == content


# ------------------------------------------------------------------ adding, listing, removing


def test_adding_listing_superseding_and_removing(home):
    first = add_evidence(put(home, [{}]))
    assert json.loads(json.dumps(first)) == first
    assert "codings.csv: 1 rows by kl, 2 cells" in added_evidence_text(first)
    assert "nothing was added" in added_evidence_text(add_evidence(home / "codings.csv"))
    newer = put(home, [{"value": "2", "year": "1991"}], "newer.csv")
    assert "counts no more: 1; both are kept" in added_evidence_text(add_evidence(newer))

    told = list_evidence()
    assert json.loads(json.dumps(told)) == told
    assert [(row["year"], row["last_year"], row["value"]) for row in told["codings"]] == [
        (1990, 1990, 1),
        (1991, 1991, 2),
    ]
    every = list_evidence(every=True)
    assert [row["status"] for row in every["codings"]] == ["current", "superseded", "current"]
    text = evidence_list_text(every)
    assert "1 (superseded)" in text
    assert f"{first['id']}:1" in text
    assert list_evidence("Norway")["codings"] == told["codings"]
    assert list_evidence("KHM")["codings"] == []

    assert remove_evidence(first["id"]) == {"id": first["id"], "removed": 1}
    assert len(list_evidence()["codings"]) == 1
    assert [row["act"] for row in list_evidence(every=True)["files"]] == [
        "added",
        "added",
        "removed",
    ]
    remove_evidence(list_evidence()["files"][0]["id"])
    assert "No evidence was added" in evidence_list_text(list_evidence())


def test_what_was_left_is_told(home):
    path = put(home, [{}, {"value": "9", "year": "1980"}, {"value": "not_looked_for", "found": "",
        "year": "1985", "last_year": ""}])  # fmt: skip
    text = added_evidence_text(add_evidence(path, keep_good=True))
    assert "Bad rows left: 1\n  row 2: column value: '9'" in text
    assert "nobody looked: 1" in text
    assert "2 rows, 1 left by kl" in evidence_list_text(list_evidence())
    assert "not_looked_for" in evidence_list_text(list_evidence())
    nothing = added_evidence_text(add_evidence(put(home, [EXAMPLE])))
    assert "no row to add" in nothing
    assert "example of the template was left out" in nothing


def test_a_state_is_listed_under_all_its_codes(home):
    add_evidence(put(home, [{"iso3": "Germany", "year": "1985", "last_year": "1995"}]))
    told = list_evidence("Germany")["codings"]
    assert [(row["iso3"], row["state"]) for row in told] == [
        ("260", "Federal Republic of Germany"),
        ("DEU", "Germany"),
    ]
    with pytest.raises(UnknownName, match="did you mean Germany"):
        list_evidence("Germny")


def test_many_codings_are_cut_in_the_text_and_whole_in_the_answer(home):
    add_evidence(put(home, [{"coder": f"c{n}", "source": "x" * 200} for n in range(250)]))
    told = list_evidence()
    assert len(told["codings"]) == 250
    text = evidence_list_text(told)
    assert "and 50 more" in text
    assert max(map(len, text.splitlines()[2:])) < 170


def test_the_rules_are_given_what_was_added(home):
    add_evidence(put(home, [{"iso3": "Germany", "year": "1989", "last_year": "1991"}]))
    told = coding_rows(all_codings(home / "home"), coded_states())
    mine = told.filter(pl.col("ccode").is_in([255, 260]), pl.col("source").str.contains("Torture"))
    assert mine.select("ccode", "year", "value").sort("year").rows() == [
        (260, 1989, 1),
        (255, 1990, 1),
        (255, 1991, 1),
    ]
    found = gathered(Baseline(shipped()), unit("torture"), Thresholds(), 255).rows
    assert found.filter(pl.col("origin") == "analyst")["year"].to_list() == [1990, 1991]


# ------------------------------------------------------------------ agreement


def coded(codes, item="D1", **more) -> list[dict[str, str]]:
    """Return rows of coders by years; None where a coder gave none."""
    return [
        {"item": item, "iso3": ALONE, "year": str(1992 + place), "last_year": "",
         "value": str(value), "found": "observed", "coder": f"c{coder}", **more}
        for coder, given in enumerate(codes)
        for place, value in enumerate(given)
        if value is not None
    ]  # fmt: skip


def of_item(item, state=ALONE):
    return next(row for row in evidence_agreement(state)["items"] if row["item"] == item)


def test_alpha_of_a_published_example(home):
    # Krippendorff 2011, example A: two observers, ten units, two values.
    codes = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    add_evidence(put(home, coded(codes)))
    told = of_item("D1")
    assert (told["alpha"], told["cells"], told["standing"]) == (0.095, 10, "weak")
    assert told["low"] < told["alpha"] < told["high"]
    assert told["coders"] == ["c0", "c1"]
    text = agreement_text(evidence_agreement(ALONE))
    assert "D1    10     2       0.10" in text
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("wrong", "use"), [(0, "used"), (1, "used"), (3, "provisional"), (9, "weak")]
)
def test_standing_follows_alpha(home, wrong, use):
    truth = [0, 1, 2] * 8
    other = [2 - value if place < wrong else value for place, value in enumerate(truth)]
    add_evidence(put(home, coded([truth, other])))
    told = of_item("D1")
    assert told["standing"] == use
    assert told["alpha"] == pytest.approx(
        alpha(np.array([truth, other], float), "ordinal"), abs=5e-4
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(2, 3).flatmap(
        lambda coders: st.lists(
            st.lists(st.sampled_from([0, 1, 2, None]), min_size=coders, max_size=coders),
            min_size=2,
            max_size=9,
        )
    ),
    st.randoms(use_true_random=False),
)
def test_agreement_is_alpha_of_the_cells_whatever_the_order(tmp_path_factory, by_cell, shuffled):
    codes = [list(one) for one in zip(*by_cell, strict=True)]
    rows = coded(codes)
    shuffled.shuffle(rows)
    if not rows:
        return
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("any")
        patch.setenv("RIGHTFUL_HOME", str(folder / "home"))
        add_evidence(put(folder, rows))
        told = of_item("D1")
    given_codes = np.array([[np.nan if v is None else v for v in one] for one in codes], float)
    twice = given_codes[:, (~np.isnan(given_codes)).sum(axis=0) > 1]
    assert told["cells"] == twice.shape[1]
    for name, number in (("alpha", alpha(twice, "ordinal")), ("ac1", gwet_ac1(twice, 3))):
        if np.isnan(number):
            assert told[name] is None
        else:
            assert told[name] == pytest.approx(number, abs=6e-4)


def test_cells_of_spans_and_of_whole_states_meet(home):
    spans = [
        {"iso3": ALONE, "item": "TA", "right": "speech", "year": "1992", "last_year": "1999"},
        {"iso3": ALONE, "item": "TA", "right": "workers", "year": "1995", "last_year": "2005",
         "coder": "mn", "value": "none_found", "found": ""},
        {"iso3": ALONE, "item": "TA", "year": "1996", "last_year": "1997", "coder": "op",
         "value": "not_looked_for", "found": ""},
    ]  # fmt: skip
    add_evidence(put(home, spans))
    told = of_item("TA")
    assert (told["cells"], told["coders"]) == (5, ["kl", "mn"])
    assert told["alpha"] is not None
    assert told["alpha"] < 0


def test_nothing_coded_twice_and_all_alike_are_said(home):
    add_evidence(put(home, coded([[1, 1, 1]])))
    assert "no cell has two coders" in agreement_text(evidence_agreement(ALONE))
    add_evidence(put(home, coded([[1, 1, 1], [1, 1, 1]], item="D2"), "b.csv"))
    told = of_item("D2")
    assert (told["alpha"], told["low"], told["ac1"], told["standing"]) == (None, None, 1.0, "weak")
    text = agreement_text(evidence_agreement(ALONE))
    assert "No cell with two coders: D1" in text
    with pytest.raises(UnknownName):
        evidence_agreement("Kazakstn the great")


def test_the_agreement_of_our_process_cases(home):
    told = evidence_agreement()
    assert {row["item"] for row in told["items"]} == set(CODED_ITEMS)
    for row in told["items"]:
        if row["alpha"] is not None:
            assert row["low"] <= row["alpha"] <= row["high"]
            assert row["standing"] == (
                "used"
                if row["alpha"] >= 0.8
                else "provisional"
                if row["alpha"] >= 0.667
                else "weak"
            )


# ------------------------------------------------------------------ the page


def test_the_page_says_what_the_items_and_columns_are():
    page = (DOCS / "evidence.md").read_text(encoding="utf-8")
    for item in CODED_ITEMS:
        one = items()["LH" if item == "L" else item]
        assert f"| {item} | {one.label} | {' | '.join(one.values)} |" in page
    for column in COLUMNS:
        assert f"| `{column}` |" in page
