"""Settings: one object, from the environment or by hand, with messages that say what to write."""

from pathlib import Path

import pytest

from orchestration.executors import executor_factory, inline
from orchestration.settings import Settings, SettingsError


def test_the_data_folder_is_data_here_unless_the_environment_names_another(tmp_path: Path) -> None:
    assert Settings.from_environment({}).data == Path.cwd() / "data"
    assert Settings.from_environment({"XIANJIAN_DATA": str(tmp_path)}).data == tmp_path


def test_a_data_folder_given_by_hand_wins_over_the_environment(tmp_path: Path) -> None:
    settings = Settings.from_environment({"XIANJIAN_DATA": "/elsewhere"}, data=tmp_path)
    assert settings.data == tmp_path


def test_everything_that_is_written_lies_under_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    places = ("archive", "inbox", "rooms", "shards", "parts", "build", "releases", "current", "dagster_home")
    assert all(getattr(settings, place).is_relative_to(tmp_path) for place in places)


@pytest.mark.parametrize("stated", ["0", "-1", "two", "1.5"])
def test_a_number_of_workers_that_is_none_is_refused_by_name(stated: str) -> None:
    with pytest.raises(SettingsError, match="XIANJIAN_WORKERS"):
        Settings.from_environment({"XIANJIAN_WORKERS": stated})


def test_an_executor_can_be_any_function_that_makes_one() -> None:
    assert executor_factory("orchestration.executors:inline") is inline


@pytest.mark.parametrize("name", ["no_such_thing", "no.such.module:f", "orchestration.executors:nothing"])
def test_an_executor_that_does_not_exist_is_refused_by_name(name: str) -> None:
    with pytest.raises(SettingsError, match="XIANJIAN_EXECUTOR"):
        executor_factory(name)
