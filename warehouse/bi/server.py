"""Setting Superset up in the data folder and naming the process that serves it.

Everything lies in `bi/` of the data folder, readable by its owner alone: settings, metadata, the key, the passwords.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.bi import bundle

ADDRESS = "127.0.0.1"
# The analyst looks, charts and writes SQL; only the administrator may register databases and accounts.
ACCOUNTS = {"analyst": ["Alpha", "sql_lab"], "admin": ["Admin"]}
HERE = Path(__file__).resolve().parent
SETTINGS = HERE / "superset_settings.py"
INSIDE = HERE / "inside.py"
PREPARATION_SECONDS = 600


class ServerError(RuntimeError):
    """Superset is not installed or could not be prepared; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """One Superset on one published file.

    Attributes:
        folder: what Superset keeps; made with the mode 0700.
        database: the published DuckDB file behind `current`.
        environment: the virtual environment that `make bi` made from requirements-bi.lock.
    """

    folder: Path
    database: Path
    environment: Path

    @property
    def python(self) -> Path:
        """The Python that has Superset."""
        return self.environment / "bin" / "python"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.folder / "superset.log"

    def prepare(self) -> None:
        """Write the settings, make accounts and metadata, import the dashboards. Takes a minute the first time.

        Raises:
            ServerError: if Superset is not installed, or says that something failed.
            warehouse.query.QueryError: if nothing is published.
        """
        if not self.python.exists():
            raise ServerError(f"Superset is not installed in {self.environment}: run `make bi`")
        self._write_settings()
        packed = self.folder / "dashboards.zip"
        bundle.write(packed, self.database)
        accounts = [{"name": name, "password": self.password(name), "roles": its} for name, its in ACCOUNTS.items()]
        done = subprocess.run(  # noqa: S603 - a fixed program; the passwords go by standard input
            [str(self.python), str(INSIDE), str(packed), self._version()],
            input=json.dumps(accounts),
            env=self.variables(os.environ),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PREPARATION_SECONDS,
        )
        if done.returncode:
            log = self.folder / "preparation.log"
            log.write_text(done.stdout + done.stderr, encoding="utf-8")
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ServerError(f"Superset could not be prepared: {last}. All it said is in {log}")

    def command(self, port: int) -> list[str]:
        """The process that serves Superset to this machine: gunicorn, which ends its worker with itself."""
        words = [str(self.python), "-m", "gunicorn", "--bind", f"{ADDRESS}:{port}", "--workers", "1"]
        words += ["--worker-class", "gthread", "--threads", "8", "--timeout", "120", "--graceful-timeout", "5"]
        words += ["--log-level", "warning", "--error-logfile", str(self.log), "--capture-output"]
        return [*words, "--chdir", str(self.folder), "superset.app:create_app()"]

    def variables(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """The environment of Superset's processes."""
        own = {"SUPERSET_CONFIG_PATH": str(self.folder / SETTINGS.name), "SUPERSET_HOME": str(self.folder)}
        return {**inherited, **own}

    def password(self, account: str) -> str:
        """The password of an account, generated the first time and kept in a file that only its owner reads."""
        return self._secret(f"{account}.password", 12)

    def password_file(self, account: str) -> Path:
        """Where the password of an account is kept."""
        return self.folder / f"{account}.password"

    def _write_settings(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._secret("secret_key", 42)
        shutil.copyfile(SETTINGS, self.folder / SETTINGS.name)

    def _secret(self, name: str, length: int) -> str:
        file = self.folder / name
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(secrets.token_urlsafe(length))
        return file.read_text(encoding="utf-8")

    def _version(self) -> str:
        """What the slow steps depend on: the packages in Superset's environment and its settings."""
        content = SETTINGS.read_bytes()
        for package in sorted(path.name for path in self.environment.glob("lib/python*/site-packages/*.dist-info")):
            content += package.encode()
        return hashlib.sha256(content).hexdigest()[:16]
