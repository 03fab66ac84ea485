"""What the summary says where nothing worked: each attempt once, and that nothing could be done on its first page."""

from tests.front import did, started

from emergency_cli.world import World


def summary(world: World) -> str:
    """The body of the summary, without its annexes."""
    return did(world, "export", "--format", "md", "--to", "-").out.split("## Annex")[0]


def test_one_act_that_two_playbooks_ask_for_is_told_once_where_it_could_not_be_done(world: World) -> None:
    """The fire and the general procedure both want the office told; the sentence rests on both entries."""
    started(world, "fire", "--by", "Li")
    for step in ("fire/tell-office", "general/tell-office"):
        did(world, "could-not", step, "--reason", "no answer")
    assert summary(world).count("the Emergency Office could not be told (no answer)") == 1
    assert r"\[3–4\]" in summary(world)
    assert did(world, "report", "initial").out.count("could not be told") == 1


def test_the_annex_has_one_row_for_it_with_the_clause_of_each(world: World) -> None:
    """What is left undone for one reason is read once."""
    started(world, "fire", "--by", "Li")
    did(world, "also", "illness")
    for step in ("fire/tell-office", "general/tell-office", "illness/tell-office"):
        did(world, "could-not", step, "--reason", "no answer")
    told = did(world, "export", "--format", "md", "--to", "-").out
    rows = [line for line in told.splitlines() if line.startswith("| Not done |")]
    assert len(rows) == 1 and "| 3(1), 4(3)2 | could not" in rows[0], rows


def test_attempts_of_different_minutes_or_for_different_reasons_stay_two(world: World) -> None:
    """Only what says the same is told once."""
    started(world, "fire", "--by", "Li")
    did(world, "could-not", "fire/tell-office", "--reason", "no answer")
    did(world, "could-not", "general/tell-office", "--reason", "line dead")
    assert "no answer" in summary(world) and "line dead" in summary(world)


def test_the_first_paragraph_says_that_nothing_could_be_done(world: World) -> None:
    """A reader of one minute must not take the silence for success."""
    started(world, "fire", "--by", "Li")
    for step in ("call-119", "sound-alarm"):
        did(world, "could-not", step, "--reason", "no line")
    did(world, "call", "emergency-office=no-answer")
    first = summary(world).split("## 1.")[0]
    assert "Nothing that was tried could be done: Call 119, Sound the alarm." in first
    assert "Nobody who was called answered: Emergency Office." in first


def test_it_says_so_of_calls_alone(world: World) -> None:
    """Nobody answered, and nothing else was tried."""
    started(world, "fire", "--by", "Li")
    did(world, "call", "emergency-office=no-answer")
    assert "Nobody who was called answered: Emergency Office." in summary(world).split("## 1.")[0]


def test_what_was_done_or_reached_is_no_failure_of_everything(world: World) -> None:
    """One deed, or one call that was answered, and the sentence is gone; an answer to a question is no deed."""
    started(world, "fire", "--by", "Li")
    did(world, "could-not", "call-119", "--reason", "no line")
    did(world, "done", "anyone-hurt", "-f", "injured=no")
    assert "Nothing that was tried could be done: Call 119." in summary(world)
    did(world, "done", "sound-alarm")
    assert "Nothing that was tried" not in summary(world)


def test_one_who_was_reached_is_not_told_as_nothing_and_nobody(world: World) -> None:
    """A call of its own is a deed, though no step was done."""
    started(world, "fire", "--by", "Li")
    did(world, "could-not", "sound-alarm", "--reason", "no power")
    did(world, "call", "emergency-office=no-answer")
    did(world, "call", "fire-119=reached")
    first = summary(world).split("## 1.")[0]
    assert "Nothing that was tried" not in first and "Nobody who was called" not in first
