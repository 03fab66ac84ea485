"""The timeline picture: who did what when, and where on the paper it stands. Nothing is drawn here, only placed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from tests.builders import FIRE, GENERAL, A, B, PaperDesk, at, done, entries_of, noted, opened, skipped, step

from emergency_cli.core.events import CallMade, Closed, Ended, Event, HandoverAccepted, Reopened, StepCouldNot, Told
from emergency_cli.core.incident.incident import replay
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.snapshot import playbook_snapshot
from emergency_cli.core.plan.values import from_plain, plain
from emergency_cli.core.report.bulletin import build_bulletin
from emergency_cli.core.report.picture.drawing import TICK, TURN, draw
from emergency_cli.core.report.picture.picture import MAX_LANES, NOBODY, Mark, Picture, picture
from emergency_cli.core.report.picture.shapes import LEFT, WIDTH, Drawing
from emergency_cli.core.report.summary import build_report
from emergency_cli.core.text import Text
from emergency_cli.language import Words

EN = Words("en")


def shown(*events: Event, until: float = 60, desks: int = 1) -> Picture:
    """The picture of a fire with 40 steps, the first three of them due within 5 minutes.

    Of two desks the other only added a note.
    """
    steps = [step(f"s{number}", **({"within": "5m", "clause": "四"} if number < 3 else {})) for number in range(40)]
    playbook = from_plain(plain(FIRE) | {"steps": steps}, Playbook)
    plan = {"fire": playbook_snapshot(playbook), "general": playbook_snapshot(GENERAL)}
    desk, other = PaperDesk(A), PaperDesk(B)
    desk.write(opened(playbooks=plan), *events)
    if desks > 1:
        other.learn(desk)
        other.write(noted())
    found = picture(build_report(entries_of(desk, other), at(until)))
    assert found is not None
    return found


def mark(found: Picture, number: int) -> Mark:
    """The mark of an entry."""
    return next(each for each in found.marks if each.entry == str(number))


def names(found: Picture) -> list[str]:
    """The lanes."""
    return [EN(lane.who) for lane in found.lanes]


def in_time(*numbers: int) -> list[Event]:
    """The steps with a limit, done at once, so that none of them is overdue."""
    return [done(f"fire/s{number}", 1, actor="wang") for number in numbers]


def test_each_party_has_its_lane_and_a_name_typed_is_the_same_party() -> None:
    """In the order of their first act; who recorded stands for whoever was not named."""
    events = [*in_time(0, 1, 2), done("fire/s3", 2), done("fire/s4", 3, actor="Wang"), skipped("fire/s5", 4)]
    found = shown(*events)
    assert names(found) == ["Wang", "Li"]
    assert [len(lane.marks) for lane in found.lanes] == [4, 2]


def test_marks_say_how_it_came_out() -> None:
    """In time, late, in vain, left out; a call is a mark, a note is none, and what was taken back is gone."""
    call = CallMade(occurred=at(3), by="Li", contacts=(Told(party="wang", outcome="no-answer"),))
    failed = StepCouldNot(occurred=at(8), by="Li", step="fire/s2", reason="no key")
    found = shown(*in_time(0), done("fire/s1", 7), failed, skipped("fire/s3", 2), call, noted())
    outcomes = {int(each.entry or 0): each.outcome for each in found.marks}
    assert outcomes == {2: "done", 3: "late", 4: "could-not", 5: "skipped", 6: "called"}
    assert mark(found, 3).late == timedelta(minutes=2)


def test_a_number_alone_names_an_entry_only_where_the_whole_log_is_of_one_desk() -> None:
    """The other desk did nothing that is drawn; its entries have numbers all the same."""
    assert [each.entry for each in shown(*in_time(0, 1, 2)).marks] == ["2", "3", "4"]
    assert [each.entry for each in shown(*in_time(0, 1, 2), desks=2).marks] == [f"{A}/2", f"{A}/3", f"{A}/4"]


def test_what_was_taken_back_is_not_drawn() -> None:
    """It did not happen; the timeline keeps it, struck through."""
    desk = PaperDesk()
    tick = desk.write(opened(), done("fire/alarm", 1))
    desk.write(Reopened(occurred=at(2), by="Li", target=tick.ref))
    found = picture(build_report(desk.own, at(9)))
    assert found is not None and found.marks == ()


def test_what_nobody_did_and_is_overdue_has_a_lane_of_its_own() -> None:
    """A limit missed for ever is seen too."""
    found = shown(*in_time(0, 1), until=25)
    assert found.lanes[-1].who == NOBODY
    (open_,) = found.lanes[-1].marks
    assert (open_.outcome, open_.due, open_.at, open_.entry) == ("open", at(5), at(25), None)


def test_beyond_eight_lanes_those_who_did_least_share_one() -> None:
    """Nothing gets lost: all their marks are in it."""
    few = [done(f"fire/s{number}", 1, actor=f"P{number}") for number in range(20)]
    many = [done(f"fire/s{number}", 2, actor="P19") for number in range(20, 30)]
    found = shown(*few, *many)
    assert len(found.lanes) == MAX_LANES
    assert "P19" in names(found) and "others (13)" in names(found)
    assert len(found.marks) == 30


def test_what_concerns_everybody_is_a_turning_point() -> None:
    """Opening, relief, end, its taking back, close."""
    desk = PaperDesk()
    desk.write(opened(), HandoverAccepted(occurred=at(5), by="Zhao", officer="Zhao"))
    end = desk.write(Ended(occurred=at(9), by="Zhao", outcome="handled"))
    desk.write(Reopened(occurred=at(10), by="Zhao", target=end.ref))
    desk.write(Ended(occurred=at(20), by="Zhao", outcome="handled"), Closed(occurred=at(30), by="Zhao"))
    found = picture(build_report(desk.own, at(40)))
    assert found is not None
    assert [EN(turn.says) for turn in found.turns] == [
        "Opened",
        "Relief: Zhao",
        "Ended",
        "Continues",
        "Ended",
        "Closed",
    ]


def test_a_bulletin_has_no_picture() -> None:
    """It has no timeline."""
    desk = PaperDesk()
    desk.write(opened(), done("fire/alarm"))
    assert picture(build_bulletin(replay(desk.own), "final", at(9))) is None


# --- where it stands --------------------------------------------------------------------------------------------------


def apart(drawing: Drawing) -> bool:
    """Whether no two marks of a lane touch, with their numbers, limits and lateness, and all is on the paper."""
    for band in drawing.bands:
        boxes = [(spot.y, spot.begin, spot.end) for spot in band.spots]
        boxes += [(bundle.y, bundle.x - 6, bundle.x + 36) for bundle in band.bundles]
        if any(band.y > y or y > band.y + band.height or begin < LEFT or end > WIDTH for y, begin, end in boxes):
            return False
        for (y, begin, end), (other_y, other_begin, other_end) in combinations(boxes, 2):
            if y == other_y and begin < other_end and other_begin < end:
                return False
    return all(upper.y + upper.height <= lower.y for upper, lower in pairwise(drawing.bands))


def xs(drawing: Drawing) -> dict[int, float]:
    """The x of every mark by the number of its entry."""
    return {int(spot.mark.entry or 0): spot.x for band in drawing.bands for spot in band.spots}


@pytest.mark.parametrize("seconds", [-290, -1, 1, 10, 3600])
def test_a_late_mark_stands_right_of_its_limit_and_one_in_time_left(seconds: int) -> None:
    """By however little."""
    drawing = draw(shown(*in_time(1, 2), done("fire/s0", 5 + seconds / 60)))
    spot = next(spot for band in drawing.bands for spot in band.spots if spot.mark.entry == "4")
    assert spot.due is not None
    assert (spot.x > spot.due) == (seconds > 0) == spot.missed != spot.kept


def test_one_entry_is_a_picture() -> None:
    """Nothing was done yet: the opening, on an axis."""
    drawing = draw(shown(until=1))
    assert (drawing.bands, [post.x > LEFT for post in drawing.posts], len(drawing.ticks)) == ((), [True], 1)


def burst() -> list[Event]:
    """Ten steps ticked in the same minute by the same person."""
    return [done(f"fire/s{number}", 1 + number / 60) for number in range(10)]


def weeks() -> list[Event]:
    """Most in the first minutes, then something every few days."""
    return [*burst(), *(done(f"fire/s{number}", 1440 * 2.5 * (number - 9)) for number in range(10, 20))]


def thousand() -> list[Event]:
    """A thousand acts of a dozen people, some of them in the same second."""
    return [done(f"fire/s{n % 40}@{n}", 1 + n // 3, actor=f"P{n % 12}") for n in range(1000)]


@pytest.mark.parametrize("events", [burst, weeks, thousand], ids=["a burst", "weeks", "a thousand entries"])
def test_marks_never_overlap_and_stay_on_one_page(events: Callable[[], list[Event]]) -> None:
    """Bursts go into rows; where those are full, marks are bundled, and each is counted."""
    found = shown(*events(), until=1440 * 60)
    drawing = draw(found)
    assert apart(drawing)
    assert drawing.height < 800
    assert sum(len(band.spots) for band in drawing.bands) + drawing.bundled == len(found.marks)


def test_names_of_entries_of_several_desks_have_their_room() -> None:
    """They are longer than a number."""
    assert apart(draw(shown(done("fire/s0", 0), *in_time(1, 2), done("fire/s3", 50), desks=2)))


def test_a_short_incident_bundles_nothing() -> None:
    """Every mark of an ordinary fire is seen by itself."""
    assert draw(shown(*weeks())).bundled == 0


def test_what_went_wrong_is_bundled_last() -> None:
    """A step that could not be done is seen even among a thousand others."""
    failed = StepCouldNot(occurred=at(300), by="P1", step="fire/s5", reason="no key")
    drawing = draw(shown(*thousand()[:900], failed, *thousand()[900:]))
    assert drawing.bundled
    assert xs(drawing)[902] > LEFT


def test_order_in_time_is_order_on_the_paper() -> None:
    """Whatever the distances."""
    drawing = draw(shown(*weeks()))
    places = [xs(drawing)[number] for number in range(2, 22)]
    assert places == sorted(places) and len(set(places)) == len(places)


def test_the_first_minutes_keep_their_room_beside_weeks() -> None:
    """Ten ticks in ten seconds of a month are still apart from what came after."""
    drawing = draw(shown(*weeks()))
    assert xs(drawing)[11] < (LEFT + WIDTH) / 2 < xs(drawing)[21]
    assert xs(drawing)[12] - xs(drawing)[11] < 0.2 * (WIDTH - LEFT)


def test_times_on_the_axis_have_room_and_each_day_is_named_once() -> None:
    """The date stands where it changes; long gaps say how long they are."""
    drawing = draw(shown(*weeks()))
    assert all(right.x - left.x >= TICK for left, right in pairwise(drawing.ticks))
    days = [tick.at.date() for tick in drawing.ticks if tick.day]
    assert len(days) == len(set(days)) > 3
    assert [gap.span for gap in drawing.gaps][1:3] == [timedelta(days=2.5)] * 2


def test_names_of_turning_points_do_not_overlap() -> None:
    """Several in the same minute stand below one another; near the edge they stand on the left."""
    reliefs = [HandoverAccepted(occurred=at(1 + number), by="Li", officer=f"P{number}") for number in range(12)]
    drawing = draw(shown(*reliefs, Ended(occurred=at(9000), by="Li", outcome="handled")))
    boxes = [(post.y, post.x - TURN if post.back else post.x) for post in drawing.posts]
    assert not [1 for (y, x), (other_y, other_x) in combinations(boxes, 2) if y == other_y and abs(x - other_x) < TURN]
    assert all(x >= 0 and x + TURN <= WIDTH for _, x in boxes)


def test_the_same_picture_is_drawn_the_same() -> None:
    """Pure: nothing but the picture plays a part."""
    assert draw(shown(*thousand())) == draw(shown(*thousand()))


def test_a_party_of_the_roster_is_its_name_in_both_languages() -> None:
    """The lane carries the text itself, not words of a language."""
    assert isinstance(shown(*in_time(0, 1, 2)).lanes[0].who, Text)


def test_a_record_of_notes_alone_has_no_picture() -> None:
    """Nothing was done by anybody, and its opening is damaged: the page stands without it."""
    desk = PaperDesk()
    desk.write(opened(), noted("still here"))
    assert picture(build_report(desk.own[1:], at(60))) is None
