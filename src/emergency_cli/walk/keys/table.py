"""The keys of the walk: what each is called, where it is offered, and what it does."""

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from emergency_cli.core.incident.steps.board import Row
from emergency_cli.core.text import Message, folded, msg
from emergency_cli.language import Words
from emergency_cli.screen.incident.explanation import explanation
from emergency_cli.screen.line import Line
from emergency_cli.walk.keys import acts, calls, course, incoming, moments
from emergency_cli.walk.person.vocabulary import SPOKEN, Name
from emergency_cli.walk.walker import Walker

Act = Callable[[Walker, Row], None]


class Key(Struct, frozen=True):
    """One key: its letter, the words that also mean it, what it is called, what it does.

    `place`: where it is offered: with every `card`, behind `?` and in the list of the rarer ones (`more`), on a step
    that is ticked one by one (`each`) or in `rounds`. Letters and words work in all places.
    """

    name: Name
    letter: str
    words: tuple[str, ...]
    title: Message
    act: Act
    place: Literal["card", "call", "more", "each", "rounds", "word"] = "card"

    def typed(self, text: str) -> bool:
        """Whether its letter or one of its words was typed."""
        return text in (self.letter, *self.words)


def _key(
    name: Name, title: Message, act: Act, place: Literal["card", "call", "more", "each", "rounds", "word"] = "card"
) -> Key:
    letter, words = SPOKEN[name]
    return Key(name, letter, words, title, act, place)


def offered(keys: Iterable[Key], words: Words) -> str:
    """Keys in a row: each with its letter and what it does."""
    return "  ".join(f"{key.letter} {words(key.title)}" for key in keys)


def _more(walker: Walker, row: Row) -> None:
    """The list of the rarer keys, by number or letter."""
    every = {str(number): key for number, key in enumerate(MORE, 1)}
    shown = {number: key for number, key in every.items() if key.name != "real" or walker.incident.drill}
    walker.show(
        [Line(f"{number:>2} {key.letter:1}  {walker.words(key.title)}", indent=2) for number, key in shown.items()]
    )
    typed = folded(walker.line(msg("Number or letter (Enter = back):")))
    key = shown.get(typed) or next((key for key in shown.values() if typed and key.typed(typed)), None)
    if key:
        key.act(walker, row)
    elif typed:
        walker.no_such(typed)


def _help(walker: Walker, row: Row) -> None:
    """What is behind the step, the keys that are not under the card, and then the card again: one screen in all."""
    words = walker.words
    walker.show(explanation(walker.incident, row, words))
    walker.show([Line(offered([key for key in KEYS if key.place == "more"], words), hang=2)])
    walker.say(
        msg(
            "Whatever else you type is kept as a note, with ! in front as one for the reports; u takes it back. "
            "Nothing recorded is ever lost."
        )
    )
    walker.shown = None


DONE = _key("done", msg("done"), acts.tick, "word")
KEYS = (
    _key("skip", msg("skip"), acts.skip),
    _key("could-not", msg("could not"), acts.could_not),
    _key("defer", msg("defer"), acts.defer),
    _key("no-answer", msg("no answer"), calls.no_answer, "call"),
    _key("waiting", msg("called, waiting for the answer"), calls.waiting, "call"),
    _key("help", msg("explain; other keys"), _help),
    _key("note", msg("note"), acts.note, "more"),
    _key("contacts", msg("contacts"), acts.contacts, "more"),
    _key("more", msg("all other keys"), _more, "more"),
    _key("leave", msg("leave; go on at any time"), course.leave, "more"),
)
REST = _key("rest", msg("all the others are in order"), acts.rest, "each")
FINISHED = _key("finished", msg("rounds are over"), acts.finished, "rounds")
# A key keeps its number in this list.
MORE = (
    _key("undo", msg("take back what was recorded last"), course.undo, "more"),
    _key("time", msg("it really happened at another time"), moments.real_time, "more"),
    _key("facts", msg("answer or change a question"), course.change_answer, "more"),
    _key("jump", msg("go to another step"), course.jump, "more"),
    _key("board", msg("how it stands, on one screen"), course.show_brief, "more"),
    _key("handover", msg("hand over to a colleague"), course.hand_over, "more"),
    _key("also", msg("take up another playbook too"), course.also, "more"),
    _key("attach", msg("evidence: file or who holds it"), course.attach, "more"),
    _key("personal", msg("note with personal data: sealed"), acts.personal_note, "more"),
    _key("end", msg("end the response"), course.end, "more"),
    _key("real", msg("this drill is now a real incident"), course.turn_real, "more"),
    _key("arrived", msg("somebody expected has arrived"), incoming.arrived, "more"),
    _key("casualty", msg("a casualty"), incoming.casualty, "more"),
    _key("order", msg("a leader's order"), incoming.order, "more"),
    _key("bulletin", msg("text of the next report upward"), course.bulletin, "more"),
    _key("go-back", msg("another round, or what was passed by"), incoming.go_back, "more"),
)  # fmt: skip
_ALL = (DONE, *KEYS, REST, FINISHED, *MORE)


def key_typed(typed: str) -> Key | None:
    """The key whose letter or word was typed, `None` if it is none of them. Enter is `done`."""
    text = folded(typed)
    if not text:
        return DONE
    return next((key for key in _ALL if key.typed(text)), None)
