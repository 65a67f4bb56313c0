"""The section on the spiral: what is said of the last year, since when, and what would decide."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.reports import made_up

from rightful.core.answer import Answer, OpenQuestion, PhaseSeries, Spiral
from rightful.core.document import DataTable, Heading, Items, Paragraph, Ribbons
from rightful.core.phase import READINGS
from rightful.reports.render import render
from rightful.reports.sections.spiral import LATENT, NOT_FOR, OWN_CASES, OnTheSpiral
from rightful.reports.sentences import phases as said


def _texts(answer: Answer) -> str:
    found = []
    for block in OnTheSpiral().render(answer):
        if isinstance(block, Paragraph | Heading):
            found.append(block.text)
        elif isinstance(block, Items):
            found += [one.text for one in block.entries]
    return "\n".join(found)


def _with(reading: str, **changes: object) -> Spiral:
    whole = made_up.spiral()
    one = replace(whole.readings[reading], **changes)  # type: ignore[arg-type]
    return replace(whole, readings={**whole.readings, reading: one})


@pytest.mark.parametrize(
    ("reading", "phases", "label"),
    [
        ("revised", ("3b",), "3b"),
        ("revised", ("3b", "3c", "3d"), "3b-3d"),
        ("revised", ("2L", "3b"), "2L/3b"),
        ("as_reported", ("1", "3"), "1/3"),
        ("as_reported", ("4", "5"), "4-5"),
        ("as_reported", ("1", "2", "3", "4"), "cannot tell"),
    ],
)
def test_phases_in_short(reading: str, phases: tuple[str, ...], label: str) -> None:
    assert said.label(reading, phases) == label


def test_years_of_one_answer_are_one_run_and_a_gap_breaks_it() -> None:
    one = PhaseSeries((("1",), ("1",), ("1",), ("4",)), ("4",), {})
    spiral = replace(
        made_up.spiral(), years=np.array([1950, 1951, 1953, 1954]), readings={"revised": one}
    )
    assert said.in_runs("revised", spiral) == "1950–1951: 1; 1953: 1; 1954: 4"


def test_sets_that_cannot_be_told_are_one_run_whichever_they_are() -> None:
    many = (("1", "2", "3", "4"), ("1", "2", "3", "5"))
    spiral = replace(
        made_up.spiral(),
        years=np.array([1950, 1951]),
        readings={"as_reported": PhaseSeries(many, (), {})},
    )
    assert said.in_runs("as_reported", spiral) == "1950–1951: cannot tell"


def test_the_last_year_is_told_with_its_run_and_its_rule() -> None:
    state = made_up.state()
    spiral = _with("revised", alone=("3b", "3c"))
    text = said.latest(state, spiral, "revised").sentence
    assert "Ruritania is in phase 3b, law, no marker seen to hold, in 2021" in text
    assert "as in every year since 2005" in text
    assert "The rule: made-up rule of phase 3b." in text
    assert "The evidence of 2021 alone says 3b-3c." in text
    assert "alone" not in said.latest(state, made_up.spiral(), "revised").sentence


def test_more_than_three_phases_are_no_answer() -> None:
    text = said.latest(made_up.state(), made_up.spiral(told=False), "as_reported").sentence
    assert "cannot tell where Ruritania stands in 2021" in text
    assert "1, 2, 3 and 4 are all possible" in text


def test_relegation_says_why() -> None:
    state, whole = made_up.state(), made_up.spiral()
    yes = said.relegation(state, whole, "as_reported").sentence
    assert "Ruritania is relegated in 2021, as in every year since 2005" in yes
    assert "phase 4-5, the revised one phase 3b, because m1 does not hold" in yes
    assert "Of 62 years it was in seventeen, and nine are open." in yes
    moved = (*[False] * 61, None)
    open_ = said.relegation(
        state, _with("as_reported", relegated=moved, possible=(("3", "4"),) * 62), "as_reported"
    ).sentence
    assert "undetermined: that model leaves open whether it is in phase 4 or 5." in open_
    low = _with("as_reported", relegated=(False,) * 62, possible=(("3",),) * 62)
    no = said.relegation(state, low, "as_reported").sentence
    assert "that model itself does not place it in phase 4 or 5. In no year was it." in no


def test_a_marker_says_what_it_rests_on_or_what_is_missing() -> None:
    whole = made_up.spiral()
    m1, m2, m3 = (said.marker(whole, name).sentence for name in ("m1", "m2", "m3"))
    assert m1.endswith("does not hold, because a made-up denial was heard.")
    assert "not seen. Nothing in hand says whether a made-up opposition is heard; whether it" in m2
    assert m3.endswith("holds. By remedies: not seen; by practice: holds.")


def test_coverage_counts_the_questions_by_origin() -> None:
    text = said.coverage(made_up.spiral()).sentence
    assert "ask 22 questions. Of 2021, evidence answers 15: 3 from coded process cases" in text
    assert "Over its years they are 8 to 16." in text


def test_what_would_have_to_be_seen_is_at_most_three_sentences() -> None:
    many = tuple(OpenQuestion(f"thing {i} is so", ("4",), ("3",)) for i in range(5))
    spiral = _with("as_reported", open=many)
    other = replace(spiral.readings["orthodox_1999"], open=many[3:])
    spiral = replace(spiral, readings={**spiral.readings, "orthodox_1999": other})
    found = [one.sentence for one in said.deciding(spiral)]
    assert len(found) == 3
    assert "(m1)" in found[0]
    assert "(m2)" in found[0]
    assert "(m3)" not in found[0]
    assert "if it were seen that the made-up court answers: phases 3c or 3d; " in found[1]
    assert found[1].endswith("if it were seen that this is not so: phase 3b.")
    assert "thing 0 is so: phase 4" in found[2]
    closed = replace(
        spiral, readings={key: replace(one, open=()) for key, one in spiral.readings.items()}
    )
    assert said.deciding(closed)[-1].sentence.startswith("No open question would change")


def test_a_question_open_under_two_readings_is_told_once() -> None:
    same = OpenQuestion("the made-up court answers", ("4",), ("3",))
    texts = [one.sentence for one in said.deciding(_with("as_reported", open=(same,)))]
    assert sum("the made-up court answers" in text for text in texts) == 1


def test_the_section_holds_its_parts_and_the_warning() -> None:
    blocks = OnTheSpiral().render(made_up.answer())
    assert sum(isinstance(block, Ribbons) for block in blocks) == 1
    text = _texts(made_up.answer())
    assert NOT_FOR in text
    assert OWN_CASES in text
    bare = replace(made_up.answer(), spiral=replace(made_up.spiral(), process_case=False))
    assert OWN_CASES not in _texts(bare)


def test_the_latent_model_speaks_only_where_it_was_asked() -> None:
    tables = [b for b in OnTheSpiral().render(made_up.answer()) if isinstance(b, DataTable)]
    assert tables[0].rows == (
        ("As reported", "cannot tell"),
        ("Orthodox, 1999", "cannot tell"),
        ("Revised", "3b (62%), 3c (35%)"),
    )
    assert LATENT in _texts(made_up.answer())
    silent = replace(made_up.answer(), spiral=replace(made_up.spiral(), latent=False))
    assert not [b for b in OnTheSpiral().render(silent) if isinstance(b, DataTable)]
    assert LATENT not in _texts(silent)


def test_without_practice_there_is_one_sentence() -> None:
    heading, *rest = OnTheSpiral().render(made_up.empty())
    assert isinstance(heading, Heading)
    (only,) = rest
    assert isinstance(only, Paragraph)
    assert only.text.startswith("No practice of Ruritania is estimated")


def test_a_state_that_is_no_more_is_told_in_the_past() -> None:
    text = said.latest(made_up.dead().state, made_up.spiral(1960, 1990), "as_reported").sentence
    assert "was in phase 3" in text
    assert " is in " not in text


def test_the_table_has_a_row_per_year() -> None:
    (block,) = [b for b in OnTheSpiral().render(made_up.answer()) if isinstance(b, Ribbons)]
    assert block.table is not None
    rows = {row[0]: row[1:] for row in block.table.rows}
    assert len(rows) == made_up.LAST - made_up.FIRST + 1
    assert rows["2021"] == ("4 or 5", "4 or 5", "3b", "yes", "yes", "15 of 22")


def test_the_json_keeps_the_phases_in_the_state_record() -> None:
    record = json.loads(render(made_up.answer(), "json"))["state"]["record"]
    assert set(record["phases"]["readings"]) == set(READINGS)
    assert record["phases"]["readings"]["revised"]["possible"][-1] == ["3b"]
    keys = {one["key"] for one in record["sentences"]}
    assert {"phase_revised", "relegated_as_reported", "marker_m1", "phase_coverage"} <= keys
    assert json.loads(render(made_up.empty(), "json"))["state"]["record"]["phases"] is None
