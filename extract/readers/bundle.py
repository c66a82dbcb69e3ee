"""A zip of reports: its documents one by one, within bounds, with names that lead nowhere."""

import contextlib
import posixpath
from collections.abc import Iterator

from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.limits import Limits
from extract.readers.packed import Packed

_NO_DOCUMENTS = ("__MACOSX/", ".")
_DEEPEST = 2


def members(data: bytes, limits: Limits, *, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each document in a zip, those of zips within it too (two levels deep).

    Names are for people: nothing is written under them. Folders, empty members and the litter of operating systems
    are left out.

    Raises:
        UnreadableDocument: `broken_file`, `encrypted`, `unsafe_file` or `no_documents`.
    """
    from extract.readers.sniff import ZIP, media_type

    packed = Packed(data, limits)
    found = False
    for name in packed.names():
        info = packed.info(name)
        shown = member_name(name, utf8=bool(info.flag_bits & 0x800))
        if info.is_dir() or info.file_size == 0 or shown.startswith(_NO_DOCUMENTS) or "/." in shown:
            continue
        found = True
        content = packed.read(name)
        if media_type(content) == ZIP:
            if depth + 1 >= _DEEPEST:
                raise UnreadableDocument("unsafe_file", f"Zips are nested more than {_DEEPEST} deep.")
            yield from ((f"{shown}!/{inner}", data) for inner, data in members(content, limits, depth=depth + 1))
        else:
            yield shown, content
    if not found and depth == 0:
        raise UnreadableDocument("no_documents", "The zip holds no document.")


def member_name(name: str, *, utf8: bool) -> str:
    """A member's name as its maker wrote it, without a way up or out, and without control characters."""
    if not utf8:
        # Zips made on Chinese Windows say nothing of their encoding, and Python then takes them for cp437.
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    name = "".join(character if character.isprintable() else "_" for character in name.replace("\\", "/"))
    parts = [part for part in posixpath.normpath(name).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[:200] or "unnamed"


def read_bundle(data: bytes, limits: Limits) -> ReadDocument:
    """The one document of a zip that holds one.

    Raises:
        UnreadableDocument: `several_documents` when it holds more, or what reading the one raises.
    """
    from extract.readers import read_bytes

    found = list(zip(members(data, limits), range(2), strict=False))
    if len(found) > 1:
        raise UnreadableDocument("several_documents", "The zip holds several documents.")
    ((_, content), _) = found[0]
    return read_bytes(content, limits=limits)
