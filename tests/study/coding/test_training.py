"""The codes that the shipped weights rest on: whole, apart from what judges them, and at hand."""

from __future__ import annotations

import json
from importlib.resources import files

import polars as pl
import pytest
from tests.record import published
from tests.study.coding.test_gold import DRAWN_FROM

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.discourse.scheme import codebook
from rightful.study.coding.gold import gold_units
from rightful.study.coding.made_up import codebook_examples, made_up
from rightful.study.coding.training import coded_passages, silver_units, standings


def table(name: str) -> pl.DataFrame:
    raw = (files("rightful.discourse") / "tables" / f"{name}.csv").read_bytes()
    return pl.read_csv(raw, infer_schema_length=None)


def test_silver_teaches_and_never_judges() -> None:
    silver, gold = silver_units(), gold_units()
    assert set(silver["split"]) == {"train"}
    assert not set(silver["statement"]) & set(gold["statement"])
    assert silver["statement"].is_unique().all()


def test_every_silver_unit_is_coded_by_the_codebook() -> None:
    codes = table("silver")
    assert set(codes["unit"]) == set(silver_units()["unit"])
    assert set(codes["act"]) <= set(SPEECH_ACTS)
    alone = codes.filter(
        pl.col("unit").is_in(codes.filter(pl.col("act") == "none")["unit"].implode())
    )
    assert set(alone["act"]) == {"none"}
    kinds = codes.drop_nulls("kind").select("act", "kind").unique().rows()
    assert all(kind in KINDS[act] for act, kind in kinds)


def test_the_shipped_weights_say_what_they_rest_on() -> None:
    raw = json.loads((files("rightful.discourse") / "tables" / "weights.json").read_text())
    assert raw["version"] == "gold-3"
    assert {act: row["standing"] for act, row in raw["acts"].items()} == standings()


def test_made_up_passages_are_coded_by_the_codebook_and_a_part_is_kept_apart() -> None:
    raw = table("made_up")
    acts = {unit: row.split(";") for unit, row in raw.select("unit", "acts").iter_rows()}
    assert raw["unit"].is_unique().all()
    assert {act for row in acts.values() for act in row} == set(SPEECH_ACTS)
    assert all(row == ["none"] for row in acts.values() if "none" in row)
    # By the codebook nothing is evaded where nothing was asked.
    assert raw.filter(pl.col("acts").str.contains("evade"))["context"].null_count() == 0
    apart = {split: set(raw.filter(split=split)["text"]) for split in ("train", "held")}
    assert not apart["train"] & apart["held"]
    assert not apart["held"] & {one.text for act in codebook().acts for one in act.examples}


def test_made_up_passages_become_statements_with_their_codes() -> None:
    (taught, codes), (held, _) = made_up("train"), made_up("held")
    assert set(taught["statement"]) == set(codes["statement"])
    assert not set(taught["document"]) & set(held["document"])
    assert codes.group_by("statement").agg(pl.col("code").sum())["code"].min() == 1
    said, known = codebook_examples()
    assert set(said["statement"]) == set(known["statement"])
    assert set(known.filter(act="evade", code=1)["statement"]) <= set(
        said.filter(pl.col("context").is_not_null())["statement"]
    )


def test_a_passage_that_is_not_at_hand_is_named() -> None:
    nothing = pl.DataFrame(schema=STATEMENTS)
    units = pl.DataFrame(
        {"unit": ["U001"], "statement": ["ungdc:XXX_01_2000:1"], "split": ["train"]}
    )
    with pytest.raises(DataError, match="XXX_01_2000"):
        coded_passages(nothing, units)


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_no_document_of_the_held_out_split_teaches(shared) -> None:
    # Speeches and reports: the documents of the other forums are single passages.
    said = pl.concat([published.said(shared, *edition) for edition in DRAWN_FROM[:2]])
    documents = dict(said.select("statement", "document").iter_rows())
    held = gold_units().filter(pl.col("split") == "held")["statement"]
    shut = {documents[name] for name in held if name in documents}
    taught = {documents[name] for name in silver_units()["statement"] if name in documents}
    assert taught
    assert not taught & shut
