"""Files, folders and disks that refuse: immutable, append-only, read-only; also for who may do everything."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.logdisk import LeftOut, formatted, mounted, tool
from tests.faults.scene import VERBS, Scene, Tally, run, scenes
from tests.faults.warm import Warm

Where = Callable[[Scene], Path]
PLACES: dict[str, Where] = {
    "log": lambda scene: scene.log,
    "private file": lambda scene: scene.log.with_suffix(".private.jsonl"),
    "folder of the incident": lambda scene: scene.log.parent,
    "folder of incidents": lambda scene: scene.place / "home" / "incidents",
    "state": lambda scene: scene.place / "state-a",
}


@cache
def unusable() -> str | None:
    """Why no disk of one's own can be made here, `None` if one can."""
    with TemporaryDirectory(prefix="rights-", ignore_cleanup_errors=True) as folder:
        try:
            with mounted(formatted(Path(folder), "ext4"), Path(folder) / "mount", "ext4") as mount:
                tool("chattr", "+a", mount)
                tool("chattr", "-a", mount)
        except LeftOut as reason:
            return str(reason)
    return None


def refusing(place: Path, program: Warm) -> Iterator[Tally]:
    """Each verb, with each place immutable, append-only, and with the whole disk read-only; judged once it is not."""
    tally = Tally("files, folders and a disk that refuse to be written (chattr, remount)")
    made, empty = scenes(place), formatted(place, "ext4")
    for verb in ("start", "done", "note", "close"):
        for where, found in PLACES.items() if verb != "start" else [("state", PLACES["state"])]:
            for flag in "ai":
                with mounted(empty, place / "mount", "ext4") as mount:
                    scene = _clean(made[verb], mount)
                    before, path = scene.entries(), found(scene)
                    if path.exists():
                        tool("chattr", f"+{flag}", path)
                        told = run(program, scene, VERBS[verb])
                        tool("chattr", f"-{flag}", path)
                        tally.judge(f"{verb}, {where} +{flag}", scene, before, told)
        with mounted(empty, place / "mount", "ext4") as mount:
            scene = _clean(made[verb], mount)
            before = scene.entries()
            tool("mount", "-o", "remount,ro", mount)
            told = run(program, scene, VERBS[verb])
            tool("mount", "-o", "remount,rw", mount)
            tally.judge(f"{verb}, read-only", scene, before, told)
    yield tally


def _clean(scene: Scene, mount: Path) -> Scene:
    tool("find", mount, "-mindepth", "1", "-delete")
    return scene.copy(mount)
