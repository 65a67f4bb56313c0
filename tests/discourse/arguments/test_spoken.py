"""Statements become premises: used, not used, or not known, and never another right's."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.discourse.arguments.made_up import coded, said

from rightful.core.errors import DataError
from rightful.discourse.arguments.schemes import GROUNDS
from rightful.discourse.arguments.spoken import MOST_SOURCES, Spoken, spoken

ME, OTHER = 811, 220


def _holds(found: Spoken) -> dict[str, bool | None]:
    return {one.key: one.holds for one in found.premises}


def test_defences_that_were_used_are_told_from_those_that_were_not() -> None:
    frame = coded(
        said(ME, 2014, "deny_fact"),
        said(ME, 2014, "claim_sovereignty", kind="general"),
        said(ME, 2013, "report_measure"),
        said(OTHER, 2014, "deny_norm"),
        said(ME, 2016, "deny_norm"),
    )
    told = _holds(spoken(frame, ME, "torture", 2014))
    assert told["uttered:deny_fact"] is True
    assert told["uttered:in_progress"] is True
    assert told["uttered:claim_sovereignty"] is False  # a general norm is no shield
    assert told["uttered:deny_norm"] is False  # another state's, and a later year's


def test_a_shield_whose_kind_was_not_coded_is_open() -> None:
    frame = coded(said(ME, 2014, "claim_sovereignty"))
    assert _holds(spoken(frame, ME, "torture", 2014))["uttered:claim_sovereignty"] is None


def test_an_avowal_is_denied_only_among_statements_at_hand() -> None:
    nothing = spoken(coded(said(OTHER, 2014, "recognize")), ME, "torture", 2014)
    assert _holds(nothing)["avowal:recognize"] is None
    looked = spoken(coded(said(ME, 2014, "deny_fact")), ME, "torture", 2014)
    assert _holds(looked)["avowal:recognize"] is False
    avowed = spoken(coded(said(ME, 2009, "invoke")), ME, "torture", 2014)
    premise = next(one for one in avowed.premises if one.key == "avowal:recognize")
    assert (premise.holds, premise.strength, premise.date) == (True, 0.9, "2009-01-28")


def test_general_talk_is_counted_and_not_held_against_the_state_on_a_right() -> None:
    frame = coded(said(ME, 2014, "recognize", "unspecified"), said(ME, 2013, "deny_fact"))
    found = spoken(frame, ME, "torture", 2014)
    assert _holds(found)["avowal:recognize"] is False
    assert (found.on_right, found.general) == (1, 1)
    assert _holds(spoken(frame, ME, "unspecified", 2014))["avowal:recognize"] is True


def _avowal(key: str, *rows: dict[str, Any], **columns: Any) -> bool | None:
    frame = coded(*rows).with_columns(**columns)
    return _holds(spoken(frame, ME, "torture", 2014))[key]


@pytest.mark.parametrize(
    ("denial", "chance", "holds"),
    [
        (None, 0.6, True),
        ("deny_fact", 0.6, False),
        ("deny_norm", 0.94, False),  # surer, but not clearly
        ("deny_fact", 0.95, True),
        ("counter_accuse", 0.6, True),  # says nothing of the right
    ],
)
def test_an_admission_beside_a_denial_is_none_unless_it_is_clearly_surer(
    denial: str | None, chance: float, holds: bool
) -> None:
    rows = [said(ME, 2009, "concede", kind="admission", statement="one", probability=chance)]
    if denial:
        rows.append(said(ME, 2009, denial, statement="one", probability=0.75))
    rows.append(said(ME, 2009, "deny_fact", "speech", statement="one", probability=0.99))
    rows.append(said(ME, 2009, "deny_fact", statement="another", probability=0.99))
    assert _avowal("avowal:admission", *rows) is holds


def test_an_avowal_of_which_the_coder_is_not_sure_is_none() -> None:
    row = said(ME, 2009, "recognize")
    assert _avowal("avowal:recognize", row, sure=pl.lit(False)) is False
    assert _avowal("avowal:recognize", row, sure=pl.lit(True)) is True


def test_rights_of_the_whole_passage_are_not_named_by_the_act() -> None:
    several = ["killing", "torture"]
    here: dict[str, Any] = {"statement": "one", "rights": several}
    accused = said(ME, 2009, "counter_accuse", **here)
    affirmed = said(ME, 2009, "recognize", rule="recognize.attached", **here)
    assert _avowal("avowal:recognize", accused, affirmed) is False
    assert _avowal("avowal:recognize", affirmed) is True
    own = {**affirmed, "rights": ["torture"]}
    assert _avowal("avowal:recognize", accused, own) is True
    assert _avowal("avowal:recognize", said(ME, 2009, "recognize", rights=several)) is False


def test_the_statements_behind_an_avowal_are_told() -> None:
    found = spoken(
        coded(
            said(ME, 2009, "recognize"),
            said(ME, 2010, "recommend", forum="upr_recommendation", addressee=OTHER),
        ),
        ME,
        "torture",
        2014,
    )
    assert found.statements["avowal:recognize"] == ("made-up/811/2009/recognize/upr_dialogue",)
    assert len(found.statements["same_standard_urged_on_others"]) == 1
    assert found.statements["review_accepted"] == ()


def test_a_ground_is_open_until_something_names_it() -> None:
    def grounds(**more: Any) -> dict[str, bool | None]:
        frame = coded(said(ME, 2014, "justify", **more))
        told = _holds(spoken(frame, ME, "torture", 2014))
        return {ground: told[f"uttered:justify:{ground}"] for ground in GROUNDS}

    assert set(grounds().values()) == {None}
    assert set(grounds(rule="law_reference").values()) == {None}
    by_rule = grounds(rule="justify-necessity-2")
    assert [one for one, holds in by_rule.items() if holds] == ["necessity"]
    assert by_rule["law"] is False
    assert grounds(ground="poverty")["poverty"] is True
    assert grounds(articles=["ICCPR:4"])["emergency"] is True


def test_votes_reviews_and_urging_others() -> None:
    mine = coded(
        said(ME, 2012, "recognize", voice="vote", forum="assembly_vote"),
        said(ME, 2012, "recommend", forum="upr_recommendation", addressee=OTHER),
        said(OTHER, 2013, "recommend", forum="upr_recommendation", addressee=ME, response="noted"),
    )
    told = _holds(spoken(mine, ME, "torture", 2014))
    assert told["voted_for"] is True
    assert told["avowal:recognize"] is False  # a vote is told as a vote
    assert told["same_standard_urged_on_others"] is True
    assert told["review_accepted"] is False
    accepted = coded(
        said(
            OTHER, 2010, "recommend", forum="upr_recommendation", addressee=ME, response="accepted"
        )
    )
    found = spoken(accepted, ME, "torture", 2014)
    assert _holds(found)["review_accepted"] is True
    assert _holds(found)["voted_for"] is None
    assert found.first_promise == 2010
    to_itself = coded(said(ME, 2012, "shame", target=ME))
    assert _holds(spoken(to_itself, ME, "torture", 2014))["same_standard_urged_on_others"] is False


def test_many_sources_are_named_up_to_a_number_and_the_rest_counted() -> None:
    frame = coded(*(said(ME, 1990 + at, "recognize") for at in range(20)))
    premise = next(
        one for one in spoken(frame, ME, "torture", 2014).premises if one.key == "avowal:recognize"
    )
    assert len(premise.sources) == MOST_SOURCES + 1
    assert premise.sources[0] == "made-up/811/2009/recognize/upr_dialogue"
    assert premise.sources[-1] == "and 8 more"


def test_another_frame_is_refused() -> None:
    with pytest.raises(DataError, match="statement"):
        spoken(pl.DataFrame({"ccode": [1]}), ME, "torture", 2014)


def test_an_empty_frame_leaves_avowals_unknown() -> None:
    told = _holds(spoken(coded(), ME, "torture", 2014))
    assert told["avowal:recognize"] is None
    assert told["uttered:deny_norm"] is False
