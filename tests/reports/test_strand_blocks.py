"""Openings and voices: what is shown of the other strands, and how."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.reports import made_up

from rightful.core.document import DataTable, Panels
from rightful.reports import strand_blocks
from rightful.reports.sections.families import Families
from rightful.reports.sections.openings import DIMENSIONS, Openings
from rightful.reports.sections.voices import VOICES, Voices
from rightful.reports.sections.words import TALK


def test_openings_have_a_row_and_a_chart_each() -> None:
    blocks = Openings().render(made_up.answer())
    table = next(block for block in blocks if isinstance(block, DataTable))
    panels = next(block for block in blocks if isinstance(block, Panels))
    assert [row[0] for row in table.rows] == [
        "Political opportunity, the mean of the four",
        "Stability of the elite's alignment (less is an opening)",
    ]
    assert table.rows[0][1:] == ("2010", "0.60", "0.30 to 0.90", "100%")
    assert len(panels.charts) == 2


def test_what_is_observed_has_no_interval_and_shares_are_percentages() -> None:
    table = next(b for b in Voices().render(made_up.answer()) if isinstance(b, DataTable))
    rows = {row[0]: row for row in table.rows}
    assert rows["Urgent actions of Amnesty International"][2:4] == ("20", "observed")
    assert rows["Share of protests met with violence"][2:4] == ("60%", "55% to 65%")


def test_nothing_known_is_nothing_shown() -> None:
    assert Openings().render(made_up.empty()) == ()
    assert Voices().render(made_up.empty()) == ()
    whole = made_up.answer()
    silent = replace(whole.strands[0], mean=np.full(21, np.nan))
    assert strand_blocks.known(replace(whole, strands=(silent,)), DIMENSIONS) == []


def test_every_series_shown_is_given_by_a_measure() -> None:
    from rightful.study.strands import measures

    given = {variable.name for one in measures() for variable in one.gives}
    assert {shown.name for shown in (*DIMENSIONS, *VOICES, *TALK)} <= given


def test_the_other_rights_say_why_a_promise_has_no_probability() -> None:
    whole = made_up.answer()
    right, gap = made_up.right(0.0, 7), made_up.gap(0.0, 7)
    nothing = replace(gap, binds=np.zeros(gap.years.size))
    unknown = replace(gap, binds=np.full(gap.years.size, np.nan))
    more = replace(
        whole,
        rights={**whole.rights, "speech": {"changing": right}, "religion": {"changing": right}},
        gap={**whole.gap, "speech": {"changing": nothing}, "religion": {"changing": unknown}},
    )
    table = next(b for b in Families().render(more) if isinstance(b, DataTable))
    told = {row[0]: row[3] for row in table.rows}
    assert told == {"Speech": "nothing binds", "Religion": "not known whether anything binds"}
