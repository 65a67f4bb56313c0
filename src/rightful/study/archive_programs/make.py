"""Makes the outputs of this archive anew: python make.py FOLDER, from the code in this archive.

RIGHTFUL_HOME names the store of publishers' files; only the editions in archive.json are read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write the outputs, and what was read for them, into the folder that is named."""
    sys.path.insert(0, str(HERE / "code"))
    import rightful
    from rightful.study.archive_outputs import Asked, made
    from rightful.study.paper_tests import quiet

    if not Path(str(rightful.__file__)).resolve().is_relative_to(HERE):
        raise SystemExit(f"the code that would run is not the archive's: {rightful.__file__}")
    folder = Path(sys.argv[1])
    told = json.loads((HERE / "archive.json").read_text(encoding="utf-8"))
    only = [(one["source"], one["edition"]) for one in told["read"]]
    outputs, rests_on = made(Asked(**told["asked"]), quiet, only)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in outputs.items():
        (folder / name).write_bytes(text.encode())
    (folder / "read.json").write_text(json.dumps(rests_on, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
