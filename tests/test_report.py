"""The after-action summary as a value: what stands in it, and what is marked."""

from datetime import datetime
from typing import Any

from msgspec import structs
from msgspec.structs import replace
from tests.builders import (
    FIRE,
    GENERAL,
    INCIDENT,
    A,
    B,
    PaperDesk,
    answered,
    at,
    both,
    done,
    entries_of,
    fact,
    noted,
    opened,
    read_event,
    skipped,
    step,
)

from emergency_cli.core.events import (
    Approval,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Ended,
    Entry,
    EvidenceAdded,
    Issued,
    OfficerNamed,
    Opened,
    Reopened,
    StepCouldNot,
    StepDeferred,
    Told,
    stamp,
)
from emergency_cli.core.incident.board import board
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.record.chain import Finding, check_code
from emergency_cli.core.report.document import Coded, Course, Fields, Moment, Report, Section, Table, Timeline
from emergency_cli.core.report.summary import build_report
from emergency_cli.core.terms import CallOutcome
from emergency_cli.core.text import Text, msg
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


def values(report: Report, key: str, part: str) -> dict[str, object]:
    """The named values of a part."""
    found = next(each for each in section(report, key).parts if each.key == part)
    assert isinstance(found, Fields)
    return {field.key: field.value for field in found.fields}


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


def test_every_heading_of_a_drill_says_that_it_is_one() -> None:
    """A drill can be taken for the real thing on no page."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}")
    desk.write(opened(drill=True))
    report = build_report(desk.own, NOW)
    headings = [report.title, *(s.title for s in report.sections), *(p.title for s in report.sections for p in s.parts)]
    assert [words for heading in headings if not (words := EN(heading)).startswith("[DRILL] ")] == []
    assert values(report, "basics", "drill") == dict.fromkeys(("form", "goals", "participants", "observers"))


def test_a_real_incident_is_nowhere_called_a_drill() -> None:
    """The mark means something because it is absent elsewhere."""
    desk = PaperDesk()
    desk.write(opened())
    report = build_report(desk.own, NOW)
    assert EN(report.title) == "After-action summary: Fire, Hall"
    assert [part.key for part in section(report, "basics").parts] == ["facts", "times", "plan", "playbooks", "officers"]


def test_basics_say_which_incident_by_which_plan_and_who_was_on_duty() -> None:
    """An inspector finds id, type, zone owner, times and plan at the head."""
    desk = PaperDesk()
    desk.write(
        opened(), OfficerNamed(occurred=at(1), by="Li", officer="Li"), answered(2, place="2nd floor", zone="tax")
    )
    report = build_report(desk.own, NOW)
    basics = values(report, "basics", "facts")
    assert (basics["incident"], basics["type"]) == (INCIDENT, Coded("fire", Text("Fire", "Fire")))
    assert (basics["place"], basics["zone"], basics["zone-owner"]) == (
        "2nd floor",
        Coded("tax", Text("Tax", "Tax")),
        Text("Wang", "Wang"),
    )
    times, document = values(report, "basics", "times"), values(report, "basics", "plan")
    assert (times["noticed"], times["began"], times["ended"]) == (at(), None, None)
    assert (document["sha256"], document["document"]) == ("0" * 12, Text("Plan", "Plan"))
    assert table(report, "basics", "officers") == [
        {"officer": "Li", "from": at(1), "entry": f"{A}/2", "struck": False},
    ]


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
    assert [row["was"] for row in table(report, "record", "corrections")] == ["two people", "three people"]


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
    assert [row["struck"] for row in table(report, "told", "contacts")] == [True]
    assert codes(table(report, "decisions", "answers"), "standing") == ["taken-back"]
    assert codes(table(report, "steps", "steps"), "status")[0] == "todo"


def test_lateness_is_told_by_true_time_and_by_typed_time() -> None:
    """Done in time and typed late is not the same as done late."""
    desk = PaperDesk()
    steps = [step(f"s{number}", within="5m") for number in (1, 2, 3)]
    desk.write(plan(*steps, step("s4")), done("fire/s1", 3), done("fire/s2", 8), done("fire/s4", 9))
    entries = [clocked(entry, at(10), 0) for entry in desk.own]
    rows = table(build_report(entries, at(20)), "steps", "steps")[:4]
    assert codes(rows, "late") == [0, 180, 900, ""]
    assert codes(rows, "typed-late") == [300, 300, "", ""]
    assert [row["due"] for row in rows] == [at(5), at(5), at(5), ""]
    assert [row["reason"] for row in rows] == ["", None, "", ""]


def test_what_was_copied_from_paper_is_marked_and_judged_by_true_time() -> None:
    """When somebody came to typing it in says nothing about whether it was done in time."""
    desk = PaperDesk()
    steps = [step(f"s{number}", within="5m") for number in (1, 2, 3)]
    desk.write(plan(*steps), done("fire/s1", 3, paper=True), done("fire/s2", 8, paper=True), done("fire/s3", 3))
    report = build_report([clocked(entry, at(600), 0) for entry in desk.own], NOW)
    rows = table(report, "steps", "steps")[:3]
    assert (codes(rows, "late"), codes(rows, "typed-late")) == ([0, 180, 0], ["", "", 595 * 60])
    assert [board(replay(desk.own), NOW).by_address[f"fire/s{number}"].typed_late for number in (1, 2)] == [None, None]
    moment = timeline(report)[1]
    assert marks(moment) == ["paper", "recorded-later"]
    assert (EN(moment.marks[0].says), ZH(moment.marks[0].says)) == ("copied from paper", "据纸质记录补录")


def test_rounds_and_ticks_outside_the_plan_have_their_lines() -> None:
    """Nothing that was ticked is missing from the table of steps."""
    desk = PaperDesk()
    desk.write(
        plan(step("patrol", repeats=True)), done("fire/patrol@1", 1), done("fire/patrol@2", 2), done("fire/new", 3)
    )
    steps = codes(table(build_report(desk.own, NOW), "steps", "steps"), "step")
    assert steps == [
        "fire/patrol",
        "fire/patrol@1",
        "fire/patrol@2",
        "general/tell-office",
        "general/evaluate",
        "fire/new",
    ]


def test_steps_left_out_say_because_of_what() -> None:
    """Skipped, tried in vain, put off, not applicable and waiting each give their reason, or a blank for it."""
    desk = PaperDesk()
    names = ("skipped", "unexplained", "tried", "later")
    conditions = {"no": {"trapped": "yes"}, "wait": {"spread": "yes"}}
    steps = [step(name) for name in names] + [step(name, when=when) for name, when in conditions.items()]
    desk.write(
        plan(*steps, trapped=fact("yes-no"), spread=fact("yes-no")),
        answered(fire__trapped="no"),
        skipped("fire/skipped", reason="nobody there"),
        skipped("fire/unexplained"),
        StepCouldNot(occurred=at(1), by="Li", step="fire/tried", reason="door locked"),
        StepDeferred(occurred=at(1), by="Li", step="fire/later", reason="no light"),
    )
    rows = table(build_report(desk.own, NOW), "left-out", "steps")
    told = {row["step"].code: row["reason"] for row in rows if isinstance(row["step"], Coded)}
    assert {step: EN(reason) if reason else reason for step, reason in told.items()} == {
        "fire/skipped": "nobody there",
        "fire/unexplained": None,
        "fire/tried": "door locked",
        "fire/later": "no light",
        "fire/no": "because yes-no: no",
        "fire/wait": "waiting for yes-no: not answered",
        "general/tell-office": "",
        "general/evaluate": "",
    }


def test_closing_with_steps_open_names_the_one_reason() -> None:
    """A step settled by closing is not called a decision of its own."""
    desk = PaperDesk()
    desk.write(plan(step("s1")), Ended(occurred=at(1), by="Li", outcome="handled"))
    desk.write(Closed(occurred=at(2), by="Li", reason="too late for it", settled=("fire/s1",)))
    row = table(build_report(desk.own, NOW), "left-out", "steps")[0]
    assert EN(row["reason"]) == "left open when the record was closed: too late for it"
    assert row["entry"] == f"{A}/3"


def test_calls_in_vain_and_consent_stand_beside_those_who_were_reached() -> None:
    """Told is not reached, and the report keeps them apart."""
    desk = PaperDesk()
    told = (Told(party="wang", outcome="no-answer"), Told(party="fire-119", outcome="reached", name="Sun"))
    consent = Approval(party="wang", answer="refused", how="phone")
    desk.write(opened(), done("fire/call-119", 1, contacts=told, approval=consent))
    report = build_report(desk.own, NOW)
    contacts, approvals = table(report, "told", "contacts"), table(report, "told", "approvals")
    assert (codes(contacts, "party"), codes(contacts, "outcome")) == (["wang", "fire-119"], ["no-answer", "reached"])
    assert (codes(approvals, "answer"), approvals[0]["how"]) == (["refused"], "phone")


def test_a_decision_keeps_every_answer_it_ever_had() -> None:
    """Changed and corrected answers stay, struck; the one that holds is not."""
    desk = PaperDesk()
    desk.write(opened())
    first = desk.write(answered(1, fire__trapped="not-known"))
    value: dict[str, Any] = {"member": "value", "fact": "fire.trapped", "value": "no"}
    desk.write(answered(2, fire__trapped="yes"))
    desk.write(Corrected(occurred=at(3), by="Li", target=first.ref, reason="misheard", **value))
    rows = table(build_report(desk.own, NOW), "decisions", "answers")
    assert codes(rows, "answer") == ["not-known", "no", "yes"]
    assert codes(rows, "standing") == ["corrected", "replaced", "holds"]
    assert [row["struck"] for row in rows] == [True, True, False]


def test_two_desks_that_disagree_are_shown_as_a_conflict() -> None:
    """Neither answer wins until somebody confirms one."""
    one, two = PaperDesk(), PaperDesk(B)
    one.write(opened())
    two.learn(one)
    one.write(answered(1, fire__trapped="yes"))
    two.write(answered(1, fire__trapped="no"))
    report = build_report(entries_of(one, two), NOW)
    [conflict] = table(report, "decisions", "conflicts")
    answers = conflict["answers"]
    assert isinstance(answers, list)
    assert sorted(EN(answer.says) for answer in answers) == ["no", "yes"]
    assert codes(table(report, "decisions", "answers"), "standing") == ["conflict", "conflict"]


def test_one_code_for_what_was_seen_and_one_for_each_desk_that_was_not() -> None:
    """Together the codes vouch for every line of the report."""
    one, two = PaperDesk(), PaperDesk(B)
    opening = one.write(opened())
    two.learn(one)
    assert build_report(one.own, NOW).codes == ((check_code(opening), f"{A}/1"),)
    last = [one.write(noted("a")), two.write(noted("b"))]
    assert set(build_report(entries_of(one, two), NOW).codes) == {(check_code(entry), entry.id) for entry in last}


def test_what_nobody_answered_is_a_blank_and_never_prose() -> None:
    """The program invents no outcome, no decision and no signature."""
    desk = PaperDesk()
    desk.write(opened())
    report = build_report(desk.own, NOW)
    assert set(values(report, "approval", "signatures").values()) == {None}
    assert [values(report, "outcome", "end")[key] for key in ("outcome", "decided", "condition")] == [None] * 3
    assert values(report, "losses", "facts") == {"injured": None}
    assert table(report, "review", "actions") == []


def test_a_fact_that_had_to_be_said_is_a_gap_to_fill_and_a_name_is_not() -> None:
    """Enter was enough in the smoke; the report asks for what the step had to say, not for who did it."""
    desk = PaperDesk()
    desk.write(opened(), done("fire/call-119", 1))
    gaps = table(build_report(desk.own, NOW), "left-out", "gaps")
    assert [(gap["kind"].code, gap["answer"]) for gap in gaps if isinstance(gap["kind"], Coded)] == [("fact", None)]


def test_units_that_took_part_have_a_line_for_their_summary() -> None:
    """五（一）1: each of them sums up, and who has not is seen."""
    general = plain(GENERAL)
    general["facts"]["unit-summary"] = fact("text", part="lessons")
    general["steps"] = [step("unit-summary", "review", each="unit", record=["unit-summary"])]
    books = {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(from_plain(general, Playbook))}
    roster = dict(opened().roster)
    roster["units"] = {name: {"title": both(name), "sums-up": True} for name in ("guards", "office")}
    desk = PaperDesk()
    desk.write(opened(playbooks=books, roster=roster), done("fire/alarm", 1, actor="guards"))
    desk.write(done("fire/search", 2, actor="office"))
    desk.write(done("general/unit-summary@guards", 3, facts={"unit-summary@guards": "all out"}))
    rows = table(build_report(desk.own, NOW), "units", "summaries")
    assert dict(zip(codes(rows, "unit"), (row["summary"] for row in rows), strict=True)) == {
        "guards": "all out",
        "office": None,
    }


def test_a_personal_value_is_kept_sealed() -> None:
    """Only the edge turns it into words, or says that it was destroyed."""
    kept = seal("13912345678", b"\x01" * 32)
    desk = PaperDesk()
    desk.write(opened(), answered(1, fire__phone=kept), answered(2, fire__burning="paper"))
    answers = values(build_report(desk.own, NOW), "occurrence", "answers")
    assert answers == {"fire.phone": kept, "fire.burning": "paper"}
    assert EN(replace(kept, value=None)) == "[destroyed]"


def test_evidence_and_damage_are_listed() -> None:
    """Hash by hash, and finding by finding."""
    desk = PaperDesk()
    desk.write(opened(), EvidenceAdded(occurred=at(1), by="Li", name="hall.jpg", file="x", sha256="ab" * 32, size=9))
    finding = Finding("damaged", f"{A}.jsonl", 3, msg("this line is not what was written"))
    report = build_report(desk.own, NOW, [finding])
    assert [(row["name"], row["sha256"], row["size"]) for row in table(report, "evidence", "files")] == [
        ("hall.jpg", "ab" * 32, 9)
    ]
    assert [(row["file"], row["line"]) for row in table(report, "record", "findings")] == [(f"{A}.jsonl", 3)]


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


def test_a_report_speaks_both_languages() -> None:
    """Texts of the plan come out in the language of the reader."""
    playbook = structs.replace(FIRE, title=Text("火灾", "Fire"))
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": playbook_snapshot(playbook)}))
    kind = values(build_report(desk.own, NOW), "basics", "facts")["type"]
    assert isinstance(kind, Coded)
    assert (ZH(kind.says), EN(kind.says)) == ("火灾", "Fire")


def test_the_body_stands_above_the_signatures_and_the_annexes_behind_them() -> None:
    """The order of the plan's four parts (五（一）2), then lessons, decisions and signatures."""
    desk = PaperDesk()
    desk.write(opened())
    report = build_report(desk.own, NOW)
    assert [section.key for section in report.body] == [
        "basics", "occurrence", "response", "outcome", "losses", "units", "review", "approval",
    ]  # fmt: skip
    assert [section.key for section in report.annexes] == [
        "timeline", "steps", "told", "decisions", "left-out", "evidence", "record",
    ]  # fmt: skip


def test_the_course_tells_a_step_done_zone_by_zone_once_with_its_count() -> None:
    """Fourteen ticks of one order are one sentence in the body; the annex has them all."""
    desk = PaperDesk()
    desk.write(plan(step("doors", each="zone"), step("patrol", repeats=True)))
    desk.write(done("fire/doors@tax", 1), done("fire/patrol@1", 2), done("fire/patrol@2", 3))
    told = course(build_report(desk.own, NOW))
    assert told == ["Incident opened: Fire", "doors", "patrol (2 times)"]


def course(report: Report) -> list[str]:
    """The course of the response as it is told."""
    part = next(part for part in section(report, "response").parts if isinstance(part, Course))
    return [EN(point.says) for point in part.points]


def test_limits_kept_and_what_went_wrong_are_listed_and_causes_left_to_people() -> None:
    """What the record shows, with the clause; a cause that is not on record is a blank."""
    desk = PaperDesk()
    told = (Told(party="wang", outcome="no-answer"),)
    desk.write(
        plan(step("kept", within="5m", clause="四（一）1"), step("late", within="5m"), step("tried")),
        done("fire/kept", 3),
        done("fire/late", 8, reason="door was locked"),
        StepCouldNot(occurred=at(9), by="Li", step="fire/tried"),
        CallMade(occurred=at(10), by="Li", contacts=told),
    )
    report = build_report(desk.own, NOW)
    kept = table(report, "review", "kept")
    assert [(row["due"], row["at"]) for row in kept] == [(at(5), at(3))]
    assert kept[0]["clause"] == Coded("四（一）1", Text("四（一）1", "4(1)1"))
    problems = table(report, "review", "problems")
    assert list(zip(codes(problems, "step"), codes(problems, "what"), codes(problems, "cause"), strict=True)) == [
        ("fire/late", "late", "door was locked"),
        ("fire/tried", "could-not", None),
        ("", "unreached", None),
    ]


def test_somebody_reached_at_the_second_try_is_no_problem() -> None:
    """Told in the end is told."""
    desk = PaperDesk()
    tries: tuple[CallOutcome, ...] = ("no-answer", "reached")
    calls = [CallMade(occurred=at(n), by="Li", contacts=(Told(party="wang", outcome=outcome),))
             for n, outcome in enumerate(tries, 1)]  # fmt: skip
    desk.write(opened(), *calls)
    assert table(build_report(desk.own, NOW), "review", "problems") == []


def test_each_measure_decided_has_its_line_with_who_and_by_when() -> None:
    """One round of the step, one line; without any there is one to fill in."""
    general = plain(GENERAL)
    names = ("improvement", "improvement-owner", "improvement-due")
    general["facts"] |= {name: fact("text", part="lessons") for name in names}
    general["steps"] = [step("improvement", "review", repeats=True, record=list(names))]
    books = {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(from_plain(general, Playbook))}
    desk = PaperDesk()
    desk.write(opened(playbooks=books))
    assert table(build_report(desk.own, NOW), "review", "actions") == [dict.fromkeys(names) | {"struck": False}]
    desk.write(done("general/improvement@1", 1, facts={"improvement@1": "new wiring", "improvement-owner@1": "Zhao"}))
    assert table(build_report(desk.own, NOW), "review", "actions") == [
        {"improvement": "new wiring", "improvement-owner": "Zhao", "improvement-due": None, "struck": False}
    ]


def test_the_plan_says_where_a_fact_is_told_whatever_its_name_is() -> None:
    """A renamed fact stays in its place; a playbook's own joins the shared ones once somebody answered it."""
    fire, general = (plain(book) for book in (FIRE, GENERAL))
    general["facts"]["hurt"] = general["facts"].pop("injured")
    fire["facts"]["trapped"] |= {"part": "casualties"}
    books = {"fire": fire, "general": general}
    snapshots = {name: playbook_snapshot(from_plain(book, Playbook)) for name, book in books.items()}
    desk = PaperDesk()
    desk.write(opened(playbooks=snapshots))
    assert values(build_report(desk.own, NOW), "losses", "facts") == {"hurt": None}
    desk.write(answered(1, hurt="2", fire__trapped="no"))
    report = build_report(desk.own, NOW)
    assert list(values(report, "losses", "facts")) == ["hurt", "fire.trapped"]
    assert values(report, "occurrence", "answers") == {}


def test_documents_given_out_are_listed_with_the_hash_of_their_file() -> None:
    """To whom, approved by whom, built from which entry."""
    desk = PaperDesk()
    opening = desk.write(opened())
    desk.write(
        Issued(occurred=at(5), by="Li", document="follow-up", number=2, to=("wang", "the mayor"), approved="wang",
               file="x.docx", sha256="ab" * 32, upto=opening.ref)
    )  # fmt: skip
    report = build_report(desk.own, NOW)
    [row] = table(report, "told", "issued")
    assert (EN(row["to"]), EN(row["approved"]), row["file"], row["sha256"]) == (
        "Wang, the mayor", "Wang", "x.docx", "ab" * 32,
    )  # fmt: skip
    assert (row["built"], row["entry"]) == (f"{A}/1", f"{A}/2")
    assert [EN(moment.says) for moment in timeline(report)][1] == (
        "Issued: Follow-up report 2 — to Wang, the mayor — approved by Wang — file x.docx"
    )


def test_a_document_is_a_draft_until_somebody_approved_it() -> None:
    """The mark goes, and the name stands among the signatures."""
    desk = PaperDesk()
    desk.write(opened())
    draft, final = build_report(desk.own, NOW), build_report(desk.own, NOW, approved="wang")
    assert ([EN(mark) for mark in draft.marks], final.marks) == (["Draft"], ())
    assert EN(values(final, "approval", "signatures")["approved"]) == "Wang"
