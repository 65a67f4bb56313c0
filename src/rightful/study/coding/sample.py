"""The gold sample: 800 passages to be coded twice, masked, with the words they answer.

What is drawn, and with which chance: ``draw``. Texts go to a folder of the user and are never
committed; ids, strata, weights and the split are.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import DataError
from rightful.discourse.masking import mask
from rightful.study.coding.draw import (
    ASKING,
    QUOTAS,
    REPLICATES,
    draw,
    population,
    split_by_document,
    weights,
)
from rightful.study.coding.masked_names import names_of_states

SEED: Final = 20261126
LONGEST: Final = 1200
LONGEST_CONTEXT: Final = 600
CODERS_FILES: Final = 4
ROLES: Final[dict[str, str]] = {
    "general_debate": "a state speaking in the general debate",
    "presents": "the state under review presenting its record",
    "answers": "the state under review answering",
    "upr_reviewing": "another state speaking to the state under review",
    "security_council": "a state speaking in the Security Council",
    "upr_pledge": "the state under review making a voluntary pledge",
    "upr_recommendation": "another state recommending to the state under review",
    "country_report": "a state reporting on another state",
}

_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-Þ\[“\"(])")
_WORD: Final = re.compile(r"[a-z]{5,}")
_NEAR: Final = 0.4  # of the best sentence's score
_ALIKE: Final = 6  # letters by which two content words are held the same


def cut_at_sentence(text: str, longest: int) -> str:
    """Return the text up to the last sentence end within ``longest`` characters."""
    if len(text) <= longest:
        return text
    ends = [match.start() for match in _SENTENCE.finditer(text, 0, longest + 2)]
    return (
        text[: ends[-1]] if ends and ends[-1] > longest // 3 else text[:longest].rsplit(" ", 1)[0]
    )


def context_of(answer: str, asked: Sequence[str], longest: int = LONGEST_CONTEXT) -> str | None:
    """Return what others asked or criticised before an answer, in order, nearest in words first.

    Delegations answer a round of questions by theme: the last speaker before them seldom asked what
    they answer. Sentences that share most content words with the answer are shown; where none
    shares any, the last ones before it.
    """
    sentences = [s for text in asked for s in _SENTENCE.split(text) if ASKING.search(s)]
    if not sentences:
        return None
    own = {word[:_ALIKE] for word in _WORD.findall(answer.lower())}
    stems = [{word[:_ALIKE] for word in _WORD.findall(s.lower())} for s in sentences]
    common = Counter(stem for each in stems for stem in each)
    # Long sentences share more words by chance.
    scores = [
        sum(1 / common[stem] for stem in own & each) / max(len(each), 1) ** 0.5 for each in stems
    ]
    near = _NEAR * max(scores)
    order = sorted(range(len(sentences)), key=lambda i: (-scores[i], -i))
    kept: list[int] = []
    room = longest
    for place in order:
        if len(sentences[place]) + 1 <= room and scores[place] >= near:
            kept.append(place)
            room -= len(sentences[place]) + 1
        if len(kept) >= 4:
            break
    if not kept:
        return cut_at_sentence(sentences[order[0]], longest)
    return " ".join(sentences[place] for place in sorted(kept))


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit as coders see it, and what only the study knows of it."""

    unit: str
    statement: str
    stratum: str
    weight: float
    split: str
    forum: str
    role: str
    under_review: bool
    context: str | None
    text: str
    shown: int | None


def sample(
    statements: pl.DataFrame, seed: int = SEED, replicates: int = REPLICATES
) -> list[Passage]:
    """Return the gold sample in random order, masked.

    Raises
    ------
    DataError
        When a group of ``QUOTAS`` has no statement.
    """
    people = population(statements)
    missing = sorted(set(QUOTAS) - set(people["group"].unique()))
    if missing:
        raise DataError(
            f"the gold sample needs statements of every group; none of {', '.join(missing)}",
            where="gold sample",
            next_step="pull the corpora",
        )
    drawn = draw(people, seed)
    chosen = people[list(drawn.rows)]
    split = split_by_document(chosen["document"].to_list(), drawn.strata, seed)
    weight = weights(people, drawn, seed, replicates)
    order = list(range(chosen.height))
    random.Random(seed).shuffle(order)
    at = {s: i for i, s in enumerate(people["statement"])}
    return [
        passage_of(
            people,
            at,
            drawn.rows[row],
            f"U{place + 1:03d}",
            drawn.strata[row],
            round(weight[row], 3),
            split[row],
        )
        for place, row in enumerate(order)
    ]


def passage_of(
    people: pl.DataFrame,
    at: Mapping[str, int],
    row: int,
    unit: str,
    stratum: str,
    weight: float,
    split: str,
) -> Passage:
    """Return one row of the population as a passage, masked; ``at`` is statement -> row."""
    known = people.row(row, named=True)
    # Where the passage itself names the state it answers, that state's words are the context.
    named = at.get(known["answers"]) if known["addressee"] is not None else None
    asked = [people["text"][spoken] for spoken in (known["before"] if named is None else [named])]
    shown, context, role = _shown(known, asked)
    return Passage(
        unit=unit,
        statement=known["statement"],
        stratum=stratum,
        weight=weight,
        split=split,
        forum=known["forum"],
        role=role,
        under_review=known["group"] in ("upr_under_review", "upr_pledge"),
        context=context,
        text=shown,
        shown=_cut(known["text"]),
    )


def _cut(text: str) -> int | None:
    shown = cut_at_sentence(text, LONGEST)
    return len(shown) if len(shown) < len(text) else None


def _shown(known: dict[str, object], asked: Sequence[str]) -> tuple[str, str | None, str]:
    """Return the masked passage, its masked context, and the role of its speaker."""
    names, self_ccode = names_of_states(), int(str(known["ccode"]))
    text = str(known["text"])
    passage = mask(cut_at_sentence(text, LONGEST), self_ccode, names)
    before = context_of(text, asked) if known["group"] == "upr_under_review" else None
    context = None if before is None else mask(before, self_ccode, names, passage.tags).text
    role = ROLES.get(str(known["group"])) or ROLES["answers" if asked else "presents"]
    tag = next((tag for tag, code in passage.tags.items() if code == known["addressee"]), None)
    return passage.text, context, f"{role}, {tag}" if tag else role


def write_sample(passages: Sequence[Passage], folder: Path, table: Path) -> None:
    """Write the sample with texts to a folder (never committed) and its table of units to a file.

    ``sample.jsonl`` is for the study; ``for_coders_1.jsonl`` and so on hold what coders may see.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(
        folder / "sample.jsonl",
        [
            {
                "unit": p.unit,
                "statement": p.statement,
                "stratum": p.stratum,
                "forum": p.forum,
                "speaker_role": p.role,
                "about_state_under_review": p.under_review,
                "context": p.context,
                "text": p.text,
            }
            for p in passages
        ],
    )
    for part in range(CODERS_FILES):
        size = -(-len(passages) // CODERS_FILES)
        _write_lines(
            folder / f"for_coders_{part + 1}.jsonl",
            [
                {
                    "unit": p.unit,
                    "forum": p.forum,
                    "role": p.role,
                    "context": p.context,
                    "text": p.text,
                }
                for p in passages[part * size : (part + 1) * size]
            ],
        )
    units(passages).write_csv(table)


def units(passages: Sequence[Passage]) -> pl.DataFrame:
    """Return unit, statement, stratum, weight, split, shown: ids and numbers, no text.

    ``shown`` is how many characters of a long passage coders saw; null where they saw it whole.
    """
    return pl.DataFrame(
        [(p.unit, p.statement, p.stratum, p.weight, p.split, p.shown) for p in passages],
        schema={
            "unit": pl.String,
            "statement": pl.String,
            "stratum": pl.String,
            "weight": pl.Float64,
            "split": pl.String,
            "shown": pl.Int64,
        },
        orient="row",
    )


def _write_lines(path: Path, rows: Sequence[dict[str, object]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
