"""What governments say, by state and year: shares of acts, avowals, the ledger, who is shamed."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.core.coding import CODED, SPEECH_ACTS
from rightful.core.measure import SERIES, Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands._coded_talk import (
    AVOWALS,
    any_of,
    count_rows,
    own_answers,
    share_rows,
    with_none_said,
)
from rightful.measures.strands._ledger import ledger_rows
from rightful.measures.strands._state_series import together

PROBABILITIES: Final = "coded/probabilities"
ACTS: Final = "coded/acts"
PRACTICE: Final = "practice/physical_integrity"
DEBATE: Final = "general_debate"

# Series of the General Debate -> acts of which a passage carries at least one.
TALK: Final[dict[str, tuple[str, ...]]] = {
    "talk_norm": ("recognize", "invoke", "promote"),
    "talk_sovereignty": ("claim_sovereignty",),
    "talk_denial": ("deny_norm", "deny_fact"),
    "talk_counter_accusation": ("counter_accuse",),
    "talk_shaming": ("shame",),
    "talk_own_record": ("promise", "concede", "report_measure"),
}
DENIALS: Final = ("deny_norm", "deny_fact", "claim_sovereignty", "counter_accuse")
ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "answers_denial": DENIALS,
    "answers_concession": ("concede",),
    "answers_promise": ("promise",),
    "answers_justification": ("justify",),
}
_LABELS: Final[dict[str, str]] = {
    "talk_norm": "Share of a General Debate's rights passages that avow or advance a norm",
    "talk_sovereignty": "Share that claim sovereignty in a matter of human rights",
    "talk_denial": "Share that deny a norm, or facts laid at the state's door",
    "talk_counter_accusation": "Share that turn on the critics",
    "talk_shaming": "Share that blame a named state",
    "talk_own_record": "Share that promise, concede or report a measure at home",
    "answers_denial": "Share of a state's answers under review that deny or turn away",
    "answers_concession": "Share of a state's answers under review that concede",
    "answers_promise": "Share of a state's answers under review that promise",
    "answers_justification": "Share of a state's answers under review that justify",
}


def _share(name: str) -> Variable:
    where = (
        "Of passages of its speech that touch human rights, sovereignty or double standards."
        if name in TALK
        else "Of its own paragraphs in the report of the Working Group; null in other years."
    )
    note = f"{where} The interval is the coder's doubt alone."
    return Variable(name, _LABELS[name], "probability", low=0, high=1, note=note)


class Discourse(Measure):
    """Acts of speech as state-year series, from the probabilities of our coder.

    A passage's acts are uncertain, so a count of passages is a sum of uncertain events: its mean
    is the sum of their probabilities, its variance the sum of p(1 - p). The doubt is the coder's
    alone: speeches are read whole, and no passage is a sample of others. Silence is no row.
    """

    name = "discourse"
    title = "What governments say: acts of speech, avowals, the contradiction ledger"
    strand = "discourse"
    needs = (PROBABILITIES, ACTS, PRACTICE)
    gives = (
        *(_share(name) for name in (*TALK, *ANSWERS)),
        Variable(
            "avowals",
            "Avowals of human-rights norms so far: recognized, invoked or promised",
            "number",
            unit="passages",
            low=0,
            note="Expected number since the first passage at hand; it only rises, as time does: "
            "compare rates, or hold years constant.",
        ),
        Variable(
            "ledger",
            "Contradiction ledger: avowals set against practice, older ones fading",
            "number",
            low=0,
            note="K' = .9 K + avowals of the year x (1 - practice); practice as its place "
            "among the states' draws of 2000. From the first passage on; null without practice.",
        ),
        Variable(
            "shamed_by",
            "States that blame this one for violations in the year",
            "number",
            unit="states",
            low=0,
            note="Expected number; passages of the forums at hand but reports of one state on "
            "others, targets that are named and blamed.",
        ),
        Variable(
            "shames",
            "States that this one blames for violations in the year",
            "number",
            unit="states",
            low=0,
            note="Expected number; as shamed_by.",
        ),
    )
    references = ("risse1999spiral", "baturo2017")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Sum probabilities by state and year; nothing is drawn, so ``seed`` changes nothing.

        Reads ``coded/probabilities`` (ccode, year, forum, document, addressee, one column per
        act), ``coded/acts`` (columns ``CODED``) and ``practice/physical_integrity`` (ccode, year,
        draws).
        """
        parts: list[pl.DataFrame] = []
        if PROBABILITIES in record:
            said = record[PROBABILITIES].drop_nulls("ccode")
            debate = said.filter(pl.col("forum") == DEBATE)
            answers = own_answers(said)
            parts += [share_rows(name, debate, acts) for name, acts in TALK.items()]
            parts += [share_rows(name, answers, acts) for name, acts in ANSWERS.items()]
            avowed = with_none_said(count_rows(said, any_of(AVOWALS)))
            parts.append(_so_far(avowed))
            if PRACTICE in record:
                parts.append(ledger_rows(avowed, record[PRACTICE]))
        if ACTS in record:
            parts += _shaming(record[ACTS])
        return Estimates(together(parts), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record: two states, three speeches and one review."""
        said = pl.DataFrame(
            {
                "statement": [f"made:{i}" for i in range(6)],
                "ccode": [811, 811, 811, 155, 811, 20],
                "year": [2009, 2009, 2010, 2010, 2010, 2010],
                "forum": [DEBATE, DEBATE, DEBATE, DEBATE, "upr_dialogue", "upr_dialogue"],
                "document": ["a", "a", "b", "c", "d", "d"],
                "addressee": [None, None, None, None, None, 811],
            },
            schema_overrides={"ccode": pl.Int32, "year": pl.Int32, "addressee": pl.Int32},
        )
        low = {act: pl.lit(0.02) for act in SPEECH_ACTS}
        acts = pl.DataFrame(
            {
                "statement": ["made:5", "made:3"],
                "ccode": [20, 155],
                "year": [2010, 2010],
                "act": ["shame", "shame"],
                "probability": [0.9, 0.6],
                "target": [811, 811],
            }
        )
        absent = [pl.lit(None, kind).alias(name) for name, kind in CODED.items()]
        whole = acts.with_columns(one for one in absent if one.meta.output_name() not in acts)
        draws = pl.Series([[0.1, 0.3], [0.2, 0.1]], dtype=pl.Array(pl.Float32, 2))
        return {
            PROBABILITIES: said.with_columns(**low).with_columns(
                recognize=pl.Series([0.9, 0.1, 0.8, 0.7, 0.3, 0.1])
            ),
            ACTS: whole.select(pl.col(name).cast(kind) for name, kind in CODED.items()),
            PRACTICE: pl.DataFrame(
                {"ccode": [811, 811], "year": [2009, 2010], "draws": draws},
                schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
            ),
        }


def _so_far(avowed: pl.DataFrame) -> pl.DataFrame:
    """Return the avowals accumulated by state, ``avowed`` being one row per state and year."""
    run = avowed.sort("ccode", "year").with_columns(
        pl.col("mean", "variance", "inputs").cum_sum().over("ccode")
    )
    return count_interval("avowals", run)


def count_interval(series: str, counts: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``SERIES`` from ``ccode, year, mean, variance, inputs``."""
    sd = counts["variance"].to_numpy() ** 0.5
    mean = counts["mean"].to_numpy()
    low = np.maximum(0.0, mean - 1.645 * sd)
    return counts.with_columns(
        series=pl.lit(series), sd=sd, low=low, high=mean + 1.645 * sd
    ).select(pl.col(name).cast(kind) for name, kind in SERIES.items())


def _shaming(acts: pl.DataFrame) -> list[pl.DataFrame]:
    """Return how many states blame a state, and how many it blames."""
    blamed = acts.filter(
        pl.col("act") == "shame",
        # One state's yearly reports on all others are no choice of whom to blame.
        pl.col("forum").fill_null("") != "country_report",
        pl.col("target").is_not_null(),
        pl.col("ccode").is_not_null(),
        pl.col("target") != pl.col("ccode"),
    )
    # The chance that at least one of its passages of the year blames that state.
    pairs = blamed.group_by("ccode", "target", "year").agg(
        (1 - (1 - pl.col("probability")).product()).alias("p"), pl.len().alias("n")
    )
    return [
        count_interval(series, _expected(pairs, key))
        for series, key in (("shamed_by", "target"), ("shames", "ccode"))
    ]


def _expected(pairs: pl.DataFrame, key: str) -> pl.DataFrame:
    p = pl.col("p")
    return (
        pairs.group_by(pl.col(key).alias("state"), "year")
        .agg(p.sum().alias("mean"), (p * (1 - p)).sum().alias("variance"), inputs=pl.col("n").sum())
        .rename({"state": "ccode"})
    )
