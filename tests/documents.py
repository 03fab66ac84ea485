"""What a reader sees of a document, whatever its format."""

import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import docx
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token

from emergency_cli.export.paper.page import Fields, Heading, Line, Lines, Page, Table


def _markdown(raw: bytes) -> str:
    """What a reader of the page sees, cell by cell."""
    return "\n".join(_seen(tokens(raw)))


def tokens(raw: bytes) -> list[Token]:
    """A page of Markdown as its parser sees it."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(raw.decode())


def _seen(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        shown = {"text": token.content, "text_special": token.content, "html_inline": "\n"}
        if token.type == "inline":
            yield "".join(_seen(token.children or []))
        elif token.type in shown:
            yield shown[token.type]


def _json(raw: bytes) -> str:
    """Every string in it."""
    return "\n".join(_strings(json.loads(raw)))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def _html(raw: bytes) -> str:
    """What a reader of the page sees; a line per element."""
    page = Reader()
    page.feed(raw.decode())
    page.close()
    return "".join(page.seen)


class Reader(HTMLParser):
    """Collects what is shown; a line break wherever an element begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Nothing inside of a style sheet is shown."""
        self.silent = tag == "style"
        self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """What follows is shown again."""
        self.silent = False
        self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        """Text."""
        self.seen.append("" if self.silent else data)


def _docx(raw: bytes) -> str:
    """What a reader of the pages sees, paragraph by paragraph."""
    document = docx.Document(io.BytesIO(raw))
    places = (document.element.body, document.sections[0].header._element)
    paragraphs = [paragraph for place in places for paragraph in place.iter(qn("w:p"))]
    return "\n".join(paragraph.text for paragraph in paragraphs).replace("\ufeff", "")


READ: dict[str, Callable[[bytes], str]] = {"md": _markdown, "json": _json, "html": _html, "docx": _docx}


def lines_of(page: Page) -> Iterator[Line]:
    """Everything that is printed on a page, each in its type."""
    for block in page.blocks:
        match block:
            case Heading():
                yield from (line for line in (block.kind, block.title, block.mark) if line)
            case Lines():
                yield from block.lines
            case Fields():
                yield from (Line(label, block.size) for label in block.labels)
            case Table():
                yield from block.heads
                for group in block.groups:
                    yield from [Line(group.title, block.size, "bold")] if group.title else []
                    yield from (line for row in group.rows for cell in row for line in cell)
