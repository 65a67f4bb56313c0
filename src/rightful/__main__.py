"""Run the command line: an error is a message and an exit code, never a trace.

Exit codes: 0 it worked; 2 what was asked for does not exist or cannot be asked; 3 a fit that must
not be used; 130 stopped by Ctrl-C, 143 by SIGTERM; 1 everything else.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

from rightful.core.errors import RightfulError, shown

STOPPED = 130
NEXT_IF_UNFORESEEN = "set RIGHTFUL_TRACE=1, run it again, and report what it prints"


def main() -> None:
    """Run the command line and end the process."""
    _stop_in_order()
    _print_anything()
    code = _run()
    sys.exit(_flushed(code))


def _run() -> int:
    try:
        # Imported here, so that an interrupt while it loads is told like any other.
        from rightful.cli import app

        app(standalone_mode=True)
    except SystemExit as ended:
        return _stopped(ended.code if isinstance(ended.code, int) else int(bool(ended.code)))
    except KeyboardInterrupt:
        return _stopped(STOPPED)
    except RightfulError as error:
        _tell("\n".join([str(error), *getattr(error, "__notes__", ())]))
        return error.exit_code
    except OSError as error:
        why = shown(str(error.strerror or error))
        _tell(f"the answer could not be written: {why}\n  next:    {_ROOM}")
        return 1
    except Exception as error:
        if os.environ.get("RIGHTFUL_TRACE"):
            raise
        what = shown(f"{type(error).__name__}: {error}")
        _tell(f"this was not foreseen: {what}\n  next:    {NEXT_IF_UNFORESEEN}")
        return 1
    return 0


_ROOM = "write to a file or a disk with room"


def _stopped(code: int) -> int:
    if code in (STOPPED, 128 + signal.SIGTERM):
        _tell("stopped; nothing is half-written")
    return code


def _tell(text: str) -> None:
    with suppress(OSError):
        print(f"rightful: {text}", file=sys.stderr, flush=True)


def _flushed(code: int) -> int:
    """See what was printed onto its way; a full disk is told once, not at the very end again."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if code == 0:
            _tell(f"the answer could not be written: {error.strerror}\n  next:    {_ROOM}")
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code or 1
    return code


def _print_anything() -> None:
    """Let names that a terminal cannot show be printed as escapes, not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stop_in_order() -> None:
    """Turn SIGTERM into an orderly end, so that temporary folders go."""
    with suppress(ValueError, AttributeError):
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
