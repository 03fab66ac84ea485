"""A playbook as one self-contained HTML page, to be read and printed."""

from collections.abc import Iterator
from html import escape

from emergency_cli.core.plan.centre import Layout
from emergency_cli.core.prepare.outline import Outline, OutlineItem, OutlineSection
from emergency_cli.export.paper.page import paper_of
from emergency_cli.language import Words

_STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 1.5rem; color: #000;
  background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; border-bottom: 2px solid #000; margin-top: 2rem; break-after: avoid; }
ol, ul.items { padding-left: 2rem; } li { margin-bottom: .4rem; break-inside: avoid; }
li > ul { padding-left: 1.2rem; } .warn { font-weight: bold; } .quiet { color: #444; font-size: .9em; }
code { font-size: .9em; } li p { margin: 0; }
@media print { body { font-size: 10.5pt; line-height: 1.35; margin: 0; } h2 { margin-top: 1rem; }
  li { margin-bottom: .2rem; } }
"""


def playbook_page(whole: Outline, words: Words, layout: Layout) -> bytes:
    """The page. Opened anywhere, it runs and fetches nothing: its own policy forbids it."""
    title = escape(words(whole.title))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}@page {{ size: {paper_of(layout)}; margin: 18mm; }}\n</style>",
        f"</head>\n<body>\n<main>\n<h1>{title}</h1>",
        *(f'<p class="{detail.weight}">{escape(words(detail.text))}</p>' for detail in whole.lead),
        *(line for section in whole.sections for line in _section(section, words)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode("utf-8", "backslashreplace")


def _section(section: OutlineSection, words: Words) -> Iterator[str]:
    yield f"<h2>{escape(words(section.title))}</h2>"
    kind = "ol" if section.numbered else 'ul class="items"'
    yield f"<{kind}>"
    for item in section.items:
        yield from _item(item, words)
    yield f"</{kind.split()[0]}>"


def _item(item: OutlineItem, words: Words) -> Iterator[str]:
    marks = "".join(f" | {escape(words(mark))}" for mark in item.marks)
    yield f"<li><p><strong>{escape(words(item.title))}</strong> <code>{escape(item.id)}</code>{marks}</p>"
    if item.details:
        yield "<ul>"
        yield from (f'<li class="{detail.weight}">{escape(words(detail.text))}</li>' for detail in item.details)
        yield "</ul>"
    yield "</li>"
