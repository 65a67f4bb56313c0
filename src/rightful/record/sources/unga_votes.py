"""How each state voted in every roll call of the UN General Assembly, 1946-2019."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CCODE, NO_LIVING_STATE, ROW, Sifted, numbers
from rightful.record.read import read_rda
from rightful.record.sources._keyed import keyed
from rightful.record.states import ccode_of

COLUMNS = ("rcid", "country", "country_code", "vote")
VOTES = {1: "yes", 2: "abstain", 3: "no"}
ROLL_CALL = Variable("rcid", "Roll call, the publisher's number", "key", low=1)
VOTE = Variable(
    "vote",
    "Vote",
    "ordinal",
    values=VOTES,
    note="Published words, in the order for, abstaining, against. No row: absent, or no member.",
)
# Names under which a state votes that no longer bears the ISO code of the file, or never did.
FORMER: Final = {
    "Czechoslovakia": 315,
    "Federal Republic of Germany": 260,
    "German Democratic Republic": 265,
    "Taiwan": 713,
    "Yemen Arab Republic": 678,
    "Yemen People's Republic": 680,
    "Yugoslavia": 345,
    "Zanzibar": 511,
}
# Every other name is a state alive in this year, and bears one COW code all its life.
ALIVE_IN: Final = 2019


class AssemblyVotes(Source):
    """Voeten, Strezhnev and Bailey (key ``voeten2009``), as carried by ``unvotes``."""

    name = "unga_votes"
    title = "UN General Assembly: votes of states in roll calls, 1946-2019"
    reference = "voeten2009"
    licence = "MIT (the package that carries it)"
    address = "https://doi.org/10.7910/DVN/LEJUQZ"
    exportable = False
    editions = (
        Edition(
            name="unvotes-2020",
            filename="un_votes.rda",
            sha256="cf814a48bc536e8f87f8e027942ac515fe6aae9d63cd71dd88ed718b14887e87",
            size=262083,
            first_year=1946,
            last_year=2019,
            extract=True,
            note="No dates: join unga_resolutions on rcid. China's seat is Taiwan's to 1971.",
        ),
    )
    variables = (ROLL_CALL, CCODE, VOTE, ROW)

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return votes as published."""
        return read_rda(path, "un_votes", COLUMNS)

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one row per roll call and voting state."""
        coded = {word: code for code, word in VOTES.items()}
        words = raw.with_columns(
            # A word that is not in the list stays, so that it is told as a bad cell.
            pl.col("vote").replace({word: str(code) for word, code in coded.items()})
        )
        frame = numbers(words, (ROLL_CALL, VOTE), f"{self.name}, edition {edition.name}")
        states = _states(frame.select("country", "country_code").unique(maintain_order=True))
        known = frame.join(states, on="country", how="left", maintain_order="left")
        unknown = f"{NO_LIVING_STATE}: no code for the name"
        sifted = Sifted(known).without(pl.col("ccode").is_null(), unknown)
        return keyed(sifted, ("rcid", "ccode"), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "rcid": [11.0, 11.0, 11.0],
                "country": ["Norway", "Cambodia", "Atlantis"],
                "country_code": ["NO", "KH", None],
                "vote": ["yes", "abstain", "no"],
            }
        )


def _states(names: pl.DataFrame) -> pl.DataFrame:
    """Return the ccode of each name; null where neither list knows it."""
    years = pl.Series([ALIVE_IN] * names.height, dtype=pl.Int32)
    living = ccode_of("iso2", names["country_code"], years)["ccode"]
    former = names["country"].replace_strict(FORMER, default=None, return_dtype=pl.Int32)
    return names.select("country").with_columns(former.fill_null(living).alias("ccode"))
