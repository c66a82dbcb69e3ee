"""Superset's settings for this project. Superset runs a copy of this file by its own Python.

`warehouse.bi.server` copies it into the data folder, where its secret key is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent

SECRET_KEY = (_HERE / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HERE / 'superset.db'}?check_same_thread=false"
XIANJIAN_STAMP = str(_HERE / "prepared")

APP_NAME = "Xianjian 县鉴"
LANGUAGES = {"en": {"flag": "us", "name": "English"}, "zh": {"flag": "cn", "name": "中文"}}
BABEL_DEFAULT_LOCALE = "en"
ROW_LIMIT = 20000
# No answer is kept: a new release shows at the next query.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
FEATURE_FLAGS = {"DRILL_TO_DETAIL": True, "DRILL_BY": True, "DASHBOARD_CROSS_FILTERS": True}
LOG_LEVEL = "WARNING"
# The page may ask nobody but this server: Superset's own list lets maps in, and a pixel that counts its users.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
DISALLOWED_SQL_FUNCTIONS = {
    "duckdb": {"getenv", "read_text", "read_blob", "read_csv", "read_csv_auto", "read_json", "read_parquet", "glob"}
}


def DB_SQLA_URI_VALIDATOR(address: Any) -> None:  # noqa: N802 - Superset's name
    """Refuse a DuckDB address with which SQL could read files of this machine."""
    safe = {"access_mode": "read_only", "enable_external_access": "false", "lock_configuration": "true"}
    if address.drivername.startswith("duckdb") and not safe.items() <= dict(address.query).items():
        raise ValueError("A DuckDB address needs " + "&".join(f"{key}={value}" for key, value in safe.items()))


def DB_CONNECTION_MUTATOR(address: Any, params: Any, *_: Any) -> tuple[Any, Any]:  # noqa: N802 - Superset's name
    """Open the release that `current` names now, with the settings of the address and no others.

    DuckDB would go on with the old file while anyone has it open under the name of the link; and what an account may
    add to a connection must not undo its settings.
    """
    if address.drivername.startswith("duckdb"):
        address = address.set(database=str(Path(address.database or "").resolve()))
        config = params.get("connect_args", {}).get("config", {})
        kept = {key: value for key, value in config.items() if key == "custom_user_agent"}
        params = {**params, "connect_args": {"config": kept}}
    return address, params
