"""How the cookbook is read and written."""

from __future__ import annotations

import re
from datetime import date

from contracts import registry
from orchestration.settings import Settings
from warehouse import cookbook, release
from warehouse.query import Answer

TEXT = cookbook.COOKBOOK.read_text(encoding="utf-8")
SMALL = """# Book

### How many?

In words.

```sql
select count(*) as n from dim_indicator
```

| n |
| --- |
| 9 |

### Next?

```sql
select 'a|b' as words, null as nothing
```

The end.
"""


def test_the_cookbook_asks_at_least_fifteen_questions_of_every_kind_of_table() -> None:
    asked = cookbook.questions(TEXT)
    assert len(asked) >= 15
    words = set(re.findall(r"\b(?:dim|fct|mart|ops)_\w+|\brelease\b", " ".join(question.sql for question in asked)))
    assert words >= {table.name for table in registry.tables("published")} - {"dim_report"}


def test_every_answer_is_in_one_certain_order() -> None:
    for question in cookbook.questions(TEXT):
        assert "order by" in question.sql or "from release" in question.sql, question.title


def test_answers_are_renewed_in_place_and_a_second_time_changes_nothing(built: Settings) -> None:
    release.publish(built)
    once = cookbook.answered(SMALL, built.database)
    assert "| 2 |\n\n### Next?" in once
    assert "| a\\|b |  |\n\nThe end." in once
    assert "In words." in once
    assert cookbook.answered(once, built.database) == once


def test_values_are_shown_as_people_read_them() -> None:
    values = [None, True, 12480.0, 4.567307, -0.0411, 1098900.5, "a\nb", date(2024, 3, 31), 2024]
    shown = [cookbook.cell(value) for value in values]
    assert shown == ["", "yes", "12,480", "4.567", "-0.0411", "1,098,900.5", "a b", "2024-03-31", "2024"]


def test_a_long_answer_says_that_there_is_more() -> None:
    assert cookbook.as_table(Answer(("n",), (), [(1,)], truncated=True)).endswith("| 1 |\n| … |")
