"""What the entries of an incident come to, in whatever order they arrive and however little sense they make."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import (
    FIRE,
    ILLNESS,
    INCIDENT,
    A,
    B,
    C,
    PaperDesk,
    answered,
    at,
    done,
    entries_of,
    noted,
    opened,
    read_event,
    skipped,
    texts,
)

from emergency_cli.core.events import (
    KINDS,
    Attached,
    CallMade,
    Closed,
    Corrected,
    Ended,
    Entry,
    Event,
    FactsSet,
    HandoverAccepted,
    HandoverOffered,
    Noted,
    OfficerNamed,
    Opened,
    Ref,
    Reopened,
    RoundsFinished,
    StepCouldNot,
    StepDeferred,
    StepDone,
    SuggestionDeclined,
    Told,
    Unknown,
)
from emergency_cli.core.incident.actions import close_record, end_response, finish_step, give_order
from emergency_cli.core.incident.incident import Incident, replay
from emergency_cli.core.incident.steps.board import board
from emergency_cli.core.personal import Personal, clear, seal
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.errors import Misused, NotAllowed
from emergency_cli.language import Words


def corrected(target: Entry, member: Any, value: str | Personal, minutes: float = 5, **members: Any) -> Corrected:
    """A correction of an entry."""
    return Corrected(
        occurred=at(minutes), by="Li", target=target.ref, member=member, value=value, reason="slip", **members
    )


def reopened(target: Entry, minutes: float = 5) -> Reopened:
    """An entry is taken back."""
    return Reopened(occurred=at(minutes), by="Li", target=target.ref)


def ended(outcome: Any = "handled", minutes: float = 9) -> Ended:
    """The end of the response."""
    return Ended(occurred=at(minutes), by="Li", outcome=outcome)


def closed(minutes: float = 10, **members: Any) -> Closed:
    """The record is closed."""
    return Closed(occurred=at(minutes), by="Li", **members)


def desk_with(*events: Event) -> PaperDesk:
    """A desk that opened the incident and wrote on."""
    desk = PaperDesk(A)
    desk.write(opened(), *events)
    return desk


def two_desks() -> tuple[PaperDesk, PaperDesk]:
    """Two desks of one incident, both knowing its opening."""
    first, second = desk_with(), PaperDesk(B)
    second.learn(first)
    return first, second


# --- replay --------------------------------------------------------------------------------------------------------


def test_nothing_on_record_is_no_incident() -> None:
    """Replaying nothing gives the state `none`."""
    assert (replay([]).state, replay([]).opened) == ("none", None)


def test_an_opened_incident_carries_its_plan() -> None:
    """Playbooks, roster and the first answers come from the opening entry; `general` comes last."""
    incident = replay(alone(opened(facts={"place": "2nd floor"})))
    assert (incident.id, incident.state) == (INCIDENT, "responding")
    assert [held.id for held in incident.in_order] == ["fire", "general"]
    assert incident.playbook == FIRE
    assert incident.value("place") == "2nd floor"
    assert incident.roster is not None
    assert incident.roster.people["wang"].phones[0] == seal("13800000001", b"\x07" * 32)


def alone(*events: Event) -> list[Entry]:
    """The entries of a desk that wrote just these."""
    desk = PaperDesk()
    desk.write(*events)
    return desk.own


def test_the_states_follow_each_other() -> None:
    """Responding, ended, taken back by a reopening, ended again, closed."""
    desk = desk_with()
    assert replay(desk.own).state == "responding"
    first_end = desk.write(ended())
    assert replay(desk.own).state == "ended"
    desk.write(reopened(first_end))
    assert replay(desk.own).state == "responding"
    desk.write(ended(), closed())
    assert replay(desk.own).state == "closed"


def test_an_incident_without_its_opening_still_shows_its_entries() -> None:
    """A damaged first line costs the plan, not the record."""
    incident = replay(desk_with(done("fire/alarm"), noted("still here")).own[1:])
    assert (incident.id, incident.state) == (INCIDENT, "none")
    assert texts(incident.entries) == ["still here"]
    assert list(incident.ticks) == ["fire/alarm"]


def test_a_further_playbook_is_taken_up_once_under_one_name() -> None:
    """Two desks that both took up illness mean the same; the first in record order counts."""
    first, second = two_desks()
    taken = [
        desk.write(
            Attached(occurred=at(2), by="Li", attachment="illness", noticed=at(2), playbook=playbook_snapshot(ILLNESS))
        )
        for desk in (first, second)
    ]
    incident = replay(entries_of(second, first))
    assert [held.id for held in incident.in_order] == ["fire", "illness", "general"]
    assert incident.attachments["illness"].entry == taken[0]


def test_the_officer_is_whoever_took_over_last() -> None:
    """A name given, a handover offered, a handover accepted."""
    desk = desk_with(OfficerNamed(occurred=at(1), by="Li", officer="Li"))
    assert replay(desk.own).officer == "Li"
    offer = desk.write(HandoverOffered(occurred=at(2), by="Li", to="Zhao"))
    assert replay(desk.own).handover == offer
    desk.write(HandoverAccepted(occurred=at(3), by="Zhao", officer="Zhao"))
    assert (replay(desk.own).officer, replay(desk.own).handover) == ("Zhao", None)


def test_who_was_on_duty_on_paper_is_at_no_desk() -> None:
    """They were in charge; what is typed at this desk from now on is not signed with their name."""
    desk = PaperDesk()
    desk.write(opened(), OfficerNamed(occurred=at(1), by="Chen", officer="Wang", paper=True))
    incident = replay(desk.own)
    assert (incident.officer, incident.officers.get(desk.code)) == ("Wang", None)


def test_an_entry_that_comes_twice_counts_once() -> None:
    """Merging a folder a second time changes nothing."""
    desk = desk_with(noted("one"), done("fire/alarm"))
    assert replay([*desk.own, *reversed(desk.own)]).entries == desk.own


def test_the_version_names_the_last_line_of_every_desk() -> None:
    """What a decision rests on."""
    first, second = two_desks()
    one, two = first.write(noted()), second.write(noted())
    assert replay(entries_of(first, second)).version == {A: one.hash, B: two.hash}


# --- answers and ticks ---------------------------------------------------------------------------------------------


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    """Whoever knew the old answer may change it; that is no conflict."""
    incident = replay(desk_with(answered(place="1st floor"), answered(place="2nd floor")).own)
    assert (incident.value("place"), incident.answers["place"].conflict) == ("2nd floor", False)


def test_the_time_of_day_does_not_decide_which_answer_holds() -> None:
    """A back-dated answer entered later still holds: the fold goes by record order."""
    incident = replay(desk_with(answered(30, place="1st floor"), answered(2, place="2nd floor")).own)
    assert incident.value("place") == "2nd floor"


def test_two_answers_given_in_ignorance_are_a_conflict_until_one_knows_both() -> None:
    """Neither desk is right by being later; somebody has to confirm."""
    first, second = two_desks()
    first.write(answered(fire__trapped="yes"))
    second.write(answered(fire__trapped="no"), noted(), noted())
    answer = replay(entries_of(first, second)).answers["fire.trapped"]
    assert answer.conflict
    assert set(answer.rivals) == {"yes", "no"}
    first.learn(second)
    first.write(answered(fire__trapped="yes"))
    answer = replay(entries_of(first, second)).answers["fire.trapped"]
    assert (answer.value, answer.conflict) == ("yes", False)


def test_an_answer_that_knows_only_one_side_leaves_the_conflict() -> None:
    """A desk that changes its own answer without seeing the other's settles nothing."""
    first, second = two_desks()
    first.write(answered(fire__trapped="yes"))
    second.write(answered(fire__trapped="no"))
    second.write(answered(fire__trapped="not-known"))
    answer = replay(entries_of(first, second)).answers["fire.trapped"]
    assert set(answer.rivals) == {"yes", "not-known"}


def test_the_same_answer_twice_is_no_conflict() -> None:
    """Two desks that agree agree, also where the value is sealed under two salts."""
    first, second = two_desks()
    first.write(answered(fire__trapped="yes", fire__phone=seal("138", b"\x01" * 32)))
    second.write(answered(fire__trapped="yes", fire__phone=seal("138", b"\x02" * 32)))
    answers = replay(entries_of(first, second)).answers
    assert [answers[fact].conflict for fact in ("fire.trapped", "fire.phone")] == [False, False]


def test_a_conflict_is_not_answered_for_conditions() -> None:
    """The step that depends on it waits, and the board names the conflict."""
    first, second = two_desks()
    first.write(answered(fire__trapped="yes"))
    second.write(answered(fire__trapped="no"))
    shown = board(replay(entries_of(first, second)), at(5))
    assert shown.by_address["fire/search"].status == "waiting"
    assert shown.conflicts == ("fire.trapped",)


def test_the_sides_of_a_forked_file_conflict_like_two_desks() -> None:
    """One desk's file written in two places: neither side knew the other's answer."""
    first, other = desk_with(), desk_with()
    first.write(answered(fire__trapped="yes"))
    other.write(noted("elsewhere"), answered(fire__trapped="no"))
    assert replay(entries_of(first, other)).answers["fire.trapped"].conflict


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("weaker", [skipped("fire/alarm"), StepCouldNot(occurred=at(2), by="Li", step="fire/alarm")])
def test_done_outweighs_what_another_desk_left_out(order: int, weaker: Event) -> None:
    """If somebody did it, it was done, whoever wrote first or last."""
    first, second = two_desks()
    first.write(*[noted()] * (3 * order), done("fire/alarm"))
    second.write(*[noted()] * (3 * (1 - order)), weaker)
    assert isinstance(replay(entries_of(first, second)).ticks["fire/alarm"].event, StepDone)


def test_among_ticks_that_knew_each_other_the_last_one_counts() -> None:
    """Deferred, then could not be done after all."""
    put_off = StepDeferred(occurred=at(1), by="Li", step="fire/alarm")
    in_vain = StepCouldNot(occurred=at(2), by="Li", step="fire/alarm")
    assert replay(desk_with(put_off, in_vain).own).ticks["fire/alarm"].event == in_vain


# --- taking back ---------------------------------------------------------------------------------------------------


def test_taking_back_a_tick_takes_back_the_answers_it_gave() -> None:
    """The step is open again, and so is the question; the entry itself stays on record."""
    desk = desk_with()
    tick = desk.write(done("fire/call-119", facts={"fire.burning": "paper", "place": "2nd floor"}))
    desk.write(reopened(tick))
    incident = replay(desk.own)
    assert ("fire/call-119" in incident.ticks, incident.answers) == (False, {})
    assert tick in incident.entries
    assert incident.retracted[tick.hash].event.kind == "reopened"


def test_the_answer_before_holds_again_when_a_tick_is_taken_back() -> None:
    """Only what the tick itself said goes."""
    desk = desk_with(answered(place="1st floor"))
    desk.write(reopened(desk.write(done("fire/call-119", facts={"place": "2nd floor"}))))
    assert replay(desk.own).value("place") == "1st floor"


def test_a_step_taken_back_can_be_done_again() -> None:
    """The new tick is its own entry."""
    desk = desk_with()
    desk.write(reopened(desk.write(done("fire/alarm"))))
    again = desk.write(done("fire/alarm", 7))
    assert replay(desk.own).ticks["fire/alarm"] == again


def test_finished_rounds_can_be_taken_back() -> None:
    """The patrol goes on."""
    desk = desk_with()
    over = desk.write(RoundsFinished(occurred=at(3), by="Li", step="fire/patrol", count=2))
    assert replay(desk.own).rounds_over == {"fire/patrol": over}
    desk.write(reopened(over))
    assert replay(desk.own).rounds_over == {}


# --- corrections ---------------------------------------------------------------------------------------------------


def test_a_correction_changes_one_member_and_keeps_the_original() -> None:
    """The board uses the corrected value; the first wording is still there to be shown."""
    desk = desk_with()
    note = desk.write(noted("smok"))
    desk.write(corrected(note, "text", "smoke"))
    incident = replay(desk.own)
    assert texts(incident.entries) == ["smoke"]
    assert texts(incident.originals.values()) == ["smok"]
    assert [entry.event.kind for entry in incident.corrections[note.hash]] == ["corrected"]


def test_the_last_of_several_corrections_holds() -> None:
    """They are listed in the order in which they were made."""
    desk = desk_with()
    note = desk.write(noted("smok"))
    desk.write(corrected(note, "text", "smoke"), corrected(note, "text", "smoke, white"))
    incident = replay(desk.own)
    assert texts(incident.entries) == ["smoke, white"]
    assert [clear(entry.event.value) for entry in incident.corrections[note.hash]] == ["smoke", "smoke, white"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("depth", [1, 2, 3, 30])
def test_a_correction_can_itself_be_corrected(depth: int) -> None:
    """And that correction too, however often: the value at the end of the chain holds."""
    desk = desk_with()
    target = desk.write(noted("first"))
    target = desk.write(corrected(target, "text", "wrong"))
    for number in range(depth):
        target = desk.write(corrected(target, "value", f"right {number}"))
    assert texts(replay(desk.own).entries) == [f"right {depth - 1}"]


def test_a_corrected_answer_is_the_answer() -> None:
    """`value` with its fact changes what the tick answered, and nothing else of it."""
    desk = desk_with()
    tick = desk.write(done("fire/call-119", facts={"fire.burning": "paper", "place": "2nd floor"}))
    desk.write(corrected(tick, "value", "plastic", fact="fire.burning"))
    incident = replay(desk.own)
    assert (incident.value("fire.burning"), incident.value("place")) == ("plastic", "2nd floor")


def test_a_corrected_time_is_the_time() -> None:
    """Lateness and timelines go by the corrected time."""
    desk = desk_with()
    tick = desk.write(done("fire/alarm", 4))
    desk.write(corrected(tick, "occurred", "2026-11-23T14:56:00.000+08:00"))
    assert replay(desk.own).ticks["fire/alarm"].event.occurred == at(2)


@pytest.mark.parametrize(
    ("member", "value", "fact"),
    [
        ("occurred", "yesterday", None),
        ("occurred", "2026-11-23T14:56:00", None),
        ("value", "yes", "fire.never-asked"),
        ("value", "yes", None),
        ("text", "a tick has no text", None),
        ("occurred", Personal("0" * 64), None),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing(member: str, value: str | Personal, fact: str | None) -> None:
    """It stays on record, and the entry stays as it was."""
    desk = desk_with()
    tick = desk.write(done("fire/alarm"))
    desk.write(corrected(tick, member, value, fact=fact))
    assert replay(desk.own).ticks["fire/alarm"] == tick


def test_a_correction_of_an_entry_nobody_has_is_kept() -> None:
    """Its target may come with the next merge."""
    desk = desk_with()
    stray = desk.write(corrected(alone(noted())[0], "text", "x"))
    assert replay(desk.own).entries[-1] == stray


def test_a_correction_after_closing_counts() -> None:
    """Allowed by the rules, and marked as coming after the close."""
    desk = desk_with()
    note = desk.write(noted("smok"))
    desk.write(ended(), closed())
    late = desk.write(corrected(note, "text", "smoke"))
    incident = replay(desk.own)
    assert (texts(incident.entries), incident.after_close, incident.state) == (["smoke"], [late], "closed")


# --- what comes late, or from elsewhere ----------------------------------------------------------------------------


def test_a_tick_that_another_desk_wrote_after_the_close_counts_and_is_marked() -> None:
    """A desk that was offline goes on ticking; after the merge nothing is lost and the record stays closed."""
    first, second = two_desks()
    first.write(ended(), closed(settled=("fire/alarm",), reason="over"))
    second.write(*[noted()] * 4)
    tick = second.write(done("fire/alarm", 20))
    incident = replay(entries_of(first, second))
    assert incident.state == "closed"
    assert tick in incident.after_close
    assert incident.ticks["fire/alarm"] == tick
    assert board(incident, at(30)).by_address["fire/alarm"].status == "done"


def test_an_end_after_the_close_does_not_open_the_record_again() -> None:
    """Closed stays closed."""
    first, second = two_desks()
    first.write(ended(), closed())
    second.write(*[noted()] * 4, ended("false-alarm"))
    assert replay(entries_of(first, second)).state == "closed"


def test_a_second_opening_changes_nothing() -> None:
    """The first in record order opened the incident."""
    desk = desk_with(opened(playbook="general"))
    incident = replay(desk.own)
    assert (incident.opened, len(incident.entries)) == (desk.own[0], 2)


@pytest.mark.parametrize("state", ["responding", "ended"])
def test_an_entry_of_a_newer_version_blocks_only_the_close(state: str) -> None:
    """It is kept and counted; everything else works on; closing is left to a version that can judge it."""
    newer = read_event("of-2031", mood="calm")
    assert isinstance(newer, Unknown)
    desk = desk_with(newer, done("fire/alarm"))
    if state == "ended":
        desk.write(ended())
    incident = replay(desk.own)
    assert (incident.state, [entry.event for entry in incident.unknown]) == (state, [newer])
    assert "fire/alarm" in incident.ticks
    with pytest.raises(NotAllowed):
        close_record(incident, at=at(20), by="Li", reason="over")


def test_a_playbook_that_cannot_be_read_is_unknown_and_not_taken_up() -> None:
    """A snapshot of another shape costs that playbook only."""
    desk = desk_with(Attached(occurred=at(2), by="Li", attachment="flood", noticed=at(2), playbook={"id": 5}))
    incident = replay(desk.own)
    assert (list(incident.attachments), incident.unknown) == (["fire", "general"], [desk.own[-1]])


def test_a_roster_that_cannot_be_read_leaves_the_one_before() -> None:
    """Whom to call is never lost to a bad entry."""
    newer = read_event("roster-updated", roster={"people": 5})
    incident = replay(desk_with(newer).own)
    assert incident.roster is not None


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("step-done", {"step": 5}),
        ("step-done", {"step": "fire/alarm", "contacts": "everybody"}),
        ("step-done", {"step": "fire/alarm", "facts": ["yes"]}),
        ("facts-set", {"facts": {"place": {"floor": 2}}}),
        ("ended", {"outcome": "of-2031"}),
        ("corrected", {"target": "k3f9q2/1", "member": "text", "value": "x"}),
        ("noted", {"text": ["x"]}),
        ("noted", {"text": 5}),
        ("step-done", {"step": "fire/alarm", "approval": {"party": "wang", "answer": "given", "mood": "calm"}}),
    ],
)
def test_an_event_of_garbage_shape_is_unknown(kind: str, members: dict[str, Any]) -> None:
    """A known kind that cannot be read is kept like an unknown one: shown, never guessed at."""
    event = read_event(kind, **members)
    assert event == Unknown(occurred=at(3), by="Li", name=kind, members=members)
    assert replay(desk_with(event).own).unknown


def test_a_member_of_a_newer_version_does_not_stop_a_correction() -> None:
    """A kind that later got facts, read by this version, can still be corrected in anything."""
    newer = read_event("noted", text="smoke", facts=5, contacts=5, reason=5)
    desk = desk_with()
    note = desk.write(newer)
    desk.write(corrected(note, "value", "yes", fact="place"))
    incident = replay(desk.own)
    assert texts(incident.entries) == ["smoke"]
    assert board(incident, at(5)).rows


# --- any order, any nonsense ---------------------------------------------------------------------------------------

FACTS, STEPS = ("place", "fire.trapped"), ("fire/alarm", "fire/search", "general/tell-office")
desks = st.sampled_from([A, B, C])
own_events = st.one_of(
    st.builds(
        lambda fact, value: FactsSet(occurred=at(1), by="Li", facts={fact: value}),
        st.sampled_from(FACTS),
        st.sampled_from(["yes", "no", "not-known"]),
    ),
    st.builds(done, st.sampled_from(STEPS)),
    st.builds(lambda step: done(step, facts={"place": "done"}), st.sampled_from(STEPS)),
    st.builds(skipped, st.sampled_from(STEPS)),
    st.just(noted()),
    st.just(ended()),
)
acts = st.one_of(
    st.tuples(st.just("write"), desks, own_events),
    st.tuples(st.just("learn"), desks, desks),
    st.tuples(st.just("reopen"), desks, st.integers(0, 30)),
    st.tuples(st.just("correct"), desks, st.integers(0, 30)),
)


@dataclass
class Hall:
    """Three desks that are offline from each other except where they learn."""

    desks: dict[str, PaperDesk] = field(default_factory=lambda: {code: PaperDesk(code) for code in (A, B, C)})

    def play(self, acts: list[tuple[Any, ...]]) -> list[Entry]:
        """Open the incident at the first desk, let all learn of it, and then do as told."""
        self.desks[A].write(opened())
        for code in (B, C):
            self.desks[code].learn(self.desks[A])
        for act, code, what in acts:
            desk = self.desks[code]
            seen = sorted(desk.known.values(), key=lambda entry: entry.order)
            if act == "write":
                desk.write(what)
            elif act == "learn" and what != code:
                desk.learn(self.desks[what])
            elif act == "reopen":
                desk.write(reopened(seen[what % len(seen)]))
            elif act == "correct":
                desk.write(corrected(seen[what % len(seen)], "value", "corrected", fact="place"))
        return entries_of(*self.desks.values())


def gist(incident: Incident) -> dict[str, Any]:
    """All that a board or report would take from an incident."""
    return {
        "state": incident.state,
        "version": incident.version,
        "answers": incident.answers,
        "ticks": incident.ticks,
        "entries": incident.entries,
        "retracted": incident.retracted,
        "after_close": incident.after_close,
        "board": board(incident, at(90)).rows,
    }


@settings(max_examples=80)
@given(st.lists(acts, max_size=25), st.randoms(use_true_random=False))
def test_any_order_of_the_same_entries_is_the_same_incident(acts: list[tuple[Any, ...]], chance: Any) -> None:
    """Three desks, offline in spells, merged in any order and more than once: answers, ticks, state, version, board."""
    entries = Hall().play(acts)
    mixed = [*entries, *chance.sample(entries, len(entries) // 2)]
    chance.shuffle(mixed)
    assert gist(replay(mixed)) == gist(replay(entries))


def known_to(entries: list[Entry]) -> dict[str, set[str]]:
    """For each entry, all that a chain of `prev` and `seen` leads to. Slow, and as docs/record.md says it."""
    by_hash = {entry.hash: entry for entry in entries}
    reach: dict[str, set[str]] = {}
    for entry in sorted(entries, key=lambda one: one.n):
        before = [digest for digest in (entry.prev, *entry.seen.values()) if digest in by_hash]
        reach[entry.hash] = {entry.hash}.union(*(reach[digest] for digest in before))
    return reach


@settings(max_examples=80)
@given(st.lists(acts, max_size=25))
def test_a_conflict_is_exactly_what_no_answer_knew_all_sides_of(acts: list[tuple[Any, ...]]) -> None:
    """Against a slow reading of docs/record.md: the answers left are those that no later live answer knew."""
    entries = Hall().play(acts)
    incident = replay(entries)
    reach = known_to(entries)
    for fact in FACTS:
        live = [
            entry
            for entry in incident.entries
            if entry.hash not in incident.retracted and fact in getattr(entry.event, "facts", {})
        ]
        left = [one for one in live if not any(one is not other and one.hash in reach[other.hash] for other in live)]
        values = {one.event.facts[fact] for one in left}  # type: ignore[attr-defined]
        answer = incident.answers.get(fact)
        assert (answer is None) == (not left)
        if answer:
            assert answer.value == left[-1].event.facts[fact]  # type: ignore[attr-defined]
            assert set(answer.rivals) == (values if len(values) > 1 else set())


@settings(max_examples=80)
@given(st.lists(acts, max_size=25))
def test_a_step_that_somebody_did_is_done_unless_somebody_who_knew_says_otherwise(acts: list[tuple[Any, ...]]) -> None:
    """Done outweighs skipped; against the same slow reading."""
    entries = Hall().play(acts)
    incident = replay(entries)
    reach = known_to(entries)
    for address in STEPS:
        live = [
            entry
            for entry in incident.entries
            if entry.hash not in incident.retracted and getattr(entry.event, "step", None) == address
        ]
        left = [one for one in live if not any(one is not other and one.hash in reach[other.hash] for other in live)]
        tick = incident.ticks.get(address)
        assert (tick is None) == (not left)
        if tick:
            assert tick in left
            assert isinstance(tick.event, StepDone) == any(isinstance(one.event, StepDone) for one in left)


hashes = st.sampled_from(["a" * 64, "b" * 64, "c" * 64, "d" * 64])
targets = st.builds(Ref, entry=st.just(f"{A}/1"), hash=hashes)
nonsense = st.one_of(
    own_events,
    st.just(opened()),
    st.just(opened(playbooks={"fire": {"id": 5}}, roster={"people": 5}, playbook="none")),
    st.builds(lambda target: Reopened(occurred=at(2), by="Li", target=target), targets),
    st.builds(
        lambda target, member, value, fact: Corrected(
            occurred=at(2), by="Li", target=target, member=member, value=value, fact=fact
        ),
        targets,
        st.sampled_from(["occurred", "actor", "text", "reason", "value"]),
        st.sampled_from(["", "no", "2026-11-23T14:56:00+08:00", "0001-01-01T00:00:00+14:00", Personal("0" * 64)]),
        st.none() | st.sampled_from(FACTS),
    ),
    st.builds(lambda count: RoundsFinished(occurred=at(2), by="Li", step="fire/alarm", count=count), st.integers(0, 3)),
    st.just(closed(settled=("fire/alarm", "no/such"))),
    st.just(ended("false-alarm")),
    st.just(SuggestionDeclined(occurred=at(2), by="Li", playbook="nothing")),
    st.just(StepDeferred(occurred=at(2), by="Li", step="fire/alarm", until="doomsday")),
    st.just(
        done("nonsense", facts={"": "", "@": "x", "a.b.c@d": "y"}, contacts=(Told(party="tax", outcome="called"),))
    ),
    st.just(CallMade(occurred=at(2), by="Li", contacts=(Told(party="bureau-office", outcome="reached"),))),
    st.just(HandoverAccepted(occurred=at(2), by="Zhao", officer="Zhao")),
    st.builds(
        lambda kind, members: Unknown(occurred=at(2), by="Li", name=kind, members=members),
        st.sampled_from([*KINDS, "of-2031"]),
        st.dictionaries(
            st.sampled_from(["facts", "text", "step", "contacts", "reason", "playbook", "until", "target", "officer"]),
            st.sampled_from([5, "x", ["x"], {"x": "y"}]),
            max_size=4,
        ),
    ),
)
entries_of_any_kind = st.builds(
    lambda desk, n, event, prev, digest, seen, late: Entry(
        INCIDENT, desk, n, at(late), 0, "5eed0001", event, prev, digest, seen=seen
    ),
    desks,
    st.integers(0, 5),
    nonsense,
    hashes,
    hashes | st.text("0123456789abcdef", min_size=64, max_size=64),
    st.dictionaries(desks, hashes, max_size=2),
    st.integers(-5, 90),
)


@settings(max_examples=250)
@given(st.lists(entries_of_any_kind, max_size=8))
def test_replay_accepts_any_entries_in_any_order(entries: list[Entry]) -> None:
    """Replay is total: no list of entries makes it fail, and none is lost."""
    incident = replay(entries)
    assert [entry.hash for entry in incident.entries] == [entry.hash for entry in incident.originals.values()]
    assert {entry.hash for entry in incident.entries} == {entry.hash for entry in entries}
    assert incident.answers is not None
    assert incident.ticks is not None


@settings(max_examples=250)
@given(st.lists(entries_of_any_kind, max_size=8))
def test_the_board_of_any_entries_can_be_shown(entries: list[Entry]) -> None:
    """What replay accepts can be put on the board."""
    shown = board(replay(entries), at(90))
    assert len(shown.by_address) == len(shown.rows)


def test_a_note_may_be_found_by_number_or_by_hash() -> None:
    """`desk/n`, `n`, or the beginning of its hash."""
    desk = desk_with()
    note = desk.write(noted())
    incident = replay(desk.own)
    assert incident.find(f"{A}/2") == incident.find("2") == incident.find(note.hash[:8]) == [note]
    assert incident.find("zzz") == []


def test_an_opening_is_an_opening() -> None:
    """The builder of these tests builds what the program writes."""
    event = opened()
    assert isinstance(event, Opened)
    assert isinstance(noted().text, str)
    assert Noted.rests_on_state is False
    assert at(1) - at(0) == timedelta(minutes=1)


# --- below the threshold of the plan -------------------------------------------------------------------------------


def test_what_is_below_the_plan_is_settled_by_whoever_decided_it() -> None:
    """Somebody answers for it; nothing of the response is owed any more, and the sentence says so."""
    incident = replay(desk_with(noted("a waste bin smoulders")).own)
    now: Any = {"at": at(5), "by": "Li"}
    with pytest.raises(Misused):
        end_response(incident, "below-plan", **now)
    end = end_response(incident, "below-plan", decided="wang", **now)
    after = replay(desk_with(noted("a waste bin smoulders"), end).own)
    assert {row.status for row in board(after, at(6)).rows if row.stage != "review"} == {"skipped"}
    assert Words("en")(end.tell(after)) == "The response ended (below the threshold of the plan) by decision of Wang"


# --- orders of leaders ---------------------------------------------------------------------------------------------


def test_an_order_is_a_step_of_its_own_and_done_like_any_other() -> None:
    """It is open, late, and done; it is no playbook that was taken up."""
    incident = replay(desk_with().own)
    order = give_order(
        incident, "clear the square", desk=A, leader="wang", to="bureau-office", at=at(2), by="Li", due=at(30)
    )
    desk = desk_with(order)
    given = replay(desk.own)
    row = board(given, at(40)).by_address["orders/1"]
    assert (row.status, row.deadline, row.late, row.step.actor) == (
        "todo",
        at(30),
        timedelta(minutes=10),
        ("bureau-office",),
    )
    assert [held.id for held in given.in_order] == ["fire", "general"]
    assert Words("en")(order.tell(given)) == "Wang gave the office the order “clear the square” — due 23 Nov 15:24"
    desk.write(finish_step(given, "orders/1", at=at(20), by="Li"))
    assert board(replay(desk.own), at(40)).by_address["orders/1"].status == "done"


def test_a_board_is_worked_out_once_and_never_kept_for_another_moment_or_another_entry() -> None:
    """The same incident at the same moment has one board; what came later, or was corrected, has its own."""
    order = give_order(
        replay(desk_with().own), "x", desk=A, leader="wang", to="bureau-office", at=at(2), by="Li", due=at(30)
    )
    desk = desk_with(order)
    before = replay(desk.own)
    first = board(before, at(5))
    assert board(before, at(5)) is first
    assert [len(board(before, at(minutes)).late()) for minutes in (5, 40, 5)] == [0, 1, 0]
    assert board(before, at(5)) == first
    after = before.after(tick := desk.write(done("fire/alarm")))
    statuses = [board(each, at(5)).by_address["fire/alarm"].status for each in (after, before)]
    assert statuses == ["done", "todo"]
    again = after.after(desk.write(reopened(tick)))
    statuses = [board(each, at(5)).by_address["fire/alarm"].status for each in (again, after)]
    assert statuses == ["todo", "done"]
    again.set_since[A] = timedelta(minutes=9)
    assert not after.set_since  # how far a clock was set since is told of one incident only


def test_orders_recorded_at_two_desks_are_two_orders() -> None:
    """Neither desk knew of the other's; nobody's order is ticked by somebody else's tick."""
    first, second = two_desks()
    for desk in (first, second):
        known = replay(desk.known.values())
        desk.write(give_order(known, "x", desk=desk.code, leader="wang", to="wang", at=at(2), by="Li"))
    second.write(finish_step(replay(second.known.values()), f"orders/{B}-1", at=at(3), by="Li"))
    shown = board(replay(entries_of(first, second)), at(5)).by_address
    assert (shown["orders/1"].status, shown[f"orders/{B}-1"].status) == ("todo", "done")
