"""What a run puts right before it begins, as the sole writer: what a killed run left, and what is damaged.

What needs no mending here mends itself where it is read: shards and years whose files are not what was written are
worked on again (`orchestration.shards`, `orchestration.finished_years`), a damaged manifest of the archive is made
again before the next document is received (`extract.archive`), and dbt's build begins from nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration.settings import Settings
from orchestration.shards import UNFINISHED
from warehouse.build import PARSING
from warehouse.durable import clear_temporaries, process_lives
from warehouse.release import put_right as put_releases_right


def put_right(settings: Settings) -> list[str]:
    """Remove what processes that are gone left unfinished, and set a damaged release aside; returns what was done."""
    done = put_releases_right(settings)
    for folder in (settings.rooms, settings.parts, settings.compared):
        done += [f"removed the unfinished {name}" for name in clear_temporaries(folder, below=True)]
    for folder in (settings.data, settings.build, settings.dagster_home):
        done += [f"removed the unfinished {name}" for name in clear_temporaries(folder)]
    for left in [*settings.shards.glob(f"*/*/{UNFINISHED}*"), *settings.build.glob(f"{PARSING}*")]:
        if not process_lives(_process_of(left)):
            shutil.rmtree(left, ignore_errors=True)
            done.append(f"removed the unfinished {left.name}")
    return done


def _process_of(left: Path) -> int:
    """The process that a name states: the last number of a shard's, the first of a parsing's."""
    words = left.name.removeprefix(PARSING).split("-")
    stated = words[0] if left.name.startswith(PARSING) else words[-1]
    return int(stated) if stated.isdigit() else 0
