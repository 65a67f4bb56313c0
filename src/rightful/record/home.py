"""Where the user's store lies, and that nothing else is written into it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rightful.core.errors import UsageError


def default_home() -> Path:
    """Return the store's root: ``RIGHTFUL_HOME``, or the platform's folder for user data.

    Raises
    ------
    UsageError
        When the folder cannot be named: its ``~`` belongs to nobody.
    """
    chosen = os.environ.get("RIGHTFUL_HOME")
    try:
        return Path(chosen).expanduser() if chosen else _users_data() / "rightful"
    except RuntimeError as error:
        raise UsageError(
            f"the store's folder cannot be named: {error}",
            where=f"RIGHTFUL_HOME={chosen}" if chosen else "the home folder of the user",
            allowed="a path that begins with / or with the ~ of a user who has a home",
            next_step="set RIGHTFUL_HOME to the folder that shall hold the store",
        ) from error


def _users_data() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    data = os.environ.get("XDG_DATA_HOME")
    return Path(data) if data else Path.home() / ".local" / "share"


def check_outside(out: Path) -> None:
    """Refuse an output inside the user's store: it keeps what it holds by its own rules.

    Raises
    ------
    UsageError
        When ``out`` lies in the store's folder.
    """
    try:
        home = default_home()
        inside = Path(os.path.realpath(out)).is_relative_to(os.path.realpath(home))
    except (UsageError, OSError):  # no store here, or no current folder: told where it matters
        return
    if inside:
        raise UsageError(
            "this is inside the store, which rightful keeps itself: an output could damage it",
            where=str(out),
            allowed=f"a place outside {home}",
            next_step="name another place with --out",
        )
