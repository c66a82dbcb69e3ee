"""The national run in small: a few dozen synthetic reports, and everything that was put into them comes out.

`make national` does the same for the whole country.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from benchmarks.national import panel as made_up
from benchmarks.national.folder import write_panel
from benchmarks.national.measured import CameOut, came_out
from whole_job import Built, build

from orchestration import stages
from orchestration.progress import Silent
from orchestration.receiving import archived_files, receive
from orchestration.settings import Settings
from warehouse.rooms import read_table

REPORTS = 45


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a small panel in which contradictions and restatements are not as rare as in the large one."""
    folder = tmp_path_factory.mktemp("nation")
    with pytest.MonkeyPatch.context() as patch:
        for rare in ("ONE_CONTRADICTION_IN", "ONE_RETOLD_IN", "ONE_CORRECTED_IN"):
            patch.setattr(made_up, rare, 9)
        write_panel(folder, REPORTS)
    return folder


@pytest.fixture(scope="module")
def built(nation: Path) -> Built:
    return build(Settings(data=nation / "data", workers=2), nation / "reports")


@pytest.fixture(scope="module")
def found(built: Built, nation: Path) -> dict[str, CameOut]:
    return {part.what: part for part in came_out(built.settings.database, nation / "known")}


@pytest.mark.parametrize("what", ["figures", "contradictions", "restatements"])
def test_everything_known_comes_out(found: dict[str, CameOut], what: str) -> None:
    assert found[what].known > 0
    assert found[what].examples == []


def test_a_panel_of_the_same_seed_is_the_same(nation: Path, tmp_path: Path) -> None:
    again, once_more = write_panel(tmp_path / "a", 12), write_panel(tmp_path / "b", 12)
    assert again == once_more
    assert write_panel(tmp_path / "c", 12, seed=1).figures != again.figures


def test_a_cluster_takes_the_same_figures_as_this_machine(built: Built, nation: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the optional extra dask is not installed")
    from dask_processes import cluster

    with cluster(tmp_path) as dask:
        settings = Settings(data=tmp_path / "data", workers=2, executor="dask", dask_scheduler=dask.address)
        receive(settings, nation / "reports", Silent())
        stages.read_documents(settings, archived_files(settings), Silent())
        stages.extract_figures(settings, list(made_up.YEARS), Silent())
    for table in ("document", "report", "figure", "number"):
        here, there = (read_table(one.rooms, table) for one in (built.settings, settings))
        assert there.drop("received_at", strict=False).equals(here.drop("received_at", strict=False))
        assert isinstance(there, pl.DataFrame)
        assert there.height > 0
