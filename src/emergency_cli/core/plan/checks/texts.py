"""Every text for people is in the languages of the plan, and in no other."""

import re
from collections.abc import Iterator

import msgspec

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.place import Books, at, in_centre
from emergency_cli.core.plan.clauses import in_english
from emergency_cli.core.plan.facts import Says
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.terms import LANGUAGES
from emergency_cli.core.text import Fault, Message, Text, msg

Path = tuple[object, ...]

_CHINESE, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")
# An English text may cite a clause (四（四）1) and quote a word or two of the plan; a sentence was left untranslated.
_CLAUSE = re.compile(r"[一二三四五六七八](（[一二三四五六七八]）)?\d*")
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{5,}|[\u4e00-\u9fff][，。；！？]")


def texts_are_in_the_languages(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """In the one language of the plan, or in each of them: Chinese is Chinese and English is English."""
    for path, what, hint in texts_below(centre, centre):
        yield in_centre(*path, what=what, hint=hint)
    for file, model in (*((book.id, book) for book in books.values()), ("", roster)):
        for path, what, hint in texts_below(model, centre):
            yield at(file, *path, what=what, hint=hint)


def texts_below(value: object, centre: Centre) -> Iterator[tuple[Path, Message, Message]]:
    """What is wrong with the texts below a value: where, what, and what to do."""
    wrong = _wrong if len(centre.languages) > 1 else _of_another
    for path, text in _texts(value, ()):
        for where, what in wrong(text, centre):
            yield (*path, where), what, _HINT


_HINT = msg("write it in each language of the plan, and in no other: languages: in centre.yaml")


def languages_are_known(books: Books, roster: Roster, centre: Centre) -> Iterator[Fault]:
    """One, or several of those in which the program speaks."""
    unknown = [each for each in centre.languages if each not in LANGUAGES]
    if not centre.languages or (unknown and len(centre.languages) > 1):
        what = msg("the languages of the plan are one, or several of {names}", names=list(LANGUAGES))
        yield in_centre("languages", what=what, hint=msg("write one of them, like [en]"))


def _of_another(text: Text, centre: Centre) -> Iterator[tuple[str, Message]]:
    """Where there is one language, nothing is written in a second one, and nothing is Chinese in a plan that is not."""
    (language,) = centre.languages or ("",)
    if text.zh != text.en:
        yield "", msg("this text is in two languages, and the plan is in one: {text}", text=text)
    elif language != "zh" and _CHINESE.search(in_english(text.en)):
        yield "", msg("this text is in Chinese, which is no language of the plan: {text}", text=text)


def _wrong(text: Text, centre: Centre) -> Iterator[tuple[str, Message]]:
    if text.zh == text.en and (_LATIN.search(text.en) or _CHINESE.search(text.en)):
        yield "", msg("this text is in one language only: {text}", text=text)
    elif _LATIN.search(text.zh) and not _CHINESE.search(text.zh):
        yield "zh", msg("the Chinese text contains no Chinese: {text}", text=text.zh)
    elif _SENTENCE.search(_CLAUSE.sub("", text.en)) or (_CHINESE.search(text.en) and not _LATIN.search(text.en)):
        yield "en", msg("the English text is in Chinese: {text}", text=text.en)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, Text]]:
    """Every text below a value, with its place in the file."""
    match value:
        case Text():
            yield path, value
        case Says() if value.text:
            yield path, value.text
    match value:
        case msgspec.Struct():
            for member in msgspec.structs.fields(value):
                yield from _texts(getattr(value, member.name), (*path, member.encode_name))
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*path, key))
        case tuple():
            for number, inner in enumerate(value):
                yield from _texts(inner, (*path, number))
