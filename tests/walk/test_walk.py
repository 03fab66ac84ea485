"""The walk at a plain terminal: what a person types line by line, and what is then on record."""

import errno
import re
from pathlib import Path

import pytest
from tests.front import WATER, Answer, did, emergency, entries, log_of, small_plan, started, statuses, step
from tests.worlds import Clock, make_world

from emergency_cli.core.signing import may_be_no_name
from emergency_cli.places import packaged_plan
from emergency_cli.plans.plan import Plan
from emergency_cli.world import World


def walk(world: World, *typed: str, start: tuple[str, ...] = ("fire",)) -> Answer:
    """Start an incident and type these lines; then the terminal closes."""
    answer = emergency(world, "start", *start, typed="".join(f"{line}\n" for line in typed))
    assert answer.code == 0, answer
    return answer


def resume(world: World, *typed: str) -> Answer:
    """Go on and type these lines."""
    answer = emergency(world, "resume", typed="".join(f"{line}\n" for line in typed))
    assert answer.code == 0, answer
    return answer


def kinds(world: World) -> list[str]:
    """The kinds of the entries after the opening."""
    return [entry["event"] for entry in entries(world)][1:]


def water(tmp_path: Path) -> tuple[str, ...]:
    """How the incident of the small plan is started, its officer known."""
    return ("water", "--plan", small_plan(tmp_path), "--by", "Li")


# --- the first card ------------------------------------------------------------------------------------------------


def test_leaving_at_once_leaves_the_incident_open(world: World) -> None:
    """A closed terminal is no end: exit 0, open, and the line to go on with."""
    answer = walk(world)
    data = did(world, "status", "--json").data
    assert data["state"] == "responding"
    assert f"emergency resume {data['id']}" in answer.text


@pytest.mark.parametrize("key", ["s", "c", "l"])
def test_a_key_that_leaves_a_step_has_a_way_back(world: World, key: str) -> None:
    """0 where the reason is asked: nothing is on record, the step is still to be done."""
    answer = walk(world, key, "0", start=("fire", "--by", "Li"))
    assert f"Reason (Enter = leave blank, 0 = {'do not skip' if key == 's' else 'back'}):" in answer.text
    assert statuses(world)["fire/call-119"] == "todo"
    assert not {"step-skipped", "step-could-not", "step-deferred"} & set(kinds(world))


@pytest.mark.parametrize("key", ["q", "Ｑ", "退出", "leave", "quit"])
def test_leaving_by_key_is_the_same(world: World, key: str) -> None:
    """Letter, full width, Chinese, word."""
    assert "The incident stays open" in walk(world, key, "", "").text
    assert kinds(world) == []


def test_the_digits_of_a_group_tick_its_steps(world: World) -> None:
    """3 is the evacuation, 2 the alarm, in any order."""
    walk(world, "3", "2")
    assert [entry["step"] for entry in entries(world)[1:]] == ["fire/evacuate", "fire/sound-alarm"]


def test_enter_after_enter_ticks_the_steps_of_a_group_one_after_the_other(world: World) -> None:
    """Whatever of the card is done already: the call, the alarm, the evacuation."""
    answer = walk(world, "", "1", "", "", start=("fire", "--by", "Li"))
    ticked = [entry["step"] for entry in entries(world) if entry["event"] == "step-done"]
    assert ticked == ["fire/call-119", "fire/sound-alarm", "fire/evacuate"], answer.out


def test_a_digit_twice_says_already_settled(world: World) -> None:
    """Nothing is recorded twice."""
    answer = walk(world, "3", "3")
    assert "Get everyone out is already settled." in answer.text
    assert kinds(world) == ["step-done"]


# The cards of the immediate stage of the small plan, whose officer is asked for after them.
IMMEDIATE = ("", "y", "")


def unnamed(tmp_path: Path) -> tuple[str, ...]:
    """How the incident of the small plan is started by nobody knows whom."""
    return ("water", "--plan", small_plan(tmp_path))


def test_the_name_is_asked_once_after_the_immediate_stage(world: World, tmp_path: Path) -> None:
    """Then everything carries it."""
    answer = walk(world, *IMMEDIATE, "李娜", "n", "wet", start=unnamed(tmp_path))
    assert answer.out.count("Your name, for the record") == 1
    assert answer.out.index("Done: “Tell them") < answer.out.index("Your name")
    assert entries(world)[-1]["by"] == "李娜"


def test_a_name_that_was_not_given_is_asked_no_more_on_every_card(world: World, tmp_path: Path) -> None:
    """Enter = later."""
    answer = walk(world, *IMMEDIATE, "", "", "", start=unnamed(tmp_path))
    assert answer.out.count("Your name, for the record") == 1


@pytest.mark.parametrize(("slip", "typed", "kept"), [("y", "李娜", "李娜"), ("y", "", None), ("y", "y", "y")])
def test_a_single_key_is_no_name_before_it_was_asked_again(
    world: World, tmp_path: Path, slip: str, typed: str, kept: str | None
) -> None:
    """A stray key does not become the officer of the record."""
    answer = walk(world, *IMMEDIATE, slip, typed, "n", "smoke", "q", start=unnamed(tmp_path))
    assert f"Is “{slip}” a name? y yes, or type the name; Enter = no:" in answer.text
    assert [entry["by"] for entry in entries(world) if entry["event"] == "noted"] == [kept or "account:duty"]


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("３", []), ("13800000000", []), ("完成", []), ("status", []),
        ("二楼烟很大，看不清", ["二楼烟很大，看不清"]), ("Smoke on the stairs!", ["Smoke on the stairs!"]),
    ],
)  # fmt: skip
def test_what_can_be_no_name_is_none_and_a_sentence_is_kept(
    world: World, tmp_path: Path, typed: str, notes: list[str]
) -> None:
    """The question stays; whoever answers it then is the officer."""
    answer = walk(world, *IMMEDIATE, typed, "李娜", "q", start=unnamed(tmp_path))
    assert "is not the name of a person" in answer.text
    assert [entry["officer"] for entry in entries(world) if entry["event"] == "officer-named"] == ["李娜"]
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == notes


@pytest.mark.parametrize("key", ["d", "a"])
def test_a_key_typed_at_the_name_leaves_it_for_later(world: World, tmp_path: Path, key: str) -> None:
    """Whoever is at the cards already gives no name: what they type next is theirs to say there."""
    answer = walk(world, *IMMEDIATE, key, "关总阀", "q", start=unnamed(tmp_path))
    assert "is a key of the cards" in answer.text
    assert "officer-named" not in kinds(world)
    assert entries(world)[-1]["text"] == "关总阀"


@pytest.mark.parametrize(
    "said",
    ["火灭了", "封闭二楼", "快疏散", "别慌", "撤人", "快救人", "关阀门", "抽水", "pump", "Shut the valve"],
)
def test_what_may_be_something_said_is_a_name_only_when_it_is_typed_again(
    world: World, tmp_path: Path, said: str
) -> None:
    """火灭了 is a note; whoever is really called like a sentence types it twice."""
    answer = walk(world, *IMMEDIATE, said, "", "q", start=unnamed(tmp_path))
    assert f"Is “{said}” a name?" in answer.text
    assert kinds(world)[-1] == "noted"
    assert "officer-named" not in kinds(world)


@pytest.mark.parametrize(
    "name",
    [
        "李娜",
        "高明水",
        "阿卜杜拉·买买提",
        "王主任",
        "欧阳建国",
        "Li Na",
        "李娜（综合科）",
        "J. O'Brien",
        "Anna Maria Schmidt-Öz",
    ],
)
def test_a_name_is_taken_at_once(world: World, tmp_path: Path, name: str) -> None:
    """Without another question."""
    answer = walk(world, *IMMEDIATE, name, "q", start=unnamed(tmp_path))
    assert [entry["officer"] for entry in entries(world) if entry["event"] == "officer-named"] == [name], answer.out


def test_a_single_chinese_character_is_a_name(world: World, tmp_path: Path) -> None:
    """Nobody is asked twice for it."""
    assert "Really" not in walk(world, *IMMEDIATE, "李", "q", start=unnamed(tmp_path)).text


def test_a_name_that_is_known_is_not_asked(world: World) -> None:
    """`--by`."""
    answer = walk(world, "", "1", "2", "3", "n", start=("fire", "--by", "Li"))
    assert "Your name" not in answer.out


# --- the keys ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["s", "ｓ", "Ｓ", "跳过", "skip", "S"])
def test_skip_by_any_name_wants_a_reason(world: World, key: str) -> None:
    """Letter, full width, Chinese, word."""
    walk(world, key, "already rung by the neighbour")
    assert (entries(world)[-1]["event"], entries(world)[-1]["reason"]) == (
        "step-skipped",
        "already rung by the neighbour",
    )


def test_enter_is_enough_where_a_reason_is_wanted(world: World) -> None:
    """It stays as a gap."""
    walk(world, "s", "")
    assert {"step": "fire/call-119", "kind": "reason", "fact": None} in did(world, "status", "--json").data["blanks"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("c", "step-could-not"),
        ("could-not", "step-could-not"),
        ("做不了", "step-could-not"),
        ("l", "step-deferred"),
        ("later", "step-deferred"),
        ("稍后", "step-deferred"),
    ],
)
def test_could_not_and_later(world: World, key: str, kind: str) -> None:
    """Each with its reason."""
    walk(world, key, "no phone")
    assert (kinds(world), entries(world)[-1]["reason"]) == ([kind], "no phone")


@pytest.mark.parametrize("key", ["n", "note", "备注", "ｎ"])
def test_a_note_belongs_to_the_card(world: World, key: str) -> None:
    """And the card stays."""
    answer = walk(world, key, "smoke from the cellar")
    assert (entries(world)[-1]["text"], entries(world)[-1]["step"]) == ("smoke from the cellar", "fire/call-119")
    assert answer.out.count(" 1  Call 119") == 1


@pytest.mark.parametrize("typed", ["n smoke", "ｎ：smoke", "note smoke", "备注 smoke", "NOTE: smoke"])
def test_a_note_may_stand_on_the_line_of_its_key(world: World, typed: str) -> None:
    """Without the key."""
    walk(world, typed)
    assert entries(world)[-1]["text"] == "smoke"


def test_contacts_are_shown_and_nothing_recorded(world: World) -> None:
    """Who belongs to the card, the office, the outside services."""
    answer = walk(world, "k", start=("fire", "--zone", "tax"))
    for name in ("Li Guo'an", "Zhang Yiheng", "Ambulance (120)"):
        assert name in answer.text
    assert kinds(world) == []


@pytest.mark.parametrize("key", ["z", "]", "9", "。", "y", "yes", "否", "不知道", "report", "destroy", "ｒｅａｄｙ"])
def test_what_is_no_key_and_no_sentence_is_explained_and_nothing_is_recorded(world: World, key: str) -> None:
    """A slip, an answer to nothing, a verb of the command line: what Enter and ? do is said."""
    answer = walk(world, key)
    assert "is not a key here" in answer.text or "is a command of its own" in answer.text
    assert kinds(world) == []


@pytest.mark.parametrize(
    "typed", ["二楼烟很大", "4s", "help me", "好的吧", "done?", "119", "[bold]", "\x1b[A", "call 119"]
)
def test_free_words_are_kept_as_a_note(world: World, typed: str) -> None:
    """At the step, and said so; what was typed steers no terminal."""
    answer = walk(world, typed)
    assert "Kept as a note; u takes it back." in answer.text
    assert "\x1b" not in answer.out
    assert kinds(world) == ["noted"]
    assert entries(world)[-1]["step"] == "fire/call-119"


@pytest.mark.parametrize("key", ["?", "？", "帮助"])
def test_help_explains_the_step_and_every_key(world: World, key: str) -> None:
    """What stands behind the step, every letter; then the card again."""
    answer = walk(world, key)
    for part in ("all other keys", "Nothing recorded is ever lost"):
        assert part in answer.text
    assert answer.out.count(" 1  Call 119") == 2
    assert kinds(world) == []


# --- questions -----------------------------------------------------------------------------------------------------


def test_y_answers_the_question_that_a_group_has_come_to(world: World) -> None:
    """As the question says; 1 is the first step of the group as long as its card is there."""
    answer = walk(world, "1", "", "1", "n", "y", start=("打架", "--by", "Li"))
    assert "y yes, n no" in answer.text
    assert "already settled" in answer.text
    answers = did(world, "status", "--json").data["facts"]
    assert (answers["disorder.armed"], answers["injured"]) == ("no", "yes")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("y", "yes"),
        ("1", "yes"),
        ("n", "no"),
        ("2", "no"),
        ("不知道", "not-known"),
        ("not known", "not-known"),
        ("unknown", "not-known"),
        ("是", "yes"),
        ("没有", "no"),
        ("ｙ", "yes"),
        ("no", "no"),
    ],
)
def test_a_question_takes_its_answers_before_the_keys(world: World, tmp_path: Path, key: str, said: str) -> None:
    """y, n, not known by any name; the tick carries the answer."""
    walk(world, "", key, start=water(tmp_path))
    assert entries(world)[-1]["facts"] == {"water.deep": said}
    assert entries(world)[-1]["step"] == "water/how-deep"


def test_enter_on_a_question_puts_it_off(world: World, tmp_path: Path) -> None:
    """Asked again once; the second time it is deferred and comes back before the stage ends."""
    walk(world, "", "", start=water(tmp_path))
    assert statuses(world)["water/how-deep"] == "todo"
    assert "Lives may depend on this" in resume(world, "", "").out
    assert statuses(world)["water/how-deep"] == "deferred"
    answer = resume(world, "", "1", "")
    assert answer.out.index("Tell them") < answer.out.rindex("See how deep it is")


@pytest.mark.parametrize("key", ["s", "c", "l", "跳过"])
def test_the_keys_work_on_a_question_too(world: World, tmp_path: Path, key: str) -> None:
    """What is no answer is a key."""
    walk(world, "", key, "why", start=water(tmp_path))
    assert kinds(world)[-1] in ("step-skipped", "step-could-not", "step-deferred", "step-done")
    assert did(world, "status", "--json").data["facts"] == {}


def test_what_is_put_off_twice_goes_to_the_next_stage(world: World, tmp_path: Path) -> None:
    """Back at the end of the stage, then after the stage that follows."""
    walk(world, "l", "", "y", "1", "", "", "l", "", start=water(tmp_path))
    deferred = [entry for entry in entries(world) if entry["event"] == "step-deferred"]
    assert [entry["until"] for entry in deferred] == ["immediate", "respond"]


# --- calling -------------------------------------------------------------------------------------------------------


def test_an_act_that_served_two_steps_has_one_card(world: World, tmp_path: Path) -> None:
    """What the step of the playbook told is not told again for the general one."""
    answer = walk(world, "", "y", "", "1", "q", start=water(tmp_path))
    assert statuses(world)["general/tell-office"] == "done"
    assert "general/tell-office" not in answer.text
    assert entries(world)[-1]["step"] == "water/tell"


# --- after the immediate stage -------------------------------------------------------------------------------------


def test_all_others_in_order_with_one_key(world: World, tmp_path: Path) -> None:
    """`*` ticks every zone that is open."""
    started(world, *water(tmp_path))
    for line in (["shut-off"], ["how-deep", "-f", "deep=no"], ["water/tell"], ["general/tell-office"]):
        did(world, "done", *line)
    resume(world, "*")
    assert {status for address, status in statuses(world).items() if "look@" in address} == {"done"}


def test_all_others_happened_at_the_time_that_was_typed(world: World, tmp_path: Path, clock: Clock) -> None:
    """Every zone of `*`, not the first alone; the note after them happens now."""
    started(world, *water(tmp_path))
    for line in (["shut-off"], ["how-deep", "-f", "deep=no"], ["water/tell"], ["general/tell-office"]):
        did(world, "done", *line)
    clock.pass_by(minutes=10)
    resume(world, "t", "14:58", "*", "n", "dry", "q")
    times = [(entry["event"], entry["occurred"][11:16]) for entry in entries(world) if "look@" in entry.get("step", "")]
    assert times == [("step-done", "14:58"), ("step-done", "14:58")]
    assert [entry["occurred"][11:16] for entry in entries(world) if entry["event"] == "noted"] == ["15:04"]


def test_enter_goes_on_after_a_round(world: World, tmp_path: Path) -> None:
    """Another round comes only when somebody wants it; the step stays open until the response is over."""
    started(world, *water(tmp_path))
    for line in (
        ["shut-off"],
        ["how-deep", "-f", "deep=no"],
        ["water/tell"],
        ["general/tell-office"],
        ["look@all"],
        ["cut-mains"],
    ):
        did(world, "done", *line)
    resume(world, "", "q")
    assert [entry["step"] for entry in entries(world) if "patrol" in entry.get("step", "")] == ["water/patrol@1"]
    assert statuses(world)["water/patrol"] == "todo"
    did(world, "end", "handled")
    assert statuses(world)["water/patrol"] == "done"


def test_the_end_of_the_rounds_is_taken_back_like_a_tick(world: World, tmp_path: Path) -> None:
    """A slip on g, then u: the rounds go on, and the tick before stands."""
    started(world, *water(tmp_path))
    for line in (["shut-off"], ["how-deep", "-f", "deep=no"], ["water/tell"], ["general/tell-office"], ["look@all"]):
        did(world, "done", *line)
    did(world, "done", "patrol")
    resume(world, "j", "patrol", "g", "u", "")
    assert {"rounds-finished", "reopened"} <= set(kinds(world))
    assert (statuses(world)["water/patrol"], statuses(world)["water/look@notary"]) == ("todo", "done")


def test_a_suggestion_is_offered_once(world: World) -> None:
    """Somebody is hurt: illness; n declines it for good."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "injured=yes")
    first = resume(world, "n", "q")
    assert first.out.count("Also take up") == 1
    assert "Also take up" not in resume(world, "q").out
    assert kinds(world)[-1] == "suggestion-declined"


def test_what_is_declined_is_named_as_it_was_offered(world: World) -> None:
    """By its title, on the spot and in the timeline of every language; never by its id."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "injured=yes")
    assert "not taken up: Sudden illness" in resume(world, "n", "q").text
    assert "not taken up: Sudden illness" in did(world, "timeline").text
    assert "突发疾病" in did(world, "--lang", "zh", "timeline").text


def test_a_suggestion_taken_up_comes_next(world: World) -> None:
    """Enter; the call for help of the illness is the next card."""
    started(world, "fire", "--by", "Li")
    did(world, "set", "injured=yes")
    answer = resume(world, "", "q")
    assert "Call 120" in answer.text
    assert did(world, "status", "--json").data["playbooks"] == ["fire", "illness", "general"]


# --- behind m ------------------------------------------------------------------------------------------------------


def test_jumping_there_and_back(world: World, tmp_path: Path) -> None:
    """By number or name; after the tick the walk goes on where it was."""
    walk(world, "m", "4", "dry", "", start=water(tmp_path))
    assert entries(world)[-1]["step"] == "water/dry"
    answer = resume(world, "j", "pump", "j", "")
    assert entries(world)[-1]["step"] == "water/shut-off"
    assert "Pump it out" in answer.out


def test_whoever_is_called_like_an_order_says_so_once(world: World, tmp_path: Path) -> None:
    """One yes; at a hand-over as at the question for the officer's name."""
    walk(world, *IMMEDIATE, "扎西", "是", "h", "快撤", "", "h", "扎西", "y", "", "1", "q", start=unnamed(tmp_path))
    assert [entry["officer"] for entry in entries(world) if entry["event"] == "officer-named"] == ["扎西"]
    assert [entry["to"] for entry in entries(world) if entry["event"] == "handover-offered"] == ["扎西"]
    assert [entry["text"] for entry in entries(world) if entry["event"] == "noted"] == ["快撤"]


def test_nobody_of_the_shipped_roster_is_asked_whether_that_is_a_name() -> None:
    """The guard asks rarely."""
    shipped = Plan([packaged_plan()])
    orders = [order for book in shipped.playbooks() for step in book.steps for order in (step.do, step.short) if order]
    people = [name for person in shipped.roster.people.values() for name in (person.name.zh, person.name.en)]
    assert people
    assert not [name for name in people if may_be_no_name(name, orders)]
    assert all(may_be_no_name(said, orders) for said in ("马上撤", "快疏散", "关阀门", "断电", "Get everyone out"))


def test_a_number_ticks_nothing_where_there_is_nothing_to_choose(world: World, tmp_path: Path) -> None:
    """It was meant for something else."""
    answer = walk(world, "1", "2", "q", start=water(tmp_path))
    assert "“1” is not a key here. Enter = done; ? = all keys." in answer.text
    assert kinds(world) == ["officer-named"]


# --- what is done only if it can be --------------------------------------------------------------------------------


def test_enter_never_says_that_was_done_which_is_done_only_if_it_can_be(world: World) -> None:
    """The prompt says what does; it is not asked again, nor is it missing when the response ends."""
    answer = walk(world, "", "", "", "", "q", start=("fire", "--by", "Li"))
    assert "[Enter = go on; y = done] Use an extinguisher >" in answer.out
    assert statuses(world)["fire/extinguish"] == "todo"
    again = resume(world, "", "", "", "e", "q").out
    assert "At any time" not in again
    assert "Use an extinguisher" not in again.partition("Still open")[2].partition(".")[0]
    did(world, "end", "handled")
    assert "fire/extinguish" not in entries(world)[-1]["left"]


def test_a_step_of_which_it_is_open_whether_it_applies_waits_for_the_answer(world: World) -> None:
    """Nobody steps in before it is known that there is no weapon: Enter goes on, and the answer brings it back."""
    answer = walk(world, "", "", "n", "", "n", "q", start=("打架", "--by", "Li"))
    assert "[Enter = go on; y = done] Stop it" in answer.out
    assert answer.out.index("Enter = go on; y = done") < answer.out.index("[Enter = done] Stop it")
    ticked = [entry["step"] for entry in entries(world) if entry["event"] == "step-done"]
    assert ticked == ["disorder/conflict-call-110", "disorder/conflict-stop", "disorder/conflict-violence"]


@pytest.mark.parametrize("yes", ["y", "是", "done", "完成", "4"])
def test_a_word_or_its_digit_says_that_it_was_done(world: World, yes: str) -> None:
    """The extinguisher was used."""
    walk(world, "", "", "", yes, "q", start=("fire", "--by", "Li"))
    assert statuses(world)["fire/extinguish"] == "done"


def test_what_waits_for_an_arrival_is_done_when_somebody_says_so(world: World) -> None:
    """Enter goes on from a step somebody went to, y ticks it."""
    started(world, "fire", "--by", "Li")
    resume(world, "j", "transfer-command", "", "q")
    assert statuses(world)["fire/transfer-command"] == "todo"
    resume(world, "j", "transfer-command", "y", "q")
    assert statuses(world)["fire/transfer-command"] == "done"


def test_a_yes_alone_ticks_nothing_of_which_more_must_be_said(world: World) -> None:
    """No zone has reported: said so, and nothing is on record."""
    started(world, "fire", "--by", "Li")
    answer = resume(world, "j", "head-count", "done", "", "q")
    assert "this takes more than a yes" in answer.text
    assert kinds(world) == ["officer-named"]


def test_jumping_to_a_settled_step_offers_to_take_it_back(world: World, tmp_path: Path) -> None:
    """1 yes."""
    walk(world, "", "j", "shut-off", "1", start=water(tmp_path))
    assert kinds(world)[-1] == "reopened"
    assert statuses(world)["water/shut-off"] == "todo"


def test_the_last_tick_is_taken_back(world: World, tmp_path: Path) -> None:
    """Nothing to take back is said."""
    answer = walk(world, "u", "", "m", "1", "wrong key", start=water(tmp_path))
    assert "There is nothing to take back" in answer.text
    assert (kinds(world)[-1], entries(world)[-1]["reason"]) == ("reopened", "wrong key")


def test_a_call_is_taken_back_and_the_ladder_begins_where_it_was(world: World, tmp_path: Path) -> None:
    """An x too many: whoever did not answer is next again, and the call stands in no calling order."""
    answer = walk(world, *IMMEDIATE[:2], "x", "u", "wrong line", "q", start=water(tmp_path))
    assert kinds(world)[-2:] == ["call-made", "reopened"], answer.out
    assert entries(world)[-1]["reason"] == "wrong line"
    assert "[taken back]" in did(world, "timeline").text


def test_a_note_is_taken_back_and_then_the_tick_before_it(world: World, tmp_path: Path) -> None:
    """What was kept by a slip: its words are replaced, the record keeps them; 0 leaves everything as it is."""
    answer = walk(world, "", "doen", "u", "0", "u", "", "u", "slip", start=water(tmp_path))
    assert "Take back “Note: doen”?" in answer.text
    assert kinds(world)[-4:] == ["step-done", "noted", "corrected", "reopened"]
    assert entries(world)[-2]["value"] == "(taken back)"
    assert statuses(world)["water/shut-off"] == "todo"


@pytest.mark.parametrize("named", ["Walk", "walk the floor", "巡查"])
def test_what_can_be_gone_back_to_is_named_in_words_too(world: World, tmp_path: Path, named: str) -> None:
    """Part of the order, in either language; what is none of them is said."""
    rounds = (*IMMEDIATE, "", "", "0", "l", "", "", "d")
    answer = walk(world, *rounds, "no such thing", "d", named, "", "q", start=water(tmp_path))
    assert "“no such thing” is not one of these." in answer.text
    assert [entry["step"] for entry in entries(world) if "patrol" in entry.get("step", "")][-1] == "water/patrol@2"


def test_the_time_it_really_happened(world: World, tmp_path: Path, clock: Clock) -> None:
    """For the next entry only, which is shown with it."""
    started(world, *water(tmp_path))
    clock.pass_by(minutes=10)
    answer = resume(world, "t", "14:58", "", "y")
    assert "The next entry is recorded as of" in answer.text
    assert "23 November 2026 14:58" in answer.text.partition("Shut the valve")[2]
    times = {entry["step"]: entry["occurred"][11:16] for entry in entries(world) if "step" in entry}
    assert times == {"water/shut-off": "14:58", "water/how-deep": "15:04"}


@pytest.mark.parametrize(
    ("typed", "kinds_then"),
    [
        (("attach", "", "camera 3", "guards", ""), ["evidence-added"]),
        (("h", "Chen", "", "1"), ["handover-offered", "handover-accepted"]),
        (("u", "wrong key"), ["reopened"]),
        (("备注", "smoke"), ["noted"]),
        (("f", "place", "2F"), ["facts-set"]),
        (("p", "illness"), ["attached"]),
        (("s", "why"), ["step-skipped"]),
    ],
)
def test_a_typed_time_is_that_of_the_next_entry_whatever_it_is(
    world: World, tmp_path: Path, clock: Clock, typed: tuple[str, ...], kinds_then: list[str]
) -> None:
    """And never of the one after it."""
    plan = small_plan(tmp_path, illness=WATER.replace("id: water", "id: illness"))
    started(world, "water", "--plan", plan, "--by", "Li")
    did(world, "done", "shut-off")
    clock.pass_by(minutes=10)
    answer = emergency(
        world,
        "resume",
        "--plan",
        plan,
        typed="".join(f"{line}\n" for line in ("t", "14:58", *typed, "备注", "and now")),
    )
    assert answer.code == 0, answer
    written = sorted(entries(world), key=lambda each: int(each["entry"].partition("/")[2]))
    fresh = [(entry["event"], entry["occurred"][11:16]) for entry in written]
    assert fresh[-len(kinds_then) - 1 :] == [*((kind, "14:58") for kind in kinds_then), ("noted", "15:04")], answer.out


def test_a_typed_time_stands_in_the_prompt_until_something_has_it(world: World, tmp_path: Path, clock: Clock) -> None:
    """Whatever is shown in between: nobody is surprised by an old time."""
    started(world, *water(tmp_path))
    clock.pass_by(minutes=10)
    answer = resume(world, "t", "14:58", "k", "i", "s", "0", "s", "dry", "q")
    assert answer.out.count("[14:58] Shut the valve >") == 4
    assert "[14:58] See how deep" not in answer.out
    assert (entries(world)[-1]["event"], entries(world)[-1]["occurred"][11:16]) == ("step-skipped", "14:58")


def test_a_typed_time_before_the_noticing_is_asked_about(world: World, tmp_path: Path) -> None:
    """As from a card: Enter keeps it, another time takes its place."""
    answer = walk(world, "t", "14:50", "14:54", "", "y", "t", "14:50", "", "n", "smoke", start=water(tmp_path))
    assert answer.text.count("23 November 2026 14:50 is before it was noticed (23 November 2026 14:54).") == 2
    ticks = [entry["occurred"][11:16] for entry in entries(world) if entry["event"] == "step-done"]
    notes = [entry["occurred"][11:16] for entry in entries(world) if entry["event"] == "noted"]
    assert (ticks, notes) == (["14:54", "14:54"], ["14:50"])


def test_the_minute_of_the_noticing_is_no_matter(world: World, tmp_path: Path, clock: Clock) -> None:
    """People type minutes."""
    clock.pass_by(seconds=40)
    assert "before it was noticed" not in walk(world, "t", "14:54", "", start=water(tmp_path)).text


@pytest.mark.parametrize("yes", ["1", "y", "yes", "好", "对", "是", "可以", "Ｙ"])
def test_the_relief_says_yes_in_any_words(world: World, tmp_path: Path, yes: str) -> None:
    """What is neither yes nor no is asked again."""
    answer = walk(world, "h", "Chen", "", "hm", yes, start=water(tmp_path))
    assert kinds(world)[-2:] == ["handover-offered", "handover-accepted"]
    assert "“hm” is not one of these." in answer.text


@pytest.mark.parametrize("no", ["", "2", "n", "no", "否", "不", "不是", "还不行"])
def test_the_relief_says_no_in_any_words(world: World, tmp_path: Path, no: str) -> None:
    """It stays offered."""
    walk(world, "h", "Chen", "", no, start=water(tmp_path))
    assert kinds(world)[-1] == "handover-offered"


def test_a_time_to_come_is_refused_and_the_walk_goes_on(world: World, tmp_path: Path) -> None:
    """One line, the card stays."""
    walk(world, "t", "2026-11-23 16:00", "", start=water(tmp_path))
    assert kinds(world)[-1] == "step-done"


def test_an_answer_is_changed_from_the_list(world: World, tmp_path: Path) -> None:
    """By name; any question at any time."""
    walk(world, "", "y", "f", "deep", "n", start=water(tmp_path))
    assert did(world, "status", "--json").data["facts"] == {"water.deep": "no"}


def test_a_further_playbook_from_the_list(world: World, tmp_path: Path) -> None:
    """By name."""
    walk(world, "m", "7", "晕倒", start=("fire", "--by", "Li"))
    assert did(world, "status", "--json").data["playbooks"] == ["fire", "illness", "general"]


def test_a_shift_change_at_one_terminal(world: World, tmp_path: Path) -> None:
    """The outgoing officer, what is open, the newcomer's yes; then entries carry the new name."""
    answer = walk(world, "h", "Chen", "key at the guard", "1", "n", "mine", start=water(tmp_path))
    assert kinds(world)[-3:] == ["handover-offered", "handover-accepted", "noted"]
    assert entries(world)[-1]["by"] == "Chen"
    assert "Shut the valve" in answer.out.rpartition("What do they need to know")[2]


def test_evidence_that_somebody_holds(world: World, tmp_path: Path) -> None:
    """No file: what, who, until when."""
    walk(world, "证据", "", "camera 3", "guards", "", start=water(tmp_path))
    assert (entries(world)[-1]["name"], entries(world)[-1]["held"]) == ("camera 3", "guards")


def test_evidence_in_a_file(world: World, tmp_path: Path) -> None:
    """Copied in; a wrong path is one line and the walk goes on."""
    photo = tmp_path / "p.jpg"
    photo.write_bytes(b"x")
    answer = walk(
        world,
        "attach",
        str(tmp_path / "none.jpg"),
        "",
        "attach",
        str(photo),
        "Wang",
        "n",
        "still here",
        start=water(tmp_path),
    )
    assert "cannot be read" in answer.text
    assert {"evidence-added", "noted"} <= set(kinds(world))


def test_the_board_in_the_middle(world: World, tmp_path: Path) -> None:
    """5 behind m."""
    assert "emergency status" in walk(world, "m", "5", start=water(tmp_path)).out


@pytest.mark.parametrize(
    "typed", [("m", ""), ("m", "nonsense"), ("j", ""), ("f", ""), ("p", ""), ("h", ""), ("e", ""), ("t", ""), ("n", "")]
)
def test_enter_goes_back_from_everywhere(world: World, tmp_path: Path, typed: tuple[str, ...]) -> None:
    """Nothing is recorded, and the card is still there to be ticked."""
    walk(world, *typed, "", start=water(tmp_path))
    assert kinds(world) == ["officer-named", "step-done"]


@pytest.mark.parametrize(
    "typed",
    [
        ("j", "nonsense-step"),
        ("f", "nonsense-fact"),
        ("p", "earthquake"),
        ("f", "deep", "perhaps", ""),
        ("attach", "/no/such/file", ""),
    ],
)
def test_a_wrong_name_is_one_line_and_the_walk_goes_on(world: World, tmp_path: Path, typed: tuple[str, ...]) -> None:
    """What there is, and the card again."""
    answer = walk(world, *typed, "", start=water(tmp_path))
    assert kinds(world)[-1] == "step-done"
    assert "Unexpected error" not in answer.text


# --- the end -------------------------------------------------------------------------------------------------------


def test_the_end_in_the_middle(world: World, tmp_path: Path) -> None:
    """What is open is named; who decided, on what condition."""
    answer = walk(world, "m", "10", "1", "", "Wang", "dry again", start=water(tmp_path))
    assert "Still open (10): Shut the valve, See how deep it is" in answer.text
    assert "The response ended by decision of Wang: dry again" in answer.text
    assert did(world, "status", "--json").data["state"] == "ended"


def test_with_nothing_left_the_walk_asks_whether_it_is_over(world: World, tmp_path: Path) -> None:
    """Enter = not yet, and leave."""
    started(world, *water(tmp_path))
    did(world, "set", "deep=no")
    did(world, "done", "look@all")
    did(world, "done", "patrol")
    did(world, "done", "patrol", "--finished")
    for name in ("shut-off", "how-deep", "water/tell", "cut-mains", "dry", "insurer", "tell-office"):
        did(world, "done", name, "--actor", "x")
    answer = resume(world, *[""] * 20)
    assert "Is the response over?" in answer.text
    assert did(world, "status", "--json").data["state"] == "responding"


# --- drills --------------------------------------------------------------------------------------------------------


def test_a_drill_is_marked_on_every_card(world: World) -> None:
    """And every number says not to call."""
    answer = walk(world, "", "1", "2", "3", "", start=("fire", "--drill"))
    cards = [line for line in answer.out.splitlines() if "noticed 14:54" in line]
    assert len(cards) >= 2
    assert all("[DRILL]" in card for card in cards)
    assert "simulate, do not really call" in answer.text


def test_a_drill_turns_real(world: World) -> None:
    """It ends on record, and the real incident starts with its first card, zone and place kept."""
    answer = walk(world, "r", "1", "", "1", start=("fire", "--drill", "--zone", "tax", "--place", "2F"))
    real, drill = sorted(did(world, "list", "--json").data["incidents"], key=lambda each: bool(each["drill"]))
    assert (drill["state"], drill["drill"], real["state"], real["drill"]) == ("ended", True, "responding", False)
    assert "\nFire or explosion  noticed" in answer.out
    assert did(world, "status", "--json").data["facts"]["zone"] == "tax"
    assert statuses(world)["fire/call-119"] == "done"
    assert answer.text.endswith(f"emergency resume {real['incident']}")
    for document in (("export", "--format", "md", "--to", "-"), ("report", "initial")):
        assert f"the drill {drill['incident']} became real" in did(world, *document, "-i", real["incident"]).out


@pytest.mark.parametrize(
    "typed", [("r", ""), ("r", "no"), ("real", "不"), ("真的", "q"), ("really smoke",), ("report",)]
)
def test_a_drill_stays_a_drill_unless_somebody_says_yes(world: World, typed: tuple[str, ...]) -> None:
    """A stray key, a word that begins like it: nothing is on record of another incident."""
    walk(world, *typed, start=("fire", "--drill"))
    assert [each["drill"] for each in did(world, "list", "--json").data["incidents"]] == [True]
    assert "ended" not in kinds(world)


def test_a_real_incident_is_real_already(world: World) -> None:
    """The key says so."""
    assert "real already" in walk(world, "r").text
    assert len(did(world, "list", "--json").data["incidents"]) == 1


# --- others at the same incident -----------------------------------------------------------------------------------


@pytest.mark.parametrize("desk", ["a", "b"], ids=["another terminal of this desk", "another desk"])
def test_what_others_wrote_appears(tmp_path: Path, clock: Clock, desk: str) -> None:
    """Between two keys: the entry is shown, with when and who, and the tick is done."""
    ours, theirs = make_world(tmp_path, clock=clock), make_world(tmp_path, desk=desk, clock=clock)
    incident = started(ours, "fire", "--by", "Li")

    class Meanwhile(_Typed):
        def before(self, number: int) -> None:
            if number == 2:
                emergency(theirs, "done", "sound-alarm", "--by", "Chen")

    answer = _with(ours, Meanwhile("n", "smoke", "k"), "resume", incident)
    shown = " ".join(answer.split())
    assert "+ 14:54:00 The fire alarm was sounded" in shown
    assert ", Chen]" in shown[shown.index("+ 14:54:00") :]


@pytest.mark.parametrize("desk", ["a", "b"], ids=["another terminal of this desk", "another desk"])
def test_a_tick_that_others_were_faster_with(tmp_path: Path, clock: Clock, desk: str) -> None:
    """Already done, by whom; the walk goes on."""
    ours, theirs = make_world(tmp_path, clock=clock), make_world(tmp_path, desk=desk, clock=clock)
    incident = started(ours, "fire", "--by", "Li")

    class Meanwhile(_Typed):
        def before(self, number: int) -> None:
            if number == 1:
                emergency(theirs, "done", "sound-alarm", "--by", "Chen")

    answer = _with(ours, Meanwhile("2", "3"), "resume", incident)
    assert "already" in answer
    assert statuses(ours)["fire/evacuate"] == "done"
    assert [entry.get("step") for entry in entries(ours)].count("fire/sound-alarm") == 1


def test_not_saved_in_the_middle_says_so_and_the_walk_goes_on(tmp_path: Path, clock: Clock) -> None:
    """The words for the paper; after the disk has room again the next key is on record."""
    world = make_world(tmp_path, clock=clock)
    incident = started(world, "fire", "--by", "Li")
    whole = world.disk.write

    def full(descriptor: int, at: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Meanwhile(_Typed):
        def before(self, number: int) -> None:
            world.disk.write = full if number == 1 else whole  # type: ignore[method-assign]

    answer = _with(world, Meanwhile("2", "3"), "resume", incident)
    assert "NOT SAVED" in answer
    assert "paper" in answer
    assert (statuses(world)["fire/sound-alarm"], statuses(world)["fire/evacuate"]) == ("todo", "done")


def test_a_time_that_was_typed_stays_until_something_is_saved(tmp_path: Path, clock: Clock) -> None:
    """The disk is full at the first try; at the second it still happened at 14:58, and what follows happens now."""
    world = make_world(tmp_path, clock=clock)
    incident = started(world, "fire", "--by", "Li")
    clock.pass_by(minutes=10)
    whole = world.disk.write

    def full(descriptor: int, at: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Meanwhile(_Typed):
        def before(self, number: int) -> None:
            world.disk.write = full if number == 3 else whole  # type: ignore[method-assign]

    answer = _with(world, Meanwhile("t", "14:58", "2", "2", "3"), "resume", incident)
    assert answer.count("NOT SAVED") == 1
    times = {entry["step"]: entry["occurred"][11:16] for entry in entries(world) if "step" in entry}
    assert times == {"fire/sound-alarm": "14:58", "fire/evacuate": "15:04"}


class _Typed:
    """Lines typed one after the other; `before` happens before the line of that number, from 1, is typed."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.number = 0

    def readline(self) -> str:
        self.number += 1
        self.before(self.number)
        return f"{self.lines.pop(0)}\n" if self.lines else ""

    def isatty(self) -> bool:
        return False

    def before(self, number: int) -> None:
        """Nothing, unless a test says otherwise."""


def _with(world: World, typed: _Typed, *argv: str) -> str:
    """Run with such lines; everything on the screen."""
    import io

    from emergency_cli.cli import run

    world.stdin, world.stdout, world.stderr = typed, io.StringIO(), io.StringIO()  # type: ignore[assignment]
    world.terminal = "plain"
    assert run(argv, world) == 0
    return world.stdout.getvalue() + world.stderr.getvalue()


# --- Enter, in its time --------------------------------------------------------------------------------------------


def paced(world: World, *waits: float) -> tuple[list[str], str]:
    """Press Enter after each of these waits, in seconds; the steps that were ticked, and the screen."""
    spent = [0.0]

    class Pressed(_Typed):
        def before(self, number: int) -> None:
            spent[0] += waits[number - 1] if number <= len(waits) else 0.0

    world.seconds = lambda: spent[0]
    screen = _with(world, Pressed(*[""] * len(waits)), "resume")
    return [entry["step"] for entry in entries(world) if entry["event"] == "step-done"], screen


def test_enter_counts_once_its_prompt_has_been_there(world: World, tmp_path: Path) -> None:
    """Sooner it is swallowed, and the time begins anew; a person who reads is never kept waiting."""
    started(world, "water", "--plan", small_plan(tmp_path, water=PLAIN), "--by", "Li")
    assert paced(world, 0.1, 0.3, 0.39)[0] == []
    assert paced(world, 0.41)[0] == ["water/one"]
    assert paced(world, 0.41, 0.2, 0.5, 2.0)[0] == ["water/one", "water/two", "water/three", "water/four"]


@pytest.mark.parametrize("delay", [0.25, 0.5, 0.66])
@pytest.mark.parametrize("repeat", [0.011, 0.033, 0.1])
def test_a_key_that_is_held_down_ticks_what_one_press_would(
    world: World, tmp_path: Path, delay: float, repeat: float
) -> None:
    """Three seconds of it, with the delay and the rate at which keyboards repeat; the next press is one again.

    The first repeat after a long delay counts here; on a terminal the one that follows it takes its meaning away.
    """
    started(world, "water", "--plan", small_plan(tmp_path, water=PLAIN), "--by", "Li")
    held = [repeat] * int(3 / repeat)
    ticked, _ = paced(world, 1.0, delay, *held, 1.0)
    assert len(ticked) == (2 if delay < 0.4 else 3)


PLAIN = """\
id: water
title: {zh: 漏水, en: Water}
class: accident
trigger: {zh: 漏水, en: Water on the floor}
steps:
""" + "".join(
    f"  - {{id: {name}, stage: immediate, clause: 四, do: {{zh: 做{name}, en: Do {name}}}}}\n"
    for name in ("one", "two", "three", "four", "five", "six", "seven", "eight")
)


# --- what stands on the screen -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        *(
            ["n", "smoke"],
            ["k"],
            ["i"],
            ["?"],
            ["h", "Chen", "", "1"],
            ["m", ""],
            ["二楼有烟"],
            ["s", "0"],
            ["t", "14:54"],
        ),
        *(["f", "place", "2F"], ["p", "power"], ["z"], ["u"], ["j", ""], ["\f"], ["attach", "", "film", "guards", ""]),
    ],
)
def test_what_enter_will_tick_stands_in_the_prompt_whatever_came_between(world: World, typed: list[str]) -> None:
    """After a hand-over, contacts, board, help, a note, Ctrl-L: the same step, named."""
    answer = walk(world, "3", *typed, start=("fire", "--by", "Li"))
    assert answer.out.rpartition(" > ")[0].rpartition("] ")[2] == "Call 119"


@pytest.mark.parametrize("typed", [["h", "Chen", "", "1"], ["?"], ["\f"], ["i"]])
def test_the_card_itself_is_drawn_again_where_something_long_took_its_place(world: World, typed: list[str]) -> None:
    """Whoever takes over sees the orders, not only the prompt."""
    answer = walk(world, *typed, start=("fire", "--by", "Li"))
    assert answer.out.count("Do these together") == 2


def test_a_deferral_leaves_every_digit_with_its_step(world: World) -> None:
    """2 is the alarm before and after the call was deferred."""
    walk(world, "l", "", "2", start=("fire", "--by", "Li"))
    assert [entry["step"] for entry in entries(world)[2:]] == ["fire/call-119", "fire/sound-alarm"]


def test_after_a_tick_only_the_tick_and_the_next_prompt_are_printed(world: World) -> None:
    """The card is on the screen."""
    answer = walk(world, "3", "2", start=("fire", "--by", "Li"))
    between = answer.out.partition("People were led")[2].partition("[recorded")[0].splitlines()
    assert between[-1].startswith("[Enter = reached and told] Call 119 > ")
    assert len(between) == 3, "the rest of a long tick, and the prompt"


def test_after_going_on_with_the_open_one_its_own_card_is_drawn(world: World) -> None:
    """The new one is given up, and the prompt is not that of the card which it had shown."""
    started(world, "fire", "--by", "Li")
    for name in ("call-119", "sound-alarm", "evacuate"):
        did(world, "done", name)
    answer = emergency(world, "start", "fire", typed="\nq\n")
    assert "Call 119. (done)" in answer.out
    assert not answer.out.rpartition(" > ")[0].endswith("Call 119")


def test_leaving_the_question_which_one_is_meant_decides_nothing(world: World) -> None:
    """Both stay open."""
    started(world, "fire")
    assert "The incident stays open" in emergency(world, "start", "fire", typed="q\n").out
    assert [each["state"] for each in did(world, "list", "--json").data["incidents"]] == ["responding", "responding"]


# --- language and width --------------------------------------------------------------------------------------------


def test_the_walk_in_chinese(world: World) -> None:
    """Cards, keys and questions; no English words of the program."""
    answer = walk(world, "", "1", "跳过", "铃坏了", "3", "李娜", start=("火灾", "--lang", "zh"))
    assert "打119报警" in answer.out
    assert entries(world)[2]["reason"] == "铃坏了"
    assert "Enter" not in answer.out.replace("[Enter]", "")


@pytest.mark.parametrize("columns", ["40", "60"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_screen(world: World, columns: str, language: str) -> None:
    """60 columns of an old terminal, and less."""
    from emergency_cli.core.width import columns as width

    world.env = {**world.env, "COLUMNS": columns, "EMERGENCY_LANG": language}
    for line in (("start", "fire"), ("status",), ("contacts",), ("timeline",), ("list",)):
        shown = emergency(world, *line).out.splitlines()
        assert [text for text in shown if width(text) > int(columns) + 1] == []


@pytest.mark.parametrize("key", ["personal", "个人信息"])
def test_a_personal_note_is_sealed(world: World, key: str) -> None:
    """Typed at the card, and in no log."""
    walk(world, key, "13800000001")
    incident = did(world, "status", "--json").data["id"]
    assert entries(world)[-1]["event"] == "noted"
    assert b"13800000001" not in log_of(world, incident)


def test_a_note_with_an_exclamation_mark_in_front_is_a_key_note(world: World) -> None:
    """Full width too; the mark itself is not part of the note, and alone it is none."""
    walk(world, "!roof gives way", "！三人被困", "烟很大！", "!")
    noted = [(entry["text"], entry.get("key")) for entry in entries(world) if entry["event"] == "noted"]
    assert noted == [("roof gives way", True), ("三人被困", True), ("烟很大！", None)]


def test_the_contacts_of_a_step_show_who_was_tried(world: World) -> None:
    """One line for the party, who follows beside it, and when somebody did not answer."""
    text = walk(world, "j", "fire/tell-office", "x", "k").text
    assert "1. Emergency Office: Zhang Yiheng (no number) — 14:54 no answer" in text
    assert "No answer: Cao Fei, Chen Ming" in text
    assert "Others: Police (110), Fire and rescue (119), Ambulance (120)" in text


def test_when_it_was_noticed_and_when_it_began_are_among_the_questions(world: World, tmp_path: Path) -> None:
    """Deadlines are judged anew, the beginning wants no reason, and what stood there stays visible."""
    shown = walk(world, "f", start=water(tmp_path)).out
    noticed, began = (
        re.findall(rf"(\d+) time of {what}", " ".join(shown.split()))[0] for what in ("noticing", "the b")
    )
    assert "(water." not in shown  # no ids on a screen
    resume(world, "f", noticed, "14:40", "the guard says so", "f", began, "14:35")
    opening = entries(world)[0]
    assert (opening["noticed"][11:16], opening["began"][11:16]) == ("14:40", "14:35")
    assert step(world, "water/shut-off")["late_seconds"] == 9 * 60
    assert "the guard says so" in did(world, "timeline").text


# --- a question on a card of several steps -------------------------------------------------------------------------


def test_digits_of_a_card_are_never_those_of_a_question_on_it(world: World) -> None:
    """2 is the call to 110 and not “no”; the answers of a choice are numbered on after the steps."""
    answer = walk(world, "3", "2", start=("fight", "--by", "Li"))
    assert "y yes, n no, or: unknown" in answer.out
    assert [entry["step"] for entry in entries(world)[1:] if "step" in entry] == ["disorder/conflict-call-110"]
    facts = did(world, "status", "--json").data["facts"]
    assert (facts["disorder.violence"], facts.get("injured")) == ("yes", None)


def test_the_answers_of_a_choice_are_numbered_on_after_the_steps(world: World) -> None:
    """The first digits are those of the card: 2 puts the question, 4 is its first answer."""
    answer = walk(world, "2", "4", start=("theft", "--by", "Li"))
    facts = did(world, "status", "--json").data["facts"]
    assert (entries(world)[-1]["step"], facts["theft.stage-of-it"]) == ("theft/which-stage", FIRST), answer.out


FIRST = "discovered-afterwards"
