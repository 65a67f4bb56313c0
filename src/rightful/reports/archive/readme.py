"""The README of a replication archive, by the template of the social-science data editors.

Sections and their order are those of the template README (vilhuber2022readme), version 1.1. What
only the authors of a manuscript can say (rights, the article's numbering) is left for them, marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rightful.reports.archive.contents import Contents, SourceFile

MEGA: Final = 1024 * 1024
OWN_DATA: Final = "our own estimates and registers, part of the package (`code/`)"


def readme(told: Contents) -> str:
    """Return the README as Markdown."""
    parts = [
        f"# {told.title}: replication archive",
        *_overview(told),
        *_availability(told),
        *_datasets(told),
        *_requirements(told),
        *_programs(told),
        *_instructions(told),
        *_tables(told),
        *_references(told),
    ]
    return "\n\n".join(parts) + "\n"


def _overview(told: Contents) -> list[str]:
    return [
        "## Overview",
        f"This archive holds all that `{told.command}` needs to be run again and what came of it: "
        f"the source of rightful {told.version}, our estimates, the expected outputs, and "
        "one command, `./run.sh`, that checks the files, reruns the analysis from this folder and "
        f"compares. On the machine described below the analysis took {told.measured.seconds:.0f} "
        "seconds. Made on "
        f"{told.measured.ended[:10]}.",
    ]


def _availability(told: Contents) -> list[str]:
    return [
        "## Data availability and provenance statements",
        "### Statement about rights",
        "To be ticked by the authors of the manuscript; rightful cannot certify it for them. "
        "`python verify.py --seal` then takes this file into `SHA256SUMS` again.",
        "- [ ] I certify that the authors have legitimate access to and permission to use the data "
        "used in this manuscript.\n"
        "- [ ] I certify that the authors have documented permission to redistribute the data in "
        "this archive. (Nothing of a publisher's is in it; what is in it is rightful's own, under "
        f"{told.licence}.)",
        "### Summary of availability",
        _summary(told),
        "### Details on each data source",
        "**Estimates and registers of rightful** (fingerprint of the baseline: "
        f"`{told.baseline}`). Included: {OWN_DATA}. Licence: {told.licence}.",
        *_details("Publishers' files read by this run, not included", told.read),
        *_details(
            "Publishers' files asked for and not at hand; what rests on them says so", told.lacking
        ),
        *_details(
            "Publishers' files from which the estimates were made; not needed to rerun", told.behind
        ),
    ]


def _summary(told: Contents) -> str:
    if told.read:
        return (
            f"Some data cannot be included: {len(told.read)} publishers' files were read, and "
            "their terms, or the want of any, do not let them be handed on here. Each is named "
            "below with its fingerprint and where to get it; without it the rerun leaves out what "
            "rests on it, and says by name what."
        )
    return (
        "All data that this run read are in the archive: our own estimates and registers. No "
        "publisher's file was read."
    )


def _details(title: str, files: Sequence[SourceFile]) -> list[str]:
    if not files:
        return []
    head = "| source | edition | file | size | SHA-256 | licence | where |"
    rows = [
        f"| `{one.name}`: {_cell(one.title)} | {_cell(one.edition)} | `{one.filename}` | "
        f"{one.size:,} bytes | `{one.sha256}` | {_cell(one.licence)} | {one.address} |"
        for one in files
    ]
    cited = [f"* {citation}" for citation in dict.fromkeys(one.citation for one in files)]
    return [f"{title}:", "\n".join([head, "|---" * 7 + "|", *rows]), "\n".join(cited)]


def _datasets(told: Contents) -> list[str]:
    rows = [f"| `{one.path}` | {_cell(one.what)} | yes |" for one in told.data]
    rows += [
        f"| `{one.filename}` | {_cell(one.title)}, {_cell(one.edition)} | no: `{one.name}` above |"
        for one in told.read
    ]
    table = "\n".join(["| file | what it holds | included |", "|---|---|---|", *rows])
    return ["## Dataset list", table, "Variables are explained in `codebook.csv`."]


def _requirements(told: Contents) -> list[str]:
    machine, run = told.machine, told.measured
    memory = f", {machine.memory / MEGA / 1024:.0f} GB of memory" if machine.memory else ""
    peak = f" Its process held {run.peak / MEGA:.0f} MB at most." if run.peak else ""
    packages = ", ".join(f"{name} {version}" for name, version in told.packages)
    return [
        "## Computational requirements",
        "### Software",
        f"Python {machine.python}. Packages, pinned in `requirements.lock` to what was installed: "
        f"{packages}. rightful {told.version} itself is in `code/` (fingerprint of its files: "
        f"`{told.code_sha256}`) and need not be installed.",
        "### Controlled randomness",
        _rows(("what", "seed"), told.seeds),
        "### Memory, run time, storage",
        f"Last run on {machine.system}, {machine.processor}, {machine.cores} cores{memory}: "
        f"{run.seconds:.1f} seconds.{peak} The first rerun also compiles the estimators, about a "
        "minute. Storage: this folder, and as much again as `expected/` for the rerun.",
    ]


def _programs(told: Contents) -> list[str]:
    return [
        "## Description of programs",
        "\n".join(f"* `{one.path}`: {one.what}." for one in told.programs),
        f"Licence of the code: {told.licence}, see `LICENSE`.",
    ]


def _instructions(told: Contents) -> list[str]:
    names = " ".join(dict.fromkeys(one.name for one in told.read))
    pull = (
        [
            "Publishers' files: fetch those listed above from their addresses into a folder, here "
            "called `files`, and bring them into a store of this archive's own:",
            "```sh\nRIGHTFUL_HOME=$PWD/store PYTHONPATH=code env/bin/python -B -m rightful pull "
            f"{names} --from files\n```",
            "A store that holds them already is named with `./run.sh --store DIR`; it is only "
            "read, and only the editions listed above are read from it.",
        ]
        if told.read
        else []
    )
    return [
        "## Instructions to replicators",
        "```sh\npython3 -m venv env\nenv/bin/pip install -r requirements.lock\n"
        "PYTHON=env/bin/python ./run.sh\n```",
        "Where a Python with these packages is there already, `PYTHON=python3 ./run.sh` does "
        "without a network. `./run.sh --check-only` compares the files with `SHA256SUMS` and needs "
        "no package. Where there is no shell: `python verify.py`.",
        *pull,
        "### Details",
        f"The rerun is written to `rerun/` and compared with `expected/`: {told.tolerance}. It "
        "ends with 0 where all is the same, 1 where a file is changed or a number differs, each "
        "named, and 3 where what could be rerun is the same and publishers' files are missing.",
    ]


def _tables(told: Contents) -> list[str]:
    rows = [
        f"| `expected/{one.path}` | {_cell(one.what)} | `make.py`, `{one.program}` |"
        for one in told.outputs
    ]
    head = ["| output | what it shows | program |", "|---|---|---|"]
    return [
        "## List of tables and programs",
        "\n".join([*head, *rows]),
        "Numbers of tables in the manuscript are for its authors to add here.",
    ]


def _references(told: Contents) -> list[str]:
    return ["## References", "\n".join(f"* {one}" for one in told.references)]


def _rows(heads: Iterable[str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---|---|"]
    return "\n".join([*lines, *(f"| {_cell(a)} | {_cell(b)} |" for a, b in rows)])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
