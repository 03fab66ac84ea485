"""What all verbs share: help in the language, common options, exit codes."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.language import Words
from emergency_cli.session import Session

F = TypeVar("F", bound=Callable[..., None])

_CODE_WORDS = {
    "0": msg("0 done"),
    "1": msg("1 something unforeseen"),
    "2": msg("2 a name, value or option cannot be used"),
    "3": msg("3 the rules of the incident refuse it"),
    "4": msg("4 NOT SAVED: write it on paper"),
    "5": msg("5 faults were found"),
}


class Verbs:
    """The command line being built, and the options that many verbs have in common."""

    def __init__(self, words: Words) -> None:
        self.say = say = words.say
        self._words = words
        self._command_class, self._group_class = _translated(words)
        self.app = typer.Typer(
            cls=self._group_class,
            rich_markup_mode=None,
            add_completion=False,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
            help="\n\n".join(
                [
                    say("Runs the hall's emergency plan step by step and keeps the record."),
                    say("In an emergency: emergency start fire"),
                    say("Options for every command: --home FOLDER (records), --plan FOLDER, --lang zh|en."),
                    say("--mirror FOLDER, or EMERGENCY_MIRROR, keeps a second copy of every record there."),
                ]
            ),
        )
        option, argument = typer.Option, typer.Argument
        self.incident: Any = option(None, "-i", "--incident", help=say("Part of the incident's id."))
        self.by: Any = option(None, "--by", help=say("Who records."))
        self.at: Any = option(None, "--at", help=say("When it happened, like 14:54."))
        self.json: Any = option(False, "--json", help=say("Machine-readable answer."))
        self.reason: Any = option(None, "--reason", help=say("Why."))
        self.id: Any = argument(None, metavar="[ID]", help=say("Part of the incident's id."))
        self.step: Any = argument(
            None, metavar="[STEP]", help=say("fire/call-119, or the part after the slash; without it the next step.")
        )
        self._root()

    def command(
        self, name: str, text: str, example: str, codes: str = "0 2 3 4", group: typer.Typer | None = None
    ) -> Callable[[F], F]:
        """Register a verb, or a part of a verb that is a `group`; its help ends with an example and its exit codes."""
        epilog = self._epilog(example, codes)
        return (group or self.app).command(name, cls=self._command_class, help=text, short_help=text, epilog=epilog)

    def group(self, name: str, text: str, example: str, codes: str = "0 2") -> typer.Typer:
        """Register a verb that has parts of its own; give it a callback for when it stands alone."""
        group = typer.Typer(cls=self._group_class, rich_markup_mode=None, invoke_without_command=True)
        epilog = self._epilog(example, codes)
        self.app.add_typer(group, name=name, help=text, short_help=text, epilog=epilog)
        return group

    def _epilog(self, example: str, codes: str) -> str:
        return self.say("Example: {example}", example=example) + "\n\n" + "\n\n".join(_codes(self._words, codes))

    @staticmethod
    def session(
        ctx: typer.Context, incident: str | None = None, by: str | None = None, at: str | None = None
    ) -> Session:
        """The session of this run, with the common options of the verb."""
        found: Session = ctx.obj
        if by is not None and (not by.strip() or by.startswith("account:")):
            raise Misused(msg("“{name}” is not the name of a person.", name=by), msg("Name who records: --by 王强"))
        found.incident_id, found.by_option, found.at_option = incident, by, at
        return found

    def _root(self) -> None:
        say, option = self.say, typer.Option

        @self.app.callback(invoke_without_command=True)
        def root(ctx: typer.Context, version: bool = option(False, "--version", help=say("Show the version."))) -> None:
            if version:
                from emergency_cli import __version__

                ctx.obj.world.stdout.write(f"emergency {__version__}\n")
                raise typer.Exit
            if ctx.invoked_subcommand is None:
                from emergency_cli.commands.menu import menu

                menu(ctx.obj)


def _translated(words: Words) -> tuple[type[TyperCommand], type[TyperGroup]]:
    """Commands whose help pages have their headings in the language."""
    chrome = {
        "Usage: ": words.say("Usage: "),
        "\nOptions:": words.say("\nOptions:"),
        "\nArguments:": words.say("\nArguments:"),
        "\nCommands:": words.say("\nCommands:"),
        "Show this message and exit.": words.say("Show this message and exit."),
        "[required]": words.say("[required]"),
    }

    def turned(text: str) -> str:
        for english, other in chrome.items():
            text = text.replace(english, other)
        return text

    class Command(TyperCommand):
        def get_help(self, ctx: Any) -> str:
            return turned(super().get_help(ctx))

    class Group(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return turned(super().get_help(ctx))

    return Command, Group


def _codes(words: Words, codes: str) -> Iterator[str]:
    """The exit codes of a command, in words."""
    between = "；" if words.language == "zh" else "; "
    yield words.say("Exit codes: {codes}", codes=between.join(words(_CODE_WORDS[code]) for code in codes.split()))
