"""How the sample of version 1 was made: `python -m tests.samples.make_v1 FOLDER`. Its log is never made again.

Two desks, every kind of event, personal values, evidence, snapshots, a torn tail, two desks that contradict each other.
"""

import hashlib
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.builders import FIRE, GENERAL, ILLNESS, ROSTER, at, opened
from tests.worlds import Clock, make_world

from emergency_cli.core.events import (
    Approval,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Destroyed,
    Ended,
    Event,
    EvidenceAdded,
    FactsSet,
    HandoverAccepted,
    HandoverOffered,
    Noted,
    OfficerNamed,
    Opened,
    Ordered,
    ReadinessChecked,
    Reopened,
    RosterUpdated,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    StepSkipped,
    SuggestionDeclined,
    Told,
)
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.snapshot import playbook_snapshot, roster_snapshot
from emergency_cli.store.home import Home

PHOTO = b"a photo of smoke"


def make(home: Path) -> str:
    """Write the sample; the id of its incident."""
    salts = random.Random(1)  # noqa: S311 - it is a sample
    folder, clocks = Path(tempfile.mkdtemp()), (Clock(), Clock(up=7_000))
    worlds = [
        make_world(folder, desk=desk, home=str(home), clock=clock) for desk, clock in zip("ab", clocks, strict=True)
    ]
    first = Home(worlds[0]).create(False, at(), "fire")
    second = Home(worlds[1]).open(first.incident).journal
    minutes = iter(range(1, 99))

    def write(journal: Any, kind: type[Event], *, by: str = "王强", **members: Any) -> object:
        minute = next(minutes)
        for clock in clocks:
            clock.now, clock.up = at(minute) + timedelta(seconds=7), clock.up + 60_000
        return journal.append(kind(occurred=at(minute), by=by, **members))

    snapshots = {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(GENERAL)}
    roster = roster_snapshot(ROSTER, salts.randbytes)
    phone = seal("13800000001", salts.randbytes(32))
    digest = hashlib.sha256(PHOTO).hexdigest()
    write(
        first,
        Opened,
        **{name: getattr(opened(), name) for name in ("playbook", "noticed", "plan", "program")},
        began=at(-3),
        facts={"place": "二楼", "zone": "tax"},
        playbooks=snapshots,
        roster=roster,
        host="hall-1",
    )
    write(first, OfficerNamed, officer="王强")
    write(
        first,
        StepDone,
        step="fire/call-119",
        facts={"fire.burning": "电线"},
        actor="wang",
        contacts=(Told(party="fire-119", outcome="reached", name="接警员"),),
        approval=Approval(party="wang", answer="given", how="电话"),
    )
    tick = write(first, StepDone, step="fire/alarm", reason="\x1b[2J按下\u202e")
    write(second, FactsSet, by="李娜", facts={"fire.trapped": "yes", "fire.phone": phone})
    write(
        second,
        Attached,
        by="李娜",
        attachment="illness",
        noticed=at(4),
        suggested=True,
        playbook=playbook_snapshot(ILLNESS),
    )
    write(first, RosterUpdated, roster=roster_snapshot(ROSTER, salts.randbytes))
    write(first, StepCouldNot, step="fire/search", reason="烟太大")
    write(second, StepSkipped, by="李娜", step="fire/search", reason="消防已到")
    write(first, StepDeferred, step="fire/clean-up", until="recover", reason="等消防")
    write(first, RoundsFinished, step="fire/clean-up", count=3)
    write(first, SuggestionDeclined, playbook="theft")
    write(second, Noted, by="account:duty", text=seal("李某，左臂烧伤", salts.randbytes(32)), step="illness/call-120")
    kept = home / "incidents" / first.incident / "files"
    kept.mkdir(exist_ok=True)
    (kept / f"{digest}.jpg").write_bytes(PHOTO)
    write(first, EvidenceAdded, name="照片 1.JPG", file=f"{digest}.jpg", sha256=digest, size=len(PHOTO), handed="保安")
    write(first, EvidenceAdded, name="监控录像", held="信息中心", until="2026-12-23")
    write(first, CallMade, contacts=(Told(party="bureau-office", outcome="no-answer"),), text="无人接听")
    write(first, Ordered, order="1", text="清空广场", from_="wang", to="bureau-office", due=at(60))
    write(second, Noted, by="李娜", text="消防到场", key=True)
    start = first.read().entries[0]
    write(first, Corrected, target=start.ref, member="began", value="2026-11-23T14:48:00.000+08:00", reason="问过保安")
    write(first, Corrected, target=tick.ref, member="occurred", value="2026-11-23T14:56:30.000+08:00", reason="记错了")  # type: ignore[attr-defined]
    write(second, Corrected, by="李娜", target=tick.ref, member="reason", value="手动报警")  # type: ignore[attr-defined]
    with (home / "incidents" / first.incident / f"{first.desk}.jsonl").open("ab") as log:
        log.write(b'{"v":1,"incident":"cut off by a power fail')
    write(first, HandoverOffered, to="李娜", open=("general/evaluate",), deferred=("fire/clean-up",), text="烟已散")
    write(second, HandoverAccepted, by="李娜", officer="李娜")
    over = write(
        second, Ended, by="李娜", outcome="handled", decided="wang", condition="明火已灭", left=("fire/clean-up",)
    )
    write(second, Reopened, by="李娜", target=over.ref, reason="复燃")  # type: ignore[attr-defined]
    write(first, StepDone, step="general/tell-office", same="fire/call-119")
    write(second, Ended, by="李娜", outcome="handled", decided="wang", condition="明火已灭")
    write(second, Closed, by="李娜", reason="并入年度总结", settled=("general/evaluate", "fire/clean-up"))
    write(first, Destroyed, what="personal", targets=(phone.sealed,), basis="《突发事件应对法》第八十五条")
    private = home / "incidents" / first.incident / f"{second.desk}.private.jsonl"
    lines = private.read_bytes().splitlines(keepends=True)
    private.write_bytes(b"".join(line for line in lines if phone.sealed.encode() not in line))
    ready = Home(worlds[0]).begin_readiness().journal
    write(ready, ReadinessChecked, item="medicine-stock", result="wanting", text="缺两盒")
    return first.incident


if __name__ == "__main__":
    make(Path(sys.argv[1]).absolute())
