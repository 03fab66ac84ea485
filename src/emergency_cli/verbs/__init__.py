"""The command line's verbs, as docs/commands.md groups them; each takes its options and calls one command."""

import typer

from emergency_cli.language import Words
from emergency_cli.verbs import course, keep, look, prepare, respond, write
from emergency_cli.verbs.common import Verbs


def build(words: Words) -> typer.Typer:
    """The whole command line, with its help in the language of `words`."""
    verbs = Verbs(words)
    for group in (respond, course, look, write, prepare, keep):
        group.add(verbs)
    return verbs.app
