"""A made-up state with a made-up record; no number here is anyone's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from rightful.core.answer import (
    Answer,
    Change,
    Floats,
    GapSeries,
    Ints,
    Marker,
    OpenQuestion,
    PhaseSeries,
    PracticeSeries,
    Promise,
    Rating,
    RightSeries,
    SourceRecord,
    Spiral,
    StateRecord,
    StrandSeries,
)

FIRST, LAST = 1960, 2021
BOUND = 1992
GRADED = 1976
RIGHTS = {"torture": 2.2, "killing": 1.6, "disappearance": -0.5, "imprisonment": 0.4}


def state(name: str = "Ruritania") -> StateRecord:
    return StateRecord(name, 990, 990, "RUR", date(1953, 11, 9), None)


def promise(
    instrument: str,
    bound: date | None,
    *,
    act: str = "accession",
    kind: str = "core",
    until: date | None = None,
    signed: date | None = None,
    known: date = date(2020, 6, 30),
) -> Promise:
    return Promise(
        instrument=instrument,
        title=f"Made-up title of {instrument}",
        kind=kind,
        act=act,
        date=signed or bound,
        bound_from=bound,
        bound_until=until,
        authority="Made-up depositary, list of 2020",
        known_until=known,
    )


def promises() -> tuple[Promise, ...]:
    return (
        promise("ICERD", date(1983, 12, 28)),
        promise("ICCPR", date(1992, 8, 26)),
        promise("ICESCR", date(1992, 8, 26)),
        promise("CAT", date(1992, 11, 14)),
        promise("CEDAW", date(1992, 11, 14)),
        promise("CRC", date(1992, 11, 14)),
        promise("OPCAT", date(2007, 4, 29), act="ratification", kind="protocol"),
        promise("OP-CEDAW", date(2011, 1, 13), act="ratification", kind="protocol"),
        promise("CRPD", date(2013, 1, 19), act="ratification"),
        promise("ICCPR-OP1", None, act="signature", kind="protocol", signed=date(2004, 9, 27)),
        promise("CAT-20", date(1992, 11, 14), act="procedure_accepted", kind="procedure"),
    )


def years(first: int = FIRST, last: int = LAST) -> Ints:
    return np.arange(first, last + 1, dtype=np.int64)


def practice(seed: int, first: int = FIRST, last: int = LAST, lift: float = 0.0) -> PracticeSeries:
    when = years(first, last)
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0.02, 0.09, when.size)) - 0.9 + lift
    sd = rng.uniform(0.15, 0.4, when.size)
    world = np.linspace(0.1, 0.7, when.size)
    share = 100 / (1 + np.exp(-1.4 * (walk - world)))
    return PracticeSeries(
        years=when,
        mean=walk,
        sd=sd,
        low=walk - 1.645 * sd,
        high=walk + 1.645 * sd,
        percentile=share,
        percentile_low=np.clip(share - 9, 0, 100),
        percentile_high=np.clip(share + 9, 0, 100),
        world_q25=world - 0.8,
        world_median=world,
        world_q75=world + 0.9,
        first_graded=max(first, GRADED),
    )


def right(tilt: float, seed: int, first: int = FIRST, last: int = LAST) -> RightSeries:
    when = years(first, last)
    rng = np.random.default_rng(seed)
    slope = -0.09 if tilt < 2 else 0.004
    logit = tilt + slope * (when - BOUND) + rng.normal(0, 0.15, when.size)
    return RightSeries(
        years=when,
        p_worst=_share(logit),
        low=_share(logit - 0.7),
        high=_share(logit + 0.7),
        item="made_up_item",
        category="made-up worst category",
        first_graded=max(first, GRADED),
    )


def _share(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float64)


def gap(tilt: float, seed: int, bound: int | None = BOUND) -> GapSeries:
    one = right(tilt, seed)
    binds = np.zeros(one.years.shape, dtype=bool) if bound is None else one.years >= bound
    commitment = np.where(binds, 1.2, np.nan)
    mean = np.where(binds, 0.8, np.nan)
    return GapSeries(
        years=one.years,
        below_anchor=one.p_worst,
        promise_unmet=np.where(binds, one.p_worst, np.nan),
        mean=mean,
        low=mean - 0.5,
        high=mean + 0.5,
        commitment=commitment,
        binds=binds.astype(np.float64),
    )


def change(standard: str, p_rise: float = 0.99, p_beyond: float = 0.6) -> Change:
    return Change(
        family="physical_integrity",
        standard=standard,
        first_year=BOUND,
        last_year=LAST,
        why="first_promise",
        own=0.84,
        own_low=0.41,
        own_high=1.27,
        world=0.5,
        world_low=0.45,
        world_high=0.56,
        beyond=0.34,
        beyond_low=-0.1,
        beyond_high=0.77,
        p_rise=p_rise,
        p_beyond=p_beyond,
    )


def source(name: str = "made_up_scale", ratings: int = 62) -> SourceRecord:
    return SourceRecord(
        name=name,
        title="Made-up Scale",
        edition="first",
        sha256="0" * 64,
        reference="MadeUp2020",
        citation="Author, A. (2020). A made-up scale.",
        licence="CC BY 4.0",
        address="https://example.org/scale",
        ratings=ratings,
    )


def strand(name: str, which: str, doubt: float | None = None) -> StrandSeries:
    """Return a series of another strand; without doubt it is observed, in whole numbers."""
    years = np.arange(1990, 2011)
    mean = np.linspace(0.2, 0.6, years.size) if doubt else np.arange(years.size, dtype=float)
    wide = np.full(years.size, doubt if doubt else np.nan)
    return StrandSeries(
        name=name,
        label=f"Made-up {name}",
        strand=which,
        measure="made_up",
        unit="",
        note="",
        years=years,
        mean=mean,
        low=mean - wide,
        high=mean + wide,
        standing=np.linspace(0, 100, years.size),
    )


def spiral(first: int = FIRST, last: int = LAST, told: bool = True) -> Spiral:
    """Return phases that move every few years; where nothing is told, all are possible."""
    when = years(first, last)
    old = [("1",), ("1", "3"), ("2", "3"), ("3",), ("4",), ("4", "5")]
    new = [("1",), ("2", "2L", "3a", "3b"), ("2L",), ("3b", "3c", "3d"), ("3c",), ("3b",)]
    pace = [min(i // 9, 5) if told else 1 for i in range(when.size)]
    every = ("1", "2", "3", "4")
    moved = tuple(True if place == 5 else None if place == 4 else False for place in pace)
    orthodox = PhaseSeries(
        possible=tuple(old[place] if told else every for place in pace),
        alone=("5",),
        says={"4": "made-up rule of phase 4"},
        relegated=moved,
    )
    question = OpenQuestion("the made-up court answers", ("3c", "3d"), ("3b",))
    revised = PhaseSeries(
        possible=tuple(new[place] for place in pace),
        alone=("3b",),
        says={"3b": "made-up rule of phase 3b"},
        open=(question,),
        p={"3b": 0.62, "3c": 0.35, "4": 0.03},
    )
    return Spiral(
        years=when,
        readings={"as_reported": orthodox, "orthodox_1999": orthodox, "revised": revised},
        markers=(
            Marker("m1", holds=False, because=("a made-up denial was heard",)),
            Marker("m2", None, ("a made-up opposition is heard", "it is answered")),
            Marker("m3", holds=True),
            Marker("m3e", None),
            Marker("m3p", holds=True),
        ),
        answered=np.arange(when.size, dtype=np.int64) % 9 + 8,
        asked=22,
        by_origin={"analyst": 3, "record": 8},
        latent=True,
        process_case=True,
    )


def answer() -> Answer:
    """Return a state with everything a dossier can show."""
    return Answer(
        state=state(),
        promises=promises(),
        unknown_instruments=("ICMW", "ACHR"),
        deeds={
            "physical_integrity": {"changing": practice(1), "constant": practice(2, lift=0.1)},
            "empowerment": {"changing": practice(3, 1981)},
        },
        rights={
            name: {"changing": right(tilt, i), "constant": right(tilt + 0.3, 50 + i)}
            for i, (name, tilt) in enumerate(RIGHTS.items())
        },
        gap={
            name: {"changing": gap(tilt, i), "constant": gap(tilt + 0.3, 50 + i)}
            for i, (name, tilt) in enumerate(RIGHTS.items())
        },
        changes=(change("changing"), change("constant", 0.97, 0.55)),
        sources=(source(), source("other-scale", 0)),
        ratings=tuple(
            Rating(year, item, "made_up_scale", "first", 100 + year)
            for year in range(1976, LAST + 1)
            for item in ("made_up_item", "made_up_other")
        ),
        first_year=FIRST,
        last_year=LAST,
        recipe={"version": "made up", "seed": "1"},
        titles={"ICMW": "Made-up title of ICMW", "ACHR": "Made-up title of ACHR"},
        strands=(
            strand("opportunity_index", "opportunity", 0.3),
            strand("opportunity_stability", "opportunity", 0.2),
            strand("urgent_actions", "network"),
            strand("protests_met_with_violence", "network", 0.05),
        ),
        spiral=spiral(),
    )


def empty() -> Answer:
    """Return a state of which nothing is known."""
    return replace(
        answer(),
        promises=(),
        unknown_instruments=(),
        deeds={},
        rights={},
        gap={},
        changes=(),
        sources=(),
        ratings=(),
        recipe={},
        strands=(),
        spiral=None,
    )


def hostile() -> Answer:
    """Return a state whose every text tries to break out of the page."""
    bad = "\"'><script>alert(1)</script>&|`*_[x](javascript:alert(1))"
    whole = answer()
    return replace(
        whole,
        state=replace(whole.state, name=bad, notes=(bad,)),
        promises=(*whole.promises, replace(whole.promises[0], title=bad, note=bad, authority=bad)),
        unknown_instruments=(bad,),
        sources=(replace(source(bad), title=bad, citation=bad, address="javascript:alert(1)"),),
        recipe={bad: bad},
    )


def dead() -> Answer:
    """Return a state that ended, with its promises ending with it."""
    whole = answer()
    died = date(1991, 6, 25)
    gone = replace(whole.state, name="Socialist Federal Republic of Ruritania", died=died)
    kept = tuple(
        replace(promise("ICERD", date(1967, 10, 2)), bound_until=until, title=title)
        for until, title in ((died, "Made-up title"),)
    )
    return replace(
        whole,
        state=gone,
        promises=kept,
        deeds={"physical_integrity": {"changing": practice(1, 1960, 1990)}},
        rights={},
        gap={},
        changes=(),
        ratings=(),
        last_year=1990,
        spiral=spiral(1960, 1990),
    )


def one_year() -> Answer:
    """Return a state with one year of record, under one standard."""
    whole = answer()
    return replace(
        whole,
        deeds={"physical_integrity": {"constant": practice(1, 2021, 2021)}},
        rights={"torture": {"constant": right(2.2, 1, 2021, 2021)}},
        gap={},
        changes=(),
        first_year=2021,
        spiral=spiral(2021, 2021),
    )


def broken() -> Answer:
    """Return a state whose series have holes and an isolated year."""
    whole = answer()
    one = practice(1)
    hole = np.isin(one.years, [1975, 1976, 1977, 1979, 1980])
    holed: dict[str, Any] = {
        name: np.where(hole, np.nan, getattr(one, name))
        for name in ("mean", "low", "high", "percentile", "percentile_low", "percentile_high")
    }
    return replace(whole, deeds={"physical_integrity": {"changing": replace(one, **holed)}})


def former() -> Answer:
    """Return a self that its legal person laid down with its name."""
    whole = dead()
    return replace(whole, state=replace(whole.state, continued_as="Republic of Ruritania"))


def uncertain() -> Answer:
    """Return a state with promises of every kind: by year only, ahead, reserved, carried, left."""
    whole = answer()
    by_year = replace(promise("CRPD", date(2017, 1, 30)), date=None, year=2016, precision="year")
    ahead = promise("CPED", date(2021, 1, 30), act="ratification")
    gone = promise("ICCPR-OP1", date(1990, 1, 1), until=date(1997, 12, 31), kind="protocol")
    carried = promise("CAT", date(1992, 4, 27), until=date(2001, 3, 12), known=date(2001, 3, 12))
    own = promise("CAT", date(2001, 3, 12), act="succession")
    remark = replace(promise("CAT", None, act="reservation"), articles=("20", "30"))
    return replace(
        whole,
        promises=(
            by_year,
            replace(ahead, date=None, year=2020, precision="year"),
            replace(gone, until_precision="year"),
            replace(carried, act="carried", date=None, carried_from="Old Ruritania"),
            own,
            remark,
            promise("ICCPR", None, act="reservation"),
        ),
    )


def long_name() -> Answer:
    """Return a state whose name does not fit anywhere."""
    whole = answer()
    return replace(whole, state=state("Democratic and Constitutional Republic of Ruritania"))


def untold() -> Answer:
    """Return a state whose phase no year's evidence tells, under any reading."""
    return replace(answer(), spiral=spiral(told=False))


CASES = {
    "whole": answer,
    "empty": empty,
    "hostile": hostile,
    "dead": dead,
    "one_year": one_year,
    "broken": broken,
    "former": former,
    "uncertain": uncertain,
    "long_name": long_name,
    "untold": untold,
}
