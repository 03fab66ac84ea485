"""What is meant by words that somebody shouts: the names of playbooks that are known in them, longest first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from emergency_cli.core.plan.names.find import Sounds, apart, spoken
from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.text import unaccented

Presets = Mapping[str, str]
# The patterns are compiled when they are first searched for: few commands that read the plan are told what happened.
# What stands around the word that counts, and keeps it from being seen: 有人晕倒了, 有人被砍.
_FILLERS = "有个人|有人|有个|快来人|快|了|啊"
_DENIED_BEFORE = "(没有?|无|未|不是|并非|非|别|不会|排除|假)(发生|出现|看[到见]|发现|什么|任何|人)?$"
_DENIED_AFTER = "^[的是]?(误报|假的|解除|扑灭|灭|警报解除|结束|怎么办\\?)"
_NOT = frozenset(("no", "not", "never", "without", "isnt", "wasnt", "false", "dont", "nobody", "cannot", "cant"))
_WORD = "[0-9a-z]+"
_ENDINGS = ("ing", "ed", "s")


class Word(Struct, frozen=True):
    """A name of a playbook as it can be shouted, and the facts that it answers."""

    book: str
    name: str
    sets: Presets = {}


class Span(Struct, frozen=True):
    """Where a known word stands in what was typed."""

    start: int
    end: int
    word: Word


class Meaning(Struct, frozen=True):
    """What was meant: playbooks with the facts already answered, in the order of the plan; `near`: what may be meant.

    `denied`: the words say that it is not so. `rest`: whether more was typed than a known word.
    """

    found: Mapping[str, Presets] = {}
    near: tuple[str, ...] = ()
    denied: bool = False
    rest: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether nobody can tell, so that it has to be asked."""
        return self.denied or not self.found


def words_of(playbooks: Iterable[Playbook]) -> list[Word]:
    """All the names of playbooks, titles and ids included."""
    words = []
    for book in playbooks:
        words += [Word(book.id, _latin(name)) for name in (book.id, book.title.zh, book.title.en)]
        words += [Word(book.id, _latin(alias.name), alias.sets) for alias in book.aliases]
    return words


def _latin(name: str) -> str:
    """A name in Latin letters without its accents; any other as it is."""
    bare = unaccented(name)
    return bare if bare.isascii() else name


def meaning(typed: str, words: Sequence[Word], *, slips: bool = True, sounds: Sounds = spoken) -> Meaning:
    """What somebody means.

    The whole of what was typed counts first, then the known words in it, then a beginning that only one playbook has,
    then how it sounds (typed in Latin letters), at last a slip of the finger. Chinese words that only look or sound
    alike never count: 红水 is not 洪水.
    """
    text = _folded(typed)
    whole = _core(text)
    exact = [word for word in words if whole and whole in (_core(word.name), _core(_folded(word.name)))]
    if exact or not whole:
        return _meant(exact, words)
    spans = _spans(text, words)
    if spans:
        said = [span for span in spans if not _denied(text, span)]
        meant = _meant([span.word for span in said or spans], words)
        return Meaning(meant.found, meant.near, denied=not said, rest=_rest(text, spans))
    likely = _beginning(whole, words) or _sounding(whole, words, sounds)
    if not likely and slips:
        likely = [word for word in words if _slip(whole, _core(word.name))]
    books = _in_order({word.book for word in likely}, words)
    return _meant(likely, words) if len(books) == 1 else Meaning(near=books or _nearest(whole, words))


def _meant(said: Sequence[Word], words: Sequence[Word]) -> Meaning:
    """Every playbook that was named; the general procedure only where no other was: it is part of every incident."""
    books = _in_order({word.book for word in said}, words)
    named = [book for book in books if book != GENERAL] or list(books)
    return Meaning({book: _together([word.sets for word in said if word.book == book]) for book in named})


def _together(presets: Sequence[Presets]) -> Presets:
    """The answers of several words: what they say together; nothing on what they contradict each other in."""
    answers: dict[str, set[str]] = {}
    for sets in presets:
        for fact, value in sets.items():
            answers.setdefault(fact, set()).add(value)
    return {fact: ",".join(sorted(values)) for fact, values in answers.items()}


def _in_order(books: Iterable[str], words: Sequence[Word]) -> tuple[str, ...]:
    wanted = set(books)
    return tuple(book for book in dict.fromkeys(word.book for word in words) if book in wanted)


# --- known words in what was typed -----------------------------------------------------------------------------------


def _folded(text: str) -> str:
    """Without what does not tell: case, width, accents, apostrophes, blanks in Chinese, words around the word."""
    small = re.sub("['’]", "", unaccented(text).casefold())
    small = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", small)
    return re.sub(_FILLERS, "", small)


def _core(text: str) -> str:
    """Letters and figures alone: names are compared without their marks and blanks."""
    return "".join(letter for letter in unaccented(text).casefold() if letter.isalnum())


def _spans(text: str, words: Sequence[Word]) -> list[Span]:
    """The known words, the longest first; one that lies within a longer one does not count."""
    stems = [(_stem(each[0]), each.start(), each.end()) for each in re.finditer(_WORD, text)]
    places = (span for word in words for span in _places(text, stems, word))
    found = sorted(places, key=lambda span: span.start - span.end)
    kept: list[Span] = []
    for span in found:
        free = all(
            span.end <= other.start or other.end <= span.start or (span.start, span.end) == (other.start, other.end)
            for other in kept
        )
        if free:
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _rest(text: str, spans: Sequence[Span]) -> bool:
    """Whether anything but marks stands outside of the known words."""
    covered = {place for span in spans for place in range(span.start, span.end)}
    return any(letter.isalnum() for place, letter in enumerate(text) if place not in covered)


def _places(text: str, stems: Sequence[tuple[str, int, int]], word: Word) -> Iterator[Span]:
    """Where a name stands: a Chinese one anywhere, a Latin one as whole words in whatever form (fights, fighting)."""
    if word.name.isascii():
        wanted = [_stem(each) for each in re.findall(_WORD, word.name.casefold())]
        for place, (stem, start, _) in enumerate(stems):
            if wanted[:1] == [stem] and [each for each, _, _ in stems[place : place + len(wanted)]] == wanted:
                yield Span(start, stems[place + len(wanted) - 1][2], word)
        return
    name = _folded(word.name)
    place = text.find(name) if len(name) > 1 else -1
    while place >= 0:
        yield Span(place, place + len(name), word)
        place = text.find(name, place + 1)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= (3 if ending == "s" else 4):
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e")


def _denied(text: str, span: Span) -> bool:
    """Whether the words around it say that it is not so: 没有着火, no fire."""
    before, after = text[: span.start], text[span.end :]
    if re.search(_DENIED_BEFORE, before) or re.search(_DENIED_AFTER, after):
        return True
    near = re.split("[,.;!?，。；！？]", before)[-1]
    return bool(_NOT & set(re.findall(_WORD, near)[-3:]))


# --- what is not there word by word ----------------------------------------------------------------------------------


def _beginning(whole: str, words: Sequence[Word]) -> list[Word]:
    """Names that begin with it; Chinese ones also those that hold it."""
    if whole.isascii():
        return [word for word in words if len(whole) > 3 and _core(word.name).startswith(whole)]
    starting = [word for word in words if _core(word.name).startswith(whole)]
    return starting or [word for word in words if whole in _core(word.name)]


def _sounding(whole: str, words: Sequence[Word], sounds: Sounds) -> list[Word]:
    """Names that sound like it as a whole, by their pinyin or their initials."""
    if not whole.isascii() or len(whole) < 2:
        return []
    return [word for word in words if not word.name.isascii() and whole in sounds(word.name, False)]


def _slip(typed: str, name: str) -> bool:
    """Whether two letters changed places, or one is missing or too many; not whether one is wrong: snow, show."""
    if not (typed.isascii() and name.isascii()) or len(typed) < 4 or typed[0] != name[0]:
        return False
    return apart(typed, name) == 1 and (len(typed) != len(name) or sorted(typed) == sorted(name))


def _nearest(whole: str, words: Sequence[Word]) -> tuple[str, ...]:
    """Latin words one letter away, to be shown, never picked."""
    if not whole.isascii() or len(whole) < 5:
        return ()
    latin = [word for word in words if word.name.isascii() and word.name[0] == whole[0]]
    return _in_order({word.book for word in latin if apart(whole, _core(word.name)) == 1}, words)
