"""What a review decided to improve is not forgotten: it is shown until somebody says that it was carried out."""

from tests.front import did, emergency, started
from tests.worlds import Clock

from emergency_cli.world import World


def reviewed(world: World, clock: Clock) -> str:
    """A drill with two measures; its id."""
    drill = started(world, "fire", "--drill")
    did(world, "done", "call-119", "-i", drill)
    clock.pass_by(minutes=9)
    did(world, "end", "handled", "--decided", "Zhang", "-i", drill)
    for what, owner, due in (("Post a second number", "", ""), ("Test the alarm", "Wang Qiang", "10 December 2026")):
        facts = [f"improvement={what}", *([f"improvement-owner={owner}", f"improvement-due={due}"] if owner else [])]
        did(world, "done", "improvement", "-i", drill, *(each for fact in facts for each in ("-f", fact)))
    return drill


def measures(world: World) -> list[dict[str, str | None]]:
    """What is to be improved."""
    found: list[dict[str, str | None]] = did(world, "ready", "--json").data["measures"]
    return found


def test_measures_stay_open_until_somebody_has_seen_to_them(world: World, clock: Clock) -> None:
    """By who is responsible; the review may be closed long since, and a check that found it wanting changes nothing."""
    drill = reviewed(world, clock)
    assert [(each["measure"], each["owner"], each["due"]) for each in measures(world)] == [
        (f"{drill}/2", "Wang Qiang", "10 December 2026"),
        (f"{drill}/1", None, None),
    ]
    did(world, "close", "--reason", "over", "-i", drill)
    did(world, "ready", "done", f"{drill}/2", "--wanting", "--text", "the part has not come", "--by", "Li")
    assert len(measures(world)) == 2
    text = did(world, "ready").text
    assert "Improvement measures not carried out yet: 2" in text
    assert f"Test the alarm responsible: Wang Qiang | by when: 10 December 2026 | {drill}/2" in text
    said = did(world, "ready", "done", f"{drill}/2", "--by", "Li").text
    assert "Checked, in order: Test the alarm" in said
    assert [each["what"] for each in measures(world)] == ["Post a second number"]
    did(world, "ready", "done", f"{drill[-10:]}/1", "--by", "Li")
    assert measures(world) == []
    assert "Improvement measures" not in did(world, "ready").text


def test_a_measure_that_is_not_there_is_refused(world: World, clock: Clock) -> None:
    """Nothing is recorded."""
    drill = reviewed(world, clock)
    answer = emergency(world, "ready", "done", f"{drill}/7")
    assert answer.code == 2
    assert f"No measure “{drill}/7”. See them: emergency ready" in answer.text
    assert not (world.home / "readiness").exists()
