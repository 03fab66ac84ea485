"""Bulletins as values: what each tells in sentences, what is new since the last one, and what was wrong in it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from tests.builders import (
    FIRE,
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
    fact,
    noted,
    opened,
    step,
)
from tests.documents import READ

from emergency_cli.core.events import Attached, Corrected, Ended, Entry, Issued, Ordered, Reopened, Told, stamp
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.reporting import NextReport, due, next_report
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Centre, IncidentClass, Reporting
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import Span, from_plain, plain
from emergency_cli.core.record.codes import check_code
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.document import Prose, Report
from emergency_cli.core.report.essentials import lacking
from emergency_cli.core.report.redaction import holds_personal, redacted
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.terms import Bulletin, Document
from emergency_cli.export import FORMATS, short_text
from emergency_cli.language import Words

NOW = at(60)
EN, ZH = Words("en"), Words("zh")
CLASSES = {
    "accident": IncidentClass("事故灾难", "accident"),
    "public-health": IncidentClass("公共卫生事件", "public health incident", by_case=True),
}


def says(zh: str, en: str) -> dict[str, str]:
    """A text of the plan."""
    return {"zh": zh, "en": en}


BOOKS = {
    "general": from_plain(plain(GENERAL) | {"short": says("突发事件", "incident"), "facts": {
        "what": fact("text", part="title"),
        "place": fact("text", part="occurrence", says=says("地点为{}", "the place is {}")),
        "cause": fact("text", part="cause", says=says("原因为{}", "the cause is {}")),
        "zone": fact("zone", part="occurrence"),
        "injured": fact("yes-no", part="casualties", vital=True,
                        says={"yes": says("有人受伤", "people are hurt"), "no": says("无人受伤", "nobody is hurt")}),
        "hurt": fact("number", part="casualties", vital=True, when={"injured": "yes"}, unit=says("人", "people"),
                     says=says("受伤{}人", "{} people are hurt")),
        "losses": fact("text", part="losses", says=says("损失{}", "the loss is {}")),
        "next": fact("text", part="next", once=True, says=says("{}", "{}")),
        "number": fact("text", part="form", once=True),
        "drafted": fact("text", part="form"),
    }}, Playbook),
    "fire": from_plain(plain(FIRE) | {"short": says("火情", "fire"), "facts": {
        "trapped": fact("yes-no", part="casualties", vital=True, says={
            "yes": says("有人被困", "people are trapped"), "no": says("无人被困", "nobody is trapped")}),
        "burning": fact("text", part="occurrence", says=says("燃烧物质为{}", "{} is burning")),
        "out": fact("number", part="response", unit=says("人", "people"), says=says("已撤出{}人", "{} people are out")),
        "phone": fact("text", part="casualties", personal=True, says=says("电话{}", "the number is {}")),
    }, "steps": [
        step("call-119", safety=True, say=["burning"], contact=["fire-119"], milestone=True,
             did=says("拨打119报警", "the fire brigade was called")),
        step("alarm", safety=True, did=says("拉响警报", "the alarm was sounded")),
        step("clean-up", "recover", did=says("清理现场", "the place was cleaned")),
    ]}, Playbook),
}  # fmt: skip
SNAPSHOTS = {name: playbook_snapshot(book) for name, book in BOOKS.items()}
REACHED = Told(party="fire-119", outcome="reached")


def fire(**members: Any) -> PaperDesk:
    """A fire with a place and one thing done."""
    desk = PaperDesk(incident=f"drill-{INCIDENT}" if members.get("drill") else INCIDENT)
    desk.write(opened(playbooks=SNAPSHOTS, **members), answered(1, place="二楼", fire__trapped="no"))
    desk.write(done("fire/call-119", 2, contacts=(REACHED,)))
    return desk


def bulletin(kind: Bulletin, *desks: PaperDesk) -> Report:
    """The bulletin of what these desks wrote."""
    return build_bulletin(replay(entries_of(*desks)), kind, NOW, centre=Centre(classes=CLASSES))


def told(report: Report, words: Words = ZH) -> dict[str, str]:
    """What it says, paragraph by paragraph."""
    parts = [part for section in report.sections for part in section.parts if isinstance(part, Prose)]
    return {
        part.key: "".join(words(each.says) for paragraph in part.paragraphs for each in paragraph.sentences)
        for part in parts
    }


def text(report: Report, words: Words = ZH) -> str:
    """Its short form."""
    return short_text(report, words).decode()


def issued(upto: Entry, minutes: float, document: Document = "initial", number: int | None = None) -> Issued:
    """A bulletin was given out."""
    return Issued(occurred=at(minutes), by="Li", document=document, number=number, to=("wang",), upto=upto.ref)


def given_out(desk: PaperDesk, minutes: float = 5) -> PaperDesk:
    """The same, with its first report on record."""
    desk.write(issued(desk.own[-1], minutes))
    return desk


# --- what it tells ---------------------------------------------------------------------------------------------------


def test_a_first_report_is_prose_that_somebody_signs() -> None:
    """When, where, what; how people are; what was done: sentences, without an order, a label or a list."""
    desk = fire()
    desk.write(answered(3, what="二楼配电间冒烟", injured="yes", hurt="2", fire__burning="电缆"))
    report = bulletin("initial", desk)
    assert ZH(report.title) == "关于二楼配电间冒烟情况的初报"
    assert told(report) == {
        "event": "2026年11月23日14时54分，Hall发现二楼配电间冒烟。燃烧物质为电缆。事件类别为事故灾难。",
        "casualties": "截至11月23日15时54分，受伤2人，无人被困。",
        "response": "14时56分，拨打119报警。",
    }


def test_in_english_it_reads_as_an_emergency_manager_writes_it() -> None:
    """The same in whole sentences."""
    report = bulletin("initial", fire())
    assert told(report, EN)["event"].startswith("At 14:54 on 23 November 2026 fire was noticed at Hall.")
    assert told(report, EN)["response"] == "At 14:56 the fire brigade was called."


def test_of_life_safety_what_nobody_said_is_to_be_verified_and_of_nothing_else() -> None:
    """And only what can be: how many are hurt follows from nobody being hurt."""
    desk = fire()
    assert told(bulletin("initial", desk))["casualties"].endswith("无人被困。yes-no待核实。")
    desk.write(answered(3, injured="no"))
    report = bulletin("initial", desk)
    assert "待核实" not in "".join(told(report).values()) + text(report)


def test_after_a_false_alarm_nothing_is_to_be_verified() -> None:
    """There was nothing."""
    desk = fire()
    desk.write(Ended(occurred=at(9), by="Li", outcome="false-alarm", decided="wang"))
    incident = replay(desk.own)
    assert "待核实" not in text(bulletin("final", desk))
    assert "injured" not in lacking(incident, "final")


def test_not_known_is_to_be_verified() -> None:
    """An honest answer stays honest."""
    desk = fire()
    desk.write(answered(3, injured="not-known"))
    assert "待核实" in told(bulletin("initial", desk))["casualties"]


def test_what_comes_next_is_told_once() -> None:
    """Kept with the record; the bulletin after it asks anew, as it does for its number, not for who drafted it."""
    desk = fire()
    desk.write(answered(3, next="清理现场", number="1号", drafted="李娜"))
    first = bulletin("initial", desk)
    assert told(first)["next"] == "下一步工作：清理现场。"
    assert [field.value for field in first.form[:2]] == ["1号", "李娜"]
    later = bulletin("follow-up", given_out(desk))
    assert "next" not in told(later)
    assert {"next", "number"} < set(lacking(replay(desk.own), "follow-up"))
    assert "drafted" not in lacking(replay(desk.own), "follow-up")


def test_a_record_of_an_older_plan_gives_a_bulletin_that_says_what_it_can() -> None:
    """Its plan has no sentences: deeds are named by their orders."""
    desk = PaperDesk()
    desk.write(opened(), answered(1, place="2nd floor"), done("fire/call-119", 2, contacts=(REACHED,)))
    assert told(bulletin("initial", desk))["response"] == "14时56分，完成“call-119”。"


def test_a_record_without_its_opening_gives_a_bulletin_too() -> None:
    """Damage takes lines, never the report."""
    assert bulletin("initial", PaperDesk()).sections == ()
    assert FORMATS["docx"](build_bulletin(replay(fire().own[1:]), "initial", NOW), ZH)


def test_the_final_report_says_how_it_ended() -> None:
    """On top of all before it: the end, who decided, on what condition."""
    desk = fire()
    desk.write(Ended(occurred=at(20), by="Li", outcome="handled", decided="wang", condition="明火已灭"))
    assert "15时14分，明火已灭，经Wang决定，应急处置结束。" in told(bulletin("final", desk))["response"]


def test_it_says_whom_to_ask_and_leaves_out_a_number_that_the_roster_lacks() -> None:
    """A missing phone is missing; it is nothing that somebody would verify."""
    report = bulletin("initial", fire())
    assert "待核实" not in "".join(ZH(field.value) for field in report.form)
    assert "Li" not in text(report).partition("联系")[0]


# --- what is new, and what was wrong ---------------------------------------------------------------------------------


def test_a_follow_up_names_the_bulletin_before_it_and_carries_only_what_is_new() -> None:
    """How people are stands in every one, changed or not."""
    desk = given_out(fire())
    desk.write(done("fire/alarm", 7))
    report = bulletin("follow-up", desk)
    assert told(report) == {
        "event": "接11月23日14时59分初报。",
        "casualties": "截至11月23日15时54分，无人被困。yes-no待核实。",
        "response": "15时01分，拉响警报。",
    }
    assert ZH(report.title) == "关于火情的续报（一）"


def test_what_went_from_no_to_yes_and_back_is_news() -> None:
    """Somebody was reported trapped and found: both are told, with their reasons, though the answer is the same."""
    desk = given_out(fire())
    for minutes, trapped, reason in ((7, "yes", "卫生间可能还有1人"), (9, "no", "已带出")):
        desk.write(replace(answered(minutes, fire__trapped=trapped), reason=reason))
    report = bulletin("follow-up", desk)
    said = "15时01分，有人被困（此前记为无人被困；卫生间可能还有1人）。15时03分，无人被困（此前记为有人被困；已带出）。"
    assert told(report)["response"] == said
    assert said in text(report)


def test_a_figure_that_was_wrong_is_corrected_with_its_reason() -> None:
    """Not 189 as if it were news: that 186 was reported, what it is on checking, and why."""
    desk = fire()
    desk.write(answered(3, fire__out="186"))
    given_out(desk)
    desk.write(replace(answered(6, fire__out="189"), reason="北门撤出3人清点时漏报"))
    report = bulletin("follow-up", desk)
    assert told(report)["corrections"] == "更正：初报称已撤出186人，经复核为189人（北门撤出3人清点时漏报）。"
    assert "189" not in told(report).get("response", "")
    assert told(report)["corrections"] in text(report)


def test_a_figure_that_went_on_is_no_correction() -> None:
    """More people came out: that is how it goes on."""
    desk = fire()
    desk.write(answered(3, fire__out="100"))
    given_out(desk)
    desk.write(answered(6, fire__out="189"))
    report = bulletin("follow-up", desk)
    assert "corrections" not in told(report)
    assert told(report)["response"] == "15时00分，已撤出189人（此前记为已撤出100人）。"


def test_what_was_corrected_in_the_record_names_the_bulletin_that_had_said_it_first() -> None:
    """Told by the first report and not again: it is the first report that was wrong."""
    desk = given_out(fire())
    place = next(entry for entry in desk.own if "place" in entry.event.answers)
    desk.write(issued(desk.own[-1], 7, "follow-up", 1))
    fixed: dict[str, Any] = {"member": "value", "fact": "place", "value": "三楼", "reason": "听错"}
    desk.write(Corrected(occurred=at(8), by="Li", target=place.ref, **fixed))
    assert told(bulletin("follow-up", desk))["corrections"] == "更正：初报称地点为二楼，经复核，地点为三楼（听错）。"


def test_what_was_told_and_taken_back_or_told_with_a_wrong_time_is_said_so() -> None:
    """Upward it must not stay as it was."""
    desk = fire()
    alarm = desk.write(done("fire/alarm", 3))
    given_out(desk)
    desk.write(Reopened(occurred=at(6), by="Li", target=alarm.ref, reason="没有响"))
    call = next(entry for entry in desk.own if getattr(entry.event, "step", "") == "fire/call-119")
    fixed: dict[str, Any] = {"member": "occurred", "value": stamp(at(1)), "reason": "看错表"}
    desk.write(Corrected(occurred=at(7), by="Li", target=call.ref, **fixed))
    assert told(bulletin("follow-up", desk))["corrections"] == (
        "更正：初报所称“14时57分拉响警报”予以撤回（没有响）。"
        "更正：初报称“14时56分拨打119报警”，经复核应为“14时55分拨打119报警”（看错表）。"
    )


def test_key_notes_and_orders_are_in_the_next_bulletin() -> None:
    """Other notes are not."""
    desk = given_out(fire())
    order = Ordered(occurred=at(7), by="Li", order="1", text="封闭二楼", from_="wang", to="guards")
    desk.write(noted("喝了水", 6), noted("消防员带出1人", 6, key=True), order)
    assert (
        told(bulletin("follow-up", desk))["response"] == "15时00分，消防员带出1人。15时01分，Wang要求guards：封闭二楼。"
    )


def test_the_second_follow_up_counts_on_and_starts_from_the_first() -> None:
    """续报一, 续报二; one with nothing new still says how people are."""
    desk = given_out(fire())
    desk.write(done("fire/alarm", 6))
    desk.write(issued(desk.own[-1], 7, "follow-up", 1))
    report = bulletin("follow-up", desk)
    assert (report.number, set(told(report))) == (2, {"event", "casualties"})
    assert told(report)["event"] == "接11月23日15时01分续报（一）。"
    assert "（二）" in ZH(report.title)


def test_what_another_desk_knew_and_the_last_bulletin_did_not_is_new() -> None:
    """New is what the writer of the last bulletin had not seen, not what happened later."""
    one, two = fire(), PaperDesk(B)
    two.learn(one)
    two.write(done("fire/alarm", 3))
    given_out(one)
    assert told(bulletin("follow-up", one, two))["response"] == "14时57分，拉响警报。"


def test_of_several_desks_nothing_that_was_told_is_told_again() -> None:
    """What the desk that gave it out had seen counts, not the last line in the order of all desks."""
    one, two = fire(), PaperDesk(B)
    two.learn(one)
    two.write(done("fire/alarm", 3))
    one.learn(two)
    one.write(issued(two.own[-1], 5))
    assert "response" not in told(bulletin("follow-up", one, two))


def test_without_an_earlier_report_a_follow_up_carries_everything() -> None:
    """Nothing is lost because somebody forgot to put the first one on record."""
    assert "地点为二楼" in told(bulletin("follow-up", fire()))["event"]


# --- the short form --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "most"), [(ZH, 300), (EN, 600)])
def test_the_short_form_holds_whole_sentences_of_what_matters_most(words: Words, most: int) -> None:
    """However much happened; how people are is never left out, and that there is more is said."""
    desk = fire()
    desk.write(answered(3, injured="yes", hurt="2", cause="电缆老化" * 20))
    desk.write(*(noted(f"第{number}件要紧的事已经办完" * 2, 4, key=True) for number in range(30)))
    said = text(bulletin("initial", desk), words)
    assert len(said.rstrip("\n")) <= most
    assert words.say("More in the written report.") in said
    assert all(line.endswith(("。", ".")) for line in said.splitlines()[1:-2])
    assert ("无人被困" if words is ZH else "nobody is trapped") in said


def test_a_draft_says_so_and_what_is_given_out_does_not() -> None:
    """Whatever is passed on by mistake says what it is; given out by phone it is none, approved or not."""
    report = bulletin("initial", fire())
    assert text(report).startswith("【草稿】关于火情的初报\n")
    given = build_bulletin(replay(fire().own), "initial", NOW, to=("wang",))
    assert text(given).startswith("关于火情的初报\n")


def test_a_drill_is_called_a_drill_in_its_title_and_nowhere_again() -> None:
    """A rehearsal is never taken for the real thing upstairs."""
    report = bulletin("initial", fire(drill=True))
    assert ZH(report.title).startswith("【演练】")
    assert "演练" not in "".join(told(report).values())
    assert text(report).startswith("【演练】【草稿】关于")


def test_a_bulletin_carries_the_code_of_the_entry_it_was_built_from() -> None:
    """Whoever gets it can check the record with it."""
    desk = fire()
    report = bulletin("initial", desk)
    assert report.codes == ((check_code(desk.own[-1]), f"{A}/3"),)
    assert check_code(desk.own[-1]) in text(report)


# --- limits, personal values, class ----------------------------------------------------------------------------------


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


def test_personal_values_stand_in_no_bulletin() -> None:
    """The name of a patient or of a petitioner is nothing that the law asks to be reported."""
    desk = fire()
    desk.write(answered(3, fire__phone=seal("13912345678", b"\x01" * 32)))
    desk.write(noted(seal("Li, burnt", b"\x02" * 32), 4, key=True))
    given_out(desk)
    desk.write(replace(answered(6, fire__phone=seal("13700000000", b"\x03" * 32)), reason="misheard"))
    report = bulletin("final", desk)
    said = repr(report.sections) + text(report)
    assert [value for value in ("13912345678", "13700000000", "burnt") if value in said] == []


def test_a_redacted_copy_holds_no_personal_value_and_says_so() -> None:
    """In fields, in the timeline, in corrections: nowhere."""
    desk = fire()
    desk.write(answered(3, fire__phone=seal("13912345678", b"\x01" * 32)), noted(seal("Li, burnt", b"\x02" * 32), 4))
    report = build_report(desk.own, NOW)
    copy = redacted(report)
    assert (holds_personal(report), holds_personal(copy), copy.redacted) == (True, False, True)
    shown = {name: READ[name](export(copy, EN)) for name, export in FORMATS.items()}
    assert [name for name, text in shown.items() if "13912345678" in text or "burnt" in text] == []
    assert "13912345678" in READ["md"](FORMATS["md"](report, EN))


def test_one_patient_is_not_reported_as_a_public_health_event() -> None:
    """Whether it is one others decide; and an illness taken up in a fire changes nothing of its class."""
    desk = PaperDesk()
    books = {"illness": playbook_snapshot(ILLNESS), "general": SNAPSHOTS["general"]}
    desk.write(opened(playbook="illness", playbooks=books))
    assert "类别" not in told(bulletin("initial", desk))["event"]
    fire_desk = fire()
    fire_desk.write(Attached(occurred=at(3), by="Li", attachment="illness", noticed=at(3), playbook=books["illness"]))
    assert "事件类别为事故灾难" in told(bulletin("initial", fire_desk))["event"]
