"""What a report says besides the result itself: titles, how to read it, the exercise."""

from collections.abc import Mapping

from manager_quiz.measurement.findings import Assessment
from manager_quiz.wording.result import certainty
from manager_quiz.wording.words import Words


def labels(words: Words) -> Mapping[str, str]:
    """Titles and other fixed phrases by the name that reports use for them."""
    _ = words.gettext
    return {
        "title": _("Which kind of manager could you be?"),
        "result": _("Your result"),
        "ranking": _("Roles that may suit you"),
        "all_roles": _("All roles"),
        "place": _("Place"),
        "role": _("Role"),
        "match": _("Match"),
        "chance": _("Chance"),
        "match_legend": match_legend(words),
        "bold_legend": _("In bold: the roles among which the right one is, nine times in ten."),
        "profile": _("Your profile"),
        "scale": _("Scale"),
        "you": _("You"),
        "the_role": _("The role"),
        "profile_legend": _(
            "Bar: you. Line across its end: how sure that is. Diamond: what {role} asks for."
        ),
        "not_scored": _("not scored"),
        "for": _("Speaks for it:"),
        "against": _("Speaks against it:"),
        "why": _("Why {role}"),
        "separates": _("What separates {first} from {second}"),
        "change": _("What would change it"),
        "brief": _("{role} in brief"),
        "does": _("What they do"),
        "day": _("A day in brief"),
        "confused": _("Often confused with"),
        "next": _("What next: {role}"),
        "meanings": _("What your scores mean"),
        "reading": _("How to read this"),
        "exercise": _("Five minutes with a pen"),
        "card": _("Tell a partner your top three"),
        "because": _("because"),
        "sources": _("Sources"),
    }


def match_legend(words: Words) -> str:
    """What a match says, in one line."""
    return words.gettext(
        "Match: 99 means that of 100 people 99 are less like this role than you; 50 is the average."
    )


def reading(words: Words, assessment: Assessment) -> list[tuple[str, str]]:
    """What match, place, chance and ± mean, and on what they rest."""
    _ = words.gettext
    return [
        (
            _("Match"),
            _(
                "how many of 100 people are less like the role than you. It asks whether you "
                "differ from people on average in the way that people in this role do."
            ),
        ),
        (
            _("Place"),
            _("several, such as 2–4: answers aren't exact enough to tell these roles apart."),
        ),
        (
            _("Chance"),
            _("if one of these roles is right for you, how likely it is to be this one."),
        ),
        (
            "±",
            _(
                "with other questions of the kind your score would be no further off, two "
                "times in three."
            ),
        ),
        (_("Assumed"), certainty(words, assessment)),
        (
            _("Purpose"),
            _("This is for exploring, not for selecting people. Skills are as you rate them."),
        ),
    ]


def exercise(words: Words) -> list[str]:
    """Questions to answer in writing."""
    _ = words.gettext
    return [
        _("What did you expect, and what comes as a surprise?"),
        _("When did you last do something of this kind, and how did it feel?"),
        _("What will you try, by which day, and whom will you tell about it?"),
    ]


def card(words: Words) -> list[str]:
    """What to do in pairs."""
    _ = words.gettext
    return [
        _("You have two minutes: your three roles, one reason for each, and one doubt."),
        _("Your partner says back what they heard and asks one question. Then change over."),
    ]
