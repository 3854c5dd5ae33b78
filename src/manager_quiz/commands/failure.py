"""How a command ends when it can't do what was asked."""


class InputError(Exception):
    """Wrong usage or input: the message, in the person's language, says how to mend it. Exit 2."""


class Failure(Exception):  # noqa: N818 - it is no programming error
    """What was asked was in order, but it failed or the answer is no. Exit 1."""
