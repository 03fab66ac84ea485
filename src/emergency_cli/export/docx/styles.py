"""The styles of the document, by name: an office's own template may hold any of them and is then followed.

Sizes and faces are those of GB/T 9704-2012: body 3号仿宋, title 2号小标宋, headings 黑体 and 楷体, page number 4号宋体.
The English document keeps the page and the order of its parts, in the sizes and with the spacing Latin type needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from emergency_cli.export.docx.text import NAMESPACE

TITLE = "Emergency Title"
MARK = "Emergency Mark"
RECIPIENT = "Emergency Recipient"
HEADING = "Emergency Heading 1"
SUBHEADING = "Emergency Heading 2"
BODY = "Emergency Body"
ATTACHMENTS = "Emergency Attachments"
SIGNATURE = "Emergency Signature"
NOTE = "Emergency Note"
ANNEX = "Emergency Annex"
TABLE = "Emergency Table"
COLUMN = "Emergency Table Heading"
GROUP = "Emergency Table Group"
CELL = "Emergency Table Text"
SMALL = "Emergency Table Small"
HEADER = "Emergency Header"
PAGE_NUMBER = "Emergency Page Number"
REFERENCE = "Emergency Reference"

_SONG, _FANG, _KAI, _HEI, _TITLE = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
_TIMES, _ARIAL = "Times New Roman", "Arial"
_TYPES = {"paragraph": WD_STYLE_TYPE.PARAGRAPH, "character": WD_STYLE_TYPE.CHARACTER, "table": WD_STYLE_TYPE.TABLE}


@dataclass(frozen=True)
class _Look:
    """How a paragraph looks: East Asian face, half points, more of paragraph and type as XML, Latin face."""

    face: str
    size: int
    paragraph: str
    type: str = ""
    latin: str = _TIMES


# Members stand in the order of the schema: Word refuses a file in which they do not.
_STAY, _NEXT, _NEW_PAGE = "<w:keepNext/><w:keepLines/>", "<w:keepNext/>", "<w:pageBreakBefore/>"
_FILL = '<w:widowControl w:val="0"/>'
# Official documents write 2026年9月6日 without space between figures and characters.
_UNSPACED = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_CENTRED, _RIGHT, _BOTH = (f'<w:jc w:val="{side}"/>' for side in ("center", "right", "both"))
_LEVEL_1, _LEVEL_2 = (f'<w:outlineLvl w:val="{level}"/>' for level in (0, 1))


def _exact(line: int) -> str:
    return f'{_UNSPACED}{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


# 22 lines of 28 characters are set as such: LibreOffice gives a character of 16 pt two places of a grid of 15.8 pt.
_LINE = _exact(579)
_CLOSE = f'{_OFF_GRID}<w:spacing w:val="-5"/>'
# Two characters; `firstLine` is the same in twips, for readers that do not count in characters.
_TWO = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_IN_CELL = f'{_UNSPACED}{_OFF_GRID}<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'

_CHINESE: Mapping[str, _Look] = {
    TITLE: _Look(_TITLE, 44, _STAY + _exact(700) + _CENTRED, _OFF_GRID),
    MARK: _Look(_KAI, 32, _STAY + _LINE + _CENTRED, _CLOSE),
    RECIPIENT: _Look(_FANG, 32, _FILL + _LINE, _CLOSE),
    HEADING: _Look(_HEI, 32, _STAY + _LINE + _TWO + _LEVEL_1, _CLOSE, _ARIAL),
    SUBHEADING: _Look(_KAI, 32, _STAY + _LINE + _TWO + _LEVEL_2, _CLOSE),
    BODY: _Look(_FANG, 32, _FILL + _LINE + _TWO + _BOTH, _CLOSE),
    ATTACHMENTS: _Look(_FANG, 32, _FILL + _LINE, _CLOSE),
    SIGNATURE: _Look(_FANG, 32, _STAY + _LINE + _RIGHT, _CLOSE),
    NOTE: _Look(_FANG, 21, _FILL + _exact(420) + '<w:ind w:firstLine="632"/>', _OFF_GRID),
    ANNEX: _Look(_HEI, 32, _NEXT + _NEW_PAGE + _LINE + _LEVEL_1, _CLOSE, _ARIAL),
    COLUMN: _Look(_HEI, 21, _STAY + _IN_CELL + _CENTRED, _OFF_GRID, _ARIAL),
    GROUP: _Look(_KAI, 21, _STAY + _IN_CELL, _OFF_GRID),
    CELL: _Look(_FANG, 21, _IN_CELL, _OFF_GRID),
    SMALL: _Look(_FANG, 18, _IN_CELL, _OFF_GRID),
    HEADER: _Look(_HEI, 24, _exact(320), _OFF_GRID, _ARIAL),
    PAGE_NUMBER: _Look(_SONG, 28, _exact(280), _OFF_GRID, _SONG),
}


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="264" w:lineRule="auto"/>'


_BOLD, _ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"

_ENGLISH: Mapping[str, _Look] = {
    TITLE: _Look(_TITLE, 36, _STAY + _spaced(0, 120) + _CENTRED, _BOLD),
    MARK: _Look(_KAI, 26, _STAY + _spaced(0, 120) + _CENTRED, _BOLD),
    RECIPIENT: _Look(_FANG, 24, _spaced(120, 120)),
    HEADING: _Look(_HEI, 26, _STAY + _spaced(240, 80) + _LEVEL_1, _BOLD),
    SUBHEADING: _Look(_KAI, 24, _STAY + _spaced(140, 60) + _LEVEL_2, _BOLD + _ITALIC),
    BODY: _Look(_FANG, 24, _spaced(0, 60)),
    ATTACHMENTS: _Look(_FANG, 24, _spaced(0, 40)),
    SIGNATURE: _Look(_FANG, 24, _STAY + _spaced(0, 40) + _RIGHT),
    NOTE: _Look(_FANG, 20, _spaced(0, 40)),
    ANNEX: _Look(_HEI, 26, _NEXT + _NEW_PAGE + _spaced(0, 120) + _LEVEL_1, _BOLD),
    COLUMN: _Look(_HEI, 19, _STAY + _IN_CELL + _CENTRED, _BOLD),
    GROUP: _Look(_KAI, 19, _STAY + _IN_CELL, _BOLD),
    CELL: _Look(_FANG, 19, _IN_CELL),
    SMALL: _Look(_FANG, 16, _IN_CELL),
    HEADER: _Look(_HEI, 20, _exact(320)),
    PAGE_NUMBER: _Look(_SONG, 24, _exact(280)),
}

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def style_ids(document: Document, language: str) -> Mapping[str, str]:
    """The id of each style by its name: the document's own where it has one, else one added now."""
    ids = {}
    for name, kind, xml in _all(language):
        held = {style.name: style for style in document.styles if style.type == _TYPES[kind]}
        if name not in held:
            document.styles.element.append(parse_xml(xml))
        ids[name] = held[name].style_id if name in held else _id(name)
    return ids


def _all(language: str) -> list[tuple[str, str, str]]:
    looks = _CHINESE if language == "zh" else _ENGLISH
    table = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    small = _sized(looks[SMALL].size)
    return [
        *((name, "paragraph", _style(name, "paragraph", _paragraph(look, language))) for name, look in looks.items()),
        (TABLE, "table", _style(TABLE, "table", table)),
        (REFERENCE, "character", _style(REFERENCE, "character", f"<w:rPr>{small}</w:rPr>")),
    ]


def _paragraph(look: _Look, language: str) -> str:
    faces = f'w:ascii="{look.latin}" w:hAnsi="{look.latin}" w:eastAsia="{look.face}" w:cs="{_TIMES}"'
    type_ = f'<w:rFonts {faces}/>{look.type}<w:kern w:val="0"/>{_sized(look.size)}{language_mark(language)}'
    return f"<w:pPr>{look.paragraph}</w:pPr><w:rPr>{type_}</w:rPr>"


def _sized(size: int) -> str:
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def language_mark(language: str) -> str:
    """The language of a text, for spelling checkers and readers aloud."""
    return f'<w:lang w:val="{"zh-CN" if language == "zh" else "en-US"}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


def _style(name: str, kind: str, inner: str) -> str:
    return (
        f'<w:style xmlns:w="{NAMESPACE}" w:type="{kind}" w:customStyle="1" w:styleId="{_id(name)}">'
        f'<w:name w:val="{name}"/><w:uiPriority w:val="1"/><w:qFormat/>{inner}</w:style>'
    )


def _id(name: str) -> str:
    return name.replace(" ", "")
