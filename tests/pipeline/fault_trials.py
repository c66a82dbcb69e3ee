"""Disturbing runs and seeing what is left: a data folder is copied, a run in it is disturbed, the next one mends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
from fault_points import Point

from extract import samples
from orchestration.settings import Settings
from warehouse.build import dbt_environment
from warehouse.content import combined_hash, contents
from warehouse.query import READER_SETTINGS
from warehouse.release import current

SERVER = Path(__file__).with_name("fault_server.py")
ROOT = SERVER.parents[2]
REPORTS = (
    "鹿溪县2021年法治政府建设情况报告.txt",
    "2022年度鹿溪县法治政府建设报告（定稿）.txt",
    "汐湾区2021总结-最终版2.txt",
    "鹿溪县人民政府关于2024年法治政府建设情况的报告.txt",
)
PARSED = Path("build", "dbt", "partial_parse.msgpack")
PLENTY = 256 * 1024 * 1024
# Names under which things lie only while they are being made or taken away.
UNFINISHED = (
    "archive/incoming/*",
    "**/.*.tmp",
    "**/.unfinished-*",
    "**/.incoming-*",
    "**/.leaving-*",
    ".current-*",
    "build/.parsing-*",
)


class Server:
    """A process that forks a child for each job; see `fault_server`.

    Attributes:
        seconds: processor time of all jobs.
    """

    def __init__(self) -> None:
        # One thread for linear algebra: what has threads cannot be forked.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._answer()
        self.seconds = 0.0

    def do(self, job: dict[str, Any]) -> int:
        """Have a job done; returns the child's exit code, negative for a signal."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.seconds += answer["seconds"]
        return int(answer["ended"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


@dataclass
class Trial:
    """What became of a data folder that was disturbed.

    Attributes:
        point: how it was disturbed.
        ended: exit code of what was disturbed; negative for a signal.
        published: whether what was disturbed ended well.
        left: what lay unfinished afterwards.
        readable: whether `current` was a whole release afterwards, with the content it states.
        recovered: whether the next run ended well.
        remains: what still lay unfinished after that.
        equal: whether its content equals that of runs that were never disturbed.
        said: what the disturbed run and the next one said.
        seconds: processor time of both.
    """

    point: Point
    ended: int = 0
    published: bool = False
    left: list[str] = field(default_factory=list)
    readable: bool = False
    recovered: bool = False
    remains: list[str] = field(default_factory=list)
    equal: bool = False
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def row(self) -> str:
        """The trial as a line of a table."""
        left = ", ".join(self.left[:2]) + (" …" if len(self.left) > 2 else "") or "nothing"
        verdicts = " | ".join("yes" if held else "NO" for held in (self.readable, self.recovered))
        equal = "yes" if self.equal else "NO"
        words = f" | {'; '.join(self.said)[:200]}" if self.said else ""
        held = f"{self.point} | {self.ended} | {left} | {verdicts} | {len(self.remains)} | {equal}"
        return f"{held} | {self.seconds:.1f} s{words}"


@dataclass(frozen=True)
class Ground:
    """Prepared data folders, and the content of a run that nothing disturbed."""

    folder: Path
    reports: Path
    registry: Path
    undisturbed: str
    undisturbed_fetch: str

    def settings(self, data: Path) -> Settings:
        return Settings(data=data, workers=1, first_year=2021, last_year=2024, releases_kept=1)


def job(settings: Settings, folder: Path, do: str = "run", **more: Any) -> dict[str, Any]:
    """A job for the server."""
    small = {
        name: asdict(settings)[name] for name in ("workers", "first_year", "last_year", "releases_kept", "event_log")
    }
    said = settings.data.parent / f"{settings.data.name}-said.json"
    said.unlink(missing_ok=True)
    return {
        "do": do,
        "settings": {**small, "data": str(settings.data)},
        "folder": str(folder),
        "said": str(said),
        **more,
    }


def said(settings: Settings) -> dict[str, Any]:
    """What the last job of a data folder said of itself; a job that was killed said nothing."""
    file = settings.data.parent / f"{settings.data.name}-said.json"
    if not file.exists():
        return {"published": False, "failures": []}
    words: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return words


def put_reports(folder: Path, count: int) -> Path:
    """A folder with the first few of the reports."""
    folder.mkdir(exist_ok=True)
    for name in REPORTS[:count]:
        shutil.copy(samples.reports() / name, folder)
    return folder


def content(settings: Settings) -> str | None:
    """The content hash of the current release, taken from its tables; None where it is not what its manifest says."""
    shown = current(settings)
    if shown is None:
        return None
    with duckdb.connect(str(shown.database), read_only=True, config=READER_SETTINGS) as connection:
        found = combined_hash(contents(connection))
    return found if found == shown.content_hash else None


def unfinished(data: Path) -> list[str]:
    """What lies under a name that only unfinished things have."""
    return sorted({str(path.relative_to(data)) for pattern in UNFINISHED for path in data.glob(pattern)})


def copied(source: Path, target: Path) -> Path:
    """A copy of a data folder."""
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    return target


def removed(folder: Path) -> None:
    """Remove a data folder, releases too, which are read-only."""
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Place:
    """Where one trial after the other takes place.

    Attributes:
        data: the data folder of every trial.
        parsed: what dbt keeps of the parsed project for it. It counts for one path only, and parsing anew takes a third
            of a run.
    """

    data: Path
    parsed: Path


def attempt(point: Point, ground: Ground, server: Server, place: Place) -> Trial:
    """Disturb, look, run again, look again; what the trial itself could not do is said in it."""
    trial = Trial(point)
    try:
        _attempt(point, ground, server, place, trial)
    except Exception as error:
        trial.said.append(f"the trial failed: {error!r}")
    with (ground.folder.parent / "table.txt").open("a", encoding="utf-8") as table:
        table.write(trial.row() + "\n")
    return trial


def _attempt(point: Point, ground: Ground, server: Server, place: Place, trial: Trial) -> None:
    data, before = place.data, server.seconds
    settings = ground.settings(data)
    with _disk(data, point.room is not None) as resize:
        if point.start == "prepared":
            copied(ground.folder, data)
            shutil.copy(place.parsed, data / PARSED)
        if point.spoil:
            point.spoil(data)
        resize(point.room or 0)
        with _closed(data / point.closed, bool(point.closed)):
            _disturb(point, ground, server, settings, trial)
        trial.left = unfinished(data)
        trial.readable = point.start == "empty" or content(settings) is not None
        resize(PLENTY)
        _mend(point, ground, server, settings, trial)
        trial.remains = unfinished(data)
        wanted = ground.undisturbed_fetch if point.do == "fetch" else ground.undisturbed
        trial.equal = content(settings) == wanted
    trial.seconds = server.seconds - before


@contextmanager
def _disk(folder: Path, own: bool) -> Iterator[Callable[[int], None]]:
    """A disk of its own at a folder; what is yielded leaves so many bytes of it free."""

    def resize(free: int) -> None:
        if own:
            used = shutil.disk_usage(folder).used
            # A size of 0 would be none at all.
            _command("mount", "-o", f"remount,size={max(4096, used + free)}", str(folder))

    if own:
        folder.mkdir()
        _command("mount", "-t", "tmpfs", "-o", f"size={PLENTY}", "tmpfs", str(folder))
    try:
        yield resize
    finally:
        if own:
            _command("umount", str(folder))


def can_mount(folder: Path) -> bool:
    """Whether this process may mount a disk of its own."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode == 0:
        _command("umount", str(folder))
    return done.returncode == 0


def _command(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@contextmanager
def _closed(folder: Path, closed: bool) -> Iterator[None]:
    """A folder, and those below it, in which nobody whom permissions bind can write."""
    paths = [folder, *folder.rglob("*")] if closed else []
    folders = [path for path in paths if path.is_dir() and not path.is_symlink()]
    before = {path: path.stat().st_mode for path in folders}
    for path in folders:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


def _disturb(point: Point, ground: Ground, server: Server, settings: Settings, trial: Trial) -> None:
    more = {"fault": point.fault, "permissions_bind": bool(point.closed)}
    trial.ended = server.do(_job(point, ground, settings, **more))
    trial.published = bool(said(settings)["published"])
    trial.said += said(settings)["failures"]


def _mend(point: Point, ground: Ground, server: Server, settings: Settings, trial: Trial) -> None:
    steps = [_job(point, ground, settings)] if point.do != "run" else []
    folder = ground.registry.parent if point.do == "fetch" else ground.reports
    for step in [*steps, job(settings, folder, history=point.history)]:
        ended = server.do(step)
        words = said(settings)
        trial.recovered = ended == 0 and not words["failures"]
        trial.said += [*words["failures"], *([] if ended == 0 else [f"{step['do']} ended with {ended}"])]


def _job(point: Point, ground: Ground, settings: Settings, **more: Any) -> dict[str, Any]:
    if point.do == "fetch":
        return job(settings, ground.registry.parent, "fetch", registry=str(ground.registry), **more)
    if point.do == "export":
        return job(settings, settings.data.parent / "export", "export", **more)
    return job(settings, ground.reports, history=point.history, **more)


def prepare(folder: Path, server: Server, registry: Path) -> Ground:
    """Two releases and reports to come; and what comes of them when nothing disturbs the run."""
    reports = folder / "reports"
    before = Ground(folder / "prepared", reports, registry, "", "")
    settings = before.settings(before.folder)
    for count in (1, 2):
        put_reports(reports, count)
        assert server.do(job(settings, reports)) == 0
        assert said(settings)["published"], said(settings)
    for room in ("document", "figure"):
        (settings.shards / room / "of-other-code").mkdir()
    put_reports(reports, len(REPORTS))
    ends = []
    for do in ("run", "fetch"):
        other = before.settings(copied(before.folder, folder / f"undisturbed-{do}"))
        place = reports if do == "run" else registry.parent
        if do == "fetch":
            assert server.do(job(other, place, "fetch", registry=str(registry))) == 0
        assert server.do(job(other, place)) == 0
        assert said(other)["published"], said(other)
        ends.append(content(other))
        removed(other.data)
    assert None not in ends, ends
    return Ground(before.folder, reports, registry, str(ends[0]), str(ends[1]))


def place_in(folder: Path, ground: Ground) -> Place:
    """A place for trials in a folder, where nothing is yet."""
    data = folder / "data"
    settings = ground.settings(data)
    environment = {**os.environ, **dbt_environment(settings)}
    settings.build.mkdir(parents=True)
    command = [str(Path(sys.executable).with_name("dbt")), "--log-level", "none", "parse"]
    subprocess.run(command, env=environment, cwd=data, check=True, capture_output=True)
    kept = data.with_name("partial_parse.msgpack")
    shutil.copy(data / PARSED, kept)
    removed(data)
    return Place(data, kept)


class Servers:
    """Two servers, each used by one thread at a time."""

    def __init__(self) -> None:
        self._free = [Server() for _ in range(2)]
        self.all = list(self._free)
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[Server]:
        with self._lock:
            server = self._free.pop()
        try:
            yield server
        finally:
            with self._lock:
                self._free.append(server)

    def close(self) -> None:
        for server in self.all:
            server.close()
