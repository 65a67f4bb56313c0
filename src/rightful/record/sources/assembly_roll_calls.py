"""How states voted in the General Assembly on resolutions about their own human rights."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from rightful.core.errors import BadRows
from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import Sifted
from rightful.record.instruments import read_table
from rightful.record.sources._gzipped import read_csv_gz
from rightful.record.sources._statement import statement_variables, statements_table
from rightful.record.states import ccode_of, name_of

CODE: Final = "country_code"
VOTES: Final = {"Y": "voted for", "N": "voted against", "A": "abstained on"}
PARTS: Final = {0: "the resolution", 1: "a part of the resolution", 2: "a motion on the resolution"}
GROUNDS: Final = {
    "situation": "on human rights in {}",
    "occupation": "on human rights in territory occupied by {}",
    "apartheid": "on apartheid in {}",
}
# Codes that no state bears today.
FORMER: Final = {"CS": 315, "DD": 265, "YD": 680, "YU": 345}
BEARERS_IN: Final = 2019
# China's seat was Taiwan's until 25 October 1971; its vote on Tibet was not Peking's.
CHINA: Final = 710
CHINA_SEATED: Final = "1971-10-25"


class AssemblyRollCalls(Source):
    """Voeten, Strezhnev and Bailey (key ``voeten2009``), votes tagged human rights by others."""

    name = "assembly_roll_calls"
    title = "UN General Assembly: states' votes on their own human rights, 1949-2019"
    reference = "voeten2009"
    licence = "MIT (the package that carries it)"
    address = "https://doi.org/10.7910/DVN/LEJUQZ"
    exportable = False
    editions = (
        Edition(
            name="human-rights-2019",
            filename="unga_hr_votes_wide.csv.gz",
            sha256="96bae7b2e3f8214d9ebeb18535b15410abff454f8e8f91e6d21359462d5fe857",
            size=33975,
            first_year=1946,
            last_year=2019,
            extract=True,
            address="https://github.com/dgrtwo/unvotes",
            note="A vote becomes a statement where the text is on the voter; words are ours. "
            "Every vote on every state: join unga_votes to unga_resolutions on rcid.",
        ),
    )
    variables = statement_variables(
        Variable("rcid", "Roll call, the publisher's number", "integer", low=1),
        Variable("vote", "Y, N or A, as published", "text"),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:  # noqa: ARG002
        """Return votes as published, one row per state and one column per roll call."""
        return read_csv_gz(path, (CODE,))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return one statement per vote of a state on a text about itself."""
        years = pl.Series([BEARERS_IN] * raw.height, dtype=pl.Int32)
        living = ccode_of("iso2", raw[CODE], years)["ccode"]
        former = raw[CODE].replace_strict(FORMER, default=None, return_dtype=pl.Int32)
        votes = raw.with_columns(former.fill_null(living).alias("ccode"))
        cast = _votes_cast(votes)
        _check_words(cast, f"{self.name}, edition {edition.name}")
        own = _own(cast)
        silent = ~pl.col("row").is_in(own["row"].unique().to_list())
        sifted = Sifted(votes).without(silent, "never voted on a text about itself")
        said = own.with_columns(
            pl.format("vote:{}:{}", "rcid", "ccode").alias("statement"),
            pl.col("date").str.slice(0, 4).cast(pl.Int32).alias("year"),
            pl.lit("assembly_vote").alias("forum"),
            pl.col("resolution").alias("document"),
            pl.col("rcid").cast(pl.String).alias("paragraph"),
            pl.lit("vote").alias("voice"),
        )
        texts = [
            _in_words(*row)
            for row in said.select(
                "ccode", "year", "vote", "part", "ground", "resolution"
            ).iter_rows()
        ]
        found = Sifted(said.with_columns(pl.Series("text", texts, dtype=pl.String)), sifted.dropped)
        return statements_table(found, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        first, second = (str(rcid) for rcid in _example_calls())
        rows = [(1, "CL", "N", "A"), (2, "NO", "Y", "Y"), (3, "CS", None, "Y")]
        schema = {"row": pl.Int32, CODE: pl.String, first: pl.String, second: pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")


@cache
def assembly_targets() -> pl.DataFrame:
    """Return the states that roll calls on human rights are about, by our own rules.

    Columns rcid, date, resolution, part (0 whole, 1 part, 2 motion), ccode, ground.
    """
    numbers = dict.fromkeys(("rcid", "part", "ccode"), pl.Int32)
    return read_table("assembly_targets").cast(numbers)  # type: ignore[arg-type]


def _example_calls() -> list[int]:
    """Return two roll calls on Chile."""
    return assembly_targets().filter(pl.col("ccode") == 155)["rcid"].head(2).to_list()


def _votes_cast(votes: pl.DataFrame) -> pl.DataFrame:
    """Return every vote cast on a text about a state: columns row, ccode, rcid, vote."""
    calls = [str(rcid) for rcid in assembly_targets()["rcid"].unique(maintain_order=True)]
    present = [call for call in calls if call in votes.columns]
    long = votes.unpivot(
        present, index=["row", "ccode"], variable_name="rcid", value_name="vote"
    ).with_columns(pl.col("rcid").cast(pl.Int32), pl.col("vote").cast(pl.String).replace("", None))
    return long.drop_nulls("vote")


def _own(cast: pl.DataFrame) -> pl.DataFrame:
    """Return the votes of states on texts about themselves, with the roll call's row."""
    joined = cast.join(assembly_targets(), on=["rcid", "ccode"], how="inner")
    return joined.filter(~((pl.col("ccode") == CHINA) & (pl.col("date") < CHINA_SEATED)))


def _check_words(votes: pl.DataFrame, where: str) -> None:
    """Refuse votes that are no known word."""
    wrong = votes.filter(~pl.col("vote").is_in(list(VOTES)))
    if wrong.height:
        raise BadRows(
            f"{wrong.height} votes are no known word",
            tuple(
                (row, f"{call} is {vote!r}")
                for row, call, vote in wrong.select("row", "rcid", "vote").iter_rows()
            ),
            where=where,
            allowed=", ".join(VOTES),
            next_step="compare these rows with the publisher's file; nothing was stored",
        )


def _in_words(
    ccode: int, year: int, vote: str, part: int, ground: str, resolution: str | None
) -> str:
    """Return a vote as a sentence of ours."""
    about = GROUNDS[ground].format(name_of(ccode, year) or "itself")
    number = f" {resolution}" if resolution else ""
    return f"{VOTES[vote].capitalize()} {PARTS[part]}{number} of the General Assembly {about}."
