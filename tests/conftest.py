"""What holds for all tests: their tiers, who runs what where several work, what is printed at the end, and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TIERS = {"unit": "unit", "integration": "integration", "pipeline": "pipeline", "benchmarks": "benchmark"}
# Where several workers share the tests (`make test`): what one of them does alone, for what is costly to make, namely
# the ground of the faults, the first run over the samples, the build of invented rooms. What takes longest comes first.
# Some of the faults, which take longest, are a group of their own, though a second ground for them costs a minute: one
# worker would still be at them when all else is done. Elsewhere a file is a group, and in the unit tier a test.
GROUPS = {
    "faults": (
        "tests/pipeline/test_concurrency.py",
        "tests/pipeline/test_faults.py::test_a_run_that_is_killed_loses_nothing[",
    ),
    "first run": tuple(
        f"tests/pipeline/test_{name}.py"
        for name in (
            "again", "any_input", "backup", "connect", "cookbook", "dagster_page", "dashboards", "documents", "samples",
            "site",
        )
    ),
    "more faults": ("tests/pipeline/test_faults.py",),
    "warehouse": ("tests/integration/warehouse/",),
}  # fmt: skip


def group(nodeid: str) -> str:
    """The group of a test."""
    named = (name for name, starts in GROUPS.items() if nodeid.startswith(starts))
    return next(named, nodeid if nodeid.startswith("tests/unit/") else nodeid.partition("::")[0])


def precedence(item: pytest.Item) -> tuple[int, int]:
    """What takes longest begins first, and what can be split finest ends: then all workers end at about one time."""
    names, tiers = list(GROUPS), list(TIERS)
    named = group(item.nodeid)
    return names.index(named) if named in names else len(names), -tiers.index(tier(item))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Workers take one group after the other, unless `--dist` says how they share the tests.

    Marks would not do: under pytest 9.2 `--dist loadgroup` of pytest-xdist 3.8 heeds none.
    """
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    config.option.loadscopereorder = False  # they are in their order already
    return ByGroup(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with the tier of its folder; a test outside the tiers is an error."""
    for item in items:
        if tier(item) not in TIERS:
            raise pytest.UsageError(f"{item.path} lies in no tier: put it under {', '.join(TIERS)}")
        item.add_marker(TIERS[tier(item)])
    if hasattr(config, "workerinput"):
        items.sort(key=precedence)


def tier(item: pytest.Item) -> str:
    """The folder of its tier."""
    return item.path.relative_to(ROOT / "tests").parts[0]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests recorded by `record_property`: it comes with their reports, from whatever process ran them."""
    told: dict[str, list[object]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for title, line in report.user_properties:
                    told.setdefault(title, []).append(line)
    for title, lines in told.items():
        terminalreporter.section(title)
        for line in lines:
            terminalreporter.write_line(str(line))


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def output_dir() -> Path:
    """Where tests leave what a person may want to look at: screenshots."""
    folder = ROOT / "test-output"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The reference material beside the repository; tests that use it are marked `shared`."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"there is no reference material at {folder}")
    return folder
