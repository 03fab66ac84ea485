"""Answers as people type them, and conditions that can also be unknown."""

from datetime import datetime
from itertools import product
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import at, both

from emergency_cli.core.plan.conditions import Truth, all_of, any_of, facts_of, holds, judge
from emergency_cli.core.plan.facts import BadAnswer, FactSpec, parse_answer
from emergency_cli.core.plan.values import from_plain
from emergency_cli.core.terms import NOT_KNOWN
from emergency_cli.core.text import msg

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
truths = st.lists(st.sampled_from(Truth), max_size=5)


def spec(kind: str) -> FactSpec:
    """A fact of a kind, with three choices."""
    choices = {"mains": {"zh": "市电", "en": "Mains"}, "planned": both("Planned"), "7": both("Seven")}
    return from_plain({"kind": kind, "label": both(kind), "choices": choices}, FactSpec)


def answer(kind: str, raw: str, *, numbered: bool = False) -> str:
    """What is recorded of typed words; zones and parties are found by adding `id:`."""

    def find(what: Literal["zone", "party"], words: str) -> str:
        if words == "nobody":
            raise BadAnswer(msg("no such {what}", what=what))
        return f"{what}:{words}"

    def when(words: str) -> datetime:
        assert words == "14:55"
        return at(1)

    return parse_answer(spec(kind), raw, find=find, when=when, numbered=numbered)


# --- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "number", "yes-no", "choice", "choices", "time", "zone", "party"])
@pytest.mark.parametrize("raw", ["?", "？", " not-known ", "Unknown", "不知道", "待核实", "不明", "不详", "don't know"])
def test_every_kind_takes_not_known(kind: str, raw: str) -> None:
    """Nobody is ever forced to make an answer up."""
    assert answer(kind, raw) == NOT_KNOWN


@pytest.mark.parametrize(
    ("kind", "raw", "recorded"),
    [
        ("text", "  二楼 东侧 ", "二楼 东侧"),
        ("yes-no", "Y", "yes"),
        ("yes-no", "是", "yes"),
        ("yes-no", "有", "yes"),
        ("yes-no", "NO", "no"),
        ("yes-no", "没有", "no"),
        ("number", "12", "12"),
        ("number", "0", "0"),
        ("number", "007", "7"),
        ("number", "1.50", "1.5"),
        ("number", "100", "100"),
        ("number", "１２", "12"),
        ("number", "１．５０", "1.5"),
        ("choice", "mains", "mains"),
        ("choice", "市电", "mains"),
        ("choice", "MAINS", "mains"),
        ("choice", "1", "mains"),
        ("choice", "3", "7"),
        ("choice", "7", "7"),
        ("choices", "planned, 市电", "mains,planned"),
        ("choices", "2、1", "mains,planned"),
        ("choices", "mains，mains", "mains"),
        ("time", "14:55", "2026-11-23T14:55:00.000+08:00"),
        ("zone", "tax", "zone:tax"),
        ("party", "wang", "party:wang"),
    ],
)
def test_typed_words_become_the_recorded_answer(kind: str, raw: str, recorded: str) -> None:
    """Digits, ids, Chinese words and both labels all mean the same thing on record."""
    assert answer(kind, raw) == recorded


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", "   "),
        ("yes-no", "perhaps"),
        ("yes-no", "1"),
        ("yes-no", "2"),
        ("yes-no", "１"),
        ("yes-no", "3"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "Infinity"),
        ("number", "1e15"),
        ("number", "0x10"),
        ("number", "1e3"),
        ("number", "-1"),
        ("number", "+1"),
        ("number", "－３"),
        ("number", ".5"),
        ("number", "5."),
        ("number", "1_000"),
        ("number", "1,000"),
        ("number", "²"),
        ("number", "٣"),
        ("number", "1" * 16),
        ("number", "0." + "1" * 16),
        ("choice", "4"),
        ("choice", "0"),
        ("choice", "water"),
        ("choices", "mains, water"),
        ("zone", "nobody"),
        ("party", "nobody"),
    ],
)
def test_words_that_are_no_answer_are_refused(kind: str, raw: str) -> None:
    """Never a guess: the refusal says what would be an answer."""
    with pytest.raises(BadAnswer):
        answer(kind, raw)


@pytest.mark.parametrize(("raw", "recorded"), [("1", "yes"), ("１", "yes"), ("2", "no"), ("２", "no")])
def test_a_digit_means_yes_or_no_only_where_it_was_shown(raw: str, recorded: str) -> None:
    """At a prompt that says so; elsewhere `injured=2` could as well be a count."""
    assert answer("yes-no", raw, numbered=True) == recorded
    with pytest.raises(BadAnswer):
        answer("yes-no", "3", numbered=True)


@pytest.mark.parametrize("raw", [",", "，、", " ; "])
def test_separators_alone_choose_nothing(raw: str) -> None:
    """An answer to `choices` names at least one of them; an empty answer is none."""
    with pytest.raises(BadAnswer):
        answer("choices", raw)


def test_a_number_beyond_reason_is_refused() -> None:
    """A slip of the finger in an exponent does not become a million digits on record."""
    with pytest.raises(BadAnswer):
        answer("number", "1e-1000000")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**14, places=3))
def test_a_number_is_recorded_in_one_plain_form(number: Any) -> None:
    """No exponent, no plus, no superfluous zeros; typed again it is the same."""
    recorded = answer("number", format(number, "f"))
    assert float(recorded) == float(number)
    assert "E" not in recorded.upper()
    assert answer("number", recorded) == recorded


# --- three values --------------------------------------------------------------------------------------------------


@given(truths)
def test_one_false_decides_against_all_others(some: list[Truth]) -> None:
    """All must hold: one false is false, otherwise one unknown is unknown."""
    assert all_of([*some, FALSE]) is FALSE
    assert all_of([one for one in some if one is not FALSE]) is (UNKNOWN if UNKNOWN in some else TRUE)


@given(truths)
def test_any_is_all_turned_over(some: list[Truth]) -> None:
    """De Morgan, with unknown turned into itself."""
    turned = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}
    assert any_of(some) is turned[all_of([turned[one] for one in some])]


@given(truths, truths)
def test_order_and_repetition_do_not_matter(some: list[Truth], more: list[Truth]) -> None:
    """The same tests in another order come to the same."""
    assert all_of([*some, *more]) is all_of([*more, *some, *some])
    assert any_of([*some, *more]) is any_of([*more, *some, *some])


ANSWERS: dict[str, list[str | None]] = {
    "yes": ["yes"],
    "no": ["no"],
    "open": [],
    "conflict": [None],
    "unsure": [NOT_KNOWN],
    "seven": ["7"],
    "words": ["many"],
    "several": ["leak", "none"],
    "half": ["leak", None],
    "set": ["mains,planned"],
}


@pytest.mark.parametrize(
    ("when", "truth"),
    [
        (None, TRUE),
        ({}, TRUE),
        ({"yes": "yes"}, TRUE),
        ({"no": "yes"}, FALSE),
        ({"open": "yes"}, UNKNOWN),
        ({"never-heard-of": "yes"}, UNKNOWN),
        ({"conflict": "yes"}, UNKNOWN),
        ({"unsure": "yes"}, UNKNOWN),
        ({"unsure": NOT_KNOWN}, TRUE),
        ({"yes": ["no", "yes"]}, TRUE),
        ({"yes": []}, FALSE),
        ({"set": "planned"}, TRUE),
        ({"set": ["generator"]}, FALSE),
        ({"yes": "yes", "no": "yes"}, FALSE),
        ({"open": "yes", "no": "yes"}, FALSE),
        ({"open": "yes", "yes": "yes"}, UNKNOWN),
        ({"several": "leak"}, TRUE),
        ({"several": "wet"}, FALSE),
        ({"half": "leak"}, TRUE),
        ({"half": "none"}, UNKNOWN),
        ({"yes": {"of-2031": "yes"}}, UNKNOWN),
        ({"any-of": [{"yes": "yes"}, {"open": "yes"}]}, TRUE),
        ({"any-of": [{"no": "yes"}, {"open": "yes"}]}, UNKNOWN),
        ({"any-of": [{"no": "yes"}, {"no": "maybe"}]}, FALSE),
        ({"any-of": [{"yes": "yes", "no": "yes"}]}, FALSE),
        ({"any-of": [{"yes": "yes"}], "no": "yes"}, FALSE),
    ],
)
def test_a_condition_is_true_false_or_not_to_be_told_yet(when: Any, truth: Truth) -> None:
    """One false makes the step not applicable; otherwise whatever is not answered leaves it waiting."""
    assert holds(when, lambda fact: ANSWERS.get(fact, [])) is truth


facts = st.sampled_from(["a", "b", "c"])
values = st.sampled_from(["yes", "no", "3", NOT_KNOWN])
wanted = values | st.lists(values, min_size=1, max_size=2)
branches = st.dictionaries(facts, wanted, min_size=1, max_size=2)
conditions = branches | st.builds(
    lambda some, rest: {"any-of": some, **rest}, st.lists(branches, min_size=1, max_size=3), branches
)


@given(conditions, st.dictionaries(facts, st.lists(st.sampled_from(["yes", "no", "3", "5"]), min_size=1, max_size=2)))
def test_a_condition_that_is_decided_stays_so_whatever_else_is_answered(
    when: Any, given_answers: dict[str, list[str]]
) -> None:
    """Unknown is the only value that an answer to an open question may change."""
    before = holds(when, lambda fact: given_answers.get(fact, []))
    still_open = [fact for fact in ("a", "b", "c") if fact not in given_answers]
    for said in product(["yes", "no", "3", "5"], repeat=len(still_open)):
        later = {**given_answers, **{fact: [one] for fact, one in zip(still_open, said, strict=True)}}
        after = holds(when, lambda fact, later=later: later[fact])  # type: ignore[misc]
        assert after is not UNKNOWN
        assert before in (UNKNOWN, after)


@given(conditions)
def test_every_fact_a_condition_looks_at_is_named(when: Any) -> None:
    """So that the board can say what a step waits for."""
    asked: list[str] = []

    def lookup(fact: str) -> list[str | None]:
        asked.append(fact)
        return []

    judged = judge(when, lookup)
    assert set(asked) == {fact for fact, _ in judged} == set(facts_of(when))
    assert len(facts_of(when)) == len(set(facts_of(when)))


odd_conditions = st.dictionaries(
    facts | st.just("any-of"),
    st.one_of(
        st.text(max_size=3),
        st.lists(
            st.text(max_size=3) | st.dictionaries(facts, st.text(max_size=3) | st.lists(st.text(max_size=3))),
            max_size=2,
        ),
        st.dictionaries(
            st.sampled_from(["at-least", "odd"]), st.text(max_size=3) | st.lists(st.text(max_size=3), max_size=2)
        ),
    ),
    max_size=2,
)


@given(
    odd_conditions,
    st.lists(st.none() | st.text(max_size=4) | st.sampled_from(["NaN", "sNaN", "-Infinity", "3"]), max_size=3),
)
def test_a_condition_of_any_shape_comes_to_something(when: Any, said: list[str | None]) -> None:
    """A snapshot of another version never stops the board."""
    assert holds(when, lambda _: said) in Truth


def test_an_empty_list_of_alternatives_holds_never() -> None:
    """Of no alternatives none is true."""
    assert holds({"any-of": []}, lambda _: []) is FALSE


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("number", "3", "{} people are missing"),
        ("number", "1", "one person is missing"),
        ("number", "0", "nobody is missing"),
        ("text", "无", "nobody is missing"),
        ("text", "None.", "nobody is missing"),
        ("text", "1", "{} people are missing"),
    ],
)
def test_none_and_one_have_clauses_of_their_own(kind: str, typed: str, told: str) -> None:
    """Nobody writes that 0 people are missing, or 1 people."""
    says = both("{} people are missing") | {"one": both("one person is missing"), "none": both("nobody is missing")}
    clause = from_plain({"kind": kind, "label": both(kind), "says": says}, FactSpec).clause(typed)
    assert clause is not None
    assert clause.en == told
