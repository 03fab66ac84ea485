"""The annexes of the summary: the timeline with all that qualifies it, who was told, what the record rests on."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace
from tests.builders import (
    FIRE,
    GENERAL,
    A,
    B,
    PaperDesk,
    answered,
    at,
    done,
    entries_of,
    noted,
    opened,
    read_event,
    step,
)

from emergency_cli.core.events import (
    Approval,
    Attached,
    Closed,
    Corrected,
    Ended,
    Entry,
    EvidenceAdded,
    Issued,
    Opened,
    Reopened,
    Told,
    stamp,
)
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.record.chain import Finding
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.report.document import Coded, Moment, Report, Section, Table, Timeline
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.text import msg
from emergency_cli.language import Words

EN, ZH = Words("en"), Words("zh")
NOW = at(24 * 60)


def section(report: Report, key: str) -> Section:
    """One section by its key."""
    return next(section for section in report.sections if section.key == key)


def table(report: Report, key: str, part: str) -> list[dict[str, object]]:
    """The lines of a table, by column; `struck` says whether they are."""
    found = next(each for each in section(report, key).parts if each.key == part)
    assert isinstance(found, Table)
    return [dict(zip(found.columns, line.cells, strict=True)) | {"struck": line.struck} for line in found.lines]


def timeline(report: Report) -> tuple[Moment, ...]:
    """The moments of the timeline."""
    return next(part for part in section(report, "timeline").parts if isinstance(part, Timeline)).moments


def plan(*steps: dict[str, object], **facts: object) -> Opened:
    """A fire opened with steps of one's own."""
    playbook = from_plain(plain(FIRE) | {"steps": list(steps), "facts": facts}, Playbook)
    return opened(playbooks={"fire": playbook_snapshot(playbook), "general": playbook_snapshot(GENERAL)})


def clocked(entry: Entry, recorded: datetime, up: int, boot: str = "5eed0001") -> Entry:
    """The entry with its clocks set."""
    return replace(entry, recorded=recorded, up=up, boot=boot)


def codes(cells: list[dict[str, object]], key: str) -> list[object]:
    """What a column says to machines."""
    return [cell.code if isinstance(cell := row[key], Coded) else cell for row in cells]


def marks(moment: Moment) -> list[object]:
    """What qualifies a moment."""
    return [mark.code for mark in moment.marks]


def test_the_timeline_is_told_by_when_things_happened() -> None:
    """A note typed late stands where it belongs, and says when it was recorded."""
    desk = PaperDesk()
    desk.write(opened(), noted("second", 5), noted("first", 2))
    entries = [clocked(entry, max(at(5), entry.event.occurred), 300_000) for entry in desk.own]
    moments = timeline(build_report(entries, NOW))
    assert [EN(moment.says) for moment in moments] == ["Incident opened: Fire", "Note: first", "Note: second"]
    assert [marks(moment) for moment in moments] == [["recorded-later"], ["recorded-later"], []]
    assert EN(moments[1].marks[0].says) == "recorded only 23 Nov 14:59"


def test_the_date_stands_where_it_changes() -> None:
    """Past midnight nobody has to guess the day."""
    desk = PaperDesk()
    desk.write(opened(), noted("a", 1), noted("b", 600), noted("c", 601))
    assert [moment.day for moment in timeline(build_report(desk.own, NOW))] == [at(), None, at(600), None]


def test_a_clock_that_was_set_is_told_from_time_that_passed() -> None:
    """The uptime gives a changed clock away; a long pause does not look like one."""
    desk = PaperDesk()
    desk.write(opened(), noted("pause", 30), noted("forward", 120), noted("back", 20), noted("restarted", 25))
    ups = (91_000_000, 92_800_000, 92_860_000, 92_920_000, 60_000)
    entries = [clocked(entry, entry.event.occurred, up) for entry, up in zip(desk.own, ups, strict=True)]
    entries[-1] = clocked(entries[-1], entries[-1].recorded, ups[-1], boot="5eed0002")
    told = {
        EN(moment.says): [EN(mark.says) for mark in moment.marks] for moment in timeline(build_report(entries, NOW))
    }
    assert told == {
        "Incident opened: Fire": [],
        "Note: pause": [],
        "Note: forward": [f"before this entry the clock of desk {A} went forward by 1 h 29 min"],
        "Note: back": [f"before this entry the clock of desk {A} went back by 1 h 41 min"],
        "Note: restarted": [f"before this entry the machine of desk {A} was off, or its clock went forward: 4 min"],
    }


def test_a_correction_shows_what_stood_there_who_changed_it_and_why() -> None:
    """The original stays visible, and every later version of it."""
    desk = PaperDesk()
    desk.write(opened())
    note = desk.write(noted("two people", 1))
    more: dict[str, Any] = {"target": note.ref, "member": "text"}
    desk.write(Corrected(occurred=at(3), by="Zhao", value="three people", reason="counted again", **more))
    desk.write(Corrected(occurred=at(4), by="Zhao", value="four people", reason="and again", **more))
    report = build_report(desk.own, NOW)
    moment = timeline(report)[1]
    assert EN(moment.says) == "Note: four people"
    assert [(change.was, change.now, EN(change.note)) for change in moment.changes] == [
        ("two people", "three people", f"text corrected by Zhao, 23 Nov 14:57 [{A}/3]: counted again"),
        ("three people", "four people", f"text corrected by Zhao, 23 Nov 14:58 [{A}/4]: and again"),
    ]
    assert [EN(row["what"]) for row in table(report, "exceptions", "exceptions")] == [
        "two people → three people",
        "three people → four people",
    ]


def test_a_corrected_time_moves_the_entry_and_shows_the_old_time() -> None:
    """Story order follows the corrected time."""
    desk = PaperDesk()
    desk.write(opened())
    note = desk.write(noted("moved", 5))
    desk.write(noted("other", 3))
    fixed: dict[str, Any] = {"member": "occurred", "value": stamp(at(2)), "reason": "watch"}
    desk.write(Corrected(occurred=at(6), by="Li", target=note.ref, **fixed))
    moments = timeline(build_report(desk.own, NOW))
    assert [EN(moment.says) for moment in moments][1:3] == ["Note: moved", "Note: other"]
    assert [(change.was, change.now) for change in moments[1].changes] == [(at(5), at(2))]


def test_what_was_copied_from_paper_is_marked_and_judged_by_true_time() -> None:
    """When somebody came to typing it in says nothing about whether it was done in time."""
    desk = PaperDesk()
    steps = [step(f"s{number}", within="5m") for number in (1, 2, 3)]
    desk.write(plan(*steps), done("fire/s1", 3, paper=True), done("fire/s2", 8, paper=True), done("fire/s3", 3))
    report = build_report([clocked(entry, at(600), 0) for entry in desk.own], NOW)
    rows = table(report, "exceptions", "exceptions")
    assert (codes(rows, "kind"), codes(rows, "matter")) == (["late"], ["fire/s2"])
    moment = timeline(report)[1]
    assert marks(moment) == ["paper", "recorded-later"]
    assert (EN(moment.marks[0].says), ZH(moment.marks[0].says)) == ("copied from paper", "据纸质记录补录")


def test_calls_in_vain_and_consent_stand_beside_those_who_were_reached() -> None:
    """Told is not reached, and the report keeps them apart."""
    desk = PaperDesk()
    told = (Told(party="wang", outcome="no-answer"), Told(party="fire-119", outcome="reached", name="Sun"))
    consent = Approval(party="wang", answer="refused", how="phone")
    desk.write(opened(), done("fire/call-119", 1, contacts=told, approval=consent))
    report = build_report(desk.own, NOW)
    contacts, approvals = table(report, "contacts", "contacts"), table(report, "contacts", "approvals")
    assert (codes(contacts, "party"), codes(contacts, "outcome")) == (["wang", "fire-119"], ["no-answer", "reached"])
    assert (codes(approvals, "answer"), approvals[0]["how"]) == (["refused"], "phone")


def test_one_code_for_what_was_seen_and_one_for_each_desk_that_was_not() -> None:
    """Together the codes vouch for every line of the report."""
    one, two = PaperDesk(), PaperDesk(B)
    opening = one.write(opened())
    two.learn(one)
    assert build_report(one.own, NOW).codes == ((check_code(opening), f"{A}/1"),)
    last = [one.write(noted("a")), two.write(noted("b"))]
    assert set(build_report(entries_of(one, two), NOW).codes) == {(check_code(entry), entry.id) for entry in last}


def test_evidence_and_damage_are_listed() -> None:
    """Hash by hash, and finding by finding."""
    desk = PaperDesk()
    desk.write(opened(), EvidenceAdded(occurred=at(1), by="Li", name="hall.jpg", file="x", sha256="ab" * 32, size=9))
    finding = Finding("damaged", f"{A}.jsonl", 3, msg("this line is not what was written"))
    report = build_report(desk.own, NOW, [finding])
    assert [(row["name"], row["sha256"], row["size"]) for row in table(report, "integrity", "evidence")] == [
        ("hall.jpg", "ab" * 32, 9)
    ]
    assert [(row["file"], row["line"]) for row in table(report, "integrity", "findings")] == [(f"{A}.jsonl", 3)]


def test_entries_after_closing_are_marked() -> None:
    """What another desk wrote meanwhile is kept and said."""
    desk = PaperDesk()
    desk.write(
        opened(), Ended(occurred=at(1), by="Li", outcome="handled"), Closed(occurred=at(2), by="Li"), noted("x", 3)
    )
    assert "after-close" in marks(timeline(build_report(desk.own, NOW))[-1])


def test_no_name_given_is_said() -> None:
    """A system account is not a person's name."""
    desk = PaperDesk()
    desk.write(opened(), noted("x", by="account:duty"))
    assert EN(timeline(build_report(desk.own, NOW))[1].by) == "account duty, name not given"


def test_a_report_comes_from_an_incident_as_from_its_entries() -> None:
    """Both are the same fold."""
    desk = PaperDesk()
    desk.write(opened(), noted())
    assert build_report(replay(desk.own), NOW) == build_report(reversed(desk.own), NOW)


def test_a_record_without_its_beginning_still_gives_a_report() -> None:
    """Damage takes lines, never the report."""
    desk = PaperDesk()
    desk.write(opened(), noted("still here"), answered(fire__trapped="yes"), done("fire/call-119", 3))
    desk.write(Attached(occurred=at(4), by="Li", attachment="x", noticed=at(4), playbook={"id": "x"}))
    desk.write(read_event("drone-flown", height=9, occurred=stamp(at(5))))
    report = build_report(desk.own[1:], NOW)
    assert [EN(moment.says) for moment in timeline(report)] == [
        "Note: still here",
        "fire.trapped: yes",
        "Done: “fire/call-119”",
        "Also taken up: x",
        "An entry of a newer version (“drone-flown”) that cannot be read here.",
    ]
    assert build_report([], NOW).codes == ()


def test_documents_given_out_are_listed_with_the_hash_of_their_file() -> None:
    """To whom, approved by whom, built from which entry."""
    desk = PaperDesk()
    opening = desk.write(opened())
    desk.write(
        Issued(occurred=at(5), by="Li", document="follow-up", number=2, to=("wang", "the mayor"), approved="wang",
               file="x.docx", sha256="ab" * 32, upto=opening.ref)
    )  # fmt: skip
    report = build_report(desk.own, NOW)
    [row] = table(report, "integrity", "issued")
    assert (EN(row["to"]), EN(row["approved"]), row["file"], row["sha256"]) == (
        "Wang, the mayor", "Wang", "x.docx", "ab" * 32,
    )  # fmt: skip
    assert (row["built"], row["entry"]) == (f"{A}/1", f"{A}/2")
    assert [EN(moment.says) for moment in timeline(report)][1] == (
        "Issued: Follow-up report 2 — to Wang, the mayor — approved by Wang — file x.docx"
    )


def test_a_document_is_a_draft_until_somebody_approved_it() -> None:
    """The mark goes, and the name is kept."""
    desk = PaperDesk()
    desk.write(opened())
    draft, final = build_report(desk.own, NOW), build_report(desk.own, NOW, approved="wang")
    assert ([EN(mark) for mark in draft.marks], final.marks) == (["Draft"], ())
    assert EN(final.approved) == "Wang"


def test_a_tick_taken_back_is_struck_with_its_answers_and_calls() -> None:
    """What was taken back stays readable and counts nowhere."""
    desk = PaperDesk()
    desk.write(opened())
    told = (Told(party="fire-119", outcome="no-answer"),)
    tick = desk.write(done("fire/call-119", 1, facts={"fire.trapped": "yes"}, contacts=told))
    desk.write(Reopened(occurred=at(2), by="Li", target=tick.ref, reason="wrong key"))
    report = build_report(desk.own, NOW)
    moment = timeline(report)[1]
    assert (moment.struck, [EN(mark.says) for mark in moment.marks if mark.code == "taken-back"]) == (
        True,
        [f"taken back by Li, 23 Nov 14:56 [{A}/3]: wrong key"],
    )
    assert [row["struck"] for row in table(report, "contacts", "contacts")] == [True]
    assert [section.key for section in report.annexes] == ["timeline", "contacts", "integrity"]
