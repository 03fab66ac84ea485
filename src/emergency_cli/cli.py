"""The command line: `run`, the one place where errors become words and exit codes."""

import contextlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from typer.main import get_command

from emergency_cli.core.text import Message, msg
from emergency_cli.errors import EmergencyError, Exit, Misused
from emergency_cli.language import Words
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Session
from emergency_cli.verbs import build
from emergency_cli.world import World

# Options that may stand anywhere on the line, before or after the command.
_EVERYWHERE = {
    "--home": "home_option",
    "--mirror": "mirror_option",
    "--plan": "plan_option",
    "--lang": "language_option",
}


def run(argv: Sequence[str], world: World) -> int:
    """Run one command line in a world; returns the exit code."""
    try:
        args = _take_everywhere(list(argv), world)
    except EmergencyError as error:
        return _said(Screen(world, Words(world.language)), error)
    words = Words(world.language)
    screen = Screen(world, words)
    try:
        with contextlib.redirect_stdout(world.stdout), contextlib.redirect_stderr(world.stderr):
            session = Session(world, screen)
            try:
                code = parser(words.language)(args=args, obj=session, prog_name="emergency", standalone_mode=False)
            finally:
                session.settle()
        return int(code or Exit.OK)
    except EmergencyError as error:
        return _said(screen, error)
    except (BrokenPipeError, SystemExit):  # the reader has gone; the parser turns that into an exit
        return Exit.OK
    except KeyboardInterrupt:
        screen.tell(msg("Stopped. What was recorded stays recorded."))
        return Exit.INTERRUPTED
    except Exception as error:
        if type(error).__name__ == "Abort":
            return Exit.INTERRUPTED
        usage = _usage(error, words)
        if usage:
            screen.tell(usage, "warn")
            context = getattr(error, "ctx", None)
            screen.tell(msg("See: {command} --help", command=context.command_path if context else "emergency"))
            return Exit.USAGE
        _apologise(screen, error)
        return Exit.UNFORESEEN


@cache
def parser(language: str) -> Callable[..., Any]:
    """The command line in a language. Building it takes longer than most verbs; a process may run many lines."""
    return get_command(build(Words(language)))


def _said(screen: Screen, error: EmergencyError) -> int:
    screen.tell(error.message, "warn")
    if error.hint:
        screen.tell(error.hint)
    return error.exit_code


def _take_everywhere(args: list[str], world: World) -> list[str]:
    """Take out the options that may stand anywhere, and make odd bytes of the line visible."""
    left: list[str] = []
    rest = iter(_readable(arg) for arg in args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        if arg == "--":
            left += [arg, *rest]
        elif name in _EVERYWHERE:
            value = value if equals else next(rest, "")
            if not value:
                raise Misused(msg("{name} needs a value.", name=name))
            setattr(world, _EVERYWHERE[name], value)
        else:
            left.append(arg)
    return left


def _readable(arg: str) -> str:
    r"""Bytes that are no UTF-8, and NUL, become visible as \xNN instead of being lost."""
    arg = arg.replace("\0", r"\x00")
    try:
        return arg.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return arg.encode("utf-8", "backslashreplace").decode("utf-8")


def _usage(error: Exception, words: Words) -> Message | None:
    """What is wrong with the command line, `None` if that is not what happened."""
    if not hasattr(error, "format_message"):
        return None
    match type(error).__name__:
        case "NoSuchOption":
            return _with_nearest(
                msg("No such option: {name}.", name=getattr(error, "option_name", "?")),
                list(getattr(error, "possibilities", None) or []),
            )
        case "MissingParameter":
            parameter = getattr(error, "param", None)
            return msg("Missing: {name}.", name=parameter.human_readable_name.upper() if parameter else "?")
        case _:
            text = str(error.format_message())
            if text.startswith("No such command"):
                from difflib import get_close_matches

                name = text.split("'")[1] if "'" in text else text
                verbs = [str(command.name) for command in build(words).registered_commands]
                return _with_nearest(msg("No such command: {name}.", name=name), get_close_matches(name, verbs, 3))
            if text.startswith("Got unexpected extra argument"):
                return msg(
                    "Too many words: {words}. Put a text of several words in quotes.",
                    words=text.partition(" (")[2].removesuffix(")"),
                )
            return msg("{text}", text=text)


def _with_nearest(what: Message, near: Sequence[str]) -> Message:
    return msg("{what} Did you mean {names}?", what=what, names=list(near)) if near else what


def _apologise(screen: Screen, error: Exception) -> None:
    """An unforeseen error: a short word, and a report without facts of the incident."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    report = "\n".join(
        [f"emergency: {type(error).__name__}", *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]
    )
    screen.tell(
        msg(
            "Something unforeseen went wrong ({kind}). What was recorded stays recorded; the incident is open.",
            kind=type(error).__name__,
        ),
        "warn",
    )
    world: World = screen.world
    with contextlib.suppress(OSError):
        world.disk.make_folders(world.state)
        place = world.state / "error-report.txt"
        world.disk.replace(place, (report + "\n").encode())
        screen.tell(msg("A report for the maintainers, without facts of the incident: {path}", path=str(place)))
