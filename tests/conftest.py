"""What holds for all tests: their tiers, who runs what where several work, what is printed at the end, and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TIERS = {"unit": "unit", "integration": "integration", "pipeline": "pipeline", "benchmarks": "benchmark"}
# Fixtures of the session that take long to make: each is made once, for a group of tests; see `group`.
COSTLY = ("ground", "first_run", "published", "panel")
# The groups in the order in which they are begun, longest first. Of the faults, which take longest, some are a group of
# their own: a second ground costs a minute, and one worker alone would take all of the others' time for them.
ORDER = ("ground", "first_run", "more faults", "published", "panel")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with the tier of its folder, and with its group; a test outside the tiers is an error."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder not in TIERS:
            raise pytest.UsageError(f"{item.path} lies in no tier: put it under {', '.join(TIERS)}")
        item.add_marker(TIERS[folder])
        named = group(item, folder)
        if named and not item.get_closest_marker("xdist_group"):  # some say it themselves
            item.add_marker(pytest.mark.xdist_group(named))
    if hasattr(config, "workerinput"):
        items.sort(key=precedence)


def group(item: pytest.Item, folder: str) -> str:
    """The name of what one worker does without another, where several work at once (`make test`).

    Tests that share a costly fixture are one group, so that it is made once; other tests are grouped by file, for what
    a file shares. Unit tests share nothing costly: they go to whoever is free, one by one.
    """
    shared = [name for name in COSTLY if name in getattr(item, "fixturenames", ())]
    by_file = "" if folder == "unit" else "/".join(item.path.with_suffix("").parts[-2:])
    return shared[0] if shared else by_file


def precedence(item: pytest.Item) -> tuple[int, int]:
    """What takes longest begins first, and what can be split finest ends: then all workers end at about one time."""
    mark = item.get_closest_marker("xdist_group")
    named = mark.args[0] if mark else ""
    tier = next(tier for tier in TIERS.values() if item.get_closest_marker(tier))
    rank = ORDER.index(named) if named in ORDER else len(ORDER)
    return rank, -list(TIERS.values()).index(tier)


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
