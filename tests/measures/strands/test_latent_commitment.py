"""The hazard form: who is at risk of which step, and what the fit makes of it."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rightful.core.measure import SERIES, Estimates
from rightful.measures.strands import _commitment_items as items
from rightful.measures.strands import _commitment_risk as risk
from rightful.measures.strands._commitment_example import MadeUp, example_record, made_up
from rightful.measures.strands._commitment_fit import Fitted, fitted, prepared
from rightful.measures.strands._commitment_record import Register, last_whole_year, register
from rightful.measures.strands._commitment_steps import LEFT_OUT, STEPS, steps
from rightful.measures.strands.latent_commitment import KINDS, LatentCommitment
from rightful.record import instruments

Act = tuple[str, str, str, int | None]
ACTS = ("state_id", "instrument", "act", "year")


def record(
    acts: list[Act],
    *,
    carried: list[tuple[str, str, int, int]] = [],  # noqa: B006
    births: dict[str, int] = {},  # noqa: B006
    deaths: dict[str, int] = {},  # noqa: B006
    members: list[tuple[int, str, int, int]] = [],  # noqa: B006
    known: date = date(2000, 12, 31),
    signatures: date = date(2000, 12, 31),
    articles: str | None = None,
    precision: str = "day",
) -> dict[str, pl.DataFrame]:
    """A small register: states b (code 1), c (2), d (3); `b` acts first so that things open."""
    names = sorted({act[0] for act in acts} | {row[0] for row in carried})
    table = instruments.instruments().frame.select("instrument", "parent", "system")
    return {
        "facts/acts": pl.DataFrame(
            acts, schema=dict.fromkeys(ACTS[:3], pl.String) | {"year": pl.Int64}, orient="row"
        ).with_columns(
            precision=pl.lit(precision),
            articles=pl.lit(articles, dtype=pl.String),
            authority=pl.lit("table"),
        ),
        "facts/obligations": pl.DataFrame(
            [(s, i, date(a, 1, 1), date(z, 12, 31), known, "other") for s, i, a, z in carried],
            schema={
                "state_id": pl.String,
                "instrument": pl.String,
                "bound_from": pl.Date,
                "bound_until": pl.Date,
                "known_until": pl.Date,
                "carried_from": pl.String,
            },
            orient="row",
        ),
        "facts/instruments": table.with_columns(
            known_until=pl.lit(known),
            former_states=(pl.col("instrument") == "ICCPR").cast(pl.Int64),
        ),
        "facts/states": pl.DataFrame(
            [
                (
                    name,
                    number + 1,
                    date(births.get(name, 1950), 1, 1),
                    date(deaths[name], 12, 31) if name in deaths else None,
                )
                for number, name in enumerate(names)
            ],
            schema={"state_id": pl.String, "ccode": pl.Int64, "start": pl.Date, "end": pl.Date},
            orient="row",
        ),
        "facts/authorities": pl.DataFrame({"authority": ["table"], "as_of": [signatures]}),
        "facts/memberships": pl.DataFrame(
            members,
            schema={
                "ccode": pl.Int64,
                "body": pl.String,
                "first_year": pl.Int64,
                "last_year": pl.Int64,
            },
            orient="row",
        ),
    }


def facts(frames: dict[str, pl.DataFrame]) -> Register:
    found = register(frames, steps())
    assert found is not None
    return found


def at_risk(frames: dict[str, pl.DataFrame], state: str, instrument: str) -> dict[int, int]:
    """Year -> step taken, of the years in which a state is at risk."""
    return {
        one.year: one.taken
        for one in risk.exposures(facts(frames), steps())
        if (one.state_id, one.instrument) == (state, instrument)
    }


def observed(
    frames: dict[str, pl.DataFrame], series: str, state: str
) -> dict[tuple[int, str], int]:
    found = facts(frames)
    rows = risk.observations(found, risk.exposures(found, steps()), steps(), series)
    return {(row.year, row.item): row.category for row in rows if row.state_id == state}


TWINS = ("ICESCR", "REFUGEE-P1967")
OPENED: Act = ("b", "ICCPR", "signature", 1990)


def test_every_instrument_of_the_register_has_its_say_and_a_reason() -> None:
    listed = [one.instrument for one in steps() if one.step == "binding"]
    assert sorted(listed) == sorted(instruments.instruments().frame["instrument"])
    assert all(len(one.reason) > 8 for one in steps())
    assert {one.step for one in steps()} == set(STEPS)
    kinds = [(one.instrument, one.step) for one in steps()]
    assert len(set(kinds)) == len(kinds)
    for one in steps():
        assert (one.sign == -1) == (one.step in ("reservation", "withdrawal"))
        left_out = one.instrument.startswith("ILO-") or one.instrument in TWINS
        assert (one.series == LEFT_OUT) == left_out


def test_a_state_is_at_risk_from_the_opening_until_it_acts() -> None:
    acts: list[Act] = [OPENED, ("c", "ICCPR", "accession", 1993)]
    found = at_risk(record(acts), "c", "ICCPR")
    assert found == {
        1990: risk.NOTHING,
        1991: risk.NOTHING,
        1992: risk.NOTHING,
        1993: risk.BOUND,
    }


def test_a_year_that_the_tables_do_not_reach_the_end_of_is_no_refusal() -> None:
    assert last_whole_year(date(2015, 3, 12)) == 2014
    assert last_whole_year(date(2017, 12, 31)) == 2017
    frames = record([OPENED, ("c", "CAT", "accession", 1993)], known=date(1996, 5, 1))
    assert max(at_risk(frames, "c", "ICCPR")) == 1995


def test_nobody_is_at_risk_before_birth_and_a_young_state_has_its_own_stage() -> None:
    acts: list[Act] = [("b", "ICCPR", "signature", 1970), ("c", "ICCPR", "accession", 1993)]
    frames = record(acts, births={"c": 1991})
    assert min(at_risk(frames, "c", "ICCPR")) == 1991
    stages = {
        one.year: one.stage
        for one in risk.exposures(facts(frames), steps())
        if one.state_id == "c" and one.instrument == "ICCPR"
    }
    assert stages == {1991: "joining", 1992: "settling", 1993: "settling"}


def test_stages_go_by_the_time_a_step_has_been_open_to_the_state() -> None:
    assert [risk.stage_of(year, 1990, 1990) for year in (1990, 1991, 1992, 1999, 2000)] == [
        "opening",
        "opening",
        "early",
        "early",
        "late",
    ]
    assert [risk.stage_of(year, 1995, 1990) for year in (1995, 1996, 1999, 2000)] == [
        "joining",
        "settling",
        "settling",
        "late",
    ]


def test_carried_obligations_are_no_act_and_no_refusal() -> None:
    acts: list[Act] = [OPENED, ("c", "ICCPR", "succession", 1995), ("c", "CAT", "accession", 1992)]
    frames = record(acts, carried=[("c", "ICCPR", 1992, 1995)])
    assert at_risk(frames, "c", "ICCPR") == {1990: 0, 1991: 0, 1995: risk.BOUND}


def test_the_dead_are_known_by_ratifications_of_some_tables_only() -> None:
    acts: list[Act] = [
        OPENED,
        ("c", "ICCPR", "ratification", 1992),
        ("b", "CRC", "signature", 1990),
    ]
    frames = record(acts, deaths={"c": 1994}, signatures=date(2000, 12, 31))
    assert at_risk(frames, "c", "ICCPR") == {1990: 0, 1991: 0, 1992: risk.BOUND}
    assert at_risk(frames, "c", "CRC") == {}
    assert set(observed(frames, "all", "c")) == {
        (1990, "ICCPR:bound:opening"),
        (1991, "ICCPR:bound:opening"),
        (1992, "ICCPR:bound:early"),
    }


def test_a_living_state_in_no_table_of_days_is_not_observed() -> None:
    frames = record([OPENED, ("c", "ICCPR", "ratification", 1992)], precision="year")
    assert facts(frames).lives == {}


def test_a_procedure_waits_for_its_treaty_and_a_protocol_for_a_signature() -> None:
    acts: list[Act] = [
        ("b", "CAT", "signature", 1985),
        ("b", "CAT-22", "procedure_accepted", 1986),
        ("b", "CRC", "signature", 1990),
        ("b", "OP-CRC-AC", "signature", 1991),
        ("c", "CAT", "accession", 1992),
        ("c", "CRC", "signature", 1993),
    ]
    frames = record(acts)
    assert min(at_risk(frames, "c", "CAT-22")) == 1992
    assert min(at_risk(frames, "c", "OP-CRC-AC")) == 1993
    assert at_risk(frames, "b", "CAT-22") == {}


def test_a_regional_treaty_is_open_to_members_only() -> None:
    acts: list[Act] = [
        ("b", "ECHR", "ratification", 1960),
        ("c", "ECHR", "ratification", 1972),
        ("d", "CAT", "accession", 1990),
    ]
    frames = record(acts, members=[(2, "CoE", 1970, 1999)])
    assert at_risk(frames, "c", "ECHR") == {1970: 0, 1971: 0, 1972: risk.BOUND}
    assert at_risk(frames, "d", "ECHR") == {}
    del frames["facts/memberships"]
    assert at_risk(frames, "c", "ECHR") == {}


def test_signing_is_the_lower_step_of_an_ordinal_item() -> None:
    acts: list[Act] = [
        OPENED,
        ("c", "ICCPR", "signature", 1992),
        ("c", "ICCPR", "ratification", 1994),
    ]
    assert observed(record(acts), "cheap", "c") == {
        (1990, "ICCPR:first:opening"): 0,
        (1991, "ICCPR:first:opening"): 0,
        (1992, "ICCPR:first:early"): 1,
        (1993, "ICCPR:signed:soon"): 0,
        (1994, "ICCPR:signed:soon"): 1,
    }


def test_the_signature_of_a_costly_treaty_is_cheap_and_its_ratification_costly() -> None:
    acts: list[Act] = [
        ("b", "CPED", "signature", 1990),
        ("c", "CPED", "signature", 1991),
        ("c", "CPED", "ratification", 1992),
    ]
    frames = record(acts)
    assert observed(frames, "cheap", "c") == {
        (1990, "CPED:signature:opening"): 0,
        (1991, "CPED:signature:opening"): 1,
    }
    assert observed(frames, "costly", "c") == {
        (1990, "CPED:bound:opening"): 0,
        (1991, "CPED:bound:opening"): 0,
        (1992, "CPED:bound:early"): 1,
    }


def test_after_the_tables_of_signatures_end_only_being_bound_is_asked() -> None:
    frames = record([OPENED, ("c", "CAT", "accession", 1990)], signatures=date(1992, 12, 31))
    found = {key for key in observed(frames, "cheap", "c") if "ICCPR" in key[1]}
    assert (1992, "ICCPR:first:early") in found
    assert (1993, "ICCPR:bound:early") in found


@pytest.mark.parametrize(("articles", "broad"), [("30", 0), ("14;30", 1), (None, 1)])
def test_a_broad_reservation_counts_against_in_the_year_of_binding(
    articles: str | None, broad: int
) -> None:
    acts: list[Act] = [
        ("b", "ICCPR", "signature", 1990),
        ("c", "ICCPR", "accession", 1993),
        ("c", "ICCPR", "reservation", None),
    ]
    found = observed(record(acts, articles=articles), "costly", "c")
    assert found == {(1993, "ICCPR:reservation"): broad}
    assert "ICCPR:reservation" not in {
        name for _, name in observed(record(acts, articles=articles), "cheap", "c")
    }


def test_a_withdrawal_counts_against_and_puts_the_state_at_risk_again() -> None:
    acts: list[Act] = [
        ("b", "ROME", "signature", 1988),
        ("c", "ROME", "ratification", 1990),
        ("c", "ROME", "withdrawal", 1995),
    ]
    frames = record(acts)
    found = observed(frames, "costly", "c")
    assert found[(1995, "withdrawal")] == 1
    assert found[(1994, "withdrawal")] == 0
    assert (1990, "withdrawal") not in found
    assert (1996, "withdrawal") not in found
    assert sorted(at_risk(frames, "c", "ROME")) == [1988, 1989, 1990, *range(1996, 2001)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_nobody_takes_a_step_twice_or_out_of_time(seed: int) -> None:
    made = made_up(states=6, seed=seed, first=1990, last=2000)
    found = facts(made.record)
    taken: dict[tuple[str, str], int] = {}
    for one in risk.exposures(found, steps()):
        pair = (one.state_id, one.instrument)
        assert one.year >= found.reaches[one.instrument].opened
        assert found.lives[one.state_id].first <= one.year <= found.lives[one.state_id].last
        assert pair not in taken
        if one.taken == risk.BOUND:
            taken[pair] = one.year


def test_rare_steps_are_joined_or_left_out() -> None:
    def rows(item: str, counts: dict[int, int]) -> list[risk.Observation]:
        codes = [k for k, n in counts.items() for _ in range(n)]
        return [risk.Observation("b", 1950 + i, item, k) for i, k in enumerate(codes)]

    many = rows("X:first:late", {0: 9, 1: 6, 2: 6})
    rare = rows("Y:first:late", {0: 9, 1: 1, 2: 6})
    never = rows("Z:bound:late", {0: 30, 1: 1})
    data = items.series_data(many + rare + never)
    assert data is not None
    assert {one.name: one.categories for one in data.model.items} == {
        "X:first:late": 3,
        "Y:first:late": 2,
    }
    assert data.left_out == ("Z:bound:late",)
    assert items.series_data(never) is None


def test_what_takes_back_has_the_opposite_sign() -> None:
    rows = [risk.Observation("b", 1950 + i, "X:reservation", i % 2) for i in range(20)]
    data = items.series_data(rows)
    assert data is not None
    assert data.model.items[0].sign == -1


@cache
def example_fit() -> Estimates:
    return LatentCommitment().fit(example_record(), seed=3)


def test_the_fit_fulfils_the_contract() -> None:
    found = example_fit().frame
    assert dict(found.schema) == SERIES
    assert set(found["series"]) == set(KINDS)
    assert found["inputs"].min() >= 1  # type: ignore[operator]
    assert (found["high"] > found["low"]).all()
    reference = found.filter(
        (pl.col("series") == "commitment_all") & pl.col("year").is_between(1996, 2005)
    )
    assert abs(float(reference["mean"].mean())) < 0.3  # type: ignore[arg-type]


def test_same_record_and_seed_same_rows() -> None:
    again = fitted(example_record(), "costly", 5)
    assert again is not None
    shown = example_fit().frame.filter(pl.col("series") == "commitment_costly")
    np.testing.assert_array_equal(again.level.mean, shown["mean"].to_numpy())
    assert again.posterior.draws.shape == (50, shown.height)


def test_known_readiness_is_found() -> None:
    made = made_up(states=20, seed=1, first=1990, last=2005)
    found = fitted(made.record, "all", 1)
    assert isinstance(found, Fitted)
    truth = truth_of(made, found)
    inside = (truth >= found.level.low) & (truth <= found.level.high)
    assert np.corrcoef(truth, found.level.mean)[0, 1] > 0.7
    assert inside.mean() > 0.8


def truth_of(made: MadeUp, found: Fitted) -> NDArray[np.float64]:
    level = dict(zip(zip(made.ccode, made.year, strict=True), made.readiness, strict=True))
    at = zip(found.posterior.ccode, found.posterior.year, strict=True)
    truth = np.array([level[key] for key in at], dtype=np.float64)
    reference = (found.posterior.year >= 1996) & (found.posterior.year <= 2005)
    scaled: NDArray[np.float64] = (truth - truth[reference].mean()) / truth[reference].std()
    return scaled


def test_an_absent_table_leaves_no_rows() -> None:
    frames = example_record()
    del frames["facts/acts"]
    assert LatentCommitment().fit(frames, seed=1).frame.height == 0
    assert prepared(frames, "all") is None
