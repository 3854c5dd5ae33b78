"""The bare name in a terminal: what one can do here, a key each."""

from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import open_all
from manager_quiz.errors import ProgramError
from manager_quiz.terminal.dialogue import choose, hear, numbered
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.wording.words import program_title

LISTED = 9
"""Results or workshops that a list has digits for."""


def home(lang: str | None = None) -> None:
    """Offers what one can do until something that ends the visit is done, or the person leaves.

    Raises KeyboardInterrupt where they interrupt it.
    """
    screen, catalog = open_all(lang, None)
    words = screen.words
    question = program_title(words)
    while True:
        offers = (_quiz(screen), words("Earlier results"), words("Read about a role"))
        entries = numbered((*offers, words("Hold a workshop with a group")))
        try:
            choice = choose(screen, question, [*entries, ("0", words("Leave"))], escape="0")
        except EOFError:
            return
        try:
            if choice == "0" or _done(screen, catalog, choice, lang):
                return
        except EOFError:
            pass  # out of what was chosen, not out of here
        except ProgramError as error:
            tell(*error.told(words))
        question = words("What next?")


def _quiz(screen: Screen) -> str:
    """The first entry: a new quiz, or the one that was left."""
    from manager_quiz.interview import Started
    from manager_quiz.records import files
    from manager_quiz.records.journal import unfinished_journals

    words = screen.words
    left = unfinished_journals(files.home() / "journals")
    begun = any(not isinstance(event, Started) for each in left for event in each.events)
    return words("Go on with your quiz") if begun else words("Take the quiz")


def _done(screen: Screen, catalog: Catalog, choice: str, lang: str | None) -> bool:
    """Does what was chosen. Whether the visit is over with it."""
    match choice:
        case "1":
            from manager_quiz.commands.take import take

            take(lang=lang)
            return True
        case "2":
            _results(screen, catalog, lang)
        case "3":
            from manager_quiz.commands.roles import describe

            name = hear(screen, screen.words("A role by any usual name (Enter lists all):"))
            describe(name or None, lang=lang)
        case "4":
            return _workshop(screen, lang)
    return False


def _results(screen: Screen, catalog: Catalog, lang: str | None) -> None:
    """Lists the newest results to open one."""
    from manager_quiz.commands.history import list_kept, show
    from manager_quiz.records.history import kept
    from manager_quiz.reports.history import result_words

    words = screen.words
    results, left_out = kept(catalog)
    if not results:
        list_kept(lang=lang)
        return
    newest = list(results)[:LISTED]
    labels = [result_words(screen.words, catalog, results[id]) for id in newest]
    said = words("Your results, newest first")
    if len(results) > len(newest) or left_out:
        said += " " + words("(all of them: manager-quiz history)")
    choice = choose(screen, said, [*numbered(labels), ("0", words("Back"))], escape="0")
    if choice != "0":
        show(newest[int(choice) - 1], lang=lang)


def _workshop(screen: Screen, lang: str | None) -> bool:
    """Lets people take part in a workshop that is here, or opens a new one."""
    from manager_quiz.commands.workshop.join import join
    from manager_quiz.commands.workshop.lifecycle import open_new
    from manager_quiz.records.workshops.folder import find_workshops, read_workshop

    words = screen.words
    here = find_workshops(Path())[: LISTED - 1]
    if here:
        names = [read_workshop(each).name for each in here]
        labels = [words("{name}: people take part, one after another", name=n) for n in names]
        entries = [*numbered([*labels, words("Open a new workshop")]), ("0", words("Back"))]
        choice = int(choose(screen, words("Which workshop?"), entries, escape="0"))
        if not choice:
            return False
        if choice <= len(here):
            join(here[choice - 1], lang=lang)
            return True
    name = hear(screen, words("What is the workshop called? (Enter goes back)"))
    if not name:
        return False
    open_new(name, lang=lang)
    return True
