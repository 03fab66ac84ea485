"""What the board settles by itself, and what it must not: one act for two steps, answers, the opening, rounds."""

from typing import Any

import pytest
from msgspec.structs import replace
from tests.builders import PaperDesk, answered, at, both, done, fact, opened, step

from emergency_cli.core.events import Attached, CallMade, Event, StepDeferred, Told
from emergency_cli.core.incident.actions import close_record, defer_step, end_response, finish_step, skip_step
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import Board, board
from emergency_cli.core.incident.steps.cards import awaited, next_card, prompt_of, questions
from emergency_cli.core.incident.steps.derived import how_done
from emergency_cli.core.personal import Personal
from emergency_cli.core.plan.centre import IncidentClass
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.cells import class_of, clause_of
from emergency_cli.core.report.document import Coded
from emergency_cli.core.text import Text
from emergency_cli.errors import NotAllowed
from emergency_cli.language import Words


def book(name: str, *steps: dict[str, Any], **members: Any) -> Playbook:
    """A playbook of these steps."""
    data = {"id": name, "title": both(name), "class": "accident", "trigger": both(name), "steps": list(steps)}
    return from_plain({**data, **members}, Playbook)


FIRE = book(
    "fire",
    step("call-119", safety=True, contact=["fire-119"], say=["place"], same="called-119"),
    step("evacuate", safety=True),
    step("tell-office", contact=["bureau-office"], say=["place", "smoke"], same="told-office"),
    step("transfer", "respond", upon="arrived"),
    step("patrol", "respond", repeats=True),
    step("clean-up", "recover"),
    facts={"smoke": fact("text"), "arrived": fact("time")},
)
FIGHT = book(
    "fight",
    step("look", safety=True, ask=["violence", "knife"]),
    step("call-119", safety=True, contact=["fire-119"], say=["place"], same="called-119"),
    step("part-them", safety=True),
    step("tell-office", contact=["bureau-office"], say=["place", "violence"], same="told-office"),
    step("tell-owner", contact=["zone-owner"], ask=["calm"]),
    facts={"violence": fact("yes-no"), "knife": fact("yes-no"), "calm": fact("yes-no")},
)
GENERAL = book(
    "general",
    step("activate", opening=True, record=["activated-at", "activated-by"]),
    step("tell-office", contact=["bureau-office"], say=["place"], same="told-office"),
    step(
        "casualty", "respond", repeats=True, when={"injured": "yes"}, counts="injured-count", implies={"injured": "yes"}
    ),
    step("evaluate", "review"),
    facts={
        "injured": fact("yes-no"),
        "injured-count": fact("number"),
        "place": fact("text"),
        "zone": fact("zone"),
        "activated-at": fact("time"),
        "activated-by": fact("text"),
    },
)


def incident_of(*events: Event, **members: Any) -> Incident:
    """A fire with the plan of this file, and what came after its opening."""
    snapshots = {"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(GENERAL)}
    desk = PaperDesk()
    desk.write(opened(playbooks=snapshots, **members), *events)
    return replay(desk.own)


def fight(minutes: float, **facts: str) -> Attached:
    """A fight breaks out."""
    given: dict[str, str | Personal] = {f"fight.{name}": value for name, value in facts.items()}
    snapshot = playbook_snapshot(FIGHT)
    return Attached(
        occurred=at(minutes), by="Li", attachment="fight", noticed=at(minutes), playbook=snapshot, facts=given
    )


def shown(*events: Event, **members: Any) -> Board:
    """The board after an hour."""
    return board(incident_of(*events, **members), at(60))


def status(state: Board, *addresses: str) -> list[str]:
    """How these steps stand."""
    return [state.by_address[address].status for address in addresses]


REACHED = (Told(party="bureau-office", outcome="reached"),)

# --- one act for two steps -------------------------------------------------------------------------------------------


def test_what_was_said_to_the_office_once_is_not_asked_for_again() -> None:
    """The fire's report said where it is, which is all that the general one wants; no entry says so, the board does."""
    state = shown(done("fire/tell-office", 5, contacts=REACHED))
    row = state.by_address["general/tell-office"]
    assert (row.status, row.entry, row.same and row.same.address) == ("done", None, "fire/tell-office")
    assert Words("en")(how_done(row) or "") == "together with “tell-office” of fire"


def test_a_report_before_the_danger_was_noticed_did_not_report_it() -> None:
    """The fire was reported; that a fight broke out later was not."""
    state = shown(done("fire/tell-office", 5, contacts=REACHED), fight(10, violence="yes"))
    assert status(state, "fight/tell-office") == ["todo"]


@pytest.mark.parametrize(("known", "is_done"), [(12, "done"), (25, "todo")])
def test_a_report_that_could_not_say_it_did_not_report_it(known: int, is_done: str) -> None:
    """The office is told of the fire at 20 minutes; of the fight only if it was known by then whether it is violent."""
    told = done("fire/tell-office", 20, contacts=REACHED)
    state = shown(fight(10), *sorted([answered(known, fight__violence="yes"), told], key=lambda one: one.occurred))
    assert status(state, "fight/tell-office") == [is_done]


def test_somebody_who_was_not_reached_was_not_told() -> None:
    """The step was ticked with a reason; the report itself is still owed."""
    in_vain = done("fire/tell-office", 5, contacts=(Told(party="bureau-office", outcome="called"),), reason="later")
    assert status(shown(in_vain), "general/tell-office") == ["todo"]


def test_a_call_for_help_is_never_taken_for_another() -> None:
    """119 was called after the fight was noticed: only the caller knows whether the fight was said too."""
    row = shown(fight(10), done("fire/call-119", 12)).by_address["fight/call-119"]
    assert (row.status, row.same, row.ask_same and row.ask_same.address) == ("todo", None, "fire/call-119")
    before = shown(done("fire/call-119", 5), fight(10)).by_address["fight/call-119"]
    assert before.ask_same is None


def test_no_deed_for_one_danger_is_the_life_saving_step_of_another() -> None:
    """People were led out of the smoke after the fight was noticed; that nobody is near the knife was not said."""
    away = book("fire", step("evacuate", safety=True, same="people-safe"))
    knife = book("fight", step("away", safety=True, same="people-safe"))
    general = book("general", step("make-safe", same="people-safe"))
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": playbook_snapshot(away), "general": playbook_snapshot(general)}))
    desk.write(
        Attached(occurred=at(2), by="Li", attachment="fight", noticed=at(2), playbook=playbook_snapshot(knife)),
        done("fire/evacuate", 5),
    )
    assert status(board(replay(desk.own), at(20)), "fight/away", "general/make-safe") == ["todo", "done"]


def test_whoever_was_told_when_a_step_was_put_off_stays_told_once_the_others_are() -> None:
    """First the Office, the owner once the zone was known: the general report to the Office stays done."""
    fire = book("fire", step("tell", contact=["bureau-office", "zone-owner"], say=["place"], same="told-office"))
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": playbook_snapshot(fire), "general": playbook_snapshot(GENERAL)}))
    first = [
        CallMade(occurred=at(3), by="Li", contacts=REACHED),
        StepDeferred(occurred=at(3), by="Li", step="fire/tell"),
    ]
    desk.write(*first)
    before = status(board(replay(desk.own), at(4)), "general/tell-office")
    desk.write(done("fire/tell", 6, contacts=(Told(party="zone-owner", outcome="reached"),)))
    assert (before, status(board(replay(desk.own), at(7)), "general/tell-office")) == (["done"], ["done"])


def test_one_call_may_have_served_two_cases_of_a_playbook_and_nothing_else_does() -> None:
    """110 was called about the knife; whether the bag was said too is asked. That people left it is another act."""
    cases = book(
        "fire",
        step("knife-call", safety=True, contact=["fire-119"], same="called-119"),
        step("knife-away", safety=True, same="people-safe"),
        step("bag-call", safety=True, contact=["fire-119"], same="called-119"),
        step("bag-away", safety=True, same="people-safe"),
    )
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": playbook_snapshot(cases), "general": playbook_snapshot(GENERAL)}))
    desk.write(done("fire/knife-call", 5), done("fire/knife-away", 6))
    state = board(replay(desk.own), at(20))
    call = state.by_address["fire/bag-call"]
    assert (call.status, call.ask_same and call.ask_same.address) == ("todo", "fire/knife-call")
    assert status(state, "fire/bag-away") == ["todo"]


def test_a_call_for_those_for_whom_another_playbook_was_suggested_is_asked_about() -> None:
    """120 was called for whoever had the shock; taking up the illness does not call it again unasked."""
    suggesting = playbook_snapshot(book("fire", step("call-119", contact=["fire-119"], same="called-119"),
                                        suggests=[{"when": {"injured": "yes"}, "playbook": "fight"}]))  # fmt: skip
    desk = PaperDesk()
    desk.write(opened(playbooks={"fire": suggesting, "general": playbook_snapshot(GENERAL)}))
    desk.write(done("fire/call-119", 5), fight(10))
    row = board(replay(desk.own), at(20)).by_address["fight/call-119"]
    assert row.ask_same is not None


def test_whoever_knows_better_may_still_say_so() -> None:
    """It was told separately after all, or was not; that takes the place of the conclusion."""
    told = done("fire/tell-office", 5, contacts=REACHED)
    incident = incident_of(told)
    again = finish_step(incident, "general/tell-office", at=at(7), by="Li")
    assert shown(told, again).by_address["general/tell-office"].same is None
    assert status(
        shown(told, skip_step(incident, "general/tell-office", at=at(7), by="Li")), "general/tell-office"
    ) == ["skipped"]
    assert status(
        shown(told, defer_step(incident, "general/tell-office", at=at(7), by="Li")), "general/tell-office"
    ) == ["deferred"]


# --- decisions, the opening, rounds ----------------------------------------------------------------------------------


def test_a_decision_is_done_when_all_it_asks_is_answered() -> None:
    """Whether at the opening or later: two questions want two answers, and a call that also asks is no decision."""
    assert status(shown(fight(10, violence="yes")), "fight/look") == ["todo"]
    state = shown(fight(10, violence="yes", knife="no"), answered(12, fight__calm="no"))
    assert status(state, "fight/look", "fight/tell-owner") == ["done", "todo"]
    assert state.by_address["fight/look"].entry is None


def test_a_card_asks_all_that_its_decision_needs_and_the_zone_before_whom_to_call() -> None:
    """Both questions of a decision, as long as they are open; the zone where only its owner is called."""
    incident = incident_of(fight(10))
    rows = board(incident, at(60)).by_address
    assert questions(incident, rows["fight/look"]) == ["fight.violence", "fight.knife"]
    assert questions(incident, rows["fight/tell-owner"]) == ["zone", "fight.calm"]
    known = incident_of(fight(10, violence="yes"), answered(zone="tax"))
    rows = board(known, at(60)).by_address
    assert questions(known, rows["fight/look"]) == ["fight.knife"]
    assert questions(known, rows["fight/tell-owner"]) == ["fight.calm"]


def test_opening_the_incident_is_its_activation() -> None:
    """No card, no tick, no blank: when and by whom stand in the opening."""
    incident = incident_of()
    state = board(incident, at(60))
    row = state.by_address["general/activate"]
    assert (row.status, row.entry, row.through) == ("done", None, incident.opened)
    assert (incident.value("activated-by"), state.blanks) == ("Li", ())
    assert incident.value("activated-at") == "2026-11-23T14:54:00.000+08:00"


def test_whoever_opened_it_without_a_name_is_not_named() -> None:
    """A system account is nobody."""
    desk = PaperDesk()
    event = replace(
        opened(playbooks={"fire": playbook_snapshot(FIRE), "general": playbook_snapshot(GENERAL)}), by="account:duty"
    )
    desk.write(event)
    assert replay(desk.own).value("activated-by") is None


def test_what_is_settled_by_itself_cannot_be_left_or_taken_back_in_its_own_name() -> None:
    """The refusal says by what it is done."""
    with pytest.raises(NotAllowed) as refused:
        skip_step(incident_of(), "general/activate", at=at(5), by="Li")
    assert Words("en")(refused.value.message).endswith("is settled: by opening the incident.")


def test_the_end_of_the_response_ends_its_rounds() -> None:
    """One round was walked: nobody is asked for the rounds again, and nobody owes them; without one it was not done."""
    walked = done("fire/patrol@1", 5)
    incident = incident_of(walked)
    end = end_response(incident, "handled", at=at(30), by="Li")
    assert "fire/patrol" not in end.left
    assert "fire/patrol" in end_response(incident_of(), "handled", at=at(30), by="Li").left
    assert status(shown(walked, end), "fire/patrol") == ["done"]


def test_registered_casualties_are_counted_until_somebody_says_a_number() -> None:
    """Each round is one person; what somebody said of the number stands, but for not knowing it."""
    two = [done("general/casualty@1", 5), done("general/casualty@2", 6)]
    assert incident_of(*two).value("injured-count") == "2"
    assert incident_of(*two).value("injured") == "yes"
    assert incident_of(*two, answered(7, **{"injured-count": "3"})).value("injured-count") == "3"
    assert incident_of(*two, answered(7, **{"injured-count": "not-known"})).value("injured-count") == "2"
    assert incident_of().value("injured") is None


# --- the order of the cards ------------------------------------------------------------------------------------------


def order(incident: Incident) -> list[str]:
    """The cards as Enter brings them, until nothing is left."""
    desk, found = PaperDesk(), []
    for entry in incident.entries:
        desk.write(entry.event)
    while card := next_card(now := replay(desk.own), board(now, at(60))):
        found.append(card.current.address)
        reached = [Told(party=party, outcome="reached") for party in card.current.step.contact]
        desk.write(finish_step(now, card.current.address, at=at(20), by="Li", contacts=reached))
    return found


def test_what_waits_upon_an_arrival_comes_last_until_that_is_said() -> None:
    """Nothing that can be done now stands behind it, in whatever stage."""
    assert order(incident_of())[-2:] == ["fire/clean-up", "fire/transfer"]
    said = order(incident_of(answered(fire__arrived="2026-11-23T15:02:00+08:00")))
    assert said.index("fire/transfer") < said.index("fire/patrol") < said.index("fire/clean-up")
    waiting = awaited(shown())
    assert {fact: [row.address for row in rows] for fact, rows in waiting.items()} == {
        "fire.arrived": ["fire/transfer"]
    }


def test_of_a_playbook_taken_up_in_the_middle_only_the_call_for_help_jumps_the_queue() -> None:
    """The evacuation of the fire is not pushed aside; the rest of the fight comes after it."""
    cards = order(incident_of(fight(10)))
    assert cards[:4] == ["fight/call-119", "fire/call-119", "fire/evacuate", "fight/look"]
    assert cards.index("fire/tell-office") < cards.index("fight/tell-owner")


def test_a_call_for_help_of_which_nobody_knows_whether_it_is_needed_jumps_nothing() -> None:
    """What has to be seen first is asked in its place; the call is not hidden, it waits for its turn."""
    armed = playbook_snapshot(FIGHT)
    armed["steps"][1]["when"] = {"knife": "yes"}
    taken_up = replace(fight(10), playbook=armed)
    assert order(incident_of(taken_up))[:2] == ["fire/call-119", "fire/evacuate"]
    seen = replace(fight(10, knife="yes"), playbook=armed)
    assert order(incident_of(seen))[0] == "fight/call-119"


def test_another_round_comes_only_when_somebody_wants_it() -> None:
    """Enter goes on; the walk of a patrol ends."""
    assert order(incident_of()).count("fire/patrol") == 1


def test_a_prompt_is_the_order_in_few_words() -> None:
    """As the plan says it, or its first clause, or as many whole words of that as fit."""
    assert prompt_of(FIRE.steps[0]) == Text("call-119", "call-119")
    long = {"zh": "让群众先撤，老弱病残优先：就近走楼梯", "en": "Get everyone out of the building, the weak first"}
    cut = book(
        "long", step("a") | {"do": long}, step("b") | {"do": {"zh": "甲" * 20, "en": long["en"]}, "short": both("b")}
    )
    assert prompt_of(cut.steps[0]) == Text("让群众先撤", "Get everyone out of the…")
    assert prompt_of(cut.steps[1]) == Text("b", "b")


# --- what is owed ----------------------------------------------------------------------------------------------------


def test_what_does_not_apply_cannot_be_left_and_is_not_owed() -> None:
    """There is nothing to leave, and no reason to give."""
    only = book("only", step("search", when={"smoke": "yes"}), facts={"smoke": fact("yes-no")})
    desk = PaperDesk()
    desk.write(opened(playbook="only", playbooks={"only": plain(only)}, facts={"only.smoke": "no"}))
    for act in (skip_step, defer_step):
        with pytest.raises(NotAllowed):
            act(replay(desk.own), "only/search", at=at(5), by="Li")


def test_a_fact_is_owed_once_and_who_did_it_is_not() -> None:
    """Two steps wanted the place said; nobody is asked twice, nor for a name that no plan asks for."""
    state = shown(done("fire/call-119", 5), done("fire/tell-office", 6), done("fire/evacuate", 7))
    assert [(blank.kind, blank.fact) for blank in state.blanks] == [("fact", "place"), ("fact", "fire.smoke")]


@pytest.mark.parametrize("outcome", ["false-alarm", "opened-by-mistake", "same-as", "below-plan"])
def test_what_was_no_incident_of_the_plan_leaves_nothing_to_be_done(outcome: Any) -> None:
    """The review neither: the record is closed without a reason, and nothing is owed."""
    tick = done("fire/call-119", 5)
    incident = incident_of(tick)
    other = {"same_as": "20261123-1400-fire-k3f9q2"} if outcome == "same-as" else {}
    end = end_response(incident, outcome, at=at(9), by="Li", decided="wang", **other)
    state = shown(tick, end)
    assert (state.open(), state.blanks, status(state, "general/evaluate")) == ([], (), ["skipped"])
    assert close_record(incident_of(tick, end), at=at(12), by="Li").settled == ()


def test_a_step_put_off_comes_back_though_its_act_was_done_before() -> None:
    """Whoever put it off after the act meant to do it themselves."""
    told = done("fire/tell-office", 5, contacts=REACHED)
    later = StepDeferred(occurred=at(7), by="Li", step="general/tell-office", until="immediate")
    assert status(shown(told, later), "general/tell-office") == ["deferred"]
    assert status(shown(later, told), "general/tell-office") == ["done"]


# --- what kind of incident it was ------------------------------------------------------------------------------------


CLASSES = {name: IncidentClass(name, name) for name in ("accident", "public-security")}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("power", "accident"), ("attack", "public-security"), ("power,attack", None), ("other", None), (None, None)],
)
def test_the_class_is_that_of_the_case_or_to_be_verified(answer: str | None, kind: str | None) -> None:
    """Nothing that the plan does not say of the case is printed as its class."""
    cases = {
        "power": {**both("power"), "class": "accident", "clause": "四（一）"},
        "attack": {**both("attack"), "class": "public-security"},
        "other": both("other"),
    }
    own = plain(book("own", step("look", ask=["case"]), facts={"case": fact("choices", choices=cases)})) | {
        "class": "any"
    }
    desk = PaperDesk()
    facts = {"own.case": answer} if answer else {}
    desk.write(opened(playbook="own", playbooks={"own": own | {"class": "any"}}, facts=facts))
    found = class_of(replay(desk.own), CLASSES)
    assert (found.code if isinstance(found, Coded) else None) == kind
    clause = clause_of(replay(desk.own))
    assert (clause.code if isinstance(clause, Coded) else None) == (
        "四（一）" if answer and "power" in answer else None
    )


# --- where nobody is in danger ---------------------------------------------------------------------------------------


def rumour(**facts: str) -> Board:
    """A rumour, of which the plan says that nobody need be led away, or something else."""
    cases = {"rumour": {**both("rumour"), "without": ["people-safe"]}, "brawl": both("brawl")}
    own = book(
        "own",
        step("look", ask=["case"]),
        facts={"case": fact("choices", choices=cases), "armed": fact("yes-no", vital=True)},
    )
    general = book("general", step("make-safe", same="people-safe"), facts={"injured": fact("yes-no", vital=True)})
    desk = PaperDesk()
    snapshots = {"own": playbook_snapshot(own), "general": playbook_snapshot(general)}
    desk.write(opened(playbook="own", playbooks=snapshots, facts=facts))
    return board(replay(desk.own), at(20))


@pytest.mark.parametrize(
    ("facts", "status_of_it"),
    [
        ({"own.case": "rumour"}, "not-applicable"),
        ({"own.case": "rumour,brawl"}, "todo"),
        ({"own.case": "brawl"}, "todo"),
        ({"own.case": "not-known"}, "todo"),
        ({}, "todo"),
        ({"own.case": "rumour", "injured": "yes"}, "todo"),
        ({"own.case": "rumour", "own.armed": "yes"}, "todo"),
    ],
)
def test_nobody_is_led_away_from_a_rumour_unless_there_may_be_danger(facts: dict[str, str], status_of_it: str) -> None:
    """What was answered says that it is that and nothing else; else the line that saves lives stands."""
    row = rumour(**facts).by_address["general/make-safe"]
    assert row.status == status_of_it
    assert list(row.because) == (["own.case"] if status_of_it == "not-applicable" else [])
