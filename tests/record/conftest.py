"""Let the tests of the record import the made-up source beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
