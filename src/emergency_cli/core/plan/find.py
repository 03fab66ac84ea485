"""Finding a thing by what a person calls it: id, Chinese name, alias, pinyin, initials, with a slip or two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emergency_cli.core.address import Address
from emergency_cli.core.plan.roster import Person, Roster
from emergency_cli.core.text import Message, msg
from emergency_cli.errors import Misused

if TYPE_CHECKING:
    from emergency_cli.core.plan.playbook import Playbook
    from emergency_cli.core.prepare.cards import Case

# Family names that pypinyin reads as the everyday word.
_SURNAMES = {"单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "翟": "zhai", "朴": "piao"}
_SURNAMES |= {"盖": "ge", "任": "ren", "华": "hua", "尉迟": "yuchi", "万俟": "moqi", "乐": "yue", "冼": "xian"}
_NEAR, _LISTED, _KNOWN = 60, 4, 16


@dataclass(frozen=True)
class Named:
    """Something that can be asked for: its id and everything it is called."""

    id: str
    names: tuple[str, ...]
    person: bool = False


def pick(query: str, candidates: Sequence[Named], unknown: Message, *, slips: bool = True) -> str:
    """The id of the one candidate meant. Never picks between two; forgives a slip only with `slips`.

    Raises Misused: with those that fit where several do, with the nearest ones after `unknown` where none does.
    """
    wanted = _plain(query)
    for fits in (_exact, _begins, _by_sound):
        found = fits(wanted, candidates) if wanted else []
        if len(found) == 1:
            return found[0].id
        if found:
            raise Misused(
                msg(
                    "“{query}” may mean {names}. Type one of these in full.",
                    query=query,
                    names=[_show(f) for f in found],
                )
            )
    if slips and len(close := _slips(wanted, candidates)) == 1:
        return close[0].id
    near = _nearest(wanted, candidates)
    if near:
        raise Misused(unknown, msg("Did you mean {names}?", names=[_show(each) for each in near]))
    known = [each for each in candidates if "#" not in each.id][:_KNOWN]
    raise Misused(unknown, msg("Known are: {names}", names=[_show(each) for each in known]))


def called(query: str, candidates: Sequence[Named]) -> str:
    """The id of the one that goes by exactly this name; the words themselves where it is nobody's, or two people's."""
    found = _exact(_plain(query), candidates)
    return found[0].id if len(found) == 1 else query.strip()


def _exact(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    return [each for each in candidates if wanted in (_plain(each.id), *map(_plain, each.names))]


def _begins(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    if len(wanted) < 2 and wanted.isascii():
        return []
    return [each for each in candidates if any(_plain(name).startswith(wanted) for name in (each.id, *each.names))]


def _by_sound(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    if not wanted.isascii() or len(wanted) < 2:
        return []
    for exact in (True, False):
        found = [each for each in candidates if _sounds_like(wanted, each, exact)]
        if found:
            return found
    return []


def _sounds_like(wanted: str, named: Named, exact: bool) -> bool:
    sounds = [sound for name in named.names if not name.isascii() for sound in _sounds(name, named.person)]
    return any(wanted == sound if exact else sound.startswith(wanted) for sound in sounds)


def _sounds(name: str, person: bool) -> tuple[str, str]:
    """Full pinyin without spaces, and initials."""
    from pypinyin import lazy_pinyin

    family = next((f for f in (name[:2], name[:1]) if person and f in _SURNAMES), "")
    syllables = ([_SURNAMES[family]] if family else []) + lazy_pinyin(name[len(family) :])
    return "".join(syllables).lower(), "".join(syllable[:1] for syllable in syllables).lower()


def _slips(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    """Those one slip of the finger away. Chinese words that sound alike are shown, never picked: 水务 is not 税务."""
    from rapidfuzz.distance import OSA

    if not wanted.isascii() or len(wanted) < 4:
        return []
    near = [[OSA.distance(wanted, _plain(name)) for name in (each.id, *each.names)] for each in candidates]
    return [each for each, far in zip(candidates, near, strict=True) if min(far) == 1]


def _heard(named: Named) -> list[str]:
    return [_sounds(name, named.person)[0] for name in named.names if not name.isascii()]


def _nearest(wanted: str, candidates: Sequence[Named]) -> list[Named]:
    """The nearest ones, to be shown, never picked."""
    from rapidfuzz import fuzz

    scored = []
    for each in candidates:
        score = max((fuzz.ratio(wanted, _plain(name)) for name in (each.id, *each.names)), default=0.0)
        if not wanted.isascii():
            score = max([score, *(fuzz.ratio(_sounds(wanted, each.person)[0], other) for other in _heard(each))])
        scored.append((score, each))
    return [each for score, each in sorted(scored, key=lambda pair: -pair[0]) if score >= _NEAR][:_LISTED]


def _plain(text: str) -> str:
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.replace("_", "-").split())


def _show(named: Named) -> str:
    chinese = next((name for name in named.names if not name.isascii() and len(name) <= 12), None)
    return f"{named.id}（{chinese}）" if chinese else named.id


def playbooks_named(playbooks: "Iterable[Playbook]") -> list[Named]:
    """The incident types as they can be asked for; an alias that names a case stands as `id#alias`."""
    named = []
    for playbook in playbooks:
        plain = [alias.name for alias in playbook.aliases if not alias.sets]
        named.append(Named(playbook.id, (playbook.title.zh, playbook.title.en, *plain)))
        named += [Named(f"{playbook.id}#{alias.name}", (alias.name,)) for alias in playbook.aliases if alias.sets]
    return named


def cases_named(playbook: "Playbook", cases: "Iterable[Case]") -> list[Named]:
    """The cases of a playbook as they can be asked for."""
    return [
        Named(case.id, (case.title.zh, case.title.en, *(a.name for a in playbook.aliases if a.sets == case.answers)))
        for case in cases
    ]


def zones_named(roster: Roster) -> list[Named]:
    """The zones as they can be asked for."""
    return [Named(key, (zone.title.zh, zone.title.en, *zone.aliases)) for key, zone in roster.zones.items()]


def parties_named(roster: Roster) -> list[Named]:
    """The parties as they can be asked for; a service also by its number."""
    named = []
    for key, party in roster.parties():
        title = party.name if isinstance(party, Person) else party.title
        numbers = tuple(phone for phone in getattr(party, "phones", ()) if isinstance(phone, str))
        named.append(Named(key, (title.zh, title.en, *party.aliases, *numbers), isinstance(party, Person)))
    return named


def steps_named(titles: Mapping[str, str]) -> list[Named]:
    """Steps by their whole address and by the part after the slash."""
    return [Named(address, (Address.parse(address).step, text)) for address, text in titles.items()]
