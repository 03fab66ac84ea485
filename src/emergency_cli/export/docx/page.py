"""What stands on every page, and what the file says of itself."""

import re
from datetime import UTC

from docx.document import Document
from docx.oxml import parse_xml
from docx.section import _Footer, _Header

from emergency_cli.core.report import Report
from emergency_cli.core.text import Message, msg
from emergency_cli.export.docx.styles import HEADER, PAGE_NUMBER, REFERENCE
from emergency_cli.export.docx.text import NAMESPACE, Pen

# Of the type area of the official layout, in twips: 156 mm.
TYPE_AREA = 8845
_FIELD = "".join(
    f"<w:r>{inner}</w:r>"
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
)


def width(document: Document) -> int:
    """Of the type area, in twips."""
    section = document.sections[-1]
    if section.page_width is None or section.left_margin is None or section.right_margin is None:
        return TYPE_AREA
    return max(TYPE_AREA // 2, int(section.page_width - section.left_margin - section.right_margin) // 635)


def marks(report: Report) -> tuple[Message, ...]:
    """What a reader has to know on whatever page: a drill, a draft, a copy without personal values."""
    return (*report.marks, *((msg("Masked copy"),) if report.redacted else ()))


def on_every_page(document: Document, report: Report, pen: Pen) -> None:
    """Marks and check code above, page number below; above and below what a template has there, which stays."""
    section = document.sections[-1]
    own_footers = all(each.is_linked_to_previous for each in (section.footer, section.even_page_footer))
    if own_footers:
        document.settings.odd_and_even_pages_header_footer = True
        _fill(section.footer, _page_number(pen, odd=True))
        _fill(section.even_page_footer, _page_number(pen, odd=False))
    _add(section.header, report, pen)
    if document.settings.odd_and_even_pages_header_footer:
        _add(section.even_page_header, report, pen)
    if section.different_first_page_header_footer:
        _add(section.first_page_header, report, pen)


def _add(header: _Header, report: Report, pen: Pen) -> None:
    if header.is_linked_to_previous:
        _fill(header, _marked(report, pen))
        return
    for paragraph in header.paragraphs:  # the marks of another document that became a template
        if paragraph._p.style == pen.styles[HEADER]:
            header._element.remove(paragraph._p)
    header._element.insert(0, _parsed(_marked(report, pen)))


def _fill(place: _Header | _Footer, xml: str) -> None:
    place.is_linked_to_previous = False
    for child in list(place._element):
        place._element.remove(child)
    place._element.append(_parsed(xml))


def _parsed(xml: str) -> object:
    return parse_xml(re.sub("^<w:p>", f'<w:p xmlns:w="{NAMESPACE}">', xml))


def _marked(report: Report, pen: Pen) -> str:
    """The marks on the left; on the right by what a loose page can be told to belong here."""
    code = pen.words("　".join([report.incident, *(code for code, _ in report.codes[:1])]))
    edge = f'<w:tabs><w:tab w:val="right" w:pos="{pen.width}"/></w:tabs>'
    said = "　".join(pen.words(mark) for mark in marks(report))
    return pen.paragraph(HEADER, pen.run(said), "<w:r><w:tab/></w:r>", pen.run(code, style=REFERENCE), properties=edge)


def _page_number(pen: Pen, *, odd: bool) -> str:
    """— 1 —: on odd pages on the right, on even pages on the left, one character in (GB/T 9704-2012, 7.5)."""
    side, indent = ("right", "right") if odd else ("left", "left")
    place = f'<w:ind w:{indent}Chars="100" w:{indent}="280"/><w:jc w:val="{side}"/>'
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    return pen.paragraph(PAGE_NUMBER, dash.format("— "), _FIELD, dash.format(" —"), properties=place)


def describe(document: Document, report: Report, pen: Pen) -> None:
    """Title, issuer, time and language, in the properties of the file."""
    properties, words = document.core_properties, pen.words
    issuer = words(report.issuer) if report.issuer else ""
    properties.title = words(report.title)[:255]
    properties.author = properties.last_modified_by = issuer[:255]
    properties.subject = words(report.incident)[:255]
    properties.keywords = "　".join(words(mark) for mark in marks(report))
    properties.comments = properties.category = ""
    properties.language = "zh-CN" if pen.chinese else "en-US"
    properties.created = properties.modified = report.built.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = 1
