"""The tables that speak about acts: what each covers, until when, and how far it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Authority:
    """One publisher's table in one edition.

    Attributes
    ----------
    key
        Short name, as written in the ``authority`` column of the acts.
    title
        What it is and who published it.
    as_of
        Last day to which it speaks.
    rank
        Trust among tables of the same precision, 1 best; says who wins a tie.
    daily
        True where it gives days, false where only years.
    witness
        True where it may only confirm: it never founds an act of its own.
    partial
        True where it speaks of single parties: it is no list, so its silence says nothing.
    """

    key: str
    title: str
    as_of: date
    rank: int
    daily: bool
    witness: bool = False
    partial: bool = False


# The day a table speaks to is the last date seen in it where the publisher states only a month.
AUTHORITIES: Final[dict[str, Authority]] = {
    one.key: one
    for one in (
        Authority(
            "untc15",
            "UN Treaty Collection, multilateral treaties, as of March 2015",
            date(2015, 3, 12),
            1,
            daily=True,
        ),
        Authority(
            "untc23",
            "UN Treaty Collection status pages, as of June 2023",
            date(2023, 6, 1),
            2,
            daily=True,
        ),
        Authority(
            "ohchr23",
            "OHCHR ratification dashboard, status of 21 February 2023",
            date(2023, 2, 21),
            3,
            daily=True,
        ),
        Authority(
            "ohchr20",
            "OHCHR treaty body database, export of 28 August 2020",
            date(2020, 8, 28),
            4,
            daily=True,
        ),
        Authority(
            "icrc20",
            "ICRC status of treaties, as of 9 November 2020",
            date(2020, 11, 9),
            5,
            daily=True,
        ),
        Authority(
            "icrc23",
            "Notes under the ICRC status of treaties, June 2023, on the Rome Statute",
            date(2023, 6, 1),
            6,
            daily=True,
            partial=True,
        ),
        Authority(
            "ilo23",
            "ILO NORMLEX ratifications, as of June 2023",
            date(2023, 6, 15),
            1,
            daily=True,
        ),
        Authority(
            "hrc22",
            "UN human-rights commitments country-year (Fariss), updated 2022",
            # It gives some facts of 2018-2022 and lacks many that three tables give.
            date(2017, 12, 31),
            7,
            daily=False,
        ),
        Authority(
            "wpd22",
            "Ratification status of 18 UN instruments (World Politics Data Lab), August 2022",
            date(2022, 8, 1),
            8,
            daily=False,
        ),
        Authority(
            "look16",
            "ICCPR, CAT and CEDAW status panel (Lookabaugh), 1960-2016",
            date(2016, 12, 31),
            9,
            daily=False,
            witness=True,
        ),
        Authority(
            "jei16",
            "Treaty flags of 12 post-Soviet states (Shyrokykh replication), 1991-2016",
            date(2016, 12, 31),
            10,
            daily=False,
            witness=True,
        ),
    )
}
