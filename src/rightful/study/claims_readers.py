"""What turns the answers of our functions into results of claims: one reader a function.

A new test of claims adds one reader here, and its path and keys to the rows of the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.names import resolve
from rightful.estimation.claims import (
    CANNOT_TELL,
    DOES_NOT_HOLD,
    HOLDS,
    MEASURED,
    Result,
    number,
)
from rightful.record.baseline import Baseline, shipped
from rightful.record.store import Store

Found = dict[str, Result]
Reader = Callable[[Store], Found]


def stamp() -> str:
    """Return a fingerprint of the shipped baseline's recipe."""
    return Baseline(shipped()).fingerprint


def series_change(name: str, baseline: Path | None = None) -> dict[str, Any]:
    """Return a series of the whole world in its first and its last year.

    Returns
    -------
    dict
        ``first_year``, ``first``, ``last_year``, ``last``: means; ``low``, ``high``: 90 % interval
        of the last, None for what is counted.

    Raises
    ------
    UnknownName
        When the baseline has no such series of the world.
    """
    frame = Baseline(baseline or shipped()).frame("series", pl.col("ccode") == 0)
    known = sorted(frame["series"].unique())
    rows = frame.filter(pl.col("series") == resolve(name, known, "series of the world"))
    first, *_, last = rows.drop_nulls("mean").sort("year").to_dicts()
    return {
        "first_year": first["year"],
        "first": first["mean"],
        "last_year": last["year"],
        "last": last["mean"],
        "low": last["low"],
        "high": last["high"],
    }


def _answer(
    verdict: str,
    row: Mapping[str, Any],
    sentence: str,
    code: str,
    key: str,
) -> Result:
    """Return an answer as the register keeps it; ``row`` has estimate, low, high, unit."""
    estimate, low, high = (number(row.get(name)) for name in ("estimate", "low", "high"))
    return Result(
        verdict,
        estimate,
        low,
        high,
        str(row.get("unit", "")),
        sentence,
        date.today().isoformat(),
        code,
        key,
        stamp(),
    )


SPIRAL: Final = "rightful.study.spiral_tests.spiral_answers"
TALK: Final = "rightful.study.talk_tests.discourse_tests"
UNMET: Final = "rightful.study.decouplings.decoupling"
REGIME: Final = "rightful.study.regimes.regime"
CHANGE: Final = "rightful.study.claims_readers.series_change"
PHASES: Final = "rightful.study.phases.state_phases"
PAPER: Final = "rightful.study.paper_tests.paper_answers"
REPLICATED: Final = "rightful.study.replicate_studies.replicate"
LASTING: Final = "rightful.study.costly_years.lasting_respect"
DONORS: Final = "rightful.study.donors.aid_and_practice"
DOSSIER: Final = "rightful.study.dossiers.dossier"
COUNTED: Final = "Not so once all tests run beside it are counted."
# Verdicts of the spiral's test in the register's words; "about zero" is too small to matter.
OF_THE_SPIRAL: Final = {
    "goes with": HOLDS,
    "goes against": DOES_NOT_HOLD,
    "about zero": DOES_NOT_HOLD,
}
EITHER: Final = 0
# How questions of `rightful discourse test` begin: our key, and the side the theory names.
QUESTIONS: Final[dict[str, tuple[str, int]]] = {
    "does the share of justification in answers rise": ("justification_share", 1),
    "do justifications per criticism rise": ("justifications_per_criticism", 1),
    "do denials per criticism rise": ("denials_per_criticism", -1),
    "are rights denied in one review accepted in the next": ("denied_then_accepted", 1),
    "do states that contest human-rights bodies accept fewer": ("contestation", -1),
    "are allies shamed less": ("allies_blamed_less", 1),
    **{
        f"does {outcome} change at the label {label}": (
            f"label_{short}_{label.replace(' ', '_')}",
            EITHER,
        )
        for outcome, short in {
            "shaming received (log)": "shaming",
            "recommendations received (log)": "recommendations",
            "aid received (log)": "aid",
            "aid of the USA (log)": "us_aid",
        }.items()
        for label in ("partly free", "not free")
    },
}


def _of_the_spiral(_: Store) -> Found:
    from rightful.study.spiral_tests import spiral_answers

    return {row["key"]: _spiral_answer(row) for row in spiral_answers()["answers"]}


def _spiral_answer(row: Mapping[str, Any]) -> Result:
    verdict, sentence = OF_THE_SPIRAL.get(row["verdict"], CANNOT_TELL), row["sentence"]
    if row["stands"] is False:
        verdict, sentence = CANNOT_TELL, f"{sentence} {COUNTED}"
    return _answer(verdict, row, sentence, SPIRAL, row["key"])


def _of_talk(store: Store) -> Found:
    from rightful.study.talk_tests import discourse_tests

    found: Found = {}
    for section in discourse_tests(store)["sections"].values():
        for row in section["findings"]:
            for begins, (key, side) in QUESTIONS.items():
                if row["question"].startswith(begins):
                    found[key] = _talk_answer(row, key, side)
    return found


def _talk_answer(row: Mapping[str, Any], key: str, side: int) -> Result:
    told = {"yes": 1, "no": -1}.get(row["verdict"])
    verdict = CANNOT_TELL if told is None else HOLDS if side in (EITHER, told) else DOES_NOT_HOLD
    sentence = f"{row['said']} ({row['why']})" if row["why"] else row["said"]
    return _answer(verdict, row, sentence, TALK, key)


def _of_unmet(_: Store) -> Found:
    from rightful.study.decouplings import decoupling

    told = decoupling()
    whole = told["rates"][-1]
    share = {
        "estimate": whole["prevalence"],
        "low": whole["prevalence_low"],
        "high": whole["prevalence_high"],
        "unit": "share of bound state-years",
    }
    spells = told["resistant"]
    states = len({row["state"] for row in spells})
    said = (
        f"In {whole['prevalence']:.0%} of bound state-years, {told['years']}, practice of a right "
        "of physical integrity lies below what binds (90 % interval)."
    )
    resist = f"{states} states probably resisted for ten years or longer, in {len(spells)} spells."
    return {
        "prevalence": _answer(MEASURED, share, said, UNMET, "prevalence"),
        "resistant": _answer(
            MEASURED, {"estimate": states, "unit": "states"}, resist, UNMET, "resistant"
        ),
    }


def _of_the_regime(_: Store) -> Found:
    from rightful.study.regimes import regime

    changes = regime()
    found: Found = {}
    last = {(row["scheme"], row["reading"]): row for row in changes["overall"]}
    for (scheme, reading), row in last.items():
        key = f"{scheme}_{reading}"
        found[key] = _checklist(row, key, f"{row['verdict']} since {row['year']}")
    for row in regime(2002)["overall"]:
        key = f"{row['scheme']}_{row['reading']}_2002"
        found[key] = _checklist(row, key, f"{row['verdict']} in 2002")
    for row in changes["diffusion"]:
        if row["ancestor"] == "UDHR":
            key = f"udhr_in_{row['instrument'].lower()}"
            said = (
                f"{row['articles_similar']:.0%} of the passages of {row['instrument']} are closer "
                "to the Universal Declaration than 95 % of unrelated ones."
            )
            share = {"estimate": row["articles_similar"], "unit": "share of passages"}
            found[key] = _answer(MEASURED, share, said, REGIME, key)
    return found


def _checklist(row: Mapping[str, Any], key: str, told: str) -> Result:
    said = (
        f"By the {row['reading']} reading of {row['scheme'].capitalize()}'s list, {told}: "
        f"{row['met']} of {row['features']} features met."
    )
    return _answer(MEASURED, {"estimate": row["met"], "unit": "features met"}, said, REGIME, key)


def _of_series(_: Store) -> Found:
    found: Found = {}
    for name in ("regime_strength", "residual_variance", "residual_variance_same_states"):
        told = series_change(name)
        row = {"estimate": told["last"], "low": told["low"], "high": told["high"]}
        said = (
            f"{name.replace('_', ' ').capitalize()}: {told['first']:.2f} in {told['first_year']}, "
            f"{told['last']:.2f} in {told['last_year']}."
        )
        found[name] = _answer(MEASURED, row, said, CHANGE, name)
    return found


CAMBODIA: Final = "KHM"
SIX: Final = ("ICCPR", "ICESCR", "ICERD", "CEDAW", "CAT", "CRC")
BOUND_BY: Final = ("ratification", "accession", "succession")
# The years the paper speaks of: after joining the CAT, and of which the rules must hold.
TORTURE_YEARS, TRAPPED_YEARS = (1992, 2011), (1994, 2012)
LIKELY: Final = 0.5


def _of_cambodias_dossier(_: Store) -> Found:
    from rightful.record.commitments import acts

    joined = acts().frame.filter(
        pl.col("state_id") == "cambodia",
        pl.col("act").is_in(BOUND_BY),
        pl.col("instrument").is_in(SIX),
    )
    years = dict(joined.sort("year").select("instrument", "year").iter_rows())
    listed = ", ".join(f"{name} {years[name]}" for name in SIX if name in years)
    six = f"Of the six, Cambodia has joined {len(years)}: {listed}."
    rows = Baseline(shipped()).frame(
        "estimates",
        pl.col("iso3") == CAMBODIA,
        pl.col("right") == "torture",
        pl.col("standard") == "changing",
        pl.col("year").is_between(*TORTURE_YEARS),
    )
    below = int((rows["below_anchor"] > LIKELY).sum())
    torture = (
        f"In {below} of {rows.height} years, {TORTURE_YEARS[0]}-{TORTURE_YEARS[1]}, torture in "
        "Cambodia was more likely than not below the anchor of 2000."
    )
    return {
        "cambodia_six": _answer(
            MEASURED,
            {"estimate": len(years), "unit": "treaties of six"},
            six,
            DOSSIER,
            "cambodia_six",
        ),
        "cambodia_torture": _answer(
            MEASURED, {"estimate": below, "unit": "years"}, torture, DOSSIER, "cambodia_torture"
        ),
    }


def _of_cambodias_phases(_: Store) -> Found:
    from rightful.study.phases import state_phases

    first, last = TRAPPED_YEARS
    rows = [row for row in state_phases(CAMBODIA) if first <= row["year"] <= last]
    inside = [row for row in rows if all(one[0] == "3" for one in row["possible"]["revised"])]
    moved = sum(row["relegated"] is True for row in rows)
    said = (
        f"In {len(inside)} of {len(rows)} years, {first}-{last}, the revised reading leaves phase "
        f"3 alone as possible; in {moved} Cambodia is relegated from the phase that the orthodox "
        "reading, as reported, gives it."
    )
    key = "cambodia_phase_3"
    row = {"estimate": len(inside), "unit": "years"}
    return {key: _answer(MEASURED, row, said, PHASES, key)}


def _of_the_paper(store: Store) -> Found:
    from rightful.study.paper_tests import paper_answers

    return {row["key"]: _paper_answer(row) for row in paper_answers(store=store)["answers"]}


def _paper_answer(row: Mapping[str, Any]) -> Result:
    # "holds conditionally" is said in the sentence; by the register's words nobody can tell.
    verdict = row["verdict"] if row["verdict"] in (HOLDS, DOES_NOT_HOLD) else CANNOT_TELL
    return _answer(verdict, row, row["sentence"], PAPER, row["key"])


def _of_replications(store: Store) -> Found:
    from rightful.study.claims_replications import replication_answers

    return {
        row["key"]: _answer(row["verdict"], row, row["sentence"], REPLICATED, row["key"])
        for row in replication_answers(store)
    }


def _of_lasting_respect(store: Store) -> Found:
    from rightful.study.costly_years import lasting_respect

    row = lasting_respect(store)
    return {row["key"]: _answer(row["verdict"], row, row["sentence"], LASTING, row["key"])}


def _of_cambodias_aid(store: Store) -> Found:
    from rightful.study.donors import aid_and_practice

    row, key = aid_and_practice(store=store), "cambodia_aid"
    verdict = CANNOT_TELL if row["missing"] else MEASURED
    return {key: _answer(verdict, row, row["sentence"], DONORS, key)}


# What turns the answers of a function into results; a new test of claims adds its own line.
READERS: Final[dict[str, Reader]] = {
    REGIME: _of_the_regime,
    CHANGE: _of_series,
    UNMET: _of_unmet,
    DOSSIER: _of_cambodias_dossier,
    PHASES: _of_cambodias_phases,
    REPLICATED: _of_replications,
    SPIRAL: _of_the_spiral,
    TALK: _of_talk,
    LASTING: _of_lasting_respect,
    DONORS: _of_cambodias_aid,
    PAPER: _of_the_paper,
}
