"""The user's registries (registry.csv): which ones are in use, and the row that names a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from extract.registry import Registry, RegistryRow, load
from orchestration.settings import Settings
from warehouse.durable import write_text

NAME = "registry.csv"
REMEMBERED = "registries.json"


@dataclass(frozen=True)
class Registries:
    """All registries in use; the one remembered last is asked first."""

    held: tuple[Registry, ...] = ()

    def row_for(self, source: str) -> RegistryRow | None:
        """The row that names a source, or None."""
        return next((row for registry in reversed(self.held) if (row := registry.row_for(source))), None)


def remember(settings: Settings, registry: Path) -> None:
    """Use a registry from now on, in this run and in later ones that are not given it."""
    known = [path for path in _remembered(settings) if path != registry.absolute()]
    write_text(settings.parts / REMEMBERED, json.dumps([str(path) for path in [*known, registry.absolute()]]))


def registries(settings: Settings) -> Registries:
    """The registries in use; one whose file has gone is left out.

    Raises:
        extract.registry.RegistryError: if one does not hold what it must.
    """
    files = [settings.data / NAME, *_remembered(settings)]
    return Registries(tuple(load(path) for path in files if path.is_file()))


def _remembered(settings: Settings) -> list[Path]:
    file = settings.parts / REMEMBERED
    return [Path(path) for path in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []
