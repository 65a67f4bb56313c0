"""The coder's report: passages as coders had them, numbers as planted, a full page."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError
from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.calibrate import Bounds, Scale
from rightful.discourse.coder.coder import code
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.weights import ActWeights, Weights, uncalibrated
from rightful.discourse.masking import mask
from rightful.discourse.scheme import codebook
from rightful.study.coding.coder_names import coder_names
from rightful.study.coding.draw import population
from rightful.study.coding.gold import GOLD, gold_units
from rightful.study.coding.masked_names import names_of_states
from rightful.study.coding.passages import (
    act_standings,
    gold_marks,
    gold_passages,
    gold_table,
    shown_passages,
)
from rightful.study.coding.report import report_of
from rightful.study.coding.report_page import report_page, report_text
from rightful.study.coding.sample import passage_of

SPEAKERS = (2, 200, 339, 501, 615, 640)
TALK = (
    "We will ratify the Convention against Torture before the end of the year, said number {n}.",
    "The weather in the capital was mild and the harbour of district {n} was full of boats.",
    "We condemn the torture of prisoners by the Government of Albania in the year {n}, as all do.",
)
ASKED = "It asked how many officers had been tried for torture in ward {n}, and it was concerned."
LONG = (
    "The delegation said that prison number {n} had been painted, and that nobody had complained. "
)


def _statement(name: str, forum: str, ccode: int, document: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(STATEMENTS)
    row |= {"statement": name, "forum": forum, "ccode": ccode, "document": document, "year": 1999}
    return row | {"voice": "direct", "language": "en", "paragraph": "1"} | more


def _corpora() -> pl.DataFrame:
    rows = [
        _statement(
            f"g:{n}", "general_debate", SPEAKERS[n % 6], f"g{n}", text=TALK[n % 3].format(n=n)
        )
        for n in range(60)
    ]
    for n in range(12):
        asks = n < 8
        rows.append(
            _statement(
                f"u:{n}", "upr_dialogue", 501 if asks else 200, "u", paragraph=str(n),
                addressee=200 if asks else None, voice="reported",
                # A reviewing state that takes up another's words is not shown them.
                answers="u:4" if n == 5 else None,
                text=(ASKED if asks else LONG * 20).format(n=n),
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=STATEMENTS)


CORPORA = _corpora()
SHOWN = shown_passages(CORPORA)
UNITS = pl.DataFrame(
    {
        "unit": [f"U{n}" for n in range(60)],
        "statement": [f"g:{n}" for n in range(60)],
        "stratum": ["general_debate:rest"] * 45 + ["targeted:promise"] * 15,
        "weight": [1.0 + n % 4 for n in range(60)],
        "split": ["train" if n < 6 else "held" for n in range(60)],
        "shown": [None] * 60,
    }
)


def _own_codes() -> pl.DataFrame:
    """Return gold codes that are the rules' own word."""
    bare = uncalibrated(codebook().version, lexicon().fingerprint)
    acts = code(SHOWN, coder_names(), bare).acts
    rows = UNITS.join(acts, on="statement").select("unit", "act", "kind", "argument", "split")
    ones = [pl.lit(1, dtype=pl.Int8).alias(name) for name in ("coder_a", "coder_b", "code")]
    return rows.with_columns(*ones, probability=pl.lit(1.0)).select(
        pl.col(name).cast(kind) for name, kind in GOLD.items()
    )


GOLD_CODES = _own_codes()


def _report(gold: pl.DataFrame = GOLD_CODES, **more: Any) -> dict[str, Any]:
    given = {"shown": SHOWN, "units": UNITS, "weights": None, "draws": 50, "least": 5} | more
    return report_of(gold=gold, **given)


def _row(report: dict[str, Any], act: str, part: str = "main", layer: str = "rules") -> Any:
    return next(
        row for row in report["acts"]
        if (row["act"], row["part"], row["layer"]) == (act, part, layer)
    )  # fmt: skip


def test_passages_are_those_that_coders_saw() -> None:
    people = population(CORPORA)
    at = {name: row for row, name in enumerate(people["statement"])}
    seen = 0
    for row in SHOWN.iter_rows(named=True):
        unit = passage_of(people, at, at[row["statement"]], "U", "s", 1.0, "held")
        masked = mask(row["text"], row["ccode"], names_of_states())
        assert masked.text == unit.text
        if row["context"] is not None:
            again = mask(row["context"], row["ccode"], names_of_states(), masked.tags)
            assert again.text == unit.context
            seen += unit.shown is not None
        else:
            assert unit.context is None
    assert seen == 4, "the four answers are long and follow questions"


def test_codes_that_are_the_rules_own_are_all_found() -> None:
    report = _report()
    for act in ("promise", "shame", "none"):
        row = _row(report, act)
        assert row["positives"] == row["found"] >= 5
        assert row["precision"]["value"] == row["recall_of_all"]["value"] == 1
        assert row["auc"]["value"] == 1
    together = report["together"][0]
    assert together["passages_all_right"] == together["macro_f1"]["value"] == 1
    assert report["held"] == {"main": 39, "targeted": 15}


def test_codes_that_differ_count_as_errors_of_the_right_kind() -> None:
    held = UNITS.filter(pl.col("split") == "held", pl.col("stratum") == "general_debate:rest")
    lost = held["unit"].implode()
    promises = GOLD_CODES.filter(pl.col("act") == "promise", pl.col("unit").is_in(lost))["unit"]
    wrong = promises[:4].implode()
    # Four promises are none by the coders, and four talks of weather are recognized.
    moved = (pl.col("act") == "promise") & pl.col("unit").is_in(wrong)
    report = _report(GOLD_CODES.with_columns(act=pl.when(moved).then(pl.lit("recognize"))
                                             .otherwise("act")))  # fmt: skip
    promise, recognize = _row(report, "promise"), _row(report, "recognize")
    total = len(promises)
    assert promise["precision"]["value"] == pytest.approx((total - 4) / total)
    assert promise["recall"]["value"] == 1
    assert promise["precision"]["low"] < promise["precision"]["value"] < 1
    assert (recognize["positives"], recognize["recall"]["value"]) == (4, 0)
    assert recognize["precision"] is None, "never said"
    weights = dict(UNITS.select("unit", "weight").iter_rows())
    said = sum(weights[unit] for unit in promises)
    right = said - sum(weights[unit] for unit in promises[:4])
    assert _row(report, "promise", "weighted")["precision"]["value"] == pytest.approx(right / said)


def test_what_rules_chose_has_no_recall() -> None:
    report = _report()
    row = _row(report, "promise", "targeted")
    assert row["precision"]["value"] == 1
    assert row["recall"] is row["recall_of_all"] is row["f1"] is row["auc"] is None
    assert report["hits"] == [
        {"act": "promise", "drawn": 15, "carry": 5,
         "precision": {"value": pytest.approx(1 / 3), **_any_ends(report["hits"][0])}}
    ]  # fmt: skip


def _any_ends(hit: dict[str, Any]) -> dict[str, float]:
    assert hit["precision"]["low"] < 1 / 3 < hit["precision"]["high"]
    return {end: hit["precision"][end] for end in ("low", "high")}


def test_documents_that_taught_are_not_measured() -> None:
    shown = SHOWN.with_columns(
        whole=pl.when(pl.col("statement").is_in(["g:1", "g:20", "g:50"]))
        .then(pl.lit("one speech"))
        .otherwise("whole")
    )
    report = _report(shown=shown)
    assert report["held"] == {"main": 38, "targeted": 14}
    assert report["held_left_out"] == 2
    assert "2 held-out passages" in report_page(report)
    silver = _report(shown=shown.vstack(_again(shown)), taught=["silver:1"])
    assert silver["held"] == {"main": 37, "targeted": 14}
    assert "1 passages coded once" in report_page(silver)


def _again(shown: pl.DataFrame) -> pl.DataFrame:
    """Return a passage of a held-out speech under another name, as one that taught."""
    return shown.filter(pl.col("statement") == "g:30").with_columns(statement=pl.lit("silver:1"))


def test_units_without_text_or_decision_are_listed() -> None:
    undecided = GOLD_CODES.with_columns(
        code=pl.when(pl.col("unit") == "U30").then(None).otherwise("code")
    )
    report = _report(undecided, shown=SHOWN.filter(pl.col("statement") != "g:31"))
    assert report["without_text"] == ["U31"]
    assert report["undecided"] == ["U30"]
    assert report["held"]["main"] == 37
    page = report_page(report)
    assert "U31" in page
    assert "U30" in page
    with pytest.raises(DataError, match="none of 60 coded passages"):
        gold_passages(SHOWN.head(0), UNITS)


def test_cells_with_too_few_carriers_give_their_number_only() -> None:
    report = _report(least=13)
    cells = {(row["by"], row["cell"], row["act"]): row for row in report["cells"]}
    forum = cells["group", "general_debate", "promise"]
    assert forum["precision"]["value"] == 1
    regions = [row for (by, _, act), row in cells.items() if (by, act) == ("region", "promise")]
    assert sum(row["positives"] for row in regions) == forum["positives"] == 13
    assert all(row["too_few"] and "precision" not in row for row in regions)
    assert "western (promise " in report_page(report)


def test_corrected_shares_are_right_however_bad_the_coder() -> None:
    """The sample is all there is, all of it held out: the correction gives back the codes' mean."""
    units = UNITS.with_columns(
        split=pl.lit("held"), stratum=pl.lit("general_debate:rest"), weight=pl.lit(1.0)
    )
    everybody = [f"U{n}" for n in range(30)]
    gold = GOLD_CODES.clear().vstack(
        pl.DataFrame(
            {"unit": everybody, "act": ["invoke"] * 30, "coder_a": 1, "coder_b": 1, "code": 1,
             "probability": 1.0, "kind": None, "argument": None, "split": "held"},
            schema=GOLD,
        )
    )  # fmt: skip
    shown = SHOWN.filter(pl.col("group") == "general_debate")
    report = _report(gold, units=units, shown=shown)
    shares = {row["act"]: row for row in report["shares"]}
    assert shares["invoke"]["said"] == 0
    assert shares["invoke"]["corrected"]["value"] == pytest.approx(0.5)
    assert shares["promise"]["said"] > 0.3
    assert shares["promise"]["corrected"]["value"] == pytest.approx(0, abs=1e-9)
    assert shares["promise"]["gold"]["value"] == 0


def test_a_layer_stands_beside_the_rules_and_old_weights_are_told() -> None:
    own = {"score:promise": 0.1}
    row = ActWeights(0.0, own, 0.0, Scale(1.0, 0.0), Bounds(0.0001, 0.9999), "used")
    weights = Weights("try-1", "0.9", "older", (), *_no_words(), {"promise": row})
    report = _report(weights=weights)
    rules, layer = (_row(report, "promise", layer=name) for name in ("rules", "coder"))
    assert rules["recall_of_all"]["value"] == 1
    # The bounds are so far apart that nothing is decided, and the probability stands.
    assert layer["found"] == 0
    assert layer["abstention"]["value"] == 1
    assert layer["recall_of_all"]["value"] == 0
    assert layer["brier"]["value"] < 0.25
    page = report_page(report)
    assert "rules + layer" in page
    assert "older than the rules" in page


def _no_words() -> tuple[Any, Any]:
    bare = uncalibrated("", "")
    return bare.idf, bare.words


def test_the_same_seed_gives_the_same_report_and_a_page_without_holes() -> None:
    report = _report()
    assert json.loads(json.dumps(report, allow_nan=False)) == json.loads(json.dumps(_report()))
    page = report_page(report)
    assert "nan" not in page.lower().replace("finance", "")
    assert "None" not in page.replace("None.\n", "")
    for act in SPEECH_ACTS:
        assert f"| {act} |" in page
    assert "no human has coded" in " ".join(page.split())
    assert "promise" in report_text(report)
    no_shares = _report(population=False)
    assert no_shares["shares"] is None
    assert "Shares of acts" not in report_page(no_shares)


def test_the_committed_codes_have_the_standing_that_the_page_says() -> None:
    units, gold = gold_units(), gold_table()
    marks = gold_marks(units, gold)
    assert marks.height == units.height
    assert marks["report_measure"].sum() == gold.filter(
        pl.col("act") == "report_measure", pl.col("code") == 1
    ).height  # fmt: skip
    assert act_standings(units, gold)["deny_fact"][1] == "used"
