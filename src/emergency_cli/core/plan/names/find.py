"""Finding a thing by what a person calls it: id, Chinese name, alias, pinyin, initials, with a slip or two."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from emergency_cli.core.plan.cases import PlaybookCase
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Person, Roster
from emergency_cli.core.plan.values import PlanValue
from emergency_cli.core.text import Message, Text, listed, msg, narrow, unaccented
from emergency_cli.errors import Ambiguous, Misused

# How a name sounds, given the name and whether it is a person's: its pinyin without blanks, its initials, and the same
# for other readings of a family name.
Sounds = Callable[[str, bool], tuple[str, ...]]

# Family names that pypinyin reads as the everyday word.
_SURNAMES = {"单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "翟": "zhai", "朴": "piao"}
_SURNAMES |= {"盖": "ge", "任": "ren", "华": "hua", "尉迟": "yuchi", "万俟": "moqi", "乐": "yue", "冼": "xian"}
_SURNAMES |= {"覃": "qin", "缪": "miao", "卜": "bu", "阚": "kan", "薄": "bo", "员": "yun", "种": "chong", "折": "she"}
_SURNAMES |= {"秘": "bi", "召": "shao", "都": "du", "祭": "zhai", "佴": "nai", "乜": "nie"}
_NEAR, _LISTED, _KNOWN = 60, 4, 16


class Named(Struct, frozen=True):
    """Something that can be asked for: its id and everything it is called; `title` is what lists call it."""

    id: str
    names: tuple[str, ...]
    person: bool = False
    title: Text | None = None


def spoken(name: str, person: bool) -> tuple[str, ...]:
    """How a name sounds, the usual reading first; a family name counts in every one: 覃 is Qin here and Tan there.

    Loads pypinyin, which takes longer than all the rest of a light command.
    """
    from pypinyin import Style, pinyin

    first, *others = syllables_of(name, person)
    alone = person and name[:2] not in _SURNAMES
    read = [first, *(pinyin(name[0], style=Style.NORMAL, heteronym=True)[0] if alone else ())]
    heard = [[each, *others] for each in read]
    said = [sound for parts in heard for sound in ("".join(parts), "".join(part[:1] for part in parts))]
    return tuple(dict.fromkeys(sound.lower() for sound in said))


def syllables_of(name: str, person: bool) -> list[str]:
    """The pinyin of a name; that of a person begins with the whole family name."""
    from pypinyin import lazy_pinyin

    family = next((f for f in (name[:2], name[:1]) if person and f in _SURNAMES), "")
    return ([_SURNAMES[family]] if family else []) + lazy_pinyin(name[len(family) :])


def pick(
    query: str, candidates: Sequence[Named], unknown: Message, *, slips: bool = True, sounds: Sounds = spoken
) -> str:
    """The id of the one candidate meant. Never picks between two; forgives a slip only with `slips`.

    `sounds`: how names sound, where that is already known. Raises Ambiguous where several fit, Misused with
    the nearest ones after `unknown` where none does.
    """
    wanted = plain(query)
    found = _fitting(wanted, candidates, sounds) if wanted else []
    if len(found) == 1:
        return found[0].id
    if found:
        names = _told_apart(found)
        what = msg("“{query}” may mean {names}. Type one of these in full.", query=query, names=names)
        raise Ambiguous(query, list(zip([each.id for each in found], names, strict=True)), what)
    if slips and len(close := _slips(wanted, candidates)) == 1:
        return close[0].id
    near = _nearest(wanted, candidates, sounds)
    if near:
        raise Misused(unknown, msg("Did you mean {names}?", names=shown(near)))
    raise Misused(unknown, msg("Known: {names}", names=shown(candidates[:_KNOWN])))


def _fitting(wanted: str, candidates: Sequence[Named], sounds: Sounds) -> list[Named]:
    found = _exact(wanted, candidates) or _begins(wanted, candidates) or _holds(wanted, candidates)
    return found or _by_sound(wanted, candidates, sounds)


def called(query: str, candidates: Sequence[Named]) -> str:
    """The id of the one that goes by exactly this name; the words themselves where it is nobody's, or two people's."""
    found = _exact(plain(query), candidates)
    return found[0].id if len(found) == 1 else query.strip()


def _exact(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    return [each for each in candidates if wanted in (plain(each.id), *map(plain, each.names))]


def _begins(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    if len(wanted) < 2 and wanted.isascii():
        return []
    return [each for each in candidates if any(plain(name).startswith(wanted) for name in (each.id, *each.names))]


def _holds(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    """Those whose Chinese name holds it: 被困 is enough for 是否有人被困."""
    if wanted.isascii() or len(wanted) < 2:
        return []
    return [each for each in candidates if any(wanted in plain(name) for name in each.names)]


def _by_sound(wanted: str, candidates: Sequence[Named], sounds: Sounds) -> list[Named]:
    """Those that sound exactly like it, else those that begin with that sound."""
    if not wanted.isascii() or len(wanted) < 2:
        return []
    heard = [(each, [sound for name in _chinese(each) for sound in sounds(name, each.person)]) for each in candidates]
    whole = [each for each, sounding in heard if wanted in sounding]
    return whole or [each for each, sounding in heard if any(sound.startswith(wanted) for sound in sounding)]


def _chinese(named: Named) -> list[str]:
    return [name for name in named.names if not unaccented(name).isascii()]


def _slips(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    """Those one slip of the finger away. Chinese words that sound alike are shown, never picked: 水务 is not 税务.

    Neither is a number a slip of another: the second order is not the first.
    """
    if not wanted.isascii() or len(wanted) < 4:
        return []
    return [each for each in candidates if any(_slip(wanted, plain(name)) for name in (each.id, *each.names))]


def _slip(typed: str, name: str) -> bool:
    return _digits(typed) == _digits(name) and apart(typed, name) == 1


def _digits(text: str) -> list[str]:
    return [char for char in text if char.isdigit()]


def apart(typed: str, name: str) -> int:
    """How many slips of the finger lie between them: a letter wrong, missing, too many, or two exchanged."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(typed, name))


def _nearest(wanted: str, candidates: Sequence[Named], sounds: Sounds) -> list[Named]:
    """The nearest ones, to be shown, never picked."""
    from rapidfuzz import fuzz

    scored = []
    for each in candidates:
        score = max((fuzz.ratio(wanted, plain(name)) for name in (each.id, *each.names)), default=0.0)
        if not wanted.isascii() and any(
            spoken(wanted, each.person)[0] == sounds(name, each.person)[0] for name in _chinese(each)
        ):
            score = 100.0
        scored.append((score, each))
    return [each for score, each in sorted(scored, key=lambda pair: -pair[0]) if score >= _NEAR][:_LISTED]


def plain(text: str) -> str:
    """A name as names are compared: without regard to case, width, accents and blanks."""
    return "".join(unaccented(text).casefold().replace("_", "-").split())


def shown(named: Iterable[Named]) -> list[object]:
    """What to call them where they are listed: a person reads titles, not ids."""
    return list(dict.fromkeys(each.title or each.id for each in named))


def _told_apart(named: Sequence[Named]) -> list[object]:
    titles = [each.title or each.id for each in named]
    return [
        title if titles.count(title) == 1 else msg("{title} ({id})", title=title, id=each.id)
        for each, title in zip(named, titles, strict=True)
    ]


def playbooks_named(playbooks: Iterable[Playbook]) -> list[Named]:
    """The incident types as they can be asked for."""
    return [
        Named(book.id, (book.title.zh, book.title.en, *(alias.name for alias in book.aliases)), title=book.title)
        for book in playbooks
    ]


def cases_named(playbook: Playbook, cases: Iterable[PlaybookCase]) -> list[Named]:
    """The cases of a playbook as they can be asked for."""
    named = []
    for case in cases:
        also = [alias.name for alias in playbook.aliases if case.answers.items() <= alias.sets.items()]
        named.append(Named(case.id, (case.title.zh, case.title.en, *also), title=case.title))
    return named


def zones_named(roster: Roster) -> list[Named]:
    """The zones as they can be asked for."""
    return [
        Named(key, (zone.title.zh, zone.title.en, *zone.aliases), title=zone.title)
        for key, zone in roster.zones.items()
    ]


def parties_named(roster: Roster) -> list[Named]:
    """The parties as they can be asked for; a service also by its number."""
    named = []
    for key, party in roster.parties():
        title = party.name if isinstance(party, Person) else party.title
        numbers = tuple(phone for phone in getattr(party, "phones", ()) if isinstance(phone, str))
        named.append(Named(key, (title.zh, title.en, *party.aliases, *numbers), isinstance(party, Person), title))
    return named


def names_in(value: PlanValue) -> Iterator[tuple[str, bool]]:
    """Every Chinese name that a playbook or a roster can be searched for, and whether it is a person's."""
    named: list[Named] = []
    if isinstance(value, Playbook):
        named = playbooks_named([value])
    if isinstance(value, Roster):
        named = [*zones_named(value), *parties_named(value)]
    yield from dict.fromkeys((name, each.person) for each in named for name in _chinese(each))


def zone_numbered(roster: Roster, query: str) -> str | None:
    """The zone of a number, in the order of the roster; `None` where it is not that of one."""
    number = listed(narrow(query).strip(), len(roster.zones))
    return list(roster.zones)[number - 1] if number else None


def find_zone(roster: Roster, query: str, sounds: Sounds = spoken) -> str:
    """The zone meant, by its number in the order of the roster or by any of its names. Raises Misused."""
    return zone_numbered(roster, query) or pick(
        query, zones_named(roster), msg("No service zone “{query}”.", query=query), sounds=sounds
    )


def find_party(roster: Roster, query: str, sounds: Sounds = spoken) -> str:
    """The party meant, by any of its names. Raises Misused."""
    return pick(query, parties_named(roster), msg("No party “{query}” in the roster.", query=query), sounds=sounds)
