"""The archive's receipts a second time, in files that are never changed: what a damaged manifest is made again from.

    receipts/000000001-000000250-<checksum>.jsonl    the lines 1 to 250 of the manifest

A file names the lines that it holds and the checksum of its bytes, so that damage and gaps are seen.
"""

import datetime
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

_NAME = re.compile(r"(\d{9,})-(\d{9,})-([0-9a-f]{16})\.jsonl")


class Journal:
    """The receipts of an archive, a file for each time that some were written."""

    def __init__(self, root: Path) -> None:
        """Reads nothing yet."""
        self._root = root

    def length(self) -> int:
        """How many lines the manifest had when the last file was written."""
        return max((last for _, last, _ in self._files()), default=0)

    def write(self, first: int, lines: Sequence[bytes]) -> None:
        """Keep the lines of the manifest from the one with the number `first` on; on the disk when this returns."""
        content = b"".join(lines)
        self._root.mkdir(parents=True, exist_ok=True)
        replace(self._root / f"{first:09}-{first + len(lines) - 1:09}-{_checksum(content)}.jsonl", content)

    def start_over(self, lines: Sequence[bytes]) -> None:
        """Hold these lines and no others; the files that were there are kept in a folder beside."""
        if self._root.exists():
            self._root.rename(self._root.with_name(f"{self._root.name}.damaged-{_now()}"))
        if lines:
            self.write(1, lines)

    def clear_unfinished(self) -> None:
        """Remove what was not finished, beside the journal too; call it where nobody else writes."""
        for left in [*self._root.glob(".*.tmp"), *self._root.parent.glob(".manifest.jsonl.*.tmp")]:
            left.unlink(missing_ok=True)

    def lines(self) -> dict[int, bytes]:
        """The lines by number, of all files whose content is what their names say."""
        found: dict[int, bytes] = {}
        for first, _, path in self._files():
            content = path.read_bytes()
            if path.name.endswith(f"-{_checksum(content)}.jsonl"):
                found |= dict(enumerate(content.splitlines(keepends=True), first))
        return found

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        if self._root.is_dir():
            for path in sorted(self._root.iterdir()):
                if named := _NAME.fullmatch(path.name):
                    yield int(named[1]), int(named[2]), path


def replace(target: Path, content: bytes, *, keep_as: str = "") -> None:
    """Put a whole file in place of whatever is there; `keep_as`, a name with {} for the time, keeps that one too."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    if keep_as and target.exists():
        os.link(target, target.with_name(keep_as.format(_now())))
    Path(name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
