"""The coder's parts: sentences, names, rights, articles, lexicon, calibration."""

from __future__ import annotations

from importlib import resources

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.discourse.coder.articles import articles_in
from rightful.discourse.coder.calibrate import bounds, expected_error, logistic, platt
from rightful.discourse.coder.evasion import strays
from rightful.discourse.coder.lexicon import lexicon, read_lexicon
from rightful.discourse.coder.rights import rights_in
from rightful.discourse.coder.sentences import folded, sentences
from rightful.discourse.coder.targets import Names, blamed, first_target, governed, marked


def _sentences(text: str) -> list[str]:
    return sentences(folded(pl.Series("text", [text])))["said"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith spoke. He left.", ["mr smith spoke.", "he left."]),
        ("End of it. 184. The stakes are high.", ["end of it.", "the stakes are high."]),
        ("The U.N. met in St. Gallen. Good.", ["the un met in st gallen.", "good."]),
        ("It grew by 4.5 per cent. So what?", ["it grew by 4.5 per cent.", "so what?"]),
        ('He said: "No." Then he went.', ['he said: "no."', "then he went."]),
        ("Ça alors — l’État", ["ca alors - l'etat"]),
        ("2) We pray. 31 ) They rest.", ["we pray.", "they rest."]),
        ("...", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_folded_text_is_plain_and_folding_again_changes_nothing(text: str) -> None:
    once = folded(pl.Series("text", [text]))[0]
    assert once.isascii()
    assert once == once.strip()
    assert _sentences(once) == _sentences(text)


def test_names_longest_first_and_only_whole_words() -> None:
    names = Names({"Guinea": 1, "Guinea-Bissau": 2, "Oman": 3, "Côte d'Or": 4})
    texts = folded(pl.Series("text", ["Guinea-Bissau, Guinea, a Woman, Oman and Côte d’Or"]))
    text = marked(texts, pl.Series([3]), names)[0]
    assert text == "xst2, xst1, a Woman, xself and xst4"


def test_a_name_that_several_bore_is_the_speakers_or_the_addressees_or_nobodys() -> None:
    names = Names({}, {"Ruritania": (10, 20)})
    texts = folded(pl.Series("text", ["Ruritania"] * 3))
    text = marked(texts, pl.Series([20, 7, 7]), names, pl.Series([None, 10, None]))
    assert text.to_list() == ["xself", "xst10", "xst10o20"]
    assert first_target(text).to_list() == [None, 10, None]


LIFE = Names(
    {"Freedonia": 1, "Sylvania": 2, "Marshovia": 5, "Republic of Viet-Nam": 4,
     "Democratic Republic of Viet Nam": 3},
    {"Viet Nam": (3, 4)},
    {"Marpol": (1,), "Old Sylvan": (2,)},
    {("Viet Nam", 4): ((1949, 1975),), ("Marpol", 1): ((1960, 1970),)},
    {5: 1990},
)  # fmt: skip


def _marked_in(text: str, year: int) -> str:
    texts = folded(pl.Series("text", [text]))
    return str(marked(texts, pl.Series([9]), LIFE, None, pl.Series([year]))[0])


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("the Democratic Republic of Viet-Nam", 1971, "the xst3"),
        ("the Democratic Republic of Vietnam", 1971, "the xst3"),
        ("the Republic of Viet-Nam", 1971, "the xst4"),
        ("Vietnam", 1971, "xst3o4"),
        ("Viet-Nam", 1980, "xst3"),
        ("Marshovia", 1989, "xsto5"),
        ("Marshovia", 1990, "xst5"),
    ],
)
def test_a_name_means_who_bore_it_in_the_year(text: str, year: int, expected: str) -> None:
    assert _marked_in(text, year) == expected


def test_a_capital_or_a_leader_is_a_state_only_beside_a_government() -> None:
    said = pl.Series(
        ["the marpol regime", "a meeting in marpol", "the authorities in marpol",
         "old sylvan's illegal minority government", "the marpol regime", "the marpol regime"]
    )  # fmt: skip
    own = pl.Series([9, 9, 9, 9, 1, 9], dtype=pl.Int32)
    year = pl.Series([1965, 1965, 1965, 1965, 1965, 1990], dtype=pl.Int32)
    assert governed(said, own, year, LIFE).to_list() == [
        "the xst1 regime",
        "a meeting in marpol",
        "the authorities in xst1",
        "xst2's illegal minority government",
        "the xself regime",
        "the xsto1 regime",
    ]


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("the illegal occupation of xst2 by the xst1 regime is a crime.", 1),
        ("we condemn the massacre in xst2.", None),
        ("the aggression of xst1 against xst2 is a crime.", 1),
        ("xst1 aggression against xst2 and xst3 goes on.", 1),
        ("the people of xst2 are oppressed.", None),
        ("the xst2 people suffer under the racist regime of xst1.", 1),
        ("violations of the rights of the xst2 people must end.", None),
        ("we condemn xst1 for its crimes in xst2.", 1),
        ("xst2 has been invaded by xst1.", 1),
        ("crimes were committed in xst2 by xst1 troops.", 1),
        ("the troops in xst2 tortured civilians.", None),
        ("the rebel forces of xst2 tortured civilians.", None),
        ("in xst1 the junta tortures its people.", 1),
        ("apartheid in xsto5 and xst1 is a crime.", 1),
        ("some civilians of xst2 were victims of xst1 atrocities.", 1),
        ("the fascist troops of xst3o4 murdered thousands in xst2.", None),
        ("the resolution condemned by xst2 speaks of torture.", None),
        ("xst2 condemns the torture.", None),
        ("xst2 has been invaded and its people tortured.", None),
        ("xst2's people have been tortured.", None),
        ("crimes perpetrated by xst2 xst3 are condemned.", None),
        ("the xst1 republic is torturing prisoners.", 1),
        ("xst1 continues to torture prisoners.", 1),
        ("torture, murder, xst1.", None),
        ("xself condemns torture.", None),
        ("", None),
    ],
)
def test_who_does_the_deed_is_blamed_and_never_whom_it_is_done_to(
    sentence: str, target: int | None
) -> None:
    assert blamed(pl.Series([sentence]))[0] == target


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="xst12 o,.'by of in the", max_size=200))
def test_only_a_state_that_is_named_is_blamed(text: str) -> None:
    found = blamed(pl.Series([text], dtype=pl.String))[0]
    assert found is None or f"xst{found}" in text.replace("xst0", "xst")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("article 7 of the covenant forbids it", ("ICCPR:7",)),
        ("articles 7, 9 and 14 of the iccpr", ("ICCPR:7", "ICCPR:9", "ICCPR:14")),
        ("article 14 (3) of the covenant on civil and political rights", ("ICCPR:14",)),
        (
            "article 3 of the convention against torture and article 6 of cedaw",
            ("CAT:3", "CEDAW:6"),
        ),
        ("it ratified the optional protocol to the convention against torture", ("OPCAT",)),
        ("the covenant on economic, social and cultural rights", ("ICESCR",)),
        ("article 12 of the constitution guarantees it", ()),
        ("article 5 of the civil code", ()),
        ("the cat sat on the convention table", ("CAT",)),
        ("nothing of the kind", ()),
    ],
)
def test_articles(sentence: str, expected: tuple[str, ...]) -> None:
    assert articles_in(sentence) == expected


def test_rights() -> None:
    said = pl.Series(["journalists were tortured", "the harbour", "right to food and education"])
    assert rights_in(said).to_list() == [["torture", "speech"], [], ["food", "education"]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("ratify the international covenant on economic, social and cultural rights", []),
        ("ratify the protocol to the covenant on economic, social and cultural rights", []),
        ("accede to the convention against torture and cedaw", []),
        ("sign the convention on the elimination of all forms of discrimination against women", []),
        ("join the international convention for the protection of all persons from "
         "enforced disappearance", []),
        ("ratify the convention on the protection of the rights of all migrant workers and "
         "members of their families", []),
        ("define torture as the convention against torture and other cruel, inhuman or degrading "
         "treatment or punishment does", ["torture"]),
        ("the committee on economic, social and cultural rights asked about housing", ["housing"]),
        ("protect cultural rights", ["culture"]),
        ("end discrimination against women", ["women_social"]),
    ],
)  # fmt: skip
def test_the_name_of_an_instrument_is_no_right(sentence: str, expected: list[str]) -> None:
    assert rights_in(pl.Series([sentence])).to_list() == [expected]


def test_an_answer_strays_when_it_shares_no_word_of_weight() -> None:
    asked = "asked about overcrowded prisons and torture"
    answers = pl.Series(["the prison was closed", "tourism recovered", "tourism recovered"])
    assert strays(answers, pl.Series([asked, asked, ""])).to_list() == [False, True, False]


# ------------------------------------------------------------------ the table of rules


def _raw() -> str:
    table = resources.files("rightful.discourse").joinpath("tables/lexicon.toml")
    return table.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('act = "shame"\nkindly = 1', "key 'kindly'"),
        ('act = "scold"', "act 'scold'"),
        ('act = "shame"\nroles = ["judge"]', "role 'judge'"),
        ('act = "shame"\nforums = ["pub"]', "forum 'pub'"),
        ('act = "shame"\nkind = "shield"', "kind"),
        ('act = "shame"\nsubject = "page"', "subject 'page'"),
    ],
)
def test_a_rule_that_breaks_the_contract_is_refused(change: str, message: str) -> None:
    table = 'version = "1"\n[macro]\nhr = "x"\n[[rule]]\nid = "a"\npattern = "b"\nweight = 0.5\n'
    with pytest.raises(DataError, match=message):
        read_lexicon((table + change).encode())


def test_an_unknown_macro_and_a_doubled_id_are_refused() -> None:
    rule = '[[rule]]\nid = "a"\nact = "shame"\npattern = "{b}"\nweight = 0.5\n'
    head = 'version = "1"\n[macro]\nhr = "x"\n'
    with pytest.raises(DataError, match="no macro"):
        read_lexicon((head + rule).encode())
    with pytest.raises(DataError, match="same id"):
        read_lexicon((head + rule.replace("{b}", "b") * 2).encode())


def test_every_pattern_of_the_package_compiles() -> None:
    text = pl.Series("text", ["we will ratify the covenant"]).to_frame()
    for rule in lexicon().rules:
        for pattern in (rule.pattern, *rule.needs, *rule.unless):
            found = text.select(pl.col("text").str.contains(pattern)).to_series()
            assert found.null_count() == 0, rule.name


def test_cues_lose_nothing() -> None:
    # A rule with cues must need one of them: its pattern without its cues finds no more.
    passages = _raw().replace("\\", " ").splitlines()
    said = pl.Series("own", [line.lower() for line in passages]).to_frame()
    for rule in lexicon().rules:
        if rule.cues:
            matched = said.filter(pl.col("own").str.contains(rule.pattern))
            assert matched.filter(~pl.col("own").str.contains_any(list(rule.cues))).is_empty()


# ------------------------------------------------------------------ calibration


def test_platt_finds_the_scale_that_made_the_codes() -> None:
    rng = np.random.default_rng(1)
    scores = rng.normal(size=20_000)
    codes = rng.random(20_000) < logistic(1.5 * scores - 0.7)
    scale = platt(scores, codes)
    assert scale.slope == pytest.approx(1.5, abs=0.08)
    assert scale.shift == pytest.approx(-0.7, abs=0.08)
    assert expected_error(scale.probability(scores), codes) < 0.02


@pytest.mark.parametrize("code", [True, False])
def test_platt_on_codes_of_one_kind_is_flat_and_finite(code: bool) -> None:
    scale = platt(np.array([1.0, 2.0, 3.0]), np.full(3, code))
    assert scale.slope == 0
    assert (scale.probability(np.array([9.0]))[0] > 0.5) == code


def test_platt_on_codes_that_scores_part_without_error_is_finite() -> None:
    scale = platt(np.array([-1.0, -1.0, 1.0, 1.0]), np.array([False, False, True, True]))
    assert np.isfinite([scale.slope, scale.shift]).all()


def test_bounds_keep_their_word() -> None:
    rng = np.random.default_rng(2)
    p = rng.random(5_000)
    codes = rng.random(5_000) < p
    limits = bounds(p, codes, precision=0.8, missed=0.1)
    assert codes[p >= limits.high].mean() >= 0.8
    assert (codes & (p <= limits.low)).sum() <= 0.1 * codes.sum()
    assert limits.low < limits.high < 0.9


def test_no_bound_is_drawn_where_none_would_do() -> None:
    p = np.linspace(0, 1, 100)
    limits = bounds(p, np.zeros(100, dtype=bool), precision=0.8, missed=0.1)
    assert limits.high > 1
