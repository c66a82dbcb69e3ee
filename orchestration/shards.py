"""The store of finished work: a shard is written whole or not at all, and finished ones are not worked on again.

A store is a folder for one stage of work by one version of its code. A shard is a folder in it that holds a Parquet
file for each table and an index: the items it covers and the files' checksums. A run that is killed leaves its finished
shards, and the next one goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warehouse.durable import file_sha256, write_text

if TYPE_CHECKING:
    import polars as pl

INDEX = "index.json"
UNFINISHED = ".unfinished-"
EXCEEDED = "exceeded.json"
FAILURES = ".failures.json"
# Runs in which an item may fail before it is tried no more by the same code.
TRIES = 3


class Item(Protocol):
    """A piece of work that can be sent to another process."""

    @property
    def key(self) -> str:
        """What tells the item from every other in its store."""


@dataclass(frozen=True)
class LostItem:
    """An item whose work could not be finished, and why."""

    key: str
    reason: str


class ShardStore:
    """The finished shards of one stage of work by one version of its code."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[Path, frozenset[str]] = {}

    def finished(self) -> set[str]:
        """The keys of all items that a finished shard covers."""
        return {key for _, covered in self._shards() for key in covered}

    def settled(self) -> set[str]:
        """The keys of all items on which no more work is done: finished, or failed too often."""
        return self.finished() | {item.key for item in self.given_up()}

    def given_up(self) -> list[LostItem]:
        """The items that failed, even alone, in so many runs that they are not tried again."""
        return [LostItem(key, said["reason"]) for key, said in self._failures().items() if said["runs"] >= TRIES]

    def note_failure(self, item: LostItem) -> None:
        """Remember that an item failed alone in this run. Only the process that hands out the work may call it."""
        failures = self._failures()
        runs = failures.get(item.key, {"runs": 0})["runs"] + 1
        self.root.mkdir(parents=True, exist_ok=True)
        write_text(self.root / FAILURES, json.dumps({**failures, item.key: {"runs": runs, "reason": item.reason}}))

    def exceeded(self) -> list[LostItem]:
        """The items of finished shards that took more than they may, with what they took too much of."""
        found: list[LostItem] = []
        for shard, _ in self._shards():
            if (file := shard / EXCEEDED).exists():
                found += [LostItem(key, reason) for key, reason in json.loads(file.read_text("utf-8")).items()]
        return found

    def _failures(self) -> dict[str, dict[str, Any]]:
        try:
            noted: dict[str, dict[str, Any]] = json.loads((self.root / FAILURES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted

    def write(
        self,
        keys: Sequence[str],
        tables: Mapping[str, pl.DataFrame],
        exceeded: Mapping[str, str] | None = None,
    ) -> Path:
        """Write a shard whole and rename it into place; the same items written twice are one shard.

        `exceeded` names the items that took more than they may, and of what: the shard covers them without rows.
        """
        name = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:24]
        target = self.root / name
        unfinished = self.root / f"{UNFINISHED}{name}-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for table, frame in tables.items():
            frame.write_parquet(unfinished / f"{table}.parquet")
        if exceeded:
            (unfinished / EXCEEDED).write_text(json.dumps(exceeded), encoding="utf-8")
        files = {path.name: file_sha256(path) for path in sorted(unfinished.iterdir())}
        (unfinished / INDEX).write_text(json.dumps({"items": sorted(keys), "files": files}), encoding="utf-8")
        try:
            unfinished.rename(target)
        except OSError:  # another attempt at the same items was faster
            shutil.rmtree(unfinished, ignore_errors=True)
        return target

    def read(self, table: str, keys: set[str], *, without: Iterable[str] = ()) -> pl.DataFrame | None:
        """One table of all shards that cover any of the keys; None when there is nothing to read.

        Every table of a shard carries the column `item_key`; rows of other items are left out, and so are that column
        and those that `without` names.
        """
        import polars as pl

        frames, taken = [], set[str]()
        for shard, covered in self._shards():
            # The same item can stand in two shards when a lost worker's shard was halved and both attempts finished.
            wanted = keys & covered - taken
            file = shard / f"{table}.parquet"
            if wanted and file.exists():
                taken |= wanted
                rows = pl.scan_parquet(file).drop(without, strict=False)
                if wanted != covered:
                    rows = rows.filter(pl.col("item_key").is_in(sorted(wanted)))
                frames.append(rows.drop("item_key").collect())
        return pl.concat(frames) if frames else None

    def forget_other_versions(self) -> None:
        """Remove the stores of the same stage that other versions of the code left, and what was never finished."""
        for sibling in self.root.parent.glob("*"):
            if sibling != self.root:
                shutil.rmtree(sibling, ignore_errors=True)
        for left in self.root.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _shards(self) -> Iterator[tuple[Path, frozenset[str]]]:
        """Every finished shard with the keys it covers; what a shard covers never changes.

        A shard that is not what was written any more is removed, so that its items are worked on again.
        """
        for shard in sorted(self.root.glob("[!.]*/")):
            if shard not in self._known:
                covered = _covered(shard)
                if covered is None:
                    shutil.rmtree(shard, ignore_errors=True)
                    continue
                self._known[shard] = covered
            yield shard, self._known[shard]


def _covered(shard: Path) -> frozenset[str] | None:
    """The keys of the items in a shard; None where its index or a file is missing or damaged."""
    try:
        index = json.loads((shard / INDEX).read_text(encoding="utf-8"))
        whole = all(file_sha256(shard / name) == stated for name, stated in index["files"].items())
        return frozenset(index["items"]) if whole else None
    except (OSError, ValueError, TypeError, KeyError):
        return None
