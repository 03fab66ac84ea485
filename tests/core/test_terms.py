"""Closed sets: every value has its words, what is typed is understood in both languages, and no set is spelt twice."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import emergency_cli
from emergency_cli.core import terms
from emergency_cli.core.terms import Terms, agreed


@pytest.mark.parametrize(
    ("values", "table"),
    [
        (terms.YesNo, terms.YES_NO),
        (terms.Stage, terms.STAGES),
        (terms.Status, terms.STATUSES),
        (terms.CallOutcome, terms.CALLS),
        (terms.Consent, terms.CONSENTS),
        (terms.State, terms.STATES),
        (terms.Outcome, terms.OUTCOMES),
        (terms.Document, terms.DOCUMENTS),
        (terms.Bulletin, terms.BULLETINS),
        (terms.Destructible, terms.DESTRUCTIBLE),
        (terms.Member, terms.MEMBERS),
        (terms.FindingKind, terms.FINDINGS),
        (terms.CheckState, terms.CHECK_STATES),
    ],
)
def test_every_value_has_its_words_and_every_word_typed_means_one_value(values: object, table: Terms[str]) -> None:
    """A table and its type never differ, and a word means one thing."""
    assert sorted(get_args(values)) == sorted(table)
    for value, term in table.items():
        assert table.read(value) == value
        for typed in term.typed:
            assert table.read(typed) == value


@pytest.mark.parametrize("typed", ["yes", "Y", "是", "对", "好", "要", " 是的 ", "ＯＫ", "1"])
def test_yes_is_understood_in_every_way_it_is_typed(typed: str) -> None:
    """Wherever somebody is asked to go on."""
    assert agreed(typed, numbered=True) is True


@pytest.mark.parametrize("typed", ["no", "N", "否", "不", "不是", "不要", "不行", "２"])
def test_no_is_understood_in_every_way_it_is_typed(typed: str) -> None:
    """The same for no."""
    assert agreed(typed, numbered=True) is False


@pytest.mark.parametrize("typed", ["", "1", "2", "maybe", "王强", "?"])
def test_what_is_neither_yes_nor_no_is_not_taken_for_one(typed: str) -> None:
    """Silence and slips decide nothing."""
    assert agreed(typed) is None


def test_an_agreement_is_no_answer_to_a_fact() -> None:
    """好 says go on, not that somebody is trapped."""
    assert terms.YES_NO.read("好") is None
    assert terms.YES_NO.read("有") == "yes"


def test_numbers_count_only_where_a_prompt_showed_them() -> None:
    """A digit is otherwise a count."""
    assert terms.CALLS.read("2") is None
    assert terms.CALLS.read("２", numbered=True) == "called"


SOURCE = Path(emergency_cli.__file__).parent


def listed(tree: ast.AST) -> Iterator[set[object]]:
    """The constants of every list in a module, and of every `Literal`; tables typed by a set are checked by mypy."""
    for node in ast.walk(tree):
        members: list[ast.expr] = []
        match node:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                members = [*elements]
        yield {member.value for member in members if isinstance(member, ast.Constant)}


def test_no_other_module_spells_a_set_again() -> None:
    """Whoever adds an outcome adds it in one place."""
    tables = [table for table in vars(terms).values() if isinstance(table, Terms) and len(table) > 2]
    again = [
        (path.name, sorted(table))
        for path in SOURCE.rglob("*.py")
        if path.name != "terms.py"
        for constants in listed(ast.parse(path.read_text("utf-8")))
        for table in tables
        if set(table) <= constants
    ]
    assert again == []
