"""The gold sample and its codes: drawn as said, read strictly, compared, settled, written down."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import polars as pl
import pytest
from tests.record import published

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import BadRows, DataError, MissingFile
from rightful.core.statement import STATEMENTS
from rightful.study.coding.draw import QUOTAS, draw, population, split_by_document, weights
from rightful.study.coding.gold import (
    as_json,
    compare,
    gold_text,
    gold_units,
    read_adjudicated,
    read_coder,
    settle,
    write_disputed,
    write_settled,
)
from rightful.study.coding.gold_codings import Coding, read_codings
from rightful.study.coding.gold_page import reliability_page
from rightful.study.coding.sample import context_of, cut_at_sentence, sample, write_sample
from rightful.study.coding.supplement import WANTED, supplement

STATES = (2, 155, 200, 339, 501, 615, 640, 811, 850, 560, 365, 70)
UNITS = pl.DataFrame(
    {"unit": ["U1", "U2", "U3", "U4"], "split": ["train", "held", "train", "held"]}
)


def _statement(
    name: str, forum: str, ccode: int | None, document: str, **more: Any
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(STATEMENTS)
    row |= {"statement": name, "forum": forum, "ccode": ccode, "document": document, "year": 2010}
    return row | {"voice": "direct", "language": "en", "paragraph": "1"} | more


def _corpora(documents: int = 40) -> pl.DataFrame:
    """Made-up statements of every forum: more of some acts than a quota, fewer of others."""
    rows = []
    filler = "This sentence says nothing in particular and goes on until the passage is long."
    for i in range(documents):
        ccode = STATES[i % len(STATES)]
        other = STATES[(i + 1) % len(STATES)]
        for n in range(8):
            said = ("We reject interference in internal affairs. " if n % 3 == 0 else "") + filler
            at = {"year": 1970 + 10 * (i % 5), "paragraph": str(n)}
            rows.append(_statement(f"g:{i}:{n}", "general_debate", ccode, f"g{i}", text=said, **at))
        for n in range(30):
            mine = n >= 20 or n < 4
            said = (
                "The allegation was examined. " if mine else "It asked about pretrial detention. "
            )
            rows.append(
                _statement(
                    f"u:{i}:{n}", "upr_dialogue", ccode if mine else other, f"u{i}",
                    addressee=None if mine else ccode, paragraph=str(n), text=said + filler,
                )
            )  # fmt: skip
        for n in range(3):
            more = {"addressee": other, "text": f"Prosecute torture, number {n}. {filler}"}
            rows.append(_statement(f"r:{i}:{n}", "upr_recommendation", ccode, f"r{i}", **more))
            rows.append(_statement(f"p:{i}:{n}", "upr_pledge", ccode, f"p{i}", text=filler))
            rows.append(_statement(f"s:{i}:{n}", "security_council", ccode, f"s{i}", text=filler))
            more |= {"text": f"Violations were many, {n}. {filler}"}
            rows.append(_statement(f"c:{i}:{n}", "country_report", 2, f"c{i}", **more))
    rows.append(_statement("short", "general_debate", 2, "g0", text="Short."))
    rows.append(_statement("nobody", "general_debate", None, "g0", text=filler))
    return pl.DataFrame(rows, schema=STATEMENTS)


CORPORA = _corpora()


def test_the_draw_keeps_quotas_balance_and_the_limit_per_document() -> None:
    people = population(CORPORA)
    assert not {"short", "nobody"} & set(people["statement"])
    drawn = draw(people, seed=4)
    assert drawn == draw(people, seed=4) != draw(people, seed=5)
    chosen = people[list(drawn.rows)].with_columns(stratum=pl.Series(drawn.strata))
    assert chosen["statement"].is_unique().all()
    per_document = chosen.group_by("group", "document").len()["len"]
    assert per_document.max() == 2
    sizes = Counter(stratum.split(":")[0] for stratum in drawn.strata)
    assert sizes["upr_reviewing"] == 80, "forty reports of two at most hold no more"
    assert sizes["upr_pledge"] == 20
    assert Counter(drawn.strata)["general_debate:claim_sovereignty"] == 24


def test_the_draw_is_even_over_regions_whoever_speaks_most() -> None:
    """Nine in ten speeches are Western; the rest could give a region its share of the suspected."""
    rows = [
        _statement(
            f"g:{i}", "general_debate", 200 if i % 10 else STATES[(i // 10) % 12], f"g{i}",
            text="They speak of interference in internal affairs and of no other thing at all.",
        )
        for i in range(1200)
    ]  # fmt: skip
    people = population(pl.DataFrame(rows, schema=STATEMENTS))
    regions = people[list(draw(people, seed=1).rows)].group_by("region").len()["len"].to_list()
    assert regions == [4] * 6


def test_answers_know_what_was_asked_before_them() -> None:
    people = population(CORPORA).filter(pl.col("document") == "u0")
    before = dict(people.select("statement", "before").iter_rows())
    assert all(not before[f"u:0:{n}"] for n in range(20)), "nobody asked before the presentation"
    assert all(len(before[f"u:0:{n}"]) == 16 for n in range(20, 30))
    roles = dict(people.select("statement", "group").iter_rows())
    assert (roles["u:0:2"], roles["u:0:5"]) == ("upr_under_review", "upr_reviewing")


def test_an_answer_to_a_named_state_is_still_the_state_under_review() -> None:
    named = CORPORA.with_columns(
        addressee=pl.when(pl.col("statement") == "u:0:25").then(155).otherwise("addressee")
    )
    people = population(named)
    assert people.filter(pl.col("statement") == "u:0:25")["group"].item() == "upr_under_review"


def test_weights_sum_to_the_population_on_average() -> None:
    people = population(CORPORA)
    totals = []
    for seed in range(6):
        drawn = draw(people, seed)
        each = weights(people, drawn, seed, replicates=60)
        assert min(each) >= 1
        totals.append(sum(each))
    reachable = people.filter(
        pl.struct("group", "suspected").map_elements(
            lambda s: s["suspected"] in QUOTAS[s["group"]], return_dtype=pl.Boolean
        )
    )
    assert sum(totals) / len(totals) == pytest.approx(reachable.height, rel=0.15)


def test_the_split_keeps_documents_whole_and_strata_near_a_third() -> None:
    documents = [f"d{i // 2}" for i in range(300)]
    strata = [f"s{i % 7}" for i in range(300)]
    split = split_by_document(documents, strata, seed=1)
    sides: dict[str, set[str]] = {}
    for document, side in zip(documents, split, strict=True):
        sides.setdefault(document, set()).add(side)
    assert all(len(side) == 1 for side in sides.values())
    for stratum in set(strata):
        mine = [s == "held" for s, name in zip(split, strata, strict=True) if name == stratum]
        assert 0.25 <= sum(mine) / len(mine) <= 0.42


def test_a_sample_shows_coders_masked_text_and_nothing_else(tmp_path) -> None:
    named = CORPORA.with_columns(
        text=pl.col("text") + pl.lit(" Said Chile and Mr. Somebody of the United States.")
    )
    passages = sample(named, seed=2, replicates=2)
    write_sample(passages, tmp_path / "gold", tmp_path / "units.csv")
    lines = [
        json.loads(line)
        for path in sorted((tmp_path / "gold").glob("for_coders_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [line["unit"] for line in lines] == [passage.unit for passage in passages]
    assert all(set(line) == {"unit", "forum", "role", "context", "text"} for line in lines)
    shown = " ".join(line["text"] + (line["context"] or "") for line in lines)
    assert "Chile" not in shown
    assert "Somebody" not in shown
    assert "[SELF]" in shown
    answers = [line for line in lines if line["role"].endswith("answering")]
    assert answers
    assert all("pretrial detention" in line["context"] for line in answers)
    table = (tmp_path / "units.csv").read_text()
    assert "Said" not in table
    assert table.splitlines()[0] == "unit,statement,stratum,weight,split,shown"
    assert passages == sample(named, seed=2, replicates=2)


def test_a_sample_needs_every_forum() -> None:
    with pytest.raises(DataError, match="upr_pledge"):
        sample(CORPORA.filter(pl.col("forum") != "upr_pledge"), seed=1, replicates=0)


def test_context_is_what_the_answer_takes_up() -> None:
    asked = [
        "Norway asked about overcrowded prisons. It welcomed the report.",
        "Chile asked whether journalists had been detained. It asked about schools.",
        "Peru enquired about fishing quotas.",
    ]
    found = context_of("No journalist was detained for writing, the delegation said.", asked)
    assert found == "Chile asked whether journalists had been detained."
    assert context_of("Entirely elsewhere.", asked) == " ".join(
        ["Norway asked about overcrowded prisons.", asked[1], asked[2]]
    )
    assert context_of("Anything.", ["It was welcomed."]) is None
    assert len(context_of("prisons", ["It asked about prisons " + "and more " * 200]) or "") <= 600


def test_long_passages_end_with_a_sentence() -> None:
    text = "One sentence stands here. " * 100
    cut = cut_at_sentence(text, 1200)
    assert 1100 < len(cut) <= 1200
    assert cut.endswith("here.")
    assert cut_at_sentence("short", 1200) == "short"
    assert len(cut_at_sentence("word " * 1000, 1200)) <= 1200


def test_the_committed_units_are_the_quotas() -> None:
    units = gold_units()
    assert units.columns == ["unit", "statement", "stratum", "weight", "split", "shown"]
    first, more = units[:800], units[800:]
    assert first["unit"].to_list() == [f"U{i:03d}" for i in range(1, 801)]
    assert more["unit"].to_list() == [f"T{i:03d}" for i in range(1, more.height + 1)]
    assert units["statement"].is_unique().all()
    wanted = {f"{g}:{a}": n for g, quotas in QUOTAS.items() for a, n in quotas.items()}
    assert dict(first.group_by("stratum").len().iter_rows()) == wanted
    targeted = {f"targeted:{act}": n for act, n in WANTED.items()}
    assert dict(more.group_by("stratum").len().iter_rows()) == targeted
    assert all(weight >= 1 for weight in units["weight"])
    assert (units["split"] == "held").mean() == pytest.approx(1 / 3, abs=0.04)


def test_targeted_passages_are_hits_not_drawn_before() -> None:
    rows = [
        dict(statement=f"ungdc:AAA_{i:02d}_2000:{j}", ccode=2 + i, year=2000,
             forum="general_debate",
             document=f"AAA_{i:02d}_2000", paragraph=str(j), voice="direct", language="en",
             text=f"We reject passage {j} of speech {i} as interference in our affairs.")
        for i in range(10)
        for j in range(5)
    ]  # fmt: skip
    said = pl.DataFrame([{**dict.fromkeys(STATEMENTS), **row} for row in rows], schema=STATEMENTS)
    names = said["statement"].to_list()
    hits = {"claim_sovereignty": set(names[:30]), "evade": set(names[20:])}
    found = supplement(said, hits, held={names[0]}, seed=3)
    drawn = [one.statement for one in found]
    assert len(set(drawn)) == len(drawn) == 20  # two of each of ten documents
    assert names[0] not in drawn
    by = {one.statement: one for one in found}
    assert all(
        one.stratum.removeprefix("targeted:") in hits
        and name in hits[one.stratum.removeprefix("targeted:")]
        for name, one in by.items()
    )
    assert found == supplement(said.reverse(), hits, held={names[0]}, seed=3)


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_the_committed_units_are_in_the_corpora(shared) -> None:
    said = pl.concat([published.said(shared, *edition) for edition in DRAWN_FROM])
    known = gold_units().join(said, on="statement", how="left")
    # Targeted passages come from every corpus, argunsc's among them.
    found = known.filter(~pl.col("stratum").str.starts_with("targeted"))
    assert found["text"].null_count() == 0
    group = pl.col("stratum").str.split(":").list.first()
    forum = pl.when(group.str.ends_with("review") | group.str.ends_with("reviewing"))
    assert found.filter(
        forum.then(pl.lit("upr_dialogue")).otherwise(group) != pl.col("forum")
    ).is_empty()
    assert (found["shown"] < found["text"].str.len_chars()).all()


# The editions that the sample was drawn from.
DRAWN_FROM = (
    ("general_debate", "13-passages"),
    ("upr_dialogue", "paragraphs-2008-2014"),
    ("upr_recommendations", "texts-1-20"),
    ("upr_pledges", "sessions-1-19"),
    ("security_council", "umuc-sentences"),
    ("state_department", "summaries-2021-2022"),
)


def _coding(unit: str, *acts: str, **more: Any) -> Coding:
    return Coding(unit, frozenset(acts), **more)


A = {
    "U1": _coding("U1", "shame", argument={"shame": "normative"}),
    "U2": _coding("U2", "concede", kinds={"concede": "step"}, rights=("torture",)),
    "U3": _coding("U3", "none"),
    "U4": _coding("U4", "promise", "recognize"),
}
B = {
    "U1": _coding("U1", "shame", argument={"shame": "normative"}),
    "U2": _coding("U2", "concede", kinds={"concede": "admission"}),
    "U3": _coding("U3", "praise"),
}


def test_agreement_and_disputes() -> None:
    found = compare(A, B, UNITS["unit"])
    rows = {row.mark: row for row in found.agreement}
    assert [row.mark for row in found.agreement if ":" not in row.mark] == list(SPEECH_ACTS)
    assert rows["shame"].alpha == 1
    assert rows["shame"].standing == "used"
    assert (rows["none"].positives_a, rows["none"].positives_b, rows["none"].both) == (1, 0, 0)
    assert rows["none"].raw == pytest.approx(2 / 3)
    assert rows["concede"].alpha == 1
    assert rows["concede:step"].alpha == pytest.approx(0)
    assert rows["deny_norm"].standing == "dropped", "what nobody saw is no agreement"
    assert found.disputed == ("U2", "U3")
    assert (found.missing_a, found.missing_b) == ((), ("U4",))
    assert found.rights == pytest.approx(0.5)
    told: dict[str, Any] = as_json(found)
    assert told["agreement"][0]["alpha"] is None
    json.dumps(told, allow_nan=False)
    assert "2 units in dispute" in gold_text(found)


def test_what_is_settled_and_what_stays_open() -> None:
    decided = {
        "U2": _coding("U2", "concede", "promise", kinds={"concede": "step"}, reason="A step.")
    }
    found = settle(A, B, decided, UNITS)
    assert found.open == ("U3",)
    gold = {(row["unit"], row["act"]): row for row in found.gold.to_dicts()}
    assert set(gold) == {
        ("U1", "shame"), ("U2", "concede"), ("U2", "promise"), ("U3", "none"), ("U3", "praise"),
    }  # fmt: skip
    assert gold["U1", "shame"]["code"] == 1
    assert gold["U1", "shame"]["argument"] == "normative"
    assert gold["U2", "concede"]["kind"] == "step"
    promise = gold["U2", "promise"]
    assert (promise["coder_a"], promise["coder_b"], promise["code"]) == (0, 0, 1)
    assert gold["U3", "praise"]["code"] is None
    assert gold["U3", "praise"]["split"] == "train"
    assert gold["U1", "shame"]["probability"] > gold["U3", "praise"]["probability"]
    assert found.adjudication.rows() == [("U2", "concede", "step", "A step.")]


@pytest.mark.parametrize(
    ("decision", "texts", "message"),
    [
        (_coding("U1", "shame", reason="Fine."), {}, "not in dispute"),
        (_coding("U3", "none", reason="x" * 301), {}, "more than 300"),
        (
            _coding("U3", "none", reason="It says that they are all very nice people indeed."),
            {"U3": "We know they are all very nice people indeed, all of them."},
            "quotes",
        ),
    ],
)
def test_decisions_that_cannot_be_written_down(decision, texts, message) -> None:
    with pytest.raises(BadRows, match=message):
        settle(A, B, {decision.unit: decision}, UNITS, texts)


GOOD: dict[str, Any] = {
    "unit": "U1",
    "acts": ["shame"],
    "kinds": {},
    "argument": {},
    "rights": [],
    "target": None,
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "U9"}, "no unit"),
        ({"acts": []}, "no act"),
        ({"acts": ["blame"]}, "'blame'"),
        ({"acts": ["none", "shame"]}, "none stands"),
        ({"acts": "shame"}, "list"),
        ({"acts": ["concede"]}, "needs a kind"),
        ({"acts": ["concede"], "kinds": {"concede": "shield"}}, "no kind 'shield'"),
        ({"kinds": {"concede": "step"}}, "not coded"),
        ({"kinds": {"shame": "step"}}, "has no kind"),
        ({"kinds": ["step"]}, "kinds must"),
        ({"argument": {"shame": "loud"}}, "'loud'"),
        ({"argument": {"praise": "normative"}}, "praise"),
        ({"rights": ["breathing"]}, "breathing"),
        ({"rights": "torture"}, "rights must"),
        ({"target": "Freedonia"}, "Freedonia"),
        ({"target": "STATE-"}, "neither"),
    ],
)
def test_rows_that_break_the_codebook_are_listed(change, message, tmp_path) -> None:
    path = tmp_path / "coder_A_1.jsonl"
    path.write_text(json.dumps(GOOD | change) + "\n{broken\n", encoding="utf-8")
    with pytest.raises(BadRows, match="2 of 2") as caught:
        read_codings([path], {"U1"})
    assert any(message in reason for _, reason in caught.value.rows)
    assert caught.value.rows[-1][0] == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [("[SELF]", "self"), ("under_review", "under_review"), ("STATE-3", "STATE-3"), (None, None)],
)
def test_targets_are_read(written, read, tmp_path) -> None:
    path = tmp_path / "coder_A_1.jsonl"
    path.write_text(json.dumps(GOOD | {"target": written}), encoding="utf-8")
    assert read_codings([path], {"U1"})["U1"].target == read


def test_a_unit_is_coded_once(tmp_path) -> None:
    path = tmp_path / "coder_A_1.jsonl"
    path.write_text((json.dumps(GOOD) + "\n\n") * 2, encoding="utf-8")
    with pytest.raises(BadRows, match="coded twice"):
        read_codings([path], {"U1"})


def test_from_files_to_tables_and_page(tmp_path) -> None:
    units = gold_units()
    first = units["unit"].to_list()[:6]
    rows: list[dict[str, Any]] = [
        {"unit": unit, "acts": ["none"], "target": "[STATE-2]"} for unit in first
    ]
    (tmp_path / "coder_A_1.jsonl").write_text("\n".join(map(json.dumps, rows)))
    rows[0] = GOOD | {"unit": first[0], "target": "SELF"}
    (tmp_path / "coder_B_1.jsonl").write_text("\n".join(map(json.dumps, rows)))
    shown = {
        "unit": first[0],
        "forum": "f",
        "role": "r",
        "context": None,
        "text": "A made-up text.",
    }
    (tmp_path / "for_coders_1.jsonl").write_text(json.dumps(shown))
    with pytest.raises(MissingFile, match="adjudicated"):
        read_adjudicated(tmp_path)
    a, b = read_coder(tmp_path, "A"), read_coder(tmp_path, "B")
    assert (a[first[1]].target, b[first[0]].target) == ("STATE-2", "self")
    compared = compare(a, b, units["unit"])
    disputed = json.loads(write_disputed(compared, a, b, tmp_path).read_text())
    assert disputed["text"] == "A made-up text."
    assert (disputed["coder_a"]["acts"], disputed["coder_b"]["acts"]) == (["none"], ["shame"])
    decision = GOOD | {"unit": first[0]}
    path = tmp_path / "adjudicated_1.jsonl"
    path.write_text(json.dumps(decision))
    with pytest.raises(BadRows, match="reason"):
        read_adjudicated(tmp_path)
    path.write_text(json.dumps(decision | {"reason": "A target and a violation."}))
    settled = settle(a, b, read_adjudicated(tmp_path), units)
    page = reliability_page(compared, settled, units)
    write_settled(settled, tmp_path, tmp_path / "page.md", page)
    assert "No human\nhas coded yet" in page
    assert "| shame | 0 | 1 | 0 | 0.83 |" in page
    assert "1 passages were in dispute on an act or its kind; 1 decided, 0" in page
    assert pl.read_csv(tmp_path / "gold.csv").height == 7
    log = pl.read_csv(tmp_path / "adjudication.csv")
    assert log["decision"].to_list() == ["yes", "no"]
