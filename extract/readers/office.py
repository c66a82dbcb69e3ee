"""DOC, WPS and RTF: converted to DOCX by LibreOffice where it is installed, then read as DOCX."""

import contextlib
import fcntl
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.docx import read_docx
from extract.readers.limits import Limits

_NAMES = ("soffice", "libreoffice")
_WORD_STREAMS = ("WordDocument".encode("utf-16-le"), "WpsDocument".encode("utf-16-le"))
_OTHER_STREAMS = {
    "Workbook": "a spreadsheet",
    "PowerPoint Document": "a presentation",
    "EncryptedPackage": "an encrypted office document",
}
# The end of a cell in a DOC's UTF-16 text: a Chinese character or a digit, then 07.
_CELL_MARK = re.compile(rb"(?:[\x00-\xff][\x4e-\x9f]|[0-9]\x00)\x07\x00")
_ADDRESS_SPACE = 6 * 1024 * 1024 * 1024
# No macros, no links followed, no remote pictures: what a document wants done is not done.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>"""
_SLOTS = 64


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def read_office(data: bytes, limits: Limits) -> ReadDocument:
    """A DOC, WPS or RTF file as canonical text.

    Raises:
        UnreadableDocument: `needs_libreoffice` where it is not installed, `encrypted`, `unknown_format`,
            `broken_file`, `reader_timeout`, or what reading the DOCX raises.
    """
    kind = _kind(data)
    soffice = program()
    if soffice is None:
        raise UnreadableDocument(
            "needs_libreoffice", f"The file is {kind}, which LibreOffice converts; it is not here."
        )
    document = read_docx(_converted(soffice, data, limits), limits)
    if not any(segment.kind == "cell" for segment in document.segments) and len(_CELL_MARK.findall(data)) >= 2:
        # Without its cells a table is one run of digits: 1,204 and 86.35 would read as 1,20486.35.
        raise UnreadableDocument("broken_file", "LibreOffice lost the tables of the file in converting it.")
    media_type = "application/rtf" if kind == "RTF" else "application/msword"
    return replace(document, media_type=media_type, reader="office")


def _kind(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        return "RTF"
    for stream, what in _OTHER_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            reason = "encrypted" if stream == "EncryptedPackage" else "unknown_format"
            raise UnreadableDocument(reason, f"The file is {what}.")
    if not any(stream in data for stream in _WORD_STREAMS):
        raise UnreadableDocument("unknown_format", "The file is an OLE file, but no Word or WPS document.")
    return "DOC or WPS"


def _converted(soffice: str, data: bytes, limits: Limits) -> bytes:
    """The file as DOCX, made in a folder of its own by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="xianjian-office-") as folder:
        ending = "rtf" if data.startswith(b"{\\rtf") else "doc"
        source = Path(folder) / f"document.{ending}"
        source.write_bytes(data)
        with _user_profile() as profile:
            command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
            command += ["--convert-to", "docx:Office Open XML Text", "--outdir", folder, str(source)]
            _run([*_without_network(), *command], folder, limits.seconds)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise UnreadableDocument("broken_file", "LibreOffice could not open the file: damaged, or encrypted.")
        if made.stat().st_size > limits.file_bytes:
            raise UnreadableDocument("too_large", "The file converts to more than the size allowed.")
        return made.read_bytes()


def _run(command: list[str], folder: str, seconds: float) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8", "TMPDIR": folder}
    process = subprocess.Popen(  # noqa: S603 - our own command line; the document's name is ours too
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        preexec_fn=_confine,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("reader_timeout", f"LibreOffice took longer than {seconds:g} s.") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _without_network() -> list[str]:
    """A prefix that takes the network away, where this user may do so; the settings refuse links in any case."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    prefix = [unshare, "--net", "--"] if os.geteuid() == 0 else [unshare, "--user", "--map-current-user", "--net", "--"]
    allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0  # noqa: S603
    return prefix if allowed else []


@contextlib.contextmanager
def _user_profile() -> Iterator[Path]:
    """A settings folder for one LibreOffice at a time, kept for the next one (making it costs a second).

    The folders lie in the temporary folder, readable by this user alone; a lock says which are in use.
    """
    base = Path(tempfile.gettempdir()) / f"xianjian-libreoffice-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != os.getuid():
        raise UnreadableDocument("reader_failed", f"{base} belongs to someone else: LibreOffice is not started there.")
    for slot in range(_SLOTS):
        with (base / f"{slot}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            folder = base / str(slot)
            (folder / "user").mkdir(parents=True, exist_ok=True)
            (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
            try:
                yield folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)  # a killed LibreOffice may leave a broken one behind
                raise
            return
    raise UnreadableDocument("reader_failed", f"All {_SLOTS} places for LibreOffice are in use.")
