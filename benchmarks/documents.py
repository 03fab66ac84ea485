"""What the documents of four incidents ask of whoever reads them: pages, blanks, facts told twice, length on the phone.

    python -m benchmarks.documents [--only SCENE] [--render] [--write]

Pages are estimated from the file; `--render` has LibreOffice lay them out. `--write` puts the table into
docs/effort.md. The limits are those of tests/export/test_pages.py.
"""

import argparse
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import fromstring

from benchmarks.homes import ROOT
from benchmarks.page import write
from benchmarks.pages import FEW, Page, estimated, rendered
from tests.scenes import LANGUAGES, NAMES, Scene, played

from emergency_cli.core.report.sentences import clause
from emergency_cli.language import Words
from emergency_cli.store.home import Home

Layout = Callable[[bytes], list[Page]]
PAGE = ROOT / "docs" / "effort.md"
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
# So short a clause may stand twice by chance.
_CHANCE = {"zh": 5, "en": 12}


class Counts(NamedTuple):
    """What one document takes.

    `body`: pages up to the signature. `sparse`: pages of less than five lines. `blanks`: what is left to fill in, and
    what says that there is nothing. `twice`: facts that its body tells more than once.
    """

    pages: int
    body: int
    sparse: int
    blanks: int
    twice: int


# Pages of the body, and of all, at most.
SUMMARIES: Mapping[str, tuple[int, int]] = {
    "fire": (4, 12), "power-failure": (2, 6), "false-alarm": (1, 1), "drill": (2, 6)
}  # fmt: skip
BULLETINS: Mapping[str, int] = {"initial": 1, "follow-up": 1, "final": 2}
# Characters of the short form, and of a message on the phone.
SHORT = {"zh": 300, "en": 600}


def counts(raw: bytes, layout: Layout = estimated, facts: Sequence[str] = ()) -> Counts:
    """What a Word document takes; `facts` are the clauses it may tell once."""
    pages, text = layout(raw), _text(raw)
    return Counts(
        pages=len(pages),
        body=sum(not page.annex for page in pages),
        sparse=sum(page.lines < FEW for page in pages),
        blanks=text.count("____") + len(re.findall(r"(?:^|[：:\n])(?:无。|None\.)", text, re.MULTILINE)),
        twice=len(facts),
    )


def _text(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        root = fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
    paragraphs = root.iter(_TEXT.removesuffix("t") + "p")
    return "\n".join("".join(each.text or "" for each in paragraph.iter(_TEXT)) for paragraph in paragraphs)


def told_twice(scene: Scene) -> list[str]:
    """Facts that the sections of the summary's body tell more than once; its first paragraph sums them up.

    What is vital is told when it changes, and again where it stands at the end.
    """
    page = scene.document("export", "--format", "md").decode()
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    body = "\n".join(each for each in sections if not re.match("附件|Annex", each)).replace("\\", "")
    body = re.sub(r"[（(](?:before that|此前)[^)）]*[)）]", "", body)  # what an answer was is no second telling
    incident, words = Home(scene.world).all()[0].incident, Words(scene.language)
    told = [fact for fact in incident.answers if (spec := incident.fact_spec(fact)) and not spec.vital]
    clauses = {words(said) for fact in told if (said := clause(incident, fact))}
    return sorted(each for each in clauses if len(each) > _CHANCE[scene.language] and body.count(each) > 1)


def documents(scene: Scene, layout: Layout = estimated) -> Iterator[tuple[str, Counts]]:
    """Each Word document of a scene: the summary, and the bulletins that were given out."""
    yield "summary", counts(scene.document("export", "--format", "docx"), layout, told_twice(scene))
    for file in sorted(scene.files.glob("*.docx")):
        yield file.stem, counts(file.read_bytes(), layout)


def texts(scene: Scene) -> Iterator[tuple[str, int]]:
    """Each short text of a scene, and how long it is."""
    for file in sorted(scene.files.glob("*.txt")):
        yield file.stem, len(file.read_text(encoding="utf-8").strip())


def table(chosen: Sequence[str], layout: Layout) -> Iterator[str]:
    """A line for each document, as Markdown: in Chinese and in English."""
    yield f"| document | {' | '.join(Counts._fields)} | short text |"
    yield "| --- |" + " --- |" * (len(Counts._fields) + 1)
    for name in chosen:
        found: dict[str, list[tuple[str, ...]]] = {}
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as folder:
                scene = played(name, Path(folder), language)
                short = dict(texts(scene))
                for document, each in documents(scene, layout):
                    cells = (*map(str, each), str(short.get(document, "")))
                    found.setdefault(document, []).append(cells)
        for document, values in found.items():
            shown = ("/".join(dict.fromkeys(pair)) for pair in zip(*values, strict=True))
            yield f"| {name}: {document} | {' | '.join(shown)} |"


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents")
    parser.add_argument("--only", default="", help="scenes whose name holds this")
    parser.add_argument("--render", action="store_true", help="laid out by LibreOffice")
    parser.add_argument("--write", action="store_true", help="put the table into docs/effort.md")
    asked = parser.parse_args()
    lines = []
    for line in table([name for name in NAMES if asked.only in name], rendered if asked.render else estimated):
        print(line, flush=True)  # noqa: T201
        lines.append(line)
    if asked.write:
        write(PAGE, lines, "documents")


if __name__ == "__main__":
    main()
