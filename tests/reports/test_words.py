"""The section on words: what is shown, what is left out, and that hostile text stays text."""

from __future__ import annotations

from dataclasses import replace

from tests.reports import made_up

from rightful.core.answer import Answer, Contradicted
from rightful.core.document import DataTable, Items
from rightful.reports.render import render
from rightful.reports.sections.words import Words

ONE = Contradicted(
    kind="word_law",
    right="torture",
    sides=(("2014-01", "Defended the ban", "A/HRC/26/16"), ("1992", "Joined CAT", "register")),
    strength=0.4,
    low=0.3,
    high=0.5,
    innocent_reading="The ban was of another kind.",
)


def with_words(*found: Contradicted) -> Answer:
    talk = replace(made_up.strand("talk_norm", "discourse", 0.02), measure="discourse")
    whole = made_up.answer()
    return replace(whole, strands=(*whole.strands, talk), contradictions=found)


def test_a_contradiction_has_its_sides_strength_and_innocent_reading() -> None:
    items = next(b for b in Words().render(with_words(ONE)) if isinstance(b, Items))
    assert items.entries[0].text == (
        "Word against law, torture. 2014-01: Defended the ban (A/HRC/26/16); 1992: Joined CAT "
        "(register). Strength 40% (30% to 50%). In its favour: The ban was of another kind."
    )


def test_an_interval_of_no_width_is_not_shown() -> None:
    items = next(
        block
        for block in Words().render(with_words(replace(ONE, low=0.4, high=0.4)))
        if isinstance(block, Items)
    )
    assert "Strength 40%. In its favour" in items.entries[0].text


def test_the_shares_of_acts_stand_without_a_contradiction() -> None:
    blocks = Words().render(with_words())
    assert not [block for block in blocks if isinstance(block, Items)]
    table = next(block for block in blocks if isinstance(block, DataTable))
    assert table.rows[0][0] == "In its speech: passages that avow or advance a norm"
    assert table.rows[0][2].endswith("%")


def test_nothing_known_is_nothing_shown() -> None:
    assert Words().render(made_up.empty()) == ()


def test_hostile_words_stay_words() -> None:
    bad = replace(ONE, sides=(("2014", "<script>x</script>", "\x1b[31mred"), ONE.sides[1]))
    page = render(with_words(bad), "html")
    assert "<script>x" not in page
    assert "\x1b" not in render(with_words(bad), "text")
