"""The file around the document: a blank one in the official layout, or an office's template; and its bytes."""

import io
import zipfile
import zlib
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.export.docx.styles import language_mark
from emergency_cli.export.docx.text import NAMESPACE

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Margins of 37, 28, 26 and 35 mm leave a type area of 156 x 225 mm. The page number is 7 mm below it: 35 - 7 - 5 mm.
_PAPER = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1361" w:footer="1304" w:gutter="0"/>'
)
# 28 characters a line, 22 lines a page. 579 and not 580 (28.99 pt): 22 times 580 are 4 twips more than 225 mm.
_GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/>'
# Commercial faces that a computer may lack, and what to take instead.
_FONTS = (
    ("仿宋_GB2312", "仿宋", "modern", "86"),
    ("楷体_GB2312", "楷体", "modern", "86"),
    ("黑体", "SimHei", "modern", "86"),
    ("宋体", "SimSun", "auto", "86"),
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "auto", "86"),
    ("Times New Roman", "", "roman", "00"),
    ("Arial", "", "swiss", "00"),
)
_EARLIEST, _LATEST = 1980, 2107
# What a damaged file makes python-docx, zipfile and lxml raise.
_BROKEN = (OpcError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, LookupError, ValueError,
           SyntaxError, AttributeError, TypeError)  # fmt: skip


def blank(language: str) -> WordDocument:
    """An empty document in the official layout, with nothing of python-docx's own template in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in _parts(language).items():
            package.writestr(name, content)
    return Document(file)


def from_template(template: bytes) -> WordDocument:
    """The office's document without its words; styles, page and headers stay. Raises Misused where it is none."""
    try:
        document = Document(io.BytesIO(template))
        body = document.element.body
        for child in list(body):
            if child is not body.sectPr:
                body.remove(child)
        for child in list(body.get_or_add_sectPr()):
            if not str(child.tag).startswith(f"{{{NAMESPACE}}}"):
                child.getparent().remove(child)
        _ = document.styles, document.settings, document.core_properties, [each.name for each in document.styles]
    except _BROKEN as error:
        raise Misused(
            msg("The template is not a Word document that can be read."),
            msg("Open it in Word or WPS, save it as .docx, and give that file."),
        ) from error
    return document


def saved(document: WordDocument, built: datetime) -> bytes:
    """The file; the same document always gives the same bytes."""
    written, file = io.BytesIO(), io.BytesIO()
    document.save(written)
    stamp = (min(max(built.year, _EARLIEST), _LATEST), *built.timetuple()[1:6])
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name))
    return file.getvalue()


def _parts(language: str) -> dict[str, str]:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(list(kinds)[1:], 1)
    )
    start = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    grid = _GRID if language == "zh" else '<w:docGrid w:linePitch="360"/>'
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships(start),
        "word/_rels/document.xml.rels": _relationships(links),
        "word/document.xml": f'{_XML}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>{_PAPER}'
        f'<w:cols w:space="425"/>{grid}</w:sectPr></w:body></w:document>',
        "word/styles.xml": _styles(language),
        "word/settings.xml": _settings(language),
        "word/fontTable.xml": _font_table(),
    }


def _relationships(links: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _styles(language: str) -> str:
    """Only what every document has to have. The grid counts characters of the size of Normal: 3号, 16 pt."""
    faces = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"'
    size = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'.format(32 if language == "zh" else 24)
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    return (
        f'{_XML}<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {faces}/>{size}'
        f"{language_mark(language)}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{size}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style></w:styles>'
    )


def _settings(language: str) -> str:
    return (
        f'{_XML}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{"zh-CN" if language == "zh" else "en-US"}" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}">{f"""<w:altName w:val="{other}"/>""" if other else ""}'
        f'<w:charset w:val="{charset}"/><w:family w:val="{family}"/></w:font>'
        for name, other, family, charset in _FONTS
    )
    return f'{_XML}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'
