"""How an explanation looks on a terminal: the sentence with its number marked, why, and what stands against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.explain import WHY, Evidence, Explanation

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

SEVERITY_STYLE = {"error": "bold red", "warn": "yellow", "info": "cyan"}


def render(explanation: Explanation) -> Group:
    """The explanation for `rich.print`."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    parts: list[Any] = [Text(_headline(explanation), style="bold"), _sentence(explanation.chosen), _facts(explanation)]
    if explanation.others:
        parts.append(Rule(f"not chosen ({len(explanation.others)})", align="left", style="dim"))
        parts.extend(_other(other) for other in explanation.others)
    if explanation.issues:
        parts.append(Rule(f"issues ({len(explanation.issues)})", align="left", style="dim"))
        parts.extend(
            Text(f"{issue['severity']} {issue['rule']}: {issue['message']}", style=SEVERITY_STYLE[issue["severity"]])
            for issue in explanation.issues
        )
    return Group(*parts)


def number(value: float | None) -> str:
    """A value as people write it: grouped thousands, no needless decimals."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def _headline(explanation: Explanation) -> str:
    figure, report = explanation.chosen.figure, explanation.chosen.report
    cell = explanation.observation or figure
    name = explanation.indicator["name_zh"] if explanation.indicator else "no indicator"
    where = f"{report.get('county_name') or figure['county_code']} {cell['year']}"
    measure = "" if cell["measure"] == "level" else f" {cell['measure']}"
    status = "" if cell["status"] == "actual" else f" {cell['status']}"
    scope = f" ({figure['scope']})" if figure["scope"] else ""
    return f"{where} {name}{measure}{status}{scope}: {number(cell['value'])} {cell['unit'] or ''}".rstrip()


def _sentence(evidence: Evidence) -> Text:
    from rich.text import Text

    quote = Text("  " + evidence.figure["quote"].strip("\r\n"))
    start, end = evidence.mark
    stripped = len(evidence.figure["quote"]) - len(evidence.figure["quote"].lstrip("\r\n"))
    quote.stylize("bold black on yellow", 2 + start - stripped, 2 + end - stripped)
    return quote


def _facts(explanation: Explanation) -> Table:
    from rich.table import Table

    figure, report, observation = explanation.chosen.figure, explanation.chosen.report, explanation.observation
    facts = {
        "report": f"{report.get('title') or 'untitled'} ({figure['report_id']})",
        "published": f"{report.get('published_on') or 'day unknown'} {report.get('issuer') or ''}",
        "source": report.get("source_url") or f"document {figure['document_id']}",
        "place": f"{figure['section'] or 'no section'}, characters {figure['start_offset']}–{figure['end_offset']}",
        "indicator": f"{figure['indicator'] or 'none'}, {figure['measure']}, {figure['status']}",
        "named by": figure["wording"] or "–",
        "rule": figure["rule"],
        "qualities": _qualities(figure),
        "figure": figure["figure_id"],
    }
    if observation:
        agree = "they disagree" if observation["conflict"] else "they agree"
        facts["chosen"] = f"{observation['choice']}, {observation['statements']} statements" + (
            f", {agree}" if observation["statements"] > 1 else ""
        )
    grid = Table.grid(padding=(0, 2))
    for name, fact in facts.items():
        if fact:
            grid.add_row(f"  [dim]{name}[/dim]", _plain(str(fact).strip()))
    return grid


def _plain(words: str) -> Text:
    # Words of a report are never markup.
    from rich.text import Text

    return Text(words)


def _qualities(figure: dict[str, Any]) -> str:
    stated = [
        "approximate" if figure["approximate"] else "",
        (figure["bound"] or "").replace("_", " "),
        f"up to {number(figure['value_high'])}" if figure["value_high"] is not None else "",
        f"only {figure['scope']}" if figure["scope"] else "",
        f"part of {figure['part_of']}" if figure["part_of"] else "",
    ]
    return ", ".join(word for word in stated if word)


def _other(evidence: Evidence) -> Text:
    from rich.text import Text

    figure = evidence.figure
    scope = f" ({figure['scope']})" if figure["scope"] else ""
    differs = "" if evidence.agrees else ", says otherwise"
    line = Text(f"  {number(figure['value'])} {figure['unit'] or ''}{scope}: {WHY[evidence.why]}{differs}\n", "dim")
    line.append_text(_sentence(evidence))
    return line
