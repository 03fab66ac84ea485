"""The command line: `run`, the one place where errors become words and exit codes."""

import contextlib
import io
from collections.abc import Sequence
from copy import copy
from functools import cache

import typer

from emergency_cli.core.text import msg, readable
from emergency_cli.errors import EmergencyError, Exit, Unforeseen
from emergency_cli.language import Words, words_for
from emergency_cli.parser.forgiving import START, forgiven, options_of, starting
from emergency_cli.parser.group import Group, command_line
from emergency_cli.parser.settings import settled
from emergency_cli.parser.usage import UsageError, misused
from emergency_cli.places import APP
from emergency_cli.screen.terminal import Screen
from emergency_cli.session import Session, Slips
from emergency_cli.shapes import Error, kind_of
from emergency_cli.world import World

# The line so far, from a shell that completes a word: see `parser.completion`.
_COMPLETE = "_EMERGENCY_COMPLETE"


def run(argv: Sequence[str], world: World) -> int:
    """Run one command line in a world; returns the exit code."""
    if _COMPLETE in world.env:
        return _completed(world.env[_COMPLETE], world)
    line = [readable(arg) for arg in argv]
    as_data = "--json" in line[: line.index("--") if "--" in line else None]
    screen = Screen(world, words_for(world))
    try:
        line, slips = _understood(line, world)
        world, args = settled(line, world)
        screen = Screen(world, words_for(world))
        with contextlib.redirect_stdout(world.stdout), contextlib.redirect_stderr(world.stderr):
            session = Session(world, screen)
            session.slips = slips
            try:
                _call(args, session)
            finally:
                session.settle()
        return Exit.NOT_SAVED if session.lost else Exit.OK
    except EmergencyError as error:
        return _said(screen, error, as_data=as_data)
    except UsageError as error:
        return _said(screen, misused(error), as_data=as_data)
    except typer.Exit as done:
        return done.exit_code
    except BrokenPipeError:  # the reader has gone
        return Exit.OK
    except KeyboardInterrupt:
        screen.tell(msg("Stopped. Everything recorded so far is kept."))
        return Exit.INTERRUPTED
    except Exception as error:
        return _said(screen, _unforeseen(world, error), as_data=as_data)


def _understood(line: list[str], world: World) -> tuple[list[str], Slips]:
    """The line as it is, unless it starts an incident: then nothing that is wrong with it may stand before the card."""
    place = starting(line)
    if place is None:
        return line, Slips()
    group = parser(world.language, world.called)
    verb = group.built(START)
    return forgiven(line, place, options_of(verb.params if verb else ()), options_of(group.settings))


def _call(args: list[str], session: Session) -> None:
    called = session.world.called
    group = parser(session.world.language, called)
    with group.make_context(called, args, obj=session) as context:
        group.invoke(context)


@cache
def parser(language: str, called: str = APP) -> Group:
    """The command line in a language, as it is called; a process may run many lines."""
    return command_line(Words(language, called=called))


def _completed(line: str, world: World) -> int:
    """Offer words for the one that is being typed. A line that cannot be read yet is not a mistake: nothing is told."""
    from emergency_cli.parser.completion import answers, typed_words

    with contextlib.suppress(EmergencyError, UsageError, OSError, ValueError):
        words, unfinished = typed_words(line)
        world, _ = settled(words, world, lenient=True)
        world = copy(world)
        world.stderr, world.terminal = io.StringIO(), "none"
        session = Session(world, Screen(world, words_for(world)))
        for answer in answers(parser(world.language), session, words, unfinished):
            world.stdout.write(answer + "\n")
    return Exit.OK


def _said(screen: Screen, error: EmergencyError, *, as_data: bool) -> int:
    """What is wrong and what to do, in words; for a script as one object on the last line of standard error."""
    if as_data:
        what, hint = screen.words(error.message), screen.words(error.hint) if error.hint else None
        screen.tell_data(Error(code=error.exit_code, kind=kind_of(error.exit_code), what=what, hint=hint))
        return error.exit_code
    screen.tell(error.message, "warn")
    if error.hint:
        screen.tell(error.hint)
    return error.exit_code


def _unforeseen(world: World, error: Exception) -> EmergencyError:
    """An apology, and where the report without facts of the incident is."""
    import traceback

    kind, frames = type(error).__name__, traceback.extract_tb(error.__traceback__)
    report = "\n".join([f"emergency: {kind}", *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)])
    what = msg("Unexpected error ({kind}). Everything recorded so far is kept; the incident is still open.", kind=kind)
    place = None
    with contextlib.suppress(Exception):  # an apology never fails itself
        world.disk.make_folders(world.state)
        world.disk.replace(world.state / "error-report.txt", (report + "\n").encode())
        place = str(world.state / "error-report.txt")
    hint = msg("A report for the maintainers, with no details of the incident: {path}", path=place) if place else None
    return Unforeseen(what, hint)
