"""The compiled catalogue of messages: English msgids and their Chinese."""

from bisect import bisect_left
from pathlib import Path

_CHINESE = Path(__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "emergency.mo"


class Catalogue(dict[str, str]):
    """The compiled catalogue of a language, searched where it lies: a command says a few of its thousand messages.

    `raw` is a GNU .mo file: the msgids in order of their bytes, a table of lengths and offsets for them and one for
    their translations, all numbers little-endian.
    """

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self._raw = raw
        self._count, self._ids, self._texts = (self._number(at) for at in (8, 12, 16))

    def __missing__(self, msgid: str) -> str:
        """The message in the language; itself where it has no translation."""
        wanted = msgid.encode()
        at = bisect_left(range(self._count), wanted, key=lambda at: self._entry(self._ids, at))
        found = msgid and at < self._count and self._entry(self._ids, at) == wanted
        self[msgid] = said = self._entry(self._texts, at).decode() if found else msgid
        return said

    def _entry(self, table: int, at: int) -> bytes:
        length, offset = self._number(table + 8 * at), self._number(table + 8 * at + 4)
        return self._raw[offset : offset + length]

    def _number(self, at: int) -> int:
        return int.from_bytes(self._raw[at : at + 4], "little")


def catalogue_of(language: str) -> Catalogue:
    """The catalogue of `zh` or `en`; English is what a msgid says."""
    return Catalogue(_CHINESE.read_bytes() if language == "zh" else b"")
