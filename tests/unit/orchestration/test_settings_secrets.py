"""What a message on the settings shows, and what it does not."""

from pathlib import Path

import pytest

from orchestration.settings import SettingsError
from orchestration.settings_file import read


@pytest.mark.parametrize(
    "text", ['pasword = "hush-hush"', '[alerts]\nwebhok = "hush-hush"', '[alerts]\non = "hush-hush"']
)
def test_a_mistyped_secret_is_not_shown(tmp_path: Path, text: str) -> None:
    file = tmp_path / "xianjian.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        read(file, {})
    assert "hush-hush" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("object_store", '"s3://somebody:hush-hush@bucket/prefix"'),
        ("object_store", '"https://bucket/prefix?key=hush-hush"'),
        ("object_store", '["hush-hush"]'),
        ("object_store_endpoint", '"http://somebody:hush-hush@127.0.0.1:9000"'),
    ],
)
def test_credentials_in_the_address_of_an_object_store_are_refused_and_not_shown(
    tmp_path: Path, name: str, value: str
) -> None:
    file = tmp_path / "xianjian.toml"
    file.write_text(f"{name} = {value}", encoding="utf-8")
    with pytest.raises(SettingsError, match=name) as told:
        read(file, {})
    assert "hush-hush" not in str(told.value)


@pytest.mark.parametrize("address", ["s3://bucket", "s3://bucket/", "s3://my-bucket.of-2026/a/prefix_1/year=2024"])
def test_an_address_of_an_object_store_is_taken_from_the_environment(address: str) -> None:
    env = {"XIANJIAN_OBJECT_STORE": address, "XIANJIAN_OBJECT_STORE_ENDPOINT": "https://storage.example.org:9000"}
    said = read(None, env).values()
    assert (said["object_store"], said["object_store_endpoint"]) == tuple(env.values())


def test_a_digit_that_is_no_decimal_is_a_clear_error() -> None:
    with pytest.raises(SettingsError, match="XIANJIAN_WORKERS"):
        read(None, {"XIANJIAN_WORKERS": "²"})


def test_digits_stay_text_where_text_is_asked_for() -> None:
    assert (
        read(None, {"XIANJIAN_EXECUTOR": "7", "XIANJIAN_WORKERS": "7"}).values().items()
        >= {
            "executor": "7",
            "workers": 7,
        }.items()
    )
