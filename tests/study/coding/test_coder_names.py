"""Names of states as the coder reads them: dated, and governments by their capitals."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.discourse.coder.rules import rule_acts
from rightful.study.coding.coder_names import coder_names


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("The war of the Democratic Republic of Viet-Nam is an act of genocide.", 1971, "816"),
        ("The Republic of Viet-Nam", 1971, "817"),
        ("Viet-Nam", 1965, "816o817"),
        ("Vietnam", 1980, "816"),
        ("Yemen", 1975, "678"),
        ("Yemen", 2000, "679"),
        ("Congo", 1980, "484"),
        ("Germany", 1970, "260o265"),
        ("Germany", 2000, "255"),
        ("Federal Republic of Germany", 1970, "260"),
        ("Namibia", 1985, "o565"),
        ("Namibia", 1995, "565"),
    ],
)
def test_names_mean_who_bore_them(text: str, year: int, code: str) -> None:
    name = max((one for one in coder_names().marks(year) if one in text), key=len)
    assert coder_names().marks(year)[name] == f"xst{code}"


@pytest.mark.parametrize(
    ("text", "year", "target"),
    [
        ("We condemn the massacres of civilians in Cambodia by the Saigon regime.", 1964, 817),
        ("We condemn the crimes of the Pretoria regime and its illegal occupation of Namibia.",
         1985, 560),
        ("We condemn the torture of prisoners in Laos by the Pol Pot clique.", 1978, 811),
        ("We condemn the massacres of civilians in Lebanon.", 1982, None),
    ],
)  # fmt: skip
def test_the_government_is_blamed(text: str, year: int, target: int | None) -> None:
    said = pl.DataFrame(
        {"statement": ["made:1"], "ccode": [20], "year": [year], "forum": ["general_debate"],
         "voice": ["direct"], "addressee": [None], "text": [text]},
        schema_overrides={"addressee": pl.Int32},
    )  # fmt: skip
    hits = rule_acts(said, coder_names()).hits.filter(pl.col("act") == "shame")
    assert hits.height
    assert hits["target"].unique().to_list() == [target]
