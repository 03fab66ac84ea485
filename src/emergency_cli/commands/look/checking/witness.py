"""What the hub has to say of a record: `verify --hub`."""

from emergency_cli.core.record.chain import Finding
from emergency_cli.core.text import Message, counted, msg
from emergency_cli.disk import why
from emergency_cli.errors import Misused
from emergency_cli.hub.comparing import Difference, Missing, compare
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.server import Server, named
from emergency_cli.session import Session
from emergency_cli.store.home import Case


def asked(session: Session, case: Case) -> Difference:
    """What is on one side only of this incident. Raises HubAway, Misused where the hub knows no hall of ours."""
    address = named(session.world)
    server = Server(address)
    server.check_schema()
    if server.rows("select hub.own_hall()")[0][0] is None:
        raise Misused(
            msg("This name belongs to no hall."),
            msg("Set EMERGENCY_HUB to the address that emergency hub add-hall NAME gave."),
        )
    try:
        found = compare(server, session.home, Memory(session.world, address), case.journal.incident)
    except OSError as error:
        path = str(case.journal.folder)
        raise Misused(msg("{path} cannot be read ({error}).", path=path, error=why(error))) from error
    return found.get(case.journal.incident, Difference())


def findings(difference: Difference) -> list[Finding]:
    """What was cut off and what was rewritten, for each desk."""
    found = []
    for desk in sorted({each.desk for each in difference.missing}):
        for kind in ("cut-off", "rewritten"):
            lines = [each for each in difference.missing if (each.desk, each.kind) == (desk, kind)]
            if lines:
                found.append(Finding(lines[0].kind_of_finding, f"{desk}.jsonl", None, _words(lines)))
    return found


def _words(lines: list[Missing]) -> Message:
    first = min(lines, key=lambda each: each.n)
    if first.kind == "rewritten":
        return msg(
            "from entry {entry} on, the hub has other lines than this file: it was rewritten",
            entry=f"{first.desk}/{first.n}",
        )
    return msg(
        "from entry {entry} on, the hub has lines that are no longer here ({count}): the end was cut off",
        entry=f"{first.desk}/{first.n}",
        count=len(lines),
    )


def remarks(difference: Difference) -> list[tuple[Message, str]]:
    """What is not wrong and has to be known, each with its style."""
    said = []
    if difference.unsent:
        what = msg(
            "Never sent to the hub ({count}): {ids}. Send them: emergency hub send",
            count=len(difference.unsent),
            ids=difference.unsent[:20],
        )
        said.append((what, "warn"))
    if new := [each for each in difference.missing if each.kind == "not-fetched"]:
        several = msg("Other desks sent {count} entries that were never here. Fetch them: emergency hub fetch")
        what = counted(
            len(new), msg("Another desk sent one entry that was never here. Fetch it: emergency hub fetch"), several
        )
        said.append((what, "plain"))
    if not difference.unsent and not difference.missing:
        said.append((msg("The hub has every one of these lines, and no others."), "done"))
    return said
