"""The subprocess in which parsers of untrusted binary formats run: reads frames, answers frames, opens nothing.

A frame is the decimal length of a payload, a newline, the payload. A request is a frame of JSON (reader, limits) and a
frame of bytes; an answer is one frame of JSON: the document, or the reason why there is none. JSON, not pickle: what
a broken parser might answer is data to the parent, never code.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO

from extract.readers.document import ReadDocument, UnreadableDocument
from extract.readers.limits import Limits

READERS = {
    "pdf": ("extract.readers.pdf", "read_pdf_text"),
    "pdf_ocr": ("extract.readers.pdf", "read_pdf_pictures"),
    "ofd": ("extract.readers.ofd", "read_ofd_pages"),
    "ofd_ocr": ("extract.readers.ofd", "read_ofd_pictures"),
    "image": ("extract.readers.ocr", "read_image_words"),
}


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Writes one frame and flushes it."""
    stream.write(b"%d\n" % len(payload))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Reads one frame, or None at the end of the stream."""
    head = stream.readline(24)
    if not head.endswith(b"\n"):
        return None
    payload = stream.read(int(head))
    return payload if len(payload) == int(head) else None


def confine(memory_bytes: int) -> None:
    """Bounds this process for good: address space, no files written, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(name: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """What a reader makes of `data`, as JSON can carry it."""
    module, function = READERS[name]
    try:
        read: Callable[[bytes, Limits], ReadDocument] = getattr(importlib.import_module(module), function)
        return {"document": asdict(read(data, limits))}
    except UnreadableDocument as error:
        return {"unreadable": [error.reason, error.message, error.remedy]}
    except (MemoryError, RecursionError):
        return {"unreadable": ["too_large", "Reading it took more memory than allowed.", None]}
    except Exception as error:
        return {"unreadable": ["reader_failed", f"The {name} reader failed: {type(error).__name__}.", None]}


def main() -> int:
    """Answers requests until the parent closes the pipe."""
    confine(int(sys.argv[1]))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a parser prints must not break the frames
    while (head := read_frame(requests)) is not None:
        data = read_frame(requests)
        if data is None:
            break
        request = json.loads(head)
        reply = answer(request["reader"], data, Limits(**request["limits"]))
        write_frame(answers, json.dumps(reply).encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
