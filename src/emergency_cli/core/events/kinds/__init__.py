"""The kinds of events, by their stable names, in the order of docs/record.md, section 4.

A new kind is a class in a module here and a line of this list; a test names what else lacks it.
"""

from emergency_cli.core.events.event import Event
from emergency_cli.core.events.kinds.amending import Corrected, Reopened
from emergency_cli.core.events.kinds.answering import FactsSet
from emergency_cli.core.events.kinds.calls import CallMade
from emergency_cli.core.events.kinds.custody import Destroyed, Repaired
from emergency_cli.core.events.kinds.duty import HandoverAccepted, HandoverOffered, OfficerNamed
from emergency_cli.core.events.kinds.ending import Closed, Ended
from emergency_cli.core.events.kinds.issuing import Issued
from emergency_cli.core.events.kinds.keeping import EvidenceAdded, Noted
from emergency_cli.core.events.kinds.opening import Attached, Opened, RosterUpdated, SuggestionDeclined
from emergency_cli.core.events.kinds.orders import Ordered
from emergency_cli.core.events.kinds.readiness import ReadinessChecked
from emergency_cli.core.events.kinds.steps import RoundsFinished, StepCouldNot, StepDeferred, StepDone, StepSkipped

KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        Opened,
        Attached,
        RosterUpdated,
        OfficerNamed,
        StepDone,
        StepSkipped,
        StepCouldNot,
        StepDeferred,
        RoundsFinished,
        FactsSet,
        Reopened,
        Ended,
        Closed,
        HandoverOffered,
        HandoverAccepted,
        SuggestionDeclined,
        Noted,
        EvidenceAdded,
        CallMade,
        Ordered,
        Corrected,
        Repaired,
        ReadinessChecked,
        Destroyed,
        Issued,
    )
}
