"""A response card that was filled by hand: its rows, in the order in which they are printed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.address import Address, FactAddress
from emergency_cli.core.events import Entry, OfficerNamed, Opened
from emergency_cli.core.incident.incident import Attachment, Incident
from emergency_cli.core.incident.steps.board import Board, Row
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.cases import cases_of
from emergency_cli.core.plan.playbook import Step
from emergency_cli.core.prepare.cards import steps_on_card
from emergency_cli.core.prepare.outline import by_stage


class CardRow(Struct, frozen=True):
    """One row of a card, with its printed `number`. `rows`: the step, or its zones or units that apply."""

    number: int
    attachment: Attachment
    step: Step
    rows: tuple[Row, ...]

    @property
    def address(self) -> str:
        """The address of the step, without zone or unit."""
        return str(Address(self.attachment.id, self.step.id))

    @property
    def open(self) -> tuple[Row, ...]:
        """What is still open of it."""
        return tuple(row for row in self.rows if row.open)


def card_rows(incident: Incident, state: Board) -> Iterator[CardRow]:
    """The rows of the cards of an incident: of each playbook as taken up, the general procedure last; numbered anew.

    What does not apply by the answers so far is left out, its number too. Steps of the review, which are on no card,
    are numbered on, and come once the response has ended.
    """
    for held in incident.in_order:
        printed = steps_on_card(held.playbook, _case(held))
        others = [step for steps in by_stage(held.playbook).values() for step in steps if step not in printed]
        for number, step in enumerate([*printed, *others], 1):
            address = str(Address(held.id, step.id))
            rows = [row for row in state.rows if row.base == address]
            fitting = tuple(row for row in rows if row.status != "not-applicable")
            if fitting and (step.stage != "review" or incident.state != "responding"):
                yield CardRow(number, held, step, fitting)


def _case(held: Attachment) -> Mapping[str, str]:
    """The case with which a playbook was taken up: which of its cards was at hand."""
    facts = getattr(held.entry.event, "facts", {})
    given = {FactAddress.parse(fact).fact: clear(value) for fact, value in facts.items()}
    return next((case.answers for case in cases_of(held.playbook) if case.answers.items() <= given.items()), {})


def on_paper(incident: Incident) -> list[Entry]:
    """The entries that were copied from the rows of a card, in record order: not its head, nor what was taken back."""
    return [
        each
        for each in incident.entries
        if each.event.paper
        and not isinstance(each.event, Opened | OfficerNamed)
        and each.hash not in incident.retracted
    ]


def last_on_paper(incident: Incident) -> datetime | None:
    """When the last row that was copied happened; with none copied, when the incident was noticed."""
    copied = on_paper(incident)
    return copied[-1].event.occurred if copied else incident.opening.noticed if incident.opening else None
