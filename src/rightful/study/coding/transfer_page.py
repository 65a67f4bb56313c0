"""``docs/coder-transfer.md``: our acts against labels that others gave to other texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]

_LAYERS: Final = {"rules": "rules", "coder": "rules + layer"}
_HEAD: Final = """\
# How far the coder carries: labels of others

**What.** Public sets of sentences and answers that others labelled for purposes of their own.
Where one of their labels comes near one of our acts, the coder is tried on it. Which label stands
for which act is our judgement, made before the numbers were seen and written down in
`src/rightful/discourse/tables/transfer.csv`; *close* means much the same act, *loose* that the
label is wider or about something else too. **The coder was never shown these labels. Baselines
were fitted to the set itself** (words and pairs of words, logistic regression, five folds by
document), so they know its subject and its annotators; ours does not. Only the baseline for
pledges was carried over from another set, as ours is. A baseline above ours is what one expects.
Baselines are F1 of one class of several, macro F1 or AUC, as said; we took them over and did not
run them.

**How to read.** AUC: the chance that a labelled text gets the higher probability of the act than
another (.50 is none). F1 is of what the coder says, with what it leaves open counted as no; beside
it the F1 of saying yes to everything. Brackets are 95 % intervals that draw whole documents anew;
where a set names no documents (UN sentences, tone of recommendations) they are too narrow. *Open*:
the coder says nothing about the text.

**Limits.** Our unit is a paragraph by a government on human rights; most of these are single
sentences on anything. Our rules look for a right or a rights subject near the act, which is meant,
and costs recall here: the second table takes only texts that name such a subject. Names of parties
in judgments are hidden, as from the baseline. Texts of the Universal Periodic Review and of the
Security Council are of corpora that our gold sample is drawn from, so a few may have taught the
coder, with our codes and not with these labels. The texts are not in the package.
"""


def transfer_page(rows: Sequence[Row]) -> str:
    """Return the page as Markdown; ``rows`` are from ``transfer.transfer``."""
    measured = [row for row in rows if row.get("auc")]
    left = [row for row in rows if not row.get("auc")]
    return "\n".join(
        [
            _HEAD,
            f"Weights: `{_weights(measured)}`.\n",
            _table(measured),
            "## Only texts that speak of a rights subject\n",
            _subject_table(measured),
            "## Judgements\n",
            *_judgements(measured),
            "",
            "## Not measured\n",
            *(
                f"* **{row['set']}**, {row['task']}"
                f"{_baseline(row, ' (baseline {})')}: {row['why']}. {row['judgement']}."
                for row in left
            ),
            "",
        ]
    )


def transfer_text(rows: Sequence[Row]) -> str:
    """Return the rows for a terminal."""
    lines = [f"{'set':13} {'task':42} {'coder':13} {'n':>6} {'AUC':>17} {'F1':>17} baseline"]
    for row in rows:
        if row.get("auc"):
            lines.append(
                f"{row['set']:13} {row['task'][:42]:42} {_LAYERS[row['layer']]:13} "
                f"{row['passages']:6} {_span(row['auc']):>17} {_span(row['f1']):>17} "
                f"{_baseline(row)}"
            )
        else:
            lines.append(f"{row['set']:13} {row['task'][:42]:42} {row['why']}")
    return "\n".join(lines)


def _weights(rows: Sequence[Row]) -> str:
    return next((row["weights"] for row in rows if row["layer"] == "coder"), "none: rules alone")


def _judgements(rows: Sequence[Row]) -> list[str]:
    seen: dict[tuple[str, str], Row] = {(row["set"], row["task"]): row for row in rows}
    return [
        f"* **{name}**, {task} ({row['fit']}): {row['judgement']}."
        for (name, task), row in seen.items()
    ]


def _table(rows: Sequence[Row]) -> str:
    head = ["set", "their label", "our acts", "fit", "coder", "texts", "labelled", "AUC", "said"]
    head += ["precision", "recall", "F1", "macro F1", "F1 of always yes", "open", "baseline"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    last: tuple[str, str] | None = None
    for row in rows:
        this = (row["set"], row["task"])
        named = this != last
        last = this
        cells = [
            *([*this, ", ".join(row["acts"]), row["fit"]] if named else [""] * 4),
            _LAYERS[row["layer"]],
            row["passages"],
            row["positives"],
            _span(row["auc"]),
            row["said"],
            _span(row["precision"]),
            _span(row["recall"]),
            _span(row["f1"]),
            "–" if row["macro_f1"] is None else f"{row['macro_f1']:.2f}",
            f"{row['always']:.2f}",
            f"{row['open']:.2f}",
            _baseline(row) if named else "",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _subject_table(rows: Sequence[Row]) -> str:
    head = ["set", "their label", "coder", "texts", "labelled", "AUC", "F1", "F1 of always yes"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        one = row["on_subject"]
        cells = [row["set"], row["task"], _LAYERS[row["layer"]], one["passages"], one["positives"]]
        cells += [_span(one["auc"]), _span(one["f1"]), f"{one['always']:.2f}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _baseline(row: Row, shape: str = "{}") -> str:
    if row["baseline"] is None:
        return ""
    return shape.format(f"{row['baseline']:.2f} ({row['baseline_of']})")


def _span(one: Row | None) -> str:
    if one is None:
        return "–"
    if one["low"] is None or one["high"] is None:
        return f"{one['value']:.2f}"
    return f"{one['value']:.2f} ({one['low']:.2f}-{one['high']:.2f})"
