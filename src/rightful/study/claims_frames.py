"""One frame of state-years for the paper's own tests, of what ships and of what the store adds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests._contract import Material
from rightful.record.agenda_register import agenda_years
from rightful.record.baseline import Baseline
from rightful.record.commitments import binding, obligations
from rightful.record.domestic_law import law_years
from rightful.record.instruments import instruments
from rightful.record.regions import with_region
from rightful.record.rights import rights
from rightful.record.sanctions_register import pressure_years
from rightful.record.states import all_states, state_years
from rightful.record.store import Store
from rightful.study.claims_columns._contract import At, files

KEY: Final = ["ccode", "year"]
_Filled = tuple[pl.DataFrame, dict[str, pl.DataFrame]]
FIRST, LAST = 1946, 2023
DRAWS: Final = 50
# Instruments by name of their column, which says whether they bind at the year's end.
TREATIES: Final[dict[str, str]] = {
    name.lower().replace("-", "_"): name
    for name in (
        *("ICERD", "ICCPR", "ICESCR", "CEDAW", "CAT", "CRC", "ICMW", "CPED", "CRPD"),
        *("ICCPR-OP1", "CAT-22", "OP-CEDAW", "OPCAT", "ROME", "GENOCIDE"),
        *("ILO-C087", "ILO-C100", "ILO-C138", "ILO-C155"),
    )
}
CORE_NINE: Final = ("icerd", "iccpr", "icescr", "cedaw", "cat", "crc", "icmw", "cped", "crpd")
# What binds beyond a report: complaints, inquiries, visits, the court.
BINDING: Final = ("iccpr_op1", "cat_22", "op_cedaw", "opcat", "rome")
KINDS: Final = dict.fromkeys(CORE_NINE, "core") | dict.fromkeys(BINDING, "binding")
SERIES: Final[dict[str, str]] = {
    "commitment_all": "commitment",
    "opportunity_openness": "openness",
    "opportunity_allies": "allies",
    "opportunity_index": "opportunity",
    "mobilization_expected": "mobilization",
    "peer_practice_region": "peers_practice",
}
WORLD: Final = ("commitment_dispersion", "commitment_practice_r", "regime_strength")
ACCESS: Final = "assembly_association"  # of civil society: entry and repression among its items


def material(
    shelf: Baseline,
    store: Store | None = None,
    draws: int = DRAWS,
    asked: Collection[str] | None = None,
) -> Material:
    """Return the state-years with all that is at hand, and joint draws of practice.

    Columns, null where not known: ``region`` (whole number), ``decade``, ``age`` (years since the
    state's life began, of states born after 1945; else null), ``new`` (0/1: at most ten years
    old), one column a treaty (0/1: binds at the year's end), ``since_X`` (years bound, 0 before),
    ``peers_X`` (share of the region's other states bound), ``world_X`` (share of all others), the
    series of ``SERIES``, ``association`` (freedom of association, our estimate), ``practice`` and
    ``practice_constant`` (physical integrity), ``unmet_changing`` and ``unmet_constant`` (chance
    that a promise is unmet), ``blamed`` (states that blame it; 0 where none is on record),
    ``reviewed``, ``pressed`` (0/1: sanction for rights or on an agenda, by our registers),
    ``law`` (0, 1 or 2). The columns and tables of ``study.claims_columns`` beside; given
    ``asked``, only of those files that have one of these names.
    """
    frame = _spine()
    frame = _with_treaties(frame)
    frame = _with_series(frame, shelf)
    frame = _with_estimates(frame, shelf)
    frame = _with_registers(frame)
    spine = frame.select(*KEY, "region").sort(KEY)
    frame, tables = _with_files(frame, At(spine, shelf, store or Store()), asked)
    return Material(
        frame.sort(KEY),
        {family: _practice(shelf, family, draws) for family in shelf.recipe["families"]},
        _treaties(),
        _world(shelf),
        _inherited(),
        _sensitivity(),
        tables,
        {name: source for one in files() for name, source in one.sources.items() if source},
    )


def _spine() -> pl.DataFrame:
    born = {
        one.ccode: one.start.year
        for one in sorted(all_states(), key=lambda one: one.start, reverse=True)
        if one.ccode is not None
    }
    lives = state_years(FIRST, LAST).select(pl.col(KEY).cast(pl.Int32)).unique().sort(KEY)
    start = pl.col("ccode").replace_strict(born, default=None, return_dtype=pl.Int64)
    regions = with_region(lives)["region"].cast(pl.Categorical).to_physical().cast(pl.Int64)
    frame = lives.with_columns(region=regions, born=start, decade=pl.col("year") // 10 * 10)
    age = pl.when(pl.col("born") > FIRST - 1).then((pl.col("year") - pl.col("born")).cast(pl.Int64))
    return frame.with_columns(age=age).with_columns(
        new=(pl.col("age") <= 10).fill_null(value=False).cast(pl.Float64)
    )


def _with_treaties(frame: pl.DataFrame) -> pl.DataFrame:
    bonds = binding(FIRST, LAST).with_columns(pl.col(KEY).cast(pl.Int32))
    known = _known()
    for column, name in TREATIES.items():
        mine = bonds.filter(pl.col("instrument") == name).select(*KEY, pl.lit(1.0).alias(column))
        frame = frame.join(mine.unique(), on=KEY, how="left").with_columns(
            pl.when(pl.col("year") <= known[name]).then(pl.col(column).fill_null(0.0)).alias(column)
        )
    frame = frame.sort(KEY)
    one = [pl.col(name) for name in TREATIES]
    in_region = ["region", "year"]
    return frame.with_columns(
        *(
            c.cum_sum().over("ccode").alias(f"since_{n}")
            for n, c in zip(TREATIES, one, strict=True)
        ),
        *(_others(n, in_region).alias(f"peers_{n}") for n in TREATIES),
        *(_others(n, ["year"]).alias(f"world_{n}") for n in TREATIES),
        core_share=pl.mean_horizontal(CORE_NINE),
    )


def _others(name: str, over: list[str]) -> pl.Expr:
    """Return the share of the others, in the same group, that are bound."""
    column = pl.col(name)
    others = column.count().over(over) - 1
    return pl.when(others > 0).then((column.sum().over(over) - column) / others)


def _with_series(frame: pl.DataFrame, shelf: Baseline) -> pl.DataFrame:
    wanted = [*SERIES, "shamed_by", "answers_promise"]
    rows = shelf.frame("series", pl.col("series").is_in(wanted), pl.col("ccode") > 0)
    wide = rows.pivot("series", index=KEY, values="mean").with_columns(pl.col(KEY).cast(pl.Int32))
    frame = frame.join(wide, on=KEY, how="left")
    named = [pl.col(old).cast(pl.Float64).alias(new) for old, new in SERIES.items()]
    return frame.with_columns(
        *named,
        blamed=pl.col("shamed_by").fill_null(0.0).cast(pl.Float64),
        reviewed=pl.col("answers_promise").is_not_null().cast(pl.Float64),
    ).drop([*(name for name in SERIES), "shamed_by", "answers_promise"])


def _with_estimates(frame: pl.DataFrame, shelf: Baseline) -> pl.DataFrame:
    wanted = (pl.col("family") == HEADLINE) & (pl.col("right") == "all")
    access = (pl.col("right") == ACCESS) & (pl.col("standard") == "changing")
    rows = shelf.frame("estimates", wanted | access).with_columns(
        pl.col("practice_mean", "promise_unmet").cast(pl.Float64)
    )
    columns = {
        "practice": (wanted & (pl.col("standard") == "changing"), "practice_mean"),
        "practice_constant": (wanted & (pl.col("standard") == "constant"), "practice_mean"),
        "unmet_changing": (wanted & (pl.col("standard") == "changing"), "promise_unmet"),
        "unmet_constant": (wanted & (pl.col("standard") == "constant"), "promise_unmet"),
        "association": (access, "practice_mean"),
    }
    for name, (chosen, value) in columns.items():
        mine = rows.filter(chosen).select(pl.col(KEY).cast(pl.Int32), pl.col(value).alias(name))
        frame = frame.join(mine, on=KEY, how="left")
    return frame


def _with_registers(frame: pl.DataFrame) -> pl.DataFrame:
    pressed = pl.concat(
        [
            rows.filter(pl.col("value") > 0).select(pl.col(KEY).cast(pl.Int32))
            for rows in (pressure_years(), agenda_years())
        ]
    ).unique()
    law = law_years(HEADLINE).group_by(KEY).agg(law=pl.col("value").max().cast(pl.Float64))
    frame = frame.join(pressed.with_columns(pressed=pl.lit(1.0)), on=KEY, how="left")
    frame = frame.join(law.with_columns(pl.col(KEY).cast(pl.Int32)), on=KEY, how="left")
    return frame.with_columns(pl.col("pressed").fill_null(0.0))


def _with_files(frame: pl.DataFrame, at: At, asked: Collection[str] | None) -> _Filled:
    tables: dict[str, pl.DataFrame] = {}
    for one in files():
        if asked is None or asked & one.sources.keys():
            frame = frame.join(one.columns(at), on=KEY, how="left", validate="m:1")
            tables |= one.tables(at)
    return frame, tables


def _known() -> dict[str, int]:
    rows = instruments().frame.select("instrument", "known_until", "parent").to_dicts()
    until = {row["instrument"]: row["known_until"] for row in rows}
    parents = {row["instrument"]: row["parent"] for row in rows}
    return {
        name: day.year if (day := until[name] or until.get(parents[name])) else LAST
        for name in TREATIES.values()
    }


def _treaties() -> pl.DataFrame:
    rows = {row["instrument"]: row for row in instruments().frame.to_dicts()}

    def opened(name: str) -> int:
        return int(rows[name]["adopted_year"] or rows[rows[name]["parent"]]["adopted_year"])

    told = [
        {
            "treaty": column,
            "opened": opened(name),
            "kind": KINDS.get(column, "other"),
        }
        for column, name in TREATIES.items()
    ]
    return pl.DataFrame(told)


def _inherited() -> pl.DataFrame:
    columns = {name: column for column, name in TREATIES.items()}
    return (
        obligations()
        .frame.filter(
            pl.col("carried_from").is_not_null(), pl.col("instrument").is_in(list(columns))
        )
        .select(
            pl.col("ccode").cast(pl.Int32),
            treaty=pl.col("instrument").replace_strict(columns),
        )
        .unique()
    )


def _sensitivity() -> dict[str, float]:
    """Return family -> mean over its rights of power sensitivity: high 1, medium .5, low 0."""
    size = pl.col("power_sensitivity").replace_strict({"high": 1.0, "medium": 0.5, "low": 0.0})
    return dict(rights().frame.group_by("family").agg(size.mean()).iter_rows())


def _world(shelf: Baseline) -> pl.DataFrame:
    rows = shelf.frame("series", pl.col("series").is_in(WORLD), pl.col("ccode") == 0)
    return rows.pivot("series", index="year", values="mean").sort("year")


def _practice(shelf: Baseline, family: str, draws: int) -> dict[str, Posterior]:
    held = shelf.recipe["families"][family]["diagnostics"]
    return {standard: shelf.practice(family, standard, draws) for standard in held}
