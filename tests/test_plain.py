"""A plain screen, as a screen reader wants it: lines, and nothing but lines."""

from pathlib import Path

from tests.front import did, emergency, entries
from tests.worlds import make_world

from emergency_cli.parser.settings import settled


def test_plain_is_an_option_of_every_command(tmp_path: Path) -> None:
    """Before the verb or after it; where nobody is there it changes nothing."""
    for argv in (["--plain", "start", "fire"], ["start", "fire", "--plain"]):
        world, left = settled(argv, make_world(tmp_path, terminal="full"))
        assert (world.terminal, world.colour, world.typeface, left) == ("plain", False, False, ["start", "fire"])
    assert settled(["--plain", "list"], make_world(tmp_path))[0].terminal == "none"


def test_before_the_verb_it_takes_no_word_away_and_adds_none(tmp_path: Path) -> None:
    """Nothing is put on record but the opening, whether or not the verb is said."""
    for number, line in enumerate((["start", "fire"], ["fire"], ["着火"])):
        world = make_world(tmp_path, home=f"home-{number}")
        did(world, "--plain", *line, "--drill")
        assert [entry["event"] for entry in entries(world)] == ["opened"], line
        assert emergency(world, "--plain", "status").code == 0


def test_a_plain_screen_holds_no_escape_sequence_and_no_box(tmp_path: Path) -> None:
    """A screen reader reads every character aloud."""
    world = make_world(tmp_path, terminal="full")
    shown = did(world, "contacts", "--plain").out + did(world, "--plain", "--help").out
    assert not set(shown) & {"\x1b", "\r", *map(chr, range(0x2500, 0x25A0))}
