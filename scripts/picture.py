"""The picture of a walk in the READMEs, drawn from the tour as it plays: docs/walk.en.svg and docs/walk.zh.svg.

`python scripts/picture.py` draws them anew; tests/test_docs.py fails while one of them is stale.
"""

import io
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path

from emergency_cli.cli import run
from emergency_cli.core.width import columns
from emergency_cli.world import World

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "zh")
_AT = datetime(2026, 11, 23, 14, 54, tzinfo=timezone(timedelta(hours=8)))
_WIDTH, _CELL, _ROW, _EDGE = 80, 8.4, 19, 16
# How many hints of the guide are in the picture: the first tick, and a note.
_HINTS = 2
# The colours of a terminal by their number (Select Graphic Rendition, ECMA-48), on a dark ground.
_LOOKS = {
    "1": 'fill="#ffffff" font-weight="bold"',
    "2": 'fill="#8b949e"',
    "31": 'fill="#ff7b72"',
    "32": 'fill="#7ee787"',
    "33": 'fill="#e3b341"',
}
_STYLED = re.compile("\x1b\\[(\\d+)m(.*)\x1b\\[0m$")


def place_of(language: str) -> Path:
    """Where the picture of a language is."""
    return ROOT / "docs" / f"walk.{language}.svg"


def picture(language: str) -> str:
    """The first minute of the tour as SVG, as a terminal of 80 columns shows it."""
    rows = list(_rows(_played(language)))
    width, height = round(_WIDTH * _CELL + 2 * _EDGE), len(rows) * _ROW + 2 * _EDGE
    drawn = [_row(number, text, look) for number, (text, look) in enumerate(rows) if text]
    font = "'Noto Sans Mono CJK SC', ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    ground = f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>'
    group = f'<g font-family="{font}" font-size="14" fill="#e6edf3">'
    return "\n".join([head, ground, group, *drawn, "</g>", "</svg>", ""])


def _played(language: str) -> str:
    """What the tour puts on the screen."""
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as place:
        env = {"EMERGENCY_HOME": place, "EMERGENCY_STATE": place, "EMERGENCY_PLAN": str(ROOT)}
        env |= {"EMERGENCY_LANG": language, "COLUMNS": str(_WIDTH), "TERM": "xterm"}
        world = World(env, io.StringIO(), out, io.StringIO(), "full", "duty", "desk", now=lambda: _AT)
        run(["tour", "--auto"], world)
    return out.getvalue()


def _rows(played: str) -> Iterator[tuple[str, str]]:
    """From the command to the hint that is left out, each line with its look."""
    begun, hints = False, 0
    for line in played.splitlines():
        styled = _STYLED.match(line)
        look, text = (styled[1], styled[2]) if styled else ("", line)
        begun = begun or text.startswith("$ ")
        hints += begun and text.startswith("»")
        if hints > _HINTS:
            return
        if begun:
            yield text.rstrip(), _LOOKS.get(look, "")


# Browsers make one blank of several, whatever the picture says.
_KEPT = "\u00a0"


def _row(number: int, text: str, look: str) -> str:
    """A line, as wide as its columns whatever font draws it."""
    plain = text.lstrip()
    kept = escape(plain.replace(" ", _KEPT))
    left = _EDGE + columns(text[: len(text) - len(plain)]) * _CELL
    length = columns(plain) * _CELL
    at = f'x="{left:.1f}" y="{_EDGE + (number + 0.75) * _ROW:.1f}" textLength="{length:.1f}"'
    return f'<text {at} lengthAdjust="spacingAndGlyphs"{" " if look else ""}{look}>{kept}</text>'


if __name__ == "__main__":
    for each in LANGUAGES:
        place_of(each).write_text(picture(each), encoding="utf-8")
