"""How the second sample of version 1 was made: `python -m tests.samples.make_v1_documents FOLDER`.

What version 1 gained before its first release: documents given out, with a text that is plain and one that is sealed;
an entry that was copied from paper. Its log is never made again.
"""

import hashlib
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from tests.builders import FIRE, GENERAL, ROSTER, answered, at, done, opened
from tests.worlds import Clock, make_world

from emergency_cli.core.events import Ended, Event, Issued
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot
from emergency_cli.store.home import Home


def make(home: Path) -> str:
    """Write the sample; the id of its incident."""
    salts = random.Random(2)  # noqa: S311 - it is a sample
    clock = Clock()
    journal = Home(make_world(Path(tempfile.mkdtemp()), home=str(home), clock=clock)).create(False, at(), "fire")

    def write(event: Event) -> None:
        clock.pass_by(seconds=(event.occurred + timedelta(seconds=7) - clock.now).total_seconds())
        written.append(journal.append(event))

    written: list[object] = []
    books = {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(GENERAL)}
    write(opened(playbooks=books, roster=roster_snapshot(ROSTER, salts.randbytes)))
    write(answered(1, place="二楼", fire__burning="电线"))
    write(done("fire/call-119", 2))
    write(done("fire/alarm", 3, paper=True))
    members = {"by": "王强", "to": ("wang", "县政府"), "approved": "wang", "upto": written[-1].ref}  # type: ignore[attr-defined]
    digest = hashlib.sha256(b"a document").hexdigest()
    write(Issued(occurred=at(5), document="initial", text="二楼冒烟", file="初报.docx", sha256=digest, **members))
    text = seal("伤者李某，已送医", salts.randbytes(32))
    write(Issued(occurred=at(9), document="follow-up", number=1, text=text, **members))
    write(Ended(occurred=at(20), by="王强", outcome="handled", decided="wang", condition="明火已灭"))
    write(Issued(occurred=at(25), document="final", file="终报.docx", sha256=digest, **members))
    return journal.incident


if __name__ == "__main__":
    make(Path(sys.argv[1]).absolute())
