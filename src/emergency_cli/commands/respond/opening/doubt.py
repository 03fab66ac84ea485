"""What a start leaves in doubt: which incident is meant, whether it is a drill. It is asked after the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emergency_cli.core.plan.playbook import GENERAL, Playbook
from emergency_cli.core.text import Message, folded, listed, msg
from emergency_cli.errors import Faulty, Misused
from emergency_cli.walk.person.ask import Asker, Left

if TYPE_CHECKING:
    from emergency_cli.core.plan.names.meaning import Meaning
    from emergency_cli.session import Session


class Doubt:
    """What was typed, as far as it tells what to open: `book` with the answers in `sets`, as a `drill` or real."""

    def __init__(self, session: Session, typed: str, meant: Meaning, *, drill: bool) -> None:
        self.session = session
        self.typed = typed.strip()
        self.meant = meant
        self.drill = drill
        self.unsure_of_drill = session.slips.drill and not drill
        self.asked = False
        self.book, self.sets = self._first()

    @classmethod
    def of(cls, session: Session, typed: str, *, drill: bool) -> Doubt:
        """Read what was typed. Raises Misused where another verb than `start` was meant."""
        slips, plan = session.slips, session.plan
        if slips.bare and slips.near and plan.meaning(typed.split()[0]).doubtful:
            what = msg("No such command: {name}.", name=typed.split()[0])
            near = msg("{what} Did you mean {names}?", what=what, names=list(slips.near))
            raise Misused(near, msg("See: {command} --help", command="emergency"))
        return cls(session, typed, plan.meaning(typed), drill=drill)

    @property
    def words(self) -> str | None:
        """What was typed where it says more than the type."""
        return self.typed if self.typed and (self.meant.rest or self.meant.doubtful) else None

    def settled(self, *, asking: bool) -> bool:
        """Ask what is in doubt; whether another card is wanted than the one that stands there.

        Raises Misused where nobody can be asked and nobody said `start`: then nothing is opened.
        """
        if not asking:
            if self.session.slips.bare and self.meant.doubtful:
                raise Misused(
                    msg("No such command and no such incident type: {name}. Nothing was opened.", name=self.typed),
                    msg("To open it all the same: emergency start general. See: emergency --help"),
                )
            return False
        before = self.book.id, self.drill
        ask = Asker(self.session.world)
        try:
            if self.meant.doubtful:
                self.book, self.sets = self._chosen(ask)
            if self.unsure_of_drill:
                self.drill = self._is_drill(ask)
        except Left:
            raise Misused(msg("Nothing was opened."), msg("To open an incident: emergency start TYPE")) from None
        self.asked = True
        return (self.book.id, self.drill) != before

    def told(self) -> list[Message]:
        """What was not understood, where nobody could be asked."""
        said: list[Message] = []
        if self.asked:
            return said
        if self.meant.doubtful:
            unknown = msg("“{text}” is not a known incident type.", text=self.typed)
            what = unknown if self.typed else msg("No incident type was given.")
            said.append(msg("{what} The general procedure was opened.", what=what))
        if self.unsure_of_drill:
            said.append(msg("It was opened as a real incident, not as a drill."))
        return said

    def hint(self) -> Message | None:
        """What to do about it."""
        if self.asked:
            return None
        if self.unsure_of_drill:
            return msg("If it is a drill: emergency end opened-by-mistake, then emergency start TYPE --drill")
        if self.meant.doubtful:
            titles = [book.title for book in self._candidates()]
            return msg("It may be: {names}. To take it up: emergency also TYPE", names=titles)
        return None

    def also(self) -> list[Message]:
        """What the words name besides."""
        titles = [book.title for name in list(self.meant.found)[1:] if (book := self.session.plan.playbook(name))]
        if not titles or self.meant.denied:
            return []
        return [msg("Also named: {names}. To take it up: emergency also TYPE, in the walk p", names=titles)]

    # --- reading and asking ----------------------------------------------------------------------------------------

    def _first(self) -> tuple[Playbook, dict[str, str]]:
        plan = self.session.plan
        name, sets = (GENERAL, {}) if self.meant.doubtful else next(iter(self.meant.found.items()))
        book = plan.playbook(name) or plan.playbook(GENERAL) or plan.last_resort
        if book is None:
            raise Faulty(msg("No usable playbook was found."), msg("See what is wrong: emergency check"))
        return book, dict(sets)

    def _candidates(self) -> list[Playbook]:
        """What may be meant: what the words point to, else everything."""
        plan = self.session.plan
        names = list(dict.fromkeys((*self.meant.found, *self.meant.near))) or plan.ids
        return [book for name in names if name != GENERAL and (book := plan.playbook(name))]

    def _chosen(self, ask: Asker) -> tuple[Playbook, dict[str, str]]:
        """One numbered question; a name does as well. Enter stays with the general procedure. Raises Left."""
        session, words = self.session, self.session.screen.words
        books = self._candidates()
        general = self.book
        if self.typed:
            session.screen.say(msg("“{text}”: which is it?", text=self.typed), "warn")
        else:
            session.screen.say(msg("What has happened?"), "warn")
        shown = [f"{number} {words(book.title)}" for number, book in enumerate(books, 1)]
        session.screen.say("  ".join([*shown, f"{words.say('Enter')} {words(general.title)}", words.say("q leave")]))
        while True:
            typed = ask.reply(words.say("Number or word, then Enter > "))
            if not typed:
                return general, {}
            if number := listed(folded(typed), len(books)):
                book = books[number - 1]
                return book, dict(self.meant.found.get(book.id, {}))
            try:
                return session.plan.find(typed)
            except Misused as error:
                session.screen.say_error(error)

    def _is_drill(self, ask: Asker) -> bool:
        """Whether it is a drill: asked until somebody says so. Raises Left."""
        session, words = self.session, self.session.screen.words
        session.screen.say(msg("Is this a drill, or real?"), "warn")
        while True:
            typed = folded(ask.reply(words.say("1 real, 2 drill, then Enter > ")))
            if typed in ("1", "real", "真的", "真实", "实战"):
                return False
            if typed in ("2", "drill", "演练", "演习"):
                return True
