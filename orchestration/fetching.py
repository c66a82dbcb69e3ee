"""Downloading what the data folder's registry names, as a part of a run."""

from __future__ import annotations

from extract.archive import Archive, Receipts
from extract.fetch import FetchOptions, fetch_all
from extract.registry import load
from orchestration.registries import NAME, remember
from orchestration.settings import Settings


def fetch_registry(settings: Settings) -> Receipts | None:
    """Download what registry.csv in the data folder names, new or changed; None where there is no registry.

    What cannot be downloaded is in the receipts and stops nothing.

    Raises:
        extract.registry.RegistryError: if the registry does not hold what it must.
    """
    file = settings.data / NAME
    if not file.is_file():
        return None
    receipts = fetch_all(load(file), Archive(settings.archive), FetchOptions())
    remember(settings, file)
    return receipts
