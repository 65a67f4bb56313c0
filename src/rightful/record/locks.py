"""One writer at a time, across processes; a killed holder's lock is freed by the system."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rightful.core.errors import StoreError
from rightful.record.atomic import disk_errors

LOCK_WAIT = 60.0  # seconds


@contextmanager
def locked(path: Path, busy: str, wait: float) -> Iterator[None]:
    """Hold the lock that lies at ``path``; ``busy`` says what another holder is doing.

    Raises
    ------
    StoreError
        When another run holds it for longer than ``wait`` seconds, or it cannot be made.
    """
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+b")
    try:
        _acquire(lock, path, busy, wait)
        yield
    finally:
        lock.close()


def _acquire(lock: IO[bytes], path: Path, busy: str, wait: float) -> None:
    until = time.monotonic() + wait
    while not _try_lock(lock):
        if time.monotonic() > until:
            raise StoreError(
                busy,
                where=str(path.parent),
                allowed="one writer at a time",
                next_step="wait for it to end, then run the command again",
            )
        time.sleep(0.05)


def _try_lock(lock: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt as windows

            ms: Any = windows
            ms.locking(lock.fileno(), ms.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
