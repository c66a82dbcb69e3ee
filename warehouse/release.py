"""Releases: a finished build gets a folder of its own, never changed, and the `current` link is swapped to it.

    releases/20261123T130502Z-1a2b3c4d/xianjian.duckdb   read-only, never changed afterwards
    releases/20261123T130502Z-1a2b3c4d/manifest.json     rows and content hash of each table, checksums
                                                         of the file, of the rooms and of what it was made of
    current -> releases/20261123T130502Z-1a2b3c4d

A reader opens `current/xianjian.duckdb` and keeps that release until it reconnects. Whatever moment the machine stops
at, `current` points to a whole release: the old one or the new one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import registry
from warehouse.changes import UNDER_WAY, begun, contents_after, opened
from warehouse.content import combined_hash, contents, published_tables
from warehouse.durable import file_sha256, sync_file, sync_folder
from warehouse.imprint import write_release_row, write_runs
from warehouse.manifest import Release, ReleaseError, read_release, readable_release, room_checksums, write_manifest
from warehouse.places import Places

if TYPE_CHECKING:
    import duckdb

UNFINISHED = "."


def publish(
    places: Places,
    *,
    code_version: str | None = None,
    inputs: Mapping[str, str] | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
    keep: int = 5,
    now: datetime | None = None,
) -> Release:
    """Publish the finished build and make it the current release; the newest `keep` besides it stay.

    `inputs` are checksums of what the build was made of; the manifest keeps them, so that the next run can tell whether
    anything is new. `runs` are rows of `ops_run`; the one that publishes says THIS_RELEASE for its release.

    Call it only after every blocking check held (`warehouse.build.build` raises where one did not); that the file is
    whole and holds every table and column of the registry is checked here.

    Raises:
        ReleaseError: if there is no finished build, or it is not whole.
    """
    with _sole_publisher(places):
        _clear_unfinished(places)
        release = _store(places, _seal(places, code_version, inputs or {}, runs, now or datetime.now(UTC)))
        _point_current_to(places, release.release_id)
        prune(places, keep=keep)
    return release


def adopt(places: Places, release_id: str, fill: Callable[[Path], None], *, keep: int = 5) -> Release:
    """Make a release that was published elsewhere the current one, and keep the newest `keep` besides it.

    `fill` puts its files into the folder that it is given. It is not called for a release that is here and whole.

    Raises:
        ReleaseError: if what came is not that release; readers keep what they have.
    """
    with _sole_publisher(places):
        _clear_unfinished(places)
        folder = places.releases / release_id
        release = readable_release(folder)
        if release is None or damage(release):
            release = _take_in(folder, fill)
        _point_current_to(places, release_id)
        prune(places, keep=keep)
    return release


def current(places: Places) -> Release | None:
    """The release that readers see, or None before the first."""
    if not places.current.is_symlink():
        return None
    return read_release(places.releases / places.current.readlink().name)


def releases(places: Places) -> list[Release]:
    """All releases that are kept, newest first."""
    folders = sorted((p for p in places.releases.glob("*/") if not p.name.startswith(UNFINISHED)), reverse=True)
    return [release for folder in folders if (release := readable_release(folder))]


def damage(release: Release) -> str | None:
    """What is wrong with a release's file, None where it is byte for byte what was published."""
    try:
        found = file_sha256(release.database)
    except (OSError, StopIteration) as error:
        return f"its file cannot be read ({error or 'it is gone'})"
    if found != release.file_sha256:
        return "its file is not the one that was published: the checksum differs"
    return None


def put_right(places: Places) -> list[str]:
    """Take away what a publishing that was cut short left, and a current release that is not what was published.

    `current` then names the newest release that is whole, or nothing where there is none; the damaged one is kept under
    another name. Returns what was done, in words.
    """
    with _sole_publisher(places):
        done = [f"removed the unfinished {name}" for name in _clear_unfinished(places)]
        if not places.current.is_symlink():
            return done
        shown = places.releases / places.current.readlink().name
        release = readable_release(shown)
        fault = damage(release) if release else "it has no manifest that can be read"
        if fault is None:
            return done
        whole = next((r for r in releases(places) if r.folder != shown and damage(r) is None), None)
        if whole:
            _point_current_to(places, whole.release_id)
        else:
            places.current.unlink()
        if shown.exists():
            _set_aside(shown)
        instead = f"release {whole.release_id} is shown instead" if whole else "there is no other to show"
        return [*done, f"set aside the damaged release {shown.name} ({fault}); {instead}"]


def find(places: Places, release_id: str) -> Release:
    """The release of that id, or of `current`; a beginning that fits only one will do. Raises ReleaseError."""
    if release_id == "current":
        fitting = [r for r in [current(places)] if r]
    else:
        fitting = [r for r in releases(places) if r.release_id.startswith(release_id)]
    if len(fitting) != 1:
        there = ", ".join(r.release_id for r in releases(places)) or "none"
        raise ReleaseError(f"{len(fitting)} releases fit {release_id!r}; there are: {there}")
    return fitting[0]


def prune(places: Places, *, keep: int) -> list[str]:
    """Remove all releases but the newest `keep` and the current one; returns the ids removed."""
    shown = current(places)
    old = [r for r in releases(places) if shown is None or r.release_id != shown.release_id][keep:]
    for release in old:
        # Renamed first, so that no half-removed folder looks like a release.
        leaving = release.folder.with_name(f"{UNFINISHED}leaving-{release.release_id}")
        release.folder.rename(leaving)
        shutil.rmtree(leaving)
    return [release.release_id for release in old]


def _seal(
    places: Places,
    code_version: str | None,
    inputs: Mapping[str, str],
    runs: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Release:
    """Check the build, write what tells of it, and name it."""
    import duckdb

    if not places.build_database.exists():
        raise ReleaseError(f"there is no build at {places.build_database}: run `xianjian run` first")
    if (places.build / UNDER_WAY).exists():
        raise ReleaseError(f"the build at {places.build_database} did not come to its end: run `xianjian run` again")
    basis = _basis(places)
    with duckdb.connect(str(places.build_database)) if basis is None else opened(places, read_only=False) as connection:
        _check_whole(connection)
        tables = contents(connection) if basis is None else contents_after(connection, basis)
        content_hash = combined_hash(tables)
        release_id = f"{now:%Y%m%dT%H%M%SZ}-{content_hash[:8]}"
        built_at = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        write_release_row(connection, release_id, built_at, content_hash, code_version)
        write_runs(connection, release_id, runs)
        connection.execute("checkpoint")
    if places.build_database.with_name(f"{places.build_database.name}.wal").exists():
        raise ReleaseError(f"{places.build_database} is still being written to: end what has it open and publish again")
    folder = places.releases / release_id
    created = built_at.replace(tzinfo=UTC)
    rooms = room_checksums(places.rooms)
    return Release(release_id, folder, created, content_hash, code_version, tables, dict(inputs), rooms=rooms)


def _basis(places: Places) -> Release | None:
    """The release that the build goes on from, where it is still there to be read."""
    goes_on = begun(places)
    return next(
        (r for r in releases(places) if goes_on and r.release_id == goes_on.release_id and damage(r) is None), None
    )


def _check_whole(connection: duckdb.DuckDBPyConnection) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, dtype in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'main' and not internal and database_name = current_database() "
        "order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, dtype))
    for table in published_tables():
        wanted = [(c.name, c.duckdb_type) for c in registry.columns(table)]
        if found.get(table) != wanted:
            state = "is missing" if table not in found else "has other columns than contracts/tables.yml"
            raise ReleaseError(f"the build is not whole: {table} {state}; build again")


def _store(places: Places, release: Release) -> Release:
    """Copy the build into the release's folder; the folder takes its name only when all of it is on the disk."""
    if release.folder.exists():
        return read_release(release.folder)
    incoming = _incoming(release.folder)
    database = incoming / places.build_database.name
    shutil.copyfile(places.build_database, database)
    sync_file(database)
    release = replace(release, file_sha256=file_sha256(database))
    write_manifest(release, incoming)
    _put_in_place(incoming, release.folder)
    return release


def _take_in(folder: Path, fill: Callable[[Path], None]) -> Release:
    """Let a release's files come into a folder; it takes its name only when they are what its manifest says."""
    incoming = _incoming(folder)
    try:
        fill(incoming)
        release = read_release(incoming)
        fault = damage(release)
        if release.release_id != folder.name:
            fault = f"its manifest says that it is {release.release_id}"
        if fault:
            raise ReleaseError(f"what came is not the release {folder.name}: {fault}; what was here is unchanged")
        for file in incoming.iterdir():
            sync_file(file)
    except BaseException:
        shutil.rmtree(incoming)
        raise
    if folder.exists():
        _set_aside(folder)
    _put_in_place(incoming, folder)
    return replace(release, folder=folder)


def _incoming(folder: Path) -> Path:
    incoming = folder.with_name(f"{UNFINISHED}incoming-{folder.name}")
    incoming.mkdir(parents=True)
    return incoming


def _put_in_place(incoming: Path, folder: Path) -> None:
    for file in incoming.iterdir():
        file.chmod(0o444)
    sync_folder(incoming)
    incoming.rename(folder)
    sync_folder(folder.parent)


def _set_aside(folder: Path) -> None:
    """Keep a damaged release under another name; one that was set aside before makes way."""
    aside = folder.with_name(f"{UNFINISHED}damaged-{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)


def _point_current_to(places: Places, release_id: str) -> None:
    link = places.current.with_name(f".{places.current.name}-{secrets.token_hex(4)}")
    link.symlink_to(Path(os.path.relpath(places.releases, places.current.parent)) / release_id)
    link.replace(places.current)
    sync_folder(places.current.parent)


@contextmanager
def _sole_publisher(places: Places) -> Iterator[None]:
    """Two runs that publish at once do so one after the other; the lock is gone with the process."""
    places.releases.mkdir(parents=True, exist_ok=True)
    with (places.releases / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear_unfinished(places: Places) -> list[str]:
    """Remove what a run that was cut short left behind; only called by the sole publisher."""
    folders = [p for prefix in ("incoming", "leaving") for p in places.releases.glob(f"{UNFINISHED}{prefix}-*")]
    links = list(places.current.parent.glob(f".{places.current.name}-*"))
    for folder in folders:
        shutil.rmtree(folder)
    for link in links:
        link.unlink()
    return [path.name for path in (*folders, *links)]
