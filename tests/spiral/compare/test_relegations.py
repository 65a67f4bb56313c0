"""Coverage and relegation: counts by hand, bounds over what is open."""

import numpy as np
import pytest
from tests.spiral.compare.made_up import bits, material, paths

from rightful.spiral.compare.coverage import marker_coverage, set_sizes
from rightful.spiral.compare.every import all_answers
from rightful.spiral.compare.relegations import (
    marker_rows,
    relegation_answers,
    relegation_rows,
    spells,
    surely_prescriptive,
)


def _relegated(share_reported, share_1999, seed=1, states=40, years=10, open_=0.0):
    rng = np.random.default_rng(seed)
    n = states * years
    moved = {}
    for reading, part in (("as_reported", share_reported), ("orthodox_1999", share_1999)):
        told = (rng.random(n) < part).astype(np.int8)
        moved[reading] = np.where(rng.random(n) < open_, -1, told).astype(np.int8)
    sets = {one: np.full(n, bits(one, "4"), dtype=np.uint16) for one in moved}
    return material(states, years, sets=sets, relegated=moved)


def test_a_revision_that_is_real():
    real, same = relegation_answers(_relegated(0.7, 0.7, states=150))
    assert (real.verdict, same.verdict) == ("goes with", "goes with")
    assert real.estimate == pytest.approx(0.7, abs=0.06)


def test_a_revision_that_attacks_a_simplification():
    real, same = relegation_answers(_relegated(0.9, 0.02))
    assert (real.verdict, same.verdict) == ("goes against", "goes against")
    assert same.estimate == pytest.approx(0.88, abs=0.06)


def test_what_is_undetermined_bounds_the_share():
    real, _ = relegation_answers(_relegated(0.5, 0.5, open_=0.8))
    assert real.bounds is not None
    assert real.bounds[0] == pytest.approx(0.1, abs=0.04)
    assert real.bounds[1] == pytest.approx(0.9, abs=0.04)
    assert real.n["state_years"] < 120


def test_few_states_make_no_interval_but_are_counted():
    real, same = relegation_answers(_relegated(0.5, 0.5, states=4))
    assert (real.estimate, real.verdict, same.verdict) == (None, "cannot tell", "cannot tell")
    assert "Of 40 state-years" in real.sentence


def test_relegated_is_counted_by_decade():
    moved = np.array([1, -1, 0, 1, 1, 0], dtype=np.int8)
    sets = paths("as_reported", "4 5 4|5 3|4 4 1")
    found = material(2, 3, first=1999, sets={"as_reported": sets}, relegated={"as_reported": moved})
    rows = {row["decade"]: row for row in relegation_rows(found) if row["reading"] == "as_reported"}
    assert surely_prescriptive("as_reported", sets).tolist() == [
        True,
        True,
        True,
        False,
        True,
        False,
    ]
    whole = rows["all"]
    assert (whole["relegated"], whole["undetermined"], whole["not_relegated"]) == (3, 1, 2)
    assert (whole["relegated_states"], whole["undetermined_states"]) == (2, 1)
    assert (whole["prescriptive"], whole["prescriptive_relegated"]) == (4, 2)
    assert whole["share_relegated"] == pytest.approx(2 / 3)
    assert (rows["1990s"]["relegated"], rows["2000s"]["relegated"]) == (2, 1)


def test_spells_are_unbroken_and_name_the_markers():
    moved = np.array([0, 0, 1, 1, 1, 1, 1, 0], dtype=np.int8)
    markers = {
        "m1": np.array([0, 0, -1, 0, -1, -1, -1, -1], dtype=np.int8),
        "m2": np.full(8, -1, dtype=np.int8),
        "m3": np.array([1, 1, 0, 1, 0, 1, 1, 1], dtype=np.int8),
    }
    found = material(2, 4, first=1990, markers=markers, relegated={"as_reported": moved})
    told = [row for row in spells(found) if row["reading"] == "as_reported"]
    assert [(row["ccode"], row["first"], row["last"]) for row in told] == [
        (1, 1992, 1993),
        (2, 1990, 1992),
    ]
    assert told[0]["false"] == ["m1", "m3"]
    assert told[0]["unseen"] == ["m2"]
    assert told[1]["unseen"] == ["m1", "m2"]


def test_markers_are_counted_where_relegated_and_where_open():
    moved = np.array([1, 1, -1, 0], dtype=np.int8)
    marker = np.array([0, -1, 1, 0], dtype=np.int8)
    found = material(1, 4, markers={"m1": marker}, relegated={"as_reported": moved})
    rows = [
        row
        for row in marker_rows(found)
        if row["reading"] == "as_reported" and row["marker"] == "m1"
    ]
    counts = {row["relegated"]: (row["false"], row["unseen"], row["true"]) for row in rows}
    assert counts == {"relegated": (1, 1, 0), "undetermined": (0, 0, 1)}


def test_coverage_adds_up_by_decade_and_region():
    rng = np.random.default_rng(1)
    marker = rng.integers(-1, 2, 200).astype(np.int8)
    rows = [
        row
        for row in marker_coverage(material(10, 20, markers={"m2": marker}))
        if row["marker"] == "m2"
    ]
    for by in ("all", "decade", "region"):
        mine = [row for row in rows if row["by"] == by]
        assert sum(row["true"] for row in mine) == (marker == 1).sum()
        assert sum(row["null"] for row in mine) == (marker == -1).sum()
        assert all(row["true"] + row["false"] + row["null"] == row["state_years"] for row in mine)
    assert {row["group"] for row in rows if row["by"] == "region"} == {"here", "there"}


def test_set_sizes_count_more_than_three_as_no_answer():
    sets = paths("revised", "1 1|2 1|2|3a 1|2|3a|3b ?")
    row = next(one for one in set_sizes(material(1, 5, sets={"revised": sets}))
               if one["reading"] == "revised")  # fmt: skip
    assert (row["one"], row["few"], row["no_answer"]) == (1, 2, 2)


def test_every_question_is_answered_even_of_nothing_known():
    told = all_answers(material(12, 15))
    keys = [one.key for one in told]
    assert len(set(keys)) == len(keys)
    assert {one.verdict for one in told} <= {"cannot tell", "about zero"}
    assert all(one.sentence for one in told)
