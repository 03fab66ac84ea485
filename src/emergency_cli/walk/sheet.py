"""What was left blank, on one numbered sheet: whatever is not known is left with one Enter.

Before the end of a response, and before a document is written that lacks something.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from emergency_cli.core.address import FactAddress
from emergency_cli.core.events import Entry, stamp
from emergency_cli.core.events.words import fact_title
from emergency_cli.core.incident import actions
from emergency_cli.core.incident.steps.board import Board
from emergency_cli.core.incident.steps.calling import unnamed
from emergency_cli.core.incident.steps.cards import prompt_of
from emergency_cli.core.incident.steps.occurrences import applies, can_be
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.conditions import Truth
from emergency_cli.core.plan.facts import zone_fact
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.signing import account_of
from emergency_cli.core.terms import Member
from emergency_cli.core.text import Message, msg, narrow
from emergency_cli.errors import EmergencyError, Misused, NotSaved
from emergency_cli.walk.walker import Walker


class Item(Struct, frozen=True):
    """One line of the sheet: a fact, or a member of an entry (`entry`), or the officer's name where it is neither.

    `last`: what was said of it for an earlier document.
    """

    key: str
    title: object
    fact: str | None = None
    entry: Entry | None = None
    member: Member | None = None
    last: object = None


def items(walker: Walker, state: Board) -> list[Item]:
    """What is still wanted, each thing once: first what further steps depend on; without what was left once before.

    What is wanted only if another line of the sheet is answered so comes once that is, and never where it was left.
    """
    found = {item.key: item for item in reversed([*_waited_for(walker, state), *_owed(walker, state), *_head(walker)])}
    return [
        item
        for item in reversed(found.values())
        if item.key not in walker.left_blank and not (item.fact and _hangs_on(walker, item.fact, found))
    ]


def _hangs_on(walker: Walker, fact: str, others: Collection[str]) -> bool:
    """Whether it is open whether a fact is wanted at all, and another of these decides it."""
    spec, where = walker.incident.fact_spec(fact), FactAddress.parse(fact)
    if spec is None or not spec.when or applies(walker.incident, fact) is not Truth.UNKNOWN:
        return False
    return any(walker.incident.fact_address(where.attachment or GENERAL, name) in others for name in spec.when)


def fill(walker: Walker) -> None:
    """Show the sheet and take what is known; Enter leaves the rest, and it is not asked again. Raises Left."""
    while wanted := items(walker, walker.board()):
        take(walker, wanted, msg("Still blank ({count}). What is known now?", count=len(wanted)))
        walker.left_blank.update(item.key for item in wanted)


def take(walker: Walker, wanted: Sequence[Item], title: Message) -> None:
    """Show these lines under a title and take the answers to them, until Enter leaves the rest. Raises Left.

    A question that was answered here and is answered once more is one whose answer is changed. What a full disk did not
    take is named again behind them, beside how many it took.
    """
    if not wanted:
        return
    walker.say(title, "title")
    walker.show_close(walker.words(_titled(item)) for item in wanted)
    listed = dict(enumerate(wanted, 1))
    open_ones, lost = set(listed), dict[int, object]()
    while open_ones:
        typed = walker.line(msg("Number and answer (Enter = leave the rest):"))
        if not typed:
            break
        number, text = _numbered(typed)
        if number in open_ones or (number in listed and listed[number].fact and text):
            try:
                if _filled(walker, listed[number], text):
                    open_ones.discard(number)
                    lost.pop(number, None)
            except NotSaved as error:
                walker.not_saved(error, text)
                lost[number] = listed[number].title
        else:
            walker.other_words(typed, choice=False)
            walker.hint(msg("Type the number of a line, and its answer: 2 Li Na"))
    if lost:
        kept = len(listed) - len(open_ones)
        walker.session.lose()
        walker.say(msg("On record of this sheet: {count}. NOT SAVED: {facts}.", count=kept, facts=list(lost.values())),
                   "warn")  # fmt: skip


def _numbered(typed: str) -> tuple[int, str]:
    """The number in front, -1 where there is none, and the answer behind it as it was typed."""
    found = re.match(r"(\d{1,3})(?:(?:\s+|[.、:：]\s*)[、:：]?(.*)|)$", typed.strip())
    return (int(found[1]), (found[2] or "").strip()) if found else (-1, "")


def _titled(item: Item) -> object:
    return item.title if item.last is None else msg("{title} (last: {answer})", title=item.title, answer=item.last)


# --- what stands on it -----------------------------------------------------------------------------------------------


def _waited_for(walker: Walker, state: Board) -> Iterator[Item]:
    """Facts on which steps of the response wait, but for those that are answered zone by zone or round by round.

    The zone, where somebody is to be told whom only the zone names.
    """
    responding, zone = walker.incident.state == "responding", zone_fact(walker.incident.shared_facts)
    for row in state.rows:
        nameless = [zone] if zone and row.open and unnamed(walker.incident, row.step) else []
        because = row.because if row.status == "waiting" else nameless
        if row.stage != "review" or not responding:
            for fact in because:
                if not _one_by_one(walker, fact) and can_be(walker.incident, fact):
                    yield Item(fact, fact_title(walker.incident, fact), fact)


def _one_by_one(walker: Walker, fact: str) -> bool:
    where, incident = FactAddress.parse(fact), walker.incident
    return where.member is not None or incident.per_round(where.attachment or GENERAL, where.fact)


def _owed(walker: Walker, state: Board) -> Iterator[Item]:
    """What ticked steps left blank."""
    incident = walker.incident
    for blank in state.blanks:
        row = state.by_address.get(blank.address)
        step = prompt_of(row.step) if row else blank.address
        if blank.fact:
            yield Item(blank.fact, fact_title(incident, blank.fact), blank.fact, blank.entry)
        else:
            yield Item(f"{blank.address} reason", msg("Why not: {step}", step=step), None, blank.entry, "reason")


def _head(walker: Walker) -> Iterator[Item]:
    """What the opening left blank: when it began, and who was on duty."""
    opened, opening = walker.incident.opened, walker.incident.opening
    if opened and opening and opening.began is None:
        yield Item("began", msg("When it began"), None, opened, "began")
    if account_of(walker.by()) is not None:
        yield Item("officer", msg("Officer on duty"))


# --- filling it in ---------------------------------------------------------------------------------------------------


def _filled(walker: Walker, item: Item, text: str) -> bool:
    """Put the answer to one line on record, asked for where only its number was typed; whether it has one now.

    Raises NotSaved.
    """
    try:
        if item.fact:
            return _answered(walker, item, item.fact, text)
        text = text or walker.line(msg("{title} (Enter = leave blank):", title=item.title))
        if text and item.entry and item.member:
            _amended(walker, item.entry, item.member, text)
        return bool(text) and (item.entry is not None or walker.name_officer(text))
    except NotSaved:
        raise
    except Misused as error:
        walker.say_error(error)
        if len(text) > 1:
            walker.keep_as_note(text)
    except EmergencyError as error:
        walker.say_error(error)
    return False


def _answered(walker: Walker, item: Item, fact: str, text: str) -> bool:
    spec = walker.incident.fact_spec(fact)
    value: str | Personal | None
    if spec and spec.kind == "time" and narrow(text) in (".", "。") and item.entry:
        value = stamp(item.entry.event.occurred)
    else:
        value = walker.ticking.read(fact, text) if text else walker.ticking.fact(fact)
    if value is None:
        return False
    walker.record(lambda incident, at, by: actions.set_facts(incident, {fact: value}, at=at, by=by))
    return True


def _amended(walker: Walker, entry: Entry, member: Member, text: str) -> None:
    value = stamp(walker.session.moment(text, walker.incident.local(walker.now()))) if member == "began" else text
    walker.record(lambda _, at, by: actions.correct(entry, member, value, at=at, by=by))
