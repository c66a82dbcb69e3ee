"""What a release says of itself: its manifest, written beside its file and read from there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.content import TableContent
from warehouse.durable import file_sha256, write_text

MANIFEST = "manifest.json"


class ReleaseError(RuntimeError):
    """A build that cannot be published, or a release that is not there; the message says what to do."""


@dataclass(frozen=True)
class Release:
    """A published release: its id (UTC time and a short content hash), folder and what its manifest says.

    `inputs` holds checksums of what it was made of by name, as whoever published it stated them; `rooms` those of the
    Parquet files that it was built from, by their paths in the folder of rooms. `file_sha256` is the checksum of the
    DuckDB file itself; empty before the file is stored.
    """

    release_id: str
    folder: Path
    created: datetime
    content_hash: str
    code_version: str | None
    tables: dict[str, TableContent]
    inputs: Mapping[str, str] = field(default_factory=dict)
    file_sha256: str = ""
    rooms: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The release's DuckDB file."""
        return next(self.folder.glob("*.duckdb"))


def room_checksums(rooms: Path) -> dict[str, str]:
    """The sha256 of every Parquet file of the rooms, by its path in their folder."""
    return {path.relative_to(rooms).as_posix(): file_sha256(path) for path in sorted(rooms.rglob("*.parquet"))}


def write_manifest(release: Release, folder: Path) -> None:
    """Write what a release says of itself into a folder."""
    write_text(folder / MANIFEST, json.dumps(_manifest(release), ensure_ascii=False, indent=2) + "\n")


def read_release(folder: Path) -> Release:
    """The release in a folder.

    Raises:
        ReleaseError: if there is none that can be read.
    """
    try:
        return _stated(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"the release {folder.name} is damaged ({error}): run `xianjian run`, which mends it"
        ) from error


def readable_release(folder: Path) -> Release | None:
    """The release in a folder; None where there is none that can be read."""
    try:
        return read_release(folder)
    except ReleaseError:
        return None


def _manifest(release: Release) -> dict[str, Any]:
    import duckdb

    return {
        "release_id": release.release_id,
        "created": release.created.isoformat(),
        "code_version": release.code_version,
        "duckdb_version": duckdb.__version__,
        "content_hash": release.content_hash,
        "file_sha256": release.file_sha256,
        "inputs": dict(release.inputs),
        "rooms": dict(release.rooms),
        "tables": {name: {"rows": content.rows, "hash": content.hash} for name, content in release.tables.items()},
        # Beside the tables and not in them: earlier versions of this code read those, and would stumble.
        "digests": {name: content.digests for name, content in release.tables.items()},
    }


def _stated(folder: Path) -> Release:
    says = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Release(
        says["release_id"],
        folder,
        datetime.fromisoformat(says["created"]),
        says["content_hash"],
        says["code_version"],
        {
            name: TableContent(content["rows"], content["hash"], says.get("digests", {}).get(name))
            for name, content in says["tables"].items()
        },
        # A release of an earlier version of this code says none of these: it counts as made of other things.
        says.get("inputs", {}),
        says.get("file_sha256", ""),
        says.get("rooms", {}),
    )
