"""The dossier: one state's promises, practice, rank and gap, as an answer and as a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from rightful.core.answer import (
    Answer,
    Change,
    GapSeries,
    PracticeSeries,
    Promise,
    Rating,
    RightSeries,
    SourceRecord,
    StateRecord,
)
from rightful.core.errors import UsageError
from rightful.core.names import RIGHTS_BY_FAMILY, STANDARDS, fold
from rightful.record import commitments, instruments, states
from rightful.record.baseline import Baseline, shipped
from rightful.record.catalogue import source
from rightful.record.citations import citation
from rightful.record.items import items_of
from rightful.reports.export import write_text
from rightful.reports.render import render
from rightful.study.lives import life_of

__all__ = ["Dossier", "dossier", "write_text"]

FAMILY = "physical_integrity"


@dataclass(frozen=True)
class Dossier:
    """A state's dossier. ``answer`` holds the numbers; ``render`` draws the page.

    >>> from rightful.study import dossier
    >>> sorted(dossier("KHM").json())
    ['deeds', 'gap', 'promises', 'sources', 'state']
    """

    answer: Answer

    @property
    def slug(self) -> str:
        """The state's name as part of a file name."""
        return fold(self.answer.state.name).replace(" ", "-")

    def render(self, form: str = "html") -> str:
        """Return the dossier as ``text``, ``html``, ``md`` or ``json``."""
        return render(self.answer, form)

    def json(self) -> dict[str, Any]:
        """Return the dossier as plain values."""
        import json

        loaded: dict[str, Any] = json.loads(self.render("json"))
        return loaded

    @cached_property
    def _page(self) -> str:
        return self.render("html")

    def _repr_html_(self) -> str:
        return self._page

    def __str__(self) -> str:
        return self.render("text")


def dossier(state: str, year: int | None = None, baseline: Path | None = None) -> Dossier:
    """Return the dossier of a state.

    Parameters
    ----------
    state
        A name or an ISO3 code of a state alive today, or in ``year``.
    year
        A year of the state's life, for a state that is no more.
    baseline
        A baseline folder; the package's own without it.

    Raises
    ------
    UnknownName
        With suggestions, when no state is called so.
    UsageError
        When the name is ambiguous, or the baseline has nothing on the state.
    """
    shelf = Baseline(baseline or shipped())
    spell = states.state(state, year)
    lived = life_of(spell.state_id)
    if spell.end is not None:
        # A former self is shown as it was: the Soviet Union ends in 1991, though Russia goes on.
        lived = lived.filter(pl.col("year") <= spell.end.year)
    held = _lived(shelf, "estimates", lived).sort("year")
    promised = _promises(shelf, spell)
    if not held.height and not promised:
        raise UsageError(
            f"the baseline has neither promises nor practice of {spell.name}",
            where=f"{shelf.folder}",
            allowed="members of the state system 1946 to "
            f"{shelf.recipe['last_year']}, and parties to a treaty",
            next_step=f"rightful states {spell.name!r} shows its codes and years",
        )
    return Dossier(_answer(shelf, spell, lived, held, promised))


def _lived(shelf: Baseline, frame: str, lived: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame that belong to the state-years of one legal person."""
    codes = lived["ccode"].unique().to_list()
    held = shelf.frame(frame, pl.col("ccode").is_in(codes))
    return held.join(lived, on=["ccode", "year"], how="semi")


def _answer(
    shelf: Baseline,
    spell: states.State,
    lived: pl.DataFrame,
    held: pl.DataFrame,
    promised: tuple[Promise, ...],
) -> Answer:
    rated = _lived(shelf, "ratings", lived).sort("year", "item")
    world = shelf.frame("estimates", pl.col("right") == "all")
    recipe = shelf.recipe
    return Answer(
        state=_state_record(spell),
        promises=promised,
        unknown_instruments=commitments.unknown(spell.state_id, spell.end),
        deeds={FAMILY: {name: _practice(held, world, name) for name in _standards(held)}},
        rights={
            right: {name: _right(held, rated, right, name) for name in _standards(held)}
            for right in RIGHTS_BY_FAMILY[FAMILY]
        },
        gap={
            right: {name: _gap(held, right, name) for name in _standards(held)}
            for right in (FAMILY, *RIGHTS_BY_FAMILY[FAMILY])
        },
        changes=_changes(shelf, spell.state_id, _edge(held, "max", recipe["last_year"])),
        sources=_sources(recipe, rated, shelf.frame("acts", pl.col("state_id") == spell.state_id)),
        ratings=tuple(
            Rating(row["year"], row["item"], row["source"], row["edition"], row["row"])
            for row in rated.iter_rows(named=True)
        ),
        first_year=_edge(held, "min", recipe["first_year"]),
        last_year=_edge(held, "max", recipe["last_year"]),
        recipe=_told(recipe),
    )


def _edge(held: pl.DataFrame, which: str, otherwise: int) -> int:
    if not held.height:
        return otherwise
    years = held["year"]
    return int(years.min() if which == "min" else years.max())  # type: ignore[arg-type]


def _standards(held: pl.DataFrame) -> list[str]:
    present = set(held["standard"].unique())
    return [name for name in STANDARDS if name in present]


def _state_record(spell: states.State) -> StateRecord:
    return StateRecord(
        name=spell.name,
        ccode=spell.ccode,
        gwcode=spell.gwcode,
        iso3=spell.iso3,
        born=spell.start,
        died=spell.end,
        notes=(spell.note,) if spell.note else (),
    )


def _numbers(frame: pl.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return frame[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _rows(held: pl.DataFrame, right: str, standard: str) -> pl.DataFrame:
    return held.filter((pl.col("right") == right) & (pl.col("standard") == standard)).sort("year")


def _practice(held: pl.DataFrame, world: pl.DataFrame, standard: str) -> PracticeSeries:
    own = _rows(held, "all", standard)
    quartiles = (
        world.filter(pl.col("standard") == standard)
        .group_by("year")
        .agg(
            pl.col("practice_mean").quantile(0.25, "linear").alias("q25"),
            pl.col("practice_mean").median().alias("median"),
            pl.col("practice_mean").quantile(0.75, "linear").alias("q75"),
        )
    )
    joined = own.join(quartiles, on="year", how="left").sort("year")
    return PracticeSeries(
        years=joined["year"].cast(pl.Int64).to_numpy(),
        mean=_numbers(joined, "practice_mean"),
        sd=_numbers(joined, "practice_sd"),
        low=_numbers(joined, "practice_low"),
        high=_numbers(joined, "practice_high"),
        percentile=_numbers(joined, "percentile"),
        percentile_low=_numbers(joined, "percentile_low"),
        percentile_high=_numbers(joined, "percentile_high"),
        world_q25=_numbers(joined, "q25"),
        world_median=_numbers(joined, "median"),
        world_q75=_numbers(joined, "q75"),
    )


def _right(held: pl.DataFrame, rated: pl.DataFrame, right: str, standard: str) -> RightSeries:
    rows = _rows(held, right, standard)
    own = items_of(FAMILY).filter(pl.col("right") == right)
    main = own.filter(pl.col("main") == 1).row(0, named=True)
    # Graded items only: that a list of events names nobody is no rating of this state.
    graded = own.filter(pl.col("standard") == "yearly")["item"].to_list()
    years = rated.filter(pl.col("item").is_in([*graded, main["item"]]))["year"].to_list()
    return RightSeries(
        years=rows["year"].cast(pl.Int64).to_numpy(),
        p_worst=_numbers(rows, "p_worst"),
        low=_numbers(rows, "p_worst_low"),
        high=_numbers(rows, "p_worst_high"),
        item=main["item"],
        category=_worst_category(main),
        last_rated=max(years, default=None),
    )


def _worst_category(item: dict[str, Any]) -> str:
    """Return the meaning of an item's worst category in our words."""
    declared = {one.name: one for one in source(item["source"]).variables}
    worst = item["lowest"] if item["sign"] > 0 else item["lowest"] + item["categories"] - 1
    return declared[item["variable"]].values[worst]


def _gap(held: pl.DataFrame, right: str, standard: str) -> GapSeries:
    rows = _rows(held, "all" if right == FAMILY else right, standard)
    return GapSeries(
        years=rows["year"].cast(pl.Int64).to_numpy(),
        below_anchor=_numbers(rows, "below_anchor"),
        promise_unmet=_numbers(rows, "promise_unmet"),
        mean=_numbers(rows, "decoupling_mean"),
        low=_numbers(rows, "decoupling_low"),
        high=_numbers(rows, "decoupling_high"),
        commitment=_numbers(rows, "commitment"),
        binds=_numbers(rows, "binds"),
    )


def _promises(shelf: Baseline, spell: states.State) -> tuple[Promise, ...]:
    mine = pl.col("state_id") == spell.state_id
    acts = shelf.frame("acts", mine)
    binding = shelf.frame("obligations", mine)
    if spell.end is not None:
        acts = acts.filter(pl.col("year").is_null() | (pl.col("year") <= spell.end.year))
        # What went on to bind the person under a later name bound this self to its end.
        end = pl.lit(spell.end)
        binding = binding.filter(pl.col("bound_from") <= end).with_columns(
            pl.min_horizontal("bound_until", end), pl.min_horizontal("known_until", end)
        )
    bound = {row["act_id"]: row for row in binding.iter_rows(named=True) if row["act_id"]}
    made = [_promise(row, bound.get(row["act_id"])) for row in acts.iter_rows(named=True)]
    inherited = binding.drop_nulls("carried_from")
    origins = pl.col("act_id").is_in(inherited["act_id"].to_list())
    authority = dict(shelf.frame("acts", origins).select("act_id", "authority").iter_rows())
    carried = [_carried(row, authority[row["act_id"]]) for row in inherited.iter_rows(named=True)]
    return tuple(sorted([*made, *carried], key=_in_time))


def _in_time(promise: Promise) -> tuple[str, str, str]:
    first = promise.date or promise.bound_from
    when = first.isoformat() if first else str(promise.year or "9999")
    return (when, promise.instrument, promise.act)


def _named(instrument: str) -> tuple[str, str]:
    """Return an instrument's title and its kind; core treaties are a kind of their own."""
    frame = instruments.instruments().frame
    row = frame.row(by_predicate=pl.col("instrument") == instrument, named=True)
    return str(row["name"]), "core" if row["core"] else str(row["kind"])


def _promise(act: dict[str, Any], bound: dict[str, Any] | None) -> Promise:
    title, kind = _named(act["instrument"])
    return Promise(
        instrument=act["instrument"],
        title=title,
        kind=kind,
        act=act["act"],
        date=act["date"],
        bound_from=bound["bound_from"] if bound else None,
        bound_until=bound["bound_until"] if bound else None,
        authority=_authority(act["authority"]),
        note=act["note"] or "",
        known_until=bound["known_until"] if bound else None,
        year=act["year"],
    )


def _authority(keys: str) -> str:
    known = commitments.authorities()
    return "; ".join(known[key]["short"] for key in keys.split(";"))


def _carried(bound: dict[str, Any], authority: str) -> Promise:
    title, kind = _named(bound["instrument"])
    return Promise(
        instrument=bound["instrument"],
        title=title,
        kind=kind,
        act="carried",
        date=None,
        bound_from=bound["bound_from"],
        bound_until=bound["bound_until"],
        authority=_authority(authority),
        carried_from=states.name_of_person(bound["carried_from"]),
        known_until=bound["known_until"],
    )


def _changes(shelf: Baseline, state_id: str, last_year: int) -> tuple[Change, ...]:
    mine = pl.col("state_id") == state_id, pl.col("last_year") == last_year
    rows = shelf.frame("changes", *mine).drop("state_id")
    return tuple(Change(**row) for row in rows.iter_rows(named=True))


def _sources(
    recipe: dict[str, Any], rated: pl.DataFrame, acts: pl.DataFrame
) -> tuple[SourceRecord, ...]:
    """Return the files that rate this state, then the tables that its promises rest on."""
    counts = {
        (row["source"], row["edition"]): row["len"]
        for row in rated.group_by("source", "edition").len().iter_rows(named=True)
    }
    files = [
        SourceRecord(
            name=one["name"],
            title=one["title"],
            edition=one["edition"],
            sha256=one["sha256"],
            reference=one["reference"],
            citation=citation(one["reference"]),
            licence=one["licence"],
            address=one["address"],
            ratings=counts[one["name"], one["edition"]],
        )
        for one in recipe["sources"]
        if (one["name"], one["edition"]) in counts
    ]
    keys = acts["authority"].str.split(";").explode().drop_nulls().unique().sort()
    return (*files, *(_table_of_facts(commitments.authorities()[key]) for key in keys))


def _table_of_facts(one: dict[str, str]) -> SourceRecord:
    return SourceRecord(
        name=one["authority"],
        title=one["title"],
        edition=one["as_of"],
        sha256="",
        reference=one["reference"],
        citation=citation(one["reference"]),
        licence="facts of public record, in our own register",
        address=one["address"],
        ratings=0,
    )


def _told(recipe: dict[str, Any]) -> dict[str, str]:
    kept = ("rightful", "specification", "seed", "draws", "ratings", "state_years", "anchor_year")
    return {key: str(recipe[key]) for key in kept if key in recipe}
