"""Data files: JSON that a page can load from a folder, as a script that hands it over under its name."""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# What a data file may be called: its parts come from codes, never from the words of a report.
NAME = re.compile(r"[a-z0-9_.\-]+(/[a-z0-9_.\-]+)*")


def write(folder: Path, name: str, content: Any, *, packed: bool = False) -> None:
    """Write `data/<name>.js`, which calls `xianjian("<name>", content)`; equal content gives equal bytes.

    `packed` is for the files that there are thousands of: their content is a string, the JSON deflated (zlib) and in
    base64, which takes half the room or less.

    Raises:
        ValueError: if the name could lead anywhere else.
    """
    if not NAME.fullmatch(name) or ".." in name:
        raise ValueError(f"{name!r} cannot name a data file: its parts are lower-case codes")
    target = folder / "data" / f"{name}.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    words = f'"{_packed(content)}"' if packed else _json(content)
    target.write_text(f'xianjian("{name}",{words})\n', encoding="utf-8", newline="\n")


def _json(content: Any) -> str:
    """JSON that stays data wherever it is put: no tag can end, and a lone surrogate can still be written."""
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    words = words.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return re.sub(r"[\ud800-\udfff]", "\ufffd", words)


def _packed(content: Any) -> str:
    return base64.b64encode(zlib.compress(_json(content).encode())).decode()


def number(value: float | None) -> float | int | None:
    """A number as short as JSON allows: 44600 for 44600.0."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else round(value, 6)


def sparse(values: Iterable[Any]) -> dict[int, Any]:
    """The values that say anything, by their place: a column that is mostly empty costs nothing."""
    return {place: value for place, value in enumerate(values) if value not in (None, "", False)}


def trimmed(row: list[Any]) -> list[Any]:
    """A row without the empty cells at its end."""
    while row and row[-1] in (None, "", [], {}):
        row.pop()
    return row


def without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without the fields that say nothing; a zero says something."""
    return {name: value for name, value in record.items() if value or (value == 0 and value is not False)}
