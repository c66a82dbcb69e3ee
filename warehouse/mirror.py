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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from warehouse.bucket import Bucket, BucketError
from warehouse.durable import file_sha256
from warehouse.manifest import Release, ReleaseError, room_checksums
from warehouse.places import Places
from warehouse.release import adopt, damage

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

    def lies_in(self, sizes: Mapping[str, int]) -> bool:
        """Whether it is among objects of these sizes by key."""
        return sizes.get(self.key) == self.size


@dataclass(frozen=True)
class Index:
    """All objects of a release: its own files, and the rooms it was built from where they were pushed too."""

    release: str
    files: tuple[StoredFile, ...]
    rooms: tuple[StoredFile, ...]

    @property
    def objects(self) -> tuple[StoredFile, ...]:
        """The files and the rooms."""
        return (*self.files, *self.rooms)

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

    The rooms go along while the data folder holds those of this very release; later, those that went before stay. The
    newest `keep` releases besides it stay there, and what they refer to. `tell` is told each key before it is sent.
    Nobody else may publish in the data folder meanwhile.

    Raises:
        ReleaseError: if the release is damaged.
        warehouse.bucket.BucketError: if the place cannot be used; what was current there still is.
    """
    fault = damage(release)
    if fault:
        raise ReleaseError(f"the release {release.release_id} is damaged ({fault}): run `xianjian run`, which mends it")
    there = _sizes(bucket)
    files, rooms = _release_files(release), _room_files(places.rooms, release)
    index = Index(release.release_id, tuple(files), tuple(rooms) or _rooms_there(bucket, release.release_id, there))
    missing = {stored: file for stored, file in (files | rooms).items() if not stored.lies_in(there)}
    for stored, file in missing.items():
        tell(stored.key)
        bucket.upload(file, stored.key)
    _check_all_there(bucket, index)
    bucket.write(_index_key(index.release), index.as_json())
    bucket.write(POINTER, index.as_json())
    removed = _remove_old(bucket, index, keep)
    return Pushed(
        index.release,
        tuple(stored.key for stored in missing),
        sum(stored.size for stored in missing),
        len(index.objects) - len(missing),
        tuple(removed),
        bool(index.rooms),
    )


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


def _room_files(root: Path, release: Release) -> dict[StoredFile, Path]:
    """The Parquet files of the rooms by what they become; none where the release was not built from just these."""
    checksums = room_checksums(root)
    if checksums != release.rooms:
        return {}
    found: dict[StoredFile, Path] = {}
    for name, sha256 in checksums.items():
        path = PurePosixPath(name)
        # The table's name is a folder also where the table has no years.
        folder = path.parent if path.parent.parts else path.with_suffix("")
        stored = StoredFile(name, f"{ROOMS}/{folder}/{sha256}.parquet", (root / name).stat().st_size, sha256)
        found[stored] = root / name
    return found


def _rooms_there(bucket: Bucket, release_id: str, there: Mapping[str, int]) -> tuple[StoredFile, ...]:
    """The rooms that went with a release when it was pushed before, if all of them are still there."""
    key = _index_key(release_id)
    rooms = _understood(bucket.read(key) or b"", bucket, key).rooms if key in there else ()
    return rooms if all(stored.lies_in(there) for stored in rooms) else ()


def _check_all_there(bucket: Bucket, index: Index) -> None:
    """Look, before anybody is sent to them, whether all objects are there as long as they should be."""
    there = _sizes(bucket)
    short = [stored.key for stored in index.objects if not stored.lies_in(there)]
    if short:
        raise BucketError(f"{bucket.address} did not keep {', '.join(short)}: push again")


def _sizes(bucket: Bucket) -> dict[str, int]:
    return bucket.sizes(RELEASES) | bucket.sizes(ROOMS)


def _remove_old(bucket: Bucket, shown: Index, keep: int) -> list[str]:
    """Remove releases beyond the newest `keep`, unfinished ones, and rooms that no release refers to any more."""
    there = _sizes(bucket)
    finished = {key.split("/")[1] for key in there if key.startswith(f"{RELEASES}/") and key.endswith(f"/{INDEX}")}
    kept = sorted(finished - {shown.release}, reverse=True)[:keep]
    indexes = [shown, *(_understood(bucket.read(key) or b"", bucket, key) for key in map(_index_key, kept))]
    wanted = {stored.key for index in indexes for stored in index.objects}
    wanted |= {_index_key(index.release) for index in indexes}
    removed = [key for key in there if key not in wanted]
    for key in removed:
        bucket.remove(key)
    return removed


def _index_key(release_id: str) -> str:
    return f"{RELEASES}/{release_id}/{INDEX}"


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
