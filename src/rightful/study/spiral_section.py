"""What the dossier says of the spiral: phases by year, and why the last year has its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from rightful.core.answer import Marker, OpenQuestion, PhaseSeries, Spiral
from rightful.core.phase import MARKERS, READINGS
from rightful.record.baseline import Baseline
from rightful.spiral.choose import chosen
from rightful.spiral.explain import Explanation, explain
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.language import Node
from rightful.spiral.panel import NULL
from rightful.spiral.relegation import PRESCRIPTIVE, names_of
from rightful.spiral.rules import MARKED, rule_set
from rightful.spiral.units import AT_LARGE, unit
from rightful.study.spiral_evidence import Gathered, gathered, panels
from rightful.study.spiral_latent import Latent, latent_of
from rightful.study.spiral_phases import ORTHODOX, Phases, phases_of

TRUTH: Final = {1: True, 0: False, NULL: None}
# Every question of the rules as a clause: when it is answered yes, and when it is answered no.
CLAUSES: Final[dict[str, tuple[str, str]]] = {
    "V >= 1": ("violations are more than rare", "violations are no more than rare"),
    "V >= 2 for 5 years": (
        "violations have been widespread for five years",
        "violations have not been widespread for five years running",
    ),
    "V = 0 for 5 years": (
        "violations have been no more than rare for five years",
        "violations were more than rare in the last five years",
    ),
    "P = 0 for 5 years": (
        "no material pressure has been put on the government for five years",
        "material pressure was put on the government in the last five years",
    ),
    "never IA >= 1": (
        "the state has never been on an international agenda about itself",
        "the state has been on an international agenda about itself",
    ),
    "IA >= 1": (
        "the state is on an international agenda about itself",
        "the state is on no international agenda about itself",
    ),
    "never P >= 1": (
        "no material pressure for rights has ever been put on the government",
        "material pressure for rights has been put on the government",
    ),
    "P >= 1": (
        "material pressure for rights is put on the government",
        "no material pressure for rights is put on the government",
    ),
    "TA >= 2": (
        "organizations abroad keep up a campaign about it",
        "no sustained campaign of organizations abroad is seen",
    ),
    "V >= 2": ("violations are widespread", "violations are not widespread"),
    "SH >= 1": (
        "another state blames it for violations",
        "no other state was found to blame it for violations",
    ),
    "LT >= 1": (
        "a treaty that forbids the violations binds",
        "no treaty that forbids the violations binds",
    ),
    "LH >= 1": (
        "constitution or statute guarantees the right",
        "neither constitution nor statute guarantees the right",
    ),
    "LC >= 1": ("a complaint procedure is open", "no complaint procedure is open"),
    "S1 >= 1": (
        "the government refers to the norm as valid in its own voice",
        "the government does not refer to the norm as valid in its own voice",
    ),
    "S1 >= 2": (
        "the government refers to the norm as valid in its own voice repeatedly",
        "the government does not refer to the norm as valid repeatedly",
    ),
    "S2 >= 1": (
        "the government recognizes the norm alike before domestic and foreign audiences",
        "the government tells domestic and foreign audiences different things",
    ),
    "D1 >= 1": (
        "the government denies the norm or holds sovereignty against scrutiny",
        "the government does not deny the norm nor hold sovereignty against scrutiny",
    ),
    "D1 = 0 whenever criticised": (
        "the government, when criticised, never denied the norm nor held sovereignty against it",
        "the government, when criticised, denied the norm or held sovereignty against it",
    ),
    "D2 >= 1": (
        "the government denies the facts or attacks the source",
        "the government does not deny the facts nor attack the source",
    ),
    "D3 >= 1": (
        "the government answers by a counter-accusation or a campaign against its critics",
        "the government answers by no counter-accusation",
    ),
    "C1 >= 1": (
        "the government made a cosmetic concession in the last three years",
        "no cosmetic concession was found in the last three years",
    ),
    "C2 >= 1": (
        "the present government made a formal concession in the last five years",
        "no formal concession by the present government was found in the last five years",
    ),
    "A1 >= 1": (
        "the government engages its critics by giving reasons",
        "the government gives its critics no reasons",
    ),
    "A2 >= 1": (
        "government and opposition argue about how the norm applies and not whether it is valid",
        "government and opposition are rivals who do not argue about how the norm applies",
    ),
    "DO >= 1": (
        "a domestic opposition or civil society is heard",
        "domestic opposition and civil society are suppressed",
    ),
    "RP >= 2": (
        "the government cracks down on those who claim rights",
        "the government does not crack down on those who claim rights",
    ),
    "R1 >= 1 for 3 years": (
        "remedies for abuse were given in three years running",
        "remedies for abuse were looked for in the last three years and missing in one of them",
    ),
    "R2 >= 1": (
        "practice improved over three years beyond the world's trend",
        "practice is not shown to have improved beyond the world's trend",
    ),
}


def spiral_of(shelf: Baseline, lived: pl.DataFrame, coded: pl.DataFrame) -> Spiral | None:
    """Return the phases of one legal person; None without a year of practice.

    Parameters
    ----------
    shelf
        The baseline.
    lived
        ccode, year of its life.
    coded
        Coded acts of all states (``study.coded.CODES``), those the coder is sure of.
    """
    asked, limits = unit(AT_LARGE), Thresholds()
    if asked.family not in shelf.recipe["families"]:
        return None
    parts = []
    for code in lived["ccode"].unique(maintain_order=True).to_list():
        found = gathered(shelf, asked, limits, int(code), coded, own=False)
        mine = lived.filter(pl.col("ccode") == code).select(pl.col("year").cast(pl.Int32))
        years = found.state_years.join(mine, on="year", how="semi").sort("ccode", "year")
        if years.height:
            one = replace(found, state_years=years)
            parts.append((one, phases_of(panels(one, limits))))
    parts.sort(key=lambda part: int(part[1].year[-1]))
    return _told(parts, limits) if parts else None


def _told(parts: list[tuple[Gathered, Phases]], limits: Thresholds) -> Spiral:
    """Join the years under each of its codes; the reasons are those of the last year."""
    found, last = parts[-1]
    latent = latent_of(found, last.panels)
    p = _chances(latent, last)
    answered = [(told.answers[MARKED].values != NULL).sum(axis=1) for _, told in parts]
    return Spiral(
        years=np.concatenate([told.year for _, told in parts]).astype(np.int64),
        readings={
            name: _reading(name, [told for _, told in parts], p.get(name)) for name in READINGS
        },
        markers=tuple(_marker(name, last) for name in MARKERS),
        answered=np.concatenate(answered).astype(np.int64),
        asked=int(last.answers[MARKED].values.shape[1]),
        by_origin=_by_origin(found, last, limits),
        latent=latent is not None,
        process_case=any((one.rows["origin"] == "analyst").any() for one, _ in parts),
    )


def _chances(latent: Latent | None, last: Phases) -> dict[str, dict[str, float] | None]:
    """Return the last year's chances by the model alone, None where it cannot tell."""
    return (latent and latent.of(int(last.ccode[-1]), int(last.year[-1]))) or {}


def _reading(name: str, parts: list[Phases], p: dict[str, float] | None) -> PhaseSeries:
    last = parts[-1]
    why = explain(last.panels[name], last.answers[name], last.year.size - 1)
    moved = [told.relegated[name] for told in parts if name in ORTHODOX]
    return PhaseSeries(
        possible=tuple(
            tuple(names_of(name, int(bits))) for told in parts for bits in told.possible[name]
        ),
        alone=why.alone,
        says=_says(why),
        open=tuple(OpenQuestion(_clause(one.leaf), one.if_yes, one.if_no) for one in why.deciding),
        relegated=tuple(TRUTH[int(one)] for values in moved for one in values),
        p=p,
    )


def _says(why: Explanation) -> dict[str, str]:
    """Return what is said of each phase; of prescriptive status, what it takes."""
    told: dict[str, str] = {}
    takes = rule_set(why.reading).conditions["prescriptive"].says
    for rule in why.rules:
        told.setdefault(rule.phase, takes if rule.phase == PRESCRIPTIVE[0] else rule.says)
    return told


def _clause(leaf: str, yes: bool = True) -> str:
    return CLAUSES[leaf][0 if yes else 1]


def _marker(name: str, told: Phases) -> Marker:
    """Return a marker with the answers that make it true or false, or that are missing."""
    rules, values = told.answers[MARKED].rules, told.answers[MARKED].values[-1]
    answers = {str(leaf): int(value) for leaf, value in zip(rules.leaves, values, strict=True)}
    node, holds = rules.conditions[name].when, int(told.markers[name][-1])
    if _kleene(node, answers) != holds:
        return Marker(name, TRUTH[holds])
    reasons = dict.fromkeys(_because(node, answers))
    return Marker(name, TRUTH[holds], tuple(_clause(leaf, yes) for leaf, yes in reasons))


def _kleene(node: Node, answers: dict[str, int]) -> int:
    """Return whether a combination without counts holds: 1, 0 or -1."""
    if node.leaf is not None:
        return answers[str(node.leaf)]
    parts = [_kleene(part, answers) for part in node.parts]
    if node.kind == "not":
        return NULL if parts[0] == NULL else 1 - parts[0]
    decides = 0 if node.kind == "all" else 1
    if decides in parts:
        return decides
    return NULL if NULL in parts else 1 - decides


def _because(node: Node, answers: dict[str, int], yes: bool = True) -> list[tuple[str, bool]]:
    """Return the fewest answers that settle a combination, as (leaf, answer).

    Where it is open, the questions that are, each with the answer under which it would hold.
    """
    holds = _kleene(node, answers)
    if node.leaf is not None:
        return [(str(node.leaf), yes if holds == NULL else bool(holds))]
    if node.kind == "not":
        return _because(node.parts[0], answers, not yes)
    like = [_because(part, answers, yes) for part in node.parts if _kleene(part, answers) == holds]
    # One part that fails settles "all", one that holds settles "any": the shortest says enough.
    if holds == (0 if node.kind == "all" else 1):
        return min(like, key=len)
    return [reason for part in like for reason in part]


def _by_origin(found: Gathered, told: Phases, limits: Thresholds) -> dict[str, int]:
    """Count the questions answered of the last year by the origin of the newest value."""
    cells = chosen(found.rows, found.unit, limits.sure, rule_set(MARKED).general_talk)
    year = int(told.year[-1])
    newest = cells.filter(pl.col("year") <= year).sort("year").group_by("item").last()
    origin = pl.when("proxy").then(pl.lit("proxy")).otherwise("origin")
    origins = dict(newest.select("item", origin).iter_rows())
    counts: dict[str, int] = {}
    answers = told.answers[MARKED]
    for leaf, value in zip(answers.rules.leaves, answers.values[-1], strict=True):
        if value != NULL:
            where = origins.get(leaf.item, "record")
            counts[where] = counts.get(where, 0) + 1
    return dict(sorted(counts.items()))
