"""What a run has built, told to the person who started it, with three next steps."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

from rich.markup import escape

from orchestration.door import stdout
from orchestration.receiving import made_of_samples
from orchestration.settings import Settings
from warehouse.query import run
from warehouse.release import current
from warehouse.rooms import RoomError, read_table

SHOWN = 20

COUNTS = """
    select
        count(distinct coalesce(c.continues_as, r.county_code)) as counties,
        min(r.year) as first_year, max(r.year) as last_year,
        count(*) filter (where r.is_current) as reports, count(*) as revisions
    from dim_report as r left join dim_county as c using (county_key)
"""
FIGURES = "select count(*) as figures, count(indicator) as mapped from fct_figure"
OBSERVATIONS = "select count(*) as observations from fct_observation"
ISSUES = "select severity, count(*) as n from mart_quality_issue group by all order by severity"
EXAMPLE = """
    select name as county_name, year, indicator, figure_id
    from fct_observation join dim_county using (county_key)
    order by issue_count desc, year desc, county_code, indicator limit 1
"""


def print_summary(settings: Settings, *, seconds: float, nothing_new: str | None = None) -> None:
    """Print what was built: counties, years, figures, mapped share, issues, quarantine, and three next steps.

    `nothing_new` says that nothing was built, and why.
    """
    console = stdout()
    if nothing_new is None:
        console.print(f"\n[bold]Published[/bold] in {seconds:.1f} s")
    else:
        console.print(f"\n[bold]Nothing to do[/bold] ({seconds:.1f} s). {escape(nothing_new)}", soft_wrap=True)
    for name, value in _facts(settings).items():
        console.print(f"  [dim]{name:<12}[/dim]  {escape(value)}", soft_wrap=True)
    _print_quarantine(settings)
    _print_next_steps(settings)


def _one(settings: Settings, sql: str) -> dict[str, Any]:
    return run(settings, sql).records()[0]


def _facts(settings: Settings) -> dict[str, str]:
    made = current(settings)
    reports, figures = _one(settings, COUNTS), _one(settings, FIGURES)
    issues = {row["severity"]: row["n"] for row in run(settings, ISSUES).records()}
    years = " to ".join(sorted({str(reports[end]) for end in ("first_year", "last_year") if reports[end]})) or "none"
    share = f"{figures['mapped'] / figures['figures']:.1%}" if figures["figures"] else "none"
    corrected = reports["revisions"] - reports["reports"]
    return {
        "release": made.release_id if made else "none",
        "file": str(settings.database),
        "counties": f"{reports['counties']:,}",
        "years": years,
        "reports": f"{reports['reports']:,}" + (f" ({corrected} of them corrected later)" if corrected else ""),
        "figures": f"{figures['figures']:,}, of which {share} measure an indicator of the catalogue",
        "observations": f"{_one(settings, OBSERVATIONS)['observations']:,}",
        "issues": ", ".join(f"{count} {severity}" for severity, count in issues.items()) or "none",
        **_samples(settings),
    }


def _samples(settings: Settings) -> dict[str, str]:
    try:
        of_samples = made_of_samples(settings)
    except RoomError as error:
        return {"damaged": str(error)}
    return {"note": "These are the embedded samples: invented reports of invented counties."} if of_samples else {}


def _print_quarantine(settings: Settings) -> None:
    console = stdout()
    try:
        rows = read_table(settings.rooms, "quarantine").sort("stage", "source", "reason")
    except RoomError as error:
        console.print(f"\n[bold]In quarantine[/bold]: {escape(str(error))}", soft_wrap=True)
        return
    if not rows.height:
        return
    console.print(f"\n[bold]In quarantine[/bold]: {rows.height}")
    for row in rows.head(SHOWN).iter_rows(named=True):
        console.print(f"  [yellow]{row['reason']}[/yellow] {escape(row['source'])}", soft_wrap=True)
        console.print(f"      {escape(row['message'])}", soft_wrap=True)
        console.print(f"      [dim]{escape(row['remedy'])}[/dim]", soft_wrap=True)
    if rows.height > SHOWN:
        more = rows.slice(SHOWN).group_by("reason").len().sort("len", descending=True)
        console.print("  and " + ", ".join(f"{n} {reason}" for reason, n in more.iter_rows()))


def _print_next_steps(settings: Settings) -> None:
    found = run(settings, EXAMPLE).records()
    cell = "{county_name} {year} {indicator}".format(**found[0]) if found else "FIGURE_ID"
    query = "select county_name, year, rule, message from mart_quality_issue"
    steps = (f'query "{query}"', f"explain {cell}", "run FOLDER")
    data = "" if settings.data == Path.cwd() / "data" else f" --data {shlex.quote(str(settings.data))}"
    console = stdout()
    console.print("\n[bold]Next[/bold]")
    for step in steps:
        console.print(f"  {_called()} {step}{data}", soft_wrap=True, markup=False)
    console.print("[dim]  (FOLDER is a folder of your own reports)[/dim]")


def _called() -> str:
    """How the reader of the summary can call this program from where they are."""
    program = Path(sys.argv[0])
    on_path = shutil.which("xianjian")
    if on_path or program.name != "xianjian":
        return "xianjian"
    inside = program.absolute().is_relative_to(Path.cwd())
    return str(program.absolute().relative_to(Path.cwd()) if inside else program)
