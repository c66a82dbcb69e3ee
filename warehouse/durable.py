"""Writing files so that a reader, or a machine that loses power, sees the old content or the new, never a part.

And telling later whether a file is still what was written.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TEMPORARY = re.compile(r"\..+\.\d+-[0-9a-f]{8}\.tmp")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; when the block ends well its file is fsynced and renamed into place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        sync_file(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def clear_temporaries(folder: Path, *, below: bool = False) -> list[str]:
    """Remove what `replacing` left in a folder (and `below` it) when its process was killed; returns the names."""
    found = [path for path in (folder.rglob if below else folder.glob)(".*.tmp") if _TEMPORARY.fullmatch(path.name)]
    dead = [path for path in found if not process_lives(int(path.name.split(".")[-2].partition("-")[0]))]
    for path in dead:
        path.unlink(missing_ok=True)
    return [path.name for path in dead]


def process_lives(process: int) -> bool:
    """Whether there is a process of that id on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_text(target: Path, text: str) -> None:
    """Write a whole UTF-8 text file in place of whatever is at `target`."""
    with replacing(target) as temporary:
        temporary.write_text(text, encoding="utf-8")


def sync_file(path: Path) -> None:
    """Make sure that the file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Make sure that renames and new names in the folder are on the disk."""
    sync_file(path)


def file_sha256(path: Path) -> str:
    """The checksum of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
