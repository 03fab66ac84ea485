"""The incident and the plan it is judged by: opened, a further playbook, a corrected roster."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from emergency_cli.core.events.deeds import answers_line
from emergency_cli.core.events.event import Entry, Event, Facts, Snapshot
from emergency_cli.core.events.words import case_of, playbook_title, with_more
from emergency_cli.core.personal import Words
from emergency_cli.core.plan.snapshot import read_roster
from emergency_cli.core.text import Message, PlanName, msg

if TYPE_CHECKING:
    from emergency_cli.core.events.fold import Fold


class Opened(Event, frozen=True, kw_only=True):
    """The incident is opened, with everything that it will be judged by.

    `playbooks` and `roster` are snapshots of the plan files, `plan` their SHA-256; `began` is when it started as far
    as known, `noticed` when it was noticed; deadlines run from there.
    """

    kind = "opened"
    corrigible = ("noticed", "began")

    playbook: str
    drill: bool = False
    noticed: datetime
    began: datetime | None = None
    facts: Facts = {}
    playbooks: dict[str, Snapshot]
    roster: Snapshot
    plan: str
    program: str
    host: str | None = None

    @property
    def answers(self) -> Mapping[str, Words]:
        """What was known at the beginning."""
        return self.facts

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """The first opening counts; there should be one."""
        if fold.opened is not None:
            return
        fold.opened = entry
        fold.id = entry.incident
        fold.state = "responding" if fold.state == "none" else fold.state
        fold.roster = read_roster(self.roster)
        for name, snapshot in self.playbooks.items():
            fold.take_up(name, snapshot, self.noticed, entry)
        fold.answer(self.facts, entry)

    def tell(self, fold: "Fold") -> Message:
        """Which playbook, and what was known."""
        opening = msg("Drill opened: {title}") if fold.drill else msg("Incident opened: {title}")
        named = Message(opening.msgid, {"title": playbook_title(fold, self.playbook)})
        return with_more(named, answers_line(fold, self.facts, begins=False))


class Attached(Event, frozen=True, kw_only=True):
    """A further playbook is taken up. `attachment` is its name in this incident (`illness`, `illness-2`).

    `noticed` and `began` are of its own matter, as those of the opening are of the first.
    """

    kind = "attached"
    corrigible = ("noticed", "began")

    attachment: str
    noticed: datetime
    began: datetime | None = None
    suggested: bool = False
    facts: Facts = {}
    playbook: Snapshot

    @property
    def answers(self) -> Mapping[str, Words]:
        """What was known when it was taken up."""
        return self.facts

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """Its steps come onto the board."""
        fold.take_up(self.attachment, self.playbook, self.noticed, entry)
        fold.answer(self.facts, entry)

    def tell(self, fold: "Fold") -> Message:
        """Which playbook."""
        taken = msg("Also taken up: {title}", title=playbook_title(fold, self.attachment))
        if case := case_of(fold, self.attachment):
            taken = msg("{deed} ({member})", deed=taken, member=case)
        return with_more(taken, answers_line(fold, self.facts, begins=False))


class RosterUpdated(Event, frozen=True, kw_only=True):
    """A roster corrected during the incident is taken up."""

    kind = "roster-updated"

    roster: Snapshot

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """The new one, where it can be read."""
        fold.roster = read_roster(self.roster) or fold.roster

    def tell(self, fold: "Fold") -> Message:
        """That it was."""
        return msg("The corrected roster was taken up.")


class SuggestionDeclined(Event, frozen=True, kw_only=True):
    """The playbook that was suggested is not taken up."""

    kind = "suggestion-declined"

    playbook: str

    def fold(self, fold: "Fold", entry: Entry) -> None:
        """It is not suggested again."""
        fold.declined.add(self.playbook)

    def tell(self, fold: "Fold") -> Message:
        """Which."""
        return msg("Suggested and not taken up: {title}.", title=PlanName("playbook", self.playbook))
