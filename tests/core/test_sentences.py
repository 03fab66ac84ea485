"""Sentences of documents: what was done, said and learned, as an office signs it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from tests.builders import FIRE, GENERAL, PaperDesk, answered, at, done, fact, noted, opened, step
from tests.worlds import CHINA

from emergency_cli.core.events import (
    CallMade,
    Ended,
    Event,
    FactsSet,
    HandoverAccepted,
    Ordered,
    Reopened,
    StepCouldNot,
    Told,
)
from emergency_cli.core.events.kinds.steps import Approval
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.incident.story import in_story_order
from emergency_cli.core.personal import Personal, seal
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.document import Material
from emergency_cli.core.report.sentences import clause, course, deed, in_one_breath
from emergency_cli.core.report.summaries.timeline import moments
from emergency_cli.language import Words

ZH, EN = Words("zh", CHINA), Words("en", CHINA)


def text(zh: str, en: str) -> dict[str, str]:
    """A text of the plan."""
    return {"zh": zh, "en": en}


FACTS = {
    "burning": fact("text", says=text("燃烧物质为{}", "{} is burning")),
    "trapped": fact("yes-no", says={"yes": text("有人被困", "people are trapped"),
                                    "no": text("无人被困", "nobody is trapped")}),
    "out": fact("number", part="response", says=text("已撤出{}人", "{} people are out")),
    "arrived": fact("time", part="response", says=text("{}消防队到场", "the fire brigade arrived at {}")),
    "state": fact("choice", choices={"smoke": text("只见烟", "Smoke only")}, says=text("现场{}", "there is {}")),
    "lost": fact("text", part="losses", says=text("损失{}", "{} was lost")),
    "shut": fact("yes-no", says={"yes": text("门窗已关", "the doors are shut"),
                                 "no": text("门窗未关", "the doors are open")}),
    "water": fact("text", says=text("积水{}", "the water stands {}")),
    "light": fact("text", says=text("照明{}", "the lights are {}")),
    "cases": fact("choices", part="occurrence", choices={
        "wind": {**text("大风", "Wind"), "says": text("出现大风", "a gale blew up")},
        "rain": {**text("大雨", "Rain"), "says": text("出现大雨", "heavy rain set in")},
    }),
    "condition": fact("text", personal=True, says=text("{}", "{}")),
}  # fmt: skip
STEPS = [
    step("call-119", contact=["fire-119"], say=["burning", "trapped"], ask=["state"],
         did=text("拨打119报警", "the fire brigade was called on 119")),
    step("evacuate", did=text("组织人员疏散", "the hall was evacuated"), record=["out"]),
    step("judge", ask=["trapped"]),
    step("doors", "respond", each="zone", record=["shut"], did=text("检查门窗", "doors and windows were checked"),
         **{"in-order": {"shut": "yes"}}),
    step("patrol", "respond", repeats=True, record=["water", "light"],
         did=text("巡查楼层", "the floors were patrolled")),
    step("hurt", "respond", repeats=True, round=text("第{}名伤员", "casualty {}"), record=["condition"],
         did=text("登记伤员", "a casualty was registered")),
    step("power", "respond", approval="bureau-office", did=text("切断电源", "the power was cut")),
]  # fmt: skip


def book() -> Playbook:
    """The tiny fire of the builders, with what documents say."""
    members = {**plain(FIRE), "facts": FACTS, "steps": STEPS}
    return from_plain(members, Playbook)


def desk(*events: Event, **members: Any) -> PaperDesk:
    """An incident with these entries."""
    books = {"fire": playbook_snapshot(book()), "general": playbook_snapshot(GENERAL)}
    found = PaperDesk()
    found.write(opened(playbooks=books, **members), *events)
    return found


def told(*events: Event, words: Words = ZH, elsewhere: tuple[str, ...] = ()) -> list[str]:
    """The course of the response, in words."""
    entries = desk(*events).own
    incident = replay(entries)
    now = max(entry.event.occurred for entry in entries)
    material = Material(incident, board(incident, now), tuple(in_story_order(incident.entries)), (), now)
    return [words(each.says) for each in course(material, elsewhere)]


def reached(name: str | Personal | None = None, outcome: Any = "reached", party: str = "fire-119") -> Told:
    """How a call came out."""
    return Told(party=party, outcome=outcome, name=name)


CALL = done("fire/call-119", 2, contacts=(reached(),), facts={"fire.burning": "配电箱及电缆。", "fire.trapped": "no"})


def test_a_call_is_told_with_what_was_said() -> None:
    """When, what, and the message; neither an order nor a list of labels."""
    assert told(CALL) == ["14时56分，拨打119报警，说明燃烧物质为配电箱及电缆、无人被困。"]
    english = (
        "At 14:56 the fire brigade was called on 119; it was reported that 配电箱及电缆 was burning and nobody was"
        " trapped."
    )
    assert told(CALL, words=EN) == [english]


def test_who_did_it_is_told_where_somebody_said_so() -> None:
    """In front in Chinese, behind in English; a party by its title."""
    tick = done("fire/evacuate", 3, actor="wang", facts={"fire.out": "186"})
    assert told(tick) == ["14时57分，Wang组织人员疏散，已撤出186人。"]
    assert told(tick, words=EN) == ["At 14:57 the hall was evacuated by Wang; 186 people were out."]


@pytest.mark.parametrize(
    ("contacts", "zh"),
    [
        ((reached("李娜"),), "拨打119报警，由李娜接报"),
        ((reached(outcome="no-answer"),), "拨打119报警，Fire brigade电话无人接听"),
        ((reached(outcome="called"),), "拨打119报警，已拨打Fire brigade电话"),
        ((reached("王强", "no-answer"), reached("李娜")), "拨打119报警，王强电话无人接听，由李娜接报"),
        ((reached(), reached(party="wang")), "拨打119报警，已告知Fire brigade、Wang"),
    ],
)
def test_a_call_says_how_it_came_out(contacts: tuple[Told, ...], zh: str) -> None:
    """And who was reached instead of whom."""
    assert told(done("fire/call-119", 2, contacts=contacts)) == [f"14时56分，{zh}。"]


def test_a_call_outside_of_any_step_is_a_sentence_of_its_own() -> None:
    """With the words that were noted of it."""
    call = CallMade(occurred=at(4), by="Li", contacts=(reached("王主任", party="bureau-office"),), text="马上到。")
    assert told(call) == ["14时58分，已告知Office（王主任）（马上到）。"]
    assert told(call, words=EN) == ["At 14:58 the office (王主任) was told (马上到)."]


def test_what_was_tried_in_vain_is_told_with_its_reason() -> None:
    """As not done, and never as an order."""
    tick = StepCouldNot(occurred=at(5), by="Li", step="fire/evacuate", reason="楼梯被堵。")
    assert told(tick) == ["14时59分，未能组织人员疏散（楼梯被堵）。"]
    assert told(tick, words=EN) == ["At 14:59 the hall could not be evacuated (楼梯被堵)."]


def test_a_call_in_vain_for_which_a_step_could_not_be_done_is_told_with_that_step() -> None:
    """Once; without a reason the call is all there is."""
    call = CallMade(occurred=at(4), by="Li", contacts=(reached(outcome="no-answer"),))
    said = [StepCouldNot(occurred=at(4), by="Li", step="fire/call-119", reason=reason) for reason in ("占线", None)]
    assert told(call, said[0]) == ["14时58分，未能拨打119报警（占线）。"]
    assert told(call, said[1]) == ["14时58分，Fire brigade电话无人接听。", "14时58分，未能拨打119报警。"]


def test_what_became_known_together_is_one_change_with_one_reason() -> None:
    """And what the office did afterwards is no part of the response."""
    first = answered(2, fire__trapped="yes", fire__out="3")
    change = FactsSet(occurred=at(5), by="Li", facts={"fire.trapped": "no", "fire.out": "4"}, reason="已救出")
    assert told(first, change)[1] == "14时59分，无人被困、已撤出4人（此前记为有人被困、已撤出3人；已救出）。"
    assert told(done("general/evaluate", 90)) == []


def test_a_step_that_only_asks_is_no_measure() -> None:
    """Its answer is told, or nothing; the judging is not."""
    assert told(done("fire/judge", 2)) == []
    assert told(done("fire/judge", 2, facts={"fire.trapped": "no"})) == ["14时56分，无人被困。"]


def test_an_answer_that_changed_is_told_with_what_it_was_and_why() -> None:
    """Somebody trapped, and found: both stand in the course."""
    change = FactsSet(occurred=at(22), by="Li", facts={"fire.trapped": "yes"}, reason="厕所里有人呼救。")
    found = told(CALL, change, answered(27, fire__trapped="no"))
    assert found[1:] == [
        "15时16分，有人被困（此前记为无人被困；厕所里有人呼救）。",
        "15时21分，无人被困（此前记为有人被困）。",
    ]


def test_what_is_chosen_besides_is_news_and_no_change() -> None:
    """The gale has not stopped because it rains as well; what replaces an answer is told as a change."""
    found = told(answered(2, fire__cases="wind"), answered(5, fire__cases="wind,rain"), answered(9, fire__cases="rain"))
    assert found == [
        "14时56分，出现大风。",
        "14时59分，出现大雨。",
        "15时03分，出现大雨（此前记为出现大风、出现大雨）。",
    ]


def test_how_things_stood_is_told_as_of_its_time_in_english() -> None:
    """“At 14:56 nobody is trapped” is no English; what was done stays “at”."""
    assert told(done("fire/judge", 2, facts={"fire.trapped": "no"}), words=EN) == ["As of 14:56, nobody was trapped."]
    assert told(done("fire/evacuate", 3), words=EN) == ["At 14:57 the hall was evacuated."]


def test_what_happened_and_how_things_stood_in_one_minute_is_one_sentence() -> None:
    """Of the deed: “as of” is for what only stood."""
    entries = desk(done("fire/evacuate", 3), answered(3, fire__trapped="no"), answered(4, fire__trapped="yes")).own
    whole = replay(entries)
    now = at(60)
    material = Material(whole, board(whole, now), tuple(in_story_order(whole.entries)), (), now)
    assert [EN(each.says) for each in in_one_breath(course(material))] == [
        "At 14:57 the hall was evacuated; nobody was trapped.",
        "As of 14:58, people were trapped (previously: nobody was trapped).",
    ]


def test_a_fact_is_told_once_and_not_at_all_where_another_section_tells_it() -> None:
    """Losses have a section of their own; the same answer given again is nothing new."""
    again = answered(5, fire__trapped="no", fire__lost="窗口停办半天")
    assert told(CALL, again)[1:] == []
    assert told(CALL, elsewhere=("fire.burning", "fire.trapped")) == ["14时56分，拨打119报警。"]


def test_a_time_tells_itself_where_it_belongs_in_the_story() -> None:
    """Keyed in later, told at the time it names, which is said once."""
    late = answered(30, fire__arrived=at(17).isoformat())
    found = told(CALL, done("fire/evacuate", 20), late)
    assert found[1:] == ["15时11分消防队到场。", "15时14分，组织人员疏散。"]
    assert told(late, words=EN) == ["The fire brigade arrived at 15:11."]


def test_zones_are_told_once_with_what_is_not_in_order() -> None:
    """Fourteen times the same is one sentence."""
    found = told(done("fire/doors@tax", 9, facts={"fire.shut@tax": "no"}), done("fire/doors@legal", 12))
    assert found == ["15时06分，检查门窗（2个服务区），Tax门窗未关。"]


def test_zones_that_say_the_same_at_the_same_time_are_one_line_of_the_timeline() -> None:
    """A line with all of them; what one of them says otherwise has its own."""
    zones = [done(f"fire/doors@{zone}", 9, facts={f"fire.shut@{zone}": "yes"}) for zone in ("tax", "legal", "care")]
    entries = desk(*zones, done("fire/doors@fund", 9, facts={"fire.shut@fund": "no"})).own
    entries = [replace(entry, recorded=at(9) + timedelta(milliseconds=entry.up)) for entry in entries]
    material = Material(incident := replay(entries), board(incident, at(60)), tuple(entries), (), at(60))
    found = [(ZH(each.says), len(each.entries)) for each in moments(material)][1:]
    assert found == [("检查门窗（Tax、legal、care），门窗已关", 3), ("检查门窗（fund），门窗未关", 1)]


def test_a_reason_that_says_the_same_is_not_said_again() -> None:
    """Whoever types what happened as its reason is told once."""
    same = answered(5, fire__trapped="yes"), answered(6, fire__trapped="no")
    tried = StepCouldNot(occurred=at(7), by="Li", step="fire/evacuate", reason="人太多")
    again = StepCouldNot(occurred=at(8), by="Li", step="fire/power", reason="未能切断电源。")
    assert told(*same, tried, again)[-2:] == ["15时01分，未能组织人员疏散（人太多）。", "15时02分，未能切断电源。"]


def test_rounds_are_told_once_and_casualties_one_by_one() -> None:
    """Not by the number of a round, unless the plan has a word for it; what is personal stays so."""
    secret = seal("手臂烧伤", b"s" * 32)
    rounds = [done(f"fire/patrol@{number}", 10 * number) for number in (1, 2, 3)]
    hurt = done("fire/hurt@1", 31, facts={"fire.condition@1": secret})
    assert told(*rounds, hurt)[-1] == "15时25分，登记伤员，手臂烧伤。"
    assert told(*rounds, hurt, done("fire/hurt@2", 32)) == [
        "15时24分，巡查楼层，累计3次。",
        "15时25分，登记伤员（第1名伤员），手臂烧伤。",
        "15时26分，登记伤员（第2名伤员）。",
    ]


def test_of_many_rounds_the_last_are_told() -> None:
    """A night of patrols is one sentence that somebody reads."""
    rounds = [
        done(f"fire/patrol@{number}", number, facts={f"fire.water@{number}": f"{number}厘米"})
        for number in range(1, 10)
    ]
    assert told(*rounds) == ["15时03分，巡查楼层，累计9次，第7次积水7厘米，第8次积水8厘米，第9次积水9厘米。"]


def test_what_one_round_found_is_told_together_and_its_number_once() -> None:
    """Not “round 1” before every clause."""
    first = done("fire/patrol@1", 10, facts={"fire.water@1": "10厘米", "fire.light@1": "正常"})
    second = done("fire/patrol@2", 20, facts={"fire.water@2": "30厘米", "fire.light@2": "熄灭"})
    assert told(first, second) == [
        "15时14分，巡查楼层，累计2次，第1次积水10厘米、照明正常，第2次积水30厘米、照明熄灭。",
    ]


def test_consent_orders_notes_handovers_and_the_end_are_sentences() -> None:
    """Who consented, who ordered what, who took over, and how it ended."""
    events: tuple[Event, ...] = (
        done("fire/power", 5, approval=Approval(party="bureau-office", name="王强", answer="given")),
        Ordered(occurred=at(6), by="Li", order="1", text="清空广场。", from_="wang", to="bureau-office"),
        done("orders/1", 8, actor="bureau-office"),
        noted("二楼照明熄灭。", 9, key=True),
        noted("杂事", 9),
        HandoverAccepted(occurred=at(10), by="Li", officer="李娜"),
        Ended(occurred=at(118), by="Li", outcome="handled", decided="wang", condition="明火已灭。"),
    )
    assert told(*events) == [
        "14时59分，切断电源，Office（王强）同意。",
        "15时00分，Wang要求Office：清空广场。",
        "15时02分，Office落实指示“清空广场”。",
        "15时03分，二楼照明熄灭。",
        "15时04分，李娜接替值班。",
        "16时52分，明火已灭，经Wang决定，应急处置结束。",
    ]
    assert told(*events, words=EN)[-1] == "At 16:52 the response ended by decision of Wang: 明火已灭."


def test_the_day_is_said_where_it_changes_and_nothing_that_was_taken_back() -> None:
    """A long night: the year once, the day with the first sentence after midnight."""
    incident = desk(done("fire/evacuate", 5))
    tick = incident.own[-1]
    incident.write(Reopened(occurred=at(6), by="Li", target=tick.ref), noted("复燃", 60 * 10, key=True))
    whole = replay(incident.own)
    now = at(60 * 10) + timedelta(minutes=1)
    material = Material(whole, board(whole, now), tuple(in_story_order(whole.entries)), (), now)
    assert [ZH(each.says) for each in course(material)] == ["11月24日0时54分，复燃。"]


def test_an_older_record_is_told_by_its_orders_marked_as_done() -> None:
    """Its plan had no words for what was done; its answers stand in the annex only."""
    found = PaperDesk()
    found.write(opened(), done("fire/alarm", 3, facts={"fire.burning": "电线"}))
    incident = replay(found.own)
    sentence = deed(incident, incident.entries[-1])
    assert sentence
    assert (ZH(sentence.says), EN(sentence.says)) == ("14时57分，完成“alarm”。", "At 14:57 done: “alarm”.")
    assert clause(incident, "fire.burning") is None


def test_two_accounts_of_one_answer_are_both_told() -> None:
    """Nobody but people can say which of two desks was right."""
    one, other = desk(), PaperDesk("m7n2rt")
    other.learn(one)
    one.write(answered(2, fire__trapped="yes"))
    other.write(answered(3, fire__trapped="no"))
    said = clause(replay([*one.own, *other.own]), "fire.trapped")
    assert said
    assert ZH(said) in ("无人被困（另有记录为有人被困，待核实）", "有人被困（另有记录为无人被困，待核实）")
