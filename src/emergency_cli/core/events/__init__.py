"""What happened, as typed values: one small module for each kind, or for a few that belong together."""

from emergency_cli.core.events.event import (
    Entry,
    Event,
    Facts,
    Ref,
    Unknown,
    as_moment,
    personal_values,
    stamp,
)
from emergency_cli.core.events.kinds import KINDS
from emergency_cli.core.events.kinds.amending import Corrected, Reopened
from emergency_cli.core.events.kinds.answering import FactsSet
from emergency_cli.core.events.kinds.calls import CallMade, Told
from emergency_cli.core.events.kinds.custody import Destroyed, Repaired
from emergency_cli.core.events.kinds.duty import HandoverAccepted, HandoverOffered, OfficerNamed
from emergency_cli.core.events.kinds.ending import Closed, Ended
from emergency_cli.core.events.kinds.issuing import Issued
from emergency_cli.core.events.kinds.keeping import EvidenceAdded, Noted
from emergency_cli.core.events.kinds.opening import Attached, Opened, RosterUpdated, SuggestionDeclined
from emergency_cli.core.events.kinds.orders import Ordered
from emergency_cli.core.events.kinds.readiness import ReadinessChecked
from emergency_cli.core.events.kinds.steps import (
    Approval,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    Tick,
)
from emergency_cli.core.events.shapes import BASE, kind_name, members_of
from emergency_cli.core.signing import account_of, by_account, signed

__all__ = [
    "BASE",
    "KINDS",
    "Approval",
    "Attached",
    "CallMade",
    "Closed",
    "Corrected",
    "Destroyed",
    "Ended",
    "Entry",
    "Event",
    "EvidenceAdded",
    "Facts",
    "FactsSet",
    "HandoverAccepted",
    "HandoverOffered",
    "Issued",
    "Noted",
    "OfficerNamed",
    "Opened",
    "Ordered",
    "ReadinessChecked",
    "Ref",
    "Reopened",
    "Repaired",
    "RosterUpdated",
    "RoundsFinished",
    "StepCouldNot",
    "StepDeferred",
    "StepDone",
    "StepSkipped",
    "SuggestionDeclined",
    "Tick",
    "Told",
    "Unknown",
    "account_of",
    "as_moment",
    "by_account",
    "kind_name",
    "members_of",
    "personal_values",
    "signed",
    "stamp",
]
