"""Other loggers of the command line, to be measured beside ours: what they add to as many entries."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

SIZES = (10, 10_000)
# Name, program, and how something is added; `@` is the folder of their files.
_PEERS = (
    ("jrnl", "jrnl", "--config-file @/jrnl.yaml smoke on the second floor"),
    ("Watson", "watson", "add --from 10:00 --to 10:05 smoke"),
    ("Taskwarrior", "task", "add smoke on the second floor"),
    ("todo.txt", "todo-txt", "-d @/todo.cfg add smoke on the second floor"),
)


def rows() -> Iterator[tuple[str, str, int]]:
    """A row for each program that is installed, and each size: its name, what is run, the size."""
    for size in SIZES:
        for name, program, words in _PEERS:
            if found := shutil.which(program):
                yield f"{name}: add, {size:,} entries", f"{found} {words}", size


def environment(folder: Path) -> Mapping[str, str]:
    """Where each of them looks for its files."""
    return {
        "WATSON_DIR": str(folder / "watson"),
        "TASKDATA": str(folder / "task"),
        "TASKRC": str(folder / "taskrc"),
        "TODO_DIR": str(folder),
        "HOME": str(folder),
    }


def fill(folder: Path, size: int) -> None:
    """The files of all of them, with as many entries."""
    times = [(day, f"2020-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}") for day in range(size)]
    journal = "".join(f"[{day} 09:00:00 AM] smoke on the second floor, number {number}\n\n" for number, day in times)
    (folder / "journal.txt").write_text(journal, "utf-8")
    (folder / "jrnl.yaml").write_text(
        f"journals:\n  default:\n    journal: {folder / 'journal.txt'}\nversion: v4.2\n", "utf-8"
    )
    frames = [
        [1577836800 + 600 * number, 1577837100 + 600 * number, "smoke", f"{number:032x}", [], 1577837100]
        for number in range(size)
    ]
    (folder / "watson").mkdir()
    (folder / "watson" / "frames").write_text(json.dumps(frames), "utf-8")
    (folder / "todo.txt").write_text("".join(f"{day} smoke, number {number}\n" for number, day in times), "utf-8")
    (folder / "todo.cfg").write_text(
        f'export TODO_DIR="{folder}"\nexport TODO_FILE="$TODO_DIR/todo.txt"\nexport DONE_FILE="$TODO_DIR/done.txt"\n'
        'export REPORT_FILE="$TODO_DIR/report.txt"\n',
        "utf-8",
    )
    (folder / "taskrc").write_text("confirmation=off\nverbose=nothing\n", "utf-8")
    if task := shutil.which("task"):
        entries = "".join(json.dumps({"description": f"smoke, number {number}"}) + "\n" for number in range(size))
        subprocess.run(
            [task, "import", "-"],
            input=entries.encode(),
            env={**os.environ, **environment(folder)},
            capture_output=True,
            check=True,
        )
