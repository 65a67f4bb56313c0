"""Masking hides every name of the tables, harms no other word, and stands hostile text."""

from __future__ import annotations

import re
import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.masking import mask, names_to_mask
from rightful.record.instruments import read_table
from rightful.record.states import all_states
from rightful.study.coding.masked_names import frame_of_names, names_of_states

NAMES = names_of_states()
TAG = re.compile(r"\[(?:SELF|STATE-\d+|PERSON)\]")
SPELLINGS = sorted(NAMES.bearers)
# Words that are no names, some close to one.
WORDS = (
    "the", "Government", "cambodian-style", "turkey", "polish", "Council", "nigerians", "us",
    "chad", "Perusal", "Omanhene", "Ireland2", "malign", "Turkeys", "<b>rights</b>", "&amp;",
    "42.", "“quoted”", "حقوق", "права", "State", "Chinaware", "europe", "African", "European Union",
    "Latin America", "Organization of American States", "General Assembly", "OHCHR", "Geneva",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(SPELLINGS), st.sampled_from(WORDS)), max_size=12),
    st.sampled_from([" ", ", ", " (", "\n", "; "]),
    st.sampled_from([811, 365, 2, 731, 345, None]),
)
def test_no_name_survives_and_no_other_word_goes(parts, between, speaker) -> None:
    text = between.join(parts)
    masked = mask(text, speaker, NAMES)
    again = mask(masked.text, speaker, NAMES)
    assert again.text == masked.text
    kept = TAG.split(masked.text)
    for name in {part for part in parts if part in NAMES.bearers}:
        assert not any(re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", piece) for piece in kept)
    # What is left is the text without its names, in order.
    rest = iter(text)
    assert all(letter in rest for letter in "".join(kept))
    for word in (part for part in parts if part in WORDS):
        assert word in masked.text
    if speaker is None:
        assert "[SELF]" not in masked.text


@pytest.mark.parametrize("name", [s for s in SPELLINGS if s.upper() != s or len(s) > 4][::23])
def test_a_name_split_by_line_ends_and_invisible_marks_is_masked(name) -> None:
    middle = len(name) // 2
    for text in (
        name.replace(" ", "\n "),
        f"{name[:middle]}\u00ad{name[middle:]}",
        f"{name[:middle]}\u200b{name[middle:]}’s",
        f"pro-{name}",
        f"<i>{name}</i>",
        name.replace("'", "’").replace("-", "‐"),
    ):
        left = TAG.sub("", mask(text, None, NAMES).text).strip(" \n’s<i>/-pro")
        assert not left, text


def test_every_state_of_the_table_has_its_words() -> None:
    table = read_table("demonyms")
    assert {state.state_id for state in all_states()} >= set(table["state_id"])
    coded = {str(s.ccode) for s in all_states() if s.ccode is not None}
    assert coded <= set(table["ccode"].drop_nulls()), "a state without demonym"
    mine = dict(table.drop_nulls("ccode").select("ccode", "state_id").iter_rows())
    spells = {(str(s.ccode), s.state_id) for s in all_states() if s.ccode is not None}
    assert set(mine.items()) <= spells
    assert table["adjective"].null_count() == 0
    frame = frame_of_names()
    assert frame.filter(pl.col("name") == "Cambodian")["ccode"].to_list() == [811] * 2


def test_one_state_has_one_tag_whatever_it_is_called() -> None:
    text = (
        "Cambodia thanked France. The French people and Paris know that Phnom Penh, Kampuchea and "
        "the Khmers agree; VIET NAM does not, said the Vietnamese."
    )
    masked = mask(text, 811, NAMES)
    assert masked.text == (
        "[SELF] thanked [STATE-1]. The [STATE-1] people and [STATE-1] know that [SELF], [SELF] and "
        "the [SELF] agree; [STATE-2] does not, said the [STATE-2]."
    )
    assert masked.tags == {"[SELF]": 811, "[STATE-1]": 220, "[STATE-2]": 816}


def test_a_second_text_is_numbered_on() -> None:
    first = mask("Norway asked Chile.", 155, NAMES)
    second = mask("Sweden and Norway spoke.", 155, NAMES, first.tags)
    assert second.text == "[STATE-2] and [STATE-1] spoke."
    assert mask("[STATE-4] and Sweden", 155, NAMES).text == "[STATE-4] and [STATE-5]"


def test_a_shared_name_is_the_speakers() -> None:
    for speaker in (731, 732):
        assert mask("the Korean people", speaker, NAMES).text == "the [SELF] people"
    assert mask("the South Korean people", 731, NAMES).text == "the [STATE-1] people"
    both = mask("The Democratic Republic of the Congo and the Congolese", 100, NAMES)
    assert both.text == "The [STATE-1] and the [STATE-1]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mr. Made-Up (Chile), H.E. Ms. Ánna van der Nobody", "[PERSON] ([SELF]), [PERSON]"),
        ("Prime Minister Some Body; a party", "Prime Minister [PERSON]; a party"),
        ("President Nobody’s party", "President [PERSON] party"),
        ("the President of the Republic and the Minister for Justice", None),
        ("the General Assembly, Mr. President, and the Minister Plenipotentiary", None),
        ("Mr. Exemplar left. Exemplar returned.", "[PERSON] left. [PERSON] returned."),
        ("We condemn Pinochet and Idi Amin", "We condemn [PERSON] and [PERSON]"),
    ],
)  # fmt: skip
def test_people(text, masked) -> None:
    assert mask(text, 155, NAMES).text == (text if masked is None else masked)


@pytest.mark.parametrize(
    "text",
    [
        "the Vienna Declaration and Programme of Action",
        "the Paris Principles, the Rome Statute and the Paris Peace Agreements",
        "Latin American States, the American Convention, the Inter-American Court",
        "the Group of 77 and China",
        "US$ 5 million",
        "the European Union and the League of Arab States",
    ],
)
def test_groups_texts_and_meetings_stay(text) -> None:
    assert mask(text, 155, NAMES).text == text


def test_a_capital_alone_is_its_government() -> None:
    assert mask("Paris and Vienna object", 155, NAMES).text == "[STATE-1] and [STATE-2] object"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_masked_once_for_all(text) -> None:
    once = mask(text, 811, NAMES).text
    assert mask(once, 811, NAMES).text == once


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "Mr. " * 250_000,
        "Mr. " + "A." * 400_000,
        "Mr. " + "de la " * 150_000,
        "Cambodia " * 110_000,
        "\x00\x1b[2J\u202e" * 200_000,
        "<script>alert(1)</script>" * 40_000,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_a_megabyte_takes_no_time(text) -> None:
    start = time.process_time()
    mask(text, 811, NAMES)
    assert time.process_time() - start < 3


def test_markup_is_text_and_control_characters_are_spaces() -> None:
    masked = mask("<script>Chile</script>\x00\x1b[31m\u202eChile", 155, NAMES).text
    assert masked == "<script>[SELF]</script>  [SELF]"


def test_what_is_refused() -> None:
    with pytest.raises(DataError, match="columns name and ccode"):
        names_to_mask(pl.DataFrame({"name": ["Freedonia"]}))
    with pytest.raises(DataError, match="no name"):
        names_to_mask(pl.DataFrame({"name": ["nowhere"], "ccode": [1]}))
    own = names_to_mask(pl.DataFrame({"name": ["Freedonia"], "ccode": [7]}))
    assert mask("Hail Freedonia!", 7, own).text == "Hail [SELF]!"
