"""Paragraphs as the XML of WordprocessingML, written as text: that is what keeps long logs quick."""

import re
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from emergency_cli.export import say
from emergency_cli.language import Words

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINE = "____"
KEEP = "<w:keepNext/>"
# XML has no way to write U+FFFE and U+FFFF; the other characters it refuses are made visible where words are made.
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": "\\ufffe", "\uffff": "\\uffff"}
    | {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
)
# Of two widths, and in a Latin face half as wide unless the run says that it is East Asian.
_EITHER = re.compile("[“”‘’…—·×→°①-⑳]")


# Whether there is any of it: most stretches of a long log are written as they are.
_TO_ESCAPE = re.compile(f"[{''.join(map(chr, _ESCAPES))}]")


def escaped(text: str) -> str:
    """Text as the content of a run."""
    return text.translate(_ESCAPES) if _TO_ESCAPE.search(text) else text


def attribute(text: str) -> str:
    """Text as the value of an attribute."""
    return " ".join(text.split()).translate(_ESCAPES).replace('"', "&quot;")


class Writer(Struct, frozen=True, dict=True):
    """Writes in one language, with the styles of one document (name -> id). `width`: of the type area, in twips."""

    words: Words
    styles: Mapping[str, str]
    width: int

    @cached_property
    def chinese(self) -> bool:
        """Whether the document is in Chinese."""
        return self.words.language == "zh"

    @property
    def gap(self) -> str:
        """What stands between two things on one line: the width of a character."""
        return "\u3000" if self.chinese else "\u2003"

    def says(self, cell: object) -> str:
        """A cell in words; a blank as a line to write on."""
        return LINE if cell is None else say(cell, self.words)

    def label(self, title: object) -> str:
        """The name of a value or a column; in English with a capital."""
        said = self.words(title)
        return said if self.chinese else said[:1].upper() + said[1:]

    def attribute(self, text: str) -> str:
        """Text as the value of an attribute."""
        return attribute(text)

    def run(self, text: str, *, struck: bool = False, style: str = "") -> str:
        """A stretch of text, unchanged."""
        if not text:
            return ""
        properties = f'<w:rStyle w:val="{self.styles[style]}"/>' if style else ""
        if self.chinese and not text.isascii() and _EITHER.search(text):
            properties += '<w:rFonts w:hint="eastAsia"/>'
        if struck:
            properties += "<w:strike/>"
        properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'

    def paragraph(self, style: str, *runs: str, properties: str = "") -> str:
        """A paragraph of `runs`. `properties` follow the style, in the order of the schema."""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.styles[style]}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'

    def text(self, style: str, text: str, properties: str = "") -> str:
        """A paragraph of one stretch of text."""
        return self.paragraph(style, self.run(text), properties=properties)

    def named(self, title: object, answer: str) -> str:
        """A value with its name; a question asks for no colon."""
        if (label := self.label(title)).endswith("?"):
            return f"{label} {answer}"
        return self.words.say("{fact}: {answer}", fact=label, answer=answer)

    def blank(self, style: str, title: object) -> str:
        """A paragraph with a name and a line to write on, to the right edge."""
        edge = f'<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="{self.width}"/></w:tabs>'
        return self.paragraph(style, self.run(self.named(title, LINE)), "<w:r><w:tab/></w:r>", properties=edge)
