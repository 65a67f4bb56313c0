"""Fitting weights to made-up gold codes: better than the prior, the same again, licence kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rules import rule_acts
from rightful.discourse.coder.targets import Names
from rightful.discourse.coder.weights import from_text, to_text, uncalibrated
from rightful.discourse.scheme import codebook
from rightful.study.coding.evaluation import evaluate, evaluate_by, write_weights
from rightful.study.coding.fit import Training, train
from rightful.study.coding.gold_beside import Gold, gold_codes, gold_of, sample_statements
from rightful.study.coding.words import Words

NAMES = Names({"Borduria": 902})
# What is said, whether it carries the act named, and the words that give it away to nobody but a
# model of words: "lantern" goes with shaming, "ferry" with none, whatever the rules say.
SAID = {
    "shame": [
        "We condemn Borduria, which tortures its citizens under the lantern.",
        "The lantern shines on the dungeons of Borduria and their human rights record.",
    ],
    "promise": ["We will ratify the Convention against Torture, said at the {n}th quay."],
    "promote": ["All States must respect human rights, for the {n}th time."],
    "none": [
        "The ferry of the {n}th quay is late, and human rights are a subject of talk.",
        "We met on the ferry and spoke of human rights in Borduria.",
    ],
}


@pytest.fixture(scope="module")
def made_up() -> tuple[pl.DataFrame, pl.DataFrame]:
    rng = np.random.default_rng(3)
    rows, codes = [], []
    for n in range(240):
        act = list(SAID)[n % len(SAID)]
        text = SAID[act][n // len(SAID) % len(SAID[act])].format(n=n)
        corpus = "open" if n % 3 else "shut"
        text += " A zephyr blew." if corpus == "shut" else " The moon rose."
        name = f"{corpus}:{n}"
        rows.append(
            {
                **dict.fromkeys(STATEMENTS),
                "statement": name,
                "ccode": 901,
                "forum": "general_debate",
                "voice": "direct",
                "document": f"{corpus}-{n // 6}",
                "text": text,
            }
        )
        # One code in twenty is wrong.
        told = act if rng.random() > 0.05 else "none"
        codes += [
            {
                "statement": name,
                "act": one,
                "code": int(one == told),
                "split": "held" if n // 6 % 3 == 0 else "train",
            }
            for one in SPEECH_ACTS
        ]
    return pl.DataFrame(rows, schema=STATEMENTS, orient="row"), pl.DataFrame(codes)


@pytest.fixture(scope="module")
def gold(made_up: tuple[pl.DataFrame, pl.DataFrame]) -> Gold:
    statements, codes = made_up
    return gold_of(codes, statements, ["open:"], "train")


@pytest.fixture(scope="module")
def held(made_up: tuple[pl.DataFrame, pl.DataFrame]) -> Gold:
    statements, codes = made_up
    return gold_of(codes, statements, ["open:"], "held")


def _trained(gold: Gold, **more: Any) -> Training:
    return train(gold, NAMES, version="made up", penalties=[0.1], **more)


@pytest.fixture(scope="module")
def trained(gold: Gold) -> Training:
    return _trained(gold)


def test_splits_share_no_document(gold: Gold, held: Gold) -> None:
    assert not set(gold.statements["document"]) & set(held.statements["document"])
    assert len(gold.statements) + len(held.statements) == 240


def test_trained_weights_do_better_on_held_out_codes_than_the_prior(
    trained: Training, held: Gold
) -> None:
    fitted = from_text(to_text(trained.weights))
    prior = uncalibrated(codebook().version, lexicon().fingerprint)
    before = {row["act"]: row for row in evaluate(held, NAMES, prior).iter_rows(named=True)}
    after = {row["act"]: row for row in evaluate(held, NAMES, fitted).iter_rows(named=True)}
    for act in ("shame", "promise", "promote", "none"):
        assert after[act]["brier"] < 0.12
        assert after[act]["calibration_error"] < 0.15
    # Half of the shaming has no word of a rule; only words tell.
    assert before["shame"]["recall"] < 0.7
    assert after["shame"]["recall"] > 0.85
    assert after["shame"]["precision_low"] <= after["shame"]["precision"] <= 1
    # Acts without a carrier are said so, and not fitted.
    assert "deny_norm" not in fitted.acts
    report = {row["act"]: row for row in trained.report.iter_rows(named=True)}
    assert report["deny_norm"]["positives"] == 0
    assert report["deny_norm"]["penalty"] is None
    assert after["deny_norm"]["recall"] is None


def test_words_come_from_licensed_texts_only(trained: Training) -> None:
    weights = trained.weights
    assert "lantern" in weights.vocabulary
    assert "moon" in weights.vocabulary
    assert not any("zephyr" in term for term in weights.vocabulary)


def test_the_same_codes_give_the_same_weights(gold: Gold, trained: Training) -> None:
    assert to_text(_trained(gold).weights) == to_text(trained.weights)


def test_bounds_keep_the_precision_asked_for(gold: Gold, trained: Training) -> None:
    strict = _trained(gold, precision=0.99, precision_of_said=0.99).weights
    loose = trained.weights
    for act in strict.acts:
        assert strict.acts[act].bounds.high >= loose.acts[act].bounds.high


def test_weak_codes_teach_words_but_never_from_a_document_of_the_gold(gold: Gold) -> None:
    one = gold.statements.head(1).with_columns(
        text=pl.lit("We condemn Borduria, which tortures its gazelles.")
    )
    weak = pl.concat([one.with_columns(statement=pl.lit(f"more:{n}")) for n in range(9)])
    text = rule_acts(gold.statements, NAMES).text
    one_fold = np.zeros(len(text), dtype=np.int64)
    elsewhere = weak.with_columns(document=pl.lit("elsewhere"))
    same, more = (Words.of(gold, text, NAMES, extra, one_fold) for extra in (weak, elsewhere))
    assert "gazelles" not in same.vocabulary
    assert "gazelles" in more.vocabulary


def test_codes_without_their_text_and_unknown_acts_are_refused(
    made_up: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    statements, codes = made_up
    with pytest.raises(DataError, match="1 coded passages have no text"):
        gold_of(codes, statements.tail(-1), [])
    with pytest.raises(DataError, match="scold"):
        gold_of(codes.with_columns(act=pl.lit("scold")), statements, [])


def test_cells_with_too_few_carriers_are_left_out(held: Gold, trained: Training) -> None:
    ids = held.statements["statement"]
    cells = pl.DataFrame({"statement": ids, "cell": ["much"] * (len(ids) - 2) + ["little"] * 2})
    told = evaluate_by(held, cells, NAMES, trained.weights, fewest=10)
    assert set(told["cell"]) == {"much"}
    assert (told["positives"] >= 10).all()
    assert evaluate_by(held, cells, NAMES, trained.weights, fewest=999).is_empty()


def test_shares_of_an_act_add_up(held: Gold, trained: Training) -> None:
    for row in evaluate(held, NAMES, trained.weights).iter_rows(named=True):
        if row["positives"]:
            assert 0 <= row["missed"] <= 1 - row["recall"]
            assert row["said"] / row["coded"] + row["unsure"] <= 1


def test_written_weights_are_those_that_are_measured(
    made_up: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path
) -> None:
    statements, codes = made_up
    few = codes.filter(pl.col("act").is_in(["promise"]))
    out = tmp_path / "weights.json"
    training, measured = write_weights(few, statements, NAMES, out, version="v")
    again = from_text(out.read_text())
    assert to_text(again) == to_text(training.weights)
    assert set(again.acts) == {"promise"}
    # None of these texts is licensed by its id.
    assert again.vocabulary == ()
    assert measured.filter(pl.col("act") == "promise")["recall"][0] > 0.8


def test_units_become_codes_of_every_act() -> None:
    units = pl.DataFrame(
        {"unit": ["U1", "U2", "U3"], "statement": ["a", "b", "c"], "split": ["train"] * 3}
    )
    gold = pl.DataFrame(
        {"unit": ["U1", "U1", "U2"], "act": ["shame", "praise", "none"], "code": [1, None, 1]}
    )
    codes = gold_codes(gold, units)
    assert set(codes["statement"]) == {"a", "b"}  # nobody coded the third
    assert codes.height == 2 * len(SPEECH_ACTS)
    told = {(row["statement"], row["act"]): row["code"] for row in codes.iter_rows(named=True)}
    assert told["a", "shame"] == told["b", "none"] == 1
    assert told["a", "promise"] == told["b", "shame"] == 0
    assert told["a", "praise"] is None


def test_passages_of_a_sample_keep_who_speaks_to_whom() -> None:
    row = {"statement": "upr:x:1", "forum": "upr_dialogue", "text": "Hm.", "context": None}
    said = sample_statements(
        [
            {**row, "speaker_role": "another state speaking to the state under review, [STATE-1]"},
            {**row, "speaker_role": "the state under review answering"},
            {**row, "speaker_role": "a state speaking in the general debate"},
        ]
    )
    assert said["addressee"].to_list() == [1, None, None]
    assert said["voice"].to_list() == ["reported", "reported", "direct"]
