"""Boolean, phrase and prefix queries agree with a walk over every passage, word by word."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discourse.search.made_up import statements

from rightful.discourse.search.find import search
from rightful.discourse.search.index import build_index

# Every form of a word, and the stem that we say it has: the engine's own stemmer is not asked.
FAMILIES = {
    "tortur": ("torture", "tortured", "torturing"),
    "prison": ("prison", "prisons"),
    "right": ("right", "rights", "Rights"),
    "human": ("human", "humans"),
    "detain": ("detain", "detained", "detains"),
    "law": ("law", "laws", "LAW"),
    "the": ("the", "The"),
    "not": ("not",),
    "café": ("café", "cafe"),
    "tort": ("tort", "torts"),
}
STEM = {form: stem for stem, forms in FAMILIES.items() for form in forms}
FORMS = tuple(STEM)
PASSAGES = 300
W_LAW, W_PRISON = ("word", "law"), ("word", "prison")


def _passages() -> list[list[str]]:
    chance = random.Random(7)
    return [chance.choices(FORMS, k=chance.randint(1, 12)) for _ in range(PASSAGES)]


TEXTS = _passages()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    joins = (" ", ", ", " - ", "\n")
    texts = [joins[i % 4].join(text) for i, text in enumerate(TEXTS)]
    build_index(made, statements(*({"text": text, "language": "en"} for text in texts)))
    return made


# An asked query as a tree of our own: ("word", form), ("begin", letters), ("phrase", forms), ...
def _leaf():
    words = st.sampled_from(FORMS)
    return st.one_of(
        st.tuples(st.just("word"), words),
        st.tuples(st.just("begin"), words.map(lambda word: word[:3].lower())),
        st.tuples(st.just("phrase"), st.lists(words, min_size=1, max_size=3).map(tuple)),
    )


def _grow(inner):
    return st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("and"), st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.tuples(st.just("or"), st.lists(inner, min_size=2, max_size=3).map(tuple)),
    )


def _written(tree: tuple[str, Any]) -> str:
    kind, part = tree
    if kind == "word":
        return str(part)
    if kind == "begin":
        return f"{part}*"
    if kind == "phrase":
        return f'"{" ".join(part)}"'
    if kind == "not":
        return f"NOT ({_written(part)})"
    return "(" + f" {kind.upper()} ".join(_written(one) for one in part) + ")"


def _bare(word: str) -> str:
    return word.lower().replace("é", "e")


def _holds(tree, text: list[str]) -> bool:
    kind, part = tree
    stems = [STEM[word] for word in text]
    if kind == "word":
        return STEM[part] in stems
    if kind == "begin":
        return any(_bare(word).startswith(_bare(part)) for word in text)
    if kind == "phrase":
        wanted = [STEM[word] for word in part]
        return any(stems[i : i + len(wanted)] == wanted for i in range(len(stems)))
    if kind == "not":
        return not _holds(part, text)
    return (all if kind == "and" else any)(_holds(one, text) for one in part)


@settings(max_examples=100, deadline=None)
@given(tree=st.recursive(_leaf(), _grow, max_leaves=6))
def test_a_query_finds_what_a_walk_over_all_passages_finds(folder: Path, tree) -> None:
    expected = {f"s{i}" for i, text in enumerate(TEXTS) if _holds(tree, text)}
    found = search(folder, _written(tree), most=PASSAGES)
    assert {hit.statement for hit in found.hits} == expected
    assert found.total == len(expected)


def test_the_walk_and_the_search_differ_where_the_words_do(folder: Path) -> None:
    some = {f"s{i}" for i, text in enumerate(TEXTS) if _holds(("word", "tort"), text)}
    assert 0 < len(some) < PASSAGES
    found = {hit.statement for hit in search(folder, "torture", most=PASSAGES).hits}
    assert found != some


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("law OR prison human", ("or", (W_LAW, ("and", (W_PRISON, ("word", "human")))))),
        ("NOT law OR prison", ("or", (("not", ("word", "law")), ("word", "prison")))),
        ("law -prison", ("and", (("word", "law"), ("not", ("word", "prison"))))),
        ("law -(prison OR tort)", ("and", (W_LAW, ("not", ("or", (W_PRISON, ("word", "tort"))))))),
        ("not", ("word", "not")),
        ("human-rights", ("phrase", ("human", "rights"))),
    ],
)  # fmt: skip
def test_not_binds_before_and_and_and_before_or(folder: Path, query: str, tree) -> None:
    expected = {f"s{i}" for i, text in enumerate(TEXTS) if _holds(tree, text)}
    found = {hit.statement for hit in search(folder, query, most=PASSAGES).hits}
    assert found == expected
