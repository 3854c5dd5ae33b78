"""What an interview says, the same in a window, line by line, and in a browser."""

from collections.abc import Iterable, Sequence

from manager_quiz.catalog.model import Catalog, Form, Item, Role
from manager_quiz.catalog.naming import nearest_roles
from manager_quiz.interview import State, minutes_left
from manager_quiz.wording.words import Words, form_size, minutes_about


def introduction(words: Words, form: Form) -> tuple[str, str, str]:
    """The three lines before the first question."""
    return (
        form_size(words, len(form.items), form.minutes) + ". " + _freedom(words),
        *_promises(words),
    )


def introduction_to_choice(words: Words, forms: Sequence[Form]) -> tuple[str, str, str]:
    """The three lines where a form is still to be chosen."""
    least, most = (f(max(round(form.minutes), 1) for form in forms) for f in (min, max))
    if least == most:
        long = words("It takes {minutes}.", minutes=minutes_about(words, most))
    else:
        long = words.ngettext(
            "It takes {least} to {n} minute.",
            "It takes {least} to {n} minutes.",
            most,
        ).format(least=least, n=most)
    return (f"{long} {_freedom(words)}", *_promises(words))


def _freedom(words: Words) -> str:
    return words("Go back, skip or stop at any time.")


def _promises(words: Words) -> tuple[str, str]:
    return (
        words("Your answers aren't sent anywhere."),
        words("This is for exploring what suits you, not for selecting people."),
    )


def ago(words: Words, seconds: float) -> str:
    """How long something is past."""
    minutes, hours, days = (int(seconds // length) for length in (60, 3600, 86400))
    if days:
        return words.counted("{n} day ago", "{n} days ago", days)
    if hours:
        return words.counted("{n} hour ago", "{n} hours ago", hours)
    if minutes:
        return words.counted("{n} minute ago", "{n} minutes ago", minutes)
    return words("less than a minute ago")


def progress(words: Words, state: State) -> str:
    """Which question is on."""
    number, total = state.position + 1, len(state.items)
    return words("Question {number} of {total}", number=number, total=total)


def time_left(words: Words, state: State, form: Form) -> str:
    """How long it will still take."""
    minutes = minutes_left(state, form.minutes * 60 / len(form.items))
    if minutes < 1:
        return words("less than a minute left")
    n = round(minutes)
    return words.counted("about {n} minute left", "about {n} minutes left", n)


def answered(words: Words, state: State) -> str:
    """How many of the questions have an answer."""
    n, total = len(state.answers), len(state.items)
    return words("{n} of {total} answered", n=n, total=total)


def explanation(words: Words, item: Item, prompt: str) -> str:
    """What an item asks for; `prompt` is the question to every statement.

    Which scale the item counts for isn't said, as that would steer.
    """
    explained = words(item.kind.explanation)
    return f"{prompt} {explained}".lstrip() if item.kind.graded else explained


def on_skipping(words: Words) -> str:
    """What happens when a question is skipped."""
    return words(
        "A question that you skip isn't counted as a middle answer: it leaves the result a"
        " little less certain."
    )


def aspirations_question(words: Words) -> str:
    """What is asked before the first question."""
    return words("Which of these would you choose today? Up to three.")


def no_role(words: Words, catalog: Catalog, name: str) -> str:
    """That no role is called so, and which ones may be meant."""
    near = ", ".join(role.name for role in nearest_roles(catalog, name))
    if near:
        return words("There is no role {name}. Did you mean: {near}?", name=name, near=near)
    return words("There is no role {name}.", name=name)


def role_names(catalog: Catalog, ids: Iterable[str]) -> str:
    """The names of roles in one line."""
    return ", ".join(catalog.role_by_id[id].name for id in ids)


def role_line(role: Role) -> str:
    """A role in one line."""
    about = role.brief or role.summary
    return f"{role.name}: {about}" if about else role.name
