"""The rules: what may be recorded now. Each function gives the event, or raises NotAllowed with what to do instead."""

from emergency_cli.core.incident.actions.allowed import Facts, from_paper, not_closed
from emergency_cli.core.incident.actions.amended import correct, destroy, reopen, reopen_response, reopen_step
from emergency_cli.core.incident.actions.course import (
    accept_handover,
    attach_playbook,
    close_record,
    decline,
    end_response,
    give_order,
    name_officer,
    offer_handover,
)
from emergency_cli.core.incident.actions.kept import add_evidence, as_noted, issue, make_call, note
from emergency_cli.core.incident.actions.steps import (
    could_not,
    defer_step,
    finish_rounds,
    finish_step,
    nobody_reached,
    set_facts,
    skip_step,
    to_be_destroyed,
)

__all__ = [
    "Facts",
    "accept_handover",
    "add_evidence",
    "as_noted",
    "attach_playbook",
    "close_record",
    "correct",
    "could_not",
    "decline",
    "defer_step",
    "destroy",
    "end_response",
    "finish_rounds",
    "finish_step",
    "from_paper",
    "give_order",
    "issue",
    "make_call",
    "name_officer",
    "nobody_reached",
    "not_closed",
    "note",
    "offer_handover",
    "reopen",
    "reopen_response",
    "reopen_step",
    "set_facts",
    "skip_step",
    "to_be_destroyed",
]
