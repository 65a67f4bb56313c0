"""``docs/coder-report.md``: what the coder is worth, per act, and where it is weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rightful.core.coding import SPEECH_ACTS

Row = Mapping[str, Any]

_LAYERS: Final = {"rules": "rules", "coder": "rules + layer"}
_NONE: Final = ("–",) * 3
_BY: Final = {"group": "forum and role", "region": "region", "decade": "decade"}
_HEAD: Final = """\
# How good the coder of speech acts is

**Read this first.** "Right" means: as in the gold codes
([coder-reliability.md](coder-reliability.md)). These are by program coders, runs of one language
model, adjudicated by a third; no human has coded yet. What is measured is agreement with them. The
author of the rules read passages of the same corpora while writing them and corrected some by
errors on the training part ([decisions/coder.md](decisions/coder.md)), so the rules are less
surprised here than by a corpus of another kind ([coder-transfer.md](coder-transfer.md)). The
statistical layer learnt from the codes of the other two thirds{apart}, and from made-up passages.
Its words are also learnt from General Debate passages that only the rules had coded, none of a
speech held out. {looks}
{shared}

**What.** {main} passages of the main sample and {targeted} that rules had chosen, in {documents}
documents, held out. Each is given as the gold coders had it: long passages cut where theirs were,
answers with what had been asked. In use the coder reads whole passages, and before an answer only
what the corpus itself links to it. Codebook {codebook}, lexicon `{lexicon}`, weights
`{weights}`.{stale}

**How to read.** An act is said, denied, or left open (*open*: the probability lies between the
act's bounds). Precision and recall are of what is decided; *recall of all* counts what is left open
as missed. Brier and ECE (expected calibration error, ten bins) are of the probability, also where
the act is left open. AUC is the chance that a carrier has the higher probability than another
passage (.50 is none), whatever the bounds. Brackets are 95 % intervals: {draws:,} draws of whole
documents. `1.00 (1.00-1.00)` means that no mistake was seen among few, not that there is none. A
dash: nothing can be said. Standing is how far the two gold coders agree (used from alpha .80,
provisional from .667).
"""
_WEIGHTED: Final = """\
## The main sample weighted to the corpora

As above, each passage counted as many times as it stands for passages of the corpora. Rare acts
were drawn far above their share, so precision differs: most of the corpora is talk without them.
One passage can stand for hundreds; where it does the interval is wide.
"""
_TARGETED: Final = """\
## Passages that rules had chosen

Drawn from what rules hit, for rare acts. They say how often a hit is right. They cannot say what is
missed, so recall is not shown.
"""
_HITS: Final = """\
Of the passages drawn because a rule, however light, saw an act, train and held out, so many carry
it:
"""
_CELLS: Final = """\
## By forum, region and decade

Held-out main sample, unweighted; acts of a cell only where at least {least} passages carry them. Of
{all} cells and acts with any carrier {shown} are large enough; the others are listed below by their
number of carriers. {rest}
"""
_TOGETHER: Final = """\
### All acts put together

Each passage and act but `none` one decision, so a cell says whether the coder is worse somewhere,
mostly by its common acts. Cells differ in what is said there: this is no comparison of states.
"""
_SHARES: Final = """\
## Shares of acts in the corpora

*Gold*: weighted share of passages in the whole main sample ({units} passages). *Said*: share of all
{passages:,} passages on which the coder decides that the act is there; *expected*: its mean
probability. *Corrected*: expected, plus the weighted mean of code minus probability on held-out
passages; right on average however bad the coder, with an interval as wide as {held} passages leave
it. What the coder says must not be read as a share where *said* lies outside gold's interval.
Passages are cut as for coders. The corpora are what was collected, not all that governments say:
{composition}.
"""
# How often the held-out passages were measured while weights were chosen.
_LOOKS: Final = {
    "gold-3": "Three fits of these weights were measured on the passages held out before one was\n"
    "kept; the earlier `gold-2` had been measured there as well."
}
_PLAIN: Final = """\
## Plain made-up sentences

{passages} short passages of our own (`made_up.csv`), coded by the codebook as they were written and
kept out of training. Whoever wrote them also wrote those that taught and rules for these, so other
people's sentences will do less well. `none` is left out of *together*.
"""
_KINDS: Final = """\
## Kinds and arguments

Where gold and coder both say the act (held out, both samples): of those whose kind or argument gold
names, for how many the coder names one, and how many are the same. Rights and targets are not in
the committed gold codes and are not measured here.
"""


def report_page(report: Row) -> str:
    """Return the page as Markdown; ``report`` is from ``report.coder_report``."""
    layers = [name for name in _LAYERS if any(row["layer"] == name for row in report["acts"])]
    parts = [
        _head(report),
        _summary(report, layers),
        "## The held-out main sample\n",
        _act_table(report, layers, "main"),
        _calibration(report, layers),
        _WEIGHTED,
        _act_table(report, layers, "weighted"),
        _TARGETED,
        _act_table(report, layers, "targeted"),
        _HITS,
        _hit_table(report["hits"]),
        _cells(report, layers),
        _shares(report, layers),
        _plain(report, layers),
        _KINDS,
        _kind_table(report["kinds"]),
    ]
    return "\n".join(part for part in parts if part)


def report_text(report: Row) -> str:
    """Return the main table for a terminal."""
    last = [name for name in _LAYERS if any(row["layer"] == name for row in report["acts"])][-1]
    lines = [f"{'act':18} {'n':>4} {'precision':>18} {'recall':>18} {'open':>5} {'Brier':>6}"]
    for row in report["acts"]:
        if row["layer"] == last and row["part"] == "main":
            lines.append(
                f"{row['act']:18} {row['positives']:4} {_span(row['precision']):>18} "
                f"{_span(row['recall']):>18} {_two(row['abstention']):>5} {_three(row['brier']):>6}"
            )
    lines.append(f"held out: {report['held']['main']}; weights: {report['weights'] or 'none'}")
    return "\n".join(lines)


def _head(report: Row) -> str:
    fitted = report["fitted_with"]
    stale = ""
    if fitted and fitted != [report["codebook"], report["lexicon"]]:
        stale = (
            f" **The weights were fitted with codebook {fitted[0]} and lexicon `{fitted[1]}`: they "
            "are older than the rules.**"
        )
    text = _HEAD.format(
        main=report["held"]["main"],
        targeted=report["held"]["targeted"],
        documents=report["documents_held"],
        codebook=report["codebook"],
        lexicon=report["lexicon"],
        weights=report["weights"] or "none: rules alone",
        stale=stale,
        draws=report["draws"],
        apart=f" and of {report['taught_apart']:,} passages coded once"
        * bool(report["taught_apart"]),
        shared=_shared(report["held_left_out"]),
        looks=_LOOKS.get(report["weights"] or "", ""),
    )
    for name, why in (("without_text", "no text at hand"), ("undecided", "a dispute left open")):
        if report[name]:
            text += f"\nLeft out, {why}: {', '.join(report[name])}.\n"
    return text


def _shared(count: int) -> str:
    if not count:
        return "No document both taught and is measured."
    return (
        f"{count} held-out passages of documents that have a passage that taught are left out\n"
        "everywhere but among hits; no other document both taught and is measured."
    )


def _summary(report: Row, layers: Sequence[str]) -> str:
    lines = []
    for layer in layers:
        for row in report["together"]:
            if row["layer"] != layer or row["part"] != "main":
                continue
            macro, silent = row["macro_f1"], _percent(row["passages_abstained"])
            lines.append(
                f"* **{_LAYERS[layer]}**: all acts together precision {_span(row['precision'])}, "
                f"recall {_span(row['recall'])}, of all {_span(row['recall_of_all'])}; macro F1 "
                f"{_value(macro['value'])} over the {len(macro['acts'])} acts with at least "
                f"{macro['fewest']} carriers. Nothing said of {silent} of passages; on the other "
                f"{row['passages_decided']} all sixteen codes are right in "
                f"{_percent(row['passages_all_right'])}."
            )
    return "\n".join(lines) + "\n"


def _act_table(report: Row, layers: Sequence[str], part: str) -> str:
    missed = part != "targeted"
    head = ["act", "standing", "coder", "carry", "said", "precision"]
    head += ["recall", "recall of all", "F1"] if missed else []
    head += ["AUC"] if part == "main" else []
    head += ["open", "Brier", "ECE"]
    found = {(row["act"], row["layer"]): row for row in report["acts"] if row["part"] == part}
    rows = []
    for act in SPEECH_ACTS:
        for layer in layers:
            row = found.get((act, layer))
            if row is None:
                continue
            first = layer == layers[0]
            rows.append([
                act if first else "",
                report["standings"][act]["standing"] if first else "",
                _LAYERS[layer],
                row["positives"],
                row["found"],
                _span(row["precision"]),
                *([_span(row["recall"]), _span(row["recall_of_all"]), _span(row["f1"])]
                  if missed else []),
                *([_span(row["auc"])] if part == "main" else []),
                _two(row["abstention"]),
                _three(row["brier"]),
                _span(row["calibration_error"]),
            ])  # fmt: skip
    return _table(head, rows)


def _calibration(report: Row, layers: Sequence[str]) -> str:
    bins: dict[tuple[float, float], dict[str, Row]] = {}
    for row in report["together"]:
        if row["part"] == "main":
            for one in row["bins"]:
                bins.setdefault((one["low"], one["high"]), {})[row["layer"]] = one
    head = ["probability"]
    for layer in layers:
        head += [f"{_LAYERS[layer]}: decisions", "mean", "carry"]
    rows = []
    for (low, high), by_layer in sorted(bins.items()):
        line: list[object] = [f"{low:.1f}-{high:.1f}"]
        for layer in layers:
            one = by_layer.get(layer)
            line += [one["decisions"], _value(one["mean"]), _span(one["share"])] if one else _NONE
        rows.append(line)
    title = "### Is a probability what it says? All acts but `none`, main sample\n\n"
    return title + _table(head, rows)


def _hit_table(rows: Iterable[Row]) -> str:
    return _table(
        ["act", "drawn", "carry it", "share"],
        [[row["act"], row["drawn"], row["carry"], _span(row["precision"])] for row in rows],
    )


def _cells(report: Row, layers: Sequence[str]) -> str:
    last = layers[-1]
    mine = [row for row in report["cells"] if row["layer"] == last and row["positives"]]
    large = [row for row in mine if not row.get("too_few")]
    small = [row for row in mine if row.get("too_few")]
    text = _CELLS.format(
        least=report["least"],
        all=len(mine),
        shown=len(large),
        rest="A third of a thousand passages holds no more.",
    )
    table = _table(
        ["by", "cell", "act", "coder", "carry", "precision", "recall", "recall of all", "open"],
        [
            [_BY[row["by"]], row["cell"], row["act"], _LAYERS[row["layer"]], row["positives"],
             *map(_span, (row["precision"], row["recall"], row["recall_of_all"])),
             _two(row["abstention"])]
            for row in report["cells"] if not row.get("too_few")
        ],
    )  # fmt: skip
    lists = [f"* {_BY[by]}: {_listed(small, by)}." for by in _BY if _listed(small, by)]
    together = _table(
        ["by", "cell", "coder", "carry", "precision", "recall", "recall of all", "open"],
        [
            [_BY[row["by"]], row["cell"], _LAYERS[row["layer"]], row["positives"],
             *(["too few", "", "", ""] if row.get("too_few") else
               [*map(_span, (row["precision"], row["recall"], row["recall_of_all"])),
                _two(row["abstention"])])]
            for row in report["cells_together"]
        ],
    )  # fmt: skip
    return "\n".join([text, table, f"Too small ({len(small)}):\n", *lists, "", _TOGETHER, together])


def _listed(rows: Sequence[Row], by: str) -> str:
    cells: dict[str, list[str]] = {}
    for row in rows:
        if row["by"] == by:
            cells.setdefault(row["cell"], []).append(f"{row['act']} {row['positives']}")
    return "; ".join(f"{cell} ({', '.join(acts)})" for cell, acts in sorted(cells.items()))


def _shares(report: Row, layers: Sequence[str]) -> str:
    shares = report["shares"]
    if not shares:
        return ""
    text = _SHARES.format(
        units=sum(row["units"] for row in report["composition"]),
        passages=shares[0]["passages"],
        held=report["held"]["main"],
        composition=", ".join(
            f"{row['group']} {_percent(row['share'])}" for row in report["composition"]
        ),
    )
    found = {(row["act"], row["layer"]): row for row in shares}
    rows = [
        [act if layer == layers[0] else "", _LAYERS[layer], _span(row["gold"], 3),
         _value(row["said"], 3), _value(row["expected"], 3), _span(row["corrected"], 3),
         _value(row["unsure"], 3)]
        for act in SPEECH_ACTS for layer in layers for row in [found[act, layer]]
    ]  # fmt: skip
    return (
        text
        + "\n"
        + _table(["act", "coder", "gold", "said", "expected", "corrected", "left open"], rows)
    )


def _plain(report: Row, layers: Sequence[str]) -> str:
    found = {(row["act"], row["layer"]): row for row in report["plain"]}
    acts = dict.fromkeys(row["act"] for row in report["plain"])
    rows = [
        [act, _LAYERS[layer], row["carry"], row["said"], _of(row["right"], row["said"]),
         _of(row["right"], row["carry"]), _value(row["open"])]
        for act in acts for layer in layers for row in [found[act, layer]]
    ]  # fmt: skip
    head = ["act", "coder", "carry", "said", "precision", "recall of all", "open"]
    return _PLAIN.format(passages=report["plain"][0]["passages"]) + "\n" + _table(head, rows)


def _of(part: int, whole: int) -> str:
    return _value(part / whole if whole else None)


def _kind_table(rows: Iterable[Row]) -> str:
    return _table(
        ["act", "what", "coder", "gold names", "coder names too", "same"],
        [
            [row["act"], row["what"], _LAYERS[row["layer"]], row["gold"], row["named"], row["same"]]
            for row in rows
        ],
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    if not rows:
        return "None.\n"
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _span(one: Row | None, digits: int = 2) -> str:
    if one is None:
        return "–"
    if one["low"] is None or one["high"] is None:
        return _value(one["value"], digits)
    return (
        f"{_value(one['value'], digits)} ({_value(one['low'], digits)}-"
        f"{_value(one['high'], digits)})"
    )


def _value(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _two(one: Row | None) -> str:
    return "–" if one is None else _value(one["value"])


def _three(one: Row | None) -> str:
    return "–" if one is None else _value(one["value"], 3)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
