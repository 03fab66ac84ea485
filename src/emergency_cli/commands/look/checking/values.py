"""Sealed values and evidence files: whether they are here, and as they were sealed."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Literal

from emergency_cli.core.events import EvidenceAdded, personal_values
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.text import Message, msg
from emergency_cli.disk import is_folder, why
from emergency_cli.store.evidence import NAME, measured
from emergency_cli.store.home import Case

Condition = Literal["match", "destroyed", "not-destroyed", "missing-value", "altered-value"]
_STANDS = ("match", "destroyed", "not-destroyed", "missing-value", "altered-value", "elsewhere")
_VALUES: Mapping[Condition, Message] = {
    "missing-value": msg("a personal value of entry {entry} is missing"),
    "altered-value": msg("a personal value of entry {entry} does not match what was sealed"),
    "not-destroyed": msg(
        "a personal value of entry {entry} is recorded as destroyed but still here; finish it: emergency destroy"
    ),
}
_FILES: Mapping[Condition, Message] = {
    "missing-value": msg("the evidence of entry {entry} is missing"),
    "altered-value": msg("the evidence of entry {entry} was changed"),
    "not-destroyed": msg(
        "the evidence of entry {entry} is recorded as destroyed but still here; finish it: emergency destroy"
    ),
}


def values(case: Case, elsewhere: Collection[str] = ()) -> tuple[list[Finding], Counter[str]]:
    """Sealed values and evidence: what is wrong with them, and how many match, were destroyed, are missing.

    Those of desks `elsewhere` came without them, from a hub: what is not here of theirs is with them.
    """
    findings: list[Finding] = []
    count: Counter[str] = Counter(dict.fromkeys(_STANDS, 0))
    for entry in case.incident.originals.values():
        for value in personal_values(entry.event):
            condition = _condition(value.value is not None, value.matches(), value.sealed in case.incident.destroyed)
            if condition == "missing-value" and entry.desk in elsewhere:
                count["elsewhere"] += 1
                continue
            count[condition] += 1
            if condition != "match" and condition != "destroyed":
                what = Message(_VALUES[condition].msgid, {"entry": entry.id})
                findings.append(Finding(condition, f"{entry.desk}.private.jsonl", None, what))
        if isinstance(entry.event, EvidenceAdded) and entry.event.file:
            condition, why_not = _file(case, entry.event)
            if condition == "missing-value" and entry.desk in elsewhere:
                count["elsewhere"] += 1
                continue
            count[condition] += 1
            if condition != "match" and condition != "destroyed":
                what = why_not or Message(_FILES[condition].msgid, {"entry": entry.id})
                findings.append(Finding(condition, f"files/{entry.event.file}", None, what))
    return findings, count


def _condition(there: bool, matches: bool, destroyed: bool) -> Condition:
    if destroyed:
        return "not-destroyed" if there else "destroyed"
    return "match" if matches else "altered-value" if there else "missing-value"


def _file(case: Case, event: EvidenceAdded) -> tuple[Condition, Message | None]:
    """How a copied file compares with the hash on record, and why it cannot be read where it cannot."""
    destroyed = event.sha256 in case.incident.destroyed
    folder, name = case.journal.folder / "files", str(event.file)
    if not re.fullmatch(NAME, name) or not is_folder(folder):
        return _condition(False, False, destroyed), None
    path = folder / name
    try:
        path.lstat()
        if destroyed or path.is_symlink():
            return _condition(True, False, destroyed), None
        return _condition(True, measured(path, follow=False)[0] == event.sha256, destroyed), None
    except FileNotFoundError:
        return _condition(False, False, destroyed), None
    except OSError as error:
        return "missing-value", msg(
            "this file cannot be read ({error}); everything else is as it was written", error=why(error)
        )
