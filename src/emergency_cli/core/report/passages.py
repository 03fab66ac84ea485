"""A document that came back beside the one that the record gives: which codes it bears, and where the two differ."""

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_CODE = re.compile(r"(?<![0-9a-f])[0-9a-f]{4}(?:[ \u00a0][0-9a-f]{4}){4}(?![0-9a-f])", re.IGNORECASE)
# The number of a message that is one of several, with the marks in front of it (`chunks`).
_PART = re.compile(r"^((?:【[^】\n]*】|\[[^\]\n]*\] ?)*)\((\d{1,3})/(\d{1,3})\) ", re.MULTILINE)
# Less than this of a document has to be in another for the two to be the same document with changes.
_SHARED = 0.25


class Passage(Struct, frozen=True):
    """A place where two texts differ: what it `says`, and what it `should` say; either may be empty."""

    says: str
    should: str


def codes_in(text: str) -> list[str]:
    """The check codes that a text bears, each once."""
    return list(dict.fromkeys(" ".join(found.lower().split()) for found in _CODE.findall(text)))


def in_one(text: str) -> str:
    """A text that came in several messages and was pasted from them, as one; any other text as it is."""
    heads = list(_PART.finditer(text))
    if not heads:
        return text
    ends = [head.start() for head in heads[1:]]
    parts = {int(head[2]): text[head.end() : end] for head, end in zip(heads, [*ends, len(text)], strict=True)}
    if sorted(parts) != list(range(1, int(heads[0][3]) + 1)):
        return text
    return heads[0][1] + "".join(parts[number] for number in sorted(parts))


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but their blanks."""
    return "".join(one.split()) == "".join(other.split())


def akin(here: Sequence[str], should: Sequence[str]) -> bool:
    """Whether the lines of a document have enough in common with those of another to be that with changes.

    The code, by which it came to be compared, proves nothing.
    """
    mine, theirs = (set(_squeezed([line for line in lines if not _CODE.search(line)])) for lines in (here, should))
    return len(mine & theirs) >= _SHARED * min(len(mine), len(theirs))


def differing(here: Sequence[str], should: Sequence[str], gone: Collection[str]) -> list[Passage]:
    """Where the lines `here` differ from those that they `should` be. Blanks count for nothing.

    `gone` are the words that stand in place of a value that was destroyed: it may have been anything.
    """
    mine, theirs = _squeezed(here), _squeezed(should)
    start = _common(zip(mine, theirs, strict=False))
    end = _common(zip(reversed(mine[start:]), reversed(theirs[start:]), strict=False))
    mine, theirs = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    found = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    passages = [
        passage
        for what, low, high, from_, to in found
        if what != "equal"
        for passage in _pairs(here[start + low : start + high], should[start + from_ : start + to])
    ]
    anything = re.compile("|".join(re.escape("".join(words.split())) for words in gone))
    return [each for each in passages if not _may_be(each, anything)]


def _squeezed(lines: Sequence[str]) -> list[str]:
    return ["".join(line.split()) for line in lines]


def _common(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _pairs(here: Sequence[str], should: Sequence[str]) -> Iterator[Passage]:
    """Line beside line where they are as many, else all of them in one."""
    if len(here) == len(should):
        yield from (Passage(*pair) for pair in zip(here, should, strict=True))
    else:
        yield Passage(" ".join(here), " ".join(should))


def _may_be(passage: Passage, anything: re.Pattern[str]) -> bool:
    """Whether two lines differ in nothing but what was destroyed since."""
    says, should = _squeezed([passage.says, passage.should])
    kept = anything.split(should)
    return len(kept) > 1 and bool(re.fullmatch(".+".join(map(re.escape, kept)), says))
