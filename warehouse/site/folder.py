"""The folder that a site is written into: made beside its place and renamed there when it is whole."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Tells a site, which the next one may replace, from a folder of anybody's own.
MARKER = "xianjian-site.txt"
MARKER_TEXT = "Made by `xianjian site`, which replaces this folder as a whole. Open index.html.\n"


class SiteError(RuntimeError):
    """A site that cannot be written; the message says what to do. What was there before is still there."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; when the block ends well it takes the place of the site at `target`.

    Raises:
        SiteError: if `target` is a file, or a folder that holds anything but a site.
    """
    _refuse_other_content(target)
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    token = secrets.token_hex(4)
    staged, leaving = (target.with_name(f".{target.name}.{token}.{what}") for what in ("new", "old"))
    staged.mkdir()
    try:
        yield staged
        (staged / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
        if target.exists():
            target.rename(leaving)
        staged.rename(target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        shutil.rmtree(leaving, ignore_errors=True)


def _refuse_other_content(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise SiteError(f"{target} is a file. Name a folder for the site.")
    if any(target.iterdir()) and not (target / MARKER).exists():
        raise SiteError(f"{target} holds other files, and a site replaces its folder. Name a new or an empty folder.")
