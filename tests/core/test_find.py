"""Finding a thing by what a person types: one slip of a finger is forgiven, two are not, and nothing is guessed."""

import pytest

from emergency_cli.core.plan.names.find import Named, pick
from emergency_cli.core.plan.names.meaning import meaning, words_of
from emergency_cli.core.plan.playbook import Alias, Playbook
from emergency_cli.core.text import Text, msg
from emergency_cli.errors import Misused

ZONES = [Named("taxation", ("税务",)), Named("notary", ("公证",)), Named("traffic", ("交管",))]
UNKNOWN = msg("No zone “{query}”.", query="")


def found(query: str) -> str:
    """The id of what is meant."""
    return pick(query, ZONES, UNKNOWN, sounds=lambda *_: ("", ""))


@pytest.mark.parametrize("typed", ["taxation", "taxaton", "taxatiom", "taxatoin", "taxxation", "TAXATION", "taxat"])
def test_a_letter_too_many_too_few_wrong_or_exchanged_is_forgiven(typed: str) -> None:
    """One slip."""
    assert found(typed) == "taxation"


@pytest.mark.parametrize("typed", ["taxatn", "tacsation", "notery2", "trafik"])
def test_two_slips_are_shown_and_never_picked(typed: str) -> None:
    """The nearest is named, for the person to decide."""
    with pytest.raises(Misused) as refused:
        found(typed)
    assert refused.value.hint is not None
    assert refused.value.hint.msgid == "Did you mean {names}?"


def test_a_word_of_three_letters_is_too_short_for_a_slip() -> None:
    """Any other is one letter away from it."""
    with pytest.raises(Misused):
        pick("tox", [Named("tax", ("税务",))], UNKNOWN, sounds=lambda *_: ("", ""))


@pytest.mark.parametrize("typed", ["préau", "preau", "PRÉAU", "Pre\u0301au", "prea"])
def test_accents_need_not_be_typed(typed: str) -> None:
    """In a hurry, or on somebody else's keyboard."""
    assert pick(typed, [Named("hall", ("Préau",)), Named("yard", ("Cour",))], UNKNOWN) == "hall"


@pytest.mark.parametrize(("typed", "book"), [("fumée", "feu"), ("fumee", "feu"), ("de la fumee au grenier", "feu")])
def test_what_is_shouted_may_lack_its_accents(typed: str, book: str) -> None:
    """As a whole, and as a word among others."""
    text = Text("Incendie", "Incendie")
    fire = Playbook(id="feu", title=text, trigger=text, class_="any", aliases=(Alias(name="fumée"),), steps=())
    assert list(meaning(typed, words_of([fire])).found) == [book]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("覃明", ("qinming", "tanming", "qm", "tm")), ("缪明", ("miaoming",)), ("卜明", ("buming",)),
        ("阚明", ("kanming",)), ("薄明", ("boming",)), ("员明", ("yunming",)), ("种明", ("chongming",)),
        ("折明", ("sheming",)), ("秘明", ("biming",)), ("召明", ("shaoming",)), ("都明", ("duming",)),
        ("祭明", ("zhaiming",)), ("佴明", ("naiming",)), ("乜明", ("nieming",)), ("单明", ("shanming", "sm")),
        ("尉迟恭", ("yuchigong",)),
    ],
)  # fmt: skip
def test_a_family_name_is_found_by_every_reading(name: str, said: tuple[str, ...]) -> None:
    """As its bearer says it, and as it is read by who does not know them."""
    people = [Named("one", (name,), person=True), Named("other", ("王强",), person=True)]
    assert [pick(word, people, UNKNOWN) for word in said] == ["one"] * len(said)
