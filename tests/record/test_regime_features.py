"""Verdicts on the regime: computed by rule, total, unknown only where the unknown decides."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.record import regime_features as module
from rightful.record.instruments import read_table
from rightful.record.regime_counts import COUNTS, Count, count
from rightful.record.regime_facts import regime_facts
from rightful.record.regime_features import (
    LAST_TO_COME,
    OVERALL,
    READINGS,
    VERDICTS,
    changes,
    regime_features,
    regime_overall,
)

NICKEL = 9
KRASNER = 4


def verdict(feature: str, year: int, reading: str = "formal") -> str:
    rows = regime_features().frame.filter(feature=feature, year=year, reading=reading)
    return str(rows["verdict"].item())


def test_four_components_and_nine_features_each_with_both_rules() -> None:
    rules = read_table("regime_rules")
    features = rules.select("scheme", "feature").unique()
    assert features.filter(scheme="nickel").height == NICKEL
    assert features.filter(scheme="krasner").height == KRASNER
    for key in features.iter_rows():
        for reading in READINGS:
            for wanted in ("partly", "met"):
                assert (*key, wanted, reading) in module._clauses()


def test_rules_name_counts_that_there_are() -> None:
    assert set(read_table("regime_rules")["count"]) <= set(COUNTS)


def test_every_feature_has_one_verdict_a_year() -> None:
    frame = regime_features().frame
    assert set(frame["verdict"]) <= set(VERDICTS)
    per_year = frame.group_by("scheme", "reading", "year").len()
    assert set(per_year.filter(scheme="nickel")["len"]) == {NICKEL}
    assert set(per_year.filter(scheme="krasner")["len"]) == {KRASNER}


def test_what_is_met_or_partly_met_names_its_evidence() -> None:
    frame = regime_features().frame.filter(pl.col("verdict").is_in(["met", "partly"]))
    assert frame.filter(pl.col("evidence") == "").is_empty()


def test_violations_are_identified_from_the_first_treaty_body_on() -> None:
    bodies = regime_facts().frame.filter(kind="treaty_body")
    first = int(bodies["first_year"].to_numpy().min())
    assert verdict("violation_finders", first) == "met"
    assert verdict("violation_finders", first - 1) == "partly"


def test_norms_are_settled_when_half_of_states_are_bound_by_both_covenants() -> None:
    for year in range(1976, 2000):
        shares = [count("bound_share", name, year).low for name in ("ICCPR", "ICESCR")]
        assert (verdict("settled_norms", year) == "met") == (min(shares) >= 0.5)


def test_the_readings_part_only_on_the_last_two_features() -> None:
    wide = regime_features().frame.pivot(
        on="reading", index=["scheme", "feature", "year"], values="verdict"
    )
    apart = wide.filter(pl.col("formal") != pl.col("strict"))
    assert set(apart["feature"]) == set(LAST_TO_COME)


def test_overall_follows_from_the_features() -> None:
    overall = regime_overall().frame
    assert set(overall["verdict"]) <= set(OVERALL)
    for row in overall.filter(scheme="nickel").iter_rows(named=True):
        asked = {"scheme": "nickel", "reading": row["reading"], "year": row["year"]}
        one = regime_features().frame.filter(**asked)
        lacking = set(one.filter(pl.col("verdict") != "met")["feature"])
        if row["verdict"] == "full":
            assert not lacking
        if row["verdict"] == "almost":
            assert lacking
            assert lacking <= set(LAST_TO_COME)
        assert row["met"] == NICKEL - len(lacking)


def test_an_unknown_feature_that_cannot_change_the_verdict_does_not_hide_it() -> None:
    of = dict.fromkeys(("a", "b"), "met") | {"independence": "partly"}
    assert _whole(of | {"incipiently_federal": "not_known"}) == "almost"
    assert _whole(of | {"c": "not_known"}) == "not_known"
    assert _whole(dict.fromkeys(("a", "b"), "not")) == "none"


def _whole(of: dict[str, str]) -> str:
    rows = [{"feature": name, "verdict": found} for name, found in of.items()]
    return module._whole(pl.Series(rows))


@pytest.mark.parametrize(
    ("met", "partly", "wanted"),
    [
        ((1.0, 1.0), (1.0, 1.0), "met"),
        ((0.0, 1.0), (1.0, 1.0), "not_known"),
        ((0.0, 0.0), (1.0, 1.0), "partly"),
        ((0.0, 0.0), (0.0, 1.0), "not_known"),
        ((0.0, 0.0), (0.0, 0.0), "not"),
    ],
)
def test_three_valued_verdict(
    met: tuple[float, float],
    partly: tuple[float, float],
    wanted: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {"m": Count(*met, "m"), "p": Count(*partly, "p")}
    clauses = {
        ("s", "f", "met", "r"): [("c", "m", 1.0)],
        ("s", "f", "partly", "r"): [("c", "p", 1.0)],
    }
    monkeypatch.setattr(module, "count", lambda _name, of, _year: found[of])
    monkeypatch.setattr(module, "_clauses", lambda: clauses)
    assert module._judge("s", "f", "r", 2000)[0] == wanted


def test_changes_are_the_years_in_which_a_verdict_moves() -> None:
    frame = pl.DataFrame(
        {
            "scheme": ["s"] * 4,
            "reading": ["r"] * 4,
            "year": [1, 2, 3, 4],
            "verdict": ["not", "not", "met", "not"],
        }
    )
    assert changes(frame)["year"].to_list() == [1, 3, 4]
    assert changes(frame)["before"].to_list() == [None, "not", "met"]
