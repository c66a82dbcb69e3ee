"""The SQL cookbook: every question runs on the samples, and what stands under it is what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse import cookbook

if TYPE_CHECKING:
    from tests.pipeline.conftest import Built

TEXT = cookbook.COOKBOOK.read_text(encoding="utf-8")


@pytest.mark.parametrize("question", cookbook.questions(TEXT), ids=lambda question: question.title)
def test_a_question_has_an_answer_on_the_samples(first_run: Built, question: cookbook.Question) -> None:
    assert first_run.rows(question.sql)


def test_the_answers_are_those_of_the_samples(first_run: Built) -> None:
    assert cookbook.answered(TEXT, first_run.settings.database) == TEXT, "run `python -m warehouse.cookbook DATA`"
