"""``docs/coder-reliability.md``: who coded what, how far they agree, what follows."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.core.coding import STANDINGS
from rightful.discourse.reliability.alpha import DRAWS, PROVISIONAL, USED
from rightful.study.coding.gold import ActAgreement, Comparison, Settled, interval, two

_WHO: Final = """\
# How far coders agree on acts of speech

**Who coded.** Two program coders who saw only the codebook and masked text, and a third that
adjudicated. Neither of the two wrote the rules of the coder that is measured against their codes.
All three are runs of one language model, apart from one another: they share its habits, so their
agreement says that the codebook can be followed, and overstates what people would reach. No human
has coded yet.

**Rounds.** 800 passages (U001-U800) were coded by codebook 1.0. Its rare acts were too few, and
the coders named boundaries that they could not apply; 1.1 drew those more sharply, and 230 passages
more (T001-T230), drawn from what our rules hit, were coded by it, as all disputes were decided by
it. Alpha of evade was then .53, below what may be used: its definition was rewritten (1.2), and two
fresh coders coded evade alone anew in the 221 passages that have something before them.
"""
_WHAT: Final = """\
**What.** {units} passages, {coded} of them coded by both. Names of states are masked ([SELF],
[STATE-1]), people are [PERSON]. Passages longer than 1,200 characters are shown to the end of a
sentence near that; answers of a state under review come with what others had asked before them.
About half of the first 800 was drawn where crude word lists, written apart from the coder's rules,
suspect an act (rare acts far above their share), the rest where they suspect none that was sought;
all of it spread evenly over regions and decades, at most two passages of a document. Weights undo
the drawing (`gold_units.csv`). About a third of the passages, by whole documents, is held out.
"""
_STANDING: Final = """\
**Standing.** Krippendorff's alpha, nominal, each act a yes or no per passage; interval of 95 % from
{draws:,} draws of passages with replacement. From {used:.2f} an act is used, from {provisional:.3f}
provisional, below that dropped. The standing goes by the estimate: see how far its interval
reaches. Where an act is rare, raw agreement flatters and alpha is harsh; AC1 stands beside it.
Agreement is that of a sample rich in rare acts.
"""
_DISPUTES: Final = """\
Where the acts are the same, coders share {rights} of the rights on average and name the same target
in {target} of passages.

**Disputes.** {disputed} passages were in dispute on an act or its kind; {decided} decided, {open}
open. Decisions and reasons: `src/rightful/discourse/tables/adjudication.csv`; codes: `gold.csv`
beside it, which also carries the probability of each act that the two codings imply together (Dawid
and Skene).

**Limits.** Two program coders may err alike, so agreement bounds from above how far they can be
right. Masking hides names, not peoples, places or events: a coder may still guess a state.
"""


def reliability_page(comparison: Comparison, settled: Settled, units: pl.DataFrame) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    comparison, settled
        From ``gold.compare`` and ``gold.settle``.
    units
        The sample: columns unit, stratum, split.
    """
    acts = [row for row in comparison.agreement if ":" not in row.mark]
    decided = len(comparison.disputed) - len(settled.open)
    parts = [
        _WHO,
        _WHAT.format(units=units.height, coded=comparison.agreement[0].units),
        _sample_table(units),
        _STANDING.format(draws=DRAWS, used=USED, provisional=PROVISIONAL),
        _agreement_table(comparison.agreement),
        "".join(f"* {name}: {_marks(acts, name)}.\n" for name in STANDINGS),
        _DISPUTES.format(
            rights=two(comparison.rights),
            target=two(comparison.target),
            disputed=len(comparison.disputed),
            decided=decided,
            open=len(settled.open),
        ),
    ]
    return "\n".join(parts)


def _marks(rows: list[ActAgreement], name: str) -> str:
    return ", ".join(row.mark for row in rows if row.standing == name) or "no act"


def _sample_table(units: pl.DataFrame) -> str:
    group, act = (pl.col("stratum").str.split(":").list.get(place) for place in (0, 1))
    rows = (
        units.group_by(group.alias("group"))
        .agg(pl.len(), (act != "rest").sum().alias("s"), (pl.col("split") == "held").sum())
        .sort("len", "group", descending=[True, False])
    )
    lines = ["| from | units | suspected or hit | held out |", "|---|---|---|---|"]
    lines += [f"| {g} | {n} | {s} | {h} |" for g, n, s, h in rows.iter_rows()]
    return "\n".join(lines) + "\n"


def _agreement_table(rows: tuple[ActAgreement, ...]) -> str:
    lines = [
        "| act | coder A | coder B | both | raw | alpha (95 %) | AC1 | standing |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.mark} | {row.positives_a} | {row.positives_b} | {row.both} | {two(row.raw)} "
        f"| {interval(row)} | {two(row.ac1)} | {row.standing} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
