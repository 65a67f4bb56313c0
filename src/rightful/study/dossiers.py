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
    Contradicted,
    GapSeries,
    PracticeSeries,
    Rating,
    RightSeries,
    SourceRecord,
    StrandSeries,
)
from rightful.core.errors import UsageError
from rightful.core.measure import WORLD
from rightful.core.names import FAMILIES, HEADLINE, RIGHTS_BY_FAMILY, STANDARDS, fold
from rightful.core.statement import FORUMS
from rightful.record import commitments, instruments, states
from rightful.record.baseline import Baseline, shipped
from rightful.record.catalogue import source
from rightful.record.citations import citation
from rightful.record.items import items_of
from rightful.reports.export import write_text
from rightful.reports.render import render
from rightful.study.claims_section import claims_of
from rightful.study.coded import coded_statements
from rightful.study.contradiction_search import found_of
from rightful.study.own_statements import OWN, named_document, named_place
from rightful.study.promised import Promised, promised
from rightful.study.selves import Self, self_of, state_record, years_of
from rightful.study.spiral_section import spiral_of

__all__ = ["Dossier", "dossier", "write_text"]

MOST_CONTRADICTIONS = 3
# An item of two categories is a list of events: that it names nobody is no grade.
GRADED = pl.col("categories") > 2


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
    asked = self_of(states.state(state, year))
    lived = years_of(asked)
    held = _lived(shelf, "estimates", lived).sort("year")
    told = promised(shelf, asked)
    if not held.height and not told.promises:
        name = asked.spell.name
        raise UsageError(
            f"the baseline has neither promises nor practice of {name}",
            where=f"{shelf.folder}",
            allowed="members of the state system 1946 to "
            f"{shelf.recipe['last_year']}, and parties to a treaty",
            next_step=f"rightful states {name!r} shows its codes and years",
        )
    return Dossier(_answer(shelf, asked, lived, held, told))


def _lived(shelf: Baseline, frame: str, lived: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame that belong to the state-years of one legal person."""
    codes = lived["ccode"].unique().to_list()
    held = shelf.frame(frame, pl.col("ccode").is_in(codes))
    return held.join(lived, on=["ccode", "year"], how="semi")


def _answer(
    shelf: Baseline, asked: Self, lived: pl.DataFrame, held: pl.DataFrame, told: Promised
) -> Answer:
    rated = _lived(shelf, "ratings", lived).sort("year", "item")
    world = shelf.frame("estimates", pl.col("right") == "all")
    coded = _coded(shelf)
    own = held.filter(pl.col("family") == HEADLINE)
    first, last = _edge(own, "min"), _edge(own, "max")
    parts = [
        _family(name, held, world, rated) for name in FAMILIES if name in shelf.recipe["families"]
    ]
    return Answer(
        state=state_record(asked),
        promises=told.promises,
        unknown_instruments=commitments.unknown(asked.spell.state_id, asked.end),
        deeds={part.name: part.deeds for part in parts},
        rights={right: by for part in parts for right, by in part.rights.items()},
        gap={name: by for part in parts for name, by in part.gap.items()},
        changes=_changes(shelf, asked.spell.state_id, first, last),
        sources=_sources(shelf.recipe, rated, told.authorities),
        ratings=tuple(
            Rating(row["year"], row["item"], row["source"], row["edition"], row["row"])
            for row in rated.iter_rows(named=True)
        ),
        first_year=first,
        last_year=last,
        recipe=_told(shelf.recipe),
        strands=_strands(shelf, lived),
        contradictions=_contradictions(shelf, asked, coded),
        spiral=spiral_of(shelf, lived, coded.filter("sure")) if own.height else None,
        claims=claims_of(asked.spell.iso3) if asked.end is None else (),
        titles=dict(instruments.instruments().frame.select("instrument", "name").iter_rows()),
    )


def _coded(shelf: Baseline, own_files: bool = False) -> pl.DataFrame:
    """Return the coded acts that the page may rest on.

    It is for handing on: files that the user added speak in it only where ``own_files``.
    """
    coded = coded_statements(likely=True, baseline=shelf.folder)
    return coded if own_files else coded.filter(~pl.col("statement").str.starts_with(OWN))


def _contradictions(shelf: Baseline, asked: Self, coded: pl.DataFrame) -> tuple[Contradicted, ...]:
    """Return the strongest contradictions of a state that is alive; its words have its code."""
    spell = asked.spell
    if spell.ccode is None or asked.end is not None:
        return ()
    found = found_of(
        spell.name,
        spell.state_id,
        spell.ccode,
        most=MOST_CONTRADICTIONS,
        coded=coded,
        baseline=shelf.folder,
    )
    sources = [side["source"] for one in found["contradictions"] for side in one["sides"]]
    places = coded.filter(pl.col("statement").is_in(sources)).select("statement", "paragraph")
    paragraphs = dict(places.iter_rows())
    return tuple(
        Contradicted(
            kind=one["kind"],
            right=one["right"],
            sides=tuple(
                (side["date"], side["paraphrase"], _where(side, paragraphs.get(side["source"])))
                for side in one["sides"]
            ),
            strength=one["strength"],
            low=one["low"],
            high=one["high"],
            innocent_reading=one["innocent_reading"],
            band=one["band"],
        )
        for one in found["contradictions"]
    )


def _where(side: dict[str, Any], paragraph: str | None) -> str:
    """Return where a side stands: forum, document, paragraph, identifier."""
    parts = (
        FORUMS.get(side["forum"] or "", ""),
        named_document(side["source"], side["document"]),
        named_place(paragraph),
        side["source"],
    )
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class _Family:
    """What is told of one family: each by standard."""

    name: str
    deeds: dict[str, PracticeSeries]
    rights: dict[str, dict[str, RightSeries]]
    gap: dict[str, dict[str, GapSeries]]


def _family(name: str, held: pl.DataFrame, world: pl.DataFrame, rated: pl.DataFrame) -> _Family:
    mine = pl.col("family") == name
    own, others = held.filter(mine), world.filter(mine)
    graded, standards = _first_graded(name, rated), _standards(own)
    main = items_of(name).filter(pl.col("main") == 1)["right"].to_list()
    rights = [right for right in RIGHTS_BY_FAMILY[name] if right in main]
    return _Family(
        name,
        {each: _practice(own, others, each, graded) for each in standards},
        {
            right: {each: _right(own, rated, name, right, each, graded) for each in standards}
            for right in rights
        },
        {
            right: {each: _gap(own, name, right, each, graded) for each in standards}
            for right in (name, *rights)
        },
    )


def _edge(held: pl.DataFrame, which: str) -> int | None:
    years = held["year"]
    found = years.min() if which == "min" else years.max()
    return found if isinstance(found, int) else None


def _first_graded(family: str, rated: pl.DataFrame) -> int | None:
    """Return the first year in which an item with grades, not a list of events, rates the state."""
    graded = items_of(family).filter(GRADED)["item"].to_list()
    first = rated.filter(pl.col("item").is_in(graded))["year"].min()
    return first if isinstance(first, int) else None


def _standards(held: pl.DataFrame) -> list[str]:
    present = set(held["standard"].unique())
    return [name for name in STANDARDS if name in present]


def _numbers(frame: pl.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return frame[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _rows(held: pl.DataFrame, right: str, standard: str) -> pl.DataFrame:
    return held.filter((pl.col("right") == right) & (pl.col("standard") == standard)).sort("year")


def _practice(
    held: pl.DataFrame, world: pl.DataFrame, standard: str, graded: int | None
) -> PracticeSeries:
    own = _rows(held, "all", standard)
    quartiles = (
        world.filter(pl.col("standard") == standard)
        .join(own, on=["ccode", "year"], how="anti")
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
        first_graded=graded,
    )


def _right(
    held: pl.DataFrame,
    rated: pl.DataFrame,
    family: str,
    right: str,
    standard: str,
    graded: int | None,
) -> RightSeries:
    rows = _rows(held, right, standard)
    own = items_of(family).filter(pl.col("right") == right)
    main = own.filter(pl.col("main") == 1).row(0, named=True)
    alone = own.filter(GRADED)["item"].to_list()
    years = rated.filter(pl.col("item").is_in(alone))["year"].to_list()
    return RightSeries(
        years=rows["year"].cast(pl.Int64).to_numpy(),
        p_worst=_numbers(rows, "p_worst"),
        low=_numbers(rows, "p_worst_low"),
        high=_numbers(rows, "p_worst_high"),
        item=main["item"],
        category=_worst_category(main),
        last_rated=max(years, default=None),
        first_graded=graded,
    )


def _worst_category(item: dict[str, Any]) -> str:
    """Return the meaning of an item's worst category in our words."""
    declared = {one.name: one for one in source(item["source"]).variables}[item["variable"]]
    if item["breaks"]:
        ends = item["breaks"].split(";")
        bound = f"below {ends[0]}" if item["sign"] > 0 else f"{ends[-1]} or above"
        return f"{declared.label}: {bound}"
    worst = item["lowest"] if item["sign"] > 0 else item["lowest"] + item["categories"] - 1
    return declared.values.get(worst, f"{declared.label}: worst code, {worst}")


def _gap(
    held: pl.DataFrame, family: str, right: str, standard: str, graded: int | None
) -> GapSeries:
    rows = _rows(held, "all" if right == family else right, standard)
    return GapSeries(
        years=rows["year"].cast(pl.Int64).to_numpy(),
        below_anchor=_numbers(rows, "below_anchor"),
        promise_unmet=_numbers(rows, "promise_unmet"),
        mean=_numbers(rows, "decoupling_mean"),
        low=_numbers(rows, "decoupling_low"),
        high=_numbers(rows, "decoupling_high"),
        commitment=_numbers(rows, "commitment"),
        binds=_numbers(rows, "binds"),
        first_graded=graded,
    )


def _changes(
    shelf: Baseline, state_id: str, first: int | None, last: int | None
) -> tuple[Change, ...]:
    """Return the moves that begin and end within the years that are told."""
    if first is None or last is None:
        return ()
    within = (pl.col("last_year") == last) & (pl.col("first_year") >= first)
    mine = (pl.col("state_id") == state_id) & (pl.col("family") == HEADLINE)
    rows = shelf.frame("changes", mine, within).drop("state_id")
    return tuple(Change(**row) for row in rows.iter_rows(named=True))


def _strands(shelf: Baseline, lived: pl.DataFrame) -> tuple[StrandSeries, ...]:
    """Return the series that speak of the state, in the order of the recipe."""
    told = shelf.recipe["series"]
    whole = shelf.frame("series", pl.col("ccode") != WORLD).with_columns(standing=_standing())
    mine = whole.join(lived, on=["ccode", "year"], how="semi").sort("series", "year")
    found = {str(name): one for (name,), one in mine.group_by("series", maintain_order=True)}
    return tuple(
        StrandSeries(
            name=name,
            **{key: str(about[key]) for key in ("label", "strand", "measure", "unit", "note")},
            years=found[name]["year"].cast(pl.Int64).to_numpy(),
            mean=_numbers(found[name], "mean"),
            low=_numbers(found[name], "low"),
            high=_numbers(found[name], "high"),
            standing=_numbers(found[name], "standing"),
            rests_on=tuple(shelf.recipe["strands"][about["measure"]]["rests_on"]),
        )
        for name, about in told.items()
        if name in found
    )


def _standing() -> pl.Expr:
    """Return the share of the other states of the year with a lower value, in 0-100."""
    group = ["series", "year"]
    lower = pl.col("mean").rank("min").over(group) - 1
    others = pl.len().over(group) - 1
    return pl.when(others > 0).then(100 * lower / others)


def _sources(
    recipe: dict[str, Any], rated: pl.DataFrame, keys: tuple[str, ...]
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
    kept = ("rightful", "specification", "seed", "anchor_year")
    headline = recipe["families"].get(HEADLINE, {})
    of_family = ("draws", "ratings", "state_years")
    return {key: str(recipe[key]) for key in kept if key in recipe} | {
        key: str(headline[key]) for key in of_family if key in headline
    }
