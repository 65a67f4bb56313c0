"""The register with what the record says: pointers resolve, answers are kept, pages are narrow."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rightful import study
from rightful.__main__ import main
from rightful.core.errors import DataError, SourceError, UnknownName, UsageError
from rightful.core.registry import names
from rightful.estimation import claims as register
from rightful.estimation.claims import AT_HAND, HOLDS, NOT_IN_HAND, PLANNED, SERIES, SURVEY, TESTED
from rightful.estimation.paper_tests import _contract as paper
from rightful.record.baseline import Baseline, shipped
from rightful.record.catalogue import FOLDER
from rightful.record.store import Store
from rightful.study import claims_readers as readers
from rightful.study import claims_register
from rightful.study.claims_readers import READERS, SPIRAL, TALK
from rightful.study.claims_register import claim, claims, refresh_claims

ALL = register.claims()
FIELDS = {"id", "locus", "restatement", "kind", "sign", "unit", "needs", "status", "result"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def _dangling(path: str) -> bool:
    """Say whether a dotted path leads to no module, or to nothing in one."""
    for name, attribute in ((path, None), path.rpartition(".")[::2]):
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        return attribute is not None and not hasattr(module, attribute)
    return True


def test_no_pointer_dangles() -> None:
    built = {one.built for one in ALL if one.built and not one.built.startswith(PLANNED)}
    code = {path for one in ALL for path in one.code}
    assert [path for path in sorted(built | code) if _dangling(path)] == []
    assert all(callable(getattr(study, path.rpartition(".")[2])) for path in code)


@pytest.mark.parametrize("path", ["rightful.nowhere", "rightful.study.regimes.reign", "no.way"])
def test_a_dangling_pointer_is_seen(path: str) -> None:
    assert _dangling(path)


def test_every_need_is_known() -> None:
    series = {SERIES + name for name in Baseline(shipped()).recipe["series"]}
    known = {*AT_HAND, SURVEY, *names(FOLDER), *series}
    needs = {need for one in ALL for need in one.needs if not need.startswith(NOT_IN_HAND)}
    assert needs - known == set()


def test_every_function_that_answers_is_read_and_every_reader_is_asked() -> None:
    assert {path for one in ALL for path in one.code} == set(READERS)


# The paper's own tests take long: what they answered is in the table that ships.
SLOW = "rightful.study.paper_tests.paper_answers"
QUICK = [code for code in READERS if code not in {SPIRAL, TALK, SLOW}]


@pytest.mark.parametrize("code", QUICK)
def test_a_function_gives_the_answers_that_claims_ask_of_it(code: str, store: Store) -> None:
    assert _asked(code) - _keys_of_the_paper() <= set(READERS[code](store))


def _keys_of_the_paper() -> set[str]:
    return {ask.key for name in paper.tests() for ask in paper.test(name).asks}


def test_the_papers_own_tests_gave_the_answers_that_claims_ask_of_them() -> None:
    told = {one.key for answers in register.shipped_results().values() for one in answers}
    assert _asked(SLOW) <= told


@pytest.mark.xdist_group("spiral_tests")
def test_the_spirals_test_gives_the_answers_that_claims_ask_of_it(store: Store) -> None:
    assert _asked(SPIRAL) <= set(READERS[SPIRAL](store)) | _keys_of_talk()


def _asked(code: str) -> set[str]:
    return {key.removeprefix("-") for one in ALL if code in one.code for key in one.keys}


def _keys_of_talk() -> set[str]:
    return {key for key, _ in readers.QUESTIONS.values()}


def test_what_claims_ask_of_talk_is_a_question_put_there(store: Store) -> None:
    spoken = {key for one in ALL if one.code == (TALK,) for key in one.keys}
    assert spoken <= _keys_of_talk()
    shipped_keys = {one.key for found in register.shipped_results().values() for one in found}
    assert _keys_of_talk() <= shipped_keys


def test_every_tested_claim_ships_with_an_answer() -> None:
    shipped_ = register.shipped_results()
    tested = {one.id for one in ALL if register.status(one) == TESTED}
    assert tested - set(shipped_) == set()
    for number, found in shipped_.items():
        one = ALL[number - 1]
        assert {answer.code for answer in found} <= set(one.code), number
        assert found[0].key == one.keys[0].removeprefix("-"), number


def test_rows_have_what_is_promised_and_can_be_sent(store: Store) -> None:
    rows = claims(store=store)
    assert [row["id"] for row in rows] == list(range(1, 149))
    assert all(set(row) >= FIELDS for row in rows)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert rows[62]["missing"] == ["cirights", "polity", "gdp_pop", "conflict"]


def test_a_row_is_found_by_kind_status_and_part(store: Store) -> None:
    found = claims("Hypothesis", "needs data", "law", store)
    assert {53, 76} <= {row["id"] for row in found}
    assert {(row["kind"], row["status"], row["part"]) for row in found} == {
        ("hypothesis", "needs data", "law")
    }
    with pytest.raises(UnknownName, match="tested"):
        claims(status="testd", store=store)


@pytest.mark.parametrize("typed", ["0", "149", "163", "-1", "x", "", "²", "٦٣٤"])
def test_a_number_of_no_claim_is_told(typed: str, store: Store) -> None:
    with pytest.raises(UnknownName) as told:
        claim(typed, store)
    assert told.value.allowed == "1 to 148"


def test_a_number_near_is_suggested(store: Store) -> None:
    with pytest.raises(UnknownName, match="did you mean 63"):
        claim("163", store)
    assert claim("#63", store)["id"] == claim(63, store)["id"] == 63


def test_every_page_is_narrow_and_says_what_came_of_it_or_what_lacks(store: Store) -> None:
    for row in claims(store=store):
        text = study.claim_text(row)
        assert max(map(len, text.splitlines())) <= 78
        assert row["locus"] in " ".join(text.split())
        assert row["status"] in text
        assert (row["result"] is None) == ("No result yet." in text or "Nothing to test." in text)
    assert "would come from: Comparative" in " ".join(study.claim_text(claim(54, store)).split())


def test_the_list_stands_under_the_parts_of_the_paper(store: Store) -> None:
    text = study.claims_text(claims(store=store))
    assert max(map(len, text.splitlines())) <= 78
    assert text.index("QUESTIONS AND THESIS") < text.index("CAMBODIA") < text.index("PRESCRIPTIONS")
    assert study.claims_text([]) == "No claim is of that kind."


def _fake(store: Store) -> readers.Found:
    one = register.shipped_results()[92][0]
    key = "only_delays_5"
    fresh = replace(one, verdict=HOLDS, estimate=0.5, when="2999-01-01", baseline=readers.stamp())
    return {key: replace(fresh, key=key, sentence="Phase 3 comes back.")}


def _broken(store: Store) -> readers.Found:
    raise SourceError("no such file")


def test_a_refresh_keeps_new_answers_beside_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_register, "READERS", {SPIRAL: _fake, TALK: _broken})
    seen: list[float] = []
    told = refresh_claims(None, lambda done, *_: seen.append(done), store)
    assert told["answered"] == [92]
    assert "no such file" in told["missing"][0]
    assert (seen[0], seen[-1]) == (0.0, 1.0)
    result = claim(92, store)["result"]
    assert (result["verdict"], result["sentence"]) == (HOLDS, "Phase 3 comes back.")
    assert not result["outdated"]
    assert claim(104, store)["result"]["sentence"] != result["sentence"]


def test_a_refresh_writes_where_it_is_told_and_keeps_what_is_there(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_register, "READERS", {SPIRAL: _fake})
    out = tmp_path / "results.json"
    kept = {104: register.shipped_results()[104]}
    out.write_text(register.results_text(kept), encoding="utf-8")
    refresh_claims(out, None, store)
    told = register.read_results(out.read_text(encoding="utf-8"), str(out))
    assert set(told) == {92, 104}
    assert claim(92, store)["result"]["verdict"] != HOLDS
    with pytest.raises(UsageError):
        refresh_claims(tmp_path / "no" / "results.json", None, store)


def test_a_damaged_table_of_results_is_told_and_not_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_register, "READERS", {SPIRAL: _fake})
    place = store.root / "claims" / "results.json"
    place.parent.mkdir(parents=True)
    place.write_text("{", encoding="utf-8")
    for ask in (lambda: claims(store=store), lambda: refresh_claims(store=store)):
        with pytest.raises(DataError, match="--refresh"):
            ask()
    assert place.read_text(encoding="utf-8") == "{"


def test_an_answer_of_another_baseline_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_register, "stamp", lambda: "another")
    row = claim(104, store)
    assert row["result"]["outdated"]
    assert "earlier baseline" in study.claim_text(row)


def test_verdicts_of_the_tests_become_the_registers_words() -> None:
    row = {"key": "k", "sentence": "So.", "estimate": 1.0, "low": 0.5, "high": 2.0, "unit": "u"}
    words = {
        ("goes with", True): HOLDS,
        ("goes with", None): HOLDS,
        ("goes with", False): register.CANNOT_TELL,
        ("goes against", None): register.DOES_NOT_HOLD,
        ("about zero", None): register.DOES_NOT_HOLD,
        ("cannot tell", None): register.CANNOT_TELL,
    }
    for (verdict, stands), word in words.items():
        made = readers._spiral_answer({**row, "verdict": verdict, "stands": stands})
        assert made.verdict == word
        assert (readers.COUNTED in made.sentence) == (stands is False)
    talk = {**row, "said": "So.", "why": ""}
    for verdict, side, word in [
        ("yes", 1, HOLDS),
        ("yes", -1, register.DOES_NOT_HOLD),
        ("no", -1, HOLDS),
        ("no", 0, HOLDS),
        ("cannot tell", 0, register.CANNOT_TELL),
    ]:
        assert readers._talk_answer({**talk, "verdict": verdict}, "k", side).verdict == word


def test_a_series_of_the_world_is_told_by_its_ends() -> None:
    told = study.series_change("regime_strength")
    assert told["first_year"] < told["last_year"]
    assert told["first"] < told["last"]
    with pytest.raises(UnknownName):
        study.series_change("regime_strenght")


@pytest.mark.parametrize(
    ("words", "shown", "code"),
    [
        (("claims", "--part", "law"), "INTERNATIONAL LAW", 0),
        (("claims", "--format", "json"), '"restatement"', 0),
        (("claim", "63"), "Claim 63", 0),
        (("claim", "63", "--format", "json"), '"id": 63', 0),
        (("claim", "163"), "did you mean 63", 2),
        (("claims", "--out", "x.json"), "--refresh", 2),
    ],
)
def test_commands(
    words: tuple[str, ...],
    shown: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["rightful", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert shown in printed.out + printed.err
    assert (ended.value.code or 0) == code
