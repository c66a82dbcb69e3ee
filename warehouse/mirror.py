"""Releases and the rooms they were built from on object storage: pushed, pulled, and removed when they are old.

    current.json                                         what the current release is: the last thing a push writes
    releases/<id>/xianjian.duckdb, manifest.json         as in the data folder
    releases/<id>/index.json                             the same as current.json, for each release that is kept
    rooms/figure/report_year=2024/<sha256>.parquet       a Parquet file by its content; releases share it

Objects that are there are not sent again. Whatever moment a push stops at, `current.json` names a whole release: the
old one or the new one; the next push goes on. One data folder pushes to one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from warehouse.bucket import Bucket, BucketError
from warehouse.durable import file_sha256
from warehouse.places import Places
from warehouse.release import Release, ReleaseError, adopt, damage, room_checksums

POINTER = "current.json"
INDEX = "index.json"
RELEASES = "releases"
ROOMS = "rooms"
RELEASE_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class NothingPushedError(ReleaseError):
    """There is no release at the place yet."""


@dataclass(frozen=True)
class StoredFile:
    """A file as an object: its name (of a room: its path in the rooms), its key, its bytes and their sha256."""

    name: str
    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Index:
    """All objects of a release: its own files, and the rooms it was built from where they were pushed too."""

    release: str
    files: tuple[StoredFile, ...]
    rooms: tuple[StoredFile, ...]

    def as_json(self) -> bytes:
        """What `current.json` and `index.json` hold."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True)
class Pushed:
    """What a push did: objects sent and their bytes, files that were there, old objects removed; whether with rooms."""

    release_id: str
    sent: tuple[str, ...]
    bytes_sent: int
    there: int
    removed: tuple[str, ...]
    with_rooms: bool


def push(
    places: Places, bucket: Bucket, release: Release, *, keep: int = 5, tell: Callable[[str], object] = lambda key: None
) -> Pushed:
    """Put a release and the rooms it was built from on object storage, and make it the current one there.

    The rooms go along only while the data folder holds those of this very release. The newest `keep` releases besides
    it stay there, and what they refer to. `tell` is told each key before it is sent. Nobody else may publish in the
    data folder meanwhile.

    Raises:
        ReleaseError: if the release is damaged.
        warehouse.bucket.BucketError: if the place cannot be used; what was current there still is.
    """
    fault = damage(release)
    if fault:
        raise ReleaseError(f"the release {release.release_id} is damaged ({fault}): run `xianjian run`, which mends it")
    rooms = room_checksums(places.rooms)
    with_rooms = bool(rooms) and rooms == release.rooms
    sources = _release_files(release) | (_room_files(places.rooms, rooms) if with_rooms else {})
    index = _index(release.release_id, sources)
    there = _sizes(bucket)
    missing = {stored: file for stored, file in sources.items() if there.get(stored.key) != stored.size}
    for stored, file in missing.items():
        tell(stored.key)
        bucket.upload(file, stored.key)
    _check_all_there(bucket, sources)
    bucket.write(f"{RELEASES}/{index.release}/{INDEX}", index.as_json())
    bucket.write(POINTER, index.as_json())
    removed = _remove_old(bucket, index, keep)
    sent = tuple(stored.key for stored in missing)
    size = sum(stored.size for stored in missing)
    return Pushed(index.release, sent, size, len(sources) - len(missing), tuple(removed), with_rooms)


def pull(places: Places, bucket: Bucket, *, keep: int = 5, tell: Callable[[str], object] = lambda key: None) -> Release:
    """Make the current release of a place the current one of the data folder; returns it.

    The rooms are not fetched: their Parquet files can be read where they are.

    Raises:
        NothingPushedError: if there is none.
        ReleaseError: if an object is not what was pushed; the data folder is unchanged.
        warehouse.bucket.BucketError: if the place cannot be used.
    """
    content = bucket.read(POINTER)
    if content is None:
        raise NothingPushedError(f"There is no release in {bucket.address} yet. Push one: xianjian release push")
    index = _understood(content, bucket, POINTER)

    def fill(folder: Path) -> None:
        for stored in index.files:
            tell(stored.key)
            bucket.download(stored.key, folder / stored.name)
            if file_sha256(folder / stored.name) != stored.sha256:
                raise ReleaseError(
                    f"{stored.key} in {bucket.address} is not what was pushed: its sha256 differs. Remove that object "
                    "and push the release again; the data folder is unchanged."
                )

    return adopt(places, index.release, fill, keep=keep)


def _release_files(release: Release) -> dict[StoredFile, Path]:
    """The files of a release by what they become."""
    found: dict[StoredFile, Path] = {}
    for file in sorted(release.folder.iterdir()):
        key = f"{RELEASES}/{release.release_id}/{file.name}"
        found[StoredFile(file.name, key, file.stat().st_size, file_sha256(file))] = file
    return found


def _room_files(root: Path, checksums: dict[str, str]) -> dict[StoredFile, Path]:
    """The Parquet files of the rooms by what they become."""
    found: dict[StoredFile, Path] = {}
    for name, sha256 in checksums.items():
        path = PurePosixPath(name)
        # The table's name is a folder also where the table has no years.
        folder = path.parent if path.parent.parts else path.with_suffix("")
        stored = StoredFile(name, f"{ROOMS}/{folder}/{sha256}.parquet", (root / name).stat().st_size, sha256)
        found[stored] = root / name
    return found


def _index(release_id: str, sources: Iterable[StoredFile]) -> Index:
    of_rooms = {stored: stored.key.startswith(f"{ROOMS}/") for stored in sources}
    return Index(
        release_id,
        tuple(stored for stored, room in of_rooms.items() if not room),
        tuple(stored for stored, room in of_rooms.items() if room),
    )


def _check_all_there(bucket: Bucket, wanted: Iterable[StoredFile]) -> None:
    """Look, before anybody is sent to them, whether all objects are there as long as they should be."""
    there = _sizes(bucket)
    short = [stored.key for stored in wanted if there.get(stored.key) != stored.size]
    if short:
        raise BucketError(f"{bucket.address} did not keep {', '.join(short)}: push again")


def _sizes(bucket: Bucket) -> dict[str, int]:
    return bucket.sizes(RELEASES) | bucket.sizes(ROOMS)


def _remove_old(bucket: Bucket, shown: Index, keep: int) -> list[str]:
    """Remove releases beyond the newest `keep`, unfinished ones, and rooms that no release refers to any more."""
    there = _sizes(bucket)
    finished = {key.split("/")[1] for key in there if key.startswith(f"{RELEASES}/") and key.endswith(f"/{INDEX}")}
    kept = sorted(finished - {shown.release}, reverse=True)[:keep]
    indexes = [shown]
    for release_id in kept:
        key = f"{RELEASES}/{release_id}/{INDEX}"
        indexes.append(_understood(bucket.read(key) or b"", bucket, key))
    wanted = {stored.key for index in indexes for stored in (*index.files, *index.rooms)}
    wanted |= {f"{RELEASES}/{index.release}/{INDEX}" for index in indexes}
    removed = [key for key in there if key not in wanted]
    for key in removed:
        bucket.remove(key)
    return removed


def _understood(content: bytes, bucket: Bucket, key: str) -> Index:
    """The index that an object holds. Its names and keys come from elsewhere: none may lead out of its folder."""
    try:
        says = json.loads(content)
        files, rooms = (tuple(StoredFile(**stored) for stored in says[kind]) for kind in ("files", "rooms"))
        index = Index(says["release"], files, rooms)
        plain = RELEASE_ID.fullmatch(index.release) and all(
            FILE_NAME.fullmatch(stored.name) and stored.key == f"{RELEASES}/{index.release}/{stored.name}"
            for stored in files
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(_no_index(bucket, key)) from error
    if not plain:
        raise ReleaseError(_no_index(bucket, key))
    return index


def _no_index(bucket: Bucket, key: str) -> str:
    return f"{key} in {bucket.address} is not what a push writes: remove it and push again"
