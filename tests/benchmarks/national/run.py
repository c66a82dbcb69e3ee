"""One run of the whole job over a folder, in a process of its own: `python -m … FOLDER DATA RECORD`.

The record is JSON: the run and the steps of Dagster with the moments at which they began and ended.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from orchestration.instance import open_instance
from orchestration.progress import Silent
from orchestration.running import run_build
from orchestration.settings import Settings


def main(folder: Path, data: Path, record: Path) -> int:
    """Run the job and write down what it did."""
    settings = Settings.from_environment(data=data)
    outcome = run_build(settings, folder, Silent())
    steps: dict[str, list[float]] = {}
    with open_instance(settings) as instance:
        entries = instance.all_logs(outcome.run_id)
        for entry in entries:
            kind = entry.dagster_event.event_type_value if entry.dagster_event else ""
            if entry.step_key and kind in ("STEP_START", "STEP_SUCCESS", "STEP_FAILURE"):
                steps.setdefault(entry.step_key, []).append(entry.timestamp)
    told = {"run": [entries[0].timestamp, entries[-1].timestamp], "steps": steps}
    record.write_text(json.dumps({**asdict(outcome), **told}, ensure_ascii=False), "utf-8")
    return 0 if outcome.published else 1


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:4])))
