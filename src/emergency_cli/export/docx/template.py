"""An office's own Word file, of which only styles and page are taken: what else it holds or points to stays behind."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from msgspec import Struct

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.export.docx.text import NAMESPACE

# Styles of Word are about 50 KiB, a long document a few MiB; what unpacks to more is an attack, not a template.
_MOST = 16 << 20
_W = f"{{{NAMESPACE}}}"
# What of a page is taken: numbers only.
_PAGE = {
    "pgSz": ("w", "h", "orient"),
    "pgMar": ("top", "right", "bottom", "left", "header", "footer", "gutter"),
    "cols": ("space",),
    "docGrid": ("type", "linePitch", "charSpace"),
}
_VALUE = re.compile(r"-?[A-Za-z0-9]{1,20}")
# What a damaged file makes zipfile and the parser raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, RuntimeError, LookupError, ValueError)


class Template(Struct, frozen=True):
    """`styles`: the id of each style by its kind and name; `page`: XML of the last section; `width`: its type area."""

    styles: Mapping[tuple[str, str], str]
    styles_part: str
    page: str
    width: int


def opened(template: bytes) -> Template:
    """What is taken of the file. Raises Misused where it is no Word document, or unpacks to more than one has."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            styles = _unpacked(package, "word/styles.xml")
            body = _root(_unpacked(package, "word/document.xml"), "document").find(f"{_W}body")
        root = _root(styles, "styles")
    except _BROKEN as error:
        raise Misused(
            msg("The template is not a Word document that can be read."),
            msg("Open it in Word or WPS, save it as .docx, and give that file."),
        ) from error
    section = body.find(f"{_W}sectPr") if body is not None else None
    page, width = _page(section) if section is not None else ("", 0)
    return Template(_ids(root), styles, page, width)


def _unpacked(package: zipfile.ZipFile, name: str) -> str:
    """A part as text; no more of it is unpacked than a part may have, whatever the file says of itself."""
    with package.open(name) as stream:
        content = stream.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError(name)
    text = content.decode("utf-8-sig")
    if "<!DOCTYPE" in text:  # no Word document has one; with it a part could grow while it is read
        raise ValueError(name)
    return text


def _root(text: str, name: str) -> Element:
    root = fromstring(text.encode())  # noqa: S314 - without a document type there is nothing to expand
    if root.tag != _W + name:
        raise ValueError(root.tag)
    return root


def _ids(root: Element) -> Mapping[tuple[str, str], str]:
    found = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[style.get(f"{_W}type", ""), name.get(f"{_W}val", "")] = style.get(f"{_W}styleId", "")
    return found


def _page(section: Element) -> tuple[str, int]:
    written, numbers = "", dict[str, int]()
    for name, attributes in _PAGE.items():
        element = section.find(_W + name)
        if element is None:
            continue
        values = {each: value for each in attributes if _VALUE.fullmatch(value := element.get(_W + each, ""))}
        said = "".join(f' w:{each}="{value}"' for each, value in values.items())
        written += f"<w:{name}{said}/>"
        numbers |= {each: int(value) for each, value in values.items() if value.isdecimal()}
    if not {"w", "h", "left", "right"} <= numbers.keys():
        return "", 0
    return written, numbers["w"] - numbers["left"] - numbers["right"]
