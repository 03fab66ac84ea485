"""What the after-action summary says: the first paragraph, the five parts, the exceptions, a false alarm.

Everything is read as the clerk reads it, in English, on a small plan of this file.
"""

from typing import Any

from tests.builders import (
    FIRE,
    GENERAL,
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
    skipped,
    step,
)

from emergency_cli.core.events import (
    Attached,
    CallMade,
    Closed,
    Corrected,
    Ended,
    Opened,
    Ordered,
    StepCouldNot,
    Told,
)
from emergency_cli.core.personal import seal
from emergency_cli.core.plan.centre import Centre, DocumentWords
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.document import Coded, Prose, Report, Table
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.report.summaries.summary import build_report
from emergency_cli.core.terms import Outcome
from emergency_cli.core.text import Text
from emergency_cli.language import Words

EN = Words("en", at().tzinfo)
NOW = at(24 * 60)
WHO: dict[str, Any] = {"by": "Li"}
COUNT: dict[str, Any] = {"injured-count": "1"}

FACTS = {
    "what": fact("text", part="title"),
    "place": fact("text", part="occurrence", says=both("the place is {}")),
    "zone": fact("zone", part="occurrence"),
    "cause": fact("text", part="cause", says=both("the cause is {}")),
    "injured": fact("yes-no", part="casualties", vital=True,
                    says={"yes": both("somebody is hurt"), "no": both("nobody is hurt")}),
    "injured-count": fact("number", label=both("number hurt"), part="casualties", vital=True,
                          when={"injured": "yes"}, says=both("{} are hurt")),
    "condition": fact("text", part="casualties", personal=True, says=both("the patient is {}")),
    "losses": fact("text", part="losses", says=both("the losses are {}")),
    "lessons": fact("text", part="lessons", says=both("the lesson is {}")),
    "problems": fact("text", part="lessons", says=both("what went wrong is {}")),
    "unit-summary": fact("text", part="lessons", says=both("{}")),
    "measure": fact("text", part="lessons", says=both("{}")),
    "owner": fact("text", part="lessons", says=both("{} is responsible")),
}  # fmt: skip
REVIEW = [step("measures", "review", repeats=True, record=["measure", "owner"]),
          step("sum-up", "review", did=both("the response was evaluated"), record=["lessons"])]  # fmt: skip
STEPS = [
    step(
        "call", safety=True, did=both("the brigade was called"), contact=["fire-119"], say=["burning"], milestone=True
    ),
    step("alarm", did=both("the alarm was sounded"), within="5m", short=both("alarm"), clause="四（一）1"),
    step("search", when={"trapped": "yes"}, did=both("the floor was searched"), record=["floor"]),
    step("ask", ask=["trapped"]),
]
OWN = {
    "burning": fact("text", part="occurrence", says=both("{} is burning")),
    "trapped": fact("yes-no", part="response",
                    says={"yes": both("people are trapped"), "no": both("nobody is trapped")}),
    "floor": fact("text", part="response", says=both("it was floor {}")),
    "arrived": fact("time", part="response", says=both("the brigade arrived at {}"), milestone=True),
}  # fmt: skip


def plan(**members: Any) -> Opened:
    """A fire opened with the plan of this file."""
    fire = from_plain(
        plain(FIRE) | {"short": both("a fire"), "clause": "四（四）", "steps": STEPS, "facts": OWN}, Playbook
    )
    general = from_plain(plain(GENERAL) | {"steps": REVIEW, "facts": FACTS}, Playbook)
    return opened(playbooks={"fire": playbook_snapshot(fire), "general": playbook_snapshot(general)}, **members)


def ended(minutes: float = 30, outcome: Outcome = "handled", **members: Any) -> Ended:
    """The end of the response."""
    return Ended(occurred=at(minutes), outcome=outcome, **WHO, **members)


def closed(minutes: float = 60, **members: Any) -> Closed:
    """The record is closed."""
    return Closed(occurred=at(minutes), **WHO, **members)


def told(*events: Any, **members: Any) -> Report:
    """The summary of an incident in which this happened."""
    desk = PaperDesk()
    desk.write(*events)
    return build_report(desk.own, NOW, **members)


def said(report: Report, key: str) -> list[str]:
    """What a part of the body says, paragraph by paragraph."""
    parts = [part for section in report.body if section.key == key for part in section.parts]
    paragraphs = [paragraph for part in parts if isinstance(part, Prose) for paragraph in part.paragraphs]
    return [" ".join(EN(each.says) for each in paragraph.sentences) for paragraph in paragraphs]


def whole(report: Report) -> str:
    """All that the body says."""
    return "\n".join(line for section in report.body for line in said(report, section.key))


def exceptions(report: Report) -> list[tuple[object, ...]]:
    """The lines of the annex of exceptions: kind, matter, what, why."""
    tables = [part for section in report.annexes if section.key == "exceptions" for part in section.parts]
    lines = [line.cells for part in tables if isinstance(part, Table) for line in part.lines]
    return [(kind.code if isinstance(kind, Coded) else kind, *(_plain(each) for each in rest))
            for kind, matter, _, what, why, _ in lines if (rest := (matter, what, why))]  # fmt: skip


def _plain(cell: object) -> str:
    return EN(cell.says if isinstance(cell, Coded) else cell)


# --- the first paragraph ---------------------------------------------------------------------------------------------


def test_the_first_paragraph_says_what_when_why_how_it_ended_and_what_was_lost() -> None:
    """Who reads nothing else knows it."""
    report = told(
        plan(),
        answered(0, what="smoke in the switch room", place="2nd floor", cause="a loose wire"),
        done("fire/call", 2, facts={"fire.burning": "a cable"}),
        answered(17, fire__arrived=at(16).isoformat()),
        answered(20, injured="yes", losses="3,000 yuan", **COUNT),
        ended(decided="wang", condition="the fire is out"),
        done("general/measures@1", 40, facts={"measure@1": "new wiring", "owner@1": "Zhao"}),
        closed(),
    )
    [first] = said(report, "overview")
    assert first == (
        "Smoke in the switch room was noticed at 14:54 on 23 November 2026. The cause was a loose wire."
        " At 14:56 the brigade was called. The brigade arrived at 15:10. At 15:24 the response ended."
        " 1 were hurt. The losses were 3,000 yuan. One improvement measure was decided on."
    )
    assert report.body[0].title is None


def test_a_clause_for_which_there_is_nothing_is_left_out() -> None:
    """Nothing is made up, nothing is a blank, and nothing is “none”."""
    report = told(plan(), done("fire/alarm", 1), ended(), closed())
    assert said(report, "overview") == [
        "A fire was noticed at 14:54 on 23 November 2026. At 15:24 the response ended. "
        "Not recorded: whether somebody is hurt."
    ]
    assert [section.key for section in report.body] == ["overview", "occurrence", "response", "outcome", "losses"]


def test_where_nobody_said_what_happened_the_plan_names_it_with_its_zone() -> None:
    """A title is never empty."""
    report = told(plan(), answered(zone="tax"))
    assert EN(report.title) == "After-action summary: a fire in the Tax"


def test_the_plan_folder_names_the_document_and_its_parts() -> None:
    """五（一）2: the headings of the office, not those of the program."""
    words = DocumentWords(
        title=Text("关于{what}的总结", "Summary of {what}"), headings={"losses": Text("损失", "What it cost")}
    )
    report = told(plan(), answered(what="smoke", losses="a cable"), centre=Centre(documents={"summary": words}))
    headings = [EN(section.title) for section in report.body if section.title]
    assert (EN(report.title), headings[-1]) == ("Summary of smoke", "What it cost")


# --- the five parts --------------------------------------------------------------------------------------------------


def test_a_sentence_names_the_entries_it_rests_on() -> None:
    """An inspector finds the line behind every word."""
    desk = PaperDesk()
    desk.write(plan(), done("fire/call", 2, actor="wang"))
    report = build_report(desk.own, NOW)
    [prose] = [part for section in report.body if section.key == "response" for part in section.parts]
    assert isinstance(prose, Prose)
    first = prose.paragraphs[0].sentences[0]
    assert (EN(first.says), [name for name, _ in report.rests_on(first)]) == (
        "At 14:56 the brigade was called by Wang.",
        ["2"],
    )


def test_what_was_done_as_planned_is_a_number() -> None:
    """Two steps of three, and one limit kept; an order of the plan is nowhere told as a deed."""
    report = told(plan(), done("fire/call", 2), done("fire/alarm", 4))
    last = said(report, "response")[-1]
    assert last.endswith("Of 3 steps that applied, 2 were done. The one time limit was kept.")
    every = told(plan(), done("fire/call", 2), done("fire/alarm", 4), answered(5, fire__trapped="no"))
    assert said(every, "response")[-1].endswith("All 3 steps that applied were done and the one time limit was kept.")


def test_that_nothing_was_done_is_a_number_too() -> None:
    """Everything could not be done: the document does not leave out the sum because it is nought."""
    tried = StepCouldNot(occurred=at(2), by="Li", step="fire/call", reason="no line")
    assert "Of 3 steps that applied, none was done." in said(told(plan(), tried), "response")[-1]


def test_two_things_of_one_minute_share_it() -> None:
    """The time is said once."""
    report = told(plan(), done("fire/call", 2), done("fire/alarm", 2.5))
    assert said(report, "response")[0].startswith("At 14:56 the brigade was called; the alarm was sounded.")


def test_a_fire_of_a_single_minute_says_its_time_once() -> None:
    """What happened in the same minute as the sentence before it goes on without it."""
    notes = [noted(f"note {number}", 2 + number / 10, key=True) for number in range(1, 4)]
    report = told(plan(), done("fire/call", 2), *notes)
    assert said(report, "response")[0].startswith(
        "At 14:56 the brigade was called; it was noted: “note 1”; it was noted: “note 2”. It was noted: “note 3”."
    )


def test_the_opening_is_told_as_no_deed_of_anybody() -> None:
    """A step that the program takes for done by it was done by nobody who said so; nor is it counted."""
    steps = [step("activate", opening=True, did=both("the plan was activated")), *STEPS]
    fire = from_plain(plain(FIRE) | {"steps": steps, "facts": OWN}, Playbook)
    event = opened(playbooks={"fire": playbook_snapshot(fire), "general": playbook_snapshot(GENERAL)})
    text = whole(told(event, done("fire/call", 2)))
    assert "activated" not in text
    assert ", one was done." in text
    assert "At 14:57 the plan was activated." in whole(told(event, done("fire/activate", 3)))


def test_a_long_course_leaves_what_went_as_planned_to_the_timeline() -> None:
    """What somebody said, failed at or did first stays; a step that was just done is counted."""
    notes = [noted(f"point {number}", 10 + number, key=True) for number in range(9)]
    report = told(plan(), done("fire/call", 2), done("fire/alarm", 4), *notes)
    assert ("the brigade was called" in whole(report), "the alarm was sounded" in whole(report)) == (True, False)


def test_calls_in_vain_are_left_to_the_annex() -> None:
    """The course is what was done."""
    call = CallMade(occurred=at(3), contacts=(Told(party="wang", outcome="no-answer"),), **WHO)
    report = told(plan(), done("fire/call", 2), call)
    assert "Wang" not in whole(report)
    assert "contacts" in [section.key for section in report.annexes]


def test_a_count_needs_no_word_that_there_is_something_to_count() -> None:
    """“Somebody is hurt, 1 are hurt” says one thing twice."""
    report = told(plan(), answered(injured="yes", **COUNT), ended(), closed())
    assert said(report, "losses") == ["1 were hurt."]


def test_what_is_owed_of_life_safety_is_to_be_verified_then_not_recorded() -> None:
    """Only while it can still be answered, and only where another answer does not settle it."""
    assert "Still to be verified: whether somebody is hurt." in whole(told(plan()))
    assert "Not recorded: number hurt." in whole(told(plan(), answered(injured="yes"), ended(), closed()))
    settled = whole(told(plan(), answered(injured="no"), ended(), closed()))
    assert ("verified" in settled, "recorded" in settled, "Nobody was hurt." in settled) == (False, False, True)


def test_an_open_incident_is_a_draft_and_says_what_is_still_to_be_done_once() -> None:
    """Not as a table of blanks."""
    report = told(plan(), done("fire/call", 2))
    assert said(report, "overview")[0].startswith(
        "This is a draft: as of 14:54 on 24 November 2026 the response goes on."
    )
    assert whole(report).count("Still to be done: alarm, ask, measures, sum-up.") == 1
    review = told(plan(), done("fire/call", 2), ended())
    assert [EN(mark) for mark in review.marks] == ["Draft"]


def test_answers_of_a_branch_that_was_given_up_are_no_facts() -> None:
    """They stand among the exceptions."""
    report = told(
        plan(),
        answered(1, fire__trapped="yes"),
        answered(3, fire__floor="2"),
        answered(5, fire__trapped="no"),
        ended(),
        closed(),
    )
    assert ("given-up", "text", "2", "") in exceptions(report)
    assert "it was floor 2" not in "\n".join(said(report, "losses") + said(report, "outcome"))


def test_each_measure_is_told_with_who_is_responsible() -> None:
    """One round of the review, one measure; what units summed up names them."""
    summed_up: dict[str, Any] = {"unit-summary@bureau-office": "all out"}
    report = told(
        plan(),
        ended(),
        done("general/sum-up", 35, facts={"lessons": "check the wiring. Do it yearly"}),
        done("general/measures@1", 40, facts={"measure@1": "new wiring", "owner@1": "Zhao"}),
        done("general/measures@2", 41, facts={"measure@2": "a second exit"}),
        answered(45, **summed_up),
        closed(),
    )
    assert said(report, "lessons") == [
        "All out (Office). The lesson is check the wiring. Do it yearly."
        " Improvement measures: (1) New wiring. Zhao is responsible. (2) A second exit."
    ]


def test_each_thing_that_was_learned_is_a_sentence_of_its_own() -> None:
    """What went wrong and what was learned from it do not run into one another."""
    learned = {"problems": "a door was locked", "lessons": "check the doors"}
    report = told(plan(), ended(), done("general/sum-up", 35, facts=learned), closed())
    assert said(report, "lessons") == ["The lesson is check the doors. What went wrong is a door was locked."]


def test_a_personal_value_stays_sealed_in_the_prose() -> None:
    """A copy that leaves the hall masks it."""
    report = told(plan(), answered(condition=seal("coughing", b"\x01" * 32)))
    assert "The patient is coughing." in whole(report)
    assert ("coughing" in whole(redacted(report)), "The patient is [masked]." in whole(redacted(report))) == (
        False,
        True,
    )


# --- exceptions ------------------------------------------------------------------------------------------------------


def test_a_missed_limit_is_told_in_words() -> None:
    """Within how long, how long it took, by how much it was late, and why."""
    report = told(plan(), done("fire/alarm", 9.5, reason="the key was missing"), ended(), closed())
    assert exceptions(report)[0] == (
        "late", "alarm", "due within 5 min of noticing; done after 9 min 30 s, 4 min 30 s late", "the key was missing",
    )  # fmt: skip
    assert "the record shows exceptions (1 done late); see the annex" in whole(report).replace("The", "the")


def test_who_was_not_reached_is_told_with_who_was_reached_instead() -> None:
    """The director is not accused where the office answered 40 seconds later."""
    tried = CallMade(occurred=at(3), contacts=(Told(party="wang", outcome="no-answer"),), **WHO)
    office = CallMade(occurred=at(3 + 40 / 60), contacts=(Told(party="bureau-office", outcome="reached"),), **WHO)
    assert exceptions(told(plan(), done("fire/alarm", 1), tried, office)) == [
        ("not-reached", "Wang", "no answer at 14:57; Office was reached 40 s later", "")
    ]
    again = CallMade(occurred=at(5), contacts=(Told(party="wang", outcome="reached"),), **WHO)
    assert exceptions(told(plan(), done("fire/alarm", 1), tried, again)) == []


def test_what_was_not_done_has_its_reason_or_says_that_there_is_none() -> None:
    """What the close settled is one line with its one reason."""
    report = told(
        plan(),
        StepCouldNot(occurred=at(1), step="fire/call", reason="no signal", **WHO),
        skipped("fire/alarm", 2),
        ended(),
        closed(reason="too late for it", settled=("fire/ask", "general/sum-up")),
    )
    assert [line for line in exceptions(report) if line[0] == "not-done"] == [
        ("not-done", "call", "could not, 14:55", "no signal"),
        ("not-done", "alarm", "skipped, 14:56", "no reason on record"),
        ("not-done", "ask, sum-up", "left open when the record was closed", "too late for it"),
    ]


def test_answers_that_changed_were_corrected_or_contradict_are_exceptions() -> None:
    """With what stood there before."""
    desk, other = PaperDesk(), PaperDesk(B)
    desk.write(plan())
    other.learn(desk)
    first = desk.write(answered(1, place="1st floor"))
    desk.write(answered(2, place="2nd floor"))
    fixed: dict[str, Any] = {"member": "value", "fact": "place", "value": "ground floor", "reason": "misheard"}
    desk.write(Corrected(occurred=at(3), target=first.ref, **WHO, **fixed))
    desk.write(answered(4, injured="yes"))
    other.write(answered(4, injured="no"))
    lines = exceptions(build_report(entries_of(desk, other), NOW))
    assert ("changed", "text", "14:55: ground floor, 14:56: 2nd floor", "") in lines
    assert ("corrected", "text", "1st floor → ground floor", "misheard") in lines
    assert [(line[0], sorted(str(line[2]).split(", "))) for line in lines if line[0] == "conflict"] == [
        ("conflict", ["no", "yes"])
    ]


def test_two_accounts_are_not_told_as_a_change_of_one() -> None:
    """Two desks said what the other does not know: neither became the other, and neither is told as what was so."""
    desk, other = PaperDesk(), PaperDesk(B)
    desk.write(plan())
    other.learn(desk)
    desk.write(answered(4, trapped="yes"))
    other.write(answered(4, trapped="no"))
    report = build_report(entries_of(desk, other), NOW)
    assert [line[0] for line in exceptions(report) if line[0] in ("changed", "conflict")] == ["conflict"]
    assert not any("previously" in text for text in said(report, "response"))


def two_ends(first: Ended, then: Ended) -> Report:
    """Two desks ended the response, neither of which knew of the other."""
    desk, other = PaperDesk(), PaperDesk(B)
    desk.write(plan())
    other.learn(desk)
    desk.write(first)
    other.write(noted("the cellar was searched too", 20), then)
    return build_report(entries_of(desk, other), NOW)


def test_two_ends_that_differ_are_told_as_both() -> None:
    """Neither is told as how it ended: in the first paragraph, where the end is told, and among the exceptions."""
    report = two_ends(ended(28, decided="wang"), ended(30, "false-alarm"))
    first, outcome = "".join(said(report, "overview")), "".join(said(report, "outcome"))
    how = "t 15:24 the response ended (false alarm) (or, by another account, at 15:22 the response ended"
    assert f"A{how}; to be confirmed)" in first
    assert f"A{how} by decision of Wang; to be confirmed)" in outcome
    assert outcome.count("ended") == 2
    assert [(line[0], line[1], line[3]) for line in exceptions(report) if line[0] == "conflict"] == [
        ("conflict", "Response ended", "to be confirmed")
    ]


def test_a_false_alarm_for_one_desk_alone_leaves_the_whole_summary() -> None:
    """The later end does not do away with what was to be done, nor with the sections of a response."""
    report = two_ends(ended(28), ended(30, "false-alarm"))
    assert {"occurrence", "response", "outcome"} <= {section.key for section in report.body}
    assert [section.key for section in two_ends(ended(28, "false-alarm"), ended(30, "false-alarm")).body] == [
        "overview"
    ]


def test_two_desks_that_ended_it_alike_are_one_end() -> None:
    """As the same answer given twice is no conflict."""
    report = two_ends(ended(28), ended(30))
    assert "another account" not in whole(report)
    assert [line for line in exceptions(report) if line[0] == "conflict"] == []


def test_what_a_step_had_to_say_and_nobody_recorded_is_an_exception() -> None:
    """Enter was enough in the smoke; the summary says what it left open."""
    assert ("not-recorded", "text", "not recorded with “call”", "") in exceptions(told(plan(), done("fire/call", 2)))


def test_leaders_orders_have_an_annex_with_what_came_of_them() -> None:
    """And a late one is an exception."""
    order = Ordered(
        occurred=at(5), order="1", text="clear the square", from_="wang", to="bureau-office", due=at(20), **WHO
    )
    report = told(plan(), order, done("orders/1", 26, actor="Zhao"))
    [table] = [part for section in report.annexes if section.key == "orders" for part in section.parts]
    assert isinstance(table, Table)
    assert _plain(table.lines[0].cells[5]) == "done, 15:20, Zhao (6 min late)"
    assert ("late", "clear the square", "due by 15:14; done 6 min late", "") in exceptions(report)


def test_a_quiet_incident_has_no_annex_of_exceptions_orders_or_contacts() -> None:
    """Only what holds something is there."""
    report = told(plan(), done("fire/alarm", 2), answered(injured="no"), ended(), closed())
    assert [section.key for section in report.annexes] == ["timeline", "integrity"]
    assert [
        part for section in report.annexes for part in section.parts if isinstance(part, Table) and not part.lines
    ] == []


# --- one page --------------------------------------------------------------------------------------------------------


def test_a_false_alarm_is_one_page_that_says_why() -> None:
    """No annex, no part of a response, and nothing that is still to be verified."""
    report = told(
        plan(), done("fire/call", 2), noted("it was steam from a kettle", 4), ended(6, "false-alarm", decided="wang")
    )
    assert (len(report.sections), report.sections[0].title) == (1, None)
    assert said(report, "overview") == [
        "What was taken for a fire was noticed at 14:54 on 23 November 2026.",
        "At 14:56 the brigade was called. At 14:58 it was noted: “it was steam from a kettle”.",
        "At 15:00 the response ended (false alarm) by decision of Wang.",
    ]
    assert EN(report.title) == "Note on a false alarm of a fire"


def test_a_long_false_alarm_is_still_one_page() -> None:
    """What it leaves out is counted."""
    report = told(plan(), *(noted(f"note {number}", number) for number in range(1, 31)), ended(40, "opened-by-mistake"))
    assert "The record holds 18 more acts." in whole(report)


def test_the_same_incident_opened_twice_names_the_other() -> None:
    """Where it is told."""
    report = told(plan(), ended(6, "same-as", same_as="20261123-1450-fire-m7n2rt"))
    assert "It is told with the incident 20261123-1450-fire-m7n2rt." in whole(report)


# --- older records ---------------------------------------------------------------------------------------------------


def test_a_record_whose_plan_had_no_such_words_is_told_by_its_orders() -> None:
    """Nothing crashes, and what has no words for prose is in the timeline."""
    report = told(opened(), done("fire/call-119", 1, facts={"fire.trapped": "yes"}), ended(), closed())
    assert said(report, "response")[0].startswith("At 14:55 done: “call-119”.")
    assert "timeline" in [section.key for section in report.annexes]


def test_a_playbook_taken_up_besides_is_told() -> None:
    """With its time."""
    fire = playbook_snapshot(FIRE)
    report = told(plan(), Attached(occurred=at(3), attachment="fire-2", noticed=at(3), playbook=fire, **WHO))
    assert "taken up" in whole(report)
