"""What leaders order: read back, a step of its own, and its result."""

from tests.front import did, emergency, entries, started, statuses, step
from tests.worlds import Clock

from emergency_cli.world import World


def test_an_order_is_read_back_and_stays_open_until_its_result_is_known(world: World, clock: Clock) -> None:
    """Who ordered whom to do what by when; then done like any step, with who did it."""
    started(world, "fire")
    answer = did(world, "order", "先封闭二楼", "--from", "高石", "--to", "120", "--due", "15:30")
    assert "Gao Shi gave the ambulance (120) the order “先封闭二楼” — due 23 Nov 15:30" in answer.text
    assert "emergency done orders/1" in answer.text
    row = step(world, "orders/1")
    assert (row["status"], row["deadline"], row["late_seconds"]) == ("todo", "2026-11-23T15:30:00.000+08:00", None)
    clock.pass_by(minutes=40)
    assert step(world, "orders/1")["late_seconds"] == 240
    did(world, "done", "orders/1", "--actor", "王强")
    assert step(world, "orders/1")["status"] == "done"
    assert entries(world)[-1]["actor"] == "王强"


def test_an_order_that_could_not_be_carried_out_says_why(world: World) -> None:
    """Its result is one of those of any step; a second order has its own number."""
    started(world, "fire")
    did(world, "order", "cut the gas", "--from", "County head", "--to", "Gas company", "--due", "30m")
    did(world, "order", "keep the lobby free", "--from", "County head", "--to", "Gas company")
    did(world, "could-not", "orders/1", "--reason", "no valve")
    assert {address: status for address, status in statuses(world).items() if "orders/" in address} == {
        "orders/1": "could-not",
        "orders/2": "todo",
    }
    assert "County head gave Gas company the order “cut the gas”" in did(world, "timeline").text


def test_an_order_says_who_gave_it_to_whom_and_lies_ahead(world: World) -> None:
    """Exit 2 for everything else, and nothing on record."""
    started(world, "fire")
    for argv in (
        ["cut the gas"],
        ["cut the gas", "--from", "x"],
        ["", "--from", "x", "--to", "y"],
        ["cut the gas", "--from", "x", "--to", "y", "--due", "soon"],
        ["cut the gas", "--from", "x", "--to", "y", "--due", "2026-11-22 14:00"],
    ):
        assert emergency(world, "order", *argv).code == 2
    assert len(entries(world)) == 1


def test_a_mistyped_order_is_asked_back_by_what_orders_are_called(world: World) -> None:
    """Orders have no number: none is offered that would find nothing. And the ninth is no slip for the first."""
    started(world, "fire")
    did(world, "order", "keep the lobby free", "--from", "County head", "--to", "Gas company")
    answer = emergency(world, "done", "orders/9")
    assert (answer.code, "orders/1 keep the lobby free" in answer.text, "0 keep" in answer.text) == (2, True, False)


def test_below_the_plan_wants_to_know_who_decided_it(world: World) -> None:
    """A quarrel that calmed down: the general procedure is set aside, and somebody answers for that."""
    started(world, "打架")
    assert emergency(world, "end", "below-plan").code == 2
    did(world, "end", "below-plan", "--decided", "高石")
    data = did(world, "status", "--json").data
    assert (data["state"], data["open"], data["blanks"]) == ("ended", 0, [])
    did(world, "close")
