"""The SQL cookbook, docs/sql.md: its questions are run, and the answers under them are what the samples give.

`python -m warehouse.cookbook DATA` writes the answers of the release in the data folder DATA under the questions.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from warehouse.query import Answer, open_database

COOKBOOK = Path(__file__).resolve().parent.parent / "docs" / "sql.md"
MOST_ROWS = 8
BLOCK = re.compile(
    r"^### (?P<title>[^\n]+)\n(?P<words>.*?)```sql\n(?P<sql>.*?)```\n(?P<answer>(?:\n+\|[^\n]*\|)*)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Question:
    """A question of the cookbook: its heading, its SQL, and the answer that stands under it."""

    title: str
    sql: str
    answer: str


def questions(text: str) -> list[Question]:
    """The questions of a cookbook in their order."""
    return [Question(m["title"], m["sql"], m["answer"].strip("\n")) for m in BLOCK.finditer(text)]


def answered(text: str, database: Path) -> str:
    """The cookbook with the answers that a published file gives; raises warehouse.query.QueryError."""
    with open_database(database) as connection:

        def answer(match: re.Match[str]) -> str:
            result = connection.execute(match["sql"])
            names = tuple(str(column[0]) for column in result.description or ())
            rows = result.fetchmany(MOST_ROWS + 1)
            table = as_table(Answer(names, (), rows[:MOST_ROWS], len(rows) > MOST_ROWS))
            end = "" if match["answer"] else "\n"
            return f"### {match['title']}\n{match['words']}```sql\n{match['sql']}```\n\n{table}{end}"

        return BLOCK.sub(answer, text)


def as_table(answer: Answer) -> str:
    """An answer as a Markdown table; a last row of dots says that there is more."""
    lines = [answer.columns, tuple("---" for _ in answer.columns)]
    lines += [tuple(cell(value) for value in row) for row in answer.rows]
    if answer.truncated:
        lines.append(tuple("…" for _ in answer.columns))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: Any) -> str:
    """A value as people read it: whole numbers without a point, others to four digits, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("|", "\\|").replace("\n", " ")


def main(arguments: list[str]) -> Iterator[str]:
    """Write the answers of the data folder named first; yields what to print."""
    database = Path(arguments[0]) / "current" / "xianjian.duckdb"
    before = COOKBOOK.read_text(encoding="utf-8")
    after = answered(before, database)
    if after != before:
        COOKBOOK.write_text(after, encoding="utf-8")
    yield f"{len(questions(after))} questions, {'answers renewed' if after != before else 'answers unchanged'}"


if __name__ == "__main__":
    for line in main(sys.argv[1:]):
        sys.stdout.write(line + "\n")
