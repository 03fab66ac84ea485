"""Four incidents as people record them, in Chinese and in English, for whoever wants to look at the documents.

`python -m tests.scenes FOLDER [SCENE ...]` writes every document there, in every format, with the record. Each scene
is a file beside this one: a line is a command and its time of day, `= DAY` another day, `{zh|en}` what is typed in
either language. `issue KIND` gives out a bulletin to the county. Everything goes through the front door, on the plan
as it comes with the program and on a clock that moves only between commands.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.front import did, started
from tests.worlds import CHINA, Clock, make_world

from emergency_cli.world import World

HERE = Path(__file__).parent
NAMES = ("fire", "power-failure", "false-alarm", "drill")
LANGUAGES = ("zh", "en")
FORMATS = ("docx", "html", "md", "json")
_SAID = re.compile(r"\{([^|}]*)\|([^}]*)\}")
_TO_THE_COUNTY = ("--issued-to", "county-government", "--approved-by", "gao-shi")


@dataclass
class Scene:
    """An incident on record, in one language, and the world it is in; `files` is where its documents went."""

    name: str
    language: str
    world: World
    clock: Clock
    files: Path
    incident: str = ""

    def document(self, *argv: str) -> bytes:
        """A document as it is written now; `argv` is `export`, or `report KIND`, with options."""
        place = self.files / "document"
        did(self.world, *argv, "-i", self.incident, "--to", str(place), "--force")
        content = place.read_bytes()
        place.unlink()
        return content

    def run(self, argv: Sequence[str]) -> None:
        """One line of the scene."""
        match argv:
            case ["start", *rest]:
                self.incident = started(self.world, *rest)
            case ["issue", kind]:
                self._issue(kind)
            case ["attach", str() as name] if "--reference" not in argv:
                (self.files / name).write_bytes(f"picture of {self.name}".encode())
                did(self.world, "attach", str(self.files / name))
            case _:
                did(self.world, *argv)

    def _issue(self, kind: str) -> None:
        """A bulletin as it stands now: given out in Word; its page and the text for the phone are kept beside it."""
        name = f"{kind}-{self.clock.now:%H%M}"
        did(self.world, "report", kind, "--to", str(self.files / f"{name}.html"))
        (self.files / f"{name}.txt").write_text(did(self.world, "report", kind).out, encoding="utf-8")
        did(self.world, "report", kind, *_TO_THE_COUNTY, "--to", str(self.files / f"{name}.docx"))


def played(name: str, place: Path, language: str) -> Scene:
    """A scene with all that is recorded in it, below `place`."""
    clock = Clock()
    by = {"zh": "王强", "en": "Wang Qiang"}[language]
    world = make_world(place, clock=clock, env={"EMERGENCY_BY": by, "EMERGENCY_LANG": language})
    scene = Scene(name, language, world, clock, place / "files")
    scene.files.mkdir(parents=True, exist_ok=True)
    for moment, argv in _lines(name, language):
        clock.pass_by(seconds=(moment - clock.now) / timedelta(seconds=1))
        scene.run(argv)
    return scene


def _lines(name: str, language: str) -> Iterator[tuple[datetime, list[str]]]:
    day = ""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        first, _, rest = line.partition(" ")
        if first == "=":
            day = rest
        else:
            moment = datetime.fromisoformat(f"{day} {first}").replace(tzinfo=CHINA)
            yield moment, [_SAID.sub(r"\1" if language == "zh" else r"\2", part) for part in shlex.split(rest)]


def documents(scene: Scene) -> Iterator[tuple[str, bytes]]:
    """The documents of a scene that were not given out in it, as a file name and its bytes."""
    for format_ in FORMATS:
        yield f"summary.{format_}", scene.document("export", "--format", format_)
        yield f"final.{format_}", scene.document("report", "final", "--format", format_)
    yield "final.txt", did(scene.world, "report", "final").out.encode()
    yield "timeline.txt", did(scene.world, "timeline").out.encode()
