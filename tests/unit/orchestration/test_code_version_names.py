"""The names that the checksums leave out."""

from pathlib import Path

import extract
from orchestration.code_version import NOT_FIGURES, ONLY_FIGURES


def test_every_name_left_out_of_a_checksum_is_there() -> None:
    there = {path.name for path in Path(extract.__file__).parent.iterdir()}
    assert there >= ONLY_FIGURES | NOT_FIGURES
