"""The settings file: typed, checked, every fault named with its place; everything that runs by itself is off."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.sections import Alerts, Email, Freshness, Schedule, Watch
from orchestration.settings import Settings, SettingsError
from orchestration.settings_file import TEMPLATE, read

EMAIL = '[alerts.email]\nhost = "mail"\nsender = "a@b"\nto = ["c@d"]\n'


def settings(tmp_path: Path, text: str, **environment: str) -> Settings:
    (tmp_path / "xianjian.toml").write_text(text, encoding="utf-8")
    return Settings.from_environment(environment, data=tmp_path)


def test_everything_that_runs_by_itself_is_off_by_default(tmp_path: Path) -> None:
    held = Settings.from_environment({}, data=tmp_path)
    sections = (held.schedule, held.inbox_sensor, held.registry_sensor, held.freshness, held.alerts)
    assert [section.on for section in sections] == [False] * 5


def test_the_template_states_the_defaults(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    held, default = settings(tmp_path, text), Settings(data=tmp_path, workers=Settings.from_environment({}).workers)
    assert held == default


def test_the_template_names_every_setting(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for section in (Schedule, Watch, Freshness, Alerts, Email):
        named = [field.name for field in fields(section) if field.name not in ("email", "password")]
        assert [name for name in named if f"{name} =" not in text] == []


def test_a_section_is_switched_on_in_the_file(tmp_path: Path) -> None:
    held = settings(tmp_path, "workers = 3\n[schedule]\non = true\n[freshness]\ndays_in_season = 3\n")
    assert (held.workers, held.schedule.on, held.freshness.days_in_season) == (3, True, 3)


def test_the_environment_wins_over_the_file_and_can_name_another_file(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("shard_size = 7\n", encoding="utf-8")
    held = settings(tmp_path, "workers = 3\n", XIANJIAN_WORKERS="5", XIANJIAN_RELEASES_KEPT="1")
    assert (held.workers, held.releases_kept) == (5, 1)
    named = Settings.from_environment({"XIANJIAN_SETTINGS": str(other)}, data=tmp_path)
    assert named.shard_size == 7
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        Settings.from_environment({"XIANJIAN_SETTINGS": str(tmp_path / "nowhere.toml")}, data=tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("workers = 0", r"xianjian\.toml: workers = 0: .*greater than or equal to 1"),
        ('workers = "two"', r"workers = 'two': .*integer"),
        ("wokers = 2", r"wokers: .*no such setting\. Did you mean workers\?"),
        ("[schedule]\nenabled = true", r"schedule\.enabled: .*there are schedule\.on, "),
        ("[schedule]\nseson = 'x'", r"Did you mean schedule\.season\?$"),
        ("[document]\nx = 1", r"document\.x: .*there are document\.seconds, document\.megabytes\.$"),
        ('[schedule]\non = "yes"', r"schedule\.on = 'yes': .*boolean"),
        ('[schedule]\nseason = "every day"', r"schedule\.season = 'every day' is no cron line"),
        ('[schedule]\ntimezone = "China"', r"schedule\.timezone = 'China' is no time zone"),
        ("[freshness]\nreceived_after_deadline = 80", r"received_after_deadline = 80: .*less than or equal to 1"),
        ('[alerts]\nwebhook = "ftp://x"', r"alerts\.webhook is no address"),
        ('[alerts.email]\nhost = "mail"', r"alerts\.email\.sender: .*"),
        ("workers = ", r"is not TOML"),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_to_write(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        settings(tmp_path, text)


def test_secrets_come_from_the_environment_and_are_shown_nowhere(tmp_path: Path) -> None:
    environment = {"XIANJIAN_SMTP_PASSWORD": "s3cret", "XIANJIAN_WEBHOOK": "https://hook/t0ken"}
    held = settings(tmp_path, EMAIL, **environment)
    assert held.alerts.email is not None
    assert (held.alerts.email.password, held.alerts.webhook) == ("s3cret", "https://hook/t0ken")
    assert "s3cret" not in repr(held)
    assert "t0ken" not in repr(held)
    with pytest.raises(SettingsError) as refused:
        read(None, {"XIANJIAN_WEBHOOK": "t0ken"})
    assert "t0ken" not in str(refused.value)


def test_the_command_prints_what_is_in_force_and_a_template(tmp_path: Path) -> None:
    (tmp_path / "xianjian.toml").write_text("releases_kept = 9\n", encoding="utf-8")
    shown = CliRunner().invoke(app, ["settings", "--data", str(tmp_path)])
    assert "releases_kept = 9" in shown.output
    template = CliRunner().invoke(app, ["settings", "--template"])
    assert template.stdout == TEMPLATE.read_text(encoding="utf-8")
