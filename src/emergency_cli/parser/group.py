"""The lazy group: what is typed decides which verb is imported and built; the others stay names in the table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

import msgspec
import typer
from typer._click.core import Command as Parsed
from typer._click.core import Context
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup, TyperOption

from emergency_cli.commands.options import SHARED, Takes, page_of
from emergency_cli.commands.table import Verb, parts_of
from emergency_cli.core.text import msg
from emergency_cli.errors import Exit, Misused, NotSaved, Unreadable
from emergency_cli.parser.help import help_page
from emergency_cli.parser.settings import SETTINGS
from emergency_cli.parser.usage import UsageError, no_incident, too_many, unknown_command
from emergency_cli.session import Request

if TYPE_CHECKING:
    from typer._click.core import Parameter

    from emergency_cli.language import Words

_HELP = ["-h", "--help"]


class Explained(Parsed):
    """A command whose help is ours: `words` it is written in, `exits` beside 0 and 2.

    `takes`: its own options, with the name of the value that each takes; `argument`: that of what it takes without one.
    """

    words: Words
    takes: dict[str, str | None]
    argument: str
    exits: tuple[Exit, ...] = ()
    settings: list[TyperOption]

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its own, then the settings that every command takes, then help."""
        *own, last = super().get_params(ctx)
        return [*own, *self.settings, last]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Not every error of the parser knows whose line it was."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: Context) -> str:
        """The page as text."""
        return help_page(self, ctx)


class Command(Explained, TyperCommand):
    """A verb."""

    allow_extra_args = True

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """What is left over is refused by name."""
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise too_many(ctx, left, self.takes, self.argument)
        return left

    def invoke(self, ctx: Context) -> Any:
        """What no incident is called may be the value of an option."""
        try:
            return super().invoke(ctx)
        except Misused as error:
            raise no_incident(error, self.takes) from error


class Group(Explained, TyperGroup):
    """Verbs, or the parts of one; built when they are asked for."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - as Typer calls it
        """Their names, from the table."""
        return [verb.name.split()[-1] for verb in parts_of(self.name or "")]

    def get_command(self, ctx: Context, cmd_name: str) -> Parsed | None:  # noqa: ARG002 - as Typer calls it
        """The one that is called."""
        return self.built(cmd_name)

    def built(self, cmd_name: str) -> Command | Group | None:
        """The verb of this name, `None` if there is none."""
        if cmd_name not in self.commands:
            whole = f"{self.name} {cmd_name}".lstrip() if self.name else cmd_name
            verb = next((each for each in parts_of(self.name or "") if each.name == whole), None)
            if verb is None:
                return None
            self.commands[cmd_name] = built(verb, self.words, self.settings)
        return cast(Command | Group, self.commands[cmd_name])

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Parsed | None, list[str]]:
        """A word that is not a command is refused with the nearest."""
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            from difflib import get_close_matches

            raise unknown_command(ctx, args[0], get_close_matches(args[0], self.list_commands(ctx), 3))
        return args[0], found, args[1:]

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Names from the table, so that nothing is imported for them; then options. Nothing after an unknown name."""
        if ctx._protected_args:
            return []
        names = [(verb.name.split()[-1], self.words(verb.line)) for verb in parts_of(self.name or "")]
        fitting = [CompletionItem(name, help=line) for name, line in names if name.startswith(incomplete)]
        return [*fitting, *Parsed.shell_complete(self, ctx, incomplete)]


def command_line(words: Words) -> Group:
    """The whole command line, with its help in a language."""
    settings = [setting.option(words) for setting in SETTINGS]
    version = TyperOption(
        param_decls=["--version"], is_flag=True, default=False, help=words.say("Show the version."), callback=_version,
        expose_value=False, is_eager=True,
    )  # fmt: skip
    group = Group(
        name=None,
        params=[version],
        callback=_menu,
        invoke_without_command=True,
        help="\n\n".join(
            [
                words.say("Runs the hall's emergency plan step by step and keeps the record."),
                words.say("In an emergency: emergency start fire. Without a command it shows a menu."),
            ]
        ),
        context_settings={"help_option_names": _HELP},
    )
    group.words, group.settings = words, settings
    return group


def _version(ctx: Context, _: object, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from emergency_cli import __version__

        ctx.obj.world.stdout.write(f"emergency {__version__}\n")
        raise typer.Exit


def _menu() -> None:
    from typer._click.globals import get_current_context

    ctx = get_current_context()
    if ctx.invoked_subcommand is None:
        from emergency_cli.commands.menu import menu

        menu(ctx.obj)


# --- building one verb -----------------------------------------------------------------------------------------------


def built(verb: Verb, words: Words, settings: list[TyperOption]) -> Command | Group:
    """A verb from the signature of its function, with its help in a language."""
    function = function_of(verb)
    page = page_of(function)
    help_ = words(verb.line) + (f"\n\n{words.say(page.more)}" if page.more else "")
    parts = parts_of(verb.name)
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(cls=Command)(_face(function))
    command = cast(Command | Group, typer.main.get_command(app))
    if parts:
        command = Group(name=verb.name, params=command.params, callback=command.callback, invoke_without_command=True)
    command.name, command.help, command.epilog = verb.name, help_, words.as_called(page.example)
    command.words, command.settings, command.exits = words, settings, page.exits
    own = cast(list[Any], command.params)
    command.takes = {
        param.opts[-1]: None if param.is_flag else param.metavar for param in own if param.opts[-1][0] == "-"
    }
    command.argument = next((str(param.metavar) for param in own if param.opts[-1][0] != "-"), "")
    for param in own:
        param.help, param.metavar = (words.say(text) if text else None for text in (param.help, param.metavar))
    return command


def function_of(verb: Verb) -> Callable[..., None]:
    """Import the module of a verb, and no other."""
    module, _, name = verb.place.partition(":")
    return cast(Callable[..., None], getattr(import_module(f"emergency_cli.commands.{module}"), name))


def _not_saved(error: Unreadable, ctx: Context, given: dict[str, Any]) -> NotSaved:
    """That nothing was recorded, because no record can be read, with what was typed."""
    values = [each for value in given.values() for each in (value if isinstance(value, list) else [value])]
    typed = " ".join([str(ctx.info_name), *(each for each in values if isinstance(each, str))])
    text = msg("For the paper: {time} {what}", time=ctx.obj.now(), what=typed)
    return NotSaved(
        msg("NOT SAVED: {what}", what=error.message),
        msg("{hint} {text}", hint=error.hint, text=text) if error.hint else text,
    )


def _is_options(annotation: object) -> bool:
    """Whether a parameter stands for the options of several verbs, declared together as the members of a value."""
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _options_in(kind: type[msgspec.Struct]) -> Iterator[inspect.Parameter]:
    """The options that are declared together, each as a parameter of its own."""
    unsaid, keyword = kind(), inspect.Parameter.KEYWORD_ONLY
    for name, annotation in get_type_hints(kind, include_extras=True).items():
        yield inspect.Parameter(name, keyword, default=getattr(unsaid, name), annotation=annotation)


def _put_together(given: dict[str, Any], kinds: dict[str, type[msgspec.Struct]]) -> dict[str, Any]:
    """What was typed, as the function of the verb takes it."""
    of_kinds = {name: {each: given[each] for each in kind.__struct_fields__} for name, kind in kinds.items()}
    alone = {name: value for name, value in given.items() if not any(name in each for each in of_kinds.values())}
    return alone | {name: kinds[name](**said) for name, said in of_kinds.items()}


def _face(function: Callable[..., None]) -> Callable[..., None]:
    """The verb as Typer reads it: its session is the context's, with the shared options that its type names."""
    session, *own = inspect.signature(function, eval_str=True).parameters.values()
    together = {each.name: each.annotation for each in own if _is_options(each.annotation)}
    own = [one for each in own for one in (_options_in(each.annotation) if each.name in together else (each,))]
    takes: Takes = get_args(session.annotation)[1] if get_args(session.annotation) else Takes((), records=False)
    keyword = inspect.Parameter.KEYWORD_ONLY
    ctx = inspect.Parameter("ctx", keyword, annotation=typer.Context)
    unsaid = Request()
    shared = [
        inspect.Parameter(name, keyword, default=getattr(unsaid, name), annotation=SHARED[name])
        for name in takes.options
    ]

    def face(ctx: typer.Context, **given: Any) -> None:
        if ctx.invoked_subcommand is None:
            request = Request(**{name: given.pop(name) for name in takes.options})
            try:
                function(ctx.obj.asked(request), **_put_together(given, together))
            except Unreadable as error:
                if not (given[takes.records] if isinstance(takes.records, str) else takes.records):
                    raise
                raise _not_saved(error, ctx, given) from error

    cast(Any, face).__signature__ = inspect.Signature([ctx, *(each.replace(kind=keyword) for each in own), *shared])
    return face
