"""Bulletins as values: what each carries, what it says is not verified, and what is new since the last one."""

from datetime import timedelta
from typing import Any

from tests.builders import (
    GENERAL,
    ILLNESS,
    INCIDENT,
    A,
    B,
    PaperDesk,
    answered,
    at,
    done,
    entries_of,
    noted,
    opened,
)
from tests.documents import READ

from emergency_cli.core.events import Attached, Corrected, Ended, Entry, Issued, Reopened, Told, stamp
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.reporting import NextReport, due, next_report
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Reporting
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import Span
from emergency_cli.core.record.chain import check_code
from emergency_cli.core.report.bulletin import NOTHING_NEW, UNVERIFIED, build_bulletin
from emergency_cli.core.report.document import Course, Fields, Report
from emergency_cli.core.report.redaction import holds_personal, redacted
from emergency_cli.core.report.summary import build_report
from emergency_cli.core.terms import Bulletin, Document
from emergency_cli.export import FORMATS
from emergency_cli.language import Words

NOW = at(60)
EN, ZH = Words("en"), Words("zh")


def bulletin(kind: Bulletin, *desks: PaperDesk) -> Report:
    """The bulletin of what these desks wrote."""
    return build_bulletin(replay(entries_of(*desks)), kind, NOW)


def fields(report: Report) -> dict[str, object]:
    """Everything it says, by key."""
    parts = [part for section in report.sections for part in section.parts if isinstance(part, Fields)]
    return {field.key: field.value for part in parts for field in part.fields}


def course(report: Report) -> list[str]:
    """What it says was done."""
    parts = [part for section in report.sections for part in section.parts if isinstance(part, Course)]
    return [EN(point.says) for part in parts for point in part.points]


def issued(upto: Entry, minutes: float, document: Document = "initial", number: int | None = None) -> Issued:
    """A bulletin was given out."""
    return Issued(occurred=at(minutes), by="Li", document=document, number=number, to=("wang",), upto=upto.ref)


def fire() -> PaperDesk:
    """A fire with a place and one thing done."""
    desk = PaperDesk()
    desk.write(opened(), answered(1, place="2nd floor"), done("fire/call-119", 2, contacts=(REACHED,)))
    return desk


REACHED = Told(party="fire-119", outcome="reached")


def test_a_first_report_has_the_elements_that_the_law_names_and_says_what_is_not_verified() -> None:
    """Shandong regulation 2012, Art. 29: nothing is made up, nothing is left away."""
    told = fields(bulletin("initial", fire()))
    assert (told["place"], told["noticed"]) == ("2nd floor", at())
    assert [told[key] for key in ("began", "injured", "phone")] == [UNVERIFIED] * 3
    assert {"type", "class", "unit", "contact"} <= told.keys()


def test_not_known_is_to_be_verified_and_what_people_decide_is_a_blank() -> None:
    """An honest answer stays honest; next steps are for the people who sign."""
    desk = fire()
    desk.write(answered(3, injured="not-known"))
    told = fields(bulletin("initial", desk))
    assert (told["injured"], told["next"]) == (UNVERIFIED, None)


def test_what_was_done_is_told_with_whom_it_reached() -> None:
    """Steps and calls, in story order; not how the record was kept, nor what was taken back."""
    desk = fire()
    tick = desk.write(done("fire/alarm", 3))
    desk.write(Reopened(occurred=at(4), by="Li", target=tick.ref))
    assert course(bulletin("initial", desk)) == ["call-119 — Fire brigade: reached"]


def test_a_follow_up_carries_only_what_is_new_since_the_last_one() -> None:
    """Changed answers and new steps; titled by its number; who reports stands in every one."""
    desk = fire()
    desk.write(issued(desk.own[-1], 5))
    desk.write(answered(6, injured="yes"), done("fire/alarm", 7))
    report = bulletin("follow-up", desk)
    told = fields(report)
    assert (told["injured"] != UNVERIFIED, "place" in told, "began" in told) == (True, False, False)
    assert course(report) == ["alarm"]
    assert (ZH(report.title), EN(report.title)) == (
        "关于Hall突发事件（Fire类）的续报（一）",
        "Follow-up report 1: Fire, Hall",
    )
    assert told["unit"] is not None


def test_the_second_follow_up_counts_on_and_starts_from_the_first() -> None:
    """续报一, 续报二."""
    desk = fire()
    desk.write(issued(desk.own[-1], 5))
    desk.write(answered(6, injured="yes"))
    desk.write(issued(desk.own[-1], 7, "follow-up", 1))
    report = bulletin("follow-up", desk)
    assert (report.number, fields(report)["news"]) == (2, NOTHING_NEW)
    assert "（二）" in ZH(report.title)


def test_what_another_desk_knew_and_the_last_bulletin_did_not_is_new() -> None:
    """New is what the writer of the last bulletin had not seen, not what happened later."""
    one, two = fire(), PaperDesk(B)
    two.learn(one)
    two.write(answered(3, injured="yes"))
    one.write(issued(one.own[-1], 5))
    assert fields(bulletin("follow-up", one, two))["injured"] != UNVERIFIED


def test_an_answer_corrected_since_then_is_new_and_the_old_bulletin_is_not_rewritten() -> None:
    """What was reported stays what it was; the change is reported."""
    desk = fire()
    desk.write(issued(desk.own[-1], 5))
    desk.write(answered(6, place="3rd floor"))
    assert fields(bulletin("follow-up", desk))["place"] == "3rd floor"


def test_without_an_earlier_report_a_follow_up_carries_everything() -> None:
    """Nothing is lost because somebody forgot to put the first one on record."""
    assert fields(bulletin("follow-up", fire()))["place"] == "2nd floor"


def test_the_final_report_says_how_it_ended() -> None:
    """Summary on top of the first and the follow-ups: outcome, who decided, on what condition."""
    desk = fire()
    desk.write(Ended(occurred=at(20), by="Li", outcome="handled", decided="wang", condition="fire out"))
    report = bulletin("final", desk)
    told = fields(report)
    assert (EN(told["decided"]), told["condition"], told["place"]) == ("Wang", "fire out", "2nd floor")
    assert EN(told["outcome"].says) == "handled"  # type: ignore[attr-defined]


def test_a_bulletin_carries_the_code_of_the_entry_it_was_built_from() -> None:
    """Whoever gets it can check the record with it."""
    desk = fire()
    assert bulletin("initial", desk).codes == ((check_code(desk.own[-1]), f"{A}/3"),)


def test_a_drill_is_called_a_drill_in_title_and_headings() -> None:
    """A rehearsal is never taken for the real thing upstairs."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}")
    desk.write(opened(drill=True))
    report = build_bulletin(replay(desk.own), "initial", NOW)
    assert ZH(report.title).startswith("【演练】")
    assert all(ZH(section.title).startswith("【演练】") for section in report.sections)


def test_limits_run_from_noticing_from_the_last_report_and_from_the_end() -> None:
    """Only the centre sets a number; without what starts it there is no due time."""
    desk = fire()
    limit = timedelta(minutes=30)
    assert due(replay(desk.own), "initial", limit) == at(30)
    assert [due(replay(desk.own), kind, limit) for kind in ("follow-up", "final")] == [None, None]
    desk.write(issued(desk.own[-1], 5), Ended(occurred=at(20), by="Li", outcome="handled"))
    assert (due(replay(desk.own), "follow-up", limit), due(replay(desk.own), "final", limit)) == (at(35), at(50))


def test_the_report_that_comes_next_is_first_then_a_follow_up_then_the_final_one() -> None:
    """What was given out is not due again; after a false alarm nothing is."""
    desk, limits = fire(), Reporting(initial=Span(minutes=30), final=Span(days=1))
    assert next_report(replay(desk.own), limits) == NextReport("initial", at(30))
    desk.write(issued(desk.own[-1], 5))
    assert next_report(replay(desk.own), limits) == NextReport("follow-up", None)
    desk.write(Ended(occurred=at(20), by="Li", outcome="handled"))
    assert next_report(replay(desk.own), limits) == NextReport("final", at(20 + 24 * 60))
    desk.write(issued(desk.own[-1], 25, "final"))
    assert next_report(replay(desk.own), limits) is None
    mistake = fire()
    mistake.write(Ended(occurred=at(3), by="Li", outcome="false-alarm"))
    assert next_report(replay(mistake.own), limits) is None


def test_personal_values_stand_in_no_bulletin_but_the_phones_of_those_who_report() -> None:
    """The name of a patient or of a petitioner is nothing that the law asks to be reported."""
    desk = fire()
    desk.write(answered(3, fire__phone=seal("13912345678", b"\x01" * 32)))
    assert "13912345678" not in repr(bulletin("final", desk).sections)


def test_a_redacted_copy_holds_no_personal_value_and_says_so() -> None:
    """In fields, in the timeline, in corrections: nowhere."""
    desk = fire()
    desk.write(answered(3, fire__phone=seal("13912345678", b"\x01" * 32)), noted(seal("Li, burnt", b"\x02" * 32), 4))
    report = build_report(desk.own, NOW)
    copy = redacted(report)
    assert (holds_personal(report), holds_personal(copy), copy.redacted) == (True, False, True)
    assert EN(fields(copy)["fire.phone"]) == "[masked]"
    shown = {name: READ[name](export(copy, EN)) for name, export in FORMATS.items()}
    assert [name for name, text in shown.items() if "13912345678" in text or "burnt" in text] == []
    assert "13912345678" in READ["md"](FORMATS["md"](report, EN))


def test_a_follow_up_says_what_was_reported_and_no_longer_holds() -> None:
    """Taken back, or told with a wrong time: upward it must not stay as it was."""
    desk = fire()
    alarm = desk.write(done("fire/alarm", 3))
    desk.write(issued(desk.own[-1], 5))
    desk.write(Reopened(occurred=at(6), by="Li", target=alarm.ref, reason="it did not sound"))
    call = next(entry for entry in desk.own if getattr(entry.event, "step", "") == "fire/call-119")
    fixed: dict[str, Any] = {"member": "occurred", "value": stamp(at(1)), "reason": "watch"}
    desk.write(Corrected(occurred=at(7), by="Li", target=call.ref, **fixed))
    assert course(bulletin("follow-up", desk)) == [
        "Corrected: call-119 — Fire brigade: reached",
        "Taken back: alarm",
    ]


def test_of_several_desks_nothing_that_was_told_is_told_again() -> None:
    """What the desk that gave it out had seen counts, not the last line in the order of all desks."""
    one, two = fire(), PaperDesk(B)
    two.learn(one)
    one.write(done("fire/alarm", 3))
    two.write(answered(3, injured="yes"))
    one.learn(two)
    one.write(issued(two.own[-1], 5))
    assert fields(bulletin("follow-up", one, two))["news"] == NOTHING_NEW


def test_one_patient_is_not_reported_as_a_public_health_event() -> None:
    """Whether it is one others decide; and an illness taken up in a fire changes nothing of its class."""
    desk = PaperDesk()
    books = {"illness": playbook_snapshot(ILLNESS), "general": playbook_snapshot(GENERAL)}
    desk.write(opened(playbook="illness", playbooks=books))
    assert fields(bulletin("initial", desk))["class"] == UNVERIFIED
    fire_desk = fire()
    fire_desk.write(Attached(occurred=at(3), by="Li", attachment="illness", noticed=at(3), playbook=books["illness"]))
    assert EN(fields(bulletin("initial", fire_desk))["class"].says) == "accident"  # type: ignore[attr-defined]


def test_a_record_without_its_opening_gives_a_bulletin_that_says_what_it_can() -> None:
    """Damage takes lines, never the report."""
    desk = fire()
    assert fields(build_bulletin(replay(desk.own[1:]), "initial", NOW))["noticed"] == UNVERIFIED
