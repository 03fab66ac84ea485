"""The documents that gold files guard: `python -m tests.gold.make` writes the files anew when words changed on purpose.

They are those of the scenes: one summary in each format that people read, and the short texts of all bulletins. Read
the difference before you commit it.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.documents import READ
from tests.scenes import LANGUAGES, NAMES, Scene, played

from emergency_cli import __version__

HERE = Path(__file__).parent
# What changes with every edit of the plan or of the program's version, and with nothing that a reader reads.
SCRUBS = (
    (re.compile(r"\b(?:[0-9a-f]{4} ){4}[0-9a-f]{4}\b"), "xxxx xxxx xxxx xxxx xxxx"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<SHA-256>"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "<12 digits>"),
    (re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])"), "<version>"),
)
SUMMARIES = {("fire", "zh"): "docx", ("power-failure", "en"): "html", ("drill", "en"): "md"}


def documents() -> Iterator[tuple[str, str]]:
    """Each gold file with what is in it now."""
    for name in NAMES:
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as folder:
                for document, text in _of(played(name, Path(folder), language)):
                    yield f"{name}-{document}.{language}.txt", scrubbed(text)


def _of(scene: Scene) -> Iterator[tuple[str, str]]:
    if format_ := SUMMARIES.get((scene.name, scene.language)):
        yield f"summary-{format_}", READ[format_](scene.document("export", "--format", format_))
    for text in scene.files.glob("*.txt"):
        yield text.stem, text.read_text(encoding="utf-8")


def scrubbed(text: str) -> str:
    """Without codes and hashes, and without space that no reader sees."""
    for pattern, instead in SCRUBS:
        text = pattern.sub(instead, text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write every file, and remove those that are no longer made."""
    found = dict(documents())
    for old in HERE.glob("*.txt"):
        if old.name not in found:
            old.unlink()
    for name, text in found.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
