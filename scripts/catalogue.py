"""The Chinese catalogue: extract, update, compile. `python scripts/catalogue.py` shows what has no Chinese yet.

Exits 1 if there is such a message. Messages are the literal first arguments of `msg(...)` and `say(...)`, and what
options say in `help=` and `metavar=`; they are read from the syntax tree, because Babel's own extractor does not look
into f-strings before Python 3.12.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "emergency_cli"
FILE = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "emergency.po"
CALLS, MEMBERS = ("msg", "say"), ("help", "metavar")
KEYWORDS = dict.fromkeys((*CALLS, *MEMBERS))


class Chinese(Catalog):
    """A catalogue whose header holds what gettext needs and nothing else: no dates, names or addresses."""

    mime_headers: Any = (("Language", "zh_CN"), ("Content-Type", "text/plain; charset=utf-8"))


def messages_in(file: BinaryIO, *_: object, **__: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """An extractor as Babel wants it: line, function, message, comments."""
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(text)), *_]):
                if name in CALLS and text:
                    yield node.lineno, name, text, []
            case ast.keyword(arg=str(name), value=ast.Constant(value=str(text))) if name in MEMBERS and text:
                yield node.value.lineno, name, text, []


def extracted() -> Catalog:
    """Every message of the source, with the files it stands in."""
    found = Chinese("zh_CN", header_comment="# The words of the program in Chinese.", fuzzy=False)
    methods: Any = [("**.py", messages_in)]
    for file, line, text, *_ in extract_from_dir(SOURCE, methods, keywords=KEYWORDS):
        found.add(text, locations=[(Path(file).as_posix(), line)])
    return found


def written() -> Catalog:
    """The catalogue as it stands in the file; empty if there is none yet."""
    if not FILE.exists():
        return Chinese("zh_CN")
    with FILE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def updated(found: Catalog, known: Catalog) -> Catalog:
    """The messages found, with the Chinese that is known; what the source no longer says is dropped."""
    for message in found:
        old = known.get(message.id) if message.id else None
        if old:
            message.string, message.flags = old.string, message.flags | (old.flags & {"fuzzy"})
    return found


def main() -> int:
    """Bring both files up to date and show what is missing."""
    catalogue = updated(extracted(), written())
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("wb") as po, FILE.with_suffix(".mo").open("wb") as mo:
        write_po(po, catalogue, width=0, sort_output=True, include_lineno=False)
        write_mo(mo, catalogue)
    missing = [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)]
    sys.stdout.writelines(f"{text!r}\n" for text in missing)
    if missing:
        sys.stderr.write(f"Write their Chinese into {FILE}, then run this again: it compiles the .mo too.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
