"""Help: verbs in panels by purpose, options in the words of people, in both languages."""

import subprocess
import sys

import pytest
from tests.front import did

from emergency_cli.commands.options import page_of
from emergency_cli.commands.table import PANELS, verbs
from emergency_cli.language import Words
from emergency_cli.parser.group import function_of
from emergency_cli.world import World

LANGUAGES = ["en", "zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verbs_are_in_panels_each_with_its_line(world: World, language: str) -> None:
    """To respond, to look, to write, to prepare, to keep the record: each verb below its purpose."""
    words = Words(language)
    lines = did(world, "--help", "--lang", language).out.splitlines()
    at = 0
    for panel in PANELS:
        at = lines.index(words(panel.title), at)
        for verb in panel.verbs:
            if " " not in verb.name:
                at += 1
                assert lines[at].split(maxsplit=1) == [verb.name, words(verb.line)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["", *(verb.name for verb in verbs())])
def test_every_page_shows_the_options_of_every_command_and_fits_the_screen(
    world: World, verb: str, language: str
) -> None:
    """80 columns, nothing of the parser's own English in a Chinese page."""
    page = did(world, *verb.split(), "--help", "--lang", language).out
    for option in ("--home", "--mirror", "--plan", "--lang", "-h, --help"):
        assert f"  {option}" in page
    assert all(len(line) <= 80 for line in page.splitlines())
    if language == "zh":
        assert not [word for word in ("Usage", "Options", "TEXT", "TIME", "ZONE", "NAME", "required") if word in page]


def test_the_words_for_values_are_those_of_people(world: World) -> None:
    """ZONE, TIME, NAME, FILE: no TEXT where something better can be said."""
    page = did(world, "start", "--help").out
    for words in ("--zone ZONE", "--noticed TIME", "--by NAME", "[OPTIONS] [TYPE]"):
        assert words in page
    assert "--to FILE" in did(world, "export", "--help").out
    assert "时间" in did(world, "start", "--help", "--lang", "zh").out


@pytest.mark.parametrize("verb", list(verbs()), ids=lambda verb: verb.name)
def test_a_row_of_the_table_leads_to_a_function_with_a_page(verb) -> None:  # type: ignore[no-untyped-def]
    """No verb is declared in the table and forgotten in its module."""
    assert Words("en").as_called(page_of(function_of(verb)).example).startswith(f"emergency {verb.name}")


def test_no_verb_of_the_rooms_is_missing_in_the_table() -> None:
    """Every module of the rooms of `commands` that has a verb is led to from the table."""
    from importlib import import_module
    from pathlib import Path

    import emergency_cli.commands as commands

    folder = Path(commands.__path__[0])
    for path in folder.glob("*/*.py"):
        import_module(".".join(["emergency_cli.commands", path.parent.name, path.stem]).removesuffix(".__init__"))
    from emergency_cli.commands import options

    listed = {f"emergency_cli.commands.{verb.place}" for verb in verbs()}
    assert set(options._PAGES) == listed


def test_only_the_verb_that_is_called_is_imported() -> None:
    """`list --help` knows nothing of the modules of other verbs."""
    program = (
        "import sys; from emergency_cli.cli import run; from emergency_cli.world import real_world;"
        "run(['list', '--help'], real_world());"
        "print([name for name in sys.modules if name.startswith('emergency_cli.commands.') and name.count('.') > 2])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stdout.strip().splitlines()[-1]
    assert "commands.look.list" in loaded
    for other in ("respond", "write", "keep", "prepare"):
        assert f"commands.{other}." not in loaded
