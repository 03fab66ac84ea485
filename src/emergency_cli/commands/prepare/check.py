"""`emergency check`: every fault of the plan, with file and line."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from emergency_cli.commands.options import Json, verb
from emergency_cli.commands.whose import plan_line
from emergency_cli.core.text import Fault, msg
from emergency_cli.disk import is_there, real
from emergency_cli.errors import Exit, Faulty
from emergency_cli.plans.check import plan_faults
from emergency_cli.screen.faults import fault_lines
from emergency_cli.session import Session
from emergency_cli.shapes.plan import FaultData, Faults


@verb("emergency check --plan ./plan", Exit.FAULTS)
def check(session: Session, *, json: Json = False) -> None:
    """Check roster and playbooks; raises Faulty if there are faults. Warnings alone are not faults."""
    every = [*plan_faults(session.world), *_lying_about(session)]
    found = sorted(every, key=lambda fault: (fault.warning, fault.file, fault.line or 0))
    faults = [fault for fault in found if not fault.warning]
    words = session.screen.words
    if json:
        told = [
            FaultData(
                file=each.file, line=each.line, warning=each.warning, what=words(each.what), hint=words(each.hint)
            )
            for each in found
        ]
        session.screen.data(Faults(faults=told))
    else:
        session.screen.show([*fault_lines(found, words), plan_line(session)])
    if faults:
        raise Faulty(msg("Faults in the plan: {count}.", count=len(faults)))
    if not json:
        names = session.plan.ids
        session.screen.say(
            msg(
                "The plan has no faults. Playbooks: {count}; warnings: {warnings}.",
                count=len(names),
                warnings=len(found),
            ),
            "done",
        )


def _lying_about(session: Session) -> Iterator[Fault]:
    """The roster of another plan in the working folder: whoever edits it must know that it is not the one in use."""
    with contextlib.suppress(OSError):  # the working folder may be gone
        here = Path.cwd()
        if is_there(here / "roster.yaml") and real(here) not in map(real, session.plan.folders[:1]):
            what = msg("this roster is not that of the plan in use")
            yield Fault(
                str(here / "roster.yaml"), None, what, msg("to check it: emergency check --plan ."), warning=True
            )
