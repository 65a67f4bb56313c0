"""The command line: commands, no arithmetic; every command has ``--format``."""

from __future__ import annotations

# Loading a module hangs its commands in; this order is that of the help page.
# isort: off
from rightful.cli import dossier, findings, discourse, record, measures, spiral, evidence  # noqa: F401
from rightful.cli import spiral_tests  # noqa: F401
from rightful.cli import claims  # noqa: F401
from rightful.cli import replications  # noqa: F401
from rightful.cli import estimation  # noqa: F401
from rightful.cli import estimates  # noqa: F401
from rightful.cli.app import app
# isort: on

__all__ = ["app"]
