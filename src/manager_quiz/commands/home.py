"""The bare name in a terminal: what one can do here, a key each."""

from pathlib import Path

from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.options import open_all
from manager_quiz.errors import ProgramError
from manager_quiz.terminal.interview.dialogue import choose, fold, hear, numbered
from manager_quiz.terminal.screen import Screen, tell

LISTED = 9
"""Results or workshops that a list has digits for."""


def home(lang: str | None = None) -> None:
    """Offers what one can do until something that ends the visit is done, or the person leaves.

    Raises KeyboardInterrupt where they interrupt it.
    """
    screen, catalog = open_all(lang, None)
    _ = screen.words.gettext
    question = _("Which kind of manager could you be?")
    while True:
        offers = (_quiz(screen), _("Earlier results"), _("Read about a role"))
        entries = numbered((*offers, _("Hold a workshop with a group")))
        try:
            choice = choose(screen, question, [*entries, ("0", _("Leave"))], escape="0")
        except EOFError:
            return
        try:
            if choice == "0" or _done(screen, catalog, choice, lang):
                return
        except EOFError:
            pass  # out of what was chosen, not out of here
        except ProgramError as error:
            tell(*error.told(_))
        question = _("What next?")


def _quiz(screen: Screen) -> str:
    """The first entry: a new quiz, or the one that was left."""
    from manager_quiz.interview import Started
    from manager_quiz.records import files
    from manager_quiz.records.journal import unfinished_journals

    _ = screen.words.gettext
    left = unfinished_journals(files.home() / "journals")
    begun = any(not isinstance(event, Started) for each in left for event in each.events)
    return _("Go on with your quiz") if begun else _("Take the quiz")


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
            _role(screen, catalog)
        case "4":
            return _workshop(screen, lang)
    return False


def _results(screen: Screen, catalog: Catalog, lang: str | None) -> None:
    """Lists the newest results to open one."""
    from manager_quiz.commands.history import list_kept, show
    from manager_quiz.records.history import kept
    from manager_quiz.reports.history import result_words

    _ = screen.words.gettext
    results, left_out = kept(catalog)
    if not results:
        list_kept(lang=lang)
        return
    newest = list(results)[:LISTED]
    labels = [result_words(screen.words, catalog, results[id]) for id in newest]
    said = _("Your results, newest first")
    if len(results) > len(newest) or left_out:
        said += " " + _("(all of them: manager-quiz history)")
    choice = choose(screen, said, [*numbered(labels), ("0", _("Back"))], escape="0")
    if choice != "0":
        show(newest[int(choice) - 1], lang=lang)


def _role(screen: Screen, catalog: Catalog) -> None:
    """Asks for a name and shows what is called so; without one, all roles."""
    from manager_quiz.catalog.naming import find
    from manager_quiz.commands.roles import unknown_entry
    from manager_quiz.reports.roles import described, role_list_page
    from manager_quiz.terminal.page import show_page

    _ = screen.words.gettext
    name = hear(fold(screen, _("A role by any usual name (Enter lists all):")))
    if not name:
        show_page(screen, role_list_page(screen.words, catalog, catalog.roles))
        return
    entry = find(catalog, name)
    if entry is None:
        raise unknown_entry(catalog, name, screen.words)
    show_page(screen, described(screen.words, catalog, entry))


def _workshop(screen: Screen, lang: str | None) -> bool:
    """Lets people take part in a workshop that is here, or opens a new one."""
    from manager_quiz.commands.workshop.join import join
    from manager_quiz.commands.workshop.lifecycle import open_new
    from manager_quiz.records.workshops.folder import find_workshops, read_workshop

    _ = screen.words.gettext
    here = find_workshops(Path())[: LISTED - 1]
    if here:
        names = [read_workshop(each).name for each in here]
        labels = [_("{name}: people take part, one after another").format(name=n) for n in names]
        entries = [*numbered([*labels, _("Open a new workshop")]), ("0", _("Back"))]
        choice = int(choose(screen, _("Which workshop?"), entries, escape="0"))
        if not choice:
            return False
        if choice <= len(here):
            join(here[choice - 1], lang=lang)
            return True
    name = hear(fold(screen, _("What is the workshop called? (Enter goes back)")))
    if not name:
        return False
    open_new(name, lang=lang)
    return True
