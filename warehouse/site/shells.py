"""The HTML of the site: one shell a kind of page, with the styles, scripts and the chart library that it needs.

A shell holds no word of a report. Its policy lets nothing run or load but the site's own files, and lets no string
become HTML: whatever a report says is put on the page as text.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

# The wheel of chartkick carries Chart.js with the licences of what is bundled in it; Chart.js is all that is taken.
LIBRARY = "chartkick"
CHARTS = "django/static/chartkick/Chart.bundle.js"
LICENCES = ("chart.js", "chartjs-adapter-date-fns", "date-fns", "kurkle-color")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types xianjian"
)


@dataclass(frozen=True)
class Shell:
    """A kind of page: its file, its titles, the scripts besides the common ones, and which link of the menu it is."""

    name: str
    title_zh: str
    title_en: str
    scripts: tuple[str, ...]
    charts: bool = False

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.html"


SHELLS = (
    Shell("index", "县级报告里的每一个数字", "Every number in China's county reports", ("map", "home"), charts=True),
    Shell("counties", "县区", "Counties", ("counties",)),
    Shell("county", "县区", "County", ("county",), charts=True),
    Shell("indicators", "指标", "Indicators", ("indicators",)),
    Shell("indicator", "指标", "Indicator", ("map", "ranking", "indicator"), charts=True),
    Shell("coverage", "覆盖与可信度", "Coverage and trust", ("coverage",)),
    Shell("report", "报告原句", "Report, sentence by sentence", ("report",)),
    Shell("about", "怎样阅读", "How to read this", ("about",)),
)
COMMON = ("words", "core", "show", "search")
STYLES = ("base", "pages")


def write(folder: Path) -> None:
    """Write the shells and what they load, but no data."""
    template = Template(_asset("shell.html"))
    for shell in SHELLS:
        scripts = [*(["charts"] if shell.charts else []), *shell.scripts]
        library = '<script src="assets/chart.js"></script>\n' if shell.charts else ""
        page = template.substitute(
            policy=POLICY,
            name=shell.name,
            title_zh=shell.title_zh,
            title_en=shell.title_en,
            head="\n".join(f'<script src="assets/{name}.js"></script>' for name in COMMON),
            scripts=library + "\n".join(f'<script src="assets/{name}.js"></script>' for name in scripts),
        )
        (folder / shell.file).write_text(page, encoding="utf-8", newline="\n")
    _write_assets(folder / "assets")


def _write_assets(folder: Path) -> None:
    folder.mkdir()
    own = {*COMMON, "charts", *(script for shell in SHELLS for script in shell.scripts)}
    for name in sorted([*(f"{script}.js" for script in own), *(f"{style}.css" for style in STYLES), "icon.svg"]):
        (folder / name).write_text(_asset(name), encoding="utf-8", newline="\n")
    library = resources.files(LIBRARY)
    with resources.as_file(library / CHARTS) as source:
        shutil.copyfile(source, folder / "chart.js")
    for name in LICENCES:
        with resources.as_file(library / f"licenses/LICENSE-{name}.txt") as source:
            shutil.copyfile(source, folder / f"LICENCE-{name}.txt")


def _asset(name: str) -> str:
    return resources.files("warehouse.site").joinpath("assets", name).read_text(encoding="utf-8")
