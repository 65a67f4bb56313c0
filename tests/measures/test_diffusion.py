"""Links between texts: a copy is found, unrelated texts rarely, and never a later ancestor."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightful.core.errors import DataError
from rightful.measures import diffusion
from rightful.measures._text_match import Matches, match
from rightful.measures._text_null import ERROR_RATE, Texts, limits
from rightful.measures.diffusion import descent, edges, passages, shares, trace

pytest.importorskip("sklearn", reason="the extra `text` is not installed")

WORDS = tuple(f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "nrls")
RIGHTS = ("torture", "speech", "movement", "religion", "work", "food", "health", "education")
DAYS = {"FIRST": date(1948, 1, 1), "SECOND": date(1966, 1, 1), "THIRD": date(1979, 1, 1)}


def _sentence(rng: np.random.Generator, words: int = 40) -> str:
    return " ".join(rng.choice(WORDS, words))


def _world(seed: int, copied: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three instruments; the first ``copied`` articles of the second are those of the first."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, str, date, str]] = []
    for name, day in DAYS.items():
        for i in range(len(RIGHTS)):
            taken = name == "SECOND" and i < copied
            text = rows[i][3] if taken else _sentence(rng)
            rows.append((name, str(i + 1), day, text))
    texts = pl.DataFrame(rows, schema=["instrument", "article", "day", "text"], orient="row")
    rights = texts.select(
        "instrument", "article", right=pl.lit(pl.Series(list(RIGHTS) * len(DAYS)))
    )
    return texts, rights


def _texts(
    names: list[str], days: list[int], stated: list[list[str]], similarity: np.ndarray
) -> Texts:
    found = Matches(similarity, similarity)
    return Texts(np.array(names), np.array(days), tuple(frozenset(one) for one in stated), found)


@pytest.mark.parametrize("copied", [0, 3, 6])
def test_what_was_copied_is_linked_and_nothing_else(copied: int) -> None:
    found = trace(*_world(7, copied), ("FIRST",))
    linked = found.links.filter("similar", instrument="SECOND")
    taken = [str(i + 1) for i in range(copied)]
    assert set(taken) <= set(linked["article"])
    assert len(set(linked["article"]) - set(taken)) <= 1
    exact = linked.filter(pl.col("article").is_in(taken))
    assert (exact["article"] == exact["ancestor_article"]).all()
    assert exact["reuse"].to_list() == [1.0] * copied


def test_unrelated_texts_are_linked_about_as_often_as_stated() -> None:
    flagged = [trace(*_world(seed, 0), ("FIRST",)).links["similar"].mean() for seed in range(12)]
    assert float(np.mean([one for one in flagged if isinstance(one, float)])) <= 2 * ERROR_RATE


def test_no_text_has_a_later_ancestor_or_one_of_the_same_day() -> None:
    texts, rights = _world(1, 3)
    same = texts.with_columns(pl.lit(date(1948, 1, 1)).alias("day"))
    links = trace(texts, rights, ("FIRST", "SECOND")).links
    order = list(DAYS)
    assert all(
        order.index(earlier) < order.index(later)
        for later, earlier in links.select("instrument", "ancestor").iter_rows()
    )
    with pytest.raises(DataError, match="no two articles are known to be unrelated"):
        trace(same, rights, ("FIRST",))


def test_the_same_texts_give_the_same_links() -> None:
    first, second = (trace(*_world(2, 3), ("FIRST", "SECOND")) for _ in range(2))
    assert first.links.equals(second.links)
    assert first.limits == second.limits


def test_without_rights_no_limit_can_be_stated() -> None:
    texts, rights = _world(1, 3)
    with pytest.raises(DataError, match="no two articles are known to be unrelated"):
        trace(texts, rights.with_columns(right=pl.lit("torture")), ("FIRST",))


def test_bad_articles_are_told() -> None:
    texts, rights = _world(1, 0)
    with pytest.raises(DataError, match=r"columns \['day'\] are missing"):
        trace(texts.drop("day"), rights, ("FIRST",))
    with pytest.raises(DataError, match="articles occur twice"):
        trace(pl.concat([texts, texts]), rights, ("FIRST",))
    with pytest.raises(DataError, match="no article of"):
        trace(texts, rights, ("ABSENT",))


def test_the_more_is_looked_in_the_higher_the_limit() -> None:
    rng = np.random.default_rng(0)
    names = ["A"] * 4 + ["B"] * 12 + ["C"] * 4
    days = [0] * 4 + [0] * 12 + [1] * 4
    stated = [["torture"]] * 16 + [["speech"]] * 4
    few, many = limits(_texts(names, days, stated, rng.random((20, 20))), ("A", "B"))
    assert (few.looked_in, many.looked_in) == (4, 12)
    assert few.similarity <= many.similarity


def test_the_limit_of_the_best_of_m_is_that_of_drawing_m() -> None:
    rng = np.random.default_rng(4)
    pool = np.sort(rng.random(30))
    similarity = np.zeros((31, 31))
    similarity[30, :30] = pool
    names = ["A"] * 5 + ["B"] * 25 + ["C"]
    stated = [["torture"]] * 30 + [["speech"]]
    (found,) = limits(_texts(names, [0] * 30 + [1], stated, similarity), ("A",))
    best = sorted(max(combined) for combined in combinations(pool, 5))
    assert found.similarity == pytest.approx(best[int(np.ceil(0.95 * len(best))) - 1])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=900), st.integers(20, 120))
def test_passages_keep_every_word_in_order(words: list[str], most: int) -> None:
    text = " ".join(f"{word}." if i % 9 == 8 else word for i, word in enumerate(words))
    frame = pl.DataFrame(
        {"instrument": ["A"], "article": ["1"], "day": [date(2000, 1, 1)], "text": [text]}
    )
    found = passages(frame, most)
    assert " ".join(found["text"]).split() == text.split()
    assert found["passage"].to_list() == list(range(1, found.height + 1))
    assert found.height <= -(-len(words) // most)


def test_match_is_symmetric_one_with_itself_and_blind_to_stock_phrases() -> None:
    rng = np.random.default_rng(0)
    long, other = _sentence(rng), _sentence(rng)
    found = match([long, long, other, "five words in a row here"])
    assert found.similarity == pytest.approx(found.similarity.T)
    assert found.similarity[0, 1] == pytest.approx(1, abs=1e-5)
    assert found.similarity[0, 2] < 0.5
    assert found.reuse[0, 1] == 1
    assert found.reuse[3, 3] == 0
    assert match(["one two", "three four"]).reuse.tolist() == [[0, 0], [0, 0]]


LINKS = pl.DataFrame(
    [
        ("B", "1", 1, "A", "1", 0.9, 0.5, True, True),
        ("B", "2", 1, "A", "1", 0.1, 0.0, False, False),
        ("C", "1", 1, "A", "2", 0.3, 0.0, True, False),
        ("C", "2", 1, "A", "1", 0.1, 0.0, False, False),
        ("C", "2", 2, "A", "1", 0.1, 0.0, False, False),
        ("C", "1", 1, "B", "2", 0.8, 0.0, True, False),
        ("C", "2", 1, "B", "1", 0.7, 0.0, True, False),
        ("C", "2", 2, "B", "1", 0.1, 0.0, False, False),
    ],
    schema=diffusion.LINKS,
    orient="row",
)


def test_shares_count_passages_and_articles() -> None:
    found = {(row[0], row[1]): row[2:] for row in shares(LINKS).iter_rows()}
    assert found["B", "A"] == (2, 0.5, 0.5, 2, 0.5, 1)
    assert found["C", "B"] == (3, pytest.approx(2 / 3), 0.0, 2, 1.0, 2)


def test_an_edge_goes_to_the_closest_ancestor_only() -> None:
    assert edges(LINKS).rows() == [
        ("A", "B", 0.5),
        ("B", "C", pytest.approx(2 / 3)),
    ]


def test_descent_follows_linked_articles_through_others() -> None:
    found = {row[0]: row[1:] for row in descent(LINKS, "A").iter_rows()}
    # C 1 is linked to A itself; C 2 to B 1, which is; B 2 is not.
    assert found["B"] == (0.5, 0.5)
    assert found["C"] == (pytest.approx(1 / 3), pytest.approx(2 / 3))
