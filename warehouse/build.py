"""Building: dbt turns the Parquet rooms into one DuckDB file, in this process.

It begins with an empty file, or goes on from a release and computes what changed since (`warehouse.changes`). A build
that was not published is never read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from warehouse import population
from warehouse.changes import STAGING_NAME, UNDER_WAY, Begun, go_on_from
from warehouse.dbt_schema import SOURCES
from warehouse.durable import replacing
from warehouse.manifest import Release
from warehouse.places import Places
from warehouse.release import damage
from warehouse.rooms import ensure_rooms

REJECTED_NAME = "rejected.duckdb"
PARSING = ".parsing-"
PARSED = "partial_parse.msgpack"


class BuildError(RuntimeError):
    """dbt could not build, or a blocking test failed; `failures` names what and says why."""

    def __init__(self, message: str, failures: Sequence[str] = ()) -> None:
        super().__init__("\n".join([message, *failures]))
        self.failures = tuple(failures)


@dataclass(frozen=True)
class BuildResult:
    """What dbt did: the file it built, seconds it took, and how many nodes of each kind ended how.

    `begun` says what it went on from; None where it began with an empty file.
    """

    database: Path
    seconds: float
    nodes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Count by (resource type, status), as ("model", "success") or ("test", "pass")."""
    begun: Begun | None = None

    @property
    def summary(self) -> str:
        """One line: `29 models, 61 tests, 12 unit tests; 0 warnings`."""
        kinds = Counter[str]()
        for (kind, _), count in self.nodes.items():
            kinds[kind] += count
        names = {"model": "models", "test": "tests", "unit_test": "unit tests"}
        warned = sum(count for (_, status), count in self.nodes.items() if status == "warn")
        return ", ".join(f"{kinds[kind]} {name}" for kind, name in names.items()) + f"; {warned} warnings"


def build(
    places: Places, *, denominators: Path | None = None, basis: Release | None = None, unit_tests: bool = False
) -> BuildResult:
    """Build all models and run all data tests into `build/xianjian.duckdb`.

    `denominators` is the user's population file. `basis` is a release that was made by this code: where only some
    counties changed since, the build goes on from it, with the same content. dbt's unit tests, which try the models'
    logic on rows of their own and say nothing about the data, run only with `unit_tests`. The DuckDB file is closed in
    the end.

    Raises:
        BuildError: if a model or a blocking test failed.
        warehouse.population.PopulationError: if the denominators file cannot be used.
    """
    under_way = places.build / UNDER_WAY
    under_way.parent.mkdir(parents=True, exist_ok=True)
    under_way.touch()
    begun = _prepare(places, denominators, basis)
    started = monotonic()
    nodes, failures = _run_dbt(places, ["build", *([] if unit_tests else ["--exclude-resource-type", "unit_test"])])
    if failures:
        rejected = _set_aside(places)
        raise BuildError(f"the build did not pass its checks, nothing is published (see {rejected}):", failures)
    under_way.unlink()
    return BuildResult(places.build_database, monotonic() - started, nodes, begun)


def _prepare(places: Places, denominators: Path | None, basis: Release | None) -> Begun | None:
    """Make the rooms readable, clear away the last build, and begin with the file of the release where that can be."""
    population.take_in(places.rooms, denominators)
    ensure_rooms(places.rooms, SOURCES)
    for database in (places.build_database, places.build / STAGING_NAME, places.build / REJECTED_NAME):
        database.unlink(missing_ok=True)
        database.with_name(f"{database.name}.wal").unlink(missing_ok=True)
    return None if basis is None or damage(basis) else go_on_from(places, basis)


def dbt_environment(places: Places) -> dict[str, str]:
    """The variables by which the dbt project's profile finds its paths, and where dbt writes what it makes."""
    return {
        "XIANJIAN_BUILD": str(places.build),
        "XIANJIAN_ROOMS": str(places.rooms),
        "DBT_PROJECT_DIR": str(places.dbt_project),
        "DBT_PROFILES_DIR": str(places.dbt_project),
        "DBT_TARGET_PATH": str(places.build / "dbt"),
        "DBT_LOG_PATH": str(places.build / "dbt" / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def parse(places: Places) -> Path:
    """Dbt's manifest of the project, for who makes assets of its models; parsed only when the project changed.

    dbt works in a folder of its own for it: a build may be under way in another process, and is not disturbed.
    """
    manifest = places.build / "manifest.json"
    sources = [p for p in places.dbt_project.rglob("*") if p.suffix in (".sql", ".yml", ".csv")]
    if not _is_whole(manifest) or manifest.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        places.build.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=places.build, prefix=f"{PARSING}{os.getpid()}-") as folder:
            _, failures = _run_dbt(places, ["parse"], {"DBT_TARGET_PATH": folder})
            if failures:
                raise BuildError("the dbt project cannot be read:", failures)
            with replacing(manifest) as temporary:
                shutil.copyfile(Path(folder) / "manifest.json", temporary)
            _lend(Path(folder) / PARSED, places.build / "dbt" / PARSED)
    return manifest


def _is_whole(manifest: Path) -> bool:
    try:
        return bool(json.loads(manifest.read_bytes()))
    except (OSError, ValueError):
        return False


def _lend(parsed: Path, target: Path) -> None:
    """Give what was parsed to the first build, which need not parse again."""
    if parsed.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        parsed.replace(target)


def document(places: Places) -> Path:
    """Write dbt's documentation of the last build as one HTML file that needs no server; returns its path."""
    _, failures = _run_dbt(places, ["docs", "generate", "--static"])
    if failures:
        raise BuildError("dbt docs could not be generated:", failures)
    return places.build / "dbt" / "static_index.html"


def built_rows(places: Places) -> dict[str, int]:
    """Rows of every table that the last build made; none where it did not pass its checks."""
    import duckdb

    if not places.build_database.exists():
        return {}
    with duckdb.connect(str(places.build_database), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        counts = ", ".join(f"(select count(*) from {name})" for name in tables)  # noqa: S608 - dbt's names
        return dict(zip(tables, connection.execute(f"select {counts}").fetchall()[0], strict=True)) if tables else {}


def _run_dbt(
    places: Places, arguments: Sequence[str], variables: Mapping[str, str] | None = None
) -> tuple[dict[tuple[str, str], int], list[str]]:
    # dbt takes half a second to import.
    from dbt.cli.main import dbtRunner

    with _environment({**dbt_environment(places), **(variables or {})}):
        try:
            outcome = dbtRunner().invoke(["--log-level", "none", "--log-level-file", "info", *arguments])
        finally:
            _let_go_of_the_file()
    if outcome.exception is not None:
        raise BuildError(f"dbt stopped: {outcome.exception}") from outcome.exception
    nodes: Counter[tuple[str, str]] = Counter()
    failures = []
    for result in getattr(outcome.result, "results", None) or ():
        status = str(getattr(result, "status", "success"))
        node = getattr(result, "node", None)
        nodes[(str(getattr(node, "resource_type", "other")), status)] += 1
        if status in ("error", "fail", "runtime error"):
            failures.append(f"{getattr(node, 'name', node)}: {getattr(result, 'message', status)}")
    if not outcome.success and not failures:
        failures.append("dbt says no more; see its log under " + str(places.build / "dbt" / "logs"))
    return dict(nodes), failures


def _set_aside(places: Places) -> Path:
    """Keep a build that failed for whoever looks into it, under a name that nothing publishes."""
    rejected = places.build / REJECTED_NAME
    if places.build_database.exists():
        places.build_database.replace(rejected)
    return rejected


def _let_go_of_the_file() -> None:
    # dbt-duckdb keeps its connection for the life of the process: a second build would write into the first one's
    # removed file, and a release would be copied from a file that is still open.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Variables set while dbt runs, as it was before afterwards."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
