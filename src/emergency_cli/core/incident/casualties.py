"""The list of casualties: a step whose every round is about one person."""

from emergency_cli.core.incident.board import Row
from emergency_cli.core.incident.incident import Incident


def lists_people(incident: Incident, row: Row) -> bool:
    """Whether a step is done once for each casualty: what it records in a round is told among the casualties."""
    if not row.step.repeats:
        return False
    for fact in row.step.wants:
        spec = incident.fact_spec(incident.fact_address(row.attachment.id, fact))
        if spec and spec.part == "casualties" and incident.per_round(row.attachment.id, fact):
            return True
    return False
