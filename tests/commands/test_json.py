"""What `--json` answers: an object of a declared shape, errors too, and a page that says what is in each."""

from scripts.json_shapes import PAGE, page
from tests.front import emergency, started

from emergency_cli.commands.table import PANELS
from emergency_cli.shapes.catalogue import parts, shapes
from emergency_cli.world import World

# Command lines in the order of an incident, the shape each answers with, and its exit code.
LINES = [
    ("roster duty", "duty-table", 0),
    ("list", "incidents", 0),
    ("start fire --zone tax", "status", 0),
    ("status", "status", 0),
    ("brief", "brief", 0),
    ("board", "board", 0),
    ("done call-119 --fact burning=paper --contact fire-119=reached", "recorded", 0),
    ("skip sound-alarm --reason x", "recorded", 0),
    ("defer evacuate --reason x", "recorded", 0),
    ("could-not evacuate --reason x", "recorded", 0),
    ("set trapped=no", "recorded", 0),
    ("note --personal x", "recorded", 0),
    ("attach --reference tape --held office", "recorded", 0),
    ("call emergency-office=reached", "recorded", 0),
    ("handover --to Li --accept", "recorded", 0),
    ("also illness", "recorded", 0),
    ("order x --from Li --to Zhao --due 30m", "recorded", 0),
    ("correct 8 --text y --reason x", "recorded", 0),
    ("reopen call-119 --reason x", "recorded", 0),
    ("timeline", "timeline", 0),
    ("verify", "verified", 0),
    ("contacts", "contacts", 0),
    ("contacts tax", "contacts", 0),
    ("contacts --for fire", "contacts", 0),
    ("report initial --split 200", "bulletin", 0),
    ("end handled --decided Li --condition out", "recorded", 0),
    ("close --reason x", "recorded", 0),
    ("paper fire --noticed 14:50 --place 2 --zone tax", "recorded", 0),
    ("card fire --contacts", "cards", 0),
    ("check", "faults", 0),
    ("ready", "ready", 0),
    ("ready done medicine-stock", "item-checked", 0),
    ("roster", "whole-roster", 0),
    ("roster show emergency-office", "whole-roster", 0),
    ("playbook", "playbooks", 0),
    ("playbook show fire", "whole-playbook", 0),
    ("playbook graph fire", "flowchart", 0),
    ("stats", "stats", 0),
    ("drill fire-stairwell", "status", 0),
    ("doctor", "health", 0),
    ("list", "incidents", 0),
    ("close --reason x", "error", 2),
    ("close --reason x -i drill", "error", 3),
    ("done nothing-like-it", "error", 2),
    ("contacts nowhere", "error", 2),
    ("status --nonsense", "error", 2),
    ("frobnicate", "error", 2),
]


def test_the_page_says_what_the_program_answers() -> None:
    """`python scripts/json_shapes.py` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert page().count("\n### ") >= len(shapes()) + len(parts())


def test_every_answer_has_its_shape(world: World) -> None:
    """In the course of one incident; each is checked member by member."""
    seen = set()
    for line, shape, code in LINES:
        answer = emergency(world, *line.split(), "--json")
        data = answer.error if shape == "error" else answer.data
        assert (line, data["answer"], answer.code) == (line, shape, code), answer
        assert data["version"] == 1
        seen.add(shape)
    never = {name for name in shapes() if not name.startswith("hub-")} - seen  # those are in tests/hub
    assert never == {"imported", "removed"}, "a new shape needs a command line that answers with it, in LINES"


def test_every_command_that_shows_something_can_answer_a_program(world: World) -> None:
    """But for those that walk with a person, show the program, or write a document, a plan file or a script."""
    verbs = {verb.name for panel in PANELS for verb in panel.verbs}
    without = {verb for verb in verbs if "--json" not in emergency(world, *verb.split(), "--help").out}
    planning = {"tour", "init", "roster set", "roster add", "roster remove", "playbook new"}
    assert without == {"resume", "export", "playbook schema", "completion", *planning}


def test_steps_of_the_board_say_what_is_to_be_done(world: World) -> None:
    """In both languages, so that another screen can show it."""
    started(world, "fire")
    steps = emergency(world, "status", "--json").data["steps"]
    assert all(step["do"].keys() == {"zh", "en"} and step["do"]["zh"] for step in steps)
