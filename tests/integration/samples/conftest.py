"""Puts tests/ on the path, so that the gold's reader is imported as `gold.marks`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
