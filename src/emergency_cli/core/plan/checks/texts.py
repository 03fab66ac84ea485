"""Every text for people is in both languages."""

import re
from collections.abc import Iterator

import msgspec

from emergency_cli.core.plan.checks.place import Books, at
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault, Text, msg

Path = tuple[object, ...]

_CHINESE, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")
# An English text may cite a clause (四（四）1) and quote a word or two of the plan; a sentence was left untranslated.
_CLAUSE = re.compile(r"[一二三四五六七八](（[一二三四五六七八]）)?\d*")
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{5,}|[\u4e00-\u9fff][，。；！？]")


def texts_are_in_both_languages(books: Books, roster: Roster) -> Iterator[Fault]:
    """Chinese is Chinese and English is English."""
    for file, model in (*((book.id, book) for book in books.values()), ("", roster)):
        for path, text in _texts(model, ()):
            if _LATIN.search(text.zh) and not _CHINESE.search(text.zh):
                what = msg("the Chinese text contains no Chinese: {text}", text=text.zh)
                yield at(file, *path, "zh", what=what, hint=msg("translate it"))
            if _SENTENCE.search(_CLAUSE.sub("", text.en)) or (_CHINESE.search(text.en) and not _LATIN.search(text.en)):
                what = msg("the English text is in Chinese: {text}", text=text.en)
                yield at(file, *path, "en", what=what, hint=msg("translate it"))


def _texts(value: object, path: Path) -> Iterator[tuple[Path, Text]]:
    """Every text below a value, with its place in the file."""
    match value:
        case Text():
            yield path, value
        case msgspec.Struct():
            for member in msgspec.structs.fields(value):
                yield from _texts(getattr(value, member.name), (*path, member.encode_name))
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*path, key))
        case tuple():
            for number, inner in enumerate(value):
                yield from _texts(inner, (*path, number))
