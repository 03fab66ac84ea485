"""Help pages: the verbs in panels by purpose, options in two columns, an example, the exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperOption

from emergency_cli.commands.table import PANELS, parts_of
from emergency_cli.core.text import msg
from emergency_cli.core.width import columns
from emergency_cli.errors import Exit
from emergency_cli.screen.line import Line

if TYPE_CHECKING:
    from typer._click.core import Context

    from emergency_cli.language import Words
    from emergency_cli.parser.group import Explained

EXITS = {
    Exit.OK: msg("0 done"),
    Exit.UNFORESEEN: msg("1 an unexpected error"),
    Exit.USAGE: msg("2 a name, value or option cannot be used"),
    Exit.REFUSED: msg("3 not allowed as the incident now is"),
    Exit.NOT_SAVED: msg("4 NOT SAVED: write it on paper"),
    Exit.FAULTS: msg("5 faults were found"),
}
# The left column of a list is at most so wide; what is longer has its text on the next line.
_LEFT = 28
_MOST = 90

Row = tuple[str, str]


def help_page(command: Explained, ctx: Context) -> str:
    """The help of a command as text, broken to the width of the screen."""
    width = min(ctx.obj.world.width - 2, _MOST)
    lines = [text for line in _lines(command, ctx) for text in line.wrapped(width)]
    return "\n".join(line.rstrip() for line in lines)


def _lines(command: Explained, ctx: Context) -> Iterator[Line]:
    words = command.words
    arguments = [param for param in command.params if isinstance(param, TyperArgument)]
    own = [param for param in command.params if isinstance(param, TyperOption)]
    parts = parts_of(command.name or "")
    yield Line(words.say("Usage: {usage}", usage=" ".join(_usage(ctx, words, arguments, bool(parts)))), hang=7)
    for paragraph in (command.help or "").split("\n\n"):
        yield Line("")
        yield Line(paragraph)
    if not command.name:
        for panel in PANELS:
            rows = [(verb.name, words(verb.line)) for verb in panel.verbs if " " not in verb.name]
            yield from _table(words(panel.title), rows, left=11)
    elif parts:
        yield from _table(words.say("Parts"), [(part.name.split()[-1], words(part.line)) for part in parts])
    yield from _table(words.say("Arguments"), [(_named(each), each.help or "") for each in arguments])
    yield from _table(words.say("Options"), [_option(each) for each in own])
    everywhere = [_option(each) for each in command.settings]
    everywhere.append(("-h, --help", words.say("Show this page.")))
    yield from _table(words.say("Options of every command"), everywhere)
    yield from _ending(command, words)


def _usage(ctx: Context, words: Words, arguments: Iterable[TyperArgument], parts: bool) -> Iterator[str]:
    yield ctx.command_path
    yield words.say("[OPTIONS]")
    if parts:
        yield words.say("[COMMAND]")
    for each in arguments:
        yield _named(each) if each.required else f"[{_named(each)}]"


def _named(argument: TyperArgument) -> str:
    return f"{argument.metavar or argument.name}{'…' if argument.nargs != 1 else ''}"


def _option(option: TyperOption) -> Row:
    names = ", ".join(sorted(option.opts, key=len))
    return (names if option.is_flag else f"{names} {option.metavar}"), option.help or ""


def _table(title: str, rows: list[Row], left: int | None = None) -> Iterator[Line]:
    if not rows:
        return
    left = left or min(max(columns(name) for name, _ in rows), _LEFT)
    yield Line("")
    yield Line(title, "title")
    for name, text in rows:
        if columns(name) > left:
            yield Line(name, indent=2)
            yield Line(text, indent=left + 4)
        else:
            yield Line(f"{name}{' ' * (left - columns(name))}  {text}", indent=2, hang=left + 2)


def _ending(command: Explained, words: Words) -> Iterator[Line]:
    if not command.epilog:
        return
    yield Line("")
    yield Line(words.say("Example: {example}", example=command.epilog), hang=4)
    codes = [words(EXITS[code]) for code in (Exit.OK, Exit.USAGE, *command.exits)]
    between = "；" if words.language == "zh" else "; "
    yield Line(words.say("Exit codes: {codes}", codes=between.join(codes)), hang=4)
