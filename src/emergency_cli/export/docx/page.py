"""What is on every page."""

from emergency_cli.core.report.document import Report
from emergency_cli.core.text import Message, msg
from emergency_cli.export.docx.styles import HEADER, REFERENCE
from emergency_cli.export.docx.text import Writer


def marks(report: Report) -> tuple[Message, ...]:
    """What a reader has to know on whatever page: a drill, a draft, a copy without personal values."""
    return (*report.marks, *((msg("Redacted copy"),) if report.redacted else ()))


def header(report: Report, writer: Writer) -> str:
    """The marks on the left; on the right by what a loose page can be told to belong here."""
    code = writer.words(writer.gap.join([report.incident, *(code for code, _ in report.codes[:1])]))
    edge = f'<w:tabs><w:tab w:val="right" w:pos="{writer.width}"/></w:tabs>'
    said = writer.gap.join(writer.words(mark) for mark in marks(report))
    runs = (writer.run(said), "<w:r><w:tab/></w:r>", writer.run(code, style=REFERENCE))
    return writer.paragraph(HEADER, *runs, properties=edge)
