"""What is made of the stored samples: `python -m tests.samples.gold` writes it anew when words changed on purpose."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.front import did
from tests.worlds import Clock, make_world

HERE = Path(__file__).parent
SHOWN = {
    "verify.json": ("verify", "--json"),
    "board.json": ("status", "--json"),
    "board.zh.txt": ("status", "--all", "--lang", "zh"),
    "timeline.json": ("timeline", "--json"),
    "timeline.en.txt": ("timeline",),
    "export.json": ("export", "--to", "-", "--format", "json"),
    "export.zh.md": ("export", "--to", "-", "--format", "md", "--lang", "zh"),
}


def samples() -> list[Path]:
    """The folder of every version."""
    return sorted(path for path in HERE.glob("v*") if path.is_dir())


def shown(sample: Path, work: Path) -> Iterator[tuple[str, str]]:
    """Each gold file and what is shown now, from a copy of the sample read two days later on a third machine."""
    shutil.copytree(sample / "home", work / "home")
    clock = Clock()
    clock.pass_by(days=2)
    incident = next((work / "home" / "incidents").iterdir()).name
    world = make_world(work, desk="c", clock=clock)
    for name, line in SHOWN.items():
        yield name, did(world, line[0], incident, *line[1:]).out


def main() -> None:
    """Write the gold of all samples anew; look at the difference before it is kept."""
    for sample in samples():
        with tempfile.TemporaryDirectory() as work:
            for name, text in shown(sample, Path(work)):
                (sample / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
