"""What can go wrong and was foreseen; each kind has its exit code. `run` turns them into words."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emergency_cli.core.text import Message


class Exit(IntEnum):
    """The exit codes, repeated in every help text and in docs/commands.md."""

    OK = 0
    UNFORESEEN = 1
    USAGE = 2
    REFUSED = 3
    NOT_SAVED = 4
    FAULTS = 5
    INTERRUPTED = 130


class EmergencyError(Exception):
    """We foresaw this: one message for a person, and what to do about it where that is not in the message."""

    exit_code: ClassVar[Exit] = Exit.USAGE

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.msgid)
        self.message = message
        self.hint = hint


class Unforeseen(EmergencyError):
    """An error of the program itself, with an apology."""

    exit_code = Exit.UNFORESEEN


class Misused(EmergencyError):
    """A name, value or option that cannot be used."""


class Unreadable(Misused):
    """Records that cannot be read. A command that records makes NotSaved of it, with what was typed."""


class Ambiguous(Misused):
    """A name that several things go by: the part of what was typed, and what it may mean, by the id of each."""

    def __init__(
        self, query: str, choices: Sequence[tuple[str, object]], message: Message, hint: Message | None = None
    ) -> None:
        super().__init__(message, hint)
        self.query = query
        self.choices = choices


class NotAllowed(EmergencyError):
    """A rule of the incident refuses this."""

    exit_code = Exit.REFUSED


class NotSaved(EmergencyError):
    """It could not be put on record. The hint says what to do, and what has to go on paper instead."""

    exit_code = Exit.NOT_SAVED


class Faulty(EmergencyError):
    """A plan file or record has faults."""

    exit_code = Exit.FAULTS


class Stale(EmergencyError):
    """Another terminal wrote meanwhile; the decision has to be taken again."""

    exit_code = Exit.REFUSED
