"""Checks answers that come from outside against the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass

from manager_quiz.catalog.model import Catalog

Answers = Mapping[str, int | str]


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that can't be used. `allowed` is empty where there is no such item."""

    item: str
    answer: object
    allowed: tuple[int | str, ...]
    nearest: tuple[str, ...]


def check_answers(
    catalog: Catalog, given: Mapping[str, object]
) -> tuple[Answers, tuple[WrongAnswer, ...]]:
    """The answers that can be used (skipped ones, None, left out), and all that can't."""
    from difflib import get_close_matches

    answers: dict[str, int | str] = {}
    wrong: list[WrongAnswer] = []
    for id, answer in given.items():
        item = catalog.item_by_id.get(id)
        if item is None:
            near = get_close_matches(str(id), catalog.item_by_id, n=3)
            wrong.append(WrongAnswer(str(id), answer, (), tuple(near)))
        elif answer is not None:
            index = item.choice(answer)
            if index is None:
                allowed = tuple(choice.answer for choice in item.choices)
                wrong.append(WrongAnswer(id, answer, allowed, ()))
            else:
                answers[id] = item.choices[index].answer
    return answers, tuple(wrong)
