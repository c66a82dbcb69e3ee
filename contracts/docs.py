"""Documents made from the contracts: `python -m contracts.docs` writes docs/data_dictionary.md and docs/rules.md.

A test fails when the files drift from tables.yml and the rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts import registry
from contracts.registry import Column, Table
from contracts.rules import definitions
from contracts.rules.definitions import Rule

HEADER = "<!-- Made by `python -m contracts.docs` from contracts/; change it there. -->\n"
KINDS = {
    "published": "Published tables: what users of a release see, in schema `main`",
    "room": "Tables between the rooms: Parquet files, one folder a report year",
    "input": "Files that the user gives",
}
LEVELS = {
    "figure": "One figure",
    "report": "One report",
    "panel": "A county across years",
    "peers": "Counties side by side",
}


def data_dictionary() -> str:
    """docs/data_dictionary.md: every table and column with type, unit, allowed values and meaning."""
    parts = [f"# Data dictionary 数据字典\n{HEADER}"]
    for kind, title in KINDS.items():
        parts.append(f"## {title}\n")
        parts.extend(_table(table) for table in registry.tables() if table.kind == kind)
    return "\n".join(parts)


def rules_document() -> str:
    """docs/rules.md: every rule with its severity, what it compares, its reason and the example that breaks it."""
    parts = [f"# Rules 校验规则\n{HEADER}\n{_INTRODUCTION}"]
    for level, title in LEVELS.items():
        some = [rule for rule in definitions.load() if rule.level == level]
        parts.append(f"## {title}\n")
        parts.extend(_rule(rule) for rule in some)
    return "\n".join([*parts, _BY_HAND])


def documents() -> dict[str, str]:
    """The text of each generated document by its file name under docs/."""
    return {"data_dictionary.md": data_dictionary(), "rules.md": rules_document()}


def write(folder: Path) -> list[Path]:
    """Writes the documents into `folder` and says which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in documents()]


_INTRODUCTION = """\
A source that contradicts itself is not corrected: every figure stands, and an issue links those that disagree.
`error` keeps the figure objected to out of observations and marts (it stays in `fct_figure`, in quarantine and in
`mart_quality_issue`); `warn` publishes it flagged.

Compared are plain figures only: actual, of the whole county, exact (no 余, 近, 以上, no range). A stated value may be
rounded or cut off: with one unit u in its last stated place a stated r stands for true values from r - u/2 up to, but
not including, r + u. Whole numbers of things counted one by one are exact.

Each rule is an entry of `contracts/rules/*.yml` and carries an example of good figures and the change that breaks it; a
test makes that change and expects the rule's issue and no other. To add a rule of a kind that is there already, write
its entry; to try it on your reports, run them and read `mart_quality_issue`.

Rules on years compare a county under the code that continues it, and not across a merger. A figure that an error keeps
out is no witness against others.
"""

_BY_HAND = """\
## Corrections by hand

`corrections.yml` (in the data folder, or contracts/corrections.yml) says what a person saw in a source: withhold a
reading, add a reading, accept an issue. It gives its reason and source, and a guard: the words it rests on. No figure
is edited.

### withheld_by_hand

Severity: error. A reading that a correction withholds stays in `fct_figure` and out of observations and marts.

### correction_out_of_date

Severity: warn. The words that a correction expects no longer stand in the county's current report exactly once: the
report was corrected, or the correction was wrong. It is not applied until somebody has looked again.
"""


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    lines = [f"### `{table.name}` {table.zh}\n", f"{table.en}. Key: {key}.\n"]
    lines += ["| column | 中文 | type | null | meaning |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(_column(column) for column in table.columns), ""])


def _column(column: Column) -> str:
    unit = f"; in {column.unit}" if column.unit else ""
    null = "yes" if column.nullable else ""
    meaning = f"{column.en}{unit}".replace("|", "\\|")
    return f"| `{column.name}` | {column.zh} | {column.duckdb_type} | {null} | {meaning} |"


def _rule(rule: Rule) -> str:
    lines = [f"### {rule.name}\n", f"Severity: {rule.severity}. {rule.reason}\n", f"{rule.reason_zh}\n"]
    compared = list(_settings(rule))
    if compared:
        lines += [*compared, ""]
    good = _figures(rule.example.figures)
    filled = f" among {_crowd(rule.example.fill)}" if rule.example.fill else ""
    lines += [f"Good: {good}{filled}. Broken by: {_figures(rule.example.broken)}.\n"]
    return "\n".join(lines)


def _settings(rule: Rule) -> Iterator[str]:
    """What a rule compares, a line each, as far as its entry says it."""
    for basis in rule.settings.get("bases", []):
        excuse = " (explains a rate, never accuses)" if basis.get("excuses") else ""
        top, bottom = _codes(basis["numerator"], " + "), _codes(basis["denominator"], " + ")
        yield f"- `{rule.settings['rate']}` = {top} ÷ {bottom}{excuse}"
    for pair in rule.settings.get("pairs", []):
        if "smaller" in pair:
            yield f"- {_codes(pair['smaller'], ' + ')} ≤ {_codes(pair['larger'], ' + ')}"
        else:
            yield f"- `{pair['carried']}` = `{pair['pending']}` of the year before"
    if "where" in rule.settings:
        yield f"- Of: `{rule.settings['where']}`"
        yield f"- Holds: `{rule.settings['holds']}`"
    if "unless" in rule.settings:
        yield f"- Not where it is said as: {'、'.join(rule.settings['unless'])}"
    for key in ("near", "within", "slack", "factors", "band", "z", "factor", "least", "floor"):
        if key in rule.settings:
            yield f"- {key}: {json.dumps(rule.settings[key])}"


def _codes(codes: list[str], between: str) -> str:
    return between.join(f"`{code}`" for code in codes)


def _figures(stated: Any) -> str:
    return ", ".join(f"`{key}` {_value(value)}" for key, value in stated.items())


def _value(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return f"{value['value']} ({', '.join(f'{k} {v}' for k, v in value.items() if k != 'value')})"


def _crowd(fill: Any) -> str:
    return ", ".join(f"{says['counties']} counties with `{code}` near {says['value']}" for code, says in fill.items())


if __name__ == "__main__":
    for path in write(Path(__file__).parent.parent / "docs"):
        print(path)  # noqa: T201 (a command says what it wrote)
