"""The report as a Word document in the layout of GB/T 9704-2012 (plan/practice.md 2.1): to be signed, printed, filed.

It is the body form of an official document, without the red head, which needs an act of issuing. `styles` names the
styles that an office's own template may bring, `package` is the file around it, `page` what stands on every page.
"""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading

from emergency_cli.core.report import Report
from emergency_cli.export.docx.body import written
from emergency_cli.export.docx.package import blank, from_template, saved
from emergency_cli.export.docx.page import describe, on_every_page, width
from emergency_cli.export.docx.styles import style_ids
from emergency_cli.export.docx.text import NAMESPACE, Pen
from emergency_cli.language import Words


def export(report: Report, words: Words, template: bytes | None = None) -> bytes:
    """The whole document; with `template`, in the styles, page and headers of that file. Raises Misused if it is none.

    The same report gives the same bytes.
    """
    document = blank(words.language) if template is None else from_template(template)
    pen = Pen(words, style_ids(document, words.language), width(document))
    document = _filled(document, written(report, pen))
    on_every_page(document, report, pen)
    describe(document, report, pen)
    return saved(document, report.built)


def _filled(document: Document, blocks: Iterator[str]) -> Document:
    """The document with these words, read as one text: elements brought in one by one take a hundred times as long."""
    section = serialize_for_reading(document.element.body.get_or_add_sectPr())
    words = "".join(blocks)
    document.part._element = parse_xml(
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{words}{section}</w:body></w:document>'
    )
    filled: Document = document.part.document
    return filled
