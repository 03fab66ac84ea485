"""The tables of docs/playbooks.md and the schemas in docs/schema, made from the forms of plan files.

`python scripts/playbooks.py` writes them anew. tests/test_docs.py and tests/test_schema.py fail while one is stale.
"""

import json
import re
import sys
from pathlib import Path

from emergency_cli.plans.forms.base import Form, members
from emergency_cli.plans.forms.centre import CentreForm, ClausesForm, DocumentForm, IncidentClassForm, ReportingForm
from emergency_cli.plans.forms.facts import ChoiceForm, FactForm, SaysForm
from emergency_cli.plans.forms.playbook import AliasForm, PlaybookForm, PreparednessForm, SuggestionForm
from emergency_cli.plans.forms.roster import (
    PersonForm,
    PlanDocumentForm,
    RoleForm,
    RosterForm,
    ServiceForm,
    UnitForm,
    ZoneForm,
)
from emergency_cli.plans.forms.scenario import GoalForm, InjectForm, ScenarioForm
from emergency_cli.plans.forms.sources import BasisForm
from emergency_cli.plans.forms.steps import CautionForm, StartForm, StepForm
from emergency_cli.plans.schema import drill_schema, playbook_schema, roster_schema

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "playbooks.md"
SCHEMAS = {"playbook": playbook_schema, "roster": roster_schema, "drill": drill_schema}
FORMS: tuple[type[Form], ...] = (
    PlaybookForm, AliasForm, SuggestionForm, PreparednessForm, BasisForm, FactForm, ChoiceForm, SaysForm, StepForm,
    CautionForm, StartForm,
    RosterForm, PlanDocumentForm, PersonForm, UnitForm, RoleForm, ServiceForm, ZoneForm, CentreForm, ClausesForm,
    IncidentClassForm, ReportingForm, DocumentForm, ScenarioForm, InjectForm, GoalForm,
)  # fmt: skip
_TABLE = re.compile(r"(<!-- members: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(form: type[Form]) -> str:
    """The members of a form, a row each."""
    rows = ["| member | needed | meaning |", "| --- | --- | --- |"]
    for name, info in members(form).items():
        _, _, english = str(info.description).partition("\n\n")
        rows.append(f"| `{name}` | {'yes' if info.is_required() else ''} | {english} |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with its tables made anew. Raises KeyError for a table of no form."""
    forms = {form.__name__.removesuffix("Form"): form for form in FORMS}
    return _TABLE.sub(lambda found: found[1] + table(forms[found[2]]) + found[3], text)


def main() -> int:
    """Write the page and the schemas."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, schema in SCHEMAS.items():
        text = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
        (ROOT / "docs" / "schema" / f"{name}.schema.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
