"""What a person wrote, made harmless for the screen that shows it."""

import re

# Characters with which a text could control a terminal or turn its reading direction. None of them is printable.
_CONTROLS = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The text with control characters made visible: what a person wrote is never a command to the screen."""
    if text.isprintable():
        return text
    return re.sub(_CONTROLS, lambda found: _shown(found[0]), text)


def _shown(character: str) -> str:
    """A control character made visible; the byte of a name that is not UTF-8 as that byte."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape", "surrogatepass").decode()


def escaped(json_text: str) -> str:
    """JSON in which no character of a string controls the terminal that shows it; its meaning is the same."""
    return re.sub(_CONTROLS, lambda found: f"\\u{ord(found[0]):04x}", json_text)
