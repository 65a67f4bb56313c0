"""Do the changing and the constant standard agree? Verdict by verdict, then in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from rightful.core.answer import Answer, GapSeries, PracticeSeries
from rightful.core.finding import Finding
from rightful.reports import series
from rightful.reports.sentences import change as changes
from rightful.reports.sentences import gap as gaps
from rightful.reports.sentences.words import (
    Verdict,
    chance,
    counted,
    listed,
    many,
    share_told,
    verdict,
    words_of,
)


@dataclass(frozen=True)
class Comparison:
    """One question answered under each standard, and how the two answers stand to each other.

    ``outcome`` is agree, neither (both cannot tell), one (one alone can tell), differ (they
    contradict each other) or apart (not the same year: not to be compared).
    """

    question: str
    changing: str
    constant: str
    outcome: str


def outcome(first: int, second: int) -> str:
    """Compare two verdicts by their sides: 1, -1, or 0 where one cannot tell."""
    if first == second:
        return "agree" if first else "neither"
    return "differ" if first and second else "one"


def comparisons(answer: Answer, family: str) -> tuple[Comparison, ...]:
    """Return every question that both standards can be asked about a family of rights."""
    return (*_rank(answer, family), *_moves(answer, family), *_unmet(answer))


def agreement(answer: Answer, family: str) -> Finding:
    """Say in one plain sentence whether the two standards agree, and where they part."""
    have = answer.deeds.get(family, {})
    if len(have) < 2:
        only = next(iter(have), None)
        tail = f"only the {only} standard is estimated" if only else "neither standard is estimated"
        sentence = f"Whether the two standards agree cannot be checked: {tail}."
        return Finding("agreement", "limit", sentence)
    by_outcome: dict[str, list[str]] = {}
    for one in comparisons(answer, family):
        by_outcome.setdefault(one.outcome, []).append(one.question)
    sentence = f"{_verdict(by_outcome)}."
    return Finding("agreement", "deed", sentence)


def _verdict(by_outcome: dict[str, list[str]]) -> str:
    """Return the sentence: contradictions first, then what both say, then what is open."""
    tails = {
        "agree": "they agree on {}",
        "one": "only one of them can tell about {}",
        "neither": "neither can tell about {}",
    }
    told = [
        tail.format(listed(by_outcome[key])) for key, tail in tails.items() if key in by_outcome
    ]
    if "differ" in by_outcome:
        head = f"The two standards contradict each other on {listed(by_outcome['differ'])}"
        return "; ".join([head, *told])
    if "one" in by_outcome or "neither" in by_outcome:
        return f"The two standards do not contradict each other: {'; '.join(told)}"
    if "agree" in by_outcome:
        return f"The two standards agree on {listed(by_outcome['agree'])}"
    return "Nothing can be compared between the two standards"


def _rank(answer: Answer, family: str) -> list[Comparison]:
    both = answer.deeds.get(family, {})
    changing, constant = both.get("changing"), both.get("constant")
    first, second = _last_rank(changing), _last_rank(constant)
    if first is None or second is None:
        return []
    same_year = first[0] == second[0]
    overlap = first[2] <= second[3] and second[2] <= first[3]
    question = f"the rank in {first[0]}"
    shown = [share_told(p, low, high) for _, p, low, high in (first, second)]
    stands = ("agree" if overlap else "differ") if same_year else "apart"
    return [Comparison(question, shown[0], shown[1], stands)]


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
            stands = outcome(sides[0].side, sides[1].side)
            found.append(Comparison(f"{question} {window}", shown[0], shown[1], stands))
    return found


def _moved(side: int, word: str, up: str, down: str) -> str:
    return {1: f"{word} {up}", -1: f"{word} {down}", 0: "cannot tell"}[side]


def _unmet(answer: Answer) -> list[Comparison]:
    found: list[Comparison] = []
    for right in series.rights(answer, answer.gap):
        both = answer.gap[right]
        first, second = _last_unmet(both.get("changing")), _last_unmet(both.get("constant"))
        if first is None or second is None:
            continue
        sides = verdict(first[1]), verdict(second[1])
        stands = outcome(sides[0].side, sides[1].side) if first[0] == second[0] else "apart"
        shown = [f"{_unmet_words(verdict(p))} ({chance(p)})" for _, p in (first, second)]
        question = f"the promise on {words_of(right).subject} in {first[0]}"
        found.append(Comparison(question, shown[0], shown[1], stands))
    return found


def _last_unmet(one: GapSeries | None) -> tuple[int, float] | None:
    """Return the last year and its probability, None where nothing binds in that year."""
    at = gaps.spoken(one) if one else None
    if one is None or at is None or one.binds[at] != 1:
        return None
    return int(one.years[at]), float(one.promise_unmet[at])


def _unmet_words(found: Verdict) -> str:
    words = {1: f"{found.word} unmet", -1: f"{found.word} not below the anchor", 0: "cannot tell"}
    return words[found.side]


def headline(answer: Answer, family: str) -> str:
    """Return the agreement in a few words, empty where nothing can be compared."""
    asked = [one.outcome for one in comparisons(answer, family) if one.outcome != "apart"]
    if not asked:
        return ""
    times, questions = asked.count("differ"), many(len(asked), "question")
    if times:
        return f"The two standards contradict each other on {counted(times)} of {questions}."
    if len(asked) == 1:
        return "The two standards do not contradict each other."
    return f"On none of {questions} do the two standards contradict each other."
