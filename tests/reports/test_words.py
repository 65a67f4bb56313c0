"""The section on words: what is shown, what is left out, and that hostile text stays text."""

from __future__ import annotations

from dataclasses import replace

from tests.reports import made_up

from rightful.core.answer import Answer, Contradicted
from rightful.core.document import DataTable, Heading, Items, Paragraph
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
    band="fair",
)


def with_words(*found: Contradicted) -> Answer:
    talk = replace(made_up.strand("talk_norm", "discourse", 0.02), measure="discourse")
    whole = made_up.answer()
    return replace(whole, strands=(*whole.strands, talk), contradictions=found)


def test_a_contradiction_is_a_head_its_sides_and_its_innocent_reading() -> None:
    blocks = Words().render(with_words(ONE))
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 3)
    head, sides, favour = blocks[at : at + 3]
    assert isinstance(head, Heading)
    assert head.text == "Word against law · Torture · fair"
    assert isinstance(sides, Items)
    assert [one.text for one in sides.entries] == [
        "2014-01: Defended the ban. Where: A/HRC/26/16.",
        "1992: Joined CAT. Where: register.",
    ]
    assert isinstance(favour, Paragraph)
    assert favour.text == "In its favour: The ban was of another kind."


def test_strength_is_not_told_as_a_probability() -> None:
    for form in ("html", "text", "md"):
        page = render(with_words(ONE, ONE), form)
        assert "Strength 40%" not in page
        assert page.count("Word against law · Torture · fair") == 2
        assert "no probability" in " ".join(page.split())


def test_it_is_said_who_coded() -> None:
    notes = [b.text for b in Words().render(with_words()) if isinstance(b, Paragraph)]
    assert any("No human has coded yet" in text and "coder-report" in text for text in notes)


def test_a_share_of_which_little_is_known_is_left_out_and_counted() -> None:
    def rendered(width: float) -> tuple[list[str], list[str]]:
        whole = with_words()
        talk = whole.strands[-1]
        zero = 0 * talk.mean
        wide = replace(talk, mean=zero + 0.1, low=zero + 0.01, high=zero + 0.01 + width)
        strands = (*whole.strands, replace(wide, name="answers_denial"))
        blocks = Words().render(replace(whole, strands=strands))
        tables = [b for b in blocks if isinstance(b, DataTable)]
        notes = [b.text for b in blocks if isinstance(b, Paragraph) and "Left out" in b.text]
        return [row[0] for table in tables for row in table.rows], notes

    rows, notes = rendered(0.61)
    assert rows == ["In its speech: passages that avow or advance a norm"]
    (note,) = notes
    assert note.startswith("Left out: one such share with")
    rows, notes = rendered(0.59)
    assert (len(rows), notes) == (2, [])


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
