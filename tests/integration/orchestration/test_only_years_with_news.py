"""Only years in which something is new are computed again; what was taken away or damaged is written again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from extract import samples
from orchestration import finished_years
from orchestration.news import News, news
from orchestration.parts import part_path
from orchestration.progress import Silent
from orchestration.receiving import archived_files, receive
from orchestration.reference import write_reference_tables
from orchestration.settings import Settings
from orchestration.stages import Extracted, extract_figures, read_documents
from orchestration.verdicts import Checked, check_years
from warehouse.rooms import partition_path, read_table

SAMPLE = "鹿溪县人民政府关于2024年法治政府建设情况的报告.txt"
YEARS = range(2020, 2025)


@dataclass(frozen=True)
class Office:
    """A data folder and a folder of reports, and the steps before dbt over them."""

    settings: Settings
    reports: Path

    def report(self, year: int, more: str = "") -> None:
        text = (samples.reports() / SAMPLE).read_text(encoding="utf-8") + more
        shifted = text.replace("2025", "#").replace("2024", str(year)).replace("#", str(year + 1))
        (self.reports / f"鹿溪县{year}年法治政府建设情况的报告.txt").write_text(shifted, encoding="utf-8")

    def run(self) -> tuple[Extracted, Checked]:
        receive(self.settings, self.reports, Silent())
        write_reference_tables(self.settings)
        read_documents(self.settings, archived_files(self.settings), Silent())
        return extract_figures(self.settings, YEARS, Silent()), check_years(self.settings, YEARS)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(Settings(data=tmp_path / "data", executor="inline"), tmp_path / "reports")
    office.reports.mkdir()
    for year in (2022, 2023):
        office.report(year)
    office.run()
    return office


def test_a_run_with_nothing_new_computes_no_year(office: Office) -> None:
    extracted, checked = office.run()
    assert (extracted.worked_on, extracted.written, extracted.unchanged) == (0, (), (2022, 2023))
    assert (checked.checked, checked.unchanged) == ((), (2022, 2023))


def test_a_new_report_has_its_own_year_computed_and_no_other(office: Office) -> None:
    office.report(2024)
    extracted, checked = office.run()
    assert (extracted.worked_on, extracted.written, extracted.unchanged) == (1, (2024,), (2022, 2023))
    assert (checked.checked, checked.unchanged) == ((2024,), (2022, 2023))


def test_a_changed_report_has_its_own_year_computed(office: Office) -> None:
    office.report(2022, more="\n新建调解室3个。\n")
    assert office.run()[0].written == (2022,)
    assert read_table(office.settings.rooms, "report", [2022]).height == 2


def test_a_report_taken_away_empties_its_year(office: Office) -> None:
    next(office.reports.glob("*2022*")).unlink()
    extracted, _ = office.run()
    assert (extracted.written, extracted.unchanged) == ((2022,), (2023,))
    assert read_table(office.settings.rooms, "report", [2022]).height == 0


def test_a_correction_has_the_years_computed_that_it_may_touch(office: Office) -> None:
    office.settings.corrections.write_text("corrections: []\n", encoding="utf-8")
    assert office.run()[0].written == (2022, 2023)


def test_changed_code_has_every_year_computed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished_years, "project_version", lambda project: "another")
    extracted, checked = office.run()
    assert (extracted.written, checked.checked) == ((2022, 2023), (2022, 2023))


@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_file_of_a_year_is_written_again_as_it_was(office: Office, damage: str) -> None:
    path = partition_path(office.settings.rooms, "figure", 2022)
    before = pl.read_parquet(path)
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        before.head(3).write_parquet(path)
    assert office.run()[0].written == (2022,)
    assert pl.read_parquet(path).equals(before)


def test_issues_that_are_gone_are_found_again(office: Office) -> None:
    path = part_path(office.settings, "issue", "report-2023")
    before = pl.read_parquet(path)
    path.unlink()
    assert office.run()[1].checked == (2023,)
    assert pl.read_parquet(path).equals(before)


def test_everything_can_be_forgotten_and_is_then_computed_again(office: Office) -> None:
    finished_years.forget_everything(office.settings)
    extracted, checked = office.run()
    assert (extracted.worked_on, extracted.written, checked.checked) == (2, (2022, 2023), (2022, 2023))


def test_what_is_new_is_said_by_name(office: Office) -> None:
    everything = news(office.settings)
    assert everything.changed == ("everything",)
    before = dict(everything.inputs)
    office.report(2024)
    receive(office.settings, office.reports, Silent())
    office.settings.population.write_text("county_code,year,population,kind\n", encoding="utf-8")
    after = news(office.settings).inputs
    assert [name for name in after if after[name] != before[name]] == ["documents", "population"]


def test_no_news_are_good_news() -> None:
    assert not News(None, (), {})
    assert News(None, ("documents",), {})
