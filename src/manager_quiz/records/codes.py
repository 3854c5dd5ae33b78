"""Short names that can be said aloud and copied by hand: `blue-otter-42`."""

import secrets
from collections.abc import Container

# As lists these would be eighty lines.
_COLOURS = (  # noqa: SIM905
    "amber blue bronze copper coral cream crimson golden green indigo ivory jade lemon lilac "
    "lime mint navy olive orange peach plum purple red rose ruby sand scarlet silver teal white"
).split()
_ANIMALS = (  # noqa: SIM905
    "badger bear beaver bison camel cat crane deer dolphin dove duck eagle falcon fox frog gull "
    "hare hawk hedgehog heron horse koala lark lemur lion lynx mole moose otter owl panda parrot "
    "penguin pony puffin rabbit raven robin seal sparrow stork swan swift tiger trout turtle "
    "walrus whale wolf zebra"
).split()


def new_code(taken: Container[str] = ()) -> str:
    """A code that isn't among those taken: one of 135,000, picked without regard to the person."""
    while True:
        number = 10 + secrets.randbelow(90)
        code = f"{secrets.choice(_COLOURS)}-{secrets.choice(_ANIMALS)}-{number}"
        if code not in taken:
            return code
