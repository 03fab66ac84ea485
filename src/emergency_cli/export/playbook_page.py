"""The flowchart of a playbook as one self-contained HTML page, with everything it says as text below the picture.

The picture is drawn by Mermaid, whose script stands in the page (docs/decisions/0007-mermaid-in-the-page.md).
"""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

from emergency_cli.core.prepare.outline import Item, Outline, Section
from emergency_cli.core.text import msg
from emergency_cli.language import Words

MERMAID = Path(__file__).parent / "mermaid" / "mermaid.tiny.js"

_STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 1.5rem; color: #000;
  background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; border-bottom: 2px solid #000; margin-top: 2rem; }
figure { margin: 1rem 0; overflow: auto; border: 1px solid #000; padding: .5rem; }
figure svg { display: block; }
article ol, article ul.items { padding-left: 2rem; } article li { margin-bottom: .4rem; break-inside: avoid; }
li > ul { padding-left: 1.2rem; } .warn { font-weight: bold; } .quiet { color: #444; font-size: .9em; }
code { font-size: .9em; } li p { margin: 0; }
@media print { figure { overflow: visible; border: 0; } figure svg { max-width: 100% !important; height: auto; } }
"""
_DRAW = """
mermaid.initialize({startOnLoad: false, securityLevel: "strict", theme: "neutral", maxTextSize: 1000000, maxEdges: 5000,
  flowchart: {useMaxWidth: false, htmlLabels: true, wrappingWidth: 240, curve: "basis",
  subGraphTitleMargin: {top: 6, bottom: 18}}});
mermaid.render("drawing", text).then(({svg}) => {
  document.getElementById("picture").innerHTML = svg;
  document.querySelector("#picture [id*='flowchart-start']").scrollIntoView({inline: "center", block: "nearest"});
}).catch(() => { document.getElementById("sorry").hidden = false; });
"""


def playbook_page(whole: Outline, drawing: str, words: Words) -> bytes:
    """The page; `drawing` is the Mermaid text. Opened anywhere, it fetches nothing: its own policy forbids it."""
    title = escape(words(whole.title))
    # Inside a script only `<` could end it.
    text = json.dumps(drawing, ensure_ascii=False).replace("<", "\\u003c")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if words.language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        "style-src 'unsafe-inline'; img-src data:; font-src data:\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
        f"<p>{escape(words(_LEGEND))}</p>",
        f'<figure role="img" aria-label="{escape(words(_SAME))}"><div id="picture"></div>',
        f'<p id="sorry" hidden>{escape(words(_SORRY))}</p><noscript>{escape(words(_SORRY))}</noscript></figure>',
        "<article>",
        *(f'<p class="{detail.weight}">{escape(words(detail.text))}</p>' for detail in whole.lead),
        *(line for section in whole.sections for line in _section(section, words)),
        "</article>",
        f"<script>{MERMAID.read_text(encoding='utf-8')}</script>",
        f"<script>const text = {text};{_DRAW}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


_LEGEND = msg(
    "Double sides and a thick border: life first. Rhomb: a question, with its answers on the arrows. "
    "Flag: another playbook that is suggested. Arrows without an answer: what comes next."
)
_SAME = msg("Flowchart of the playbook; the list below says the same in words")
_SORRY = msg("The picture cannot be drawn here. The list below says the same in words.")


def _section(section: Section, words: Words) -> Iterator[str]:
    yield f"<h2>{escape(words(section.title))}</h2>"
    kind = "ol" if section.numbered else 'ul class="items"'
    yield f"<{kind}>"
    for item in section.items:
        yield from _item(item, words)
    yield f"</{kind.split()[0]}>"


def _item(item: Item, words: Words) -> Iterator[str]:
    marks = "".join(f" | {escape(words(mark))}" for mark in item.marks)
    yield f"<li><p><strong>{escape(words(item.title))}</strong> <code>{escape(item.id)}</code>{marks}</p>"
    if item.details:
        yield "<ul>"
        yield from (f'<li class="{detail.weight}">{escape(words(detail.text))}</li>' for detail in item.details)
        yield "</ul>"
    yield "</li>"
