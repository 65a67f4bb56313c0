"""Argdown, AIF and the drawing: whole, well formed, and no text can break out."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.discourse.arguments.aif import aif, aif_text
from rightful.discourse.arguments.argdown import argdown
from rightful.discourse.arguments.build import Premise, case, verdict
from rightful.discourse.arguments.drawing import NOTHING, alternative, drawing
from rightful.discourse.arguments.schemes import stock_map
from rightful.discourse.arguments.told import Told

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> ]]> & "x" [a]: #tag \u202e\x00\x1b[2J {b} \\ `c`'


def _told(state: str = "Freedonia", *defences: str) -> Told:
    premises = [
        Premise("uttered:deny_norm", True, 0.9, (HOSTILE,)),
        Premise("uttered:deny_fact", True, 0.9),
        Premise("in_force:ICCPR:7", True, 1.0),
        Premise("no_reservation:ICCPR:7", False, 1.0),
        Premise("avowal:recognize", False),
    ]
    own = case(stock_map("torture"), premises)
    names = defences or ("norm_invalid", "facts_untrue")
    return Told(own, {name: verdict(own, name) for name in names}, state, 1999)


def test_argdown_names_every_argument_once_and_relates_only_those() -> None:
    told = _told()
    text = argdown(told)
    defined = re.findall(r"^<([^>]+)>: ", text, re.MULTILINE)
    assert tuple(defined) == told.shown
    related = re.findall(r"^  (<[-_+]) <([^>]+)>$", text, re.MULTILINE)
    assert {name for _, name in related} <= set(defined)
    assert ("<_", "reserved:ICCPR:7") in related
    assert len(related) == len(told.links)
    assert "#falls" in text


def test_argdown_takes_the_meaning_from_signs_in_a_name() -> None:
    text = argdown(_told(HOSTILE))
    body = text.split("===\n", 2)[2]
    assert "<script" not in body.replace("\\<script", "")
    assert "\x1b" not in text
    assert not re.search(r"(?<!\\)\[a", body)
    assert argdown(_told("A ==== B")).count("===") == 2


def test_aif_edges_lead_from_node_to_node_and_attacks_meet_claims_or_steps() -> None:
    told = _told()
    found = aif(told)
    kinds = {one["nodeID"]: one["type"] for one in found["nodes"]}
    assert set(kinds.values()) == {"I", "RA", "CA"}
    for edge in found["edges"]:
        assert {edge["fromID"], edge["toID"]} <= kinds.keys()
        # Two pieces of information never meet but through a scheme.
        assert (kinds[edge["fromID"]], kinds[edge["toID"]]) != ("I", "I")
    modes = {one["nodeID"]: one["mode"] for one in found["nodes"] if one["type"] == "CA"}
    assert len(modes) == sum(link.attacks for link in told.links)
    for node, mode in modes.items():
        (aim,) = [edge["toID"] for edge in found["edges"] if edge["fromID"] == node]
        assert kinds[aim] == ("RA" if mode == "undercut" else "I")
    premises = [one["premise"] for one in found["nodes"] if "premise" in one]
    assert len(set(premises)) == len(premises)
    assert json.loads(aif_text(told)) == found


def test_the_drawing_is_well_formed_tells_itself_in_words_and_runs_nothing() -> None:
    told = _told(HOSTILE)
    text = drawing(told)
    root = ET.fromstring(text)
    assert root.attrib["role"] == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert desc.text == alternative(told)
    assert "Verdict: falls." in (desc.text or "")
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "a", "use"}
    assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)
    assert "\x00" not in text
    words = "".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert {"FALLS", "CANNOT TELL", "OPEN", "DEFEATED"} <= set(
        re.findall(r"[A-Z]{4,}(?: [A-Z]{4,})?", words)
    )


def test_boxes_do_not_overlap_and_lie_in_the_picture() -> None:
    root = ET.fromstring(drawing(_told()))
    boxes = [
        [float(one.attrib[key]) for key in ("x", "y", "width", "height")]
        for group in root.iter(f"{SVG}g")
        for one in group.iter(f"{SVG}rect")
    ]
    assert len(boxes) > 5
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for at, (x, y, w, h) in enumerate(boxes):
        assert x >= 0
        assert x + w <= width
        assert y + h <= height
        for ox, oy, ow, oh in boxes[at + 1 :]:
            assert x + w <= ox or ox + ow <= x or y + h <= oy or oy + oh <= y


def test_an_argument_that_is_on_the_table_and_beaten_says_so() -> None:
    told = _told()
    assert told.mark("bound:ICCPR:7") == "on the table"  # the reservation itself is void
    assert told.mark("reserved:ICCPR:7") == "defeated"
    assert told.mark("deed") == "open"


def test_no_defence_is_said_in_words() -> None:
    own = case(stock_map("torture"), [])
    told = Told(own, {}, "Freedonia", 1999)
    assert NOTHING in drawing(told)
    assert alternative(told) == NOTHING
    ET.fromstring(drawing(told))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_no_name_breaks_a_format(name: str) -> None:
    told = _told(name, "facts_untrue")
    ET.fromstring(drawing(told))
    text = argdown(told)
    assert re.findall(r"^<([^>]+)>: ", text, re.MULTILINE) == list(told.shown)
    json.loads(aif_text(told))


@pytest.mark.parametrize("write", [drawing, argdown, aif_text])
def test_the_same_case_is_told_the_same_way(write) -> None:
    assert write(_told()) == write(_told())
