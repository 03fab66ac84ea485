"""Response cards as values: what stands on them, in which order, and what stays off."""

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.builders import PaperDesk, at, opened
from tests.documents import lines_of

from emergency_cli.core.incident.incident import replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.plan.cases import cases_of, each_case
from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.prepare.cards import Action, Imprint, ResponseCard, response_card
from emergency_cli.core.prepare.contact_sheet import contact_sheet
from emergency_cli.core.prepare.forms import briefing_form, handover_form
from emergency_cli.core.prepare.paper import card_rows
from emergency_cli.core.text import Text
from emergency_cli.export.paper.booklet import booklet
from emergency_cli.export.paper.cards import pocket, wall
from emergency_cli.export.paper.cards.front import now
from emergency_cli.export.paper.fit import height, room
from emergency_cli.export.paper.page import SIDE, Heading, Lines, Page, Paper, Table, across, paper_of
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan

PLAN = Plan([Path(__file__).parents[2]])
BOOKS = {book.id: book for book in PLAN.playbooks()}
IMPRINT = Imprint(
    PLAN.roster.organisation, PLAN.roster.document.title, "2022-09-16", "0123456789ab", "0.1.0", datetime(2026, 11, 23)
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
    """The card of a surge says nothing of suspicious objects, nor of the police whom nobody calls."""
    surge = steps(card("disorder", cases="surge"))
    assert surge == ["surge-ease", "surge-tell-owner", "surge-go"]


def test_whoever_holds_the_card_of_a_case_is_not_asked_which_case_it_is() -> None:
    """That question is for a screen, which offers a choice; a card has been chosen."""
    questions = {"disorder": "which-cases", "weather": "which-weather", "theft": "which-stage"}
    for name, question in questions.items():
        for answers in each_case(BOOKS[name]):
            assert question not in steps(response_card(BOOKS[name], answers, BOOKS, PLAN.roster, IMPRINT))


def test_the_card_of_a_case_says_when_it_is_that_case_and_by_which_clause() -> None:
    """Not what holds for all five kinds of disorder; a playbook without cases says its own."""
    surge, fire = card("disorder", cases="surge"), card("fire")
    assert (EN(surge.trigger), surge.clause) == ("Visitors surge and the hall is overcrowded.", "四（二）2")
    assert (fire.trigger, fire.clause) == (BOOKS["fire"].trigger, "四（四）")


def test_every_step_before_the_review_stands_on_a_card() -> None:
    """Of one case or of another; but for the question which case it is."""
    for book in BOOKS.values():
        cards = [response_card(book, answers, BOOKS, PLAN.roster, IMPRINT) for answers in each_case(book)]
        found = {step for made in cards for step in steps(made)}
        asked = {fact for answers in each_case(book) for fact in answers}
        wanted = {
            step.id for step in book.steps if step.stage != "review" and not (step.ask and set(step.ask) <= asked)
        }
        assert found == wanted, book.id


def test_what_is_still_open_of_a_condition_is_said_and_what_the_case_settles_is_not() -> None:
    """On the card of a conflict nobody reads “only if it is a conflict”."""
    conflict = card("disorder", cases="conflict")
    assert action(conflict, "conflict-violence").only_if is None
    only_if = EN(action(conflict, "conflict-call-110").only_if)
    assert only_if == "somebody is violent or in danger, or it is not known yet"


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


def test_the_contact_sheet_has_everybody_once_with_the_zones_they_answer_for() -> None:
    """The services, the people, whoever else is told."""
    sheet = contact_sheet(PLAN.roster, BOOKS.values(), IMPRINT)
    assert [each.phones for each in sheet.services] == [("110",), ("119",), ("120",)]
    assert sorted(EN(each.name) for each in sheet.people) == sorted(
        EN(each.name) for each in PLAN.roster.people.values()
    )
    zones = [EN(zone) for each in sheet.people for zone in each.zones]
    assert sorted(zones) == sorted(EN(each.title) for each in PLAN.roster.zones.values())
    director = next(each for each in sheet.people if EN(each.name) == "Zhang Yiheng")
    assert [EN(zone) for zone in director.zones] == [
        "Investment Projects zone",
        "Notary Office",
        "Intermediary Services zone",
    ]
    assert [EN(party) for party in director.parties] == ["Emergency Office", "Emergency Response Leading Group"]
    others = [EN(each.name) for each in sheet.others]
    assert len(others) == len(set(others))
    assert {"Property company", "Hospital", "Leader in charge"} <= set(others)
    assert {"Emergency Office", "Police (110)", "Zone owner", "Members of the public"}.isdisjoint(others)


# --- on paper --------------------------------------------------------------------------------------------------------

CARDS = [
    response_card(book, answers, BOOKS, PLAN.roster, IMPRINT) for book in BOOKS.values() for answers in each_case(book)
]
LIBRARY = Plan([Path(__file__).parents[2] / "examples" / "library"])
_SHELVES = {book.id: book for book in LIBRARY.playbooks()}
OF_THE_LIBRARY = [
    response_card(book, answers, _SHELVES, LIBRARY.roster, IMPRINT)
    for book in _SHELVES.values()
    for answers in each_case(book)
]
# Each card in a language and on the paper of its plan, and on that of the pocket.
ON_PAPER: list[tuple[ResponseCard, Words, Paper, Paper]] = [
    *((made, words, "A4", "A6") for made in CARDS for words in (Words("zh"), EN)),
    *((made, EN, "Letter", "Index") for made in OF_THE_LIBRARY),
]
LANGUAGES = pytest.mark.parametrize("words", [Words("zh"), EN], ids=["zh", "en"])


def table(page: Page) -> Table:
    """The actions on a page."""
    return next(block for block in page.blocks if isinstance(block, Table))


def smallest(page: Page) -> float:
    """The smallest type on a page."""
    return min(line.size for line in lines_of(page))


def numbers(page: Page) -> list[str]:
    """The numbers of the actions on a page."""
    return [row[0][0].text for group in table(page).groups for row in group.rows]


def test_every_front_is_one_page_that_is_read_at_arms_length() -> None:
    """Nothing on it is smaller than 14 points, and it holds what is to be done at once, from the first action on."""
    for made, words, paper, _ in ON_PAPER:
        front, _ = wall.pages(made, words, paper)
        assert smallest(front) >= 14, made.playbook
        assert height(front) <= room(paper), made.playbook
        shown = numbers(front)
        assert shown == [str(number) for number in range(1, len(shown) + 1)]
        assert len(shown) == now(made), made.playbook


def test_the_orders_of_a_fire_have_20_points_and_all_of_them_are_on_the_front() -> None:
    """Everything that is to be done at once, the do-nots and six fields for numbers."""
    front, _ = wall.pages(next(each for each in CARDS if each.playbook == "fire"), Words("zh"), "A4")
    orders = [row[1][0] for group in table(front).groups for row in group.rows]
    assert len(orders) == 11
    assert {line.size >= 20 for line in orders} == {True}
    nevers = [line.text for block in front.blocks if isinstance(block, Lines) and block.framed for line in block.lines]
    assert nevers == ["禁止事项", "✕ 不乘电梯，不回去拿东西。", "✕ 任何人不要自行返回楼内找人。"]
    fields = [block for block in front.blocks if isinstance(block, Table)][1]
    assert sum(bool(cell) for row in fields.groups[0].rows for cell in row[::2]) == 6


def test_no_back_is_smaller_than_9_points_and_every_action_has_room_for_time_and_initials() -> None:
    """Its rows carry all numbers; where they have no room, their words are cut, and no card has a third page."""
    for made, words, paper, _ in ON_PAPER:
        _, back = wall.pages(made, words, paper)
        assert smallest(back) >= 9, made.playbook
        assert numbers(back) == [str(each.number) for each in made.actions]
        assert table(back).by_hand[-2:] == (True, True)
        assert table(back).least >= 7
        assert height(back) <= room(paper), made.playbook


def test_no_pocket_card_is_smaller_than_10_points_and_it_has_no_columns_for_the_pen() -> None:
    """What is to be done at once, on as many sides as that takes; each says which of them it is."""
    for made, words, paper, little in ON_PAPER:
        sides = list(pocket.pages(made, words, little, paper))
        assert min(map(smallest, sides)) >= 10, made.playbook
        assert all(height(side) <= room(little) for side in sides), made.playbook
        orders = [side for side in sides if table(side).names_row == 1]
        assert [number for side in orders for number in numbers(side)] == [str(n + 1) for n in range(now(made))]
        assert not any(table(side).by_hand[-1] for side in orders)
        heads = [
            block.mark.text for side in sides for block in side.blocks if isinstance(block, Heading) and block.mark
        ]
        several = [f"{number}/{len(sides)}" for number in range(1, len(sides) + 1)] if len(sides) > 1 else []
        assert [head.rpartition("  ")[2] for head in heads if "/" in head] == several


def test_tables_are_as_wide_as_the_paper_of_the_plan() -> None:
    """Card, sheet and forms of an A4 and of a Letter plan: no table runs over the margin or leaves room beside it."""
    for plan, books, made in ((PLAN, BOOKS, CARDS), (LIBRARY, _SHELVES, OF_THE_LIBRARY)):
        sheet = contact_sheet(plan.roster, books.values(), IMPRINT)
        blank = [briefing_form(books[GENERAL], IMPRINT), handover_form(IMPRINT)]
        layout = plan.centre.layout
        for small in (False, True):
            for page in booklet(made, sheet, blank, EN, layout, small=small).pages:
                assert page.paper in (paper_of(layout), paper_of(layout, small=True))
                for block in page.blocks:
                    if isinstance(block, Table):
                        wide = sum(block.widths) + SIDE * block.side
                        assert wide == pytest.approx(across(page.paper)), (page.paper, block.title)


@LANGUAGES
def test_a_long_plan_goes_to_more_pages_and_never_into_smaller_type(words: Words) -> None:
    """Whatever an office writes into its own plan."""
    made = next(each for each in CARDS if each.playbook == "fire")
    long = "".join(["很长很长的一段话，"] * 12)
    actions = tuple(replace(each, do=Text(long, long)) for each in made.actions)
    longer = replace(made, actions=actions)
    front, back = wall.pages(longer, words, "A4")
    assert (smallest(front), smallest(back)) >= (14, 9)
    assert height(front) <= room("A4")
    assert len(numbers(front)) < now(longer)
    sides = list(pocket.pages(longer, words, "A6", "A4"))
    assert min(map(smallest, sides)) >= 10
    assert len(sides) > len(list(pocket.pages(made, words, "A6", "A4")))


def test_a_contact_sheet_has_a_row_of_7_mm_or_more_for_everybody() -> None:
    """In type that can be read on a wall; what the roster does not know is written into a field."""
    (page,) = booklet([], contact_sheet(PLAN.roster, BOOKS.values(), IMPRINT), [], EN, "a4", small=False).pages
    assert table(page).least >= 7
    names = [row[0][0] for group in table(page).groups for row in group.rows]
    assert len(names) == len({line.text for line in names})
    assert min(line.size for line in names) >= 12


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
            copied = {row.address: row.number for row in rows if row.open}
            assert copied == {address: printed[address] for address in copied}
            assert rows


def test_no_list_of_what_to_say_or_to_decide_asks_a_question_in_mid_sentence() -> None:
    """On every side of every card, what a fact is called has no question mark behind it."""
    for made, words, paper, little in ON_PAPER:
        for page in (*wall.pages(made, words, paper), *pocket.pages(made, words, little, paper)):
            lists = [line.text for line in lines_of(page) if line.text.startswith(("Say:", "Decide:", "Write down:"))]
            assert [text for text in lists if "?" in text] == [], made.playbook
