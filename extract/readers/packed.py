"""Opening zip-based files (DOCX, OFD, zips of reports) within bounds, and XML without entities."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from extract.readers.document import UnreadableDocument
from extract.readers.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_RATIO_FLOOR = 1024 * 1024


class Packed:
    """A zip whose members are read under limits. Nothing is ever written to disk."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Opens `data`.

        Raises:
            UnreadableDocument: `broken_file`, `encrypted` or `unsafe_file`.
        """
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError, IndexError) as error:
            raise UnreadableDocument("broken_file", f"The zip structure is broken: {error}.") from error
        if len(infos) > limits.members:
            raise UnreadableDocument("unsafe_file", f"The file packs {len(infos):,} members.")
        total = sum(info.file_size for info in infos)
        if total > limits.unpacked_bytes:
            raise UnreadableDocument("unsafe_file", f"The file unpacks to {total:,} bytes: no report does.")
        self._infos = {info.filename: info for info in infos}

    def names(self) -> list[str]:
        """Member names in their order in the file."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def info(self, name: str) -> zipfile.ZipInfo:
        """The directory entry of `name`."""
        return self._infos[name]

    def read(self, name: str) -> bytes:
        """The bytes of a member, never more than the directory announced or the limits allow.

        Raises:
            UnreadableDocument: `broken_file`, `encrypted` or `unsafe_file`.
        """
        info = self._infos.get(name)
        if info is None:
            raise UnreadableDocument("broken_file", f"The part {name} is missing from the file.")
        if info.flag_bits & 1:
            raise UnreadableDocument("encrypted", f"The part {name} is encrypted.")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > self._limits.member_bytes or (info.file_size > _RATIO_FLOOR and ratio > self._limits.ratio):
            raise UnreadableDocument(
                "unsafe_file", f"The part {name} unpacks from {info.compress_size:,} to {info.file_size:,} bytes."
            )
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise UnreadableDocument("broken_file", f"The part {name} is damaged: {error}.") from error
        if len(data) > info.file_size:
            raise UnreadableDocument("unsafe_file", f"The part {name} unpacks to more than it announces.")
        return data

    def xml(self, name: str) -> "_Element":
        """The root of an XML member."""
        return parse_xml(self.read(name), name)


def parse_xml(data: bytes, name: str) -> "_Element":
    """The root of an XML document that declares no entities; none are expanded and nothing is fetched.

    Raises:
        UnreadableDocument: `unsafe_file` for a document type declaration, `broken_file` for no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except ValueError as error:
        raise UnreadableDocument("broken_file", f"The part {name} is no XML: {error}.") from error
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableDocument("unsafe_file", f"The part {name} declares XML entities.") from error
        raise UnreadableDocument("broken_file", f"The part {name} is no well-formed XML: {error.msg}.") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise UnreadableDocument("unsafe_file", f"The part {name} declares a document type; office files never do.")
    return root
