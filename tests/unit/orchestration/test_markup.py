"""What the command line prints of paths and failures, whatever signs are in them."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from orchestration import running
from orchestration.commands.run import app


def test_a_path_and_a_failure_with_square_brackets_are_printed_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = SimpleNamespace(mended=[], published=False, failures=["no [/x] here"], run_id="r")
    monkeypatch.setattr(running, "run_build", lambda *_, **__: outcome)
    data = tmp_path / "[" / "x]"
    told = CliRunner().invoke(app, [str(tmp_path), "--data", str(data)])
    assert told.exit_code == 1
    assert "[/x]" in told.output.split("\u2717")[0].replace("\n", "")
    assert "no [/x] here" in told.output
