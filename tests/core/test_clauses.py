"""Clauses of the official plan, as each language cites them."""

import pytest

from emergency_cli.core.plan.clauses import clause_title


@pytest.mark.parametrize(
    ("clause", "english"),
    [("四（四）1", "4(4)1"), ("二（五）", "2(5)"), ("五", "5"), ("3.2", "3.2"), ("Annex B", "Annex B")],
)
def test_a_clause_is_cited_in_digits_in_english(clause: str, english: str) -> None:
    """四（四）1 is 4(4)1; a clause that is numbered otherwise stays as it is."""
    title = clause_title(clause)
    assert (title.zh, title.en) == (clause, english)
