"""`take`."""


def take() -> None:
    """Answer the questions."""
