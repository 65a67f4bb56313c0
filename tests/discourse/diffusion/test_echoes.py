"""Echoes: a planted follower and its lag come back; corpora without echoes give no finding."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.discourse.diffusion.made_up import WORDS, ready, speeches, with_planted

from rightful.core.errors import UsageError
from rightful.discourse.diffusion.echoes import echoes
from rightful.discourse.diffusion.texts_lead import texts_lead

LAG = 4


def _line(random: np.random.Generator) -> str:
    return " ".join(random.choice(WORDS, 10))


def _planted(
    follower: int, years: range, lag: int = LAG, origin: int = 100
) -> dict[tuple[int, int], str]:
    random = np.random.default_rng(900 + origin)
    found: dict[tuple[int, int], str] = {}
    for year in years:
        said = _line(random)
        found[origin, year] = f"{found.get((origin, year), '')} ; {said}"
        found[follower, year + lag] = f"{found.get((follower, year + lag), '')} ; {said}"
    return found


def test_a_planted_follower_and_its_lag_come_back() -> None:
    texts = ready(with_planted(speeches(), _planted(107, range(1966, 1994))))
    found = echoes(texts, draws=199)
    best = found.pairs.row(0, named=True)
    assert (best["origin"], best["follower"], best["echoes"]) == (100, 107, 28)
    assert best["p"] < 0.05
    assert found.links["lag"].to_list() == [LAG] * 28
    assert found.origins.row(0, named=True)["origin"] == 100
    verdicts = {one.question: one.verdict for one in found.findings}
    assert verdicts["does any state echo another one more than chance would have it?"] == "yes"


def test_a_lag_needs_two_followers_and_comes_with_its_interval() -> None:
    planted = _planted(107, range(1966, 1990))
    for key, text in _planted(109, range(1966, 1990), origin=101).items():
        planted[key] = planted.get(key, "") + " ; " + text
    found = echoes(ready(with_planted(speeches(), planted)), draws=99)
    lag = next(one for one in found.findings if one.question.startswith("after how many"))
    assert (lag.estimate, lag.low, lag.high) == (LAG, LAG, LAG)


def test_corpora_without_echoes_and_with_chance_echoes_give_no_finding() -> None:
    told = 0
    for seed in range(10):
        random = np.random.default_rng(1000 + seed)  # not the words of the speeches
        planted: dict[tuple[int, int], str] = {}
        for _ in range(150):  # anybody may follow anybody
            said = _line(random)
            for state, year in ((random.integers(20), random.integers(1966, 1980)),
                                (random.integers(20), random.integers(1981, 2000))):  # fmt: skip
                key = int(100 + state), int(year)
                planted[key] = f"{planted.get(key, '')} ; {said}"
        found = echoes(ready(with_planted(speeches(seed=seed), planted)), draws=99, seed=seed)
        assert found.links.height > 100
        told += any(one.verdict == "yes" for one in found.findings[:2])
    assert told <= 3  # 1 expected: two questions of 5 %
    plain = echoes(ready(speeches()), draws=20)
    assert plain.links.height == 0
    assert all(one.verdict == "cannot tell" for one in plain.findings)


def test_formulas_and_quotations_are_no_echoes() -> None:
    random = np.random.default_rng(2)
    said, law = _line(random), _line(random)
    planted = {(100 + state, 1970 + state): f"{said} ; " for state in range(20)}
    planted[100, 1970] = law + " ; " + planted[100, 1970]
    planted[115, 1972] = law
    texts = ready(with_planted(speeches(), planted))
    open_to_all = echoes(texts, draws=9)
    assert set(open_to_all.links["said"]) == {" ".join(law.split()[:6])}
    assert echoes(texts, pl.Series([law]), draws=9).links.height == 0
    assert echoes(texts, boilerplate=0.5, draws=9).links.height > 15


def test_an_echo_is_longer_than_its_runs_and_no_state_echoes_itself() -> None:
    random = np.random.default_rng(2)
    said = _line(random)
    planted = {(100, 1970): said, (100, 1975): said, (103, 1980): said}
    links = echoes(ready(with_planted(speeches(), planted)), draws=9).links
    assert links.select("origin", "follower", "year", "later").rows() == [(100, 103, 1970, 1980)]
    assert links["statement"][0] == "made:100:1970"


def test_the_same_seed_gives_the_same_and_lengths_are_bounded() -> None:
    texts = ready(with_planted(speeches(), _planted(107, range(1966, 1990))))
    one, two = echoes(texts, draws=49, seed=3), echoes(texts, draws=49, seed=3)
    assert one.pairs.equals(two.pairs)
    assert one.origins.equals(two.origins)
    for length in (4, 9):
        with pytest.raises(UsageError):
            echoes(texts, length=length)
    assert echoes(ready(speeches().clear()), draws=9).links.height == 0


def test_a_text_that_leads_and_one_that_follows_are_told_apart() -> None:
    random = np.random.default_rng(4)
    lines = {name: [_line(random) for _ in range(12)] for name in ("LEADS", "FOLLOWS", "OLD")}
    planted: dict[tuple[int, int], str] = {}
    for state in range(100, 120):
        for year in range(1970, 1991):
            texts = [lines["OLD"]]
            texts += [lines["LEADS"]] if year > 1980 or state == 119 else []
            texts += [lines["FOLLOWS"]] if year < 1980 or state == 119 else []
            planted[state, year] = " ; ".join(one[int(random.integers(12))] for one in texts)
    laws = pl.DataFrame(
        [(name, 1950 if name == "OLD" else 1980, " ; ".join(text)) for name, text in lines.items()],
        schema=["name", "year", "plain"],
        orient="row",
    )
    found = texts_lead(ready(with_planted(speeches(), planted)), laws)
    verdicts = {one.question.split(" words of ")[1].split()[0]: one.verdict for one in found}
    assert verdicts == {"LEADS": "yes", "FOLLOWS": "no", "OLD": "cannot tell"}
