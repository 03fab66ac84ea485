"""The page and the styles of a document: those of GB/T 9704-2012, of a plain letter, or of an office's own template.

Sizes and faces of `parts/styles.zh.xml` are those of the standard: body 3号仿宋, title 2号小标宋, headings 黑体 and
楷体, page number 4号宋体. Lines of 28.95 pt (579 twentieths) make 22 on a page of 225 mm: 580 were 4 twips too many.
They are set as such and not by the grid: LibreOffice gives a character of 16 pt two places of a grid of 15.8 pt.
Indents are in hundredths of a character, and in twips for readers that do not count in characters. Official documents
write 2026年9月6日 without space between figures and characters. The English document keeps the page and the order of
its parts, in the sizes and with the spacing Latin type needs. Members are in the order of the schema: Word refuses a
file in which they are not.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from emergency_cli.core.plan.centre import Layout as Name
from emergency_cli.export.docx.text import NAMESPACE

# Margins of 37, 28, 26 and 35 mm leave a type area of 156 x 225 mm. The page number is 7 mm below it: 35 - 7 - 5 mm.
_PAPER = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1361" w:footer="1304" w:gutter="0"/>'
    '<w:cols w:space="425"/>'
)
# 28 characters a line, 22 lines a page.
_GRID = {"zh": '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>',
         "en": '<w:docGrid w:linePitch="360"/>'}  # fmt: skip
# Of the type area, in twips: 156 mm.
TYPE_AREA = 8845
# A plain letter: an inch of margin on the paper of the country.
_PLAIN = (
    '<w:pgSz w:w="{wide}" w:h="{high}"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    '<w:cols w:space="425"/><w:docGrid w:linePitch="360"/>'
)
_SHEETS: Mapping[Name, tuple[int, int]] = {"a4": (11906, 16838), "letter": (12240, 15840)}
_STYLE = re.compile(
    r'<w:style w:type="(\w+)"[^>]*? w:styleId="(\w+)"><w:name w:val="(Emergency [\w ]+)"/>.*?</w:style>', re.S
)


class Layout(Struct, frozen=True):
    """`styles`: the id of each of our styles by its name; `styles_part` and `section` are XML; `width` is in twips."""

    styles: Mapping[str, str]
    styles_part: str
    section: str
    width: int


def part(name: str) -> str:
    """A part of the file as it is in the package."""
    return (Path(__file__).parent / "parts" / name).read_text(encoding="utf-8")


def layout_of(name: Name, language: str) -> Layout:
    """The layout of this name: of the standard, or of a plain letter on one or the other paper."""
    styles = part(f"styles.{language}.xml")
    ids = {found[3]: found[2] for found in _STYLE.finditer(styles)}
    if name not in _SHEETS:
        return Layout(ids, styles, _PAPER + _GRID[language], TYPE_AREA)
    wide, high = _SHEETS[name]
    return Layout(ids, styles, _PLAIN.format(wide=wide, high=high), wide - 2 * 1440)


def of_template(template: bytes, ours: Layout, language: str) -> Layout:
    """The styles and the page of an office's document, and nothing else of it; what it lacks is that of `ours`.

    Raises Misused where it is no Word document.
    """
    from emergency_cli.export.docx.template import opened

    found = opened(template)
    ids, added = {}, []
    for style in _STYLE.finditer(part(f"styles.{language}.xml")):
        kind, own, name = style[1], style[2], style[3]
        if (kind, name) not in found.styles:
            while own in found.styles.values():
                own += "1"
            added.append(style[0].replace(f'"{style[2]}"', f'"{own}"', 1))
        ids[name] = found.styles.get((kind, name), own)
    missing = "".join(each.replace("<w:style ", f'<w:style xmlns:w="{NAMESPACE}" ', 1) for each in added)
    head, end, tail = found.styles_part.rpartition("</")
    return Layout(
        ids, head + missing + end + tail, found.page or ours.section, max(TYPE_AREA // 2, found.width or ours.width)
    )
