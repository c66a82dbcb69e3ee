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
