"""The options of every command: where the records are, where the plan is, which language, how plain."""

import contextlib
from collections.abc import Sequence

import msgspec
from typer import Context
from typer.core import TyperCommand, TyperOption
from typer.main import get_param_completion

from emergency_cli.commands.complete import words as words_of
from emergency_cli.core.terms import LANGUAGES
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import EmergencyError, Misused
from emergency_cli.language import Words, words_for
from emergency_cli.machine import language_named
from emergency_cli.places import packaged_plan
from emergency_cli.world import World


class Setting(msgspec.Struct, frozen=True):
    """An option that counts before its variable of the environment. Without a `metavar` it takes no value."""

    name: str
    variable: str
    metavar: Message | None
    line: Message
    choices: tuple[str, ...] = ()

    def refused(self, value: str) -> Misused | None:
        """What is wrong with a value of it, if anything is."""
        if not value:
            return Misused(msg("{name} needs a value.", name=self.name))
        if self.choices and language_named(value) not in self.choices:
            return Misused(
                msg("No language “{name}”.", name=value), msg("Use one of {names}.", names=list(self.choices))
            )
        return None

    def option(self, words: Words) -> TyperOption:
        """The option as the parser wants it; what it holds goes to no command."""
        return TyperOption(
            param_decls=[self.name],
            is_flag=self.metavar is None,
            metavar=words(self.metavar) if self.metavar else None,
            help=words(self.line),
            expose_value=False,
            autocompletion=get_param_completion(words_of(*self.choices)) if self.choices else None,
        )


SETTINGS: tuple[Setting, ...] = (
    Setting("--home", "EMERGENCY_HOME", msg("FOLDER"), msg("Where the records are.")),
    Setting("--mirror", "EMERGENCY_MIRROR", msg("FOLDER"), msg("Where a second copy of every record is kept.")),
    Setting("--plan", "EMERGENCY_PLAN", msg("FOLDER"), msg("Where the plan is.")),
    Setting("--lang", "EMERGENCY_LANG", msg("zh|en"), msg("The language of screens and documents."), ("zh", "en")),
    Setting("--plain", "EMERGENCY_PLAIN", None, msg("For a screen reader: lines one after another, nothing redrawn.")),
)


def settled(argv: Sequence[str], world: World, *, lenient: bool = False) -> tuple[World, list[str]]:
    """The world with the settings of a command line, and what is left of the line. Raises UsageError, Misused.

    They go before the verb or after it, but not after `--`.

    `lenient`: the line is still being typed.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    words = words_for(world)
    reader = TyperCommand(
        None,
        params=[setting.option(words) for setting in SETTINGS],
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "resilient_parsing": lenient},
    )
    context = Context(reader, **reader.context_settings)
    found, left, _ = reader.make_parser(context).parse_args(list(argv[:end]))
    given = [(setting, found[setting.name[2:]]) for setting in SETTINGS if setting.name[2:] in found]
    for setting, value in given:
        if not lenient and (wrong := setting.refused(value)):
            raise wrong
    settings = {setting.variable: value if setting.metavar else "1" for setting, value in given if value}
    return _in_its_language(world.with_settings(settings)), [*left, *argv[end:]]


def _in_its_language(world: World) -> World:
    """Where nobody said which language: that of the hall's own plan if it is in one, for its words are in no other."""
    if world.env.get("EMERGENCY_LANG") or world.plan_folders[0] == packaged_plan():
        return world
    from emergency_cli.plans.plan import load_plan

    with contextlib.suppress(EmergencyError, OSError, ValueError):
        languages = load_plan(world).centre.languages
        if len(languages) == 1 and languages[0] in LANGUAGES:
            return world.with_settings({"EMERGENCY_LANG": languages[0]})
    return world
