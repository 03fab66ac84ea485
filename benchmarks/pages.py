"""How many pages a Word document has, and how full they are: as LibreOffice lays it out, or estimated.

The estimate reads the file itself - page, styles, paragraphs, tables - and fills pages with lines as a layout does:
headings stay with their text, rows stay whole. It takes a few hundredths of a second and needs nothing installed.
"""

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from emergency_cli.core.width import broken, in_type

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Face(NamedTuple):
    """Of a line of automatic height, and of a Latin character on the average, in sizes of the type."""

    leading: float
    latin: float


# Chinese with figures between, and running English.
_CHINESE, _ENGLISH = Face(1.32, 0.5), Face(1.15, 0.45)
_POINT = 20  # twips
# So many lines are no page.
FEW = 5


class Page(NamedTuple):
    """How many lines a page has, and whether it is behind the signature."""

    lines: int
    annex: bool


class Style(NamedTuple):
    """What a paragraph of a style takes, in points."""

    size: float
    line: float
    above: float
    below: float
    indent: float
    keep: bool
    latin: float


class Item(NamedTuple):
    """Something that is not broken over pages: so high, so many lines; `keep`: it stays with what follows."""

    height: float
    lines: int
    keep: bool
    fresh: bool = False


def estimated(raw: bytes) -> list[Page]:
    """The pages of a document, as far as its file tells."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        looks = fromstring(package.read("word/styles.xml"))  # noqa: S314 - our own file
        (body,) = fromstring(package.read("word/document.xml"))  # noqa: S314
    text = "".join(each.text or "" for each in body.iter(f"{_W}t"))
    face = _CHINESE if 5 * sum("一" <= char <= "龥" for char in text) > len(text) else _ENGLISH
    styles = _styles(looks, face)
    size, margin = _values(body, "sectPr/pgSz"), _values(body, "sectPr/pgMar")
    high = (int(size["h"]) - int(margin["top"]) - int(margin["bottom"])) / _POINT
    wide = (int(size["w"]) - int(margin["left"]) - int(margin["right"])) / _POINT
    return list(_filled([item for block in body for item in _items(block, styles, wide)], high))


def _filled(items: list[Item], high: float) -> Iterator[Page]:
    used, lines, annex, place = 0.0, 0, False, 0
    while place < len(items):
        together = [items[place]]
        while together[-1].keep and place + len(together) < len(items) and len(together) < 40:
            together.append(items[place + len(together)])
        need = sum(item.height for item in together)
        if lines and (together[0].fresh or used + need > high + 0.5):
            yield Page(lines, annex)
            used, lines = 0.0, 0
        annex = annex or together[0].fresh
        item = items[place]
        used, lines, place = used + item.height, lines + item.lines, place + 1
    if lines:
        yield Page(lines, annex)


def _items(block: Element, styles: Mapping[str, Style], wide: float) -> Iterator[Item]:
    if block.tag == f"{_W}p":
        yield from _paragraph(block, styles, wide)
    elif block.tag == f"{_W}tbl":
        widths = [int(column.get(f"{_W}w", "0")) / _POINT for column in block.iter(f"{_W}gridCol")]
        for row in block.iter(f"{_W}tr"):
            yield _row(row, styles, widths)


def _paragraph(paragraph: Element, styles: Mapping[str, Style], wide: float) -> Iterator[Item]:
    """A line each; the last two and the first two stay together."""
    style, fresh = _style(paragraph, styles), paragraph.find(f".//{_W}pageBreakBefore") is not None
    keep = style.keep or paragraph.find(f"./{_W}pPr/{_W}keepNext") is not None
    lines = _lines(paragraph, style, wide)
    for number in range(lines):
        above = style.above if number == 0 else 0.0
        below = style.below if number == lines - 1 else 0.0
        tied = (keep if number == lines - 1 else False) or (lines > 1 and number in (0, lines - 2))
        yield Item(style.line + above + below, 1, tied, fresh and number == 0)


def _row(row: Element, styles: Mapping[str, Style], widths: list[float]) -> Item:
    highest, lines, keep, column = 0.0, 1, False, 0
    for cell in row.iter(f"{_W}tc"):
        span = int(_values(cell, "tcPr/gridSpan").get("val", "1"))
        wide = sum(widths[column : column + span]) - 8
        column += span
        high = 0.0
        for paragraph in cell.iter(f"{_W}p"):
            style = _style(paragraph, styles)
            count = _lines(paragraph, style, wide)
            high += style.above + style.below + count * style.line
            keep = keep or paragraph.find(f"./{_W}pPr/{_W}keepNext") is not None
            lines = max(lines, count)
        highest = max(highest, high)
    least = int(_values(row, "trPr/trHeight").get("val", "0")) / _POINT
    return Item(max(highest, least) + 0.5, lines, keep)


def _lines(paragraph: Element, style: Style, wide: float) -> int:
    text = "".join(
        {f"{_W}t": each.text or "", f"{_W}br": "\n", f"{_W}tab": "  "}.get(each.tag, "") for each in paragraph.iter()
    )
    measure = in_type(style.size, style.latin)
    rows = text.split("\n")
    return sum(len(list(broken(row, wide - style.indent, wide, measure, within=True))) for row in rows)


def _style(paragraph: Element, styles: Mapping[str, Style]) -> Style:
    return styles.get(_values(paragraph, "pPr/pStyle").get("val", ""), styles[""])


def _styles(root: Element, face: Face) -> dict[str, Style]:
    found = {"": Style(12, 16, 0, 0, 0, keep=False, latin=face.latin)}
    for style in root.iter(f"{_W}style"):
        if style.get(f"{_W}type") != "paragraph":
            continue
        spacing, size = _values(style, "pPr/spacing"), int(_values(style, "rPr/sz").get("val", "24")) / 2
        line = int(spacing.get("line", "240"))
        exact = spacing.get("lineRule") == "exact"
        found[style.get(f"{_W}styleId", "")] = Style(
            size=size - (0.25 if _values(style, "rPr/spacing") else 0),
            line=line / _POINT if exact else line / 240 * size * face.leading,
            above=int(spacing.get("before", "0")) / _POINT,
            below=int(spacing.get("after", "0")) / _POINT,
            indent=int(_values(style, "pPr/ind").get("firstLine", "0")) / _POINT,
            keep=style.find(f"{_W}pPr/{_W}keepNext") is not None,
            latin=face.latin,
        )
    return found


def _values(element: Element, path: str) -> dict[str, str]:
    found = element.find("./" + "/".join(_W + name for name in path.split("/")))
    return {} if found is None else {name.removeprefix(_W): value for name, value in found.attrib.items()}


# --- as LibreOffice lays it out --------------------------------------------------------------------------------------


def office() -> tuple[str, str] | None:
    """The LibreOffice of this machine, and what tells the text of the pages it makes, if it has both."""
    found, reader = shutil.which("soffice") or shutil.which("libreoffice"), shutil.which("pdftotext")
    return (found, reader) if found and reader else None


def rendered(raw: bytes) -> list[Page]:
    """The pages of a document in LibreOffice. SystemExit where there is none."""
    if (programs := office()) is None:
        raise SystemExit("LibreOffice and pdftotext are not on this machine")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "document.docx").write_bytes(raw)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = [programs[0], profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, str(place / "document.docx")], check=True, capture_output=True, timeout=180)
        told = subprocess.run(
            [programs[1], "-layout", str(place / "document.pdf"), "-"], check=True, capture_output=True, timeout=60
        ).stdout.decode()
    annex, pages = False, []
    for text in told.split("\f")[:-1]:
        # The head and the number of the page are none of its lines.
        lines = [line for line in text.splitlines() if line.strip()][1:-1]
        annex = annex or bool(lines and re.match(r"\s*(附件\d*　|附件\d*\s|Annex( \d+)?:)", lines[0]))
        pages.append(Page(len(lines), annex))
    return pages
