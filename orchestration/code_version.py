"""Checksums of the code that decides a result, so that a document is worked on again only when that code changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import extract
from extract.catalogue.families import FILE

SUFFIXES = frozenset({".py", ".yml", ".csv"})

# What reading and identifying a document does not use: the catalogue may grow without a single file being read again,
# but for the family.yml files, which say whose report it is.
ONLY_FIGURES = frozenset({"catalogue", "matching", "samples", "fetch", "document.py", "audit", "command.py"})
NOT_FIGURES = frozenset({"samples", "fetch", "audit", "command.py"})
# The distributions whose release changes what is read from the same bytes.
READING_LIBRARIES = ("lxml", "ofdkit", "pdfplumber", "pypdfium2", "selectolax", "trafilatura")
# What need not be there, and opens files that stay closed without it: once it is there they are tried again.
OPTIONAL_LIBRARIES = ("rapidocr", "onnxruntime")
OFFICE_PROGRAMS = ("soffice", "libreoffice")
# The rooms of the project, and what in them a release is made by.
ROOMS = ("extract", "contracts", "warehouse", "orchestration", "dbt_project")
NAME = re.compile(r"[A-Za-z0-9._-]+")


@cache
def reading_version() -> str:
    """Checksum of everything that turns the bytes of a document into its text and identity."""
    catalogue = Path(extract.__file__).parent / "catalogue"
    telling = [catalogue / "families.py", *sorted(catalogue.glob(f"*/{FILE}"))]
    return _checksum([*_files(ONLY_FIGURES), *telling], READING_LIBRARIES)


@cache
def extraction_version() -> str:
    """Checksum of everything that turns the text of a document into its figures."""
    return _checksum(_files(NOT_FIGURES), ("ahocorasick-rs",))


@cache
def catalogue_version() -> str:
    """Checksum of the catalogue."""
    root = Path(extract.__file__).parent / "catalogue"
    return _checksum(sorted(path for path in root.rglob("*.yml")), ())


@cache
def project_version(project: Path) -> str:
    """Checksum of all code, SQL and rules of the project but the catalogue, which has its own."""
    catalogue = project / "extract" / "catalogue"
    found = (path for room in ROOMS for path in (project / room).rglob("*") if path.suffix in {*SUFFIXES, ".sql"})
    built = {"target", "logs", "dbt_packages"}
    own = (path for path in found if path.suffix != ".yml" or not path.is_relative_to(catalogue))
    return _checksum(sorted(path for path in own if not built & set(path.parts)), ())


@cache
def library_versions() -> str:
    """Checksum of the versions of the libraries that the project names, and of what opens some files (see above)."""
    named = {found.group() for line in importlib.metadata.requires("xianjian") or () if (found := NAME.match(line))}
    there = [name for name in sorted(named) if _is_installed(name)]
    return _checksum((), there, reading_version())


def _is_installed(distribution: str) -> bool:
    try:
        importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _files(left_out: frozenset[str]) -> list[Path]:
    root = Path(extract.__file__).parent
    found = (
        path
        for top in root.iterdir()
        if top.name not in left_out
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.suffix in SUFFIXES
    )
    return sorted(found)


def _checksum(files: Iterable[Path], libraries: Iterable[str], more: str = "") -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]}{more}".encode())
    for path in files:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for library in libraries:
        digest.update(f"{library}=={importlib.metadata.version(library)}".encode())
    return digest.hexdigest()[:16]
