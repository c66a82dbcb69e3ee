"""docs/deploy: units that systemd accepts, for commands that there are, and a daemon that starts and stops."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from orchestration.cli import COMMANDS

UNITS = ("xianjian-daemon.service", "xianjian-web.service")
START_LIMIT = 120.0


def test_every_command_of_the_units_and_the_container_is_one(project_dir: Path) -> None:
    for unit in UNITS:
        text = (project_dir / "docs" / "deploy" / unit).read_text(encoding="utf-8")
        (start,) = re.findall(r"^ExecStart=\S+/xianjian (\w+)", text, re.MULTILINE)
        assert start in COMMANDS
    container = (project_dir / "docs" / "deploy" / "Containerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"xianjian (run|daemon)\b", container)) == {"run", "daemon"}


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_accepts_the_unit(unit: str, project_dir: Path, tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed (Debian package systemd)")
    text = (project_dir / "docs" / "deploy" / unit).read_text(encoding="utf-8")
    program = Path(sys.executable).with_name("xianjian")
    text = text.replace("/opt/xianjian/.venv/bin/xianjian", str(program)).replace("User=xianjian", "User=root")
    (tmp_path / unit).write_text(text, encoding="utf-8")
    done = subprocess.run([verify, "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False)
    # What it ignores it only mentions, with the exit code of success; of other units it may say anything.
    assert unit not in done.stderr, done.stderr


def test_the_daemon_starts_on_an_empty_data_folder_and_stops_when_told(tmp_path: Path) -> None:
    start = [sys.executable, "-c", "from orchestration.cli import main; main()", "daemon", "--data", str(tmp_path)]
    process = subprocess.Popen(start, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    guard = threading.Timer(START_LIMIT, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "configured with the following daemons" in line:
                process.send_signal(signal.SIGTERM)
        process.wait()
    finally:
        guard.cancel()
        process.kill()
    assert any("SensorDaemon" in line for line in said), "".join(said)
    assert any("shut down" in line for line in said), shlex.join(start) + "".join(said)
