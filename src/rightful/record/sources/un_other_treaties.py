"""Acts of states on treaties that are about no right, from the lists of the UN Treaty Collection.

What has nothing to do with rights should do nothing for them: they serve as placebos.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.record.sources._un_lists import StatusLists

# Chapter and number of the treaty in the Collection -> our name of it.
TREATIES: Final = {
    "21-6": "LAW-OF-THE-SEA",
    "27-2": "OZONE",
    "27-3": "BASEL",
    "27-8": "BIODIVERSITY",
}


class UNOtherTreaties(StatusLists):
    """Law of the Sea, ozone layer, hazardous wastes, biological diversity (key ``untc``)."""

    name = "un_other_treaties"
    title = "UN Treaty Collection: acts on four treaties on sea and environment to March 2015"
    instruments = TREATIES
    editions = (
        Edition(
            name="2015-03",
            filename="untreaties_all_chapters.tar.gz",
            sha256="454b48fb6fbaf48976a001af028b75e228a7e79dee1734d5b81b6edfdcf13546",
            size=381085,
            first_year=1982,
            last_year=2015,
            extract=True,
            address="https://github.com/zmjones/untreaties",
            note="The archive of un_treaties, read for other lists. Current participants only: "
            "former states are absent.",
        ),
    )

    def example(self) -> pl.DataFrame:
        """Return three made-up rows."""
        return pl.DataFrame(
            {
                "row": pl.Series([1, 2, 3], dtype=pl.Int32),
                "treaty": ["27-2", "27-2", "21-6"],
                "participant": ["Norway", "Holy See", "Cambodia"],
                "signature": ["22 Mar 1985", "", "1 Jul 1983"],
                "deposit": ["23 Sep 1986", "5 May 2008 a", ""],
            }
        )
