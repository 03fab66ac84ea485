"""What was typed on a card: an answer to its question, the digit of a step, or a key."""

from emergency_cli.core.incident.board import Row
from emergency_cli.core.incident.cards import Card
from emergency_cli.core.text import msg, narrow
from emergency_cli.recording.naming import answer
from emergency_cli.walk import acts
from emergency_cli.walk.keys import DONE, key_typed
from emergency_cli.walk.walker import Walker


def answer_card(walker: Walker, card: Card, typed: str, asked: str | None) -> None:
    """Do what was typed on a card."""
    row = card.current
    if asked and _answered(walker, row, typed, asked):
        return
    text = narrow(typed).strip()
    if len(card.rows) > 1 and text in [str(number) for number in range(1, len(card.rows) + 1)]:
        chosen = card.rows[int(text) - 1]
        if chosen.open:
            acts.tick(walker, chosen)
        else:
            walker.say(msg("{step} is already settled.", step=chosen.step.do))
        return
    key = key_typed(typed)
    if key is None:
        walker.say(msg("“{text}” is not a key here. Enter = done, 9 = more, ? = help.", text=typed), "warn")
    elif key is DONE and asked:
        _unanswered(walker, row)
    else:
        key.act(walker, row)


def _answered(walker: Walker, row: Row, typed: str, asked: str) -> bool:
    """Record an answer to the card's own question; False if what was typed is a key of the walk."""
    spec = walker.incident.fact_spec(asked)
    text = narrow(typed).strip()
    if spec is None or not text:
        return False
    is_key = key_typed(text) not in (None, DONE)
    if is_key and not _answers_before_keys(spec.kind, len(spec.choices), text):
        return False
    value = answer(walker.session, walker.incident, asked, text, numbered=True)
    acts.tick(walker, row, {asked: value})
    return True


def _unanswered(walker: Walker, row: Row) -> None:
    """Enter on a question: asked again once, then at once it is put off; later it wants its answer."""
    again = row.address in walker.insisted
    walker.insisted.add(row.address)
    if row.stage == "immediate" and again:
        acts.defer_at_once(walker, row)
    elif row.stage == "immediate":
        walker.say(msg("Lives may depend on this: answer it. Enter again = later."), "warn")
    else:
        walker.say(msg("This question needs an answer; ? = not known, 6 = later."), "warn")


def _answers_before_keys(kind: str, choices: int, text: str) -> bool:
    """On a question its own answers come first: y, n and ? of yes-no, the digits of a choice, any number."""
    if text == "?":
        return True
    if kind == "yes-no":
        return text in ("y", "n", "1", "2")
    if kind in ("choice", "choices"):
        return text.isdigit() and 1 <= int(text) <= choices
    return text.isdigit() or len(text) > 1
