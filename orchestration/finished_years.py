"""Which report years a step has finished, from what, and what it wrote: only years with news are computed again.

A year is left as it is when its inputs have the checksum they had, the code and its libraries are the same, and every
file that the step wrote for it still has the checksum it was written with. A file that was removed, cut short or
changed is written again. A check, which writes no file, notes what it found instead.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.code_version import catalogue_version, library_versions, project_version
from orchestration.settings import Settings
from warehouse.durable import file_sha256, write_text

FOLDER = "finished"


class FinishedYears:
    """The years that one step has finished in a data folder."""

    def __init__(self, settings: Settings, step: str) -> None:
        self._data = settings.data
        self._root = settings.parts / FOLDER / step
        self._code = f"{project_version(settings.project)} {catalogue_version()} {library_versions()}"

    def holds(self, year: int | str | None, inputs: Iterable[Path | str], outputs: Sequence[Path]) -> bool:
        """Whether the year was finished from the same inputs and its files are as they were written.

        Args:
            year: the report year, None for what has none; or the name of another piece of the work.
            inputs: files that the year is made from, and anything else that decides it as words.
            outputs: the files that the step writes for the year; one that it removes counts as written.
        """
        return self.said(year, inputs, outputs) is not None

    def said(
        self, year: int | str | None, inputs: Iterable[Path | str], outputs: Sequence[Path] = ()
    ) -> dict[str, Any] | None:
        """What was noted with the year, None where the year is not finished; the arguments are those of `holds`."""
        try:
            noted = json.loads((self._root / f"{year}.json").read_text(encoding="utf-8"))
            said: dict[str, Any] = noted.pop("said", {})
        except (OSError, ValueError, AttributeError):
            return None
        return said if noted == self._record(inputs, outputs) else None

    def note(
        self,
        year: int | str | None,
        inputs: Iterable[Path | str],
        outputs: Sequence[Path] = (),
        said: Mapping[str, Any] | None = None,
    ) -> None:
        """Remember that the year is finished, and what there is to say of it; call it when its files are written."""
        record = {**self._record(inputs, outputs), "said": said or {}}
        write_text(self._root / f"{year}.json", json.dumps(record, ensure_ascii=False))

    def _record(self, inputs: Iterable[Path | str], outputs: Sequence[Path]) -> dict[str, object]:
        words = [self._code, *(_state(item) if isinstance(item, Path) else item for item in inputs)]
        return {
            "inputs": hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest(),
            "outputs": {str(path.relative_to(self._data)): _state(path) for path in sorted(outputs)},
        }


def forget_everything(settings: Settings) -> None:
    """Forget what was read, extracted and checked, so that the next run does all of it again."""
    for folder in (settings.parts / FOLDER, settings.shards):
        shutil.rmtree(folder, ignore_errors=True)


def _state(path: Path) -> str:
    return file_sha256(path) if path.is_file() else "not there"
