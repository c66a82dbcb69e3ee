"""What holds for all tests: a test's folder is its tier, and where the reference material lies."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TIERS = {"unit": "unit", "integration": "integration", "pipeline": "pipeline", "benchmarks": "benchmark"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with the tier of its folder; a test outside the tiers is an error."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder not in TIERS:
            raise pytest.UsageError(f"{item.path} lies in no tier: put it under {', '.join(TIERS)}")
        item.add_marker(TIERS[folder])


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
