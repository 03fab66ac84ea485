"""The file around the words: parts in a zip whose bytes depend on the report alone."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from emergency_cli.core.report.document import Report
from emergency_cli.export.docx.layout import Layout, part
from emergency_cli.export.docx.page import header, marks
from emergency_cli.export.docx.styles import PAGE_NUMBER
from emergency_cli.export.docx.text import NAMESPACE, Writer, attribute

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST, _LATEST = 1980, 2107
# So many blocks are written at once: each call costs, and a long document need not be in memory twice.
_AT_ONCE = 500
# Word takes no more in a property.
_MOST = 255


def packed(report: Report, writer: Writer, layout: Layout, blocks: Iterable[str]) -> bytes:
    """The whole file; `blocks` are the paragraphs and tables of the document."""
    return zipped(_parts(report, writer, layout, blocks), report.built)


def zipped(parts: Iterable[tuple[str, Iterable[str]]], built: datetime) -> bytes:
    """Named parts as one file, dated when they were built."""
    file = io.BytesIO()
    stamp = (min(max(built.year, _EARLIEST), _LATEST), *built.timetuple()[1:6])
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            with package.open(entry, "w") as stream:
                for text in content:
                    stream.write(text.encode("utf-8", "backslashreplace"))
    return file.getvalue()


def _parts(
    report: Report, writer: Writer, layout: Layout, blocks: Iterable[str]
) -> Iterator[tuple[str, Iterable[str]]]:
    language = "zh-CN" if writer.chinese else "en-US"
    yield "[Content_Types].xml", [part("content-types.xml")]
    yield "_rels/.rels", [part("relationships.xml")]
    yield "word/_rels/document.xml.rels", [part("document-relationships.xml")]
    yield "docProps/core.xml", [_properties(report, writer, language)]
    yield "word/styles.xml", [layout.styles_part]
    yield "word/settings.xml", [part("settings.xml")]
    yield "word/fontTable.xml", [part("fonts.xml")]
    for number, side in enumerate(("odd", "even"), 1):
        yield f"word/header{number}.xml", [part("header.xml").replace("{marks}", header(report, writer))]
        footer = part(f"footer-{side}.xml").replace("{style}", writer.styles[PAGE_NUMBER])
        yield f"word/footer{number}.xml", [footer]
    yield "word/document.xml", _document(layout, blocks)


def _properties(report: Report, writer: Writer, language: str) -> str:
    """Title, issuer, time and language, as the file says them of itself."""
    words = writer.words
    return properties(
        report.built,
        title=words(report.title),
        subject=words(report.incident),
        author=words(report.issuer) if report.issuer else "",
        keywords=writer.gap.join(words(mark) for mark in marks(report)),
        language=language,
    )


def properties(built: datetime, **said: str) -> str:
    """The part of the properties: title, subject, author, keywords and language."""
    text = part("properties.xml").replace("{built}", built.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", attribute(value[:_MOST]))
    return text


def _document(layout: Layout, blocks: Iterable[str]) -> Iterator[str]:
    yield f'{_XML}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"><w:body>'
    left = iter(blocks)
    while some := "".join(islice(left, _AT_ONCE)):
        yield some
    references = "".join(
        f'<w:{place}Reference w:type="{pages}" r:id="{id_}"/>'
        for place, pages, id_ in (("header", "default", "rId6"), ("header", "even", "rId7"),
                                  ("footer", "default", "rId4"), ("footer", "even", "rId5"))
    )  # fmt: skip
    yield f"<w:sectPr>{references}{layout.section}</w:sectPr></w:body></w:document>"
