"""The answer to the Tab key: a shell gives the line as it is so far, and gets a word and its explanation a line."""

from collections.abc import Iterator

from typer._click.shell_completion import _resolve_context, _resolve_incomplete, split_arg_string

from emergency_cli.parser.group import Group


def typed_words(line: str) -> tuple[list[str], str]:
    """The whole words of a line after the program's name, and the one that is still being typed."""
    words = split_arg_string(line)[1:]
    unfinished = words.pop() if words and not line[-1:].isspace() else ""
    return words, unfinished


def answers(group: Group, session: object, words: list[str], unfinished: str) -> Iterator[str]:
    """Word and explanation with a tab between them. Nothing: the shell offers files."""
    name, equals, _ = unfinished.partition("=")
    front = f"{name}=" if equals and unfinished.startswith("--") else ""
    context = _resolve_context(group, {"obj": session}, "emergency", words)
    found, incomplete = _resolve_incomplete(context, words, unfinished)
    for each in found.shell_complete(context, incomplete):
        if each.type == "plain":
            yield f"{front}{each.value}\t{' '.join((each.help or '').split())}"
