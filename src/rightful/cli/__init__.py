"""The command line: commands, no arithmetic; every command has ``--format``."""

from __future__ import annotations

# Loading a module hangs its commands in, in this order.
from rightful.cli import dossier, findings, measures, record  # noqa: F401
from rightful.cli.app import app

__all__ = ["app"]
