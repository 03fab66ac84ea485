"""What a document says, read back from its bytes: the counterpart of the formats, for a document that comes back.

Word, WPS and LibreOffice save the same words as other bytes. So what is compared is the text, line by line.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Literal

from msgspec import Struct

Kind = Literal["docx", "html", "md", "json", "text"]
# A long document unpacks to a few MiB; what is larger is none of ours.
_MOST = 64 << 20
# No part of it reads on past the next "<", so that a file full of tags without an end is read once, not once a tag.
_TAG = re.compile(r"""<[?!][^<>]*>|<(/?)([A-Za-z][\w:.-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>|([^<]+)""")
# Between two of these a line goes on; in a page of HTML, between two of any others.
_BREAKS = frozenset({"w:p", "text:p", "text:h"})
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "s", "del", "ins", "small", "span", "strong", "sub", "sup", "time"}
)
_BLANKS = frozenset({"w:tab", "w:br", "w:cr", "text:tab", "text:s", "text:line-break"})
_UNSEEN = frozenset({"style", "script", "w:del", "w:instrText", "mc:Fallback", "text:tracked-changes"})
# Where the words of a text document are; a page of HTML has them anywhere.
_WORDS = {"docx": frozenset({"w:t", "text:p", "text:h"}), "html": frozenset[str]()}
_BUILT = re.compile(r"<dcterms:created[^>]*>([^<]+)<")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, LookupError, ValueError)


class Page(Struct, frozen=True):
    """A document as it says itself: its `lines` without empty ones, and when it was built if the file tells."""

    kind: Kind
    lines: tuple[str, ...]
    built: datetime | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)


def read_back(content: bytes) -> Page | None:
    """What a document says; `None` for what is of no kind that the program writes, such as a PDF or a photograph."""
    if content.startswith(b"PK"):
        return _packed(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\0" in text or text.startswith("%PDF"):
        return None
    start = text.lstrip()[:200].lower()
    if start.startswith("{"):
        return _json(text)
    if start.startswith(("<!doctype html", "<html")):
        return Page("html", _lines(_marked_up(text, "html")))
    return Page("md" if start.startswith("#") else "text", _lines(text.splitlines()))


def _packed(content: bytes) -> Page | None:
    """A document of Word, or as LibreOffice keeps its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            for body, about in (("word/document.xml", "docProps/core.xml"), ("content.xml", "meta.xml")):
                if body in names:
                    told = _unpacked(package, about) if about in names else ""
                    return Page("docx", _lines(_marked_up(_unpacked(package, body), "docx")), _created(told))
    except _BROKEN:
        return None
    return None


def _unpacked(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as stream:
        content = stream.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError(name)
    return content.decode()


def _created(told: str) -> datetime | None:
    found = _BUILT.search(told)
    return _moment(found[1]) if found else None


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _marked_up(text: str, kind: Literal["docx", "html"]) -> Iterator[str]:
    """The lines that a reader of a page or of a text document sees."""
    line: list[str] = []
    hidden, inside = "", 0
    for tag in _TAG.finditer(_without_comments(text)):
        closing, name, attributes, words = tag[1], tag[2], tag[3], tag[4]
        if words is not None:
            if not hidden and (inside or not _WORDS[kind]):
                line.append(unescape(words))
        elif name is None:
            continue
        elif hidden:
            hidden = "" if closing and name == hidden else hidden
        elif name in _UNSEEN and not closing and not attributes.endswith("/"):
            hidden = name
        elif name in _BREAKS or (kind == "html" and name not in _INLINE):
            yield "".join(line)
            line = []
        elif name in _BLANKS:
            line.append(" ")
        if name in _WORDS[kind] and not hidden and not (attributes or "").endswith("/"):
            inside += -1 if closing else 1
    yield "".join(line)


def _without_comments(text: str) -> str:
    """The text without what a page hides as a comment; one without an end goes on to the end of the page."""
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _json(text: str) -> Page | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return Page("json", tuple(_members(value, "")), _moment(value.get("built")) if isinstance(value, dict) else None)


def _members(value: object, place: str) -> Iterator[str]:
    """Each value with the way to it."""
    if isinstance(value, dict) and "sealed" in value:
        shown = value.get("value") or ("[masked]" if value.get("redacted") else "[destroyed]")
        yield f"{place}: {value['sealed']} {shown}"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _members(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _members(inner, f"{place}[{number}]")
    else:
        yield f"{place}: {json.dumps(value, ensure_ascii=False)}"


def _lines(lines: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(squeezed for line in lines if (squeezed := " ".join(line.replace("\ufeff", "").split())))
