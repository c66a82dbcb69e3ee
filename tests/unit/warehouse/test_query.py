"""Reading the published file, and what SQL on it cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.door import FAILED
from orchestration.settings import Settings
from warehouse import query, release


@pytest.fixture
def published(built: Settings) -> Settings:
    release.publish(built)
    return built


def test_a_question_gives_columns_types_and_rows(published: Settings) -> None:
    answer = query.run(published, "select indicator, kind from dim_indicator where indicator = $1", ["a.i1"])
    assert (answer.columns, answer.rows) == (("indicator", "kind"), [("a.i1", "count")])
    assert answer.records() == [{"indicator": "a.i1", "kind": "count"}]


def test_rows_are_bounded_and_it_is_said(published: Settings) -> None:
    answer = query.run(published, "from range(100)", limit=3)
    assert [len(answer.rows), answer.truncated] == [3, True]
    assert not query.run(published, "from range(3)", limit=3).truncated


def test_before_the_first_release_it_is_said_what_to_do(places: Settings) -> None:
    with pytest.raises(query.QueryError, match="xianjian run"):
        query.run(places, "select 1")


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "copy dim_indicator to '{file}'",
        "attach '{file}' as other",
        "create table mine (a int)",
        "delete from dim_indicator",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "pragma enable_external_access",
        "install httpfs",
        "load httpfs",
        "export database '{file}'",
        "select * from glob('/etc/*')",
    ],
)
def test_sql_reaches_nothing_but_the_published_tables(published: Settings, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("secret\n1\n", encoding="utf-8")
    with pytest.raises(query.QueryError):
        query.run(published, sql.format(file=file))
    assert file.read_text(encoding="utf-8") == "secret\n1\n"


def test_wrong_sql_is_answered_with_the_engine_s_own_words(published: Settings) -> None:
    with pytest.raises(query.QueryError, match="dim_indicatr"):
        query.run(published, "from dim_indicatr")


def test_a_release_that_is_pruned_while_it_is_opened_is_passed_over(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = Path.resolve, []

    def too_late_at_first(path: Path) -> Path:
        asked.append(path)
        return real(path) if len(asked) > 1 else path.parent / "pruned" / path.name

    monkeypatch.setattr(Path, "resolve", too_late_at_first)
    assert query.run(published, "select count(*) from dim_indicator").rows == [(2,)]
    assert len(asked) == 2


ENDLESS = "select count(*) from range(1000000) a, range(1000000) b where a.range * b.range % 7 = 3"


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_answered(published: Settings) -> None:
    with pytest.raises(query.QueryError, match=r"stopped after 0\.05 s"):
        query.run(published, ENDLESS, seconds=0.05)
    assert query.run(published, "select 1", seconds=5.0).rows == [(1,)]


def test_a_question_on_the_command_line_has_a_time_limit(published: Settings) -> None:
    result = CliRunner().invoke(app, ["query", ENDLESS, "--seconds", "0.05", "--data", str(published.data)])
    assert result.exit_code == FAILED
    assert "allow more with --seconds" in result.output
