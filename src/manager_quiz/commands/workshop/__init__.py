"""`workshop`: a group takes the quiz, offline and without names, and sees a picture of itself."""

from manager_quiz.commands.options import Language


def workshop(lang: Language = None) -> None:
    """Hold the quiz with a group: no names, no network, one folder."""
