"""Run by Superset's own Python: brings the metadata file up to date, makes the accounts, imports the bundle.

`python inside.py BUNDLE VERSION` reads the accounts as JSON from standard input, so that no password stands in a list
of processes. One process does what would be five calls of Superset's command, each of which would load it anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(bundle: str, version: str) -> None:
    """Prepare Superset's metadata; the slow steps only where `version` is not the one of the last time."""
    accounts = json.load(sys.stdin)
    from superset.app import create_app  # type: ignore[import-not-found]

    app = create_app()
    stamp = Path(app.config["XIANJIAN_STAMP"])
    with app.app_context():
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != version:
            _command("db", "upgrade")
            _command("init")
            stamp.write_text(version, encoding="utf-8")
        for account in accounts:
            _account(account)
        _import(bundle)


def _command(*words: str) -> None:
    from superset.cli.main import superset  # type: ignore[import-not-found]

    superset(list(words), standalone_mode=False)


def _account(account: dict[str, Any]) -> None:
    """Make the account, or give it the password and the roles that it should have."""
    from superset import security_manager  # type: ignore[import-not-found]
    from werkzeug.security import generate_password_hash

    roles = [security_manager.find_role(role) for role in account["roles"]]
    user = security_manager.find_user(account["name"])
    if user is None:
        security_manager.add_user(
            account["name"], account["name"], "Xianjian", f"{account['name']}@localhost", roles, account["password"]
        )
        return
    user.password, user.roles = generate_password_hash(account["password"]), roles
    security_manager.update_user(user)


def _import(bundle: str) -> None:
    """Bring in what the bundle has, over what an earlier one brought; what people made themselves stays."""
    from zipfile import ZipFile

    from flask import g
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand  # type: ignore[import-not-found]
    from superset.commands.importers.v1.utils import get_contents_from_bundle  # type: ignore[import-not-found]

    g.user = security_manager.find_user("admin")
    with ZipFile(bundle) as opened:
        ImportAssetsCommand(get_contents_from_bundle(opened)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
