"""Where a run is ended, what is spoilt before one, and what it is denied.

The events are Python's audit events, and `event_log.store`: amid the transaction that stores an asset's event. See
`fault_server.Saboteur` for what a fault holds. Paths are patterns relative to the data folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Spoil = Callable[[Path], None]


@dataclass(frozen=True)
class Point:
    """A way to disturb a run.

    Attributes:
        name: what is disturbed, for people.
        fault: where the process ends itself; None where the run itself is not killed.
        do: what is disturbed: `run`, `fetch` (of a registry), or `export` (of the release).
        start: the data folder it begins with: `prepared` (two releases, and new reports to come) or `empty`.
        spoil: damage done to the data folder before the run.
        room: bytes left on the disk of the data folder while it runs.
        history: whether Dagster keeps its history on the disk while it runs; else in memory, which is faster.
        closed: folder of the data folder that cannot be written to while it runs.
    """

    name: str
    fault: dict[str, Any] | None = None
    do: str = "run"
    start: str = "prepared"
    spoil: Spoil | None = field(default=None, compare=False)
    room: int | None = None
    history: bool = False
    closed: str = ""

    def __str__(self) -> str:
        return self.name


def before(name: str, event: str, path: str, nth: int = 1, **more: Any) -> Point:
    """Killed just before the n-th such event takes place."""
    return Point(name, {"event": event, "path": path, "nth": nth}, **more)


def within(name: str, event: str, path: str, *, of: str | None = None, size: int = 100, **more: Any) -> Point:
    """Killed within the write that follows the event, `size` bytes beyond the end of the file `of` (or a new one)."""
    return Point(name, {"event": event, "path": path, "how": "tear", "tears": of, "bytes": size}, **more)


# No event of the process itself: the site ends it, which is told its number, when half of the bytes are sent.
MID_DOWNLOAD = "mid-download"
RENAME, MKDIR = "os.rename", "os.mkdir"

FETCHING = [
    Point("fetch: mid-download", {"event": MID_DOWNLOAD, "path": "*"}, do="fetch"),
    before("fetch: before a download takes its name", RENAME, "archive/objects/*", do="fetch"),
    before("fetch: between file and receipt", "open", "archive/manifest.lock", 2, do="fetch"),
]
RECEIVING = [
    within("archive: mid-file", "open", "archive/incoming/*"),
    before("archive: before the file takes its name", RENAME, "archive/objects/*", 2),
    before("archive: between file and receipt", "open", "archive/manifest.lock", 2),
    before("archive: between journal and manifest", "open", "archive/manifest.jsonl"),
    within("archive: mid-line of the manifest", "open", "archive/manifest.jsonl", of="archive/manifest.jsonl", size=60),
    before("archive: before the list of withdrawn files", RENAME, "parts/withdrawn.json"),
]
READING = [
    within("reading: mid-Parquet of a shard", MKDIR, "shards/document/*/.unfinished-*", size=300),
    before("reading: between a shard's tables and its index", "open", "shards/document/*/.unfinished-*/index.json"),
    before("reading: before a shard takes its name", RENAME, "shards/document/*/.unfinished-*"),
    within("reading: mid-Parquet of a room", MKDIR, "rooms/document/report_year=2024", size=300),
    before("reading: between two years of a room", RENAME, "rooms/document/report_year=2024/part.parquet"),
    before("reading: while shards of other code are removed", "shutil.rmtree", "shards/document/of-other-code"),
]
EXTRACTING = [
    within("extracting: mid-Parquet of a shard", MKDIR, "shards/figure/*/.unfinished-*", size=300),
    before("extracting: before a shard takes its name", RENAME, "shards/figure/*/.unfinished-*"),
    before("extracting: between the rooms of a year", RENAME, "rooms/figure/report_year=2021/part.parquet"),
    within("extracting: mid-Parquet of a room", MKDIR, "rooms/number/report_year=2024", size=300),
]
CHECKING = [
    before("contracts: between two years", RENAME, "parts/issue/report-2024.parquet"),
    within("contracts: mid-Parquet of the issues", MKDIR, "parts/issue", size=200),
    before("contracts: between issues and quarantine", RENAME, "parts/quarantine/figures.parquet"),
]
BUILDING = [
    before("dbt: while the last build is cleared away", "os.remove", "build/staging.duckdb"),
    before("dbt: at its first model", "open", "build/dbt/run/*/staging/stg_*.sql"),
    before("dbt: amid the facts", "open", "build/dbt/run/*/core/fct_observation.sql"),
    within(
        "dbt: mid-write of the DuckDB file",
        "open",
        "build/dbt/run/*/marts/mart_*.sql",
        of="build/xianjian.duckdb",
        size=4096,
    ),
    before("dbt: amid its tests", "open", "build/dbt/run/*/marts.yml/*.sql", 20),
    within("dbt: mid-write of its results", "open", "build/dbt/run_results.json", size=2000),
]
PUBLISHING = [
    before("release: between audit and copy", "open", "releases/.lock"),
    within("release: mid-copy", "open", "releases/.incoming-*/xianjian.duckdb", size=100_000),
    before("release: before its manifest", RENAME, "releases/.incoming-*/manifest.json"),
    before("release: before it is made read-only", "os.chmod", "releases/.incoming-*/xianjian.duckdb"),
    before("release: before it takes its name", RENAME, "releases/2*"),
    before("release: between rename and link", "os.symlink", "*"),
    before("release: between link and swap", RENAME, "current"),
    before("release: between swap and clean-up", RENAME, "releases/.leaving-*"),
    before("release: mid-clean-up of an old release", "os.remove", "manifest.json"),
]
BEGINNING = [
    before(
        "first run: amid making Dagster's storage", "sqlite3.connect", "*event_log.db", 2, start="empty", history=True
    ),
    within(
        "first run: mid-write of dbt's manifest", "open", "build/.parsing-*/manifest.json", size=5000, start="empty"
    ),
    before("first run: before dbt's manifest takes its name", RENAME, "build/manifest.json", start="empty"),
]
HISTORY = [before("Dagster: amid its event log", "event_log.store", "*event_log.db", 40, history=True)]
EXPORTING = [
    within("export: mid-file", "open", "*/export/.*.tmp", size=500, do="export"),
    before("export: before a file takes its name", RENAME, "*/export/fct_figure.parquet", do="export"),
]

KILLED = [
    *FETCHING, *RECEIVING, *READING, *EXTRACTING, *CHECKING, *BUILDING, *PUBLISHING, *BEGINNING, *HISTORY, *EXPORTING,
]  # fmt: skip


def flipped(path: Path) -> None:
    """Change a few bytes in the middle of a file."""
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(byte ^ 0xFF for byte in data[middle : middle + 8])
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Keep the first half of a file."""
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lost(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def spoilt(name: str, how: Callable[[Path], None], pattern: str) -> Point:
    """The first file that fits the pattern is damaged before the run."""

    def spoil(data: Path) -> None:
        files = sorted(path for path in data.glob(pattern) if path.is_file())
        assert files, f"nothing fits {pattern}"
        how(files[0])

    return Point(f"{name}: {how.__name__}", spoil=spoil, history=pattern.startswith("dagster"))


SPOILT = [
    spoilt("a Parquet file of a room", flipped, "rooms/figure/report_year=2022/part.parquet"),
    spoilt("a Parquet file of a room", cut, "rooms/number/report_year=2022/part.parquet"),
    spoilt("a Parquet file of a room", lost, "rooms/report/report_year=2022/part.parquet"),
    spoilt("a Parquet file of the documents", flipped, "rooms/document/report_year=2022/part.parquet"),
    spoilt("a Parquet file of a shard", flipped, "shards/document/*/*/document.parquet"),
    spoilt("a Parquet file of a shard", cut, "shards/figure/*/*/figure.parquet"),
    spoilt("a part of the issues", flipped, "parts/issue/report-2022.parquet"),
    spoilt("the published DuckDB file", flipped, "current/xianjian.duckdb"),
    spoilt("the published DuckDB file", cut, "current/xianjian.duckdb"),
    spoilt("the release's manifest", cut, "current/manifest.json"),
    spoilt("the DuckDB file of the build", flipped, "build/xianjian.duckdb"),
    spoilt("dbt's manifest", cut, "build/manifest.json"),
    spoilt("dbt's partial parse", cut, "build/dbt/partial_parse.msgpack"),
    spoilt("the archive's manifest", flipped, "archive/manifest.jsonl"),
    spoilt("the archive's manifest", cut, "archive/manifest.jsonl"),
    spoilt("the archive's manifest", lost, "archive/manifest.jsonl"),
    spoilt("Dagster's event log", cut, "dagster/history/event_log.db"),
]

# The most is less than the file of a release of the samples, so that even then the release does not fit.
FULL = [
    Point(f"a full disk: {room // 1024:,} kB left", room=room) for room in (0, 200 * 1024, 1024 * 1024, 3 * 1024 * 1024)
]
CLOSED = [
    Point(f"no permission to write: {folder}/", closed=folder, history="dagster" in folder)
    for folder in (".", "archive", "parts", "rooms", "shards", "build", "releases", "dagster/history")
]
