"""Whether anything is new: checksums of all that a release is made of, against those that the current one states.

A release is made of the archived documents with what the registry says of them, of the user's corrections and
population, and of the code with its catalogue, its libraries and its settings. Where all of it is as it was and the
published file is whole, a run has nothing to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orchestration.code_version import catalogue_version, library_versions, project_version
from orchestration.parts import part_path
from orchestration.progress import Progress
from orchestration.receiving import Received, archived_files, receive
from orchestration.settings import Settings
from warehouse.durable import file_sha256
from warehouse.manifest import Release
from warehouse.release import current, damage

ABSENT = "absent"
# What makes every row another one; all else changes the rows of some reports.
MAKES_ALL = frozenset({"catalogue", "code", "libraries"})


@dataclass(frozen=True)
class News:
    """What is new since the current release.

    Attributes:
        release: the current release, None before the first.
        changed: what is new, in words; empty where nothing is.
        inputs: checksums of all there is now, for the release that will be made of it.
    """

    release: Release | None
    changed: tuple[str, ...]
    inputs: Mapping[str, str]

    def __bool__(self) -> bool:
        """True where a run has something to do."""
        return bool(self.changed)

    @property
    def basis(self) -> Release | None:
        """The release that a build may go on from: the current one, where this code made it; None where none is."""
        made_alike = self.release is not None and all(
            self.release.inputs.get(name) == self.inputs[name] for name in MAKES_ALL
        )
        return self.release if made_alike else None

    def summary(self) -> str:
        """One sentence for people."""
        if self.release is None:
            return "Nothing has been published yet."
        if self.changed:
            return f"New or changed since release {self.release.release_id}: {', '.join(self.changed)}."
        return f"Nothing is new since release {self.release.release_id}, and its file is whole."


@dataclass(frozen=True)
class Look:
    """A look at what there is: what was received from the folder, what is new since the current release, and when."""

    received: Received
    news: News
    began: datetime = field(default_factory=lambda: datetime.now(UTC))


def look(settings: Settings, folder: Path, progress: Progress) -> Look:
    """Receive a folder and see what is new."""
    began = datetime.now(UTC)
    received = receive(settings, folder, progress)
    return Look(received, news(settings), began)


def inputs_of(settings: Settings) -> dict[str, str]:
    """Checksums of all that a release is made of, by name.

    Raises:
        extract.registry.RegistryError: if a registry does not hold what it must.
    """
    years = settings.report_years
    documents = ((file.key, file.superseded, file.received_at) for file in archived_files(settings))
    return {
        "documents": _checksum(repr(item) for item in documents),
        "files not received": _of_file(part_path(settings, "quarantine", "receive")),
        "corrections": _of_file(settings.corrections),
        "bounds on drift": _of_file(settings.drift),
        "population": _of_file(settings.population),
        "catalogue": catalogue_version(),
        "code": project_version(settings.project),
        "libraries": library_versions(),
        "report years": f"{years[0]}-{years[-1]}",
    }


def news(settings: Settings) -> News:
    """Compare what there is with what the current release was made of, and see that its file is whole."""
    release, now = current(settings), inputs_of(settings)
    if release is None:
        return News(None, ("everything",), now)
    changed = [name for name, checksum in now.items() if release.inputs.get(name) != checksum]
    if not changed and (fault := damage(release)):
        changed = [f"the published file ({fault})"]
    return News(release, tuple(changed), now)


def _checksum(items: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(items).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _of_file(path: Path) -> str:
    return file_sha256(path)[:16] if path.is_file() else ABSENT
