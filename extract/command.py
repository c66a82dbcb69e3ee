"""The extract command: files in, one JSON object a file out, whatever single files may be like.

The format is fixed in the project's design and read by others; see `record`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from extract.catalogue import Catalogue, families, load
from extract.document import extract_text
from extract.identity import identify
from extract.readers import ReadDocument, UnreadableDocument, printable, read

STANDARD_INPUT = "-"
DEFAULT_FAMILY = "rule_of_law"
# Keys that the warehouse needs and the command's format does not have.
_INTERNAL = ("quote_start", "part_of", "group", "resolution")


def run(
    paths: Sequence[str],
    *,
    family: str | None = None,
    catalogue: Sequence[Path] = (),
    out: IO[str] | None = None,
    stdin: IO[bytes] | None = None,
) -> int:
    """Write one JSON object for each file to `out` (standard output) and nothing else.

    Args:
        paths: files, folders (walked in order of names) or `-` for text from standard input.
        family: the family of all of them; told from each document where it is None.
        catalogue: files or folders that add indicators or override those of the same code.
        out: where the objects go.
        stdin: where `-` reads from.

    Returns:
        0, or 1 where a file could not be read; the others are written all the same.

    Raises:
        CatalogueError: for a catalogue file that cannot be used.
    """
    out = out if out is not None else sys.stdout
    status = 0
    for path in _walk(paths):
        found = _of_stdin(stdin, family, catalogue) if path == STANDARD_INPUT else record(Path(path), family, catalogue)
        if "error" in found:
            status = 1
        out.write(json.dumps(found, ensure_ascii=False) + "\n")
        out.flush()
    return status


def record(path: Path, family: str | None = None, catalogue: Sequence[Path] = ()) -> dict[str, Any]:
    """What one file states, with the keys of the extract command, or its path and `error`."""
    try:
        document = read(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except UnreadableDocument as error:
        return {"file": printable(path), "error": f"{error.message} {error.remedy}", "reason": error.reason}
    except OSError as error:
        return {"file": printable(path), "error": f"Cannot be opened: {error.strerror}. Check its permissions."}
    return _describe(str(path), digest, document, path.name, family, catalogue)


def _of_stdin(stdin: IO[bytes] | None, family: str | None, catalogue: Sequence[Path]) -> dict[str, Any]:
    data = (stdin if stdin is not None else sys.stdin.buffer).read()
    try:
        from extract.readers import DEFAULT_LIMITS
        from extract.readers.text import read_text

        document = read_text(data, DEFAULT_LIMITS)
    except UnreadableDocument as error:
        return {"file": STANDARD_INPUT, "error": f"{error.message} {error.remedy}", "reason": error.reason}
    return _describe(STANDARD_INPUT, hashlib.sha256(data).hexdigest(), document, None, family, catalogue)


def _describe(
    file: str, digest: str, document: ReadDocument, name: str | None, family: str | None, catalogue: Sequence[Path]
) -> dict[str, Any]:
    identity = identify(document.text, title=document.title, filename=name, meta=document.meta, family=family)
    told = family or identity.family
    extraction = extract_text(
        document.text,
        family=told or DEFAULT_FAMILY,
        catalogue=catalogue_of(told or DEFAULT_FAMILY, catalogue),
        year=identity.year,
        occasion=identity.occasion,
    )
    return {
        "file": file,
        "document_id": digest,
        "family": told,
        "county_code": identity.county_code,
        "county_name": identity.county_name,
        "year": identity.year,
        "numbers": extraction.numbers,
        "figures": [
            {key: value for key, value in figure.items() if key not in _INTERNAL} for figure in extraction.figures
        ],
    }


def catalogue_of(family: str, extra: Iterable[Path] = ()) -> Catalogue:
    """The catalogue of a family, or an empty one where the family has none yet: then every figure is unmapped."""
    files = tuple(extra)
    if family not in families() and not files:
        return _empty(family)
    return load(family, files)


@lru_cache(maxsize=8)
def _empty(family: str) -> Catalogue:
    return Catalogue(family, (), {})


def _walk(paths: Sequence[str]) -> Iterator[str]:
    """The files of `paths`, folders opened in order of names; hidden files are left out."""
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            inside = sorted(p for p in Path(path).rglob("*") if p.is_file() and not p.name.startswith("."))
            yield from (str(p) for p in inside)
        else:
            yield path
