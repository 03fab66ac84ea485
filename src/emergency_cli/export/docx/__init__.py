"""The report as a Word document, in the layout of GB/T 9704-2012 or as a plain letter: to be signed, printed, filed.

In the layout of the standard it is the body form of an official document, without the red head, which needs an act of
issuing. The words are written as XML straight into the file; `parts` holds the rest of it. `layout` is the page and the
styles: those that the plan names, or those of an office's own template.
"""

from emergency_cli.core.report.document import Report
from emergency_cli.export.docx.body import written
from emergency_cli.export.docx.layout import layout_of, of_template
from emergency_cli.export.docx.package import packed
from emergency_cli.export.docx.text import Writer
from emergency_cli.language import Words


def export(report: Report, words: Words, template: bytes | None = None) -> bytes:
    """The whole document; with `template`, in the styles and on the page of that file. Raises Misused if it is none.

    The same report gives the same bytes.
    """
    own = layout_of(report.layout, words.language)
    layout = own if template is None else of_template(template, own, words.language)
    writer = Writer(words, layout.styles, layout.width)
    return packed(report, writer, layout, written(report, writer))
