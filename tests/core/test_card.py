"""Response cards as values: what stands on them, in which order, and what stays off."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.builders import PaperDesk, at, opened

from emergency_cli.core.incident.board import board
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.plan.cases import cases_of, each_case
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.prepare.cards import Action, Imprint, ResponseCard, response_card
from emergency_cli.core.prepare.contact_sheet import contact_sheet
from emergency_cli.core.prepare.paper import card_rows
from emergency_cli.core.text import Text
from emergency_cli.export.card_page import MARGIN, SHEETS, booklet, height
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan

PLAN = Plan([Path(__file__).parents[2]])
BOOKS = {book.id: book for book in PLAN.playbooks()}
IMPRINT = Imprint(
    Text("大厅", "Hall"), Text("预案", "Plan"), "2022-09-16", "0123456789ab", "0.1.0", datetime(2026, 11, 23)
)
EN = Words("en")


def card(playbook: str, zone: str | None = None, **answers: str) -> ResponseCard:
    """The card of a shipped playbook."""
    given = {name.replace("_", "-"): answer for name, answer in answers.items()}
    return response_card(BOOKS[playbook], given, BOOKS, PLAN.roster, IMPRINT, zone)


def steps(made: ResponseCard) -> list[str]:
    """The ids of its actions."""
    return [action.step.partition("/")[2] for action in made.actions]


def action(made: ResponseCard, step: str) -> Action:
    """One action of it."""
    return next(each for each in made.actions if each.step.endswith(f"/{step}"))


def test_the_cases_are_the_choices_that_other_names_of_the_playbook_choose_from() -> None:
    """Six kinds of disorder, three of weather, two of theft; a fire has none."""
    assert {name: [case.id for case in cases_of(book)] for name, book in BOOKS.items() if cases_of(book)} == {
        "disorder": ["adverse-information", "surge", "dispute", "conflict", "suspicious-object", "armed"],
        "theft": ["discovered-afterwards", "in-progress"],
        "weather": ["convective", "heavy-rain", "ice"],
    }


def test_actions_stand_by_stage_with_life_first_and_the_review_stays_off() -> None:
    """Numbered from one; what follows after the end is only counted."""
    theft = card("theft", stage_of_it="in-progress")
    assert [each.number for each in theft.actions] == list(range(1, len(theft.actions) + 1))
    order = ["immediate", "respond", "recover"]
    keys = [(order.index(each.stage), not each.safety) for each in theft.actions]
    assert keys == sorted(keys)
    assert "written-report" not in steps(theft)
    assert theft.afterwards == 1


def test_a_step_that_can_never_come_in_this_case_stays_off() -> None:
    """The card of a surge says nothing of suspicious objects."""
    surge = steps(card("disorder", cases="surge"))
    assert surge == ["which-cases", "surge-ease", "surge-tell-owner", "surge-go"]


def test_the_card_of_a_case_says_when_it_is_that_case_and_by_which_clause() -> None:
    """Not what holds for all five kinds of disorder; a playbook without cases says its own."""
    surge, fire = card("disorder", cases="surge"), card("fire")
    assert (EN(surge.trigger), surge.clause) == ("Visitors surge and the hall is overcrowded.", "四（二）2")
    assert (fire.trigger, fire.clause) == (BOOKS["fire"].trigger, "四（四）")


def test_every_step_before_the_review_stands_on_a_card() -> None:
    """Of one case or of another."""
    for book in BOOKS.values():
        cards = [response_card(book, answers, BOOKS, PLAN.roster, IMPRINT) for answers in each_case(book)]
        found = {step for made in cards for step in steps(made)}
        assert found == {step.id for step in book.steps if step.stage != "review"}, book.id


def test_what_is_still_open_of_a_condition_is_said_and_what_the_case_settles_is_not() -> None:
    """On the card of a conflict nobody reads “only if it is a conflict”."""
    conflict = card("disorder", cases="conflict")
    assert action(conflict, "conflict-violence").only_if is None
    assert EN(action(conflict, "conflict-call-110").only_if) == "Is anyone violent or in danger? – yes or not known"


def test_an_action_knows_those_at_the_same_time() -> None:
    """By their numbers on this card."""
    fire = card("fire")
    assert [action(fire, step).together for step in ("call-119", "sound-alarm", "evacuate", "anyone-hurt")] == [
        (2, 3, 4), (1, 3, 4), (1, 2, 4), (),
    ]  # fmt: skip


def test_the_do_nots_of_all_actions_are_gathered() -> None:
    """Each with the number of its action."""
    assert [number for number, _ in card("fire").never] == [3, 10, 12, 15]
    assert EN(card("fire").never[0][1]) == "No lifts, no going back for belongings."


def test_the_call_list_follows_the_actions_and_invents_no_number() -> None:
    """Public services have theirs, everybody else what the roster gives: nothing."""
    fire = card("fire")
    assert [call.party for call in fire.calls[:3]] == ["fire-119", "emergency-office", "junction-guide"]
    assert [contact.phones for call in fire.calls for contact in call.contacts if contact.phones] == [("119",)]


def test_the_public_is_not_on_the_call_list() -> None:
    """The patient's family and the visitors have no number in any roster."""
    assert {"patient-family", "public"}.isdisjoint(
        call.party for name in ("illness", "power-failure") for call in card(name).calls
    )


def test_the_owner_of_a_zone_is_named_when_the_zone_is_given() -> None:
    """Otherwise the role itself is the line."""
    for zone, name in (("tax", "Li Guo'an"), (None, "Zone owner")):
        surge = card("disorder", zone, cases="surge")
        assert [EN(call.contacts[0].name) for call in surge.calls if call.party == "zone-owner"] == [name]


def test_the_first_actions_keep_only_whom_to_call_for_them() -> None:
    """A pocket card has no room for the rest."""
    first = card("fire").first(3)
    assert steps(first) == ["call-119", "sound-alarm", "evacuate"]
    assert [call.party for call in first.calls] == ["fire-119"]
    assert first.actions_of_all == 15


def test_the_contact_sheet_has_every_zone_the_office_the_services_and_whoever_is_told() -> None:
    """Nobody stands on it twice."""
    sheet = contact_sheet(PLAN.roster, BOOKS.values(), IMPRINT)
    assert [call.party for call in sheet.zones] == list(PLAN.roster.zones)
    assert len(sheet.office.contacts) == 3
    assert [call.contacts[0].phones for call in sheet.services] == [("110",), ("119",), ("120",)]
    others = [call.party for call in sheet.others]
    assert len(others) == len(set(others))
    assert {"property-company", "hospital", "leading-group", "leader-in-charge"} <= set(others)
    assert {"emergency-office", "police-110", "zone-owner", "duty-staff", "public"}.isdisjoint(others)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("pocket", [False, True])
def test_every_card_of_the_plan_is_planned_for_one_sheet_in_a_type_that_can_be_read(
    language: str, pocket: bool
) -> None:
    """A pocket card has five to seven actions, or all where there are fewer."""
    cards = [
        response_card(book, answers, BOOKS, PLAN.roster, IMPRINT)
        for book in BOOKS.values()
        for answers in each_case(book)
    ]
    sheet = contact_sheet(PLAN.roster, BOOKS.values(), IMPRINT)
    made = booklet(cards, sheet, Words(language), pocket=pocket)
    assert len(made.pages) == len(cards) + 1
    for page, of in zip(made.pages, cards, strict=False):
        assert height(page, page.size) <= (SHEETS[page.paper][1] - 2 * MARGIN[page.paper]) * 72 / 25.4, page.title
        assert page.size >= (5.5 if pocket else 6.5)
        rows = sum(len(group.rows) for group in page.table.groups)
        assert (min(5, len(of.actions)) <= rows <= 7) if pocket else rows == len(of.actions)


def test_a_card_is_typed_back_in_under_the_numbers_it_was_printed_with() -> None:
    """Every playbook and every case: row by row, `paper` asks what the card says."""
    for book in BOOKS.values():
        for answers in each_case(book):
            facts = {f"{book.id}.{fact}" if fact in book.facts else fact: value for fact, value in answers.items()}
            books = {each.id: playbook_snapshot(each) for each in (book, BOOKS[GENERAL])}
            desk = PaperDesk()
            desk.write(opened(playbook=book.id, playbooks=books, facts=facts))
            incident = replay(desk.own)
            rows = [row for row in card_rows(incident, board(incident, at(1))) if row.attachment.id == book.id]
            printed = {action.step: action.number for action in
                       response_card(book, answers, BOOKS, PLAN.roster, IMPRINT).actions}  # fmt: skip
            assert {row.address: row.number for row in rows} == {row.address: printed[row.address] for row in rows}
            assert rows
