"""What is wrong with a command line, in the language: the parser's own errors become ours here."""

from collections.abc import Mapping, Sequence

from typer._click.core import Context
from typer._click.exceptions import (  # the parser that Typer carries gives them no public name
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperOption

from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused
from emergency_cli.parser.meant import options_meant

__all__ = ["UsageError", "misused", "see", "too_many", "unknown_command"]


def misused(error: UsageError) -> Misused:
    """The parser's error in words."""
    if isinstance(error, NoSuchOption) and not _near(error) and _takes_text(error.ctx):
        command = error.ctx.command_path if error.ctx else ""
        text = msg("If it is text and no option: {command} -- “…”", command=command)
        return Misused(_what(error), msg("{what} {hint}", what=text, hint=see(error.ctx)))
    return Misused(_what(error), see(error.ctx))


def see(context: Context | None) -> Message:
    """Where to look: the help of the command itself."""
    return msg("See: {command} --help", command=context.command_path if context else "emergency")


def too_many(context: Context, words: Sequence[str], takes: Mapping[str, str | None], argument: str) -> Misused:
    """Words that no `argument` takes: they may belong to an option, or to a text that has to stand in quotes."""
    free = ("NAME", "PARTY") if argument == "TEXT" else ("NAME", "TEXT", "PARTY")
    options = options_meant(words, takes, free=free)
    if options and argument != "TEXT":
        what = msg("Too many words: {words}.", words=" ".join(words))
    else:
        what = msg("Too many words: {words}. Put text of several words in quotes.", words=" ".join(words))
    return Misused(_with_nearest(what, options), see(context))


def no_incident(error: Misused, takes: Mapping[str, str | None]) -> Misused:
    """A word that was taken for the name of an incident, where it looks like what an option takes: `export docx`."""
    part = error.message.values.get("part")
    options = options_meant([part], takes, free=()) if isinstance(part, str) else []
    return Misused(_with_nearest(msg("No incident “{part}”.", part=part), options), error.hint) if options else error


def unknown_command(context: Context, name: str, near: list[str]) -> Misused:
    """A word where a command should be."""
    return Misused(_with_nearest(msg("No such command: {name}.", name=name), near), see(context))


def _what(error: UsageError) -> Message:
    match error:
        case NoSuchOption():
            return _with_nearest(msg("No such option: {name}.", name=error.option_name), _near(error))
        case MissingParameter():
            example = _example(error.ctx)
            return msg("Missing: {name}. For example: {example}", name=_shown(error), example=example)
        case BadOptionUsage() if _is_flag(error):
            return msg("{name} takes no value.", name=error.option_name)
        case BadOptionUsage():
            return msg("{name} needs a value.", name=error.option_name)
        case BadParameter() if error.param and error.param.type.name == "int":
            return msg("{name} must be a whole number.", name=_shown(error))
        case _:
            return msg("{text}", text=error.format_message())


def _example(context: Context | None) -> str:
    command = context.command if context else None
    return (command.epilog if command else None) or ""


def _near(error: NoSuchOption) -> list[str]:
    return [name for name in error.possibilities or [] if name != error.option_name]


def _takes_text(context: Context | None) -> bool:
    return context is not None and any(each.param_type_name == "argument" for each in context.command.params)


def _is_flag(error: BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx else []
    return any(isinstance(each, TyperOption) and each.is_flag and error.option_name in each.opts for each in params)


def _shown(error: BadParameter) -> str:
    """An option by its name, an argument by its word in the help."""
    if error.param is None:
        return "?"
    return error.param.opts[-1] if error.param.param_type_name == "option" else error.param.human_readable_name


def _with_nearest(what: Message, near: list[str]) -> Message:
    return msg("{what} Did you mean {names}?", what=what, names=near) if near else what
