"""Do the changing and the constant standard agree? Verdict by verdict, then in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from rightful.core.answer import Answer, PracticeSeries
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences import change as changes
from rightful.reports.sentences import gap as gaps
from rightful.reports.sentences.words import (
    capital,
    listed,
    percent,
    share_interval,
    verdict,
    words_of,
)


@dataclass(frozen=True)
class Comparison:
    """One question answered under each standard; ``agree`` is None where one has no answer."""

    question: str
    changing: str
    constant: str
    agree: bool | None


def comparisons(answer: Answer, family: str) -> tuple[Comparison, ...]:
    """Return every question that both standards can be asked about a family of rights."""
    return (*_rank(answer, family), *_moves(answer, family), *_since(answer))


def agreement(answer: Answer, family: str) -> Finding:
    """Say in one plain sentence whether the two standards agree, and where they part."""
    have = answer.deeds.get(family, {})
    if len(have) < 2:
        only = next(iter(have), None)
        tail = f"only the {only} standard is estimated" if only else "neither standard is estimated"
        sentence = f"Whether the two standards agree cannot be checked: {tail}."
        return Finding("agreement", "limit", sentence)
    asked = [one for one in comparisons(answer, family) if one.agree is not None]
    parted = [one.question for one in asked if not one.agree]
    what = words_of(family).subject
    if not asked:
        sentence = f"Nothing can be compared between the two standards for {what}."
    elif not parted:
        sentence = f"The two standards agree: {listed(_said(asked))}."
    else:
        same = [one for one in asked if one.agree]
        tail = f"; they agree on {listed([one.question for one in same])}" if same else ""
        sentence = f"The two standards part on {listed(parted)}{tail}."
    return Finding("agreement", "deed", sentence)


def _said(asked: list[Comparison]) -> list[str]:
    return [
        f"on {one.question} ({one.changing})"
        if one.changing == one.constant
        else f"on {one.question}"
        for one in asked
    ]


def _rank(answer: Answer, family: str) -> list[Comparison]:
    both = answer.deeds.get(family, {})
    changing, constant = both.get("changing"), both.get("constant")
    first, second = _last_rank(changing), _last_rank(constant)
    if first is None or second is None:
        return []
    same_year = first[0] == second[0]
    overlap = first[2] <= second[3] and second[2] <= first[3]
    question = f"the rank in {first[0]}"
    shown = [f"{percent(p)} ({share_interval(low, high)})" for _, p, low, high in (first, second)]
    return [Comparison(question, shown[0], shown[1], overlap if same_year else None)]


def _last_rank(practice: PracticeSeries | None) -> tuple[int, float, float, float] | None:
    at = series.last_known(practice.percentile) if practice else None
    if practice is None or at is None:
        return None
    return (
        int(practice.years[at]),
        float(practice.percentile[at]),
        float(practice.percentile_low[at]),
        float(practice.percentile_high[at]),
    )


def _moves(answer: Answer, family: str) -> list[Comparison]:
    found: list[Comparison] = []
    for why, first, last in changes.windows(answer, family):
        pair = [changes.of(answer, family, one, why) for one in ("changing", "constant")]
        if pair[0] is None or pair[1] is None:
            continue
        window = f"since {first}" if last == pair[1].last_year else f"{first}–{last}"
        for question, up, down, field in (
            ("the move of its level", "rose", "fell", "p_rise"),
            ("its move against the world", "gained", "lost ground", "p_beyond"),
        ):
            sides = [verdict(getattr(one, field)) for one in pair]
            shown = [_moved(one.side, one.word, up, down) for one in sides]
            agree = sides[0].side == sides[1].side
            found.append(Comparison(f"{question} {window}", shown[0], shown[1], agree))
    return found


def _moved(side: int, word: str, up: str, down: str) -> str:
    return {1: f"{word} {up}", -1: f"{word} {down}", 0: "cannot tell"}[side]


def _since(answer: Answer) -> list[Comparison]:
    found: list[Comparison] = []
    for right in series.rights(answer, answer.gap):
        both = answer.gap[right]
        if not {"changing", "constant"} <= set(both):
            continue
        years = [gaps.parted_since(both[one]) for one in ("changing", "constant")]
        shown = [f"unmet since {year}" if year else "not the likelier case" for year in years]
        if all(gaps.binds_from(both[one]) is None for one in both):
            continue
        question = f"the promise on {words_of(right).subject}"
        agree = (years[0] is None) == (years[1] is None)
        found.append(Comparison(question, shown[0], shown[1], agree))
    return found


def headline(answer: Answer, family: str) -> str:
    """Return the agreement in two or three words."""
    asked = [one for one in comparisons(answer, family) if one.agree is not None]
    if not asked:
        return "cannot be checked"
    agreed = sum(bool(one.agree) for one in asked)
    return capital(f"agree on {agreed} of {len(asked)}")
