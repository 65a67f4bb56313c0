"""Material pressure: sanctions in force, dependence on aid, aid given and taken away."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._aid_changes import aid_lost, midpoint_change
from rightful.measures.strands._sanction_cases import YEARS, by_sender
from rightful.measures.strands._state_series import (
    KEY,
    STATES,
    living,
    observed,
    together,
    with_zeros,
)

CASES: Final = "sanctions_ist/jpr-2023"
STATE_YEARS: Final = "sanctions_eu/state-years"
US_AID: Final = "us_aid/2018"
TOTAL: Final = "aid_received/total"
DEPENDENCE: Final = "aid_received/of-investment"
# Obligations are whole in these fiscal years; the file ends in partly reported ones.
US_YEARS: Final = (1946, 2015)
US_CATEGORIES: Final = {"us_aid_economic": 1, "us_aid_military": 2}
OBLIGATIONS: Final = 1
USA: Final = 2
MILLION: Final = 1e6
NAMES: Final = {
    "us": "the USA",
    "eu": "the EU",
    "un": "the UN",
    "regional": "a regional organization",
}
_CASES_NOTE: Final = (
    "Observed, 1990-2018; a case counts in every year with a day in force; zero where a living "
    "state had none: the publisher lists all cases of these senders."
)
_US_NOTE: Final = (
    "Observed, fiscal years 1946-2015; obligations, negative where more was taken back. Zero where "
    "a living state has no row: the publisher says that no data means no aid."
)
_CHANGE_NOTE: Final = (
    "Observed; the change since last year over the mean of both years: -2 is the end of aid, 2 its "
    "beginning. Null where a year has no record or both are zero."
)


def _cases(name: str, label: str) -> Variable:
    return Variable(name, label, "number", unit="cases", low=0, note=_CASES_NOTE)


def _change(name: str, label: str) -> Variable:
    return Variable(name, label, "number", low=-2, high=2, note=_CHANGE_NOTE)


def _us(name: str, label: str) -> Variable:
    return Variable(name, label, "number", unit="million US dollars of 2015", note=_US_NOTE)


class Pressure(Measure):
    """Sanctions and aid by target and year, as recorded.

    That aid fell is recorded; why it fell is not, and no file in hand codes conditions. A fall is
    therefore pressure only in the sense of a loss that a donor could have made.
    """

    name = "pressure"
    title = "Material pressure: sanctions in force, dependence on aid and its loss"
    strand = "network"
    needs = (CASES, STATE_YEARS, US_AID, TOTAL, DEPENDENCE, STATES)
    gives = (
        _cases("sanctions_all", "Cases of sanctions in force, any goal"),
        _cases("sanctions_hr", "Cases of sanctions in force with a human-rights goal"),
        *(
            _cases(f"sanctions_hr_{key}", f"Cases in force with a human-rights goal, by {who}")
            for key, who in NAMES.items()
        ),
        Variable(
            "sanctioning_senders",
            "Senders among the EU, the USA and the UN with sanctions in force",
            "number",
            unit="senders",
            low=0,
            high=3,
            note="Observed, 1989-2015, zeros recorded by the publisher; goals are not kept.",
        ),
        Variable(
            "aid_dependence",
            "Aid received over gross capital formation",
            "number",
            unit="percent",
            note="Observed, 1960-2023; null where not recorded; no ceiling, may be negative. The "
            "publisher's file calls it percent of national income, which its values are not.",
        ),
        _change("aid_change", "Change of aid received since last year, constant prices"),
        _us("us_aid_economic", "Economic aid of the USA"),
        _us("us_aid_military", "Military aid of the USA"),
        _change("us_aid_economic_change", "Change of economic aid of the USA since last year"),
        _change("us_aid_military_change", "Change of military aid of the USA since last year"),
        Variable(
            "donor_pressure",
            "Aid lost since last year, weighed by dependence on it",
            "number",
            unit="percent of last year's capital formation",
            low=0,
            note="Observed, 1961-2023; last year's aid_dependence times the share of aid lost. "
            "Zero where aid did not fall; null without a record. The motive is not recorded.",
        ),
    )
    references = ("attia2023ist", "weber2022eusanct", "usaid2018", "worldbank2026wdi")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Count and divide by state and year; nothing is drawn, so ``seed`` changes nothing.

        Reads ``sanctions_ist`` (ccode, sender, start_date, end_date, goal_hr), ``sanctions_eu``
        (ccode, year, eu, us, un), ``us_aid`` (ccode, year, category, transaction,
        constant_amount), ``aid_received`` (ccode, year, aid_total; ccode, year,
        aid_of_investment) and, for zeros, ``facts/state_years`` (ccode, year).
        """
        series: dict[str, pl.DataFrame] = {}
        for of in (_sanctions, _senders, _us_aid, _aid):
            series |= of(record)
        return Estimates(together(observed(name, rows) for name, rows in series.items()), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: two states, 1990 and 1991."""
        both = {"ccode": [155, 155, 811, 811], "year": [1990, 1991, 1990, 1991]}
        cases = {
            "ccode": [811, 811],
            "sender": [1, 4],
            "start_date": ["1980-02-01", "1991-03-01"],
            "end_date": ["1990-05-01", None],
            "goal_hr": [1, 0],
        }
        flags = {"eu": [1, 0, 0, 0], "us": [1, 0, 0, 0], "un": [0, 0, 0, 0]}
        us_aid = {
            **{"ccode": [155, 155], "year": [1990, 1991], "category": [1, 2]},
            **{"transaction": [1, 1], "constant_amount": [2e6, 1e6]},
        }
        return {
            CASES: pl.DataFrame(cases).with_columns(
                pl.col("start_date", "end_date").str.to_date("%Y-%m-%d")
            ),
            STATE_YEARS: pl.DataFrame(both | flags),
            US_AID: pl.DataFrame(us_aid),
            TOTAL: pl.DataFrame(both | {"aid_total": [4e6, 1e6, 2e6, 3e6]}),
            DEPENDENCE: pl.DataFrame(both | {"aid_of_investment": [10.0, 3.0, 20.0, 30.0]}),
            STATES: pl.DataFrame(both).cast(pl.Int32),
        }


def _sanctions(record: Record) -> dict[str, pl.DataFrame]:
    if CASES not in record:
        return {}
    covered = living(record, *YEARS)
    alive = covered if covered.height else None
    series: dict[str, pl.DataFrame] = {}
    for name, known in by_sender(record[CASES]).items():
        # An embargo may be older than its target's statehood: only living states are pressed.
        kept = known if alive is None else known.join(alive, on=KEY, how="semi")
        series[name] = with_zeros(kept, covered)
    return series


def _senders(record: Record) -> dict[str, pl.DataFrame]:
    if STATE_YEARS not in record:
        return {}
    total = pl.sum_horizontal("eu", "us", "un")
    rows = record[STATE_YEARS].drop_nulls(["eu", "us", "un"])
    return {"sanctioning_senders": rows.select(*KEY, total.alias("value"), total.alias("inputs"))}


def _us_aid(record: Record) -> dict[str, pl.DataFrame]:
    if US_AID not in record:
        return {}
    rows = record[US_AID].filter(
        pl.col("transaction") == OBLIGATIONS, pl.col("year").is_between(*US_YEARS)
    )
    covered = living(record, *US_YEARS).filter(pl.col("ccode") != USA)
    series: dict[str, pl.DataFrame] = {}
    for name, category in US_CATEGORIES.items():
        amounts = (
            rows.filter(pl.col("category") == category)
            .drop_nulls("constant_amount")
            .cast({"ccode": pl.Int32, "year": pl.Int32})
            .group_by(KEY)
            .agg(
                (pl.col("constant_amount").sum() / MILLION).alias("value"),
                pl.len().alias("inputs"),
            )
        )
        whole = with_zeros(amounts, covered)
        series |= {name: whole, f"{name}_change": midpoint_change(whole)}
    return series


def _aid(record: Record) -> dict[str, pl.DataFrame]:
    one = pl.lit(1, dtype=pl.Int32).alias("inputs")
    series: dict[str, pl.DataFrame] = {}
    if DEPENDENCE in record:
        share = pl.col("aid_of_investment").alias("value")
        series["aid_dependence"] = record[DEPENDENCE].select(*KEY, share, one)
    if TOTAL in record:
        total = record[TOTAL].select(*KEY, pl.col("aid_total").alias("value"), one)
        series["aid_change"] = midpoint_change(total.drop_nulls())
        if DEPENDENCE in record:
            dependence = series["aid_dependence"].drop_nulls()
            series["donor_pressure"] = aid_lost(dependence, total.drop_nulls())
    return series
